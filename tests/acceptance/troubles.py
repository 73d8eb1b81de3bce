"""What goes wrong around the bot while it is killed; of each kind it is proved that it happened."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING

from tests.acceptance.records import PostgresRecords, SqliteRecords
from tests.acceptance.world import FEEDS
from tests.servers.botapi import BotApi, Drop, Fault, Raw, Refuse, flood
from tests.servers.botapi.faults import Trouble as Answer
from tests.servers.faultproxy import DropAfter, DropBefore, FaultProxy
from tests.servers.faultproxy import Fault as Break
from tests.servers.faultproxy import Refuse as Gateway
from tests.servers.synapse import Restarting

if TYPE_CHECKING:
    from tests.acceptance.drill import Drill

__all__ = ["Trouble", "of_bot_api", "of_postgres", "of_proxy", "of_sqlite", "of_synapse"]

LOCKED = 3.0
"""Seconds that another program writes: a backup."""
STILL = 1.5
"""Seconds without one download, after which a bot that reads four feeds a second is taken to wait for the database."""
SHORT, LONG = 1, 12
"""Seconds of pauses that Telegram asks for."""
SOON = 0.5
"""Seconds in which a bot that is up gets to work."""
FEW = 5
"""Sends that a pause for everyone meets."""


@dataclass
class Trouble:
    """A kind of fault."""

    name: str
    begin: Callable[[Drill], Awaitable[None]]
    """Arms it, or makes it happen beside a bot that runs, and comes back when it is over."""
    fired: Callable[[], int]
    """How often it really happened to a bot."""
    running: tuple[float, float] | None = None
    """For one that happens beside a bot: the bot is killed after so many seconds of it, least and most."""
    proved_first: bool = False
    """Whether those seconds begin when it has happened: earlier, it might not happen at all."""


def of_bot_api(api: BotApi) -> list[Trouble]:
    """What Telegram answers, or does not."""
    kinds: Sequence[tuple[str, str, Answer, int]] = (
        ("429, short", "sendMessage", flood(SHORT), 1),
        ("429, long", "sendMessage", flood(LONG), 1),
        ("429, for everyone", "sendMessage", flood(SHORT), FEW),
        ("500", "sendMessage", Refuse(500, "Internal Server Error: restart"), 1),
        ("502 in HTML", "sendMessage", Raw(), 1),
        ("504 after it was stored", "sendMessage", Raw(status=504, stored=True), 1),
        ("dropped before it was stored", "sendMessage", Drop(stored=False), 1),
        ("dropped after it was stored", "sendMessage", Drop(stored=True), 1),
        ("an edit dropped before it was made", "editMessageText", Drop(stored=False), 1),
        ("an edit dropped after it was made", "editMessageText", Drop(stored=True), 1),
        ("429 at an edit", "editMessageText", flood(SHORT), 1),
        ("updates dropped", "getUpdates", Drop(stored=False), 1),
    )
    return [_scripted(api, *kind) for kind in kinds]


def _scripted(api: BotApi, name: str, method: str, answer: Answer, times: int) -> Trouble:
    armed: list[Fault] = []

    async def begin(_: Drill) -> None:
        # Behind those that have not happened yet: of two at one call, only one would.
        waiting = [fault for fault in api.faults.planned if fault.method == method and fault.fired < fault.times]
        before = max((fault.nth - 1 + fault.times - fault.seen for fault in waiting), default=0)
        armed.append(api.faults.add(method, answer, nth=before + 1, times=times))

    return Trouble(name, begin, lambda: sum(fault.fired == times for fault in armed))


def of_proxy(proxy: FaultProxy, path: str) -> list[Trouble]:
    """What becomes of sends, requests to `path`, on their way."""
    kinds: Sequence[tuple[str, Break]] = (
        ("502 in HTML", Gateway()),
        ("dropped before it was stored", DropBefore()),
        ("dropped after it was stored", DropAfter()),
    )
    return [_broken(proxy, path, *kind) for kind in kinds]


def _broken(proxy: FaultProxy, path: str, name: str, fault: Break) -> Trouble:
    async def begin(_: Drill) -> None:
        proxy.arm(fault, path=path)

    return Trouble(name, begin, lambda: proxy.fired[type(fault)])


def of_synapse(home: Restarting, proxy: FaultProxy) -> list[Trouble]:
    """More news than the server takes, and its end and beginning."""
    ended: list[str] = []

    async def burst(drill: Drill) -> None:
        for feed in (*FEEDS, *FEEDS):
            drill.wire.publish(feed)

    async def restart(drill: Drill) -> None:
        up = drill.alive
        await asyncio.to_thread(home.restart)
        if up:
            ended.append(home.server.url)

    return [
        Trouble("429 by rc_message", burst, lambda: _refused(proxy)),
        Trouble("Synapse restarted", restart, lambda: len(ended), (0.2, 15)),
    ]


def _refused(proxy: FaultProxy) -> int:
    return sum(times for (_, status), times in proxy.answered.items() if status == HTTPStatus.TOO_MANY_REQUESTS)


def of_sqlite(records: SqliteRecords) -> list[Trouble]:
    """Another program that writes: for a while, and for longer than the bot waits for it."""
    waited: list[Drill] = []
    failed: list[Drill] = []

    async def short(drill: Drill) -> None:
        async with records.locked():
            served = -1
            while drill.alive and served != drill.wire.served.total():
                served = drill.wire.served.total()
                await asyncio.sleep(STILL)
            if drill.alive:
                waited.append(drill)
            await asyncio.sleep(LOCKED)

    async def long(drill: Drill) -> None:
        """For longer than the bot waits (`bot.store.database`: ten seconds), so that its writes fail."""
        async with records.locked():
            while drill.alive:
                if "database is locked" in drill.said():
                    failed.append(drill)
                    return
                await asyncio.sleep(0.5)

    return [
        Trouble("database locked", short, lambda: len(waited), (0, LOCKED + 1), proved_first=True),
        Trouble("database locked for too long", long, lambda: len(failed), (0, 3), proved_first=True),
    ]


def of_postgres(records: PostgresRecords) -> list[Trouble]:
    """A server that ends the bot's connections."""
    ended: list[int] = []

    async def begin(drill: Drill) -> None:
        await asyncio.sleep(SOON)
        cut = await records.cut()
        if drill.alive and cut:
            ended.append(cut)

    return [Trouble("database connections ended", begin, lambda: len(ended), (0, 4), proved_first=True)]
