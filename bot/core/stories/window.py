"""The desk's memory: the words of recent items, by which a copy is known.

What it decides is a function of the items added, in their order, and of nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Final, TypeVar

from bot.core.model import Evidence, Item, Relation, Telling
from bot.core.stories.series import is_series
from bot.core.stories.telling import evidence
from bot.core.text.terms import index_text
from bot.core.text.tokens import tokens

__all__ = ["Placement", "Window"]

SPAN: Final = timedelta(hours=72)
"""How long words are remembered: agency copy is reprinted for two days, a weekend more."""
LEAST_WORDS: Final = 5
"""Words of a title below which the same words prove nothing: `Weather`, `News in brief`."""


@dataclass(frozen=True, slots=True)
class Placement:
    """Where an item belongs; `story` is None for a new one, `reason` says why in words."""

    story: int | None
    relation: Relation
    reason: str
    copy_of: int | None = None
    """Id of the item whose words it has."""


@dataclass(frozen=True, slots=True)
class _Known:
    item: int
    words: bytes
    outlet: str
    name: str
    seen: datetime
    story: int
    telling: Telling


class Window:
    """The items of the last `span`, by their words; `decide` asks, `add` tells."""

    def __init__(self, span: timedelta = SPAN) -> None:
        self._span = span
        self._items: dict[int, _Known] = {}
        self._by_words: dict[bytes, dict[int, _Known]] = {}
        self._by_story: dict[int, dict[int, _Known]] = {}

    def decide(self, item: Item) -> Placement:
        """Where it belongs, as far as the items added so far tell."""
        if item.story is not None:
            known = self._items.get(item.id)
            copy_of = known.telling.copy_of if known else None  # who mends a word of an agency's has no other origin
            return Placement(item.story, Relation.REPEAT, "its words changed; it stays in its story", copy_of)
        if item.outlet.brought_by is not None:
            return Placement(None, Relation.NEW, "what a chat brought is not told together with what everybody reads")
        if len(tokens(item.title)) < LEAST_WORDS:
            return Placement(None, Relation.NEW, f"a title of fewer than {LEAST_WORDS} words proves no copy")
        if is_series(item):
            return Placement(None, Relation.NEW, "live blogs and series repeat their titles")
        known = self._first(item)
        if known is None:
            return Placement(None, Relation.NEW, "no other outlet published these words")
        return Placement(known.story, Relation.COPY, f"word for word what {known.name} published", known.item)

    def add(self, item: Item, story: int, told: Telling) -> None:
        """Remember it, in its latest words, as part of a story, and forget what is older than the span.

        `told`: how it tells the story.

        What a chat brought is not remembered: a story is told whole, and not everybody may see that.
        """
        if item.outlet.brought_by is not None:
            return
        self._forget(item.id)
        known = _known(item, story, told)
        self._items[known.item] = known
        self._by_words.setdefault(known.words, {})[known.item] = known
        self._by_story.setdefault(known.story, {})[known.item] = known
        while (oldest := next(iter(self._items.values()))).seen < item.seen - self._span:
            self._forget(oldest.item)

    def evidence(self, told: Telling, placement: Placement) -> Evidence:
        """What is known of the story of an item, once that is placed there."""
        tellings = self._told(placement.story) | {told.item: told}
        return evidence(tellings.values(), update=placement.relation is Relation.UPDATE)

    def known(self, story: int | None) -> Evidence | None:
        """What has been known of a story so far; None where nothing is remembered of it."""
        tellings = self._told(story)
        return evidence(tellings.values(), update=False) if tellings else None

    def __len__(self) -> int:
        return len(self._items)

    def _told(self, story: int | None) -> dict[int, Telling]:
        """How the items of a story tell it, by their ids."""
        return {} if story is None else {item: known.telling for item, known in self._by_story.get(story, {}).items()}

    def _first(self, item: Item) -> _Known | None:
        """The earliest item of another outlet with the same words; by arrival where times are equal."""
        same = self._by_words.get(_words(item), {}).values()
        others = (known for known in same if known.outlet != item.outlet.id)
        near = (known for known in others if abs(item.seen - known.seen) <= self._span)
        return min(near, key=lambda known: (known.seen, known.item), default=None)

    def _forget(self, item: int) -> None:
        known = self._items.pop(item, None)
        if known is not None:
            _take(self._by_words, known.words, item)
            _take(self._by_story, known.story, item)


K = TypeVar("K")


def _take(table: dict[K, dict[int, _Known]], key: K, item: int) -> None:
    """Take an item off a table, and its entry when that is empty."""
    del table[key][item]
    if not table[key]:
        del table[key]


def _known(item: Item, story: int, told: Telling) -> _Known:
    outlet = item.outlet
    return _Known(item.id, _words(item), outlet.id, outlet.name, item.seen, story, told)


def _words(item: Item) -> bytes:
    """A fingerprint of its folded words; 16 bytes, so that chance makes no copies."""
    return blake2b(index_text(item.title, item.text).encode("utf-8", "replace"), digest_size=16).digest()
