"""A proxy that breaks HTTP on purpose, between the bot and any server, and counts what it broke: tests can prove it.

Put it before a server and give the bot its address: `async with FaultProxy("http://127.0.0.1:8081") as p: p.url`
"""

from __future__ import annotations

import asyncio
import socket
import struct
from collections import Counter
from dataclasses import dataclass, field
from types import TracebackType
from typing import Final, Self, assert_never

import aiohttp
from aiohttp import web
from multidict import CIMultiDict, CIMultiDictProxy

__all__ = ["Bandwidth", "DropAfter", "DropBefore", "Fault", "FaultProxy", "Latency", "Refuse", "Reset", "Truncate"]

_HOP_BY_HOP: Final = frozenset(
    {"connection", "keep-alive", "transfer-encoding", "content-length", "content-encoding", "host", "te", "upgrade"}
)


@dataclass(frozen=True, slots=True)
class Latency:
    """Wait before forwarding."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Reset:
    """Cut the connection by a TCP reset, the request not forwarded."""


@dataclass(frozen=True, slots=True)
class DropBefore:
    """Hang up, the request not forwarded: nothing happened."""


@dataclass(frozen=True, slots=True)
class DropAfter:
    """Forward the request, throw the answer away and hang up: it happened, and the sender can't know."""


@dataclass(frozen=True, slots=True)
class Truncate:
    """Hang up after so many bytes of the answer's body."""

    size: int


@dataclass(frozen=True, slots=True)
class Bandwidth:
    """Pass the answer's body on at so many bytes a second."""

    rate: int


@dataclass(frozen=True, slots=True)
class Refuse:
    """Answer instead of the server, as a gateway in front of it would."""

    status: int = 502
    body: str = "<html><h1>Bad gateway</h1></html>"
    content_type: str = "text/html"
    headers: dict[str, str] = field(default_factory=dict)


Fault = Latency | Reset | DropBefore | DropAfter | Truncate | Bandwidth | Refuse


@dataclass(slots=True)
class _Armed:
    fault: Fault
    path: str
    skip: int
    times: int


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    headers: CIMultiDictProxy[str]
    body: bytes


class FaultProxy:
    """An async context manager. Without a fault that is armed, everything passes."""

    def __init__(self, upstream: str) -> None:
        """`upstream`: scheme, host and port of the server."""
        self._upstream = upstream.rstrip("/")
        self._armed: list[_Armed] = []
        self.fired: Counter[type[Fault]] = Counter()
        self.answered: Counter[tuple[str, int]] = Counter()
        """What the server answered: path and status."""
        self.forwarded: list[str] = []
        """Paths of the requests that reached the server."""

    async def __aenter__(self) -> Self:
        server = web.Application(client_max_size=64 * 1024 * 1024)
        server.router.add_route("*", "/{path:.*}", self._answer)
        self._client = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=None))
        self._runner = web.AppRunner(server, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._runner.cleanup()
        await self._client.close()

    def arm(self, fault: Fault, *, path: str = "", skip: int = 0, times: int = 1) -> None:
        """Break the next `times` requests whose path holds `path`, the first `skip` of them spared."""
        self._armed.append(_Armed(fault, path, skip, times))

    def disarm(self) -> None:
        """Let everything pass from now on."""
        self._armed.clear()

    def _due(self, path: str) -> Fault | None:
        for armed in self._armed:
            if armed.path not in path or not armed.times:
                continue
            if armed.skip:
                armed.skip -= 1
                continue
            armed.times -= 1
            self.fired[type(armed.fault)] += 1
            return armed.fault
        return None

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        try:
            return await self._pass(request)
        except aiohttp.ClientError:  # the server is down, or went down over this: as if nobody stood between
            return _hang_up(request)

    async def _pass(self, request: web.Request) -> web.StreamResponse:
        fault = self._due(request.path_qs)
        match fault:
            case Refuse(status, body, content_type, headers):
                return web.Response(status=status, text=body, content_type=content_type, headers=headers)
            case Reset() | DropBefore():
                return _hang_up(request, reset=isinstance(fault, Reset))
            case DropAfter():
                await self._forward(request)
                return _hang_up(request)
            case Truncate(size):
                return await _dribble(request, await self._forward(request), size, 0)
            case Bandwidth(rate):
                answer = await self._forward(request)
                return await _dribble(request, answer, len(answer.body), rate)
            case Latency() | None:
                await asyncio.sleep(fault.seconds if fault else 0)
                return _whole(await self._forward(request))
            case _:
                assert_never(fault)

    async def _forward(self, request: web.Request) -> _Answer:
        self.forwarded.append(request.path_qs)
        body = await request.read()
        async with self._client.request(
            request.method,
            self._upstream + request.path_qs,
            data=body or None,
            headers=_carried(request.headers),
            allow_redirects=False,
        ) as answer:
            self.answered[request.path_qs, answer.status] += 1
            return _Answer(answer.status, answer.headers, await answer.read())


def _carried(headers: CIMultiDictProxy[str]) -> CIMultiDict[str]:
    """The headers that are meant for the other end."""
    return CIMultiDict((name, value) for name, value in headers.items() if name.lower() not in _HOP_BY_HOP)


def _whole(answer: _Answer) -> web.Response:
    return web.Response(status=answer.status, body=answer.body, headers=_carried(answer.headers))


async def _dribble(request: web.Request, answer: _Answer, size: int, rate: int) -> web.StreamResponse:
    """The first `size` bytes at `rate` bytes a second (0: at once); then the end, or a broken connection."""
    response = web.StreamResponse(status=answer.status, headers=_carried(answer.headers))
    response.content_length = len(answer.body)
    await response.prepare(request)
    step = max(rate // 10, 1) if rate else max(size, 1)
    for place in range(0, size, step):
        await response.write(answer.body[place : min(place + step, size)])
        if rate:
            await asyncio.sleep(step / rate)
    if size < len(answer.body):
        _hang_up(request)
    return response


def _hang_up(request: web.Request, *, reset: bool = False) -> web.StreamResponse:
    """Close the connection; as a reset, by having no time to linger (SO_LINGER)."""
    if request.transport:
        connection = request.transport.get_extra_info("socket")
        if reset:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        request.transport.close()
    return web.Response()
