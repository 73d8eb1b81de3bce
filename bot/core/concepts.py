"""What words of the news mean, whatever language they are written in: by a lexicon that is handed in.

A line of the lexicon names a concept and what it is called: `explosion: en explosion* blast | de explosion* | ru взрыв*`.
A star stands for any ending, an underscore joins the words of a phrase, and the longest that fits counts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final, NamedTuple, TypeVar

from bot.core.text.clitics import stems
from bot.core.text.tokens import tokens

__all__ = ["FUNCTION", "Concepts", "Reading"]

FUNCTION: Final = "function"
"""The concept of words that say nothing by themselves: articles, prepositions, auxiliaries."""

_LEAST_STEM: Final = 3
"""Letters before a star, at least."""
_MOST: Final = 60_000
"""Words kept in mind; then they are looked up anew."""


class Reading(NamedTuple):
    """Words from place `start` up to `end`, and the concept they name; empty when none is known."""

    start: int
    end: int
    concept: str


class _Part(NamedTuple):
    """A word of a phrase, or the beginning of one."""

    text: str
    open: bool

    def fits(self, word: str) -> bool:
        return word.startswith(self.text) if self.open else word == self.text


Found = TypeVar("Found")

_Phrase = tuple[tuple[_Part, ...], str]


class _Known(NamedTuple):
    """What a word may be: a concept of its own, and phrases that begin with it, the longest first."""

    concept: str
    phrases: tuple[_Phrase, ...]


class Concepts:
    """The lexicon."""

    def __init__(self, lines: Iterable[str] = ()) -> None:
        """`lines`: those of the lexicon; empty ones and those that begin with # say nothing."""
        tables: dict[str, _Table] = {}
        for line in lines:
            if line.strip() and not line.startswith("#"):
                name, _, called = line.strip().partition(": ")
                for part in called.split("|"):
                    language, *entries = part.split()
                    table = tables.setdefault(language, _Table())
                    for entry in entries:
                        table.add(entry, name)
        self._tables: Final = tables
        self._all: Final = _Table.merged(tables.values())

    def read(self, words: Sequence[str], language: str) -> Iterator[Reading]:
        """Folded words in order, as `bot.core.text.tokens` divides them; each belongs to one reading.

        `language`: ISO 639-1; where it is not known, a word counts that means the same in all languages that have it.
        """
        table = self._tables.get(language, self._all)
        place = 0
        while place < len(words):
            known = table.look_up(words[place])
            end, concept = place + 1, known.concept
            for parts, phrase in known.phrases:
                if len(parts) <= len(words) - place and all(map(_Part.fits, parts, words[place:])):
                    end, concept = place + len(parts), phrase
                    break
            yield Reading(place, end, concept)
            place = end


class _Table:
    """The words of one language, or of all."""

    def __init__(self) -> None:
        self._whole: Final[dict[str, str]] = {}
        self._stems: Final[dict[str, str]] = {}
        self._phrases: Final[dict[_Part, list[_Phrase]]] = {}
        self._known: Final[dict[str, _Known]] = {}

    @classmethod
    def merged(cls, tables: Iterable[_Table]) -> _Table:
        """The words of these tables that mean the same in all of them."""
        merged, tables = cls(), tuple(tables)
        for own, others in (
            (merged._whole, [table._whole for table in tables]),
            (merged._stems, [table._stems for table in tables]),
        ):
            meanings: dict[str, set[str]] = {}
            for table in others:
                for word, concept in table.items():
                    meanings.setdefault(word, set()).add(concept)
            own.update({word: next(iter(concepts)) for word, concepts in meanings.items() if len(concepts) == 1})
        for table in tables:
            for part, phrases in table._phrases.items():
                merged._phrases.setdefault(part, []).extend(phrases)
        return merged

    def add(self, entry: str, concept: str) -> None:
        """Take in a word, a stem or a phrase of the lexicon."""
        parts = tuple(_parts(entry))
        if len(parts) > 1:
            self._phrases.setdefault(parts[0], []).append((parts, concept))
        elif parts:
            (self._stems if parts[0].open else self._whole).setdefault(parts[0].text, concept)

    def look_up(self, word: str) -> _Known:
        """What a word may be."""
        known = self._known.get(word)
        if known is None:
            if len(self._known) >= _MOST:
                self._known.clear()
            known = self._known[word] = _Known(self._concept(word), tuple(self._begun(word)))
        return known

    def _concept(self, word: str) -> str:
        """Of the word itself, else of the word without its particles."""
        return next(filter(None, map(self._meant, (word, *stems(word)))), "")

    def _meant(self, word: str) -> str:
        return self._whole.get(word) or next(_longest(word, self._stems.get), "")

    def _begun(self, word: str) -> list[_Phrase]:
        begun = [*self._phrases.get(_Part(word, open=False), ())]
        for phrases in _longest(word, lambda stem: self._phrases.get(_Part(stem, open=True))):
            begun.extend(phrases)
        return sorted(begun, key=lambda phrase: len(phrase[0]), reverse=True)


def _longest(word: str, look: Callable[[str], Found | None]) -> Iterator[Found]:
    """What is found for the beginnings of a word, the longest first."""
    for end in range(len(word), _LEAST_STEM - 1, -1):
        if (found := look(word[:end])) is not None:
            yield found


def _parts(entry: str) -> Iterator[_Part]:
    for written in entry.split("_"):
        words = tokens(written.removesuffix("*"))
        for place, word in enumerate(words, 1):
            yield _Part(word.text, written.endswith("*") and place == len(words))
