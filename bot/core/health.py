"""What is wrong with a source, in words for the operator, and whether it can be relied on.

Must not know how it came to be known.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from bot.core.cadence import usual_gap
from bot.core.model import Source, SourceState

__all__ = ["Ailment", "Trouble", "is_silent", "trouble", "works"]

A_DAY: Final = timedelta(days=1)
"""Failing for so long is worth telling the operator; old news under new names are told of for as long."""
SILENT_GAPS: Final = 12
"""Usual gaps without news, after which silence is no chance any more (once in 160,000 by a Poisson process)."""
LEAST_SILENCE: Final = timedelta(days=1)
RESTS: Final = 2
"""No source is silent within a day, nor within twice the longest time it rested of late: nights, weekends, holidays."""
LEAST_WATCHED: Final = timedelta(days=14)
"""What must be known of a source before its silence says something: a rest at the weekend, and work after it."""
FEW_FAILURES: Final = 3
"""Failures in a row after which another way is tried: a site that restarts is back before."""
TOO_LONG: Final = timedelta(minutes=30)
"""A source that failed and may not be asked again for longer gives way at once."""


class Ailment(StrEnum):
    """What kind of trouble it is."""

    GONE = "gone"
    FAILING = "failing"
    RENEWED = "renewed"
    SILENT = "silent"
    AHEAD = "ahead"


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something the operator should know of."""

    ailment: Ailment
    since: datetime
    why: str
    """In plain words, to stand after the source's name."""


def trouble(source: Source, now: datetime) -> Trouble | None:
    """The worst that is wrong with a source that is read, or was until its site said that it is gone."""
    if source.state is SourceState.DEAD:
        why = "its site said again and again that it is gone for good, so I read it no more"
        return Trouble(Ailment.GONE, source.record.gone_since or now, why)
    return next(_troubles(source, now), None) if source.state is SourceState.ACTIVE else None


def _troubles(source: Source, now: datetime) -> Iterator[Trouble]:
    """All that is wrong with it, the worst first."""
    record = source.record
    if record.failing_since and now - record.failing_since >= A_DAY:
        yield Trouble(Ailment.FAILING, record.failing_since, f"it has failed for a day or longer: {source.error}")
    if record.renewed_at and now - record.renewed_at < A_DAY:
        why = "it showed its old items under new names, all at once; I kept them and told nobody"
        yield Trouble(Ailment.RENEWED, record.renewed_at, why)
    if record.newest_at and is_silent(source, now):
        why = "it can be read but has published nothing for far longer than it used to; its site may show an old copy"
        yield Trouble(Ailment.SILENT, record.newest_at, why)
    if record.ahead_at and now - record.ahead_at < A_DAY:
        yield Trouble(
            Ailment.AHEAD, record.ahead_at, "it dates items in the future; they count as of when they were read"
        )


def is_silent(source: Source, now: datetime) -> bool:
    """Whether it had been without news for longer than its habit explains, when it was last read."""
    record, heard = source.record, min(source.read_at or now, now)
    usual, newest = usual_gap(record), record.newest_at
    if usual is None or newest is None or record.since is None or heard - record.since < LEAST_WATCHED:
        return False
    rest = RESTS * timedelta(seconds=record.longest)
    return heard - newest > max(SILENT_GAPS * usual, rest, LEAST_SILENCE)


def works(source: Source, now: datetime) -> bool:
    """Whether news can be expected of it; of one that only stands by, as far as anybody knows."""
    if source.state not in {SourceState.ACTIVE, SourceState.STANDBY}:
        return False
    away = source.due_at - now if source.due_at and source.error else timedelta(0)
    return source.failures < FEW_FAILURES and away <= TOO_LONG and not is_silent(source, now)
