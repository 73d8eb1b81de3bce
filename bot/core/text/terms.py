"""What stands for the words of a text in an index: one analysis for filters and for full text search."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
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
_LONGEST: Final = 48
"""Characters of a chunk that is kept in mind: nearly all of a language that divides its words."""
MOST: Final = 50_000
"""Chunks kept in mind, about 15 MB: the vocabulary of a week in ten languages; then they are learned anew."""


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


class _Known(dict[str, tuple[str, ...]]):
    """What is known of a chunk, learned when it is first asked for."""

    def __init__(self, learn: Callable[[str], tuple[str, ...]], most: int) -> None:
        self._learn = learn
        self._most = most

    def __missing__(self, chunk: str) -> tuple[str, ...]:
        learned = self._learn(chunk)
        if len(chunk) <= _LONGEST:
            if len(self) >= self._most:
                self.clear()
            self[chunk] = learned
        return learned


class Analyser:
    """Gives the index terms of texts chunk by chunk, a chunk being what has no white space in it.

    News repeat their chunks, so both tables answer for most of them without a step in Python.
    """

    def __init__(self, divide: Divide = tokens, *, further: bool = True, most: int = MOST) -> None:
        """`further`: whether words have readings beside the exact one; `most`: chunks kept in mind."""
        self.divide = divide
        self.further = further
        self.words: Final = _Known(lambda chunk: tuple(word.text for word in divide(chunk)), most)
        """The exact words of a chunk."""
        self.extras: Final = _Known(self._extras, most)
        """Further terms of a chunk, for most none."""

    def edges(self, chunk: str, words: Sequence[Token]) -> Iterator[Edge]:
        """Further readings of a chunk with these words."""
        return edges(chunk, words) if self.further else iter(())

    def _extras(self, chunk: str) -> tuple[str, ...]:
        return tuple({edge.term for edge in self.edges(chunk, self.divide(chunk))})


def index_text(title: str, text: str) -> str:
    """The exact folded words of an item, a space between."""
    return " ".join(word.text for word in (*tokens(title), *tokens(text)))


WORDS: Final = Analyser()
"""The analyser of the product, its memory shared by all."""
