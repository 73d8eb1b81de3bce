"""How many alerts a chat gets one by one, and when the rest comes."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.alerts.budget import (
    LATE,
    TOO_MUCH,
    Backlog,
    Budget,
    Fold,
    Outage,
    Waiting,
    fold,
    folded,
    recent,
)
from bot.core.model import Hours
from tests.core.nouns import NOW

MINUTE = timedelta(minutes=1)
BUDGET = Budget(most=3, within=10 * MINUTE)
OUTAGE = Outage(NOW - timedelta(hours=4), NOW - MINUTE)


def waiting(number: int, owed: timedelta = timedelta(), published: timedelta = timedelta()) -> Waiting:
    return Waiting(number, NOW - owed, NOW - max(owed, published))


def backlog(*several: Waiting, sent: tuple[int, ...] = (), late: int = 0, hours: Hours = Hours()) -> Backlog:  # noqa: B008 - a plain value
    """`sent`: how many minutes ago."""
    return Backlog(hours, several, [NOW - minutes * MINUTE for minutes in sent], late)


def test_while_there_is_room_alerts_are_sent_one_by_one_however_many_wait() -> None:
    many = [waiting(number) for number in range(50)]
    assert fold(backlog(*many, sent=(1, 2)), BUDGET, None, NOW) is None
    assert fold(backlog(*many, sent=(1, 2, 10, 11)), BUDGET, None, NOW) is None


def test_when_the_budget_is_spent_all_that_waits_is_held_until_there_is_room() -> None:
    spent = backlog(waiting(1), waiting(2), sent=(1, 2, 9, 10))
    assert fold(spent, BUDGET, None, NOW) == Fold((1, 2), NOW + MINUTE, TOO_MUCH)
    over = backlog(waiting(1), sent=(1, 2, 3, 9))
    assert fold(over, BUDGET, None, NOW) == Fold((1,), NOW + 7 * MINUTE, TOO_MUCH)
    assert fold(backlog(sent=(1, 2, 3)), BUDGET, None, NOW) is None


def test_what_is_folded_in_the_night_comes_in_the_morning() -> None:
    hours = Hours(quiet=(time(14, 10), time(16)))
    spent = backlog(waiting(1), sent=(1, 2, 3), hours=hours)
    assert fold(spent, BUDGET, None, NOW) == Fold((1,), NOW.replace(hour=16, minute=0), TOO_MUCH)


def test_three_that_are_late_are_folded_and_fewer_are_not() -> None:
    late = [waiting(number, owed=30 * MINUTE) for number in (1, 2, 3)]
    assert fold(backlog(*late, waiting(4)), BUDGET, None, NOW) == Fold((1, 2, 3), NOW, LATE)
    assert fold(backlog(*late[:2], waiting(4)), BUDGET, None, NOW) is None
    assert fold(backlog(*(waiting(each, owed=29 * MINUTE) for each in (1, 2, 3))), BUDGET, None, NOW) is None


def test_news_of_an_outage_is_gathered_for_a_while_and_then_told_of_together() -> None:
    news = [waiting(1, published=30 * MINUTE), waiting(2, owed=2 * MINUTE), waiting(3, published=2 * MINUTE)]
    assert fold(backlog(*news, waiting(4)), BUDGET, OUTAGE, NOW) == Fold(
        (1, 2, 3), NOW + MINUTE, "offline 10:05–14:04"
    )  # fmt: skip
    later = Outage(OUTAGE.since, NOW - 5 * MINUTE)
    longer = [waiting(number, published=9 * MINUTE) for number in (1, 2, 3)]
    found = fold(backlog(*longer), BUDGET, later, NOW)
    assert found is not None
    assert found.until == NOW


def test_what_comes_after_some_were_folded_joins_them() -> None:
    assert fold(backlog(waiting(1, published=9 * MINUTE), late=2), BUDGET, OUTAGE, NOW) is not None
    assert fold(backlog(waiting(1, published=9 * MINUTE), late=1), BUDGET, OUTAGE, NOW) is None
    assert fold(backlog(waiting(1), late=5), BUDGET, OUTAGE, NOW) is None


def test_an_outage_is_told_by_the_chats_clock_with_the_dates_where_there_are_two() -> None:
    news = [waiting(number, published=9 * MINUTE) for number in (1, 2, 3)]
    here = fold(backlog(*news, hours=Hours("Asia/Damascus")), BUDGET, OUTAGE, NOW)
    usual = fold(backlog(*news), Budget(zone=ZoneInfo("Pacific/Auckland")), Outage(NOW - 5 * 60 * MINUTE, NOW), NOW)
    assert here is not None
    assert usual is not None
    assert here.why == "offline 13:05–17:04"
    assert usual.why == "offline 23 Nov 22:05–24 Nov 03:05"


def test_an_outage_is_forgotten_when_all_its_news_must_have_come() -> None:
    assert recent(OUTAGE, NOW) == OUTAGE
    assert recent(OUTAGE, OUTAGE.until + 31 * MINUTE) is None
    assert recent(None, NOW) is None


@pytest.mark.parametrize(
    ("why", "is_so"),
    [(TOO_MUCH, True), (LATE, True), ("offline 02:10–06:40", True), ("daily digest 08:00", False), ("", False)],
)
def test_it_can_be_told_what_was_folded(why: str, is_so: bool) -> None:  # noqa: FBT001 - of a table
    assert folded(why) is is_so


@given(st.lists(st.integers(0, 1_200), max_size=40), st.integers(1, 12))
def test_a_chat_that_is_written_to_when_there_is_room_gets_no_more_than_its_budget_in_any_window(
    gaps: list[int], most: int
) -> None:
    """However alerts come: each is sent at once, or all that wait in one digest when the fold says so."""
    budget, now, sent = Budget(most), NOW, list[datetime]()
    due: datetime | None = None
    for gap in gaps:
        now += timedelta(seconds=gap)
        if due is not None and due <= now:
            sent.append(due)
            due = None
        found = fold(Backlog(Hours(), [Waiting(1, now, now)], sent), budget, None, now)
        if found is None:
            sent.append(now)
        else:
            assert due in {None, found.until}
            due = found.until
    for time_ in sent:
        assert sum(time_ - budget.within < other <= time_ for other in sent) <= most
