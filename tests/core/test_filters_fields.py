"""What filters ask for beside words: fields, labels, places, distances, patterns, figures."""

from __future__ import annotations

import pytest
from hypothesis import given

from bot.core.errors import BadQuery
from bot.core.filters import Query, parse
from bot.core.filters.codes import CODES
from bot.core.filters.figures import MOST_COUNTED, MOST_TIME
from bot.core.filters.lexer import FARTHEST
from bot.core.filters.nearness import MOST_PAIRS
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
from bot.sources.kinds import Access, kinds
from tests.core.queries import all_queries, read

A, B, C = Term("a", ("a",)), Term("b", ("b",)), Term("c", ("c",))


def titled(word: str) -> Term:
    return Term(word, (word,), field=Field.TITLE)


@pytest.mark.parametrize(
    ("text", "root"),
    [
        ("title:a", titled("a")),
        ("Title:a", titled("a")),
        ("TITLE：a", titled("a")),
        ("title: a", titled("a")),
        ("title:\u200f a", titled("a")),
        ("text:a", Term("a", ("a",), field=Field.TEXT)),
        ("author:a", Term("a", ("a",), field=Field.AUTHOR)),
        ("url:sana.sy/x", Term("sana.sy/x", ("sana", "sy", "x"), quoted=True, field=Field.URL)),
        ("url:https://www.sana.sy/x", Term("sana.sy/x", ("sana", "sy", "x"), quoted=True, field=Field.URL)),
        ("url:https://", Term("https", ("https",), field=Field.URL)),
        ("title:ele*", Term("ele", ("ele",), prefix=True, field=Field.TITLE)),
        ('title:"a b"', Term("a b", ("a", "b"), quoted=True, field=Field.TITLE)),
        ("title:OR", Term("OR", ("or",), quoted=True, field=Field.TITLE)),
        ("title:age<6h", Term("age<6h", ("age", "6h"), quoted=True, field=Field.TITLE)),
        ("title:(a OR b)", Or((titled("a"), titled("b")))),
        ("title:(a -b)", And((titled("a"), Not(titled("b"))))),
        ("title:(a (text:b OR c)) c", And((titled("a"), Or((Term("b", ("b",), field=Field.TEXT), titled("c"))), C))),
        ("title:(a lang:ar)", And((titled("a"), Tag(Label.LANG, "ar")))),
        ("title:(a age<6h)", And((titled("a"), Age(Op.LESS, 6, "h")))),
        ("-title:a b", And((Not(titled("a")), B))),
        ("title:/a+/", Regex("a+", Field.TITLE)),
        ("title:(/a+/)", Regex("a+", Field.TITLE)),
        ("/a+/", Regex("a+")),
        (r"/a\/b/ c", And((Regex(r"a\/b"), C))),
        ("/a b/", Regex("a b")),
        ("outlet:sana", Tag(Label.OUTLET, "sana")),
        ("source:SANA", Tag(Label.OUTLET, "SANA")),
        ('outlet:"BBC News"', Tag(Label.OUTLET, "BBC News")),
        ('outlet:"+972 Magazine,"', Tag(Label.OUTLET, "+972 Magazine")),
        ("outlet:(sana OR tass)", Or((Tag(Label.OUTLET, "sana"), Tag(Label.OUTLET, "tass")))),
        ("from:state", Tag(Label.FROM, "state")),
        ("country:SY, a", And((Tag(Label.COUNTRY, "sy"), A))),
        ("country:Syria", Tag(Label.COUNTRY, "sy")),
        ('country:"Saudi Arabia"', Tag(Label.COUNTRY, "sa")),
        ("country:uk", Tag(Label.COUNTRY, "gb")),
        ("lang:“ar”", Tag(Label.LANG, "ar")),
        ("lang:Arabic", Tag(Label.LANG, "ar")),
        ("lang:ar-SY", Tag(Label.LANG, "ar")),
        ("lang:pt_BR", Tag(Label.LANG, "pt")),
        ("kind:rss", Tag(Label.KIND, "feed")),
        ("place:Hama", Place("Hama", ("hama",))),
        ('place:"Deir ez-Zor"', Place("Deir ez-Zor", ("deir", "ez", "zor"))),
        ("place:(Hama OR Homs)", Or((Place("Hama", ("hama",)), Place("Homs", ("homs",))))),
        ("is:update", Flag(State.UPDATE)),
        ("IS:Denied", Flag(State.DENIED)),
        ("is: unconfirmed", Flag(State.UNCONFIRMED)),
        ("is:(denied OR unconfirmed)", Or((Flag(State.DENIED), Flag(State.UNCONFIRMED)))),
    ],
)  # fmt: skip
def test_a_name_before_a_colon_says_what_is_looked_at(text: str, root: Node) -> None:
    assert parse(text).root == root


