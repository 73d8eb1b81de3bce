"""Knows how the stages hang together: who wakes whom, what is supervised, and in which order all stops."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path
from types import MappingProxyType

import structlog

from bot.core import pacing
from bot.core.message import Message
from bot.core.model import Address, Chat, ChatKind
from bot.core.names import Names
from bot.core.stories import Window
from bot.engine.account import Account
from bot.engine.arrivals import Arrivals
from bot.engine.bells import Bell, ring_all
from bot.engine.care import EVERY as CARE
from bot.engine.care import caring
from bot.engine.chores import chore, tidying
from bot.engine.deliver import Deliver, Terms
from bot.engine.desk import Group
from bot.engine.health import EVERY, beating, note_outage
from bot.engine.lead import Lead
from bot.engine.poll import Pace, Poll
from bot.engine.push import ASKED_AT_ONCE, Pushing, Subscribe
from bot.engine.reader import Reader
from bot.engine.refresh import Refresh
from bot.engine.release import Release
from bot.engine.streams import Streams, Wiring
from bot.engine.supervise import supervise
from bot.engine.ticker import Ticker
from bot.engine.worker import Worker
from bot.ports import Clock, Event, Platform, Reach, Respond, Store

__all__ = ["Engine", "Shape"]

HOUSEKEEPING = 3600.0
"""Seconds between two rounds of forgetting: retention is counted in days."""
EDITS_AT_ONCE = 4
"""Messages written anew at a time: they are in no hurry, and what is new should not have to wait for connections."""
SENDS_AT_ONCE = 48
"""Chats written to at once: a pace of 25 a second is kept though a send takes two; connections are left for replies."""

POLL_GRACE = 3.0
"""Seconds that polls have to end in after a stop: one cut off is done again, so nobody need wait for a slow site."""

log = structlog.stdlib.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Shape:
    """What the settings say of the engine."""

    holder: str
    """A name that no other process has: it holds this one's leases."""
    pace: Pace
    polls_at_once: int
    terms: Terms
    lease: timedelta
    keep_items: timedelta
    keep_seen: timedelta
    sign: Path
    """The file whose time is that of the last heartbeat."""
    operators: tuple[Address, ...] = ()
    """Private chats of those who run the bot, where their platform tells them."""


