from __future__ import annotations

import pytest

from bot.core.filters import bind
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
from handlers.readings import meanings, reading
from tests.core.gazette import Gazette

HAMA, HOMS = Term("hama", ("hama",)), Term("homs", ("homs",))


@pytest.mark.parametrize(
    ("leaf", "told"),
    [
        (Term("Hama", ("hama",), field=Field.TITLE), "the word “Hama” in the title"),
        (Term("road to", ("road", "to"), prefix=True), "the words “road to…” in this order"),
        (Near(HAMA, HOMS, 1), "the word “hama” and the word “homs”, at most 1 word apart"),
        (Near(HAMA, HOMS, 5), "the word “hama” and the word “homs”, at most 5 words apart"),
        (Regex("h[ao]m", Field.URL), "what the pattern /h[ao]m/ finds in its address"),
        (Place("Syria", ("syria",)), "a place that is Syria, or lies in it"),
        (Tag(Label.LANG, "ar"), "written in ar"),
        (Tag(Label.OUTLET, "SANA"), "told or carried by the outlet SANA"),
        (Flag(State.DENIED), "denied by somebody in its story"),
        (Count("sources", Op.AT_LEAST, 2), "at least 2 outlets that tell it"),
        (Count("sources", Op.MORE, 1), "more than 1 outlet that tells it"),
        (Count("origins", Op.EQUAL, 1), "just 1 independent origin"),
        (Age(Op.LESS, 6, "h"), "less than 6 h old"),
    ],
)
def test_every_part_of_a_query_is_said_in_words(leaf: Node, told: str) -> None:
    assert reading(Query(leaf)) == f"- {told}"  # type: ignore[arg-type]
    assert reading(Query(Not(leaf))) == f"- not: {told}"  # type: ignore[arg-type]


def test_what_must_not_be_together_is_said_so() -> None:
    both, either = Not(And((HAMA, HOMS))), Not(Or((HAMA, HOMS)))
    assert reading(Query(And((both, either)))) == (
        "All of these:\n"
        "  Not all of these:\n    - the word “hama”\n    - the word “homs”\n"
        "  Not a single one of these:\n    - the word “hama”\n    - the word “homs”"
    )


def test_names_are_told_with_their_spellings_and_places_nobody_knows_as_such() -> None:
    query = Query(And((HAMA, HOMS, Place("nowhere", ("nowhere",)))))
    assert meanings(query, bind(query, Gazette())) == [
        "",
        "hama means Hama, Syria: Hama, Hamah, حماة, Хама, Хаме, חמה.",
        "place:nowhere: I know no such place, so that matches nothing. Without place: it is a word to look for.",
        "As written only: homs.",
    ]
