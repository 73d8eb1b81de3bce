"""Writing what is carried in, as `bot.core.taking` plans."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Update, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.holdings import Holding
from bot.core.model import Outlet
from bot.core.schedule import share
from bot.core.taking import Placed, Plan, Standing, plan
from bot.ports import Taken
from bot.store.items import batches
from bot.store.rows import options_json, outlet_of, outlet_values
from bot.store.sources import AFRESH
from bot.store.tables import GONE, outlets, sources

__all__ = ["take_in"]


async def take_in(connection: AsyncConnection, holdings: Sequence[Holding], now: datetime, spread: timedelta) -> Taken:
    """Plan on what there is, and write it."""
    planned = plan(holdings, await _outlets(connection), await _standing(connection))
    await _write_outlets(connection, planned)
    fresh = [placed for placed in planned.placed if not placed.back]
    for batch in batches(fresh):
        await connection.execute(insert(sources), [_values(placed, now, spread) for placed in batch])
    for placed in planned.placed:
        if placed.back:
            again = {**_values(placed, now, spread), "lease": sources.c.lease + 1}
            await connection.execute(_at(placed).values(again))
    for placed in planned.options:
        await connection.execute(_at(placed).values(options=options_json(placed.route.options)))
    return Taken(len(planned.placed), planned.known)


async def _outlets(connection: AsyncConnection) -> list[Outlet]:
    return [outlet_of(row) for row in (await connection.execute(select(outlets))).mappings()]


async def _standing(connection: AsyncConnection) -> list[Standing]:
    columns = (sources.c.kind, sources.c.locator, sources.c.outlet_id, sources.c.rank, sources.c.state)
    rows = await connection.execute(select(*columns))
    return [Standing(kind, locator, outlet, rank, state in GONE) for kind, locator, outlet, rank, state in rows]


async def _write_outlets(connection: AsyncConnection, planned: Plan) -> None:
    for batch in batches(planned.outlets):
        await connection.execute(insert(outlets), [outlet_values(outlet) for outlet in batch])
    for outlet in planned.labels:
        said = {"affiliation": outlet.affiliation, "basis": outlet.basis, "labelled": True}
        await connection.execute(update(outlets).where(outlets.c.id == outlet.id).values(said))
    for ids in batches(planned.published):
        await connection.execute(update(outlets).where(outlets.c.id.in_(ids)).values(brought_by=None))


def _values(placed: Placed, now: datetime, spread: timedelta) -> dict[str, object]:
    """The columns of a source as it begins."""
    route = placed.route
    return {
        "kind": route.kind,
        "locator": route.locator,
        "outlet_id": placed.outlet,
        "rank": placed.rank,
        "state": route.state.value,
        "listed": False,
        "options": options_json(route.options),
        "due_at": now + spread * share(route.locator),
        **AFRESH,
    }


def _at(placed: Placed) -> Update:
    route = placed.route
    return update(sources).where(sources.c.kind == route.kind, sources.c.locator == route.locator)