class Engine:
    """The stages, the listeners and the clock, over one store."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        platforms: Sequence[Platform],
        reader: Reader,
        shape: Shape,
        reach: Reach,
        names: Names,
        memory: Callable[[], Window],
        wiring: Wiring | None = None,
        pushing: Pushing | None = None,
        paces: Mapping[str, pacing.Pace] = MappingProxyType({}),
    ) -> None:
        """`wiring`: the live streams that are listened to, if any; `pushing`: None where no hub can reach it.

        `paces`: of the accounts, by platform, shared with what else writes with them.
        """
        self._store = store
        self._clock = clock
        self._platforms = platforms
        self._shape = shape
        self._reach = reach
        self._names = names
        self._memory = memory
        self._ticker = Ticker()
        self._wiring = wiring
        self._polls, self._desk, self._sources, self._held = Bell(), Bell(), Bell(), Bell()
        self._sends = {platform.name: Bell() for platform in platforms}
        self._edits = {platform.name: Bell() for platform in platforms}
        self._accounts = {each.name: Account(each.name, store, clock, paces.get(each.name)) for each in platforms}
        self._operators = tuple(address for address in shape.operators if address.platform in self._sends)
        led = ("desk", *(f"sender:{platform.name}" for platform in platforms))
        led += (("streams",) if wiring else ()) + (("push",) if pushing else ())
        self._leads = {name: Lead(name, shape.holder, store.ledger, clock, shape.lease) for name in led}
        self.wake = ring_all(self._polls, self._desk, self._sources, self._held, *self._sends.values())
        """Rings all stages: somebody changed what they work from."""
        self._poll = Poll(store.sources, reader, clock, shape.pace, woken=self._desk.ring, reach=reach)
        self._pushing = pushing
        self._arrivals = pushing and Arrivals(
            store.sources, store.pushes, reader, pushing.seal, clock, woken=self._desk.ring, reach=reach
        )

    async def run(self, respond: Respond, stop: asyncio.Event) -> None:
        """Run until `stop`, then drain: the stages first, while the platforms can still send; the leads last."""
        await note_outage(self._store.ledger, self._clock)
        self._set_ticker()
        self._ticker.start()
        try:
            async with asyncio.TaskGroup() as tasks:
                background = self._start(tasks, {**self._keepers(), **self._chores()})
                listeners = self._start(tasks, self._listeners(respond, stop))
                workers = self._start(tasks, self._workers())
                await stop.wait()
                log.info("stopping")
                for part in (workers, listeners, background):
                    await _end(part)
        finally:
            self._ticker.stop()

    def _start(
        self, tasks: asyncio.TaskGroup, named: dict[str, Callable[[], Awaitable[None]]]
    ) -> list[asyncio.Task[None]]:
        return [tasks.create_task(supervise(name, run, self._clock), name=name) for name, run in named.items()]

    def _workers(self) -> dict[str, Callable[[], Awaitable[None]]]:
        desk = Group(
            *(self._store.desk, self._store.chats, self._leads["desk"], self._clock),
            names=self._names,
            memory=self._memory,
            woken=ring_all(self._held, *self._sends.values(), *self._edits.values()),
            reach=self._reach,
            zone=self._shape.terms.zone,
        )
        release = Release(
            *(self._store.holding, self._clock, self._names),
            woken=ring_all(*self._sends.values()),
            reach=self._reach,
            zone=self._shape.terms.zone,
        )
        poll = Worker(self._poll, self._polls, at_once=self._shape.polls_at_once, grace=POLL_GRACE)
        senders = {
            f"deliver {platform.name}": Worker(
                self._sender(platform), self._sends[platform.name], at_once=SENDS_AT_ONCE
            ).run
            for platform in self._platforms
        }
        editors = {
            f"refresh {platform.name}": Worker(
                self._editor(platform), self._edits[platform.name], at_once=EDITS_AT_ONCE
            ).run
            for platform in self._platforms
        }
        stages = {
            "poll": poll.run,
            "desk": Worker(desk, self._desk, at_once=1).run,
            "release": Worker(release, self._held, at_once=1).run,
        }
        return {**stages, **senders, **editors, **self._streams(), **self._hubs()}

    def _streams(self) -> dict[str, Callable[[], Awaitable[None]]]:
        """One process listens for all: what two of them heard would be stored once, but asked of the servers twice."""
        if not self._wiring:
            return {}
        streams = Streams(
            self._wiring,
            self._store,
            self._leads["streams"],
            self._clock,
            self._sources,
            woken=self._desk.ring,
            seed=self._shape.holder,
        )
        return {"streams": streams.run}

    def _hubs(self) -> dict[str, Callable[[], Awaitable[None]]]:
        """Who asks hubs to push, and who reads what they push."""
        if not self._pushing or not self._arrivals:
            return {}
        store, lead = self._store, self._leads["push"]
        ask = Subscribe(store.pushes, store.ledger, self._pushing, lead, self._clock)
        return {
            "push": Worker(ask, Bell(), at_once=ASKED_AT_ONCE, grace=POLL_GRACE).run,
            "arrivals": self._arrivals.run,
        }

    def _sender(self, platform: Platform) -> Deliver:
        return Deliver(
            self._store,
            platform,
            self._leads[f"sender:{platform.name}"],
            self._clock,
            self._shape.terms,
            account=self._accounts[platform.name],
            lost=self._tell_operators,
            reach=self._reach,
        )

    def _editor(self, platform: Platform) -> Refresh:
        """Whoever sends also edits: one process writes to an account."""
        return Refresh(
            self._store,
            platform,
            self._leads[f"sender:{platform.name}"],
            self._clock,
            self._shape.terms,
            account=self._accounts[platform.name],
            reach=self._reach,
        )

    def _listeners(self, respond: Respond, stop: asyncio.Event) -> dict[str, Callable[[], Awaitable[None]]]:
        """Who sends also listens: an account hears in one place, so of two processes that share it one stands by."""

        def listener(platform: Platform) -> Callable[[], Awaitable[None]]:
            lead = self._leads[f"sender:{platform.name}"]

            async def lawfully(event: Event) -> Sequence[Message]:
                await lead.assure()  # who overslept leaves to the next leader what it heard before
                return await respond(event)

            async def listen() -> None:
                await lead.during(lambda: platform.listen(lawfully))
                stop.set()  # only a terminal comes to an end, and with it the run

            return listen

        listeners = {f"listen {platform.name}": listener(platform) for platform in self._platforms}
        if self._pushing and self._arrivals:
            listeners["web"] = partial(self._pushing.serve, self._arrivals)
        return listeners

    def _keepers(self) -> dict[str, Callable[[], Awaitable[None]]]:
        return {f"lead {name}": lead.keep for name, lead in self._leads.items()}

    def _chores(self) -> dict[str, Callable[[], Awaitable[None]]]:
        ledger, shape = self._store.ledger, self._shape
        acts = {
            "heartbeat": (EVERY, beating(ledger, self._clock, shape.sign)),
            "housekeeping": (HOUSEKEEPING, tidying(ledger, self._clock, shape.keep_items, shape.keep_seen)),
            "care": (CARE, caring(self._store.sources, self._store.chats, self._clock, self._operators, self.wake)),
        }
        return {name: self._chore(name, seconds, act) for name, (seconds, act) in acts.items()}

    def _chore(self, name: str, seconds: float, act: Callable[[], Awaitable[None]]) -> Callable[[], Awaitable[None]]:
        bell = Bell()
        self._ticker.every(seconds, name, bell.ring)
        return lambda: chore(bell, act)

    def _set_ticker(self) -> None:
        """Ticks are a safety net: the stages wake each other, and know when the next work is due."""
        net = self._shape.lease.total_seconds() / 2
        self._ticker.every(net, "poll tick", self._polls.ring)
        self._ticker.every(net, "desk tick", self._desk.ring)
        self._ticker.every(net, "deliver tick", ring_all(*self._sends.values()))
        self._ticker.each_minute("release tick", self._held.ring)

    async def _tell_operators(self, chat: Chat, why: str) -> None:
        """A group can't be told that it is lost, nor can its admins, whose private chats nobody knows."""
        if chat.kind is ChatKind.PRIVATE:
            return
        note = f"I can't write to {chat.title or chat.address.chat} any more: {why}. Its subscriptions are kept."
        for address in self._operators:
            told = await self._store.chats.meet(address, ChatKind.PRIVATE, "", self._clock.now())
            await self._store.outbox.notify(told.id, "", note, self._clock.now())
        self.wake()


async def _end(tasks: Sequence[asyncio.Task[None]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
