from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from bot.core.errors import Fatal
from bot.engine.supervise import FIRST_WAIT, HEALTHY, LONGEST_WAIT, supervise


class Clock:
    """Time that passes only in `sleep`."""

    def __init__(self) -> None:
        self.time = datetime(2026, 3, 1, tzinfo=UTC)
        self.slept: list[float] = []

    def now(self) -> datetime:
        return self.time

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.time += timedelta(seconds=seconds)


async def test_a_task_that_fails_is_started_again_later_each_time() -> None:
    clock, runs = Clock(), 0

    async def run() -> None:
        nonlocal runs
        runs += 1
        if runs <= 8:
            raise OSError("no network")

    await supervise("task", run, clock)
    assert clock.slept == [FIRST_WAIT, 2, 4, 8, 16, 32, LONGEST_WAIT, LONGEST_WAIT]


async def test_a_task_that_ran_well_for_long_starts_again_soon() -> None:
    clock, lives = Clock(), [0.0, 0.0, HEALTHY + 1, 0.0]

    async def run() -> None:
        if lives:
            clock.time += timedelta(seconds=lives.pop(0))
            raise OSError("no network")

    await supervise("task", run, clock)
    assert clock.slept == [1, 2, 1, 2]


async def test_what_is_fatal_passes() -> None:
    async def run() -> None:
        raise Fatal("the token is refused")

    with pytest.raises(Fatal, match="refused"):
        await supervise("task", run, Clock())


async def test_what_is_fatal_passes_from_inside_a_group_too() -> None:
    async def refused() -> None:
        raise Fatal("the token is refused")

    async def run() -> None:
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(refused())

    with pytest.raises(ExceptionGroup) as caught:
        await supervise("task", run, Clock())
    assert caught.group_contains(Fatal, match="refused")


async def test_a_cancelled_task_is_not_started_again() -> None:
    clock = Clock()

    async def run() -> None:
        await asyncio.Event().wait()

    task = asyncio.create_task(supervise("task", run, clock))
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait([task])
    assert task.cancelled()
    assert clock.slept == []


async def test_a_task_that_fails_when_it_is_cancelled_is_not_started_again() -> None:
    clock = Clock()

    async def run() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            raise OSError("the database is locked")

    task = asyncio.create_task(supervise("task", run, clock))
    await asyncio.sleep(0)
    task.cancel()
    await task
    assert clock.slept == []
