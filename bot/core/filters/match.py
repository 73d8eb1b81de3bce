"""The parts of a query once its names are resolved: whether an item meets one, and with which of its words."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import ClassVar, Protocol

from bot.core.filters.candidates import ANYTHING, Candidate, all_of, any_of
from bot.core.filters.document import Document, Span
from bot.core.filters.known import Fact, Labelled, Placed
from bot.core.filters.query import Field
from bot.core.filters.regex import Pattern
from bot.core.filters.ways import Sought
from bot.core.model import Hit

__all__ = ["Absent", "Every", "Fact", "Labelled", "Nearby", "Part", "Patterned", "Placed", "Some"]


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
        for part in self.parts:  # noqa: SIM110 - half the time of all(), and it is asked for each of many filters
            if not part.holds(document):
                return False
        return True

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
        for part in self.parts:  # noqa: SIM110 - as that of Every
            if part.holds(document):
                return True
        return False

    def match(self, document: Document) -> tuple[Hit, ...] | None:
        """By what all those are met that are."""
        if not self.holds(document):
            return None
        met = (part.match(document) for part in self.parts if part.holds(document))
        return _gathered(islice(met, 1) if self.first else met)


def _gathered(found: Iterable[tuple[Hit, ...] | None]) -> tuple[Hit, ...]:
    """Each hit once, in order."""
    return tuple(dict.fromkeys(chain.from_iterable(filter(None, found))))
