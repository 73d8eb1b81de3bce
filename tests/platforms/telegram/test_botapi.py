"""The fake Bot API server refuses what Telegram refuses, in Telegram's words."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from tests.servers.botapi import BotApi, Chat, Delay, Drop, Limiter, Raw, flood
from tests.servers.botapi.limits import OVERALL, PER_GROUP

Answer = tuple[int, str, Any]


@dataclass
class Client:
    """A bare client: what is sent is what a test says."""

    api: BotApi
    http: aiohttp.ClientSession

    async def call(self, method: str, **args: Any) -> Answer:
        """Status, description and the whole answer."""
        return await self.post(f"{self.api.url}/bot{self.api.token}/{method}", json=args)

    async def post(self, url: str, **how: Any) -> Answer:
        async with self.http.post(url, **how) as answer:
            content = await answer.json()
            return answer.status, content.get("description", ""), content

    async def say(self, chat: Chat, text: str, **args: Any) -> Answer:
        return await self.call("sendMessage", chat_id=chat.id, text=text, **args)


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with BotApi() as running:
        yield running
        assert running.faults.unfired == []


@pytest.fixture
async def client(api: BotApi) -> AsyncIterator[Client]:
    async with aiohttp.ClientSession() as session:
        yield Client(api, session)


@pytest.fixture
def chat(api: BotApi) -> Chat:
    return api.user("Ann").opens_chat()


# ---- envelope


async def test_parameters_come_in_every_form(api: BotApi, client: Client, chat: Chat) -> None:
    url = f"{api.url}/bot{api.token}/SENDmessage"
    entities = [{"type": "bold", "offset": 0, "length": 2}]
    sent = {"chat_id": str(chat.id), "text": "hello", "entities": json.dumps(entities)}
    with aiohttp.MultipartWriter("form-data") as parts:
        for name, value in sent.items():
            parts.append(value).set_content_disposition("form-data", name=name)
        for how in ({"json": {**sent, "entities": entities}}, {"data": sent}, {"params": sent}, {"data": parts}):
            assert (await client.post(url, **how))[0] == 200
    assert [said["entities"] for said in chat.messages] == [entities] * 4


async def test_a_wrong_token_and_an_unknown_method_are_refused(api: BotApi, client: Client) -> None:
    assert (await client.post(f"{api.url}/bot1:x/getMe"))[:2] == (401, "Unauthorized: invalid token specified")
    assert (await client.call("getYou"))[:2] == (404, "Not Found: method not found")


async def test_what_is_not_in_the_schema_is_refused(api: BotApi, client: Client, chat: Chat) -> None:
    if api.schema is None:
        pytest.skip("the published schema is not beside the project")
    for args in ({"colour": "red"}, {"disable_notification": "maybe"}, {"entities": [{"type": "bold"}]}):
        status, words, _ = await client.say(chat, "hello", **args)
        assert (status, "not in the schema" in words) == (400, True)
    assert (await client.call("sendMessage", chat_id=chat.id))[0] == 400
    assert len(api.violations) >= 4


# ---- updates


async def test_an_offset_confirms_all_below_it(api: BotApi, client: Client, chat: Chat) -> None:
    ann = api.user("Ann")
    for text in "abc":
        ann.says(ann.opens_chat(), text)
    _, _, answer = await client.call("getUpdates")
    first = answer["result"][0]["update_id"]
    _, _, answer = await client.call("getUpdates", offset=first + 2)
    assert [update["message"]["text"] for update in answer["result"]] == ["c"]
    assert len(api.updates.pending) == 1
    _, _, answer = await client.call("getUpdates", offset=first + 10**6)
    assert len(answer["result"]) == 1


async def test_a_long_poll_ends_with_the_first_update(api: BotApi, client: Client) -> None:
    ann = api.user("Ann")
    poll = asyncio.create_task(client.call("getUpdates", timeout=50))
    await api.until(lambda: api.updates.offsets)
    ann.says(ann.opens_chat(), "hello")
    _, _, answer = await poll
    assert [update["message"]["text"] for update in answer["result"]] == ["hello"]


async def test_a_second_poll_ends_the_first(api: BotApi, client: Client) -> None:
    first = asyncio.create_task(client.call("getUpdates", timeout=50))
    await api.until(lambda: api.updates.offsets)
    await client.call("getUpdates", offset=1)
    status, words, _ = await first
    assert (status, words.split(";")[0]) == (409, "Conflict: terminated by other getUpdates request")


async def test_only_updates_asked_for_are_kept_and_asking_lasts(api: BotApi, client: Client) -> None:
    ann = api.user("Ann")
    await client.call("getUpdates", allowed_updates=["edited_message"])
    said = ann.says(ann.opens_chat(), "hello")
    ann.edits(ann.opens_chat(), said, "hello!")
    _, _, answer = await client.call("getUpdates", offset=1)
    assert [set(update) - {"update_id"} for update in answer["result"]] == [{"edited_message"}]


@asynccontextmanager
async def hook(answer: Callable[[web.Request], Awaitable[int]]) -> AsyncIterator[str]:
    """Somewhere to push to, on this machine."""

    async def posted(request: web.Request) -> web.Response:
        return web.Response(status=await answer(request))

    app = web.Application()
    app.router.add_post("/hook", posted)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    finally:
        await runner.cleanup()


async def test_a_webhook_gets_updates_with_its_secret_until_it_takes_them(api: BotApi, client: Client) -> None:
    got: list[tuple[str, str]] = []

    async def answer(request: web.Request) -> int:
        got.append((request.headers["X-Telegram-Bot-Api-Secret-Token"], (await request.json())["message"]["text"]))
        return 503 if len(got) == 1 else 200

    async with hook(answer) as url:
        await client.call("setWebhook", url=url, secret_token="open-sesame", max_connections=7)
        status, words, _ = await client.call("getUpdates")
        assert (status, "webhook is active" in words) == (409, True)
        ann = api.user("Ann")
        ann.says(ann.opens_chat(), "hello")
        await api.until(lambda: len(got) == 2 and not api.updates.pending)
        assert got == [("open-sesame", "hello")] * 2
        told = (await client.call("getWebhookInfo"))[2]["result"]
        assert (told["url"], told["max_connections"]) == (url, 7)
        assert told["last_error_message"] == "Wrong response from the webhook: 503"
        await client.call("deleteWebhook")
        assert (await client.call("getUpdates"))[0] == 200


async def test_a_webhook_is_pushed_to_in_order_within_a_chat_and_after_growing_gaps(
    api: BotApi, client: Client
) -> None:
    times: list[float] = []
    got: list[str] = []

    async def answer(request: web.Request) -> int:
        text = (await request.json())["message"]["text"]
        if text == "refused" and len(times) < 4:
            times.append(asyncio.get_running_loop().time())
            return 500
        got.append(text)
        return 200

    ann, ben = api.user("Ann"), api.user("Ben")
    async with hook(answer) as url:
        for text in ("refused", "after it"):
            ann.says(ann.opens_chat(), text)
        ben.says(ben.opens_chat(), "another chat")
        await client.call("setWebhook", url=url)
        await api.until(lambda: not api.updates.pending)
        await client.call("deleteWebhook")
    assert got == ["another chat", "refused", "after it"]
    gaps = [after - before for before, after in pairwise(times)]
    assert gaps == sorted(gaps)
    assert gaps[2] > 1.5 * gaps[0]


async def test_a_webhook_is_pushed_to_over_so_many_connections(api: BotApi, client: Client) -> None:
    go_on = asyncio.Event()

    async def answer(request: web.Request) -> int:
        await go_on.wait()
        return 200

    async with hook(answer) as url:
        await client.call("setWebhook", url=url, max_connections=2)
        for name in ("Ann", "Ben", "Cem"):
            person = api.user(name)
            person.says(person.opens_chat(), "hello")
        await api.until(lambda: api.updates.pusher.most_at_once == 2)
        await asyncio.sleep(0.1)
        go_on.set()
        await api.until(lambda: not api.updates.pending)
        await client.call("deleteWebhook")
    assert api.updates.pusher.most_at_once == 2


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"url": "http://bot.example.org/"}, "An HTTPS URL must be provided"),
        ({"url": "https://bot.example.org/", "secret_token": "two words"}, "unallowed characters"),
        ({"url": "https://bot.example.org/", "secret_token": "x" * 257}, "unallowed characters"),
    ],
)
async def test_what_can_be_no_webhook_is_refused(client: Client, asked: dict[str, str], words: str) -> None:
    status, told, _ = await client.call("setWebhook", **asked)
    assert (status, words in told) == (400, True)


async def test_what_is_pending_outlives_the_webhook_unless_it_is_to_be_dropped(api: BotApi, client: Client) -> None:
    ann = api.user("Ann")
    await client.call("setWebhook", url="http://127.0.0.1:1/")
    ann.says(ann.opens_chat(), "hello")
    await api.until(lambda: api.updates.pusher.last_error)
    await client.call("deleteWebhook")
    assert len((await client.call("getUpdates"))[2]["result"]) == 1
    await client.call("deleteWebhook", drop_pending_updates=True)
    assert api.updates.pending == []


# ---- texts


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "message text is empty"),
        (" \n", "message text is empty"),
        ("x" * 4097, "message is too long"),
        ("🇸🇾" * 1500, "MESSAGE_TOO_LONG"),
    ],
)
async def test_the_length_of_a_text_is_limited(client: Client, chat: Chat, text: str, words: str) -> None:
    assert (await client.say(chat, text))[:2] == (400, f"Bad Request: {words}")


@pytest.mark.parametrize(
    ("entity", "words"),
    [
        ((0, 6), "ends after the end of the text"),
        ((1, 2), "begins in a middle of a UTF-16 symbol"),
        ((0, 1), "ends in a middle of a UTF-16 symbol"),
    ],
)
async def test_entities_must_fit_the_text(client: Client, chat: Chat, entity: tuple[int, int], words: str) -> None:
    entities = [{"type": "bold", "offset": entity[0], "length": entity[1]}]
    status, said, _ = await client.say(chat, "🔴 a", entities=entities)
    assert (status, words in said) == (400, True)


async def test_entities_follow_a_text_that_is_trimmed_and_end_at_a_hundred(client: Client, chat: Chat) -> None:
    entities = [{"type": "bold", "offset": offset, "length": 1} for offset in range(120)]
    await client.say(chat, "  " + "x" * 118, entities=entities)
    kept = chat.messages[-1]["entities"]
    assert (kept[0], len(kept)) == ({"type": "bold", "offset": 0, "length": 1}, 100)


@pytest.mark.parametrize(
    ("mode", "source", "text", "entities"),
    [
        ("HTML", "a <b>🔴 b</b> &lt;&amp;&nbsp;&#65;", "a 🔴 b <&&nbsp;A", [("bold", 2, 4)]),
        ("html", "<i>a<u>b</u></i>", "ab", [("italic", 0, 2), ("underline", 1, 1)]),
        ("HTML", '<a href="https://a.example/?x&amp;y">z</a>', "z", [("text_link", 0, 1)]),
        ("HTML", "<blockquote expandable>q</blockquote>", "q", [("expandable_blockquote", 0, 1)]),
        ("HTML", '<span class="tg-spoiler">s</span>', "s", [("spoiler", 0, 1)]),
        ("MarkdownV2", r"*b _i_* \. `c\``", "b i . c`", [("bold", 0, 3), ("italic", 2, 1), ("code", 6, 2)]),
        ("MarkdownV2", r"[t](https://a.example/\))", "t", [("text_link", 0, 1)]),
        ("MarkdownV2", "__u__ ~s~ ||p||", "u s p", [("underline", 0, 1), ("strikethrough", 2, 1), ("spoiler", 4, 1)]),
        ("MarkdownV2", "```py\nx = 1```", "x = 1", [("pre", 0, 5)]),
        ("MarkdownV2", ">a\n>b\nc", "a\nb\nc", [("blockquote", 0, 4)]),
    ],
)
async def test_markup_becomes_text_and_entities(
    client: Client, chat: Chat, mode: str, source: str, text: str, entities: list[tuple[str, int, int]]
) -> None:
    status, words, _ = await client.say(chat, source, parse_mode=mode)
    assert (status, words) == (200, "")
    said = chat.messages[-1]
    assert said["text"] == text
    assert [(one["type"], one["offset"], one["length"]) for one in said["entities"]] == entities


@pytest.mark.parametrize(
    ("mode", "source", "words"),
    [
        ("HTML", "é <x>a</x>", 'Unsupported start tag "x" at byte offset 3'),
        ("HTML", "<b>a", 'Can\'t find end tag corresponding to start tag "b"'),
        ("HTML", "a < b", "Unclosed start tag at byte offset 2"),
        ("HTML", "a</b>", "Unexpected end tag at byte offset 1"),
        ("HTML", "<b>a</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("MarkdownV2", "End.", "Character '.' is reserved and must be escaped with the preceding '\\'"),
        ("MarkdownV2", "a *b", "Can't find end of Bold entity at byte offset 2"),
        ("MarkdownV2", "`b", "Can't find end of Code entity at byte offset 0"),
    ],
)
async def test_broken_markup_is_refused_in_telegrams_words(
    client: Client, chat: Chat, mode: str, source: str, words: str
) -> None:
    answer = await client.say(chat, source, parse_mode=mode)
    assert answer[:2] == (400, f"Bad Request: can't parse entities: {words}")


async def test_an_unknown_markup_is_refused(client: Client, chat: Chat) -> None:
    assert (await client.say(chat, "a", parse_mode="RTF"))[1] == "Bad Request: unsupported parse_mode"


# ---- messages that are there


async def test_messages_are_edited_and_deleted_within_the_rules(api: BotApi, client: Client, chat: Chat) -> None:
    ann = api.user("Ben")
    group = api.group("Newsroom", ann)
    said = ann.says(group, "mine")["message_id"]
    own = (await client.say(group, "yours"))[2]["result"]["message_id"]

    async def edit(message_id: int, text: str) -> tuple[int, str]:
        return (await client.call("editMessageText", chat_id=group.id, message_id=message_id, text=text))[:2]

    assert await edit(99, "x") == (400, "Bad Request: message to edit not found")
    assert await edit(said, "x") == (400, "Bad Request: message can't be edited")
    assert (await edit(own, "yours"))[1].startswith("Bad Request: message is not modified")
    assert await edit(own, "ours") == (200, "")
    assert group.texts == ["mine", "ours"]

    async def delete(message_id: int) -> tuple[int, str]:
        return (await client.call("deleteMessage", chat_id=group.id, message_id=message_id))[:2]

    assert await delete(99) == (400, "Bad Request: message to delete not found")
    assert await delete(said) == (400, "Bad Request: message can't be deleted")
    assert await delete(own) == (200, "")
    assert group.texts == ["mine"]


async def test_a_reply_to_nothing_is_refused_unless_allowed(client: Client, chat: Chat) -> None:
    answer = await client.say(chat, "a", reply_parameters={"message_id": 99})
    assert answer[:2] == (400, "Bad Request: message to be replied not found")
    allowed = {"message_id": 99, "allow_sending_without_reply": True}
    assert (await client.say(chat, "a", reply_parameters=allowed))[0] == 200


async def test_messages_are_copied_forwarded_pinned_and_marked(api: BotApi, client: Client, chat: Chat) -> None:
    source = api.channel("Wire", username="wire")
    post = source.posts("news")["message_id"]
    where = {"chat_id": chat.id, "from_chat_id": "@wire", "message_id": post}
    assert (await client.call("copyMessage", **where))[0] == 200
    assert (await client.call("forwardMessage", **where))[0] == 200
    assert chat.texts == ["news", "news"]
    assert chat.messages[-1]["forward_origin"]["chat"]["title"] == "Wire"
    mark = {"chat_id": chat.id, "message_id": chat.messages[-1]["message_id"]}
    assert (await client.call("pinChatMessage", **mark))[0] == 200
    reaction = [{"type": "emoji", "emoji": "👍"}]
    assert (await client.call("setMessageReaction", **mark, reaction=reaction))[0] == 200
    assert api.violations == []


async def test_a_button_is_answered_once(api: BotApi, client: Client, chat: Chat) -> None:
    ann = api.user("Ann")
    keyboard = {"inline_keyboard": [[{"text": "Why", "callback_data": "w1"}]]}
    said = (await client.say(chat, "alert", reply_markup=keyboard))[2]["result"]
    query = ann.presses(chat, said, "Why")
    assert (await client.call("answerCallbackQuery", callback_query_id=query))[0] == 200
    status, words, _ = await client.call("answerCallbackQuery", callback_query_id=query)
    assert (status, words.startswith("Bad Request: query is too old")) == (400, True)


@pytest.mark.parametrize(
    ("button", "words"),
    [
        ({"text": "Why", "callback_data": "é" * 33}, "BUTTON_DATA_INVALID"),
        ({"text": "Why", "callback_data": ""}, "BUTTON_DATA_INVALID"),
        ({"text": "", "callback_data": "w"}, "Inline keyboard button text must be non-empty"),
        (
            {"text": "Why"},
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
        ({"text": "w" * 10_000, "callback_data": "w"}, "reply markup is too long"),
    ],
)
async def test_keyboards_are_limited(client: Client, chat: Chat, button: dict[str, str], words: str) -> None:
    keyboard = {"inline_keyboard": [[button]]}
    assert (await client.say(chat, "alert", reply_markup=keyboard))[:2] == (400, f"Bad Request: {words}")


async def test_an_edit_without_a_keyboard_takes_it_away(client: Client, chat: Chat) -> None:
    keyboard = {"inline_keyboard": [[{"text": "Why", "callback_data": "w1"}], []]}
    said = (await client.say(chat, "alert", reply_markup=keyboard))[2]["result"]
    assert said["reply_markup"] == {"inline_keyboard": keyboard["inline_keyboard"][:1]}
    edit = {"chat_id": chat.id, "message_id": said["message_id"], "text": "alert"}
    assert (await client.call("editMessageText", **edit, reply_markup=keyboard))[1].startswith(
        "Bad Request: message is not modified"
    )
    assert (await client.call("editMessageText", **edit))[0] == 200
    assert "reply_markup" not in chat.messages[-1]


async def test_a_press_of_what_is_gone_does_not_say_what_it_said(api: BotApi, client: Client, chat: Chat) -> None:
    ann = api.user("Ann")
    said = (await client.say(chat, "alert"))[2]["result"]
    await client.call("deleteMessage", chat_id=chat.id, message_id=said["message_id"])
    ann.forges(chat, said, "w1")
    (update,) = (await client.call("getUpdates"))[2]["result"]
    assert update["callback_query"]["message"]["date"] == 0
    assert "text" not in update["callback_query"]["message"]


async def test_files_go_up_and_come_down(api: BotApi, client: Client, chat: Chat) -> None:
    url = f"{api.url}/bot{api.token}/sendPhoto"
    form = aiohttp.FormData({"chat_id": str(chat.id), "caption": "a chart"})
    form.add_field("photo", b"PNG", filename="chart.png")
    _, _, answer = await client.post(url, data=form)
    file_id = answer["result"]["photo"][0]["file_id"]
    _, _, answer = await client.call("getFile", file_id=file_id)
    async with client.http.get(f"{api.url}/file/bot{api.token}/{answer['result']['file_path']}") as file:
        assert await file.read() == b"PNG"
    assert (await client.call("sendDocument", chat_id=chat.id, document=file_id))[0] == 200
    media = [{"type": "photo", "media": file_id, "caption": "again"}]
    assert (await client.call("sendMediaGroup", chat_id=chat.id, media=media))[0] == 200
    too_long = {"chat_id": chat.id, "photo": file_id, "caption": "x" * 1025}
    assert (await client.call("sendPhoto", **too_long))[1] == "Bad Request: message caption is too long"
    api.world.files[file_id] = bytes(20 * 1024 * 1024 + 1)
    assert (await client.call("getFile", file_id=file_id))[1] == "Bad Request: file is too big"
    assert api.violations == []


async def test_topics_open_and_close(api: BotApi, client: Client, chat: Chat) -> None:
    forum = api.group("Forum", api.user("Ann"), forum=True)
    _, _, answer = await client.call("createForumTopic", chat_id=forum.id, name="Syria")
    topic = answer["result"]["message_thread_id"]
    assert (await client.say(forum, "a", message_thread_id=topic))[0] == 200
    assert (await client.say(forum, "a", message_thread_id=topic + 7))[1] == "Bad Request: message thread not found"
    await client.call("closeForumTopic", chat_id=forum.id, message_thread_id=topic)
    assert (await client.say(forum, "a", message_thread_id=topic))[1] == "Bad Request: TOPIC_CLOSED"
    await client.call("reopenForumTopic", chat_id=forum.id, message_thread_id=topic)
    assert (await client.say(forum, "a", message_thread_id=topic))[0] == 200
    assert (await client.call("createForumTopic", chat_id=chat.id, name="x"))[0] == 400


async def test_chats_and_members_are_told_of(api: BotApi, client: Client) -> None:
    ann, ben = api.user("Ann"), api.user("Ben")
    group = api.group("Newsroom", ann)
    statuses = []
    for status in ("administrator", "restricted", "member", "left"):
        group.admits(ben, status=status)
        _, _, answer = await client.call("getChatMember", chat_id=group.id, user_id=ben.id)
        statuses.append(answer["result"]["status"])
    assert statuses == ["administrator", "restricted", "member", "left"]
    assert (await client.call("getChat", chat_id=group.id))[2]["result"]["title"] == "Newsroom"
    _, _, answer = await client.call("getChatAdministrators", chat_id=group.id)
    assert [one["user"]["first_name"] for one in answer["result"]] == ["Ann"]
    assert (await client.call("leaveChat", chat_id=group.id))[0] == 200
    assert (await client.say(group, "a"))[1] == "Forbidden: bot is not a member of the supergroup chat"
    assert api.violations == []


async def test_an_upgraded_group_names_its_new_id(api: BotApi, client: Client) -> None:
    group = api.group("Newsroom", api.user("Ann"), kind="group")
    new = group.migrates()
    status, _, answer = await client.say(group, "a")
    assert (status, answer["parameters"]) == (400, {"migrate_to_chat_id": new.id})
    keys = [next(key for key in said if key.startswith("migrate")) for said in group.messages + new.messages]
    assert keys == ["migrate_to_chat_id", "migrate_from_chat_id"]


# ---- limits and faults


class Clock:
    time = 0.0

    def __call__(self) -> float:
        return self.time


async def test_too_fast_is_refused_with_the_time_to_wait(api: BotApi, client: Client, chat: Chat) -> None:
    clock = Clock()
    api.limiter = Limiter(clock)
    assert (await client.say(chat, "1"))[0] == 200
    status, words, answer = await client.say(chat, "2")
    assert (status, words) == (429, "Too Many Requests: retry after 1")
    assert answer["parameters"] == {"retry_after": 1}
    clock.time = 1.0
    assert (await client.say(chat, "2"))[0] == 200
    assert chat.texts == ["1", "2"]


def test_no_window_of_a_group_or_of_all_holds_more_than_its_limit() -> None:
    clock = Clock()
    limiter = Limiter(clock)
    admitted = []
    for step in range(300):
        clock.time = step / 2
        if not limiter.admit(-1, group=True):
            admitted.append(clock.time)
    assert max(sum(start <= time < start + 60 for time in admitted) for start in admitted) == PER_GROUP.messages
    assert sum(not limiter.admit(chat, group=False) for chat in range(50)) == OVERALL.messages


async def test_who_pays_may_send_more_and_is_charged_for_that(api: BotApi, client: Client) -> None:
    api.limiter = limiter = Limiter(Clock())
    people = [api.user(f"Ann {number}").opens_chat() for number in range(40)]
    said = [(await client.say(chat, "a", allow_paid_broadcast=True))[0] for chat in people]
    assert (said, limiter.charged) == ([200] * 40, 10)
    assert (await client.say(api.user("Ben").opens_chat(), "a"))[0] == 429


async def test_faults_hit_the_call_they_were_made_for(api: BotApi, client: Client, chat: Chat) -> None:
    other = api.user("Ben").opens_chat()
    late = api.faults.add("sendMessage", flood(7), chat=chat.id, nth=2)
    statuses = [(await client.say(where, "x"))[0] for where in (chat, other, chat, chat)]
    assert statuses == [200, 200, 429, 200]
    assert late.fired == 1


@pytest.mark.parametrize("stored", [False, True])
async def test_a_dropped_connection_comes_before_or_after_the_message_is_stored(
    api: BotApi, client: Client, chat: Chat, *, stored: bool
) -> None:
    api.faults.add("sendMessage", Drop(stored=stored))
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await client.say(chat, "x")
    assert chat.texts == ["x"] * stored


async def test_a_gateway_answers_with_a_page_and_a_delay_delays(api: BotApi, client: Client, chat: Chat) -> None:
    api.faults.add("sendMessage", Raw())
    with pytest.raises(aiohttp.ContentTypeError):
        await client.say(chat, "x")
    api.faults.add("getMe", Delay(0.01))
    assert (await client.call("getMe"))[0] == 200
    assert [call.method for call in api.calls] == ["getMe"]
