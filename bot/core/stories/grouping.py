"""Which story of those known is nearest to a new item.

What it answers is a function of the items it holds, in whatever order they were added: all that is kept is whole
numbers. A story is compared by what its items have in common, and by the nearest of its latest items.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import repeat
from math import exp, log, sqrt
from operator import mul, truediv
from typing import Final, NamedTuple

from bot.core.stories.sketches import Sketch

__all__ = ["NEAR", "Groups", "Near"]

NEAR: Final = 0.21
"""How near a story must be to be an item's own."""
FADES: Final = timedelta(hours=18)
"""The time in which a story nobody tells any more becomes less near by the factor e."""

_MOST_POSTED: Final = 3000
"""Entries that are looked at for candidates, those of the rarest keys first."""
_MOST_COMPARED: Final = 8
_MOST_FOLLOWED: Final = 3
"""Stories compared whole, and those of them whose items are compared one by one."""
_MOST_MEMBERS: Final = 10
_SINGLE: Final = 0.3
"""What the nearest item counts against all together."""
_PRIOR: Final = 20
"""Items that a key is thought to be missing from before any is known."""
_MOST_SHARED: Final = 5
_MOST_SUMMED: Final = 512
"""Stories of several items whose sums are kept, some 5 MB; then they are summed up anew."""
_ROUNDING: Final = 1e-9


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
        self._posted: Final[dict[str, int | list[int]]] = {}
        """The story of each item that has a key; most keys are of one item, and take a third of a list."""
        self._sums: Final[dict[int, Counter[str]]] = {}
        """What the items of a story tell together, of those last asked for: it is asked for again and again."""
        self._languages: Final[Counter[str]] = Counter()
        """Items of which a language has stems."""

    def __len__(self) -> int:
        return len(self._members)

    def near(self, sketch: Sketch, at: datetime) -> list[Near]:
        """The stories that are near enough to be its own, the nearest first."""
        rarity = _Rarity(self._posted, self._languages, len(self._members))
        mine = _worth(sketch.keys, sketch.weights, rarity)
        length = _length(mine)
        found = []
        for story in self._candidates(mine, rarity):
            faded = self._faded(story, at)
            theirs = self._whole(story, rarity)
            found.append((faded * _cosine(mine, length, theirs), faded, story, theirs))
        found.sort(key=lambda each: (-each[0], each[2]))
        near = []
        for nearness, faded, story, theirs in found[:_MOST_FOLLOWED]:
            known = (1 - _SINGLE) * nearness
            if known + _SINGLE * faded * _most(mine, length, theirs) <= NEAR:
                continue
            alone = len(self._stories[story]) == 1
            single = nearness if alone else faded * self._nearest_member(mine, length, story, rarity)
            if known + _SINGLE * single > NEAR:
                near.append(Near(story, known + _SINGLE * single, _shared(mine, theirs)))
        return sorted(near, key=lambda each: (-each.nearness, each.story))

    def add(self, item: int, story: int, sketch: Sketch, at: datetime) -> None:
        """Remember an item as part of a story."""
        self.forget(item)
        self._members[item] = _Member(story, at, sketch)
        self._stories[story] = [*self._stories.get(story, ()), item]
        if story in self._sums:
            _sum_up(self._sums[story], sketch)
        for key in sketch.keys:
            _put(self._posted, key, story)
        self._languages.update(_languages(sketch))

    def forget(self, item: int) -> None:
        """As if it had never been added."""
        member = self._members.pop(item, None)
        if member is None:
            return
        self._stories[member.story].remove(item)
        if not self._stories[member.story]:
            del self._stories[member.story]
        self._sums.pop(member.story, None)
        for key in member.sketch.keys:
            _take(self._posted, key, member.story)
        self._languages.subtract(_languages(member.sketch))

    # ---- which stories to compare

    def _candidates(self, mine: Mapping[str, float], rarity: Mapping[str, float]) -> Iterable[int]:
        """Stories that share the rarest keys with it."""
        posted = sorted((len(_entries(self._posted, key)), key) for key in mine if key in self._posted)
        found: defaultdict[int, float] = defaultdict(float)
        looked = 0
        for entries, key in posted:
            looked += entries
            if looked > _MOST_POSTED and found:
                break
            worth = mine[key] * rarity[key]
            for story in _entries(self._posted, key):
                found[story] += worth
        sizes = map(sqrt, map(len, map(self._stories.__getitem__, found)))
        worths = [*map(truediv, found.values(), sizes)]
        least = sorted(worths)[-_MOST_COMPARED:][:1]
        order = sorted((-worth, story) for worth, story in zip(worths, found, strict=True) if worth >= least[0])
        return [story for _, story in order[:_MOST_COMPARED]]

    def _faded(self, story: int, at: datetime) -> float:
        last = max(self._members[item].at for item in self._stories[story])
        return exp(-max((at - last) / FADES, 0.0))

    # ---- how near they are

    def _whole(self, story: int, rarity: Mapping[str, float]) -> dict[str, float]:
        """What its items have in common, each key by what it is worth."""
        members = [self._members[item].sketch for item in self._stories[story]]
        if len(members) == 1:
            return _worth(*members[0], rarity)
        sums = self._sums.get(story)
        if sums is None:
            if len(self._sums) >= _MOST_SUMMED:
                self._sums.clear()
            sums = self._sums[story] = Counter()
            for sketch in members:
                _sum_up(sums, sketch)
        return _worth(sums, sums.values(), rarity)

    def _nearest_member(
        self, mine: Mapping[str, float], length: float, story: int, rarity: Mapping[str, float]
    ) -> float:
        latest = sorted(self._stories[story])[-_MOST_MEMBERS:]
        return max(_cosine(mine, length, _worth(*self._members[item].sketch, rarity)) for item in latest)


