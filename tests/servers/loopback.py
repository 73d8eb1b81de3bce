"""What servers on the loopback have in common: how they start, where they are, how they end."""

from __future__ import annotations

import ssl
from collections.abc import Sequence
from types import TracebackType
from typing import Self

from aiohttp import web

__all__ = ["Loopback"]


class Loopback:
    """An async context manager; what is answered is for the server itself to say."""

    def __init__(self, host: str, port: int = 0, context: ssl.SSLContext | None = None) -> None:
        """`port`: 0 for any that is free; `context`: with a certificate, to be called over TLS."""
        self._host = host
        self.port = port
        self._context = context

    def _routes(self) -> Sequence[web.RouteDef]:
        """What is answered where."""
        raise NotImplementedError

    def hang_up(self) -> None:
        """End what is still open."""

    async def __aenter__(self) -> Self:
        server = web.Application()
        server.router.add_routes(self._routes())
        self._runner = web.AppRunner(server, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, self._host, self.port, ssl_context=self._context).start()
        self.port = self._runner.addresses[0][1]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.hang_up()
        await self._runner.cleanup()

    @property
    def place(self) -> str:
        """`host:port`, as private hosts are named in the settings."""
        return f"{self._host}:{self.port}"
