"""What a network that loses things does to messages: nothing, in the end."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.core.outcome import Later, Sent, Unsure
from bot.ports import ChatJoined
from tests.platforms.matrix.conftest import Bot, Stage
from tests.platforms.matrix.proxy import Proxy
from tests.servers.matrixpeer import Peer

pytestmark = pytest.mark.slow


@pytest.fixture
async def proxy(stage: Stage) -> AsyncIterator[Proxy]:
    async with Proxy(stage.server.url).running() as running:
        yield running
        await stage.stack.aclose()


async def test_a_send_whose_answer_was_lost_is_repeated_without_a_double(stage: Stage, proxy: Proxy) -> None:
    bot, ann, room = await _meet(stage, proxy)
    proxy.lose_answer = lambda path: "/send/m.room." in path
    first = await bot.send(room, "once", key="k")
    proxy.lose_answer = lambda _: False
    again = await bot.send(room, "once", key="k")
    await bot.sent(room, "done", key="l")
    await ann.read(room, "done")
    assert isinstance(first, Unsure)
    assert isinstance(again, Sent)
    assert proxy.lost
    assert ann.count(room, "once") == 1


@pytest.mark.parametrize("lost", ["/sendToDevice/", "/keys/claim", "/joined_members"])
async def test_a_message_waits_until_its_key_has_reached_everybody(stage: Stage, proxy: Proxy, lost: str) -> None:
    bot, ann, room = await _meet(stage, proxy, encrypted=True)
    proxy.lose_request = lambda path: lost in path
    first = await bot.send(room, "readable", key="k")
    proxy.lose_request = lambda _: False
    again = await bot.send(room, "readable", key="k")
    assert isinstance(first, Later | Unsure)
    assert proxy.lost
    assert isinstance(again, Sent)
    assert (await ann.read(room, "readable"))["event_id"] == again.message


async def test_listening_goes_on_when_the_homeserver_is_back(stage: Stage, proxy: Proxy) -> None:
    bot, ann, room = await _meet(stage, proxy)
    await bot.settled()
    proxy.lose_answer = lambda path: path.endswith("/sync")
    await ann.say(room, "/during")
    while not proxy.lost:
        await ann.sync(wait=True)
    proxy.lose_answer = lambda _: False
    await ann.read(room, "heard /during")


async def _meet(stage: Stage, proxy: Proxy, *, encrypted: bool = False) -> tuple[Bot, Peer, str]:
    bot, ann = await stage.bot(via=proxy.url), await stage.peer()
    room = await ann.room(bot.user, encrypted=encrypted)
    await ann.see_join(room, bot.user)
    await bot.told(ChatJoined)
    return bot, ann, room
