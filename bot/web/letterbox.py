"""Knows the HTTP of a letterbox: one path that nobody can guess, and a secret in a header that proves the sender."""

from __future__ import annotations

import hmac
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from aiohttp import web

from bot.ports.letters import Take
from bot.web.answers import plain
from bot.web.bodies import Bodies

__all__ = ["HookBox"]

MOST_BYTES: Final = 1024 * 1024
"""Of a letter: the longest update of Telegram, with what it replies to and a hundred entities each, has 200 kB."""
MOST_AT_ONCE: Final = 64
"""Letters in hand at once; of the one sender who may post here, more than it has connections."""


class HookBox:
    """A letterbox for webhooks."""

    def __init__(self, public_url: str, path: str, key: bytes, *, header: str) -> None:
        """`path`: what its own begins with; `key`: 32 bytes that nobody else has; `header`: where the secret comes."""
        self._path = path
        self._token = _made(key, "path")
        self._header = header
        self._take: Take | None = None
        self._in_hand = 0
        self.url = f"{public_url}{path}{self._token}"
        self.secret = _made(key, "secret")

    @contextmanager
    def emptied(self, take: Take) -> Iterator[None]:
        """Hand letters over while this lasts."""
        self._take = take
        try:
            yield
        finally:
            self._take = None

    def routes(self, patience: float) -> list[web.RouteDef]:
        """What is answered; `patience`: seconds that a letter may take to arrive."""
        bodies = Bodies(MOST_BYTES, patience)

        async def post(request: web.Request) -> web.Response:
            return await self._receive(request, bodies)

        return [web.post(f"{self._path}{{token}}", post)]

    async def _receive(self, request: web.Request, bodies: Bodies) -> web.Response:
        """A stranger, and who comes without the secret, learns nothing but that there is nothing."""
        known = _same(request.match_info["token"], self._token)
        if not _same(request.headers.get(self._header, ""), self.secret) or not known:
            return plain(404)
        body = await bodies.read(request)
        if isinstance(body, web.Response):
            return body
        # Without Retry-After: the sender knows best how soon to try again, and another process may be there by then.
        return plain(200 if await self._taken(body) else 503)

    async def _taken(self, body: bytes) -> bool:
        if self._take is None or self._in_hand >= MOST_AT_ONCE:
            return False
        self._in_hand += 1
        try:
            return await self._take(body)
        finally:
            self._in_hand -= 1


def _made(key: bytes, purpose: str) -> str:
    """64 hex digits, of which none tells another purpose's."""
    return hmac.new(key, purpose.encode(), "sha256").hexdigest()


def _same(given: str, ours: str) -> bool:
    """In a time that does not depend on where they differ."""
    return hmac.compare_digest(given.encode(errors="surrogateescape"), ours.encode())
