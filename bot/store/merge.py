"""Making one chat of two that turned out to be the same: a group and the supergroup it became."""

from __future__ import annotations

from itertools import count
from typing import Any, Final

from sqlalchemy import Column, ColumnElement, Table, and_, delete, exists, select, true, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.model import DeliveryKind, DeliveryState, SubscriptionKind
from bot.store.tables import (
    PENDING,
    aliases,
    buttons,
    chats,
    deliveries,
    filter_versions,
    filters,
    mutes,
    outlets,
    subscriptions,
)

__all__ = ["merge"]

_SAME: Final = ("thread", "kind", "text")
"""What two subscriptions to one thing have in common."""
_EVERY: Final = true()
_UPDATES: Final = deliveries.c.kind == DeliveryKind.UPDATE.value


async def merge(connection: AsyncConnection, old: int, new: int) -> None:
    """Give all that `old` has to `new`; what `new` has already is dropped, and `old` with it."""
    await _wishes(connection, chats.c.hours, old, new)
    await _wishes(connection, chats.c.loudness, old, new)
    await _filters(connection, old, new)
    await _loudness(connection, old, new)
    await _hand_over(connection, subscriptions, old, new, same=_SAME)
    await _hand_over(connection, deliveries, old, new, same=("thread", "story_id"), only=~_UPDATES)
    await _hand_over(connection, deliveries, old, new, same=("thread", "kind", "item_id"), only=_UPDATES)
    await _hand_over(connection, aliases, old, new, same=("folded", "spelling"))
    await _mutes(connection, old, new)
    await _hand_over(connection, buttons, old, new, same=("command",))
    await connection.execute(update(outlets).where(outlets.c.brought_by == old).values(brought_by=new))
    await connection.execute(delete(chats).where(chats.c.id == old))
    await _empty_digests(connection, new)


async def _hand_over(
    connection: AsyncConnection,
    table: Table,
    old: int,
    new: int,
    *,
    same: tuple[str, ...],
    only: ColumnElement[bool] = _EVERY,
) -> None:
    """Re-point rows, but for those of which the new chat has the same; `only`: of those that are so."""
    there = table.alias("there")
    twin = exists().where(there.c.chat_id == new, *(there.c[name] == table.c[name] for name in same))
    await connection.execute(update(table).where(table.c.chat_id == old, only, ~twin).values(chat_id=new))


async def _empty_digests(connection: AsyncConnection, chat: int) -> None:
    """Digests of which the chat was told all, or will be, by what it had itself, are not sent."""
    part = deliveries.alias("part")
    told = exists().where(part.c.digest_id == deliveries.c.id)
    empty = update(deliveries).where(deliveries.c.chat_id == chat, deliveries.c.kind == DeliveryKind.DIGEST.value)
    dead = {"state": DeliveryState.DEAD.value, "error": "the chat was told of all that was in it"}
    await connection.execute(empty.where(deliveries.c.state == PENDING, ~told).values(dead))


async def _wishes(connection: AsyncConnection, column: Column[Any], old: int, new: int) -> None:
    """What `new` has said nothing of is as it was in `old`."""
    rows = await connection.execute(select(chats.c.id, column).where(chats.c.id.in_((old, new))))
    said: dict[int, dict[str, Any]] = {row[0]: row[1] for row in rows}
    await connection.execute(update(chats).where(chats.c.id == new).values({column: said[old] | said[new]}))


async def _loudness(connection: AsyncConnection, old: int, new: int) -> None:
    """The same of what both follow, filters of two queries being told apart by now."""
    mine, theirs = subscriptions, subscriptions.alias("theirs")
    twins = select(mine.c.id, mine.c.loudness, theirs.c.loudness.label("before")).join(
        theirs, and_(theirs.c.chat_id == old, *(theirs.c[name] == mine.c[name] for name in _SAME))
    )
    for row in (await connection.execute(twins.where(mine.c.chat_id == new))).all():
        kept = update(mine).where(mine.c.id == row.id)
        await connection.execute(kept.values(loudness=row.before | row.loudness))


async def _mutes(connection: AsyncConnection, old: int, new: int) -> None:
    """Of what both mute, that which ends later stays."""
    longer = mutes.alias("longer")
    twin = exists().where(
        longer.c.chat_id == old,
        longer.c.kind == mutes.c.kind,
        longer.c.text == mutes.c.text,
        longer.c.until > mutes.c.until,
    )
    await connection.execute(delete(mutes).where(mutes.c.chat_id == new, twin))
    await _hand_over(connection, mutes, old, new, same=("kind", "text"))


async def _filters(connection: AsyncConnection, old: int, new: int) -> None:
    """Two filters of one name and different queries are both kept: that of the old chat gets another name.

    One that was removed has a history all the same, which no other's may be mixed with.
    """
    here, there = await _queries(connection, old), await _queries(connection, new)
    ours, theirs = await _ever(connection, old), await _ever(connection, new)
    taken = ours | theirs
    for name in sorted(ours & theirs):
        if name not in here or there.get(name) != here[name]:
            free = next(other for number in count(2) if (other := f"{name}-{number}") not in taken)
            taken.add(free)
            await _rename(connection, old, name, free)
    known = await _ever(connection, new)
    await _hand_over(connection, filters, old, new, same=("name",))
    kept = update(filter_versions).where(filter_versions.c.chat_id == old, filter_versions.c.name.not_in(known))
    await connection.execute(kept.values(chat_id=new))


async def _ever(connection: AsyncConnection, chat: int) -> set[str]:
    """The names of all filters that a chat ever had."""
    return set(await connection.scalars(select(filter_versions.c.name).where(filter_versions.c.chat_id == chat)))


async def _queries(connection: AsyncConnection, chat: int) -> dict[str, str]:
    """The queries of a chat's filters by name."""
    rows = await connection.execute(select(filters.c.name, filters.c.query).where(filters.c.chat_id == chat))
    return {row.name: row.query for row in rows}


async def _rename(connection: AsyncConnection, chat: int, name: str, free: str) -> None:
    """Give a filter another name, with its versions and the subscriptions to it."""
    for table in (filters, filter_versions):
        await connection.execute(update(table).where(table.c.chat_id == chat, table.c.name == name).values(name=free))
    named = update(subscriptions).where(subscriptions.c.chat_id == chat, subscriptions.c.text == name)
    await connection.execute(named.where(subscriptions.c.kind == SubscriptionKind.FILTER.value).values(text=free))
