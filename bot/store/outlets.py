"""Statements about outlets: their labels, what is wanted of them, what chats brought, what is carried in and out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any, Final

from sqlalchemy import ColumnElement, RowMapping, Select, exists, select, update
from sqlalchemy.dialects.postgresql import insert as upsert  # SQLite took its syntax from there: it compiles for both
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.errors import UserError
from bot.core.holdings import Holding, Route
from bot.core.model import Options, Outlet, SourceState, SubscriptionKind
from bot.ports import Taken
from bot.store.changes import touch
from bot.store.database import Database, Lock
from bot.store.rows import SOURCES, options_json, outlet_of, outlet_values, record_json
from bot.store.settling import hand_over, held_source
from bot.store.sources import AFRESH
from bot.store.tables import GONE, outlets, sources, subscriptions
from bot.store.taking import take_in
from bot.store.uncut import uncut

__all__ = ["OutletStatements"]

_LIVE: Final = sources.c.state.not_in(GONE)
_REMOVED: Final = SourceState.REMOVED.value
_CARRIED: Final = (SourceState.ACTIVE.value, SourceState.STANDBY.value, SourceState.PAUSED.value)
"""States of sources that another Attribot may want: what its own site has ended is of no use there either."""
_HOLDINGS: Final = (
    select(sources.c.kind, sources.c.locator, sources.c.options, sources.c.state, sources.c.listed, outlets)
    .join_from(sources, outlets)
    .where(sources.c.state.in_(_CARRIED), outlets.c.brought_by.is_(None))
    .order_by(outlets.c.name, outlets.c.id, sources.c.rank, sources.c.id)
)

_READ: Final = "I read that already. Try again, and this chat follows it."


class OutletStatements:
    """The outlets' room in the store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @uncut
    async def every(self) -> tuple[Outlet, ...]:
        """All there ever were, by name."""
        async with self._database.read() as connection:
            rows = await connection.execute(select(outlets).order_by(outlets.c.name, outlets.c.id))
            return tuple(map(outlet_of, rows.mappings()))

    @uncut
    async def holder(self, kind: str, locator: str) -> Outlet | None:
        """The outlet that is read at this address, or was."""
        async with self._database.read() as connection:
            row = (await connection.execute(SOURCES.where(_is(kind, locator)))).mappings().one_or_none()
            return None if row is None else outlet_of(row)

    @uncut
    async def holdings(self) -> tuple[Holding, ...]:
        """What is read for everybody, stands by or is paused, by name and rank."""
        async with self._database.read() as connection:
            rows = (await connection.execute(_HOLDINGS)).mappings().all()
        return tuple(_holding(list(ways)) for _, ways in groupby(rows, lambda row: row[outlets.c.id]))

    @uncut
    async def take_in(self, holdings: Sequence[Holding], now: datetime, spread: timedelta) -> Taken:
        """Bring in outlets and sources, as `bot.core.taking` plans."""
        async with self._database.write(Lock.CHATS) as connection:
            return await take_in(connection, holdings, now, spread)

    @uncut
    async def bring(
        self, outlet: Outlet, kind: str, locator: str, thread: str, by: str, limit: int, now: datetime
    ) -> Outlet | None:
        """Add a source for a chat, which follows it, as long as that has brought fewer than `limit` outlets."""
        assert outlet.brought_by is not None
        where = _is(kind, locator)
        async with self._database.write(Lock.CHATS) as connection:
            if len((await connection.execute(_brought(outlet.brought_by))).all()) >= limit:
                return None
            await touch(connection, outlet.brought_by)
            before = (await connection.execute(SOURCES.where(where))).mappings().one_or_none()
            owner = await _received(connection, outlet, before)
            values = {"outlet_id": owner, "state": SourceState.ACTIVE.value, "listed": False, "due_at": now, **AFRESH}
            put = upsert(sources).values(kind=kind, locator=locator, rank=0, **values)
            again = values | {"lease": sources.c.lease + 1}
            free = sources.c.state.in_(GONE)  # as it was a moment ago; somebody may have been faster
            put = put.on_conflict_do_update(index_elements=["kind", "locator"], set_=again, where=free)
            if not (await connection.execute(put)).rowcount:
                raise UserError(_READ)
            await _follow(connection, outlet.brought_by, thread, owner, by, now)
            return outlet_of((await connection.execute(select(outlets).where(outlets.c.id == owner))).mappings().one())

    @uncut
    async def brought(self, chat: int) -> tuple[Outlet, ...]:
        """The outlets that a chat has brought and that are read."""
        async with self._database.read() as connection:
            return tuple(map(outlet_of, (await connection.execute(_brought(chat))).mappings()))

    @uncut
    async def let_go(self) -> int:
        """Read no more what chats brought and none follows. A suspended chat still counts as one."""
        followed = select(subscriptions.c.text).where(subscriptions.c.kind == SubscriptionKind.OUTLET.value)
        brought = select(outlets.c.id).where(outlets.c.brought_by.is_not(None), outlets.c.id.not_in(followed))
        gone = update(sources).where(sources.c.outlet_id.in_(brought), _LIVE)
        gone = gone.values(state=SourceState.UNLISTED.value, lease=sources.c.lease + 1)
        async with self._database.write(Lock.CHATS) as connection:
            return len(set(await connection.scalars(gone.returning(sources.c.outlet_id))))

    @uncut
    async def publish(self, outlet: str) -> None:
        """Read for everybody what a chat brought."""
        async with self._database.write() as connection:
            await connection.execute(update(outlets).where(outlets.c.id == outlet).values(brought_by=None))

    @uncut
    async def bring_back(self, outlet: str, now: datetime) -> int:
        """Read again what the operator has removed of an outlet, or have it stand by beside what is read of it."""
        values = {"state": SourceState.STANDBY.value, "due_at": now, "lease": sources.c.lease + 1, **AFRESH}
        back = update(sources).where(sources.c.outlet_id == outlet, sources.c.state == _REMOVED)
        async with self._database.write(Lock.INTAKE) as connection:
            done = await connection.execute(back.values(values))
            await hand_over(connection, outlet, now)
            return done.rowcount

    @uncut
    async def label(self, outlet: str, affiliation: str, basis: str, *, own: bool) -> None:
        """Set what is said of its ties."""
        said = update(outlets).where(outlets.c.id == outlet)
        async with self._database.write() as connection:
            await connection.execute(said.values(affiliation=affiliation, basis=basis, labelled=own))

    @uncut
    async def set_options(self, source: int, options: Options, now: datetime, *, afresh: bool) -> None:
        """Set what the operator wants of a source. Read afresh, what a poll under way brings is not taken any more.

        What it shows then that was not taken before is news from where the last reading ended.
        """
        async with self._database.write() as connection:
            held = await held_source(connection, sources.c.id == source)
            if held is None:
                return
            values: dict[str, Any] = {"options": options_json(options)}
            if afresh:
                record = record_json(replace(held.record, heard=held.read_at))
                values |= {"due_at": now, "lease": sources.c.lease + 1, "memory": {}, "record": record}
            await connection.execute(update(sources).where(sources.c.id == source).values(values))


