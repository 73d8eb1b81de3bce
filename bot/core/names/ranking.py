"""Which names of a pool a query most likely is another spelling of."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import extract

from bot.core.names.aligning import Heard, closeness, hear
from bot.core.names.reading import read
from bot.core.names.romanize import plain

__all__ = ["Pool", "rank"]

_CLASSES: Final = ("kqgxG", "CJSZszcTD", "td", "pbfv", "mn", "lr")
"""Consonants that stand for each other most often; one of them is compared as quickly as a letter."""
_CLASS: Final = {sound: str(number) for number, sounds in enumerate(_CLASSES) for sound in sounds}

_BY_BONES, _BY_LETTERS = 200, 200
"""How many names are looked at closely for having nearly the same consonants, and nearly the same sounds at all. Twice
as many find one name more in a hundred, in twice the time."""

_LETTERS: Final = 0.1
"""What the plain letters count beside the sounds: among names that sound the same the one that is spelt alike
is meant."""


class Pool:
    """Names prepared to be searched: `names` as they were given."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = list(names)
        words = [read(name) for name in self.names]
        self.plain = [plain(name) for name in words]
        self.heard = [hear(name) for name in words]
        self.letters = [_letters(heard) for heard in self.heard]
        self.bones = [_bones(heard) for heard in self.heard]


def rank(query: str, pool: Pool, limit: int = 100) -> list[str]:
    """The likest names of the pool, best first, at most `limit`."""
    words = read(query)
    heard, written = hear(words), plain(words)
    near = {
        *_nearest(_bones(heard), pool.bones, _BY_BONES),
        *_nearest(_letters(heard), pool.letters, _BY_LETTERS),
    }
    close = {
        at: closeness(heard, pool.heard[at]) + _LETTERS * Levenshtein.normalized_similarity(written, pool.plain[at])
        for at in near
    }
    return [pool.names[at] for at in sorted(close, key=lambda at: (-close[at], at))[:limit]]


def _nearest(text: str, texts: list[str], limit: int) -> Iterable[int]:
    return (at for _, _, at in extract(text, texts, scorer=Levenshtein.normalized_similarity, limit=limit))


def _letters(heard: Heard) -> str:
    """The most usual sound of each unit."""
    return "".join(unit[0] for unit in heard.units if unit[0] not in "-'")


def _bones(heard: Heard) -> str:
    """The class of each consonant."""
    return "".join(_CLASS.get(unit[0], "") for unit in heard.units)
