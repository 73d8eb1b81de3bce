"""What sets two items apart, and an item from a story."""

from __future__ import annotations

from collections.abc import Iterable
from operator import attrgetter
from typing import Final

from bot.core.facts.aspects import Aspect, actors, denial, negation, outcomes, place, subject
from bot.core.facts.model import Contrast, Facts
from bot.core.facts.tallies import measures, series, tolls

__all__ = ["against", "contrast"]

_ASPECTS: Final[tuple[Aspect, ...]] = (actors, place, series, denial, outcomes, negation, tolls, measures, subject)
"""In the order in which they are asked: what speaks for another story first."""


def contrast(old: Facts, new: Facts) -> Contrast | None:
    """What sets `new` apart from `old`, which was told before; None where nothing does."""
    for aspect in _ASPECTS:
        for _, found in aspect(old, new):
            if found is not None:
                return found
    return None


def against(told: Iterable[Facts], new: Facts) -> Contrast | None:
    """What sets `new` apart from all that a story told so far, the earliest first.

    What one of its members said already is nothing new, and no other story either: a toll that is lower than one told
    is an outlet behind the others, unless it says that it was lowered.
    """
    members = list(told)
    for aspect in _ASPECTS:
        findings = [finding for old in members for finding in aspect(old, new)]
        agreed = {matter for matter, found in findings if found is None}
        contrasts = [found for matter, found in findings if found is not None and matter not in agreed]
        if contrasts:
            return max(reversed(contrasts), key=attrgetter("sure"))
    return None
