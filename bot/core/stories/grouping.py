"""Which story of those known is nearest to a new item.

What it answers is a function of the items it holds, in whatever order they were added: all that is kept is whole
numbers. A story is compared by what its items have in common, and by the nearest of its latest items.
"""

from __future__ import annotations

from bisect import insort
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from math import exp, log, sqrt
from typing import Final, NamedTuple, TypeVar

from bot.core.stories.sketches import Sketch

__all__ = ["NEAR", "Groups", "Near"]

NEAR: Final = 0.21
"""How near a story must be to be an item's own."""
FADES: Final = timedelta(hours=18)
"""The time in which a story nobody tells any more becomes less near by the factor e."""

_MOST_POSTED: Final = 3000
"""Entries that are looked at for candidates, those of the rarest keys first."""
_TOO_COMMON: Final = 8000
"""Entries of a key that finds nothing by itself: it takes 10 ms to look at as many."""
_MOST_COMPARED: Final = 8
_MOST_FOLLOWED: Final = 3
"""Stories compared whole, and those of them whose items are compared one by one."""
_MOST_MEMBERS: Final = 10
"""Items of a story, the latest, that are compared one by one."""
_MOST_READ: Final = 24
"""Those that stand for all of it: few stories have more, and then its first ones are old. Eight such stories: 8 ms."""
_SINGLE: Final = 0.3
"""What the nearest item counts against all together."""
_PRIOR: Final = 20
"""Items that a key is thought to be missing from before any is known."""
_MOST_SHARED: Final = 5


Key = TypeVar("Key")
Thing = TypeVar("Thing")


class Near(NamedTuple):
    """A story, and how near it is: 0 to 1."""

    story: int
    nearness: float
    shared: tuple[str, ...]
    """The keys that count most for it."""


class _Member(NamedTuple):
    story: int
    at: datetime
    sketch: Sketch


class Groups:
    """The stories of recent items."""

    def __init__(self) -> None:
        self._members: Final[dict[int, _Member]] = {}
        self._stories: Final[dict[int, list[int]]] = {}
        """The items of each, in the order of their arrival."""
        self._posted: Final[dict[str, list[int]]] = {}
        """The story of each item that has a key."""
        self._languages: Final[Counter[str]] = Counter()
        """Items of which a language has stems."""

    def __len__(self) -> int:
        return len(self._members)

    def near(self, sketch: Sketch, at: datetime) -> list[Near]:
        """The stories that are near enough to be its own, the nearest first."""
        rarity = dict(zip(sketch.keys, map(self._rarity, sketch.keys), strict=True))
        mine = {key: weight * rarity[key] for key, weight in zip(sketch.keys, sketch.weights, strict=True)}
        length = _length(mine)
        found = []
        for story in self._candidates(mine, rarity):
            faded = self._faded(story, at)
            theirs = self._whole(story)
            found.append((faded * _cosine(mine, length, theirs), faded, story, theirs))
        found.sort(key=lambda each: (-each[0], each[2]))
        near = []
        for nearness, faded, story, theirs in found[:_MOST_FOLLOWED]:
            single = faded * self._nearest_member(mine, length, story)
            total = (1 - _SINGLE) * nearness + _SINGLE * single
            if total > NEAR:
                near.append(Near(story, total, _shared(mine, theirs)))
        return sorted(near, key=lambda each: (-each.nearness, each.story))

    def add(self, item: int, story: int, sketch: Sketch, at: datetime) -> None:
        """Remember an item as part of a story."""
        self.forget(item)
        self._members[item] = _Member(story, at, sketch)
        insort(self._stories.setdefault(story, []), item)
        for key in sketch.keys:
            self._posted.setdefault(key, []).append(story)
        self._languages.update(_languages(sketch))

    def forget(self, item: int) -> None:
        """As if it had never been added."""
        member = self._members.pop(item, None)
        if member is None:
            return
        _take(self._stories, member.story, item)
        for key in member.sketch.keys:
            _take(self._posted, key, member.story)
        self._languages.subtract(_languages(member.sketch))

    # ---- what keys are worth

    def _rarity(self, key: str) -> float:
        """How much a key tells: the rarer, the more; of a stem among the items of its language."""
        among = self._languages[key[:2]] if key[2:3] == ":" else len(self._members)
        return log(1 + (among + _PRIOR) / (len(self._posted.get(key, ())) + 0.5))

    # ---- which stories to compare

    def _candidates(self, mine: Mapping[str, float], rarity: Mapping[str, float]) -> Iterable[int]:
        """Stories that share the rarest keys with it."""
        posted = sorted((len(entries), key) for key in mine if (entries := self._posted.get(key)))
        found: dict[int, float] = {}
        looked = 0
        for number, key in posted:
            looked += number
            if looked > (_MOST_POSTED if found else _TOO_COMMON):
                break
            worth = mine[key] * rarity[key]
            for story in self._posted[key]:
                found[story] = found.get(story, 0.0) + worth
        order = sorted((-worth / sqrt(len(self._stories[story])), story) for story, worth in found.items())
        return [story for _, story in order[:_MOST_COMPARED]]

    def _faded(self, story: int, at: datetime) -> float:
        last = max(self._members[item].at for item in self._latest(story, _MOST_READ))
        return exp(-max((at - last) / FADES, 0.0))

    # ---- how near they are

    def _whole(self, story: int) -> dict[str, float]:
        """What its items have in common, each key by what it is worth."""
        sums: Counter[str] = Counter()
        for item in self._latest(story, _MOST_READ):
            sketch = self._members[item].sketch
            for key, weight in zip(sketch.keys, sketch.weights, strict=True):
                sums[key] += weight
        return {key: weight * self._rarity(key) for key, weight in sums.items()}

    def _latest(self, story: int, most: int) -> Sequence[int]:
        return self._stories[story][-most:]

    def _nearest_member(self, mine: Mapping[str, float], length: float, story: int) -> float:
        nearest = 0.0
        for item in self._latest(story, _MOST_MEMBERS):
            sketch = self._members[item].sketch
            theirs = {key: weight * self._rarity(key) for key, weight in zip(sketch.keys, sketch.weights, strict=True)}
            nearest = max(nearest, _cosine(mine, length, theirs))
        return nearest


def _length(vector: Mapping[str, float]) -> float:
    return sqrt(sum(value * value for value in vector.values())) or 1.0


def _cosine(mine: Mapping[str, float], length: float, theirs: Mapping[str, float]) -> float:
    common = sum(value * theirs[key] for key, value in mine.items() if key in theirs)
    return common / (length * _length(theirs)) if common else 0.0


def _shared(mine: Mapping[str, float], theirs: Mapping[str, float]) -> tuple[str, ...]:
    worth = sorted((-value * theirs[key], key) for key, value in mine.items() if key in theirs)
    return tuple(key for _, key in worth[:_MOST_SHARED])


def _languages(sketch: Sketch) -> set[str]:
    return {key[:2] for key in sketch.keys if key[2:3] == ":"}


def _take(table: dict[Key, list[Thing]], key: Key, thing: Thing) -> None:
    """Take one away, and the list with the last."""
    table[key].remove(thing)
    if not table[key]:
        del table[key]
