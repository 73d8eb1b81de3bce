"""Which story of those known is nearest to a new item.

What it answers is a function of the items it holds, in whatever order they were added: all that is kept is whole
numbers. A story is compared by what its latest items tell together.
"""

from __future__ import annotations

from bisect import insort
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from heapq import nsmallest
from itertools import islice, repeat
from math import exp, fsum, log, sqrt
from operator import mul, truediv
from typing import Final, NamedTuple, TypeVar

from bot.core.stories.sketches import Sketch

__all__ = ["NEAR", "Groups", "Near", "least"]

NEAR: Final = 0.17
"""How near a story must be to be an item's own. This and what follows was chosen on the development halves of labelled
streams (docs/stories.md), one set of numbers for all of them."""
FADES: Final = timedelta(hours=18)
"""The time in which a story nobody tells any more becomes less near by the factor e."""

_TEXT: Final = 0.75
"""How much nearer it must be for an item known by its text more than by its title: texts have more words to share."""
_GROWN: Final = 0.06
"""What e times as many items add to how near a story is: what many tell, others will tell too."""
_POWER: Final = 1.3
"""How much more rare keys count than common ones."""
_PRIOR: Final = 5
"""Items that a key is thought to be missing from before any is known."""
_COMMON: Final = 0.015
_LEAST_COMMON: Final = 50
"""The part of all items, and how many at least, that a key of the text alone may be in: more have what a site puts into
all its texts."""

_MOST_POSTED: Final = 1000
"""Entries that are looked at for candidates, those of the rarest keys first."""
_TOO_COMMON: Final = 8000
"""Entries of a key that finds nothing by itself: it takes 10 ms to look at as many."""
_MOST_WEIGHED: Final = 48
"""Stories of which it is asked how long nobody has told them: a town in the news has dozens of the days before."""
_MOST_COMPARED: Final = 8
"""Stories compared whole."""
_MOST_READ: Final = 64
"""Items of a story, the latest, that stand for all of it: few have more, and then its first ones are old."""
_MOST_SHARED: Final = 5
_MOST_SUMMED: Final = 512
"""Stories of several items whose sums are kept, some 5 MB; then they are summed up anew."""

Key = TypeVar("Key")
Thing = TypeVar("Thing")


class Near(NamedTuple):
    """A story, and how near it is: 0 to 1, a little more for one that many tell."""

    story: int
    nearness: float
    shared: tuple[str, ...]
    """The keys that count most for it."""


class _Member(NamedTuple):
    story: int
    at: datetime
    sketch: Sketch


def least(sketch: Sketch) -> float:
    """How near a story must be to be its own."""
    return NEAR * (1 + _TEXT * sketch.of_text)


