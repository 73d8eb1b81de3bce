"""Reading items with all that belongs to them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import islice
from typing import Any, Final, TypeVar

from sqlalchemy import RowMapping, Select, bindparam, exists, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.model import Filed, Item, Outlet
from bot.store.breath import Breath
from bot.store.rows import ITEMS, filed_of, item_of, outlet_of
from bot.store.tables import carriers, items, outlets, sources

__all__ = [
    "BATCH",
    "TOLD",
    "batches",
    "carriers_of",
    "filed_by_id",
    "filed_by_story",
    "items_by_id",
    "read_filed",
    "read_items",
]

BATCH: Final = 500
"""Rows or values in one statement; asyncpg takes 32,767 parameters, SQLite 32,766."""

_PART: Final = 200
"""Rows that are asked at once who else carries them."""
_MADE: Final = 25
_MADE_OUT: Final = 1_000
"""What it costs to make an item of a row, and to make out of its words how it tells its story where the desk has not
written that down: as much as to match so many characters (measured)."""

_OTHERS: Final = (
    select(carriers.c.item_id, outlets)
    .join(sources, sources.c.id == carriers.c.source_id)
    .join(outlets, outlets.c.id == sources.c.outlet_id)
    .join(items, items.c.id == carriers.c.item_id)
    .where(carriers.c.item_id.in_(bindparam("ids", expanding=True)), outlets.c.id != items.c.outlet_id)
    .order_by(carriers.c.first_seen, carriers.c.source_id)
)
"""The other outlets that carry items, in the order in which they did."""
_WAYS: Final = sources.alias()
_SHARED: Final = (
    exists()
    .where(carriers.c.item_id == items.c.id, _WAYS.c.id == carriers.c.source_id)
    .where(_WAYS.c.outlet_id != items.c.outlet_id)
    .correlate(items)
    .label("shared")
)
"""Whether there are any: most items have none, and what is not there is not asked for."""

TOLD: Final[Select[Any]] = ITEMS.add_columns(_SHARED)
"""What `read_items` reads."""
_BY_ID: Final = TOLD.where(items.c.id.in_(bindparam("ids", expanding=True)))
_BY_STORY: Final = TOLD.where(items.c.story_id.in_(bindparam("ids", expanding=True))).order_by(
    items.c.published, items.c.id
)
"""Made once: to make such a statement takes as long as to answer it."""

Value = TypeVar("Value")
_Make = Callable[[RowMapping, Sequence[Outlet]], Value]


def batches(values: Iterable[Value], size: int = BATCH) -> Iterable[list[Value]]:
    """The values in order, at most `size` at a time."""
    rest = iter(values)
    while batch := list(islice(rest, size)):
        yield batch


async def read_items(
    connection: AsyncConnection, statement: Select[Any], values: Mapping[str, Any] | None = None
) -> list[Item]:
    """The items of a statement made from `TOLD`, in its order; `values`: its parameters."""
    return await _read(connection, statement, values, item_of, lambda _: _MADE)


async def read_filed(
    connection: AsyncConnection, statement: Select[Any], values: Mapping[str, Any] | None = None
) -> list[Filed]:
    """The same with what the desk made of them."""
    return await _read(connection, statement, values, filed_of, _cost)


async def items_by_id(connection: AsyncConnection, ids: Iterable[int]) -> dict[int, Item]:
    """The items with these ids, as far as they are still kept."""
    found: dict[int, Item] = {}
    for batch in batches(set(ids)):
        found |= {item.id: item for item in await read_items(connection, _BY_ID, {"ids": batch})}
    return found


async def filed_by_id(connection: AsyncConnection, ids: Iterable[int]) -> dict[int, Filed]:
    """The same with what the desk made of them."""
    found: dict[int, Filed] = {}
    for batch in batches(set(ids)):
        found |= {filed.item.id: filed for filed in await read_filed(connection, _BY_ID, {"ids": batch})}
    return found


async def filed_by_story(connection: AsyncConnection, stories: Iterable[int]) -> dict[int, list[Filed]]:
    """The items of each of these stories, the earliest first, with what the desk made of them."""
    found: dict[int, list[Filed]] = defaultdict(list)
    for batch in batches(set(stories)):
        for filed in await read_filed(connection, _BY_STORY, {"ids": batch}):
            assert filed.item.story is not None
            found[filed.item.story].append(filed)
    return found


async def _read(
    connection: AsyncConnection,
    statement: Select[Any],
    values: Mapping[str, Any] | None,
    make: _Make[Value],
    cost: Callable[[RowMapping], int],
) -> list[Value]:
    found: list[Value] = []
    breath = Breath()
    for rows in (await connection.execute(statement, values)).mappings().partitions(_PART):
        carried = await carriers_of(connection, [row[items.c.id] for row in rows if row["shared"]])
        for row in rows:
            found.append(make(row, carried[row[items.c.id]]))
            await breath.after(cost(row))
    return found


def _cost(row: RowMapping) -> int:
    return _MADE_OUT if row[items.c.telling] is None else _MADE


async def carriers_of(connection: AsyncConnection, ids: Sequence[int]) -> dict[int, list[Outlet]]:
    """The other outlets that carry each item, in the order in which they did."""
    found: dict[int, list[Outlet]] = defaultdict(list)
    for batch in batches(ids):
        for row in (await connection.execute(_OTHERS, {"ids": batch})).mappings():
            outlet, known = outlet_of(row), found[row[carriers.c.item_id]]
            if outlet not in known:
                known.append(outlet)
    return found
