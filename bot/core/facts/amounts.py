"""Numbers of a text as they are meant: with scales and parts after them, and with what bounds them before."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from bot.core.facts.quantities import CODED, SCALES, Quantity
from bot.core.facts.reading import Unit, apart

__all__ = ["Amount", "amount_at", "is_earlier"]

_BOUNDS: Final = 2
"""Words of a bound before a number: `at least some 12`."""
_PARTS: Final = 4
"""Units of one number: `twenty five thousand`, `12 000 000`."""
_GROUP: Final = 3
"""Digits that a space divides from others of the same number."""
_TENS: Final = frozenset((20.0, 30.0, 40.0, 50.0, 60.0, 70.0, 80.0, 90.0))
"""Number words to which ones are added."""
_TEN: Final = 10


class Amount(NamedTuple):
    """A number, and the places of its units."""

    start: int
    """Of the first, bounds included."""
    first: int
    """Of the number itself."""
    end: int
    """Of the unit after it."""
    low: float
    high: float
    bound: str
    """A key of `numerals.BOUNDS`, or empty."""
    kind: str
    """That of `quantities.Quantity`, once multiplied."""


def amount_at(units: Sequence[Unit], place: int, number: Quantity) -> Amount:
    """The number that begins there."""
    low, high, kind = number[:3]
    end = place + 1
    last = place if kind == "ordinal" or kind.startswith(CODED) else min(place + _PARTS, len(units))
    while end < last and not apart(units[end - 1], units[end]):
        factor, added = _more(units[end - 1], units[end])
        if factor == 1 and not added:
            break
        low, high, end = low * factor + added, high * factor + added, end + 1
    if kind in SCALES:
        low, high, kind = low * SCALES[kind], high * SCALES[kind], ""
    start, bound = place, ""
    while start > 0 and place - start < _BOUNDS and units[start - 1].sense.bound:
        start -= 1
        bound = bound if bound and bound != "plain" else units[start].sense.bound
    return Amount(start, place, end, low, high, bound, kind)


def is_earlier(units: Sequence[Unit], amount: Amount) -> bool:
    """Whether it is a number left behind: the first of `from 12 to 40`."""
    leaves = amount.start > 0 and units[amount.start - 1].sense.leaves
    following = units[amount.end : amount.end + 2]
    return leaves and len(following) > 1 and following[0].sense.fills and following[1].quantity is not None


def _more(before: Unit, unit: Unit) -> tuple[float, float]:
    """By what a unit multiplies the number before it, and what it adds: 5 `million`, 12 `000`, twenty `five`."""
    number, part = before.quantity, unit.quantity
    if part is None:
        return unit.sense.scale or 1, 0
    if number is None or part.digits != number.digits:
        return 1, 0
    if number.digits:
        grouped = len(unit.word) == _GROUP >= len(before.word) and (unit.word + before.word).isdecimal()
        return (1_000, part.low) if grouped else (1, 0)
    return 1, part.low if number.low == number.high and number.low in _TENS and part.high < _TEN else 0
