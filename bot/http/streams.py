"""Listens to what strangers publish as it comes: connections that stay, guarded like all others, in bounded frames."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncGenerator
from contextlib import aclosing
from types import TracebackType
from typing import Final, Literal, Self
from urllib.parse import urlsplit

import aiohttp
from aiohttp.abc import AbstractResolver

from bot.http.guard import objection, place, public_socket
from bot.http.reasons import reason
from bot.http.sse import EventReader, TooLongError
from bot.ports.sources import Page
from bot.ports.streams import Broken, Call, Frame

__all__ = ["MOST_FRAME", "SILENCE", "Streams"]

MOST_FRAME: Final = 1024 * 1024
"""Bytes of the longest frame taken: a post with all that hangs on it has some ten thousand."""
SILENCE: Final = 90.0
"""Seconds without a word that end a line: Mastodon gives a sign of life every 15, Jetstream every 30."""
_CONNECT_SECONDS: Final = 10.0
_OPENING: Final = 30.0
"""Seconds that a server may take to accept."""
_PARTING: Final = 1.0
"""Seconds that a server may take to answer a goodbye."""
_BACKLOG: Final = 64
"""Frames of a WebSocket taken in advance: Jetstream cuts off whoever leaves a ping unanswered for 5 seconds."""
_OPENED: Final = frozenset({101, 200})
"""The answers that open a line: a WebSocket, anything else."""

Said = AsyncGenerator[Frame | Page | Broken]
"""Frames, and in the end why there will be no more."""


class Streams:
    """An async context manager. Keeps no cookies, uses no proxy, follows no redirect, takes nothing compressed."""

    def __init__(
        self,
        *,
        user_agent: str,
        private_hosts: frozenset[str] = frozenset(),
        silence: float = SILENCE,
        resolver: AbstractResolver | None = None,
        trust: ssl.SSLContext | bool = True,
    ) -> None:
        """`private_hosts`: `host:port` the guard lets through for a call that is `private`; `silence`: seconds.

        `trust`: whose certificates are believed; True: those that the system believes.
        """
        self._headers = {"User-Agent": user_agent, "Accept-Encoding": "identity"}
        self._private = frozenset(host.lower() for host in private_hosts)
        self._silence = silence
        self._resolver = resolver
        self._trust = trust

    async def __aenter__(self) -> Self:
        self._strangers = self._session(public_socket)
        self._trusted = self._session(None)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._strangers.close()
        await self._trusted.close()

    async def listen(self, call: Call) -> Said:
        """The `Listen`. Whoever takes the frames slowly makes the server wait: nothing is heaped up meanwhile."""
        if why := objection(call.url, self._private if call.private else frozenset()):
            yield Broken(why)
            return
        host = urlsplit(call.url).hostname or ""
        frames = self._messages(call) if call.transport == "websocket" else self._events(call)
        try:
            async with aclosing(frames):
                async for frame in frames:
                    yield frame
            yield Broken(f"{host} hung up")
        except aiohttp.ClientResponseError as refused:
            headers = {name.lower(): value for name, value in (refused.headers or {}).items()}
            yield Page(refused.status, call.url, headers, b"")
        except _SilenceError:
            yield Broken(f"{host} said nothing for {self._silence:g} seconds")
        except TooLongError:
            yield Broken(f"{host} said more than {MOST_FRAME // 1024 // 1024} MiB at once", too_long=True)
        except (aiohttp.ClientError, OSError, ValueError) as error:
            yield Broken(reason(error, host))

    async def _events(self, call: Call) -> AsyncGenerator[Frame]:
        """Server-sent events."""
        headers = _headers(call) | {"Accept": "text/event-stream", "Cache-Control": "no-store"}
        timeout = aiohttp.ClientTimeout(total=None, sock_connect=_CONNECT_SECONDS, sock_read=self._silence)
        async with asyncio.timeout(_OPENING):
            response = await self._session_for(call).get(call.url, headers=headers, timeout=timeout)
        events = EventReader(MOST_FRAME)
        async with response:
            if response.content_type != "text/event-stream":
                raise _refusal(response)
            try:
                async for chunk in response.content.iter_any():
                    for frame in events.feed(chunk):
                        yield frame
            except aiohttp.SocketTimeoutError:
                raise _SilenceError from None

    async def _messages(self, call: Call) -> AsyncGenerator[Frame]:
        """The messages of a WebSocket."""
        patience = aiohttp.ClientWSTimeout(ws_receive=self._silence, ws_close=_PARTING)
        async with asyncio.timeout(_OPENING):
            socket = await self._session_for(call).ws_connect(
                call.url, headers=_headers(call), timeout=patience, max_msg_size=MOST_FRAME, decode_text=False
            )
        async with socket:
            if call.hello:
                async with asyncio.timeout(_OPENING):
                    await socket.send_str(call.hello)
            backlog: asyncio.Queue[Frame | Exception | None] = asyncio.Queue(_BACKLOG)
            reading = asyncio.create_task(_read(socket, backlog), name="stream socket")
            try:
                while isinstance(said := await backlog.get(), Frame):
                    yield said
            finally:
                reading.cancel()
                await asyncio.wait({reading})
            if said is not None:
                raise said

    def _session_for(self, call: Call) -> aiohttp.ClientSession:
        """The session that may connect to this address."""
        return self._trusted if call.private and place(call.url) in self._private else self._strangers

    def _session(self, sockets: aiohttp.SocketFactoryType | None) -> aiohttp.ClientSession:
        """A session without a memory."""
        connector = aiohttp.TCPConnector(
            socket_factory=sockets, resolver=self._resolver, ssl=self._trust, force_close=True, limit=0
        )
        return aiohttp.ClientSession(
            connector=connector,
            headers=self._headers,
            cookie_jar=aiohttp.DummyCookieJar(),
            trust_env=False,
            auto_decompress=False,
            middlewares=(_accepted,),
        )


class _SilenceError(Exception):
    """Nothing has come for too long."""


async def _accepted(request: aiohttp.ClientRequest, ask: aiohttp.ClientHandlerType) -> aiohttp.ClientResponse:
    """The answer that opens a line. Every other ends here, or aiohttp would follow a redirect wherever it leads."""
    response = await ask(request)
    if response.status not in _OPENED:
        response.close()
        raise _refusal(response)
    return response


def _refusal(response: aiohttp.ClientResponse) -> aiohttp.ClientResponseError:
    """As what an answer counts that opens no line."""
    return aiohttp.ClientResponseError(response.request_info, (), status=response.status, headers=response.headers)


async def _read(
    socket: aiohttp.ClientWebSocketResponse[Literal[False]], backlog: asyncio.Queue[Frame | Exception | None]
) -> None:
    """Take what comes, and what ends it, though whoever listens is busy: a server wants its pings answered at once."""
    try:
        while (frame := await _message(socket)) is not None:
            await backlog.put(frame)
        await backlog.put(None)
    except Exception as error:  # noqa: BLE001 - raised where the frames are taken
        await backlog.put(error)


async def _message(socket: aiohttp.ClientWebSocketResponse[Literal[False]]) -> Frame | None:
    """The next message; None when there will be no more."""
    try:
        message = await socket.receive()
    except TimeoutError:
        raise _SilenceError from None
    match message.type:
        case aiohttp.WSMsgType.TEXT | aiohttp.WSMsgType.BINARY:
            return Frame(message.data)
        case aiohttp.WSMsgType.ERROR if socket.close_code == aiohttp.WSCloseCode.MESSAGE_TOO_BIG:
            raise TooLongError
        case _:
            return None


def _headers(call: Call) -> dict[str, str]:
    return {"Authorization": call.authorization} if call.authorization else {}
