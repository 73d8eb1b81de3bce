"""What goes over the wire beside plain messages: files, and requests without parameters."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from telegram.error import BadRequest, TelegramError

from bot.core.outcome import Refused
from bot.platforms.telegram.outcomes import Remedy, meaning
from bot.platforms.telegram.request import Answered, Transport, bot_over
from tests.servers.botapi import BotApi


@pytest.fixture
async def transport(api: BotApi) -> AsyncIterator[Transport]:
    opened = Transport(f"{api.url}/bot{api.token}", connect=2, answer=2)
    yield opened
    await opened.shutdown()


async def test_a_file_is_uploaded(api: BotApi, transport: Transport) -> None:
    chat = api.user("Ann").opens_chat()
    await bot_over(transport, transport).send_document(
        chat.id, b"a,b\n1,2\n", filename="trend.csv", caption="Hama, 7 days"
    )
    assert chat.messages[-1]["caption"] == "Hama, 7 days"
    assert list(api.world.files.values()) == [b"a,b\n1,2\n"]


async def test_a_request_needs_no_parameters(transport: Transport) -> None:
    status, body = await transport.do_request("/getMe", "POST")
    assert (status, b"attri_bot" in body) == (200, True)


async def test_a_closed_transport_opens_again(transport: Transport) -> None:
    bot = bot_over(transport, transport)
    first = await bot.get_me()
    await transport.shutdown()
    assert await bot.get_me() == first


def test_a_pause_may_be_told_in_a_header_alone() -> None:
    from bot.platforms.telegram.request import _answered

    assert _answered(429, {"Retry-After": "7"}, b"<html>").retry_after == 7
    assert _answered(429, {"Retry-After": "²"}, b"").retry_after == 0
    assert _answered(429, {"Retry-After": "Wed, 21 Oct 2026 07:28:00 GMT"}, b"").retry_after == 0
    assert _answered(400, {}, b'{"ok":false,"description":"no","parameters":[]}').description == "no"


@pytest.mark.parametrize(
    "body", [b'{"description":"Forbidden: bot was kicked"}', b'{"ok":false,"description":null}', b'{"ok":false}', b"[]"]
)
def test_what_is_not_of_the_apis_form_has_no_description(body: bytes) -> None:
    from bot.platforms.telegram.request import _answered

    assert _answered(403, {}, body).description == ""


def test_an_address_that_is_no_number_is_none() -> None:
    from bot.platforms.telegram.request import _answered

    odd = b'{"ok":false,"description":"?","parameters":{"migrate_to_chat_id":"soon","retry_after":null}}'
    answer = _answered(400, {}, odd)
    assert (answer.migrated_to, answer.retry_after) == (0, 0)


@pytest.mark.parametrize("error", [TelegramError("?"), BadRequest("put together wrongly")])
def test_what_never_reached_the_wire_is_refused(error: TelegramError) -> None:
    assert isinstance(meaning(error), Refused)


def test_an_unchanged_message_needs_nothing() -> None:
    assert meaning(Answered(400, "Bad Request: Message is NOT modified: …")) is Remedy.NOTHING
