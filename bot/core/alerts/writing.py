"""How alerts and replies write names, times and numbers: one line each, bounded, harmless."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.core.alerts.voices import Voice
from bot.core.model import Outlet
from bot.core.shelter import isolate
from bot.core.text.clean import clean, clip

__all__ = ["LABEL", "NAME", "ago", "isolate", "moment", "more", "named", "speaker", "tidy", "zone_name"]

NAME: Final = 48
LABEL: Final = 64
"""Characters of a name and of what is documented of its ties."""

_HOUR: Final = 60
_DAY: Final = 24 * _HOUR
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def speaker(voice: Voice, written: Callable[[Outlet], str]) -> str:
    """Who says so: `Reuters, via Google News`, `SANA reposting Lina`; `written` says how outlets are."""
    outlet, publisher = written(voice.outlet), tidy(voice.publisher, NAME)
    if voice.reposted:
        return f"{outlet} reposting {publisher}"
    return f"{publisher}, via {outlet}" if publisher else outlet


def named(outlet: Outlet) -> str:
    """The outlet with what is documented of its ties."""
    label = tidy(outlet.affiliation, LABEL)
    return (tidy(outlet.name, NAME) or tidy(outlet.id, NAME)) + (f" ({label})" if label else "")


def ago(then: datetime, now: datetime) -> str:
    """How long it has been, in the largest unit that says enough."""
    minutes = (now - then) // timedelta(minutes=1)
    if minutes < 1:
        return "just now"
    if minutes < _HOUR:
        return f"{minutes} min ago"
    return f"{minutes // _HOUR} h ago" if minutes < 2 * _DAY else f"{minutes // _DAY} days ago"


def moment(then: datetime, now: datetime, zone: ZoneInfo) -> str:
    """The time in the reader's zone, with as much of the date as differs from today's."""
    try:
        then, now = then.astimezone(zone), now.astimezone(zone)
    except OverflowError:  # the years 1 and 9999 have no local time everywhere
        return f"{then:%Y}"
    date = f"{then.day} {_MONTHS[then.month - 1]} "
    if then.year != now.year:
        date += f"{then.year} "
    return f"{'' if then.date() == now.date() else date}{then:%H:%M} {zone_name(then)}"


def zone_name(local: datetime) -> str:
    """What a local time's zone is called: `EET`, or `UTC+03` where it has no name but its distance."""
    name = local.tzname() or ""
    return f"UTC{name}" if name.startswith(("+", "-")) else name


def tidy(text: str, limit: int) -> str:
    """One line of at most so many characters, that keeps its direction to itself."""
    return isolate(clip(" ".join(clean(text).split()), limit))


def more(count: int) -> str:
    """How many are not named; nothing when all are."""
    return f" +{count} more" if count > 0 else ""
