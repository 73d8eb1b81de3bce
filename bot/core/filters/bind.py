"""Makes of a query what can be matched: its names are looked up, and denials stand at its leaves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, assert_never

from bot.core.filters.candidates import Candidate
from bot.core.filters.document import Document
from bot.core.filters.match import Absent, Every, Fact, Labelled, Nearby, Part, Patterned, Placed, Some
from bot.core.filters.query import (
    Age,
    And,
    Count,
    Field,
    Flag,
    Leaf,
    Near,
    Node,
    Not,
    Or,
    Place,
    Query,
    Regex,
    Tag,
    Term,
)
from bot.core.filters.regex import compile_pattern
from bot.core.filters.ways import Run, Sought, Sound
from bot.core.model import Hit
from bot.core.names.model import Name, Names
from bot.core.text.fold import fold
from bot.core.text.terms import joined
from bot.core.text.tokens import tokens

__all__ = ["Bound", "Spelling", "bind"]

_MOST_TERMS: Final = 5
"""Terms in a row that are looked up as one name: `Qalaat al-Madiq`, `Trinidad and Tobago`."""


@dataclass(frozen=True, slots=True)
class Spelling:
    """What a term of a query stands for."""

    term: str
    """As the query writes it."""
    label: str
    """What the name is called; empty when nobody knows the place that was asked for."""
    spellings: tuple[str, ...] = ()
    """As written, the most usual first."""


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Bound:
    """A query that is ready to match; two that ask the same in the same words are equal."""

    root: Part
    spellings: tuple[Spelling, ...] = field(default=(), compare=False)
    """What its names are, for people to read."""
    ways: int = field(default=0, compare=False)
    """In how many ways its words may stand in an item: what it costs to keep."""

    @property
    def candidates(self) -> Candidate:
        """The condition on index terms that every matching item meets; others may meet it too."""
        return self.root.candidate

    def holds(self, document: Document) -> bool:
        """Whether an item matches."""
        return self.root.holds(document)

    def match(self, document: Document) -> tuple[Hit, ...] | None:
        """The terms that make an item match and where they stand; None when it does not match."""
        return self.root.match(document)


def bind(query: Query, names: Names) -> Bound:
    """The query with these names in it."""
    binder = _Binder(names)
    root = binder.bound(query.root, wanted=True)
    return Bound(root, tuple(dict.fromkeys(binder.spellings)), binder.ways)


class _Binder:
    """Binds one query, and takes down which names it found and how much it made of it."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self.spellings: Final[list[Spelling]] = []
        self.ways = 0

    def bound(self, node: Node, *, wanted: bool) -> Part:
        """The part that is met when the node matches or, when not `wanted`, when it does not.

        By De Morgan, an unwanted And is an Or of the unwanted, and the other way round.
        """
        match node:
            case Not(part):
                return self.bound(part, wanted=not wanted)
            case And(parts):
                return _joined(tuple(self._row(parts, wanted=wanted)), every=wanted)
            case Or(parts):
                return _joined(tuple(self.bound(part, wanted=wanted) for part in parts), every=not wanted)
            case _:
                return self._leaf(node) if wanted else Absent(self._leaf(node))

    def _row(self, parts: Sequence[Node], *, wanted: bool) -> Iterator[Part]:
        """The parts of an And; terms in a row that are one name together stand for it too."""
        at = 0
        while at < len(parts):
            terms, name = self._name(parts[at : at + _MOST_TERMS])
            if name:
                known = self._known(terms, name)
                yield known if wanted else Absent(known)
            else:
                yield self.bound(parts[at], wanted=wanted)
            at += len(terms) or 1

    def _name(self, parts: Sequence[Node]) -> tuple[tuple[Term, ...], Name | None]:
        """The most terms at the beginning that are one name; none when no two or more are."""
        terms: list[Term] = []
        for part in parts:
            if not isinstance(part, Term) or not _bare(part) or (terms and part.field is not terms[0].field):
                break
            terms.append(part)
        for number in range(len(terms), 1, -1):
            if name := self._names.called([word for term in terms[:number] for word in term.words]):
                return tuple(terms[:number]), name
        return (), None

    def _known(self, terms: Sequence[Term], name: Name) -> Part:
        """All these terms wherever they stand, or the name in any of its spellings."""
        text, words = " ".join(map(str, terms)), tuple(word for term in terms for word in term.words)
        literal = tuple(self._sought(str(term), term.words, term.field, _literal(term)) for term in terms)
        return Some((self._named(text, words, terms[0].field, name, ()), Every(literal)), first=True)

    def _leaf(self, leaf: Leaf) -> Part:
        match leaf:
            case Term():
                return self._term(leaf)
            case Near(left, right, distance):
                return Nearby(str(leaf), self._term(left), self._term(right), distance)
            case Regex(pattern, where):
                return Patterned(str(leaf), where, compile_pattern(pattern))
            case Place(_, words):
                return self._place(leaf, words)
            case Tag(label, text):
                return Labelled(str(leaf), label, fold(text), tuple(word.text for word in tokens(text)))
            case Flag() | Count() | Age():
                return Fact(leaf)
            case _:
                assert_never(leaf)

    def _term(self, term: Term) -> Sought:
        ways = _literal(term)
        name = self._names.called(term.words) if _bare(term) else None
        if name is None:
            return self._sought(str(term), term.words, term.field, ways)
        return self._named(str(term), term.words, term.field, name, ways)

    def _named(self, text: str, words: tuple[str, ...], where: Field, name: Name, ways: tuple[Run, ...]) -> Sought:
        self.spellings.append(Spelling(text, name.label, name.spellings))
        forms = (Run(form.words, loose=True, capital=form.capital) for form in name.forms)
        # Sounds are those of words with a capital; a spelling without vowels would be like too many of them.
        known = tuple(spelling for spelling in name.spellings if any(map(str.isupper, spelling)))
        sounds = (Sound(sound, known) for sound in name.sounds if known)
        return self._sought(text, words, where, (*ways, *forms, *sounds), name.label)

    def _sought(
        self, text: str, words: tuple[str, ...], where: Field, ways: Sequence[Run | Sound], name: str = ""
    ) -> Sought:
        """A term; ways that are an index term and nothing else are set apart, as they are answered at once."""
        ways = tuple(dict.fromkeys(ways))
        self.ways += len(ways)
        alone = {way: way.words[0] for way in ways if isinstance(way, Run) and where is Field.ANYWHERE and way.simple}
        return Sought(text, words, where, tuple(alone.values()), tuple(way for way in ways if way not in alone), name)

    def _place(self, place: Place, words: Sequence[str]) -> Placed:
        name = self._names.called(words)
        if name is None:
            self.spellings.append(Spelling(str(place), ""))
            return Placed(str(place), "")
        self.spellings.append(Spelling(str(place), name.label, name.spellings))
        return Placed(str(place), name.id, name.label)


def _joined(parts: tuple[Part, ...], *, every: bool) -> Part:
    """The parts as one; a name may have made one of many."""
    if len(parts) == 1:
        return parts[0]
    return Every(parts) if every else Some(parts)


def _bare(term: Term) -> bool:
    """Whether a term may stand for a name."""
    return not (term.quoted or term.prefix or term.field in {Field.AUTHOR, Field.URL})


def _literal(term: Term) -> tuple[Run, ...]:
    """The ways in which the words of a term stand for themselves."""
    if term.quoted or term.field in {Field.AUTHOR, Field.URL}:
        return (Run(term.words, term.prefix),)
    words = tokens(term.text)
    whole = (edge.term for edge in joined(term.text, words) if (edge.start, edge.end) == (0, len(words)))
    return (Run(term.words, term.prefix, loose=True), *(Run((one,), term.prefix, loose=True) for one in whole))
