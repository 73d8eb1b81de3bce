from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest

from bot.core.errors import Fatal
from bot.engine.bells import Bell
from bot.engine.worker import HELD_UP, LONGEST_REST, Worker, pause_until
from tests.engine.waiting import until

NOW = datetime(2026, 3, 1, tzinfo=UTC)


class Numbers:
    """A stage whose jobs are numbers; those in `gates` wait for their gate, those in `errors` raise."""

    name = "numbers"

    def __init__(self, *jobs: int) -> None:
        self.waiting = list(jobs)
        self.gates: dict[int, asyncio.Event] = {}
        self.errors: dict[int, Exception] = {}
        self.began: list[int] = []
        self.done: list[int] = []
        self.cut_off: list[int] = []

    async def claim(self, limit: int) -> Sequence[int]:
        claimed, self.waiting = self.waiting[:limit], self.waiting[limit:]
        return claimed

    async def work(self, job: int) -> None:
        self.began.append(job)
        try:
            if job in self.gates:
                await self.gates[job].wait()
        except asyncio.CancelledError:
            self.cut_off.append(job)
            raise
        if job in self.errors:
            raise self.errors[job]
        self.done.append(job)

    async def rest(self) -> float:
        return 60


async def test_a_slow_job_does_not_hold_up_the_others() -> None:
    stage = Numbers(1, 2, 3, 4, 5)
    stage.gates[1] = asyncio.Event()
    running = asyncio.create_task(Worker(stage, Bell(), at_once=2).run())
    await until(lambda: stage.done == [2, 3, 4, 5])
    stage.gates[1].set()
    await until(lambda: 1 in stage.done)
    running.cancel()


async def test_no_more_jobs_run_than_the_bound() -> None:
    stage = Numbers(1, 2, 3)
    stage.gates = {1: asyncio.Event(), 2: asyncio.Event()}
    bell = Bell()
    running = asyncio.create_task(Worker(stage, bell, at_once=2, grace=0).run())
    await until(lambda: stage.began == [1, 2])
    bell.ring()
    await asyncio.sleep(0.01)
    assert stage.began == [1, 2]
    running.cancel()
    await asyncio.wait([running])


async def test_a_poison_job_does_not_stop_the_others() -> None:
    stage = Numbers(1, 2, 3)
    stage.errors[2] = ValueError("poison")
    running = asyncio.create_task(Worker(stage, Bell(), at_once=1).run())
    await until(lambda: stage.done == [1, 3])
    running.cancel()


async def test_a_bell_wakes_a_worker_at_rest() -> None:
    stage, bell = Numbers(), Bell()
    running = asyncio.create_task(Worker(stage, bell, at_once=1).run())
    await asyncio.sleep(0.01)
    stage.waiting.append(7)
    bell.ring()
    await until(lambda: stage.done == [7])
    running.cancel()


async def test_cancelling_lets_work_under_way_end() -> None:
    stage = Numbers(1)
    stage.gates[1] = asyncio.Event()
    running = asyncio.create_task(Worker(stage, Bell(), at_once=1).run())
    await until(lambda: stage.began == [1])
    running.cancel()
    await asyncio.sleep(0.01)
    assert not running.done()
    stage.gates[1].set()
    await asyncio.wait([running])
    assert running.cancelled()
    assert stage.done == [1]


async def test_what_outlasts_the_grace_is_cut_off() -> None:
    stage = Numbers(1)
    stage.gates[1] = asyncio.Event()
    running = asyncio.create_task(Worker(stage, Bell(), at_once=1, grace=0.01).run())
    await until(lambda: stage.began == [1])
    running.cancel()
    await asyncio.wait([running])
    assert stage.cut_off == [1]


async def test_what_was_being_claimed_at_a_stop_is_done_and_not_left_to_nobody() -> None:
    class Slow(Numbers):
        def __init__(self, *jobs: int) -> None:
            super().__init__(*jobs)
            self.claiming, self.committed = asyncio.Event(), asyncio.Event()

        async def claim(self, limit: int) -> Sequence[int]:
            self.claiming.set()
            await self.committed.wait()
            return await super().claim(limit)

    stage = Slow(1, 2)
    running = asyncio.create_task(Worker(stage, Bell(), at_once=2).run())
    await stage.claiming.wait()
    running.cancel()
    await asyncio.sleep(0.01)
    stage.committed.set()
    await asyncio.wait([running])
    assert running.cancelled()
    assert stage.done == [1, 2]


async def test_a_claim_without_an_answer_does_not_keep_a_stop_waiting() -> None:
    class Stuck(Numbers):
        async def claim(self, limit: int) -> Sequence[int]:
            await asyncio.Event().wait()
            return await super().claim(limit)

    running = asyncio.create_task(Worker(Stuck(), Bell(), at_once=1, grace=0.01).run())
    await asyncio.sleep(0.01)
    running.cancel()
    await asyncio.wait([running])
    assert running.cancelled()


async def test_a_fatal_job_ends_the_worker() -> None:
    stage = Numbers(1)
    stage.errors[1] = Fatal("the token is refused")
    with pytest.raises(Fatal, match="refused"):
        await Worker(stage, Bell(), at_once=1).run()


async def test_a_claim_that_fails_ends_the_worker_after_its_jobs() -> None:
    class Broken(Numbers):
        async def claim(self, limit: int) -> Sequence[int]:
            if not self.waiting:
                raise OSError("the database is gone")
            return await super().claim(limit)

    stage = Broken(1)
    with pytest.raises(OSError, match="gone"):
        await Worker(stage, Bell(), at_once=1).run()
    assert stage.done == [1]


@pytest.mark.parametrize(
    ("due", "seconds"),
    [
        (None, LONGEST_REST),
        (NOW - timedelta(seconds=5), HELD_UP),
        (NOW, HELD_UP),
        (NOW + timedelta(seconds=2), 2),
        (NOW + timedelta(days=1), LONGEST_REST),
    ],
)
def test_the_rest_until_work_is_due(due: datetime | None, seconds: float) -> None:
    assert pause_until(due, NOW) == seconds
