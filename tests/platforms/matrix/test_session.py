"""Logging in and staying logged in, at a homeserver that follows a script."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiohttp import web

from bot.core.errors import Fatal
from bot.core.message import Message, message
from bot.core.model import Address
from bot.core.outcome import Gone, Later
from bot.platforms.matrix import Matrix
from bot.platforms.matrix.client import Client
from bot.platforms.matrix.session import alone_in, backoff
from bot.platforms.matrix.signing import sign_device
from bot.ports import Event
from tests.platforms.matrix.conftest import Memory, kept_device, until
from tests.platforms.matrix.homeserver import LOGIN, SYNC, Answer, Homeserver

WELCOME = (200, {"user_id": "@bot:x", "device_id": "DEV", "access_token": "secret-token"})
NOTHING_NEW = (200, {"next_batch": "s1", "rooms": {}})
KEYS = "/_matrix/client/v3/keys"
QUERY, UPLOAD, SIGNATURES = f"{KEYS}/query", f"{KEYS}/device_signing/upload", f"{KEYS}/signatures/upload"
ENDED = {"errcode": "M_UNKNOWN_TOKEN", "error": "Access token has expired"}


async def test_a_soft_logout_is_healed_with_the_same_device(tmp_path: Path) -> None:
    synced = asyncio.Event()

    async def tell(_: web.Request) -> web.Response:
        synced.set()
        return web.json_response(NOTHING_NEW[1])

    script = {LOGIN: [WELCOME], SYNC: [(401, ENDED | {"soft_logout": True}), (200, tell), (200, _hang)]}
    async with Homeserver(script).running() as server, _listening(_matrix(server, tmp_path)):
        await asyncio.wait_for(synced.wait(), 10)
    assert [body.get("device_id") for body in server.asked[LOGIN]] == [None, "DEV"]


@pytest.mark.parametrize("errcode", ["M_UNKNOWN_TOKEN", "M_USER_DEACTIVATED"])
async def test_a_session_that_is_over_ends_it(tmp_path: Path, errcode: str) -> None:
    script = {LOGIN: [WELCOME], SYNC: [(401, ENDED | {"errcode": errcode})]}
    async with Homeserver(script).running() as server:
        with pytest.raises(Fatal, match=r"ended the session of @bot:x .*device\.json"):
            await _matrix(server, tmp_path).listen(_nothing)


@pytest.mark.slow
async def test_a_homeserver_that_is_down_is_tried_again(tmp_path: Path) -> None:
    refusal = (403, {"errcode": "M_FORBIDDEN", "error": "Invalid username or password"})
    async with Homeserver({LOGIN: [(502, "<h1>Bad gateway</h1>"), refusal]}).running() as server:
        with pytest.raises(Fatal, match=r"refused the login of @bot:x \(M_FORBIDDEN: Invalid username or password\)"):
            await _matrix(server, tmp_path).listen(_nothing)
    assert len(server.asked[LOGIN]) == 2


async def test_a_page_that_is_no_homeserver_ends_it(tmp_path: Path) -> None:
    async with Homeserver({LOGIN: [(404, "<h1>Not found</h1>")]}).running() as server:
        with pytest.raises(Fatal, match=r"answered 404 Not Found.*Check MATRIX_HOMESERVER"):
            await _matrix(server, tmp_path).listen(_nothing)


async def test_keys_made_elsewhere_are_left_alone(tmp_path: Path) -> None:
    made = {"master_keys": {"@bot:x": {"keys": {"ed25519:other": "other"}}}}
    async with Homeserver({QUERY: [(200, made)]}).running() as server:
        await _signed(server, tmp_path)
    assert not server.asked[UPLOAD]
    assert not server.asked[SIGNATURES]


async def test_signing_keys_are_uploaded_with_the_password_where_it_is_asked_for(tmp_path: Path) -> None:
    mine = {"device_keys": {"@bot:x": {"DEV": {"keys": {}, "signatures": {"@bot:x": {"ed25519:DEV": "x"}}}}}}
    script = {QUERY: [(200, mine)], UPLOAD: [(401, {"session": "s", "flows": []}), (200, {})]}
    async with Homeserver(script).running() as server:
        await _signed(server, tmp_path)
    bare, proven = server.asked[UPLOAD]
    assert bare | {"auth": proven["auth"]} == proven
    assert (proven["auth"]["password"], proven["auth"]["session"]) == ("password", "s")
    assert len(server.asked[SIGNATURES]) == 1


@pytest.mark.parametrize("answer", [(403, {"errcode": "M_FORBIDDEN"}), (500, "<h1>no</h1>")])
async def test_a_server_that_takes_no_signing_keys_is_no_reason_to_stop(tmp_path: Path, answer: Answer) -> None:
    async with Homeserver({UPLOAD: [answer]}).running() as server:
        await _signed(server, tmp_path)
    assert not server.asked[SIGNATURES]


async def test_a_server_that_is_gone_is_no_reason_to_stop_signing_later(tmp_path: Path) -> None:
    async with Homeserver({}).running() as server:
        pass
    await _signed(server, tmp_path)
    assert [path.name for path in kept(tmp_path)] == ["olm.db", "signing.json"]


async def test_nothing_is_sent_before_rooms_are_known(tmp_path: Path) -> None:
    matrix = Matrix("http://127.0.0.1:9", "@bot:x", "pw", tmp_path, Memory(), patience=0.01)
    later = await matrix.send(Address("matrix", "!room:x"), message("alert"), key="k")
    await matrix.close()
    assert isinstance(later, Later)
    assert later.paused
    assert later.everyone


async def test_the_token_is_kept_and_stays_out_of_addresses_and_words(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level("DEBUG")
    script = {
        LOGIN: [WELCOME],
        SYNC: [(500, {"errcode": "M_UNKNOWN", "error": "oops", "x": "secret-token"}), (200, _hang)],
    }
    async with Homeserver(script).running() as server, _listening(_matrix(server, tmp_path)):
        await _asked_twice(server)
    shown = capsys.readouterr()
    assert "Bearer secret-token" in server.tokens
    assert "secret-token" not in caplog.text + shown.out + shown.err
    assert kept_device(tmp_path)["token"] == "secret-token"


async def test_a_redirect_is_not_followed_with_the_token(tmp_path: Path) -> None:
    async def elsewhere(_: web.Request) -> web.Response:
        raise web.HTTPTemporaryRedirect("/trap")

    async with Homeserver({SYNC: [(0, elsewhere)]}).running() as server:
        client = Client(server.url, "@bot:x", tmp_path)
        client.restore_login("@bot:x", "DEV", "secret-token")
        await client.sync()
        await client.close()
    assert "/trap" not in server.asked


async def test_an_endless_answer_is_cut_off(tmp_path: Path) -> None:
    written = 0

    async def endless(request: web.Request) -> web.StreamResponse:
        nonlocal written
        response = web.StreamResponse(headers={"Content-Type": "application/json"})
        await response.prepare(request)
        while written < 2**28:
            await response.write(b" " * 2**20)
            written += 2**20
        return response

    async with Homeserver({"/huge": [(200, endless)]}).running() as server:
        client = Client(server.url, "@bot:x", tmp_path)
        assert await client.call("POST", "/huge", {}) == (200, {})
        await client.close()
    assert written < 2**27


async def test_a_room_that_is_not_the_bot_s_is_gone(tmp_path: Path) -> None:
    joined = "/_matrix/client/v3/joined_rooms"
    script = {LOGIN: [WELCOME], SYNC: [NOTHING_NEW, (200, _hang)], joined: [(200, {"joined_rooms": ["!new:x"]})]}
    async with Homeserver(script).running() as server:
        matrix = _matrix(server, tmp_path)
        async with _listening(matrix):
            await _asked_twice(server)
            new = await matrix.send(Address("matrix", "!new:x"), message("alert"), key="k")
            old = await matrix.send(Address("matrix", "!old:x"), message("alert"), key="k")
    assert isinstance(new, Later)
    assert isinstance(old, Gone)


async def test_while_it_is_not_known_whether_a_room_is_the_bot_s_nothing_was_sent(tmp_path: Path) -> None:
    joined = "/_matrix/client/v3/joined_rooms"
    script = {LOGIN: [WELCOME], SYNC: [NOTHING_NEW, (200, _hang)], joined: [(502, "<h1>Bad gateway</h1>")]}
    async with Homeserver(script).running() as server:
        matrix = _matrix(server, tmp_path)
        async with _listening(matrix):
            await _asked_twice(server)
            outcome = await matrix.send(Address("matrix", "!new:x"), message("alert"), key="k")
    assert isinstance(outcome, Later)


async def test_a_second_process_waits_for_the_keys(tmp_path: Path) -> None:
    async with alone_in(tmp_path, "@bot:x") as home:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.05), alone_in(tmp_path, "@bot:x"):
                pass
        async with alone_in(tmp_path, "@other:x") as other:
            assert other != home
    async with alone_in(tmp_path, "@bot:x") as again:
        assert again == home


async def test_a_spoilt_device_file_says_what_to_do(tmp_path: Path) -> None:
    async with alone_in(tmp_path, "@bot:x") as home:
        (home / "device.json").write_text("{")
    with pytest.raises(Fatal, match=r"device\.json can't be read\. Remove it"):
        await Matrix("http://127.0.0.1:9", "@bot:x", "pw", tmp_path, Memory()).listen(_nothing)


def test_the_pause_between_tries_doubles_up_to_a_minute() -> None:
    assert [backoff(failures) for failures in (1, 2, 3, 4, 7, 2_000)] == [1, 2, 4, 8, 60, 60]


async def _signed(server: Homeserver, folder: Path) -> None:
    client = Client(server.url, "@bot:x", folder)
    client.restore_login("@bot:x", "DEV", "secret-token")
    await sign_device(client, "password", folder)
    await client.close()


@asynccontextmanager
async def _listening(matrix: Matrix) -> AsyncIterator[None]:
    listening = asyncio.create_task(matrix.listen(_nothing))
    try:
        yield
    finally:
        listening.cancel()
        await asyncio.gather(listening, return_exceptions=True)


async def _asked_twice(server: Homeserver) -> None:
    async def asked() -> bool:
        return len(server.asked[SYNC]) > 1

    await until(asked)


def kept(folder: Path) -> list[Path]:
    return sorted(folder.iterdir())


def _matrix(server: Homeserver, folder: Path) -> Matrix:
    return Matrix(server.url, "@bot:x", "password", folder, Memory())


async def _nothing(event: Event) -> Sequence[Message]:
    return []


async def _hang(_: web.Request) -> web.Response:
    await asyncio.sleep(3_600)
    return web.Response()
