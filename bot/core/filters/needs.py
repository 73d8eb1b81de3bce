"""What must be known of an item, beside the item itself, to tell whether it matches."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.core.filters.bind import Bound
from bot.core.filters.match import Absent, Every, Fact, Labelled, Part, Some
from bot.core.filters.query import Age, Flag, Label, State

__all__ = ["Needs", "needs"]


@dataclass(frozen=True, slots=True)
class Needs:
    """What a query asks beyond an item's words, outlet and times."""

    story: bool = False
    """What is known of its story."""
    stances: bool = False
    """What those who tell it think of it, among that."""
    carriers: bool = False
    """Which other outlets carry it."""


def needs(query: Bound) -> Needs:
    """What it takes to match this query."""
    asked = list(_leaves(query.root))
    facts = [part.asked for part in asked if isinstance(part, Fact) and not isinstance(part.asked, Age)]
    return Needs(
        story=bool(facts),
        stances=any(isinstance(fact, Flag) and fact.state is not State.UPDATE for fact in facts),
        carriers=any(isinstance(part, Labelled) and part.label is Label.OUTLET for part in asked),
    )


def _leaves(part: Part) -> Iterator[Part]:
    match part:
        case Every(parts) | Some(parts):
            for each in parts:
                yield from _leaves(each)
        case Absent(inner):
            yield from _leaves(inner)
        case _:
            yield part
