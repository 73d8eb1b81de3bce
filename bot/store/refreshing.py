"""Statements about messages that were sent and whose stories went on since: they are written anew.

A story counts its changes, each in the transaction that makes it, and marks the alerts that tell of it. A claim notes
the count before it reads what is known; whoever settles it compares the two, and keeps others from counting until that
is written. So no change falls between them. The order in which rows are locked is that of all transactions: items,
stories, chats, deliveries.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Case, Select, and_, case, exists, literal, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.decisions import Refreshed
from bot.core.model import DeliveryKind, DeliveryState, Updates
from bot.core.stories import SPAN
from bot.ports import Stale
from bot.store.columns import Instant
from bot.store.items import batches
from bot.store.tables import PENDING, SENDING, chats, deliveries, items, stories

__all__ = ["KEEPS_UP", "count_changes", "left_behind", "refresh_once_sent", "settle_refresh", "stale_of", "take_stale"]

_SENT: Final = DeliveryState.SENT.value
_COMING: Final = (DeliveryState.HELD.value, PENDING, SENDING)
"""States that may be left for that of a sent message while a change is being written. A claim to send one reads what is
known by then and takes the mark away; one that is set later stays until the message is sent."""
_EDITABLE: Final = and_(deliveries.c.state == _SENT, deliveries.c.message != "", deliveries.c.edit_from.is_not(None))
_EVOLVES: Final = and_(deliveries.c.kind == DeliveryKind.ALERT.value, deliveries.c.updates != Updates.NONE.value)
"""The messages that are to keep up with their stories."""
KEEPS_UP: Final = or_(_EDITABLE, deliveries.c.state.in_(_COMING))
"""Whether what comes of its story is in the message of an alert, or will be when that is sent."""


async def count_changes(connection: AsyncConnection, changed: Iterable[int], now: datetime) -> None:
    """Count a change of the stories of these items, and mark the alerts that tell of them.

    Last in its transaction, for it locks deliveries. Nobody is told of a quiet item. What happens to a story when the
    desk has forgotten it is for whoever looks it up: nobody reads a message of last week again.
    """
    found: set[int] = set()
    for batch in batches(set(changed)):
        of_items = select(items.c.story_id).where(items.c.id.in_(batch), ~items.c.quiet)
        found.update(await connection.scalars(of_items.where(items.c.story_id.is_not(None))))
    recent = exists().where(items.c.story_id == stories.c.id, items.c.seen >= now - SPAN)
    for batch in batches(sorted(found)):
        open_ones = select(stories.c.id).where(stories.c.id.in_(batch), recent).order_by(stories.c.id)
        ids = (await connection.scalars(open_ones.with_for_update(key_share=True))).all()
        counted = update(stories).where(stories.c.id.in_(ids))
        await connection.execute(counted.values(changes=stories.c.changes + 1))
        told = update(deliveries).where(deliveries.c.story_id.in_(ids), deliveries.c.refresh_at.is_(None))
        told = told.where(_EVOLVES, KEEPS_UP)
        await connection.execute(told.values(refresh_at=_due(now)))


def refresh_once_sent(edit_from: datetime | None, *, surely: bool) -> Case[Any]:
    """When a message that has just been sent is to be written anew: if its story has changed since it was claimed.

    `surely`: nobody knows what words it has, so that those that keep up are written anew whatever happened.
    """
    stale = and_(_EVOLVES, literal(surely)) | deliveries.c.refresh_at.is_not(None)
    return case((stale, literal(edit_from, Instant)), else_=None)


def stale_of(platform: str) -> Select[Any]:
    """The id of each message that is to be written anew, and when, in chats that can be written to."""
    when = case((chats.c.free_at > deliveries.c.refresh_at, chats.c.free_at), else_=deliveries.c.refresh_at)
    return (
        select(deliveries.c.id, when.label("refresh_at"))
        .join_from(deliveries, chats)
        .where(deliveries.c.refresh_at.is_not(None), _EDITABLE)
        .where(chats.c.platform == platform, chats.c.suspended == "")
    )


async def take_stale(
    connection: AsyncConnection, platform: str, now: datetime, limit: int, until: datetime
) -> dict[int, int]:
    """Claim those that are due, the longest due first; how often the story of each had changed by then, by its id.

    What waits to be sent to a chat goes first, and so does what is being sent to it.
    """
    other = deliveries.alias("other")
    waiting = and_(other.c.state == PENDING, other.c.due_at <= now)
    busy = exists().where(other.c.chat_id == chats.c.id, or_(other.c.state == SENDING, waiting))
    due = stale_of(platform).where(deliveries.c.refresh_at <= now, chats.c.free_at <= now, ~busy)
    due = due.order_by(deliveries.c.refresh_at, deliveries.c.id).limit(limit)
    ids = (await connection.scalars(due.with_for_update(skip_locked=True, of=deliveries))).all()
    await connection.execute(update(deliveries).where(deliveries.c.id.in_(ids)).values(refresh_at=until))
    counts = select(deliveries.c.id, stories.c.changes).join_from(deliveries, stories, isouter=True)
    rows = await connection.execute(counts.where(deliveries.c.id.in_(ids)))
    changes = {row.id: row.changes or 0 for row in rows}
    return {each: changes[each] for each in ids}


async def settle_refresh(connection: AsyncConnection, stale: Stale, refreshed: Refreshed, now: datetime) -> bool:
    """Write what became of a claim, unless it has lapsed or the message can't be edited any more."""
    mine = deliveries.c.id == stale.delivery.id
    counted = select(stories.c.changes).join_from(deliveries, stories).where(mine)
    changes = await connection.scalar(counted.with_for_update(read=True, of=stories))
    if refreshed.chat_free_at is not None:
        busy = update(chats).where(chats.c.id == stale.delivery.chat.id, chats.c.free_at < refreshed.chat_free_at)
        await connection.execute(busy.values(free_at=refreshed.chat_free_at))
    again = refreshed.again
    if again is None and refreshed.edit_from is not None and changes is not None and changes > stale.changes:
        again = max(now, refreshed.edit_from)
    settled = update(deliveries).where(mine, deliveries.c.refresh_at == stale.until, _EDITABLE)
    values = {"refresh_at": again, "edit_from": refreshed.edit_from, "shown": refreshed.shown}
    return bool((await connection.execute(settled.values(values))).rowcount)


def left_behind() -> dict[str, Any]:
    """What is to be written of messages whose chat has become another: there, their numbers are those of others."""
    return {"message": "", "refresh_at": None, "edit_from": None}


def _due(now: datetime) -> Case[Any]:
    """When an alert is to be written anew that its story's change concerns."""
    early = and_(deliveries.c.edit_from.is_not(None), deliveries.c.edit_from > now)
    return case((early, deliveries.c.edit_from), else_=literal(now, Instant))
