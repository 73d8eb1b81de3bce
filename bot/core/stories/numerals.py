"""Numbers in one spelling: 2,445 and 2 445, 5.5 and 5,5, ٤٠ and 40, `two` and 2, `mln` and `million`."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["joined_numbers", "value"]

_FIGURE: Final = re.compile(r"\d")
_WITHIN: Final = re.compile(r"(?<=\d)[.,:'’٬٫](?=\d)")
_THOUSANDS: Final = re.compile(r"(?<![\d])(\d{1,3})((?:[ \u00a0\u202f\u2009]\d{3})+)(?!\d)")

_WRITTEN: Final = {
    "2": "two deux zwei dos due dwa dwie dwoje dwoch два две двое двух اثنان اثنين שני שתי iki",
    "3": "three trois drei tres tre trzy trzech troje три трех трое ثلاثه שלושה שלוש uc",
    "4": "four quatre vier cuatro quattro cztery czterech четыре четырех اربعه ארבעה ארבע dort",
    "5": "five cinq funf cinco cinque piec pieciu пять пяти خمسه חמישה חמש bes",
    "6": "six sechs seis sei szesc szesciu шесть шести سته שישה שש alti",
    "7": "seven sept sieben siete sette siedem siedmiu семь семи سبعه שבעה שבע yedi",
    "8": "eight huit acht ocho otto osiem osmiu восемь восьми ثمانيه שמונה sekiz",
    "9": "nine neuf neun nueve nove dziewiec dziewieciu девять девяти تسعه תשעה תשע dokuz",
    "10": "ten dix zehn diez dieci dziesiec dziesieciu десять десяти عشره עשרה עשר",
    "11": "eleven onze elf once undici jedenascie одиннадцать",
    "12": "twelve douze zwolf doce dodici dwanascie двенадцать",
    "20": "twenty vingt zwanzig veinte venti dwadziescia двадцать عشرين عشرون עשרים yirmi",
    "30": "thirty trente dreissig treinta trenta trzydziesci тридцать ثلاثين ثلاثون שלושים",
    "million": "mln mio mn",
    "billion": "bln bn",
    "percent": "pct",
}
"""Words by which newspapers write small numbers and large units, folded; `one` is left out, which is a pronoun too."""

_VALUES: Final = {word: number for number, words in _WRITTEN.items() for word in words.split()}


def joined_numbers(text: str) -> str:
    """The text with every number a single word: no marks and no spaces within."""
    if not _FIGURE.search(text):
        return text
    return _WITHIN.sub("", _THOUSANDS.sub(lambda found: "".join(found.group().split()), text))


def value(word: str) -> str:
    """A folded word, in figures where it is a number: without zeros before it, in the digits of ASCII."""
    return str(int(word)) if word.isdecimal() else _VALUES.get(word, word)
