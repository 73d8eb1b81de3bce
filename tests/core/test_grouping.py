"""Which story of those known is nearest."""

from __future__ import annotations

from array import array
from datetime import timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from bot.core.stories.grouping import Groups
from bot.core.stories.sketches import Sketch
from tests.core.nouns import NOW

KEYS = ("explosion", "geo:1", "geo:2", "#12", "en:market", "en:noon", "~KHM", "bread", "strike")


def sketched(*keys: str) -> Sketch:
    return Sketch(keys, array("H", [round(1000 / len(keys) ** 0.5)] * len(keys)), len(keys), 0.0)


MEMBERS = st.dictionaries(
    st.integers(1, 80),
    st.tuples(
        st.integers(1, 6),
        st.dictionaries(st.sampled_from(KEYS), st.integers(1, 999), min_size=1),
        st.integers(0, 60 * 48),
    ),
    max_size=60,
)


@given(MEMBERS, st.sets(st.integers(1, 80)), st.randoms(use_true_random=False))
def test_how_near_stories_are_does_not_depend_on_the_order_of_adding_nor_on_what_was_forgotten(
    members: dict[int, tuple[int, dict[str, int], int]], gone: set[int], chance: Random
) -> None:
    """To the last bit: sums of fractions would tell their order."""
    straight, shuffled = Groups(), Groups()
    order = [*members]
    chance.shuffle(order)
    for groups, numbers in ((straight, sorted(members.keys() - gone)), (shuffled, order)):
        for number in numbers:
            story, weights, minutes = members[number]
            sketch = Sketch(tuple(weights), array("H", weights.values()), len(weights), 0.0)
            groups.add(number, story, sketch, NOW + timedelta(minutes=minutes))
    for number in gone:
        shuffled.forget(number)
    assert len(straight) == len(shuffled) == len(members.keys() - gone)
    asked = sketched(*KEYS)
    assert straight.near(asked, NOW) == shuffled.near(asked, NOW)


def test_what_nobody_tells_any_more_fades() -> None:
    groups = Groups()
    groups.add(1, 1, sketched("explosion", "geo:1"), NOW)
    (soon,) = groups.near(sketched("explosion", "geo:1"), NOW + timedelta(hours=1))
    assert groups.near(sketched("explosion", "geo:1"), NOW)[0].nearness > soon.nearness
    assert groups.near(sketched("explosion", "geo:1"), NOW + timedelta(days=4)) == []


def test_of_what_is_in_everything_no_list_is_walked() -> None:
    groups = Groups()
    for number in range(1, 8003):
        groups.add(number, number, sketched("country:SY"), NOW)
    groups.add(9000, 9000, sketched("country:SY", "bread"), NOW)
    assert groups.near(sketched("country:SY"), NOW) == []
    assert [near.story for near in groups.near(sketched("country:SY", "bread"), NOW)] == [9000]


def test_a_long_story_is_compared_by_what_was_told_last() -> None:
    groups = Groups()
    for number in range(1, 161):
        groups.add(number, 1, sketched("explosion", "geo:1") if number <= 60 else sketched("bread", "geo:2"), NOW)
    for number in range(161, 200):
        groups.add(number, number, sketched(f"en:word{number}"), NOW)
    assert groups.near(sketched("explosion", "geo:1"), NOW) == []
    assert [near.story for near in groups.near(sketched("bread", "geo:2"), NOW)] == [1]
