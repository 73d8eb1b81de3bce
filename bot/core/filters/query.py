"""What a parsed query is, and how it is printed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, assert_never

__all__ = [
    "KEYWORDS",
    "Age",
    "And",
    "Count",
    "Field",
    "Flag",
    "Label",
    "Near",
    "Node",
    "Not",
    "Op",
    "Or",
    "Place",
    "Query",
    "Regex",
    "State",
    "Tag",
    "Term",
    "terms",
]

KEYWORDS: Final = frozenset({"OR", "AND", "NOT"})
_KEPT: Final = KEYWORDS | {"NEAR"}
_RESERVED: Final = frozenset("()（）|*:~^/\\[]{}<>=")
"""Like the words kept, printed inside quotes only: an operator of a later release can't change what a query means."""


_MINUTES: Final = {"m": 1, "h": 60, "d": 1440}


class Field(StrEnum):
    """The part of an item in which words are looked for; everywhere: title or text."""

    ANYWHERE = ""
    TITLE = "title"
    TEXT = "text"
    AUTHOR = "author"
    URL = "url"


class Label(StrEnum):
    """What is known of an item beside its words."""

    OUTLET = "outlet"  # the id or the name of its outlet, or of one that carries it
    FROM = "from"  # the affiliation of its outlet: a word of it
    COUNTRY = "country"  # ISO 3166-1 alpha-2 of its outlet
    LANG = "lang"  # ISO 639-1
    KIND = "kind"  # of its source: telegram, feed


class Op(StrEnum):
    """How a number is compared."""

    AT_LEAST = ">="
    AT_MOST = "<="
    MORE = ">"
    LESS = "<"
    EQUAL = "="

    def holds(self, left: float, right: float) -> bool:
        """Whether `left` compares so to `right`."""
        match self:
            case Op.AT_LEAST:
                return left >= right
            case Op.AT_MOST:
                return left <= right
            case Op.MORE:
                return left > right
            case Op.LESS:
                return left < right
            case Op.EQUAL:
                return left == right
            case _:
                assert_never(self)


class State(StrEnum):
    """What an item is to its story, or what becomes of what it says."""

    UPDATE = "update"
    DENIED = "denied"
    UNCONFIRMED = "unconfirmed"


@dataclass(frozen=True, slots=True)
class Term:
    """Words that stand in a row."""

    text: str
    """As typed, trimmed to its words."""
    words: tuple[str, ...]
    """Folded; at least one."""
    prefix: bool = False
    """Whether the last word may go on: `elect*`."""
    quoted: bool = False
    """Whether the words are meant as they stand, without other spellings."""
    field: Field = Field.ANYWHERE

    def __str__(self) -> str:
        return _of_field(self.field, _quoted(self.text, always=self.quoted) + "*" * self.prefix)


@dataclass(frozen=True, slots=True)
class Near:
    """Two terms of one field with at most `distance` words between them, in any order."""

    left: Term
    right: Term
    distance: int

    def __str__(self) -> str:
        return f"{self.left} NEAR/{self.distance} {self.right}"


@dataclass(frozen=True, slots=True)
class Regex:
    """A pattern in RE2's syntax, looked for in the words as written, whatever their case."""

    pattern: str
    """As typed between the slashes, `\\/` included."""
    field: Field = Field.ANYWHERE

    def __str__(self) -> str:
        return _of_field(self.field, f"/{self.pattern}/")


@dataclass(frozen=True, slots=True)
class Place:
    """A place is named, or one within it."""

    text: str
    words: tuple[str, ...]
    """Folded; at least one."""

    def __str__(self) -> str:
        return f"place:{_quoted(self.text)}"


@dataclass(frozen=True, slots=True)
class Tag:
    """Something known of the item beside its words."""

    label: Label
    text: str
    """As typed."""

    def __str__(self) -> str:
        return f"{self.label}:{_quoted(self.text)}"


@dataclass(frozen=True, slots=True)
class Flag:
    """The item, or its story, is in this state."""

    state: State

    def __str__(self) -> str:
        return f"is:{self.state}"


@dataclass(frozen=True, slots=True)
class Count:
    """How many outlets tell its story (`sources`), or how many independent origins it has (`origins`)."""

    what: str
    """`sources` or `origins`."""
    op: Op
    number: int

    def __str__(self) -> str:
        return f"{self.what}{self.op}{self.number}"


@dataclass(frozen=True, slots=True)
class Age:
    """The time since it was published."""

    op: Op
    number: int
    unit: str
    """`m`, `h` or `d`."""

    def __str__(self) -> str:
        return f"age{self.op}{self.number}{self.unit}"

    @property
    def minutes(self) -> int:
        """The number in minutes."""
        return self.number * _MINUTES[self.unit]


@dataclass(frozen=True, slots=True)
class Not:
    """The item does not match the part."""

    part: Node

    def __str__(self) -> str:
        return f"-({self.part})" if isinstance(self.part, And | Or | Near | Not) else f"-{self.part}"


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


Leaf = Term | Near | Regex | Place | Tag | Flag | Count | Age
Node = Leaf | Not | And | Or


@dataclass(frozen=True, slots=True)
class Query:
    """A parsed query; its `str` is canonical: it parses to an equal query."""

    root: Node

    def __str__(self) -> str:
        return str(self.root)

    @property
    def leaves(self) -> tuple[Leaf, ...]:
        """All that it asks for, in order, the unwanted too."""
        return tuple(leaves(self.root))

    @property
    def terms(self) -> tuple[Term, ...]:
        """All its terms, in order, the unwanted ones too."""
        return tuple(terms(self.root))


def leaves(node: Node) -> Iterator[Leaf]:
    """What a node asks for, in order."""
    match node:
        case Not():
            yield from leaves(node.part)
        case And() | Or():
            for part in node.parts:
                yield from leaves(part)
        case _:
            yield node


def terms(node: Node) -> Iterator[Term]:
    """The terms of a node, in order."""
    for leaf in leaves(node):
        match leaf:
            case Term():
                yield leaf
            case Near():
                yield leaf.left
                yield leaf.right
            case _:
                continue


def _of_field(field: Field, written: str) -> str:
    return f"{field}:{written}" if field else written


def _quoted(text: str, *, always: bool = False) -> str:
    quoted = always or not _RESERVED.isdisjoint(text) or text in _KEPT or any(map(str.isspace, text))
    return f'"{text}"' if quoted else text
