"""How spellings of one word are made equal: letter case, accents, width, styled letters, vowel points."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

__all__ = ["fold", "fold_letter", "is_mark", "letters"]

_ACCENTS: Final = (
    (0x0300, 0x036F),  # Combining Diacritical Marks
    (0x0483, 0x0489),  # Cyrillic titlo and its like
    (0x0591, 0x05BD),  # Hebrew cantillation and points
    (0x05BF, 0x05C7),
    (0x0610, 0x061A),  # Arabic honorifics and small vowels
    (0x064B, 0x065F),  # Arabic vowels, shadda, hamza above and below
    (0x0670, 0x0670),  # superscript alef
    (0x06D6, 0x06ED),  # Koranic marks
    (0x0711, 0x074A),  # Syriac points
    (0x08CA, 0x08FF),  # Arabic Extended-A marks
    (0x1AB0, 0x1AFF),  # Combining Diacritical Marks Extended
    (0x1DC0, 0x1DFF),  # Combining Diacritical Marks Supplement
    (0x20D0, 0x20FF),  # marks for symbols: the keycap
    (0xFE00, 0xFE0F),  # variation selectors
    (0xFE20, 0xFE2F),  # Combining Half Marks
    (0xE0100, 0xE01EF),  # more variation selectors
)
# Blocks of the Unicode standard whose marks decorate a letter. Marks elsewhere (Thai, Devanagari, kana) are the
# vowels or the voice of a letter: without them other words would come out.

_INVISIBLE: Final = frozenset("\u00ad\u200b\u034f\u061c\u0640\u200d\u200e\u200f\u2060\ufeff")
# Soft hyphen, zero width space, grapheme joiner, Arabic letter mark, tatweel, zero width joiner, direction marks,
# word joiner, byte order mark.

_MOST_MARKS: Final = 16
"""Characters of one letter, marks included; bounds the time that sorting hostile heaps of marks takes."""

_LETTERS: Final = str.maketrans(
    {
        "ı": "i",  # Turkish: Iğdır, IĞDIR and ığdır are one word; so are İstanbul and istanbul
        "œ": "oe",  # who has no key for these writes so: oeuvre, Lodz, Oresund, Dukanovic
        "æ": "ae",
        "ł": "l",
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "ħ": "h",
        "ʻ": "'",  # of transliterated names; Unicode counts them as letters, readers as apostrophes
        "ʼ": "'",
        "ʾ": "'",
        "ʿ": "'",
        "ٱ": "ا",
        "ى": "ي",
        "ی": "ي",  # Persian yeh
        "ې": "ي",
        "ک": "ك",  # Persian kaf
        "ة": "ه",
        "ۀ": "ه",
        "ہ": "ه",  # Urdu heh
        "ھ": "ه",
        "ە": "ه",
    }
)  # the decomposition already brings أ إ آ to ا, ؤ to و and ئ to ي


def fold(text: str) -> str:
    """The same words in one spelling; folding twice changes nothing."""
    if text.isascii():
        return text.lower()
    return "".join(fold_letter(text[start:end]) for start, end in letters(text))


def letters(text: str) -> Iterator[tuple[int, int]]:
    """Where each letter, with its marks, begins and ends."""
    start = 0
    for end in range(1, len(text) + 1):
        if end == len(text) or end - start == _MOST_MARKS or not is_mark(text[end]):
            yield start, end
            start = end


@lru_cache(maxsize=16384)
def is_mark(char: str) -> bool:
    """Whether it belongs to the letter before it: a mark proper, or a later part of a Korean syllable."""
    return unicodedata.category(char)[0] == "M" or "\u1160" <= char <= "\u11ff"


@lru_cache(maxsize=16384)
def fold_letter(letter: str) -> str:
    """One letter with its marks, folded; several letters where it stands for several, none where it is invisible."""
    before = ""
    while before != letter:  # one round is enough but for a few letters whose folding gives a foldable one
        before, letter = letter, _round(letter)
    return letter


def _round(letter: str) -> str:
    wide = unicodedata.normalize("NFKC", letter).casefold()
    bare = "".join(char for char in unicodedata.normalize("NFKD", wide) if not _is_silent(char))
    return unicodedata.normalize("NFC", bare).translate(_LETTERS)


def _is_silent(char: str) -> bool:
    return char in _INVISIBLE or any(low <= ord(char) <= high for low, high in _ACCENTS)
