"""Why an item belongs to a story or not, in words for people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.core.facts import Contrast
from bot.core.names import Names
from bot.core.text.terms import SOUND

__all__ = ["Reasons"]

_CODE: Final = 2
"""Letters before the colon of a stem, its language: `en:explos`, `:explos`. Ids of names have more: `geo:170017`."""
_PLACE: Final = "geo:"
_AROUND: Final = ("admin:", "country:")
"""What a place lies in: nothing to say beside that."""
_MOST_SHARED: Final = 5
"""Keys that are named; more would be no reason but a list."""
_DULL: Final = frozenset({
    "say", "announce", "new", "first", "last", "big", "again", "today", "yesterday", "day", "week", "month", "year",
    "time", "hour", "live", "get", "give", "use", "show", "photo", "function",
})  # fmt: skip
"""Concepts that tell nobody what a story is about."""


class Reasons:
    """Puts into words what the desk compares."""

    def __init__(self, names: Names) -> None:
        self._names: Final = names

    def together(self, shared: Sequence[str]) -> str:
        """What an item has in common with a story, by the keys of both, those that count most first.

        `the same story: both tell of battle, Hama`.
        """
        shared = shared[:_MOST_SHARED]
        exact = any(key.startswith(_PLACE) for key in shared)
        near = (key for key in shared if not (exact and key.startswith(_AROUND)))
        plain = [*dict.fromkeys(filter(None, map(self._plain, near)))]
        told = [each for each in plain if each not in _DULL] or plain
        told = told or [stem for _, _, stem in (key.partition(":") for key in shared) if stem]
        return f"the same story: both tell of {', '.join(told)}" if told else "the same story: both have the same names"

    def apart(self, contrast: Contrast) -> str:
        """What sets an item apart from a story: `12 killed before, 40 now`, `Homs instead of Hama`."""
        return contrast.told(self._names.label)

    def _plain(self, key: str) -> str:
        """A key in words; empty for one that is none to a reader: a stem, or how a name sounds."""
        kind, _, rest = key.partition(":")
        if rest:
            return "" if len(kind) <= _CODE else self._names.label(key)
        return "" if key.startswith(SOUND) else key.removeprefix("#").replace("-", " ")
