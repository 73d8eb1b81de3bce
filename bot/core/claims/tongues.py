"""Which language's cues a text is read for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

__all__ = ["tongue"]

_ARABIC: Final = re.compile("[\u0620-\u06ff]")
_PERSIAN: Final = re.compile("[پچژگیک]")
_CYRILLIC: Final = re.compile("[\u0400-\u04ff]")
_UKRAINIAN: Final = re.compile("[іїєґІЇЄҐ]")
_HEBREW: Final = re.compile("[\u05d0-\u05ea]")

_COMMON: Final = {
    "en": "the of and to in on for said says is was with after at as by has from are will",
    "fr": "le la les des du et en un une est que dans pour sur au aux par selon l d a ont nous",
    "de": "der die das und in den von zu mit ist des dem im auf für ein eine nach laut sagte",
    "es": "el la los las de del y en que un una por con se para al según este dijo",
    "pt": "o a os as de do da dos das e em que um uma por com no na segundo",
    "it": "il la i gli le di del della e in che un una per con dei delle secondo",
    "tr": "ve bir bu ile için de da göre olarak açıkladı söyledi dedi ya ın ye",
    "pl": "w i na z do że o od po według nie się jest przez dla oraz według",
}
_MARKS: Final = {
    "tr": "ğışİ",
    "de": "ßä",
    "es": "ñáéíóú¿¡",
    "pt": "ãõáéêçíóú",
    "it": "ìòù",
    "pl": "łżźćńśęą",
    "fr": "œèêëîïàâçé",
}
"""Letters that one of the languages has and most others have not."""
_OF: Final = {
    word: tuple(tongue for tongue, words in _COMMON.items() if word in words.split())
    for words in _COMMON.values()
    for word in words.split()
}
_LETTERS: Final = {
    mark: tuple(each for each, marks in _MARKS.items() if mark in marks) for marks in _MARKS.values() for mark in marks
}
_LETTER: Final = re.compile(f"[{''.join(_LETTERS)}]")
_SAMPLE: Final = 200
"""Characters by which a script is told."""
_READ: Final = 40
"""Words by which a language of Latin letters is told."""


def tongue(text: str, words: Sequence[str], language: str = "") -> str:
    """ISO 639-1, of those that are read; `language` is what the source says, and counts where the letters allow it."""
    said = language[:2].lower()
    sample = text[:_SAMPLE]
    if not sample.isascii():
        other = _other_letters(sample, said)
        if other:
            return other
    if said in _COMMON:
        return said
    votes = dict.fromkeys(_COMMON, 0)
    for word in words[:_READ]:
        for each in _OF.get(word, ()):
            votes[each] += 1
    for mark in _LETTER.findall(sample):
        for each in _LETTERS[mark]:
            votes[each] += 2
    return max(votes, key=votes.__getitem__)


def _other_letters(sample: str, said: str) -> str:
    """Of languages that do not use Latin letters; empty where none is written so."""
    if _ARABIC.search(sample):
        return "fa" if said == "fa" or (said != "ar" and _PERSIAN.search(sample)) else "ar"
    if _CYRILLIC.search(sample):
        return "uk" if said == "uk" or (said != "ru" and _UKRAINIAN.search(sample)) else "ru"
    if _HEBREW.search(sample):
        return "he"
    return ""
