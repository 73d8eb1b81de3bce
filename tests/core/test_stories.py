"""Which items tell one story, which change it, and what the desk remembers."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.model import Evidence, Item, Outlet, Relation
from bot.core.stories import SPAN, Placement, Window
from tests.core.memory import a_window, filed, told
from tests.core.nouns import MAYADEEN, NOW, SANA, an_item

TEXT = "Units held their positions overnight, a source said."
BLAST = "Explosion kills 12 in Hama"
MOMENT = timedelta(seconds=1)


def after(*items: Item) -> Window:
    window = a_window()
    for item in items:
        filed(window, item, item.id)
    return window


def placed(earlier: str, title: str, **named: Any) -> Placement:
    return after(told(1, earlier)).decide(told(2, title, **named))


# ---- copies


def test_the_same_words_of_another_outlet_are_a_copy() -> None:
    window = after(an_item(1, text=TEXT))
    placement = window.decide(an_item(2, outlet=MAYADEEN, text=f"  {TEXT}"))
    assert (placement.story, placement.relation, placement.copy_of) == (1, Relation.COPY, 1)
    assert placement.reason == "word for word as SANA English"


def test_a_copy_of_a_copy_joins_the_story_of_the_first() -> None:
    window = after(an_item(1))
    filed(window, an_item(2, outlet=MAYADEEN), 1)
    assert window.decide(an_item(3, outlet=Outlet("x", "X"))).story == 1
    assert window.decide(an_item(3, outlet=SANA)).story == 1


def test_what_a_chat_brought_is_told_by_itself() -> None:
    blog = Outlet("blog", "A Blog", brought_by=7)
    alone = after(an_item(1)).decide(an_item(2, outlet=blog))
    assert (alone.story, alone.relation) == (None, Relation.NEW)
    assert "what a chat brought" in alone.reason
    window = after(an_item(1, outlet=blog))
    assert len(window) == 0
    assert window.decide(an_item(2)).relation is Relation.NEW
    assert window.decide(an_item(3, outlet=blog, story=1)).story == 1


@pytest.mark.parametrize(
    "named",
    [
        {"title": "Live: fighting goes on around the city of Hama"},
        {"title": "الحرب في سوريا لحظة بلحظة من مدينة حماة"},
        {"url": "https://example.org/news/live/2026/syria"},
    ],
)
def test_live_blogs_are_never_copies(named: dict[str, str]) -> None:
    window = after(an_item(1, **named))
    assert window.decide(an_item(2, outlet=MAYADEEN, **named)).relation is not Relation.COPY


# ---- stories


@pytest.mark.parametrize(
    ("earlier", "title", "language", "reason"),
    [
        (BLAST, "Blast in Hama kills 12 people", "en", "the same story: both tell of explosion, Hama, killed"),
        ("Earthquake shakes Latakia", "زلزال في اللاذقية", "ar", "tell of earthquake, Latakia"),
        ("Qwyxa flurm in zorbland", "Zorbland: qwyxa flurm", "en", "both tell of zorbland, flurm, qwyxa"),
    ],
)
def test_who_tells_of_the_same_event_repeats_its_story(earlier: str, title: str, language: str, reason: str) -> None:
    placement = placed(earlier, title, language=language)
    assert (placement.story, placement.relation, placement.copy_of) == (1, Relation.REPEAT, None)
    assert sorted(placement.reason.partition("tell of ")[2].split(", ")) == sorted(
        reason.partition("tell of ")[2].split(", ")
    )


@pytest.mark.parametrize(
    ("earlier", "title", "reason"),
    [
        (BLAST, "Hama explosion: death toll rises to 40", "12 killed before, 40 now"),
        ("Rebels enter the city of Hama", "Army denies that rebels entered Hama", "it is denied"),
    ],
)
def test_who_changes_what_was_told_updates_the_story_and_says_how(earlier: str, title: str, reason: str) -> None:
    assert placed(earlier, title) == Placement(1, Relation.UPDATE, reason)


@pytest.mark.parametrize(
    ("earlier", "title", "reason"),
    [
        (BLAST, "Explosion kills 12 in Homs", "another story than one near to it: Homs instead of Hama"),
        ("Rebels enter Hama", "Rebels enter Homs", "another story than one near to it: Homs instead of Hama"),
        (BLAST, "Bread is cheaper in Damascus", "no story known is near to it"),
    ],
)
def test_everything_else_opens_a_story_and_says_why(earlier: str, title: str, reason: str) -> None:
    assert placed(earlier, title) == Placement(None, Relation.NEW, reason)


def test_what_is_another_event_than_the_nearest_may_belong_to_the_next() -> None:
    window = after(told(1, "Rebels enter the city of Homs"), told(2, "Rebels enter the city of Hama"))
    assert window.decide(told(3, "Rebels enter the city of Hama at night")).story == 2
    assert window.decide(told(3, "Rebels enter the city of Homs at night")).story == 1


def test_a_toll_that_one_of_a_story_told_already_is_no_update() -> None:
    window = after(told(1, BLAST))
    filed(window, told(2, "Hama explosion: death toll rises to 40"), 1)
    assert window.decide(told(3, "Explosion in Hama kills 40")).relation is Relation.REPEAT
    assert window.decide(told(3, "Twelve killed in Hama by explosion")).relation is Relation.REPEAT
    assert window.decide(told(3, "Explosion in Hama kills 52")).reason == "40 killed before, 52 now"


# ---- edits


def test_an_item_that_was_edited_stays_in_its_story() -> None:
    placement = a_window().decide(an_item(1, revision=1, story=7))
    assert (placement.story, placement.relation, placement.copy_of) == (7, Relation.REPEAT, None)


def test_an_item_that_is_news_only_now_is_what_it_was() -> None:
    window = after(an_item(1, text=TEXT))
    filed(window, an_item(2, outlet=MAYADEEN, text=TEXT), 1, copy_of=1)
    first = window.decide(an_item(1, text=TEXT, story=1))
    assert (first.story, first.relation, first.copy_of) == (1, Relation.NEW, None)
    assert "words changed" not in first.reason
    copied = window.decide(an_item(2, outlet=MAYADEEN, text=TEXT, story=1))
    assert (copied.story, copied.relation, copied.copy_of) == (1, Relation.COPY, 1)
    filed(window, told(3, BLAST), 1)
    assert window.decide(told(3, BLAST, story=1)).relation is Relation.REPEAT


def test_an_edit_that_says_something_else_is_an_update() -> None:
    window = after(told(1, BLAST))
    spelling = told(1, "Explosion kills twelve in Hama", revision=1, story=1)
    assert window.decide(spelling).relation is Relation.REPEAT
    toll = told(1, "Explosion kills 40 in Hama", revision=1, story=1)
    assert window.decide(toll) == Placement(1, Relation.UPDATE, "its words changed: 12 killed before, 40 now")
    elsewhere = told(1, "Explosion kills 12 in Homs", revision=1, story=1)
    assert window.decide(elsewhere) == Placement(1, Relation.UPDATE, "its words changed: Homs instead of Hama")


def test_a_copy_that_was_edited_is_still_a_copy() -> None:
    window = after(told(1, BLAST))
    filed(window, told(2, BLAST), 1, copy_of=1)
    for title in (f"{BLAST}!!", "Explosion kills 40 in Hama"):
        assert window.decide(told(2, title, revision=1, story=1)).copy_of == 1


def test_an_edited_item_is_known_by_its_new_words() -> None:
    window = after(an_item(1), an_item(1, title="Bakers of Damascus go on strike again", revision=1))
    assert len(window) == 1
    assert window.decide(an_item(2, outlet=MAYADEEN)).story is None
    assert window.decide(an_item(2, outlet=MAYADEEN, title="Bakers of Damascus go on strike again")).story == 1


def test_what_was_remembered_but_never_filed_is_decided_on_as_if_it_were_new() -> None:
    window = after(told(1, BLAST))
    assert window.decide(told(1, BLAST, revision=1)) == Placement(None, Relation.NEW, "no story known is near to it")


# ---- what is remembered


def test_words_are_forgotten_after_four_days() -> None:
    first = an_item(1, seen=NOW - SPAN)
    last = an_item(2, title="Bread is cheaper in Damascus", seen=NOW)
    assert len(after(first, last)) == 2
    later = after(first, replace(last, seen=NOW + MOMENT))
    assert len(later) == 1
    assert later.decide(an_item(3, outlet=MAYADEEN, seen=NOW + MOMENT)).story is None


def test_what_arrives_late_is_held_against_the_newest() -> None:
    """It was fetched long before the others, and filed after them."""
    newest, late = told(2, "Bread is cheaper in Damascus"), told(1, BLAST, seen=NOW - SPAN - timedelta(hours=1))
    assert len(after(newest, late)) == len(after(late, newest)) == 1


def test_much_is_forgotten_step_by_step() -> None:
    window = after(*(an_item(number, title=f"Report {number}") for number in range(1, 601)))
    filed(window, told(601, BLAST, seen=NOW + 2 * SPAN), 601)
    steps = sum(1 for _ in window.forget())
    assert steps >= 1
    assert len(window) == 1


STREAM = st.lists(
    st.tuples(
        st.sampled_from("abc"),
        st.sampled_from(
            ("Explosion kills 12 in Hama", "Blast in Hama kills 12", "Hama explosion kills 40", "Explosion in Homs"),
        ),
        st.integers(-60 * 5, 60 * 40),
        st.booleans(),
    ),
    max_size=12,
)


@settings(max_examples=40)
@given(STREAM, st.randoms(use_true_random=False))
def test_a_window_built_anew_in_any_order_decides_like_the_one_that_went_on(
    drawn: list[tuple[str, str, int, bool]], chance: Random
) -> None:
    lived, clock = a_window(), NOW
    known: dict[int, tuple[Item, int, Placement]] = {}
    for number, (outlet, title, minutes, edits) in enumerate(drawn, start=1):
        clock = max(clock, clock + timedelta(minutes=minutes))
        seen = clock + min(timedelta(), timedelta(minutes=minutes))
        item = told(number, title, outlet, seen=seen, published=seen)
        if edits and known:
            before, story, _ = chance.choice([*known.values()])
            item = replace(before, title=title, places=item.places, story=story, revision=before.revision + 1)
        newest = max((each.seen for each, _, _ in known.values()), default=seen)
        held = [entry for entry in known.values() if entry[0].seen >= newest - SPAN]
        chance.shuffle(held)
        rebuilt = a_window()
        for each, story, placement in held:
            rebuilt.add(each, story, rebuilt.telling(each, placement))
        assert len(lived) == len(rebuilt) == len(held)
        placement = lived.decide(item)
        assert placement == rebuilt.decide(item)
        told_so = lived.telling(item, placement)
        assert lived.evidence(told_so, placement) == rebuilt.evidence(told_so, placement)
        known[item.id] = item, item.id if placement.story is None else placement.story, placement
        lived.add(item, known[item.id][1], told_so)


def test_a_large_story_and_a_common_word_cost_no_more_than_others() -> None:
    """A few milliseconds; the bound is for slow machines."""
    window, chance = a_window(), Random(1)
    words = [f"word{number}" for number in range(500)]
    for number in range(1, 601):
        text = " ".join(chance.choices(words, k=40))
        filed(window, told(number, f"Army stops an advance near Hama, report {number} says", text=text), number % 3 + 1)
    item = told(2000, "Army stops an advance near Hama, ministry says", text=" ".join(words[:40]))
    began = time.process_time()
    window.decide(item)
    assert time.process_time() - began < 0.2


@given(st.text(), st.text(), st.sampled_from(("", "en", "ar", "zh", "xx")))
def test_no_text_whatever_is_an_error(title: str, text: str, language: str) -> None:
    window = after(told(1, BLAST))
    for number, item in enumerate((told(2, title, text=text, language=language), told(3, title, text=BLAST)), 2):
        placement = window.decide(item)
        filed(window, item, placement.story or number)
    assert len(window) == 3


# ---- evidence


def evidence(window: Window, item: Item) -> Evidence:
    placement = window.decide(item)
    return window.evidence(window.telling(item, placement), placement)


def test_a_story_has_as_many_sources_as_outlets_tell_it_or_carry_it() -> None:
    window = after(an_item(1))
    assert evidence(a_window(), an_item(1)) == Evidence(sources=1)
    assert evidence(window, an_item(2, outlet=MAYADEEN)) == Evidence(sources=2)
    filed(window, an_item(2, outlet=MAYADEEN), 1)
    assert evidence(window, an_item(3, outlet=MAYADEEN)).sources == 2
    assert evidence(window, an_item(3, outlet=Outlet("x", "X"), carriers=(Outlet("y", "Y"), SANA))).sources == 4
    assert evidence(window, an_item(3, title="Bread is cheaper in Damascus")).sources == 1


def test_a_revision_takes_the_place_of_what_it_revises() -> None:
    window = after(an_item(1, title="Army denies that it lost Hama"))
    assert evidence(window, an_item(1, title="Army lost Hama", story=1, revision=1)) == Evidence(sources=1, update=True)


def test_a_story_is_denied_by_one_and_unconfirmed_by_all() -> None:
    hedged, denied = "Army reportedly lost the city of Hama", "Ministry reportedly denied that Hama fell"
    assert evidence(a_window(), an_item(1, title=hedged)) == Evidence(unconfirmed=True)
    assert evidence(a_window(), an_item(1, title=denied)) == Evidence(denied=True)
    window = after(an_item(1, title=hedged))
    assert window.known(1) == Evidence(unconfirmed=True)
    assert window.known(2) is None
    assert window.known(None) is None
    update = Placement(1, Relation.UPDATE, "")
    assert window.evidence(window.telling(an_item(2, title=denied), update), update) == Evidence(
        denied=True, unconfirmed=True, update=True
    )
    filed(window, an_item(2, outlet=MAYADEEN, title=hedged), 1)
    assert not evidence(window, an_item(1, title="Army lost Hama", story=1)).unconfirmed
    assert evidence(window, an_item(3, title=hedged, outlet=Outlet("x", "X"))).unconfirmed


def test_what_is_forgotten_is_no_evidence() -> None:
    window = after(told(1, BLAST))
    filed(window, told(2, "Bread is cheaper in Damascus", seen=NOW + SPAN + timedelta(hours=1)), 2)
    assert len(window) == 1
    assert window.known(1) is None
    assert evidence(window, told(1, BLAST, story=1)).sources == 1
