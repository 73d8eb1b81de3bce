"""How often a source publishes, learnt from when it did.

Two counts of its publications fade at different speeds: one follows a burst within the hour, the other knows the habit
of days. Both are kept as they were at the newest publication, so that silence changes nothing that is stored.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from math import exp
from typing import Final

from bot.core.model import Record

__all__ = ["gap", "observed", "usual_gap"]

BURST: Final = timedelta(hours=1)
"""Time in which the quick count fades to a third: as long as the first rush of reports on an event lasts."""
HABIT: Final = timedelta(days=10)
"""The same of the slow count: longer than a week, so that neither a night nor a weekend is a change of habit."""
MEMORABLE: Final = timedelta(days=60)
"""Time in which the longest rest is forgotten to a third: a weekend is remembered, last year's holiday is not."""
BEFOREHAND: Final = timedelta(hours=1)
BELIEF: Final = 0.5
"""The gap to expect of a source of which nothing is known yet, and the publications that this counts as."""
MOST_COUNTED: Final = 1_000
"""Publications of one document that count: no more are ever recorded of one."""


def observed(record: Record, published: Iterable[datetime], now: datetime) -> Record:
    """The record with these publications added; times in the future, or before what is counted, count as those.

    Observation begins with the oldest publication of the first document, so that a source has a pace from its start.
    """
    times = sorted(min(time, now) for time in published)[-MOST_COUNTED:]
    since = record.since or min([now, *times])
    if not times:
        return replace(record, since=since)
    newest, recent, usual, longest = record.newest_at or since, record.recent, record.usual, record.longest
    for time in times:
        rest = max(time, newest) - newest
        recent = recent * _left(rest, BURST) + 1
        usual = usual * _left(rest, HABIT) + 1
        longest = max(longest * _left(rest, MEMORABLE), rest.total_seconds())
        newest += rest
    return replace(record, since=since, newest_at=newest, recent=recent, usual=usual, longest=longest)


def gap(record: Record, now: datetime) -> timedelta:
    """The time to expect between two publications, as things are now: at a burst's pace, or the usual one."""
    return timedelta(seconds=1 / max(_rate(record, now, record.usual, HABIT), _burst(record, now)))


def usual_gap(record: Record) -> timedelta | None:
    """The time that used to be between two publications when the newest one came; None while too little is known."""
    if record.newest_at is None or record.since is None or record.usual < _LEAST_KNOWN:
        return None
    return timedelta(seconds=1 / _rate(record, record.newest_at, record.usual, HABIT))


_LEAST_KNOWN: Final = 3.0
"""Publications, faded, from which on one can speak of a habit."""


def _burst(record: Record, now: datetime) -> float:
    """Publications a second within the hour; zero unless more came than the one that anybody sends."""
    if record.newest_at is None:
        return 0.0
    return max(record.recent * _left(now - record.newest_at, BURST) - 1, 0.0) / BURST.total_seconds()


def _rate(record: Record, now: datetime, count: float, fading: timedelta) -> float:
    """Publications a second: what was counted over the time it stands for, and what was believed beforehand."""
    since, newest = record.since or now, record.newest_at or record.since or now
    stands_for = fading.total_seconds() * (1 - _left(now - since, fading))
    expected = BELIEF * BEFOREHAND.total_seconds()
    return (count * _left(now - newest, fading) + BELIEF) / (stands_for + expected)


def _left(passed: timedelta, fading: timedelta) -> float:
    """What is left of a count after this time."""
    return exp(-max(passed / fading, 0.0))
