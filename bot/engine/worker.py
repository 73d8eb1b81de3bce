"""Knows how a stage is worked: claim what is due, work on it within a bound, and drain when told to stop."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import Generic, Protocol, TypeVar

import structlog

from bot.core.errors import Fatal
from bot.engine.bells import Bell

__all__ = ["GRACE", "Stage", "Worker", "pause_until"]

GRACE = 10.0
"""Seconds that work under way has to end in after a stop; Docker kills 10 s after its SIGTERM unless told otherwise,
so compose.yaml grants more."""

HELD_UP = 0.25
"""Seconds between two looks at work that is due but can't be claimed yet: the chat's last message is under way."""
LONGEST_REST = 60.0
"""Seconds after which a stage looks for work though nothing is known to be due."""

Job = TypeVar("Job")

log = structlog.stdlib.get_logger(__name__)


class Stage(Protocol[Job]):
    """One step on the way from a source to a chat; its work waits in the database."""

    name: str

    async def claim(self, limit: int) -> Sequence[Job]:
        """At most `limit` jobs for this process to do now."""
        ...

    async def work(self, job: Job) -> None:
        """Do one, and commit its whole consequence."""
        ...

    async def rest(self) -> float:
        """Seconds after which to claim again if no bell rings before."""
        ...


class Worker(Generic[Job]):
    """Runs a stage, at most `at_once` jobs at a time; one that ends makes room for the next, whatever the others do."""

    def __init__(self, stage: Stage[Job], bell: Bell, *, at_once: int, grace: float = GRACE) -> None:
        self._stage = stage
        self._bell = bell
        self._at_once = at_once
        self._grace = grace
        self._running: set[asyncio.Task[None]] = set()
        self._fatal: BaseException | None = None

    async def run(self) -> None:
        """Work until cancelled, then give what runs its grace. Raises what `claim` raises, and `Fatal`."""
        try:
            while self._fatal is None:
                await self._claim()
                await self._bell.heard(await self._stage.rest())
            raise self._fatal
        finally:
            await self._drain()

    async def _claim(self) -> None:
        """Claim as many jobs as there is room for, and begin them.

        A claim is not cut off: what it has taken would be nobody's until its lease is over. It is begun, then drained.
        """
        free = self._at_once - len(self._running)
        if not free:
            return
        claiming = asyncio.ensure_future(self._stage.claim(free))
        try:
            await asyncio.wait({claiming})
        except asyncio.CancelledError:
            await asyncio.wait({claiming}, timeout=self._grace)
            raise
        finally:
            claiming.cancel()
            self._begin(claiming.result() if claiming.done() else ())

    def _begin(self, jobs: Sequence[Job]) -> None:
        for job in jobs:
            task = asyncio.create_task(self._work(job), name=self._stage.name)
            self._running.add(task)
            task.add_done_callback(self._ended)

    async def _work(self, job: Job) -> None:
        """A job that fails keeps its lease until that lapses: the other jobs go on meanwhile."""
        try:
            await self._stage.work(job)
        except Fatal:
            raise
        except Exception:
            log.exception("job failed", stage=self._stage.name)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._running.discard(task)
        if not task.cancelled():
            self._fatal = task.exception() or self._fatal
        self._bell.ring()

    async def _drain(self) -> None:
        if self._running:
            _, late = await asyncio.wait(self._running, timeout=self._grace)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)


def pause_until(due: datetime | None, now: datetime) -> float:
    """Seconds to rest until work is due; never zero, so that work which can't be claimed does not spin."""
    if due is None:
        return LONGEST_REST
    return min((due - now).total_seconds(), LONGEST_REST) if due > now else HELD_UP
