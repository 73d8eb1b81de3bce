"""Who is owed an update: the chats that were told of its story."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.decisions import Filing
from bot.core.model import DeliveryKind, DeliveryState, Updates
from bot.store.items import batches
from bot.store.rows import match_json
from bot.store.tables import chats, deliveries, subscriptions

__all__ = ["alert", "updates"]


_PORTION: Final = 200
"""Rows read in one go: 2 ms."""


async def updates(connection: AsyncConnection, filing: Filing, story: int, now: datetime) -> Iterator[dict[str, Any]]:
    """An update for each chat and thread that was told of the story and still follows what it was told it for.

    Unless it wants none, or wants them written into the message that told it.
    Where the item itself matches what they follow, that is why they are told; else why they were told of the story.
    Each is made when it is asked for: thousands may be owed one.
    """
    told = deliveries.c.thread, deliveries.c.matches, chats.c.id, chats.c.free_at
    of_story = select(*told).join_from(deliveries, chats).where(deliveries.c.story_id == story, chats.c.suspended == "")
    of_story = of_story.where(deliveries.c.updates == Updates.REPLY.value)
    rows: list[Row[*tuple[Any, ...]]] = []
    for portion in (await connection.execute(of_story.order_by(deliveries.c.id))).partitions(_PORTION):
        rows.extend(portion)
        await asyncio.sleep(0)
    followed = await _followed(connection, (match["subscription"] for row in rows for match in row.matches))
    return _owed(filing, rows, followed, now)


def _owed(
    filing: Filing, told: Iterable[Row[*tuple[Any, ...]]], followed: set[int], now: datetime
) -> Iterator[dict[str, Any]]:
    now_matching = {(wanted.chat, wanted.thread): wanted.matches for wanted in filing.wanted}
    for row in told:
        why: Iterable[Mapping[str, Any]] = [match for match in row.matches if match["subscription"] in followed]
        if matches := now_matching.get((row.id, row.thread)):
            why = map(match_json, matches)
        if matches or why:
            update = alert(row.id, row.thread, filing.item, now, max(now, row.free_at))
            own = {"kind": DeliveryKind.UPDATE.value, "story_id": None, "matches": [*why], "note": filing.reason}
            yield update | own


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
        "updates": Updates.REPLY.value,
    }


async def _followed(connection: AsyncConnection, ids: Iterable[int]) -> set[int]:
    """Those of these subscriptions that there still are."""
    found: set[int] = set()
    for batch in batches(set(ids)):
        found.update(await connection.scalars(select(subscriptions.c.id).where(subscriptions.c.id.in_(batch))))
    return found
