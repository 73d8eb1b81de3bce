"""A bot that hubs push to, killed as a process between storing and answering: it loses and repeats nothing."""

from __future__ import annotations

import asyncio
import os
import socket
import sqlite3
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.app import opened
from bot.core.model import Address, ChatKind, Outlet, SubscriptionKind
from bot.settings import Settings
from tests.acceptance.drill import QUICK
from tests.acceptance.victim import KILLED
from tests.acceptance.world import TOPIC, world
from tests.engine.hubs import document
from tests.engine.waiting import eventually, until
from tests.servers.feedhost import FeedHost
from tests.servers.hub import Hub

pytestmark = pytest.mark.slow

TITLE = "Hama report number 7 of the day"


@asynccontextmanager
async def bot(environment: dict[str, str], log: Path) -> AsyncIterator[asyncio.subprocess.Process]:
    """The bot, ended at the end."""
    with log.open("ab") as to:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tests.acceptance.victim"),
            env=environment,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=to,
            stderr=to,
        )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


async def prepare(folder: Path, address: str) -> None:
    """A source that was never read, and a chat that follows the topic."""
    now = datetime.now(UTC)
    async with opened(Settings(_env_file=None, data_dir=folder)) as store:
        await store.sources.add(Outlet(id="north", name="North"), "feed", address, now)
        chat = await store.chats.meet(Address("matrix", "alpha"), ChatKind.PRIVATE, "alpha", now)
        await store.chats.subscribe(chat.id, "", SubscriptionKind.QUERY, TOPIC, "a test", now)


def items(folder: Path) -> int:
    with closing(sqlite3.connect(folder / "attribot.db")) as database:
        return int(database.execute("SELECT count(*) FROM items").fetchone()[0])


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.mark.parametrize(("point", "stored"), [("push.before_store", 0), ("push.after_store", 1)])
async def test_a_bot_killed_while_it_is_pushed_tells_of_it_once_when_the_hub_repeats_it(
    tmp_path: Path, point: str, stored: int
) -> None:
    folder, marker, log, port = tmp_path / "data", tmp_path / "marker", tmp_path / "log", free_port()
    async with world() as here, Hub() as hub, FeedHost() as host:
        topic = host.publish("north.xml", document(hub=hub.url, topic=host.url("north.xml")))
        await prepare(folder, topic)
        environment = {
            "PATH": os.environ["PATH"],
            "DATA_DIR": str(folder),
            "PRIVATE_HOSTS": f"{host.place},{hub.place}",
            "CHAT_SERVER": here.host,
            "PUBLIC_URL": f"http://127.0.0.1:{port}/",
            "WEB_LISTEN": f"127.0.0.1:{port}",
            **QUICK,
        }
        async with bot({**environment, "CRASH_AT": point, "MARKER": str(marker)}, log) as process:
            await until(lambda: bool(hub.subscribers))
            assert await hub.publish(topic, document(TITLE)) == [0], log.read_text()
            assert await process.wait() == KILLED
        assert marker.read_text() == point
        assert items(folder) == stored

        async def repeated() -> bool:
            return await hub.publish(topic, document(TITLE)) == [200]

        async with bot(environment, log) as process:
            await eventually(repeated)
            await until(lambda: bool(here.chats.messages))
            assert await repeated()
        assert process.returncode == 0, log.read_text()
        assert items(folder) == 1
        assert [TITLE in message["text"] for message in here.chats.messages.values()] == [True]
    assert hub.requests[0]["hub.secret"] not in log.read_text()
    assert hub.requests[0]["hub.callback"].rpartition("/")[2] not in log.read_text()
