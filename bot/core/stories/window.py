"""The desk's memory: recent items, by which copies are known, and the stories they tell.

What it decides is a function of the items it holds and of nothing else, so that it can be built anew from the database.
"""

from __future__ import annotations

from collections.abc import Collection, Generator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from heapq import heappop, heappush
from operator import itemgetter
from typing import Final, NamedTuple

from bot.core.concepts import Concepts
from bot.core.facts import Contrast, ContrastKind, Facts, Verdict, against, contrast, facts
from bot.core.model import Evidence, Item, Relation, Telling
from bot.core.names import Names
from bot.core.stories.copies import Copies
from bot.core.stories.grouping import Groups, Near, least
from bot.core.stories.headings import own_words
from bot.core.stories.reasons import Reasons
from bot.core.stories.series import mould
from bot.core.stories.sketches import Sketch, Sketcher, place_keys
from bot.core.stories.telling import Teller, evidence

__all__ = ["SPAN", "Placement", "Window"]

SPAN: Final = timedelta(hours=96)
"""How long items are remembered: reprints of agency copy lie up to 73 hours apart. Stories fade long before
(`bot.core.stories.grouping.FADES`)."""
_MOST_ASKED: Final = 40
"""Items of a story that a new one is held against, the latest."""
_UNSURE: Final = 0.8
"""What is left of how near a story is that the item speaks of another place than, in other words."""
_PORTION: Final = 200
"""Items forgotten in one go: 5 ms."""


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
    story: int
    telling: Telling
    facts: Facts
    mould: int


@dataclass(frozen=True, slots=True)
class _Read:
    """What was made out of an item's words."""

    sketch: Sketch
    facts: Facts
    mould: int
    places: tuple[frozenset[str], ...]
    """The keys that it has for each place in its title."""


class _Weighed(NamedTuple):
    """How near a story is after all, where the item goes then, and what speaks against it."""

    nearness: float
    placement: Placement | None
    apart: str


