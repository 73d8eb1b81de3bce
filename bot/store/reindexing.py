"""Indexing anew what an older version has indexed, the newest items first, while everything else goes on.

Until it is done, searches look at what still waits item by item, without the index: slower, never wrong. Each batch
takes down how far it came, so that a process that dies goes on there when it starts again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Final

import structlog
from sqlalchemy import bindparam, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.model import Item
from bot.store.breath import Breath
from bot.store.database import Database, Lock
from bot.store.indexing import Index, advance, indexed_from
from bot.store.items import TOLD, read_items
from bot.store.tables import items
from bot.store.uncut import uncut

__all__ = ["reindex", "reindex_some"]

_AT_ONCE: Final = 100
"""Items of one transaction: a tenth of a second, for which nothing else is written."""
_REST: Final = 0.1
"""Seconds between two transactions, for whoever wants to write."""
_AGAIN: Final = timedelta(minutes=1)
"""Until it is tried again after an error of the database."""

_PLACED: Final = update(items).where(items.c.id == bindparam("item")).values(places=bindparam("named"))

log = structlog.stdlib.get_logger(__name__)


async def reindex(database: Database, index: Index) -> None:
    """Index what waits; returns when all is indexed."""
    done = 0
    while True:
        try:
            count = await reindex_some(database, index, _AT_ONCE)
        except Exception:
            log.exception("indexing anew failed", again_in=_AGAIN.total_seconds())
            await asyncio.sleep(_AGAIN.total_seconds())
            continue
        if not count:
            break
        done += count
        await asyncio.sleep(_REST)
    if done:
        log.info("all items are indexed anew", items=done)


@uncut
async def reindex_some(database: Database, index: Index, limit: int) -> int:
    """Index the newest items that wait; how many they were. Whoever records news waits meanwhile, not to be undone."""
    async with database.write(Lock.INTAKE) as connection:
        lowest = await _lowest(connection)
        if not lowest:
            await advance(connection, 0)
            return 0
        waiting = TOLD.where(items.c.id < lowest).order_by(items.c.id.desc()).limit(limit)
        found = await read_items(connection, waiting)
        await advance(connection, found[-1].id if found else 0)
        if found:
            await _index(connection, index, await _placed(found, index))
        return len(found)


async def _index(connection: AsyncConnection, index: Index, placed: Sequence[Item]) -> None:
    """Write what they are found by, the earliest first, as whoever else locks items; and not what is forgotten by now.

    Who forgets items does not wait for this lock; but what was just written nobody else takes away.
    """
    in_order = sorted(placed, key=lambda item: item.id)
    await connection.execute(_PLACED, [{"item": item.id, "named": [*item.places]} for item in in_order])
    left = set(await connection.scalars(select(items.c.id).where(items.c.id.in_([item.id for item in placed]))))
    await index.keep(connection, [item for item in in_order if item.id in left])


async def _lowest(connection: AsyncConnection) -> int:
    """The id from which on items are indexed; 0 when all are, or when there are none."""
    known: str | None = await connection.scalar(select(indexed_from()))
    if known is not None:
        return int(known)
    highest: int | None = await connection.scalar(select(func.max(items.c.id)))
    return 0 if highest is None else highest + 1


async def _placed(found: Iterable[Item], index: Index) -> list[Item]:
    """The items with the places that they name."""
    placed: list[Item] = []
    breath = Breath()
    for item in found:
        places = await index.places(item.title, item.text, item.outlet.country)
        placed.append(replace(item, places=tuple(places)))
        await breath.after(len(item.title) + len(item.text))
    return placed
