"""What comes of a send: every error of the table, the doubtful cases, and what a message looks like on arrival."""

from __future__ import annotations

import logging
import socket
import traceback
from dataclasses import replace
from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from bot.core.errors import Fatal
from bot.core.message import Button, Message, Span, Style, message
from bot.core.model import Address
from bot.core.outcome import Gone, Later, Moved, Outcome, Refused, Sent, Unsure
from bot.core.pacing import Pace
from bot.platforms.telegram import Telegram, Waits
from tests.platforms.telegram.conftest import BRISK, CANARY, QUICK, MemoryLedger, Newsdesk, echo, listening
from tests.servers.botapi import BotApi, Chat, Delay, Drop, Raw, Refuse, flood

ALERT = message(Span("Army says it stopped an advance", Style.BOLD), "\nSANA · 14:02")


def to(chat: Chat, thread: str = "") -> Address:
    return Address("telegram", str(chat.id), thread)


@pytest.fixture
def group(api: BotApi) -> Chat:
    return api.group("Newsroom", api.user("Ann"), forum=True)


async def send(telegram: Telegram, chat: Chat, said: Message = ALERT, **how: str) -> Outcome:
    return await telegram.send(to(chat, how.pop("thread", "")), said, key="k", **how)


async def test_a_message_arrives_with_its_forms(telegram: Telegram, group: Chat) -> None:
    outcome = await send(telegram, group)
    said = group.messages[-1]
    assert outcome == Sent(str(said["message_id"]))
    assert said["text"] == ALERT.plain
    assert said["entities"] == [{"type": "bold", "offset": 0, "length": 31}]
    assert said["link_preview_options"] == {"is_disabled": True}


async def test_no_parse_mode_is_ever_used(api: BotApi, telegram: Telegram, group: Chat) -> None:
    await send(telegram, group, message("<b>not & bold</b> *nor* _this_"))
    assert group.texts == ["<b>not & bold</b> *nor* _this_"]
    assert "parse_mode" not in api.calls_of("sendMessage")[0].args


async def test_a_page_is_previewed_only_when_the_message_names_it(telegram: Telegram, group: Chat) -> None:
    await send(telegram, group, Message((Span("news"),), preview="https://sana.example/a"))
    assert group.messages[-1]["link_preview_options"] == {"url": "https://sana.example/a"}


async def test_a_message_goes_to_its_topic(telegram: Telegram, group: Chat) -> None:
    topic = group.opens_topic("Syria")
    await send(telegram, group, thread=str(topic.id))
    assert group.messages[-1]["message_thread_id"] == topic.id


async def test_a_message_can_reply_to_one(telegram: Telegram, group: Chat) -> None:
    first = await send(telegram, group)
    assert isinstance(first, Sent)
    await send(telegram, group, message("a correction"), replies=first.message)
    assert str(group.messages[-1]["reply_to_message"]["message_id"]) == first.message


async def test_a_message_can_be_edited_and_the_same_again_is_fine(telegram: Telegram, group: Chat) -> None:
    first = await send(telegram, group)
    assert isinstance(first, Sent)
    for _ in range(2):
        assert await send(telegram, group, message("3 independent origins"), edits=first.message) == first
    assert group.texts == ["3 independent origins"]


async def test_an_edit_of_what_is_gone_is_refused(telegram: Telegram, group: Chat) -> None:
    outcome = await send(telegram, group, edits="99")
    assert isinstance(outcome, Refused)
    assert "message to edit not found" in outcome.why


