"""When a channel says that nothing is published: `skipHours` and `skipDays` of RSS 2.0.

feedparser keeps only the last of each, so they are read from the text itself.
"""

from __future__ import annotations

import re
from typing import Final

from bot.core.outcome import Rest

__all__ = ["rest"]

_DAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_HOUR: Final = re.compile(r"<hour\b[^<>]*>\s*(\d{1,2})\s*<", re.IGNORECASE)
_DAY: Final = re.compile(r"<day\b[^<>]*>\s*([a-z]{6,9})\s*<", re.IGNORECASE)
_LONGEST: Final = 4_096
"""Characters of either list: 24 hours take some 600."""


def rest(text: str) -> Rest:
    """Its hours and days of rest, in GMT. Who rests always says nothing of when to come."""
    hours = {int(hour) % 24 for hour in _HOUR.findall(_inside(text, "skipHours")) if int(hour) <= 24}  # noqa: PLR2004 - RSS 0.91 counts from 1 to 24
    named = (day.lower() for day in _DAY.findall(_inside(text, "skipDays")))
    days = {_DAYS.index(day) for day in named if day in _DAYS}
    return Rest(
        hours=frozenset(hours if len(hours) < 24 else ()),  # noqa: PLR2004 - hours of a day
        days=frozenset(days if len(days) < len(_DAYS) else ()),
    )


def _inside(text: str, name: str) -> str:
    """What stands in the first element of this name; nothing where it is absent."""
    _, found, after = text.partition(f"<{name}")
    return after[:_LONGEST].partition(f"</{name}")[0] if found else ""
