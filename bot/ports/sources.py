"""What a kind of source may ask of its surroundings, and what it is told."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import ClassVar, Protocol, runtime_checkable

from bot.core.model import Entry, Source
from bot.core.outcome import Candidate, Elsewhere, Hub, ReadOutcome, Rest

__all__ = [
    "Answer",
    "Ask",
    "Document",
    "Fetch",
    "Page",
    "Parse",
    "Post",
    "Probe",
    "Prober",
    "Pushed",
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
    authorization: str = field(default="", repr=False)
    """The header of that name, a secret: no redirect takes it to another host."""
    user_agent: str = ""
    """Sent instead of Attribot's own; empty for that."""
    cache_bust: bool = False
    """Whether to add a parameter that no request had before (`_cb=`), which the answer's address then lacks."""
    private: bool = False
    """Whether the operator named this address, so that it may lead to a private host of theirs. A kind of source says
    so only of a server that the settings name; of what a source names, whoever drives the kind decides."""


@dataclass(frozen=True, slots=True)
class Post:
    """Ask: post this form. No kind of source asks for it: it is how a hub is spoken to."""

    url: str
    form: Mapping[str, str] = field(repr=False)
    """Holds a secret."""
    private: bool = False
    """As in `Fetch`."""


@dataclass(frozen=True, slots=True)
class Page:
    """Answer to `Fetch` or `Post`: whatever the server said, redirects followed."""

    status: int
    url: str
    """The address the body came from."""
    headers: Mapping[str, str]
    """Names in lower case."""
    body: bytes
    moved: str = ""
    """Where redirects led that are all permanent (301, 308); empty without any, or when one was not."""


@dataclass(frozen=True, slots=True)
class Unreachable:
    """Answer to `Fetch` or `Post`: no server said anything that could be used."""

    why: str
    """In plain words, without secrets."""
    barred: str = ""
    """The `host:port` that the operator may name in the settings to be sent there; empty where that is not why."""
    wait: timedelta | None = None
    """How long the host is to be left alone yet, as it asked; nothing was sent. None where that is not why."""


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
    rest: Rest = field(default_factory=Rest)
    hub: Hub | None = None
    notes: Mapping[str, str] = field(default_factory=dict)
    """What a parser tells its own kind beside: a cursor, a channel's lasting id."""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Answer to `Parse`: the body is not what the parser reads, or it took too long or too much memory."""

    why: str
    candidates: tuple[Candidate, ...] = ()
    """What it names that can be read instead: the feeds of a web page."""
    advice: str = ""
    """As in `Failed`."""


Ask = Fetch | Parse
Answer = Page | Unreachable | Document | Unreadable


class SourceKind(Protocol):
    """A way of reading sources: it does no I/O itself but asks for it."""

    name: ClassVar[str]

    def claims(self, text: str) -> str | None:
        """The locator, if what a person typed names a source of this kind."""
        ...

    def read(self, source: Source) -> Generator[Ask, Answer, ReadOutcome | Elsewhere]:
        """Yields what to ask, is sent the answer, returns what came of it."""
        ...


@runtime_checkable
class Pushed(Protocol):
    """What a kind of source has besides when hubs can push its documents; of other kinds, hubs are not asked."""

    name: ClassVar[str]

    @property
    def parser(self) -> Callable[[bytes, str, str], Document | Unreadable]:
        """What a `Parse` of a pushed body names: it may hold one new entry, or only word of a deleted one."""
        ...


@dataclass(frozen=True, slots=True)
class Probe:
    """What a try at a source showed."""

    kind: str
    locator: str
    outcome: ReadOutcome


class Prober(Protocol):
    """Goes and looks, without keeping anything."""

    def claimed(self, text: str) -> Sequence[Candidate]:
        """What a person may mean by these words, the likeliest first; `kind:` before them says which kind."""
        ...

    async def probe(self, text: str, brought_by: int | None) -> Sequence[Probe]:
        """Tries what a person typed as a source, once and within a minute.

        `brought_by`: the chat that wants it, which leads nowhere private; None: the operator.

        All ways in which it can be read, the best first; else what came of those that failed; nothing when no kind
        claims it.
        """
        ...

    async def look(self, source: Source) -> ReadOutcome:
        """Reads a source whole, as it is; its memory plays no part."""
        ...

    async def fetch(self, url: str) -> Page | Unreachable:
        """Gets a document that is no source, from where the operator says."""
        ...
