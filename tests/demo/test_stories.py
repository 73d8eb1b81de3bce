"""What the desk makes of the recorded day, its items in the order of their hours."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from typing import NamedTuple

import pytest

from bot.core.model import Item, Relation
from bot.core.origins import origins
from bot.core.stories import Placement, Window
from bot.core.stories.telling import telling
from bot.data.concepts import concepts
from bot.data.names import lexicon
from bot.demo.day import load

MIDNIGHT = datetime(2026, 11, 23, tzinfo=UTC)


class Told(NamedTuple):
    item: Item
    story: int
    placement: Placement


@cache
def told() -> tuple[Told, ...]:
    day, names = load(), lexicon()
    outlets = {outlet.id: outlet for outlet in day.outlets}
    window = Window(concepts(), names)
    found = []
    for number, each in enumerate(day.publications, 1):
        outlet, at = outlets[each.outlet], MIDNIGHT + each.at
        mentions = [mention for part in names.mentions(each.title, each.text, outlet.country) for mention in part]
        places = dict.fromkeys(place for mention in mentions for place in (mention.place, *mention.within))
        words = each.title, each.text, "", at, at, outlet.language
        item = Item(number, outlet, f"https://{outlet.id}.example/{number}", *words, places=tuple(places))
        placement = window.decide(item)
        story = number if placement.story is None else placement.story
        window.add(item, story, telling(item, placement.copy_of))
        found.append(Told(item, story, placement))
    return tuple(found)


def story(title: str) -> list[Told]:
    """All who tell the story that is told under a title."""
    number = next(each.story for each in told() if each.item.title == title)
    return [each for each in told() if each.story == number]


def languages(found: list[Told]) -> set[str]:
    return {each.item.language for each in found}


def test_one_statement_of_a_ministry_is_one_story_in_four_languages_and_its_copies_are_folded() -> None:
    found = story("Defence ministry: attack on Taybat al-Imam repelled")
    assert languages(found) == {"en", "ar", "ru", "tr"}
    copies = [each.item.outlet.id for each in found if each.placement.relation is Relation.COPY]
    assert copies == ["gulf-ledger", "meridian"]


def test_a_toll_that_rises_is_told_as_updates_of_one_story() -> None:
    found = story("Air strike hits market in Homs, at least 3 killed")
    assert languages(found) == {"en", "ar", "ru", "tr"}
    updates = [each.placement.reason for each in found if each.placement.relation is Relation.UPDATE]
    assert updates == [
        "at least 3 killed before, 5 now",
        "5 killed before, 12 now",
        "12 killed before, 17 now",
        "17 killed before, 19 now",
    ]


def test_the_rumour_is_one_story_that_is_denied_once() -> None:
    found = story("Unconfirmed reports of coup attempt in Damascus")
    about = {each.item.id for each in told() if "coup" in each.item.title.casefold()}
    assert about <= {each.item.id for each in found}
    assert languages(found) == {"en", "ar", "ru", "tr"}
    [denial] = [each for each in found if each.placement.relation is Relation.UPDATE]
    assert (denial.item.outlet.id, denial.placement.reason) == ("qasioun", "it is denied")


def test_a_town_that_two_sides_claim_is_one_story() -> None:
    found = story("Opposition factions claim capture of Maardes")
    assert languages(found) == {"en", "ar", "ru", "tr"}
    reasons = [each.placement.reason for each in found if each.placement.relation is Relation.UPDATE]
    assert reasons[0] == "it is denied"


def test_who_saw_the_road_for_themselves_tell_one_story_in_three_languages() -> None:
    found = story("Road to Aleppo cut at Khanaser")
    assert {"en", "ar", "ru"} <= languages(found)
    known = origins([telling(each.item, each.placement.copy_of) for each in found])
    assert {origin.outlet for origin in known.asserting} >= {"levant-wire", "sahl-online", "volga-ru"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Bahamas readies shelters as late storm nears", "Storm leaves 40,000 homes in the north without power"),
        ("Road to Aleppo cut at Khanaser", "Opposition factions claim capture of Maardes"),
        ("Defence ministry: attack on Taybat al-Imam repelled", "Defence ministry confirms withdrawal from Maardes"),
        ("Yokohama port strike enters second week", "Air strike hits market in Homs, at least 3 killed"),
        ("President receives credentials of three ambassadors", "Unconfirmed reports of coup attempt in Damascus"),
    ],
)
def test_what_only_looks_alike_is_told_apart(one: str, other: str) -> None:
    assert story(one)[0].story != story(other)[0].story
