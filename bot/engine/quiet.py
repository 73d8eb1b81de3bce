"""Knows how long a whole account is to be left alone, as its platform asked, over restarts too."""

from __future__ import annotations

from datetime import datetime

import structlog

from bot.core.outcome import Later
from bot.ports import Clock, Ledger

__all__ = ["Quiet"]

log = structlog.stdlib.get_logger(__name__)


class Quiet:
    """The pause of one account, shared by all stages that write to its platform."""

    def __init__(self, platform: str, ledger: Ledger, clock: Clock) -> None:
        self.until: datetime | None = None
        """When it ends, or ended last; None when there was none."""
        self._platform = platform
        self._ledger = ledger
        self._clock = clock
        self._fence = 0

    async def holds(self, fence: int) -> bool:
        """Whether nothing may be sent now. `fence`: of the caller, who recalls what an earlier leader was asked."""
        if fence != self._fence:
            kept = await self._ledger.recall(self._name)
            self.until = datetime.fromisoformat(kept) if kept else None
            self._fence = fence
        return self.until is not None and self._clock.now() < self.until

    async def begin(self, later: Later) -> None:
        """Leave the whole account alone for a while."""
        until = self._clock.now() + later.after
        self.until = max(until, self.until or until)
        log.warning("platform asks for a pause", platform=self._platform, seconds=later.after.total_seconds())
        await self._ledger.remember(self._name, self.until.isoformat())

    @property
    def _name(self) -> str:
        return f"pause {self._platform}"
