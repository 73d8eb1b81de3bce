"""Reads what is compared with a number: `sources>=2`, `origins>=2`, `age<6h`."""

from __future__ import annotations

import re
from fractions import Fraction
from math import ceil, floor
from typing import Final

from bot.core.filters.query import Age, Count, Op
from bot.core.filters.spelling import COLONS, DASHES
from bot.core.filters.trouble import Unreadable, closest
from bot.core.text.fold import fold

__all__ = ["FIGURES", "read_figure"]

FIGURES: Final = ("sources", "origins", "age")
"""What has a number."""
MOST_COUNTED: Final = 999
MOST_TIME: Final = 9999
"""The highest numbers of outlets, and of minutes, hours or days: beyond them nothing is left to compare."""

_USUAL: Final = {"sources": (">=", "2"), "origins": (">=", "2"), "age": ("<", "6h")}
"""How each is compared mostly."""
_OTHERS: Final = {
    "source": "sources", "outlets": "sources", "reports": "sources", "origin": "origins", "hours": "age", "time": "age",
}  # fmt: skip
"""What people may call them."""

_OPS: Final = {
    ">": Op.MORE, "＞": Op.MORE, "<": Op.LESS, "＜": Op.LESS, "=": Op.EQUAL, "＝": Op.EQUAL, "==": Op.EQUAL,
    ">=": Op.AT_LEAST, "=>": Op.AT_LEAST, "≥": Op.AT_LEAST, "≧": Op.AT_LEAST, "⩾": Op.AT_LEAST, "＞＝": Op.AT_LEAST,
    "<=": Op.AT_MOST, "=<": Op.AT_MOST, "≤": Op.AT_MOST, "≦": Op.AT_MOST, "⩽": Op.AT_MOST, "＜＝": Op.AT_MOST,
}  # fmt: skip
"""How the comparisons are typed, by telephones too."""

_OP: Final = "|".join(map(re.escape, sorted(_OPS, key=len, reverse=True)))
_FIGURE: Final = re.compile(
    rf"(?P<what>[^\W\d_]+)\s*"
    rf"(?P<compared>(?P<unlike>!=|≠)|[{COLONS}]?\s*(?P<op>{_OP})|[{COLONS}](?=\s*[{DASHES}+]?\d))\s*"
    rf"(?P<number>[{DASHES}+]?\d+(?:[.,٫]\d+)?)?(?P<space>\s*)(?P<unit>[^\W\d_]+)?"
)
_LIKE: Final = re.compile(rf"(?P<what>[^\W\d_]+)[{COLONS}]?(?:{_OP})\d")
"""What looks as if it were compared with a number."""

_MORE: Final = re.compile(r"\w+")

_UNITS: Final = {
    "m": Fraction(1), "min": Fraction(1), "mins": Fraction(1), "minute": Fraction(1), "minutes": Fraction(1),
    "h": Fraction(60), "hr": Fraction(60), "hrs": Fraction(60), "hour": Fraction(60), "hours": Fraction(60),
    "d": Fraction(1440), "day": Fraction(1440), "days": Fraction(1440),
    "s": Fraction(1, 60), "sec": Fraction(1, 60), "seconds": Fraction(1, 60),
    "w": Fraction(10080), "week": Fraction(10080), "weeks": Fraction(10080),
    "month": Fraction(43200), "months": Fraction(43200), "year": Fraction(525600), "years": Fraction(525600),
}  # fmt: skip
"""Minutes of what people call times; `m`, `h` and `d` are kept, the others only understood."""
_KEPT: Final = ("m", "h", "d")


def read_figure(text: str, at: int) -> tuple[Count | Age, int] | None:
    """The comparison that stands there, and where it ends; None when none does, Unreadable when it is wrong."""
    found = _FIGURE.match(text, at)
    what = fold(found["what"]) if found else ""
    if not found or what not in FIGURES:
        _check_likeness(text, at)
        return None
    usual, example = _USUAL[what]
    before, number = text[:at], found.start("number")
    if number < 0:
        why, after = f"{what} is compared with a number: {what}{usual}{example}.", text[found.end("compared") :]
        raise Unreadable(why, found.start("compared"), f"{before}{what}{usual}{example} {after}".rstrip())
    if found["unlike"]:
        why = f"what is left out has a minus before it: -{what}={found['number']}."
        raise Unreadable(why, found.start("unlike"), f"{before}-{what}={text[number:]}")
    op = _OPS.get(found["op"] or "")
    if not op:
        why = f"{what} is compared with a number: {what}{usual}{example}."
        raise Unreadable(why, found.end("what"), f"{before}{what}{usual}{text[number:]}")
    return _age(text, found, op) if what == "age" else _count(text, found, what, op)


