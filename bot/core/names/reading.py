"""A written name as words, and these as units of sound, whatever its script."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Final, NamedTuple

from anyascii import anyascii

from bot.core.names.japanese import romaji
from bot.core.names.kinds import LAST, LINKS, SYLLABLES, kind_of
from bot.core.names.latin import LATIN, SOFT
from bot.core.names.scripts import ARABIC, CYRILLIC, GREEK, HEBREW, PINYIN, Units
from bot.core.names.sounds import VOWELS
from bot.core.names.thai import spelt, voiced

__all__ = ["LONGEST", "Word", "read"]

LONGEST: Final = 80
"""Characters of a name that are read: but for a few hundred in GeoNames, names of places have 60 at most, and the time
to compare two grows with the square."""

SLIGHT: Final = 0.3
"""How much a word counts that says what a place is: without it the name is still the name."""

_LEAST_NAME: Final = 4
"""Letters of a name that has another word of Chinese for its kind."""
_END: Final = "$"
"""Ends each Latin word that is looked up: its last letters have readings of their own."""
_TABLE: Final = ARABIC | HEBREW | CYRILLIC | GREEK | LATIN
_KNOWN: Final = frozenset("".join(_TABLE)) - {_END}
_SPELT: Final = {
    "S": "sh",
    "Z": "zh",
    "C": "ch",
    "J": "j",
    "c": "ts",
    "x": "kh",
    "G": "gh",
    "T": "th",
    "D": "dh",
    "-": "",
}
"""The sounds of the tables that English spells otherwise."""


def _any_of(keys: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(keys, key=len, reverse=True))))


_LETTERS: Final = _any_of(_TABLE)
_SOUNDS: Final = _any_of(PINYIN)
_SYLLABLE: Final = re.compile(r"[A-Z]?[a-z]+")
_WORD: Final = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*'?|\d+")
_QUOTES: Final = re.compile('[‘’ʼʻʾʿ`´′‛ˈʹʺ׳״"“”]')
_HAN: Final = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_VOWELLESS: Final = re.compile("[\u0590-\u06ff]")
_SOFTENED: Final = re.compile("[cg](?=[eiyéèêëíìýæœöäü])")
_TWICE: Final = re.compile(r"([bdf-hjkmnp-tv-zа-я])\1+")
_ARTICLE: Final = re.compile(r"\b(ال|al(?=[^aeiou\W]{3}))(?=\w{3})")
"""The Arabic article, also where vowel-less Latin letters stand for Arabic ones: `alhmrh`."""
_SUFFIX: Final = re.compile(f"(?<=[\u4e00-\u9fff]{{2}})([{LAST}])(?![\u4e00-\u9fff])")
"""A last character that says what the place is."""
_KOREAN: Final = re.compile("(?<=[가-힣]{2})([리동읍면군시구역산골])(?![가-힣])")
"""The same for Korean."""
_GLUED: Final = re.compile(
    r"(?<=\w{4})(?=(?:köy|koy|köyü|koyu)\b)"
    r"|(?<=[aeiougn])(?<=\w{3})(?=(?:cun|zhen|zhuang|xiang)\b)"
    r"|(?<=[aeioun])(?<=\w{4})(?=(?:eki|chō|machi|mura|damu)\b)"
)
"""Where the village in a Turkish name begins, the village or town in a Chinese one, the station, town, village or dam
in a Japanese one."""


class Word(NamedTuple):
    """A word of a name, read."""

    plain: str
    """In small Latin letters."""
    units: Units
    sparse: bool = False
    """Whether its spelling leaves vowels out: Arabic, Hebrew, and their letters one by one in Latin, `hmah`."""
    padded: bool = False
    """Whether its spelling puts vowels where there are none: Chinese."""
    kind: str = ""
    """Of what kind of place it speaks; empty for a name proper."""
    share: float = 1.0
    """How much it counts."""


@lru_cache(maxsize=16_384)
def read(name: str) -> tuple[Word, ...]:
    """The words of a name, none for a text without letters and digits; never fails."""
    text = unicodedata.normalize("NFKC", name[:LONGEST])[:LONGEST].casefold()
    text = romaji(spelt(voiced(_QUOTES.sub("'", _KOREAN.sub(r" \1", text)))))
    text = _SUFFIX.sub(r" \1", "".join(map(_letter, text)))
    words = _WORD.findall(_GLUED.sub(" ", _ARTICLE.sub(r"\1 ", text)))
    return _settled(tuple(map(_word, words)))


def _settled(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """The words, Chinese syllables among them names where they stand before others or leave next to nothing."""
    last = len(words) - 1
    rest = sum(len(word.plain) for word in words[:-1])
    return tuple(
        word._replace(kind="", share=1.0) if word.plain in SYLLABLES and (at < last or 0 < rest < _LEAST_NAME) else word
        for at, word in enumerate(words)
    )


@lru_cache(maxsize=16_384)
def _letter(char: str) -> str:
    """What stands for a character in the tables: itself, its bare letter, Latin letters; Chinese ones stay."""
    if char in _KNOWN or char.isascii() or _HAN.match(char):
        return char
    bare = "".join(part for part in unicodedata.normalize("NFD", char) if not unicodedata.combining(part))
    if bare and _KNOWN.issuperset(bare):
        return bare
    return re.sub(r"[^\w' ]", "", anyascii(char)).lower() if bare else ""


def _word(word: str) -> Word:
    if word[0].isdigit():
        return Word(word, ())
    plain, units, padded = _chinese(word) if _HAN.match(word) else _alphabetic(word)
    sparse = not padded and (bool(_VOWELLESS.match(word)) or sum(map(plain.count, VOWELS)) * 4 < len(plain))
    kind = kind_of(plain, sparse=sparse)
    return Word(plain, units, sparse, padded, kind, SLIGHT if kind or plain in LINKS else 1.0)


def _chinese(word: str) -> tuple[str, Units, bool]:
    syllables = [syllable.lower() for syllable in _SYLLABLE.findall(anyascii(word))]
    units = (unit for syllable in syllables for sound in _SOUNDS.findall(syllable) for unit in PINYIN[sound])
    return "".join(syllables), tuple(units), True


def _alphabetic(word: str) -> tuple[str, Units, bool]:
    soft = _SOFTENED.sub(lambda match: SOFT[match.group()], _TWICE.sub(r"\1", word)) + _END
    units = tuple(unit for letters in _LETTERS.findall(soft) for unit in _TABLE[letters])
    latin = word[0].isascii() or word[0] in LATIN
    plain = anyascii(word).lower() if latin else "".join(_SPELT.get(unit[0], unit[0]) for unit in units)
    return plain, units, False