class _Rarity(dict[str, float]):
    """How much each key tells: the rarer, the more; of a stem among the items of its language.

    Worked out when it is first asked for, and good while the items stay the same.
    """

    def __init__(self, posted: Mapping[str, int | list[int]], languages: Mapping[str, int], items: int) -> None:
        super().__init__()
        self._posted: Final = posted
        self._languages: Final = languages
        self._items: Final = items

    def __missing__(self, key: str) -> float:
        among = self._languages[key[:2]] if key[2:3] == ":" else self._items
        held = self._posted.get(key, ())
        entries = 1 if isinstance(held, int) else len(held)  # not by a call: this is asked hundreds of times an item
        rarity = self[key] = log(1 + (among + _PRIOR) / (entries + 0.5))
        return rarity


def _sum_up(sums: Counter[str], sketch: Sketch) -> None:
    for key, weight in zip(*sketch, strict=True):
        sums[key] += weight


def _worth(keys: Iterable[str], weights: Iterable[int], rarity: Mapping[str, float]) -> dict[str, float]:
    """Keys by what they are worth."""
    keys = tuple(keys)
    return dict(zip(keys, map(mul, weights, map(rarity.__getitem__, keys)), strict=True))


def _length(vector: Mapping[str, float]) -> float:
    return sqrt(sum(map(mul, vector.values(), vector.values()))) or 1.0


def _cosine(mine: Mapping[str, float], length: float, theirs: Mapping[str, float]) -> float:
    common = sum(map(mul, mine.values(), map(theirs.get, mine, repeat(0.0))))
    return common / (length * _length(theirs)) if common else 0.0


def _most(mine: Mapping[str, float], length: float, theirs: Mapping[str, float]) -> float:
    """The most that an item with no other keys than these can be near, by the inequality of Cauchy and Schwarz."""
    common = [value for key, value in mine.items() if key in theirs]
    return sqrt(sum(map(mul, common, common))) / length + _ROUNDING


def _shared(mine: Mapping[str, float], theirs: Mapping[str, float]) -> tuple[str, ...]:
    worth = sorted((-value * theirs[key], key) for key, value in mine.items() if key in theirs)
    return tuple(key for _, key in worth[:_MOST_SHARED])


def _languages(sketch: Sketch) -> set[str]:
    return {key[:2] for key in sketch.keys if key[2:3] == ":"}


def _entries(posted: Mapping[str, int | list[int]], key: str) -> Sequence[int]:
    held = posted.get(key, ())
    return (held,) if isinstance(held, int) else held


def _put(posted: dict[str, int | list[int]], key: str, story: int) -> None:
    held = posted.get(key)
    if held is None:
        posted[key] = story
    elif isinstance(held, int):
        posted[key] = [held, story]
    else:
        held.append(story)


def _take(posted: dict[str, int | list[int]], key: str, story: int) -> None:
    """Take one entry away, and the key with the last."""
    held = posted[key]
    if isinstance(held, int):
        del posted[key]
    else:
        held.remove(story)
        if len(held) == 1:
            posted[key] = held[0]
