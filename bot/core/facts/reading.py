"""Reads a text as units: words with their senses, phrases as one, numbers as one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from bot.core.facts.senses import NOTHING, Sense, Senses
from bot.core.text.tokens import Token, tokens

__all__ = ["Unit", "apart", "read"]

_NUMBER: Final = re.compile(
    r"(?P<whole>\d{1,3}(?:[.,٬'’\u00a0\u202f ]\d{3}(?!\d))+|\d{1,12})(?P<part>[.,٫]\d{1,6}(?!\d))?"
    r"(?:(?P<dash>\s?[-–—:/.,]\s?)(?P<second>\d{1,9})(?P<third>[-./:]\d+)?)?"
)
"""Digits with what groups them; then perhaps a second number: of a range, a score, a date, a time of day."""
_STOPS: Final = re.compile(r"[,;.!?…—–()\n،؛؟。|]")
"""What parts what is said of a number from what is said of another. A hyphen and a colon do not."""
_ORDINAL: Final = frozenset("st nd rd th e eme er re го й я е ый ая ой ное".split())
_CURRENCIES: Final = {"$": "usd", "€": "eur", "£": "gbp", "₽": "rub", "₺": "try", "₪": "ils", "¥": "jpy", "₴": "uah"}
_YEARS: Final = range(1900, 2100)
_MOST_SCORE: Final = 30
"""Points of a game as it is told in a title; higher pairs are seasons and ranges."""


class Unit(NamedTuple):
    """A word, a phrase or a number; `start` and `end` are its offsets."""

    word: str
    sense: Sense
    start: int
    end: int
    span: tuple[float, float] | None = None
    """What a number says, at least and at most."""
    kind: str = ""
    """What a number is by the way it is written: `score`, `ordinal`, `percent`, `usd`, `year`, `other`."""


def apart(text: str, left: Unit, right: Unit) -> bool:
    """Whether a comma or the like stands between two units."""
    gap = right.start - left.end
    return gap != 1 and gap > 0 and _STOPS.search(text, left.end, right.start) is not None


def read(text: str, known: Senses) -> list[Unit]:
    """The units of a text, in order."""
    units: list[Unit] = []
    words = tokens(text)
    place = 0
    while place < len(words):
        word, start, end = words[place]
        if word[0].isdecimal():
            unit, place = _number(text, words, place)
        else:
            sense, phrases = known[word], known.phrases(word)
            unit, place = Unit(word, sense, start, end, sense.number), place + 1
            if phrases:
                unit, place = _phrase(words, place - 1, unit, phrases)
        units.append(unit)
    return units


def _phrase(
    words: Sequence[Token], place: int, single: Unit, phrases: Sequence[tuple[tuple[str, ...], Sense]]
) -> tuple[Unit, int]:
    """The longest phrase that begins there, and where the next unit does; the single word where none does."""
    for rest, sense in phrases:
        last = place + len(rest)
        if last < len(words) and all(words[place + 1 + at].text == word for at, word in enumerate(rest)):
            whole = " ".join((single.word, *rest))
            return Unit(whole, sense, single.start, words[last].end, sense.number), last + 1
    return single, place + 1


def _number(text: str, words: Sequence[Token], place: int) -> tuple[Unit, int]:
    """The number that begins there, and where the next unit does."""
    token = words[place]
    found = _NUMBER.match(text, token.start)
    if found is None:
        return Unit(token.text, NOTHING, token.start, token.end), place + 1
    span, kind, end = _measured(found)
    place += 1
    if end < token.end:
        kind = _suffixed(text[end : token.end].lower(), kind)
        end = token.end
    while place < len(words) and words[place].start < end:
        end = max(end, words[place].end)
        place += 1
    kind = kind or _signed(text, found.start(), end)
    return Unit(text[found.start() : end], NOTHING, found.start(), end, span, kind), place


@lru_cache(maxsize=4096)
def _value(whole: str, part: str) -> float:
    digits = "".join(char for char in whole if char.isdecimal())
    return float(f"{int(digits)}.{int(part[1:] or 0):0{len(part) - 1}d}") if part else float(int(digits))


def _measured(found: re.Match[str]) -> tuple[tuple[float, float], str, int]:
    """What a number says, what it is by its writing, and where it ends."""
    value = _value(found["whole"], found["part"] or "")
    dash = (found["dash"] or "").strip()
    plain = value, value
    if not dash or dash in {".", ","} and not found["third"]:
        end = found.start("dash") if dash else found.end()
        whole_year = found["whole"].isdecimal() and value in _YEARS and not found["part"]
        return plain, "year" if whole_year else "", end
    second = float(int(found["second"]))
    if found["third"] or dash in {"/", "."}:
        return plain, "other", found.end()
    if max(value, second) < _MOST_SCORE and (dash != ":" or len(found["second"]) == 1):
        return (value, second), "score", found.end()
    if dash == ":" or second <= value:
        return plain, "other", found.end()
    return (value, second), "", found.end()


def _suffixed(suffix: str, kind: str) -> str:
    """What letters right after the digits make of them: `12th`, `5km`; other letters make a name of it: `7x`."""
    if suffix in _ORDINAL:
        return "ordinal"
    return {"km": "km", "k": "k", "m": "m", "bn": "bn", "b": "bn"}.get(suffix, kind or "other")


def _signed(text: str, start: int, end: int) -> str:
    """What signs beside it make of a number."""
    before = text[max(start - 2, 0) : start]
    after = text[end : end + 2].strip()
    if before[-1:] in {"-", "–"} and before[:1].isalpha():
        return "other"  # F-16
    if after[:1] in {"%", "٪"} or before[-1:] in {"%", "٪"}:
        return "percent"
    sign = before.strip()[-1:] or ""
    if sign in {"#", "№"}:
        return "numbered"
    return _CURRENCIES.get(sign) or _CURRENCIES.get(after[:1], "")

