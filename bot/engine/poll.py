"""Knows how a source is read: claimed, driven through its kind, and settled with what came of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

import structlog

from bot.core.model import Source
from bot.core.outcome import Failed, Read, ReadOutcome, Unchanged
from bot.core.schedule import Tempo, share
from bot.engine.reader import Reader
from bot.engine.worker import pause_until
from bot.ports import Clock, Reach, Sources

__all__ = ["Pace", "Poll"]

log = structlog.stdlib.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Pace:
    """How often sources are read, and how long one reading may take."""

    tempo: Tempo
    longest: timedelta
    """The total time of one poll, downloads and parsing."""
    lease: timedelta
    """How long a claim holds; more than `longest`, or a slow poll would be done twice."""
    spread: timedelta
    """First reads are spread over so much time, so that a new installation does not parse everything at once."""


class Poll:
    """The stage between the sources and the wire."""

    name = "poll"

    def __init__(
        self, sources: Sources, reader: Reader, clock: Clock, pace: Pace, *, woken: Callable[[], None], reach: Reach
    ) -> None:
        """`woken`: called when the wire has something for the desk."""
        self._sources = sources
        self._reader = reader
        self._clock = clock
        self._pace = pace
        self._woken = woken
        self._reach = reach

    async def claim(self, limit: int) -> Sequence[Source]:
        """Sources that are due."""
        return await self._sources.claim(self._clock.now(), limit, self._pace.lease)

    async def work(self, source: Source) -> None:
        """Read it and settle: items, validators and the next due time go into the database together."""
        if source.read_at is None and not source.failures:
            await self._clock.sleep(share(source.locator) * self._pace.spread.total_seconds())
        outcome = await self._reader.read(source)
        now = self._clock.now()
        self._reach("poll.before_settle")
        recorded = await self._sources.settle(source, outcome, self._pace.tempo, now)
        self._reach("poll.after_settle")
        _report(source, outcome)
        if recorded is None:
            log.warning("poll came too late", source=source.id, outlet=source.outlet.id)
        elif recorded.new or recorded.revised:
            log.info("polled", outlet=source.outlet.id, new=recorded.new, revised=recorded.revised)
            self._woken()

    async def rest(self) -> float:
        """Until the next source is due."""
        return pause_until(await self._sources.next_due(), self._clock.now())


def _report(source: Source, outcome: ReadOutcome) -> None:
    match outcome:
        case Failed(why=why):
            log.warning("poll failed", outlet=source.outlet.id, source=source.id, why=why, in_a_row=source.failures + 1)
        case Read() | Unchanged() if source.failures:
            log.info("poll works again", outlet=source.outlet.id, source=source.id, after=source.failures)
        case Read() | Unchanged():
            pass
