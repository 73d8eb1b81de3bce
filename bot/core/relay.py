"""Which of an outlet's ways are read: the best, and as long as that fails the next, and so on.

Must not know how a way is read.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from bot.core.health import is_silent, works
from bot.core.model import Source, SourceState

__all__ = ["heard_until", "live", "relay"]

_TURN: Final = frozenset({SourceState.ACTIVE, SourceState.STANDBY})
SLACK: Final = timedelta(minutes=30)
"""How late a publication may appear after the time it bears. What is told twice for that is recognised by its words."""
LATELY: Final = timedelta(days=2)
"""How long the readings of a way count that is read no more: its successor goes on where it ended."""


def relay(ways: Iterable[Source], now: datetime) -> tuple[Source, ...]:
    """The ways of one outlet whose state has to change, as they are to be.

    All are read from the top down to the first that works: those above it are tried on, and take over again when they
    do. What the operator paused, or the site ended, has no part in that.
    """
    changed: list[Source] = []
    covered = False
    for way in sorted((way for way in ways if way.state in _TURN), key=lambda way: (way.rank, way.id)):
        state = SourceState.STANDBY if covered else SourceState.ACTIVE
        if way.state is not state:
            changed.append(replace(way, state=state, due_at=way.due_at if covered else _due(way, now)))
        covered = covered or works(way, now)
    return tuple(changed)


def _due(way: Source, now: datetime) -> datetime:
    """When one is polled whose turn it is: at once, unless its site has asked for peace."""
    return max(now, way.due_at) if way.error and way.due_at else now


def live(ways: Sequence[Source], now: datetime) -> Source | None:
    """The way that brings an outlet's news now: the first one read that works, if any does."""
    read = sorted((way for way in ways if way.state is SourceState.ACTIVE), key=lambda way: (way.rank, way.id))
    return next((way for way in read if works(way, now)), None)


def heard_until(way: Source, others: Iterable[Source], now: datetime) -> datetime | None:
    """Until when the outlet was heard by better ways; None when it never was, or `way` was read later than they.

    What a way shows that takes over is news only from there on. One that takes its place back owes all it missed: the
    other may not have told of everything. To one that was never read, all others are better.
    """
    others = [other for other in others if other.id != way.id and _was_read(other, now)]
    better = [other for other in others if way.read_at is None or (other.rank, other.id) < (way.rank, way.id)]
    times = [time for other in better if (time := _heard(other, now)) is not None]
    latest = max(times, default=None)
    return None if latest is None or (way.read_at is not None and way.read_at >= latest) else latest - SLACK


def _was_read(way: Source, now: datetime) -> bool:
    """Whether its readings still count: those of one that the operator took away do not, nor those of long ago."""
    lately = way.read_at is not None and now - way.read_at < LATELY
    return way.state in _TURN or (lately and way.state in {SourceState.DEAD, SourceState.UNLISTED})


def _heard(way: Source, now: datetime) -> datetime | None:
    """Until when it told all there was: one that shows an old copy told it until its newest item."""
    return way.record.newest_at if is_silent(way, now) else way.read_at
