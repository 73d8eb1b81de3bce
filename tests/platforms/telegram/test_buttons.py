"""Buttons: how they look under a message, and what comes of a press, whoever presses and whatever they send."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.core.message import Button, Message, message
from bot.core.model import Address, ChatKind
from bot.core.outcome import Outcome, Sent
from bot.platforms.telegram import Telegram
from bot.platforms.telegram.buttons import Data
from bot.ports import Event, Person, Request, Respond
from tests.platforms.telegram.conftest import BRISK, Drawer, MemoryLedger, Newsdesk, listening, settled
from tests.servers.botapi import BotApi, Chat, Delay, Raw, Refuse, User

LONG = "/latest " + "hama OR " * 10 + "homs"
NEXT, WHY = Button("Next", "/sources 2", replaces=True), Button("Why", "/why")


def with_buttons(*buttons: Button, text: str = "a list") -> Message:
    return replace(message(text), buttons=buttons)


async def send(telegram: Telegram, chat: Chat, said: Message, **how: str) -> Outcome:
    return await telegram.send(Address("telegram", str(chat.id), how.pop("thread", "")), said, key="k", **how)


def keyboard(said: dict[str, Any]) -> list[list[tuple[str, str]]]:
    rows = said.get("reply_markup", {}).get("inline_keyboard", [])
    return [[(button["text"], button["callback_data"]) for button in row] for row in rows]


def answers(api: BotApi) -> list[str]:
    """What presses were answered with."""
    return [call.args.get("text", "") for call in api.calls_of("answerCallbackQuery") if call.status == 200]


@pytest.fixture
def ann(api: BotApi) -> User:
    return api.user("Ann")


@pytest.fixture
def chat(ann: User) -> Chat:
    return ann.opens_chat()


# ---- under a message


async def test_a_command_that_fits_stands_in_the_button(telegram: Telegram, chat: Chat, drawer: Drawer) -> None:
    await send(telegram, chat, with_buttons(NEXT, WHY))
    assert chat.messages[-1]["text"] == "a list"
    assert keyboard(chat.messages[-1]) == [[("Next", "~/sources 2"), ("Why", ">/why")]]
    assert drawer.kept == {}


@pytest.mark.parametrize(("letters", "kept"), [(57, 0), (58, 1)])
async def test_what_does_not_fit_in_64_bytes_is_kept(
    telegram: Telegram, chat: Chat, drawer: Drawer, letters: int, kept: int
) -> None:
    command = "/sub " + "é" * (letters // 2) + "e" * (letters % 2)
    await send(telegram, chat, with_buttons(Button("Follow", command + "e"), NEXT))
    assert [len(drawer.kept), *drawer.kept.values()] == [kept, *[(str(chat.id), command + "e")] * kept]
    data = keyboard(chat.messages[-1])[0][0][1]
    assert data == (">#token-0" if kept else f">{command}e")


@pytest.mark.parametrize("locked", [True, False])
async def test_what_can_not_be_kept_is_said_in_words(
    api: BotApi, ledger: MemoryLedger, drawer: Drawer, chat: Chat, *, locked: bool
) -> None:
    drawer.locked = locked
    telegram = Telegram(api.token, api.url, ledger, buttons=drawer if locked else None, waits=BRISK)
    with capture_logs() as logs:
        await send(telegram, chat, with_buttons(Button("More", LONG), Button(" ", "/why"), NEXT))
    assert chat.texts[-1] == f"a list\nMore:  {LONG}\n :  /why"
    assert keyboard(chat.messages[-1]) == [[("Next", "~/sources 2")]]
    assert [line["event"] for line in logs] == ["telegram_button_not_kept"] * locked
    await telegram.close()


async def test_rows_have_as_many_buttons_as_can_be_read(telegram: Telegram, chat: Chat) -> None:
    labels = ["1", "2", "3", "4", "5", "24 hours", "Origins and echoes", "Older", "الأقدم" * 10]
    await send(telegram, chat, with_buttons(*(Button(label, "/why") for label in labels)))
    rows = [[label for label, _ in row] for row in keyboard(chat.messages[-1])]
    assert rows[:4] == [["1", "2", "3", "4"], ["5", "24 hours"], ["Origins and echoes"], ["Older"]]
    assert len(rows[4][0]) == 40


async def test_the_buttons_of_a_long_answer_stand_under_its_end(
    api: BotApi, telegram: Telegram, ledger: MemoryLedger, desk: Newsdesk, ann: User, chat: Chat
) -> None:
    async def at_length(event: Event) -> Sequence[Message]:
        return (with_buttons(NEXT, text="word " * 1500),)

    desk.answers = at_length
    async with listening(telegram, desk, api):
        ann.says(chat, "/sources")
        await settled(api, ledger)
    assert [bool(keyboard(said)) for said in chat.messages[1:]] == [False, True]


async def test_an_edit_brings_its_own_buttons(telegram: Telegram, chat: Chat) -> None:
    first = await send(telegram, chat, with_buttons(NEXT))
    assert isinstance(first, Sent)
    await send(telegram, chat, with_buttons(WHY), edits=first.message)
    assert keyboard(chat.messages[-1]) == [[("Why", ">/why")]]
    await send(telegram, chat, message("a list"), edits=first.message)
    assert keyboard(chat.messages[-1]) == []


async def test_a_message_whose_buttons_telegram_refuses_is_sent_without(
    api: BotApi, telegram: Telegram, chat: Chat
) -> None:
    api.faults.add("sendMessage", Refuse(400, "Bad Request: BUTTON_DATA_INVALID"))
    with capture_logs() as logs:
        assert isinstance(await send(telegram, chat, with_buttons(NEXT)), Sent)
    assert keyboard(chat.messages[-1]) == []
    assert logs[0]["remedy"] == "without_buttons"


# ---- presses


async def echo(event: Event) -> Sequence[Message]:
    return (with_buttons(NEXT, text=f"You said: {event.text}"),) if isinstance(event, Request) else ()


async def test_a_press_is_what_its_command_would_be_and_is_answered(
    api: BotApi, telegram: Telegram, ledger: MemoryLedger, desk: Newsdesk, ann: User, chat: Chat
) -> None:
    desk.answers = echo
    await send(telegram, chat, with_buttons(WHY))
    said = chat.messages[-1]
    async with listening(telegram, desk, api):
        ann.presses(chat, said, "Why")
        await settled(api, ledger)
        assert await desk.last.is_admin()
    assert replace(desk.last, is_admin=echo) == Request(  # type: ignore[arg-type]
        address=Address("telegram", str(chat.id)),
        kind=ChatKind.PRIVATE,
        title="Ann",
        person=Person(str(ann.id), "Ann"),
        text="/why",
        is_admin=echo,  # type: ignore[arg-type]
        replies_to=str(said["message_id"]),
    )
    assert answers(api) == [""]
    assert chat.bot_texts == ["a list", "You said: /why"]
    assert chat.messages[-1]["reply_to_message"]["message_id"] == said["message_id"]


async def test_a_page_is_turned_where_it_stands(
    api: BotApi, telegram: Telegram, ledger: MemoryLedger, desk: Newsdesk, ann: User, chat: Chat
) -> None:
    desk.answers = echo
    await send(telegram, chat, with_buttons(NEXT))
    async with listening(telegram, desk, api):
        for _ in range(2):  # the second changes nothing: Telegram says that the message is not modified
            ann.presses(chat, chat.messages[-1], "Next")
        await settled(api, ledger)
    assert chat.bot_texts == ["You said: /sources 2"]
    assert keyboard(chat.messages[-1]) == [[("Next", "~/sources 2")]]
    assert answers(api) == ["", ""]


async def test_what_is_said_before_the_page_stands_below_and_a_refusal_replaces_nothing(
    api: BotApi, telegram: Telegram, ledger: MemoryLedger, desk: Newsdesk, ann: User, chat: Chat
) -> None:
    async def resumed(event: Event) -> Sequence[Message]:
        if len(desk.heard) == 1:
            return message("alerts come again"), message("page 2")
        return (replace(message("only admins"), refuses=True),)

    desk.answers = resumed
    await send(telegram, chat, with_buttons(NEXT))
    said = chat.messages[-1]
    async with listening(telegram, desk, api):
        ann.presses(chat, said, "Next")
        await settled(api, ledger)
        assert chat.bot_texts == ["page 2", "alerts come again"]
        ann.forges(chat, (await _shown_again(telegram, chat)), "~/sources 2")
        await settled(api, ledger)
    assert chat.bot_texts[-2:] == ["a list", "only admins"]


async def _shown_again(telegram: Telegram, chat: Chat) -> dict[str, Any]:
    await send(telegram, chat, with_buttons(NEXT))
    return chat.messages[-1]


async def test_a_kept_command_is_found_again_in_its_own_chat_only(
    api: BotApi, telegram: Telegram, ledger: MemoryLedger, desk: Newsdesk, ann: User, chat: Chat
) -> None:
    ben = api.user("Ben")
    his = ben.opens_chat()
    for each in (chat, his):
        await send(telegram, each, with_buttons(Button("More", LONG, replaces=True)))
    async with listening(telegram, desk, api):
        ann.presses(chat, chat.messages[-1], "More")
        await settled(api, ledger)
        ben.forges(his, his.messages[-1], "~#token-0")
        await settled(api, ledger)
    assert desk.texts == [LONG]
    assert answers(api) == ["", "I no longer know what that button was for. Type /help: it shows what I understand."]


@pytest.mark.parametrize(
    "data", ["", ">", "~", "?/help", "/help", ">#", ">#nothing", ">hello", ">/help@another_bot", "> /help", "\0"]
)
async def test_data_that_is_no_buttons_comes_to_nothing_and_is_answered(
    api: BotApi, telegram: Telegram, ledger: MemoryLedger, desk: Newsdesk, ann: User, chat: Chat, data: str
) -> None:
    await send(telegram, chat, with_buttons(NEXT))
    async with listening(telegram, desk, api):
        ann.forges(chat, chat.messages[-1], data)
        await settled(api, ledger)
    assert desk.heard == []
    assert len(answers(api)) == 1
    assert "Type /help" in answers(api)[0]
    assert chat.bot_texts == ["a list"]


async def test_a_press_can_replace_nothing_but_a_list(
    api: BotApi, telegram: Telegram, ledger: MemoryLedger, desk: Newsdesk, ann: User, chat: Chat
) -> None:
    desk.answers = echo
    await send(telegram, chat, with_buttons(WHY, text="an alert"))
    async with listening(telegram, desk, api):
        ann.forges(chat, chat.messages[-1], "~/latest spam")
        await settled(api, ledger)
    assert chat.bot_texts == ["an alert", "You said: /latest spam"]


async def test_the_page_of_a_list_that_is_gone_meanwhile_is_sent_anew(
    api: BotApi, telegram: Telegram, ledger: MemoryLedger, desk: Newsdesk, ann: User, chat: Chat
) -> None:
    async def deleted_meanwhile(event: Event) -> Sequence[Message]:
        chat.messages.clear()
        return await echo(event)

    desk.answers = deleted_meanwhile
    await send(telegram, chat, with_buttons(NEXT))
    async with listening(telegram, desk, api):
        ann.presses(chat, chat.messages[-1], "Next")
        await settled(api, ledger)
    assert chat.bot_texts == ["You said: /sources 2"]


async def test_under_a_message_that_can_not_be_seen_nothing_is_pressed(
    api: BotApi, telegram: Telegram, ledger: MemoryLedger, desk: Newsdesk, ann: User, chat: Chat
) -> None:
    await send(telegram, chat, with_buttons(NEXT))
    said = chat.messages.pop()
    async with listening(telegram, desk, api):
        ann.forges(chat, said, "~/sources 2")
        await settled(api, ledger)
    assert desk.heard == []
    assert answers(api) == ["That message is too old for its buttons. Type /help: it shows what I understand."]


async def test_a_press_belongs_to_the_topic_of_its_message(
    api: BotApi, telegram: Telegram, ledger: MemoryLedger, desk: Newsdesk, ann: User
) -> None:
    forum = api.group("Forum", ann, forum=True)
    topic = forum.opens_topic("Syria")
    desk.answers = echo
    await send(telegram, forum, with_buttons(WHY), thread=str(topic.id))
    async with listening(telegram, desk, api):
        ann.presses(forum, forum.messages[-1], "Why")
        await settled(api, ledger)
    assert desk.last.address == Address("telegram", str(forum.id), str(topic.id))
    assert forum.messages[-1]["message_thread_id"] == topic.id


# ---- who presses


@pytest.mark.parametrize(
    ("standing", "changes", "pressed", "admin"),
    [
        ("creator", {}, True, True),
        ("administrator", {}, True, True),
        ("member", {}, True, False),
        ("restricted", {}, True, False),
        ("restricted", {"can_send_messages": False}, False, False),
        ("restricted", {"is_member": False}, False, False),
        ("left", {}, False, False),
    ],
)
async def test_who_may_not_write_may_not_press_and_who_is_no_admin_is_none(
    api: BotApi,
    telegram: Telegram,
    ledger: MemoryLedger,
    desk: Newsdesk,
    ann: User,
    *,
    standing: str,
    changes: dict[str, bool],
    pressed: bool,
    admin: bool,
) -> None:
    group = api.group("Newsroom", api.user("Ben"), ann)
    group.admits(ann, status=standing, **changes)
    await send(telegram, group, with_buttons(WHY))
    async with listening(telegram, desk, api):
        ann.presses(group, group.messages[-1], "Why")
        await settled(api, ledger)
        assert bool(desk.texts) is pressed
        if pressed:
            assert await desk.last.is_admin() is admin
            assert desk.last.person == Person(str(ann.id), "Ann")
        else:
            assert answers(api) == ["Who can't write here can't use my buttons either."]


NO = replace(message("Only an admin can do that."), refuses=True)


def refusing(*replies: Message, after: float = 0.0) -> Respond:
    async def respond(event: Event) -> Sequence[Message]:
        await asyncio.sleep(after)
        return replies

    return respond


@pytest.mark.parametrize(
    ("respond", "toast", "said"),
    [
        (refusing(NO), "Only an admin can do that.", []),
        (refusing(message("hello")), "", ["hello"]),
        (refusing(message("You are back."), NO), "", ["You are back.", "Only an admin can do that."]),
        (refusing(replace(message("No. " * 51), refuses=True)), "", [("No. " * 51).strip()]),
        (refusing(NO, after=1.0), "", ["Only an admin can do that."]),
    ],
    ids=["refused", "done", "partly", "at length", "late"],
)
async def test_in_a_group_only_who_pressed_is_told_why_that_is_refused(
    api: BotApi, ledger: MemoryLedger, desk: Newsdesk, ann: User, *, respond: Respond, toast: str, said: list[str]
) -> None:
    telegram = Telegram(api.token, api.url, ledger, waits=replace(BRISK, verdict=0.3))
    group = api.group("Newsroom", api.user("Ben"), ann)
    await send(telegram, group, with_buttons(WHY))
    desk.answers = respond
    async with listening(telegram, desk, api):
        ann.presses(group, group.messages[-1], "Why")
        await settled(api, ledger)
    await telegram.close()
    assert answers(api) == [toast]
    assert [text.strip() for text in group.bot_texts[1:]] == said


async def test_in_a_private_chat_a_refusal_is_said(
    api: BotApi, telegram: Telegram, ledger: MemoryLedger, desk: Newsdesk, ann: User, chat: Chat
) -> None:
    desk.answers = refusing(NO)
    await send(telegram, chat, with_buttons(WHY))
    async with listening(telegram, desk, api):
        ann.presses(chat, chat.messages[-1], "Why")
        await settled(api, ledger)
    assert answers(api) == [""]
    assert chat.bot_texts[1:] == ["Only an admin can do that."]


@pytest.mark.parametrize(("standing", "heard"), [("creator", 1), ("member", 0)])
async def test_where_only_admins_write_only_they_press(
    api: BotApi, telegram: Telegram, ledger: MemoryLedger, desk: Newsdesk, ann: User, *, standing: str, heard: int
) -> None:
    group = api.group("Newsroom", api.user("Ben"), ann)
    group.admits(ann, status=standing)
    group.hushes()
    await send(telegram, group, with_buttons(WHY))
    async with listening(telegram, desk, api):
        ann.presses(group, group.messages[-1], "Why")
        await settled(api, ledger)
    assert len(desk.texts) == heard


async def test_an_admin_who_hides_behind_the_group_stays_hidden(
    api: BotApi, telegram: Telegram, ledger: MemoryLedger, desk: Newsdesk, ann: User
) -> None:
    group = api.group("Newsroom", api.user("Ben"), ann)
    group.admits(ann, status="administrator", is_anonymous=True)
    await send(telegram, group, with_buttons(WHY))
    async with listening(telegram, desk, api):
        ann.presses(group, group.messages[-1], "Why")
        await settled(api, ledger)
        assert await desk.last.is_admin()
    assert desk.last.person == Person("", "an anonymous admin")


@pytest.mark.parametrize(("standing", "heard"), [("administrator", 1), ("member", 0)])
async def test_in_a_channel_only_its_admins_press(
    api: BotApi, telegram: Telegram, ledger: MemoryLedger, desk: Newsdesk, ann: User, *, standing: str, heard: int
) -> None:
    channel = api.channel("Wire")
    channel.admits(ann, status=standing)
    await send(telegram, channel, with_buttons(NEXT))
    async with listening(telegram, desk, api):
        ann.presses(channel, channel.messages[-1], "Next")
        await settled(api, ledger)
        assert len(desk.texts) == heard
        assert "Only admins of the channel" in answers(api)[0] or heard
        if heard:
            assert await desk.last.is_admin()


@pytest.mark.parametrize("asked", ["getChatMember", "getChat"])
async def test_when_telegram_does_not_say_who_somebody_is_the_press_comes_to_nothing(
    api: BotApi, telegram: Telegram, ledger: MemoryLedger, desk: Newsdesk, ann: User, asked: str
) -> None:
    group = api.group("Newsroom", api.user("Ben"), ann)
    await send(telegram, group, with_buttons(WHY))
    api.faults.add(asked, Raw())
    async with listening(telegram, desk, api):
        ann.presses(group, group.messages[-1], "Why")
        await settled(api, ledger)
    assert desk.heard == []
    assert "Nothing was changed" in answers(api)[0]


# ---- order, crowds, and trouble


async def test_a_press_is_answered_at_once_and_carried_out_in_its_turn(
    api: BotApi, telegram: Telegram, ledger: MemoryLedger, desk: Newsdesk, ann: User, chat: Chat
) -> None:
    go_on = asyncio.Event()

    async def slow(event: Event) -> Sequence[Message]:
        await go_on.wait()
        return await echo(event)

    desk.answers = slow
    await send(telegram, chat, with_buttons(WHY))
    said = chat.messages[-1]
    async with listening(telegram, desk, api):
        ann.says(chat, "first")
        ann.presses(chat, said, "Why")
        ann.says(chat, "last")
        await api.until(lambda: answers(api))
        assert desk.texts == ["first"]
        go_on.set()
        await settled(api, ledger)
    assert desk.texts == ["first", "/why", "last"]
    assert chat.bot_texts[1:] == ["You said: first", "You said: /why", "You said: last"]


async def test_presses_of_an_impatient_person_are_answered_even_if_they_come_to_nothing(
    api: BotApi, telegram: Telegram, ledger: MemoryLedger, desk: Newsdesk, ann: User, chat: Chat
) -> None:
    go_on = asyncio.Event()

    async def slow(event: Event) -> Sequence[Message]:
        await go_on.wait()
        return ()

    desk.answers = slow
    await send(telegram, chat, with_buttons(WHY))
    for _ in range(13):
        ann.presses(chat, chat.messages[0], "Why")
    async with listening(telegram, desk, api):
        await api.until(lambda: len(answers(api)) == 13)
        go_on.set()
        await settled(api, ledger)
    assert len(desk.texts) == 10
    assert (
        sorted(answers(api))[10:]
        == ["That was too much at once, so I did not do it. Please press again in a minute."] * 3
    )


async def test_a_press_that_a_crash_cut_off_is_carried_out_after_it(
    api: BotApi, ledger: MemoryLedger, desk: Newsdesk, ann: User, chat: Chat
) -> None:
    class PowerFailure(BaseException):
        pass

    def reach(name: str) -> None:
        if name == "listen.before_respond" and not desk.heard:
            raise PowerFailure

    telegram = Telegram(api.token, api.url, ledger, reach=reach, waits=BRISK)
    await send(telegram, chat, with_buttons(NEXT))
    ann.presses(chat, chat.messages[-1], "Next")
    with pytest.raises(BaseExceptionGroup):
        await telegram.listen(desk.respond)
    assert ledger.kept == {}
    await telegram.close()
    desk.answers = echo
    again = Telegram(api.token, api.url, ledger, waits=BRISK)
    async with listening(again, desk, api):
        await settled(api, ledger)
    await again.close()
    assert chat.bot_texts == ["You said: /sources 2"]


async def test_a_press_too_old_to_be_answered_is_carried_out_all_the_same(
    api: BotApi, telegram: Telegram, ledger: MemoryLedger, desk: Newsdesk, ann: User, chat: Chat
) -> None:
    await send(telegram, chat, with_buttons(WHY))
    query = ann.presses(chat, chat.messages[-1], "Why")
    api.world.queries.pop(query)
    with capture_logs() as logs:
        async with listening(telegram, desk, api):
            await settled(api, ledger)
    assert desk.texts == ["/why"]
    assert "telegram_press_not_answered" in [line["event"] for line in logs]


async def test_when_the_meaning_can_not_be_looked_up_the_person_is_told(
    api: BotApi, telegram: Telegram, ledger: MemoryLedger, desk: Newsdesk, drawer: Drawer, ann: User, chat: Chat
) -> None:
    await send(telegram, chat, with_buttons(Button("More", LONG)))
    drawer.locked = True
    ann.presses(chat, chat.messages[-1], "More")
    async with listening(telegram, desk, api):
        await settled(api, ledger)
    assert answers(api) == [""]
    assert "Something went wrong on my side" in chat.bot_texts[-1]


async def test_a_stop_before_a_press_has_its_turn_leaves_nothing_running(
    api: BotApi, telegram: Telegram, desk: Newsdesk, ann: User, chat: Chat
) -> None:
    await send(telegram, chat, with_buttons(WHY))
    api.faults.add("answerCallbackQuery", Delay(1))
    ann.presses(chat, chat.messages[-1], "Why")
    async with listening(telegram, desk, api):
        await asyncio.sleep(0.2)
    assert desk.heard == []
    api.faults.planned.clear()


@pytest.mark.parametrize(
    "data", [Data("/why"), Data("/sources 2", replaces=True), Data(token="abc"), Data(token="abc", replaces=True)]
)
def test_data_reads_as_it_was_written(data: Data) -> None:
    assert Data.read(str(data)) == data


def test_an_answer_is_short_enough_for_telegram() -> None:
    from bot.platforms.telegram import presses

    texts = [value for name, value in vars(presses).items() if name.isupper() and isinstance(value, str)]
    assert texts
    assert max(map(len, texts)) <= 200
