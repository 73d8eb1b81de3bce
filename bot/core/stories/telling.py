"""What is known of a story by all who tell it: the same when an item comes as when it is looked for later."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from bot.core.model import Evidence, Item
from bot.core.stories.stance import Stance, stance

__all__ = ["Telling", "evidence", "telling"]


@dataclass(frozen=True, slots=True)
class Telling:
    """How one item tells its story."""

    tellers: frozenset[str]
    """Ids of its outlet and of those that carry it."""
    stance: Stance


def telling(item: Item) -> Telling:
    """How an item tells its story."""
    tellers = frozenset((item.outlet.id, *(carrier.id for carrier in item.carriers)))
    return Telling(tellers, stance(item.title, item.text))


def evidence(told: Collection[Telling], *, update: bool) -> Evidence:
    """What is known of a story that is told so: by the same words, of one origin. At least one telling.

    `update`: whether the item in question changes what was told before.
    """
    return Evidence(
        sources=len(frozenset().union(*(each.tellers for each in told))),
        denied=any(each.stance.denies for each in told),
        unconfirmed=all(each.stance.hedges for each in told),
        update=update,
    )
