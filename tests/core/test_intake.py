"""What an entry is to what was shown before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.intake import Carried, Decision, Known, New, Reading, Revised, Same, Step, decide, key, mark, newest
from bot.core.intake.deciding import AHEAD, LEAST_SURGE, MOST_ITEMS, OLD, REFRESH, SURGE, published
from bot.core.intake.identity import MOST_MARKS
from bot.core.model import Entry

NOW = datetime(2026, 12, 2, 14, 2, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def entry(number: int = 1, **more: object) -> Entry:
    told = {"guid": f"g{number}", "url": f"https://news.example/{number}", "title": f"Title {number}", "text": "Words."}
    return Entry(**{**told, **more})  # type: ignore[arg-type]


def known(told: Entry, item: int | None = 1, source: int = 1, **more: object) -> Known:
    it = mark(told)
    shown = {"source": source, "key": it.key, "link": it.link, "title": it.title, "words": it.words}
    kept = {"item": item, "owner": source if item is not None else None, "last_seen": NOW}
    return Known(**{**shown, **kept, **more})  # type: ignore[arg-type]


def steps(entries: Sequence[Entry], *before: Known, first: bool = False, now: datetime = NOW) -> list[Step]:
    return list(decision(entries, *before, first=first, now=now).steps)


def decision(
    entries: Sequence[Entry],
    *before: Known,
    first: bool = False,
    heard: datetime | None = None,
    read_at: datetime | None = NOW - HOUR,
    now: datetime = NOW,
) -> Decision:
    reading = Reading(1, first=first, heard=heard, read_at=None if first else read_at)
    return decide(reading, [(mark(each), each) for each in newest(entries, now)], before, now)


def step(told: Entry, *before: Known, first: bool = False, now: datetime = NOW) -> Step:
    (only,) = steps([told], *before, first=first, now=now)
    return only


# ---- identity


def test_the_guid_comes_before_the_link_and_the_link_before_the_title() -> None:
    assert key(entry(1)) == key(entry(2, guid="g1"))
    assert key(entry(1, guid=" ")) == key(entry(1, guid="", title="Other"))
    assert key(entry(1, guid="", url="")) == key(entry(2, guid="", url="", title="  Title\n 1 "))
    assert len({key(entry(1)), key(entry(1, guid="")), key(entry(1, guid="", url=""))}) == 3


def test_tracking_parameters_do_not_make_another_link() -> None:
    assert mark(entry(1)).link == mark(entry(1, url="http://www.news.example/1/?utm_source=rss#top")).link


@pytest.mark.parametrize("url", ["", "https://news.example", "http://news.example/", "no address", "http://[bad"])
def test_a_link_that_names_no_page_tells_nothing(url: str) -> None:
    assert mark(entry(url=url)).link == ""


@given(st.text(), st.text(), st.text(), st.text())
def test_a_key_has_128_bits_whatever_the_entry_says(guid: str, url: str, title: str, text: str) -> None:
    told = Entry(guid, url, title, text)
    assert len(key(told)) == 32
    assert int(key(told), 16) >= 0
    assert key(told) == mark(told).key != mark(told).again


# ---- new


def test_an_entry_never_seen_is_new() -> None:
    assert step(entry()) == New(mark(entry()), entry(), NOW, quiet=False)


def test_all_is_quiet_when_a_source_is_read_first() -> None:
    assert [each.quiet for each in steps([entry(1), entry(2)], first=True) if isinstance(each, New)] == [True, True]


def test_empty_guids_do_not_make_two_entries_one() -> None:
    assert len(steps([entry(1, guid=""), entry(2, guid=""), entry(3, guid="", url=""), entry(4, guid="", url="")])) == 4


def test_a_guid_that_all_entries_share_does_not_make_them_one() -> None:
    shared = [entry(number, guid="feed") for number in range(3)]
    first = steps(shared)
    new = [each for each in first if isinstance(each, New)]
    assert new == first
    remembered = [known(each.entry, number, key=each.mark.key) for number, each in enumerate(new)]
    assert {type(each) for each in steps(shared[::-1], *remembered)} == {Same}


def test_two_entries_with_the_same_key_are_one_item() -> None:
    assert steps([entry(1), entry(1, text="Other words.")]) == [New(mark(entry(1)), entry(1), NOW, quiet=False)]


def test_the_oldest_comes_first() -> None:
    dated = [entry(number, published=NOW - number * HOUR) for number in (2, 0, 1)]
    assert [each.mark.key for each in steps(dated)] == [key(entry(number)) for number in (2, 1, 0)]


def test_undated_entries_come_in_the_documents_order() -> None:
    assert [each.mark.key for each in steps([entry(1), entry(2)])] == [key(entry(2)), key(entry(1))]


def test_beyond_the_newest_entries_are_only_remembered() -> None:
    many = [entry(number) for number in range(MOST_MARKS + 10)]
    decided = steps(many)
    assert len(decided) == MOST_MARKS
    assert [each.mark.key for each in decided if isinstance(each, New)] == [
        key(each) for each in reversed(many[:MOST_ITEMS])
    ]
    assert {each for each in decided if not isinstance(each, New)} == {
        Carried(mark(each), None) for each in many[MOST_ITEMS:MOST_MARKS]
    }


# ---- known


def test_an_entry_seen_before_is_the_same() -> None:
    assert step(entry(), known(entry())) == Same(mark(entry()), stale=False)


def test_the_time_last_seen_is_refreshed_once_a_day() -> None:
    assert step(entry(), known(entry()), now=NOW + REFRESH) == Same(mark(entry()), stale=True)


@pytest.mark.parametrize("edit", [{"title": "Mended"}, {"text": "More words."}])
def test_other_words_under_a_key_are_a_revision(edit: dict[str, str]) -> None:
    edited = entry(**edit)
    assert step(edited, known(entry(), 7)) == Revised(mark(edited), edited, 7)


def test_spaces_are_no_revision() -> None:
    assert step(entry(text=" Words.\n"), known(entry())) == Same(mark(entry()), stale=False)


def test_a_new_link_under_a_known_title_is_no_news() -> None:
    moved = entry(url="https://news.example/moved")
    assert step(moved, known(entry())) == Same(mark(moved), stale=True)


def test_a_key_with_a_new_link_and_a_new_title_is_another_publication() -> None:
    other = entry(2, guid="g1")
    assert step(other, known(entry())) == New(replace(mark(other), key=mark(other).again), other, NOW, quiet=False)


def test_what_a_guid_was_used_for_again_is_known_when_it_slides_back() -> None:
    other = entry(2, guid="g1")
    again = known(other, 2, key=mark(other).again)
    decided = steps([other, entry()], known(entry()), again)
    assert [(type(each), each.mark.key) for each in decided] == [(Same, key(entry())), (Same, again.key)]


def test_a_known_key_without_an_item_is_still_known() -> None:
    assert step(entry(title="Mended"), known(entry(), None)) == Same(mark(entry(title="Mended")), stale=True)


def test_a_source_does_not_change_the_words_of_another_sources_item() -> None:
    edited = entry(title="As we call it")
    assert step(edited, known(entry(), 1, owner=2)) == Same(mark(edited), stale=True)


# ---- the same link


def test_a_link_known_from_another_source_is_carried() -> None:
    mine = entry(guid="mine", title="As we call it")
    assert step(mine, known(entry(), 7, source=2)) == Carried(mark(mine), 7)


def test_a_link_known_and_forgotten_is_no_news() -> None:
    assert step(entry(guid="mine"), known(entry(), None, source=2)) == Carried(mark(entry(guid="mine")), None)


def test_an_item_quiet_only_for_another_source_is_woken() -> None:
    quiet = known(entry(), 7, source=2, quiet=True)
    assert step(entry(), quiet) == Carried(mark(entry()), 7, wake=True)
    assert step(entry(), quiet, first=True) == Carried(mark(entry()), 7)


def test_an_own_quiet_item_stays_quiet_under_a_new_guid() -> None:
    again = entry(guid="g1#1")
    both = known(entry(), 7, quiet=True), known(entry(), 7, source=2, owner=1, quiet=True)
    assert step(again, *both) == Carried(mark(again), 7)


def test_a_new_guid_with_the_same_link_and_other_words_is_a_revision() -> None:
    again = entry(guid="g1#1", title="Mended")
    assert step(again, known(entry(), 7)) == Revised(mark(again), again, 7)


def test_a_link_that_several_entries_lead_to_makes_them_no_less_new() -> None:
    live = [entry(number, url="https://news.example/live") for number in (1, 2)]
    assert [type(each) for each in steps(live, known(entry(3, url="https://news.example/live"), 7, source=2))] == [
        New,
        New,
    ]


def test_two_guids_of_one_link_and_title_are_decided_alike() -> None:
    twins = [entry(1), entry(1, guid="twin")]
    assert steps(twins, known(entry(guid="theirs"), 7, source=2)) == [
        Carried(mark(each), 7) for each in reversed(twins)
    ]


# ---- much at once


def aged(first: int, number: int, age: timedelta | None = 5 * REFRESH) -> list[Entry]:
    published = None if age is None else NOW - age
    return [entry(each, published=published) for each in range(first, first + number)]


def announced(entries: Sequence[Entry], *before: Known) -> int:
    return sum(isinstance(each, New) and not each.quiet for each in steps(entries, *before))


def all_known(entries: Sequence[Entry]) -> list[Known]:
    return [known(each, number) for number, each in enumerate(entries)]


def test_an_archive_under_other_names_is_recorded_quietly() -> None:
    assert announced(aged(0, 50)) == 0


def test_more_old_entries_than_any_newsroom_adds_by_hand_are_a_surge_however_long_the_document() -> None:
    shown = aged(100, 100)
    assert announced([*aged(0, SURGE), *shown], *all_known(shown)) == SURGE
    assert announced([*aged(0, SURGE + 1), *shown], *all_known(shown)) == 0


def test_a_document_that_is_for_the_greater_part_new_and_old_is_a_surge() -> None:
    shown = aged(100, 6)
    assert announced([*aged(0, 6), *shown], *all_known(shown)) == 6
    assert announced([*aged(0, 7), *shown], *all_known(shown)) == 0


def test_a_few_late_entries_are_announced() -> None:
    assert announced(aged(0, LEAST_SURGE - 1)) == LEAST_SURGE - 1


def test_recent_and_undated_entries_are_announced_whatever_comes_with_them() -> None:
    assert announced([*aged(0, 50), *aged(100, 30, OLD), *aged(200, 30, None)]) == 60


def test_an_old_entry_wakes_no_quiet_item_of_another_source() -> None:
    (late,), (lately,) = aged(1, 1), aged(1, 1, OLD)
    quiet = known(entry(), 7, source=2, quiet=True)
    assert step(late, quiet) == Carried(mark(late), 7)
    assert step(lately, quiet) == Carried(mark(lately), 7, wake=True)


# ---- time


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        (None, NOW),
        (NOW - HOUR, NOW - HOUR),
        (NOW + AHEAD, NOW + AHEAD),
        (NOW + AHEAD + timedelta(seconds=1), NOW),
        (datetime(1970, 1, 1, tzinfo=UTC), NOW),
        (datetime.min.replace(tzinfo=UTC), NOW),
        (datetime.max.replace(tzinfo=UTC), NOW),
    ],
)
def test_a_date_is_believed_where_it_can_be(told: datetime | None, kept: datetime) -> None:
    assert published(entry(published=told), NOW) == kept


# ---- always


ENTRIES = st.builds(
    Entry,
    *(
        st.sampled_from(["", "a", "b"]),
        st.sampled_from(["", "https://n.example/1", "https://n.example/2"]),
        st.sampled_from("xyz"),
    ),
)


@given(st.lists(ENTRIES, max_size=6))
def test_a_document_read_twice_brings_nothing_the_second_time(entries: list[Entry]) -> None:
    decided = steps(entries)
    assert len({each.mark.key for each in decided}) == len(decided)
    remembered = [
        Known(1, each.mark.key, each.mark.link, each.mark.title, each.mark.words, NOW, number, 1)
        for number, each in enumerate(decided)
    ]
    assert {type(each) for each in steps(entries, *remembered)} <= {Same}


# ---- the ways of one outlet


def sibling(told: Entry, item: int | None = 7, **more: object) -> Known:
    return known(told, item, source=2, sibling=True, **more)


def test_one_outlet_shows_a_publication_once_by_whatever_way() -> None:
    told = entry(1, title="Army says it stopped an advance")
    by_guid = entry(1, guid="g1", url="https://other.example/1", title=told.title, published=NOW - 5 * DAY)
    by_title = entry(2, guid="t.me/1", url="https://t.me/sana/1", title=told.title)
    assert step(by_guid, sibling(told)) == Carried(mark(by_guid), 7)
    assert step(by_title, sibling(told)) == Carried(mark(by_title), 7)
    assert isinstance(step(by_title, known(told, 7, source=2)), New)


def test_a_title_is_used_again_the_next_day() -> None:
    daily = entry(2, guid="w2", url="https://t.me/sana/2", title="Morning briefing", published=NOW)
    for apart, kind in ((DAY, New), (HOUR, Carried)):
        before = sibling(entry(1, title=daily.title), published=NOW - apart)
        assert isinstance(step(daily, before), kind)
        assert isinstance(step(daily, replace(before, published=None, last_seen=NOW - apart)), kind)


def test_two_ways_may_count_alike_and_mean_different_things() -> None:
    told, other = entry(1, guid="1001"), entry(2, guid="1001", published=NOW - 5 * DAY)
    assert isinstance(step(other, sibling(told)), New)


def test_another_way_wakes_nothing_that_was_quiet_in_this_outlet() -> None:
    assert step(entry(), sibling(entry(), quiet=True)) == Carried(mark(entry()), 7)


def test_what_takes_over_announces_what_came_after_the_other_was_heard() -> None:
    shown = [entry(1, published=NOW - 3 * HOUR), entry(2, published=NOW - HOUR), entry(3)]
    first = decision(shown, first=True, heard=NOW - 2 * HOUR).steps
    assert {each.mark.key: each.quiet for each in first if isinstance(each, New)} == {
        key(entry(1)): True,
        key(entry(2)): False,
        key(entry(3)): True,
    }
    again = decision(shown, heard=NOW - 2 * HOUR).steps
    assert {each.mark.key: each.quiet for each in again if isinstance(each, New)} == {
        key(entry(1)): True,
        key(entry(2)): False,
        key(entry(3)): True,
    }


# ---- old things under new names


def renamed(number: int, **more: object) -> Entry:
    return entry(number, guid=f"new-{number}", url=f"https://moved.example/{number}", **more)


def test_a_source_that_renames_all_it_has_announces_nothing_twice() -> None:
    shown = [known(entry(number), number) for number in range(5)]
    found = decision([renamed(number) for number in range(5)], *shown)
    assert found.renewed
    assert [type(each) for each in found.steps] == [Carried] * 5


def test_what_came_with_the_renaming_is_announced_by_its_date() -> None:
    shown = [known(entry(number), number) for number in range(5)]
    fresh, stale = renamed(8, title="Fresh", published=NOW), renamed(9, title="Stale", published=NOW - 2 * HOUR)
    found = decision([fresh, stale, *(renamed(number) for number in range(5))], *shown)
    assert {each.entry.title: each.quiet for each in found.steps if isinstance(each, New)} == {
        "Fresh": False,
        "Stale": True,
    }


def test_what_others_have_shown_is_no_renaming_of_this_source() -> None:
    others = [known(entry(number), number, source=2) for number in range(6)]
    found = decision([entry(number, guid=f"new-{number}") for number in range(10)], *others)
    assert not found.renewed
    assert sum(isinstance(each, New) and not each.quiet for each in found.steps) == 4


def test_what_others_have_told_first_counts_as_publishing() -> None:
    carried = entry(1, guid="mine", published=NOW - HOUR)
    assert decision([carried], known(entry(1), 7, source=2)).arrived == (NOW - HOUR,)


def test_a_series_under_one_title_is_no_renaming() -> None:
    shown = [known(entry(number), number) for number in range(5)]
    briefing = entry(9, title="Title 1")
    found = decision([briefing, *(entry(number) for number in range(5))], *shown)
    assert not found.renewed
    assert [each.entry for each in found.steps if isinstance(each, New)] == [briefing]


def test_news_alone_are_no_renaming_however_many() -> None:
    shown = [known(entry(number), number) for number in range(5)]
    assert not decision([entry(number) for number in range(10, 20)], *shown).renewed


def test_a_date_ahead_is_noted_and_announced_once() -> None:
    early = entry(published=NOW + DAY)
    found = decision([early])
    assert (found.ahead, [each.published for each in found.steps if isinstance(each, New)]) == (True, [NOW])
    assert step(early, known(early)) == Same(mark(early), stale=False)


def test_what_arrives_is_dated_as_it_says_and_old_undated_things_do_not_count() -> None:
    shown = [entry(1), entry(2, published=NOW - HOUR)]
    assert decision(shown).arrived == (NOW - HOUR, NOW)
    assert decision(shown, first=True).arrived == (NOW - HOUR,)
