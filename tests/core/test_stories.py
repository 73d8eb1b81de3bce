"""Which items are copies, and what the desk remembers."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.model import Evidence, Item, Outlet, Relation
from bot.core.stories import Placement, Window
from bot.core.stories.telling import telling
from tests.core.nouns import MAYADEEN, NOW, SANA, TITLE, an_item

TEXT = "Units held their positions overnight, a source said."


def add(window: Window, item: Item, story: int, copy_of: int | None = None) -> None:
    window.add(item, story, telling(item, copy_of))


def after(*items: Item) -> Window:
    window = Window()
    for item in items:
        add(window, item, item.id)
    return window


def test_the_same_words_of_another_outlet_are_a_copy() -> None:
    window = after(an_item(1, text=TEXT))
    placement = window.decide(an_item(2, outlet=MAYADEEN, title=TITLE.upper(), text=f"  {TEXT}"))
    assert (placement.story, placement.relation, placement.copy_of) == (1, Relation.COPY, 1)
    assert placement.reason == "word for word what SANA English published"


def test_a_copy_of_a_copy_joins_the_story_of_the_first() -> None:
    window = after(an_item(1))
    add(window, an_item(2, outlet=MAYADEEN), 1)
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
    ("item", "reason"),
    [
        (an_item(2), "no other outlet published these words"),
        (an_item(2, outlet=MAYADEEN, text="More."), "no other outlet published these words"),
        (an_item(2, outlet=MAYADEEN, title="Death toll in Hama rises to 40"), "no other outlet published these words"),
        (an_item(2, outlet=MAYADEEN, title="Weather for Hama today"), "a title of fewer than 5 words proves no copy"),
    ],
)
def test_everything_else_opens_a_story_and_says_why(item: Item, reason: str) -> None:
    window = after(an_item(1), an_item(9, outlet=SANA, title="Weather for Hama today"))
    placement = window.decide(item)
    assert (placement.story, placement.relation, placement.reason) == (None, Relation.NEW, reason)


@pytest.mark.parametrize(
    "named",
    [
        {"title": "Live: fighting goes on around the city of Hama"},
        {"title": "Syria war live updates: army enters the city"},
        {"title": "Battle for Hama, day five, as it happened"},
        {"title": "Liveticker zur Lage in Syrien und im Libanon"},
        {"title": "Guerre en Syrie, en direct : la ville de Hama encerclée"},
        {"title": "الحرب في سوريا لحظة بلحظة من مدينة حماة"},
        {"title": "Война в Сирии, прямая трансляция из города Хама"},
        {"title": "Suriye'de son durum canlı blog Hama Humus Halep"},
        {"title": "המלחמה בסוריה: עדכונים שוטפים מהעיר חמה"},
        {"url": "https://example.org/news/live/2026/syria"},
    ],
)
def test_live_blogs_are_never_copies(named: dict[str, str]) -> None:
    window = after(an_item(1, **named))
    placement = window.decide(an_item(2, outlet=MAYADEEN, **named))
    assert (placement.story, placement.reason) == (None, "live blogs and series repeat their titles")


def test_people_may_live_without_a_live_blog() -> None:
    title = "Families live in tents outside of Hama"
    assert after(an_item(1, title=title)).decide(an_item(2, outlet=MAYADEEN, title=title)).story == 1


def test_an_item_that_was_edited_stays_in_its_story() -> None:
    placement = Window().decide(an_item(1, revision=1, story=7))
    assert (placement.story, placement.relation, placement.copy_of) == (7, Relation.REPEAT, None)


def test_a_copy_that_was_edited_is_still_a_copy() -> None:
    window = after(an_item(1))
    add(window, an_item(2, outlet=MAYADEEN), 1, copy_of=1)
    assert window.decide(an_item(2, outlet=MAYADEEN, title=f"{TITLE}!!", revision=1, story=1)).copy_of == 1


def test_an_edited_item_is_known_by_its_new_words() -> None:
    window = after(an_item(1), an_item(1, title="Army retreats to the north of Hama", revision=1))
    assert len(window) == 1
    assert window.decide(an_item(2, outlet=MAYADEEN)).story is None
    assert window.decide(an_item(2, outlet=MAYADEEN, title="Army retreats to the north of Hama")).story == 1


def test_words_are_forgotten_after_three_days() -> None:
    first = an_item(1, seen=NOW - timedelta(hours=72))
    assert after(first).decide(an_item(2, outlet=MAYADEEN, seen=NOW)).story == 1
    assert after(first).decide(an_item(2, outlet=MAYADEEN, seen=NOW + timedelta(seconds=1))).story is None
    assert (
        len(after(first, an_item(2, title="Another story altogether from Homs", seen=NOW + timedelta(seconds=1)))) == 1
    )


items = st.builds(
    lambda outlet, words, minutes: (Outlet(outlet, outlet), f"Army says the town is {words}", minutes),
    st.sampled_from("abc"),
    st.sampled_from(("quiet", "taken", "lost")),
    st.integers(0, 60 * 40),
)


@given(st.lists(items, max_size=12))
def test_a_window_built_anew_decides_like_the_one_that_went_on(drawn: list[tuple[Outlet, str, int]]) -> None:
    lived, seen = Window(), NOW
    filed: list[tuple[Item, int]] = []
    for number, (outlet, title, minutes) in enumerate(drawn, start=1):
        seen += timedelta(minutes=minutes)
        item = an_item(number, outlet=outlet, title=title, seen=seen)
        rebuilt = Window()
        for known, story in filed:
            if known.seen >= seen - timedelta(hours=72):
                add(rebuilt, known, story)
        placement = lived.decide(item)
        assert placement == rebuilt.decide(item)
        filed.append((item, placement.story or number))
        add(lived, *filed[-1])
        assert len(lived) == sum(known.seen >= seen - timedelta(hours=72) for known, _ in filed)


def evidence(window: Window, item: Item) -> Evidence:
    placement = window.decide(item)
    return window.evidence(telling(item, placement.copy_of), placement)


def test_a_story_has_as_many_sources_as_outlets_tell_it_or_carry_it() -> None:
    window = after(an_item(1))
    assert evidence(Window(), an_item(1)) == Evidence(sources=1)
    assert evidence(window, an_item(2, outlet=MAYADEEN)) == Evidence(sources=2)
    add(window, an_item(2, outlet=MAYADEEN), 1)
    assert evidence(window, an_item(3, outlet=MAYADEEN)).sources == 2
    assert evidence(window, an_item(3, outlet=Outlet("x", "X"), carriers=(Outlet("y", "Y"), SANA))).sources == 4
    assert evidence(window, an_item(3, title="Nothing of all this concerns Hama")).sources == 1


def test_a_revision_takes_the_place_of_what_it_revises() -> None:
    window = after(an_item(1, title="Army denies that it lost Hama"))
    assert evidence(window, an_item(1, title="Army lost Hama", story=1)) == Evidence(sources=1)


def test_a_story_is_denied_by_one_and_unconfirmed_by_all() -> None:
    hedged, denied = "Army reportedly lost the city of Hama", "Army reportedly denied that Hama fell"
    assert evidence(Window(), an_item(1, title=hedged)) == Evidence(unconfirmed=True)
    assert evidence(Window(), an_item(1, title=denied)) == Evidence(denied=True)
    window = after(an_item(1, title=hedged))
    assert window.known(1) == Evidence(unconfirmed=True)
    assert window.known(2) is None
    assert window.known(None) is None
    update = Placement(1, Relation.UPDATE, "")
    assert window.evidence(telling(an_item(2, title=denied)), update) == Evidence(
        denied=True, unconfirmed=True, update=True
    )
    sure = an_item(1, title="Army lost Hama", story=1)
    add(window, an_item(2, outlet=MAYADEEN, title=hedged), 1)
    assert not evidence(window, sure).unconfirmed
    assert evidence(window, an_item(3, title=hedged, outlet=Outlet("x", "X"))).unconfirmed


def test_what_is_forgotten_is_no_evidence() -> None:
    window = after(an_item(1))
    add(window, an_item(2, outlet=MAYADEEN, seen=NOW + timedelta(hours=80), title="Something else happened in Homs"), 2)
    assert len(window) == 1
    assert evidence(window, an_item(1, story=1)).sources == 1
    assert vars(window)["_by_story"].keys() == {2}
