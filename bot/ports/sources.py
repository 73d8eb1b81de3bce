"""What a kind of source may ask of its surroundings, and what it is told."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Generator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar, Protocol

from bot.core.model import Entry, Source
from bot.core.outcome import ReadOutcome

__all__ = [
    "Answer",
    "Ask",
    "Document",
    "Fetch",
    "Page",
    "Parse",
    "Probe",
    "Prober",
    "SourceKind",
    "Unreachable",
    "Unreadable",
]


@dataclass(frozen=True, slots=True)
class Fetch:
    """Ask: get this address. A conditional request when validators are given."""

    url: str
    etag: str = ""
    last_modified: str = ""
    accept: str = "*/*"


@dataclass(frozen=True, slots=True)
class Page:
    """Answer to `Fetch`: whatever the server said, redirects followed."""

    status: int
    url: str
    """The address the body came from."""
    headers: Mapping[str, str]
    """Names in lower case."""
    body: bytes


@dataclass(frozen=True, slots=True)
class Unreachable:
    """Answer to `Fetch`: no server said anything that could be used."""

    why: str
    """In plain words, without secrets."""
    barred: str = ""
    """The `host:port` that the operator may name in the settings to be sent there; empty where that is not why."""


@dataclass(frozen=True, slots=True)
class Parse:
    """Ask: run `parser(body, content_type, url)` away from the event loop, within a deadline."""

    parser: Callable[[bytes, str, str], Document | Unreadable]
    """A function of a module: another process finds it by its name."""
    body: bytes
    content_type: str
    url: str


@dataclass(frozen=True, slots=True)
class Document:
    """Answer to `Parse`: what the body holds."""

    entries: tuple[Entry, ...]
    title: str = ""
    language: str = ""
    link: str = ""
    """The site it belongs to, which relative links of its entries are relative to."""
    ttl: timedelta = timedelta(0)
    """How long the publisher says it may be kept; zero when it does not say."""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Answer to `Parse`: the body is not what the parser reads, or it took too long or too much memory."""

    why: str


Ask = Fetch | Parse
Answer = Page | Unreachable | Document | Unreadable


class SourceKind(Protocol):
    """A way of reading sources: it does no I/O itself but asks for it."""

    name: ClassVar[str]

    def claims(self, text: str) -> str | None:
        """The locator, if what a person typed names a source of this kind."""
        ...

    def read(self, source: Source) -> Generator[Ask, Answer, ReadOutcome]:
        """Yields what to ask, is sent the answer, returns what came of it."""
        ...


@dataclass(frozen=True, slots=True)
class Probe:
    """What a try at a source showed."""

    kind: str
    locator: str
    outcome: ReadOutcome


Prober = Callable[[str], Awaitable[Probe | None]]
"""Reads what a person typed as a source, once and without keeping anything; None when no kind claims it."""
