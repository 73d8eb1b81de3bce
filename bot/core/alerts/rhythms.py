"""Rhythms, hours, spans and zones as people type them, and the same in words that can be typed again.

Must not know how they are kept, nor what follows from them.
"""

from __future__ import annotations

import re
from datetime import time, timedelta
from difflib import get_close_matches
from functools import cache
from typing import Final
from zoneinfo import available_timezones

from bot.core.errors import UserError
from bot.core.model import Cadence, Rhythm
from bot.core.text.clean import clip

__all__ = ["quiet_words", "read_duration", "read_quiet", "read_rhythm", "read_zone", "rhythm_words"]

_SHOWN: Final = 60
"""Characters that are repeated of what was typed."""
_CLOCK: Final = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm)?", re.IGNORECASE | re.ASCII)
_HALF_DAY: Final = 12
_DASH: Final = re.compile(r"\s*(?:[-–—]|\bto\b|\buntil\b|\btill\b)\s*", re.IGNORECASE)
_WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SHORT_DAY: Final = 3
"""Letters by which a weekday is known."""
_AT_ONCE: Final = frozenset({"instant", "instantly", "off", "none", "now", "at once"})
_NEVER: Final = frozenset({"off", "none", "never", "no"})
_USUAL: Final = Rhythm().at
_DIGESTS: Final = "Type off, hourly, daily 08:00 or weekly mon 08:00."
_QUIET: Final = "Type two times such as 23:00-07:00, or off."
_SPAN: Final = re.compile(r"(\d{1,5})\s*(m|min|mins|minutes?|h|hours?|d|days?|w|weeks?)", re.IGNORECASE | re.ASCII)
_UNITS: Final = {
    "m": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
    "w": timedelta(weeks=1),
}
_LONGEST: Final = timedelta(days=366)
"""What is to be left alone for longer is not wanted: it can be unsubscribed from."""
_NEAR: Final = 0.75
"""How alike two names are of which one may be meant for the other, as difflib counts it: `Beyrout`, `Beirut`."""
_MOST: Final = 3
"""Zones that are proposed."""
_NO_PLACE: Final = frozenset({"localtime", "posixrules", "Factory"})
"""Files beside those of the zones: what they mean depends on the machine."""


def read_rhythm(text: str) -> Rhythm:
    """`instant`, `hourly`, `daily 08:00`, `weekly mon 08:00`; without a time at eight, without a day on Mondays."""
    if " ".join(text.casefold().split()) in _AT_ONCE:
        return Rhythm()
    words = [word for word in text.casefold().split() if word not in {"at", "on", "digest"}]
    match words:
        case ["hourly"]:
            return Rhythm(Cadence.HOURLY)
        case ["daily", *at]:
            return Rhythm(Cadence.DAILY, _clock(" ".join(at), "daily 08:00") if at else _USUAL)
        case ["weekly", day, *at] if (weekday := _weekday(day)) is not None:
            return Rhythm(Cadence.WEEKLY, _clock(" ".join(at), f"weekly {day} 08:00") if at else _USUAL, weekday)
        case ["weekly", day, *_] if not day[0].isdecimal():
            raise UserError(f"“{clip(day, _SHOWN)}” is no day of the week. Type for example weekly mon 08:00.")
        case ["weekly", *at]:
            return Rhythm(Cadence.WEEKLY, _clock(" ".join(at), "weekly mon 08:00") if at else _USUAL)
        case _:
            said = f"I can't read “{clip(text.strip(), _SHOWN)}” as a rhythm." if words else "A rhythm is missing."
            raise UserError(f"{said} {_DIGESTS}")


def rhythm_words(rhythm: Rhythm) -> str:
    """As it is typed: `weekly Mon 08:00`."""
    match rhythm.cadence:
        case Cadence.DAILY:
            return f"daily {rhythm.at:%H:%M}"
        case Cadence.WEEKLY:
            return f"weekly {_WEEKDAYS[rhythm.weekday][:_SHORT_DAY].capitalize()} {rhythm.at:%H:%M}"
        case simple:
            return simple.value


