"""What Hypothesis makes of filters: queries as trees, texts to type, and a vocabulary small enough to match often."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from bot.core.errors import BadQuery
from bot.core.filters import Query, parse
from bot.core.filters.codes import CODES
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
    needs_quotes,
)
from bot.core.text.tokens import tokens

WORDS = ("hama", "Hamas", "homs", "Хама", "حماة", "חמה", "Kobanê", "中", "14", "or")
PATTERNS = ("ham[ao]s?", r"\bhama\b", r"x\/y", r"\d+ ?(?:dead|killed)", "(?-i)US", r"[^\W\d_]{3,8}م")

words = st.sampled_from(WORDS)
sentences = st.lists(words, max_size=8).map(" ".join)
fields = st.sampled_from(Field)


def term(text: str, *, prefix: bool, quoted: bool, field: Field) -> Term:
    return Term(text, tuple(word.text for word in tokens(text)), prefix, quoted or needs_quotes(text), field)


_texts = st.one_of(
    words,
    st.lists(words, min_size=2, max_size=3).map(" ".join),
    st.sampled_from(("hama-homs", "km/h", "14:30", "OR", "NEAR", "sources>=2", 'צה"ל', "Hama's", "age", "lang:ar")),
)
whole_terms = st.builds(term, _texts, prefix=st.just(False), quoted=st.booleans(), field=fields)
prefix_terms = st.builds(
    term,
    st.sampled_from(("ham", "حم", "Хам", "中", "homs ham", "COVID-1")),
    prefix=st.just(True),
    quoted=st.booleans(),
    field=fields,
)
terms = st.one_of(whole_terms, prefix_terms)
nears = st.builds(
    lambda left, right, distance: Near(left, replace(right, field=left.field), distance),
    terms,
    terms,
    st.integers(1, 50),
)
regexes = st.builds(Regex, st.sampled_from(PATTERNS), fields)
places = st.sampled_from(("Hama", "Deir ez-Zor", "حماة", "OR")).map(
    lambda text: Place(text, tuple(word.text for word in tokens(text)))
)
tags = st.one_of(
    st.builds(
        Tag,
        st.sampled_from((Label.OUTLET, Label.FROM)),
        st.sampled_from(("sana-en", "SANA", "+972 Magazine", "BBC News (World)", "state", "is:x", "@a", "age", "NOT")),
    ),
    st.sampled_from([Tag(label, code) for label, codes in CODES.items() for code in sorted(set(codes.values()))]),
)
flags = st.builds(Flag, st.sampled_from(State))
counts = st.builds(Count, st.sampled_from(("sources", "origins")), st.sampled_from(Op), st.integers(2, 999))
ages = st.builds(
    Age,
    st.sampled_from([op for op in Op if op is not Op.EQUAL]),
    st.integers(1, 9999),
    st.sampled_from(("m", "h", "d")),
)
leaves: st.SearchStrategy[Leaf] = st.one_of(terms, nears, regexes, places, tags, flags, counts, ages)


def negated(node: Node) -> Node:
    return node.part if isinstance(node, Not) else Not(node)


def joined(kind: type[And | Or], parts: list[Node]) -> Node:
    flat = [inner for part in parts for inner in (part.parts if isinstance(part, kind) else (part,))]
    return kind(tuple(flat))


def _grown(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    some = st.lists(inner, min_size=2, max_size=3)
    return st.one_of(
        some.map(lambda parts: joined(And, parts)),
        some.map(lambda parts: joined(Or, parts)),
        inner.map(negated),
    )


trees = st.recursive(leaves, _grown, max_leaves=8)
"""Queries as they may be parsed, but for those that would match everything and those that are too long."""

wordy = st.recursive(terms, _grown, max_leaves=8)
"""The same, of terms alone."""


expressions = wordy.map(str)
"""Queries of words as they are typed; a few can't be read."""


def read(text: str) -> Query | None:
    try:
        return parse(text)
    except BadQuery:
        return None


def _readable(tree: Node) -> Query | None:
    return read(str(tree))


queries = wordy.map(_readable).filter(lambda query: query is not None)
"""Queries of words."""
all_queries = trees.map(_readable).filter(lambda query: query is not None)
"""Queries of everything."""

_PIECES = (
    *WORDS,
    *("OR", "AND", "NOT", "NEAR", "NEAR/5", "near/0", "|", "-", "—", "(", ")", "（", '"', "“", "”", "«", "»", "״", "*"),
    *("title:", "Text：", "url:", "autor:", "is:", "lang:", "source:", "place:", "foo:", "https://", "confirmed", "ar"),
    *(
        "sources",
        "age",
        ">=",
        "≥",
        "<",
        "=",
        "6",
        "-1",
        "2.5",
        "h",
        " hours",
        "/",
        "[a",
        "x*",
        "(?=",
        "\\",
        "\\b",
        ".",
        ":",
    ),
    *(" ", "  ", "\n", "\0", "a*", "title:x", "/x/", 'צה"ל', "🔴", "x" * 30, "\u200f", "e\u0301", ",", "،"),
)

typed = st.one_of(st.text(max_size=40), st.lists(st.sampled_from(_PIECES), max_size=14).map("".join))