def _check_likeness(text: str, at: int) -> None:
    """Raises Unreadable for a name that was meant as one of those that have a number."""
    like = _LIKE.match(text, at)
    if like:
        name = fold(like["what"])
        meant = _OTHERS.get(name) or closest(name, FIGURES)
        if meant:
            why = f"“{like['what']}” has no number; I know {', '.join(FIGURES)}."
            raise Unreadable(why, at, text[:at] + meant + text[like.end("what") :])


def _number(found: re.Match[str]) -> Fraction:
    """Without its sign."""
    return Fraction(found["number"].lstrip(DASHES + "+").replace(",", ".").replace("٫", "."))


def _negative(found: re.Match[str]) -> bool:
    return found["number"][0] in DASHES


def _count(text: str, found: re.Match[str], what: str, op: Op) -> tuple[Count, int]:
    number, end = _number(found), found.end("number")
    up = op in {Op.AT_LEAST, Op.LESS}
    whole = ceil(number) if up else floor(number)
    why = ""
    if _negative(found):
        why = "no number of outlets is below zero"
    elif whole != number:
        why = "outlets are counted in whole numbers"
    elif whole > MOST_COUNTED:
        why = "no story has so many"
    elif (op, whole) in {(Op.LESS, 1), (Op.LESS, 0), (Op.AT_MOST, 0), (Op.EQUAL, 0)}:
        why, op, whole = "every story has at least one", Op.EQUAL, 1
    if why:
        meant = f"{what}{op}{min(whole, MOST_COUNTED)}"
        raise Unreadable(f"{why}: {meant}.", found.start("number"), text[: found.start()] + meant + text[end:])
    _check_end(text, end)
    return Count(what, op, whole), end


def _age(text: str, found: re.Match[str], op: Op) -> tuple[Age, int]:
    number, unit = _number(found), fold(found["unit"] or "")
    apart = bool(found["space"]) and unit not in _UNITS
    end = found.end("number") if apart or not unit else found.end()
    minutes = number * _UNITS.get("h" if apart else unit, _UNITS["h"])
    why, position = "", found.start("number")
    if not unit or apart or unit not in _UNITS:
        why, position = "a time needs m, h or d after it, for minutes, hours or days", found.end("number")
    elif unit not in _KEPT:
        why, position = "write m, h or d, for minutes, hours or days", found.start("unit")
    elif _negative(found):
        why = "no age is below zero"
    elif number.denominator > 1:
        why = "write a time in whole minutes, hours or days"
    elif not 1 <= number <= MOST_TIME:
        why = f"a time is a number from 1 to {MOST_TIME}"
    elif op is Op.EQUAL:
        why, position, op = "nothing is exactly that old", found.start("op"), Op.AT_MOST
    if why:
        meant = f"age{op}{_duration(minutes)}"
        raise Unreadable(f"{why}: {meant}.", position, text[: found.start()] + meant + text[end:])
    _check_end(text, end)
    return Age(op, int(number), unit), end


def _duration(minutes: Fraction) -> str:
    """The time in the largest unit in which it is whole."""
    whole = max(ceil(minutes), 1)
    for unit in ("d", "h", "m"):
        number, rest = divmod(whole, int(_UNITS[unit]))
        if not rest and number <= MOST_TIME:
            return f"{number}{unit}"
    return f"{MOST_TIME}d"


def _check_end(text: str, end: int) -> None:
    """Raises Unreadable where a figure runs on."""
    more = _MORE.match(text, end)
    if more:
        why = "this is one thing too many here; put a space before it."
        raise Unreadable(why, end, text[:end] + text[more.end() :])
