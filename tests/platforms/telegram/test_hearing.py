"""What the bot hears, driven by people on a fake Telegram: what reaches it, from where, and as whose words."""

from __future__ import annotations

import pytest

from bot.core.message import message
from bot.core.model import Address, ChatKind
from bot.platforms.telegram import Telegram
from bot.ports import ChatJoined, ChatLost, ChatMoved, Person
from tests.platforms.telegram.conftest import MemoryLedger, Newsdesk, echo, listening, settled
from tests.servers.botapi import BotApi


async def test_a_person_in_a_private_chat_is_answered(api: BotApi, telegram: Telegram, desk: Newsdesk) -> None:
    ann = api.user("Ann")
    chat = ann.opens_chat()
    desk.answers = echo
    async with listening(telegram, desk, api):
        said = ann.says(chat, "What about Hama?")
        await api.until(lambda: chat.bot_texts)
    heard = desk.last
    assert heard.address == Address("telegram", str(ann.id))
    assert (heard.kind, heard.title, heard.person) == (ChatKind.PRIVATE, "Ann", Person(str(ann.id), "Ann"))
    assert await heard.is_admin()
    assert chat.bot_texts == ["You said: What about Hama?"]
    assert chat.messages[-1]["reply_to_message"]["message_id"] == said["message_id"]


async def test_only_the_first_of_several_answers_is_a_reply(api: BotApi, telegram: Telegram, desk: Newsdesk) -> None:
    ann = api.user("Ann")
    chat = ann.opens_chat()

    async def two(event: object) -> tuple[object, ...]:
        return message("one"), message("two")

    desk.answers = two  # type: ignore[assignment]
    async with listening(telegram, desk, api):
        ann.says(chat, "/latest")
        await api.until(lambda: len(chat.bot_texts) == 2)
    assert ["reply_to_message" in said for said in chat.messages] == [False, True, False]


@pytest.mark.parametrize(
    ("typed", "heard"),
    [
        ("/latest Hama", ["/latest Hama"]),
        ("/latest@attri_bot Hama", ["/latest Hama"]),
        ("/latest@ATTRI_BOT", ["/latest"]),
        ("/latest@other_bot Hama", []),
        ("/etc/passwd is a file", []),
        ("what about Hama?", []),
        ("not /latest", []),
    ],
)
async def test_in_a_group_only_commands_meant_for_the_bot_are_heard(
    api: BotApi, telegram: Telegram, ledger: MemoryLedger, desk: Newsdesk, typed: str, heard: list[str]
) -> None:
    ann = api.user("Ann")
    group = api.group("Newsroom", ann)
    async with listening(telegram, desk, api):
        ann.says(group, typed)
        await settled(api, ledger)
    assert desk.texts == heard


async def test_another_bots_command_is_ignored_even_in_private(
    api: BotApi, telegram: Telegram, ledger: MemoryLedger, desk: Newsdesk
) -> None:
    ann = api.user("Ann")
    async with listening(telegram, desk, api):
        ann.says(ann.opens_chat(), "/latest@other_bot")
        await settled(api, ledger)
    assert desk.heard == []


async def test_a_reply_to_the_bot_is_heard_in_a_group(
    api: BotApi, telegram: Telegram, ledger: MemoryLedger, desk: Newsdesk
) -> None:
    ann, ben = api.user("Ann"), api.user("Ben")
    group = api.group("Newsroom", ann, ben)
    await telegram.send(Address("telegram", str(group.id)), message("An alert"), key="k")
    alert = group.messages[-1]
    async with listening(telegram, desk, api):
        said = ben.says(group, "is that so?", reply_to=alert)
        ann.says(group, "ask her", reply_to=said)
        await settled(api, ledger)
    assert desk.texts == ["is that so?"]
    assert desk.last.replies_to == str(alert["message_id"])
    assert desk.last.kind is ChatKind.GROUP


async def test_a_topic_is_a_thread_and_the_answer_goes_there(api: BotApi, telegram: Telegram, desk: Newsdesk) -> None:
    ann = api.user("Ann")
    forum = api.group("Forum", ann, forum=True)
    topic = forum.opens_topic("Syria")  # by the bot: what is said in it seems to reply to the bot
    desk.answers = echo
    async with listening(telegram, desk, api):
        ann.says(forum, "good morning", thread=topic)
        ann.says(forum, "/latest", thread=topic)
        await api.until(lambda: forum.bot_texts)
    assert desk.texts == ["/latest"]
    assert desk.last.address == Address("telegram", str(forum.id), str(topic.id))
    assert desk.last.replies_to == ""
    assert forum.messages[-1]["message_thread_id"] == topic.id


async def test_a_reply_thread_of_a_plain_group_is_no_topic(
    api: BotApi, telegram: Telegram, ledger: MemoryLedger, desk: Newsdesk
) -> None:
    ann = api.user("Ann")
    group = api.group("Newsroom", ann)
    said = ann.says(group, "hello")
    async with listening(telegram, desk, api):
        content = {"from": ann.account.json, **group.words("/latest", reply_to=said), "message_thread_id": 1}
        api.world.hear(group.room, content)
        await settled(api, ledger)
    assert desk.last.address.thread == ""


