"""How an item stands to what it tells, as its signs say: see `bot.core.facts.stance`."""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.facts.stance import LEAD, manner

__all__ = ["LEAD", "Stance", "stance"]


@dataclass(frozen=True, slots=True)
class Stance:
    """How an item stands to what it tells."""

    denies: bool
    hedges: bool


def stance(title: str, text: str) -> Stance:
    """That of an item, by its title and the beginning of its text."""
    return Stance(*manner(title, text))
