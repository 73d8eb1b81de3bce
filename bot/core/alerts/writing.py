"""How alerts and replies write names, times and numbers: one line each, bounded, harmless."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.core.alerts.voices import Voice
from bot.core.model import Outlet
from bot.core.shelter import isolate
from bot.core.text.clean import clean, clip
from bot.core.text.urls import shown_host

__all__ = [
    "LABEL",
    "NAME",
    "ago",
    "isolate",
    "link",
    "misleads",
    "moment",
    "more",
    "named",
    "speaker",
    "tidy",
    "zone_name",
]

NAME: Final = 48
LABEL: Final = 64
"""Characters of a name and of what is documented of its ties."""

_HOUR: Final = 60
_DAY: Final = 24 * _HOUR
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_LONGEST_URL: Final = 2048  # what every browser takes; a longer address is no link
_WEB: Final = re.compile(r"https?://[^\s/]\S*", re.IGNORECASE)
_MASKED: Final = re.compile(r"[^/]*//[^/?#]*[@\\]")
"""An address that shows one host and leads to another: `https://apnews.com@example.org`."""


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


def link(url: str) -> str:
    """The address when it is one of the web, else none: never `javascript:` or `tg:`."""
    return url if len(url) <= _LONGEST_URL and _WEB.fullmatch(url) and url.isprintable() else ""


def misleads(url: str) -> str:
    """The host that it leads to, when that is written to look like another; else nothing."""
    host = shown_host(url)
    return host if host and (_MASKED.match(url) or any(part.startswith("xn--") for part in host.split("."))) else ""
