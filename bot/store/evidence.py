"""What is known of stories, for queries that ask for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Final

from sqlalchemy import select, union_all
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.model import Evidence, Relation
from bot.store.items import batches
from bot.store.tables import carriers, items, sources

__all__ = ["evidence", "tellers"]

_OWN: Final = select(items.c.story_id, items.c.outlet_id)
_CARRIED: Final = (
    select(items.c.story_id, sources.c.outlet_id)
    .join(carriers, carriers.c.item_id == items.c.id)
    .join(sources, sources.c.id == carriers.c.source_id)
)


async def tellers(connection: AsyncConnection, stories: Iterable[int]) -> Mapping[int, int]:
    """How many outlets tell each of these stories, those that carry one of its items included."""
    found: dict[int, set[str]] = defaultdict(set)
    for batch in batches(set(stories)):
        of = items.c.story_id.in_(batch)
        for story, outlet in await connection.execute(union_all(_OWN.where(of), _CARRIED.where(of))):
            found[story].add(outlet)
    return {story: len(outlets) for story, outlets in found.items()}


def evidence(outlets: int, relation: str) -> Evidence:
    """What is known now of an item's story: by how many outlets it is told, and what the item is to it."""
    return Evidence(sources=outlets, update=relation == Relation.UPDATE)
