"""Statements about how loudly chats are told, and what they mute."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert as upsert  # SQLite took its syntax from there: it compiles for both
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.alerts.hours import UNIVERSAL, past_quiet, zone_of
from bot.core.model import Hours, Loudness, Mute, MuteKind
from bot.store.changes import touch
from bot.store.database import Database
from bot.store.manners import hours_json, hours_of, loudness_json, loudness_of, mute_of
from bot.store.tables import HELD, chats, deliveries, mutes, subscriptions
from bot.store.uncut import uncut

__all__ = ["TuningStatements"]


class TuningStatements:
    """The room in the store for how loudly chats are told."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @uncut
    async def set_hours(self, chat: int, change: Callable[[Hours], Hours]) -> Hours:
        """Change the clock and the quiet of a chat; who else would, waits at `touch`."""
        mine = chats.c.id == chat
        async with self._database.write() as connection:
            await touch(connection, chat)
            wanted = change(hours_of(await connection.scalar(select(chats.c.hours).where(mine)) or {}))
            await connection.execute(update(chats).where(mine).values(hours=hours_json(wanted)))
            return wanted

    @uncut
    async def set_loudness(self, chat: int, change: Callable[[Loudness], Loudness]) -> Loudness:
        """Change what a chat wants."""
        mine = chats.c.id == chat
        async with self._database.write() as connection:
            await touch(connection, chat)
            wanted = change(loudness_of(await connection.scalar(select(chats.c.loudness).where(mine)) or {}))
            await connection.execute(update(chats).where(mine).values(loudness=loudness_json(wanted)))
            return wanted

    @uncut
    async def set_loudness_of(self, which: Collection[int], change: Callable[[Loudness], Loudness]) -> tuple[int, ...]:
        """Change what these subscriptions of one chat want else than their chat."""
        mine = subscriptions.c.id.in_(which)
        of_chat = select(subscriptions.c.chat_id).where(mine).limit(1).scalar_subquery()
        known = select(subscriptions.c.id, subscriptions.c.loudness).where(mine).order_by(subscriptions.c.id)
        async with self._database.write() as connection:
            await touch(connection, of_chat)
            rows = (await connection.execute(known)).all()
            for row in rows:
                wanted = loudness_json(change(loudness_of(row.loudness)))
                this = update(subscriptions).where(subscriptions.c.id == row.id)
                await connection.execute(this.values(loudness=wanted))
            return tuple(row.id for row in rows)

    @uncut
    async def mute(
        self,
        chat: int,
        kind: MuteKind,
        text: str,
        until: datetime,
        by: str,
        now: datetime,
        *,
        zone: ZoneInfo = UNIVERSAL,
    ) -> Mute:
        """Mute something until then; what is muted already has that end instead."""
        over = delete(mutes).where(mutes.c.chat_id == chat, mutes.c.until <= now)
        values = {"until": until, "muted_by": by}
        put = upsert(mutes).values(chat_id=chat, kind=kind.value, text=text, **values)
        put = put.on_conflict_do_update(index_elements=["chat_id", "kind", "text"], set_=values)
        before = select(mutes).where(mutes.c.chat_id == chat, mutes.c.kind == kind.value, mutes.c.text == text)
        async with self._database.write() as connection:
            await touch(connection, chat)
            await connection.execute(over)
            for row in (await connection.execute(before)).mappings().all():
                await _wait_else(connection, mute_of(row), until, zone)
            return mute_of((await connection.execute(put.returning(mutes))).mappings().one())

    @uncut
    async def unmute(self, chat: int, which: Collection[int], now: datetime, *, zone: ZoneInfo = UNIVERSAL) -> int:
        """Take these mutes away."""
        gone = delete(mutes).where(mutes.c.chat_id == chat, mutes.c.id.in_(which)).returning(mutes)
        async with self._database.write() as connection:
            await touch(connection, chat)
            rows = (await connection.execute(gone)).mappings().all()
            for row in rows:
                await _wait_else(connection, mute_of(row), now, zone)
            return len(rows)

    @uncut
    async def mutes(self, chat: int, now: datetime) -> tuple[Mute, ...]:
        """Those that are not over, what ends first first."""
        live = select(mutes).where(mutes.c.chat_id == chat, mutes.c.until > now).order_by(mutes.c.until, mutes.c.id)
        async with self._database.read() as connection:
            return tuple(map(mute_of, (await connection.execute(live)).mappings()))


async def _wait_else(connection: AsyncConnection, mute: Mute, until: datetime, zone: ZoneInfo) -> None:
    """Let what waits for the end of a mute of all, being due else, wait until then, and quiet hours are over."""
    if mute.kind is not MuteKind.ALL:
        return
    hours = hours_of(await connection.scalar(select(chats.c.hours).where(chats.c.id == mute.chat)) or {})
    before, then = (past_quiet(hours, end, zone_of(hours, zone)) for end in (mute.until, until))
    waits = deliveries.c.chat_id == mute.chat, deliveries.c.state == HELD, deliveries.c.held_until == before
    await connection.execute(update(deliveries).where(*waits).values(held_until=then))
