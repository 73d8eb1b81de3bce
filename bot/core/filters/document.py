"""An item as many queries ask of it: each view of its words is made once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime
from functools import cached_property
from itertools import chain
from typing import Final, assert_never

from bot.core.filters.query import Field, Label
from bot.core.model import Evidence, Item
from bot.core.text.fold import fold
from bot.core.text.terms import WORDS, Analyser, Edge
from bot.core.text.tokens import Token, tokens

__all__ = ["PLACE", "Document", "Passage", "Span", "index_terms", "label_terms", "said", "word_terms"]

PLACE: Final = "@"
"""What stands before the id of a place among the index terms."""

_CHUNK: Final = re.compile(r"\S+")
"""What `str.split` divides a text into."""

Span = tuple[int, int]
"""The first place of a run of words, and the place after its last."""

NAMED: Final = frozenset({Label.OUTLET, Label.FROM})
"""Labels that are words, of which some may be asked for; others are codes."""


class Passage:
    """One field of an item with the places of its words, for what a set of words can't tell."""

    def __init__(self, field: Field, written: str, analyser: Analyser) -> None:
        self.field: Final = field
        self.written: Final = written
        self.words: Final[list[Token]] = []
        self._exact: Final[dict[str, list[Span]]] = {}
        self._further: Final[dict[str, list[Span]]] = {}
        self._onward: Final[dict[int, list[Edge]]] = {}
        for chunk in _CHUNK.finditer(written):
            self._take(chunk.group(), chunk.start(), analyser)

    def _take(self, chunk: str, at: int, analyser: Analyser) -> None:
        first = len(self.words)
        words = analyser.divide(chunk)
        for place, (word, start, end) in enumerate(words, first):
            self.words.append(Token(word, at + start, at + end))
            self._exact.setdefault(word, []).append((place, place + 1))
        for term, start, end in analyser.edges(chunk, words):
            self._further.setdefault(term, []).append((first + start, first + end))
            self._onward.setdefault(first + start, []).append(Edge(term, first + start, first + end))

    def spans(self, word: str, *, prefix: bool = False, loose: bool = False) -> Iterable[Span]:
        """Where a word stands, or one that begins so; with `loose`, joined ones and those with particles too."""
        if prefix:
            return sorted({span for place in range(len(self.words)) for span in self._from(place, word, True, loose)})
        exact = self._exact.get(word, ())
        further = self._further.get(word, ()) if loose else ()
        return sorted({*exact, *further}) if further else exact

    def rows(self, words: Sequence[str], *, prefix: bool = False, loose: bool = False) -> Iterator[Span]:
        """Where these words stand in a row, the first place first; with `prefix` the last of them may go on."""
        last = len(words) - 1
        for span in self.spans(words[0], prefix=prefix and not last, loose=loose):
            found = {span}
            for number, word in enumerate(words[1:], 1):
                going_on = prefix and number == last
                found = {(span[0], end) for _, at in found for _, end in self._from(at, word, going_on, loose)}
            yield from sorted(found)

    def _from(self, place: int, word: str, prefix: bool, loose: bool) -> Iterator[Span]:  # noqa: FBT001 - innermost
        """The readings of the text from this place on that are this word."""
        same = str.startswith if prefix else str.__eq__
        if place < len(self.words) and same(self.words[place].text, word):
            yield place, place + 1
        for term, _, end in self._onward.get(place, ()) if loose else ():
            if same(term, word):
                yield place, end

    def text(self, span: Span) -> str:
        """The words of a span as they are written."""
        return self.written[self.words[span[0]].start : self.words[span[1] - 1].end]


