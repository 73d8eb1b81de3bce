"""Connections that stay: real ones, to servers that behave and to servers that do not."""

from __future__ import annotations

import asyncio
import json
import logging
import resource
from collections.abc import AsyncIterator
from contextlib import aclosing
from functools import partial
from socket import AF_INET, AddressFamily
from typing import Any, Literal

import pytest
from aiohttp.abc import AbstractResolver, ResolveResult

from bot.http import Streams
from bot.http.streams import MOST_FRAME
from bot.ports import Page
from bot.ports.streams import Broken, Call, Frame
from tests.engine.waiting import until
from tests.servers.feedhost import FeedHost, Published
from tests.servers.jetstream import Jetstream
from tests.servers.mastodon import Mastodon

pytestmark = pytest.mark.slow

LOOPBACK = "127.83.61.9"
CANARY = "canary5ecret"

named = partial(Call, private=True)
"""A server that the operator has named."""
DID = "did:plc:aaaaaaaaaaaaaaaaaaaaaaaa"


@pytest.fixture
async def mastodon() -> AsyncIterator[Mastodon]:
    async with Mastodon() as running:
        yield running


@pytest.fixture
async def jetstream() -> AsyncIterator[Jetstream]:
    async with Jetstream() as running:
        yield running


@pytest.fixture
async def streams(mastodon: Mastodon, jetstream: Jetstream) -> AsyncIterator[Streams]:
    places = frozenset({mastodon.place, jetstream.place})
    async with Streams(user_agent="Attribot/0", private_hosts=places, silence=10) as running:
        yield running


@pytest.fixture
async def hasty(mastodon: Mastodon, jetstream: Jetstream) -> AsyncIterator[Streams]:
    """Bears no silence."""
    places = frozenset({mastodon.place, jetstream.place})
    async with Streams(user_agent="Attribot/0", private_hosts=places, silence=0.8) as running:
        yield running


def events(server: Mastodon, stream: str = "public", authorization: str = "") -> Call:
    return named(f"{server.url}/api/v1/streaming/{stream}", "sse", authorization=authorization)


def socket(server: Jetstream, query: str = "", hello: str = "") -> Call:
    return named(f"{server.url}/subscribe{query}", "websocket", hello=hello)


Said = Frame | Page | Broken
Transport = Literal["sse", "websocket"]


class Here(AbstractResolver):
    """Says of every name that it means an address of this machine."""

    async def resolve(self, host: str, port: int = 0, family: AddressFamily = AF_INET) -> list[ResolveResult]:
        where = LOOPBACK if host.endswith(".example") else "127.0.0.1"
        return [ResolveResult(hostname=host, host=where, port=port, family=AF_INET, proto=6, flags=0)]

    async def close(self) -> None: ...


async def all_of(streams: Streams, call: Call) -> list[Said]:
    """What comes until the end."""
    async with aclosing(streams.listen(call)) as said, asyncio.timeout(20):
        return [each async for each in said]


class Ear:
    """Listens in a task of its own."""

    def __init__(self, streams: Streams, call: Call) -> None:
        self.heard: list[Said] = []
        self.task = asyncio.create_task(self._listen(streams, call))

    async def _listen(self, streams: Streams, call: Call) -> None:
        async with aclosing(streams.listen(call)) as said:
            async for each in said:
                self.heard.append(each)


# ---- what works


async def test_events_are_given_as_they_come(streams: Streams, mastodon: Mastodon) -> None:
    ear = Ear(streams, events(mastodon))
    await until(lambda: bool(mastodon.lines))
    mastodon.tell("public", {"id": "1"})
    await until(lambda: len(ear.heard) == 1)
    mastodon.tell("public", "1", event="delete")
    await until(lambda: len(ear.heard) == 2)
    mastodon.hang_up()
    await ear.task
    assert ear.heard == [Frame(b'{"id": "1"}', "update"), Frame(b"1", "delete"), Broken("127.0.0.1 hung up")]


async def test_messages_of_a_socket_are_given_as_they_come(streams: Streams, jetstream: Jetstream) -> None:
    ear = Ear(streams, socket(jetstream))
    await until(lambda: bool(jetstream.lines))
    jetstream.say('{"a": 1}')
    await until(lambda: len(ear.heard) == 1)
    jetstream.hang_up()
    await ear.task
    assert ear.heard == [Frame(b'{"a": 1}'), Broken("127.0.0.1 hung up")]


