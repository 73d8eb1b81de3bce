"""How listening goes on where Telegram posts: over the real web server, to a box that others may post to as well."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, replace

import aiohttp
import pytest
from structlog.testing import capture_logs

from bot.core.errors import Fatal
from bot.core.message import Message
from bot.platforms.telegram import Telegram
from bot.platforms.telegram.heard import MOST, Heard
from bot.platforms.telegram.webhook import CONNECTIONS
from bot.ports import Callbacks, Event
from bot.web import HookBox, Web
from tests.engine.waiting import until
from tests.platforms.telegram.conftest import BRISK, MemoryLedger, Newsdesk, echo
from tests.servers.botapi import BotApi, Refuse

HEADER = "X-Telegram-Bot-Api-Secret-Token"
OFFSET, HEARD = "telegram:7000000001:offset", "telegram:7000000001:heard"


class PowerFailure(BaseException):
    pass


@dataclass
class Post:
    """The box that is posted to, and what a test needs to post there itself."""

    box: HookBox
    client: aiohttp.ClientSession

    async def send(self, update: object, secret: str = "", url: str = "") -> int:
        headers = {HEADER: secret or self.box.secret}
        how = {"data": update} if isinstance(update, bytes) else {"json": update}
        async with self.client.post(url or self.box.url, headers=headers, **how) as answer:  # type: ignore[arg-type]
            return answer.status


def update(number: int, chat: int, text: str) -> object:
    who = {"id": chat, "is_bot": False, "first_name": "Ann"}
    said = {"message_id": number, "date": 1, "chat": {"id": chat, "type": "private"}, "from": who, "text": text}
    return {"update_id": number, "message": said}


@pytest.fixture
async def post() -> AsyncIterator[Post]:
    """A web server with the box, as long as the test lasts: standing by is a matter of who empties it."""
    web = Web("127.0.0.1", 0, most_bytes=1, is_well=lambda: True, boxes=(boxes := []))  # type: ignore[arg-type]
    boxes.append(box := HookBox("http://127.0.0.1:PORT", "/telegram/", b"k" * 32, header=HEADER))
    serving = asyncio.create_task(web.serve(Callbacks))  # type: ignore[arg-type]
    try:
        await until(lambda: bool(web.places))
        box.url = box.url.replace("PORT", str(web.places[0][1]))
        async with aiohttp.ClientSession() as client:
            yield Post(box, client)
    finally:
        serving.cancel()
        await asyncio.wait([serving])


@asynccontextmanager
async def listening(telegram: Telegram, desk: Newsdesk, api: BotApi) -> AsyncIterator[asyncio.Task[None]]:
    set_before = len(api.calls_of("setWebhook"))
    task = asyncio.create_task(telegram.listen(desk.respond))
    try:
        await api.until(lambda: task.done() or len(api.calls_of("setWebhook")) > set_before)
        yield task
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


@pytest.fixture
async def hooked(api: BotApi, ledger: MemoryLedger, post: Post) -> AsyncIterator[Callable[..., Telegram]]:
    """Makes platforms that are posted to."""
    made: list[Telegram] = []

    def make(**how: object) -> Telegram:
        made.append(Telegram(api.token, api.url, ledger, **{"box": post.box, "waits": BRISK, **how}))  # type: ignore[arg-type]
        return made[-1]

    yield make
    for telegram in made:
        await telegram.close()


Make = Callable[..., Telegram]


async def test_people_are_heard_and_answered(api: BotApi, hooked: Make, desk: Newsdesk, post: Post) -> None:
    ann, ben = api.user("Ann"), api.user("Ben")
    desk.answers = echo
    async with listening(hooked(), desk, api):
        for number in range(3):
            ann.says(ann.opens_chat(), str(number))
        ben.says(ben.opens_chat(), "hello")
        await api.until(lambda: not api.updates.pending)
    assert ann.opens_chat().bot_texts == ["You said: 0", "You said: 1", "You said: 2"]
    assert ben.opens_chat().bot_texts == ["You said: hello"]
    assert {status for _, status in api.updates.pusher.tries} == {200}
    (asked,) = [call.args for call in api.calls_of("setWebhook")]
    assert (asked["url"], asked["secret_token"]) == (post.box.url, post.box.secret)
    assert asked["max_connections"] == CONNECTIONS
    assert {"message", "callback_query", "my_chat_member"} <= set(asked["allowed_updates"])
    assert not asked.get("drop_pending_updates")


async def test_what_waited_before_the_webhook_was_set_is_heard(api: BotApi, hooked: Make, desk: Newsdesk) -> None:
    ann = api.user("Ann")
    ann.says(ann.opens_chat(), "first")
    async with listening(hooked(), desk, api):
        await api.until(lambda: not api.updates.pending)
    assert desk.texts == ["first"]


async def test_while_nobody_listens_telegram_is_asked_to_come_again(
    api: BotApi, hooked: Make, desk: Newsdesk, post: Post
) -> None:
    ann = api.user("Ann")
    async with listening(hooked(), desk, api):
        pass
    ann.says(ann.opens_chat(), "anybody there?")
    await api.until(lambda: len(api.updates.pusher.tries) >= 3)
    assert {status for _, status in api.updates.pusher.tries} == {503}
    assert await post.send(update(1, 5, "hello")) == 503
    async with listening(hooked(), desk, api):
        await api.until(lambda: not api.updates.pending)
    assert desk.texts == ["anybody there?"]


async def test_a_stranger_is_told_that_there_is_nothing(api: BotApi, hooked: Make, desk: Newsdesk, post: Post) -> None:
    async with listening(hooked(), desk, api):
        for secret in ("x" * 64, post.box.secret[:-1], "é"):
            assert await post.send(update(1, 5, "/filter remove all"), secret=secret) == 404
        elsewhere = post.box.url[:-1] + ("0" if post.box.url[-1] != "0" else "1")
        assert await post.send(update(1, 5, "/filter remove all"), url=elsewhere) == 404
    assert desk.heard == []


async def test_an_update_is_answered_when_it_is_handled_and_a_repeat_waits_for_the_same(
    api: BotApi, hooked: Make, desk: Newsdesk, post: Post, ledger: MemoryLedger
) -> None:
    go_on = asyncio.Event()

    async def slowly(event: Event) -> Sequence[Message]:
        await go_on.wait()
        return ()

    desk.answers = slowly
    async with listening(hooked(waits=replace(BRISK, answer=0.1)), desk, api):
        assert await post.send(update(7, 5, "slow")) == 503
        assert HEARD not in ledger.kept
        again = asyncio.create_task(post.send(update(7, 5, "slow")))
        await asyncio.sleep(0.02)
        go_on.set()
        assert await again == 200
    assert desk.texts == ["slow"]
    assert ledger.kept[HEARD] == "7"


async def test_a_repeat_of_what_was_handled_is_not_done_again_after_a_restart_either(
    api: BotApi, hooked: Make, desk: Newsdesk, post: Post
) -> None:
    async with listening(hooked(), desk, api):
        for number in (7, 9, 7):
            assert await post.send(update(number, 5, str(number))) == 200
    async with listening(hooked(), desk, api):
        for number in (7, 8, 9):
            assert await post.send(update(number, 5, str(number))) == 200
    assert desk.texts == ["7", "9", "8"]


async def test_a_slow_chat_holds_up_no_other(api: BotApi, hooked: Make, desk: Newsdesk) -> None:
    ann, ben = api.user("Ann"), api.user("Ben")
    go_on = asyncio.Event()

    async def wait_for_ann(event: Event) -> Sequence[Message]:
        if event.address.chat == str(ann.id):
            await go_on.wait()
        return await echo(event)

    desk.answers = wait_for_ann
    async with listening(hooked(), desk, api):
        ann.says(ann.opens_chat(), "slow")
        await api.until(lambda: desk.texts == ["slow"])
        ben.says(ben.opens_chat(), "quick")
        await api.until(lambda: ben.opens_chat().bot_texts)
        go_on.set()
        await api.until(lambda: not api.updates.pending)
    assert ann.opens_chat().bot_texts == ["You said: slow"]


@pytest.mark.parametrize("crashpoint", ["listen.before_respond", "listen.after_respond"])
async def test_a_crash_around_respond_loses_nothing(
    api: BotApi, hooked: Make, desk: Newsdesk, ledger: MemoryLedger, crashpoint: str
) -> None:
    crashed = []

    def reach(name: str) -> None:
        if name == crashpoint and not crashed:
            crashed.append(name)
            raise PowerFailure

    ann = api.user("Ann")
    ann.says(ann.opens_chat(), "hello")
    with pytest.raises(BaseExceptionGroup):
        await hooked(reach=reach).listen(desk.respond)
    assert HEARD not in ledger.kept
    desk.heard.clear()
    async with listening(hooked(), desk, api):
        await api.until(lambda: not api.updates.pending)
    assert desk.texts == ["hello"]


async def test_a_fatal_error_ends_listening_and_the_update_is_kept(api: BotApi, hooked: Make, desk: Newsdesk) -> None:
    async def fatal(event: Event) -> Sequence[Message]:
        raise Fatal("the database is of a newer version")

    desk.answers = fatal
    ann = api.user("Ann")
    ann.says(ann.opens_chat(), "hello")
    with pytest.raises(Fatal, match="newer version"):
        await hooked().listen(desk.respond)
    assert len(api.updates.pending) == 1


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"update_id": "x"}', b'{"message": {}}', b"\xff"])
async def test_what_can_never_be_read_is_not_asked_for_again(
    api: BotApi, hooked: Make, desk: Newsdesk, post: Post, body: bytes
) -> None:
    with capture_logs() as logs:
        async with listening(hooked(), desk, api):
            assert await post.send(body) == 200
    assert "telegram_update_unreadable" in [line["event"] for line in logs]
    assert desk.heard == []


async def test_an_update_of_a_newer_api_and_one_that_means_nothing_are_passed_over(
    api: BotApi, hooked: Make, desk: Newsdesk, post: Post
) -> None:
    async with listening(hooked(), desk, api):
        assert await post.send({"update_id": 3, "message": "a new form"}) == 200
        assert await post.send({"update_id": 4}) == 200
    assert desk.heard == []


# ---- the address


async def test_a_webhook_that_another_program_took_is_set_again_with_an_alarm(
    api: BotApi, hooked: Make, desk: Newsdesk, post: Post
) -> None:
    with capture_logs() as logs:
        async with listening(hooked(waits=replace(BRISK, watch=0.05)), desk, api):
            async with post.client.post(f"{api.url}/bot{api.token}/deleteWebhook") as answer:
                assert answer.status == 200
            await api.until(lambda: api.updates.webhook.url == post.box.url)
    assert "telegram_conflict" in [line["event"] for line in logs]


async def test_what_telegram_complains_about_is_told_once_and_a_look_that_fails_ends_nothing(
    api: BotApi, hooked: Make, desk: Newsdesk
) -> None:
    api.faults.add("getWebhookInfo", Refuse(500, "Internal Server Error: restart"))
    with capture_logs() as logs:
        async with listening(hooked(waits=replace(BRISK, watch=0.02)), desk, api):
            api.updates.pusher.last_error = 1_800_000_000, "Wrong response from the webhook: 502 Bad Gateway"
            await api.until(lambda: len(api.calls_of("getWebhookInfo")) > 5)
    events = [line["event"] for line in logs]
    assert events.count("telegram_webhook_troubled") == 1
    assert "telegram_webhook_unknown" in events


async def test_the_secret_is_in_no_log(api: BotApi, hooked: Make, desk: Newsdesk, post: Post) -> None:
    api.faults.add("setWebhook", Refuse(400, "Bad Request: bad webhook: Failed to resolve host"))
    with capture_logs() as logs:
        async with listening(hooked(), desk, api):
            await api.until(lambda: api.updates.webhook.url)
            await post.send(b"{")
    assert "Failed to resolve host" in repr(logs)
    assert post.box.secret not in repr(logs)
    assert post.box.url.rpartition("/")[2] not in repr(logs)


# ---- from one way to the other


async def test_back_to_the_long_poll_the_webhook_is_deleted_and_nothing_dropped_or_heard_twice(
    api: BotApi, hooked: Make, desk: Newsdesk, ledger: MemoryLedger, post: Post
) -> None:
    ann = api.user("Ann")
    async with listening(hooked(), desk, api):
        ann.says(ann.opens_chat(), "posted")
        await api.until(lambda: not api.updates.pending)
        ann.says(ann.opens_chat(), "handled, but Telegram was not told")
        await api.until(lambda: not api.updates.pending)
    unconfirmed = api.updates.next_id - 1
    api.updates.pending.append(update(unconfirmed, ann.id, "handled, but Telegram was not told"))
    ann.says(ann.opens_chat(), "waits")
    telegram = hooked(box=None)
    task = asyncio.create_task(telegram.listen(desk.respond))
    await api.until(lambda: str(api.updates.next_id) in ledger.history[-1:])
    task.cancel()
    await asyncio.wait([task])
    assert desk.texts == ["posted", "handled, but Telegram was not told", "waits"]
    assert not api.calls_of("deleteWebhook")[0].args.get("drop_pending_updates")
    assert api.updates.webhook.url == ""


async def test_what_the_long_poll_confirmed_last_is_not_heard_again_over_the_webhook(
    api: BotApi, hooked: Make, desk: Newsdesk, ledger: MemoryLedger
) -> None:
    ann = api.user("Ann")
    ann.says(ann.opens_chat(), "confirmed in the ledger, and the poll that would have told was cut off")
    ledger.kept[OFFSET] = str(api.updates.next_id)
    ann.says(ann.opens_chat(), "new")
    async with listening(hooked(), desk, api):
        await api.until(lambda: not api.updates.pending)
    assert desk.texts == ["new"]


# ---- the memory


def test_what_was_heard_is_written_in_few_words() -> None:
    heard = Heard([5, 3, 4, 9, 11, 10])
    assert str(heard) == "3-5 9-11"
    assert str(Heard.read("3-5 9-11 20")) == "3-5 9-11 20"
    assert str(Heard.read("")) == ""


def test_the_memory_holds_the_last_ones_and_no_more() -> None:
    heard = Heard(range(MOST + 5))
    assert 4 not in heard
    assert 5 in heard
    heard.add(3)  # numbers may begin anew: what counts is when it was heard
    assert 5 not in heard
    assert 3 in heard
