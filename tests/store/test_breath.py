"""What is read in one go, and who has a turn meanwhile."""

from __future__ import annotations

import asyncio

from sqlalchemy import literal, select

from bot.store.breath import portions
from bot.store.rooms import SqlStore

COUNTED = select(literal(0).label("number")).cte("counted", recursive=True)
COUNTED = COUNTED.union_all(select(COUNTED.c.number + 1).where(COUNTED.c.number < 449))


async def test_a_long_answer_is_read_in_portions_and_others_have_their_turn_in_between(store: SqlStore) -> None:
    turns: list[int] = []

    async def other() -> None:
        while True:
            turns.append(len(read))
            await asyncio.sleep(0)

    read: list[int] = []
    async with store._database.read() as connection:
        beside = asyncio.create_task(other())
        async for rows in portions(connection, select(COUNTED)):
            read += [row.number for row in rows]
            assert len(rows) <= 200
        beside.cancel()
    assert read == [*range(450)]
    assert {200, 400} <= {*turns}
