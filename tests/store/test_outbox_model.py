"""The outbox against all that may happen to it, in any order: claims, answers late or never, deaths, leads, moves.

What a run may do is in the rules of `Outbox`; a naive model beside it knows what must hold, over the real database.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Coroutine
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import delete, select, update

from bot.core.alerts.delivery import lapse, settle
from bot.core.decisions import Filing, Wanted
from bot.core.model import Address, ChatKind, Delivery, DeliveryState, Lane, Relation
from bot.core.outcome import Gone, Later, Moved, Outcome, Refused, Sent, Unsure
from bot.store.rooms import SqlStore
from bot.store.tables import chats, deliveries, items, leases, stories
from tests.kit.stores import postgres_store, sqlite_store
from tests.servers.postgres import Postgres
from tests.store.sample import LEASE, MATCH, NOW, entry, poll, source

T = TypeVar("T")

DEADLINE = LEASE / 2
"""As the engine has it: a claim holds twice as long as a send may take."""
NAMES = ("1", "2", "3")
ELSEWHERE = ("4", "1")
"""Where chats move: to an address that may be nobody's, or to one that may be another chat's."""
ITEMS = 12
PROCESSES = ("one", "two")
ANSWERS: tuple[Outcome, ...] = (
    Sent("m"),
    Sent("m"),
    Later(timedelta(seconds=20), "429", paused=True),
    Later(timedelta(0), "502"),
    Unsure("no answer"),
    Refused("too long"),
    Gone("kicked"),
    Gone("unknown", sure=False),
    Moved("4"),
)
OVER = {DeliveryState.SENT, DeliveryState.DEAD, DeliveryState.UNSURE}


@dataclass
class Job:
    """A delivery that a process has claimed."""

    delivery: Delivery
    fence: int
    claimed_at: datetime
    outcome: Outcome | None = None
    """What its send came to, once it was sent."""


@dataclass
class Process:
    """What one process believes."""

    fence: int | None = None
    jobs: list[Job] = field(default_factory=list)


@dataclass(frozen=True)
class Row:
    """A delivery as the database has it, with its chat."""

    id: int
    key: str
    chat: int
    state: DeliveryState
    lane: int
    due_at: datetime
    doubts: int
    lease: int
    lease_until: datetime | None
    message: str
    error: str
    free_at: datetime
    suspended: str

    @property
    def ready_at(self) -> datetime:
        return max(self.due_at, self.free_at)


class Outbox(RuleBasedStateMachine):
    """Two processes, of which one leads at a time, and a platform that stores what it is sent."""

    def __init__(self, store: SqlStore, runner: asyncio.Runner) -> None:
        super().__init__()
        self.store, self.runner = store, runner
        self.now = NOW
        self.processes = {name: Process() for name in PROCESSES}
        self.arrived = Counter[str]()
        """How often the platform stored each key."""
        self.last: dict[tuple[int, int], int] = {}
        """The newest delivery that arrived, by chat and lane."""
        self.owed: set[str] = set()
        self.unfiled: list[int] = []
        self.told: list[int] = []

    def run(self, step: Coroutine[Any, Any, T]) -> T:
        return self.runner.run(step)

    # ---- the beginning

    @initialize(idempotent=st.booleans(), policy=st.sampled_from(("repeat", "hold")))
    def begin(self, idempotent: bool, policy: str) -> None:  # noqa: FBT001 - Hypothesis fills it
        self.idempotent, self.policy = idempotent, policy
        self.platform = "matrix" if idempotent else "telegram"
        self.lease_name = f"sender:{self.platform}"
        self.unfiled = self.run(self._emptied())
        for name in NAMES:
            self.run(self.store.chats.meet(self._address(name), ChatKind.GROUP, name, self.now))

    async def _emptied(self) -> list[int]:
        async with self.store._database.write() as connection:
            for table in (deliveries, leases, chats):
                await connection.execute(delete(table))
            await connection.execute(update(items).values(filed=-1, story_id=None))
            await connection.execute(delete(stories))
            return list(await connection.scalars(select(items.c.id).order_by(items.c.id)))

    # ---- what is owed

    @precondition(lambda self: self.unfiled)
    @rule(which=st.sets(st.sampled_from(NAMES), min_size=1), urgent=st.booleans())
    def a_story_breaks(self, which: set[str], urgent: bool) -> None:  # noqa: FBT001 - Hypothesis fills it
        item = self.unfiled.pop(0)
        self._file(item, which, None)
        self.told.append(item)
        if urgent:
            self.run(self._hurried(item))
        rows = {(row.chat, row.suspended) for row in self._rows() if row.key not in self.owed}
        assert len(rows) == len({row.id for row in self._chats() if row.chat in which and not row.suspended})

    @precondition(lambda self: self.unfiled and self.told)
    @rule(which=st.sets(st.sampled_from(NAMES)), story=st.integers(0, ITEMS))
    def a_story_changes(self, which: set[str], story: int) -> None:
        self._file(self.unfiled.pop(0), which, self.told[story % len(self.told)])

    @rule(name=st.sampled_from(NAMES))
    def the_bot_has_a_word(self, name: str) -> None:
        for chat in self._chats():
            if chat.chat == name:
                self.run(self.store.outbox.notify(chat.id, "", "hello", self.now))

    def _file(self, item: int, which: set[str], story: int | None) -> None:
        relation = Relation.NEW if story is None else Relation.UPDATE
        wanted = tuple(Wanted(chat.id, "", (MATCH,)) for chat in self._chats() if chat.chat in which)
        filing = Filing(item, 0, story, relation, "why", wanted, updates=story is not None)
        fence = self.run(self.store.ledger.lead("desk", "me", self.now, LEASE))
        assert fence is not None
        assert self.run(self.store.desk.file([filing], fence, self.now)) is not None

    async def _hurried(self, story: int) -> None:
        async with self.store._database.write() as connection:
            hurried = update(deliveries).where(deliveries.c.story_id == story)
            await connection.execute(hurried.values(lane=Lane.URGENT.value))

    # ---- what processes do

    @rule(seconds=st.sampled_from((0.3, 2.0, 16.0, 31.0, 3_600.0, 50_000.0)))
    def time_passes(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)

    @rule(name=st.sampled_from(PROCESSES))
    def a_process_asks_for_the_lead(self, name: str) -> None:
        fence = self.run(self.store.ledger.lead(self.lease_name, name, self.now, LEASE))
        self.processes[name].fence = fence

    @rule(name=st.sampled_from(PROCESSES), limit=st.integers(1, 4))
    def a_process_claims(self, name: str, limit: int) -> None:
        process = self.processes[name]
        if process.fence is None:
            return
        before = self._rows()
        claimed = self.run(self.store.outbox.claim(self.platform, process.fence, self.now, limit, LEASE))
        if process.fence != self._newest_fence():
            assert claimed == ()
            assert self._rows() == before
            return
        due = [row for row in _heads(before) if row.ready_at <= self.now]
        due.sort(key=lambda row: (row.lane, row.ready_at, row.id))
        assert [each.id for each in claimed] == [row.id for row in due[:limit]]
        process.jobs += [Job(each, process.fence, self.now) for each in claimed]

    @rule(name=st.sampled_from(PROCESSES), place=st.integers(0, 3), outcome=st.sampled_from(ANSWERS), stored=st.booleans())
    def a_send_comes_to_something(self, name: str, place: int, outcome: Outcome, stored: bool) -> None:  # noqa: FBT001 - Hypothesis fills it
        jobs = [job for job in self.processes[name].jobs if job.outcome is None]
        if not jobs:
            return
        job = jobs[place % len(jobs)]
        if self.now > job.claimed_at + DEADLINE:
            job.outcome = Later(timedelta(0), "the bot slept before it was sent", paused=True)
            return
        job.outcome = outcome
        if isinstance(outcome, Sent) or (isinstance(outcome, Unsure) and stored):
            self._arrives(job.delivery)

    @rule(name=st.sampled_from(PROCESSES), place=st.integers(0, 3))
    def an_outcome_is_settled(self, name: str, place: int) -> None:
        jobs = [job for job in self.processes[name].jobs if job.outcome is not None]
        if jobs:
            job = jobs[place % len(jobs)]
            self.processes[name].jobs.remove(job)
            self._settle(job)

    @rule(name=st.sampled_from(PROCESSES), sent=st.booleans())
    def a_process_dies(self, name: str, sent: bool) -> None:  # noqa: FBT001 - Hypothesis fills it
        """Its sends may have arrived all the same; nobody will settle them."""
        for job in self.processes[name].jobs:
            if sent and job.outcome is None and self.now <= job.claimed_at + DEADLINE:
                self._arrives(job.delivery)
        self.processes[name] = Process()

    @rule(name=st.sampled_from(PROCESSES))
    def a_process_decides_on_what_was_cut_off(self, name: str) -> None:
        process = self.processes[name]
        if process.fence is None:
            return
        flying = {row.id: row for row in self._rows() if row.state is DeliveryState.SENDING}
        lapsed = self.run(self.store.outbox.lapsed(self.platform, self.now))
        assert {each.id for each in lapsed} == {row.id for row in flying.values() if row.lease_until <= self.now}
        in_hand = {job.delivery.id for job in process.jobs}
        for each in lapsed:
            if each.id not in in_hand:
                what = lapse(each, now=self.now, idempotent=self.idempotent, unsure=self.policy)
                before = self._rows()
                kept = self.run(self.store.outbox.settle(each, what, process.fence, self.now))
                assert kept == (process.fence == self._newest_fence())
                assert kept or self._rows() == before

    def _arrives(self, delivery: Delivery) -> None:
        """The platform stores it; in order, unless it has it already."""
        row = next((row for row in self._rows() if row.id == delivery.id), None)
        if self.idempotent and self.arrived[delivery.key]:
            return
        self.arrived[delivery.key] += 1
        if row and self.arrived[delivery.key] == 1:
            assert self.last.get((row.chat, row.lane), 0) < row.id, "out of order"
            self.last[row.chat, row.lane] = row.id

    def _settle(self, job: Job) -> None:
        assert job.outcome is not None
        how = {"now": self.now, "idempotent": self.idempotent, "unsure": self.policy, "seed": job.delivery.key}
        settlement = settle(job.delivery, job.outcome, **how)  # type: ignore[arg-type]
        before = self._rows()
        row = next((row for row in before if row.id == job.delivery.id), None)
        held = row and row.state is DeliveryState.SENDING and row.lease == job.delivery.lease
        kept = self.run(self.store.outbox.settle(job.delivery, settlement, job.fence, self.now))
        assert kept == bool(held and job.fence == self._newest_fence())
        if not kept:
            assert self._rows() == before
            return
        after = next(row for row in self._rows() if row.id == job.delivery.id)
        if settlement.chat_free_at:
            assert after.free_at >= settlement.chat_free_at
        if isinstance(job.outcome, Moved):
            self._move(job.delivery.chat.address.chat, job.outcome.chat)
        if isinstance(job.outcome, Gone) and settlement.state is DeliveryState.DEAD:
            self.run(self.store.chats.suspend(job.delivery.chat.address, job.outcome.why, self.now))

    # ---- what happens to chats

    @rule(name=st.sampled_from(NAMES))
    def a_chat_is_lost(self, name: str) -> None:
        self.run(self.store.chats.suspend(self._address(name), "kicked", self.now))
        lost = {chat.id for chat in self._chats() if chat.chat == name}
        assert not [row for row in self._rows() if row.chat in lost and row.state is DeliveryState.PENDING]

    @rule(name=st.sampled_from(NAMES))
    def a_chat_is_back(self, name: str) -> None:
        self.run(self.store.chats.meet(self._address(name), ChatKind.GROUP, name, self.now))
        self.run(self.store.chats.resume(self._address(name)))

    @rule(name=st.sampled_from(NAMES), to=st.sampled_from(ELSEWHERE))
    def a_chat_moves(self, name: str, to: str) -> None:
        self._move(name, to)

    def _move(self, name: str, to: str) -> None:
        """Not while something is in flight in both: that is then twice in one chat, which nobody can undo."""
        there = [chat.id for chat in self._chats() if chat.chat in {name, to}]
        flying = [row for row in self._rows() if row.chat in there and row.state is DeliveryState.SENDING]
        if len(flying) > 1:
            return
        self.run(self.store.chats.move(self._address(name), to))
        if len(there) > 1 and name != to:  # two queues are one now, and so are their orders
            self.last = {key: id_ for key, id_ in self.last.items() if key[0] not in there}
            self.owed &= {row.key for row in self._rows()}  # what both were owed is owed once

    # ---- what must hold

    @invariant()
    def nothing_is_lost_and_nothing_is_over_without_a_reason(self) -> None:
        rows = self._rows()
        keys = {row.key for row in rows}
        assert len(keys) == len(rows)
        assert self.owed <= keys
        self.owed = keys
        for row in rows:
            assert row.state is DeliveryState.PENDING or row.state is DeliveryState.SENDING or row.state in OVER
            if row.state in {DeliveryState.DEAD, DeliveryState.UNSURE}:
                assert row.error
            if row.state is DeliveryState.SENT:
                assert row.message
                assert self.arrived[row.key] >= 1

    @invariant()
    def nothing_arrives_twice_unless_a_doubt_is_recorded(self) -> None:
        doubts = {row.key: row.doubts for row in self._rows()}
        for key, times in self.arrived.items():
            allowed = 1 if getattr(self, "policy", "") == "hold" else 1 + doubts.get(key, 1)
            assert times <= min(allowed, 2)

    @invariant()
    def one_of_a_chat_is_in_flight(self) -> None:
        flying = Counter(row.chat for row in self._rows() if row.state is DeliveryState.SENDING)
        assert all(count == 1 for count in flying.values())

    # ---- looking

    def _address(self, name: str) -> Address:
        return Address(self.platform, name)

    def _newest_fence(self) -> int | None:
        async def asked() -> int | None:
            async with self.store._database.read() as connection:
                return await connection.scalar(select(leases.c.fence).where(leases.c.name == self.lease_name))

        return self.run(asked())

    def _chats(self) -> list[Any]:
        async def asked() -> list[Any]:
            async with self.store._database.read() as connection:
                return list((await connection.execute(select(chats))).all())

        return self.run(asked())

    def _rows(self) -> list[Row]:
        d, c = deliveries.c, chats.c
        of_delivery = (d.id, d.key, d.chat_id, d.state, d.lane, d.due_at, d.doubts, d.lease, d.lease_until)
        columns = (*of_delivery, d.message, d.error, c.free_at, c.suspended)

        async def asked() -> list[Row]:
            async with self.store._database.read() as connection:
                rows = await connection.execute(select(*columns).join_from(deliveries, chats).order_by(d.id))
                return [Row(*row[:3], DeliveryState(row[3]), *row[4:]) for row in rows]

        return self.run(asked())


def _heads(rows: list[Row]) -> list[Row]:
    """The first of each chat's queue that may go out at some time, by a look at all rows."""
    heads: dict[int, Row] = {}
    for row in sorted(rows, key=lambda row: (row.lane, row.id)):
        if row.state is DeliveryState.PENDING and not row.suspended:
            heads.setdefault(row.chat, row)
    flying = {row.chat for row in rows if row.state is DeliveryState.SENDING}
    return [row for row in heads.values() if row.chat not in flying]


async def _stocked(store: SqlStore) -> None:
    await poll(store, await source(store), *(entry(number) for number in range(ITEMS)))


def play(opened: AbstractAsyncContextManager[SqlStore], share: int) -> None:
    """So great a share of the profile's examples, over one store that each example finds empty."""
    examples = max(settings.default.max_examples // share, 1)
    how = settings(max_examples=examples, stateful_step_count=40, suppress_health_check=list(HealthCheck))
    with asyncio.Runner() as runner:
        store = runner.run(opened.__aenter__())
        try:
            runner.run(_stocked(store))
            run_state_machine_as_test(lambda: Outbox(store, runner), settings=how)
        finally:
            runner.run(opened.__aexit__(None, None, None))


def test_whatever_happens_the_outbox_keeps_its_promises(tmp_path: Path) -> None:
    play(sqlite_store(tmp_path), 2)


@pytest.mark.slow
def test_the_outbox_keeps_them_on_postgresql_too(postgres: Postgres) -> None:
    play(postgres_store(postgres), 5)
