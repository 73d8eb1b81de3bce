"""Statements about what is owed to chats, and what became of it."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import starmap
from typing import Any, Final

from sqlalchemy import RowMapping, Select, case, exists, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.decisions import Settlement
from bot.core.model import Address, Delivery, DeliveryKind, DeliveryState, Filed
from bot.store.database import Database
from bot.store.items import filed_by_id, filed_by_story
from bot.store.ledger import holds
from bot.store.rows import DELIVERIES, delivery_of
from bot.store.tables import PENDING, SENDING, chats, deliveries
from bot.store.uncut import uncut

__all__ = ["OutboxStatements", "cancel", "due_heads", "heads", "owe_notice"]


_ready_at: Final = case((chats.c.free_at > deliveries.c.due_at, chats.c.free_at), else_=deliveries.c.due_at)
"""When a delivery may be sent: when it is due and its chat is to be left alone no longer."""


def heads(platform: str) -> Select[int, datetime]:
    """The first pending delivery of each chat that may be written to and has none in flight, and when it may be sent.

    Order in a chat is that of lanes, and of ids within a lane: a delivery that has to wait holds back those behind it.
    Each chat is asked for its first, in the index of what is pending alone, so that neither what is done nor a long
    queue costs anything.
    """
    queue, flight = deliveries.alias("queue"), deliveries.alias("flight")
    first = select(queue.c.id).where(queue.c.chat_id == chats.c.id, queue.c.state == PENDING)
    first = first.order_by(queue.c.lane, queue.c.id).limit(1)
    flying = exists().where(flight.c.chat_id == chats.c.id, flight.c.state == SENDING)
    return (
        select(deliveries.c.id, _ready_at.label("ready_at"))
        .join_from(chats, deliveries, deliveries.c.id == first.scalar_subquery())
        .where(deliveries.c.state == PENDING, ~flying)
        .where(chats.c.platform == platform, chats.c.suspended == "")
        .order_by(deliveries.c.lane, _ready_at, deliveries.c.id)
    )


def due_heads(platform: str, now: datetime, limit: int) -> Select[int, datetime]:
    """Those that may be sent now, locked; another worker's are passed over."""
    return heads(platform).where(_ready_at <= now).limit(limit).with_for_update(skip_locked=True, of=deliveries)


class OutboxStatements:
    """The outbox's room in the store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @uncut
    async def claim(
        self, platform: str, fence: int, now: datetime, limit: int, lease: timedelta
    ) -> tuple[Delivery, ...]:
        """Lease the due heads, the longest due first."""
        async with self._database.write() as connection:
            if not await holds(connection, _lease_of(platform), fence):
                return ()
            ids = (await connection.execute(due_heads(platform, now, limit))).scalars().all()
            taken = update(deliveries).where(deliveries.c.id.in_(ids)).values(state=DeliveryState.SENDING.value)
            await connection.execute(taken.values(lease=deliveries.c.lease + 1, lease_until=now + lease))
            claimed = await _read(connection, DELIVERIES.where(deliveries.c.id.in_(ids)))
            return tuple(sorted(claimed, key=lambda delivery: ids.index(delivery.id)))

    @uncut
    async def settle(self, delivery: Delivery, settlement: Settlement, fence: int, now: datetime) -> bool:
        """Write what became of it."""
        async with self._database.write() as connection:
            if not await holds(connection, _lease_of(delivery.chat.address.platform), fence):
                return False
            # The chat is locked before its deliveries, as everywhere, so that no two transactions wait for each other.
            of_chat = select(chats.c.id, chats.c.suspended).join_from(deliveries, chats).with_for_update(of=chats)
            chat = (await connection.execute(of_chat.where(deliveries.c.id == delivery.id))).one_or_none()
            held = (deliveries.c.id == delivery.id, deliveries.c.lease == delivery.lease, deliveries.c.state == SENDING)
            settled = update(deliveries).where(*held).values(_consequence(settlement, now))
            if chat is None or not (await connection.execute(settled)).rowcount:
                return False
            if settlement.chat_free_at is not None:
                busy = update(chats).where(chats.c.id == chat.id, chats.c.free_at < settlement.chat_free_at)
                await connection.execute(busy.values(free_at=settlement.chat_free_at))
            if chat.suspended:
                await cancel(connection, chat.id, chat.suspended)
            return True

    @uncut
    async def lapsed(self, platform: str, now: datetime) -> tuple[Delivery, ...]:
        """Those in flight whose lease is over."""
        over = DELIVERIES.where(deliveries.c.state == SENDING, deliveries.c.lease_until <= now)
        async with self._database.read() as connection:
            return await _read(connection, over.where(chats.c.platform == platform).order_by(deliveries.c.id))

    @uncut
    async def notify(self, chat: int, thread: str, note: str, now: datetime) -> None:
        """Owe the chat a word from the bot itself."""
        async with self._database.write() as connection:
            await owe_notice(connection, chat, thread, note, now)

    async def by_message(self, address: Address, message: str) -> Delivery | None:
        """The delivery a sent message came from."""
        sent = DELIVERIES.where(*_at(address), deliveries.c.message == message, deliveries.c.message != "")
        return await self._newest(sent)

    async def last_alert(self, address: Address) -> Delivery | None:
        """The newest alert or update sent to this chat (and thread)."""
        sent = DELIVERIES.where(*_at(address), deliveries.c.thread == address.thread)
        told, state = deliveries.c.kind != DeliveryKind.NOTICE.value, DeliveryState.SENT.value
        return await self._newest(sent.where(told, deliveries.c.state == state))

    @uncut
    async def told(self, ids: Sequence[int]) -> tuple[Delivery, ...]:
        """The deliveries with these ids, in this order, as far as they are still kept."""
        async with self._database.read() as connection:
            read = await _read(connection, DELIVERIES.where(deliveries.c.id.in_(ids)))
            return tuple(sorted(read, key=lambda delivery: ids.index(delivery.id)))

    @uncut
    async def next_due(self, platform: str) -> datetime | None:
        """When the next delivery may be sent."""
        async with self._database.read() as connection:
            ready = heads(platform).subquery().c.ready_at
            return await connection.scalar(select(ready).order_by(ready).limit(1))

    @uncut
    async def _newest(self, found: Select[Any]) -> Delivery | None:
        async with self._database.read() as connection:
            read = await _read(connection, found.order_by(deliveries.c.id.desc()).limit(1))
            return read[0] if read else None


def _lease_of(platform: str) -> str:
    """Name of the lease whose fencing token this platform's sender needs."""
    return f"sender:{platform}"


