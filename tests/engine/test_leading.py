"""What a process does while it leads, and stops doing when it no longer does."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.core.names import Unnamed
from bot.engine.clock import SystemClock
from bot.engine.deliver import Terms
from bot.engine.engine import Engine, Shape
from bot.engine.lead import Lead
from bot.engine.poll import Pace
from bot.engine.reader import Reader
from bot.ports import Event, Respond, Store, ignore
from tests.engine.fakes import LEASE, HandClock, Mouth, memory
from tests.engine.waiting import until
from tests.kit.tempo import every


class Ear(Mouth):
    """A platform that knows whether it is listening."""

    def __init__(self) -> None:
        super().__init__()
        self.listens = False

    async def listen(self, respond: Respond) -> None:
        self.listens = True
        try:
            await super().listen(respond)
        finally:
            self.listens = False


class Turns:
    """The time of a clock that a test holds, where sleepers wake by themselves."""

    def __init__(self, clock: HandClock) -> None:
        self.now = clock.now
        self.sleeps = 0

    async def sleep(self, seconds: float) -> None:
        self.sleeps += 1
        end = self.now() + timedelta(seconds=seconds)
        await until(lambda: self.now() >= end)

    def slept_again(self, sleeps: int) -> bool:
        return self.sleeps > sleeps


def engine(store: Store, platform: Ear, folder: Path, holder: str) -> Engine:
    hour, lease = timedelta(hours=1), timedelta(seconds=0.3)
    pace = Pace(every(hour), longest=hour, lease=hour, spread=timedelta(0))
    terms = Terms(deadline=lease, unsure="repeat", zone=ZoneInfo("UTC"))
    shape = Shape(holder, pace, 1, terms, lease, timedelta(days=30), timedelta(days=90), folder / "heartbeat")
    return Engine(
        store, SystemClock(), [platform], Reader((), nowhere, nowhere, hour), shape, ignore, Unnamed(), memory
    )


async def nowhere(_ask: Any) -> Any:
    raise AssertionError


async def silence(_event: Event) -> tuple[()]:
    return ()


async def test_who_edits_hears_of_what_the_desk_files(store: Store, tmp_path: Path) -> None:
    parts = engine(store, Ear(), tmp_path, "me")
    desk: Any = parts._workers()["desk"]
    desk.__self__._stage._woken()
    assert await parts._edits["telegram"].heard(0.01)
    assert await parts._sends["telegram"].heard(0.01)
    assert await parts._held.heard(0.01)


async def test_a_lease_is_renewed_whatever_the_stage_is_at(store: Store, clock: HandClock) -> None:
    turns = Turns(clock)
    lead = Lead("desk", "me", store.ledger, turns, LEASE)
    keeping = asyncio.create_task(lead.keep())
    await until(lambda: turns.sleeps == 1)
    for _ in range(10):
        slept = turns.sleeps
        clock.pass_by(lead.renew_within)
        await until(partial(turns.slept_again, slept))
        assert await store.ledger.lead("desk", "another", clock.now(), LEASE) is None
    keeping.cancel()
    await asyncio.wait([keeping])
    assert await store.ledger.lead("desk", "another", clock.now(), LEASE) is not None


async def test_what_needs_the_lead_is_cut_off_when_it_is_lost_and_begun_anew(store: Store, clock: HandClock) -> None:
    lead, acts = Lead("desk", "me", store.ledger, clock, LEASE), []

    async def act() -> None:
        acts.append("begins")
        try:
            await asyncio.Event().wait()
        finally:
            acts.append("ends")

    acting = asyncio.create_task(lead.during(act))
    await asyncio.sleep(0)
    assert acts == []
    await lead.hold()
    await until(lambda: acts == ["begins"])
    clock.pass_by(LEASE.total_seconds() + 1)
    assert await store.ledger.lead("desk", "another", clock.now(), LEASE) is not None
    assert await lead.hold() is None
    await until(lambda: acts == ["begins", "ends"])
    await store.ledger.yield_lead("desk", "another")
    await lead.hold()
    await until(lambda: acts == ["begins", "ends", "begins"])
    acting.cancel()
    await asyncio.wait([acting])
    assert acting.cancelled()


async def test_what_needs_the_lead_may_end_and_fail_by_itself(store: Store, clock: HandClock) -> None:
    lead = Lead("desk", "me", store.ledger, clock, LEASE)
    await lead.hold()

    async def fail() -> None:
        raise TimeoutError("a site that does not answer")

    await lead.during(lambda: asyncio.sleep(0))
    with pytest.raises(TimeoutError, match="does not answer"):
        await lead.during(fail)


async def test_of_two_processes_with_one_account_one_listens_and_the_other_takes_over(
    store: Store, tmp_path: Path
) -> None:
    ears, stops = (Ear(), Ear()), (asyncio.Event(), asyncio.Event())
    async with asyncio.TaskGroup() as processes:
        for number, (ear, stop) in enumerate(zip(ears, stops, strict=True)):
            process = engine(store, ear, tmp_path, f"process {number}")
            processes.create_task(process.run(silence, stop))
            await until(lambda: any(ear.listens for ear in ears))
        await asyncio.sleep(0.5)
        assert [ear.listens for ear in ears] == [True, False]
        stops[0].set()
        await until(lambda: [ear.listens for ear in ears] == [False, True])
        stops[1].set()


async def test_who_overslept_does_not_act_on_what_was_heard_before(store: Store, clock: HandClock) -> None:
    lead, done = Lead("desk", "me", store.ledger, clock, LEASE), []

    async def act() -> None:
        await slept.wait()
        await lead.assure()
        done.append("acted")

    slept = asyncio.Event()
    await lead.hold()
    acting = asyncio.create_task(lead.during(act))
    await asyncio.sleep(0)
    clock.pass_by(LEASE.total_seconds() + 1)
    assert await store.ledger.lead("desk", "another", clock.now(), LEASE) is not None
    slept.set()
    await until(lambda: lead._fence is None)
    await store.ledger.yield_lead("desk", "another")
    assert done == []
    await lead.hold()
    await until(lambda: done == ["acted"])
    await acting
