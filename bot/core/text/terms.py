"""What stands for the words of a text in an index: one analysis for filters and for full text search."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, pairwise
from sys import intern
from typing import Final, NamedTuple

from bot.core.names.sound import sound_key
from bot.core.text.clitics import stems
from bot.core.text.tokens import Token, plain_words, tokens

__all__ = ["SOUND", "WORDS", "Analyser", "Edge", "edges", "index_text", "joined", "sounds"]

SOUND: Final = "~"
"""What stands before the sound of a name; no word has it."""

_APOSTROPHES: Final = "'’‘ʼʻʾʿ`´′＇"
_HYPHENS: Final = "-‐‑−–"
_LEAST_AFTER: Final = 3
"""Letters after an apostrophe that are more than an ending: not those of `Hama's`, `don't` and `we'll`."""
_MOST_JOINED: Final = 4
"""Words of one name: `Deir-ez-Zor`. Longer chains are phrases, not names."""
_MARKS: Final = "'’‘`-–"
"""Those of them that a plain text may have."""
MOST: Final = 60_000
"""Chunks kept in mind, with what is known of them about 20 MB: the vocabulary of a week in ten languages. Then they are
learned anew."""


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
    """Further readings of a chunk: words joined, and words without particles."""
    if len(words) > 1:
        yield from joined(chunk, words)
    for place, word in enumerate(words):
        yield from (Edge(stem, place, place + 1) for stem in stems(word.text))


def sounds(chunk: str, words: Sequence[Token]) -> Iterator[Edge]:
    """How those words of a chunk sound, and those joined, that have a capital."""
    singles = (Edge(word.text, place, place + 1) for place, word in enumerate(words))
    for _, start, end in (*singles, *(joined(chunk, words) if len(words) > 1 else ())):
        written = chunk[words[start].start : words[end - 1].end]
        if any(map(str.isupper, written)) and (key := sound_key(written)):
            yield Edge(SOUND + key, start, end)


class _Learned(dict[str, tuple[str, ...]]):
    """What chunks give, learned when they are first asked for."""

    def __init__(self, learn: Callable[[str], Iterable[str]]) -> None:
        self._learn = learn

    def __missing__(self, chunk: str) -> tuple[str, ...]:
        learned = tuple(map(intern, self._learn(chunk)))
        self[intern(chunk)] = learned  # most chunks are their own word: one string then, in one place of the memory
        return learned


class Analyser:
    """Gives the index terms of texts chunk by chunk, a chunk being what has no white space in it.

    News repeat their chunks, so tables answer for most of them without a step in Python; and the words of plain English
    need not even those.
    """

    def __init__(self, divide: Divide = tokens, *, further: bool = True, most: int = MOST) -> None:
        """`further`: whether words have readings beside the exact one; `most`: chunks kept in mind."""
        self.divide: Final = divide
        self._looks_further: Final = further
        self._most: Final = most
        self._words: Final = _Learned(self._learn)
        self._further: Final[dict[str, tuple[str, ...]]] = {}
        """Of those chunks alone that have any: what is not in a table is looked up faster."""
        self._sounds: Final = _Learned(self._hear)

    def read(self, text: str) -> tuple[list[str], list[str]]:
        """The exact words of a text, in order, and further readings, some of them twice: joined, without particles."""
        if len(self._words) > self._most:
            self._words.clear()
            self._further.clear()
        if self.divide is tokens and (plain := plain_words(text)) is not None:
            chunks: Iterable[str] = [*_marked(text)] if self._looks_further else ()
            [*map(self._words.__getitem__, chunks)]
        else:
            chunks = text.split()
            plain = [*chain.from_iterable(map(self._words.__getitem__, chunks))]
        return plain, [*chain.from_iterable(filter(None, map(self._further.get, chunks)))]

    def sounds(self, text: str) -> list[str]:
        """How its names sound, some of them twice, `~` before each."""
        if len(self._sounds) > self._most:
            self._sounds.clear()
        return [*chain.from_iterable(map(self._sounds.__getitem__, text.split()))]

    def edges(self, chunk: str, words: Sequence[Token]) -> Iterator[Edge]:
        """All readings of a chunk with these words but the exact one, and where they stand."""
        return chain(edges(chunk, words), sounds(chunk, words)) if self._looks_further else iter(())

    def _learn(self, chunk: str) -> Iterator[str]:
        words = self.divide(chunk)
        if self._looks_further and (further := tuple(dict.fromkeys(edge.term for edge in edges(chunk, words)))):
            self._further[chunk] = further
        return (word.text for word in words)

    def _hear(self, chunk: str) -> Iterable[str]:
        return dict.fromkeys(edge.term for edge in sounds(chunk, self.divide(chunk))) if self._looks_further else ()


def _marked(text: str) -> Iterator[str]:
    """Chunks of a plain text that may be read in another way: those with an apostrophe or a hyphen."""
    for mark in _MARKS:
        at = text.find(mark)
        while at >= 0:
            space = text.find(" ", at)
            end = len(text) if space < 0 else space
            yield from text[text.rfind(" ", 0, at) + 1 : end].split()
            at = text.find(mark, end)


def index_text(title: str, text: str) -> str:
    """The exact folded words of an item, a space between."""
    return " ".join(word.text for word in (*tokens(title), *tokens(text)))


WORDS: Final = Analyser()
"""The analyser of the product, its memory shared by all."""