def _at(address: Address) -> tuple[Any, ...]:
    return chats.c.platform == address.platform, chats.c.chat == address.chat


def _consequence(settlement: Settlement, now: datetime) -> dict[str, Any]:
    return {
        "state": settlement.state.value,
        "due_at": settlement.due_at,
        "message": settlement.message,
        "error": settlement.error,
        "attempts": deliveries.c.attempts + int(settlement.counts),
        "doubts": deliveries.c.doubts + int(settlement.doubt),
        "lease_until": None,
        "sent_at": now if settlement.state is DeliveryState.SENT else None,
    }


async def owe_notice(connection: AsyncConnection, chat: int, thread: str, note: str, now: datetime) -> None:
    """Owe the chat a word from the bot itself; a suspended one would get it when it is stale."""
    values = {
        "key": secrets.token_hex(16),
        "chat_id": chat,
        "thread": thread,
        "kind": DeliveryKind.NOTICE.value,
        "state": DeliveryState.PENDING.value,
        "created_at": now,
        "due_at": now,
        "matches": [],
        "note": note,
    }
    live = select(chats.c.id).where(chats.c.id == chat, chats.c.suspended == "").with_for_update(read=True)
    if await connection.scalar(live) is not None:
        await connection.execute(insert(deliveries).values(values))


async def cancel(connection: AsyncConnection, chat: int, why: str) -> None:
    """Give up all that is pending for a chat."""
    pending = update(deliveries).where(deliveries.c.chat_id == chat, deliveries.c.state == PENDING)
    await connection.execute(pending.values(state=DeliveryState.DEAD.value, error=why))


async def _read(connection: AsyncConnection, statement: Select[Any]) -> tuple[Delivery, ...]:
    """The deliveries of a statement made from `DELIVERIES`, with their items as they are now."""
    rows = (await connection.execute(statement)).mappings().all()
    ids: list[int | None] = [row[deliveries.c.item_id] for row in rows]
    found = await filed_by_id(connection, (item for item in ids if item is not None))
    filed = [None if item is None else found.get(item) for item in ids]
    of = [_story_of(row, own) for row, own in zip(rows, filed, strict=True)]
    told = await filed_by_story(connection, (story for story in of if story is not None))
    also = (
        [] if story is None else [each for each in told[story] if each != own]
        for story, own in zip(of, filed, strict=True)
    )
    answered = [await _answered(connection, row, story) for row, story in zip(rows, of, strict=True)]
    return tuple(starmap(delivery_of, zip(rows, filed, also, answered, strict=True)))


async def _answered(connection: AsyncConnection, row: RowMapping, story: int | None) -> str:
    """The reference of the message that told the chat of the story that an update is of; few deliveries are updates."""
    if row[deliveries.c.kind] != DeliveryKind.UPDATE.value or story is None:
        return ""
    told = select(deliveries.c.message).where(deliveries.c.chat_id == row[deliveries.c.chat_id])
    told = told.where(deliveries.c.thread == row[deliveries.c.thread], deliveries.c.story_id == story)
    return await connection.scalar(told) or ""


def _story_of(row: RowMapping, filed: Filed | None) -> int | None:
    """The story that a delivery tells of: an update does not name it."""
    named: int | None = row[deliveries.c.story_id]
    return filed.item.story if named is None and filed else named
