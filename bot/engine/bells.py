"""Knows how one stage wakes another: a bell each, rung after every commit that leaves work for it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

__all__ = ["Bell", "ring_all"]


class Bell:
    """Wakes the one task that waits for it; a ring while it works is kept, so that none is missed."""

    def __init__(self) -> None:
        self._event = asyncio.Event()

    def ring(self) -> None:
        """Say that there may be work."""
        self._event.set()

    async def heard(self, within: float | None = None) -> bool:
        """Wait for a ring, at most `within` seconds; says whether there was one, and forgets it."""
        try:
            async with asyncio.timeout(within):
                await self._event.wait()
        except TimeoutError:
            return False
        self._event.clear()
        return True


def ring_all(*bells: Bell) -> Callable[[], None]:
    """One function that rings them all."""

    def ring() -> None:
        for bell in bells:
            bell.ring()

    return ring
