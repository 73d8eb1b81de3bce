"""Who is owed an update: the chats that were told of its story."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.alerts.budget import folded
from bot.core.alerts.manner import manner
from bot.core.decisions import Filing, Wanted
from bot.core.model import DeliveryKind, DeliveryState, Lane, Loudness, Updates
from bot.store.breath import portions
from bot.store.items import batches
from bot.store.manners import hours_of, loudness_of
from bot.store.refreshing import KEEPS_UP
from bot.store.rows import match_json
from bot.store.tables import HELD, chats, deliveries, subscriptions

__all__ = ["alert", "coming", "hasten", "updates"]


async def updates(
    connection: AsyncConnection, filing: Filing, story: int, now: datetime, zone: ZoneInfo
) -> Iterator[dict[str, Any]]:
    """An update for each chat and thread that was told of the story and still follows what it was told it for.

    Unless it wants none, or wants them written into the message that told it, and they can be: a digest is not edited.
    Where the item itself matches what they follow, that is why they are told; else why they were told of the story.
    It comes as its alert does, and never before that. Each is made when it is asked for: thousands may be owed one.
    """
    told = deliveries.c.thread, deliveries.c.matches, chats.c.id, chats.c.free_at
    of_alert = (deliveries.c[name] for name in ("state", "lane", "held_until", "error"))
    of_story = select(*told, *of_alert, chats.c.hours, chats.c.loudness).join_from(deliveries, chats)
    of_story = of_story.where(deliveries.c.story_id == story, chats.c.suspended == "")
    unwritten = (deliveries.c.updates == Updates.EDIT.value) & ~KEEPS_UP
    of_story = of_story.where(or_(deliveries.c.updates == Updates.REPLY.value, unwritten))
    of_story = of_story.where(deliveries.c.state != DeliveryState.MUTED.value)
    rows: list[Row[Any]] = []
    async for portion in portions(connection, of_story.order_by(deliveries.c.id)):
        rows.extend(portion)
    followed = await _followed(connection, (match["subscription"] for row in rows for match in row.matches))
    return _owed(filing, rows, followed, now, zone)


def _owed(
    filing: Filing,
    told: Iterable[Row[Any]],
    followed: Mapping[int, Loudness],
    now: datetime,
    zone: ZoneInfo,
) -> Iterator[dict[str, Any]]:
    now_matching = {(wanted.chat, wanted.thread): wanted for wanted in filing.wanted}
    for row in told:
        why: Iterable[Mapping[str, Any]] = [match for match in row.matches if match["subscription"] in followed]
        if wanted := now_matching.get((row.id, row.thread)):
            why = map(match_json, wanted.matches)
        elif why:
            wanted = _as_before(row, filing, [followed[match["subscription"]] for match in why], now, zone)
        if wanted is not None:
            update = alert(row.id, row.thread, filing.item, now, max(now, row.free_at))
            own = {"kind": DeliveryKind.UPDATE.value, "story_id": None, "matches": [*why], "note": filing.reason}
            yield update | own | coming(_behind(row, wanted))


def _as_before(row: Row[Any], filing: Filing, followed: Iterable[Loudness], now: datetime, zone: ZoneInfo) -> Wanted:
    """How an update comes to a chat that was told of the story by these subscriptions, none of which it matches."""
    hours, of_chat = hours_of(row.hours), loudness_of(row.loudness)
    comes = manner(hours, of_chat, followed, filing.origins, now, zone)
    until, why = (comes.held.until, comes.held.why) if comes.held else (None, "")
    muted = filing.muted.get(row.id, "")
    return Wanted(row.id, row.thread, (), comes.updates, comes.lane, until, why, muted)


def _behind(row: Row[Any], wanted: Wanted) -> Wanted:
    """As wanted, but never before the alert that it is an update of: held as long, and in no faster lane."""
    match row.state:
        case DeliveryState.HELD:
            lane = max(wanted.lane, Lane(row.lane))
            return replace(wanted, lane=lane, held_until=row.held_until, held_for=row.error)
        case DeliveryState.DIGESTED:
            return replace(wanted, lane=Lane.USUAL)
        case DeliveryState.PENDING | DeliveryState.SENDING:
            return replace(wanted, lane=max(wanted.lane, Lane(row.lane)))
        case _:
            return wanted


async def hasten(connection: AsyncConnection, filing: Filing, story: int, now: datetime) -> int:
    """Let alerts of the story that are held come sooner, where the filing has them come at once or sooner.

    So a story that has become urgent meanwhile is not slept over. What was folded waits for room unless it is urgent.
    """
    wanted = {(each.chat, each.thread): each for each in filing.wanted if not each.muted}
    held = select(*(deliveries.c[name] for name in ("id", "chat_id", "thread", "held_until", "error")))
    held = held.where(deliveries.c.story_id == story, deliveries.c.state == HELD)
    if not wanted:
        return 0
    sooner: dict[int, Wanted] = {}
    async for rows in portions(connection, held):
        sooner |= {row.id: new for row in rows if (new := _sooner(row, wanted.get((row.chat_id, row.thread))))}
    for number, new in sooner.items():
        this = update(deliveries).where(deliveries.c.id == number, deliveries.c.state == HELD)
        await connection.execute(this.values(due_at=now, **coming(new)))
    return len(sooner)


def _sooner(held: Row[Any], new: Wanted | None) -> Wanted | None:
    """How an alert that is held comes now, if that is sooner."""
    if new is None or (new.held_until is not None and new.held_until >= held.held_until):
        return None
    return new if new.lane is Lane.URGENT or not folded(held.error) else None


def coming(wanted: Wanted) -> dict[str, Any]:
    """Those columns of a row of the outbox that say how it comes, if at all."""
    held = DeliveryState.PENDING if wanted.held_until is None else DeliveryState.HELD
    return {
        "state": (DeliveryState.MUTED if wanted.muted else held).value,
        "lane": wanted.lane.value,
        "held_until": wanted.held_until,
        "error": wanted.muted or wanted.held_for,
        "updates": wanted.updates.value,
    }


def alert(chat: int, thread: str, item: int, now: datetime, due_at: datetime) -> dict[str, Any]:
    """A row of the outbox; the story it tells of and why are still to be named."""
    return {
        "key": secrets.token_hex(16),
        "chat_id": chat,
        "thread": thread,
        "kind": DeliveryKind.ALERT.value,
        "state": DeliveryState.PENDING.value,
        "created_at": now,
        "due_at": due_at,
        "item_id": item,
        "note": "",
        "lane": Lane.USUAL.value,
        "held_until": None,
        "error": "",
        "updates": Updates.REPLY.value,
    }


async def _followed(connection: AsyncConnection, ids: Iterable[int]) -> dict[int, Loudness]:
    """Those of these subscriptions that there still are, and how loud they are."""
    found: dict[int, Loudness] = {}
    asked = select(subscriptions.c.id, subscriptions.c.loudness)
    for batch in batches(set(ids)):
        rows = await connection.execute(asked.where(subscriptions.c.id.in_(batch)))
        found |= {row.id: loudness_of(row.loudness) for row in rows}
    return found
