"""A query in words: what must be there, what must not, and which names are meant."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from bot.core.filters import Bound, Query
from bot.core.filters.bind import Spelling
from bot.core.filters.query import (
    Age,
    And,
    Count,
    Field,
    Flag,
    Label,
    Leaf,
    Near,
    Node,
    Not,
    Op,
    Or,
    Place,
    Regex,
    State,
    Tag,
    Term,
)

__all__ = ["meanings", "reading"]

MOST_SPELLINGS = 15
"""Spellings shown of one name."""

_FIELDS = {
    Field.ANYWHERE: "",
    Field.TITLE: " in the title",
    Field.TEXT: " in the text",
    Field.AUTHOR: " in its author's name",
    Field.URL: " in its address",
}
_LABELS = {
    Label.OUTLET: "told or carried by the outlet {}",
    Label.FROM: "from an outlet that has ties: {}",
    Label.COUNTRY: "from an outlet in {}",
    Label.LANG: "written in {}",
    Label.KIND: "read as {}",
}
_STATES = {
    State.UPDATE: "an update of what was told before",
    State.DENIED: "denied by somebody in its story",
    State.UNCONFIRMED: "told with reserve by all",
}
_OPS = {
    Op.AT_LEAST: "at least {}",
    Op.AT_MOST: "at most {}",
    Op.MORE: "more than {}",
    Op.LESS: "less than {}",
    Op.EQUAL: "just {}",
}
_COUNTED = {
    "sources": ("outlet that tells it", "outlets that tell it"),
    "origins": ("independent origin", "independent origins"),
}
_UNITS = {"m": "min", "h": "h", "d": "days"}


def reading(query: Query) -> str:
    """What an item must have, a line for each part; parts of parts are indented."""
    return "\n".join(_lines(query.root, 0))


def _lines(node: Node, depth: int) -> Iterator[str]:
    indent = "  " * depth
    match node:
        case And(parts) | Or(parts):
            yield f"{indent}{'All' if isinstance(node, And) else 'At least one'} of these:"
            for part in parts:
                yield from _lines(part, depth + 1)
        case Not(part) if isinstance(part, And | Or):
            yield f"{indent}Not {'all' if isinstance(part, And) else 'a single one'} of these:"
            for each in part.parts:
                yield from _lines(each, depth + 1)
        case Not(part):
            yield f"{indent}- not: {_leaf_of(part)}"
        case _:
            yield f"{indent}- {_leaf_of(node)}"


def _leaf_of(node: Node) -> str:
    assert not isinstance(node, And | Or | Not), "negations of negations are dissolved"
    return _leaf(node)


def _leaf(leaf: Leaf) -> str:
    match leaf:
        case Term():
            told = _term(leaf) + _FIELDS[leaf.field]
        case Near(left, right, distance):
            apart = f"at most {distance} {'word' if distance == 1 else 'words'} apart"
            told = f"{_term(left)} and {_term(right)}, {apart}{_FIELDS[left.field]}"
        case Regex(pattern, field):
            told = f"what the pattern /{pattern}/ finds{_FIELDS[field]}"
        case Place(text):
            told = f"a place that is {text}, or lies in it"
        case Tag(label, text):
            told = _LABELS[label].format(text)
        case Flag() | Count() | Age():
            told = _fact(leaf)
        case _:
            assert_never(leaf)
    return told


def _fact(fact: Flag | Count | Age) -> str:
    match fact:
        case Flag(state):
            return _STATES[state]
        case Count(what, op, number):
            one, many = _COUNTED[what]
            return f"{_OPS[op].format(number)} {one if number == 1 else many}"
        case Age(op, number, unit):
            return f"{_OPS[op].format(number)} {_UNITS[unit]} old"
        case _:
            assert_never(fact)


def _term(term: Term) -> str:
    row = "the words" if len(term.words) > 1 else "the word"
    shown = f"“{term.text}{'…' * term.prefix}”"
    if term.prefix and len(term.words) == 1:
        return f"a word that begins with “{term.text}”"
    return f"{row} {shown}" + " in this order" * (len(term.words) > 1)


def meanings(query: Query, bound: Bound) -> list[str]:
    """Which place or person each name means, with its spellings; and what is taken literally."""
    lines = [_meaning(spelling) for spelling in bound.spellings]
    known = {spelling.term for spelling in bound.spellings}
    plain = [
        str(term) for term in query.terms if not any(str(term) in name.split() or str(term) == name for name in known)
    ]
    if plain:
        lines.append(f"As written only: {', '.join(dict.fromkeys(plain))}.")
    return ["", *lines] if lines else []


def _meaning(spelling: Spelling) -> str:
    if not spelling.label:
        return (
            f"{spelling.term}: I know no such place, so that matches nothing. Without place: it is a word to look for."
        )
    shown = spelling.spellings[:MOST_SPELLINGS]
    more = f" and {len(spelling.spellings) - len(shown)} more" if len(spelling.spellings) > len(shown) else ""
    return f"{spelling.term} means {spelling.label}: {', '.join(shown)}{more}."
