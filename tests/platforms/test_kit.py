"""What all platforms have in common: a handler says a thing once, and nowhere is anything of it lost."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from bot.core.message import Button, Message, Span, Style, message
from bot.core.model import Address
from bot.core.outcome import Sent
from bot.core.pacing import Pace
from bot.platforms.console import Console
from bot.platforms.console.paper import Paper
from bot.platforms.matrix.send import Speaker
from bot.platforms.telegram import Telegram
from bot.ports import Platform
from tests.platforms.telegram.conftest import BRISK, QUICK, Drawer, MemoryLedger
from tests.servers.botapi import BotApi

LONG = "/latest " + "hama OR " * 10 + "homs"
BUTTONS = (
    Button("Back", "/sources 1", replaces=True),
    Button("More", LONG, replaces=True),
    Button("<Why> & how", "/why 3"),
)

Shown = tuple[str, dict[str, str]]
"""The words of the last message, and the commands that can be pressed under it, by label."""
Say = Callable[..., Awaitable[Shown]]


class Room:
    """A Matrix client in one room."""

    def __init__(self) -> None:
        self.rooms = {"!here": None}
        self.content: dict[str, Any] = {}

    async def room_send(self, room: str, kind: str, content: dict[str, Any], **how: object) -> SimpleNamespace:
        self.content = content
        return SimpleNamespace(event_id="$event")

    def unblock(self, room: str) -> None:
        """Nobody waits."""


@pytest.fixture(params=["telegram", "matrix", "console"])
async def say(request: pytest.FixtureRequest) -> AsyncIterator[Say]:
    """Sends a message, and says what there is to be seen of it."""
    match request.param:
        case "telegram":
            async with BotApi() as api:
                drawer = Drawer()
                telegram = Telegram(api.token, api.url, MemoryLedger(), buttons=drawer, pace=Pace(QUICK), waits=BRISK)
                chat = api.user("Ann").opens_chat()

                def seen() -> Shown:
                    said = chat.messages[-1]
                    rows = said.get("reply_markup", {}).get("inline_keyboard", [])
                    data = {one["text"]: one["callback_data"][1:] for row in rows for one in row}
                    kept = {f"#{token}": command for token, (_, command) in drawer.kept.items()}
                    return said["text"], {label: kept.get(what, what) for label, what in data.items()}

                yield _saying(telegram, Address("telegram", str(chat.id)), seen)
                await telegram.close()
                assert api.violations == []
        case "matrix":
            room = Room()

            def body() -> Shown:
                return room.content.get("m.new_content", room.content)["body"], {}

            yield _saying(Speaker(room), Address("matrix", "!here"), body)  # type: ignore[arg-type]
        case _:
            printed: list[str] = []
            console = Console(write=printed.append, paper=Paper())
            yield _saying(console, Address("console", "me"), lambda: (printed[-1], {}))


def _saying(platform: Platform | Speaker, to: Address, seen: Callable[[], Shown]) -> Say:
    async def saying(said: Message, **how: str) -> Shown:
        outcome = await platform.send(to, said, key="k", **how)
        assert isinstance(outcome, Sent)
        return seen()

    return saying


async def test_what_can_be_pressed_can_be_done_everywhere(say: Say) -> None:
    words, pressed = await say(replace(message("a list"), buttons=BUTTONS))
    assert "a list" in words
    for button in BUTTONS:
        in_words = f"{button.label}:  {button.command}" in words
        assert in_words is not (pressed.get(button.label) == button.command)


async def test_a_message_changed_has_the_buttons_of_its_new_words(say: Say) -> None:
    said = replace(message("page 1"), buttons=(Button("Next", "/sources 2"),))
    await say(said)
    words, pressed = await say(replace(said, buttons=BUTTONS[:1]), edits="1")
    assert "/sources 2" not in words
    assert "/sources 2" not in pressed.values()
    assert "/sources 1" in words or "/sources 1" in pressed.values()


async def test_without_buttons_there_is_nothing_but_the_words(say: Say) -> None:
    words, pressed = await say(message(Span("Hama", Style.BOLD), " · 5 stories"))
    assert words.strip().removeprefix("[#1] ") == "Hama · 5 stories"
    assert pressed == {}
