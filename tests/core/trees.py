"""What Hypothesis makes of queries as trees, with all that they may ask, and of the items they are asked of."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import strategies as st

from bot.core.filters.query import (
    Age,
    And,
    Count,
    Field,
    Flag,
    Label,
    Near,
    Node,
    Not,
    Op,
    Or,
    Place,
    Query,
    Regex,
    State,
    Tag,
    Term,
)
from bot.core.model import Evidence, Outlet
from bot.core.text.tokens import tokens
from tests.core.nouns import NOW, an_item

CHUNKS = (
    *("Hama", "hama", "Hamas", "HAMA:", "Hamah", "Homs", "Deir", "ez-Zor", "Ezzor", "al-Madiq", "almadiq", "of", "a"),
    *("Nice", "nice", "NIZZA", "Ma'ardas", "Maardes", "حماة", "بحماة", "وبحماة", "لبنان", "Хама", "Kobanê", "Hama's"),
    *("東京", "14", "-", "end."),
)

texts = st.lists(st.sampled_from(CHUNKS), max_size=7).map(" ".join)
typed = st.one_of(
    st.sampled_from([chunk for chunk in CHUNKS if tokens(chunk)]),
    st.lists(
        st.sampled_from(("Hama", "Deir", "ez-Zor", "of", "Qalaat", "al-Madiq", "بحماة")), min_size=2, max_size=4
    ).map(" ".join),
)
fields = st.sampled_from((Field.ANYWHERE, Field.ANYWHERE, Field.ANYWHERE, Field.TITLE, Field.TEXT))
all_fields = st.one_of(fields, st.sampled_from((Field.AUTHOR, Field.URL)))


def term(text: str, prefix: bool, quoted: bool, field: Field) -> Term:  # noqa: FBT001 - drawn
    return Term(text, tuple(word.text for word in tokens(text)), prefix, quoted, field)


def near(left: Term, right: Term, distance: int) -> Near:
    return Near(left, right, distance)


terms = st.builds(term, typed, st.sampled_from((False, False, True)), st.booleans(), all_fields)
anywhere = st.builds(term, typed, st.just(value=False), st.booleans(), st.just(Field.ANYWHERE))
leaves = st.one_of(
    terms,
    anywhere,
    anywhere,
    st.builds(near, anywhere, anywhere, st.integers(0, 3)),
    st.builds(Regex, st.sampled_from(("H[ao]m", "n.ce$", "^a")), all_fields),
    st.sampled_from((Place("Hama", ("hama",)), Place("Nizza", ("nizza",)), Place("nowhere", ("nowhere",)))),
    st.builds(
        Tag, st.sampled_from(Label), st.sampled_from(("sana-en", "sana", "SANA english", "en", "sy", "state", "-"))
    ),
    st.builds(Flag, st.sampled_from(State)),
    st.builds(Count, st.sampled_from(("sources", "origins")), st.sampled_from(Op), st.integers(0, 3)),
    st.builds(Age, st.sampled_from(Op), st.integers(1, 3), st.sampled_from("mh")),
)


def _flat(kind: type[And | Or], parts: tuple[Node, ...]) -> Node:
    return kind(tuple(inner for part in parts for inner in (part.parts if isinstance(part, kind) else (part,))))


nodes = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: _flat(And, tuple(parts))),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: _flat(Or, tuple(parts))),
        inner.map(Not),
    ),
    max_leaves=6,
)
queries = nodes.map(Query)

FOREIGN = Outlet("x", "English SANA", country="US")
outlets = st.sampled_from((Outlet("sana-en", "SANA English", country="SY", affiliation="Syrian state media"), FOREIGN))
items = st.builds(
    lambda title, text, outlet, language, places, minutes: an_item(
        title=title,
        text=text,
        outlet=outlet,
        language=language,
        places=places,
        published=NOW - timedelta(minutes=minutes),
        author="Hama Homs",
        url="https://hama.example/of/homs",
        kind="telegram",
    ),
    texts,
    texts,
    outlets,
    st.sampled_from(("", "en-GB", "ar")),
    st.sampled_from(((), ("geo:1",), ("geo:4", "geo:1"))),
    st.sampled_from((0, 1, 2, 90)),
)
evidence = st.builds(Evidence, st.integers(1, 3), st.integers(1, 3), st.booleans(), st.booleans(), st.booleans())
