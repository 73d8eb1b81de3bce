"""A proxy before a homeserver that can lose requests, or the answers to them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import aiohttp
from aiohttp import web
from aiohttp.test_utils import TestServer


@dataclass
class Proxy:
    """Passes everything on to `target`, but for what is to be lost."""

    target: str
    lose_request: Callable[[str], bool] = lambda _: False
    lose_answer: Callable[[str], bool] = lambda _: False
    url: str = ""
    lost: list[str] = field(default_factory=list)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[Proxy]:
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self._pass_on)
        async with TestServer(app) as server, aiohttp.ClientSession(auto_decompress=False) as self._session:
            self.url = str(server.make_url("")).rstrip("/")
            yield self

    async def _pass_on(self, request: web.Request) -> web.Response:
        path = request.rel_url.raw_path
        if self.lose_request(path):
            return self._drop(request, path)
        names = ("Authorization", "Content-Type")
        headers = {name: request.headers[name] for name in names if name in request.headers}
        url = self.target + request.raw_path
        async with self._session.request(
            request.method, aiohttp.client.URL(url, encoded=True), data=await request.read(), headers=headers
        ) as answer:
            body = await answer.read()
        if self.lose_answer(path):
            return self._drop(request, path)
        return web.Response(status=answer.status, body=body, content_type=answer.content_type)

    def _drop(self, request: web.Request, path: str) -> web.Response:
        self.lost.append(path)
        assert request.transport
        request.transport.abort()
        return web.Response()
