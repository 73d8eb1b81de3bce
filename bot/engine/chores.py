"""Knows what has to be done now and then: housekeeping, and the heartbeat."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta

import structlog

from bot.engine.bells import Bell
from bot.ports import Clock, Ledger

__all__ = ["chore", "tidying"]

log = structlog.stdlib.get_logger(__name__)


async def chore(bell: Bell, act: Callable[[], Awaitable[None]]) -> None:
    """Act at once and then whenever the bell rings, until cancelled."""
    while True:
        await act()
        await bell.heard()


def tidying(ledger: Ledger, clock: Clock, items: timedelta, seen: timedelta) -> Callable[[], Awaitable[None]]:
    """The chore of forgetting items and seen-keys that are older than that."""

    async def tidy() -> None:
        gone = await ledger.tidy(clock.now(), items, seen)
        log.debug("tidied", rows=gone)

    return tidy
