"""The figures of a text: its numbers with what they count."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from sys import intern
from typing import Final, NamedTuple

from bot.core.facts.amounts import Amount, amount_at, is_earlier
from bot.core.facts.measures import measure
from bot.core.facts.model import Figure
from bot.core.facts.reading import Reading, Unit, apart

__all__ = ["Counting", "figures"]

_REACH: Final = {"a": 1, "b": 5, "t": 7}
"""Words between a number and what counts it, by the side on which that stands: `kills a further 12`, `12 people of one
family were killed`, `death toll in the strike on Hama rises to 12`."""
_SINCE: Final = 6
"""Words after a number, one of which may say that it is of a whole war."""
_MOST: Final = 1e15
"""Nothing in the news is counted so high; such numbers are noise."""
_MILES: Final = 1.609
_NEAR: Final = {
    "least": (1.0, 1.0), "more": (1.0, 1.25), "near": (0.9, 1.0), "about": (0.9, 1.1), "most": (0.0, 1.0),
    "plain": (1.0, 1.0), "": (1.0, 1.0),
}  # fmt: skip
"""What a bound makes of the least and the most. `More than 100` are 112 in another report, but not 140."""
_WORDED: Final = {"least": "at least", "more": "more than", "near": "nearly", "about": "about", "most": "up to"}
_VAGUE: Final[dict[tuple[float, float], str]] = {
    (3, 9): "several", (20, 99): "dozens", (200, 999): "hundreds", (2_000, 9_999): "thousands",
    (20_000, 99_999): "tens of thousands", (200_000, 999_999): "hundreds of thousands",
}  # fmt: skip
"""How the words of `numerals.VAGUE` are told to people."""


class Counting(NamedTuple):
    """The figures of a text, and the places of units that are told by them."""

    figures: tuple[Figure, ...]
    used: frozenset[int]


def figures(reading: Reading) -> Counting:
    """The first figure of each kind, in order, and which units they took."""
    units = reading.units
    found: dict[str, Figure] = {}
    used: set[int] = set()
    before = 0
    for place in reading.numbers:
        number = units[place].quantity
        if number is None or place < before:
            continue
        amount = amount_at(units, place, number)
        if is_earlier(units, amount):
            continue
        kind, teller = measure(units, amount), None
        if kind is None:
            kind, teller = _people(units, amount, before, used)
        before = amount.end
        if kind and amount.high < _MOST:
            used.update({place} if teller is None else {place, teller})
            found.setdefault(kind, _figure(kind, amount.low, amount.high, amount.bound))
    return Counting(tuple(found.values()), frozenset(used))


def _people(units: Sequence[Unit], amount: Amount, before: int, used: set[int]) -> tuple[str, int | None]:
    """What happened to people who are counted, and the place of the word for it; `people` where none says so."""
    place = _said_before(units, amount, before, used)
    who, after = _said_after(units, amount)
    place = after if place is None else place
    if place is None:
        return "" if who is None else who or "people", None
    if any(unit.sense.since for unit in units[amount.end : amount.end + _SINCE]):
        return "", None
    victim = units[place].sense.victim
    return f"{victim} {who}" if who else victim, place


def _said_before(units: Sequence[Unit], amount: Amount, before: int, used: set[int]) -> int | None:
    """The place of what counts the number and stands before it."""
    for gap, place in enumerate(range(amount.start - 1, before - 1, -1)):
        if gap > _REACH["t"] or apart(units[place], units[place + 1]):
            break
        sides = units[place].sense.sides
        if sides and place not in used:
            near = 0 if "b" in sides else _REACH["a"]
            if ("a" in sides and gap <= near) or "t" in sides:
                return place
    return None


def _said_after(units: Sequence[Unit], amount: Amount) -> tuple[str | None, int | None]:
    """Who is counted, and the place of what happened to them, if that stands after the number."""
    who: str | None = None
    last = min(amount.end + _REACH["b"] + 1, len(units))
    for place in range(amount.end, last):
        unit, sense = units[place], units[place].sense
        if (unit.quantity and unit.quantity.high > 1) or sense.joins or apart(units[place - 1], unit):
            break
        if who is None and sense.who is not None:
            who = sense.who
        if "b" in sense.sides and (place == amount.end or not _is_active(units, place)):
            return who, place
    return who, None


def _is_active(units: Sequence[Unit], place: int) -> bool:
    """Whether a word such as `killed` has its own number after it: `12 rockets killed 5`."""
    after = place + 1
    while after < len(units) and units[after].sense.bound:
        after += 1
    if "a" not in units[place].sense.sides or after == len(units) or units[after].quantity is None:
        return False
    return not apart(units[place], units[place + 1])


@lru_cache(maxsize=8192)
def _figure(kind: str, low: float, high: float, bound: str) -> Figure:
    """One that is kept once for all items that tell it."""
    if kind == "miles":
        return _figure("km", low * _MILES, high * _MILES, bound)._replace(written=f"{_worded(low)} miles")
    if kind == "year":
        return Figure("year", low, high, f"{low:.0f}")
    if kind.startswith("date "):
        month = int(kind.removeprefix("date "))
        return Figure("date", month * 100 + low, month * 100 + low, f"{low:g}.{month}.")
    written = _VAGUE.get((low, high)) or (_worded(low) if low == high else f"{_worded(low)}-{_worded(high)}")
    least, most = _NEAR[bound]
    if kind == "score":
        return Figure("score", low, high, written)
    words = f"{_WORDED[bound]} {written}" if bound in _WORDED else written
    return Figure(intern(kind), min(low, high) * least, max(low, high) * most, words)


def _worded(value: float) -> str:
    return f"{value:,.0f}" if value.is_integer() else f"{value:,.2f}".rstrip("0")
