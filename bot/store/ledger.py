"""Statements about leases, small memories, figures and retention."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy import Column, Select, case, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert as upsert  # SQLite took its syntax from there: it compiles for both
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.model import DeliveryState
from bot.ports import Fence, Health
from bot.store.database import Database
from bot.store.fulltext import FullText
from bot.store.retention import BUTTONS, tidy
from bot.store.tables import ACTIVE, GONE, PENDING, chats, deliveries, items, leases, memories, sources, subscriptions
from bot.store.uncut import uncut

__all__ = ["LedgerStatements", "holds", "stands"]

_DAY: Final = timedelta(days=1)
_LONG_AGO: Final = datetime(1970, 1, 1, tzinfo=UTC)


async def holds(connection: AsyncConnection, name: str, fence: int) -> bool:
    """Whether this fencing token is the lease's newest; no other is given out before the transaction is over."""
    newest = select(leases.c.fence).where(leases.c.name == name).with_for_update(read=True)
    return bool(await connection.scalar(newest) == fence)


async def stands(connection: AsyncConnection, fence: Fence | None) -> bool:
    """Whether what is under a fence may be written; what is under none, always."""
    return fence is None or await holds(connection, *fence)


class LedgerStatements:
    """The ledger's room in the store."""

    def __init__(self, database: Database, texts: FullText) -> None:
        self._database = database
        self._texts = texts

    @uncut
    async def lead(self, name: str, holder: str, now: datetime, lease: timedelta) -> int | None:
        """Take or keep a named lease."""
        put = upsert(leases).values(name=name, holder=holder, fence=1, until=now + lease)
        fence = case((leases.c.holder == holder, leases.c.fence), else_=leases.c.fence + 1)
        taken = put.on_conflict_do_update(
            index_elements=["name"],
            set_={"holder": holder, "fence": fence, "until": now + lease},
            where=or_(leases.c.holder == holder, leases.c.until <= now),
        )
        async with self._database.write() as connection:
            token: int | None = await connection.scalar(taken.returning(leases.c.fence))
            return token

    @uncut
    async def yield_lead(self, name: str, holder: str) -> None:
        """Give it up at once; the fence stays, so that the next holder's is greater."""
        mine = update(leases).where(leases.c.name == name, leases.c.holder == holder)
        async with self._database.write() as connection:
            await connection.execute(mine.values(holder="", until=_LONG_AGO))

    @uncut
    async def recall(self, name: str) -> str:
        """What was remembered under this name, or nothing."""
        async with self._database.read() as connection:
            return await connection.scalar(select(memories.c.value).where(memories.c.name == name)) or ""

    @uncut
    async def remember(self, name: str, value: str, *, under: Fence | None = None) -> None:
        """Keep a small value."""
        put = upsert(memories).values(name=name, value=value)
        kept = put.on_conflict_do_update(index_elements=["name"], set_={"value": put.excluded.value})
        async with self._database.write() as connection:
            if await stands(connection, under):
                await connection.execute(kept)

    @uncut
    async def health(self, now: datetime) -> Health:
        """The figures; what waits for a suspended chat waits for nobody."""
        day = now - _DAY
        live = deliveries.c.chat_id.in_(select(chats.c.id).where(chats.c.suspended == ""))
        figures = {
            "items": _count(items.c.id),
            "items_day": _count(items.c.id).where(items.c.seen > day),
            "sources": _count(sources.c.id).where(sources.c.state.not_in(GONE)),
            "active": _count(sources.c.id).where(sources.c.state == ACTIVE),
            "failing": _count(sources.c.id).where(sources.c.state == ACTIVE, sources.c.failures > 0),
            "chats": _count(chats.c.id).where(chats.c.suspended == ""),
            "subscriptions": _count(subscriptions.c.id),
            "pending": _count(deliveries.c.id).where(deliveries.c.state == PENDING, live),
            "unsure": _count(deliveries.c.id).where(deliveries.c.state == DeliveryState.UNSURE.value),
            "dead": _count(deliveries.c.id).where(deliveries.c.state == DeliveryState.DEAD.value),
            "sent_day": _count(deliveries.c.id).where(deliveries.c.sent_at > day),
            "oldest_pending": select(func.min(deliveries.c.created_at)).where(deliveries.c.state == PENDING, live),
        }
        async with self._database.read() as connection:
            asked = select(*(figure.scalar_subquery().label(name) for name, figure in figures.items()))
            return Health(**(await connection.execute(asked)).mappings().one())

    async def tidy(self, now: datetime, items: timedelta, seen: timedelta) -> int:
        """Forget what is older; see `bot.store.retention`."""
        return await tidy(self._database, self._texts, now - items, now - seen, now - BUTTONS)


def _count(column: Column[int]) -> Select[int]:
    return select(func.count(column))
