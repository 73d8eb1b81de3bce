"""Counting under the lock of a row: whoever counts keeps others from it until the transaction is over."""

from __future__ import annotations

from sqlalchemy.dialects.postgresql import insert as upsert  # SQLite took its syntax from there: it compiles for both
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.tables import counters

__all__ = ["count_up"]


async def count_up(connection: AsyncConnection, name: str, by: int = 1) -> int:
    """The counter of this name after so many more; it begins at nought."""
    put = upsert(counters).values(name=name, value=by)
    put = put.on_conflict_do_update(index_elements=["name"], set_={"value": counters.c.value + by})
    number: int = (await connection.execute(put.returning(counters.c.value))).scalar_one()
    return number