@pytest.mark.parametrize("edits", [False, True])
async def test_what_is_too_long_for_one_message_is_one_all_the_same(
    telegram: Telegram, group: Chat, *, edits: bool
) -> None:
    first = await send(telegram, group)
    assert isinstance(first, Sent)
    long = replace(message("word " * 2000), buttons=(Button("Why", "/why"),))
    with capture_logs() as logs:
        outcome = await send(telegram, group, long, edits=first.message if edits else "")
    said = group.messages[-1]
    assert outcome == Sent(str(said["message_id"]))
    assert len(group.messages) == (1 if edits else 2)
    assert said["text"].endswith("word…")
    assert 4000 < len(said["text"]) <= 4096
    assert said["reply_markup"]["inline_keyboard"][0][0]["text"] == "Why"
    assert [line["event"] for line in logs] == ["telegram_message_cut"]


# ---- every row of the table, met as people bring it about


async def test_a_person_who_blocked_the_bot_is_gone(api: BotApi, telegram: Telegram) -> None:
    ann = api.user("Ann")
    ann.opens_chat()
    ann.blocks_bot()
    assert await send(telegram, ann.opens_chat()) == Gone("the bot was blocked there")


async def test_a_deleted_account_is_gone(api: BotApi, telegram: Telegram) -> None:
    ann = api.user("Ann")
    chat = ann.opens_chat()
    ann.deletes_account()
    assert await send(telegram, chat) == Gone("the account was deleted")


async def test_a_person_who_never_wrote_is_gone(api: BotApi, telegram: Telegram) -> None:
    stranger = Address("telegram", str(api.user("Ann").id))
    assert await telegram.send(stranger, ALERT, key="k") == Gone("that person never wrote to the bot")


async def test_a_group_that_kicked_the_bot_is_gone(api: BotApi, telegram: Telegram, group: Chat) -> None:
    group.kicks_bot(api.user("Ann"))
    assert await send(telegram, group) == Gone("the bot was removed from the chat")


async def test_a_group_the_bot_left_is_gone(telegram: Telegram, group: Chat) -> None:
    group.room.members.clear()
    assert await send(telegram, group) == Gone("the bot is not a member of the chat")


async def test_a_deleted_group_is_gone(telegram: Telegram, group: Chat) -> None:
    group.deletes()
    assert await send(telegram, group) == Gone("the group was deleted")


async def test_an_unknown_chat_may_be_gone(telegram: Telegram) -> None:
    assert await telegram.send(Address("telegram", "-1009"), ALERT, key="k") == Gone(
        "Telegram knows no such chat, or the bot never was in it", sure=False
    )


async def test_no_right_to_write_is_told_in_plain_words(api: BotApi, telegram: Telegram, group: Chat) -> None:
    why = "it may not write there: an admin has to allow it to send messages"
    group.sets_bot(api.user("Ann"), "restricted", can_send_messages=False)
    assert await send(telegram, group) == Gone(why)
    channel = api.channel("Wire")
    channel.sets_bot(api.user("Ben"), "administrator", can_post_messages=False)
    assert await send(telegram, channel) == Gone(why)


CLOSED = "the topic is closed: reopen it, or subscribe in another one"


async def test_a_closed_topic_takes_no_message_and_leaves_the_others_open(telegram: Telegram, group: Chat) -> None:
    closed, open_one = group.opens_topic("Syria"), group.opens_topic("Iraq")
    closed.closed = True
    assert await send(telegram, group, thread=str(closed.id)) == Refused(CLOSED)
    assert isinstance(await send(telegram, group, thread=str(open_one.id)), Sent)


async def test_a_lost_topic_of_a_group_whose_general_one_is_closed_costs_only_its_message(
    api: BotApi, telegram: Telegram, group: Chat
) -> None:
    api.faults.add("sendMessage", Refuse(400, "Bad Request: message thread not found"))
    api.faults.add("sendMessage", Refuse(400, "Bad Request: TOPIC_CLOSED"), nth=2)
    assert await send(telegram, group, thread="77") == Refused(CLOSED)


async def test_a_closed_general_topic_closes_the_chat(api: BotApi, telegram: Telegram, group: Chat) -> None:
    api.faults.add("sendMessage", Refuse(400, "Bad Request: TOPIC_CLOSED"))
    assert await send(telegram, group) == Gone(CLOSED)


