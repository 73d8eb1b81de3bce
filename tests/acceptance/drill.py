"""A drill: the bot is killed again and again while news comes in, and then its chats are compared with the news."""

from __future__ import annotations

import asyncio
import os
import signal
from collections import Counter
from collections.abc import Coroutine, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol, Self

import psutil

from bot.app import opened
from bot.core.model import Address, Cadence, ChatKind, Outlet, Rhythm, SubscriptionKind
from bot.settings import Settings
from tests.acceptance.nursery import Child, Nursery
from tests.acceptance.records import Records
from tests.acceptance.troubles import Trouble
from tests.acceptance.verdict import DELIVERIES, Owed, Verdict, compare
from tests.acceptance.victim import KILLED
from tests.acceptance.world import FEEDS, TOPIC, World, reports

PATIENCE = 300.0
"""Seconds after which something that should have happened is taken for lost: a machine may be busy."""
CALM = 60.0
"""Seconds that a bot is given to catch up before it is killed in peace."""
CAUGHT_UP = (
    "SELECT count(*) = 0 FROM deliveries WHERE state IN ('pending', 'sending')"
    " OR (state = 'sent' AND refresh_at IS NOT NULL AND edit_from IS NOT NULL)"
)
"""Nothing waits to be sent, and no message to be written anew."""
HELD = "SELECT count(*) > 0 FROM deliveries WHERE state = 'held'"
RELEASED = "SELECT count(*) = 0 FROM deliveries WHERE state = 'held' AND held_until > created_at"
RELEASE = "UPDATE deliveries SET held_until = created_at WHERE state = 'held'"
"""The full hour, for which an hourly digest waits, is here at once."""
TOLD = "SELECT title FROM items WHERE id IN (SELECT item_id FROM deliveries WHERE state = 'sent' AND kind = 'alert')"
GRACE = 60.0
"""Seconds in which a bot that is told to stop must have ended; it gives its work ten."""
OFTEN = 5.0
"""Seconds between two looks after feeds that failed."""
MENDED = "UPDATE sources SET failures = 0, due_at = (SELECT min(due_at) FROM sources) WHERE failures > 0"
"""By itself, one that failed is not read again for minutes."""
LOOK = 0.2
"""Seconds between two looks at the processes of this machine, which take a while when there are many."""
UP = '"starting"'
"""What the bot logs when everything is open and its stages begin."""

QUICK = {
    "ALERT_BUDGET": "0",
    "EDIT_SECONDS": "0.5",
    "FETCH_SECONDS": "3",
    "HOST_GAP_SECONDS": "0",
    "LEASE_SECONDS": "2",
    "LOG_LEVEL": "info",
    "POLL_FLOOR_SECONDS": "0.5",
    "POLL_SECONDS": "1",
}
"""Settings that make the bot do in seconds what takes it minutes."""


class Side(Protocol):
    """A platform's far end: what it needs of the bot's settings, and what its chats hold."""

    platform: str
    chats: tuple[str, ...]
    """The names of its chats, as the bot addresses them."""

    def environment(self) -> Mapping[str, str]:
        """Variables for the bot."""
        ...

    async def received(self) -> Mapping[str, list[str]]:
        """The messages of each chat, in order, as people see them."""
        ...


