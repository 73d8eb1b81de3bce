"""The parts of a query once its names are resolved: whether an item meets one, and with which of its words."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import chain, islice
from typing import ClassVar, Final, Protocol, assert_never

from bot.core.filters.candidates import ANYTHING, Candidate, Has, all_of, any_of
from bot.core.filters.document import NAMED, PLACE, Document, Span, said
from bot.core.filters.query import Age, Count, Field, Flag, Label, State
from bot.core.filters.regex import Pattern
from bot.core.filters.ways import Sought
from bot.core.model import Hit
from bot.core.text.fold import fold
from bot.core.text.tokens import tokens

__all__ = ["Absent", "Every", "Fact", "Labelled", "Nearby", "Part", "Patterned", "Placed", "Some"]

_MINUTE: Final = timedelta(minutes=1)


class Part(Protocol):
    """What an item must meet; equal parts ask the same."""

    @property
    def candidate(self) -> Candidate:
        """The condition on index terms that all items meet which meet this."""
        ...

    @property
    def decided(self) -> bool:
        """Whether every item that meets the candidate meets this too."""
        ...

    def holds(self, document: Document) -> bool:
        """Whether an item meets it."""
        ...

    def match(self, document: Document) -> tuple[Hit, ...] | None:
        """By what an item meets it: nothing where it is met by an absence; None when it is not met."""
        ...


@dataclass(frozen=True, slots=True)
class Nearby:
    """Two terms in one field with few words between."""

    term: str
    left: Sought
    right: Sought
    distance: int
    decided: ClassVar[bool] = False

    @property
    def candidate(self) -> Candidate:
        """Both are there."""
        return all_of((self.left.candidate, self.right.candidate))

    def holds(self, document: Document) -> bool:
        """Whether they stand so."""
        return self.match(document) is not None

    def match(self, document: Document) -> tuple[Hit, ...] | None:
        """The words from one to the other."""
        if not (self.left.holds(document) and self.right.holds(document)):
            return None
        for passage in document.passages(self.left.where):
            left, right = self.left.spans(passage), self.right.spans(passage)
            if found := [*self._close(left, right), *self._close(right, left)]:
                return (Hit(self.term, passage.field.value, passage.text(min(found))),)
        return None

    def _close(self, before: Sequence[Span], after: Sequence[Span]) -> Iterator[Span]:
        """From each of the first to the next of the others, where that is close enough."""
        starts = [start for start, _ in after]
        for start, end in before:
            at = bisect_left(starts, end)
            if at < len(after) and after[at][0] - end <= self.distance:
                yield start, after[at][1]


@dataclass(frozen=True, slots=True)
class Patterned:
    """A pattern in the words as written."""

    term: str
    where: Field
    pattern: Pattern = field(compare=False)
    candidate: ClassVar[Candidate] = ANYTHING
    decided: ClassVar[bool] = False

    def holds(self, document: Document) -> bool:
        """Whether it is found."""
        return self.match(document) is not None

    def match(self, document: Document) -> tuple[Hit, ...] | None:
        """What it finds first."""
        for where, written in document.written(self.where):
            if found := self.pattern.search(written):
                return (Hit(self.term, where.value, written[slice(*found)]),)
        return None


@dataclass(frozen=True, slots=True)
class Placed:
    """A place that the item names, or that lies around one."""

    term: str
    id: str
    """Empty when nobody knows it: then nothing lies there."""
    name: str = ""
    decided: ClassVar[bool] = True

    @property
    def candidate(self) -> Candidate:
        """Its id is there, marked as a place."""
        return Has(PLACE + self.id)

    def holds(self, document: Document) -> bool:
        """Whether the item names it."""
        return PLACE + self.id in document.labels

    def match(self, document: Document) -> tuple[Hit, ...] | None:
        """What the place is called."""
        return (Hit(self.term, "place", self.name),) if self.holds(document) else None


@dataclass(frozen=True, slots=True)
class Labelled:
    """What an item has beside its words: the code, or some words of the name."""

    term: str
    label: Label
    text: str
    """Folded."""
    words: tuple[str, ...]

    @property
    def candidate(self) -> Candidate:
        """The whole is there or, where it is a name, its words are."""
        whole = Has(f"{self.label}:{self.text}")
        if self.label not in NAMED or not self.words:
            return whole
        return any_of((whole, all_of(Has(f"{self.label}:{word}") for word in self.words)))

    @property
    def decided(self) -> bool:
        """Whether no words must stand in a row."""
        return self.label not in NAMED or len(self.words) <= 1

    def holds(self, document: Document) -> bool:
        """Whether the item has it."""
        return self._found(document) is not None

    def _found(self, document: Document) -> str | None:
        return next((value for value in said(document.item, self.label) if self._meant(value)), None)

    def _meant(self, value: str) -> bool:
        if fold(value) == self.text:
            return True
        row = f" {' '.join(word.text for word in tokens(value))} "
        return self.label in NAMED and bool(self.words) and f" {' '.join(self.words)} " in row

    def match(self, document: Document) -> tuple[Hit, ...] | None:
        """What the item has, in full."""
        found = self._found(document)
        return None if found is None else (Hit(self.term, self.label.value, found),)


@dataclass(frozen=True, slots=True)
class Fact:
    """What is known of the story, or how old the item is."""

    asked: Flag | Count | Age
    candidate: ClassVar[Candidate] = ANYTHING
    decided: ClassVar[bool] = False

    def holds(self, document: Document) -> bool:
        """Whether it is so."""
        match self.asked:
            case Flag(state):
                return state in _states(document)
            case Count(what, op, number):
                return op.holds(getattr(document.evidence, what), number)
            case Age(op):
                return op.holds(_age(document), self.asked.minutes)
            case _:
                assert_never(self.asked)

    def match(self, document: Document) -> tuple[Hit, ...] | None:
        """What is known."""
        if not self.holds(document):
            return None
        match self.asked:
            case Flag(state):
                known = str(state)
            case Count(what):
                number = getattr(document.evidence, what)
                known = f"{number} {what if number != 1 else what.removesuffix('s')}"
            case Age():
                known = f"{_age(document):.0f} min"
            case _:
                assert_never(self.asked)
        return (Hit(str(self.asked), "story", known),)


def _states(document: Document) -> set[State]:
    evidence = document.evidence
    known = {
        State.UPDATE: evidence.update,
        State.DENIED: evidence.denied,
        State.UNCONFIRMED: evidence.unconfirmed,
    }
    return {state for state, so in known.items() if so}


def _age(document: Document) -> float:
    """Minutes since it was published."""
    return (document.now - document.item.published) / _MINUTE


@dataclass(frozen=True, slots=True)
class Absent:
    """A part that the item must not meet."""

    part: Part
    candidate: ClassVar[Candidate] = ANYTHING
    decided: ClassVar[bool] = False

    def holds(self, document: Document) -> bool:
        """Whether the part is not met."""
        return not self.part.holds(document)

    def match(self, document: Document) -> tuple[Hit, ...] | None:
        """Nothing to show."""
        return () if self.holds(document) else None


@dataclass(frozen=True, slots=True)
class Every:
    """All parts; at least two."""

    parts: tuple[Part, ...]

    @property
    def candidate(self) -> Candidate:
        """What all of them need."""
        return all_of(part.candidate for part in self.parts)

    @property
    def decided(self) -> bool:
        """Whether all of them are."""
        return all(part.decided for part in self.parts)

    def holds(self, document: Document) -> bool:
        """Whether all are met."""
        return all(part.holds(document) for part in self.parts)

    def match(self, document: Document) -> tuple[Hit, ...] | None:
        """By what each is met."""
        if not self.holds(document):
            return None
        return _gathered(part.match(document) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Some:
    """At least one of two parts or more."""

    parts: tuple[Part, ...]
    first: bool = False
    """Whether they ask for the same, so that the first that is met says all."""

    @property
    def candidate(self) -> Candidate:
        """What one of them needs."""
        return any_of(part.candidate for part in self.parts)

    @property
    def decided(self) -> bool:
        """Whether all of them are."""
        return all(part.decided for part in self.parts)

    def holds(self, document: Document) -> bool:
        """Whether one is met."""
        return any(part.holds(document) for part in self.parts)

    def match(self, document: Document) -> tuple[Hit, ...] | None:
        """By what all those are met that are."""
        if not self.holds(document):
            return None
        met = (part.match(document) for part in self.parts if part.holds(document))
        return _gathered(islice(met, 1) if self.first else met)


def _gathered(found: Iterable[tuple[Hit, ...] | None]) -> tuple[Hit, ...]:
    """Each hit once, in order."""
    return tuple(dict.fromkeys(chain.from_iterable(filter(None, found))))
