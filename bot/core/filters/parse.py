"""From what a person typed to a query, by recursive descent; from what can't be read to a mended filter.

any    = all { ("OR" | "|") all }
all    = not { ["AND"] not }
not    = { "NOT" | "-" } (term | "(" any ")")
term   = word | word "*" | '"' words '"' | '"' words '"' "*"
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from bot.core.errors import BadQuery
from bot.core.filters.bind import bind
from bot.core.filters.candidates import ANYTHING
from bot.core.filters.lexer import Kind, Lexeme, Unreadable, lex, without
from bot.core.filters.query import And, Node, Not, Or, Query, Term
from bot.core.names.model import Unnamed

__all__ = ["parse"]

LONGEST: Final = 500
"""Characters of a filter as the bot prints it: about ten lines on a telephone."""
LONGEST_TYPED: Final = 1000
"""Characters that are looked at at all."""
MOST_TERMS: Final = 50
"""Terms of one filter."""
DEEPEST: Final = 10
"""Brackets and negations inside one another: keeps the parser's stack small."""
_OPERATORS: Final = frozenset({Kind.OR, Kind.AND, Kind.NOT})
_REPAIRS: Final = 8
"""Repairs tried on one filter before no suggestion is made."""


def parse(text: str) -> Query:
    """The query; raises BadQuery with the position of the trouble and, where there is one, a filter that would work."""
    try:
        return _read(text)
    except Unreadable as trouble:
        raise BadQuery(trouble.why, position=trouble.position, suggestion=_mended(trouble.repair)) from None


def _mended(repair: str) -> str:
    """The repair, repaired until it can be read; nothing when that fails."""
    for _ in range(_REPAIRS):
        try:
            _read(repair)
        except Unreadable as trouble:
            repair = trouble.repair
        else:
            return repair
    return ""


def _read(text: str) -> Query:
    if len(text) > LONGEST_TYPED:
        raise _too_long(len(text))
    lexemes = lex(text)
    if len(lexemes) == 1:
        raise Unreadable("there is nothing to look for.", 0)
    query = Query(_Parser(text, lexemes).whole())
    if (length := len(str(query))) > LONGEST:
        raise _too_long(length)
    if len(query.terms) > MOST_TERMS:
        raise Unreadable(f"a filter has at most {MOST_TERMS} terms; save its parts as filters of their own.", 0)
    if _says_nothing(query.root):
        negation = next(lexeme for lexeme in lexemes if lexeme.kind is Kind.NOT)
        why = "this alone would match nearly everything: say what you do want as well."
        raise Unreadable(why, negation.start, str(_affirmed(query.root)))
    return query


def _too_long(length: int) -> Unreadable:
    why = f"a filter has at most {LONGEST} characters, this one has {length}; save its parts as filters of their own."
    return Unreadable(why, LONGEST)


class _Parser:
    """Reads lexemes one after the other; `depth` counts the brackets and negations around the current one."""

    def __init__(self, text: str, lexemes: list[Lexeme]) -> None:
        self._text = text
        self._lexemes = lexemes
        self._at = 0
        self._depth = 0

    def whole(self) -> Node:
        node = self._any()
        if self._now.kind is Kind.CLOSE:
            raise self._trouble("this bracket was never opened.", self._now)
        return node

    @property
    def _now(self) -> Lexeme:
        return self._lexemes[self._at]

    def _take(self, kind: Kind) -> Lexeme | None:
        if self._now.kind is not kind:
            return None
        self._at += 1
        return self._lexemes[self._at - 1]

    def _any(self) -> Node:
        parts = [self._all()]
        while self._take(Kind.OR):
            parts.append(self._all())
        return _flat(Or, parts)

    def _all(self) -> Node:
        parts = [self._not()]
        while self._now.kind not in {Kind.OR, Kind.CLOSE, Kind.END}:
            self._take(Kind.AND)
            parts.append(self._not())
        return _flat(And, parts)

    def _not(self) -> Node:
        if minus := self._take(Kind.NOT):
            part = self._inside(minus, self._not)
            return part.part if isinstance(part, Not) else Not(part)
        if bracket := self._take(Kind.OPEN):
            node = self._inside(bracket, self._any)
            if not self._take(Kind.CLOSE):
                raise self._trouble("this bracket is never closed.", bracket, f"{self._text.rstrip()})")
            return node
        if (lexeme := self._take(Kind.TERM)) and lexeme.term:
            return lexeme.term
        raise self._missing()

    def _inside(self, lexeme: Lexeme, read: Callable[[], Node]) -> Node:
        self._depth += 1
        if self._depth > DEEPEST:
            why = f"brackets go at most {DEEPEST} deep; save the inner part as a filter of its own."
            raise Unreadable(why, lexeme.start)
        node = read()
        self._depth -= 1
        return node

    def _missing(self) -> Unreadable:
        """Why there is no term here: who asked for one, or who stands in its place."""
        before, now = self._lexemes[self._at - 1] if self._at else None, self._now
        if before and before.kind in _OPERATORS:
            return self._trouble(f"{self._written(before)} needs a word after it.", before)
        if now.kind in _OPERATORS:
            return self._trouble(f"{self._written(now)} needs a word before it.", now)
        if now.kind is Kind.CLOSE and before:
            return self._trouble("there is nothing inside these brackets.", before, self._cut(before.start, now.end))
        if now.kind is Kind.CLOSE:
            return self._trouble("this bracket was never opened.", now)
        assert before, "an empty filter never gets here"
        return self._trouble("this bracket is never closed.", before)

    def _trouble(self, why: str, lexeme: Lexeme, repair: str = "") -> Unreadable:
        """Without a `repair`, leaving the lexeme out is tried."""
        return Unreadable(why, lexeme.start, repair or self._cut(lexeme.start, lexeme.end))

    def _cut(self, start: int, end: int) -> str:
        """The text without this piece; when that is all of it and a word, it may have been meant as one."""
        rest = without(self._text, start, end)
        return rest or (f'"{self._text.strip()}"' if self._text.strip().isalpha() else "")

    def _written(self, lexeme: Lexeme) -> str:
        return self._text[lexeme.start : lexeme.end]


def _flat(kind: type[And | Or], parts: list[Node]) -> Node:
    """The parts joined, those of the same kind dissolved; one alone stands for itself."""
    flat: list[Node] = []
    for part in parts:
        flat.extend(part.parts if isinstance(part, And | Or) and isinstance(part, kind) else (part,))
    return flat[0] if len(flat) == 1 else kind(tuple(flat))


def _affirmed(node: Node) -> Node:
    """What may have been meant by a query that matches nearly everything: one thing more is wanted."""
    match node:
        case Term() | Not():
            return node.part if isinstance(node, Not) else node
        case And():
            return And((_affirmed(node.parts[0]), *node.parts[1:]))
        case Or():
            anchored = [part for part in node.parts if not _says_nothing(part)]
            loose = [part for part in node.parts if _says_nothing(part)]
            return And((_flat(Or, anchored), *loose)) if anchored else Or(tuple(map(_affirmed, loose)))
        case _:
            return node


def _says_nothing(node: Node) -> bool:
    """Whether it matches nearly everything."""
    return bind(Query(node), Unnamed()).candidates == ANYTHING
