"""How filters are read and printed, and what is said of those that can't be."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given

from bot.core.errors import BadQuery
from bot.core.filters import Query, parse
from bot.core.filters.parse import DEEPEST, LONGEST, LONGEST_TYPED, MOST_TERMS
from bot.core.filters.query import And, Node, Not, Or, Term
from tests.core.queries import read, trees, typed

TOO_MUCH = "this alone would match nearly everything: say what you do want as well."
A, B, C = Term("a", ("a",)), Term("b", ("b",)), Term("c", ("c",))


def quoted(text: str, *words: str, prefix: bool = False) -> Term:
    return Term(text, words, prefix, quoted=True)


def attempt(text: str) -> tuple[Query | None, BadQuery | None]:
    try:
        return parse(text), None
    except BadQuery as error:
        return None, error


@pytest.mark.parametrize(
    ("text", "root"),
    [
        ("a", A),
        ("a b", And((A, B))),
        ("a AND b", And((A, B))),
        ("a OR b", Or((A, B))),
        ("a|b", Or((A, B))),
        ("a || b", Or((A, B))),
        ("a b OR c", Or((And((A, B)), C))),
        ("a (b OR c)", And((A, Or((B, C))))),
        ("（a）", A),
        ("((a (b c)))", And((A, B, C))),
        ("a OR (b OR c)", Or((A, B, C))),
        ("a -b", And((A, Not(B)))),
        ("a NOT b", And((A, Not(B)))),
        ("a AND NOT b", And((A, Not(B)))),
        ("a —b", And((A, Not(B)))),
        ("a -(b OR c)", And((A, Not(Or((B, C)))))),
        ("-(-a)", A),
        ("NOT NOT a", A),
        ("a or b", And((A, Term("or", ("or",)), B))),
        ("elect*", Term("elect", ("elect",), prefix=True)),
        ("COVID-1*", Term("COVID-1", ("covid", "1"), prefix=True)),
        ("東*", Term("東", ("東",), prefix=True)),
        ('"a b"', quoted("a b", "a", "b")),
        ('"a b"*', quoted("a b", "a", "b", prefix=True)),
        ("“a b”", quoted("a b", "a", "b")),
        ("„a b“", quoted("a b", "a", "b")),
        ("»a b«", quoted("a b", "a", "b")),
        ("«a "+"b»", quoted("a b", "a", "b")),
        ('"a b”', quoted("a b", "a", "b")),
        ('"a «b»"', quoted("a b", "a", "b")),
        ('"a*"', quoted("a", "a")),
        ('a"b"', And((A, quoted("b", "b")))),
        ('"a"b', And((quoted("a", "a"), B))),
        ('"a", b', And((quoted("a", "a"), B))),
        ("a ، b", And((A, B))),
        ('צה"ל', Term('צה"ל', ("צה", "ל"))),
        ('"של צה״ל"', quoted("של צה״ל", "של", "צה", "ל")),
        ("Hama's,", Term("Hama's", ("hama", "s"))),
        ("km/h", quoted("km/h", "km", "h")),
        ("14:30", quoted("14:30", "14", "30")),
        ("#a", A),
        ("a\0\u202e b", And((A, B))),
    ],
)  # fmt: skip
def test_filters_are_read(text: str, root: Any) -> None:
    assert parse(text).root == root


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("  a   b ", "a b"),
        ("a|b", "a OR b"),
        ("(a b) | c", "a b OR c"),
        ("(a OR b) c", "(a OR b) c"),
        ("a NOT b AND NOT (c OR a)", "a -b -(c OR a)"),
        ("a -(b c)", "a -(b c)"),
        ("“a  b” c*****", None),
        ("“a  b” cat**", '"a b" cat*'),
        ('"road to ham"*', '"road to ham"*'),
        ('"OR" a', '"OR" a'),
        ('"NEAR" a', '"NEAR" a'),
        ('"hama"', '"hama"'),
        ('"title:hama"', '"title:hama"'),
        ('"(a)"', '"a"'),
        ('"a (b)"', '"a (b"'),
    ],
)
def test_filters_are_printed_in_one_way(text: str, printed: str | None) -> None:
    query = read(text)
    assert (str(query) if query else None) == printed


@given(trees)
def test_a_printed_filter_reads_as_the_same_filter(tree: Node) -> None:
    query, error = attempt(str(tree))
    if query:
        assert query.root == tree
    if error:
        assert any(why in str(error) for why in (TOO_MUCH, "at most"))


@given(typed)
def test_whatever_is_typed_is_read_or_told_why_not(text: str) -> None:
    query, error = attempt(text)
    if query:
        assert parse(str(query)) == query
    if error:
        assert str(error).endswith(".")
        assert 0 <= error.position <= len(text)
        assert not error.suggestion or parse(error.suggestion)


@pytest.mark.parametrize(
    ("text", "position", "why", "suggestion"),
    [
        ("", 0, "there is nothing to look for.", ""),
        ("  \n", 0, "there is nothing to look for.", ""),
        ("hama OR (homs -football", 8, "this bracket is never closed.", "hama OR (homs -football)"),
        ("hama (", 5, "this bracket is never closed.", "hama"),
        ("hama) homs", 4, "this bracket was never opened.", "hama homs"),
        (") hama", 0, "this bracket was never opened.", "hama"),
        ("hama ()", 5, "there is nothing inside these brackets.", "hama"),
        ('road to "hama', 8, "this quote is never closed.", 'road to "hama"'),
        ('hama ""', 5, "there is nothing between these quotes.", "hama"),
        ('hama"', 4, "this quote is never closed.", "hama"),
        ("OR hama", 0, "OR needs a word before it.", "hama"),
        ("hama OR", 5, "OR needs a word after it.", "hama"),
        ("hama OR OR homs", 5, "OR needs a word after it.", "hama OR homs"),
        ("hama (| homs)", 6, "| needs a word before it.", "hama ( homs)"),
        ("hama AND", 5, "AND needs a word after it.", "hama"),
        ("hama NOT", 5, "NOT needs a word after it.", "hama"),
        ("-OR hama", 0, "- needs a word after it.", "hama"),
        ("OR", 0, "OR needs a word before it.", '"OR"'),
        ("|", 0, "| needs a word before it.", ""),
        ("hama - syria", 5, "this minus needs a word right after it.", "hama syria"),
        ("hama -", 5, "this minus needs a word right after it.", "hama"),
        ("hama --homs", 5, "two minuses in a row say nothing.", "hama -homs"),
        ("-football", 0, TOO_MUCH, ""),
        ("-a -b", 0, TOO_MUCH, ""),
        ("a OR -b", 5, TOO_MUCH, "a -b"),
        ("a OR b OR -c", 10, TOO_MUCH, "(a OR b) -c"),
        ("-a OR -b", 0, TOO_MUCH, ""),
        ("-(a -b)", 0, TOO_MUCH, ""),
        ("(a OR -b) (c OR -a)", 6, TOO_MUCH, ""),
        ("*", 0, "a star needs letters before it.", ""),
        ("h*", 0, "a star needs at least 2 letters before it.", "h"),
        ("h* homs", 0, "a star needs at least 2 letters before it.", "h homs"),
        ("*hama", 0, "a star stands at the end of a word only.", "hama"),
        ("ha*ma homs", 2, "a star stands at the end of a word only.", "ha* homs"),
        ("h*ma", 1, "a star stands at the end of a word only.", "hma"),
        ("hama 🔴", 5, "there is no word in this.", "hama"),
        ("🔴", 0, "there is no word in this.", ""),
        ('"?!"*', 0, "there is no word in this.", ""),
    ],
)  # fmt: skip
def test_what_cannot_be_read_says_where_and_what_would_work(
    text: str, position: int, why: str, suggestion: str
) -> None:
    with pytest.raises(BadQuery) as caught:
        parse(text)
    assert (caught.value.position, str(caught.value), caught.value.suggestion) == (position, why, suggestion)


def test_a_filter_may_be_long_but_not_endless() -> None:
    assert read("x" * LONGEST)
    for length in (LONGEST + 1, LONGEST_TYPED + 1):
        with pytest.raises(BadQuery, match="at most 500 characters"):
            parse("x" * length)


def test_the_length_that_counts_is_that_of_the_filter_as_printed() -> None:
    text = "|".join(f"a/b{number}" for number in range(MOST_TERMS))
    assert len(text) < LONGEST
    with pytest.raises(BadQuery, match="this one has 536"):
        parse(text)


def test_a_filter_has_so_many_terms_and_no_more() -> None:
    assert read("a " * MOST_TERMS)
    with pytest.raises(BadQuery, match="at most 50 terms"):
        parse("a " * (MOST_TERMS + 1))


@pytest.mark.parametrize("opening", ["(", "-(", "NOT "])
def test_brackets_go_only_so_deep(opening: str) -> None:
    levels = DEEPEST // (2 if opening == "-(" else 1)
    closing = ")" * opening.count("(")
    assert read(f"a {opening * levels}b{closing * levels}")
    for depth in (levels + 1, 200):
        with pytest.raises(BadQuery, match="deep"):
            parse(f"a {opening * depth}b{closing * depth}")


def test_too_many_troubles_at_once_get_no_suggestion() -> None:
    with pytest.raises(BadQuery) as caught:
        parse("hama" + " )" * 40)
    assert caught.value.suggestion == ""
