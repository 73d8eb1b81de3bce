"""Grouping: what it answers depends on the items it holds and on nothing it has been through."""

from __future__ import annotations

from array import array
from datetime import UTC, datetime, timedelta
from math import exp

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.stories import grouping
from bot.core.stories.grouping import Groups
from bot.core.stories.sketches import Sketch, Sketcher
from bot.data.concepts import concepts
from tests.core.nouns import an_item

NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)
KEYS = ("explosion", "geo:170017", "~KHM", "#12", "en:fight", "en:bridge", "en:mayor", "fr:pont", "fr:maire", "aid")

sketches = st.dictionaries(st.sampled_from(KEYS), st.integers(1, 1000), min_size=1, max_size=6).map(
    lambda found: Sketch(tuple(found), array("H", found.values()), len(found), 0.0)
)
items = st.tuples(st.integers(1, 12), st.integers(1, 4), sketches, st.integers(0, 40))
"""Number of the item, its story, what it tells, and the hours after noon."""


def told(groups: Groups, sketch: Sketch, hours: int) -> list[tuple[int, float]]:
    """The stories that are near, and how near to six digits."""
    near = groups.near(sketch, NOON + timedelta(hours=hours))
    return [(each.story, pytest.approx(each.nearness, abs=1e-6)) for each in near]


@given(st.lists(items, max_size=25), st.sets(st.integers(1, 12)), sketches)
def test_what_has_been_added_asked_and_forgotten_leaves_no_trace(
    added: list[tuple[int, int, Sketch, int]], forgotten: set[int], asked: Sketch
) -> None:
    groups, held = Groups(), {}
    for number, story, sketch, hours in added:
        groups.near(asked, NOON)
        groups.add(number, story, sketch, NOON + timedelta(hours=hours))
        held[number] = story, sketch, NOON + timedelta(hours=hours)
    for number in forgotten:
        groups.near(asked, NOON)
        groups.forget(number)
        held.pop(number, None)
    fresh = Groups()
    for number, known in held.items():
        fresh.add(number, *known)
    assert len(groups) == len(fresh)
    assert told(groups, asked, 41) == [
        (each.story, each.nearness) for each in fresh.near(asked, NOON + timedelta(hours=41))
    ]


def test_an_item_is_nearest_to_the_story_that_tells_the_same() -> None:
    groups = Groups()
    for number in range(1, 41):
        groups.add(number, number, _sketch(f"en:word{number}", "en:common", "aid"), NOON)
    groups.add(41, 7, _sketch("en:word7", "explosion"), NOON)
    near = groups.near(_sketch("en:word7", "explosion", "en:common"), NOON)
    assert near[0].story == 7
    assert {"explosion", "en:word7"} <= {*near[0].shared}


def test_a_story_nobody_tells_any_more_is_less_near() -> None:
    groups = Groups()
    groups.add(1, 1, _sketch("explosion", "geo:170017"), NOON)
    later = [told(groups, _sketch("explosion", "geo:170017"), hours) for hours in (0, 12, 72)]
    assert [len(each) for each in later] == [1, 1, 0]
    assert later[0][0][1] == pytest.approx(1)
    assert later[1][0][1] == pytest.approx(exp(-12 / 18), abs=0.001)


def test_headlines_that_say_a_concept_in_the_same_word_are_nearer() -> None:
    blast, explosion = (_read(f"{word} hits bakery") for word in ("Blast", "Explosion"))
    groups = Groups()
    groups.add(1, 1, explosion, NOON)
    assert groups.near(blast, NOON)[0].nearness < groups.near(explosion, NOON)[0].nearness
    assert "explosion" in groups.near(blast, NOON)[0].shared


def test_of_a_text_the_concept_counts_and_not_the_word() -> None:
    keys = _read("Bakery is hit", "A blast was heard.").keys
    assert "explosion" in keys
    assert "en:blast" not in keys


def test_more_large_stories_than_are_kept_summed_up_are_told_apart_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(grouping, "_MOST_SUMMED", 2)
    groups = Groups()
    for number in range(1, 21):
        groups.add(number, number % 5, _sketch(f"en:word{number % 5}", "aid"), NOON)
    for story in range(5):
        assert groups.near(_sketch(f"en:word{story}", "aid"), NOON)[0].story == story


def test_a_story_of_more_items_than_are_read_is_compared_by_its_latest_whatever_was_asked_before(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(grouping, "_MOST_READ", 2)
    asked, fresh = Groups(), Groups()
    words = ("en:market", "en:bridge", "en:mayor")
    for number, word in enumerate(words, 1):
        asked.add(number, 1, _sketch(word, "aid"), NOON)
        asked.near(_sketch("aid"), NOON)
    for number, word in reversed([*enumerate(words, 1)]):
        fresh.add(number, 1, _sketch(word, "aid"), NOON)
    for word in words:
        assert asked.near(_sketch(word, "aid"), NOON) == fresh.near(_sketch(word, "aid"), NOON)


def _read(title: str, text: str = "") -> Sketch:
    return Sketcher(concepts()).sketch(an_item(title=title, text=text, language="en"), title, ())


def _sketch(*keys: str) -> Sketch:
    return Sketch(keys, array("H", [round(1000 / len(keys) ** 0.5)] * len(keys)), len(keys), 0.0)
