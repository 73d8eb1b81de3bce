"""How well the sounds of two readings go together: the cheapest way to turn one into the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, product
from typing import Final

from bot.core.names.reading import Word
from bot.core.names.sounds import VOWELS, apart, fused, loss

__all__ = ["Heard", "closeness", "hear"]

_FUSION: Final = 0.05
"""For reading two units as one."""
_UNWRITTEN: Final = 0.08
"""For a vowel inside a word where the other side writes none: nearly free, but a reading without it is the better one.
The first vowel of a word is always written."""
_LAST: Final = 0.2
"""The same for the last: Arabic and Hebrew write most of those."""
_PADDING: Final = {"e": 0.12, "u": 0.12, "i": 0.2, "a": 0.3, "o": 0.3}
"""For a vowel of a Chinese syllable where the other side has none: ke, te, fu and si stand for k, t, f and s."""
_CODA: Final = 0.3
"""For an r where the other side is Chinese, which leaves it out at the end of syllables."""


@dataclass(frozen=True, slots=True)
class Heard:
    """Some words of a name, as the units they are made of."""

    units: Sequence[str]
    shares: Sequence[float]
    """Half of how much each unit counts."""
    fusions: Sequence[str]
    """What each unit makes together with the one before it."""
    losses: Sequence[Sequence[float]]
    """What losing each costs: by whether the other side leaves vowels out, plus two if just one of both is Chinese."""
    weight: float
    sparse: bool
    padded: bool


@lru_cache(maxsize=32_768)
def hear(words: tuple[Word, ...]) -> Heard:
    """These words in a row."""
    units = [unit for word in words for unit in word.units]
    shares = [word.share for word in words for _ in word.units]
    padded = any(word.padded for word in words)
    losses = [
        [cost * share for cost, share in zip(costs, shares, strict=True)]
        for chinese, spare in product((False, True), repeat=2)
        for costs in [_losses(units, spare=spare, chinese=chinese, padded=padded)]
    ]
    return Heard(
        units,
        [share / 2 for share in shares],
        ["", *map(fused, units, units[1:])][: len(units)],
        losses,
        sum(losses[0]),
        any(word.sparse for word in words),
        padded,
    )


def _losses(units: Sequence[str], *, spare: bool, chinese: bool, padded: bool) -> list[float]:
    """What losing each unit costs, whatever its share."""
    costs = [loss(unit) for unit in units]
    for place, unit in enumerate(units):
        if unit[0] in VOWELS:
            if spare and place:
                costs[place] = min(costs[place], _LAST if place == len(units) - 1 else _UNWRITTEN)
            if chinese and padded:
                costs[place] = min(costs[place], _PADDING[unit[0]])
        elif unit[0] == "r" and chinese and not padded:
            costs[place] = min(costs[place], _CODA)
    return costs


def closeness(one: Heard, other: Heard) -> float:
    """1 for what sounds the same, 0 for what has no sound in common."""
    weight = (one.weight + other.weight) / 2
    if not weight:
        return 0.0
    chinese = 2 * (one.padded != other.padded)
    cost = _cost(one, other, one.losses[chinese + other.sparse], other.losses[chinese + one.sparse])
    return max(0.0, 1 - cost / weight)


def _cost(one: Heard, other: Heard, ones: Sequence[float], others: Sequence[float]) -> float:
    """The least sum of what is lost and of how far apart the rest is: the usual table of an edit distance, by rows."""
    row = [0.0, *accumulate(others)]
    before = row
    columns = list(enumerate(zip(other.units, other.shares, other.fusions, others, strict=True)))
    for unit, share, fusion, lost in zip(one.units, one.shares, one.fusions, ones, strict=True):
        above, best = row, row[0] + lost
        row = [best]
        for at, (sound, part, pair, gone) in columns:
            best += gone
            if (cost := above[at] + apart(unit, sound) * (share + part)) < best:
                best = cost
            if (cost := above[at + 1] + lost) < best:
                best = cost
            if pair and (cost := above[at - 1] + (apart(unit, pair) + _FUSION) * (share + part)) < best:
                best = cost
            if fusion and (cost := before[at] + (apart(fusion, sound) + _FUSION) * (share + part)) < best:
                best = cost
            row.append(best)
        before = above
    return row[-1]
