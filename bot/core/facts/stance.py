"""Whether an item denies something, or takes care not to vouch for what it says; told by words that reports use for it.

Only the title and the beginning are read, where a report says what it is about. A word is no proof: these are signs.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from bot.core.facts.reading import Reading, read
from bot.core.model import Stance

__all__ = ["LEAD", "Manner", "manner", "shown", "stance_of"]

LEAD: Final = 400
"""Characters of a text that are read: its first sentences."""
_TAKES: Final = frozenset({"claims", "claimed", "claim"})
"""Words that hedge but before a number: a fire claims 12 lives."""
_REACH: Final = 2
"""Words before a denial in which a `not` undoes it: `does not deny`."""


class Manner(NamedTuple):
    """The signs of an item, which may show both."""

    denies: bool
    hedges: bool


def manner(title: str, text: str, language: str = "") -> Manner:
    """That of an item, by its title and the beginning of its text."""
    first, rest = shown(read(title, language)), shown(read(text[:LEAD], language))
    return Manner(first.denies or rest.denies, first.hedges or rest.hedges)


def shown(reading: Reading) -> Manner:
    """The signs in a text."""
    units = reading.units
    denies = hedges = False
    for place in reading.meant:
        sense = units[place].sense
        if sense.denies and not denies:
            denies = not any(before.sense.negates for before in units[max(place - _REACH, 0) : place])
        if sense.hedges and not hedges:
            hedges = not (units[place].word in _TAKES and place + 1 in reading.numbers)
    return Manner(denies, hedges)


def stance_of(signs: Manner) -> Stance:
    """What they come to: who denies what is alleged denies."""
    if signs.denies:
        return Stance.DENIES
    return Stance.HEDGES if signs.hedges else Stance.ASSERTS
