"""What stands for the words of a text in an index: one analysis for filters and for full text search."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import chain, pairwise
from sys import intern
from typing import Final, NamedTuple

from bot.core.names.sound import sound_key
from bot.core.text.clitics import stems
from bot.core.text.tokens import Token, tokens

__all__ = ["SOUND", "WORDS", "Analyser", "Edge", "edges", "index_text", "joined"]

SOUND: Final = "~"
"""What stands before the sound of a name; no word has it."""

_APOSTROPHES: Final = "'’‘ʼʻʾʿ`´′＇"
_HYPHENS: Final = "-‐‑−–"
_LEAST_AFTER: Final = 3
"""Letters after an apostrophe that are more than an ending: not those of `Hama's`, `don't` and `we'll`."""
_MOST_JOINED: Final = 4
"""Words of one name: `Deir-ez-Zor`. Longer chains are phrases, not names."""
MOST: Final = 500_000
"""Characters of chunks kept in mind, with what is known of them about 20 MB: the vocabulary of a week in ten languages.
Then they are learned anew."""


class Edge(NamedTuple):
    """Another way to read words of a text: `term` stands for those at the places from `start` up to `end`."""

    term: str
    start: int
    end: int


Divide = Callable[[str], Sequence[Token]]
"""Divides a text into folded words."""


def joined(chunk: str, words: Sequence[Token]) -> Iterator[Edge]:
    """Words of a chunk with an apostrophe or a hyphen between, as one: `Ma'ardas` is maardas, `al-Madiq` almadiq."""
    start = 0
    for place, (left, right) in enumerate(pairwise(words), 1):
        if not _joins(chunk[left.end : right.start], right.text):
            yield from _join(words, start, place)
            start = place
    yield from _join(words, start, len(words))


def _joins(between: str, after: str) -> bool:
    if len(between) != 1:
        return False
    return between in _HYPHENS or (between in _APOSTROPHES and len(after) >= _LEAST_AFTER)


def _join(words: Sequence[Token], start: int, end: int) -> Iterator[Edge]:
    if 1 < end - start <= _MOST_JOINED:
        yield Edge("".join(word.text for word in words[start:end]), start, end)


def edges(chunk: str, words: Sequence[Token]) -> Iterator[Edge]:
    """All further readings of a chunk: words joined, words without particles, and how names in it sound."""
    joints = [*joined(chunk, words)] if len(words) > 1 else []
    yield from joints
    for place, word in enumerate(words):
        yield from (Edge(stem, place, place + 1) for stem in stems(word.text))
    singles = (Edge(word.text, place, place + 1) for place, word in enumerate(words))
    for _, start, end in (*singles, *joints):
        written = chunk[words[start].start : words[end - 1].end]
        if any(map(str.isupper, written)) and (key := sound_key(written)):
            yield Edge(SOUND + key, start, end)


class _Words(dict[str, tuple[str, ...]]):
    """The exact words of chunks, learned when they are first asked for."""

    def __init__(self, learn: Callable[[str], tuple[str, ...]]) -> None:
        self._learn = learn

    def __missing__(self, chunk: str) -> tuple[str, ...]:
        learned = self._learn(chunk)
        self[intern(chunk)] = learned  # most chunks are their own word: one string then, in one place of the memory
        return learned


class Analyser:
    """Gives the index terms of texts chunk by chunk, a chunk being what has no white space in it.

    News repeat their chunks, so both tables answer for most of them without a step in Python.
    """

    def __init__(self, divide: Divide = tokens, *, further: bool = True, most: int = MOST) -> None:
        """`further`: whether words have readings beside the exact one; `most`: characters kept in mind."""
        self.divide: Final = divide
        self._further: Final = further
        self._most: Final = most
        self._kept = 0
        self._words: Final = _Words(self._learn)
        self._extras: Final[dict[str, tuple[str, ...]]] = {}

    def read(self, chunks: Sequence[str]) -> list[str]:
        """The exact words of chunks, in order."""
        if self._kept > self._most:
            self._kept = 0
            self._words.clear()
            self._extras.clear()
        return [*chain.from_iterable(map(self._words.__getitem__, chunks))]

    def extras(self, chunks: Sequence[str]) -> list[tuple[str, ...]]:
        """Further terms of chunks that were read just now; most have none."""
        return [*filter(None, map(self._extras.get, chunks))]

    def edges(self, chunk: str, words: Sequence[Token]) -> Iterator[Edge]:
        """Further readings of a chunk with these words."""
        return edges(chunk, words) if self._further else iter(())

    def _learn(self, chunk: str) -> tuple[str, ...]:
        words = self.divide(chunk)
        if further := tuple({edge.term for edge in self.edges(chunk, words)}):
            self._extras[chunk] = further
        self._kept += len(chunk)
        return tuple(intern(word.text) for word in words)


def index_text(title: str, text: str) -> str:
    """The exact folded words of an item, a space between."""
    return " ".join(word.text for word in (*tokens(title), *tokens(text)))


WORDS: Final = Analyser()
"""The analyser of the product, its memory shared by all."""
