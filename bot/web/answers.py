"""Knows what an answer looks like: plain text, and nothing about who gives it."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus

from aiohttp import web

__all__ = ["anonymous", "plain"]


def plain(status: int, text: str | None = None, headers: Mapping[str, str] | None = None) -> web.Response:
    """An answer whose text, by default the status in words, no browser takes for a page.

    The connection ends with it: hubs seldom have two things to say, and a proxy would take a dead one for a live one.
    """
    words = HTTPStatus(status).phrase if text is None else text
    answer = web.Response(status=status, text=words, headers={"X-Content-Type-Options": "nosniff", **(headers or {})})
    answer.force_close()
    return answer


async def anonymous(_request: web.Request, response: web.StreamResponse) -> None:
    """The signal that takes off what aiohttp says of itself and of Python."""
    response.headers.pop("Server", None)