@pytest.mark.parametrize(
    ("text", "root"),
    [
        ("sources>=2", Count("sources", Op.AT_LEAST, 2)),
        ("SOURCES ≥ 2", Count("sources", Op.AT_LEAST, 2)),
        ("sources=>2", Count("sources", Op.AT_LEAST, 2)),
        ("sources:>=٢", Count("sources", Op.AT_LEAST, 2)),
        ("sources > +2", Count("sources", Op.MORE, 2)),
        ("origins==2", Count("origins", Op.EQUAL, 2)),
        ("a sources≤2", And((A, Count("sources", Op.AT_MOST, 2)))),
        ("a sources=<2", And((A, Count("sources", Op.AT_MOST, 2)))),
        ("a sources>=2, b", And((A, Count("sources", Op.AT_LEAST, 2), B))),
        ("a age<6h", And((A, Age(Op.LESS, 6, "h")))),
        ("a Age < 30 m b", And((A, Age(Op.LESS, 30, "m"), B))),
        ("a age>2D", And((A, Age(Op.MORE, 2, "d")))),
        ("a -age<6h", And((A, Not(Age(Op.LESS, 6, "h"))))),
        ("a (age<6h)", And((A, Age(Op.LESS, 6, "h")))),
        ("-sources=1", Not(Count("sources", Op.EQUAL, 1))),
        (f"sources>{MOST_COUNTED}", Count("sources", Op.MORE, MOST_COUNTED)),
        (f"a age<{MOST_TIME}d", And((A, Age(Op.LESS, MOST_TIME, "d")))),
    ],
)
def test_figures_are_compared(text: str, root: Node) -> None:
    assert parse(text).root == root


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("age", "age"),
        ("sources say", "sources say"),
        ("Sources: army advances", "Sources army advances"),
        ("near homs", "near homs"),
        ("Breaking: hama", "Breaking hama"),
        ("(Breaking:) hama", "Breaking hama"),
        ("hama:", "hama"),
        ("سوريا:حماة", '"سوريا:حماة"'),
        ("a=b", '"a=b"'),
        ("x>5", '"x>5"'),
        ("hama /homs idlib/", "hama /homs idlib/"),
    ],
)
def test_what_only_looks_like_more_is_words(text: str, printed: str) -> None:
    assert str(parse(text)) == printed


@pytest.mark.parametrize(
    ("text", "root"),
    [
        ("a NEAR/5 b", Near(A, B, 5)),
        ("a NEAR b", Near(A, B, 10)),
        ("a NEAR~5 b", Near(A, B, 5)),
        ("a NEAR/5, b", Near(A, B, 5)),
        ("a NEAR, b", Near(A, B, 10)),
        (f"a NEAR/{FARTHEST} b", Near(A, B, FARTHEST)),
        ("c a NEAR/5 b", And((C, Near(A, B, 5)))),
        ("a NEAR/5 b c", And((Near(A, B, 5), C))),
        ("a NEAR/5 b NEAR/3 c", And((Near(A, B, 5), Near(B, C, 3)))),
        ("-a NEAR/5 b c", And((Not(Near(A, B, 5)), C))),
        ("(a OR b) NEAR/5 c", Or((Near(A, C, 5), Near(B, C, 5)))),
        ("a NEAR/5 (b OR (c))", Or((Near(A, B, 5), Near(A, C, 5)))),
        ("title:(a NEAR/5 b)", Near(titled("a"), titled("b"), 5)),
        ("title:a NEAR/5 title:b", Near(titled("a"), titled("b"), 5)),
    ],
)
def test_words_may_have_to_be_near_each_other(text: str, root: Node) -> None:
    query = parse(text)
    assert query.root == root
    assert parse(str(query)) == query


def test_near_takes_so_many_pairs_and_no_more() -> None:
    side = f"({' OR '.join('abcde')})"
    assert len(parse(f"{side} NEAR {side}").leaves) == MOST_PAIRS
    with pytest.raises(BadQuery, match="too many pairs") as caught:
        parse(f"{side} NEAR ({side} OR f)")
    assert caught.value.suggestion


def test_a_query_names_its_leaves_and_its_terms_in_order() -> None:
    query = parse("a NEAR b -(c OR /x/) lang:ar")
    assert [str(leaf) for leaf in query.leaves] == ["a NEAR/10 b", "c", "/x/", "lang:ar"]
    assert query.terms == (A, B, C)


@given(all_queries)
def test_brackets_of_a_field_mean_each_word_within(query: Query) -> None:
    bracketed = read(f"title:({query})")
    for leaf in bracketed.leaves if bracketed else ():
        assert field_of(leaf) is not Field.ANYWHERE


def field_of(leaf: Leaf) -> Field | None:
    match leaf:
        case Term() | Regex():
            return leaf.field
        case Near():
            return leaf.left.field
        case _:
            return None


@pytest.mark.parametrize("label", list(CODES))
def test_every_code_means_itself(label: Label) -> None:
    for code in set(CODES[label].values()):
        assert parse(f"{label}:{code.upper()}").root == Tag(label, code)


def test_the_kinds_of_source_are_those_that_are_read() -> None:
    assert set(CODES[Label.KIND].values()) == {kind.name for kind in kinds(Access())}


def test_there_are_as_many_codes_as_the_standards_have() -> None:
    assert len(set(CODES[Label.COUNTRY].values())) == 249 + 1
    assert len(set(CODES[Label.LANG].values())) == 183


@pytest.mark.parametrize("typed", ["sources>=2", "-sources<2", "lang:ar", "outlet:sana", "is:denied", "place:Hama"])
def test_what_most_news_do_not_have_may_stand_alone(typed: str) -> None:
    assert str(parse(typed)) == typed


@pytest.mark.parametrize(("typed", "minutes"), [("90m", 90), ("6h", 360), ("2d", 2880)])
def test_an_age_is_so_many_minutes(typed: str, minutes: int) -> None:
    (_, age) = parse(f"a age<{typed}").leaves
    assert isinstance(age, Age)
    assert age.minutes == minutes
