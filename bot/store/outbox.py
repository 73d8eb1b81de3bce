"""Statements about what is owed to chats, and what became of it."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import starmap
from typing import Any, Final

from sqlalchemy import RowMapping, Select, case, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.alerts.budget import Budget
from bot.core.alerts.refreshing import UNKNOWN
from bot.core.decisions import Refreshed, Settlement
from bot.core.model import Address, ChatKind, Delivery, DeliveryKind, DeliveryState, Filed
from bot.core.pacing import Written
from bot.ports import Stale
from bot.store.database import Database
from bot.store.folding import to_send
from bot.store.holding import parts_of
from bot.store.items import filed_by_id, filed_by_story
from bot.store.ledger import holds
from bot.store.queue import Look, heads
from bot.store.refreshing import left_behind, refresh_once_sent, settle_refresh, stale_of, take_stale
from bot.store.rows import DELIVERIES, delivery_of
from bot.store.tables import PENDING, SENDING, chats, deliveries
from bot.store.uncut import uncut

__all__ = ["OutboxStatements", "cancel", "owe_notice"]

_TOLD: Final = (DeliveryKind.ALERT.value, DeliveryKind.UPDATE.value)


class OutboxStatements:
    """The outbox's room in the store."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._looks: dict[str, Look] = {}

    @uncut
    async def claim(
        self, platform: str, fence: int, now: datetime, limit: int, lease: timedelta, budget: Budget | None = None
    ) -> tuple[Delivery, ...]:
        """Lease the due heads, the longest due first, but for those that are folded."""
        async with self._database.write() as connection:
            if not await holds(connection, _lease_of(platform), fence):
                return ()
            ids = await self._looks.setdefault(platform, Look(platform)).take(connection, now, limit)
            ids = await to_send(connection, ids, budget, now)
            if not ids:
                return ()
            taken = update(deliveries).where(deliveries.c.id.in_(ids)).values(state=DeliveryState.SENDING.value)
            await connection.execute(
                taken.values(lease=deliveries.c.lease + 1, lease_until=now + lease, refresh_at=None)
            )
            claimed = await _read(connection, DELIVERIES.where(deliveries.c.id.in_(ids)))
            return tuple(sorted(claimed, key=lambda delivery: ids.index(delivery.id)))

    @uncut
    async def settle(self, delivery: Delivery, settlement: Settlement, fence: int, now: datetime) -> bool:
        """Write what became of it."""
        async with self._database.write() as connection:
            if not await holds(connection, _lease_of(delivery.chat.address.platform), fence):
                return False
            # The chat is locked before its deliveries, as everywhere, so that no two transactions wait for each other.
            of_chat = select(chats.c.id, chats.c.chat, chats.c.suspended).join_from(deliveries, chats)
            of_chat = of_chat.where(deliveries.c.id == delivery.id).with_for_update(of=chats)
            chat = (await connection.execute(of_chat)).one_or_none()
            if chat is None:
                return False
            values = _consequence(settlement, now)
            if chat.chat != delivery.chat.address.chat:
                values |= left_behind()
            held = (deliveries.c.id == delivery.id, deliveries.c.lease == delivery.lease, deliveries.c.state == SENDING)
            if not (await connection.execute(update(deliveries).where(*held).values(values))).rowcount:
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
    async def written(self, platform: str, since: datetime, now: datetime) -> tuple[Written, ...]:
        """What was sent after that; what is in flight was sent now at the latest."""
        sent = select(chats.c.chat, chats.c.kind, deliveries.c.sent_at).join_from(deliveries, chats)
        sent = sent.where(chats.c.platform == platform)
        lately = or_(deliveries.c.sent_at > since, deliveries.c.state == SENDING)
        async with self._database.read() as connection:
            rows = (await connection.execute(sent.where(lately))).all()
        return tuple(Written(row.chat, row.sent_at or now, row.kind != ChatKind.PRIVATE.value) for row in rows)

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
        told, state = deliveries.c.kind.in_(_TOLD), DeliveryState.SENT.value
        return await self._newest(sent.where(told, deliveries.c.state == state))

    @uncut
    async def told(self, ids: Sequence[int]) -> tuple[Delivery, ...]:
        """The deliveries with these ids, in this order, as far as they are still kept."""
        async with self._database.read() as connection:
            read = await _read(connection, DELIVERIES.where(deliveries.c.id.in_(ids)))
            return tuple(sorted(read, key=lambda delivery: ids.index(delivery.id)))

    @uncut
    async def next_due(self, platform: str) -> datetime | None:
        """When the next delivery may be sent, or may be found: in a crowd, not every claim looks at all queues."""
        if (look := self._looks.get(platform)) and look.until:
            return look.until
        async with self._database.read() as connection:
            ready = heads(platform).subquery().c.ready_at
            return await connection.scalar(select(ready).order_by(ready).limit(1))

    @uncut
    async def claim_stale(
        self, platform: str, fence: int, now: datetime, limit: int, lease: timedelta
    ) -> tuple[Stale, ...]:
        """Lease sent alerts whose story has changed, the longest due first."""
        async with self._database.write() as connection:
            if not await holds(connection, _lease_of(platform), fence):
                return ()
            taken = await take_stale(connection, platform, now, limit, now + lease)
            read = await _read(connection, DELIVERIES.where(deliveries.c.id.in_(taken)))
            found = {each.id: replace(each, edits=each.message) for each in read}
            return tuple(Stale(found[each], changes, now + lease) for each, changes in taken.items())

    @uncut
    async def refresh(self, stale: Stale, refreshed: Refreshed, fence: int, now: datetime) -> bool:
        """Write what became of a message that was to be written anew."""
        async with self._database.write() as connection:
            if not await holds(connection, _lease_of(stale.delivery.chat.address.platform), fence):
                return False
            return await settle_refresh(connection, stale, refreshed, now)

    @uncut
    async def next_stale(self, platform: str) -> datetime | None:
        """When the next message may be written anew."""
        async with self._database.read() as connection:
            due = stale_of(platform).subquery().c.refresh_at
            return await connection.scalar(select(due).order_by(due).limit(1))

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
        "shown": settlement.shown,
        "edit_from": settlement.edit_from,
        "refresh_at": refresh_once_sent(settlement.edit_from, surely=settlement.shown == UNKNOWN),
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
    """Give up all that is pending for a chat; it gets no message that could be written anew."""
    pending = update(deliveries).where(deliveries.c.chat_id == chat, deliveries.c.state == PENDING)
    await connection.execute(pending.values(state=DeliveryState.DEAD.value, error=why, refresh_at=None))


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
    read = starmap(delivery_of, zip(rows, filed, also, answered, strict=True))
    return tuple([await _whole(connection, each) if each.kind is DeliveryKind.DIGEST else each for each in read])


