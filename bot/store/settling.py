"""Writing all that a poll, or a push between two, comes to: items, the source's record, the relay of its outlet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, String, case, literal, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.model import Source, SourceState
from bot.core.outcome import ReadOutcome
from bot.core.push import eased
from bot.core.relay import heard_until, relay
from bot.core.schedule import Tempo
from bot.core.tending import News, pushed, tended
from bot.ports import Recorded
from bot.store.indexing import Index
from bot.store.pushes import notice
from bot.store.record import Found, record
from bot.store.rows import SOURCES, record_json, source_of
from bot.store.tables import sources

__all__ = ["Poll", "hand_over", "held_source", "push", "settle"]

_MOVED: Final = sources.c.listed_as != literal("", String)
"""It has been moved before."""


@dataclass(frozen=True, slots=True)
class Poll:
    """A claim, and what came of it."""

    source: Source
    outcome: ReadOutcome
    found: Found
    """The outcome's entries with their marks."""
    tempo: Tempo


async def settle(connection: AsyncConnection, index: Index, poll: Poll, now: datetime) -> Recorded | None:
    """Write it, decided on what the source is now; None when the claim has lapsed."""
    claim = (sources.c.id == poll.source.id) & (sources.c.lease == poll.source.lease)
    source = await held_source(connection, claim)
    if source is None:
        return None
    others = [way for way in await _ways(connection, source.outlet.id) if way.id != source.id]
    recorded, news = await _recorded(connection, index, source, others, poll.found, now)
    subscribed = await notice(connection, source, poll.outcome, recorded, now)
    after = tended(source, poll.outcome, news, eased(poll.tempo, subscribed, poll.outcome, now), now)
    await _write(connection, source, after)
    await _relay(connection, [*others, after], now)
    return recorded


async def push(connection: AsyncConnection, index: Index, number: int, found: Found, now: datetime) -> Recorded | None:
    """Write it; None when the source is not read, or was not yet: its first reading is silent."""
    source = await held_source(connection, sources.c.id == number)
    if source is None or source.state is not SourceState.ACTIVE or source.read_at is None:
        return None
    recorded, news = await _recorded(connection, index, source, (), found, now)
    record = record_json(pushed(source, news, now).record)
    await connection.execute(update(sources).where(sources.c.id == number).values(record=record))
    return recorded


async def held_source(connection: AsyncConnection, where: ColumnElement[bool]) -> Source | None:
    """The source as it is, which nobody else changes until the transaction ends."""
    row = (await connection.execute(SOURCES.where(where).with_for_update(of=sources))).mappings().one_or_none()
    return None if row is None else source_of(row)


async def hand_over(connection: AsyncConnection, outlet: str, now: datetime) -> None:
    """Let others of an outlet's ways be read, if it takes that, now that one is read no more."""
    await _relay(connection, await _ways(connection, outlet), now)


async def _ways(connection: AsyncConnection, outlet: str) -> list[Source]:
    """All ways to read it."""
    of_outlet = SOURCES.where(sources.c.outlet_id == outlet).with_for_update(of=sources)
    return [source_of(row) for row in (await connection.execute(of_outlet)).mappings()]


async def _recorded(
    connection: AsyncConnection,
    index: Index,
    source: Source,
    others: Sequence[Source],
    found: Found,
    now: datetime,
) -> tuple[Recorded, News]:
    """What its entries come to; nothing without any."""
    if not found:
        return Recorded(), News()
    times = [time for time in (heard_until(source, others, now), source.record.heard) if time is not None]
    return await record(connection, index, source, max(times, default=None), found, now)


async def _write(connection: AsyncConnection, before: Source, after: Source) -> None:
    """The source as it is after the poll; an address that another source has is not adopted."""
    values: dict[str, Any] = {
        "state": after.state.value,
        "memory": dict(after.memory),
        "failures": after.failures,
        "error": after.error,
        "due_at": after.due_at,
        "read_at": after.read_at,
        "record": record_json(after.record),
        "lease": sources.c.lease + 1,
    }
    if after.locator != before.locator and not await _taken(connection, after):
        values |= {"locator": after.locator, "listed_as": case((_MOVED, sources.c.listed_as), else_=before.locator)}
    await connection.execute(update(sources).where(sources.c.id == after.id).values(values))


async def _taken(connection: AsyncConnection, source: Source) -> bool:
    same = select(sources.c.id).where(sources.c.kind == source.kind, sources.c.locator == source.locator)
    return (await connection.execute(same)).first() is not None


async def _relay(connection: AsyncConnection, ways: Sequence[Source], now: datetime) -> None:
    """Let the relay run; what a poll under way brings of a source that stands by again is not taken any more."""
    for way in relay(ways, now):
        values = {"state": way.state.value, "due_at": way.due_at, "lease": sources.c.lease + 1}
        await connection.execute(update(sources).where(sources.c.id == way.id).values(values))
