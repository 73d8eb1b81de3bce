"""What must be known of an item, beside the item itself, to tell whether it matches."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.core.filters.bind import Bound
from bot.core.filters.match import Absent, Every, Fact, Labelled, Part, Some
from bot.core.filters.query import Age, Label

__all__ = ["Needs", "needs"]


@dataclass(frozen=True, slots=True)
class Needs:
    """What a query asks beyond an item's words, outlet and times."""

    story: bool = False
    """What is known of its story."""
    carriers: bool = False
    """Which other outlets carry it."""


def needs(query: Bound) -> Needs:
    """What it takes to match this query."""
    asked = list(_leaves(query.root))
    return Needs(
        story=any(isinstance(part, Fact) and not isinstance(part.asked, Age) for part in asked),
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
