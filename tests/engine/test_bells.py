from __future__ import annotations

import asyncio

from bot.engine.bells import Bell, ring_all


async def test_a_ring_wakes_the_waiting_task() -> None:
    bell = Bell()
    waiting = asyncio.create_task(bell.heard())
    await asyncio.sleep(0)
    assert not waiting.done()
    bell.ring()
    assert await waiting


async def test_a_ring_before_the_wait_is_not_missed() -> None:
    bell = Bell()
    bell.ring()
    assert await bell.heard(0)


async def test_rings_in_a_row_wake_once() -> None:
    bell = Bell()
    bell.ring()
    bell.ring()
    assert await bell.heard(0)
    assert not await bell.heard(0)


async def test_silence_ends_after_the_time_given() -> None:
    assert not await Bell().heard(0.001)


async def test_one_function_rings_all() -> None:
    first, second = Bell(), Bell()
    ring_all(first, second)()
    assert await first.heard(0)
    assert await second.heard(0)
