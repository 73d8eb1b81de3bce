"""Numbers in one spelling: 2,445 and 2 445, 5.5 and 5,5, ٤٠ and 40, `two` and 2, `mln` and `million`."""

from __future__ import annotations

import re
from typing import Final

from bot.core.facts.numerals import NUMBERS
from bot.core.text.fold import fold

__all__ = ["joined_numbers", "value"]

_FIGURE: Final = re.compile(r"\d")
_WITHIN: Final = re.compile(r"(?<=\d)[.,:'’٬٫](?=\d)")
_THOUSANDS: Final = re.compile(r"(?<![\d])(\d{1,3})((?:[ \u00a0\u202f\u2009]\d{3})+)(?!\d)")

_FURTHER: Final = {
    "2": "dwie dwoch שתי اثنان اثنين שני",
    "3": "trzech ثلاثه",
    "4": "czterech اربعه",
    "5": "pieciu خمسه",
    "6": "sei szesciu шести سته",
    "7": "sept sette siedmiu семи سبعه",
    "8": "osmiu восьми ثمانيه",
    "9": "neuf dziewieciu תשע تسعه",
    "10": "dieci dziesieciu עשר عشره",
    "11": "undici jedenascie",
    "12": "dodici dwanascie",
    "20": "dwadziescia עשרים",
    "30": "trzydziesci שלושים",
    "million": "mln mio mn",
    "billion": "bln bn",
    "percent": "pct",
}
"""More forms of small numbers than facts are counted by, and how newspapers shorten large units; folded."""

_VALUES: Final = {
    fold(word): str(number)
    for number, words in NUMBERS.items()
    if number > 1  # `one` is a pronoun too
    for word in words.split()
    if word.isalpha()
} | {word: number for number, words in _FURTHER.items() for word in words.split()}


def joined_numbers(text: str) -> str:
    """The text with every number a single word: no marks and no spaces within."""
    if not _FIGURE.search(text):
        return text
    return _WITHIN.sub("", _THOUSANDS.sub(lambda found: "".join(found.group().split()), text))


def value(word: str) -> str:
    """A folded word, in figures where it is a number: without zeros before it, in the digits of ASCII."""
    return str(int(word)) if word.isdecimal() else _VALUES.get(word, word)
