"""What strangers may ask of the bot over HTTP, over real connections."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field

import aiohttp
import pytest
from aiohttp import web
from multidict import CIMultiDictProxy

from bot.core.errors import Fatal
from bot.ports import Asked, Posted, Receipt
from bot.web import PATH, Web
from bot.web.server import MOST_CONNECTIONS, MOST_OF_ONE, RESERVED, _Visit
from tests.engine.waiting import until

MOST = 100_000
TOKEN = "7-token"


@dataclass
class Called:
    """Takes down what it is called with."""

    verifies: bool = True
    receipt: Receipt = Receipt.STORED
    asked: list[Asked] = field(default_factory=list)
    posted: list[Posted] = field(default_factory=list)
    fault: Exception | None = None

    def knows(self, token: str) -> bool:
        return token == TOKEN

    async def verify(self, token: str, asked: Asked) -> bool:
        self.asked.append(asked)
        return self.verifies

    async def receive(self, token: str, posted: Posted) -> Receipt:
        if self.fault:
            raise self.fault
        self.posted.append(posted)
        return self.receipt


@dataclass
class Door:
    """A door that is open, and who is called."""

    called: Called
    host: str
    port: int
    client: aiohttp.ClientSession
    well: bool = True

    async def ask(self, method: str, path: str, **more: object) -> tuple[int, str, CIMultiDictProxy[str]]:
        url = f"http://{self.host}:{self.port}{path}"
        async with self.client.request(method, url, **more) as answer:  # type: ignore[arg-type]
            return answer.status, await answer.text(), answer.headers

    async def verify(self, token: str = TOKEN, **query: str) -> tuple[int, str, CIMultiDictProxy[str]]:
        return await self.ask("GET", PATH + token, params={f"hub.{name}": value for name, value in query.items()})

    async def push(self, body: bytes = b"<feed/>", token: str = TOKEN, **headers: str) -> int:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        status, _, _ = await self.ask("POST", PATH + token, data=body, headers=named)
        return status

    async def raw(self, sent: bytes) -> bytes:
        """What comes back for these bytes, until the door closes."""
        async with self.visit() as (reader, writer):
            writer.write(sent)
            with suppress(ConnectionError):
                return await reader.read()
        return b""

    @asynccontextmanager
    async def visit(self) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
        reader, writer = await asyncio.open_connection(self.host, self.port)
        try:
            yield reader, writer
        finally:
            writer.close()
            with suppress(ConnectionError):
                await writer.wait_closed()


@asynccontextmanager
async def opened(patience: float = 10.0) -> AsyncIterator[Door]:
    here = Called()
    async with aiohttp.ClientSession() as client:
        door = Door(here, "127.0.0.1", 0, client)
        web = Web("127.0.0.1", 0, most_bytes=MOST, is_well=lambda: door.well, patience=patience)
        task = asyncio.create_task(web.serve(here))
        try:
            await until(lambda: bool(web.places))
            door.port = web.places[0][1]
            yield door
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)


@pytest.fixture
async def door() -> AsyncIterator[Door]:
    async with opened() as running:
        yield running


# ---- verification


async def test_a_challenge_is_given_back_to_who_asks_for_what_was_asked_for(door: Door) -> None:
    challenge = "a+b/c=%26 <script>حماة</script>"
    status, text, headers = await door.verify(
        mode="subscribe", topic="https://north.example/?a=1&b=2", challenge=challenge, lease_seconds="60"
    )
    assert (status, text) == (200, challenge)
    assert headers["Content-Type"].startswith("text/plain")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert door.called.asked == [Asked("subscribe", "https://north.example/?a=1&b=2", "60")]


async def test_nothing_is_given_back_to_who_asks_for_anything_else(door: Door) -> None:
    door.called.verifies = False
    status, text, _ = await door.verify(mode="subscribe", topic="x", challenge="c0ffee")
    assert (status, text) == (404, "Not Found")


async def test_a_refusal_is_heard(door: Door) -> None:
    status, _, _ = await door.verify(mode="denied", topic="x", reason="too many")
    assert status == 200
    assert door.called.asked == [Asked("denied", "x", reason="too many")]


async def test_a_question_without_a_challenge_is_none(door: Door) -> None:
    assert (await door.verify(mode="subscribe", topic="x"))[0] == 404
    assert door.called.asked == []


async def test_an_unknown_path_tells_nobody_anything(door: Door) -> None:
    assert (await door.verify("other", mode="subscribe", topic="x", challenge="c"))[:2] == (404, "Not Found")
    assert await door.push(token="other") == 404
    assert door.called.asked == []
    assert door.called.posted == []


async def test_a_challenge_of_broken_characters_breaks_nothing(door: Door) -> None:
    path = f"{PATH}{TOKEN}?hub.mode=subscribe&hub.topic=x&hub.challenge=%ED%A0%80%FF"
    answer = await door.raw(f"GET {path} HTTP/1.1\r\nHost: a\r\n\r\n".encode())
    assert answer.startswith(b"HTTP/1.1 200 OK")


# ---- content


async def test_what_is_pushed_is_handed_over_as_it_came(door: Door) -> None:
    assert await door.push(b"\x00<feed/>", X_Hub_Signature="sha1=ab", Content_Type="application/atom+xml") == 200
    assert door.called.posted == [Posted(b"\x00<feed/>", "application/atom+xml", "sha1=ab")]


@pytest.mark.parametrize(
    ("receipt", "status"),
    [
        (Receipt.STORED, 200),
        (Receipt.TAKEN, 202),
        (Receipt.IGNORED, 202),
        (Receipt.BUSY, 503),
        (Receipt.ENDED, 410),
    ],
)
async def test_each_receipt_has_its_status(door: Door, receipt: Receipt, status: int) -> None:
    door.called.receipt = receipt
    assert await door.push() == status


async def test_who_is_sent_away_is_told_when_to_come_back(door: Door) -> None:
    door.called.receipt = Receipt.BUSY
    _, _, headers = await door.ask("POST", PATH + TOKEN, data=b"x")
    assert headers["Retry-After"] == "60"


async def test_a_body_may_be_as_long_as_a_document_and_no_longer(door: Door) -> None:
    assert await door.push(b"x" * MOST) == 200
    assert await door.push(b"x" * (MOST + 1)) == 413

    async def endless() -> AsyncIterator[bytes]:
        for _ in range(3):
            yield b"x" * MOST

    assert (await door.ask("POST", PATH + TOKEN, data=endless()))[0] == 413
    assert len(door.called.posted) == 1


@pytest.mark.slow
async def test_a_body_that_says_that_it_is_too_long_is_not_waited_for(door: Door) -> None:
    head = f"POST {PATH}{TOKEN} HTTP/1.1\r\nHost: a\r\nContent-Length: {MOST + 1}\r\n\r\n".encode()
    async with asyncio.timeout(8):
        assert (await door.raw(head)).startswith(b"HTTP/1.1 413 ")


async def test_a_body_is_not_unpacked(door: Door) -> None:
    assert await door.push(Content_Encoding="gzip") == 415
    assert door.called.posted == []


async def test_an_error_is_told_in_two_words(door: Door) -> None:
    door.called.fault = ZeroDivisionError("a secret")
    status, text, _ = await door.ask("POST", PATH + TOKEN, data=b"x")
    assert (status, text) == (500, "Internal Server Error")


# ---- what is none of its business


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/", 404),
        ("GET", PATH, 404),
        ("GET", f"{PATH}{TOKEN}/more", 404),
        ("GET", "/websub/../health/", 404),
        ("PUT", PATH + TOKEN, 405),
        ("DELETE", PATH + TOKEN, 405),
        ("HEAD", PATH + TOKEN, 405),
        ("POST", "/health", 405),
    ],
)
async def test_anything_else_is_refused_plainly(door: Door, method: str, path: str, status: int) -> None:
    found, text, headers = await door.ask(method, path)
    assert found == status
    assert text in {"", "Not Found", "Method Not Allowed"}
    assert headers["Content-Type"] == "text/plain; charset=utf-8"


async def test_what_is_not_allowed_says_what_is(door: Door) -> None:
    _, _, headers = await door.ask("PUT", PATH + TOKEN)
    assert headers["Allow"] == "GET,POST"


@pytest.mark.parametrize(
    "sent",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 40,
        b"GET /canary5ecret\x00 HTTP/1.1\r\nHost: a\r\n\r\n",
        b"GET /" + b"canary5ecret" * 1_000 + b" HTTP/1.1\r\nHost: a\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nX: " + b"y" * 10_000 + b"\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\n" + b"X: y\r\n" * 200 + b"\r\n",
        b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
    ],
)
async def test_what_is_not_http_or_too_much_of_it_is_refused_and_not_logged(
    door: Door, sent: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    answer = await door.raw(sent)
    assert answer.startswith(b"HTTP/1.0 400 Bad Request")
    assert b"aiohttp" not in answer
    assert b"Python" not in answer
    assert "canary5ecret" not in caplog.text


async def test_no_answer_says_what_gives_it_and_no_log_names_a_path(
    door: Door, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    for method, path in (("GET", "/"), ("GET", "/health"), ("POST", PATH + TOKEN), ("PUT", PATH + TOKEN)):
        _, _, headers = await door.ask(method, path)
        assert "Server" not in headers
        assert headers["Connection"] == "close"
    door.called.fault = ZeroDivisionError()
    await door.push()
    assert TOKEN not in caplog.text


# ---- time and number


@pytest.mark.parametrize("begun", ["", "POST", f"POST {PATH}{TOKEN} HTTP/1.1\r\nHost: a\r\n"])
async def test_who_does_not_say_what_they_want_is_cut_off(begun: str) -> None:
    async with opened(patience=0.2) as door, asyncio.timeout(5):
        assert await door.raw(begun.encode()) == b""


async def test_a_head_that_trickles_in_is_cut_off_too() -> None:
    async with opened(patience=0.3) as door, asyncio.timeout(5), door.visit() as (reader, writer):
        began = asyncio.get_running_loop().time()
        writer.write(b"GET / HTTP/1.1\r\nX: ")
        while not reader.at_eof():
            writer.write(b"y")
            with suppress(TimeoutError, ConnectionError):
                await asyncio.wait_for(reader.read(), 0.05)
        assert asyncio.get_running_loop().time() - began < 1


@pytest.mark.slow
async def test_a_body_that_does_not_come_is_not_waited_for() -> None:
    async with opened(patience=0.2) as door, asyncio.timeout(10):
        answer = await door.raw(f"POST {PATH}{TOKEN} HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nabc".encode())
        assert answer.startswith(b"HTTP/1.1 408 Request Timeout")
        assert door.called.posted == []


async def test_who_hangs_up_in_the_middle_of_a_body_leaves_nothing_behind(
    door: Door, caplog: pytest.LogCaptureFixture
) -> None:
    async with door.visit() as (_, writer):
        writer.write(f"POST {PATH}{TOKEN} HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nabc".encode())
        await writer.drain()
        await asyncio.sleep(0.05)
    assert await door.push() == 200
    assert len(door.called.posted) == 1
    assert "Traceback" not in caplog.text


@pytest.mark.slow
async def test_bodies_beyond_the_few_that_are_read_wait_their_turn() -> None:
    async with opened(patience=0.5) as door, asyncio.timeout(10):
        head = f"POST {PATH}{TOKEN} HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n".encode()
        slow = [asyncio.create_task(door.raw(head)) for _ in range(8)]
        await asyncio.sleep(0.1)
        began = asyncio.get_running_loop().time()
        assert await door.push() == 200
        assert asyncio.get_running_loop().time() - began > 0.2
        await asyncio.gather(*slow)


async def test_there_is_an_end_to_how_many_are_let_in(door: Door) -> None:
    async with AsyncExitStack() as visits:
        for _ in range(MOST_CONNECTIONS):
            await visits.enter_async_context(door.visit())
        assert await door.raw(b"GET /health HTTP/1.1\r\nHost: a\r\n\r\n") == b""
    await asyncio.sleep(0.05)
    assert (await door.ask("GET", "/health"))[0] == 200


class Wire(asyncio.Transport):
    """The connection of somebody far away."""

    def __init__(self, address: str) -> None:
        super().__init__({"peername": (address, 4711)})
        self.open = True

    def close(self) -> None:
        self.open = False


async def let_in(addresses: Sequence[str]) -> list[bool]:
    """Which of those who come from these addresses, one after the other, and say nothing, are let in."""

    async def never(_request: web.BaseRequest) -> web.StreamResponse:
        raise AssertionError("nobody has said anything")

    server, loop = web.Server(never), asyncio.get_running_loop()
    wires = [Wire(address) for address in addresses]
    for wire in wires:
        visit = _Visit(server, loop, 10.0)
        visit.connection_made(wire)
        await asyncio.sleep(0)
        if not wire.open:
            visit.connection_lost(None)
    welcome = [wire.open for wire in wires]
    for visit in server.connections:
        visit.connection_lost(None)
    await asyncio.sleep(0)
    return welcome


@pytest.mark.parametrize("address", ["192.0.2.7", "::ffff:192.0.2.7", "2001:db8::7", "fe80::1%eth0"])
async def test_one_stranger_shuts_nobody_out(address: str) -> None:
    welcome = await let_in([address] * 100 + ["192.0.2.8", "2001:db8:1::1"])
    assert welcome == [True] * MOST_OF_ONE + [False] * (100 - MOST_OF_ONE) + [True, True]


async def test_a_whole_network_is_one_stranger() -> None:
    assert sum(await let_in([f"2001:db8::{number:x}" for number in range(100)])) == MOST_OF_ONE


@pytest.mark.parametrize("here", ["127.0.0.1", "::1", "::ffff:127.0.0.1"])
async def test_however_many_strangers_come_this_machine_is_let_in(here: str) -> None:
    welcome = await let_in([f"198.51.{number // 250}.{number % 250}" for number in range(500)] + [here] * RESERVED)
    assert sum(welcome[:500]) == MOST_CONNECTIONS - RESERVED
    assert welcome[500:] == [True] * RESERVED


# ---- health, and where it listens


async def test_health_says_whether_it_is_well_and_nothing_else(door: Door) -> None:
    assert (await door.ask("GET", "/health"))[:2] == (200, "well")
    door.well = False
    assert (await door.ask("GET", "/health"))[:2] == (503, "not well")


async def test_a_place_that_is_taken_stops_the_bot_with_a_word(door: Door) -> None:
    web = Web(door.host, door.port, most_bytes=MOST, is_well=lambda: True)
    with pytest.raises(Fatal, match=rf"WEB_LISTEN=127.0.0.1:{door.port} can't be used: Address already in use\. Name"):
        await web.serve(Called())


async def test_a_host_that_is_not_there_stops_the_bot_with_a_word() -> None:
    web = Web("no such host", 8080, most_bytes=MOST, is_well=lambda: True)
    with pytest.raises(Fatal, match="there is no such host"):
        await web.serve(Called())


async def test_a_request_under_way_is_answered_when_the_door_closes() -> None:
    gate = asyncio.Event()

    class Slow(Called):
        async def receive(self, token: str, posted: Posted) -> Receipt:
            await gate.wait()
            return Receipt.STORED

    web = Web("127.0.0.1", 0, most_bytes=MOST, is_well=lambda: True)
    task = asyncio.create_task(web.serve(Slow()))
    await until(lambda: bool(web.places))
    async with aiohttp.ClientSession() as client:
        door = Door(Slow(), *web.places[0], client)
        pushing = asyncio.create_task(door.push())
        await asyncio.sleep(0.05)
        task.cancel()
        await asyncio.sleep(0.05)
        gate.set()
        assert await pushing == 200
    await asyncio.gather(task, return_exceptions=True)
