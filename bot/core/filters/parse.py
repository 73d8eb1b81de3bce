"""From what a person typed to a query, by recursive descent; from what can't be read to a mended filter.

any     = all { ("OR" | "|") all }
all     = not { ["AND"] not }
not     = { "NOT" | "-" } near
near    = operand { "NEAR" operand }
operand = [name ":"] (word | phrase | pattern | "(" any ")") | figure
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from bot.core.errors import BadQuery
from bot.core.filters.fields import Named, leaf
from bot.core.filters.lexer import Kind, Lexeme, lex
from bot.core.filters.nearness import near
from bot.core.filters.query import And, Field, Leaf, Node, Not, Or, Query, Regex
from bot.core.filters.regex import compile_pattern
from bot.core.filters.trouble import Unreadable, without
from bot.core.filters.wanting import joined, tightened, wants

__all__ = ["parse"]

LONGEST: Final = 500
"""Characters of a filter as the bot prints it: about ten lines on a telephone."""
LONGEST_TYPED: Final = 1000
"""Characters that are looked at at all."""
MOST_TERMS: Final = 50
"""Terms of one filter."""
DEEPEST: Final = 10
"""Brackets and negations inside one another: keeps the parser's stack small."""
_OPERATORS: Final = frozenset({Kind.OR, Kind.AND, Kind.NOT, Kind.NEAR, Kind.FIELD})
_REPAIRS: Final = 8
"""Repairs tried on one filter before no suggestion is made."""

_NOTHING_WANTED: Final = "this alone would match nearly everything: say what you do want as well."


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
    if len(query.leaves) > MOST_TERMS or len(query.terms) > MOST_TERMS:
        raise Unreadable(f"a filter has at most {MOST_TERMS} terms; save its parts as filters of their own.", 0)
    if not wants(query.root):
        raise Unreadable(_NOTHING_WANTED, _loose(lexemes), str(tightened(query.root) or ""))
    return query


def _loose(lexemes: list[Lexeme]) -> int:
    """Where the first thing stands that nearly everything meets; there is one."""
    return next(
        lexeme.start
        for lexeme in lexemes
        if lexeme.kind is Kind.NOT
        or (lexeme.figure and not wants(lexeme.figure))
        or (lexeme.kind is Kind.PATTERN and not wants(Regex(lexeme.text)))
    )


def _too_long(length: int) -> Unreadable:
    why = f"a filter has at most {LONGEST} characters, this one has {length}; save its parts as filters of their own."
    return Unreadable(why, LONGEST)


class _Parser:
    """Reads lexemes one after the other.

    `depth` counts the brackets and negations around the current one, `named` is the name that stands before them.
    """

    def __init__(self, text: str, lexemes: list[Lexeme]) -> None:
        self._text = text
        self._lexemes = lexemes
        self._at = 0
        self._depth = 0
        self._named: Named = Field.ANYWHERE

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
        return joined(Or, parts)

    def _all(self) -> Node:
        parts = [self._not()]
        while self._now.kind not in {Kind.OR, Kind.CLOSE, Kind.END}:
            self._take(Kind.AND)
            parts.append(self._not())
        return joined(And, parts)

    def _not(self) -> Node:
        if minus := self._take(Kind.NOT):
            part = self._inside(minus, self._not)
            return part.part if isinstance(part, Not) else Not(part)
        return self._near()

    def _near(self) -> Node:
        start = self._now.start
        operand = self._operand()
        pairs: list[Node] = []
        while operator := self._take(Kind.NEAR):
            left, begin = (operand, start), self._now.start
            operand = self._operand()
            between = (operator.start, operator.end, operator.distance)
            pairs.append(near(self._text, left, between, (operand, self._lexemes[self._at - 1].end)))
            start = begin
        return joined(And, pairs) if pairs else operand

    def _operand(self) -> Node:
        if field := self._take(Kind.FIELD):
            return self._under(field)
        if bracket := self._take(Kind.OPEN):
            node = self._inside(bracket, self._any)
            if not self._take(Kind.CLOSE):
                raise self._trouble("this bracket is never closed.", bracket, f"{self._text.rstrip()})")
            return node
        return self._leaf(self._now.start)

    def _under(self, field: Lexeme) -> Node:
        """What stands behind a name and its colon: a leaf, or a bracket of such."""
        assert field.named is not None, "a name is known by then"
        if self._now.kind is Kind.NOT:
            text, minus = self._text, self._now
            repair = f"{text[: field.start]}-{text[field.start : minus.start]}{text[minus.end :]}"
            raise Unreadable(f"the minus goes before “{field.named}:”.", minus.start, repair)
        around, self._named = self._named, field.named
        node = self._operand() if self._now.kind is Kind.OPEN else self._leaf(field.start)
        self._named = around
        return node

    def _leaf(self, start: int) -> Leaf:
        """The word, pattern or figure that stands here; `start`: of it, or of its name."""
        if figure := self._now.figure:
            self._take(Kind.FIGURE)
            return figure
        if pattern := self._take(Kind.PATTERN):
            return self._regex(pattern)
        word = self._take(Kind.WORD)
        if not word:
            raise self._missing()
        span = (word.start, word.end, word.text)
        return leaf(self._named, self._text, start, span, prefix=word.prefix, quoted=word.quoted)

    def _regex(self, lexeme: Lexeme) -> Regex:
        if not isinstance(self._named, Field):
            raise self._trouble(f"a pattern can't stand after “{self._named}:”.", lexeme)
        try:
            compile_pattern(lexeme.text)
        except Unreadable as trouble:
            inside = lexeme.start + 1
            repair = f"{self._text[:inside]}{trouble.repair}{self._text[lexeme.end - 1 :]}" if trouble.repair else ""
            raise Unreadable(trouble.why, inside + trouble.position, repair) from None
        return Regex(lexeme.text, self._named)

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
