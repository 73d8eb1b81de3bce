"""The figures of a text: its numbers with what they count."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from sys import intern
from typing import Final, NamedTuple

from bot.core.facts.model import Figure
from bot.core.facts.reading import Reading, Unit, apart
from bot.core.facts.quantities import CODED, SCALES, Quantity
from bot.core.facts.stemming import stem

__all__ = ["Counting", "figures"]

_REACH: Final = {"a": 1, "b": 4, "t": 7}
"""Words between a number and what counts it, by the side on which that stands: `kills a further 12`, `12 people of one
family were killed`, `death toll in the strike on Hama rises to 12`."""
_BOUNDS_REACH: Final = 2
"""Words of a bound before a number: `at least some 12`."""
_MILES: Final = 1.609
_NEAR: Final = {
    "least": (1.0, 1.0), "more": (1.0, 1.25), "near": (0.9, 1.0), "about": (0.9, 1.1), "most": (0.0, 1.0),
    "plain": (1.0, 1.0), "": (1.0, 1.0),
}  # fmt: skip
"""What a bound makes of the least and the most. `More than 100` are 112 in another report, but not 140."""
_WORDED: Final = {"least": "at least", "more": "more than", "near": "nearly", "about": "about", "most": "up to"}
_VAGUE: Final = {
    (3, 9): "several", (20, 99): "dozens", (200, 999): "hundreds", (2_000, 9_999): "thousands",
    (20_000, 99_999): "tens of thousands", (200_000, 999_999): "hundreds of thousands",
}  # fmt: skip
"""How the words of `numerals.VAGUE` are told to people."""
_KINDS: Final = frozenset({"percent", "usd", "eur", "gbp", "rub", "try", "ils", "jpy", "uah", "km", "score"})
"""Kinds that the writing of a number tells."""
_STRONGEST: Final = 10
_FAR: Final = 5
_GROUP: Final = 3
_NONE: Final = Quantity(0, 0)
_DAYS: Final = 31
_TENS: Final = range(20, 100, 10)


class Counting(NamedTuple):
    """The figures of a text, and the places of units that are told by them."""

    figures: tuple[Figure, ...]
    used: frozenset[int]


class _Amount(NamedTuple):
    start: int
    """Place of its first unit, bounds included."""
    first: int
    """Place of the number."""
    end: int
    """Place of the unit after it."""
    low: float
    high: float
    bound: str
    kind: str


def figures(reading: Reading) -> Counting:
    """The first figure of each kind, in order, and which units they took."""
    units = reading.units
    found: dict[str, Figure] = {}
    used: set[int] = set()
    before = 0
    for place in reading.numbers:
        if place < before:
            continue
        amount = _amount(units, place)
        if _left(units, amount):
            continue
        kind, taken = _counted(units, amount, before, used)
        before = amount.end
        if kind:
            used.update((amount.first, *taken))
            found.setdefault(kind, _figure(kind, amount.low, amount.high, amount.bound))
    return Counting(tuple(found.values()), frozenset(used))


def _amount(units: Sequence[Unit], place: int) -> _Amount:
    """The number whose own unit stands there: with words of scale after it and bounds before."""
    low, high, kind = (units[place].quantity or _NONE)[:3]
    end = place + 1
    while end < len(units) and not apart(units[end - 1], units[end]):
        factor, added = _more(units[end - 1], units[end])
        if (factor == 1 and not added) or kind == "ordinal" or kind.startswith(CODED):
            break
        low, high, end = low * factor + added, high * factor + added, end + 1
    if kind in SCALES:
        low, high, kind = low * SCALES[kind], high * SCALES[kind], ""
    start, bound = place, ""
    while start > 0 and place - start < _BOUNDS_REACH and units[start - 1].sense.bound:
        start -= 1
        bound = bound if bound and bound != "plain" else units[start].sense.bound
    return _Amount(start, place, end, low, high, bound, kind)


def _more(number: Unit, after: Unit) -> tuple[float, float]:
    """By what the unit after a number multiplies it, and what it adds: 5 `million`, 12 `000`, twenty `five`."""
    if after.quantity is None:
        return after.sense.scale or 1, 0
    if number.quantity and number.quantity.digits:
        grouped = len(after.word) == _GROUP and after.word.isdecimal() and len(number.word) <= _GROUP
        return (1_000, after.quantity.low) if grouped and number.word.isdecimal() else (1, 0)
    return 1, after.quantity.low if _tens(number, after) else 0


def _tens(number: Unit, after: Unit) -> bool:
    """Whether a number word is of tens, to which ones are added: `twenty five`."""
    tens, ones = number.quantity, after.quantity
    exact = tens is not None and ones is not None and tens.low == tens.high and not ones.digits
    return exact and tens.low in _TENS and ones.high < _TENS.step  # type: ignore[union-attr] # both are there if exact


def _left(units: Sequence[Unit], amount: _Amount) -> bool:
    """Whether the number is that of earlier: `from 12 to 40`."""
    leaves = amount.start > 0 and units[amount.start - 1].sense.leaves
    following = units[amount.end : amount.end + 2]
    return leaves and len(following) > 1 and following[0].sense.fills and following[1].quantity is not None


def _counted(
    units: Sequence[Unit], amount: _Amount, before: int, used: set[int]
) -> tuple[str, tuple[int, ...]]:
    """What a number counts, and the units that say so; nothing where that is not known."""
    if amount.kind.startswith(CODED):
        return f"nth {amount.kind.removeprefix(CODED)}", ()
    if amount.kind in {"ordinal", "numbered"}:
        return _nth(units, amount), ()
    beside = units[amount.end].sense if amount.end < len(units) else None
    month = (beside.month if beside else 0) or _month_before(units, amount)
    if month and amount.high <= _DAYS and not amount.kind:
        return f"date {month}", ()
    if beside and beside.series and units[amount.end - 1].ends:  # 5. Spieltag
        return f"nth {stem(units[amount.end].word)}", ()
    unit = _unit(units, amount)
    if unit is not None:
        return unit, ()
    if amount.kind in {"other", "year"} and not (beside and (beside.victim or beside.who is not None)):
        return ("year" if amount.kind == "year" and not _deferred(units, amount) else ""), ()
    if amount.start > 0 and units[amount.start - 1].sense.series and not units[amount.start - 1].sense.unit:
        return f"nth {stem(units[amount.start - 1].word)}", ()
    return _people(units, amount, before, used)


def _month_before(units: Sequence[Unit], amount: _Amount) -> int:
    return units[amount.first - 1].sense.month if amount.first > 0 else 0


def _deferred(units: Sequence[Unit], amount: _Amount) -> bool:
    """Whether a year is one of comparison: `since 2011`."""
    word = units[amount.start - 1] if amount.start > 0 else None
    return word is not None and (word.sense.since or word.sense.leaves or word.word in {"by", "until", "after", "to"})


def _nth(units: Sequence[Unit], amount: _Amount) -> str:
    """What is numbered: the word after `12th`, or before `#12`."""
    place = amount.end if amount.kind == "ordinal" else amount.first - 1
    return f"nth {stem(units[place].word)}" if 0 <= place < len(units) else "nth"


def _unit(units: Sequence[Unit], amount: _Amount) -> str | None:
    """The measure of a number; empty for one of time; None where it has none."""
    if amount.kind in _KINDS and not (amount.kind == "score" and _is_people(units, amount.end)):
        return amount.kind
    places = [place for place in (amount.end, amount.end + 1) if place < len(units)]
    for place in places:
        if apart(units[place - 1], units[place]):
            break
        sense = units[place].sense
        if sense.unit:
            return sense.unit
        if sense.time and place == amount.end:
            return None if amount.start > 0 and units[amount.start - 1].sense.series else ""
    return _magnitude(units, amount)


def _magnitude(units: Sequence[Unit], amount: _Amount) -> str | None:
    """That of an earthquake, where a word before the number says so."""
    if amount.high >= _STRONGEST:
        return None
    for place in range(amount.start - 1, max(amount.start - 1 - _FAR, -1), -1):
        if apart(units[place], units[place + 1]) or units[place].quantity:
            break
        if units[place].sense.unit == "magnitude":
            return "magnitude"
    return None


def _is_people(units: Sequence[Unit], place: int) -> bool:
    return any(unit.sense.who is not None or unit.sense.victim for unit in units[place : place + 2])


def _people(
    units: Sequence[Unit], amount: _Amount, before: int, used: set[int]
) -> tuple[str, tuple[int, ...]]:
    """What happened to people who are counted; `people` where nothing is said of it."""
    state = _said_before(units, amount, before, used)
    who, after = _said_after(units, amount)
    place = state if state is not None else after
    if place is not None:
        if any(unit.sense.since for unit in units[amount.end : amount.end + 6]):
            return "", ()
        victim = units[place].sense.victim
        return (f"{victim} {who}" if who else victim), (place,)
    return ("" if who is None else who or "people"), ()


def _said_before(
    units: Sequence[Unit], amount: _Amount, before: int, used: set[int]
) -> int | None:
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


def _said_after(units: Sequence[Unit], amount: _Amount) -> tuple[str | None, int | None]:
    """Who is counted, and the place of what happened to them, if that stands after the number."""
    who: str | None = None
    last = min(amount.end + _REACH["b"] + 1, len(units))
    for place in range(amount.end, last):
        unit, sense = units[place], units[place].sense
        if unit.quantity is not None or sense.joins or apart(units[place - 1], unit):
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
        kind, low, high = "km", low * _MILES, high * _MILES
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
