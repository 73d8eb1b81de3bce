"""When sources are polled next."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.core.outcome import Failed, Read, ReadOutcome, Unchanged
from bot.core.schedule import next_poll, share
from tests.core.nouns import NOW

EVERY, FLOOR = timedelta(minutes=10), timedelta(minutes=2)


def wait(outcome: ReadOutcome, failures: int = 0, seed: str = "1", every: timedelta = EVERY) -> timedelta:
    return next_poll(outcome, failures=failures, now=NOW, every=every, floor=FLOOR, seed=seed) - NOW


def test_a_good_poll_is_followed_by_one_within_the_interval() -> None:
    for seed in map(str, range(50)):
        assert EVERY * 0.75 <= wait(Read(()), seed=seed) <= EVERY
        assert wait(Unchanged(), seed=seed) == wait(Read(()), seed=seed)


def test_sources_are_spread_and_each_keeps_its_place() -> None:
    assert len({wait(Read(()), seed=str(number)) for number in range(50)}) == 50
    assert wait(Read(()), seed="7") == wait(Read(()), seed="7")


def test_a_publisher_may_ask_for_more_time_up_to_an_hour() -> None:
    assert wait(Read((), wait=timedelta(minutes=30))) == timedelta(minutes=30)
    assert wait(Unchanged(wait=timedelta(days=3))) == timedelta(hours=1)
    assert wait(Unchanged(wait=timedelta(seconds=1))) == wait(Unchanged())


def test_nothing_is_polled_more_often_than_the_floor() -> None:
    assert wait(Read(()), every=timedelta(seconds=1)) == FLOOR
    assert wait(Failed("down"), failures=1, every=timedelta(seconds=1)) >= FLOOR


def test_failures_double_the_wait_up_to_a_day() -> None:
    for failures, minutes in ((1, 5), (2, 10), (3, 20), (5, 80)):
        assert timedelta(minutes=minutes) * 0.8 <= wait(Failed("down"), failures) <= timedelta(minutes=minutes) * 1.2
    assert wait(Failed("down"), 40) >= timedelta(hours=24) * 0.8


def test_a_refusal_says_itself_how_long_to_wait() -> None:
    assert wait(Failed("403", wait=timedelta(hours=4)), 1) == timedelta(hours=4)
    assert wait(Failed("429", wait=timedelta(days=365)), 1) == timedelta(hours=24)


@given(st.integers(0, 10_000), st.timedeltas(min_value=timedelta(0)), st.text())
def test_no_failure_puts_a_source_off_for_more_than_a_day(failures: int, asked: timedelta, seed: str) -> None:
    assert FLOOR <= wait(Failed("down", wait=asked), failures, seed) <= timedelta(hours=24)


@given(st.text())
def test_a_share_is_a_part_of_one(seed: str) -> None:
    assert 0 <= share(seed) < 1
