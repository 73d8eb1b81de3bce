"""Counting what changes in what chats follow, so that the desk need not read it all again and again."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import ColumnElement, ScalarSelect, Select, select, true, update
from sqlalchemy.dialects.postgresql import insert as upsert  # SQLite took its syntax from there: it compiles for both
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.model import Mute, Subscription
from bot.ports import Changes
from bot.store.aliases import of_all
from bot.store.counting import count_up
from bot.store.manners import mute_of
from bot.store.rows import SUBSCRIPTIONS, subscription_of
from bot.store.tables import aliases, chats, counters, mutes, subscriptions

__all__ = ["changed", "read_subscriptions", "touch", "touch_all"]

_CHATS: Final = "chats"
"""The number of the last change."""
_WHOLE: Final = "chats whole"
"""That of the last one that can't be told chat by chat."""
_PART: Final = 200
"""Rows made into subscriptions before the event loop has its turn: 5 ms (measured)."""


async def touch(connection: AsyncConnection, chat: int | ScalarSelect[Any]) -> None:
    """Note that this transaction changes what a chat follows. To be called before the transaction writes anything.

    `chat`: its id, or a question for it that is asked when nobody else can change any more what chats follow.

    The counter is one row: until the transaction ends, no other can count, so that revisions are committed in their
    order and whoever reads up to one has seen all before it. Whoever waits for the counter must hold no row that its
    holder may want: that is why it comes first.
    """
    revision = await count_up(connection, _CHATS)
    await connection.execute(update(chats).where(chats.c.id == chat).values(revision=revision))


async def touch_all(connection: AsyncConnection) -> None:
    """Note that this transaction changes what many chats follow, or takes one away; see `touch`."""
    revision = await count_up(connection, _CHATS)
    put = upsert(counters).values(name=_WHOLE, value=revision)
    await connection.execute(put.on_conflict_do_update(index_elements=["name"], set_={"value": revision}))


async def changed(connection: AsyncConnection, since: int) -> Changes:
    """What chats follow that were touched after this revision; all there is, when that can't be told chat by chat.

    A revision that never was, of a database since restored, can't be told from.
    """
    counted = {row.name: row.value for row in await connection.execute(select(counters))}
    revision = counted.get(_CHATS, 0)
    if not counted.get(_WHOLE, 0) <= since <= revision:
        every = await read_subscriptions(connection, SUBSCRIPTIONS.where(chats.c.suspended == ""))
        all_of_them = await of_all(connection, true())
        muted = await _mutes(connection, true())
        return Changes(revision, True, tuple({one.chat.id: None for one in every}), every, all_of_them, muted)
    newer = select(chats.c.id).where(chats.c.revision > since)
    touched = tuple(await connection.scalars(newer))
    theirs = SUBSCRIPTIONS.where(chats.c.revision > since, chats.c.suspended == "")
    found = await read_subscriptions(connection, theirs) if touched else ()
    named = await of_all(connection, aliases.c.chat_id.in_(newer))
    muted = await _mutes(connection, mutes.c.chat_id.in_(newer)) if touched else {}
    return Changes(revision, False, touched, found, named, muted)


async def _mutes(connection: AsyncConnection, which: ColumnElement[bool]) -> Mapping[int, tuple[Mute, ...]]:
    """Those of these chats, by chat; of chats that mute nothing there are none."""
    found: dict[int, list[Mute]] = defaultdict(list)
    for row in (await connection.execute(select(mutes).where(which).order_by(mutes.c.id))).mappings():
        found[row[mutes.c.chat_id]].append(mute_of(row))
    return {chat: tuple(theirs) for chat, theirs in found.items()}


async def read_subscriptions(connection: AsyncConnection, which: Select[Any]) -> tuple[Subscription, ...]:
    """Subscriptions, oldest first; `which` are rows of `SUBSCRIPTIONS`."""
    rows = await connection.execute(which.order_by(subscriptions.c.id))
    found: list[Subscription] = []
    for part in rows.mappings().partitions(_PART):
        found.extend(map(subscription_of, part))
        await asyncio.sleep(0)
    return tuple(found)
