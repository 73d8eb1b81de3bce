"""Parts of a query that ask what is known of an item beside its words, or of its story."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar, Final, assert_never

from bot.core.filters.candidates import ANYTHING, Candidate, Has, all_of, any_of
from bot.core.filters.document import NAMED, PLACE, Document, said
from bot.core.filters.query import Age, Count, Flag, Label, State
from bot.core.model import Hit
from bot.core.text.fold import fold
from bot.core.text.tokens import tokens

__all__ = ["Fact", "Labelled", "Placed"]

_MINUTE: Final = timedelta(minutes=1)


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
