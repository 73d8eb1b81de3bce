from __future__ import annotations

import asyncio
import os
import signal
import stat
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.app import serve
from bot.core.errors import Fatal
from bot.core.message import Message
from bot.core.model import Address, ChatKind, Outlet, SubscriptionKind
from bot.core.outcome import Gone
from bot.platforms.console import Console
from bot.ports import ChatJoined, Person, Platform, Request, Respond
from bot.settings import Settings
from tests.acceptance.world import TOPIC, world
from tests.engine.fakes import Idempotent, Mouth
from tests.engine.waiting import until
from tests.kit.stores import sqlite_store

pytestmark = pytest.mark.slow


@pytest.fixture
async def folder(tmp_path: Path) -> Path:
    """A data folder with a database in its newest shape."""
    (tmp_path / "data").mkdir(mode=0o755)
    async with sqlite_store(tmp_path / "data"):
        return tmp_path / "data"


def settings(folder: Path, **changes: Any) -> Settings:
    quick: dict[str, Any] = {"poll_seconds": 0.3, "poll_floor_seconds": 0.1, "host_gap_seconds": 0, "packs": ()}
    return Settings(_env_file=None, data_dir=folder, **{**quick, **changes})


@asynccontextmanager
async def running(asked: Settings, *platforms: Platform) -> AsyncIterator[None]:
    """The bot, stopped at the end."""
    stop = asyncio.Event()
    task = asyncio.create_task(serve(asked, platforms=platforms, stop=stop))
    try:
        yield
        assert not task.done(), task
    finally:
        stop.set()
        await task


def mode(folder: Path) -> int:
    return stat.S_IMODE(folder.stat().st_mode)


