"""How hubs are let in by the whole bot: only where it has an address, with a key of its own."""

from __future__ import annotations

import asyncio
import socket
import stat
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.app import serve
from bot.core.errors import Fatal
from bot.settings import Settings
from tests.engine.fakes import Mouth
from tests.engine.waiting import PATIENCE, eventually, until
from tests.kit.stores import sqlite_store

pytestmark = pytest.mark.slow


@pytest.fixture
async def folder(tmp_path: Path) -> Path:
    async with sqlite_store(tmp_path):
        return tmp_path


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def started(folder: Path, stop: asyncio.Event, **changes: Any) -> None:
    await serve(Settings(_env_file=None, data_dir=folder, packs=(), **changes), platforms=[Mouth()], stop=stop)


@asynccontextmanager
async def running(folder: Path, **changes: Any) -> AsyncIterator[None]:
    stop = asyncio.Event()
    task = asyncio.create_task(started(folder, stop, **changes))
    try:
        await until(lambda: (folder / "heartbeat").exists() or task.done())
        yield
    finally:
        stop.set()
        await task


async def asked(port: int, path: str) -> int:
    """The status of the answer; 0 when nobody listens."""
    try:
        async with aiohttp.ClientSession() as client, client.get(f"http://127.0.0.1:{port}{path}") as answer:
            return answer.status
    except aiohttp.ClientConnectionError:
        return 0


async def test_with_an_address_the_bot_listens_and_says_that_it_is_well(folder: Path, port: int) -> None:
    async with running(folder, public_url="https://bot.example", web_listen=f"127.0.0.1:{port}"):

        async def is_well() -> bool:
            return await asked(port, "/health") == 200

        await eventually(is_well)
        assert await asked(port, "/websub/1-ab-cd") == 404
        key = folder / "key"
        assert (key.stat().st_size, stat.S_IMODE(key.stat().st_mode)) == (32, 0o600)
    assert await asked(port, "/health") == 0


async def test_without_one_it_opens_no_port(folder: Path, port: int) -> None:
    async with running(folder, web_listen=f"127.0.0.1:{port}"):
        assert await asked(port, "/health") == 0


async def test_a_port_that_is_taken_stops_the_bot_with_a_word(folder: Path, port: int) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port))
        taken.listen()
        with pytest.raises(Fatal, match=f"WEB_LISTEN=127.0.0.1:{port} can't be used"):
            async with asyncio.timeout(PATIENCE):
                await started(folder, asyncio.Event(), public_url="https://bot.example", web_listen=f"127.0.0.1:{port}")


async def test_a_broken_key_stops_the_bot_with_a_word(folder: Path) -> None:
    (folder / "key").write_text("short")
    with pytest.raises(Fatal, match="is no key"):
        async with asyncio.timeout(PATIENCE):
            await started(folder, asyncio.Event(), public_url="https://bot.example")
