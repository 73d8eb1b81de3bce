"""What filters match, and what the database is asked for them."""

from __future__ import annotations

from typing import assert_never

import pytest
from hypothesis import given, settings

from bot.core.filters import Document, Query, bind, parse
from bot.core.filters.candidates import AllOf, AnyOf, Anything, Candidate, Has
from bot.core.filters.document import index_terms
from bot.core.filters.query import Node
from bot.core.model import Evidence, Hit, Item
from bot.core.names import Names, Unnamed
from tests.core import naive, trees
from tests.core.gazette import Gazette
from tests.core.nouns import NOW, an_item
from tests.core.queries import sentences


def asked(node: Node, item: Item, names: Names | None = None, **known: int) -> tuple[Hit, ...] | None:
    return bind(Query(node), names or Gazette()).match(Document(item, Evidence(**known), NOW))


def hits(query: str, title: str, text: str = "", names: Names | None = None) -> tuple[Hit, ...] | None:
    return asked(parse(query).root, an_item(title=title, text=text), names or Unnamed())


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("Hama", "HAMA: road cut"),
        ("Hama", "Hama's governor"),
        ("Hama", "a Hama-based group"),
        ("hama", "𝐇𝐚𝐦𝐚 now"),
        ("hama homs", "From Homs to Hama"),
        ("hama OR homs", "Homs hospital"),
        ("hama -football", "Hama market"),
        ("hama -(football OR cup)", "Hama market"),
        ("hama -(football cup)", "Hama cup of tea"),
        ("hama (-football OR cup)", "Hama football cup"),
        ('"north of Hama"', "an advance north of Hama"),
        ('"to to hama"', "to to to Hama"),
        ('"road to ham"*', "the road to Hamadan"),
        ("Covid-19", "COVID 19 again"),
        ("elect*", "Elections in May"),
        ("حماة", "انفجار في حَمَاة"),
        ("احمد", "أحمد الشرع"),
        ("Хама", "ХАМА: бои"),
        ("елка", "Ёлка в Хомсе"),
        ("שלום", "שָׁלוֹם עליכם"),
        ("istanbul", "İSTANBUL'da deprem"),
        ("ığdır", "IĞDIR"),
        ("کابل", "كابل"),
        ("Munchen", "Straßenschlacht in München"),
        ("strasse", "Straße"),
        ("eleve", "Un élève à Alep"),
        ("東京", "東京都で地震"),
        ("ข่าว", "ข่าวด่วน"),
    ],
)
def test_a_filter_matches(query: str, title: str) -> None:
    assert hits(query, title) is not None


@pytest.mark.parametrize(
    ("query", "title"),
    [
        *(("Hama", title) for title in ("Bahamas", "Hamas", "Yokohama", "Hamadan", "Mohamad", "Hamah", "")),
        ("hama homs", "Hama alone"),
        ("hama -football", "Hama football"),
        ("hama -(football OR cup)", "Hama cup"),
        ("hama (-football OR cup)", "Hama football"),
        ('"north of Hama"', "Hama north of"),
        ('"north of Hama"', "north of"),
        ('"road to ham"*', "the railroad to Hamadan"),
        ('"road to ham"*', "road to Idlib"),
        ("elect*", "Selection"),
        ("zz*", "aa"),
        ("حماة", "حماس ترد"),
        ("東京", "京東"),
    ],
)
def test_a_filter_does_not_match(query: str, title: str) -> None:
    assert hits(query, title) is None


def test_hits_tell_the_term_the_field_and_the_words_as_written() -> None:
    assert hits('"north of hama" OR elect* OR idlib', "Advance NORTH of Hāma", "After the Elections") == (
        Hit('"north of hama"', "title", "NORTH of Hāma"),
        Hit("elect*", "text", "Elections"),
    )


def test_the_title_is_named_before_the_text_and_the_first_place_before_later_ones() -> None:
    assert hits("ham*", "Hamlet and Hama", "Hamburg") == (Hit("ham*", "title", "Hamlet"),)
    assert hits("ham*", "A ham, then Hamburg") == (Hit("ham*", "title", "ham"),)
    assert hits("hama", "Homs", "Hama") == (Hit("hama", "text", "Hama"),)


def test_only_what_made_it_match_is_a_hit() -> None:
    assert hits("(hama -army) OR homs", "army in Hama and Homs") == (Hit("homs", "title", "Homs"),)
    assert hits("homs -(army -hama)", "army in Hama and Homs") == (
        Hit("homs", "title", "Homs"),
        Hit("hama", "title", "Hama"),
    )


def test_words_of_the_title_and_the_text_are_no_row() -> None:
    assert hits('"hama road"', "near Hama", "road cut") is None


@given(trees.queries, trees.items, trees.evidence)
@settings(max_examples=400)
def test_matching_agrees_with_a_naive_evaluation(query: Query, item: Item, evidence: Evidence) -> None:
    bound = bind(query, Gazette())
    found = bound.match(Document(item, evidence, NOW))
    assert (found is not None) == naive.matches(query.root, item, evidence)
    assert (found is not None) == bound.holds(Document(item, evidence, NOW))


@given(trees.queries, trees.items, trees.evidence)
def test_what_matches_meets_the_condition_for_the_database(query: Query, item: Item, evidence: Evidence) -> None:
    bound = bind(query, Gazette())
    if bound.holds(Document(item, evidence, NOW)):
        assert holds(bound.candidates, {*index_terms(item)})


@given(sentences)
def test_no_query_matches_everything(text: str) -> None:
    assert hits("nowhere OR (nobody -hama)", text, text) is None


@pytest.mark.parametrize(
    ("query", "candidate"),
    [
        ("Hama", Has("hama")),
        ("elect*", Has("elect", prefix=True)),
        ('"road to Hama"', AllOf((Has("road"), Has("to"), Has("hama")))),
        ('"road ham"*', AllOf((Has("road"), Has("ham", prefix=True)))),
        ("a -b", Has("a")),
        ("a b -c", AllOf((Has("a"), Has("b")))),
        ("a OR b", AnyOf((Has("a"), Has("b")))),
        ("a (b OR -c)", Has("a")),
        ("a -(b -c)", Has("a")),
        ("a -(-b OR c)", AllOf((Has("a"), Has("b")))),
    ],
)
def test_the_database_is_asked_for_what_must_be_there(query: str, candidate: Candidate) -> None:
    assert bind(parse(query), Unnamed()).candidates == candidate


def test_the_terms_of_a_query_are_told_in_order() -> None:
    assert [str(term) for term in parse('a -(b OR "c d") ee*').terms] == ["a", "b", '"c d"', "ee*"]


def holds(candidate: Candidate, words: set[str]) -> bool:
    match candidate:
        case Anything():
            return True
        case Has(token, prefix):
            return any(word == token or (prefix and word.startswith(token)) for word in words)
        case AllOf(parts):
            return all(holds(part, words) for part in parts)
        case AnyOf(parts):
            return any(holds(part, words) for part in parts)
        case _:
            assert_never(candidate)