class Talker(Mouth):
    """A platform where somebody says one thing, once the test lets them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text
        self.says = asyncio.Event()
        self.heard: list[Message] = []

    async def listen(self, respond: Respond) -> None:
        address = Address("telegram", "1")
        await respond(ChatJoined(address, ChatKind.PRIVATE, "Lina"))
        await self.says.wait()

        async def is_admin() -> bool:
            return True

        request = Request(address, ChatKind.PRIVATE, "Lina", Person("1", "Lina"), self.text, is_admin)
        self.heard += await respond(request)
        await asyncio.Event().wait()


async def test_news_goes_from_a_feed_to_a_chat(folder: Path) -> None:
    platform = Mouth()
    async with world() as here:
        now = datetime.now(UTC)
        async with sqlite_store(folder) as store:
            url = f"http://{here.host}/feeds/north.xml"
            await store.sources.add(Outlet(id="north", name="The North"), "feed", url, now)
            chat = await store.chats.meet(Address("telegram", "1"), ChatKind.PRIVATE, "Lina", now)
            await store.chats.subscribe(chat.id, "", SubscriptionKind.QUERY, TOPIC, "Lina", now)
        async with running(settings(folder, private_hosts=(here.host,)), platform):
            await until(lambda: here.wire.served["north"] > 2)
            number = here.wire.publish("north")
            await until(lambda: bool(platform.told))
    assert f"Hama report number {number} of the day" in platform.told[0].text
    assert "The North" in platform.told[0].text


async def test_a_person_is_answered(folder: Path) -> None:
    talker = Talker("/help")
    async with running(settings(folder), talker):
        talker.says.set()
        await until(lambda: bool(talker.heard))
    assert "/latest" in talker.heard[0].plain


async def test_the_operator_is_told_of_a_group_that_is_lost_and_not_of_a_person(folder: Path) -> None:
    platform = Mouth()
    now = datetime.now(UTC)
    async with sqlite_store(folder) as store:
        for chat, kind in (("-5", ChatKind.GROUP), ("5", ChatKind.PRIVATE)):
            known = await store.chats.meet(Address("telegram", chat), kind, f"chat {chat}", now)
            await store.outbox.notify(known.id, "", "hello", now)
            platform.answers[chat] = [Gone("the bot was removed")]
    async with running(settings(folder, operators=("telegram:42", "matrix:@me:example.org")), platform):
        await until(lambda: "42" in platform.chats)
    told = [one.text for one in platform.told if one.chat == "42"]
    assert told == ["I can't write to chat -5 any more: the bot was removed. Its subscriptions are kept."]


async def test_at_the_end_all_is_closed_and_the_leases_are_free(folder: Path) -> None:
    platform = Mouth()
    async with running(settings(folder), platform):
        await until((folder / "heartbeat").exists)
        await asyncio.sleep(0.1)
    assert platform.closed
    async with sqlite_store(folder) as store:
        for name in ("desk", "sender:telegram"):
            assert await store.ledger.lead(name, "somebody else", datetime.now(UTC), timedelta(seconds=9)) is not None


async def test_streams_are_listened_to_where_the_settings_name_them(folder: Path) -> None:
    async with sqlite_store(folder) as store:
        for streams, led in (((), False), (("mastodon", "bluesky"), True)):
            (folder / "heartbeat").unlink(missing_ok=True)
            async with running(settings(folder, streams=streams, mastodon_tokens="example.social=secret"), Mouth()):
                await until((folder / "heartbeat").exists)
                await asyncio.sleep(0.1)
                taken = await store.ledger.lead("streams", "somebody else", datetime.now(UTC), timedelta(seconds=0))
                assert (taken is None) == led
        assert await store.ledger.lead("streams", "somebody else", datetime.now(UTC), timedelta(seconds=9)) is not None


async def test_the_data_folder_is_nobody_elses_business(folder: Path) -> None:
    async with running(settings(folder), Mouth()):
        await until((folder / "heartbeat").exists)
    assert mode(folder) == 0o700


async def test_sigterm_stops_it(folder: Path) -> None:
    task = asyncio.create_task(serve(settings(folder), platforms=[Mouth()]))
    await until((folder / "heartbeat").exists)
    os.kill(os.getpid(), signal.SIGTERM)
    await task


async def test_the_end_of_a_terminal_chat_stops_it(folder: Path) -> None:
    said: list[str] = []

    async def lines() -> AsyncGenerator[str]:
        yield "/help"

    await serve(settings(folder), platforms=[Console(read=lines, write=said.append)])
    assert any("/latest" in text for text in said)


async def test_one_platforms_trouble_does_not_stop_the_other(folder: Path) -> None:
    class Deaf(Idempotent):
        async def listen(self, respond: Respond) -> None:
            raise OSError("no network")

    talker = Talker("/help")
    async with running(settings(folder), Deaf(), talker):
        await asyncio.sleep(0.1)
        talker.says.set()
        await until(lambda: bool(talker.heard))


async def test_what_is_fatal_for_one_platform_stops_everything(folder: Path) -> None:
    class Refused(Idempotent):
        async def listen(self, respond: Respond) -> None:
            raise Fatal("The password is refused.")

    other = Mouth()
    with pytest.raises(Fatal, match="password is refused"):
        await serve(settings(folder), platforms=[other, Refused()])
    assert other.closed


async def test_a_platform_that_does_not_close_does_not_keep_the_rest_open(folder: Path) -> None:
    class Stuck(Mouth):
        async def close(self) -> None:
            raise OSError("connection reset")

    other = Idempotent()
    async with running(settings(folder), other, Stuck()):
        await until((folder / "heartbeat").exists)
    assert other.closed


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"packs": ("syria", "moon")}, "PACKS names moon"),
        ({"matrix_homeserver": "https://example.org"}, "MATRIX_USER is not set"),
        ({"matrix_user": "@bot:example.org"}, "MATRIX_HOMESERVER is not set"),
        ({"telegram_token": "nonsense"}, "TELEGRAM_TOKEN"),
        ({"telegram_token": "1:x", "telegram_webhook": True}, "PUBLIC_URL is not set"),
        ({"database_url": "mysql://x/y"}, "DATABASE_URL"),
    ],
)
async def test_a_wrong_setting_stops_it_with_a_word_about_which(
    folder: Path, changes: dict[str, Any], words: str
) -> None:
    with pytest.raises(Fatal, match=words):
        await serve(settings(folder, **changes))


async def test_a_data_folder_that_cant_be_made_stops_it(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(Fatal, match="DATA_DIR"):
        await serve(settings(tmp_path / "file" / "data"))


async def test_the_catalogue_is_installed_once(folder: Path) -> None:
    counts: Sequence[int] = []
    for _ in range(2):
        platform = Mouth()
        asked = settings(folder, packs=("syria",), poll_seconds=600, poll_floor_seconds=600)
        stop = asyncio.Event()
        stop.set()
        await serve(asked, platforms=[platform], stop=stop)
        async with sqlite_store(folder) as store:
            counts = [*counts, len(await store.sources.every())]
    assert counts[0] == counts[1] > 5


async def test_what_was_chosen_in_a_chat_is_there_after_a_restart(folder: Path) -> None:
    async with sqlite_store(folder) as store:
        await store.ledger.remember("chosen", "pack:iran pack:gone-from-the-catalogue outlet:reuters")
    stop = asyncio.Event()
    stop.set()
    await serve(settings(folder, poll_seconds=600, poll_floor_seconds=600), platforms=[Mouth()], stop=stop)
    async with sqlite_store(folder) as store:
        outlets = {source.outlet.id: source.outlet for source in await store.sources.every()}
    assert "reuters" in outlets
    assert {outlet.id for outlet in outlets.values() if "iran" not in outlet.packs} == {"reuters"}
    assert len(outlets) > 3
