"""Knows the alarm clock: APScheduler, whose jobs only ring bells, so that no work hangs on its executors."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC

from apscheduler.schedulers.asyncio import AsyncIOScheduler

__all__ = ["Ticker"]


class Ticker:
    """Rings at intervals and as minutes begin.

    The work behind a bell is a supervised task of ours, which drains at a stop.
    """

    def __init__(self) -> None:
        # APScheduler's own defaults would drop a run that is a second late, and pile up runs after a stall.
        defaults = {"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        self._scheduler = AsyncIOScheduler(timezone=UTC, job_defaults=defaults)

    def every(self, seconds: float, name: str, ring: Callable[[], None]) -> None:
        """Call `ring` each so many seconds, the first time after as long."""
        self._scheduler.add_job(_tick(ring), "interval", seconds=seconds, id=name)

    def each_minute(self, name: str, ring: Callable[[], None]) -> None:
        """Call `ring` as each minute begins: digests are due then, in whatever zone; all zones have whole minutes."""
        self._scheduler.add_job(_tick(ring), "cron", second=0, id=name)

    def start(self) -> None:
        """From now on, in the running loop."""
        self._scheduler.start()

    def stop(self) -> None:
        """No more ringing."""
        self._scheduler.shutdown(wait=False)


def _tick(ring: Callable[[], None]) -> Callable[[], Awaitable[None]]:
    async def tick() -> None:  # a plain function would be run in a thread, where an asyncio.Event is out of reach
        ring()

    return tick
