"""Many messages at once, and updates that can't be handled: nobody silences the bot for others, or for good."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from bot.core.message import Message
from bot.core.pacing import Limits, Pace
from bot.platforms.telegram import Telegram
from bot.ports import ChatLost, ChatMoved, Event, Request
from tests.platforms.telegram.conftest import BRISK, QUICK, MemoryLedger, Newsdesk, echo, listening, settled
from tests.servers.botapi import BotApi, Delay, Limiter, Rate, flood

pytestmark = pytest.mark.slow

SECOND = 0.55  # the fake server, like Telegram's, gives one update only when the same offset comes again within 0.5 s


async def test_a_chat_that_floods_the_bot_silences_nobody_else(
    api: BotApi, ledger: MemoryLedger, desk: Newsdesk
) -> None:
    ann, ben = api.user("Ann"), api.user("Ben")
    hers, his = ann.opens_chat(), ben.opens_chat()
    go_on = asyncio.Event()

    async def never_ready_for_ann(event: Event) -> Sequence[Message]:
        if event.address.chat == str(ann.id):
            await go_on.wait()
        return await echo(event)

    desk.answers = never_ready_for_ann
    for number in range(250):
        ann.says(hers, f"message {number}")
    ben.says(his, "anybody there?")
    telegram = Telegram(api.token, api.url, ledger, pace=Pace(QUICK), waits=replace(BRISK, recheck=SECOND))
    async with listening(telegram, desk, api):
        await api.until(lambda: his.bot_texts)
        assert hers.bot_texts == []
        go_on.set()
        await api.until(lambda: len(hers.bot_texts) == 11)
    await telegram.close()
    assert hers.bot_texts[:10] == [f"You said: message {number}" for number in range(10)]
    assert "too much at once" in hers.bot_texts[10]


async def test_who_wrote_too_much_is_heard_again_afterwards(
    api: BotApi, telegram: Telegram, ledger: MemoryLedger, desk: Newsdesk
) -> None:
    ann = api.user("Ann")
    chat = ann.opens_chat()
    desk.answers = echo
    first_dropped = {}
    for number in range(15):
        said = ann.says(chat, str(number))
        first_dropped = said if number == 10 else first_dropped
    async with listening(telegram, desk, api):
        await api.until(lambda: len(chat.bot_texts) == 11)
        told = chat.messages[-1]
        ann.says(chat, "sorry")
        await settled(api, ledger)
    assert told["reply_to_message"]["message_id"] == first_dropped["message_id"]
    assert desk.texts == [*map(str, range(10)), "sorry"]


async def test_what_befell_a_chat_is_heard_however_much_was_said_in_it(
    api: BotApi, telegram: Telegram, ledger: MemoryLedger, desk: Newsdesk
) -> None:
    ann = api.user("Ann")
    for number in range(15):
        ann.says(ann.opens_chat(), str(number))
    ann.blocks_bot()
    async with listening(telegram, desk, api):
        await settled(api, ledger)
    assert len(desk.texts) == 10
    assert isinstance(desk.heard[-1], ChatLost)


async def test_talk_that_is_not_meant_for_the_bot_crowds_out_nothing(
    api: BotApi, telegram: Telegram, ledger: MemoryLedger, desk: Newsdesk
) -> None:
    ann = api.user("Ann")
    group = api.group("Newsroom", ann)
    for number in range(150):
        ann.says(group, f"chatter {number}")
    ann.says(group, "/latest")
    async with listening(telegram, desk, api):
        await settled(api, ledger)
    assert desk.texts == ["/latest"]


# ---- replies


async def test_a_reply_that_is_put_off_does_not_keep_the_next_request_waiting(
    api: BotApi, ledger: MemoryLedger, desk: Newsdesk
) -> None:
    ann = api.user("Ann")
    chat = ann.opens_chat()
    desk.answers = echo
    api.faults.add("sendMessage", flood(2))
    telegram = Telegram(api.token, api.url, ledger, waits=replace(BRISK, confirm=0.01, grace=0.01))
    async with listening(telegram, desk, api):
        ann.says(chat, "one")
        ann.says(chat, "two")
        await settled(api, ledger)  # confirmed although nothing could be said yet
        assert desk.texts == ["one", "two"]
        assert chat.bot_texts == []
    await telegram.close()


async def test_replies_keep_to_the_pace_of_their_chat(api: BotApi, ledger: MemoryLedger, desk: Newsdesk) -> None:
    ann, ben = api.user("Ann"), api.user("Ben")
    desk.answers = echo
    api.limiter = limiter = Limiter(per_chat=Rate(1, 0.05))
    pace = Pace(Limits(gap=timedelta(seconds=0.06)))
    telegram = Telegram(api.token, api.url, ledger, pace=pace, waits=BRISK)
    async with listening(telegram, desk, api):
        for number in range(5):
            ann.says(ann.opens_chat(), str(number))
            ben.says(ben.opens_chat(), str(number))
        await settled(api, ledger)
    await telegram.close()
    assert [len(one.opens_chat().bot_texts) for one in (ann, ben)] == [5, 5]
    assert limiter.refused == 0


async def test_replies_under_way_at_a_stop_are_said_and_not_said_again(
    api: BotApi, telegram: Telegram, ledger: MemoryLedger, desk: Newsdesk
) -> None:
    ann = api.user("Ann")
    chat = ann.opens_chat()
    desk.answers = echo
    api.faults.add("sendMessage", Delay(0.1))
    async with listening(telegram, desk, api):
        ann.says(chat, "hello")
        await api.until(lambda: api.faults.planned[0].fired)
    assert chat.bot_texts == ["You said: hello"]
    async with listening(telegram, desk, api):
        ann.says(chat, "again")
        await settled(api, ledger)
    assert desk.texts == ["hello", "again"]


async def test_a_reply_that_can_not_be_worded_deafens_nobody(
    api: BotApi, telegram: Telegram, ledger: MemoryLedger, desk: Newsdesk
) -> None:
    ann = api.user("Ann")

    async def nonsense(event: Event) -> Sequence[Message]:
        return (None,) if desk.texts == ["nonsense"] else await echo(event)  # type: ignore[return-value]  # the bug

    desk.answers = nonsense
    with capture_logs() as logs:
        async with listening(telegram, desk, api):
            ann.says(ann.opens_chat(), "nonsense")
            await settled(api, ledger)
            ann.says(ann.opens_chat(), "sense")
            await settled(api, ledger)
    assert desk.texts == ["nonsense", "sense"]
    assert "telegram_reply_failed" in [line["event"] for line in logs]


# ---- updates that fail


async def test_a_chat_that_moved_while_the_database_was_away_is_told_of_again(
    api: BotApi, telegram: Telegram, ledger: MemoryLedger, desk: Newsdesk
) -> None:
    group = api.group("Newsroom", api.user("Ann"), kind="group")
    first = api.updates.next_id

    async def away_at_first(event: Event) -> Sequence[Message]:
        if isinstance(event, ChatMoved) and len(desk.heard) < 3:
            assert set(ledger.history) <= {str(first)}
            raise ConnectionError
        return ()

    desk.answers = away_at_first
    async with listening(telegram, desk, api):
        group.migrates()
        await settled(api, ledger)
    assert [type(event) for event in desk.heard[:3]] == [ChatMoved] * 3


async def test_an_update_that_always_fails_is_let_go_in_the_end(
    api: BotApi, telegram: Telegram, ledger: MemoryLedger, desk: Newsdesk
) -> None:
    ann, ben = api.user("Ann"), api.user("Ben")

    async def poisoned(event: Event) -> Sequence[Message]:
        if not isinstance(event, Request):
            raise ZeroDivisionError
        return await echo(event)

    desk.answers = poisoned
    ann.blocks_bot()
    ben.says(ben.opens_chat(), "hello")
    async with listening(telegram, desk, api):
        await settled(api, ledger)
    assert [isinstance(event, ChatLost) for event in desk.heard].count(True) == 6
    assert ben.opens_chat().bot_texts == ["You said: hello"]


async def test_an_update_of_an_unknown_kind_deafens_nobody(
    api: BotApi, telegram: Telegram, ledger: MemoryLedger, desk: Newsdesk
) -> None:
    ann = api.user("Ann")
    odd = {"message_id": 5, "date": 1, "chat": {"id": 7, "type": "hologram"}, "from": ann.account.json, "text": "/hi"}
    with capture_logs() as logs:
        async with listening(telegram, desk, api):
            api.updates.add("message", odd)
            ann.says(ann.opens_chat(), "hello")
            await settled(api, ledger)
    api.violations.clear()  # the schema does not know it either
    assert desk.texts == ["hello"]
    assert "telegram_update_not_understood" in [line["event"] for line in logs]


async def test_an_update_that_the_library_can_not_read_deafens_nobody_and_is_not_logged(
    api: BotApi, telegram: Telegram, ledger: MemoryLedger, desk: Newsdesk, caplog: pytest.LogCaptureFixture
) -> None:
    ann = api.user("Ann")
    chat = ann.opens_chat()
    odd = {"message_id": 5, "date": 1, "chat": chat.room.json, "caption": "in confidence", "gift": {"gift": {}}}
    with capture_logs() as logs:
        async with listening(telegram, desk, api):
            api.updates.add("message", odd)
            ann.says(chat, "hello")
            await settled(api, ledger)
    api.violations.clear()  # the schema does not know it either
    assert desk.texts == ["hello"]
    assert "telegram_update_unreadable" in [line["event"] for line in logs]
    assert "in confidence" not in f"{logs} {caplog.text}"
