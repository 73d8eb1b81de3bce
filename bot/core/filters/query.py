"""What a parsed query is: how it is printed, what it matches, and what the database may look up for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, assert_never

from bot.core.filters.match import Searchable
from bot.core.model import Hit

__all__ = ["ANYTHING", "AllOf", "And", "AnyOf", "Anything", "Candidate", "Has", "Node", "Not", "Or", "Query", "Term"]

# ---- the condition for a database


@dataclass(frozen=True, slots=True)
class Anything:
    """Nothing can be said: every item may match."""


@dataclass(frozen=True, slots=True)
class Has:
    """The item has this folded word or, with `prefix`, one that starts so."""

    token: str
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every part holds."""

    parts: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one part holds."""

    parts: tuple[Candidate, ...]


Candidate = Anything | Has | AllOf | AnyOf
ANYTHING: Final = Anything()


# ---- the query


@dataclass(frozen=True, slots=True)
class Term:
    """Words that stand in a row, in the title or in the text."""

    text: str
    """As typed, trimmed to its words."""
    words: tuple[str, ...]
    """Folded; at least one."""
    prefix: bool = False
    """Whether the last word may go on: `elect*`."""

    def __str__(self) -> str:
        quoted = not _RESERVED.isdisjoint(self.text) or self.text in _KEPT or any(map(str.isspace, self.text))
        return (f'"{self.text}"' if quoted else self.text) + "*" * self.prefix


@dataclass(frozen=True, slots=True)
class Not:
    """The item does not match the part."""

    part: Node

    def __str__(self) -> str:
        return f"-{self.part}" if isinstance(self.part, Term) else f"-({self.part})"


@dataclass(frozen=True, slots=True)
class And:
    """The item matches every part; at least two, none of them an And."""

    parts: tuple[Node, ...]

    def __str__(self) -> str:
        return " ".join(f"({part})" if isinstance(part, Or) else str(part) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Or:
    """The item matches at least one part; at least two, none of them an Or."""

    parts: tuple[Node, ...]

    def __str__(self) -> str:
        return " OR ".join(map(str, self.parts))


Node = Term | Not | And | Or

KEYWORDS: Final = frozenset({"OR", "AND", "NOT"})
_KEPT: Final = KEYWORDS | {"NEAR"}
_RESERVED: Final = frozenset("()（）|*:~^/\\[]{}<>=")
"""Like the words kept, printed inside quotes only: an operator of a later release can't change what a query means."""


@dataclass(frozen=True, slots=True)
class Query:
    """A parsed query; its `str` is canonical: it parses to an equal query."""

    root: Node

    def __str__(self) -> str:
        return str(self.root)

    def match(self, words: Searchable) -> tuple[Hit, ...] | None:
        """The terms that make the item match and where they stand; None when it does not match."""
        return _hits(self.root, words, wanted=True)

    @property
    def candidates(self) -> Candidate:
        """A condition that every matching item meets; others may meet it too."""
        return candidates(self.root)

    @property
    def terms(self) -> tuple[Term, ...]:
        """All its terms, in order, the unwanted ones too."""
        return tuple(_terms(self.root))


def _hits(node: Node, words: Searchable, *, wanted: bool) -> tuple[Hit, ...] | None:
    """Why `node` matches or, when not `wanted`, why it does not; None when it is the other way round."""
    match node:
        case Term():
            found = words.find(node.words, prefix=node.prefix)
            if not wanted:
                return () if found is None else None
            return None if found is None else (Hit(str(node), *found),)
        case Not():
            return _hits(node.part, words, wanted=not wanted)
        case And() | Or():
            return _joined(node, words, wanted=wanted)
        case _:
            assert_never(node)


def _joined(node: And | Or, words: Searchable, *, wanted: bool) -> tuple[Hit, ...] | None:
    """By De Morgan, an unwanted And is an Or of the unwanted, and the other way round."""
    every = isinstance(node, And) is wanted
    gathered: list[Hit] = []
    matched = every
    for part in node.parts:
        hits = _hits(part, words, wanted=wanted)
        if hits is not None:
            gathered.extend(hits)
            matched = True
        elif every:
            return None
    return tuple(gathered) if matched else None


def candidates(node: Node, *, wanted: bool = True) -> Candidate:
    """The condition that items must meet for `node` to match or, when not `wanted`, not to match."""
    match node:
        case Term():
            return _has(node) if wanted else ANYTHING
        case Not():
            return candidates(node.part, wanted=not wanted)
        case And() | Or():
            parts = tuple(candidates(part, wanted=wanted) for part in node.parts)
            if isinstance(node, And) is wanted:
                parts = tuple(part for part in parts if part != ANYTHING)
                return _one_or(AllOf, parts) if parts else ANYTHING
            return ANYTHING if ANYTHING in parts else _one_or(AnyOf, parts)
        case _:
            assert_never(node)


def anchors(candidate: Candidate) -> frozenset[str] | None:
    """Words of which a matching item has at least one; None when there is no such set."""
    match candidate:
        case Anything():
            return None
        case Has(token, prefix):
            return None if prefix else frozenset((token,))
        case AllOf(parts):
            sets = [found for found in map(anchors, parts) if found is not None]
            return min(sets, key=len, default=None)
        case AnyOf(parts):
            sets = [found for found in map(anchors, parts) if found is not None]
            return frozenset().union(*sets) if len(sets) == len(parts) else None
        case _:
            assert_never(candidate)


def _has(term: Term) -> Candidate:
    *whole, last = term.words
    return _one_or(AllOf, (*map(Has, whole), Has(last, term.prefix)))


def _one_or(kind: type[AllOf | AnyOf], parts: tuple[Candidate, ...]) -> Candidate:
    return parts[0] if len(parts) == 1 else kind(parts)


def _terms(node: Node) -> Iterator[Term]:
    match node:
        case Term():
            yield node
        case Not():
            yield from _terms(node.part)
        case And() | Or():
            for part in node.parts:
                yield from _terms(part)
        case _:
            assert_never(node)
