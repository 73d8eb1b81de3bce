"""Kinds of source that show what a test says: no network, no parsing."""

from __future__ import annotations

import re
from collections.abc import Generator, Mapping
from typing import Any

from bot.core.model import Source
from bot.core.outcome import Elsewhere, Failed, ReadOutcome
from bot.ports import Answer, Ask, SourceKind
from bot.sources.feed import Feed

__all__ = ["Shown", "shown_kinds"]

Shows = Mapping[str, ReadOutcome | Elsewhere]


class Shown:
    """A kind that claims what a pattern finds (its group is the locator) and reads what is shown there."""

    def __init__(self, name: str, pattern: str, shows: Shows) -> None:
        self.name: Any = name
        self._pattern = re.compile(pattern)
        self._shows = shows
        self.read_last: Source | None = None

    def claims(self, text: str) -> str | None:
        found = self._pattern.fullmatch(text)
        return next(filter(None, found.groups()), None) if found else None

    def read(self, source: Source) -> Generator[Ask, Answer, ReadOutcome | Elsewhere]:
        self.read_last = source
        yield from ()
        nothing = Failed("nothing is at this address")
        return self._shows.get(f"{self.name}:{source.locator}", self._shows.get(source.locator, nothing))


class _Feeds(Shown):
    """The kind of that name, with the claims of the true one."""

    def claims(self, text: str) -> str | None:
        return Feed().claims(text)


def shown_kinds(shows: Shows) -> tuple[SourceKind, ...]:
    """Channels (of which any word may be the name), accounts, a news search and feeds, all of which show this."""
    return (
        Shown("telegram", r"(?:https://)?t\.me/(\w+)|@?([a-z]\w{2,31})", shows),
        Shown("x", r"(?:https://)?x\.com/(\w+)|@(\w+)", shows),
        Shown("google-news", r"google-news:(.+)", shows),
        _Feeds("feed", r"()", shows),
    )
