"""Which story of those known is nearest to a new item.

What it answers is a function of the items it holds, in whatever order they were added: all that is summed up
over them is whole numbers. A story is compared by what its latest items tell together.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import repeat
from math import exp, fsum, log, sqrt
from operator import mul, truediv
from typing import Final, NamedTuple

from bot.core.stories.members import MICROSECOND, Member, moment
from bot.core.stories.postings import Postings, Rarity
from bot.core.stories.sketches import Sketch

__all__ = ["NEAR", "Groups", "Near", "least"]

NEAR: Final = 0.165
"""How near a story must be to be an item's own. This and what follows was chosen on the development halves of labelled
streams (docs/stories.md), one set of numbers for all of them."""
FADES: Final = timedelta(hours=18)
"""The time in which a story nobody tells any more becomes less near by the factor e."""

_FADES: Final = FADES // MICROSECOND
_TEXT: Final = 0.8
"""How much nearer it must be for an item known by its text more than by its title: texts have more words to share."""
_GROWN: Final = 0.06
"""What e times as many items add to how near a story is: what many tell, others will tell too."""
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
_MOST_SUMMED: Final = 512
"""Stories of several items whose sums are kept, some 5 MB; then they are summed up anew."""


class Near(NamedTuple):
    """A story, and how near it is: 0 to 1, a little more for one that many tell."""

    story: int
    nearness: float
    shared: tuple[str, ...]
    """The keys of both, those that count most first."""


@dataclass(slots=True)
class _Story:
    """The items of a story in the order of their arrival, and when the latest of them was told last."""

    items: list[int]
    last: int


class _Asked(NamedTuple):
    """A new item as it is compared."""

    worth: dict[int, float]
    """What those of its keys are worth that other items have, by their numbers."""
    length: float
    """Of all it tells."""
    keys: dict[int, str]


def least(sketch: Sketch) -> float:
    """How near a story must be to be its own."""
    return NEAR * (1 + _TEXT * sketch.of_text)


class Groups:
    """The stories of recent items."""

    def __init__(self) -> None:
        self._members: Final[dict[int, Member]] = {}
        self._stories: Final[dict[int, _Story]] = {}
        self._roots: Final[dict[int, float]] = {}
        """Of stories of several items the root of how many."""
        self._postings: Final = Postings()
        self._sums: Final[dict[int, dict[int, int]]] = {}
        """What the items of a story tell together, of those last asked for: it is asked for again and again."""

    def __len__(self) -> int:
        return len(self._members)

    def items(self, story: int) -> Sequence[int]:
        """Those of a story in the order of their arrival; none of one that is not known."""
        known = self._stories.get(story)
        return known.items if known else ()

    def near(self, sketch: Sketch, at: datetime) -> list[Near]:
        """The stories that are near enough to be its own, the nearest first."""
        rarity = self._postings.rarity()
        mine = self._asked(sketch, rarity)
        enough = least(sketch)
        near = []
        for story, faded in self._candidates(mine, rarity, at):
            theirs = self._whole(story, rarity)
            grown = 1 + _GROWN * log(len(self._stories[story].items))
            nearness = faded * grown * _cosine(mine, theirs)
            if nearness > enough:
                near.append(Near(story, nearness, _shared(mine, theirs)))
        return sorted(near, key=lambda each: (-each.nearness, each.story))

    def add(self, item: int, story: int, sketch: Sketch, at: datetime) -> None:
        """Remember an item as part of a story."""
        self.forget(item)
        numbers = self._postings.add(sketch.keys, story)
        member = self._members[item] = Member.packed(story, moment(at), numbers, sketch.weights)
        if story not in self._stories:
            self._stories[story] = _Story([item], member.at)
            return
        insort(self._stories[story].items, item)
        self._changed(story)
        if len(self._stories[story].items) > _MOST_READ:
            self._sums.pop(story, None)
        elif story in self._sums:
            member.sum_up(self._sums[story])

    def forget(self, item: int) -> None:
        """As if it had never been added."""
        member = self._members.pop(item, None)
        if member is None:
            return
        self._postings.remove(member.keys, member.story)
        self._sums.pop(member.story, None)
        told = self._stories[member.story]
        told.items.remove(item)
        if told.items:
            self._changed(member.story)
        else:
            del self._stories[member.story]

    def _changed(self, story: int) -> None:
        """Reckon anew what is known of a story by its number of items and by its latest ones."""
        told = self._stories[story]
        told.last = max(member.at for member in self._latest(story, _MOST_READ))
        if len(told.items) > 1:
            self._roots[story] = sqrt(len(told.items))
        else:
            del self._roots[story]

    def _latest(self, story: int, most: int) -> list[Member]:
        """The items of a story that came last, so many at most."""
        return [self._members[item] for item in self._stories[story].items[-most:]]

    # ---- which stories to compare

    def _asked(self, sketch: Sketch, rarity: Rarity) -> _Asked:
        """Its keys by what they are worth, without those of the text that say nothing."""
        most = max(_LEAST_COMMON, _COMMON * len(self._members))
        keys: dict[int, str] = {}
        worth: dict[int, float] = {}
        squares = []
        for place, (key, weight) in enumerate(zip(sketch.keys, sketch.weights, strict=True)):
            number = self._postings.number(key)
            if number is not None and place >= sketch.titled and self._postings.count(number) > most:
                continue
            told = weight * rarity[self._postings.tally(key)]
            squares.append(told * told)
            if number is not None:
                keys[number], worth[number] = key, told
        return _Asked(worth, sqrt(fsum(squares)) or 1.0, keys)

    def _candidates(self, mine: _Asked, rarity: Rarity, at: datetime) -> Iterable[tuple[int, float]]:
        """Stories that share the rarest keys with it and were told lately, and how far each has faded."""
        posted = sorted((self._postings.count(number), key, number) for number, key in mine.keys.items())
        found: dict[int, float] = {}
        looked = 0
        for entries, _, number in posted:
            looked += entries
            if looked > (_MOST_POSTED if found else _TOO_COMMON):
                break
            worth = mine.worth[number] * rarity[self._postings.tallies[number]]
            for story in self._postings.stories(number):
                found[story] = found.get(story, 0.0) + worth
        worths = [*map(truediv, found.values(), map(self._roots.get, found, repeat(1.0)))]
        bar = min(sorted(worths, reverse=True)[:_MOST_WEIGHED], default=0.0)
        best = sorted((-worth, story) for worth, story in zip(worths, found, strict=True) if worth >= bar)
        now = moment(at)
        told = [(story, worth, _faded(now - self._stories[story].last)) for worth, story in best[:_MOST_WEIGHED]]
        told.sort(key=lambda each: (each[1] * each[2], each[0]))
        return [(story, faded) for story, _, faded in told[:_MOST_COMPARED]]

    # ---- how near they are

    def _whole(self, story: int, rarity: Rarity) -> dict[int, float]:
        """What its items have in common, each key by what it is worth."""
        if story not in self._roots:
            (alone,) = self._latest(story, 1)
            return self._worth(alone, rarity)
        sums = self._sums.get(story)
        if sums is None:
            if len(self._sums) >= _MOST_SUMMED:
                self._sums.clear()
            sums = self._sums[story] = {}
            for member in self._latest(story, _MOST_READ):
                member.sum_up(sums)
        return self._weighted(sums, sums.values(), rarity)

    def _worth(self, member: Member, rarity: Rarity) -> dict[int, float]:
        """What an item tells, each key by what it is worth."""
        return self._weighted(member.keys, member.weights, rarity)

    def _weighted(self, keys: Collection[int], weights: Iterable[int], rarity: Rarity) -> dict[int, float]:
        rare = map(rarity.__getitem__, map(self._postings.tallies.__getitem__, keys))
        return dict(zip(keys, map(mul, weights, rare), strict=True))


def _faded(since: int) -> float:
    """How much of a story's nearness is left so many microseconds after it was told last."""
    return exp(-max(since, 0) / _FADES)


def _cosine(mine: _Asked, theirs: Mapping[int, float]) -> float:
    common = sum(map(mul, mine.worth.values(), map(theirs.get, mine.worth, repeat(0.0))))
    return common / (mine.length * _length(theirs)) if common else 0.0


def _length(vector: Mapping[int, float]) -> float:
    return sqrt(fsum(map(mul, vector.values(), vector.values()))) or 1.0  # the same in every order


def _shared(mine: _Asked, theirs: Mapping[int, float]) -> tuple[str, ...]:
    worth = sorted((-value * theirs[key], mine.keys[key]) for key, value in mine.worth.items() if key in theirs)
    return tuple(key for _, key in worth)
