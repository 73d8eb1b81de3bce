"""Statements about subscriptions at hubs."""

from __future__ import annotations

from dataclasses import fields
from datetime import datetime
from secrets import token_hex
from typing import Any, Final

from sqlalchemy import ColumnElement, RowMapping, Select, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert as upsert  # SQLite took its syntax from there: it compiles for both
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.model import Source
from bot.core.outcome import Hub, Read, ReadOutcome
from bot.core.push import Push, PushState, asking, begun, noticed
from bot.ports import Recorded
from bot.store.database import Database
from bot.store.rows import source_of
from bot.store.tables import ACTIVE, outlets, pushes, sources
from bot.store.uncut import uncut

__all__ = ["PushStatements", "notice"]

_PUSHES: Final[Select[Any]] = select(pushes, sources, outlets).join_from(pushes, sources).join(outlets)
"""What `_push_of` reads."""
_PLAIN: Final = tuple(field.name for field in fields(Push) if field.name not in {"source", "hub", "state"})
_NONCE: Final = 8
"""Bytes of a nonce: two subscriptions never share a path."""


class PushStatements:
    """The room of subscriptions at hubs in the store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @uncut
    async def find(self, source: int) -> Push | None:
        """The subscription of a source."""
        async with self._database.read() as connection:
            return await _found(connection, _PUSHES.where(pushes.c.source_id == source))

    @uncut
    async def claim(self, now: datetime, limit: int) -> tuple[Push, ...]:
        """Those that are due and are asked for now; others that are due are put off."""
        due = _PUSHES.where(sources.c.state == ACTIVE, pushes.c.due_at <= now).order_by(
            pushes.c.due_at, pushes.c.source_id
        )
        async with self._database.write() as connection:
            rows = await connection.execute(due.limit(limit).with_for_update(of=pushes, skip_locked=True))
            claimed = [begun(_push_of(row), now) for row in rows.mappings().all()]
            for push in claimed:
                await _put(connection, push)
        return tuple(filter(asking, claimed))

    @uncut
    async def settle(self, before: Push, after: Push) -> bool:
        """Write what became of one; every step of its life changes when it is due."""
        same = _is(before) & (pushes.c.state == before.state.value) & (pushes.c.due_at == before.due_at)
        was = _values(before)
        new = {name: value for name, value in _values(after).items() if value != was[name]}  # a push may have come
        async with self._database.write() as connection:
            return bool((await connection.execute(update(pushes).where(same).values(new or was))).rowcount)

    @uncut
    async def end(self, push: Push) -> None:
        """Forget it, unless another has taken its place."""
        async with self._database.write() as connection:
            await connection.execute(delete(pushes).where(_is(push)))

    @uncut
    async def renew(self, now: datetime) -> None:
        """Make all of them due; those under way are begun anew."""
        async with self._database.write() as connection:
            under_way = pushes.c.state.in_((PushState.ASKED.value, PushState.RENEWING.value))
            await connection.execute(update(pushes).where(under_way).values(state=PushState.WANTED.value))
            await connection.execute(update(pushes).values(due_at=now))

    @uncut
    async def next_due(self) -> datetime | None:
        """When the next one is due."""
        earliest = select(func.min(pushes.c.due_at)).join_from(pushes, sources).where(sources.c.state == ACTIVE)
        async with self._database.read() as connection:
            due: datetime | None = await connection.scalar(earliest)
            return due


async def notice(
    connection: AsyncConnection, source: Source, outcome: ReadOutcome, recorded: Recorded, now: datetime
) -> Push | None:
    """Write what a poll makes of its source's subscription; that subscription."""
    before = await _found(connection, _PUSHES.where(pushes.c.source_id == source.id).with_for_update(of=pushes))
    if not isinstance(outcome, Read):
        return before
    after = noticed(before, source, outcome.hub, new=recorded.new, nonce=token_hex(_NONCE), now=now)
    if after is None and before is not None:
        await connection.execute(delete(pushes).where(_is(before)))
    elif after is not None and after != before:
        await _put(connection, after)
    return after


async def _found(connection: AsyncConnection, statement: Select[Any]) -> Push | None:
    row = (await connection.execute(statement)).mappings().one_or_none()
    return None if row is None else _push_of(row)


async def _put(connection: AsyncConnection, push: Push) -> None:
    put = upsert(pushes).values(source_id=push.source.id, **_values(push))
    await connection.execute(put.on_conflict_do_update(index_elements=["source_id"], set_=_values(push)))


def _is(push: Push) -> ColumnElement[bool]:
    return (pushes.c.source_id == push.source.id) & (pushes.c.nonce == push.nonce)


def _push_of(row: RowMapping) -> Push:
    plain = {name: row[pushes.c[name]] for name in _PLAIN}
    hub = Hub(row[pushes.c.hub], row[pushes.c.topic])
    return Push(source_of(row), hub, state=PushState(row[pushes.c.state]), **plain)


def _values(push: Push) -> dict[str, Any]:
    plain = {name: getattr(push, name) for name in _PLAIN}
    return {"hub": push.hub.url, "topic": push.hub.topic, "state": push.state.value, **plain}
