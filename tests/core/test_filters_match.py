"""What filters match, and what the database is asked for them."""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

import pytest
from hypothesis import given

from bot.core.filters import Document, Query, bind, parse
from bot.core.filters.candidates import AllOf, AnyOf, Anything, Candidate, Has
from bot.core.filters.document import index_terms
from bot.core.filters.query import Age, And, Count, Field, Flag, Label, Near, Node, Op, Place, Regex, State, Tag, Term
from bot.core.model import Evidence, Hit, Item
from bot.core.names import Names, Unnamed
from bot.core.text.tokens import tokens
from tests.core import naive, trees
from tests.core.gazette import Gazette
from tests.core.nouns import MAYADEEN, NOW, an_item
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


@pytest.mark.parametrize(
    ("query", "title"),
    [
        *(("Hama", title) for title in ("Hama", "HAMA", "Hama's", "Hamah", "حماة", "بحماة", "وحماة", "Хама", "В Хаме")),
        ("حماة", "Hama"),
        ("حماة", "وبحماة"),
        ("عراق", "بالعراق"),
        ("Deir ez-Zor", "Fire in Deir Ezzor"),
        ("Deir ez-Zor", "the ez-Zor road from Deir"),
        ("Deir ez-Zor", "حريق بدير الزور"),
        ("Qalaat al-Madiq", "near Qal'at al-Mudiq"),
        ("fire Deir ez-Zor night", "Night of fire: Deir Ezzor"),
        ("Maardas", "clashes in Ma'ardes"),
        ("Maardas", "clashes in Ma'ardas's fields"),
        ("Nizza", "an attack in Nice"),
        ("Nizza", "ATTACK IN NICE"),
        ("Nice", "a nice day"),
        ("almadiq", "in al-Madiq"),
        ("al-Madiq", "in Almadiq"),
        ("al-madiq*", "in Almadiqi"),
        ("حما*", "بحماة"),
        ('"في حماة"', "في حماة"),
    ],
)
def test_a_name_matches_in_any_spelling(query: str, title: str) -> None:
    assert hits(query, title, names=Gazette()) is not None


@pytest.mark.parametrize(
    ("query", "title"),
    [
        *(("Hama", title) for title in ("Hamas", "Bahamas", "Yokohama", "Hamadan", "Mohamad", "حماس", "Hamas's", "")),
        ("Deir ez-Zor", "Deir Hafer"),
        ("Maardas", "murders: ma'ardes"),
        ("Maardas", "Maareddassou"),
        ("Maardas", "Homs"),
        ("Nizza", "a nice day"),
        ("Ham*", "حماة"),
    ],
)
def test_a_name_does_not_match_what_only_looks_like_it(query: str, title: str) -> None:
    assert hits(query, title, names=Gazette()) is None


@pytest.mark.parametrize(
    ("words", "title"),
    [("Hama", "Hamah, حماة"), ("حماة", "بحماة"), ("Almadiq", "al-Madiq"), ("Deir ez-Zor", "Deir Ezzor")],
)
def test_quoted_words_are_taken_as_they_stand(words: str, title: str) -> None:
    quoted = Term(words, tuple(word.text for word in tokens(words)), quoted=True)
    assert asked(quoted, an_item(title=title)) is None
    assert asked(quoted, an_item(title=f"{title} {words}")) is not None


def test_a_hit_in_another_spelling_says_of_what() -> None:
    assert hits("Hama", "Fire in حماة", names=Gazette()) == (Hit("Hama", "title", "حماة", "Hama, Syria"),)
    assert hits("Hama", "Fire in HAMA", names=Gazette()) == (Hit("Hama", "title", "HAMA"),)
    assert hits("Deir ez-Zor", "In Deir ez-Zor", names=Gazette()) == (Hit("Deir ez-Zor", "title", "Deir ez-Zor"),)


def test_words_that_are_a_name_together_are_denied_together() -> None:
    assert hits("fire -(Deir ez-Zor)", "Fire in Deir Ezzor", names=Gazette()) is None
    assert hits("fire -(Deir ez-Zor)", "Fire in Deir", names=Gazette()) is not None


