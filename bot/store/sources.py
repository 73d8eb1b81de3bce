"""Statements about outlets and their sources, and the due queue of polls."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import ColumnElement, String, case, func, insert, literal, select, update
from sqlalchemy.dialects.postgresql import Insert
from sqlalchemy.dialects.postgresql import insert as upsert  # SQLite took its syntax from there: it compiles for both
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.errors import UserError
from bot.core.listing import Way, listing
from bot.core.model import Options, Outlet, Source, SourceState
from bot.core.outcome import Read, ReadOutcome
from bot.core.schedule import Tempo
from bot.core.text.urls import redact
from bot.ports import Recorded
from bot.store.adopting import adopt
from bot.store.database import Database, Lock
from bot.store.indexing import Index
from bot.store.outbox import owe_notice
from bot.store.record import marked, withdraw
from bot.store.rows import SOURCES, options_json, outlet_values, record_json, source_of
from bot.store.settling import Poll, hand_over, held_source, push, settle
from bot.store.tables import ACTIVE, GONE, outlets, sources
from bot.store.uncut import uncut

__all__ = ["AFRESH", "SourceStatements"]

AFRESH: Final[Mapping[str, Any]] = {"read_at": None, "memory": {}, "failures": 0, "error": "", "record": {}}
"""As if it had never been read: what it has shown meanwhile is no news."""


class SourceStatements:
    """The sources' room in the store."""

    def __init__(self, database: Database, index: Index) -> None:
        self._database = database
        self._index = index

    @uncut
    async def install(
        self,
        listed: Sequence[tuple[Outlet, Sequence[tuple[str, str]]]],
        now: datetime,
        options: Mapping[tuple[str, str], Options] = MappingProxyType({}),
    ) -> int:
        """Bring in the catalogue, as `bot.core.listing` decides; returns how many sources are new, or back."""
        names = {name for _, ways in listed for name in ways}
        async with self._database.write(Lock.INTAKE) as connection:
            await adopt(connection, listed)
            for outlet, _ in listed:
                await _put_outlet(connection, outlet, refresh=True)
            known = {way.name: way for way in await _ways(connection, names)}
            changed = listing([(outlet.id, names) for outlet, names in listed], known.values())
            for way in changed:
                await _put_way(connection, way, known.get(way.name), options.get(way.name, Options()), now)
            for outlet_id in {way.outlet for way in changed if _ends(way, known.get(way.name))}:
                await hand_over(connection, outlet_id, now)
        return sum(_begins(way, known.get(way.name)) for way in changed)

    @uncut
    async def add(self, outlet: Outlet, kind: str, locator: str, now: datetime) -> Source:
        """Add one source, or bring a removed one back as if it had never been read."""
        async with self._database.write(Lock.INTAKE) as connection:
            await _put_outlet(connection, outlet, refresh=False)
            values = {
                "outlet_id": outlet.id,
                "rank": await _next_rank(connection, outlet),
                "state": SourceState.ACTIVE.value,
                "listed": False,
                "due_at": now,
                **AFRESH,
            }
            put = upsert(sources).values(kind=kind, locator=locator, **values)
            put = put.on_conflict_do_update(
                index_elements=["kind", "locator"], set_=values, where=sources.c.state.in_(GONE)
            )
            if not (await connection.execute(put)).rowcount:
                raise UserError(f"I read {redact(locator)} already. Type /sources to see all that I read.")
            return source_of((await connection.execute(SOURCES.where(_is(kind, locator)))).mappings().one())

    @uncut
    async def every(self) -> tuple[Source, ...]:
        """All that are neither removed nor unlisted, by outlet name and rank."""
        kept = SOURCES.where(sources.c.state.not_in(GONE))
        async with self._database.read() as connection:
            rows = await connection.execute(kept.order_by(outlets.c.name, outlets.c.id, sources.c.rank, sources.c.id))
            return tuple(map(source_of, rows.mappings()))

    @uncut
    async def change(self, source: int, state: SourceState, now: datetime) -> None:
        """Set its state. What a poll under way brings is not taken any more."""
        values: dict[str, Any] = {"state": state.value, "lease": sources.c.lease + 1}
        if state is SourceState.ACTIVE:
            values["due_at"] = now
        changed = update(sources).where(sources.c.id == source).values(values).returning(sources.c.outlet_id)
        async with self._database.write(Lock.INTAKE) as connection:
            outlet = await connection.scalar(changed)
            if outlet is not None and state is not SourceState.ACTIVE:
                await hand_over(connection, outlet, now)

    @uncut
    async def claim(self, now: datetime, limit: int, lease: timedelta) -> tuple[Source, ...]:
        """Active sources that are due; a claim puts the due time off to the end of the lease."""
        due = (
            select(sources.c.id)
            .where(sources.c.state == ACTIVE, sources.c.due_at <= now)
            .order_by(sources.c.due_at, sources.c.id)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        async with self._database.write() as connection:
            ids = (await connection.execute(due)).scalars().all()
            taken = update(sources).where(sources.c.id.in_(ids))
            await connection.execute(taken.values(lease=sources.c.lease + 1, due_at=now + lease))
            rows = await connection.execute(SOURCES.where(sources.c.id.in_(ids)))
            return tuple(sorted(map(source_of, rows.mappings()), key=lambda source: ids.index(source.id)))

    @uncut
    async def settle(self, source: Source, outcome: ReadOutcome, tempo: Tempo, now: datetime) -> Recorded | None:
        """Write all that a poll comes to; a second settlement of one claim is void."""
        found = await marked(outcome.entries, now) if isinstance(outcome, Read) else ()
        async with self._database.write(Lock.INTAKE) as connection:
            return await settle(connection, self._index, Poll(source, outcome, found, tempo), now)

    @uncut
    async def push(self, source: int, read: Read, now: datetime) -> Recorded | None:
        """Write what came of a source between two polls."""
        found = await marked(read.entries, now)
        async with self._database.write(Lock.INTAKE) as connection:
            return await push(connection, self._index, source, found, now)

    @uncut
    async def withdraw(self, gone: Sequence[tuple[int, str]], now: datetime) -> int:
        """Note that publishers have deleted what these sources brought under these guids."""
        async with self._database.write(Lock.INTAKE) as connection:
            return await withdraw(connection, gone, now)

    @uncut
    async def tell(self, source: int, ailment: str, note: str, chats: Sequence[int], now: datetime) -> None:
        """Owe these chats a note on a source's trouble, once for each ailment, until that is over."""
        async with self._database.write() as connection:
            held = await held_source(connection, sources.c.id == source)
            if held is None or held.record.told == ailment:
                return
            record = record_json(replace(held.record, told=ailment))
            await connection.execute(update(sources).where(sources.c.id == source).values(record=record))
            for chat in chats if note else ():
                await owe_notice(connection, chat, "", note, now)

    @uncut
    async def next_due(self) -> datetime | None:
        """When the next poll is due, or a lapsed one is due again."""
        async with self._database.read() as connection:
            due: datetime | None = await connection.scalar(
                select(func.min(sources.c.due_at)).where(sources.c.state == ACTIVE)
            )
            return due


def _is(kind: str, locator: str) -> ColumnElement[bool]:
    return (sources.c.kind == kind) & (sources.c.locator == locator)


async def _put_outlet(connection: AsyncConnection, outlet: Outlet, *, refresh: bool) -> None:
    values = outlet_values(outlet)
    statement = upsert(outlets).values(values)
    if refresh:
        own = {name: _unless_own(name, statement) for name in ("affiliation", "basis")}
        # PostgreSQL locks a row against those that refer to it when its key is written, even unchanged.
        fresh = {name: value for name, value in (values | own).items() if name != "id"}
        await connection.execute(statement.on_conflict_do_update(index_elements=["id"], set_=fresh))
    else:
        await connection.execute(statement.on_conflict_do_nothing())


def _unless_own(name: str, statement: Insert) -> ColumnElement[str]:
    """A part of the label: that of the catalogue, unless the operator has given the outlet another."""
    return case((outlets.c.labelled, outlets.c[name]), else_=statement.excluded[name])


async def _ways(connection: AsyncConnection, listed: AbstractSet[tuple[str, str]]) -> list[Way]:
    """All sources there are, as the catalogue sees them, which may have heard of a move or not.

    Of two that it would call the same, the one that is read there is meant.
    """
    columns = (
        *(sources.c.kind, sources.c.locator, sources.c.listed_as, sources.c.outlet_id),
        *(sources.c.rank, sources.c.state, sources.c.listed, sources.c.id),
    )
    rows = await connection.execute(select(*columns).order_by(sources.c.listed_as == literal("", String)))
    return [
        Way(
            row.kind,
            row.locator if not row.listed_as or (row.kind, row.locator) in listed else row.listed_as,
            row.outlet_id,
            row.rank,
            SourceState(row.state),
            bool(row.listed),
            row.id,
        )
        for row in rows
    ]


def _begins(way: Way, before: Way | None) -> bool:
    """Whether it was not there until now."""
    return before is None or before.state is SourceState.UNLISTED is not way.state


def _ends(way: Way, before: Way | None) -> bool:
    """Whether it was read until now."""
    return way.state is SourceState.UNLISTED and before is not None and before.state is SourceState.ACTIVE


async def _put_way(connection: AsyncConnection, way: Way, before: Way | None, options: Options, now: datetime) -> None:
    """Write it. What a poll under way brings is not taken any more; what is read again begins silently.

    `options` are those of a new one; of one that was there, the operator's stand.
    """
    values = {"outlet_id": way.outlet, "rank": way.rank, "state": way.state.value, "listed": way.listed}
    if before is None:
        named = {"kind": way.kind, "locator": way.locator, "options": options_json(options)}
        new = {**named, "due_at": now, **values, **AFRESH}
        await connection.execute(insert(sources).values(new))
        return
    begins = way.state is SourceState.ACTIVE is not before.state
    again = {"due_at": now, **AFRESH} if begins else {}
    changed = update(sources).where(sources.c.id == before.id)
    await connection.execute(changed.values(lease=sources.c.lease + 1, **values, **again))


async def _next_rank(connection: AsyncConnection, outlet: Outlet) -> int:
    ranks = select(func.coalesce(func.max(sources.c.rank) + 1, 0)).where(sources.c.outlet_id == outlet.id)
    return int(await connection.scalar(ranks) or 0)
