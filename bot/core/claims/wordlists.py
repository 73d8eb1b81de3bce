"""Phrases of many languages looked for in the words of a speaker, as whole words or by how words begin."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Final

from bot.core.text.clitics import stems
from bot.core.text.tokens import tokens

__all__ = ["Hit", "Phrasebook", "entries", "row", "words"]

Hit = tuple[int, int, str]
"""First word, the one after the last, and what they mean."""

_Phrase = tuple[tuple[str, ...], str]
"""Words, and what they mean."""

_KEPT: Final = 16384
"""Words of which is kept in mind what begins with them: news repeat theirs."""
_FEWEST: Final = 2
"""Letters of the shortest beginning for which a phrase may stand."""


def words(text: str) -> list[str]:
    """Folded."""
    return [token.text for token in tokens(text)]


def row(text: str) -> str:
    """The words of a text, folded, with single spaces."""
    return " ".join(words(text))


def entries(text: str) -> Iterator[tuple[str, str]]:
    """What a table says, written as `key = phrases` a line; lines that begin with a space go on with the one before."""
    for line in re.sub(r"\n\s+", " ", text).strip().split("\n"):
        key, _, phrases = line.partition(" = ")
        yield key, phrases


class Phrasebook:
    """Phrases and what they mean.

    A phrase is written as words; one that ends in `*` stands for all words that begin so. Arabic words are found
    behind their particles too.
    """

    def __init__(self, meanings: Iterable[tuple[str, str]]) -> None:
        """Meanings, each with its phrases, divided by ` / `."""
        self._by_first: Final[dict[str, list[_Phrase]]] = defaultdict(list)
        for meaning, written in meanings:
            for phrase in written.split("/"):
                pattern = tuple(part for word in phrase.split() for part in _folded(word))
                self._by_first[pattern[0]].append((pattern, meaning))
        self._starts: Final = frozenset(key[:_FEWEST] for key in self._by_first)
        self._lengths: Final = sorted({len(key) - 1 for key in self._by_first if key.endswith("*")})
        self._beginning: Final = lru_cache(maxsize=_KEPT)(self._phrases)

    def find(self, said: Sequence[str]) -> list[Hit]:
        """Every phrase that is there, in order; of those that begin at one word the longest."""
        hits: list[Hit] = []
        for at, word in enumerate(said):
            for pattern, meaning in self._beginning(word):
                if len(pattern) == 1 or _goes_on(pattern, said[at : at + len(pattern)]):
                    hits.append((at, at + len(pattern), meaning))
                    break
        return hits

    def _phrases(self, word: str) -> tuple[_Phrase, ...]:
        """Those that may begin with a word, the longest first."""
        keys = dict.fromkeys(key for form in (word, *stems(word)) for key in self._keys(form))
        found = [phrase for key in keys if key in self._by_first for phrase in self._by_first[key]]
        return tuple(sorted(found, key=lambda phrase: -len(phrase[0])))

    def _keys(self, form: str) -> list[str]:
        """What a pattern may begin with that begins with this word."""
        if form[:_FEWEST] not in self._starts:
            return []
        return [form, *(f"{form[:length]}*" for length in self._lengths if length <= len(form))]


def _folded(word: str) -> list[str]:
    """The parts of a written word; the last one keeps the asterisk."""
    parts = words(word)
    return [*parts[:-1], f"{parts[-1]}*"] if word.endswith("*") else parts


def _goes_on(pattern: Sequence[str], said: Sequence[str]) -> bool:
    """Whether these words are the phrase; the first one is known to be."""
    return len(pattern) == len(said) and all(
        any(form.startswith(wanted[:-1]) if wanted[-1] == "*" else form == wanted for form in (word, *stems(word)))
        for wanted, word in zip(pattern[1:], said[1:], strict=True)
    )