async def test_a_hello_is_said_first(streams: Streams, jetstream: Jetstream) -> None:
    hello = json.dumps({"type": "options_update", "payload": {"wantedDids": [DID]}})
    ear = Ear(streams, socket(jetstream, "?requireHello=true", hello))
    await until(lambda: bool(jetstream.lines))
    assert jetstream.opened[0].dids == {DID}
    jetstream.hang_up()
    await ear.task


async def test_a_request_is_honest_and_a_token_goes_in_its_header(mastodon: Mastodon, streams: Streams) -> None:
    ear = Ear(streams, events(mastodon, authorization=f"Bearer {CANARY}"))
    await until(lambda: bool(mastodon.lines))
    assert mastodon.opened[0].user_agent == "Attribot/0"
    assert mastodon.opened[0].authorization == f"Bearer {CANARY}"
    assert CANARY not in repr(events(mastodon, authorization=f"Bearer {CANARY}"))
    ear.task.cancel()
    await asyncio.wait({ear.task})


async def test_signs_of_life_keep_a_line_open_though_nothing_happens(
    hasty: Streams, mastodon: Mastodon, jetstream: Jetstream
) -> None:
    mastodon.thump_every = jetstream.ping_every = 0.1
    ears = [Ear(hasty, events(mastodon)), Ear(hasty, socket(jetstream))]
    await asyncio.sleep(1.2)
    assert [ear.heard for ear in ears] == [[], []]
    mastodon.hang_up()
    jetstream.hang_up()
    await asyncio.gather(*(ear.task for ear in ears))


async def test_a_line_that_nobody_listens_to_any_more_is_closed(
    streams: Streams, mastodon: Mastodon, jetstream: Jetstream
) -> None:
    ears = [Ear(streams, events(mastodon)), Ear(streams, socket(jetstream))]
    await until(lambda: bool(mastodon.lines) and bool(jetstream.lines))
    for ear in ears:
        ear.task.cancel()
    await asyncio.wait({ear.task for ear in ears})
    mastodon.say(b":thump\n")
    await until(lambda: not mastodon.lines and not jetstream.lines)


# ---- what breaks


async def test_silence_ends_a_line(hasty: Streams, mastodon: Mastodon, jetstream: Jetstream) -> None:
    mastodon.mute = jetstream.mute = True
    silent = [Broken("127.0.0.1 said nothing for 0.8 seconds")]
    assert await all_of(hasty, events(mastodon)) == silent
    assert await all_of(hasty, socket(jetstream)) == silent


async def test_a_frame_that_breaks_off_is_not_given(streams: Streams, jetstream: Jetstream) -> None:
    for number in range(3):
        jetstream.post(DID, f"rkey{number}", "words")
    for cut in (0, 1, 2):
        jetstream.cut_after = [cut]
        *frames, end = await all_of(streams, socket(jetstream, "?cursor=1"))
        assert len(frames) == cut
        assert isinstance(end, Broken)


async def test_an_event_that_breaks_off_is_not_given(streams: Streams, mastodon: Mastodon) -> None:
    ear = Ear(streams, events(mastodon))
    await until(lambda: bool(mastodon.lines))
    mastodon.say(b"data: 1\n\ndata: 2\n")
    mastodon.hang_up()
    await ear.task
    assert ear.heard == [Frame(b"1"), Broken("127.0.0.1 hung up")]


async def test_a_refusal_is_given_with_what_it_says(streams: Streams, mastodon: Mastodon, jetstream: Jetstream) -> None:
    mastodon.status, jetstream.refuse = 429, 503
    (page,) = await all_of(streams, events(mastodon))
    assert isinstance(page, Page)
    assert (page.status, page.headers["retry-after"], page.body) == (429, "7", b"")
    (page,) = await all_of(streams, socket(jetstream))
    assert isinstance(page, Page)
    assert page.status == 503


async def test_no_redirect_is_followed(streams: Streams, mastodon: Mastodon) -> None:
    mastodon.status = 302
    for call in (events(mastodon), named(f"{mastodon.url}/api/v1/streaming/x", "websocket")):
        (page,) = await all_of(streams, call)
        assert isinstance(page, Page)
        assert page.status == 302


