"""How listening goes on: order, slow chats, restarts, second instances, refusals, and answers that meet pauses."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace

import pytest
from structlog.testing import capture_logs

from bot.core.errors import Fatal
from bot.core.message import Message, Span, Style, message
from bot.platforms.telegram import Telegram
from bot.ports import Event, Request
from tests.platforms.telegram.conftest import BRISK, MemoryLedger, Newsdesk, echo, listening, settled
from tests.servers.botapi import BotApi, Drop, Raw, Refuse, flood

OFFSET = "telegram:7000000001:offset"
CONFLICT = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"


async def test_one_chat_is_heard_in_order(
    api: BotApi, telegram: Telegram, ledger: MemoryLedger, desk: Newsdesk
) -> None:
    ann = api.user("Ann")
    chat = ann.opens_chat()
    begun: list[str] = []

    async def slower_first(event: Event) -> Sequence[Message]:
        assert isinstance(event, Request)
        begun.append(event.text)
        await asyncio.sleep(0.03 / len(begun))
        return await echo(event)

    desk.answers = slower_first
    async with listening(telegram, desk, api):
        for number in range(5):
            ann.says(chat, str(number))
        await settled(api, ledger)
    assert chat.bot_texts == [f"You said: {number}" for number in range(5)]


async def test_a_slow_chat_holds_up_no_other_and_is_not_confirmed_before_it_is_done(
    api: BotApi, ledger: MemoryLedger, desk: Newsdesk
) -> None:
    ann, ben = api.user("Ann"), api.user("Ben")
    go_on = asyncio.Event()

    async def wait_for_ann(event: Event) -> Sequence[Message]:
        if event.address.chat == str(ann.id):
            await go_on.wait()
        return await echo(event)

    desk.answers = wait_for_ann
    first = api.updates.next_id
    telegram = Telegram(api.token, api.url, ledger, waits=replace(BRISK, recheck=0.55))
    async with listening(telegram, desk, api):
        ann.says(ann.opens_chat(), "slow")
        await api.until(lambda: desk.texts == ["slow"])
        ben.says(ben.opens_chat(), "quick")
        await api.until(lambda: ben.opens_chat().bot_texts)
        assert api.updates.pending[0]["update_id"] == first
        assert ledger.kept.get(OFFSET, str(first)) == str(first)
        go_on.set()
        await settled(api, ledger)
    await telegram.close()
    assert desk.texts == ["slow", "quick"]


async def test_a_restart_goes_on_where_the_ledger_says(
    api: BotApi, telegram: Telegram, ledger: MemoryLedger, desk: Newsdesk
) -> None:
    ann = api.user("Ann")
    chat = ann.opens_chat()
    for number in range(3):
        ann.says(chat, f"message {number}")
    ledger.kept[OFFSET] = str(api.updates.next_id - 1)
    async with listening(telegram, desk, api):
        await settled(api, ledger)
    assert desk.texts == ["message 2"]
    assert api.updates.offsets[0] == int(ledger.kept[OFFSET]) - 1


async def test_update_ids_that_start_anew_are_heard(
    api: BotApi, telegram: Telegram, ledger: MemoryLedger, desk: Newsdesk
) -> None:
    # Bot API: after a week without updates the next id is chosen at random, perhaps below the kept one.
    ledger.kept[OFFSET] = str(api.updates.next_id + 1_000_000)
    ann = api.user("Ann")
    ann.says(ann.opens_chat(), "anybody there?")
    async with listening(telegram, desk, api):
        await settled(api, ledger)
    assert desk.texts == ["anybody there?"]


async def test_what_was_not_answered_before_a_stop_is_heard_again(
    api: BotApi, telegram: Telegram, ledger: MemoryLedger, desk: Newsdesk
) -> None:
    ann = api.user("Ann")

    async def never(event: Event) -> Sequence[Message]:
        await asyncio.Event().wait()
        return ()

    desk.answers = never
    async with listening(telegram, desk, api):
        ann.says(ann.opens_chat(), "hello")
        await api.until(lambda: desk.texts)
    desk.answers = None
    async with listening(telegram, desk, api):
        await settled(api, ledger)
    assert desk.texts == ["hello", "hello"]


@pytest.mark.parametrize("crashpoint", ["listen.before_respond", "listen.after_respond"])
async def test_a_crash_around_respond_loses_nothing(
    api: BotApi, ledger: MemoryLedger, desk: Newsdesk, crashpoint: str
) -> None:
    class PowerFailure(BaseException):
        pass

    def reach(name: str) -> None:
        if name == crashpoint and OFFSET not in ledger.kept:
            raise PowerFailure

    ann = api.user("Ann")
    telegram = Telegram(api.token, api.url, ledger, reach=reach, waits=BRISK)
    ann.says(ann.opens_chat(), "hello")
    with pytest.raises(BaseExceptionGroup):
        await telegram.listen(desk.respond)
    assert ledger.kept == {}
    assert len(api.updates.pending) == 1
    await telegram.close()


async def test_a_bug_met_by_one_message_is_told_and_deafens_nobody(
    api: BotApi, telegram: Telegram, ledger: MemoryLedger, desk: Newsdesk
) -> None:
    ann = api.user("Ann")
    chat = ann.opens_chat()

    async def stumble(event: Event) -> Sequence[Message]:
        assert isinstance(event, Request)
        if event.text == "trip":
            raise ZeroDivisionError
        return await echo(event)

    desk.answers = stumble
    with capture_logs() as logs:
        async with listening(telegram, desk, api):
            ann.says(chat, "trip")
            ann.says(chat, "walk")
            await settled(api, ledger)
    assert "on my side" in chat.bot_texts[0]
    assert chat.bot_texts[1:] == ["You said: walk"]
    assert "telegram_update_failed" in [line["event"] for line in logs]


async def test_a_fatal_error_in_an_answer_ends_listening(
    api: BotApi, telegram: Telegram, ledger: MemoryLedger, desk: Newsdesk
) -> None:
    ann = api.user("Ann")

    async def fatal(event: Event) -> Sequence[Message]:
        raise Fatal("the database is of a newer version")

    desk.answers = fatal
    ann.says(ann.opens_chat(), "hello")
    with pytest.raises(Fatal, match="newer version"):
        await telegram.listen(desk.respond)
    assert ledger.kept == {}


# ---- trouble with the server


@pytest.mark.parametrize("method", ["getMe", "getUpdates"])
@pytest.mark.parametrize(
    "answer", [Refuse(401, "Unauthorized: invalid token specified"), Refuse(404, "Not Found")], ids=["401", "404"]
)
async def test_a_refused_token_ends_listening_with_what_to_do(
    api: BotApi, telegram: Telegram, desk: Newsdesk, method: str, answer: Refuse
) -> None:
    api.faults.add(method, answer)
    with pytest.raises(Fatal, match="TELEGRAM_TOKEN") as failure:
        await telegram.listen(desk.respond)
    assert api.token not in str(failure.value)


async def test_a_page_of_a_gateway_is_no_refused_token(
    api: BotApi, telegram: Telegram, ledger: MemoryLedger, desk: Newsdesk
) -> None:
    api.faults.add("getMe", Raw(status=404))
    ann = api.user("Ann")
    async with listening(telegram, desk, api):
        ann.says(ann.opens_chat(), "hello")
        await settled(api, ledger)
    assert desk.texts == ["hello"]


@pytest.mark.parametrize(
    "trouble",
    [
        Raw(),
        Refuse(500, "Internal Server Error: restart"),
        Drop(stored=False),
        Drop(stored=True),
        Raw(status=200, body=b'{"ok":tr'),
        Raw(status=200, body=b"[1]"),
        Raw(status=200, body=b'{"ok":true,"result":true}'),
        Raw(status=200, body=b'{"ok":true,"result":[1]}'),
        flood(1),
    ],
    ids=["502", "500", "dropped", "answer dropped", "truncated", "no object", "no list", "no updates", "429"],
)
async def test_listening_goes_on_after_trouble(
    api: BotApi, telegram: Telegram, ledger: MemoryLedger, desk: Newsdesk, trouble: Raw
) -> None:
    ann = api.user("Ann")
    api.faults.add("getUpdates", trouble, times=2 if not isinstance(trouble, Refuse) else 1)
    async with listening(telegram, desk, api):
        ann.says(ann.opens_chat(), "hello")
        await settled(api, ledger)
    assert desk.texts == ["hello"]


async def test_a_server_that_is_away_is_waited_for(ledger: MemoryLedger, desk: Newsdesk) -> None:
    api = BotApi()
    async with api:
        pass
    telegram = Telegram(api.token, api.url, ledger, waits=BRISK)
    with capture_logs() as logs:
        task = asyncio.create_task(telegram.listen(desk.respond))
        await api.until(lambda: [line for line in logs if line["event"] == "telegram_unreachable"])
        async with api:
            ann = api.user("Ann")
            ann.says(ann.opens_chat(), "hello")
            await api.until(lambda: desk.texts == ["hello"])
            task.cancel()
            await asyncio.wait([task])
    await telegram.close()


async def test_a_second_instance_is_an_alarm_and_goes_on_after_it(
    api: BotApi, telegram: Telegram, ledger: MemoryLedger, desk: Newsdesk
) -> None:
    ann = api.user("Ann")
    with capture_logs() as logs:
        async with listening(telegram, desk, api):
            await api.until(lambda: api.updates.offsets)
            assert await api.updates.poll(0, 100, 0, None) == []  # another program polls with the same token
            await api.until(lambda: len(api.updates.offsets) >= 3)
            ann.says(ann.opens_chat(), "hello")
            await settled(api, ledger)
    alarms = [line for line in logs if line["event"] == "telegram_conflict"]
    assert alarms
    assert CONFLICT in alarms[0]["why"]
    assert desk.texts == ["hello"]


async def test_cancelling_ends_listening(api: BotApi, telegram: Telegram, desk: Newsdesk) -> None:
    async with listening(telegram, desk, api) as task:
        task.cancel()
        await asyncio.wait([task])
    assert task.cancelled()


# ---- answers


async def test_a_long_answer_comes_in_parts(
    api: BotApi, telegram: Telegram, ledger: MemoryLedger, desk: Newsdesk
) -> None:
    ann = api.user("Ann")
    chat = ann.opens_chat()
    lines = [f"{number}. a line of a rather long answer\n" for number in range(400)]

    async def at_length(event: Event) -> Sequence[Message]:
        return (Message(tuple(Span(line, Style.BOLD) for line in lines)),)

    desk.answers = at_length
    async with listening(telegram, desk, api):
        ann.says(chat, "/help")
        await settled(api, ledger)
    assert len(chat.bot_texts) > 2
    assert "\n".join(chat.bot_texts) == "".join(lines).strip()


@pytest.mark.slow
async def test_an_answer_waits_out_a_pause(
    api: BotApi, telegram: Telegram, ledger: MemoryLedger, desk: Newsdesk
) -> None:
    ann = api.user("Ann")
    chat = ann.opens_chat()
    desk.answers = echo
    api.faults.add("sendMessage", flood(1))
    async with listening(telegram, desk, api):
        ann.says(chat, "hello")
        await settled(api, ledger)
    assert chat.bot_texts == ["You said: hello"]


@pytest.mark.parametrize(
    ("trouble", "copies"),
    [(Drop(stored=False), 1), (Drop(stored=True), 2), (Raw(status=504, stored=True), 2)],
    ids=["dropped before it was stored", "dropped after it was stored", "504"],
)
async def test_an_answer_in_doubt_is_given_again(
    api: BotApi, telegram: Telegram, ledger: MemoryLedger, desk: Newsdesk, trouble: Drop | Raw, copies: int
) -> None:
    ann = api.user("Ann")
    chat = ann.opens_chat()
    desk.answers = echo
    api.faults.add("sendMessage", trouble)
    async with listening(telegram, desk, api):
        ann.says(chat, "hello")
        await settled(api, ledger)
    assert chat.bot_texts == ["You said: hello"] * copies


@pytest.mark.parametrize(
    ("trouble", "times"), [(flood(30), 1), (Drop(stored=False), 2)], ids=["a long pause", "doubt upon doubt"]
)
async def test_an_answer_that_can_not_be_given_is_dropped_with_a_log(
    api: BotApi, telegram: Telegram, ledger: MemoryLedger, desk: Newsdesk, trouble: Refuse | Drop, times: int
) -> None:
    ann = api.user("Ann")
    chat = ann.opens_chat()
    desk.answers = echo
    api.faults.add("sendMessage", trouble, times=times)
    with capture_logs() as logs:
        async with listening(telegram, desk, api):
            ann.says(chat, "hello")
            await settled(api, ledger)
            ann.says(chat, "again")
            await settled(api, ledger)
    assert chat.bot_texts == ["You said: again"]
    assert "telegram_message_lost" in [line["event"] for line in logs]


async def test_an_answer_follows_a_group_that_moves(
    api: BotApi, telegram: Telegram, ledger: MemoryLedger, desk: Newsdesk
) -> None:
    ann = api.user("Ann")
    group = api.group("Newsroom", ann, kind="group")
    moved = []

    async def too_late(event: Event) -> Sequence[Message]:
        if isinstance(event, Request):
            moved.append(group.migrates())
        return await echo(event)

    desk.answers = too_late
    async with listening(telegram, desk, api):
        ann.says(group, "/latest")
        await settled(api, ledger)
    assert moved[0].bot_texts == ["You said: /latest"]


async def test_who_joins_is_greeted_and_who_leaves_is_not_written_to(
    api: BotApi, telegram: Telegram, ledger: MemoryLedger, desk: Newsdesk
) -> None:
    async def greet(event: Event) -> Sequence[Message]:
        return (message("hello"),)

    ann = api.user("Ann")
    group = api.group("Newsroom", ann, kind="group")
    desk.answers = greet
    async with listening(telegram, desk, api):
        group.kicks_bot(ann)
        group.sets_bot(ann)
        await settled(api, ledger)
        new = group.migrates()
        await settled(api, ledger)
    assert group.bot_texts == new.bot_texts == ["hello"]
    assert len(api.calls_of("sendMessage")) == 2


# ---- commands


async def test_commands_are_offered(api: BotApi, ledger: MemoryLedger, desk: Newsdesk) -> None:
    telegram = Telegram(api.token, api.url, ledger, commands=[("latest", "The newest stories")], waits=BRISK)
    async with listening(telegram, desk, api):
        pass
    await telegram.close()
    assert list(api.world.commands.values()) == [[{"command": "latest", "description": "The newest stories"}]]


async def test_listening_goes_on_when_the_commands_are_not_taken(
    api: BotApi, ledger: MemoryLedger, desk: Newsdesk
) -> None:
    telegram = Telegram(api.token, api.url, ledger, commands=[("Not-A-Command", "?")], waits=BRISK)
    with capture_logs() as logs:
        async with listening(telegram, desk, api):
            pass
    await telegram.close()
    assert "BOT_COMMAND_INVALID" in next(line for line in logs if line["event"] == "telegram_commands_not_set")["why"]
