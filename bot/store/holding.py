"""Statements about what is held, and the digests that tell of it once it is due."""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import Row, Select, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.alerts.digest import heading
from bot.core.alerts.hours import UNIVERSAL, past_quiet, zone_of
from bot.core.alerts.muting import why_muted
from bot.core.model import DeliveryKind, DeliveryState, Lane, Mute, MuteKind, Updates
from bot.ports import Doubts, Due
from bot.store.aliases import of_all
from bot.store.breath import portions
from bot.store.database import Database, Lock
from bot.store.items import batches, items_by_id
from bot.store.manners import hours_of, mute_of
from bot.store.tables import HELD, PENDING, SENDING, aliases, chats, deliveries, items, mutes
from bot.store.uncut import uncut

__all__ = ["HoldingStatements", "parts_of"]

_AHEAD: Final = 10
"""Rows that are looked at for each chat that is asked for: most have a few."""

_MOST_PARTS: Final = 100
"""Deliveries of a digest that are read: some 15 stories are named."""

_story_told: Final = func.coalesce(deliveries.c.story_id, items.c.story_id)
"""The story that a delivery tells of: an update does not name it. Asked of `deliveries` with their items."""


class HoldingStatements:
    """The room in the store for what is held."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @uncut
    async def due(self, now: datetime, limit: int) -> tuple[Due, ...]:
        """Chats and threads of which something is due."""
        rows = select(deliveries.c.chat_id, deliveries.c.thread).where(deliveries.c.state == HELD)
        rows = rows.where(deliveries.c.held_until <= now).order_by(deliveries.c.held_until, deliveries.c.id)
        async with self._database.read() as connection:
            found = (await connection.execute(rows.limit(limit * _AHEAD))).all()
        return tuple(dict.fromkeys(Due(row.chat_id, row.thread) for row in found))[:limit]

    @uncut
    async def doubts(self, due: Due, now: datetime) -> Doubts:
        """What is due there, where the chat mutes queries."""
        async with self._database.read() as connection:
            queries = [mute for mute in await _mutes(connection, due.chat, now) if mute.kind is MuteKind.QUERY]
            if not queries:
                return Doubts()
            rows = [row async for portion in portions(connection, _due(due, now)) for row in portion]
            told = await items_by_id(connection, (row.item_id for row in rows if row.item_id is not None))
            named = await of_all(connection, aliases.c.chat_id == due.chat)
            of = {row.id: told[row.item_id] for row in rows if row.item_id in told}
            return Doubts(tuple(queries), named.get(due.chat, ()), of)

    @uncut
    async def release(self, due: Due, now: datetime, muted: Mapping[int, str], *, zone: ZoneInfo = UNIVERSAL) -> bool:
        """Let all that is due there go; the chat is locked before its deliveries, as everywhere.

        The desk waits meanwhile: an update that it owes comes with the alert of its story, or after it.
        """
        async with self._database.write(Lock.DESK) as connection:
            of_chat = select(chats.c.suspended, chats.c.hours).where(chats.c.id == due.chat)
            chat = (await connection.execute(of_chat.with_for_update(key_share=True))).one_or_none()
            if chat is None:  # it has become another, and so has what was due there
                return False
            due_now = _due(due, now).with_for_update(of=deliveries)
            rows = [row async for portion in portions(connection, due_now) for row in portion]
            if chat.suspended:
                await _settle(connection, rows, state=DeliveryState.DEAD, error=chat.suspended)
                return False
            known = await _mutes(connection, due.chat, now)
            if ends := [mute.until for mute in known if mute.kind is MuteKind.ALL]:
                hours = hours_of(chat.hours)
                await _write(connection, rows, held_until=past_quiet(hours, max(ends), zone_of(hours, zone)))
                return False
            stories = {mute.text: why_muted(mute) for mute in known if mute.kind is MuteKind.STORY}
            apart: dict[str, list[Row[Any]]] = defaultdict(list)
            for row in rows:
                apart[muted.get(row.id, "") or stories.get(str(row.story), "")].append(row)
            goes = apart.pop("", [])
            for why, left_out in apart.items():
                await _settle(connection, left_out, state=DeliveryState.MUTED, error=why)
            return await _go(connection, due, goes, now)

    @uncut
    async def next_due(self) -> datetime | None:
        """When something is due next."""
        first = select(deliveries.c.held_until).where(deliveries.c.state == HELD).order_by(deliveries.c.held_until)
        async with self._database.read() as connection:
            return await connection.scalar(first.limit(1))


def _due(due: Due, now: datetime) -> Select[Any]:
    """What is due there, in the order in which it was owed."""
    named = (deliveries.c[name] for name in ("id", "item_id", "held_until", "error"))
    rows = select(*named, _story_told.label("story")).outerjoin_from(deliveries, items)
    rows = rows.where(deliveries.c.chat_id == due.chat, deliveries.c.thread == due.thread)
    return rows.where(deliveries.c.state == HELD, deliveries.c.held_until <= now).order_by(deliveries.c.id)


async def _go(connection: AsyncConnection, due: Due, rows: Sequence[Row[Any]], now: datetime) -> bool:
    """One goes by itself, several in a digest; of none there is no message.

    While a digest waits to be sent, one is a digest too: by itself it would go before that, as it was owed before that
    was made, and what is told there was owed earlier still.
    """
    if len(rows) == 1 and not await connection.scalar(_waiting(due)):
        await _settle(connection, rows, state=DeliveryState.PENDING, due_at=now)
    elif rows:
        digest = {
            "key": secrets.token_hex(16),
            "chat_id": due.chat,
            "thread": due.thread,
            "kind": DeliveryKind.DIGEST.value,
            "state": DeliveryState.PENDING.value,
            "created_at": now,
            "due_at": now,
            "matches": [],
            "note": heading(row.error for row in rows),
            "lane": Lane.USUAL.value,
            "held_until": max(row.held_until for row in rows),
            "updates": Updates.NONE.value,
        }
        number = await connection.scalar(insert(deliveries).values(digest).returning(deliveries.c.id))
        await _settle(connection, rows, state=DeliveryState.DIGESTED, digest_id=number)
    return bool(rows)


def _waiting(due: Due) -> Select[Any]:
    """Digests that are not sent yet."""
    there = deliveries.c.chat_id == due.chat, deliveries.c.thread == due.thread
    digests = select(func.count()).where(*there, deliveries.c.kind == DeliveryKind.DIGEST.value)
    return digests.where(deliveries.c.state.in_((PENDING, SENDING)))


async def _settle(
    connection: AsyncConnection, rows: Iterable[Row[Any]], state: DeliveryState, **values: object
) -> None:
    """Let them be held no longer; what is not sent itself has no message that could be written anew."""
    kept = {} if state is DeliveryState.PENDING else {"refresh_at": None}
    await _write(connection, rows, state=state.value, **kept, **values)


async def _write(connection: AsyncConnection, rows: Iterable[Row[Any]], **values: object) -> None:
    for batch in batches(row.id for row in rows):
        await connection.execute(update(deliveries).where(deliveries.c.id.in_(batch)).values(values))


async def _mutes(connection: AsyncConnection, chat: int, now: datetime) -> list[Mute]:
    """What it mutes now."""
    live = select(mutes).where(mutes.c.chat_id == chat, mutes.c.until > now)
    return [mute_of(row) for row in (await connection.execute(live)).mappings()]


async def parts_of(connection: AsyncConnection, digest: int) -> tuple[int, Sequence[int]]:
    """Of how many stories a digest tells, and its parts; of very many those whose stories have the most items."""
    of_digest = select(_story_told.label("story"), deliveries.c.id).outerjoin_from(deliveries, items)
    told = of_digest.where(deliveries.c.digest_id == digest).subquery()
    stories = await connection.scalar(select(func.count(told.c.story.distinct())))
    same = items.alias("same")
    number = select(func.count()).where(same.c.story_id == told.c.story).scalar_subquery()
    most = select(told.c.id).order_by(number.desc(), told.c.id.desc()).limit(_MOST_PARTS)
    return stories or 0, (await connection.scalars(most)).all()
