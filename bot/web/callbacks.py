"""Knows the HTTP of a subscriber's callback (WebSub, sections 5 to 8)."""

from __future__ import annotations

import asyncio
from typing import Final, assert_never

from aiohttp import web

from bot.ports import Asked, Callbacks, Posted, Receipt
from bot.web.answers import plain

__all__ = ["PATH", "CallbackRoutes"]

PATH: Final = "/websub/"
"""A token comes after it."""
READ_AT_ONCE: Final = 8
"""Bodies that are read at once: what others send waits in the network."""
TRY_AGAIN: Final = {"Retry-After": "60"}


class CallbackRoutes:
    """Answers hubs."""

    def __init__(self, callbacks: Callbacks, most_bytes: int, patience: float) -> None:
        """`most_bytes`: of a body; `patience`: seconds that it may take to arrive."""
        self._callbacks = callbacks
        self._most_bytes = most_bytes
        self._patience = patience
        self._turns = asyncio.Semaphore(READ_AT_ONCE)

    def routes(self) -> list[web.RouteDef]:
        """What is answered, and how."""
        path = f"{PATH}{{token}}"
        return [web.get(path, self.verify, allow_head=False), web.post(path, self.receive)]

    async def verify(self, request: web.Request) -> web.Response:
        """A hub asks whether we meant it, or says that it won't."""
        token = request.match_info["token"]
        asked = Asked(*(request.query.get(f"hub.{name}", "") for name in ("mode", "topic", "lease_seconds", "reason")))
        challenge = request.query.get("hub.challenge", "")
        if not self._callbacks.knows(token) or not (challenge or asked.mode == "denied"):
            return plain(404)
        return plain(200, challenge) if await self._callbacks.verify(token, asked) else plain(404)

    async def receive(self, request: web.Request) -> web.Response:
        """A hub pushes something."""
        token = request.match_info["token"]
        if not self._callbacks.knows(token):
            return plain(404)
        if request.headers.get("Content-Encoding", "identity").lower() != "identity":
            return plain(415)  # it is signed as it is sent, and no hub packs it
        if (request.content_length or 0) > self._most_bytes:
            return plain(413)
        try:
            async with asyncio.timeout(self._patience), self._turns:
                body = await self._body(request)
        except TimeoutError:
            return plain(408)
        if body is None:
            return plain(413)
        signature = request.headers.get("X-Hub-Signature", "")
        posted = Posted(body, request.headers.get("Content-Type", ""), signature)
        return _answer(await self._callbacks.receive(token, posted))

    async def _body(self, request: web.Request) -> bytes | None:
        """The body; None when it is too long."""
        body = bytearray()
        async for chunk in request.content.iter_any():
            body += chunk
            if len(body) > self._most_bytes:
                return None
        return bytes(body)


def _answer(receipt: Receipt) -> web.Response:
    match receipt:
        case Receipt.STORED:
            return plain(200)
        case Receipt.TAKEN | Receipt.IGNORED:  # a stranger is not told which
            return plain(202)
        case Receipt.BUSY:
            return plain(503, headers=TRY_AGAIN)
        case Receipt.ENDED:
            return plain(410)
        case _:
            assert_never(receipt)
