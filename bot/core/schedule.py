"""When a source is polled next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b
from math import sqrt
from typing import Final, assert_never

from bot.core.cadence import gap
from bot.core.model import Source
from bot.core.outcome import Failed, Read, ReadOutcome, Rest, Unchanged

__all__ = ["Tempo", "next_poll", "share"]

BRISK: Final = timedelta(minutes=1)
BRISK_GAP: Final = timedelta(minutes=3)
"""A source that publishes every three minutes is polled every minute, and others in the square root of that: at a given
number of requests no other rule keeps publications waiting less on average (the sum of rate times wait is least where
the wait goes with one over the root of the rate). One that publishes weekly is polled hourly by it."""
BACK_OFF: Final = timedelta(minutes=5)
"""Wait after the first failure, doubled with each further one (Miniflux and lemon24/reader do so)."""
LONGEST_BACK_OFF: Final = timedelta(hours=24)
"""The longest wait after a failure, whether reckoned or asked for."""
LONGEST_HINT: Final = timedelta(hours=1)
"""How far a publisher's ttl, max-age or rest may put off the next poll of a healthy source: alerts must not be late."""
SPREAD: Final = 0.25
"""Part of the interval over which sources are spread (lemon24/reader: its first quarter)."""
JITTER: Final = 0.2
"""Back-off varies by so much to either side, so that sources failing together don't return together."""


@dataclass(frozen=True, slots=True)
class Tempo:
    """What the operator allows: polls of one source are never nearer than `floor`, nor further apart than `ceiling`."""

    floor: timedelta
    ceiling: timedelta


def next_poll(source: Source, outcome: ReadOutcome, tempo: Tempo, now: datetime) -> datetime:
    """The next due time of a source as it is after the poll; the same source waits alike in the same state."""
    match outcome:
        case Read(rest=rest):
            return _rested(now + _interval(source, outcome.wait, tempo, now), rest, now)
        case Unchanged():
            return now + _interval(source, outcome.wait, tempo, now)
        case Failed(put_off=True):
            return now + max(outcome.wait, tempo.floor)
        case Failed():
            doubled = min(BACK_OFF * (1 << min(max(source.failures, 1) - 1, 16)), LONGEST_BACK_OFF)
            jittered = doubled * (1 + JITTER * (2 * share(f"{source.locator} {source.failures}") - 1))
            return now + max(min(max(jittered, outcome.wait), LONGEST_BACK_OFF), tempo.floor)
        case _:
            assert_never(outcome)


def _interval(source: Source, asked: timedelta, tempo: Tempo, now: datetime) -> timedelta:
    """By the source's cadence; the spread shortens that, never what the publisher asks for."""
    own = min(BRISK * sqrt(gap(source.record, now) / BRISK_GAP), tempo.ceiling)
    return max(own * (1 - SPREAD * share(source.locator)), min(asked, LONGEST_HINT), tempo.floor)


def _rested(due: datetime, rest: Rest, now: datetime) -> datetime:
    """The first full hour at which the publisher is at work again, where `due` falls into its rest."""
    latest = max(due, now + LONGEST_HINT)
    while due < latest and (due.hour in rest.hours or due.weekday() in rest.days):
        due = due.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    return min(due, latest)


def share(seed: str) -> float:
    """A number from 0 up to 1, always the same for the same seed, evenly spread over seeds."""
    return int.from_bytes(blake2b(seed.encode("utf-8", "replace"), digest_size=6).digest()) / 2**48