async def test_a_socket_is_not_opened_where_there_is_none(streams: Streams, mastodon: Mastodon) -> None:
    (page,) = await all_of(streams, named(f"{mastodon.url}/api/v2/instance", "websocket"))
    assert isinstance(page, Page)


async def test_a_host_that_does_not_listen_is_told_so(streams: Streams) -> None:
    async with Streams(user_agent="x", private_hosts=frozenset({"127.0.0.1:9"})) as trusting:
        calls = [named("http://127.0.0.1:9/", "sse"), named("http://127.0.0.1:9/", "websocket")]
        assert [await all_of(trusting, call) for call in calls] == 2 * [[Broken("127.0.0.1 accepts no connection")]]


async def test_what_is_no_stream_of_events_is_a_refusal(streams: Streams, mastodon: Mastodon) -> None:
    (page,) = await all_of(streams, named(f"{mastodon.url}/api/v2/instance", "sse"))
    assert isinstance(page, Page)
    assert (page.status, page.headers["content-type"]) == (200, "application/json; charset=utf-8")


# ---- addresses it must not visit


@pytest.mark.parametrize("transport", ["sse", "websocket"])
@pytest.mark.parametrize(
    ("url", "why"),
    [
        (f"http://{LOOPBACK}:8080/", "private address"),
        ("http://[::ffff:127.0.0.1]:8080/", "private address"),
        ("http://localhost:8080/", "private address"),
        ("http://169.254.169.254/", "private address"),
        ("http://name.example:8080/", "private address"),
        ("http://example.org:8081/", "port 8081"),
        (f"http://me:{CANARY}@example.org/", "user name or password"),
        ("ws://example.org/", "must begin with http"),
        ("file:///etc/passwd", "must begin with http"),
    ],
)
async def test_a_private_address_is_never_called(transport: Transport, url: str, why: str) -> None:
    async with Streams(user_agent="x", resolver=Here()) as streams:
        (said,) = await all_of(streams, named(url, transport))
        assert isinstance(said, Broken)
        assert why in said.why
        assert CANARY not in said.why


@pytest.mark.parametrize("transport", ["sse", "websocket"])
async def test_a_private_host_that_the_operator_named_is_called(transport: Transport) -> None:
    places = frozenset({"name.example:8080"})
    async with Streams(user_agent="x", resolver=Here(), private_hosts=places) as streams:
        assert await all_of(streams, named("http://name.example:8080/", transport)) == [
            Broken("name.example accepts no connection")  # nobody is at home there, but it was tried
        ]


@pytest.mark.parametrize("transport", ["sse", "websocket"])
@pytest.mark.parametrize(("port", "why"), [(8080, "private address"), (1200, "port 1200")])
async def test_a_private_host_that_a_server_named_is_not(transport: Transport, port: int, why: str) -> None:
    places = frozenset({f"name.example:{port}"})
    async with Streams(user_agent="x", resolver=Here(), private_hosts=places) as streams:
        (said,) = await all_of(streams, Call(f"http://name.example:{port}/", transport))
        assert isinstance(said, Broken)
        assert why in said.why


# ---- what would do harm


async def test_nothing_compressed_is_unpacked() -> None:
    bomb = Published(b"data: 1\n\n" * 1_000_000, "text/event-stream", coding="gzip")
    async with FeedHost() as host:
        url = host.publish("events", bomb)
        async with Streams(user_agent="x", private_hosts=frozenset({host.place})) as streams:
            assert await all_of(streams, named(url, "sse")) == [Broken("127.0.0.1 hung up")]
        assert host.requests[0].headers["Accept-Encoding"] == "identity"


async def test_no_cookie_is_kept() -> None:
    greeting = Published(b"data: 1\n\n", "text/event-stream", headers={"Set-Cookie": "id=1"})
    async with FeedHost(LOOPBACK) as host:
        host.publish("events", greeting)
        place = f"name.example:{host.place.rpartition(':')[2]}"
        async with Streams(user_agent="x", private_hosts=frozenset({place}), resolver=Here()) as streams:
            for _ in range(2):
                assert (await all_of(streams, named(f"http://{place}/events", "sse")))[0] == Frame(b"1")
        assert ["Cookie" in seen.headers for seen in host.requests] == [False, False]