class Drill:
    """One bot, its folder, and what is done to it; an async context manager, which leaves no bot behind."""

    def __init__(self, folder: Path, here: World, side: Side, records: Records, opening: asyncio.Lock) -> None:
        """`opening`: only one database may be given its shape at a time, because Alembic's context is global."""
        self.kills: Counter[str] = Counter()
        self.orphans = 0
        self.wire = here.wire
        self._folder = folder
        self._feed_host = here.host
        self._opening = opening
        self._bot: Child | None = None
        self._nursery = Nursery()
        self._log_began = 0
        self._side = side
        self._records = records
        self._beside: set[asyncio.Task[None]] = set()
        self._marker = folder / "marker"
        self._environment = {
            "PATH": os.environ["PATH"],
            "DATA_DIR": str(folder / "data"),
            "DATABASE_URL": records.url,
            "PRIVATE_HOSTS": here.host,
            **QUICK,
            **side.environment(),
        }

    async def __aenter__(self) -> Self:
        await self._nursery.__aenter__()
        return self

    async def __aexit__(self, *exc: object) -> None:
        for task in self._beside:
            task.cancel()
        await asyncio.gather(*self._beside, return_exceptions=True)
        await self._nursery.__aexit__(*exc)

    @property
    def alive(self) -> bool:
        """Whether a bot runs, and is past its beginning."""
        return self._bot is not None and self._bot.returncode is None and UP in self.said()

    async def prepare(self) -> None:
        """Feeds whose first, silent read lies behind, and chats that follow the topic."""
        async with self._opening:
            # In a thread: to give a database its shape takes a while, and the world outside lives in this loop.
            await asyncio.to_thread(lambda: asyncio.run(self._furnish()))
        self._beside.add(asyncio.create_task(self._mend(), name="mend"))
        bot = await self._start()
        await self.until("SELECT count(*) = 0 FROM sources WHERE read_at IS NULL")
        await self._stop(bot)

    async def _mend(self) -> None:
        """As an operator would: have a feed read again that failed, which it does where the machine is too busy."""
        while True:
            await asyncio.sleep(OFTEN)
            await self._records.act(MENDED)

    async def _furnish(self) -> None:
        now = datetime.now(UTC)
        settings = Settings(_env_file=None, data_dir=self._folder / "data", database_url=self._records.url)
        async with opened(settings) as store:
            for feed in FEEDS:
                outlet = Outlet(id=feed, name=feed.title())
                await store.sources.add(outlet, "feed", f"http://{self._feed_host}/feeds/{feed}.xml", now)
            for name in self._side.chats:
                chat = await store.chats.meet(Address(self._side.platform, name), ChatKind.PRIVATE, name, now)
                await store.chats.subscribe(chat.id, "", SubscriptionKind.QUERY, TOPIC, "the drill", now)
            # The last of them wants digests.
            await store.tuning.set_loudness(chat.id, lambda usual: replace(usual, rhythm=Rhythm(Cadence.HOURLY)))

    async def told(self) -> Sequence[int]:
        """The numbers of the reports that some chat was told of by a message of their own, the earliest first."""
        return sorted(reports([str(title) for (title,) in await self._records.ask(TOLD)]))

    async def release(self) -> None:
        """What is held is due now, as soon as nobody else writes; a bot that runs hears of it with its next bell."""
        while not (await self._records.ask(RELEASED))[0][0]:
            await self._records.act(RELEASE)
            await asyncio.sleep(0.05)

    async def crash(self, point: str, meanwhile: Coroutine[None, None, None] | None = None) -> None:
        """Run until it dies at this point; fails when it does not. `meanwhile`: what brings it there."""
        self._marker.unlink(missing_ok=True)
        bot = await self._start({"CRASH_AT": point, "MARKER": str(self._marker)})
        bringing = asyncio.create_task(meanwhile) if meanwhile else None
        family = await self._watch(bot, PATIENCE)
        if bringing:
            bringing.cancel()
            await asyncio.gather(bringing, return_exceptions=True)
        code = bot.returncode
        assert code == KILLED, f"{point}: it ended with {code}\n{self.said()[-3000:]}"
        assert self._marker.read_text() == point
        await self._bury(family)
        self.kills[point] += 1

    async def kill(self, after: float, during: Trouble | None = None, *, up: bool = True) -> None:
        """Run for some seconds, then send SIGKILL.

        `during`: in the midst of this, which goes on if it takes longer; `up`: the seconds begin when it is at work.
        Where the trouble has to be proved first, they begin then.
        """
        bot = await self._start()
        if up:
            await self._is_up(bot)
        family: set[psutil.Process] = set()
        if during:
            before, task = during.fired(), self._begin(during)
            while during.proved_first and during.fired() == before and not task.done():
                family |= await self._watch(bot, 0)
                await asyncio.sleep(LOOK)
        family |= await self._watch(bot, after)
        await self._shoot(bot, family, "random" if up else "random, at its start")

    async def kill_when_calm(self) -> None:
        """Let it catch up, if it does so before long, and kill it when it has nothing to do."""
        bot = await self._start()
        await self._is_up(bot)
        with suppress(TimeoutError):
            async with asyncio.timeout(CALM):
                await self.until(CAUGHT_UP)
        await self._shoot(bot, set(), "random, when it is calm")

    async def finish(self) -> Verdict:
        """Let it catch up in peace, stop it, and compare; what is held then is due when it starts again."""
        await asyncio.gather(*(task for task in self._beside if task.get_name() != "mend"))
        bot = await self._start()
        published = sum(map(len, self.wire.entries.values()))
        await self.until(f"SELECT count(*) = {published} FROM items WHERE NOT quiet AND filed = revision")
        await self._stop(bot)
        await self.release()
        bot = await self._start()
        await self.until(f"SELECT NOT ({HELD})")
        await self.until(CAUGHT_UP)
        await self._stop(bot)
        owed = map(Owed.of, await self._records.ask(DELIVERIES))
        return compare(self.wire.published, owed, await self._side.received(), self.wire.copied)

    async def until(self, condition: str) -> None:
        """Wait for the database to say yes."""
        loop = asyncio.get_running_loop()
        end = loop.time() + PATIENCE
        while not (await self._records.ask(condition))[0][0]:
            assert loop.time() < end, f"never came true: {condition}\n{self.said()[-5000:]}"
            await asyncio.sleep(0.1)

    async def filters(self) -> set[str]:
        """The names of the filters that the chats have."""
        return {str(name) for (name,) in await self._records.ask("SELECT name FROM filters")}

    def said(self) -> str:
        """What the bot that was started last has logged."""
        with (self._folder / "log").open("rb") as log:
            log.seek(self._log_began)
            return log.read().decode()

    def _begin(self, trouble: Trouble) -> asyncio.Task[None]:
        """Trouble beside the bot; its end is waited for in the end."""
        task = asyncio.create_task(trouble.begin(self), name=trouble.name)
        self._beside.add(task)
        return task

    async def _start(self, more: Mapping[str, str] | None = None) -> Child:
        log = self._folder / "log"
        self._log_began = log.stat().st_size if log.exists() else 0
        self._bot = await self._nursery.start({**self._environment, **(more or {})}, log)
        return self._bot

    async def _shoot(self, bot: Child, family: set[psutil.Process], when: str) -> None:
        assert bot.returncode is None, f"it ended by itself with {bot.returncode}\n{self.said()[-3000:]}"
        family = family | await self._watch(bot, 0)
        bot.send_signal(signal.SIGKILL)
        await bot.wait()
        await self._bury(family)
        self.kills[when] += 1

    async def _is_up(self, bot: Child) -> None:
        """Come back when it has begun."""
        async with asyncio.timeout(PATIENCE):
            while not self.alive:
                assert bot.returncode is None, f"it ended by itself with {bot.returncode}\n{self.said()[-3000:]}"
                await asyncio.sleep(0.05)

    async def _stop(self, bot: Child) -> None:
        """SIGTERM; it must end by itself, well and in time."""
        bot.send_signal(signal.SIGTERM)
        family = await self._watch(bot, GRACE)
        assert bot.returncode == 0, f"it ended with {bot.returncode}\n{self.said()[-3000:]}"
        await self._bury(family)

    async def _watch(self, bot: Child, seconds: float) -> set[psutil.Process]:
        """Wait for its end, at most so long; gives the processes it has started meanwhile."""
        family: set[psutil.Process] = set()
        loop = asyncio.get_running_loop()
        end = loop.time() + seconds
        while bot.returncode is None:
            with suppress(psutil.Error):
                family.update(psutil.Process(bot.pid).children(recursive=True))
            if loop.time() >= end:
                break
            await asyncio.sleep(min(LOOK, end - loop.time()))
        return family

    async def _bury(self, family: set[psutil.Process]) -> None:
        """See that what it started does not outlive it for long."""
        for _ in range(100):
            family = {process for process in family if process.is_running()}
            if not family:
                return
            await asyncio.sleep(0.1)
        self.orphans += len(family)
        for process in family:
            process.kill()
