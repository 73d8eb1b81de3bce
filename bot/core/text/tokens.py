"""Where the words of a text begin and end."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from enum import Enum, auto
from functools import lru_cache, partial
from typing import Final, NamedTuple

from bot.core.text.fold import fold_letter, is_mark, letters

__all__ = ["UNSPACED", "Token", "plain_words", "tokens"]

_CHUNK: Final = re.compile(r"[^\s\x00-/:-@\[-`{-\x7f]+")
"""What no ASCII punctuation or control and no space divides; most of it is whole words."""

UNSPACED: Final = re.compile(
    "[\u0e00-\u0eff"  # Thai, Lao
    "\u1000-\u109f"  # Burmese
    "\u1780-\u17ff"  # Khmer
    "\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff"  # kana
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"  # Han
)
"""Letters of scripts that put no space between words."""

_TYPOGRAPHIC: Final = "’‘“”–—…\xa0"
"""Marks that are not ASCII in texts of which all else is: most English news. None is part of a word."""
_GAPS: Final = {code: " " for code in range(128) if not chr(code).isalnum()}

_SHORT: Final = 32
"""Characters of a chunk up to which its words are kept in mind: all words of most languages."""


class _Role(Enum):
    LETTER = auto()
    MARK = auto()  # never begins a word but where there is nothing to belong to
    ALONE = auto()  # a word by itself
    GAP = auto()


class Token(NamedTuple):
    """A word, folded; `start` and `end` are its offsets in the text as it was written."""

    text: str
    start: int
    end: int


_token: Final[Callable[[tuple[str, int, int]], Token]] = partial(tuple.__new__, Token)
"""Makes one in half the time that its constructor takes: an item has hundreds, read for one purpose after another."""


def tokens(text: str) -> list[Token]:
    """The words in order: runs of letters, digits and their marks.

    An apostrophe, a hyphen or an underscore divides words: `Hama's` holds the word `hama`. Scripts that put no space
    between words (Han, kana, Thai, Lao, Khmer, Burmese) give one token a letter, so that a word of theirs is a phrase.
    """
    found: list[Token] = []
    for chunk in _CHUNK.finditer(text):
        written, at = chunk.group(), chunk.start()
        if written.isascii():
            found.append(_token((written.lower(), at, chunk.end())))
        else:
            words = _known_words(written) if len(written) <= _SHORT else _words(written)
            found += [_token((word, at + start, at + end)) for word, start, end in words]
    return found


def plain_words(text: str) -> list[str] | None:
    """The words that `tokens` finds, without their places and five times as fast; None where a text is not plain."""
    if not text.isascii():
        for mark in _TYPOGRAPHIC:
            text = text.replace(mark, " ")
    return text.lower().translate(_GAPS).split() if text.isascii() else None


@lru_cache(maxsize=32768)
def _known_words(chunk: str) -> tuple[Token, ...]:
    """The words of a short chunk, worked out once: news repeat their words."""
    return tuple(_words(chunk))


def _words(chunk: str) -> Iterator[Token]:
    """The words of a chunk that is not plain ASCII."""
    word, start, end, alone = "", 0, 0, False
    for at, until in letters(chunk):
        for char, role in _parts(chunk[at:until]):
            if word and role is not _Role.MARK and (alone or role is not _Role.LETTER):
                yield Token(word, start, end)
                word = ""
            if role is not _Role.GAP:
                if not word:
                    start, alone = at, role is _Role.ALONE
                word, end = word + char, until
    if word:
        yield Token(word, start, end)


@lru_cache(maxsize=16384)
def _parts(letter: str) -> tuple[tuple[str, _Role], ...]:
    """What a letter folds to, each character with its role."""
    return tuple((char, _role(char)) for char in fold_letter(letter))


def _role(char: str) -> _Role:
    if is_mark(char):
        return _Role.MARK
    if not char.isalnum():
        return _Role.GAP
    return _Role.ALONE if UNSPACED.match(char) else _Role.LETTER
