"""A chat's clock: when its digests are due, and when it wants quiet.

Wall clocks are put forward and back; instants are not. A time of day is one instant of each local date: where clocks
are put back and show it twice, the first; where they are put forward past it, as long after midnight as usual. So a day
has exactly one eight o'clock. The zones are those of the IANA database, which is shipped.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.core.alerts.rhythms import quiet_words, rhythm_words
from bot.core.model import Cadence, Hours, Rhythm

__all__ = ["QUIET", "UNIVERSAL", "Hold", "hold", "last_release", "next_release", "past_quiet", "quiet_until", "zone_of"]

QUIET: Final = "quiet hours "
"""What alerts wait for in the night, as a delivery notes it, before the hours; else it is a rhythm's digest."""
UNIVERSAL: Final = ZoneInfo("UTC")
"""That of whoever says nothing else."""

_HOUR: Final = timedelta(hours=1)
_DAY: Final = timedelta(days=1)
_WEEK: Final = 7
_AROUND: Final = 2
"""Days to both sides that are looked at: dates were skipped and repeated where zones crossed the date line."""


@dataclass(frozen=True, slots=True)
class Hold:
    """Why an alert is not sent at once, and until when."""

    until: datetime
    why: str
    """What it waits for: `daily digest 08:00`, `quiet hours 23:00–07:00`."""


def zone_of(hours: Hours, usual: ZoneInfo) -> ZoneInfo:
    """The zone of a chat; `usual`: that of those who named none, or one that there is no more."""
    try:
        return ZoneInfo(hours.zone) if hours.zone else usual
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return usual


def hold(rhythm: Rhythm, quiet: tuple[time, time] | None, now: datetime, zone: ZoneInfo) -> Hold | None:
    """Until when an alert waits for its digest, and for the end of the quiet hours in which that would come."""
    due = next_release(rhythm, now, zone)
    end = quiet_until(quiet, due or now, zone)
    if end is not None:
        return Hold(end, f"{QUIET}{quiet_words(quiet)}")
    if due is None:
        return None
    words, _, at = rhythm_words(rhythm).partition(" ")
    return Hold(due, f"{words} digest {at}".rstrip())


def next_release(rhythm: Rhythm, after: datetime, zone: ZoneInfo) -> datetime | None:
    """When the next digest of this rhythm is due; None where each alert comes at once."""
    if rhythm.cadence is Cadence.INSTANT:
        return None
    if rhythm.cadence is Cadence.HOURLY:
        return _next_hour(after, zone)
    return min(due for due in _around(rhythm, after, zone) if due > after)


def last_release(rhythm: Rhythm, before: datetime, zone: ZoneInfo) -> datetime | None:
    """When the digest before this instant was due."""
    if rhythm.cadence is Cadence.INSTANT:
        return None
    if rhythm.cadence is Cadence.HOURLY:
        return _next_hour(before - _HOUR - timedelta(microseconds=1), zone)
    return max(due for due in _around(rhythm, before, zone) if due < before)


def quiet_until(quiet: tuple[time, time] | None, at: datetime, zone: ZoneInfo) -> datetime | None:
    """When the quiet hours end that this instant is in; None outside of any."""
    if quiet is None:
        return None
    begin, end = quiet
    over = _DAY if end <= begin else timedelta()
    spans = ((_instant(day, begin, zone), _instant(day + over, end, zone)) for day in _days(at, zone, _AROUND))
    return max((until for since, until in spans if since <= at < until), default=None)


def past_quiet(hours: Hours, at: datetime, zone: ZoneInfo) -> datetime:
    """This instant, or the end of the quiet hours that it is in."""
    return quiet_until(hours.quiet, at, zone) or at


def _around(rhythm: Rhythm, instant: datetime, zone: ZoneInfo) -> Iterator[datetime]:
    """The releases of a daily or weekly rhythm around an instant: one before and one after it, at least."""
    weekly = rhythm.cadence is Cadence.WEEKLY
    for day in _days(instant, zone, _AROUND + _WEEK * weekly):
        if not weekly or day.weekday() == rhythm.weekday:
            yield _instant(day, rhythm.at, zone)


def _days(instant: datetime, zone: ZoneInfo, around: int) -> Iterator[date]:
    today = instant.astimezone(zone).date()
    return (today + days * _DAY for days in range(-around, around + 1))


def _instant(day: date, at: time, zone: ZoneInfo) -> datetime:
    """The one instant of a time of day (PEP 495, `fold=0`)."""
    return datetime.combine(day, at, zone).astimezone(UTC)


def _next_hour(after: datetime, zone: ZoneInfo) -> datetime:
    """When the zone's clock shows a full hour next; on Lord Howe it is put forward and back by half of one."""
    due = after + _HOUR - _past_hour(after, zone)
    past = _past_hour(due, zone)
    if not past:
        return due
    return due - past if due - past > after else due + _HOUR - past


def _past_hour(instant: datetime, zone: ZoneInfo) -> timedelta:
    there = instant.astimezone(zone)
    return timedelta(minutes=there.minute, seconds=there.second, microseconds=there.microsecond)