@pytest.mark.parametrize("size", [2, 32])
@pytest.mark.parametrize("transport", ["sse", "websocket"])
async def test_a_frame_bomb_is_never_taken_whole(
    streams: Streams, mastodon: Mastodon, jetstream: Jetstream, transport: str, size: int
) -> None:
    call = events(mastodon) if transport == "sse" else socket(jetstream)
    ear = Ear(streams, call)
    await until(lambda: bool(mastodon.lines) or bool(jetstream.lines))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    bomb = "x" * (size * 1024 * 1024)
    mastodon.tell("public", bomb)
    jetstream.say(bomb)
    await asyncio.wait_for(ear.task, 20)
    assert ear.heard == [Broken("127.0.0.1 said more than 1 MiB at once", too_long=True)]
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 160 * 1024  # the server's own copies


async def test_a_frame_of_nearly_the_longest_size_is_taken(
    streams: Streams, mastodon: Mastodon, jetstream: Jetstream
) -> None:
    ears = [Ear(streams, events(mastodon)), Ear(streams, socket(jetstream))]
    await until(lambda: bool(mastodon.lines) and bool(jetstream.lines))
    most = "x" * (MOST_FRAME - 10)
    mastodon.tell("public", most)
    jetstream.say(most)
    await until(lambda: all(ear.heard for ear in ears))
    assert ears[0].heard == [Frame(most.encode(), "update")]
    assert ears[1].heard == [Frame(most.encode())]
    mastodon.hang_up()
    jetstream.hang_up()
    await asyncio.gather(*(ear.task for ear in ears))


@pytest.mark.parametrize("transport", ["sse", "websocket"])
async def test_a_server_waits_for_whoever_listens_slowly(
    streams: Streams, mastodon: Mastodon, jetstream: Jetstream, transport: str
) -> None:
    call = events(mastodon) if transport == "sse" else socket(jetstream)
    async with aclosing(streams.listen(call)) as said:
        first = asyncio.ensure_future(anext(said))
        await until(lambda: bool(mastodon.lines) or bool(jetstream.lines))
        outboxes: list[asyncio.Queue[Any]] = [
            *(line.outbox for line in mastodon.opened),
            *(line.outbox for line in jetstream.opened),
        ]
        for number in range(300):
            mastodon.tell("public", f"{number}" + "x" * 100_000)
            jetstream.say(f"{number}" + "x" * 100_000)
        await first
        await asyncio.sleep(0.3)
        assert outboxes[0].qsize() > 100  # of 30 MB, the buffers of both sides and the kernel take the rest
        heard = 1
        while heard < 300:
            assert isinstance(await anext(said), Frame)
            heard += 1


async def test_nothing_goes_on_behind_a_line_that_was_left_with_much_unheard(
    streams: Streams, jetstream: Jetstream
) -> None:
    async with aclosing(streams.listen(socket(jetstream))) as said:
        first = asyncio.ensure_future(anext(said))
        await until(lambda: bool(jetstream.lines))
        for _ in range(1_000):
            jetstream.say("{}")
        await first
        await until(lambda: jetstream.opened[0].sent > 500)
    assert not [task for task in asyncio.all_tasks() if task.get_name() == "stream socket"]


async def test_pings_are_answered_while_whoever_listens_is_busy(streams: Streams, jetstream: Jetstream) -> None:
    jetstream.ping_every = 0.05
    async with aclosing(streams.listen(socket(jetstream))) as said:
        first = asyncio.ensure_future(anext(said))
        await until(lambda: bool(jetstream.lines))
        for _ in range(20):
            jetstream.say("{}")
        await first
        ponged = jetstream.opened[0].pongs
        await until(lambda: jetstream.opened[0].pongs > ponged + 2)


async def test_no_error_and_no_log_line_holds_a_secret(
    streams: Streams, mastodon: Mastodon, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    mastodon.status = 500
    calls = [events(mastodon, authorization=CANARY), named(f"http://127.0.0.1:9/?key={CANARY}", "sse")]
    for call in calls:
        assert CANARY not in str(await all_of(streams, call))
    assert CANARY not in "".join(record.getMessage() for record in caplog.records if record.name != "asyncio")
