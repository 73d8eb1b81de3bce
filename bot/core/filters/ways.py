"""The ways in which a term may stand in an item: as its words, as another spelling of a name, or by its sound."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import Final

from bot.core.filters.candidates import Candidate, Has, all_of, any_of
from bot.core.filters.document import Document, Passage, Span
from bot.core.filters.query import Field
from bot.core.model import Hit
from bot.core.names.model import INITIALS
from bot.core.names.sound import sounds_alike
from bot.core.text.terms import SOUND

__all__ = ["Run", "Sought", "Sound"]

_WORDED: Final = frozenset({Field.ANYWHERE, Field.TITLE, Field.TEXT})
"""Fields whose words stand among the index terms as they are; those of others bear the field's name."""


@dataclass(frozen=True, slots=True)
class Run:
    """Words that stand in a row."""

    words: tuple[str, ...]
    prefix: bool = False
    """Whether the last may go on."""
    loose: bool = False
    """Whether joined words and words with particles count."""
    capital: bool = False
    """Whether the first must be written with a capital; what has but two letters, in capitals: US, and not Us."""
    _row: str = field(init=False, compare=False, repr=False)
    """As a document has it."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "_row", f" {' '.join(self.words)}{'' if self.prefix else ' '}")

    @property
    def simple(self) -> bool:
        """Whether it is an index term and nothing else."""
        return self.loose and not self.prefix and not self.capital and len(self.words) == 1

    def candidate(self, where: Field) -> Candidate:
        """All its words are there."""
        *first, last = self.terms(where)
        return all_of((*map(Has, first), Has(last, self.prefix))) if first else Has(last, self.prefix)

    def terms(self, where: Field) -> Sequence[str]:
        """Its words as index terms."""
        return self.words if where in _WORDED else [f"{where}:{word}" for word in self.words]

    def stands(self, document: Document, where: Field) -> bool:
        """Whether the row stands in a field."""
        if self.capital:
            return any(any(self.spans(passage)) for passage in document.passages(where))
        if document.has(self._row, where):
            return True
        if not self.loose or not self._read_into(document.further):
            return False
        return any(any(self.spans(passage)) for passage in document.passages(where))

    def _read_into(self, further: Iterable[str]) -> bool:
        """Whether one of the words is a further reading, without which the exact ones are all there is."""
        last = self.words[-1]
        return any(term in self.words or (self.prefix and term.startswith(last)) for term in further)

    def spans(self, passage: Passage) -> Iterator[Span]:
        """Where it stands in a passage, the first place first."""
        found = passage.rows(self.words, prefix=self.prefix, loose=self.loose)
        return (span for span in found if not self.capital or _capital(passage, span))


def _capital(passage: Passage, span: Span) -> bool:
    written = passage.text(span)
    return written == written.upper() if len(written) <= INITIALS else not written[0].islower()


@dataclass(frozen=True, slots=True)
class Sound:
    """A word, written with a capital, that sounds like a name."""

    key: str
    known: tuple[str, ...]
    """Spellings of the name, as written."""

    def candidate(self, where: Field) -> Candidate:  # noqa: ARG002 - as that of Run
        """A word of that sound is there."""
        return Has(SOUND + self.key)

    def terms(self, where: Field) -> Sequence[str]:  # noqa: ARG002 - as that of Run
        """The sound as an index term."""
        return (SOUND + self.key,)

    def stands(self, document: Document, where: Field) -> bool:
        """Whether such a word stands in a field."""
        if SOUND + self.key not in document.sounds:
            return False
        return any(any(self.spans(passage)) for passage in document.passages(where))

    def spans(self, passage: Passage) -> Iterator[Span]:
        """Where such words stand in a passage."""
        for span in passage.spans(SOUND + self.key, loose=True):
            if any(sounds_alike(known, passage.text(span)) for known in self.known):
                yield span


@dataclass(frozen=True, slots=True)
class Sought:
    """A term: its words in one of several ways."""

    term: str
    """As the query writes it."""
    words: tuple[str, ...]
    """Those of the term."""
    where: Field
    alone: tuple[str, ...]
    """Ways that are an index term and nothing else."""
    ways: tuple[Run | Sound, ...] = ()
    """All others."""
    name: str = ""
    """What the name is called for which it stands."""
    _row: str = field(init=False, compare=False, repr=False)
    """The words in a row that are all it asks for, as a document has them; empty when that is not all."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "_row", f" {' '.join(self.row)} " if self.row else "")

    @property
    def candidate(self) -> Candidate:
        """One of the ways may be there."""
        return any_of((*map(Has, self.alone), *(way.candidate(self.where) for way in self.ways)))

    @property
    def terms(self) -> Iterator[str]:
        """The index terms that its candidate names."""
        return chain(self.alone, chain.from_iterable(way.terms(self.where) for way in self.ways))

    @property
    def decided(self) -> bool:
        """Whether index terms tell all."""
        return not self.ways

    @property
    def row(self) -> tuple[str, ...]:
        """The exact words that it asks for in a row, in title or text, when that is all."""
        if self.alone or len(self.ways) != 1 or self.where is not Field.ANYWHERE:
            return ()
        (way,) = self.ways
        return way.words if isinstance(way, Run) and way == Run(way.words) else ()

    def holds(self, document: Document) -> bool:
        """Whether it is there in one of the ways."""
        if self._row:
            return self._row in document.everywhere
        if not document.terms.isdisjoint(self.alone):
            return True
        for way in self.ways:  # noqa: SIM110 - as in bot.core.filters.match
            if way.stands(document, self.where):
                return True
        return False

    def match(self, document: Document) -> tuple[Hit, ...] | None:
        """Where it stands first, the title before the text."""
        passages = document.passages(self.where) if self.holds(document) else ()
        found = (self._hit(passage, spans[0]) for passage in passages if (spans := self.spans(passage)))
        return tuple(islice(found, 1)) or None

    def _hit(self, passage: Passage, span: Span) -> Hit:
        found = tuple(word.text for word in passage.words[span[0] : span[1]])
        name = "" if found[: len(self.words)] == self.words else self.name
        return Hit(self.term, passage.field.value, passage.text(span), name)

    def spans(self, passage: Passage) -> Sequence[Span]:
        """Where it stands in a passage, the first place first."""
        alone = (passage.spans(word, loose=True) for word in self.alone)
        return sorted({*chain.from_iterable(alone), *chain.from_iterable(way.spans(passage) for way in self.ways)})
