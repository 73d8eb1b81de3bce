"""Knows how an account may be used by all stages that write with it: its pace, and the pause its platform asked for."""

from __future__ import annotations

import asyncio
from datetime import datetime

import structlog

from bot.core.alerts.delivery import LONGEST_PAUSE
from bot.core.model import Chat, ChatKind
from bot.core.outcome import Later
from bot.core.pacing import MINUTE, Asking, Pace, limits
from bot.ports import Clock, Fence, Store

__all__ = ["Account", "is_group"]

log = structlog.stdlib.get_logger(__name__)


class Account:
    """One account of a platform; what it was told and what it wrote is remembered over restarts too."""

    def __init__(self, platform: str, store: Store, clock: Clock, pace: Pace | None = None) -> None:
        """`pace`: that of all that is written with the account; one of its own where nothing else is."""
        self.pace = pace or Pace(limits(platform))
        self.paused_until: datetime | None = None
        """When its pause ends, or ended last; None when there was none."""
        self._platform = platform
        self._ledger = store.ledger
        self._outbox = store.outbox
        self._clock = clock
        self._fence = 0
        self._taking = asyncio.Lock()

    async def is_paused(self, fence: int) -> bool:
        """Whether nothing may be sent now. `fence`: of the caller, who takes over what an earlier leader was asked."""
        async with self._taking:  # what was sent before counts once, however many stages ask at a time
            if fence != self._fence:
                await self._take_over(fence)
        return self.paused_until is not None and self._clock.now() < self.paused_until

    async def begin_pause(self, later: Later, under: Fence) -> None:
        """Leave the whole account alone for a while. `under`: of the leader who was asked to."""
        until = self._clock.now() + min(later.after, LONGEST_PAUSE)
        self.paused_until = max(until, self.paused_until or until)
        log.warning("platform asks for a pause", platform=self._platform, seconds=later.after.total_seconds())
        await self._ledger.remember(self._name, self.paused_until.isoformat(), under=under)

    def free_at(self, chat: Chat, now: datetime) -> datetime:
        """When the chat may be told something, by the account's pace; `now` is read just before."""
        return self.pace.free_at(chat.address.chat, Asking.ALERT, now, group=is_group(chat))

    @property
    def _name(self) -> str:
        return f"pause {self._platform}"

    async def _take_over(self, fence: int) -> None:
        """Remember what was asked for and sent before, whoever did that."""
        kept = await self._ledger.recall(self._name)
        self.paused_until = datetime.fromisoformat(kept) if kept else None
        now = self._clock.now()
        self.pace.recall(await self._outbox.written(self._platform, now - MINUTE, now), self._clock.now())
        self._fence = fence


def is_group(chat: Chat) -> bool:
    """Whether it is limited as groups are."""
    return chat.kind is not ChatKind.PRIVATE
