"""Postings: which stories have a key, and how much it tells."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.core.stories.postings import Postings

KEYS = ("explosion", "geo:1", "#12", "~KHM", "en:market", "en:noon", "fr:pont")

items = st.lists(st.tuples(st.integers(1, 4), st.lists(st.sampled_from(KEYS), unique=True)), max_size=12)
"""The story of each, and its keys."""


def told(postings: Postings) -> dict[str, tuple[float, list[int]]]:
    """What each key is worth, and the stories of the items that have it."""
    rarity = postings.rarity()
    return {key: (rarity[postings.tally(key)], stories(postings, key)) for key in KEYS}


def stories(postings: Postings, key: str) -> list[int]:
    number = postings.number(key)
    return [] if number is None else sorted(postings.stories(number))


@given(items, items)
def test_what_was_removed_leaves_no_trace(kept: list[tuple[int, list[str]]], gone: list[tuple[int, list[str]]]) -> None:
    used, fresh = Postings(), Postings()
    removed = [(used.add(keys, story), story) for story, keys in gone]
    for story, keys in kept:
        used.add(keys, story)
        fresh.add(keys, story)
    for numbers, story in removed:
        used.remove(numbers, story)
    assert told(used) == told(fresh)


def test_a_key_that_no_item_has_any_more_gives_its_number_to_the_next() -> None:
    postings = Postings()
    numbers = postings.add(["explosion"], 1)
    postings.remove(numbers, 1)
    assert postings.number("explosion") is None
    assert postings.add(["bread"], 2) == numbers
    assert stories(postings, "bread") == [2]


def test_a_number_that_is_given_again_tells_nothing_of_the_key_that_had_it() -> None:
    used, fresh = Postings(), Postings()
    used.remove(used.add(["fr:pont"], 1), 1)
    for postings in (used, fresh):
        postings.add(["en:market"], 2)
        postings.add(["explosion"], 3)
    assert told(used) == told(fresh)


def test_a_story_stands_under_a_key_once_for_each_item_that_has_it() -> None:
    postings = Postings()
    (number,) = postings.add(["explosion"], 1)
    postings.add(["explosion"], 1)
    postings.add(["explosion"], 2)
    assert postings.count(number) == 3
    assert stories(postings, "explosion") == [1, 1, 2]
    postings.remove([number], 1)
    assert stories(postings, "explosion") == [1, 2]


def test_the_rarer_a_key_the_more_it_tells() -> None:
    postings = Postings()
    for story in range(1, 9):
        postings.add(["geo:1", *(["explosion"] if story == 1 else [])], story)
    rarity = postings.rarity()
    assert rarity[postings.tally("never")] > rarity[postings.tally("explosion")] > rarity[postings.tally("geo:1")]


def test_a_stem_is_as_rare_as_it_is_among_the_items_of_its_language() -> None:
    postings = Postings()
    for story in range(1, 9):
        postings.add(["en:market"], story)
    postings.add(["fr:pont"], 9)
    rarity = postings.rarity()
    assert rarity[postings.tally("en:noon")] > rarity[postings.tally("fr:maire")]
    assert rarity[postings.tally("bread")] > rarity[postings.tally("en:noon")]