def read_quiet(text: str) -> tuple[time, time] | None:
    """`23:00-07:00`, by the chat's clock; None for `off`."""
    typed = text.strip().removeprefix("from ")
    if typed.casefold() in _NEVER:
        return None
    ends = [part.strip() for part in _DASH.split(typed)]
    if len(ends) != len(("from", "until")) or not all(ends):
        said = f"I can't read “{clip(typed, _SHOWN)}” as quiet hours." if typed else "Quiet hours are missing."
        raise UserError(f"{said} {_QUIET}")
    begin, end = (_clock(part, "23:00-07:00") for part in ends)
    if begin == end:
        raise UserError(f"Quiet hours from {begin:%H:%M} to {end:%H:%M} are none, or all day. {_QUIET}")
    return begin, end


def quiet_words(quiet: tuple[time, time] | None) -> str:
    """`23:00–07:00`, which can be typed again; `off` for none."""
    return f"{quiet[0]:%H:%M}–{quiet[1]:%H:%M}" if quiet else "off"


def read_duration(text: str) -> timedelta:
    """`30m`, `6h`, `2d`, `1w`: from a minute to a year."""
    span = _SPAN.fullmatch(text.strip())
    if span is None:
        raise UserError(f"I can't read “{clip(text.strip(), _SHOWN)}” as a span of time. Type 30m, 6h, 2d or 1w.")
    lasting = int(span[1]) * _UNITS[span[2][0].casefold()]
    if not timedelta() < lasting <= _LONGEST:
        raise UserError(f"{clip(text.strip(), _SHOWN)} is {'too long' if lasting else 'no time'}. Type 1m to 52w.")
    return lasting


def read_zone(text: str) -> str:
    """The IANA name of a zone, whatever its capitals: `Asia/Damascus`; a city alone where there is one zone of it."""
    typed = "_".join(text.split())
    known = _zones()
    if found := known.get(typed.casefold()):
        return found
    of_city = _cities().get(typed.casefold(), ())
    if len(of_city) == 1:
        return of_city[0]
    near = of_city or _alike(typed.casefold())
    said = f"There is no time zone “{clip(text.strip(), _SHOWN)}”." if typed else "A time zone is missing."
    if near:
        raise UserError(f"{said} Did you mean {' or '.join(near)}?")
    raise UserError(
        f"{said} Zones are called after a city, because clocks change: type a name such as Asia/Damascus or "
        "Europe/London."
    )


def _clock(text: str, example: str) -> time:
    """`8`, `08:00`, `8.30`, `8 pm`; `24:00` is midnight."""
    found = _CLOCK.fullmatch(text)
    if found:
        hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "").casefold()
        if half and 1 <= hour <= _HALF_DAY:
            hour = hour % _HALF_DAY + (_HALF_DAY if half == "pm" else 0)
        elif half:
            hour = -1
        if (hour, minute) == (24, 0):
            hour = 0
        if 0 <= hour < 24 and minute < 60:  # noqa: PLR2004 - of a day, and of an hour
            return time(hour, minute)
    raise UserError(f"“{clip(text, _SHOWN)}” is no time of day. Type for example {example}.")


def _weekday(word: str) -> int | None:
    """0 to 6 by a name or its beginning: `mon`, `thurs`, `mondays`."""
    name = word.removesuffix("s") if word.removesuffix("s") in _WEEKDAYS else word
    found = (place for place, day in enumerate(_WEEKDAYS) if len(name) >= _SHORT_DAY and day.startswith(name))
    return next(found, None)


@cache
def _zones() -> dict[str, str]:
    """The names by what they are without capitals. They are read once, and are the same in every run."""
    return {name.casefold(): name for name in sorted(available_timezones() - _NO_PLACE)}


@cache
def _cities() -> dict[str, tuple[str, ...]]:
    """The zones by their last part; those of Etc are of no city."""
    found: dict[str, tuple[str, ...]] = {}
    for name in _zones().values():
        region, slash, city = name.rpartition("/")
        if slash and region != "Etc":
            found[city.casefold()] = (*found.get(city.casefold(), ()), name)
    return found


def _alike(typed: str) -> tuple[str, ...]:
    """Zones whose whole name, in whatever order, or whose city, is written much like that."""
    if turned := [name for name in _zones().values() if _parts(name) == _parts(typed)]:
        return tuple(turned[:_MOST])
    if whole := get_close_matches(typed, _zones(), 1, _NEAR) if "/" in typed else []:
        return (_zones()[whole[0]],)
    cities = get_close_matches(typed.rpartition("/")[2], _cities(), _MOST, _NEAR)
    return tuple(name for city in cities for name in _cities()[city])[:_MOST]


def _parts(name: str) -> list[str]:
    return sorted(name.casefold().split("/"))
