"""What words of the news mean, whatever language they are written in: by a lexicon that is handed in.

A line of the lexicon names a concept and what it is called: `explosion: en explosion* blast | de explosion*`.
A star stands for any ending, an underscore joins the words of a phrase. The phrase of most words counts, and of several
that have as many words the one of most letters.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Final, NamedTuple

from bot.core.text.clitics import hebrew_stems, stems
from bot.core.text.fold import fold_letter
from bot.core.text.simplified import SIMPLIFIED
from bot.core.text.tokens import UNSPACED

__all__ = ["FUNCTION", "Concepts", "Reading"]

FUNCTION: Final = "function"
"""The concept of words that say nothing by themselves: articles, prepositions, auxiliaries."""

_STAR: Final = "*"
_LONGEST: Final = 32
"""Letters of a beginning, at most: no word of news is so long that more of it had to be compared."""
_MOST: Final = 8_192
"""Words of a language kept in mind, four megabytes of them; then they are looked up anew."""


class Reading(NamedTuple):
    """Words from place `start` up to `end`, and the concept they name; empty when none is known."""

    start: int
    end: int
    concept: str


class _Part(NamedTuple):
    """A word of a phrase, or the beginning of one."""

    text: str
    open: bool

    def fits(self, known: _Known) -> bool:
        """Whether the word, or what it is without its particles, may stand here."""
        if self.open:
            return any(form.startswith(self.text) for form in known.forms)
        return self.text in known.forms


class _Phrase(NamedTuple):
    """What must follow a word that begins it, and the concept that all of it names."""

    rest: tuple[_Part, ...]
    concept: str


class _Known(NamedTuple):
    """What a word may be."""

    concept: str
    phrases: Mapping[str, Sequence[_Phrase]]
    """Those that begin with it, of most letters first, by the first letter of their second word: few to compare."""
    forms: tuple[str, ...]
    """The word, then the words it may be without its particles."""
    letters: str
    """With which the forms begin."""


class Concepts:
    """The lexicon."""

    def __init__(self, lines: Iterable[str] = ()) -> None:
        """`lines`: those of the lexicon; empty ones and those that begin with # say nothing."""
        tables: dict[str, _Table] = {}
        letters = _Folding()
        for line in lines:
            if not line.startswith("#"):
                name, _, called = line.strip().partition(": ")
                for part in filter(None, called.split("|")):
                    language, _, entries = part.strip().partition(" ")
                    table = tables.setdefault(language, _Table())
                    table.add(UNSPACED.sub(r"_\g<0>_", entries.translate(letters)).split(), name)
        self._words: Final = {language: _Words((table,)) for language, table in tables.items()}
        self._any: Final = _Words(tuple(tables.values()))

    def read(self, words: Sequence[str], language: str) -> Iterator[Reading]:
        """Folded words in order, as `bot.core.text.tokens` divides them; each belongs to one reading.

        `language`: ISO 639-1; where it is not known, a word counts that means the same in all languages that have it.
        """
        look_up = self._words.get(language, self._any)
        known = [look_up[word] for word in words]
        place = 0
        while place < len(known):
            reading = _longest(known, place)
            yield reading
            place = reading.end


class _Table:
    """The words of one language."""

    def __init__(self) -> None:
        self._concepts: Final[dict[str, str]] = {}
        self._phrases: Final[dict[str, list[tuple[str, str]]]] = {}

    def add(self, entries: Iterable[str], concept: str) -> None:
        """Take in folded words, stems and phrases; of two that are the same the first counts."""
        for entry in entries:
            if "_" not in entry:
                self._concepts.setdefault(entry, concept)
                continue
            first, _, rest = entry.strip("_").partition("_")
            if rest:
                self._phrases.setdefault(first, []).append((rest, concept))
            else:
                self._concepts.setdefault(first, concept)

    def concept(self, spellings: Iterable[str]) -> str:
        """What the first of these is called that is in it; empty where none is."""
        return next(filter(None, map(self._concepts.get, spellings)), "")

    def phrases(self, spellings: Iterable[str]) -> Iterator[tuple[str, str]]:
        """The phrases that begin with any of these: what must follow, as it is written, and the concept of each."""
        return chain.from_iterable(filter(None, map(self._phrases.get, spellings)))


_NONE: Final[Mapping[str, Sequence[_Phrase]]] = {}


class _Words(dict[str, _Known]):
    """Words that were looked up in these tables, so that most cost one look into a dictionary."""

    def __init__(self, tables: Sequence[_Table]) -> None:
        super().__init__()
        self._tables: Final = tables

    def __missing__(self, word: str) -> _Known:
        if len(self) >= _MOST:
            self.clear()
        known = self[word] = _known(self._tables, word.translate(SIMPLIFIED))
        return known


class _Folding(dict[int, str]):
    """What each letter folds to, for `str.translate`: a lexicon is long and has few letters."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = fold_letter(chr(code)).translate(SIMPLIFIED)
        return folded


def _known(tables: Sequence[_Table], word: str) -> _Known:
    """What a word may be in any of these languages; it names a concept when all that know it agree."""
    forms = (word, *stems(word), *hebrew_stems(word))
    spellings = [spelling for form in forms for spelling in _spellings(form)]
    concepts = {table.concept(spellings) for table in tables} - {""}
    begun: dict[str, list[_Phrase]] = {}
    written = chain.from_iterable(table.phrases(spellings) for table in tables)
    for following, concept in sorted(written, key=_length, reverse=True):
        rest = tuple(map(_part, filter(None, following.split("_"))))
        begun.setdefault(rest[0].text[:1], []).append(_Phrase(rest, concept))
    letters = "".join(dict.fromkeys(form[:1] for form in forms))
    return _Known(concepts.pop() if len(concepts) == 1 else "", begun or _NONE, forms, letters)


def _longest(known: Sequence[_Known], place: int) -> Reading:
    """The phrase of most words that begins at a place, else the word there by itself."""
    concept, begun, _, _ = known[place]
    most = 0
    if begun and place + 1 < len(known):
        for letter in known[place + 1].letters:
            for rest, named in begun.get(letter, ()):
                if len(rest) > most and _follows(rest, known, place + 1):
                    most, concept = len(rest), named
    return Reading(place, place + 1 + most, concept)


def _follows(rest: Sequence[_Part], known: Sequence[_Known], place: int) -> bool:
    """Whether the words from a place on may be the rest of a phrase."""
    return place + len(rest) <= len(known) and all(map(_Part.fits, rest, known[place : place + len(rest)]))


def _length(phrase: tuple[str, str]) -> int:
    return len(phrase[0].replace(_STAR, ""))


def _part(written: str) -> _Part:
    return _Part(written.removesuffix(_STAR), written.endswith(_STAR))


def _spellings(word: str) -> Iterator[str]:
    """How the lexicon may spell a word: whole, else its beginning and a star, the longest first."""
    yield word
    for end in range(min(len(word), _LONGEST), 0, -1):
        yield word[:end] + _STAR
