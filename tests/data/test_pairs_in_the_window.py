"""What the desk makes of the pairs of pairs.txt, by the lexicons that Attribot ships with.

`python -m tests.core.deciding` prints what became of them as a table.
"""

from __future__ import annotations

from collections import Counter
from typing import Final

import pytest

from bot.core.model import Relation
from bot.core.stories import Placement, Window
from bot.core.stories.telling import telling
from bot.data.concepts import concepts
from bot.data.names import lexicon
from tests.core.deciding import STORY, decided, found, is_right, table
from tests.core.nouns import MAYADEEN, an_item
from tests.core.pairing import Likeness, Pair, pairs

SHORT: Final = {
    "Morning headlines from the region's papers, Tuesday",  # a day of the week is mostly told of one event
    "Zelensky addresses parliament in Paris",  # one man, one town, one day
    "Pope names new bishops for Sudan",
    "Champions League: Inter through to final",  # clubs are in no table
}
"""Titles of other stories that are taken for the same: nothing but what people know of the world tells them apart."""

TOLD: Final = {
    "toll": " before, ",
    "number": " before, ",
    "outcome": "” before, “",
    "denial": "it is denied",
    "negation": "not “",
}
"""What the reason of an update says, by its kind."""


@pytest.mark.parametrize("pair", [pair for pair in pairs() if pair.second.title not in SHORT], ids=str)
def test_the_window_decides_on_a_pair_as_people_do(pair: Pair) -> None:
    placement = decided(pair)
    assert found(placement) is pair.relation, placement.reason
    if pair.relation is Likeness.COPY:
        assert placement.copy_of == STORY
    if pair.relation is Likeness.UPDATE:
        assert TOLD[pair.reason] in placement.reason


@pytest.mark.parametrize("pair", [pair for pair in pairs() if pair.second.title in SHORT], ids=str)
def test_what_falls_short_is_known(pair: Pair) -> None:
    """When one of these is decided as people do, it belongs to the others."""
    assert pair.relation is Likeness.OTHER
    assert found(decided(pair)) is Likeness.SAME


def decided_alone(first: str, second: str, language: str = "") -> Placement:
    """Where a title goes of which nothing is known but another one before it, story 1."""
    window = Window(concepts(), lexicon())
    known = an_item(1, title=first, text="", language=language)
    window.add(known, 1, telling(known))
    return window.decide(an_item(2, outlet=MAYADEEN, title=second, text="", language=language))


@pytest.mark.parametrize(
    ("first", "second", "story"),
    [
        ("Salamiyah bakery hit by shelling", "Salamiyah refinery on fire", None),
        ("Flood in Qalaat al-Madiq", "Qalaat al-Madiq elects a mayor", None),
        ("Salamiyah bakery hit by shelling", "Shells fall on Salamiyah", 1),
        ("Fire at Salamiyah refinery kills 4", "Salamiyah: toll rises to 9", 1),
    ],
)
def test_a_place_alone_makes_no_story_of_two(first: str, second: str, story: int | None) -> None:
    placement = decided_alone(first, second, "en")
    assert placement.story == story
    if story is None:
        assert placement.reason == "another story than one near to it: only the place is the same"


@pytest.mark.parametrize(
    ("old", "new", "relation"),
    [
        ("School on fire in Springfield", "Springfield school burns, Illinois fire service says", Relation.REPEAT),
        ("School on fire in Springfield", "Illinois fire service says Springfield school burns", Relation.REPEAT),
        ("12 killed in Springfield school fire", "40 killed in Springfield fire, Illinois says", Relation.UPDATE),
        ("School on fire in Springfield, Illinois", "School on fire in Springfield, Missouri", Relation.NEW),
    ],
)
def test_of_two_places_of_one_name_it_is_a_guess_which_is_meant_and_all_else_sets_apart(
    old: str, new: str, relation: Relation
) -> None:
    assert decided_alone(old, new).relation is relation


def test_of_each_relation_dozens_are_decided_well_and_of_scripts_that_differ_too() -> None:
    right = [pair for pair in pairs() if is_right(pair, decided(pair))]
    counts = Counter(pair.relation for pair in right)
    assert min(counts[relation] for relation in Likeness) >= 40
    assert counts.total() >= 440
    crossing = [pair for pair in right if pair.first.language != pair.second.language]
    assert sum(pair.relation is Likeness.SAME for pair in crossing) >= 35


def test_the_table_says_what_is_wrong_and_why() -> None:
    short = [pair for pair in pairs() if pair.second.title in SHORT]
    lines = [*table(short)]
    assert lines[4].split() == ["other", "0", str(len(SHORT)), "0", "0"]
    assert sum(line.startswith("\n") for line in lines) == len(SHORT)
