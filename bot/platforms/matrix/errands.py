"""What is done beside listening, so that no slow server and no slow room holds up the others."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable
from functools import partial

import structlog

__all__ = ["Errands"]

log = structlog.stdlib.get_logger(__name__)


class Errands:
    """Tasks in lanes: those of one lane are done one after the other, in the order they were begun."""

    def __init__(self) -> None:
        self._lanes: defaultdict[str, list[asyncio.Task[None]]] = defaultdict(list)
        self._all: set[asyncio.Task[None]] = set()

    def begin(self, lane: str, errand: Callable[[], Awaitable[None]]) -> None:
        """Do this when everything begun before it in its lane is done."""
        tasks = self._lanes[lane]
        task = asyncio.create_task(self._run(lane, tasks[-1] if tasks else None, errand), name=lane)
        tasks.append(task)
        self._all.add(task)
        task.add_done_callback(partial(self._end, lane))

    def waiting(self, lane: str) -> int:
        """How many of the lane are not done."""
        return len(self._lanes.get(lane, ()))

    @property
    def under_way(self) -> frozenset[asyncio.Task[None]]:
        """All that are not done."""
        return frozenset(self._all)

    async def settle(self, seconds: float) -> None:
        """Come back when all are done, or after so many seconds."""
        if self._all:
            await asyncio.wait(self._all, timeout=seconds)

    async def close(self) -> None:
        """Give up what is under way."""
        for task in self._all:
            task.cancel()
        await asyncio.gather(*self._all, return_exceptions=True)

    async def _run(self, lane: str, before: asyncio.Task[None] | None, errand: Callable[[], Awaitable[None]]) -> None:
        if before is not None:
            await asyncio.wait([before])
        try:
            await errand()
        except Exception:
            log.exception("errand failed", lane=lane)

    def _end(self, lane: str, task: asyncio.Task[None]) -> None:
        self._all.discard(task)
        self._lanes[lane].remove(task)
        if not self._lanes[lane]:
            del self._lanes[lane]
