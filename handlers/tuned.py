"""For what a setting is meant, and how loudly things are told, in words."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeVar, assert_never

from bot.chat import Ask
from bot.core.alerts.rhythms import rhythm_words
from bot.core.errors import UserError
from bot.core.message import Span
from bot.core.model import Cadence, Loudness, Rhythm, Subscription, Updates
from bot.newsroom import Newsroom
from handlers.chosen import called, chosen
from handlers.wording import code, count, minute

__all__ = [
    "MOST_ORIGINS",
    "STAR",
    "Aim",
    "aim",
    "by_the_clock",
    "differences",
    "kept_back",
    "legible",
    "origins_number",
    "origins_words",
    "others",
    "rhythm_sentence",
    "updates_words",
    "usual",
]

STAR: Final = "★ urgent"
"""Said of what is starred."""
_FOR: Final = re.compile(r"(?:(.*?)\s+)?for\s+(\S.*)", re.IGNORECASE)
MOST_ORIGINS: Final = 20
"""Independent origins that may be asked for: few stories of a year have more."""
_NUMBER: Final = re.compile(r"(?:origins?)?\s*(?:>=|:)?\s*(\d{1,4})\+?(?:\s*origins?)?", re.ASCII | re.IGNORECASE)
_USUAL: Final = frozenset({"usual", "default", "reset"})
_WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Aim:
    """What was typed after a command that sets something: the value, and for what."""

    value: str
    subscriptions: tuple[Subscription, ...] = ()
    """None: for the whole chat."""
    what: str = ""
    """What these are called."""

    @property
    def suffix(self) -> str:
        """What is typed behind another value to mean the same, with a space before it."""
        return f" for {self.what}" if self.what else ""

    def loudness(self, ask: Ask) -> Loudness:
        """What is wanted there now."""
        return self.subscriptions[0].loudness if self.subscriptions else ask.chat.loudness

    @property
    def scope(self) -> str:
        """What a reply begins with."""
        return f"For {self.what}" if self.what else "Here"


async def aim(newsroom: Newsroom, ask: Ask) -> Aim:
    """Read `VALUE for WHAT`; raises NotFound where that is not followed here."""
    found = _FOR.fullmatch(ask.words)
    if found is None:
        return Aim(ask.words)
    meant = await chosen(newsroom, ask, found[2])
    what = called(meant[0], await newsroom.wires.names()) if len(meant) == 1 else found[2]
    return Aim(found[1] or "", meant, what)


def usual(value: str) -> bool:
    """Whether a value takes back what was wanted: then a thing is told as its chat is, and a chat as usual."""
    return value.casefold() in _USUAL


def legible(read: Callable[[str], T], value: str, example: str) -> T:
    """What a value means; raises UserError with an example of the whole command."""
    try:
        return read(value)
    except UserError as error:
        raise UserError(f"{error}\nFor example:  {example}") from error


async def others(newsroom: Newsroom, ask: Ask, told: Callable[[Loudness], str]) -> list[str]:
    """A line for each thing followed that is told otherwise than the chat; `told`: in which words, if it is."""
    names = await newsroom.wires.names()
    lines = ((one, told(one.loudness)) for one in await newsroom.subscriptions.of(ask.chat))
    return [f"  {called(one, names)}: {line}" for one, line in lines if line]


async def kept_back(newsroom: Newsroom, ask: Ask) -> list[str | Span]:
    """What waits already, and how to have it."""
    held = await newsroom.audit.held(ask.chat)
    if held.until is None:
        return []
    waits, them = ("waits", "it") if held.number == 1 else ("wait, the first", "them")
    until = minute(held.until, ask.now, ask.zone)
    told = f"\n{count(held.number, 'alert')} {waits} until {until}. To have {them} now:  "
    return [told, code("/digest now")]


def origins_number(typed: str) -> int | None:
    """A number of origins as it is typed: `2`, `2+`, `origins>=2`; None where it is none, or no story has so many."""
    number = _NUMBER.fullmatch(typed)
    return int(number[1]) if number and int(number[1]) <= MOST_ORIGINS else None


# ---- words


def rhythm_sentence(rhythm: Rhythm) -> str:
    """How often alerts come: `one digest a day, at 08:00`."""
    match rhythm.cadence:
        case Cadence.INSTANT:
            return "each alert at once"
        case Cadence.HOURLY:
            return "one digest an hour, on the hour"
        case Cadence.DAILY:
            return f"one digest a day, at {rhythm.at:%H:%M}"
        case Cadence.WEEKLY:
            return f"one digest a week, on {_WEEKDAYS[rhythm.weekday]} at {rhythm.at:%H:%M}"
        case _:
            assert_never(rhythm.cadence)


def updates_words(updates: Updates) -> str:
    """What becomes of a message when its story goes on."""
    match updates:
        case Updates.REPLY:
            return "who else tells it is written into the alert; what changes the story comes as a reply to it"
        case Updates.EDIT:
            return "whatever comes is written into the alert; nothing more is sent"
        case Updates.NONE:
            return "an alert stays as it was sent; nothing more is sent"
        case _:
            assert_never(updates)


def origins_words(number: int) -> str:
    """What a story needs to be told."""
    if number <= 1:
        return "each story is told as soon as one origin has it"
    return f"a story is told when {number} independent origins have it"


def differences(loudness: Loudness) -> str:
    """How something is told else than its chat is: `★ urgent · daily 08:00 · 2+ origins`; empty where it is not."""
    told = (
        STAR if loudness.starred else "",
        rhythm_words(loudness.rhythm) if loudness.rhythm else "",
        f"updates {loudness.updates.value}" if loudness.updates else "",
        "" if loudness.min_origins is None else f"{max(loudness.min_origins, 1)}+ origins",
    )
    return " · ".join(filter(None, told))


def by_the_clock(ask: Ask) -> list[str | Span]:
    """By whose clock times of a day are meant, and how to change that where nobody has said."""
    if ask.chat.hours.zone:
        return [f" by the clock of {ask.zone.key}"]
    return [f" by the clock of {ask.zone.key}; to have it by yours:  ", code("/timezone Asia/Damascus")]
