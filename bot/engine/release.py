"""Knows how what was held goes out: when it is due, one by one or in a digest, and never what is muted by now."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from zoneinfo import ZoneInfo

import structlog

from bot.core.alerts.following import bound
from bot.core.alerts.hours import UNIVERSAL
from bot.core.alerts.muting import Muting
from bot.core.filters import Document
from bot.core.model import Evidence
from bot.core.names import Names
from bot.core.names.aliased import Aliased
from bot.engine.steps import unhurried
from bot.engine.worker import pause_until
from bot.ports import Clock, Doubts, Due, Holding, Reach

__all__ = ["Release"]

AT_ONCE = 100
"""Chats released one after the other in one go: half a second."""
AFTER_A_FAILURE = 10.0
"""Seconds until what could not be released is tried again."""

log = structlog.stdlib.get_logger(__name__)

Batch = tuple[Due, ...]


class Release:
    """The stage between what is held and the outbox; its jobs are batches of chats, one at a time.

    Nothing is leased: of two processes that release one chat at once, the second finds nothing due any more.
    """

    name = "release"

    def __init__(
        self,
        holding: Holding,
        clock: Clock,
        names: Names,
        *,
        woken: Callable[[], None],
        reach: Reach,
        zone: ZoneInfo = UNIVERSAL,
    ) -> None:
        """`names`: by which muted queries are read; `woken`: called when the outbox has something new.

        `zone`: of chats that have named none of their own.
        """
        self._holding = holding
        self._clock = clock
        self._names = names
        self._woken = woken
        self._reach = reach
        self._zone = zone
        self._failed = False

    async def claim(self, limit: int) -> Sequence[Batch]:  # noqa: ARG002 - the port's: this stage has one job at most
        """Chats of which something is due."""
        batch = await self._holding.due(self._clock.now(), AT_ONCE)
        return (batch,) if batch else ()

    async def work(self, job: Batch) -> None:
        """Release them, each in a transaction of its own: one that can't be released holds up no other."""
        self._failed = False
        for due in job:
            try:
                await self._release(due)
            except Exception:
                self._failed = True
                log.exception("what was held can't be released", chat=due.chat)

    async def rest(self) -> float:
        """Until something is due."""
        pause = pause_until(await self._holding.next_due(), self._clock.now())
        return max(pause, AFTER_A_FAILURE) if self._failed else pause

    async def _release(self, due: Due) -> None:
        muted = await self._muted(await self._holding.doubts(due, self._clock.now()))
        self._reach("release.before_commit")
        something = await self._holding.release(due, self._clock.now(), muted, zone=self._zone)
        self._reach("release.after_commit")
        log.info("released", chat=due.chat, sends=something)
        if something:
            self._woken()

    async def _muted(self, doubts: Doubts) -> dict[int, str]:
        """The deliveries that a query mutes which was muted since they were owed, and why."""
        if not doubts.items:
            return {}
        names = Aliased(self._names, doubts.aliases) if doubts.aliases else self._names
        muting, now = Muting(), self._clock.now()
        muting.put(0, doubts.queries, lambda text: bound(text, names))
        found: dict[int, str] = {}
        for number, item in doubts.items.items():
            reasons = await unhurried(muting.found(Document(item, Evidence(), now), item.story, now))
            if reasons:
                found[number] = next(iter(reasons.values()))
            await asyncio.sleep(0)
        return found
