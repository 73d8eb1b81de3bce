"""How likely it is that two written names are spellings of one, whatever their scripts."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from itertools import combinations
from typing import Final

from bot.core.names.aligning import closeness, hear
from bot.core.names.chinese import chinese_likeness
from bot.core.names.japanese import readable
from bot.core.names.kinds import CONTRARY, NATURAL
from bot.core.names.reading import Word, read

__all__ = ["SAME", "likeness"]

SAME: Final = 0.71
"""From here on two names of places are more likely one than not. It is where pairs made from the alternate names of
GeoNames (`python -m benchmarks.names`) are told apart best: two names of a place of 5,000 inhabitants or
more, and a name with one of the likest among 5,000 of other places. Names of people, which have no words like `river`
to tell them apart, want more."""

_SHUFFLED: Final = 0.95
"""The words in another order are a little less than the name itself."""
_TRANSLATED: Final = 0.95
"""What says which kind of place it is may be in another language: Ozero X, Lake X."""
_PART: Final = 0.8
"""So is one name inside the other: San Francisco, San Francisco de Asís."""
_LEAST_PART: Final = 2.0
"""What a name must weigh to be looked for inside another: two consonants."""
_WORST: Final = 0.2
"""How much the word that fits worst counts by itself, in names of as many words: Mohammed Said is not Mohammed
Taher."""
_MOST_WORDS: Final = 8
"""Of the longer name, in looking for the shorter one inside it; the time grows with the cube."""
_OTHER_KIND: Final = 0.85
"""The village of X and the ruin or the district of X may be one place."""
_OTHER_FEATURE: Final = 0.7
"""Jabal X and Wadi X are not, nor is either the village: nature's features give their names to what is around them."""
_READABLE: Final = 0.9
"""That one is a possible Japanese reading of the other's characters is seldom chance, but it may be another's."""
_CONTRARY: Final = 0.7
"""Upper X is never Lower X."""
_OTHER_NUMBER: Final = 0.6
_NO_NUMBER: Final = 0.9


def likeness(one: str, other: str) -> float:
    """How likely both are spellings of one name, from 0 to 1; it makes no difference which is which."""
    found = chinese_likeness(one, other)
    if found is None:
        found = _likeness(read(one), read(other))
    return max(found, _READABLE) if readable(one, other) or readable(other, one) else found


def _likeness(one: tuple[Word, ...], other: tuple[Word, ...]) -> float:
    """The same of names that are read, by their sounds."""
    first, second = sorted((one, other))
    words, others = (tuple(word for word in name if word.units) for name in (first, second))
    found = 1.0 if words and _bare(first) == _bare(second) else _in_order(words, others)
    if len(words) > 1 or len(others) > 1:
        found = max(
            found,
            _SHUFFLED * _shuffled(words, others),
            _PART * _contained(words, others),
            _TRANSLATED * _translated(words, others),
        )
    return found * _kinds(words, others) * _numbers(first, second)


def _bare(words: tuple[Word, ...]) -> str:
    """The letters alone, without accents and spaces."""
    return "".join(word.plain for word in words)


def _in_order(words: tuple[Word, ...], others: tuple[Word, ...]) -> float:
    """How close the names are as they stand."""
    whole = closeness(hear(words), hear(others))
    ones, twos = _proper(words), _proper(others)
    if len(ones) != len(twos) or len(ones) == 1:
        return whole
    worst = min((closeness(hear((a,)), hear((b,))) for a, b in zip(ones, twos, strict=True)), default=whole)
    return whole - _WORST * max(0.0, whole - worst)


def _shuffled(words: tuple[Word, ...], others: tuple[Word, ...]) -> float:
    """How close the words are in any order, each taken once, the closest first."""
    heard, heards = ([hear((word,)) for word in name] for name in (words, others))
    cells = [(closeness(a, b), i, j) for i, a in enumerate(heard) for j, b in enumerate(heards)]
    rows, columns, found = set(range(len(heard))), set(range(len(heards))), 0.0
    for close, i, j in sorted(cells, reverse=True):
        if i in rows and j in columns:
            rows.remove(i)
            columns.remove(j)
            found += close * (heard[i].weight + heards[j].weight)
    return found / (sum(word.weight for word in (*heard, *heards)) or 1.0)


def _contained(words: tuple[Word, ...], others: tuple[Word, ...]) -> float:
    """How close the shorter name comes to words in a row of the longer one, both without what is no name."""
    short, long = sorted((_proper(words), _proper(others)), key=len)
    heard = hear(short)
    if heard.weight < _LEAST_PART:
        return 0.0
    long = long[:_MOST_WORDS]
    spans = (long[i:j] for i, j in combinations(range(len(long) + 1), 2) if 0 < j - i <= len(short) + 1)
    return max((closeness(heard, hear(span)) for span in spans), default=0.0)


def _translated(words: tuple[Word, ...], others: tuple[Word, ...]) -> float:
    """How close the names are without what says which kinds of places they are, if it is the same in both."""
    ones, twos = (frozenset(word.kind for word in name if word.kind) for name in (words, others))
    return closeness(hear(_proper(words)), hear(_proper(others))) if ones and ones == twos else 0.0


def _proper(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """The words that are names; all where none is."""
    return tuple(word for word in words if word.share == 1) or words


def _kinds(words: tuple[Word, ...], others: tuple[Word, ...]) -> float:
    """What it takes from their likeness that they speak of different kinds of places."""
    one, other = ({word.kind for word in name if word.kind} for name in (words, others))
    if _contradict(one & CONTRARY, other & CONTRARY):
        return _CONTRARY
    if not _contradict(one, other):
        return 1.0
    return _OTHER_FEATURE if (one | other) & NATURAL and _contradict(one - CONTRARY, other - CONTRARY) else _OTHER_KIND


def _contradict(one: AbstractSet[str], other: AbstractSet[str]) -> bool:
    """Whether both say something, and nothing in common."""
    return bool(one and other and not one & other)


def _numbers(one: tuple[Word, ...], other: tuple[Word, ...]) -> float:
    """The same for numbers."""
    first, second = ({word.plain for word in name if not word.units} for name in (one, other))
    if first == second:
        return 1.0
    return _OTHER_NUMBER if first and second else _NO_NUMBER
