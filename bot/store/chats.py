"""Statements about chats, their subscriptions, filters and aliases."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, func, insert, select, update
from sqlalchemy.dialects.postgresql import Insert
from sqlalchemy.dialects.postgresql import insert as upsert  # SQLite took its syntax from there: it compiles for both
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.errors import NotFound
from bot.core.model import (
    Address,
    Alias,
    Chat,
    ChatKind,
    FilterVersion,
    NamedFilter,
    Subscription,
    SubscriptionKind,
)
from bot.ports import Changes, Fence
from bot.store import aliases
from bot.store.changes import changed, read_subscriptions, touch, touch_all
from bot.store.database import Database, Lock
from bot.store.ledger import stands
from bot.store.merge import merge
from bot.store.outbox import cancel
from bot.store.refreshing import left_behind
from bot.store.rows import SUBSCRIPTIONS, chat_of, filter_of, subscription_of, version_of
from bot.store.tables import chats, deliveries, filter_versions, filters, subscriptions
from bot.store.uncut import uncut

__all__ = ["ChatStatements"]


class ChatStatements:
    """The chats' room in the store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @uncut
    async def meet(self, address: Address, kind: ChatKind, title: str, now: datetime) -> Chat:
        """The chat at this address, recorded if new, its kind refreshed, and its title where one is given."""
        known = {"kind": kind.value, "title": title}
        fresh = {"kind": kind.value, **({"title": title} if title else {})}
        values = {"platform": address.platform, "chat": address.chat, "free_at": now, "met_at": now, **known}
        put = upsert(chats).values(values).on_conflict_do_update(index_elements=["platform", "chat"], set_=fresh)
        async with self._database.write() as connection:
            return chat_of((await connection.execute(put.returning(chats))).mappings().one())

    @uncut
    async def resume(self, address: Address) -> None:
        """Nothing stands in the way of writing to it any more."""
        lost = select(chats.c.id).where(_is(address), chats.c.suspended != "")
        async with self._database.write() as connection:
            chat = await connection.scalar(lost)
            if chat is not None:
                await touch(connection, chat)
                await connection.execute(update(chats).where(chats.c.id == chat).values(suspended=""))

    @uncut
    async def suspend(
        self,
        address: Address,
        why: str,
        now: datetime,  # noqa: ARG002 - the port's signature
        *,
        under: Fence | None = None,
    ) -> None:
        """Stop delivering to it; what was pending is dead, with this reason. The desk waits meanwhile."""
        known = select(chats.c.id).where(_is(address))
        async with self._database.write(Lock.DESK) as connection:
            chat = await connection.scalar(known)
            if chat is not None and await stands(connection, under):
                await touch(connection, chat)
                suspended = update(chats).where(chats.c.id == chat).values(suspended=why or "suspended")
                await connection.execute(suspended)
                await cancel(connection, chat, why)

    @uncut
    async def move(self, address: Address, to: str, *, under: Fence | None = None) -> None:
        """Its new address, everywhere; merges when the bot already knows a chat there. The desk waits meanwhile.

        Numbers of messages hold in the chat they were sent to: in another, a reply or an edit would hit another's.
        """
        async with self._database.write(Lock.DESK) as connection:
            old = await connection.scalar(select(chats.c.id).where(_is(address)))
            if old is None or address.chat == to or not await stands(connection, under):
                return
            await touch_all(connection)
            await connection.scalar(select(chats.c.id).where(chats.c.id == old).with_for_update())
            new = await _find(connection, Address(address.platform, to))
            await connection.execute(update(deliveries).where(deliveries.c.chat_id == old).values(left_behind()))
            if new is None:
                await connection.execute(update(chats).where(chats.c.id == old).values(chat=to))
            else:
                await merge(connection, old, new)

    @uncut
    async def subscribe(
        self, chat: int, thread: str, kind: SubscriptionKind, text: str, by: str, now: datetime
    ) -> Subscription | None:
        """The new subscription; None when the same one is there already."""
        put = _subscribed(chat, thread, kind, text, by, now).returning(subscriptions.c.id)
        async with self._database.write() as connection:
            await touch(connection, chat)  # from here on nobody takes the filter away
            if kind is SubscriptionKind.FILTER and not await connection.scalar(_versions(chat, text)):
                raise NotFound(f"This chat has no filter called “{text}”. Type /filters to see those it has.")
            new = await connection.scalar(put)
            if new is None:
                return None
            return subscription_of(
                (await connection.execute(SUBSCRIPTIONS.where(subscriptions.c.id == new))).mappings().one()
            )

    @uncut
    async def unsubscribe(self, subscription: int) -> None:
        """Take it away."""
        mine = subscriptions.c.id == subscription
        async with self._database.write() as connection:
            await touch(connection, select(subscriptions.c.chat_id).where(mine).scalar_subquery())
            await connection.execute(delete(subscriptions).where(mine))

    @uncut
    async def subscriptions(self, chat: int | None = None) -> tuple[Subscription, ...]:
        """Those of one chat, or of all chats that are not suspended, oldest first."""
        which = chats.c.suspended == "" if chat is None else chats.c.id == chat
        async with self._database.read() as connection:
            return await read_subscriptions(connection, SUBSCRIPTIONS.where(which))

    @uncut
    async def changed(self, since: int) -> Changes:
        """What chats follow that were touched after this revision, or all there is."""
        async with self._database.read() as connection:
            return await changed(connection, since)

    @uncut
    async def filters(self, chat: int) -> tuple[NamedFilter, ...]:
        """Its filters, by name."""
        async with self._database.read() as connection:
            rows = await connection.execute(select(filters).where(filters.c.chat_id == chat).order_by(filters.c.name))
            return tuple(map(filter_of, rows.mappings()))

    @uncut
    async def save_filter(
        self, chat: int, name: str, query: str, by: str, now: datetime, *, follow: Sequence[str] = ()
    ) -> NamedFilter:
        """Add it, or replace its query; a version number once given stays with its words, even after a removal."""
        same = select(filters).where(filters.c.chat_id == chat, filters.c.name == name, filters.c.query == query)
        async with self._database.write(Lock.CHATS) as connection:
            if known := (await connection.execute(same)).mappings().one_or_none():
                return filter_of(known)
            await touch(connection, chat)
            version = (await connection.scalar(_versions(chat, name, ever=True)) or 0) + 1
            words: dict[str, Any] = {"query": query, "version": version, "edited_by": by, "edited_at": now}
            await connection.execute(insert(filter_versions).values(chat_id=chat, name=name, **words))
            put = upsert(filters).values(chat_id=chat, name=name, **words)
            put = put.on_conflict_do_update(index_elements=["chat_id", "name"], set_=words)
            for thread in follow:
                await connection.execute(_subscribed(chat, thread, SubscriptionKind.FILTER, name, by, now))
            return filter_of((await connection.execute(put.returning(filters))).mappings().one())

    @uncut
    async def remove_filter(self, chat: int, name: str, by: str, now: datetime) -> int:
        """Take it away with the subscriptions to it; its history keeps who did that, and which those were."""
        named = (subscriptions.c.kind == SubscriptionKind.FILTER.value) & (subscriptions.c.text == name)
        followed = delete(subscriptions).where(subscriptions.c.chat_id == chat, named)
        there = delete(filters).where(filters.c.chat_id == chat, filters.c.name == name)
        async with self._database.write(Lock.CHATS) as connection:
            await touch(connection, chat)
            version = await connection.scalar(_versions(chat, name, ever=True))
            gone = list(await connection.scalars(followed.returning(subscriptions.c.thread)))
            if (await connection.execute(there)).rowcount:
                removal = {"version": version + 1, "edited_by": by, "edited_at": now, "threads": sorted(gone)}
                await connection.execute(insert(filter_versions).values(chat_id=chat, name=name, **removal))
            return len(gone)

    @uncut
    async def history(self, chat: int, name: str) -> tuple[FilterVersion, ...]:
        """All versions of the filter of that name, the newest first."""
        mine, wanted = filter_versions.c.chat_id == chat, name.casefold()
        changed = func.max(filter_versions.c.edited_at)
        names = select(filter_versions.c.name).where(mine).group_by(filter_versions.c.name).order_by(changed.desc())
        versions = select(filter_versions).where(mine).order_by(filter_versions.c.version.desc())
        async with self._database.read() as connection:
            known = list(await connection.scalars(names))
            found = name if name in known else next((one for one in known if one.casefold() == wanted), None)
            rows = await connection.execute(versions.where(filter_versions.c.name == found))
            return tuple(map(version_of, rows.mappings()))

    @uncut
    async def aliases(self, chat: int) -> tuple[Alias, ...]:
        """What it calls by other names, by name."""
        async with self._database.read() as connection:
            return await aliases.of(connection, chat)

    @uncut
    async def save_alias(self, chat: int, name: str, spellings: Sequence[str], by: str, now: datetime) -> None:
        """Add spellings to a name."""
        async with self._database.write() as connection:
            await touch(connection, chat)
            await aliases.add(connection, chat, name, spellings, by, now)

    @uncut
    async def remove_alias(self, chat: int, name: str, spelling: str = "") -> int:
        """Take a spelling away, or without one all of that name."""
        async with self._database.write() as connection:
            await touch(connection, chat)
            return await aliases.drop(connection, chat, name, spelling)


def _is(address: Address) -> ColumnElement[bool]:
    return (chats.c.platform == address.platform) & (chats.c.chat == address.chat)


def _subscribed(chat: int, thread: str, kind: SubscriptionKind, text: str, by: str, now: datetime) -> Insert:
    """A new subscription, unless the same one is there."""
    values = {"chat_id": chat, "thread": thread, "kind": kind.value, "text": text, "edited_by": by, "edited_at": now}
    return upsert(subscriptions).values(values).on_conflict_do_nothing()


async def _find(connection: AsyncConnection, address: Address) -> int | None:
    return await connection.scalar(select(chats.c.id).where(_is(address)).with_for_update())


def _versions(chat: int, name: str, *, ever: bool = False) -> Any:
    """The newest version of a filter; with `ever`, of one that was removed too."""
    table = filter_versions if ever else filters
    return select(func.max(table.c.version)).where(table.c.chat_id == chat, table.c.name == name)
