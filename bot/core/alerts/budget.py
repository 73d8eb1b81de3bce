"""How many alerts a chat gets one by one, and what becomes of the rest: it waits for room, in one digest.

Must not know what they say.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.core.alerts.hours import UNIVERSAL, past_quiet, zone_of
from bot.core.model import Hours

__all__ = [
    "LATE",
    "LATE_AFTER",
    "OFFLINE",
    "TOO_MUCH",
    "Backlog",
    "Budget",
    "Fold",
    "Outage",
    "Waiting",
    "fold",
    "folded",
    "recent",
]

TOO_MUCH: Final = "too much at once"
LATE: Final = "late"
OFFLINE: Final = "offline "
"""What folded alerts wait for, as a delivery notes it; an outage goes on with its times: `offline 02:10–06:40`."""

LATE_AFTER: Final = timedelta(minutes=30)
"""What was owed so long ago without being sent is old news: a pause of the platform, or of the bot, lies between."""
FEWEST_LATE: Final = 3
"""Old news that is folded; one or two are told as if they were new."""
SOON: Final = timedelta(minutes=30)
"""How long after an outage news from before its end still comes in: nearly all sources have been read by then."""
GATHER: Final = timedelta(minutes=2)
"""How long after an outage old news is gathered: most sources have been read by then."""


@dataclass(frozen=True, slots=True)
class Budget:
    """How much a chat, or a thread in it, is told one by one."""

    most: int = 10
    """Messages with news, but for urgent ones, within `within`."""
    within: timedelta = timedelta(minutes=10)
    zone: ZoneInfo = UNIVERSAL
    """Of chats that named none."""


@dataclass(frozen=True, slots=True)
class Outage:
    """When the bot did not run."""

    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Waiting:
    """An alert or an update that is to be sent."""

    id: int
    owed_at: datetime
    """Since when it could have been sent."""
    published: datetime
    """When what it tells of was published; `owed_at` where that is not known any more."""


@dataclass(frozen=True, slots=True)
class Backlog:
    """What waits for a chat, or a thread in it, that is not urgent."""

    hours: Hours
    waiting: Sequence[Waiting]
    sent: Sequence[datetime]
    """When it got its last messages with news, the latest first."""
    late: int = 0
    """How many are held as old news already."""


@dataclass(frozen=True, slots=True)
class Fold:
    """What is held now, to be told of in one digest if it is several."""

    ids: tuple[int, ...]
    until: datetime
    why: str


def fold(backlog: Backlog, budget: Budget, outage: Outage | None, now: datetime) -> Fold | None:
    """Old news, from three on; else all that waits while the budget is spent. None: the first may be sent.

    The digest comes when the window has room for it: a flood makes as few messages as the budget has.
    """
    late = [each for each in backlog.waiting if _is_late(each, outage, now)]
    zone = zone_of(backlog.hours, budget.zone)
    if late and len(late) + backlog.late >= FEWEST_LATE:
        until = now if outage is None else max(now, outage.until + GATHER)
        why = (
            LATE
            if outage is None
            else f"{OFFLINE}{_span(outage.since.astimezone(zone), outage.until.astimezone(zone))}"
        )
        return Fold(tuple(each.id for each in late), past_quiet(backlog.hours, until, zone), why)
    opens = _opens(backlog.sent, budget, now)
    if opens is None or not backlog.waiting:
        return None
    return Fold(tuple(each.id for each in backlog.waiting), past_quiet(backlog.hours, opens, zone), TOO_MUCH)


def recent(outage: Outage | None, now: datetime) -> Outage | None:
    """The outage, while what was published before its end may still come in."""
    return outage if outage is not None and now - outage.until <= SOON else None


def folded(why: str) -> bool:
    """Whether this is why an alert was folded, not what the chat wanted it held for."""
    return why in {TOO_MUCH, LATE} or why.startswith(OFFLINE)


def _is_late(one: Waiting, outage: Outage | None, now: datetime) -> bool:
    """Whether it was owed long ago, or is news of an outage."""
    if now - one.owed_at >= LATE_AFTER:
        return True
    return outage is not None and min(one.owed_at, one.published) < outage.until


def _opens(sent: Sequence[datetime], budget: Budget, now: datetime) -> datetime | None:
    """When there is room for one more; None where there is now."""
    lately = sorted(time for time in sent if now - budget.within < time)
    return lately[-budget.most] + budget.within if len(lately) >= budget.most else None


def _span(since: datetime, until: datetime) -> str:
    """`02:10–06:40`, or with the dates where it went on over midnight."""
    if since.date() == until.date():
        return f"{since:%H:%M}–{until:%H:%M}"
    return f"{since.day} {since:%b %H:%M}–{until.day} {until:%b %H:%M}"
