"""Turns of phrase that all replies share: numbers with their nouns, times, spans of time, lists, pages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta, tzinfo

from bot.chat import Ask
from bot.core.alerts.render import zone_name
from bot.core.errors import UserError
from bot.core.message import Button, Message, Span, Style, message

__all__ = [
    "COMMA",
    "LONGEST_REPLY",
    "at_its_clock",
    "code",
    "count",
    "day",
    "lasting",
    "minute",
    "page_number",
    "pages",
    "reply",
    "second",
    "span",
]

LONGEST_REPLY = 3_500
"""Characters of a reply: under Telegram's 4,096 with room for those that count double there."""

COMMA = re.compile("[,;\u060c\u3001\uff0c]")
"""What divides a list: also the Arabic comma, the Japanese and the wide one."""
_TENTHS, _MINUTES, _HOURS, _DAYS = 9.95, 120, 7200, 172_800
"""Seconds below which tenths of them tell something, and from which on the next unit says enough."""
_PAGE = re.compile(r"\d{1,3}", re.ASCII)


def reply(*parts: str | Span, buttons: Sequence[Button] = ()) -> tuple[Message]:
    """A reply of one message."""
    return (replace(message(*(part for part in parts if part)), buttons=tuple(buttons)),)


def code(text: str) -> Span:
    """Something to type, set off so that it can be copied with a touch."""
    return Span(text, Style.CODE)


def count(number: int, one: str, many: str = "") -> str:
    """`1 story`, `3,102 items`; the plural is `one` with an s unless given."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def lasting(span: timedelta) -> str:
    """`30 min`, `24 h`, `7 days`: in the unit in which people would say it."""
    days, rest = divmod(span, timedelta(days=1))
    if days > 1 and not rest:
        return count(days, "day")
    minutes = span // timedelta(minutes=1)
    return f"{minutes // 60} h" if minutes % 60 == 0 else f"{minutes} min"


def span(took: timedelta) -> str:
    """`0.4 s`, `42 s`, `12 min`, `3 h`, `2 days`: as much of it as tells something."""
    seconds = took.total_seconds()
    for below, size, unit in ((_MINUTES, 1, "s"), (_HOURS, 60, "min"), (_DAYS, 3600, "h")):
        if seconds < below:
            return f"{seconds:.1f} s" if 0 < seconds < _TENTHS else f"{seconds / size:.0f} {unit}"
    return f"{seconds / 86400:.0f} days"


def day(then: datetime, now: datetime, zone: tzinfo) -> str:
    """`today`, `2 Dec`, or `2 Dec 2024` in another year."""
    there, today = then.astimezone(zone), now.astimezone(zone)
    if there.date() == today.date():
        return "today"
    return f"{there.day} {there:%b}" if there.year == today.year else f"{there.day} {there:%b %Y}"


def minute(then: datetime, now: datetime, zone: tzinfo) -> str:
    """`14:02`, or `30 Nov 21:15`."""
    date, clock = day(then, now, zone), f"{then.astimezone(zone):%H:%M}"
    return clock if date == "today" else f"{date} {clock}"


def at_its_clock(ask: Ask, then: datetime) -> str:
    """`16:37`; in a chat that has named no clock of its own, `16:37 UTC`."""
    zone = "" if ask.chat.hours.zone else f" {zone_name(then.astimezone(ask.zone))}"
    return f"{minute(then, ask.now, ask.zone)}{zone}"


def second(then: datetime, now: datetime, zone: tzinfo) -> str:
    """`14:02:10`, with the day before it unless that is today."""
    date, clock = day(then, now, zone), f"{then.astimezone(zone):%H:%M:%S}"
    return clock if date == "today" else f"{date} {clock}"


def page_number(words: str) -> tuple[str, int]:
    """The words without the page number at their end, and that number, or 1."""
    rest, _, last = words.rpartition(" ")
    return (rest, max(int(last), 1)) if _PAGE.fullmatch(last) else (words, 1)


def pages(head: str, lines: Sequence[str], page: int, turn: str) -> tuple[Message]:
    """One page of a list, as many lines as fit; `turn` is the command that shows another, its number after it."""
    cut: list[list[str]] = [[]]
    room = LONGEST_REPLY - len(head) - 2 * len(turn) - 50  # the footer's own words
    for line in lines:
        if cut[-1] and sum(len(kept) + 1 for kept in cut[-1]) + len(line) > room:
            cut.append([])
        cut[-1].append(line[:room])
    if page > len(cut):
        raise UserError(f"There is no page {page}; the last is {len(cut)}:  {turn} {len(cut)}")
    body = "\n".join([head, *cut[page - 1]])
    if len(cut) == 1:
        return reply(body)
    turned = (("Back", page - 1), ("Next", page + 1))
    buttons = [Button(label, f"{turn} {to}", replaces=True) for label, to in turned if 1 <= to <= len(cut)]
    return reply(f"{body}\nPage {page} of {len(cut)}.", buttons=buttons)