async def _whole(connection: AsyncConnection, digest: Delivery) -> Delivery:
    """A digest with what it tells of."""
    stories, told = await parts_of(connection, digest.id)
    parts = await _read(connection, DELIVERIES.where(deliveries.c.id.in_(told)).order_by(deliveries.c.id))
    return replace(digest, parts=parts, stories=stories)


async def _answered(connection: AsyncConnection, row: RowMapping, story: int | None) -> str:
    """The reference of the message that told the chat of the story that an update is of, be it a digest.

    Few deliveries are updates.
    """
    if row[deliveries.c.kind] != DeliveryKind.UPDATE.value or story is None:
        return ""
    digest = deliveries.alias("digest")
    message = case((deliveries.c.message != "", deliveries.c.message), else_=digest.c.message)
    told = select(message).outerjoin_from(deliveries, digest, digest.c.id == deliveries.c.digest_id)
    told = told.where(deliveries.c.chat_id == row[deliveries.c.chat_id])
    told = told.where(deliveries.c.thread == row[deliveries.c.thread], deliveries.c.story_id == story)
    return await connection.scalar(told) or ""


def _story_of(row: RowMapping, filed: Filed | None) -> int | None:
    """The story that a delivery tells of: an update does not name it."""
    named: int | None = row[deliveries.c.story_id]
    return filed.item.story if named is None and filed else named
