"""/quiet and /timezone: when a chat wants no alerts, and by which clock."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from bot.chat import Ask, Who, command
from bot.core.alerts.hours import quiet_until, zone_of
from bot.core.alerts.render import zone_name
from bot.core.alerts.rhythms import quiet_words, read_quiet, read_zone
from bot.core.errors import UserError
from bot.core.message import Button, Message, Span
from bot.core.model import Hours
from bot.core.text.clean import clip
from bot.newsroom import Newsroom
from handlers.tuned import MOST_ORIGINS, by_the_clock, kept_back, legible, origins_number, usual
from handlers.wording import code, minute, reply

__all__ = ["quiet", "timezone", "urgent_words"]

_PASS: Final = re.compile(r"pass(?:\s+(.*))?", re.IGNORECASE)
_NOTHING: Final = frozenset({"off", "none", "nothing", "no", "never"})


@command(
    "quiet",
    usage="/quiet [23:00-07:00|off] [pass origins>=3]",
    summary="keep alerts back at night, for one digest in the morning",
    details=(
        "In quiet hours alerts wait; when they are over, one digest has them all:\n"
        "  /quiet 23:00-07:00\n"
        "  /quiet off\n"
        "What is starred (/star) comes all the same, and so may what many origins tell, waiting for no digest either:\n"
        "  /quiet pass origins>=3\n"
        "  /quiet pass off\n"
        "Times are those of the chat's clock: /timezone. What waits:  /missed"
    ),
    who=Who.ADMIN,
    shows=True,
)
async def quiet(newsroom: Newsroom, ask: Ask) -> Sequence[Message]:
    """Show or set quiet hours, and what passes them."""
    if not ask.words:
        return await _shown(newsroom, ask, ask.chat.hours)
    times, _, passing = ask.words.partition(" pass ")
    if found := _PASS.fullmatch(ask.words):
        times, passing = "", found[1] or "?"
    before = ask.chat.hours
    wanted = before.quiet if not times else legible(read_quiet, times, "/quiet 23:00-07:00")
    urgent = _read_urgent(passing) if passing else before.urgent_origins
    hours = await newsroom.tuning.set_hours(ask.chat, lambda now: replace(now, quiet=wanted, urgent_origins=urgent))
    return await _shown(newsroom, ask, hours)


def _read_urgent(text: str) -> int:
    """`origins>=3`, `3`; 0 for `off`."""
    if text.casefold() in _NOTHING:
        return 0
    number = origins_number(text)
    if number is None or number <= 1:
        raise UserError(
            f"I can't read what may pass, “{clip(text, 60)}”: a number of origins from 2 to {MOST_ORIGINS}, or off. "
            "For example:  /quiet pass origins>=3\nTo let all that is on one thing pass:  /star Hama"
        )
    return number


async def _shown(newsroom: Newsroom, ask: Ask, hours: Hours) -> Sequence[Message]:
    passing = f"What passes: {urgent_words(hours)}."
    more = code("/quiet pass origins>=3") if not hours.urgent_origins else code("/quiet pass off")
    change: list[str | Span] = [f"\n{passing} To change that:  ", more]
    if hours.quiet is None:
        nights = [Button("Quiet 23:00–07:00", "/quiet 23:00-07:00")]
        told = "No quiet hours here: alerts come by day and by night."
        return reply(told, *change, *await kept_back(newsroom, ask), buttons=nights)
    until = quiet_until(hours.quiet, ask.now, ask.zone)
    now = f". It is quiet now: what comes waits until {minute(until, ask.now, ask.zone)}." if until else ""
    told = f"Quiet here from {quiet_words(hours.quiet).replace('–', ' to ')}{now or '; what comes then waits.'}"
    clock = ["\nTimes are", *by_the_clock(ask)]
    loud = [Button("No quiet hours", "/quiet off")]
    return reply(told, *change, *clock, *await kept_back(newsroom, ask), buttons=loud)


def urgent_words(hours: Hours) -> str:
    """What comes in quiet hours too."""
    many = f", and what {hours.urgent_origins} independent origins tell" if hours.urgent_origins else ""
    return f"what is starred{many}"


@command(
    "timezone",
    usage="/timezone [Asia/Damascus]",
    summary="by which clock times are shown and meant here",
    details=(
        "A zone is called after a city, because clocks are put forward and back:\n"
        "  /timezone Asia/Damascus\n"
        "  /timezone London\n"
        "  /timezone usual\n"
        "The last takes that of whoever runs me."
    ),
    who=Who.ADMIN,
    shows=True,
    aliases=("tz",),
)
async def timezone(newsroom: Newsroom, ask: Ask) -> Sequence[Message]:
    """Show or set the time zone of a chat."""
    if not ask.words:
        whose = "" if ask.chat.hours.zone else ", as whoever runs me has set it"
        return reply(
            f"Times here are by the clock of {_named(ask.now, ask.zone)}{whose}.\nTo have yours:  ",
            code("/timezone Asia/Damascus"),
        )
    name = "" if usual(ask.words) else legible(read_zone, ask.words, "/timezone Asia/Damascus")
    hours = await newsroom.tuning.set_hours(ask.chat, lambda now: replace(now, zone=name))
    zone = zone_of(hours, newsroom.zone)
    told = f"From now on, times here are by the clock of {_named(ask.now, zone)}."
    return reply(told, *await kept_back(newsroom, replace(ask, zone=zone)))


def _named(now: datetime, zone: ZoneInfo) -> str:
    """`Asia/Damascus, where it is 17:05 UTC+03`."""
    there = now.astimezone(zone)
    return f"{zone.key}, where it is {there:%H:%M} {zone_name(there)}"