async def test_an_upgraded_group_has_moved(api: BotApi, telegram: Telegram) -> None:
    old = api.group("Newsroom", api.user("Ann"), kind="group")
    new = old.migrates()
    assert await send(telegram, old) == Moved(str(new.id))


async def test_a_lost_topic_is_done_without(telegram: Telegram, group: Chat) -> None:
    assert isinstance(await send(telegram, group, thread="77"), Sent)
    assert "message_thread_id" not in group.messages[-1]


async def test_a_lost_message_is_not_replied_to(telegram: Telegram, group: Chat) -> None:
    assert isinstance(await send(telegram, group, replies="77"), Sent)
    assert "reply_to_message" not in group.messages[-1]


async def test_lost_topic_and_lost_message_at_once(telegram: Telegram, group: Chat) -> None:
    assert isinstance(await send(telegram, group, thread="77", replies="78"), Sent)


async def test_entities_telegram_can_not_read_are_left_out(api: BotApi, telegram: Telegram, group: Chat) -> None:
    api.faults.add("sendMessage", Refuse(400, "Bad Request: can't parse entities: unexpected end"))
    with capture_logs() as logs:
        assert isinstance(await send(telegram, group), Sent)
    assert group.texts == [ALERT.plain]
    assert "entities" not in group.messages[-1]
    assert [(line["event"], line["remedy"]) for line in logs] == [("telegram_send_mended", "plain")]


@pytest.mark.parametrize("words", ["message is too long", "MESSAGE_TOO_LONG"])
async def test_what_is_too_long_after_all_is_clipped(api: BotApi, telegram: Telegram, group: Chat, words: str) -> None:
    api.faults.add("sendMessage", Refuse(400, f"Bad Request: {words}"))
    assert isinstance(await send(telegram, group, message(Span("x" * 4000, Style.BOLD))), Sent)
    assert group.texts[-1] == "x" * 2047 + "…"


async def test_a_complaint_that_can_not_be_met_is_a_refusal(api: BotApi, telegram: Telegram, group: Chat) -> None:
    for words in ("message thread not found", "message is not modified"):  # neither a thread nor an edit
        api.faults.add("sendMessage", Refuse(400, f"Bad Request: {words}"))
        assert isinstance(await send(telegram, group), Refused)


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (flood(3), Later(timedelta(seconds=3), "", paused=True)),
        (flood(40), Later(timedelta(seconds=40), "", paused=True)),
        (flood(61), Later(timedelta(seconds=61), "", paused=True, everyone=True)),
        (Refuse(429, "Too Many Requests"), Later(timedelta(seconds=30), "", paused=True)),
        (Raw(status=429), Later(timedelta(seconds=30), "", paused=True)),
        (Refuse(500, "Internal Server Error: restart"), Later(timedelta(seconds=5), "")),
        (Raw(), Later(timedelta(seconds=5), "")),
        (Refuse(401, "Unauthorized"), Later(timedelta(minutes=1), "", paused=True, everyone=True)),
        (Refuse(404, "Not Found"), Later(timedelta(minutes=1), "", paused=True, everyone=True)),
        (Refuse(403, "Forbidden: something new"), Gone("Telegram forbids the bot to write there")),
        (
            Refuse(400, "Bad Request: PEER_ID_INVALID"),
            Gone("Telegram knows no such chat, or the bot never was in it", sure=False),
        ),
        (Refuse(400, "Bad Request: something new"), Refused("Telegram answered 400 Bad Request: something new")),
        (Refuse(413, "Request Entity Too Large"), Refused("Telegram answered 413 Request Entity Too Large")),
        (Raw(status=302), Later(timedelta(seconds=5), "")),
        (Raw(status=400), Later(timedelta(seconds=5), "")),
        (Raw(status=403), Later(timedelta(seconds=5), "")),
        (Raw(status=403, body=b'{"description": "Forbidden: bot was kicked"}'), Later(timedelta(seconds=5), "")),
        (Raw(status=404), Later(timedelta(seconds=5), "")),
        (Raw(status=413), Later(timedelta(seconds=5), "")),
    ],
    ids=lambda value: getattr(value, "description", None) and f"{value.code} {value.description}",
)
async def test_what_the_server_answers(
    api: BotApi, telegram: Telegram, group: Chat, answer: Refuse, outcome: Outcome
) -> None:
    api.faults.add("sendMessage", answer)
    got = await send(telegram, group)
    if isinstance(outcome, Later):
        assert isinstance(got, Later)
        assert (got.after, got.paused, got.everyone) == (outcome.after, outcome.paused, outcome.everyone)
    else:
        assert got == outcome
    assert group.texts == []


