"""What is known of stories, for queries that ask for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, null, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.model import Stance, Telling
from bot.core.stories.telling import telling
from bot.store.breath import Breath
from bot.store.items import batches, items_by_id
from bot.store.rows import copy_of, told
from bot.store.tables import carriers, items, outlets, sources

__all__ = ["Key", "tellings"]

Key = tuple[bool, int]
"""A story or, where the desk has not read it yet, an item: `bot.store.newest.Found.key`."""

_OWN: Final = (items.c.id, items.c.story_id, items.c.published, items.c.relation, items.c.copy_of)
_OUTLET: Final = (outlets.c.id, outlets.c.owner)
_CARRIED: Final = (
    select(carriers.c.item_id, sources.c.outlet_id)
    .join(items, items.c.id == carriers.c.item_id)
    .join(sources, sources.c.id == carriers.c.source_id)
)
_UNHEARD: Final = {"chain": (), "stance": Stance.ASSERTS.value}


async def tellings(
    connection: AsyncConnection, keys: Iterable[Key], *, stances: bool
) -> Mapping[Key, Sequence[Telling]]:
    """How the items of each of these tell it; with `stances`, by what they say too.

    What the desk has not made out yet is worked out from the words, as the desk will.
    """
    found: dict[Key, list[Telling]] = defaultdict(list)
    breath = Breath()
    for batch in batches(set(keys)):
        stories = [number for filed, number in batch if filed]
        alone = [number for filed, number in batch if not filed]
        of = items.c.story_id.in_(stories) | items.c.id.in_(alone)
        carried = await _carried(connection, of)
        kept = items.c.telling if stances else null().label("telling")
        statement = select(*_OWN, *_OUTLET, kept).join_from(items, outlets).where(of)
        rows = (await connection.execute(statement)).mappings().all()
        unread = [row[items.c.id] for row in rows if row["telling"] is None] if stances else []
        read = await items_by_id(connection, unread)
        for row in rows:
            key = (row[items.c.story_id] is not None, row[items.c.story_id] or row[items.c.id])
            if (item := read.get(row[items.c.id])) is not None:
                found[key].append(telling(item, copy_of(row)))
                await breath.after(len(item.title) + len(item.text))
            else:
                found[key].append(told(row["telling"] or _UNHEARD, row, carried[row[items.c.id]]))
    return found


async def _carried(connection: AsyncConnection, of: ColumnElement[Any]) -> Mapping[int, Sequence[str]]:
    """The outlets that carry each item."""
    found: dict[int, list[str]] = defaultdict(list)
    for item, outlet in await connection.execute(_CARRIED.where(of)):
        found[item].append(outlet)
    return found
