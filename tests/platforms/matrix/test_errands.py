"""Errands: in turn in a lane, beside each other otherwise."""

from __future__ import annotations

import asyncio

from bot.platforms.matrix.errands import Errands


async def test_errands_of_one_lane_are_done_in_turn_though_one_fails() -> None:
    errands, done, gate = Errands(), [], asyncio.Event()

    async def first() -> None:
        await gate.wait()
        done.append("first")
        raise ValueError("no matter")

    async def second() -> None:
        done.append("second")

    errands.begin("lane", first)
    errands.begin("lane", second)
    errands.begin("other", second)
    await errands.settle(0.05)
    assert (list(done), errands.waiting("lane"), len(errands.under_way)) == (["second"], 2, 2)
    gate.set()
    await errands.settle(5)
    assert done == ["second", "first", "second"]
    assert not errands.under_way
    assert not errands.waiting("lane")


async def test_errands_that_are_given_up_end() -> None:
    errands, done = Errands(), []

    async def endless() -> None:
        await asyncio.Event().wait()

    async def never() -> None:
        done.append("never")

    errands.begin("lane", endless)
    errands.begin("lane", never)
    await errands.settle(0.01)
    await errands.close()
    assert not done
    assert not errands.under_way