async def test_an_empty_message_is_refused(telegram: Telegram, group: Chat) -> None:
    outcome = await send(telegram, group, message(" \n "))
    assert outcome == Refused("Telegram answered 400 Bad Request: message text is empty")


# ---- doubt


@pytest.mark.parametrize("stored", [False, True])
async def test_a_connection_lost_after_the_request_leaves_doubt(
    api: BotApi, telegram: Telegram, group: Chat, *, stored: bool
) -> None:
    api.faults.add("sendMessage", Drop(stored=stored))
    assert isinstance(await send(telegram, group), Unsure)
    assert len(group.texts) == stored


async def test_a_gateway_that_waited_in_vain_leaves_doubt(api: BotApi, telegram: Telegram, group: Chat) -> None:
    api.faults.add("sendMessage", Raw(status=504, stored=True))
    assert isinstance(await send(telegram, group), Unsure)
    assert len(group.texts) == 1


async def test_an_answer_that_takes_too_long_leaves_doubt(api: BotApi, ledger: MemoryLedger, group: Chat) -> None:
    telegram = Telegram(api.token, api.url, ledger, waits=Waits(connect=0.2, answer=0.1))
    api.faults.add("sendMessage", Delay(2))
    assert isinstance(await send(telegram, group), Unsure)
    await telegram.close()


@pytest.mark.parametrize("body", [b'{"ok":tr', b"", b"[]", b'{"ok":true}'])
async def test_an_answer_cut_short_leaves_doubt(api: BotApi, telegram: Telegram, group: Chat, body: bytes) -> None:
    api.faults.add("sendMessage", Raw(status=200, body=body, stored=True))
    assert isinstance(await send(telegram, group), Unsure)
    assert len(group.texts) == 1


async def test_an_endless_answer_is_not_read_to_the_end(api: BotApi, telegram: Telegram, group: Chat) -> None:
    api.faults.add("sendMessage", Raw(status=200, body=b"x" * (17 * 1024 * 1024)))
    assert isinstance(await send(telegram, group), Unsure)


async def test_a_refused_connection_leaves_no_doubt(ledger: MemoryLedger) -> None:
    with socket.socket() as taken:  # bound but not listening
        taken.bind(("127.0.0.1", 0))
        telegram = Telegram(CANARY, f"http://127.0.0.1:{taken.getsockname()[1]}", ledger, waits=BRISK)
        outcome = await telegram.send(Address("telegram", "1"), ALERT, key="k")
        await telegram.close()
    assert isinstance(outcome, Later)
    assert not outcome.paused


async def test_a_server_without_tls_leaves_no_doubt(api: BotApi, ledger: MemoryLedger, group: Chat) -> None:
    telegram = Telegram(CANARY, api.url.replace("http:", "https:"), ledger, waits=BRISK)
    assert isinstance(await send(telegram, group), Later)
    await telegram.close()


