"""What is forgotten, and when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, exists, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.model import DeliveryState
from bot.store.database import Database, Lock
from bot.store.fulltext import FullText
from bot.store.items import BATCH
from bot.store.tables import buttons, carriers, deliveries, items, mutes, stories
from bot.store.uncut import uncut

__all__ = ["BUTTONS", "tidy"]

BUTTONS: Final = timedelta(days=30)
"""How long a button is good for: who scrolls back further types."""

_OPEN: Final = (DeliveryState.HELD.value, DeliveryState.PENDING.value, DeliveryState.SENDING.value)


async def tidy(
    database: Database, texts: FullText, items_before: datetime, seen_before: datetime, buttons_before: datetime
) -> int:
    """Forget items that nobody waits for, then deliveries, seen-keys and buttons; returns how many rows went.

    What was muted no longer than until then goes with the buttons. All goes in small transactions, so that nothing
    else waits long.
    """
    gone = 0
    while count := await _items(database, texts, items_before):
        gone += count
    while count := await _deliveries(database, seen_before):
        gone += count
    while count := await _keys(database, seen_before):
        gone += count
    while count := await _buttons(database, buttons_before):
        gone += count
    return gone + await _mutes(database, buttons_before)


@uncut
async def _items(database: Database, texts: FullText, before: datetime) -> int:
    digest = deliveries.alias("digest")
    open_digest = exists().where(digest.c.id == deliveries.c.digest_id, digest.c.state.in_(_OPEN))
    owed = exists().where(deliveries.c.item_id == items.c.id, deliveries.c.state.in_(_OPEN) | open_digest)
    old = select(items.c.id, items.c.story_id).where(items.c.seen < before, ~owed).order_by(items.c.seen).limit(BATCH)
    async with database.write(Lock.DESK) as connection:
        rows = (await connection.execute(old)).all()
        ids = [row.id for row in rows]
        await texts.drop(connection, ids)
        await connection.execute(delete(items).where(items.c.id.in_(ids)))
        await _untold(connection, [row.story_id for row in rows if row.story_id is not None])
    return len(ids)


async def _untold(connection: AsyncConnection, found: Sequence[int]) -> None:
    """Forget those of these stories that no item tells any more."""
    told = exists().where(items.c.story_id == stories.c.id)
    await connection.execute(delete(stories).where(stories.c.id.in_(found), ~told))


@uncut
async def _deliveries(database: Database, before: datetime) -> int:
    old = select(deliveries.c.id).where(deliveries.c.created_at < before, deliveries.c.state.not_in(_OPEN)).limit(BATCH)
    async with database.write() as connection:
        gone = await connection.execute(delete(deliveries).where(deliveries.c.id.in_(old)))
        return gone.rowcount


@uncut
async def _keys(database: Database, before: datetime) -> int:
    """A key stays while its item does, and while documents show it."""
    key = tuple_(carriers.c.source_id, carriers.c.key)
    old = select(carriers.c.source_id, carriers.c.key)
    old = old.where(carriers.c.last_seen < before, carriers.c.item_id.is_(None)).limit(BATCH)
    async with database.write() as connection:
        gone = await connection.execute(delete(carriers).where(key.in_(old)))
        return gone.rowcount


@uncut
async def _buttons(database: Database, before: datetime) -> int:
    old = select(buttons.c.token).where(buttons.c.created_at < before).limit(BATCH)
    async with database.write() as connection:
        gone = await connection.execute(delete(buttons).where(buttons.c.token.in_(old)))
        return gone.rowcount


@uncut
async def _mutes(database: Database, before: datetime) -> int:
    """They are over much longer: nobody asks for them, and whoever mutes anew takes those of his chat away."""
    async with database.write() as connection:
        return (await connection.execute(delete(mutes).where(mutes.c.until < before))).rowcount
