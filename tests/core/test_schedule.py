"""When sources are polled next."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.cadence import observed
from bot.core.model import Outlet, Record, Source
from bot.core.outcome import Failed, Read, ReadOutcome, Rest, Unchanged
from bot.core.schedule import Tempo, next_poll, share
from tests.core.nouns import NOW

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
TEMPO = Tempo(floor=MINUTE, ceiling=HOUR)


def source(seed: str = "1", record: Record | None = None, failures: int = 0) -> Source:
    return Source(1, Outlet("a", "A"), "feed", seed, failures=failures, record=record or Record())


def wait(
    outcome: ReadOutcome, of: Source | None = None, *, failures: int = 0, tempo: Tempo = TEMPO, now: datetime = NOW
) -> timedelta:
    return next_poll(replace(of or source(), failures=failures), outcome, tempo, now) - now


def publishing(gap: timedelta, for_: timedelta) -> Record:
    """What is known of a source that has published every `gap`, `for_` so long."""
    return observed(Record(), [NOW - number * gap for number in range(1, for_ // gap + 1)], NOW)


# ---- by cadence


@pytest.mark.parametrize(
    ("gap", "minutes"),
    [(timedelta(minutes=3), 1), (timedelta(minutes=12), 2), (timedelta(hours=5), 10), (timedelta(days=7), 58)],
)
def test_the_interval_grows_with_the_root_of_the_gap(gap: timedelta, minutes: int) -> None:
    steady = publishing(gap, for_=60 * DAY)
    longest = max(wait(Unchanged(), source(str(seed), steady), tempo=Tempo(MINUTE / 60, HOUR)) for seed in range(40))
    assert longest == pytest.approx(minutes * MINUTE, rel=0.2)


def test_a_burst_is_followed_at_once_and_the_habit_returns_when_it_is_over() -> None:
    daily = publishing(DAY, for_=30 * DAY)
    crisis = observed(daily, [NOW - number * 3 * MINUTE for number in range(20)], NOW)
    calm = wait(Unchanged(), source(record=daily))
    assert wait(Unchanged(), source(record=crisis)) < 2 * MINUTE < calm / 5
    later = NOW + 12 * HOUR
    assert wait(Unchanged(), source(record=crisis), now=later) == pytest.approx(calm, rel=0.6)


def test_a_source_of_which_nothing_is_known_is_polled_as_if_it_published_hourly() -> None:
    assert 3 * MINUTE < wait(Read(())) < 5 * MINUTE


def test_a_source_that_says_nothing_is_polled_ever_less_up_to_the_ceiling() -> None:
    started = observed(Record(), (), NOW - 30 * DAY)
    assert wait(Unchanged(), source(record=started)) > 30 * MINUTE
    assert wait(Unchanged(), source(record=started), tempo=Tempo(MINUTE, 10 * MINUTE)) <= 10 * MINUTE


def test_sources_are_spread_and_each_keeps_its_place() -> None:
    assert len({wait(Read(()), source(str(number))) for number in range(50)}) == 50
    assert wait(Read(()), source("7")) == wait(Read(()), source("7"))


def test_nothing_is_polled_more_often_than_the_floor() -> None:
    busy = publishing(timedelta(seconds=5), for_=HOUR)
    assert wait(Read(()), source(record=busy)) == MINUTE
    assert wait(Failed("down"), failures=1, tempo=Tempo(HOUR, HOUR)) >= HOUR


# ---- by what publishers ask for


def test_a_publisher_may_ask_for_more_time_up_to_an_hour() -> None:
    assert wait(Read((), wait=timedelta(minutes=30))) == timedelta(minutes=30)
    assert wait(Unchanged(wait=timedelta(days=3))) == HOUR
    assert wait(Unchanged(wait=timedelta(seconds=1))) == wait(Unchanged())


def test_a_publisher_at_rest_is_polled_when_it_is_at_work_again_but_within_an_hour() -> None:
    quiet = Rest(hours=frozenset({NOW.hour}))
    due = NOW + wait(Read((), rest=quiet), now=NOW)
    assert due == (NOW + HOUR).replace(minute=0, second=0, microsecond=0)
    assert wait(Read((), rest=Rest(hours=frozenset(range(24))))) == HOUR
    assert wait(Read((), rest=Rest(days=frozenset({NOW.weekday()})))) == HOUR


def test_rest_at_other_times_changes_nothing() -> None:
    elsewhere = Rest(frozenset({(NOW.hour + 5) % 24}), frozenset({(NOW.weekday() + 3) % 7}))
    assert wait(Read((), rest=elsewhere)) == wait(Read(()))


# ---- after failures


def test_failures_double_the_wait_up_to_a_day() -> None:
    for failures, minutes in ((1, 5), (2, 10), (3, 20), (5, 80)):
        due = wait(Failed("down"), failures=failures)
        assert timedelta(minutes=minutes) * 0.8 <= due <= timedelta(minutes=minutes) * 1.2
    assert wait(Failed("down"), failures=40) >= timedelta(hours=24) * 0.8


def test_a_refusal_says_itself_how_long_to_wait() -> None:
    assert wait(Failed("403", wait=timedelta(hours=4)), failures=1) == timedelta(hours=4)
    assert wait(Failed("429", wait=timedelta(days=365)), failures=1) == timedelta(hours=24)


def test_a_host_that_is_left_alone_is_asked_when_that_is_over() -> None:
    assert wait(Failed("left alone", wait=timedelta(minutes=7), put_off=True)) == timedelta(minutes=7)
    assert wait(Failed("left alone", wait=timedelta(0), put_off=True)) == MINUTE


@given(st.integers(0, 10_000), st.timedeltas(min_value=timedelta(0)), st.text())
def test_no_failure_puts_a_source_off_for_more_than_a_day(failures: int, asked: timedelta, seed: str) -> None:
    assert MINUTE <= wait(Failed("down", wait=asked), source(seed), failures=failures) <= timedelta(hours=24)


@given(st.text())
def test_a_share_is_a_part_of_one(seed: str) -> None:
    assert 0 <= share(seed) < 1