class Document:
    """An item with what is known of its story, at one moment.

    Its index terms are there at once, all else when it is first asked for.
    """

    def __init__(self, item: Item, evidence: Evidence, now: datetime, analyser: Analyser = WORDS) -> None:
        self.item: Final = item
        self.evidence: Final = evidence
        self.now: Final = now
        self._analyser: Final = analyser
        title, of_title = analyser.read(item.title)
        text, of_text = analyser.read(item.text)
        self.title: Final = title
        """The exact words of its title, in order."""
        self.text: Final = text
        """The exact words of its text, in order."""
        self.further: Final = {*of_title, *of_text}
        """Readings beside the exact words: joined, and without particles."""
        self.terms: Final = {*title, *text, *self.further}
        """The index terms of its title and text, but for sounds."""

    @cached_property
    def sounds(self) -> AbstractSet[str]:
        """How its names sound: index terms that few queries ask for."""
        analyser, item = self._analyser, self.item
        return {*analyser.sounds(item.title), *analyser.sounds(item.text)}

    @cached_property
    def labels(self) -> AbstractSet[str]:
        """Index terms of what is known of it beside its words: see `label_terms`."""
        return frozenset(label_terms(self.item))

    def has(self, run: str, field: Field) -> bool:
        """Whether these exact words, a space before and after each (or none after the last), stand in a field."""
        if field is Field.ANYWHERE:
            return run in self.everywhere
        return any(run in f" {' '.join(word.text for word in passage.words)} " for passage in self.passages(field))

    @cached_property
    def everywhere(self) -> str:
        """The words of title and text with a space before and after each: a run of words is a part of that string."""
        return f" {' '.join(self.title)} \n {' '.join(self.text)} "

    def written(self, field: Field) -> Iterator[tuple[Field, str]]:
        """The texts of a field as they are written; of anywhere the title, then the text."""
        item = self.item
        texts = {Field.TITLE: item.title, Field.TEXT: item.text, Field.AUTHOR: item.author, Field.URL: item.url}
        for each in (Field.TITLE, Field.TEXT) if field is Field.ANYWHERE else (field,):
            yield each, texts[each]

    def passages(self, field: Field) -> Iterator[Passage]:
        """The passages of a field: of anywhere the title, then the text."""
        for each, written in self.written(field):
            if each not in self._passages:
                self._passages[each] = Passage(each, written, self._analyser)
            yield self._passages[each]

    @cached_property
    def _passages(self) -> dict[Field, Passage]:
        return {}


def index_terms(item: Item) -> Iterator[str]:
    """All index terms of an item, some of them twice."""
    yield from word_terms(item.title, item.text)
    yield from label_terms(item)


def word_terms(title: str, text: str) -> Iterator[str]:
    """The index terms of its words: exact ones and further readings, some of them twice."""
    for written in (title, text):
        words, further = WORDS.read(written)
        yield from chain(words, further, WORDS.sounds(written))


def label_terms(item: Item) -> Iterator[str]:
    """What an item has beside its words: `author:john`, `url:example`, `@geo:170017`, `lang:ar`, `outlet:sana-en`."""
    yield from (f"{Field.AUTHOR}:{word.text}" for word in tokens(item.author))
    yield from (f"{Field.URL}:{word.text}" for word in tokens(item.url))
    yield from (PLACE + place for place in item.places)
    for label in Label:
        for value in said(item, label):
            yield f"{label}:{fold(value)}"
            yield from (f"{label}:{word.text}" for word in tokens(value) if label in NAMED)


def said(item: Item, label: Label) -> tuple[str, ...]:
    """What a label says of an item, in words to compare: of an outlet ids and names, with those that carry it."""
    match label:
        case Label.OUTLET:
            told = tuple(name for outlet in (item.outlet, *item.carriers) for name in (outlet.id, outlet.name))
        case Label.FROM:
            told = (item.outlet.affiliation,)
        case Label.COUNTRY:
            told = (item.outlet.country,)
        case Label.LANG:
            told = (item.language.partition("-")[0],)
        case Label.KIND:
            told = (item.kind,)
        case _:
            assert_never(label)
    return tuple(filter(None, told))
