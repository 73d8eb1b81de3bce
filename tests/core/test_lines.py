from __future__ import annotations

from datetime import UTC, datetime, timedelta
from statistics import mean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.lines import is_live, redial

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
NONE = timedelta(0)


@pytest.mark.parametrize(("failures", "longest"), [(1, 1), (2, 2), (3, 4), (9, 256), (10, 300), (1_000_000, 300)])
def test_each_failure_doubles_the_wait_up_to_five_minutes(failures: int, longest: float) -> None:
    waits = [redial(failures, NONE, f"process {number}").total_seconds() for number in range(200)]
    assert longest / 2 < min(waits) < longest * 0.6
    assert longest * 0.9 < max(waits) <= longest
    assert longest * 0.7 < mean(waits) < longest * 0.8


def test_those_who_were_cut_off_together_do_not_come_back_together() -> None:
    waits = {redial(5, NONE, f"process {number}") for number in range(100)}
    assert len(waits) == 100
    assert len({redial(failures, NONE, "me") / redial(failures, NONE, "you") for failures in range(1, 9)}) == 8


@given(st.integers(0, 100), st.timedeltas(NONE, timedelta(days=3)))
def test_a_server_is_left_alone_as_long_as_it_asks_but_not_for_days(failures: int, asked: timedelta) -> None:
    wait = redial(failures, asked, "me")
    assert wait == max(redial(failures, NONE, "me"), min(asked, timedelta(hours=24)))
    assert wait > NONE


def test_what_was_made_lately_is_news() -> None:
    assert is_live(NOW, NOW)
    assert is_live(NOW - timedelta(hours=35), NOW)
    assert is_live(NOW + timedelta(days=9), NOW)  # a wrong clock, for intake to judge
    assert is_live(None, NOW)
    assert not is_live(NOW - timedelta(hours=36), NOW)
