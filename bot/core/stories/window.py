"""The desk's memory: recent items, by which copies are known, and the stories they tell.

What it decides is a function of the items it holds and of nothing else, so that it can be built anew from the database.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from heapq import heappop, heappush
from typing import Final

from bot.core.concepts import Concepts
from bot.core.facts import Contrast, Facts, Verdict, against, facts
from bot.core.model import Evidence, Item, Relation, Telling
from bot.core.names import Names
from bot.core.stories.copies import Copies
from bot.core.stories.grouping import Groups, Near
from bot.core.stories.headings import heading
from bot.core.stories.sketches import Sketch, Sketcher
from bot.core.stories.telling import evidence
from bot.core.text.tokens import tokens

__all__ = ["SPAN", "Placement", "Window"]

SPAN: Final = timedelta(hours=72)
"""How long items are remembered: agency copy is reprinted for two days, a weekend more."""
_MOST_ASKED: Final = 40
"""Items of a story that a new one is held against, the latest."""


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
    story: int
    seen: datetime
    telling: Telling
    facts: Facts


@dataclass(frozen=True, slots=True)
class _Read:
    """What was made out of an item's words."""

    sketch: Sketch
    facts: Facts


class Window:
    """The items of the last `span`; `decide` asks, `add` tells."""

    def __init__(self, concepts: Concepts, names: Names, span: timedelta = SPAN) -> None:
        self._span: Final = span
        self._names: Final = names
        self._sketcher: Final = Sketcher(concepts)
        self._copies: Final = Copies()
        self._groups: Final = Groups()
        self._items: Final[dict[int, _Known]] = {}
        self._by_story: Final[dict[int, list[int]]] = {}
        """Items of each, those added last at the end."""
        self._by_age: Final[list[tuple[datetime, int]]] = []
        self._last: tuple[Item, _Read] | None = None

    def decide(self, item: Item) -> Placement:
        """Where it belongs, as far as the items added so far tell."""
        if item.story is not None:
            return self._stays(item, item.story)
        if item.outlet.brought_by is not None:
            return Placement(None, Relation.NEW, "what a chat brought is not told together with what everybody reads")
        copied = self._copies.original(item)
        if copied is not None:
            return Placement(self._items[copied.item].story, Relation.COPY, copied.reason, copied.item)
        return self._grouped(item)

    def add(self, item: Item, story: int, told: Telling) -> None:
        """Remember it, in its latest words, as part of a story, and forget what is older than the span.

        `told`: how it tells the story. What a chat brought is not remembered: a story is told whole, and not everybody
        may see that.
        """
        if item.outlet.brought_by is not None:
            return
        self._forget(item.id)
        read = self._read(item)
        known = _Known(item.id, story, item.seen, told, read.facts)
        self._items[item.id] = known
        self._by_story[story] = [*self._by_story.get(story, ()), item.id]
        self._copies.add(item)
        self._groups.add(item.id, story, read.sketch, item.published)
        heappush(self._by_age, (item.seen, item.id))
        while self._by_age[0][0] < item.seen - self._span:
            seen, oldest = heappop(self._by_age)
            if oldest in self._items and self._items[oldest].seen == seen:
                self._forget(oldest)

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

    # ---- where it belongs

    def _stays(self, item: Item, story: int) -> Placement:
        """An item whose words changed: it has no other origin, and is news where it says something else now."""
        known = self._items.get(item.id)
        copy_of = known.telling.copy_of if known else None
        contrast = against([known.facts], self._read(item).facts) if known else None
        if contrast is None:
            return Placement(story, Relation.REPEAT, "its words changed; it stays in its story", copy_of)
        return Placement(story, Relation.UPDATE, f"its words changed: {self._told_of(contrast)}", copy_of)

    def _grouped(self, item: Item) -> Placement:
        """Into the nearest story that nothing sets it apart from, or a new one."""
        read = self._read(item)
        apart = ""
        for near in self._groups.near(read.sketch, item.published):
            contrast = against(self._facts(near.story), read.facts)
            if contrast is None:
                return Placement(near.story, Relation.REPEAT, _shares(near))
            if contrast.verdict is Verdict.UPDATE:
                return Placement(near.story, Relation.UPDATE, self._told_of(contrast))
            apart = apart or self._told_of(contrast)
        return Placement(None, Relation.NEW, apart or "no story known is near to it")

    def _told_of(self, contrast: Contrast) -> str:
        return contrast.told(_plain)

    # ---- what is known

    def _read(self, item: Item) -> _Read:
        """What its words say, read once when it is first asked about and then added."""
        if self._last is None or self._last[0] is not item:
            title = own_words(item)
            named = [mention.place for mention in self._names.mentions(title, "", item.outlet.country)[0]]
            told = facts(title, item.text, item.places, named, item.language)
            self._last = item, _Read(self._sketcher.sketch(item, title, named), told)
        return self._last[1]

    def _facts(self, story: int) -> list[Facts]:
        """What its items told, the earliest first."""
        return [self._items[item].facts for item in sorted(self._by_story[story])[-_MOST_ASKED:]]

    def _told(self, story: int | None) -> dict[int, Telling]:
        """How the items of a story tell it, by their ids."""
        return {} if story is None else {item: self._items[item].telling for item in self._by_story.get(story, ())}

    def _forget(self, item: int) -> None:
        known = self._items.pop(item, None)
        if known is not None:
            told = self._by_story[known.story]
            told.remove(item)
            if not told:
                del self._by_story[known.story]
            self._copies.forget(item)
            self._groups.forget(item)


def _shares(near: Near) -> str:
    """What it has in common with the story."""
    return f"the same story: both tell of {', '.join(map(_plain, near.shared))}"


def _plain(key: str) -> str:
    """A key as people may read it."""
    return key[3:] if key[2:3] == ":" else key


def own_words(item: Item) -> str:
    """Its title without what others put around it: a label before, the names of a section and a site behind."""
    words = tokens(item.title)
    own = heading(item.title, words, item.publisher or item.outlet.name)
    return item.title[words[own.start].start : words[own.end - 1].end] if own.end > own.start else item.title
