"""Which of many queries an item matches."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.filters import Bound, Document, Query, bind
from bot.core.filters.percolator import Percolator
from bot.core.filters.query import And, Count, Field, Label, Node, Not, Op, Or, Place, Regex, Tag, Term
from bot.core.model import Evidence, Item
from tests.core import trees
from tests.core.gazette import Gazette
from tests.core.nouns import NOW, an_item

HAMA, HOMS, IDLIB = Term("Hama", ("hama",)), Term("Homs", ("homs",)), Term("Idlib", ("idlib",))
ROAD = Term("road to Homs", ("road", "to", "homs"), quoted=True)


def bound(node: Node) -> Bound:
    return bind(Query(node), Gazette())


def document(title: str, text: str = "") -> Document:
    return Document(an_item(title=title, text=text), Evidence(), NOW)


@given(st.lists(trees.queries, max_size=12), trees.items, trees.evidence, st.data())
def test_it_says_what_each_query_says_alone(
    queries: Sequence[Query], item: Item, evidence: Evidence, data: st.DataObject
) -> None:
    percolator: Percolator[int] = Percolator()
    kept = dict(enumerate(bind(query, Gazette()) for query in queries))
    for key, query in kept.items():
        percolator.add(key, query)
    for key in data.draw(st.sets(st.sampled_from([*kept])) if kept else st.just(set[int]())):
        percolator.remove(key)
        del kept[key]
    asked = Document(item, evidence, NOW)
    expected = [key for key, query in kept.items() if query.match(Document(item, evidence, NOW)) is not None]
    assert sorted(percolator.match(asked)) == expected


@given(st.lists(trees.queries, max_size=8), st.permutations(range(8)))
def test_removing_undoes_adding(queries: Sequence[Query], order: Sequence[int]) -> None:
    percolator: Percolator[int] = Percolator()
    empty = inside(percolator)
    for key, query in enumerate(queries):
        percolator.add(key, bind(query, Gazette()))
    assert len(percolator) == len(queries)
    for key in order:
        percolator.remove(key)
    assert inside(percolator) == empty


def inside(of: object) -> object:
    """All that an object keeps, but for what counts nothing."""
    if isinstance(of, dict):
        return {key: inside(value) for key, value in of.items() if value}
    return {name: inside(value) for name, value in vars(of).items()} if hasattr(of, "__dict__") else of


@pytest.mark.parametrize(
    "node",
    [
        Or((ROAD, And((ROAD, ROAD)))),
        Or((Term("to Homs", ("to", "homs"), quoted=True), And((Term("to Homs", ("to", "homs"), quoted=True), HOMS)))),
        Or((And((HAMA, HOMS)), And((HOMS, HAMA)), And((HOMS, HOMS, IDLIB)))),
        Or((Term("e" * 20, ("e" * 20,), prefix=True), Term("e" * 30, ("e" * 30,), prefix=True))),
    ],
)
def test_what_says_the_same_twice_can_be_removed_too(node: Node) -> None:
    percolator: Percolator[int] = Percolator()
    empty = inside(percolator)
    percolator.add(1, bound(node))
    percolator.remove(1)
    assert inside(percolator) == empty


@pytest.mark.parametrize(
    ("node", "title"),
    [
        (HAMA, "In Hama"),
        (HAMA, "قرب حماة"),
        (ROAD, "on the road to Homs"),
        (Term("Maardas", ("maardas",)), "clashes in Ma'ardes"),
        (Term("to Homs", ("to", "homs"), quoted=True), "on the road to Homs"),
        (Or((ROAD, IDLIB)), "on the road to Homs"),
        (And((ROAD, IDLIB)), "on the road to Homs from Idlib"),
        (And((HAMA, Not(HOMS))), "In Hama"),
        (And((HOMS, IDLIB)), "Homs and Idlib"),
        (And((HOMS, IDLIB, Term("cut", ("cut",)))), "Homs and Idlib cut"),
        (Or((HOMS, IDLIB)), "Idlib"),
        (And((Or((HOMS, IDLIB)), Term("cut", ("cut",)))), "Idlib cut"),
        (Term("elect", ("elect",), prefix=True), "Elections"),
        (And((Term("elect", ("elect",), prefix=True), HOMS)), "Elections in Homs"),
        (And((Term("elect", ("elect",), prefix=True), Term("ho", ("ho",), prefix=True))), "Elections in Homs"),
        (Term("ha", ("ha",), prefix=True, field=Field.AUTHOR), "x"),
        (Term("exam", ("exam",), prefix=True, field=Field.URL), "x"),
        (Term("counterrevolution", ("counterrevolution",), prefix=True), "Counterrevolutionaries"),
        (Tag(Label.OUTLET, "sana-en"), "x"),
        (And((Tag(Label.FROM, "state media"), HOMS)), "Homs"),
        (Regex("h[ao]ma"), "Homa"),
        (Count("sources", Op.AT_LEAST, 1), "x"),
        (Not(HAMA), "Homs"),
        (Term("Hama", ("hama",), quoted=True), "Hama"),
        (Term("Hama", ("hama",), field=Field.TITLE), "Hama"),
        (Term("a b c d", ("a", "b", "c", "d"), quoted=True), "a b c d"),
    ],
)
def test_a_query_is_found_by_what_it_needs_and_not_without(node: Node, title: str) -> None:
    percolator: Percolator[str] = Percolator()
    percolator.add("q", bound(node))
    assert percolator.match(
        Document(an_item(title=title, author="Hama Homs", url="https://example.net/x"), Evidence(), NOW)
    ) == ["q"]
    assert percolator.match(Document(an_item(title="Hama of Bread", outlet=trees.FOREIGN), Evidence(0), NOW)) == (
        ["q"]
        if bound(node).holds(Document(an_item(title="Hama of Bread", outlet=trees.FOREIGN), Evidence(0), NOW))
        else []
    )


def test_a_very_long_beginning_takes_up_no_more_than_its_length() -> None:
    percolator: Percolator[str] = Percolator()
    percolator.add("q", bound(Term("e" * 400, ("e" * 400,), prefix=True)))
    assert len(str(inside(percolator))) < 10_000
    assert percolator.match(document("e" * 401)) == ["q"]
    assert percolator.match(document("e" * 399)) == []


def test_queries_that_wait_under_one_word_are_told_apart_by_the_next() -> None:
    percolator: Percolator[str] = Percolator()
    for word in ("a", "b", "c"):
        percolator.add(word, bound(And((Term("neighbourhood", ("neighbourhood",)), Term(word, (word,))))))
    assert sorted(percolator.match(document("a c neighbourhood"))) == ["a", "c"]


def test_a_place_is_a_table_entry_of_its_own() -> None:
    percolator: Percolator[str] = Percolator()
    percolator.add("hama", bound(Place("Hama", ("hama",))))
    percolator.add("nowhere", bound(Place("nowhere", ("nowhere",))))
    assert percolator.match(Document(an_item(places=("geo:1",)), Evidence(), NOW)) == ["hama"]
    assert percolator.match(document("Hama")) == []


def test_a_query_that_many_ask_is_looked_at_once() -> None:
    percolator: Percolator[int] = Percolator()
    for key in range(100):
        percolator.add(key, bound(Regex("h[ao]ma")))
    assert [len(portion) for portion in percolator.portions(document("Hama"))] == [0, 100]


@pytest.mark.parametrize("node", [HOMS, And((Term("neighbourhood", ("neighbourhood",)), HOMS))])
def test_a_query_that_very_many_ask_is_found_for_all_and_no_more_once_removed(node: Node) -> None:
    percolator: Percolator[int] = Percolator()
    for key in range(40):
        percolator.add(key, bound(node))
        percolator.add(
            key + 100, bound(And((Term("neighbourhood", ("neighbourhood",)), Term(f"x{key}", (f"x{key}",)))))
        )
    for key in range(1, 40):
        percolator.remove(key)
    assert percolator.match(document("Homs neighbourhood")) == [0]
    assert sorted(percolator.match(document("x7 neighbourhood"))) == [107]
    percolator.remove(0)
    assert percolator.match(document("Homs neighbourhood")) == []


def test_queries_that_must_be_looked_at_come_in_portions() -> None:
    percolator: Percolator[int] = Percolator()
    for key in range(120):
        percolator.add(key, bound(Regex(f"hama|{key}")))
    assert [len(portion) for portion in percolator.portions(document("Hama"))] == [0, 50, 50, 20]
    assert [len(portion) for portion in percolator.portions(document("Hama", "long " * 800))] == [0, *[16] * 7, 8]


def test_a_beginning_waits_for_the_word_beside_it_and_for_words_that_go_on() -> None:
    percolator: Percolator[str] = Percolator()
    percolator.add("both", bound(And((Term("elect", ("elect",), prefix=True), HOMS))))
    percolator.add("longer", bound(Term("electorate", ("electorate",), prefix=True)))
    assert percolator.match(document("Elections in Idlib, el.")) == []
    assert percolator.match(document("Elections in Homs")) == ["both"]
    assert percolator.match(document("The electorates of Idlib")) == ["longer"]


def test_a_key_asks_the_last_thing_it_was_given() -> None:
    percolator: Percolator[str] = Percolator()
    percolator.add("q", bound(HOMS))
    percolator.add("q", bound(IDLIB))
    assert percolator.match(document("Homs")) == []
    assert percolator.match(document("Idlib")) == ["q"]
    assert percolator["q"] == bound(IDLIB)


def test_a_phrase_said_twice_is_told_once() -> None:
    percolator: Percolator[str] = Percolator()
    percolator.add("q", bound(ROAD))
    assert percolator.match(document("road to Homs", "the road to Homs, the road to Homs")) == ["q"]
    assert percolator.match(document("road to", "Homs")) == []


@pytest.mark.parametrize("goes", [("row", "start"), ("longer row", "longer start")])
def test_what_begins_longer_ones_goes_without_them_and_they_without_it(goes: Sequence[str]) -> None:
    percolator: Percolator[str] = Percolator()
    empty = inside(percolator)
    wanted: dict[str, Node] = {
        "row": Term("road to", ("road", "to"), quoted=True),
        "longer row": ROAD,
        "start": Term("elect", ("elect",), prefix=True),
        "longer start": Term("elector", ("elector",), prefix=True),
        "the same start": Or((Term("elect", ("elect",), prefix=True), IDLIB)),
    }
    for key, node in wanted.items():
        percolator.add(key, bound(node))
    said = document("Electors on the road to Homs")
    assert {*percolator.match(said)} == {*wanted}
    for gone in goes:
        percolator.remove(gone)
        del wanted[gone]
        assert {*percolator.match(said)} == {*wanted}
    for key in wanted:
        percolator.remove(key)
    assert inside(percolator) == empty


def test_of_two_queries_that_wait_for_the_same_each_goes_alone() -> None:
    percolator: Percolator[str] = Percolator()
    percolator.add("homs", bound(And((IDLIB, Not(HOMS)))))
    percolator.add("hama", bound(And((IDLIB, Not(HAMA)))))
    assert sorted(percolator.match(document("Idlib"))) == ["hama", "homs"]
    percolator.remove("homs")
    assert percolator.match(document("Idlib and Homs")) == ["hama"]
    percolator.remove("hama")
    assert percolator.match(document("Idlib")) == []