async def test_a_connection_that_never_stands_leaves_no_doubt(ledger: MemoryLedger) -> None:
    with socket.socket() as deaf:  # its backlog fills, and further connections hang
        deaf.bind(("127.0.0.1", 0))
        deaf.listen(0)
        fillers = []
        for _ in range(4):
            filler = socket.socket()
            filler.setblocking(False)
            filler.connect_ex(deaf.getsockname())
            fillers.append(filler)
        api = f"http://127.0.0.1:{deaf.getsockname()[1]}"
        telegram = Telegram(CANARY, api, ledger, waits=Waits(connect=0.1, answer=5))
        outcome = await telegram.send(Address("telegram", "1"), ALERT, key="k")
        await telegram.close()
        for filler in fillers:
            filler.close()
    assert isinstance(outcome, Later)


async def test_one_broken_connection_does_not_spoil_the_next_send(api: BotApi, telegram: Telegram, group: Chat) -> None:
    api.faults.add("sendMessage", Drop(stored=False), nth=2)
    outcomes = [type(await send(telegram, group)) for _ in range(3)]
    assert outcomes == [Sent, Unsure, Sent]


# ---- the token


def test_what_can_not_be_a_token_is_refused_without_showing_it(ledger: MemoryLedger) -> None:
    for token in ("", "hunter2", "123:", "123:abc/../x", "123:abc\n"):
        with pytest.raises(Fatal, match="BotFather") as failure:
            Telegram(token, "https://api.telegram.org", ledger)
        assert not token.strip() or token.strip() not in str(failure.value)


@pytest.mark.parametrize(
    ("api", "warns"),
    [
        ("https://api.telegram.org", False),
        ("http://127.0.0.1:8081", False),
        ("http://[::1]:8081", False),
        ("http://localhost:8081", False),
        ("http://botapi.example:8081", True),
        ("http://10.0.0.7:8081", True),
    ],
)
def test_an_address_that_shows_the_token_to_the_network_is_warned_of(
    ledger: MemoryLedger, api: str, *, warns: bool
) -> None:
    with capture_logs() as logs:
        Telegram(CANARY, api, ledger)
    assert ["telegram_api_not_encrypted" in line["event"] for line in logs] == [True] * warns


async def test_the_token_is_in_no_log_outcome_or_error(
    api: BotApi, telegram: Telegram, ledger: MemoryLedger, group: Chat, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    seen: list[str] = []
    with capture_logs() as logs:
        for trouble in (Drop(stored=False), Raw(), Raw(status=200, body=b"{"), Refuse(400, "Bad Request: no")):
            api.faults.add("sendMessage", trouble)
            seen.append(repr(await send(telegram, group)))
        nowhere = Telegram(CANARY, "http://127.0.0.1:1", ledger, waits=BRISK)
        seen.append(repr(await send(nowhere, group)))
        try:
            await nowhere._bot.get_me()
        except Exception as error:  # noqa: BLE001 - whatever it is, it is looked at
            seen += [*traceback.format_exception(error), repr(error.__context__), repr(error.__cause__)]
        api.faults.add("getMe", Refuse(401, "Unauthorized"))
        try:
            await telegram.listen(Newsdesk().respond)
        except Fatal as error:
            seen += traceback.format_exception(error)
        await nowhere.close()
    seen += [repr(logs), caplog.text]
    secret = CANARY.split(":")[1]
    assert [words for words in seen if secret in words] == []


async def test_who_pays_says_so_with_each_alert_and_with_no_reply(
    api: BotApi, ledger: MemoryLedger, desk: Newsdesk
) -> None:
    ann = api.user("Ann")
    chat = ann.opens_chat()
    desk.answers = echo
    telegram = Telegram(api.token, api.url, ledger, pace=Pace(QUICK), paid=True, waits=BRISK)
    await send(telegram, chat)
    async with listening(telegram, desk, api):
        ann.says(chat, "hello")
        await api.until(lambda: len(chat.bot_texts) == 2)
    await telegram.close()
    assert [call.args.get("allow_paid_broadcast") for call in api.calls_of("sendMessage")] == [True, None]
