"""What numbers are that count no people: instalments, dates, years, measures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.core.facts.amounts import Amount
from bot.core.facts.quantities import CODED
from bot.core.facts.reading import Unit, apart
from bot.core.facts.senses import NOTHING, Sense
from bot.core.facts.truncating import truncated

__all__ = ["measure"]

_WRITTEN: Final = frozenset({"percent", "usd", "eur", "gbp", "rub", "try", "ils", "jpy", "uah", "km"})
"""Kinds that the signs beside a number tell."""
_STRONGEST: Final = 10
"""No earthquake has this magnitude."""
_FAR: Final = 5
"""Words between `magnitude` and its number."""
_DAYS: Final = 31
_UNTIL: Final = frozenset({"by", "until", "after", "to"})
"""Words before a year that something is compared with, or put off to."""


def measure(units: Sequence[Unit], amount: Amount) -> str | None:
    """The kind of a number; empty for one that is never told apart, None for one that may count people."""
    before, after = _sense(units, amount.start - 1), _sense(units, amount.end)
    numbered = _numbered(units, amount, before, after)
    if numbered:
        return numbered
    counts = after.victim != "" or after.who is not None
    if amount.kind in _WRITTEN or (amount.kind == "score" and not counts):
        return amount.kind
    unit = _unit(units, amount)
    if unit is not None:
        return unit
    if amount.kind == "year" and not counts:
        deferred = before.since or before.leaves or (amount.start > 0 and units[amount.start - 1].word in _UNTIL)
        return "" if deferred else "year"
    return "" if amount.kind == "other" else None


def _sense(units: Sequence[Unit], place: int) -> Sense:
    return units[place].sense if 0 <= place < len(units) else NOTHING


def _numbered(units: Sequence[Unit], amount: Amount, before: Sense, after: Sense) -> str:
    """What is numbered, or the month of a day; nothing where neither is."""
    if amount.kind.startswith(CODED):
        return f"nth {amount.kind.removeprefix(CODED)}"
    if amount.kind == "ordinal":
        return f"nth {truncated(units[amount.end].word)}" if amount.end < len(units) else ""
    if amount.kind == "numbered" or (before.series and not amount.kind):
        return f"nth {truncated(units[amount.start - 1].word)}" if amount.start > 0 else "nth"
    if after.series and units[amount.end - 1].ends:  # 5. Spieltag
        return f"nth {truncated(units[amount.end].word)}"
    month = after.month or before.month
    return f"date {month}" if month and amount.high <= _DAYS and not amount.kind else ""


def _unit(units: Sequence[Unit], amount: Amount) -> str | None:
    """The measure that a word tells; empty for one of time."""
    for place in range(amount.end, min(amount.end + 2, len(units))):
        if apart(units[place - 1], units[place]):
            break
        sense = units[place].sense
        if sense.unit or (sense.time and place == amount.end):
            return sense.unit
    if amount.high >= _STRONGEST:
        return None
    for place in range(amount.start - 1, max(amount.start - 1 - _FAR, -1), -1):
        if apart(units[place], units[place + 1]) or units[place].quantity:
            break
        if units[place].sense.unit == "magnitude":
            return "magnitude"
    return None
