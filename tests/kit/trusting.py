"""Stand-ins of the internet on this machine: the guard lets through what is asked of them, whoever names them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import TypeVar

from bot.ports import Fetch, Page, Post, Unreachable
from bot.ports.streams import Call, Listen

__all__ = ["trusting", "trusting_ear"]

Asked = TypeVar("Asked", Fetch, Post)


def trusting(get: Callable[[Asked], Awaitable[Page | Unreachable]]) -> Callable[[Asked], Awaitable[Page | Unreachable]]:
    """Gets what is asked as if the operator had named it."""

    async def got(ask: Asked) -> Page | Unreachable:
        return await get(replace(ask, private=True))

    return got


def trusting_ear(listen: Listen) -> Listen:
    """Listens as if the operator had named the server."""
    return lambda call: listen(_named(call))


def _named(call: Call) -> Call:
    return replace(call, private=True)
