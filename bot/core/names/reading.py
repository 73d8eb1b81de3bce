"""A written name as units of sound, whatever its script."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final, NamedTuple

from anyascii import anyascii

from bot.core.names.latin import LATIN, SOFT
from bot.core.names.scripts import ARABIC, CYRILLIC, GREEK, HEBREW, PINYIN, Units
from bot.core.names.sounds import VOWELS

SPELT={"S":"sh","Z":"zh","C":"ch","J":"j","c":"ts","x":"kh","G":"gh","T":"th","D":"dh"}
__all__ = ["LONGEST", "Word", "read"]

LONGEST: Final = 80
"""Characters of a name that are read: names of places have 60 at most but for a few hundred in GeoNames, and the time
to compare two grows with the square."""

_END: Final = "$"
_TABLE: Final = ARABIC | HEBREW | CYRILLIC | GREEK | LATIN
_KNOWN: Final = frozenset("".join(_TABLE)) - {_END}


def _pattern(keys: dict[str, Units]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(keys, key=len, reverse=True))))


_LETTERS: Final = _pattern(_TABLE)
_SYLLABLE: Final = re.compile(r"[A-Z]?[a-z']+")
_PINYIN: Final = _pattern(PINYIN)
_WORD: Final = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*'?|\d+")
_QUOTES: Final = re.compile("[‘’ʼʻʾʿ`´′‛ˈʹʺ\u05f3\u05f4\"“”]")
_HAN: Final = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_SPARSE: Final = re.compile("[\u0590-\u06ff]")
_SOFT: Final = re.compile("[cg](?=[eiyéèêëíìýæœöäü])")
_TWICE: Final = re.compile(r"([bdf-hjkmnp-tv-zа-я])\1+")


class Word(NamedTuple):
    """A word of a name, read."""

    plain: str
    """In rough Latin letters."""
    units: Units
    sparse: bool
    """Whether its script leaves vowels out."""
    padded: bool
    """Whether its script puts vowels where there are none: Chinese."""


    share: float = 1.0
    """How much it counts: less for a word that says what a place is, not which."""


@lru_cache(maxsize=65_536)
def read(name: str) -> tuple[Word, ...]:
    """The words of a name."""
    text = _QUOTES.sub("'", unicodedata.normalize("NFKC", name[:LONGEST]).casefold())
    text="".join(map(_letter, text))
    words = _WORD.findall(_ARTICLE.sub(r"\1 ", _SUFFIX.sub(r" \1", text)))
    return tuple(map(_word, words))

_ARTICLE = re.compile(r"\b(ال|al(?=[^aeiou\W]{4}))(?=\w{3})")
_SUFFIX = re.compile("(?<=[\u4e00-\u9fff]{2})([村镇鎮乡鄉县縣市区區省路站駅驛江河川湖山島岛町郡州])(?![\u4e00-\u9fff])")

@lru_cache(maxsize=16_384)
def _letter(char: str) -> str:
    """What stands for a character in the tables: itself, its bare letter, Latin letters, or a Chinese character."""
    if char in _KNOWN or _HAN.match(char) or char.isascii():
        return char
    bare = "".join(c for c in unicodedata.normalize("NFD", char) if not unicodedata.combining(c))
    return bare if bare and all(c in _KNOWN for c in bare) else re.sub(r"[^\w' ]", "", anyascii(char)).lower()


def _word(word: str) -> Word:
    if word.isdigit():
        return Word(word, (word,), sparse=False, padded=False)
    if _HAN.match(word):
        syllables = [s.lower() for s in _SYLLABLE.findall(anyascii(word))]
        units = tuple(u for s in syllables for key in _PINYIN.findall(s) for u in PINYIN[key])
        plain="".join(syllables)
        return Word(plain, units, False, True, share(plain, False))
    soft = _SOFT.sub(lambda match: SOFT[match.group()], _TWICE.sub(r"\1", word)) + _END
    units = tuple(unit for key in _LETTERS.findall(soft) for unit in _TABLE[key])
    plain = anyascii(word).lower() if word[0] in LATIN or word.isascii() else "".join(SPELT.get(u[0],u[0]) for u in units if u[0] != "-")
    vowels = sum(c in VOWELS for c in plain)
    sparse=bool(_SPARSE.match(word)) or vowels * 4 < len(plain)
    return Word(plain, units, sparse, False, share(plain,sparse))

from bot.core.names.generic import LINKS, kind_of
import os
LOW=float(os.environ.get("LOW",".3"))
def share(plain,sparse):
    return LOW if plain in LINKS or kind_of(plain,sparse=sparse) else 1.0
