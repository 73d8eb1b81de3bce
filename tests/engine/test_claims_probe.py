"""What a person's words are tried as."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from datetime import timedelta

from bot.core.model import Source
from bot.core.outcome import Read, ReadOutcome
from bot.engine.probe import Finder
from bot.engine.reader import Reader
from bot.ports import Answer, Ask, Document, Fetch, Page, Parse, Unreachable, Unreadable


@dataclass
class Words:
    """A kind that claims words ending in its name, and any at all after `name:`; it reads without asking."""

    name: str  # type: ignore[misc] # a class variable elsewhere; here two kinds are made of one class

    def claims(self, text: str) -> str | None:
        named = text.startswith(f"{self.name}:")
        return text.removeprefix(f"{self.name}:").strip() if named or text.endswith(self.name) else None

    def read(self, source: Source) -> Generator[Ask, Answer, ReadOutcome]:
        yield from ()
        return Read(())


async def no_fetch(ask: Fetch) -> Page | Unreachable:
    raise AssertionError(ask)


async def no_parser(ask: Parse) -> Document | Unreadable:
    raise AssertionError(ask)


async def tried(text: str) -> list[tuple[str, str]]:
    kinds = (Words("search"), Words("sky"))
    reader = Reader(kinds, no_fetch, no_parser, timedelta(seconds=1))
    return [(probe.kind, probe.locator) for probe in await Finder(kinds, reader, no_fetch).probe(text, None)]


async def test_words_are_tried_as_what_claims_them() -> None:
    assert await tried("blue sky") == [("sky", "blue sky")]
    assert await tried("hama") == []


async def test_a_kind_that_is_named_may_claim_what_it_would_leave_otherwise() -> None:
    assert await tried("search: hama") == [("search", "hama")]
    assert await tried("SKY: blue sky") == [("sky", "blue sky")]
