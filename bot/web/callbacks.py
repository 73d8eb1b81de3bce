"""Knows the HTTP of a subscriber's callback (WebSub, sections 5 to 8)."""

from __future__ import annotations

from typing import Final, assert_never

from aiohttp import web

from bot.ports import Asked, Callbacks, Posted, Receipt
from bot.web.answers import plain
from bot.web.bodies import Bodies

__all__ = ["PATH", "CallbackRoutes"]

PATH: Final = "/websub/"
"""A token comes after it."""
TRY_AGAIN: Final = {"Retry-After": "60"}


class CallbackRoutes:
    """Answers hubs."""

    def __init__(self, callbacks: Callbacks, bodies: Bodies) -> None:
        self._callbacks = callbacks
        self._bodies = bodies

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
        body = await self._bodies.read(request)
        if isinstance(body, web.Response):
            return body
        signature = request.headers.get("X-Hub-Signature", "")
        posted = Posted(body, request.headers.get("Content-Type", ""), signature)
        return _answer(await self._callbacks.receive(token, posted))


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
