"""A drill: the bot is killed again and again while news comes in, and then its chats are compared with the news."""

from __future__ import annotations

import asyncio
import os
import signal
import sqlite3
import sys
from collections import Counter
from collections.abc import Mapping
from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol, Self

import psutil

from bot.app import opened
from bot.core.model import Address, ChatKind, Outlet, SubscriptionKind
from bot.settings import Settings
from tests.acceptance.victim import KILLED
from tests.acceptance.world import FEEDS, TOPIC, Wire, reports

LISTEN = ("listen.before_respond", "listen.after_respond")
POINTS = (
    "poll.before_settle",
    "poll.after_settle",
    "desk.before_file",
    "desk.after_file",
    "deliver.after_claim",
    "deliver.before_send",
    "deliver.after_send",
    "deliver.after_settle",
)
PATIENCE = 120.0
"""Seconds after which something that should have happened is taken for lost; back-offs after a doubt take some ten."""

QUICK = {
    "ALERT_BUDGET": "0",
    "FETCH_SECONDS": "1",
    "HOST_GAP_SECONDS": "0",
    "LEASE_SECONDS": "2",
    "LOG_LEVEL": "info",
    "POLL_FLOOR_SECONDS": "0.2",
    "POLL_SECONDS": "0.3",
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

    def received(self) -> Mapping[str, list[str]]:
        """The messages of each chat, in order, as people see them."""
        ...


@dataclass
class Verdict:
    """What the chats hold, compared with what they were owed."""

    alerts: int = 0
    """Alerts that were owed."""
    lost: list[tuple[str, int]] = field(default_factory=list)
    """Reports that never reached a chat and are not recorded as in doubt or dead."""
    repeated: list[tuple[str, int]] = field(default_factory=list)
    """Reports that a chat got twice though no send of them is recorded as in doubt."""
    disordered: list[str] = field(default_factory=list)
    """Chats that heard of a feed's reports in another order than they were published in."""
    doubts: int = 0
    """Sends recorded as in doubt."""
    repeated_in_doubt: int = 0
    """Of these, how many people saw twice."""
    held: int = 0
    """Deliveries held for the operator, who alone can tell whether they arrived."""

    @property
    def good(self) -> bool:
        """Whether the promise was kept."""
        return not (self.lost or self.repeated or self.disordered)


class Drill:
    """One bot, its folder, and what is done to it; an async context manager, which leaves no bot behind."""

    def __init__(self, folder: Path, wire: Wire, feed_host: str, side: Side, opening: asyncio.Lock) -> None:
        """`opening`: only one database may be given its shape at a time, because Alembic's context is global."""
        self.kills: Counter[str] = Counter()
        self.orphans = 0
        self._folder = folder
        self.wire = wire
        self._feed_host = feed_host
        self._opening = opening
        self._bot: asyncio.subprocess.Process | None = None
        self._side = side
        self._marker = folder / "marker"
        self._environment = {
            "PATH": os.environ["PATH"],
            "DATA_DIR": str(folder / "data"),
            "PRIVATE_HOSTS": feed_host,
            **QUICK,
            **side.environment(),
        }

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *exc: object) -> None:
        if self._bot and self._bot.returncode is None:
            self._bot.kill()
            await self._bot.wait()

    async def prepare(self) -> None:
        """Feeds whose first, silent read lies behind, and chats that follow the topic."""
        now = datetime.now(UTC)
        settings = Settings(_env_file=None, data_dir=self._folder / "data")
        async with self._opening, opened(settings) as store:
            for feed in FEEDS:
                outlet = Outlet(id=feed, name=feed.title())
                await store.sources.add(outlet, "feed", f"http://{self._feed_host}/feeds/{feed}.xml", now)
            for name in self._side.chats:
                chat = await store.chats.meet(Address(self._side.platform, name), ChatKind.PRIVATE, name, now)
                await store.chats.subscribe(chat.id, "", SubscriptionKind.QUERY, TOPIC, "the drill", now)
        bot = await self._start()
        await self.until("SELECT count(*) = 0 FROM sources WHERE read_at IS NULL")
        await self._stop(bot)

    async def crash(self, point: str) -> None:
        """Run until it dies at this point; fails when it does not."""
        self._marker.unlink(missing_ok=True)
        bot = await self._start({"CRASH_AT": point, "MARKER": str(self._marker)})
        family = await self._watch(bot, PATIENCE)
        code = bot.returncode
        assert code == KILLED, f"{point}: it ended with {code}\n{self.log()[-3000:]}"
        assert self._marker.read_text() == point
        await self._bury(family)
        self.kills[point] += 1

    async def kill(self, after: float) -> None:
        """Run for some seconds, then send SIGKILL."""
        bot = await self._start()
        family = await self._watch(bot, after)
        assert bot.returncode is None, f"it ended by itself with {bot.returncode}\n{self.log()[-3000:]}"
        bot.send_signal(signal.SIGKILL)
        await bot.wait()
        await self._bury(family)
        self.kills["random"] += 1

    async def finish(self) -> Verdict:
        """Let it catch up in peace, stop it, and compare."""
        bot = await self._start()
        published = len(self.wire.numbers)
        await self.until(f"SELECT count(*) = {published} FROM items WHERE NOT quiet AND filed = revision")
        await self.until("SELECT count(*) = 0 FROM deliveries WHERE state IN ('pending', 'sending')")
        await self._stop(bot)
        return self._compare()

    async def until(self, condition: str) -> None:
        """Wait for the database to say yes."""
        loop = asyncio.get_running_loop()
        end = loop.time() + PATIENCE
        while not self._ask(condition)[0][0]:
            assert loop.time() < end, f"never came true: {condition}\n{self.log()[-5000:]}"
            await asyncio.sleep(0.1)

    def filters(self) -> set[str]:
        """The names of the filters that the chats have."""
        return {str(name) for (name,) in self._ask("SELECT name FROM filters")}

    def log(self) -> str:
        """All that the bot has logged so far."""
        return (self._folder / "log").read_text()

    def _ask(self, question: str) -> list[tuple[object, ...]]:
        with closing(sqlite3.connect(self._folder / "data" / "attribot.db", timeout=30)) as database:
            database.execute("PRAGMA query_only = ON")
            return database.execute(question).fetchall()

    def _compare(self) -> Verdict:
        verdict = Verdict()
        heard = {chat: reports(texts) for chat, texts in self._side.received().items()}
        in_doubt = self._where("doubts > 0")
        excused = self._where("state IN ('unsure', 'dead')")
        verdict.doubts = len(in_doubt)
        verdict.held = len(self._where("state = 'unsure'"))
        for chat in self._side.chats:
            counts = Counter(heard.get(chat, []))
            verdict.alerts += len(self.wire.numbers)
            for number in sorted(self.wire.numbers):
                if not counts[number] and (chat, number) not in excused:
                    verdict.lost.append((chat, number))
                if counts[number] > 1:
                    if (chat, number) in in_doubt:
                        verdict.repeated_in_doubt += 1
                    else:
                        verdict.repeated.append((chat, number))
            first = list(counts)  # a Counter keeps the order in which its keys came
            for numbers in self.wire.published.values():
                of_feed = [number for number in first if number in numbers]
                if of_feed != sorted(of_feed):
                    verdict.disordered.append(chat)
        return verdict

    def _where(self, condition: str) -> set[tuple[str, int]]:
        """The (chat, report) pairs of deliveries in this condition."""
        with closing(sqlite3.connect(self._folder / "data" / "attribot.db")) as database:
            rows = database.execute(
                "SELECT chats.chat, items.title FROM deliveries JOIN chats ON chats.id = chat_id"
                f" JOIN items ON items.id = item_id WHERE {condition}"
            ).fetchall()
        return {(chat, number) for chat, title in rows for number in reports([title])}

    async def _start(self, more: Mapping[str, str] | None = None) -> asyncio.subprocess.Process:
        with (self._folder / "log").open("ab") as log:
            self._bot = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "tests.acceptance.victim",
                env={**self._environment, **(more or {})},
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        return self._bot

    async def _stop(self, bot: asyncio.subprocess.Process) -> None:
        """SIGTERM; it must end by itself, well and in time."""
        bot.send_signal(signal.SIGTERM)
        family = await self._watch(bot, 30)
        assert bot.returncode == 0, f"it ended with {bot.returncode}\n{self.log()[-3000:]}"
        await self._bury(family)

    async def _watch(self, bot: asyncio.subprocess.Process, seconds: float) -> set[psutil.Process]:
        """Wait for its end, at most so long; gives the processes it has started meanwhile."""
        family: set[psutil.Process] = set()
        loop = asyncio.get_running_loop()
        end = loop.time() + seconds
        while bot.returncode is None and loop.time() < end:
            with suppress(psutil.Error):
                family.update(psutil.Process(bot.pid).children(recursive=True))
            await asyncio.sleep(min(0.05, max(end - loop.time(), 0)))
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
