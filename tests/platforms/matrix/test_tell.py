"""Handing over and replying, with a speaker to whom some rooms do not listen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest

from bot.core.errors import Fatal
from bot.core.message import Message, message
from bot.core.model import Address, ChatKind
from bot.core.outcome import Later, Outcome, Sent, Unsure
from bot.platforms.matrix import tell
from bot.platforms.matrix.tell import MOST_WAITING, Teller
from bot.ports import Event, Person, Request, ignore
from tests.platforms.matrix.conftest import Memory

QUICK, SLOW = "!quick:x", "!slow:x"


class Speaker:
    """Everything sent to the slow room has to wait."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, str, str]] = []

    async def send(self, to: Address, message: Message, *, key: str, edits: str = "", replies: str = "") -> Outcome:
        if to.chat == SLOW:
            return Later(timedelta(hours=1), "slow")
        self.sent.append((to.chat, message.plain, key))
        return Sent("$event")


async def answer(event: Event) -> Sequence[Message]:
    assert isinstance(event, Request)
    return [message(f"{event.text} {part}") for part in (1, 2)]


def request(room: str, text: str = "/x") -> Request:
    async def yes() -> bool:
        return True

    return Request(Address("matrix", room), ChatKind.GROUP, "", Person("@ann:x", "Ann"), text, yes)


def teller(speaker: Speaker, respond: Any = answer, ledger: Any = None, patience: float = 60) -> Teller:
    kept = ledger or Memory()
    return Teller(speaker, kept, respond, reach=ignore, pauses=(0, 0), patience=patience)  # type: ignore[arg-type]  # a fake


async def test_a_room_that_is_slow_holds_up_no_other() -> None:
    speaker = Speaker()
    telling = teller(speaker)
    assert await telling.tell(request(SLOW), "$1")
    assert await telling.tell(request(QUICK), "$2")
    await telling.replies.settle(0.2)
    assert [text for _, text, _ in speaker.sent] == ["/x 1", "/x 2"]
    assert telling.replies.waiting(SLOW) == 1
    await telling.replies.close()


async def test_a_room_s_replies_go_out_in_order_with_keys_that_stay_the_same() -> None:
    first, again = Speaker(), Speaker()
    for speaker in (first, again):
        telling = teller(speaker)
        for number in range(3):
            await telling.tell(request(QUICK, f"/{number}"), f"${number}")
        await telling.replies.settle(5)
    assert [text for _, text, _ in first.sent] == [f"/{number} {part}" for number in range(3) for part in (1, 2)]
    assert first.sent == again.sent
    assert len({key for _, _, key in first.sent}) == 6


async def test_a_reply_that_may_have_come_is_sent_again_with_its_key(monkeypatch: pytest.MonkeyPatch) -> None:
    class Doubtful(Speaker):
        async def send(self, to: Address, message: Message, *, key: str, edits: str = "", replies: str = "") -> Outcome:
            sent = await super().send(to, message, key=key, edits=edits, replies=replies)
            return Unsure("no answer") if len(self.sent) == 1 else sent

    monkeypatch.setattr(tell, "LONGEST_PAUSE", 0.01)
    speaker = Doubtful()
    telling = teller(speaker)
    await telling.tell(request(QUICK), "$1")
    await telling.replies.settle(5)
    assert [text for _, text, _ in speaker.sent] == ["/x 1", "/x 1", "/x 2"]
    assert len({key for _, _, key in speaker.sent}) == 2


async def test_replies_to_a_flood_do_not_pile_up() -> None:
    telling = teller(Speaker())
    for number in range(MOST_WAITING + 5):
        await telling.tell(request(SLOW), f"${number}")
    assert telling.replies.waiting(SLOW) == MOST_WAITING
    await telling.replies.close()


async def test_a_reply_that_can_t_be_sent_for_long_is_given_up_with_those_behind_it() -> None:
    telling = teller(Speaker(), patience=0.05)
    for number in range(3):
        await telling.tell(request(SLOW), f"${number}")
    await telling.replies.settle(5)
    assert not telling.replies.under_way


async def test_an_event_that_can_t_be_handled_is_left_out_and_noted() -> None:
    tries, memory = [], Memory()

    async def fail(event: Event) -> Sequence[Message]:
        tries.append(event)
        raise ValueError("poison")

    assert not await teller(Speaker(), fail, memory).tell(request(QUICK), "$1")
    assert len(tries) == 3
    assert memory.kept == {"matrix:given up": f"Request {QUICK}"}


async def test_no_event_is_left_out_while_the_database_fails_too() -> None:
    memory = Memory()
    memory.broken = True

    async def fail(event: Event) -> Sequence[Message]:
        raise RuntimeError("no connection")

    with pytest.raises(RuntimeError, match="the database is gone"):
        await teller(Speaker(), fail, memory).tell(request(QUICK), "$1")


async def test_a_fatal_error_is_raised_at_once() -> None:
    async def fail(event: Event) -> Sequence[Message]:
        raise Fatal("a setting is wrong")

    with pytest.raises(Fatal):
        await teller(Speaker(), fail).tell(request(QUICK), "$1")
