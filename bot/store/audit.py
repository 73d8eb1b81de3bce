"""Statements about what became of what was owed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, case, func, select, true, update

from bot.core.model import Delivery, DeliveryKind, DeliveryState
from bot.ports import Course, Held, Missed, Troubles
from bot.store.database import Database
from bot.store.latency import course
from bot.store.outbox import OutboxStatements
from bot.store.tables import chats, deliveries, items
from bot.store.uncut import uncut

__all__ = ["AuditStatements"]

_HELD: Final = deliveries.c.state == DeliveryState.HELD.value
_UNSURE: Final = deliveries.c.state == DeliveryState.UNSURE.value
_TROUBLED: Final = deliveries.c.state.in_((DeliveryState.DEAD.value, DeliveryState.UNSURE.value))
_UNTOLD: Final = deliveries.c.state.in_(
    state.value
    for state in (
        DeliveryState.HELD,
        DeliveryState.DIGESTED,
        DeliveryState.MUTED,
        DeliveryState.DEAD,
        DeliveryState.UNSURE,
    )
)
"""Of what no alert of its own is known to have come."""
_OF_STORIES: Final = deliveries.c.kind.in_((DeliveryKind.ALERT.value, DeliveryKind.UPDATE.value))
_STORY: Final = func.coalesce(deliveries.c.story_id, items.c.story_id, -deliveries.c.id)
"""What a delivery tells of; an update does not name it, and one that is forgotten stands for itself."""


class AuditStatements:
    """The room in the store for what became of what was owed."""

    def __init__(self, database: Database, outbox: OutboxStatements) -> None:
        self._database = database
        self._outbox = outbox

    @uncut
    async def held(self, chat: int) -> Held:
        """What waits in a chat, and until when the first of it does."""
        asked = select(func.count(), func.min(deliveries.c.held_until)).where(deliveries.c.chat_id == chat, _HELD)
        async with self._database.read() as connection:
            number, until = (await connection.execute(asked)).one()
            return Held(number, until)

    @uncut
    async def release(self, chat: int, now: datetime) -> int:
        """Let it be due; what is due already stays so."""
        waiting = deliveries.c.chat_id == chat, _HELD
        later = update(deliveries).where(*waiting, deliveries.c.held_until > now)
        async with self._database.write() as connection:
            await connection.execute(later.values(held_until=now))
            return await connection.scalar(select(func.count()).where(*waiting)) or 0

    async def missed(
        self,
        chat: int,
        thread: str,
        since: datetime,
        limit: int,
        *,
        until: datetime | None = None,
        told: bool = False,
        before: int = 0,
    ) -> Missed:
        """The newest delivery of each story; of one that came again since the page before, nothing more."""
        of_chat = _OF_STORIES, deliveries.c.chat_id == chat, deliveries.c.thread == thread
        made = deliveries.c.created_at >= since, deliveries.c.created_at < until if until else true()
        newest = select(func.max(deliveries.c.id).label("id")).outerjoin_from(deliveries, items)
        newest = newest.where(*of_chat, *made, deliveries.c.item_id.is_not(None), true() if told else _UNTOLD)
        newest = newest.group_by(_STORY)
        ids, total = await self._page(newest, limit, before)
        digests = await self._digests(ids)
        found = (replace(each, digest=digests.get(each.id)) for each in await self._outbox.told(ids))
        return Missed(tuple(found), total)

    @uncut
    async def _page(self, newest: Select[Any], limit: int, before: int) -> tuple[list[int], int]:
        last = newest.subquery()
        wanted = select(last.c.id).where(last.c.id < before if before else true())
        async with self._database.read() as connection:
            ids = list(await connection.scalars(wanted.order_by(last.c.id.desc()).limit(limit)))
            return ids, await connection.scalar(select(func.count()).select_from(wanted.subquery())) or 0

    @uncut
    async def _digests(self, ids: Collection[int]) -> dict[int, DeliveryState]:
        """What became of the digests of those of these deliveries that have one."""
        digest = deliveries.alias("digest")
        of = select(deliveries.c.id, digest.c.state).join(digest, digest.c.id == deliveries.c.digest_id)
        async with self._database.read() as connection:
            rows = await connection.execute(of.where(deliveries.c.id.in_(ids)))
            return {row.id: DeliveryState(row.state) for row in rows}

    async def troubled(self, since: datetime, limit: int, skip: int = 0) -> Troubles:
        """What was given up, and what is in doubt."""
        ids, counted = await self._troubled(since, limit, skip)
        dead, unsure = (counted.get(state.value, 0) for state in (DeliveryState.DEAD, DeliveryState.UNSURE))
        return Troubles(await self._outbox.told(ids), dead, unsure)

    @uncut
    async def _troubled(self, since: datetime, limit: int, skip: int) -> tuple[list[int], dict[str, int]]:
        made = _TROUBLED, deliveries.c.created_at >= since
        ids = select(deliveries.c.id).where(*made).order_by(deliveries.c.id.desc()).limit(limit).offset(skip)
        counts = select(deliveries.c.state, func.count().label("number")).where(*made).group_by(deliveries.c.state)
        async with self._database.read() as connection:
            counted = {row.state: row.number for row in await connection.execute(counts)}
            return list(await connection.scalars(ids)), counted

    async def trouble(self, number: int) -> Delivery | None:
        """The delivery of this id, where it is in trouble."""
        found = await self._outbox.told([number])
        return found[0] if found and found[0].state in {DeliveryState.DEAD, DeliveryState.UNSURE} else None

    async def retry(self, which: Collection[int], now: datetime, *, kept: timedelta) -> int:
        """Send these again."""
        return await self._retry(deliveries.c.id.in_(which), now, kept)

    async def retry_all(self, since: datetime, now: datetime, *, kept: timedelta) -> int:
        """Send again all that were made since then."""
        return await self._retry(deliveries.c.created_at >= since, now, kept)

    @uncut
    async def _retry(self, which: ColumnElement[bool], now: datetime, kept: timedelta) -> int:
        """What a sender has in hand is none of these; the chats are locked first, as everywhere."""
        theirs = select(deliveries.c.chat_id).where(_TROUBLED, which)
        live = select(chats.c.id).where(chats.c.id.in_(theirs), chats.c.suspended == "").order_by(chats.c.id)
        forgotten = _UNSURE & (deliveries.c.doubts == 0) & (deliveries.c.created_at < now - kept)
        again = {
            "state": DeliveryState.PENDING.value,
            "due_at": now,
            "attempts": 0,
            "doubts": case((forgotten, 1), else_=deliveries.c.doubts),
        }
        async with self._database.write() as connection:
            await connection.execute(live.with_for_update(read=True))
            open_to = deliveries.c.chat_id.in_(select(chats.c.id).where(chats.c.suspended == ""))
            sent = update(deliveries).where(_TROUBLED, which, open_to).values(again)
            return (await connection.execute(sent)).rowcount

    @uncut
    async def give_up(self, number: int, why: str) -> bool:
        """Write that a delivery in doubt is not sent again."""
        doubted = update(deliveries).where(deliveries.c.id == number, _UNSURE)
        async with self._database.write() as connection:
            gone = await connection.execute(doubted.values(state=DeliveryState.DEAD.value, error=why))
            return bool(gone.rowcount)

    @uncut
    async def course(self, since: datetime) -> Course:
        """How long news took since then."""
        async with self._database.read() as connection:
            return await course(connection, since)