class Groups:
    """The stories of recent items."""

    def __init__(self) -> None:
        self._members: Final[dict[int, _Member]] = {}
        self._stories: Final[dict[int, list[int]]] = {}
        """The items of each, in the order of their arrival."""
        self._posted: Final[dict[str, list[int]]] = {}
        """The story of each item that has a key."""
        self._sums: Final[dict[int, Counter[str]]] = {}
        """What the items of a story tell together, of those last asked for: it is asked for again and again."""
        self._languages: Final[Counter[str]] = Counter()
        """Items of which a language has stems."""

    def __len__(self) -> int:
        return len(self._members)

    def near(self, sketch: Sketch, at: datetime) -> list[Near]:
        """The stories that are near enough to be its own, the nearest first."""
        rarity = _Rarity(self._posted, self._languages, len(self._members))
        mine = _worth(*self._telling(sketch), rarity)
        length = _length(mine)
        enough = least(sketch)
        near = []
        for story, faded in self._candidates(mine, rarity, at):
            theirs = self._whole(story, rarity)
            grown = 1 + _GROWN * log(len(self._stories[story]))
            nearness = faded * grown * _cosine(mine, length, theirs)
            if nearness > enough:
                near.append(Near(story, nearness, _shared(mine, theirs)))
        return sorted(near, key=lambda each: (-each.nearness, each.story))

    def add(self, item: int, story: int, sketch: Sketch, at: datetime) -> None:
        """Remember an item as part of a story."""
        self.forget(item)
        self._members[item] = _Member(story, at, sketch)
        insort(self._stories.setdefault(story, []), item)
        if len(self._stories[story]) > _MOST_READ:
            self._sums.pop(story, None)
        elif story in self._sums:
            _sum_up(self._sums[story], sketch)
        for key in sketch.keys:
            _put(self._posted, key, story)
        self._languages.update(_languages(sketch))

    def forget(self, item: int) -> None:
        """As if it had never been added."""
        member = self._members.pop(item, None)
        if member is None:
            return
        _take(self._stories, member.story, item)
        self._sums.pop(member.story, None)
        for key in member.sketch.keys:
            _take(self._posted, key, member.story)
        self._languages.subtract(_languages(member.sketch))

    # ---- which stories to compare

    def _telling(self, sketch: Sketch) -> tuple[list[str], list[int]]:
        """Its keys with their weights, without those of the text that say nothing."""
        most = max(_LEAST_COMMON, _COMMON * len(self._members))
        told = [
            (key, weight)
            for place, (key, weight) in enumerate(zip(sketch.keys, sketch.weights, strict=True))
            if place < sketch.titled or len(self._posted.get(key, ())) <= most
        ]
        return [key for key, _ in told], [weight for _, weight in told]

    def _candidates(
        self, mine: Mapping[str, float], rarity: Mapping[str, float], at: datetime
    ) -> Iterable[tuple[int, float]]:
        """Stories that share the rarest keys with it and were told lately, and how far each has faded."""
        posted = sorted((len(held), key) for key in mine if (held := self._posted.get(key)))
        found: defaultdict[int, float] = defaultdict(float)
        looked = 0
        for entries, key in posted:
            looked += entries
            if looked > (_MOST_POSTED if found else _TOO_COMMON):
                break
            worth = mine[key] * rarity[key]
            for story in self._posted[key]:
                found[story] += worth
        sizes = map(sqrt, map(len, map(self._stories.__getitem__, found)))
        worths = [*map(truediv, found.values(), sizes)]
        bar = min(islice(sorted(worths, reverse=True), _MOST_WEIGHED), default=0.0)
        best = [(-worth, story) for worth, story in zip(worths, found, strict=True) if worth >= bar]
        told = [(story, worth, self._faded(story, at)) for worth, story in nsmallest(_MOST_WEIGHED, best)]
        told.sort(key=lambda each: (each[1] * each[2], each[0]))
        return [(story, faded) for story, _, faded in told[:_MOST_COMPARED]]

    def _faded(self, story: int, at: datetime) -> float:
        last = max(self._members[item].at for item in self._stories[story][-_MOST_READ:])
        return exp(-max((at - last) / FADES, 0.0))

    # ---- how near they are

    def _whole(self, story: int, rarity: Mapping[str, float]) -> dict[str, float]:
        """What its items have in common, each key by what it is worth."""
        members = [self._members[item].sketch for item in self._stories[story][-_MOST_READ:]]
        if len(members) == 1:
            return _worth(members[0].keys, members[0].weights, rarity)
        sums = self._sums.get(story)
        if sums is None:
            if len(self._sums) >= _MOST_SUMMED:
                self._sums.clear()
            sums = self._sums[story] = Counter()
            for sketch in members:
                _sum_up(sums, sketch)
        return _worth(sums, sums.values(), rarity)


class _Rarity(dict[str, float]):
    """How much each key tells: the rarer, the more; of a stem among the items of its language.

    Worked out when it is first asked for, and good while the items stay the same.
    """

    def __init__(self, posted: Mapping[str, list[int]], languages: Mapping[str, int], items: int) -> None:
        super().__init__()
        self._posted: Final = posted
        self._languages: Final = languages
        self._items: Final = items

    def __missing__(self, key: str) -> float:
        among = self._languages[key[:2]] if key[2:3] == ":" else self._items
        rarity: float = log(1 + (among + _PRIOR) / (len(self._posted.get(key, ())) + 0.5)) ** _POWER
        self[key] = rarity
        return rarity


def _sum_up(sums: Counter[str], sketch: Sketch) -> None:
    for key, weight in zip(sketch.keys, sketch.weights, strict=True):
        sums[key] += weight


def _worth(keys: Iterable[str], weights: Iterable[int], rarity: Mapping[str, float]) -> dict[str, float]:
    """Keys by what they are worth."""
    keys = tuple(keys)
    return dict(zip(keys, map(mul, weights, map(rarity.__getitem__, keys)), strict=True))


def _length(vector: Mapping[str, float]) -> float:
    return sqrt(fsum(map(mul, vector.values(), vector.values()))) or 1.0  # the same in every order


def _cosine(mine: Mapping[str, float], length: float, theirs: Mapping[str, float]) -> float:
    common = sum(map(mul, mine.values(), map(theirs.get, mine, repeat(0.0))))
    return common / (length * _length(theirs)) if common else 0.0


def _shared(mine: Mapping[str, float], theirs: Mapping[str, float]) -> tuple[str, ...]:
    worth = sorted((-value * theirs[key], key) for key, value in mine.items() if key in theirs)
    return tuple(key for _, key in worth[:_MOST_SHARED])


def _languages(sketch: Sketch) -> set[str]:
    return {key[:2] for key in sketch.keys if key[2:3] == ":"}


def _put(table: dict[Key, list[Thing]], key: Key, thing: Thing) -> None:
    """Add one, to a list of exactly one where there was none: most keep it for ever, and it takes a third less."""
    if key in table:
        table[key].append(thing)
    else:
        table[key] = [thing]


def _take(table: dict[Key, list[Thing]], key: Key, thing: Thing) -> None:
    """Take one away, and the list with the last."""
    table[key].remove(thing)
    if not table[key]:
        del table[key]
