"""Knows whether this process leads a stage that only one process may run at a time."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import structlog

from bot.ports import Clock, Ledger

__all__ = ["Lead"]

log = structlog.stdlib.get_logger(__name__)


class Lead:
    """A named lease and its fencing token.

    The token goes with every claim and every write, so that a leader which slept past its lease can do no harm.
    """

    def __init__(self, name: str, holder: str, ledger: Ledger, clock: Clock, lease: timedelta) -> None:
        self.name = name
        self.renew_within = lease.total_seconds() / 3
        """Seconds after which `hold` must be called again: a third, so that one late renewal loses nothing."""
        self._holder = holder
        self._ledger = ledger
        self._clock = clock
        self._lease = lease
        self._fence: int | None = None
        self._renew_at: datetime | None = None
        self._taking = asyncio.Lock()
        self._leads = asyncio.Event()
        self._limit: asyncio.Timeout | None = None

    async def keep(self) -> None:
        """Take the lease when it is free and renew it, whatever else this process is at; give it up when cancelled."""
        try:
            while True:
                await self.hold()
                await self._clock.sleep(self.renew_within)
        finally:
            await self.give_up()

    async def during(self, act: Callable[[], Awaitable[None]]) -> None:
        """Act while this process leads: cut off when it leads no longer, begun anew when it leads again."""
        while True:
            await self._leads.wait()
            try:
                async with asyncio.timeout(None) as limit:
                    self._limit = limit
                    return await act()
            except TimeoutError:
                if not limit.expired():
                    raise
            finally:
                self._limit = None

    async def hold(self) -> int | None:
        """The fencing token, taking or renewing the lease where that is due; None while another process leads."""
        async with self._taking:
            now = self._clock.now()
            if self._fence is None or self._renew_at is None or now >= self._renew_at:
                await self._take(now)
            return self._fence

    async def assure(self) -> None:
        """Come back while this process leads, else never: what runs `during` its lead is being cut off."""
        if await self.hold() is None:
            await asyncio.Event().wait()

    def lost(self) -> None:
        """A write was refused for its token: ask again before anything else."""
        self._renew_at = None

    async def give_up(self) -> None:
        """Let another process take over at once."""
        self._now_has(None)
        await self._ledger.yield_lead(self.name, self._holder)

    async def _take(self, now: datetime) -> None:
        fence = None  # which it stays when the database does not answer
        try:
            fence = await self._ledger.lead(self.name, self._holder, now, self._lease)
            self._renew_at = now + timedelta(seconds=self.renew_within)
        finally:
            self._now_has(fence)

    def _now_has(self, fence: int | None) -> None:
        if fence == self._fence:
            return
        self._fence = fence
        log.info("leads" if fence else "does not lead", stage=self.name, fence=fence)
        if self._limit:
            self._limit.reschedule(asyncio.get_running_loop().time())
            self._limit = None  # it can't be set again
        if fence is None:
            self._leads.clear()
        else:
            self._leads.set()
