"""A Mastodon server on the loopback, as far as its streams go: the instance document, hashtags and a home timeline.

What it does is what the published sources of Mastodon say: a token for every stream, a greeting, a sign of life now and
then, events with a status as their data.
"""

from __future__ import annotations

import asyncio
import json
import ssl
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.servers.loopback import Loopback

__all__ = ["Listened", "Mastodon"]


@dataclass(eq=False)
class Listened:
    """A stream that was opened."""

    stream: str
    """`hashtag syria`, `user`."""
    user_agent: str
    authorization: str
    outbox: asyncio.Queue[bytes | None] = field(default_factory=asyncio.Queue)


class Mastodon(Loopback):
    """An async context manager."""

    def __init__(self, host: str = "127.0.0.1", *, token: str = "", context: ssl.SSLContext | None = None) -> None:
        """`token`: what streams are opened with; empty for a server that asks for none, as there were before 4.2.

        `context`: with a certificate, to be called over TLS.
        """
        super().__init__(host, context=context)
        self._token = token
        self.lines: list[Listened] = []
        """Those that are open."""
        self.opened: list[Listened] = []
        self.refused: list[str] = []
        """What was brought as authorization where that was not enough."""
        self.instance: Mapping[str, Any] | None = None
        """What the instance document says instead of where this server is."""
        self.status = 200
        """What streams are answered with."""
        self.thump_every = 15.0
        self.mute = False
        """Whether nothing is ever said, not even a greeting."""

    def _routes(self) -> Sequence[web.RouteDef]:
        return [
            web.get("/api/v2/instance", self._describe),
            web.get("/api/v1/streaming/{stream:.*}", self._stream),
        ]

    @property
    def url(self) -> str:
        """The base address."""
        return f"http://{self.place}"

    def tell(self, stream: str, status: Mapping[str, Any] | str, event: str = "update") -> None:
        """Send an event to those who listen to this stream."""
        data = status if isinstance(status, str) else json.dumps(status)
        self.say(f"event: {event}\ndata: {data}\n\n".encode(), stream)

    def say(self, raw: bytes, stream: str = "") -> None:
        """Send these bytes to those who listen to this stream, or to all."""
        for line in self.lines:
            if stream in {"", line.stream}:
                line.outbox.put_nowait(raw)

    def hang_up(self) -> None:
        """End all streams."""
        for line in self.lines:
            line.outbox.put_nowait(None)

    async def _describe(self, _request: web.Request) -> web.Response:
        streaming = {"configuration": {"urls": {"streaming": f"ws://{self.place}"}}}
        return web.json_response({"domain": self._host, **(streaming if self.instance is None else self.instance)})

    async def _stream(self, request: web.Request) -> web.StreamResponse:
        brought = request.headers.get("Authorization", "")
        if self._token and brought != f"Bearer {self._token}":
            self.refused.append(brought)
            return web.json_response({"error": "Missing access token"}, status=401)
        if self.status != 200:
            return web.Response(status=self.status, headers={"Location": "/elsewhere", "Retry-After": "7"})
        stream = " ".join([request.match_info["stream"], *request.query.getall("tag", [])])
        line = Listened(stream, request.headers.get("User-Agent", ""), brought)
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
        await response.prepare(request)
        self.opened.append(line)
        self.lines.append(line)
        try:
            with suppress(ConnectionError):  # whoever listened has gone
                await self._speak(response, line)
        finally:
            self.lines.remove(line)
        return response

    async def _speak(self, response: web.StreamResponse, line: Listened) -> None:
        """The greeting, then what is in its outbox, and a thump where nothing is."""
        said: bytes | None = b":)\n"
        while said is not None:
            if not self.mute:
                await response.write(said)
            try:
                async with asyncio.timeout(self.thump_every):
                    said = await line.outbox.get()
            except TimeoutError:
                said = b":thump\n"
