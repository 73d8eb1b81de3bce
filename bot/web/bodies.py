"""Knows how a body is read from a stranger: no more of it than is wanted, not for long, and few at once."""

from __future__ import annotations

import asyncio
from typing import Final

from aiohttp import web

from bot.web.answers import plain

__all__ = ["Bodies"]

READ_AT_ONCE: Final = 8
"""Bodies that are read at once: what others send waits in the network."""


class Bodies:
    """Reads them."""

    def __init__(self, most_bytes: int, patience: float) -> None:
        """`most_bytes`: of a body; `patience`: seconds that it may take to arrive."""
        self._most_bytes = most_bytes
        self._patience = patience
        self._turns = asyncio.Semaphore(READ_AT_ONCE)

    async def read(self, request: web.Request) -> bytes | web.Response:
        """The body as it came, or what to answer instead."""
        if request.headers.get("Content-Encoding", "identity").lower() != "identity":
            return plain(415)  # what is signed is signed as it is sent, and nobody who may post here packs it
        if (request.content_length or 0) > self._most_bytes:
            return plain(413)
        try:
            async with asyncio.timeout(self._patience), self._turns:
                body = await self._bounded(request)
        except TimeoutError:
            return plain(408)
        return plain(413) if body is None else body

    async def _bounded(self, request: web.Request) -> bytes | None:
        """The body; None when it is too long."""
        body = bytearray()
        async for chunk in request.content.iter_any():
            body += chunk
            if len(body) > self._most_bytes:
                return None
        return bytes(body)
