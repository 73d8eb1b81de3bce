"""Knows whether this process leads a stage that only one process may run at a time."""

from __future__ import annotations

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

    async def hold(self) -> int | None:
        """The fencing token, taking or renewing the lease where that is due; None while another process leads."""
        now = self._clock.now()
        if self._fence is None or self._renew_at is None or now >= self._renew_at:
            await self._take(now)
        return self._fence

    def lost(self) -> None:
        """A write was refused for its token: ask again before anything else."""
        self._renew_at = None

    async def give_up(self) -> None:
        """Let another process take over at once."""
        if self._fence is not None:
            self._fence = None
            await self._ledger.yield_lead(self.name, self._holder)

    async def _take(self, now: datetime) -> None:
        before, self._fence = self._fence, None
        self._fence = await self._ledger.lead(self.name, self._holder, now, self._lease)
        self._renew_at = now + timedelta(seconds=self.renew_within)
        if self._fence != before:
            log.info("leads" if self._fence else "another process leads", stage=self.name, fence=self._fence)
