"""Who counts as an admin of a chat, whoever they pretend to be."""

from __future__ import annotations

import pytest

from bot.core.errors import UserError
from bot.platforms.telegram import Telegram
from bot.platforms.telegram.admins import Admins
from bot.platforms.telegram.request import Transport, bot_over
from bot.ports import Person
from tests.platforms.telegram.conftest import MemoryLedger, Newsdesk, listening, settled
from tests.servers.botapi import BotApi, Raw, User


@pytest.mark.parametrize(
    ("standing", "may"),
    [("creator", True), ("administrator", True), ("member", False), ("restricted", False)],
)
async def test_standing_decides(api: BotApi, telegram: Telegram, desk: Newsdesk, standing: str, *, may: bool) -> None:
    ann = api.user("Ann")
    group = api.group("Newsroom", ann)
    group.admits(ann, status=standing)
    async with listening(telegram, desk, api):
        ann.says(group, "/subscribe hama")
        await api.until(lambda: desk.heard)
        assert await desk.last.is_admin() is may


async def test_who_left_is_no_admin(api: BotApi, telegram: Telegram, desk: Newsdesk) -> None:
    ann = api.user("Ann")
    group = api.group("Newsroom", ann)
    group.removes(ann)
    async with listening(telegram, desk, api):
        ann.says(group, "/subscribe hama")
        await api.until(lambda: desk.heard)
        assert not await desk.last.is_admin()


async def test_an_anonymous_admin_is_one_without_a_name(api: BotApi, telegram: Telegram, desk: Newsdesk) -> None:
    ann = api.user("Ann")
    group = api.group("Newsroom", ann)
    async with listening(telegram, desk, api):
        ann.says_anonymously(group, "/subscribe hama")
        await api.until(lambda: desk.heard)
        assert await desk.last.is_admin()
    assert desk.last.person == Person("", "editor")
    assert api.calls_of("getChatMember") == []


async def test_somebody_who_speaks_as_a_channel_is_none(api: BotApi, telegram: Telegram, desk: Newsdesk) -> None:
    ann = api.user("Ann")
    group, channel = api.group("Newsroom", ann), api.channel("Ann's own")
    async with listening(telegram, desk, api):
        ann.says_as(channel, group, "/subscribe hama")
        await api.until(lambda: desk.heard)
        assert not await desk.last.is_admin()
    assert desk.last.person == Person(str(channel.id), "Ann's own")


async def test_an_answer_is_kept_until_the_standing_changes(
    api: BotApi, telegram: Telegram, ledger: MemoryLedger, desk: Newsdesk
) -> None:
    ann = api.user("Ann")
    group = api.group("Newsroom", api.user("Ben"), ann)
    group.sets_bot(ann, "administrator")  # an admin bot is told of others' standing
    async with listening(telegram, desk, api):
        ann.says(group, "/subscribe hama")
        await settled(api, ledger)
        asked = desk.last
        assert [await asked.is_admin(), await asked.is_admin()] == [False, False]
        assert len(api.calls_of("getChatMember")) == 1
        group.admits(ann, status="administrator")
        await settled(api, ledger)
        assert await asked.is_admin()


class Clock:
    """Goes when told to."""

    def __init__(self) -> None:
        self.time = 0.0

    def __call__(self) -> float:
        return self.time


async def asks(admins: Admins, api: BotApi, chat: int, user: User) -> tuple[bool, int]:
    return await admins.is_admin(chat, user.id), len(api.calls_of("getChatMember"))


async def test_an_answer_is_kept_for_a_minute_at_most(api: BotApi) -> None:
    ann = api.user("Ann")
    group = api.group("Newsroom", ann)
    clock = Clock()
    transport = Transport(f"{api.url}/bot{api.token}", connect=2, answer=2)
    admins = Admins(bot_over(transport, transport), clock)
    try:
        assert await asks(admins, api, group.id, ann) == (True, 1)
        group.admits(ann)
        clock.time = 59
        assert await asks(admins, api, group.id, ann) == (True, 1)
        clock.time = 61
        assert await asks(admins, api, group.id, ann) == (False, 2)
    finally:
        await transport.shutdown()


async def test_when_telegram_does_not_say_the_person_is_told_so(
    api: BotApi, telegram: Telegram, desk: Newsdesk
) -> None:
    ann = api.user("Ann")
    group = api.group("Newsroom", ann)
    async with listening(telegram, desk, api):
        ann.says(group, "/subscribe hama")
        await api.until(lambda: desk.heard)
        api.faults.add("getChatMember", Raw())
        with pytest.raises(UserError, match="send that again"):
            await desk.last.is_admin()
        assert await desk.last.is_admin()
