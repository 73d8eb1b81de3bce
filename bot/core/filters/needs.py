"""What must be known of an item, beside the item itself, to tell whether it matches."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.core.filters.bind import Bound
from bot.core.filters.match import Absent, Every, Fact, Labelled, Part, Some
from bot.core.filters.query import Age, Count, Flag, Label, State

__all__ = ["Needs", "needs"]


@dataclass(frozen=True, slots=True)
class Needs:
    """What a query asks beyond an item's words, outlet and times."""

    story: bool = False
    """What is known of its story."""
    stances: bool = False
    """What those who tell it say and whom they cite, among that."""
    carriers: bool = False
    """Which other outlets carry it."""


def needs(query: Bound) -> Needs:
    """What it takes to match this query."""
    asked = list(_leaves(query.root))
    facts = [part.asked for part in asked if isinstance(part, Fact) and not isinstance(part.asked, Age)]
    return Needs(
        story=bool(facts),
        stances=any(map(_takes_stances, facts)),
        carriers=any(isinstance(part, Labelled) and part.label is Label.OUTLET for part in asked),
    )


def _takes_stances(fact: Count | Flag) -> bool:
    """Outlets are counted and updates told whatever is said; an origin is one that vouches for it."""
    return fact.what == "origins" if isinstance(fact, Count) else fact.state is not State.UPDATE


def _leaves(part: Part) -> Iterator[Part]:
    match part:
        case Every(parts) | Some(parts):
            for each in parts:
                yield from _leaves(each)
        case Absent(inner):
            yield from _leaves(inner)
        case _:
            yield part
