"""Two bots as processes of their own that share one database and one account, and what a test does to them."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from bot.app import opened
from bot.core.model import Address, ChatKind, Outlet, SubscriptionKind
from bot.settings import Settings
from tests.acceptance.drill import PATIENCE, QUICK
from tests.acceptance.world import FEEDS, TOPIC, Wire, World, reports, world
from tests.servers.botapi import TOKEN, BotApi, Chat, User

LEASE = float(QUICK["LEASE_SECONDS"])
HOSTS = {"first": "127.0.0.1", "second": "localhost"}
"""What each of them calls the Bot API server, by which it tells them apart."""


@dataclass
class Pair:
    """The two, the world around them, and one person who follows the topic."""

    folder: Path
    url: str
    world: World
    api: BotApi
    ann: User
    chat: Chat
    running: dict[str, asyncio.subprocess.Process] = field(default_factory=dict)
    boot: float = 0.0
    """Seconds that the second took to start: by how much this machine has to do, all takes longer."""

    @property
    def wire(self) -> Wire:
        return self.world.wire

    @property
    def shares_folder(self) -> bool:
        """With SQLite: its file is in the folder."""
        return self.url.startswith("sqlite")

    def data(self, name: str) -> Path:
        return self.folder / ("data" if self.shares_folder else name)

    async def prepare(self) -> None:
        """Feeds that were never read, and a chat that follows the topic."""
        now = datetime.now(UTC)
        async with opened(Settings(_env_file=None, data_dir=self.data("first"), database_url=self.url)) as store:
            for feed in FEEDS:
                address = f"http://{self.world.host}/feeds/{feed}.xml"
                await store.sources.add(Outlet(id=feed, name=feed.title()), "feed", address, now)
            chat = await store.chats.meet(Address("telegram", str(self.chat.id)), ChatKind.PRIVATE, "Ann", now)
            await store.chats.subscribe(chat.id, "", SubscriptionKind.QUERY, TOPIC, "Ann", now)
        if not self.shares_folder:
            self.data("second").mkdir(mode=0o700)
            shutil.copy2(self.data("first") / "key", self.data("second") / "key")

    async def start(self, name: str, **more: str) -> None:
        environment = {
            "PATH": os.environ["PATH"],
            "DATA_DIR": str(self.data(name)),
            "DATABASE_URL": self.url,
            "PRIVATE_HOSTS": self.world.host,
            "TELEGRAM_TOKEN": TOKEN,
            "TELEGRAM_API": self.api.url.replace("127.0.0.1", HOSTS[name]),
            **QUICK,
            "FETCH_SECONDS": "4",  # one that fails is tried again much later, and two processes may be slow
            **more,
        }
        with (self.folder / f"{name}.log").open("ab") as log:
            self.running[name] = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "tests.acceptance.victim"),
                env=environment,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )

    def signal(self, name: str, number: signal.Signals) -> None:
        self.running[name].send_signal(number)

    async def ended(self, name: str) -> int:
        """How it ended."""
        return await self.running.pop(name).wait()

    def log(self, name: str) -> str:
        return (self.folder / f"{name}.log").read_text()

    def calls(self, name: str, method: str) -> int:
        """How often it has called a method and was answered."""
        host = f"{HOSTS[name]}:"
        return sum(call.host.startswith(host) for call in self.api.calls_of(method))

    def leads(self, name: str) -> bool:
        """Whether it has begun to listen."""
        return self.calls(name, "getMe") > 0

    def publish(self, *feeds: str) -> None:
        for feed in feeds:
            self.wire.publish(feed)

    def told(self) -> Counter[int]:
        """How often the person was told of each report."""
        return Counter(reports(self.chat.bot_texts))

    async def told_of_all(self) -> None:
        await self.until(lambda: set(self.told()) == self.wire.numbers)

    async def until(self, condition: object) -> float:
        """Wait until it holds; the seconds that took."""
        loop = asyncio.get_running_loop()
        began = loop.time()
        while not condition():  # type: ignore[operator]
            logs = "\n".join(self.log(name)[-3000:] for name in HOSTS if (self.folder / f"{name}.log").exists())
            assert loop.time() - began < PATIENCE, logs
            await asyncio.sleep(0.02)
        return loop.time() - began

    async def ask(self, question: str) -> object:
        """The database's answer."""
        engine = create_async_engine(self.url)
        try:
            async with engine.connect() as connection:
                return (await connection.execute(text(question))).scalar()
        finally:
            await engine.dispose()


@asynccontextmanager
async def pair(folder: Path, url: str) -> AsyncIterator[Pair]:
    """Both, the first of them leading and all feeds read once; ended at the end, whatever they are at."""
    async with world() as here, BotApi() as api:
        ann = api.user("Ann")
        two = Pair(folder, url, here, api, ann, ann.opens_chat())
        await two.prepare()
        try:
            yield two
        finally:
            for process in two.running.values():
                process.kill()
                await process.wait()
            assert api.violations == []


async def begin(two: Pair, **more: str) -> None:
    """The first leads, the second stands by, and a first report has been told of."""
    await two.start("first", **more)
    await two.until(lambda: two.leads("first") and set(two.wire.served) == set(FEEDS))
    while await two.ask("SELECT count(*) FROM sources WHERE read_at IS NULL"):  # noqa: ASYNC110 - it rings no bell
        await asyncio.sleep(0.05)
    await two.start("second")
    two.boot = await two.until(lambda: '"starting"' in two.log("second") or '"standing by"' in two.log("second"))
