"""What Hypothesis makes of filters: queries as trees, texts to type, and a vocabulary small enough to match often."""

from __future__ import annotations

from hypothesis import strategies as st

from bot.core.errors import BadQuery
from bot.core.filters import Query, parse

WORDS = ("hama", "Hamas", "homs", "Хама", "حماة", "חמה", "Kobanê", "中", "14", "or")

words = st.sampled_from(WORDS)
sentences = st.lists(words, max_size=8).map(" ".join)

terms = st.one_of(
    words,
    st.lists(words, min_size=1, max_size=3).map(lambda some: f'"{" ".join(some)}"'),
    st.sampled_from(("ham*", "حم*", "Хам*", '"homs ham"*', "hama-homs")),
)
expressions = st.recursive(
    terms,
    lambda inner: st.one_of(
        st.tuples(inner, inner).map(" ".join),
        st.tuples(inner, inner).map(" OR ".join),
        st.tuples(inner, inner).map(lambda pair: f"{pair[0]} AND NOT ({pair[1]})"),
        inner.map(lambda one: f"({one})"),
        inner.map(lambda one: f"-({one})"),
    ),
    max_leaves=8,
)


def read(text: str) -> Query | None:
    try:
        return parse(text)
    except BadQuery:
        return None


queries = expressions.map(read).filter(lambda query: query is not None)

_PIECES = (
    *WORDS,
    *("OR", "AND", "NOT", "NEAR", "|", "-", "—", "(", ")", "（", '"', "“", "”", "«", "»", "״", "*"),
    *(" ", "  ", "\n", "\0", "a*", "title:x", "/x/", 'צה"ל', "🔴", "x" * 30, "\u200f", "e\u0301"),
)

typed = st.one_of(st.text(max_size=40), st.lists(st.sampled_from(_PIECES), max_size=14).map("".join))
