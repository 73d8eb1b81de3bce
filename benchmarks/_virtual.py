"""A loop whose time leaps to the next appointment as soon as nothing is at work, and a clock that goes by it."""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

__all__ = ["Slow", "VirtualClock", "VirtualLoop"]

BEGAN = datetime(2026, 12, 2, 14, tzinfo=UTC)


class _Leaping(selectors.DefaultSelector):
    """Waits for nothing but what threads are at work on."""

    def __init__(self) -> None:
        super().__init__()
        self.time = 0.0
        self.at_work = 0
        """Calls whose answers come from a thread."""

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        """What is ready; in virtual time, unless a thread works."""
        ready = super().select(0)
        while not ready and self.at_work and timeout != 0:
            ready = super().select(None)
        if not ready and timeout:
            self.time += timeout
        return ready


class VirtualLoop(asyncio.SelectorEventLoop):
    """An event loop in virtual time: seconds since its beginning."""

    def __init__(self) -> None:
        self._leaping = _Leaping()
        super().__init__(self._leaping)

    def time(self) -> float:
        """Seconds, virtual ones."""
        return self._leaping.time

    async def real(self, work: Awaitable[Any]) -> Any:
        """Await what a thread does: no virtual time passes meanwhile."""
        self._leaping.at_work += 1
        try:
            return await work
        finally:
            self._leaping.at_work -= 1


class VirtualClock:
    """The `Clock` of a virtual loop."""

    def __init__(self, loop: VirtualLoop) -> None:
        self._loop = loop

    def now(self) -> datetime:
        """Aware, UTC."""
        return BEGAN + timedelta(seconds=self._loop.time())

    async def sleep(self, seconds: float) -> None:
        """Come back after so many virtual seconds."""
        await asyncio.sleep(seconds)


class Slow:
    """A room of a real store, each of whose calls takes real work in no time, and then some virtual time."""

    def __init__(self, room: object, loop: VirtualLoop, chance: Random, seconds: float) -> None:
        """`seconds`: what a call takes on average; evenly between none and twice that."""
        self._room = room
        self._loop = loop
        self._chance = chance
        self._seconds = seconds

    def __getattr__(self, name: str) -> Callable[..., Awaitable[Any]]:
        """The method of that name."""
        method = getattr(self._room, name)

        async def slowly(*args: Any, **named: Any) -> Any:
            result = await self._loop.real(method(*args, **named))
            await asyncio.sleep(self._seconds * 2 * self._chance.random())
            return result

        return slowly
