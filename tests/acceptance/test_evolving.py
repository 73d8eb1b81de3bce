"""A story that goes on, as its readers see it: one message that is edited, changes and denials as replies to it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final
from xml.sax.saxutils import escape

import pytest

from bot.app import opened, serve
from bot.core.alerts.refreshing import Restraint
from bot.core.model import Address, ChatKind, Outlet, SubscriptionKind
from bot.settings import Settings
from tests.engine.waiting import eventually
from tests.servers.botapi import TOKEN, BotApi
from tests.servers.feedhost import FeedHost
from tests.servers.matrixpeer import Peer
from tests.servers.synapse import shared_synapse

pytestmark = pytest.mark.slow

OUTLETS: Final = ("north", "south", "east", "west", "centre")
FIRST: Final = ("north", "Air strike hits market in Homs, at least 3 killed")
SECOND: Final = ("south", "Three killed as strike hits crowded market in Homs")
THIRD: Final = ("east", "Homs market struck from the air, three dead")
TOLL: Final = ("west", "Death toll in Homs market strike rises to 12")
DENIAL: Final = ("centre", "Army denies air strike on market in Homs")
QUICKLY: Final = Restraint(timedelta(milliseconds=100), part=100)
"""In seconds what takes minutes."""


@dataclass
class Press:
    """Outlets whose feeds have what they have published so far."""

    host: FeedHost
    published: dict[str, list[str]] = field(default_factory=lambda: {name: [] for name in OUTLETS})

    def __post_init__(self) -> None:
        for name in OUTLETS:
            self._serve(name)

    def publish(self, outlet: str, title: str) -> None:
        self.published[outlet].append(title)
        self._serve(outlet)

    def _serve(self, outlet: str) -> None:
        titles = ["Nothing happened on the first day", *self.published[outlet]]
        items = "".join(
            f"<item><guid>{outlet} {number}</guid><link>https://{outlet}.example/{number}</link>"
            f"<title>{escape(title)}</title></item>"
            for number, title in enumerate(titles)
        )
        self.host.publish(outlet, f"<rss version='2.0'><channel><title>{outlet}</title>{items}</channel></rss>")


@asynccontextmanager
async def press(folder: Path, chat: Address, **more: Any) -> AsyncIterator[Press]:
    """The bot, reading these outlets for a chat that follows Homs; their first, silent read lies behind."""
    async with FeedHost() as host:
        here = Press(host)
        settings = Settings(
            _env_file=None,
            data_dir=folder,
            packs=(),
            poll_seconds=0.3,
            poll_floor_seconds=0.1,
            host_gap_seconds=0,
            lease_seconds=2,
            private_hosts=(host.place,),
            **more,
        )
        now = datetime.now(UTC)
        async with opened(settings) as store:
            for name in OUTLETS:
                await store.sources.add(Outlet(id=name, name=name.title()), "feed", host.url(name), now)
            one = await store.chats.meet(chat, ChatKind.PRIVATE, "Lina", now)
            await store.chats.subscribe(one.id, "", SubscriptionKind.QUERY, "homs", "Lina", now)

            async def read() -> bool:
                return all(source.read_at for source in await store.sources.every())

            stop = asyncio.Event()
            bot = asyncio.create_task(serve(settings, stop=stop, restraint=QUICKLY))
            try:
                await eventually(read)
                yield here
                assert not bot.done(), bot
            finally:
                stop.set()
                await bot


async def test_on_telegram_a_story_is_one_message_and_what_changes_it_a_reply(tmp_path: Path) -> None:
    async with BotApi() as api:
        lina = api.user("Lina")
        room = lina.opens_chat().room
        said = room.messages
        more = {"telegram_token": TOKEN, "telegram_api": api.url}
        async with press(tmp_path, Address("telegram", str(lina.id)), **more) as here:
            before = len(said)
            here.publish(*FIRST)
            await api.until(lambda: len(said) > before)
            (alert,) = said[before:]
            assert alert["text"].startswith(f"🔴 {FIRST[1]}\n")
            for number, one in ((2, SECOND), (3, THIRD)):
                here.publish(*one)
                await api.until(lambda number=number: f"{number} independent origins" in alert["text"])
            assert alert["text"].startswith(f"🟢 {FIRST[1]}\n")
            assert "Independently: South; East" in alert["text"]
            here.publish(*TOLL)
            await api.until(lambda: len(said) > before + 1)
            await api.until(lambda: f"Since then: {TOLL[1]} (" in alert["text"])
            here.publish(*DENIAL)
            await api.until(lambda: len(said) > before + 2)
            await api.until(lambda: alert["text"].startswith("⚪ "))
            _, toll, denial = said[before:]
            assert toll["text"].startswith(f"🔴 Update: {TOLL[1]}\n3 killed before, 12 now\n")
            assert "The story so far: corroborated · 4 independent origins" in toll["text"]
            assert denial["text"].startswith(f"⚪ Denied: {DENIAL[1]}\n")
            assert [each["reply_to_message"]["message_id"] for each in (toll, denial)] == [alert["message_id"]] * 2
            assert "contested, denied by" in alert["text"].lower()
            assert alert["reply_markup"]
        assert len(said) == before + 3
        assert 3 <= len(api.calls_of("editMessageText")) <= 5
        assert api.violations == []


async def test_on_matrix_a_story_is_one_event_that_is_replaced_and_what_changes_it_a_reply(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    base = tmp_path_factory.getbasetemp()
    with shared_synapse(base.parent if base.name.startswith("popen-") else base) as server:
        bot = server.register("bot")
        async with Peer(server, server.register("ann"), tmp_path) as ann:
            room = await ann.room(bot.user)
            more = {
                "matrix_homeserver": server.url,
                "matrix_user": bot.user,
                "matrix_password": bot.password,
                "matrix_invites": (ann.user,),
            }
            async with press(tmp_path / "data", Address("matrix", room), **more) as here:
                await ann.see_join(room, bot.user)
                here.publish(*FIRST)
                alert = await ann.read(room, f"🔴 {FIRST[1]}")
                for number, one in ((2, SECOND), (3, THIRD)):
                    here.publish(*one)
                    edit = await ann.see(room, _replaces(alert, f"{number} independent origins"))
                    assert edit["content"]["m.new_content"]["body"].startswith(f"🟢 {FIRST[1]} (")
                here.publish(*TOLL)
                toll = await ann.read(room, f"🔴 Update: {TOLL[1]}")
                await ann.see(room, _replaces(alert, f"Since then: {TOLL[1]} ("))
                here.publish(*DENIAL)
                denial = await ann.read(room, f"⚪ Denied: {DENIAL[1]}")
                await ann.see(room, _replaces(alert, "⚪ "))
                for each in (toll, denial):
                    assert each["content"]["m.relates_to"] == {"m.in_reply_to": {"event_id": alert["event_id"]}}
                assert 3 <= ann.count(room, f"* 🟢 {FIRST[1]}") + ann.count(room, f"* ⚪ {FIRST[1]}") <= 5
                assert [ann.count(room, words) for words in ("Update: ", "Denied: ")] == [1, 1]


def _replaces(alert: dict[str, Any], words: str) -> Callable[[dict[str, Any]], bool]:
    """Whether a message takes the place of the alert, with these words."""

    def wanted(content: dict[str, Any]) -> bool:
        relation = {"rel_type": "m.replace", "event_id": alert["event_id"]}
        return content.get("m.relates_to") == relation and words in content["m.new_content"]["body"]

    return wanted
