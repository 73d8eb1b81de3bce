"""From a finger to the reply: the real router, newsroom and store, behind the fake Bot API."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest

from bot.core.message import Button, message
from bot.core.model import Address, ChatKind
from bot.core.pacing import Limits, Pace
from bot.platforms.telegram import Telegram, Waits
from bot.store.rooms import SqlStore
from tests.handlers.room import Room
from tests.servers.botapi import BotApi, Chat, User

BRISK = Waits(connect=2, answer=2, poll=5, recheck=0.05, retry=0.01, retry_most=0.05, reply=3, confirm=1)


@dataclass
class Phone:
    """A person's telephone, in one chat with the bot."""

    api: BotApi
    ann: User
    chat: Chat
    telegram: Telegram

    async def types(self, text: str) -> dict[str, Any]:
        """The bot's next message."""
        before = len(self.chat.bot_texts)
        self.ann.says(self.chat, text)
        await self.api.until(lambda: len(self.chat.bot_texts) > before)
        return self.chat.messages[-1]

    async def presses(self, label: str) -> None:
        """Wait until what comes of a press of a button under the last message has come."""
        self.api.calls.clear()
        self.ann.presses(self.chat, self.chat.messages[-1], label)
        done = ("sendmessage", "editmessagetext")
        await self.api.until(lambda: any(call.method.lower() in done for call in self.api.calls))


@pytest.fixture
async def phone(room: Room, store: SqlStore) -> AsyncIterator[Phone]:
    async with BotApi() as api:
        ann = api.user("Ann")
        telegram = Telegram(
            *(api.token, api.url, store.ledger),
            buttons=store.buttons,
            pace=Pace(Limits()),  # its clock stands still
            clock_now=room.clock.now,
            waits=BRISK,
        )
        async with _listening(telegram, room):
            yield Phone(api, ann, ann.opens_chat(), telegram)
        await telegram.close()
        assert api.violations == []


@asynccontextmanager
async def _listening(telegram: Telegram, room: Room) -> AsyncIterator[None]:
    task = asyncio.create_task(telegram.listen(room.router.respond))
    yield
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


async def test_the_next_page_of_the_latest_takes_the_place_of_the_first(room: Room, phone: Phone) -> None:
    await room.publish_all([f"Shelling number {n} near Hama" for n in range(8)], ago=timedelta(hours=1))
    first = await phone.types("/latest Hama")
    assert first["text"].count("🔴") == 5
    assert "Older" not in first["text"]
    await phone.presses("Older ▸")
    (said,) = [one for one in phone.chat.messages if "🔴" in one["text"]]
    assert said["message_id"] == first["message_id"]
    assert said["text"].count("🔴") == 3
    await phone.presses("◂ Newest")
    (said,) = [one for one in phone.chat.messages if "🔴" in one["text"]]
    assert said["text"].count("🔴") == 5


@pytest.mark.slow
async def test_a_list_is_turned_back_and_forth_where_it_stands(room: Room, phone: Phone) -> None:
    name = "syria-north"
    for number in range(30):
        await phone.types(f"/filter {'edit' if number else 'add'} {name} {'very ' * 30}number{number}")
    first = (await phone.types(f"/filter history {name}"))["text"]
    await phone.presses("Next")
    second = phone.chat.bot_texts[-1]
    assert first != second
    assert "Page 2 of" in second
    await phone.presses("Back")
    assert phone.chat.bot_texts[-1] == first


async def test_a_kept_command_is_carried_out_for_whoever_presses_and_may(room: Room, phone: Phone) -> None:
    ben = phone.api.user("Ben")
    phone.chat = group = phone.api.group("Newsroom", phone.ann, ben)
    await room.store.chats.meet(Address("telegram", str(group.id)), ChatKind.GROUP, "", room.clock.time)
    words = " OR ".join(f"word{number}" for number in range(12))
    said = replace(message("Follow?"), buttons=(Button("Follow", f"/subscribe {words}"),))
    await phone.telegram.send(Address("telegram", str(group.id)), said, key="k")
    ben.presses(group, group.messages[0], "Follow")
    await phone.api.until(lambda: phone.api.calls_of("answerCallbackQuery"))
    (told,) = phone.api.calls_of("answerCallbackQuery")
    assert told.args["text"].startswith("Only an admin of this chat")
    assert group.bot_texts == ["Follow?"]
    phone.ann.presses(group, group.messages[0], "Follow")
    await phone.api.until(lambda: len(group.bot_texts) == 2)
    (followed,) = await room.store.chats.subscriptions()
    assert (followed.text, followed.edited_by) == (words, "Ann")
