"""What is known of stories, for queries that ask for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.stories.stance import LEAD, Stance, stance
from bot.core.stories.telling import Telling
from bot.store.breath import Breath
from bot.store.items import batches
from bot.store.tables import carriers, items, sources

__all__ = ["Key", "tellings"]

Key = tuple[bool, int]
"""A story or, where the desk has not read it yet, an item: `bot.store.newest.Found.key`."""

_OWN: Final = (items.c.id, items.c.story_id, items.c.outlet_id)
_WORDS: Final = (items.c.title, func.substr(items.c.text, 1, LEAD).label("lead"))
_CARRIED: Final = (
    select(carriers.c.item_id, sources.c.outlet_id)
    .join(items, items.c.id == carriers.c.item_id)
    .join(sources, sources.c.id == carriers.c.source_id)
)
_UNHEARD: Final = Stance(denies=False, hedges=False)


async def tellings(
    connection: AsyncConnection, keys: Iterable[Key], *, stances: bool
) -> Mapping[Key, Sequence[Telling]]:
    """How the items of each of these tell it; with `stances`, by what they say too, which takes reading them."""
    found: dict[Key, list[Telling]] = defaultdict(list)
    breath = Breath()
    for batch in batches(set(keys)):
        stories = [number for filed, number in batch if filed]
        alone = [number for filed, number in batch if not filed]
        of = items.c.story_id.in_(stories) | items.c.id.in_(alone)
        carried = await _carried(connection, of)
        for row in await connection.execute(select(*_OWN, *_WORDS * stances).where(of)):
            how = _UNHEARD
            if stances:
                how = stance(row.title, row.lead)
                await breath.after(len(row.title) + len(row.lead))
            key = (row.story_id is not None, row.story_id or row.id)
            found[key].append(Telling(frozenset((row.outlet_id, *carried[row.id])), how))
    return found


async def _carried(connection: AsyncConnection, of: ColumnElement[Any]) -> Mapping[int, Sequence[str]]:
    """The outlets that carry each item."""
    found: dict[int, list[str]] = defaultdict(list)
    for item, outlet in await connection.execute(_CARRIED.where(of)):
        found[item].append(outlet)
    return found
