"""Statements that fold what is too much for a chat, or comes too late: it is held, to be told of in one digest."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Row, Select, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.alerts.budget import LATE_AFTER, OFFLINE, Backlog, Budget, Fold, Outage, Waiting, fold, recent
from bot.core.model import DeliveryKind, DeliveryState, Lane
from bot.store.columns import Instant
from bot.store.manners import hours_of
from bot.store.tables import HELD, PENDING, chats, deliveries, items, memories

__all__ = ["OUTAGE", "to_send"]

OUTAGE: Final = "outage"
"""What the last outage is remembered under: two times, with a stroke between them."""

_NEWS: Final = (DeliveryKind.ALERT.value, DeliveryKind.UPDATE.value)
_MESSAGES: Final = (*_NEWS, DeliveryKind.DIGEST.value)
_MOST: Final = 500
"""Deliveries folded in one go; what is left of a longer queue is folded at the next claim, into the same digest."""

_owed_at: Final = func.coalesce(deliveries.c.held_until, deliveries.c.created_at, type_=Instant).label("owed_at")
"""Since when it could have been sent."""


async def to_send(
    connection: AsyncConnection, heads: Sequence[int], budget: Budget | None, now: datetime
) -> Sequence[int]:
    """Those of these heads of chats' queues that are to be sent now; what is folded instead is held.

    Most chats have room, which one question tells of all of them. What is urgent passes, and what was begun to be
    sent once: it may have arrived.
    """
    if budget is None or not heads:
        return heads
    rows = (await connection.execute(_asked(heads, budget, now))).all()
    if not rows:
        return heads
    outage = recent(_outage(rows[0].outage), now)
    gone: set[int] = set()
    for row in rows:
        if outage or row.lately >= budget.most or now - row.owed_at >= LATE_AFTER:
            found = fold(await _backlog(connection, row, budget, now), budget, outage, now)
            if found is not None:
                await _hold(connection, found)
                gone.update(found.ids)
    return [head for head in heads if head not in gone]


def _asked(heads: Sequence[int], budget: Budget, now: datetime) -> Select[Any]:
    """The heads that may be folded, how many messages with news their chats got lately, and the last outage."""
    sent = deliveries.alias("sent")
    lately = select(func.count()).where(sent.c.chat_id == deliveries.c.chat_id, sent.c.thread == deliveries.c.thread)
    lately = lately.where(sent.c.sent_at > now - budget.within, sent.c.lane == Lane.USUAL, sent.c.kind.in_(_MESSAGES))
    outage = select(memories.c.value).where(memories.c.name == OUTAGE)
    named = (deliveries.c[name] for name in ("id", "chat_id", "thread"))
    rows = select(*named, _owed_at, lately.scalar_subquery().label("lately"), outage.scalar_subquery().label("outage"))
    return rows.where(deliveries.c.id.in_(heads), *_foldable())


def _foldable() -> tuple[Any, ...]:
    """What is sent again after a doubt says so; a digest does not."""
    begun = deliveries.c.attempts + deliveries.c.doubts
    return deliveries.c.lane == Lane.USUAL, deliveries.c.kind.in_(_NEWS), begun == 0


async def _backlog(connection: AsyncConnection, head: Row[Any], budget: Budget, now: datetime) -> Backlog:
    """All that waits where this one does, but for what another transaction has in hand: that comes to the next claim.

    A claim waits for no delivery, so that whoever holds some never waits in a circle.
    """
    there = deliveries.c.chat_id == head.chat_id, deliveries.c.thread == head.thread
    times = select(deliveries.c.sent_at).where(*there, deliveries.c.sent_at > now - budget.within)
    times = times.where(deliveries.c.lane == Lane.USUAL, deliveries.c.kind.in_(_MESSAGES))
    queue = select(deliveries.c.id, _owed_at, items.c.published).outerjoin_from(deliveries, items)
    queue = queue.where(*there, deliveries.c.state == PENDING, *_foldable()).order_by(deliveries.c.id).limit(_MOST)
    queue = queue.with_for_update(skip_locked=True, of=deliveries)
    held = select(func.count()).where(*there, deliveries.c.state == HELD, deliveries.c.error.startswith(OFFLINE))
    hours = await connection.scalar(select(chats.c.hours).where(chats.c.id == head.chat_id))
    rows = await connection.execute(queue)
    return Backlog(
        hours_of(hours or {}),
        [Waiting(row.id, row.owed_at, row.published or row.owed_at) for row in rows],
        (await connection.scalars(times)).all(),
        await connection.scalar(held) or 0,
    )


async def _hold(connection: AsyncConnection, found: Fold) -> None:
    waiting = update(deliveries).where(deliveries.c.id.in_(found.ids), deliveries.c.state == PENDING)
    held = {"state": DeliveryState.HELD.value, "held_until": found.until, "error": found.why}
    await connection.execute(waiting.values(held))


def _outage(kept: str | None) -> Outage | None:
    since, stroke, until = (kept or "").partition("/")
    return Outage(datetime.fromisoformat(since), datetime.fromisoformat(until)) if stroke else None
