"""Knows how strangers are let in: where, how many, how long they may take to say what they want."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Sequence
from ipaddress import IPv6Address, ip_address
from typing import Final

import structlog
from aiohttp import web
from aiohttp.typedefs import Handler

from bot.core.errors import Fatal
from bot.ports import Callbacks
from bot.web.answers import anonymous, plain
from bot.web.bodies import Bodies
from bot.web.callbacks import CallbackRoutes
from bot.web.letterbox import HookBox

__all__ = ["Web"]

PATIENCE: Final = 10.0
"""Seconds that the head of a request may take to arrive, and a body."""
MOST_HEAD: Final = 8_190
MOST_HEADERS: Final = 64
"""Bytes of the request line and of each header, and headers: hubs send ten or so."""
MOST_CONNECTIONS: Final = 256
"""More than a hub opens for a hundred sources at once; what comes beyond is cut off."""
MOST_OF_ONE: Final = 16
"""Connections of one stranger, who has one address, or with IPv6 a network of them."""
RESERVED: Final = 32
"""Connections that only this machine may open: a proxy in front of the bot, and who asks after its health."""
_NETWORK: Final = 8
"""Bytes of an address of IPv6 that name the network: nobody is given a smaller one (/64, RFC 6177)."""
BACKLOG: Final = 128
LAST_SECONDS: Final = 3.0
"""What a request under way may still take when the bot stops, and a body that nobody wants."""

log = structlog.stdlib.get_logger(__name__)


class Web:
    """The door for hubs, webhooks and health checks; it says as little as it can."""

    def __init__(
        self,
        host: str,
        port: int,
        *,
        most_bytes: int,
        is_well: Callable[[], bool],
        boxes: Sequence[HookBox] = (),
        patience: float = PATIENCE,
    ) -> None:
        """`most_bytes`: of what a hub pushes. `is_well`: whether the bot gave a sign of life lately.

        `boxes`: where others post than hubs.
        """
        self._host = host
        self._port = port
        self._most_bytes = most_bytes
        self._is_well = is_well
        self._boxes = boxes
        self._patience = patience
        self.places: tuple[tuple[str, int], ...] = ()
        """Where it listens: addresses and ports."""

    async def serve(self, callbacks: Callbacks) -> None:
        """Let them in until cancelled; raises `Fatal` when it can't listen."""
        server = web.Application(middlewares=[_quiet])
        server.add_routes(CallbackRoutes(callbacks, Bodies(self._most_bytes, self._patience)).routes())
        for box in self._boxes:
            server.add_routes(box.routes(self._patience))
        server.router.add_get("/health", self._health, allow_head=False)
        server.on_response_prepare.append(anonymous)
        runner = web.AppRunner(server, shutdown_timeout=LAST_SECONDS)
        await runner.setup()
        try:
            listening = await self._listening(runner)
            try:
                self.places = tuple(socket.getsockname()[:2] for socket in listening.sockets)
                log.info("listening", places=", ".join(f"{host}:{port}" for host, port in self.places))
                await asyncio.Event().wait()
            finally:
                listening.close()
        finally:
            await runner.cleanup()

    async def _listening(self, runner: web.AppRunner) -> asyncio.Server:
        server, loop = runner.server, asyncio.get_running_loop()
        assert server is not None, "the runner is set up"
        try:
            return await loop.create_server(
                lambda: _Visit(server, loop, self._patience), self._host, self._port, backlog=BACKLOG
            )
        except OSError as error:
            why = os.strerror(error.errno) if error.errno and error.errno > 0 else "there is no such host"
            where = f"WEB_LISTEN={self._host}:{self._port}"
            raise Fatal(f"{where} can't be used: {why}. Name an address of this machine and a free port.") from None

    async def _health(self, _request: web.Request) -> web.Response:
        """Whether the bot is well, for who watches it."""
        return plain(200, "well") if self._is_well() else plain(503, "not well")


class _Visit(web.RequestHandler):
    """One connection, with its limits; what is not HTTP is answered in two words, and not logged."""

    __slots__ = ("_server",)

    def __init__(self, server: web.Server, loop: asyncio.AbstractEventLoop, patience: float) -> None:
        super().__init__(
            server,
            loop=loop,
            access_log=None,  # type: ignore[arg-type]  # as aiohttp's own runner is told: paths are secrets
            keepalive_timeout=patience,
            lingering_time=LAST_SECONDS,
            max_line_size=MOST_HEAD,
            max_field_size=MOST_HEAD,
            max_headers=MOST_HEADERS,
            auto_decompress=False,
        )
        self._server = server

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        peers = [_peer(visit.transport) for visit in self._server.connections]
        if len(peers) > MOST_CONNECTIONS or _is_crowded(_peer(transport), peers):
            self.force_close()

    def handle_error(
        self,
        request: web.BaseRequest,  # noqa: ARG002 - aiohttp's signature
        status: int = 500,
        exc: BaseException | None = None,  # noqa: ARG002 - as above
        message: str | None = None,  # noqa: ARG002 - as above
    ) -> web.StreamResponse:
        return plain(status, headers={"Server": ""})  # signals are for requests that could be read


def _is_crowded(peer: bytes, peers: Sequence[bytes]) -> bool:
    """Whether a stranger has more connections than one may have, or all strangers together have."""
    strangers = len(peers) - peers.count(b"")
    return bool(peer) and (peers.count(peer) > MOST_OF_ONE or strangers > MOST_CONNECTIONS - RESERVED)


def _peer(transport: asyncio.BaseTransport | None) -> bytes:
    """Who is at the other end, as far as strangers are told apart; nothing for this machine, and for who has gone."""
    name = transport and transport.get_extra_info("peername")
    if not name:
        return b""
    address = ip_address(name[0].partition("%")[0])
    if isinstance(address, IPv6Address):
        address = address.ipv4_mapped or address
    if address.is_loopback:
        return b""
    return address.packed[:_NETWORK]


@web.middleware
async def _quiet(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Whatever goes wrong is told in two words."""
    try:
        return await handler(request)
    except web.HTTPException as error:
        allowed = error.headers.get("Allow", "")
        return plain(error.status, headers={"Allow": allowed} if allowed else None)
    except (ConnectionError, web.RequestPayloadError):  # it broke off
        return plain(400)
    except Exception:
        log.exception("request failed", method=request.method)
        return plain(500)
