"""How a name sounds, so that spellings of one transliterated name meet: Maardes, Ma'ardas."""

from __future__ import annotations

import re
from typing import Final

from anyascii import anyascii
from rapidfuzz.distance import Levenshtein

from bot.core.names.kinds import LINKS
from bot.core.names.reading import read
from bot.core.names.sounds import VOWELS

__all__ = ["sound_key", "sounds_alike"]

_LONGEST: Final = 32
"""Characters of a word that may be a name; what is longer has no key."""

_LEAST: Final = 3
"""Consonants of a key, repeated ones counted: with two, Hama would be him, Gaza guess, Kyiv cave."""

_HEARD: Final = re.compile(r"^[aeiou]|^[hwy](?=[aeiouy])|t?s?ch|d[jz]h|dj|[bcdfgjklmnp-tvz]h?")
"""The sounds that are heard in every spelling: consonants and whether a word begins with a vowel. Of h, w and y only
the first of a word are certain: Tehran is Teheran, Suqaylabiyah is Suqailabiya."""

_SOUND: Final = (
    dict.fromkeys("aeiou", "A")  # Idlib, Edlib
    | {letter + h: letter.upper() for letter in "bdfgjklmnprstvwyz" for h in ("", "h")}
    | {"h": "H", "kh": "X", "ph": "F"}
    | dict.fromkeys(("c", "q", "qh"), "K")  # Madiq, Madik
    | dict.fromkeys(("ch", "sh", "tch", "sch", "tsch"), "C")  # Chalabi, Shalabi
    | dict.fromkeys(("dj", "djh", "dzh", "zh"), "J")  # Djerba, Jerba
)
_TWICE: Final = re.compile(r"([bcdfgjklmnp-tvz]h?)\1+")
_ARTICLE: Final = re.compile(r"^(?:a[dlnrstz]|e[dlnrstz]|[ae]sh|ech)-(?=\w{3})")
_JOINTS: Final = str.maketrans("", "", "'`-")
_HARD: Final = str.maketrans("cq", "kk")
_LATIN: Final = re.compile("[\x00-\u024f\u02b0-\u02ff\u1e00-\u1eff\u2010-\u2019]+")

_NEAR: Final = frozenset(map(frozenset, ("ae", "ei", "iy", "ey", "ou", "uw", "ow")))
"""Vowels that one spelling or the other gives the same sound."""
_SHORT: Final = _NEAR | frozenset(map(frozenset, ("ai", "ay", "ao", "au", "io")))
"""As far as short vowels go that Arabic and Persian do not write, and those of Ukrainian and Russian: Madiq, Mudiq,
Kharkiv, Kharkov."""


def sound_key(word: str) -> str:
    """A key that spellings of one name share; empty for a word too short to be told apart by its sound.

    `word`: one word as written, apostrophes and hyphens inside it included, in any script. The key is empty for less
    than three consonants, for Chinese, whose syllables have too many meanings, and for what is no word of letters.
    """
    return _key(_plain(word))


def sounds_alike(known: str, found: str) -> bool:
    """Whether two words may be spellings of one name, given that they share a key.

    Their keys say nothing of vowels, so that common words share those of names. Spellings of one name have vowels in
    the same places, and few letters that differ, vowels of another sound counted twice. A word without its vowels,
    Arabic or Hebrew, must have four sounds in its key, and no vowel where the other has none.
    """
    one, other = _plain(known).replace("que", "ke"), _plain(found).replace("que", "ke")
    if not _key(one) or _key(one) != _key(other):
        return False
    gaps = tuple(zip(_gaps(one), _gaps(other), strict=True))
    if _is_sparse(known) or _is_sparse(found):
        within = gaps if _is_sparse(found) else [(b, a) for a, b in gaps]
        return len(gaps) > _LEAST and all(full or not sparse for full, sparse in within)
    if abs(len(gaps[-1][0]) - len(gaps[-1][1])) > 1 or not all(_meet(a, b, _SHORT) for a, b in gaps):
        return False
    odd = sum(not _meet(a, b, _NEAR) for a, b in gaps)
    letters = Levenshtein.distance(one.translate(_HARD), other.translate(_HARD))
    return letters + odd <= (min(len(one), len(other)) + 1) // 3


def _key(plain: str) -> str:
    key = "".join([_SOUND[sound] for sound in _HEARD.findall(plain)])
    return key if len(key) - key.startswith("A") >= _LEAST else ""


def _plain(word: str) -> str:
    """The word in small Latin letters, no consonant doubled, without article; nothing where it is no word."""
    if len(word) > _LONGEST:
        return ""
    if word.isascii():
        plain = word.lower()
    elif _LATIN.fullmatch(word):
        plain = anyascii(word).lower()
    else:
        plain = "".join(part.plain for part in read(word) if part.plain not in LINKS and not part.padded)
    if not plain.isalpha():
        plain = _ARTICLE.sub("", plain).translate(_JOINTS)
        if not plain.isalpha():
            return ""
    return _TWICE.sub(r"\1", plain.replace("x", "ks"))


def _is_sparse(word: str) -> bool:
    return not _LATIN.fullmatch(word) and any(part.sparse for part in read(word))


def _gaps(plain: str) -> list[str]:
    """The vowels after each consonant; the first ones of a word that begins with a vowel are those of a silent one."""
    gaps = _HEARD.split(plain)[1:]
    return [plain[0] + gaps[0], *gaps[1:]] if plain[0] in VOWELS else gaps


def _meet(one: str, other: str, near: frozenset[frozenset[str]]) -> bool:
    """Whether two groups of vowels begin or end alike."""
    pairs = (frozenset((one[:1], other[:1])), frozenset((one[-1:], other[-1:])))
    return any(len(pair) == 1 or pair in near for pair in pairs)
