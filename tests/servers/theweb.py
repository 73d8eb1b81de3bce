"""The web on the loopback: hosts under their own names, over TLS, with a certificate authority of their own."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterable
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

import trustme
from aiohttp import web
from aiohttp.abc import AbstractResolver, ResolveResult

__all__ = ["TheWeb"]


@dataclass
class TheWeb:
    """An async context manager. What is published at an address is served there, by host and path; else it is 404."""

    hosts: Iterable[str]
    pages: dict[str, tuple[int, bytes, str]] = field(default_factory=dict)
    """Status, body and type by address without `https://`; one without a query also answers to any query."""
    asked: list[str] = field(default_factory=list)

    async def __aenter__(self) -> Self:
        self._authority = trustme.CA()
        names = sorted(set(self.hosts))
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        self._authority.issue_cert(*names).configure_cert(context)
        server = web.Application()
        server.router.add_get("/{path:.*}", self._answer)
        self._runner = web.AppRunner(server, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0, ssl_context=context).start()
        self.port = self._runner.addresses[0][1]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._runner.cleanup()

    @property
    def places(self) -> frozenset[str]:
        """All hosts, as private ones are named in the settings: the loopback is private."""
        return frozenset(f"{host}:443" for host in self.hosts)

    @property
    def trust(self) -> ssl.SSLContext:
        """Believes this web's own authority alone."""
        context = ssl.create_default_context()
        self._authority.configure_trust(context)
        return context

    @property
    def resolver(self) -> AbstractResolver:
        """Finds every host here."""
        return _Resolver(self.port)

    def publish(self, url: str, body: str | bytes, content_type: str = "text/xml; charset=utf-8") -> None:
        """Serve it at this address from now on."""
        self.pages[_place(url)] = 200, body.encode() if isinstance(body, str) else body, content_type

    def refuse(self, url: str, status: int) -> None:
        """Answer with this status there."""
        self.pages[_place(url)] = status, b"", "text/plain"

    async def _answer(self, request: web.Request) -> web.Response:
        whole = f"{request.host}{request.rel_url.raw_path_qs}"
        self.asked.append(whole)
        found = self.pages.get(whole) or self.pages.get(whole.partition("?")[0]) or (404, b"", "text/plain")
        status, body, content_type = found
        return web.Response(status=status, body=body, headers={"Content-Type": content_type})


class _Resolver(AbstractResolver):
    def __init__(self, port: int) -> None:
        self._port = port

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        here = {"hostname": host, "host": "127.0.0.1", "port": self._port, "proto": 0, "flags": 0}
        return [ResolveResult(family=socket.AF_INET, **here)]  # type: ignore[typeddict-item]

    async def close(self) -> None:
        pass


def _place(url: str) -> str:
    return url.removeprefix("https://")
