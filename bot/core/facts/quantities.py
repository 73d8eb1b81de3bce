"""What a number says, by its digits or its word, and what it is by the way it is written."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from bot.core.facts.senses import Sense
from bot.core.text.tokens import Token

__all__ = ["CODED", "SCALES", "Quantity", "quantity"]

_NUMBER: Final = re.compile(
    r"(?P<whole>\d{1,3}(?:[.,٬'’]\d{3}(?!\d))+|\d{1,12})(?P<part>[.,٫]\d{1,6}(?!\d))?"
    r"(?:(?P<dash>[-–—:/.])(?P<second>\d{1,9})(?P<third>[-./:]\d+)?)?"
)
"""Digits with what groups them; then perhaps a second number: of a range, a score, a date, a time of day."""
CODED: Final = "coded "
"""What stands before the letters of a number that is part of a name."""
_CODED: Final = re.compile(r"([^\W\d_]+)(\d{1,4})")
"""COP29, G20, Q3."""
_LETTERS: Final = re.compile(r"[^\W\d_]+")
_AFTER: Final = re.compile(r"-([^\W\d_]{1,3})\b")
"""Letters after a hyphen: 12-й."""
_ORDINAL: Final = frozenset(
    ["st", "nd", "rd", "th", "e", "eme", "er", "re", "го", "й", "я", "е", "ый", "ая", "ой", "ное"]
)
_SUFFIXES: Final = {"km": "km", "k": "k", "m": "m", "bn": "bn", "b": "bn"}
SCALES: Final = {"k": 1e3, "m": 1e6, "bn": 1e9}
"""What letters after a number multiply it by."""
_CURRENCIES: Final = {"$": "usd", "€": "eur", "£": "gbp", "₽": "rub", "₺": "try", "₪": "ils", "¥": "jpy", "₴": "uah"}
_YEARS: Final = range(1900, 2100)
_MOST_SCORE: Final = 30
"""Points of a game as it is told in a title; higher pairs are seasons and ranges."""


class Quantity(NamedTuple):
    """A number of a text."""

    low: float
    high: float
    """Between what it lies; of a score, the two sides of it in their order."""
    kind: str = ""
    """`score`, `ordinal`, `numbered`, `percent`, `usd` …, `km`, `year`; `k`, `m` and `bn` for what is to be multiplied;
    `coded cop` for COP29; `other` for what counts nothing: a date, the time of day, part of a name."""
    end: int = 0
    """Where its digits end in their chunk, with their signs."""
    digits: bool = False


def quantity(sense: Sense, chunk: str = "", word: Token | None = None) -> Quantity | None:
    """The number that a word is, or that begins there in its chunk; None for other words."""
    if word is not None and word.text[0].isdecimal():
        return _digits(chunk, word)
    coded = _CODED.fullmatch(chunk[word.start : word.end].lower()) if word is not None else None
    if coded:
        return Quantity(float(coded[2]), float(coded[2]), f"{CODED}{coded[1]}")
    if sense.ordinal:
        return Quantity(float(sense.ordinal), float(sense.ordinal), "ordinal")
    return Quantity(*sense.number) if sense.number else None


def _digits(chunk: str, word: Token) -> Quantity | None:
    found = _NUMBER.match(chunk, word.start)
    if found is None:  # a digit that folding made: ²
        return None
    low, high, kind, end = _measured(found)
    letters = _LETTERS.match(chunk, end)
    if letters:
        kind = "ordinal" if letters[0].lower() in _ORDINAL else _SUFFIXES.get(letters[0].lower(), "other")
        end = letters.end()
    ending = _AFTER.match(chunk, end)
    if not letters and ending and ending[1].lower() in _ORDINAL:
        return Quantity(low, high, "ordinal", ending.end(), digits=True)
    sign = _signed(chunk, found.start(), end)
    if sign and kind in {"k", "m", "bn"}:
        low, high = low * SCALES[kind], high * SCALES[kind]
    return Quantity(low, high, sign or kind, end, digits=True)


def _measured(found: re.Match[str]) -> tuple[float, float, str, int]:
    """What a number says, what it is by its writing, and where it ends."""
    value = _value(found["whole"], found["part"] or "")
    dash = found["dash"]
    if not dash:
        year = not found["part"] and found["whole"].isdecimal() and value in _YEARS
        return value, value, "year" if year else "", found.end()
    second = float(int(found["second"]))
    if found["third"] or dash in {"/", "."}:
        return value, value, "other", found.end()
    if max(value, second) < _MOST_SCORE and (dash != ":" or len(found["second"]) == 1):
        return value, second, "score", found.end()
    if dash == ":" or second <= value or value in _YEARS:
        return value, value, "other", found.end()
    return value, second, "", found.end()


def _value(whole: str, part: str) -> float:
    digits = int("".join(char for char in whole if char.isdecimal()))
    return float(f"{digits}.{int(part[1:]):0{len(part) - 1}d}") if part else float(digits)


def _signed(chunk: str, start: int, end: int) -> str:
    """What signs beside it make of a number."""
    before, after = chunk[max(start - 2, 0) : start], chunk[end : end + 1]
    if before[-1:] in {"-", "–"} and before[:1].isupper():
        return "other"  # F-16
    if after in {"%", "٪"} or before[-1:] in {"%", "٪"}:
        return "percent"
    if before[-1:] in {"#", "№"}:
        return "numbered"
    return _CURRENCIES.get(before[-1:]) or _CURRENCIES.get(after, "")