def _is(kind: str, locator: str) -> ColumnElement[bool]:
    return (sources.c.kind == kind) & (sources.c.locator == locator)


def _holding(ways: Sequence[RowMapping]) -> Holding:
    """The outlet in rows of `_HOLDINGS`, all of which are of one outlet."""
    routes = (
        Route(
            row[sources.c.kind],
            row[sources.c.locator],
            Options(**row[sources.c.options]),
            SourceState(row[sources.c.state]),
            listed=bool(row[sources.c.listed]),
        )
        for row in ways
    )
    return Holding(outlet_of(ways[0]), tuple(routes), labelled=bool(ways[0][outlets.c.labelled]))


def _brought(chat: int) -> Select[tuple[object, ...]]:
    """The outlets that a chat brought and that are read."""
    read = exists().where(sources.c.outlet_id == outlets.c.id, _LIVE)
    return select(outlets).where(outlets.c.brought_by == chat, read).order_by(outlets.c.name, outlets.c.id)


async def _follow(connection: AsyncConnection, chat: int, thread: str, outlet: str, by: str, now: datetime) -> None:
    """As a subscription does, in the transaction in which the chat brought it: what nobody follows is let go."""
    values = {"chat_id": chat, "thread": thread, "kind": SubscriptionKind.OUTLET.value, "text": outlet}
    put = upsert(subscriptions).values(values | {"edited_by": by, "edited_at": now})
    await connection.execute(put.on_conflict_do_nothing())


async def _received(connection: AsyncConnection, outlet: Outlet, before: RowMapping | None) -> str:
    """The id of the outlet that is brought: that which had the address last, if a chat brought it too; else a new one.

    Raises UserError for what is read already, or what the operator has removed.
    """
    if before is not None and before[sources.c.state] == _REMOVED:
        raise UserError("Whoever runs me has removed that source, and only they can bring it back.")
    if before is not None and before[sources.c.state] not in GONE:
        raise UserError(_READ)
    if before is not None and before[outlets.c.brought_by] is not None:
        known = str(before[outlets.c.id])
        await connection.execute(update(outlets).where(outlets.c.id == known).values(brought_by=outlet.brought_by))
        return known
    read = exists().where(sources.c.outlet_id == outlets.c.id, _LIVE)
    put = upsert(outlets).values(outlet_values(outlet))
    fresh = {"brought_by": outlet.brought_by}
    await connection.execute(put.on_conflict_do_update(index_elements=["id"], set_=fresh, where=~read))
    return outlet.id