async def test_commands_posted_to_a_channel_are_an_admins(api: BotApi, telegram: Telegram, desk: Newsdesk) -> None:
    channel = api.channel("Wire")
    desk.answers = echo
    async with listening(telegram, desk, api):
        channel.posts("Just news")
        channel.posts("/subscribe hama", signature="Lina")
        await api.until(lambda: len(channel.texts) == 3)
    assert desk.texts == ["/subscribe hama"]
    assert (desk.last.kind, desk.last.person) == (ChatKind.CHANNEL, Person("", "Lina"))
    assert await desk.last.is_admin()
    assert channel.texts[-1] == "You said: /subscribe hama"


async def test_edited_messages_are_not_heard_again(
    api: BotApi, telegram: Telegram, ledger: MemoryLedger, desk: Newsdesk
) -> None:
    ann = api.user("Ann")
    chat = ann.opens_chat()
    async with listening(telegram, desk, api):
        said = ann.says(chat, "/latest")
        ann.edits(chat, said, "/latest Hama")
        await settled(api, ledger)
    assert desk.texts == ["/latest"]


async def test_posts_of_the_linked_channel_are_ignored(
    api: BotApi, telegram: Telegram, ledger: MemoryLedger, desk: Newsdesk
) -> None:
    channel = api.channel("Wire")
    group = api.group("Discussion", api.user("Ann"))
    async with listening(telegram, desk, api):
        channel.posts("/subscribe hama", discussed_in=[group])
        await settled(api, ledger)
    assert [event.address.chat for event in desk.heard] == [str(channel.id)]


async def test_other_bots_are_not_answered(
    api: BotApi, telegram: Telegram, ledger: MemoryLedger, desk: Newsdesk
) -> None:
    robot = api.user("Robot")
    robot.account.is_bot = True
    group = api.group("Newsroom", robot)
    async with listening(telegram, desk, api):
        robot.says(group, "/latest")
        await settled(api, ledger)
    assert desk.heard == []


# ---- chats that come and go


async def test_being_added_to_a_group_is_told(
    api: BotApi, telegram: Telegram, ledger: MemoryLedger, desk: Newsdesk
) -> None:
    ann = api.user("Ann")
    group = api.group("Newsroom", ann)
    group.kicks_bot(ann)
    api.updates.pending.clear()
    async with listening(telegram, desk, api):
        group.sets_bot(ann)
        group.sets_bot(ann, "administrator")  # no news: it could write before
        await settled(api, ledger)
    assert desk.heard == [ChatJoined(Address("telegram", str(group.id)), ChatKind.GROUP, "Newsroom")]


async def test_being_removed_from_a_group_is_told(api: BotApi, telegram: Telegram, desk: Newsdesk) -> None:
    ann = api.user("Ann")
    group = api.group("Newsroom", ann)
    async with listening(telegram, desk, api):
        group.kicks_bot(ann)
        await api.until(lambda: desk.heard)
    assert desk.heard == [ChatLost(Address("telegram", str(group.id)), "the bot was removed from the chat")]


async def test_being_blocked_and_unblocked_is_told(
    api: BotApi, telegram: Telegram, ledger: MemoryLedger, desk: Newsdesk
) -> None:
    ann = api.user("Ann")
    ann.opens_chat()
    async with listening(telegram, desk, api):
        ann.blocks_bot()
        ann.unblocks_bot()
        await settled(api, ledger)
    here = Address("telegram", str(ann.id))
    assert desk.heard == [ChatLost(here, "the bot was blocked there"), ChatJoined(here, ChatKind.PRIVATE, "Ann")]


async def test_losing_the_right_to_write_is_told(
    api: BotApi, telegram: Telegram, ledger: MemoryLedger, desk: Newsdesk
) -> None:
    ann = api.user("Ann")
    group, channel = api.group("Newsroom", ann), api.channel("Wire")
    async with listening(telegram, desk, api):
        group.sets_bot(ann, "restricted", can_send_messages=False)
        channel.sets_bot(ann, "administrator", can_post_messages=False)
        await settled(api, ledger)
    why = "the bot's right to write there was taken away"
    assert [(event.address.chat, getattr(event, "why", "")) for event in desk.heard] == [
        (str(group.id), why),
        (str(channel.id), why),
    ]


async def test_a_group_that_becomes_a_supergroup_is_told_once(
    api: BotApi, telegram: Telegram, ledger: MemoryLedger, desk: Newsdesk
) -> None:
    group = api.group("Newsroom", api.user("Ann"), kind="group")
    async with listening(telegram, desk, api):
        new = group.migrates()
        await settled(api, ledger)
    assert desk.heard == [ChatMoved(Address("telegram", str(group.id)), str(new.id))]