class Window:
    """The items of the last `span`, counted from the newest; `decide` asks, `add` tells."""

    def __init__(self, concepts: Concepts, names: Names, teller: Teller | None = None, span: timedelta = SPAN) -> None:
        """`teller`: what knows whom items cite; none knows no outlets."""
        self.span: Final = span
        self._names: Final = names
        self._reasons: Final = Reasons(names)
        self._teller: Final = teller or Teller()
        self._sketcher: Final = Sketcher(concepts)
        self._copies: Final = Copies()
        self._groups: Final = Groups()
        self._items: Final[dict[int, _Known]] = {}
        self._by_age: Final[list[tuple[datetime, int]]] = []
        self._newest: datetime | None = None
        self._last: tuple[Item, _Read] | None = None

    def decide(self, item: Item) -> Placement:
        """Where it belongs, as far as the items added so far tell."""
        if item.story is not None:
            return self._stays(item, item.story)
        self._forget(item.id)  # what was made of it before was not filed
        if item.outlet.brought_by is not None:
            return Placement(None, Relation.NEW, "what a chat brought is not told together with what everybody reads")
        copied = self._copies.original(item)
        if copied is not None:
            return Placement(self._items[copied.item].story, Relation.COPY, copied.reason, copied.item)
        return self._grouped(item)

    def telling(self, item: Item, placement: Placement) -> Telling:
        """How an item tells the story that it was placed in."""
        return self._teller.telling(item, placement.copy_of, self._read(item).facts.stance)

    def add(self, item: Item, story: int, told: Telling) -> None:
        """Remember it, in its latest words, as part of a story, and forget what is older than the span.

        `told`: how it tells the story. What a chat brought is not remembered: a story is told whole, and not everybody
        may see that.
        """
        if item.outlet.brought_by is not None:
            return
        self._forget(item.id)
        read = self._read(item)
        self._items[item.id] = _Known(story, told, read.facts, read.mould)
        self._copies.add(item)
        self._groups.add(item.id, story, read.sketch, item.published)
        heappush(self._by_age, (item.seen, item.id))
        self._newest = max(self._newest or item.seen, item.seen)
        next(self.forget(), None)

    def forget(self) -> Generator[None, None, None]:
        """Forget what is older than the span, step by step: after a long silence that is much."""
        done = 0
        while self._newest is not None and self._by_age and self._by_age[0][0] < self._newest - self.span:
            _, oldest = heappop(self._by_age)
            self._forget(oldest)
            done += 1
            if done % _PORTION == 0:
                yield

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
        if item.revision == 0:
            return self._woken(item, story, copy_of)
        contrast = self._contrast([known.facts], self._read(item).facts) if known else None
        if contrast is None:
            return Placement(story, Relation.REPEAT, "its words changed; it stays in its story", copy_of)
        return Placement(story, Relation.UPDATE, f"its words changed: {self._reasons.apart(contrast)}", copy_of)

    def _woken(self, item: Item, story: int, copy_of: int | None) -> Placement:
        """An item that was not to be announced when it was placed, and is now: it belongs where it did."""
        relation = Relation.NEW if story == item.id else Relation.REPEAT if copy_of is None else Relation.COPY
        return Placement(story, relation, "known from a first reading, and news since another outlet has it", copy_of)

    def _grouped(self, item: Item) -> Placement:
        """Into the nearest story that nothing sets it apart from, or a new one."""
        read = self._read(item)
        found = [self._weighed(near, item, read) for near in self._groups.near(read.sketch, item.published)]
        nearness, placement, _ = max(found, key=itemgetter(0), default=_Weighed(0.0, None, ""))
        if placement is not None and nearness > least(read.sketch):
            return placement
        apart = next((f"another story than one near to it: {each.apart}" for each in found if each.apart), "")
        return Placement(None, Relation.NEW, apart or "no story known is near to it")

    def _weighed(self, near: Near, item: Item, read: _Read) -> _Weighed:
        """How near a story is when it is known what sets the item apart from it."""
        if (series := self._series(near.story, item, read)) is not None:
            return _Weighed(0.0, None, series)
        contrast = self._contrast(self._facts(near.story), read.facts)
        apart = "" if contrast is None else self._reasons.apart(contrast)
        if contrast is not None and contrast.verdict is Verdict.UPDATE:
            return _Weighed(near.nearness, Placement(near.story, Relation.UPDATE, apart), "")
        if any(place.issuperset(near.shared) for place in read.places):
            return _Weighed(0.0, None, apart or "only the place is the same")
        together = Placement(near.story, Relation.REPEAT, self._reasons.together(near.shared))
        if contrast is None:
            return _Weighed(near.nearness, together, "")
        return _Weighed(near.nearness * (0.0 if contrast.sure else _UNSURE), together, apart)

    def _contrast(self, before: Sequence[Facts], now: Facts) -> Contrast | None:
        """What sets an item apart from what was told.

        Places of one name are left out, for it was guessed which is meant, and all else is held against it. Where
        titles say in what land it lies, that sets them apart: Springfield, Illinois.
        """
        found = against(before, now)
        if found is None or found.kind is not ContrastKind.PLACE or not (alike := self._namesakes(before, now)):
            return found
        return against([_without(told, alike) for told in before], _without(now, alike))

    def _namesakes(self, before: Sequence[Facts], now: Facts) -> Collection[str]:
        """The places of both sides that are called as another one of the other side is."""
        told = {place for each in before for place in each.scene}
        pairs = ((mine, yours) for mine in told for yours in now.scene if mine != yours)
        called = self._names.label
        return {place for mine, yours in pairs if called(mine) == called(yours) for place in (mine, yours)}

    def _series(self, story: int, item: Item, read: _Read) -> str | None:
        """Why it is the next of a series of its outlet, if it is: the same title with another number in it."""
        if not read.mould:
            return None
        told = (known for known in map(self._items.__getitem__, self._groups.items(story)) if known.mould == read.mould)
        before = next((known for known in told if known.telling.outlet == item.outlet.id), None)
        if before is None or _is_toll(before.facts, read.facts):
            return None
        return f"one of a series of {item.outlet.name}"

    # ---- what is known

    def _read(self, item: Item) -> _Read:
        """What its words say, read once when it is first asked about and then added."""
        if self._last is None or self._last[0] is not item:
            title = own_words(item)
            mentions, _ = self._names.mentions(title, "", item.outlet.country)
            named = [mention.place for mention in mentions]
            told = facts(title, item.text, item.places, named, item.language)
            places = tuple(place_keys(mention, title, item.language) for mention in mentions)
            self._last = item, _Read(self._sketcher.sketch(item, title, named), told, mould(title), places)
        return self._last[1]

    def _facts(self, story: int) -> list[Facts]:
        """What its items told, the earliest first."""
        return [self._items[item].facts for item in self._groups.items(story)[-_MOST_ASKED:]]

    def _told(self, story: int | None) -> dict[int, Telling]:
        """How the items of a story tell it, by their ids."""
        return {} if story is None else {item: self._items[item].telling for item in self._groups.items(story)}

    def _forget(self, item: int) -> None:
        if self._items.pop(item, None) is not None:
            self._copies.forget(item)
            self._groups.forget(item)


def _without(facts: Facts, places: Collection[str]) -> Facts:
    """The same with these places left out of its title."""
    return replace(facts, scene=tuple(place for place in facts.scene if place not in places))


def _is_toll(before: Facts, now: Facts) -> bool:
    """Whether the number by which they differ counts victims: no instalment, but news."""
    found = contrast(before, now)
    return found is not None and found.kind is ContrastKind.TOLL
