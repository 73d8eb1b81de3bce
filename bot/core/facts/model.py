"""What is known of an item's facts, and what two items differ in."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from bot.core.model import Stance

__all__ = ["Contrast", "ContrastKind", "Facts", "Figure", "Turn", "Verdict"]


class Figure(NamedTuple):
    """A number and what it counts."""

    kind: str
    """`killed`, `killed children`, `people`, `percent`, `nth day`, `date`."""
    low: float
    high: float
    """The least and the most that it says; both the number itself, where it is told plainly or with `at least`."""
    written: str
    """For people to read: `at least 12`."""


class Turn(NamedTuple):
    """What an item says of one pair of opposites."""

    axis: str
    """`hold`, `custody`: a key of `bot.core.facts.opposites.TURNS`."""
    up: bool
    """Which way it goes, once a `not` before it is reckoned in."""
    word: str
    """How it says so."""
    negated: bool


@dataclass(frozen=True, slots=True)
class Facts:
    """What an item tells, as far as words of a table say it; equal for equal words."""

    places: tuple[str, ...] = ()
    """Ids of the places it names and of what they lie in."""
    scene: tuple[str, ...] = ()
    """Ids of those named in its title that neither act nor speak there."""
    figures: tuple[Figure, ...] = ()
    """The first of each kind, those of the title before those of the text."""
    stance: Stance = Stance.ASSERTS
    """How it stands to what it tells, by its title and its first sentences."""
    headline: Stance = Stance.ASSERTS
    """The same by its title alone."""
    turns: tuple[Turn, ...] = ()
    """What its title says of opposites; nothing of a pair of which it says both."""
    agents: tuple[str, ...] = ()
    """Who does what in its title: `strike:IL`, `take:rebels`."""
    subjects: tuple[str, ...] = ()
    """Whom or what its title is about, as far as `bot.core.facts.subjects` knows them."""
    beside: tuple[str, ...] = ()
    """Those of them that its text adds."""
    words: str = ""
    """The beginnings of its title's words, a space around each; `-` before what it says is not so."""


class ContrastKind(StrEnum):
    """In what two items differ."""

    PLACE = "place"
    TOLL = "toll"
    NUMBER = "number"
    DENIAL = "denial"
    NEGATION = "negation"
    ACTOR = "actor"
    OUTCOME = "outcome"
    SUBJECT = "subject"


class Verdict(StrEnum):
    """What a contrast makes of the later item."""

    UPDATE = "update"
    """It tells more of the same story."""
    OTHER = "other"
    """It tells another story."""


@dataclass(frozen=True, slots=True)
class Contrast:
    """What sets an item apart from another one, or from a story."""

    kind: ContrastKind
    verdict: Verdict
    reason: str
    """In words: `12 killed before, 40 now`. Places stand in it by their ids."""
    places: tuple[str, ...] = ()
    """The ids in it."""
    sure: bool = True
    """Whether it holds however near the items are in all else."""

    def told(self, called: Callable[[str], str]) -> str:
        """The reason with places as they are called: `Homs instead of Hama`."""
        if not self.places:
            return self.reason
        written = "|".join(map(re.escape, sorted(self.places, key=len, reverse=True)))  # an id may begin another
        return re.sub(written, lambda found: called(found.group()), self.reason)