def test_the_names_of_a_query_are_told_with_their_spellings() -> None:
    query = Query(And((*parse("fire Hama Deir ez-Zor").root.parts, Place("Hama", ("hama",)), Place("x", ("x",)))))
    assert [(one.term, one.label, one.spellings[:1]) for one in bind(query, Gazette()).spellings] == [
        ("Hama", "Hama, Syria", ("Hama",)),
        ("Deir ez-Zor", "Deir ez-Zor, Syria", ("Deir ez-Zor",)),
        ("place:Hama", "Hama, Syria", ("Hama",)),
        ("place:x", "", ()),
    ]


def a(text: str, field: Field = Field.ANYWHERE, *, prefix: bool = False) -> Term:
    return Term(text, tuple(text.casefold().split()), prefix=prefix, quoted=" " in text, field=field)


ITEM = an_item(
    title="Army near Hama", text="The army of Syria left Homs", author="John Doe", url="https://x.example/hama"
)


@pytest.mark.parametrize(
    ("node", "hit"),
    [
        (a("army", Field.TEXT), Hit("text:army", "text", "army")),
        (a("homs", Field.TITLE), None),
        (a("doe", Field.AUTHOR), Hit("author:doe", "author", "Doe")),
        (a("Hama", Field.AUTHOR), None),
        (a("Hama", Field.URL), Hit("url:Hama", "url", "hama")),
        (a("exam", Field.URL, prefix=True), Hit("url:exam*", "url", "example")),
        (Near(a("homs"), a("army"), 3), Hit("homs NEAR/3 army", "text", "army of Syria left Homs")),
        (Near(a("army"), a("homs"), 3), Hit("army NEAR/3 homs", "text", "army of Syria left Homs")),
        (Near(a("army"), a("homs"), 2), None),
        (Near(a("army of"), a("Syria left"), 0), Hit('"army of" NEAR/0 "Syria left"', "text", "army of Syria left")),
        (Near(a("army of"), a("of Syria"), 5), None),
        (Near(a("Hama"), a("the"), 5), None),
        (Regex("NE[AI]R h"), Hit("/NE[AI]R h/", "title", "near H")),
        (Regex("left", Field.TITLE), None),
        (Place("Hama", ("hama",)), Hit("place:Hama", "place", "Hama, Syria")),
        (Place("Nizza", ("nizza",)), None),
        (Place("nowhere", ("nowhere",)), None),
        (Tag(Label.OUTLET, "SANA"), Hit("outlet:SANA", "outlet", "sana-en")),
        (Tag(Label.OUTLET, "SANA English"), Hit('outlet:"SANA English"', "outlet", "SANA English")),
        (Tag(Label.OUTLET, "english sana"), None),
        (Tag(Label.OUTLET, "al mayadeen"), Hit('outlet:"al mayadeen"', "outlet", "Al Mayadeen")),
        (Tag(Label.FROM, "state"), Hit("from:state", "from", "Syrian state media")),
        (Tag(Label.FROM, "party"), None),
        (Tag(Label.LANG, "EN"), Hit("lang:EN", "lang", "en")),
        (Tag(Label.COUNTRY, "sy"), None),
        (Tag(Label.KIND, "telegram"), Hit("kind:telegram", "kind", "telegram")),
        (Flag(State.DENIED), Hit("is:denied", "story", "denied")),
        (Flag(State.UPDATE), None),
        (Flag(State.UNCONFIRMED), None),
        (Count("sources", Op.AT_LEAST, 2), Hit("sources>=2", "story", "2 sources")),
        (Count("origins", Op.EQUAL, 1), Hit("origins=1", "story", "1 origin")),
        (Count("origins", Op.MORE, 1), None),
        (Age(Op.LESS, 1, "h"), Hit("age<1h", "story", "3 min")),
        (Age(Op.AT_MOST, 2, "m"), None),
    ],
)
def test_what_a_filter_may_ask_beside_words(node: Node, hit: Hit | None) -> None:
    item = replace(ITEM, language="en-GB", kind="telegram", places=("geo:1",), carriers=(MAYADEEN,))
    bound, document = bind(Query(node), Gazette()), Document(item, Evidence(sources=2, denied=True), NOW)
    assert bound.match(document) == (None if hit is None else (hit,))
    assert bound.holds(document) is (hit is not None)
    assert hit is None or holds(bound.candidates, {*index_terms(item)})


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
