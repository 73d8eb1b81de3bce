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
from sqlalchemy import Select, delete, select, update

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
GAP = timedelta(seconds=1)
"""After a send its chat is left alone for so long."""
NAMES = ("1", "2", "3")
SOME_CHATS = st.sets(st.integers(0, 3), min_size=1)
"""By their places among those that are there."""
ITEMS = 12
PROCESSES = ("one", "two")
OUTCOMES: tuple[Outcome, ...] = (
    Sent("m"),
    Later(timedelta(seconds=20), "429", paused=True),
    Later(timedelta(0), "502"),
    Unsure("no answer"),
    Unsure("no answer"),
    Unsure("no answer"),
    Refused("too long"),
    Gone("kicked"),
    Gone("unknown", sure=False),
    Moved("4"),
)
DEEDS = ("claim", "claim", "send", "settle", "do", "do", "die", "recover")
Work = tuple[str, str, int, Outcome, bool]
WORKS = st.lists(
    st.tuples(
        st.sampled_from(("one", "one", "one", "two")),
        st.sampled_from(DEEDS),
        st.integers(0, 3),
        st.just(Sent("m")) | st.sampled_from(OUTCOMES),
        st.booleans(),
    ),
    min_size=1,
    max_size=4,
)
"""What the processes do between two happenings: which, what, with which of its jobs, what a send comes to, and whether
it arrived where that is in doubt. It is no rule of its own: Hypothesis leaves rules out of whole runs."""
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
        self.left_behind: set[str] = set()
        """What was owed to chats that have become others since: the numbers of its messages mean nothing there."""
        self.unfiled: list[int] = []
        self.told: list[int] = []
        self.seen: dict[str, list[Any]] = {}
        """What was read since the last step that may have written."""

    def run(self, step: Coroutine[Any, Any, T]) -> T:
        """One that may write."""
        self.seen.clear()
        return self.runner.run(step)

    # ---- the beginning

    @initialize(way=st.sampled_from(("repeat", "repeat", "hold", "matrix")))
    def begin(self, way: str) -> None:
        """On Matrix keys are known, whatever the policy."""
        self.idempotent, self.policy = way == "matrix", "hold" if way == "hold" else "repeat"
        self.platform = "matrix" if self.idempotent else "telegram"
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
    @rule(which=SOME_CHATS, urgent=st.booleans(), works=WORKS)
    def a_story_breaks(self, which: set[int], urgent: bool, works: list[Work]) -> None:  # noqa: FBT001 - Hypothesis fills it
        item = self.unfiled.pop(0)
        wanting = self._some(which)
        self._file(item, wanting, None)
        self.told.append(item)
        if urgent:
            self.run(self._hurried(item))
        new = [row for row in self._rows() if row.key not in self.owed]
        assert {row.chat for row in new} == {chat.id for chat in wanting if not chat.suspended}
        self._go_on(works)

    @precondition(lambda self: self.unfiled and self.told)
    @rule(which=SOME_CHATS, story=st.integers(0, ITEMS), works=WORKS)
    def a_story_changes(self, which: set[int], story: int, works: list[Work]) -> None:
        self._file(self.unfiled.pop(0), self._some(which), self.told[story % len(self.told)])
        self._go_on(works)

    @rule(place=st.integers(0, 3), works=WORKS)
    def the_bot_has_a_word(self, place: int, works: list[Work]) -> None:
        (chat,) = self._some({place})
        self.run(self.store.outbox.notify(chat.id, "", "hello", self.now))
        self._go_on(works)

    def _some(self, which: set[int]) -> list[Any]:
        known = self._chats()
        return [known[place] for place in sorted({place % len(known) for place in which})]

    def _file(self, item: int, wanting: list[Any], story: int | None) -> None:
        relation = Relation.NEW if story is None else Relation.UPDATE
        wanted = tuple(Wanted(chat.id, "", (MATCH,)) for chat in wanting)
        filing = Filing(item, 0, story, relation, "why", wanted, updates=story is not None)
        fence = self.run(self.store.ledger.lead("desk", "me", self.now, LEASE))
        assert fence is not None
        assert self.run(self.store.desk.file([filing], fence, self.now)) is not None

    async def _hurried(self, story: int) -> None:
        async with self.store._database.write() as connection:
            hurried = update(deliveries).where(deliveries.c.story_id == story)
            await connection.execute(hurried.values(lane=Lane.URGENT.value))

    # ---- what processes do

    @rule(seconds=st.sampled_from((0.3, 4.0, 16.0, 16.0, 31.0, 50_000.0)), works=WORKS)
    def time_passes(self, seconds: float, works: list[Work]) -> None:
        self.now += timedelta(seconds=seconds)
        self._go_on(works)

    def _go_on(self, works: list[Work]) -> None:
        for work in works:
            self._work(*work)
            self._check()

    def _work(self, name: str, deed: str, place: int, outcome: Outcome, stored: bool) -> None:  # noqa: FBT001 - as above
        process = self.processes[name]
        unsent = [job for job in process.jobs if job.outcome is None]
        answered = [job for job in process.jobs if job.outcome is not None]
        match deed:
            case "claim":
                self._claim(name, process, place + 1)
            case "send" if unsent:
                self._send(unsent[place % len(unsent)], outcome, stored=stored)
            case "settle" if answered:
                job = answered[place % len(answered)]
                process.jobs.remove(job)
                self._settle(job)
            case "do":
                self._claim(name, process, place + 1)
                for job in [job for job in process.jobs if job.outcome is None]:
                    process.jobs.remove(job)
                    self._send(job, outcome, stored=stored)
                    self._settle(job)
            case "die":  # what it sends may arrive all the same; nobody will settle it
                for job in unsent[: place % 2]:
                    self._send(job, Sent("m"))
                self.processes[name] = Process()
                self.now += (place // 2) * timedelta(seconds=31)
            case "recover":
                self._recover(process)

    def _claim(self, name: str, process: Process, limit: int) -> None:
        """One that does not know of another that leads believes what it knew last."""
        if process.fence is None:
            process.fence = self.run(self.store.ledger.lead(self.lease_name, name, self.now, LEASE))
        if process.fence is None:
            return
        before = self._rows()
        claimed = self.run(self.store.outbox.claim(self.platform, process.fence, self.now, limit, LEASE))
        if process.fence != self._newest_fence():
            assert claimed == ()
            assert self._rows() == before
            process.fence = None
            return
        due = [row for row in _heads(before) if row.ready_at <= self.now]
        due.sort(key=lambda row: (row.lane, row.ready_at, row.id))
        assert [each.id for each in claimed] == [row.id for row in due[:limit]]
        process.jobs += [Job(each, process.fence, self.now) for each in claimed]

    def _send(self, job: Job, outcome: Outcome, *, stored: bool = True) -> None:
        if self.now > job.claimed_at + DEADLINE:  # as the engine: it is not begun
            job.outcome = Later(timedelta(0), "the bot slept before it was sent", paused=True)
            return
        job.outcome = outcome
        if isinstance(outcome, Sent) or (isinstance(outcome, Unsure) and stored):
            self._arrives(job.delivery)

    def _recover(self, process: Process) -> None:
        """Decide on what was cut off; what it has in hand itself is not."""
        if process.fence is None:
            return
        flying = [row for row in self._rows() if row.state is DeliveryState.SENDING]
        lapsed = self.run(self.store.outbox.lapsed(self.platform, self.now))
        assert [each.id for each in lapsed] == [row.id for row in flying if row.lease_until <= self.now]
        in_hand = {job.delivery.id for job in process.jobs}
        for each in lapsed:
            if each.id not in in_hand:
                what = lapse(each, now=self.now, free_at=self.now + GAP, idempotent=self.idempotent, unsure=self.policy)
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
        settlement = settle(
            job.delivery,
            job.outcome,
            now=self.now,
            free_at=self.now + GAP,
            idempotent=self.idempotent,
            unsure=self.policy,
            seed=job.delivery.key,
        )
        before = self._rows()
        row = next((row for row in before if row.id == job.delivery.id), None)
        held = row and row.state is DeliveryState.SENDING and row.lease == job.delivery.lease
        kept = self.run(self.store.outbox.settle(job.delivery, settlement, job.fence, self.now))
        assert kept == bool(held and job.fence == self._newest_fence())
        if not kept:
            assert self._rows() == before
            return
        after = next(row for row in self._rows() if row.id == job.delivery.id)
        assert row
        assert after.free_at == max(row.free_at, settlement.chat_free_at or row.free_at)
        if isinstance(job.outcome, Moved):
            self._move(job.delivery.chat.address.chat, job.outcome.chat)
        if isinstance(job.outcome, Gone) and settlement.state is DeliveryState.DEAD:
            self.run(self.store.chats.suspend(job.delivery.chat.address, job.outcome.why, self.now))

    # ---- what happens to chats

    @precondition(lambda self: self.owed)
    @rule(place=st.integers(0, 3), what=st.sampled_from(("lost", "back", "4", "1")), works=WORKS)
    def a_chat_is_lost_or_back_or_moves(self, place: int, what: str, works: list[Work]) -> None:
        (chat,) = self._some({place})
        address = self._address(chat.chat)
        if what == "lost":
            self.run(self.store.chats.suspend(address, "kicked", self.now))
            mine = [row for row in self._rows() if row.chat == chat.id]
            assert not [row for row in mine if row.state is DeliveryState.PENDING]
        elif what == "back":
            self.run(self.store.chats.resume(address))
        else:
            self._move(chat.chat, what)
        self._go_on(works)

    def _move(self, name: str, to: str) -> None:
        """Not while something is in flight in both: that is then twice in one chat, which nobody can undo."""
        there = [chat.id for chat in self._chats() if chat.chat in {name, to}]
        flying = [row for row in self._rows() if row.chat in there and row.state is DeliveryState.SENDING]
        if len(flying) > 1:
            return
        if name != to:
            own = {chat.id for chat in self._chats() if chat.chat == name}
            self.left_behind |= {row.key for row in self._rows() if row.chat in own}
        self.run(self.store.chats.move(self._address(name), to))
        if len(there) > 1 and name != to:  # two queues are one now, and so are their orders
            self.last = {key: id_ for key, id_ in self.last.items() if key[0] not in there}
            self.owed &= {row.key for row in self._rows()}  # what both were owed is owed once

    # ---- what must hold

    @invariant()
    def every_promise_is_kept(self) -> None:
        self._check()

    def _check(self) -> None:
        rows = self._rows()
        self._check_nothing_is_lost(rows)
        self._check_nothing_arrives_twice(rows)
        flying = Counter(row.chat for row in rows if row.state is DeliveryState.SENDING)
        assert all(count == 1 for count in flying.values())

    def _check_nothing_is_lost(self, rows: list[Row]) -> None:
        """Nor over without a reason."""
        keys = {row.key for row in rows}
        assert len(keys) == len(rows)
        assert self.owed <= keys
        self.owed = keys
        for row in rows:
            assert row.state in {DeliveryState.PENDING, DeliveryState.SENDING, *OVER}
            if row.state in {DeliveryState.DEAD, DeliveryState.UNSURE}:
                assert row.error
            if row.state is DeliveryState.SENT:
                assert row.message or row.key in self.left_behind
                assert self.arrived[row.key] >= 1

    def _check_nothing_arrives_twice(self, rows: list[Row]) -> None:
        """Unless a doubt is recorded."""
        doubts = {row.key: row.doubts for row in rows}
        for key, times in self.arrived.items():
            assert times <= (1 if self.policy == "hold" else min(1 + doubts.get(key, 1), 2))

    # ---- looking

    def _address(self, name: str) -> Address:
        return Address(self.platform, name)

    def _newest_fence(self) -> int | None:
        rows = self._look("fence", select(leases.c.fence).where(leases.c.name == self.lease_name))
        return rows[0].fence if rows else None

    def _chats(self) -> list[Any]:
        return self._look("chats", select(chats).order_by(chats.c.id))

    def _rows(self) -> list[Row]:
        d, c = deliveries.c, chats.c
        of_delivery = (d.id, d.key, d.chat_id, d.state, d.lane, d.due_at, d.doubts, d.lease, d.lease_until)
        columns = select(*of_delivery, d.message, d.error, c.free_at, c.suspended)
        rows = self._look("rows", columns.join_from(deliveries, chats).order_by(d.id))
        return [Row(*row[:3], DeliveryState(row[3]), *row[4:]) for row in rows]

    def _look(self, what: str, asked: Select[Any]) -> list[Any]:
        async def read() -> list[Any]:
            async with self.store._database.read() as connection:
                return list((await connection.execute(asked)).all())

        if what not in self.seen:
            self.seen[what] = self.runner.run(read())
        return self.seen[what]


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
    play(sqlite_store(tmp_path), 3)


@pytest.mark.slow
def test_the_outbox_keeps_them_on_postgresql_too(postgres: Postgres) -> None:
    play(postgres_store(postgres), 5)
