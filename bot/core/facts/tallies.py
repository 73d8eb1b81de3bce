"""The ways in which the numbers of two items may contrast: see `bot.core.facts.aspects` for what an aspect is.

Numbers are compared where they count the same thing. Another number of a series speaks for another story, another toll
for an update.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from bot.core.facts.aspects import Finding, are_one_thing
from bot.core.facts.model import Contrast, ContrastKind, Facts, Figure, Verdict

__all__ = ["measures", "series", "tolls"]

_TOLLS: Final = frozenset({"killed", "wounded", "missing", "arrested", "displaced", "infected"})
_LOWERED: Final = (
    *(" revis ", " lower ", " corre ", " reduc ", " снизи ", " уточн ", " تخفيض ", " abais ", " korri ", " rebaj "),
)
"""Beginnings of words of who takes back a toll."""
_EXACT: Final = frozenset({"date", "year"})
"""Kinds that are told apart by any difference, as those that begin with `nth` are."""
_NAMED: Final = frozenset({"date", "year", "day", "week", "month", "hour", "round", "stage"})
"""What is called so in a reason; most kinds are the beginnings of words."""
_ANY: Final = "people"
"""The kind of those of whom nothing is said: others may be meant each time."""
_CLOSE: Final = 0.1
"""Part by which two measures may differ and be one: rounded, or told in other units."""
_CLOSE_PERCENT: Final = 0.5
_CLOSE_SHOCK: Final = 0.45
"""Magnitudes that agencies give for one earthquake differ by less."""
_OTHER_SHOCK: Final = 1.0
"""From here on it is another one."""


def series(old: Facts, new: Facts) -> Iterator[Finding]:
    """Numbers that tell instalments, days and years of one heading apart."""
    for mine, yours in _paired(old, new):
        if not _is_of_series(mine.kind):
            continue
        if mine.low == yours.low:
            yield mine.kind, None
        elif are_one_thing(old, new):
            what = mine.kind.removeprefix("nth ")
            reason = f"{what if what in _NAMED else 'number'} {yours.written}, not {mine.written}"
            yield mine.kind, Contrast(ContrastKind.NUMBER, Verdict.OTHER, reason)


def tolls(old: Facts, new: Facts) -> Iterator[Finding]:
    """Victims: a higher number is news, a lower one only where it says that it was lowered."""
    for mine, yours in _paired(old, new):
        if not _is_toll(mine.kind):
            continue
        lowered = yours.high < mine.low and any(word in new.words for word in _LOWERED)
        if lowered or yours.low > mine.high:
            reason = f"{mine.written} {mine.kind} before, {yours.written} now"
            yield mine.kind, Contrast(ContrastKind.TOLL, Verdict.UPDATE, reason)
        else:
            yield mine.kind, None


def measures(old: Facts, new: Facts) -> Iterator[Finding]:
    """All else that is measured or counted."""
    for mine, yours in _paired(old, new):
        kind = mine.kind
        if kind == _ANY or _is_of_series(kind) or _is_toll(kind):
            continue
        if _differ(mine, yours):
            other = kind == "magnitude" and abs(mine.low - yours.low) >= _OTHER_SHOCK
            reason = f"{kind} {mine.written} before, {yours.written} now"
            yield kind, Contrast(ContrastKind.NUMBER, Verdict.OTHER if other else Verdict.UPDATE, reason)
        else:
            yield kind, None


def _paired(old: Facts, new: Facts) -> Iterator[tuple[Figure, Figure]]:
    """Figures of one kind, those of the new item in their order."""
    for yours in new.figures:
        for mine in old.figures:
            if mine.kind == yours.kind:
                yield mine, yours


def _is_of_series(kind: str) -> bool:
    return kind in _EXACT or kind.startswith("nth")


def _is_toll(kind: str) -> bool:
    return kind.partition(" ")[0] in _TOLLS


def _differ(mine: Figure, yours: Figure) -> bool:
    """Whether two measures of a kind can't be one."""
    if mine.kind == "score":
        return sorted(mine[1:3]) != sorted(yours[1:3])
    slack = {"percent": _CLOSE_PERCENT, "magnitude": _CLOSE_SHOCK}.get(mine.kind)
    if slack is None:
        slack = max(mine.high, yours.high) * _CLOSE
    return mine.low > yours.high + slack or yours.low > mine.high + slack
