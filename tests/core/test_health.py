"""What is wrong with a source, and which of an outlet's ways are read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.cadence import gap, observed, usual_gap
from bot.core.health import Ailment, trouble, works
from bot.core.model import Outlet, Record, Source, SourceState
from bot.core.relay import LATELY, SLACK, heard_until, live, relay
from tests.core.nouns import NOW

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
ACTIVE, STANDBY, PAUSED, DEAD = SourceState.ACTIVE, SourceState.STANDBY, SourceState.PAUSED, SourceState.DEAD


def source(number: int = 1, state: SourceState = ACTIVE, record: Record | None = None, **more: object) -> Source:
    outlet = Outlet("example", "Example")
    given_ = {"rank": number, "state": state, "record": record or Record(), "read_at": NOW - MINUTE, **more}
    return Source(number, outlet, "feed", f"https://{number}.example", **given_)  # type: ignore[arg-type]


def silent(for_: timedelta, every: timedelta = HOUR) -> Record:
    """It published every hour for a month, the last time so long ago."""
    last = NOW - for_
    return observed(Record(), [last - number * every for number in range(30 * DAY // every)], last)


def failing(number: int = 1, state: SourceState = ACTIVE, **more: object) -> Source:
    return source(number, state, failures=3, error="down", due_at=NOW + 20 * MINUTE, **more)


def young(for_: timedelta) -> Record:
    """It published every hour for two days, the last time so long ago; nothing is known of it before."""
    last = NOW - for_
    return observed(Record(), [last - number * HOUR for number in range(48)], last)


# ---- cadence


def workdays(weeks: int, daily: int) -> list[datetime]:
    """When a newsroom publishes that rests at night and on weekends; the first day is a Monday."""
    begins = datetime(2026, 9, 7, 8, tzinfo=NOW.tzinfo)
    days = [begins + timedelta(days=day) for day in range(7 * weeks) if day % 7 < 5]
    return [day + number * timedelta(hours=9) / daily for day in days for number in range(daily)]


@pytest.mark.parametrize("daily", [1, 10, 40])
def test_rest_at_weekends_is_no_silence(daily: int) -> None:
    times, record = workdays(8, daily), Record()
    for before, after in pairwise(times):
        record = observed(record, [before], before)
        assert trouble(source(record=record, read_at=after), after) is None


def test_a_weekly_batch_is_no_silence() -> None:
    record = Record()
    for week in range(12):
        at = NOW + week * timedelta(days=7)
        assert trouble(source(record=record, read_at=at), at) is None
        record = observed(record, [at - number * MINUTE for number in range(20)], at)


def test_what_is_not_known_has_no_habit() -> None:
    assert usual_gap(Record()) is None
    assert usual_gap(observed(Record(), [NOW - DAY, NOW], NOW)) is None


def test_the_usual_gap_is_that_before_the_silence() -> None:
    assert usual_gap(silent(for_=20 * DAY)) == pytest.approx(HOUR, rel=0.1)


def test_a_record_begins_with_the_oldest_of_the_first_publications() -> None:
    assert observed(Record(), [NOW - HOUR, NOW - DAY], NOW).since == NOW - DAY
    assert observed(Record(), (), NOW) == Record(since=NOW)


@given(
    st.lists(st.datetimes().map(lambda time: time.replace(tzinfo=NOW.tzinfo)), max_size=8),
    st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=10_000)),
)
def test_every_gap_is_a_time_whatever_dates_a_source_gives(times: list[object], later: timedelta) -> None:
    record = observed(observed(Record(), times, NOW), times, NOW)  # type: ignore[arg-type]
    assert timedelta(0) < gap(record, NOW + later)
    assert record.newest_at is None or record.newest_at <= NOW


# ---- trouble


@pytest.mark.parametrize(
    ("of", "ailment"),
    [
        (source(), None),
        (source(record=silent(for_=20 * HOUR)), None),
        (source(record=silent(for_=25 * HOUR)), Ailment.SILENT),
        (source(record=silent(for_=6 * DAY, every=DAY)), None),
        (source(record=silent(for_=20 * DAY, every=DAY)), Ailment.SILENT),
        (source(record=Record(failing_since=NOW - DAY), error="down"), Ailment.FAILING),
        (source(record=Record(failing_since=NOW - DAY + MINUTE), error="down"), None),
        (source(record=Record(renewed_at=NOW - HOUR)), Ailment.RENEWED),
        (source(record=Record(renewed_at=NOW - DAY)), None),
        (source(record=Record(ahead_at=NOW - HOUR)), Ailment.AHEAD),
        (source(record=Record(ahead_at=NOW, renewed_at=NOW, failing_since=NOW - DAY)), Ailment.FAILING),
        (source(state=DEAD, record=Record(gone_since=NOW - 2 * DAY)), Ailment.GONE),
        (source(state=PAUSED, record=Record(failing_since=NOW - DAY)), None),
        (source(state=STANDBY, record=silent(for_=25 * HOUR)), None),
        (source(record=silent(for_=5 * DAY), read_at=NOW - 5 * DAY), None),
        (source(record=young(for_=25 * HOUR)), None),
    ],
)
def test_trouble_is_named(of: Source, ailment: Ailment | None) -> None:
    found = trouble(of, NOW)
    assert (found.ailment if found else None) == ailment


def test_trouble_says_why_and_since_when() -> None:
    found = trouble(source(record=Record(failing_since=NOW - 2 * DAY), error="the site answered 403 Forbidden"), NOW)
    assert found is not None
    assert found.since == NOW - 2 * DAY
    assert found.why.endswith("the site answered 403 Forbidden")


@pytest.mark.parametrize(
    ("of", "can"),
    [
        (source(), True),
        (source(state=STANDBY), True),
        (source(failures=2, error="down", due_at=NOW + 10 * MINUTE), True),
        (failing(), False),
        (source(failures=1, error="403", due_at=NOW + 4 * HOUR), False),
        (source(error="it asked for a pause", due_at=NOW + 2 * HOUR), False),
        (source(due_at=NOW + HOUR), True),
        (source(record=silent(for_=2 * DAY)), False),
        (source(state=PAUSED), False),
        (source(state=DEAD), False),
    ],
)
def test_news_can_be_expected_of_what_works(of: Source, *, can: bool) -> None:
    assert works(of, NOW) is can


# ---- relay


def run(*ways: Source) -> dict[int, SourceState]:
    """The states of all ways after the relay."""
    changed = {way.id: way for way in relay(ways, NOW)}
    return {way.id: changed.get(way.id, way).state for way in ways}


def test_the_best_way_that_works_is_read_and_the_others_stand_by() -> None:
    assert run(source(1), source(2, STANDBY), source(3, STANDBY)) == {1: ACTIVE, 2: STANDBY, 3: STANDBY}
    assert run(failing(1), source(2, STANDBY), source(3, STANDBY)) == {1: ACTIVE, 2: ACTIVE, 3: STANDBY}
    assert run(failing(1), failing(2), source(3, STANDBY)) == {1: ACTIVE, 2: ACTIVE, 3: ACTIVE}


def test_a_way_that_works_again_takes_its_place_back() -> None:
    assert run(source(1), source(2, ACTIVE)) == {1: ACTIVE, 2: STANDBY}


def test_a_way_whose_turn_it_is_is_read_at_once() -> None:
    (turn,) = relay([failing(1), source(2, STANDBY, due_at=NOW + DAY)], NOW)
    assert (turn.id, turn.due_at) == (2, NOW)


def test_a_way_whose_site_has_asked_for_peace_waits_for_its_turn() -> None:
    asked = source(2, STANDBY, error="it asks me to come back later", due_at=NOW + DAY)
    assert [way.due_at for way in relay([failing(1), asked], NOW) if way.id == 2] == [NOW + DAY]


def test_a_silent_way_gives_way_too() -> None:
    assert run(source(1, record=silent(for_=3 * DAY)), source(2, STANDBY)) == {1: ACTIVE, 2: ACTIVE}


def test_what_the_operator_paused_and_what_is_gone_have_no_part_in_it() -> None:
    assert run(source(1, PAUSED), source(2, STANDBY)) == {1: PAUSED, 2: ACTIVE}
    assert run(source(1, DEAD), source(2, STANDBY)) == {1: DEAD, 2: ACTIVE}


@given(st.lists(st.tuples(st.sampled_from([ACTIVE, STANDBY, PAUSED, DEAD]), st.booleans()), min_size=1, max_size=6))
def test_a_relay_that_has_run_changes_nothing_more(told: list[tuple[SourceState, bool]]) -> None:
    ways = [failing(n, state) if fails else source(n, state) for n, (state, fails) in enumerate(told)]
    states = run(*ways)
    settled = [replace(way, state=states[way.id]) for way in ways]
    assert relay(settled, NOW) == ()
    turns = [way for way in settled if way.state in {ACTIVE, STANDBY}]
    assert not turns or any(way.state is ACTIVE for way in turns)


def test_the_live_way_is_the_first_that_is_read_and_works() -> None:
    ways = [failing(1), source(2), source(3, STANDBY)]
    found = live(ways, NOW)
    assert found is not None
    assert found.id == 2
    assert live([failing(1)], NOW) is None


# ---- handing over


def heard(way: Source, *others: Source) -> object:
    return heard_until(way, others, NOW)


def test_a_way_that_takes_over_tells_what_came_after_the_better_one_was_read() -> None:
    better = failing(1, read_at=NOW - HOUR)
    assert heard(source(2, read_at=None), better) == NOW - HOUR - SLACK
    assert heard(source(2, read_at=NOW - DAY), better) == NOW - HOUR - SLACK
    assert heard(source(2, read_at=NOW), better) is None


def test_a_way_that_takes_its_place_back_owes_all_it_missed() -> None:
    worse: Sequence[Source] = [source(2), source(3)]
    assert heard(source(1, read_at=NOW - DAY), *worse) is None


def test_a_silent_way_has_told_all_until_its_newest_item() -> None:
    assert heard(source(2, read_at=None), source(1, record=silent(for_=3 * DAY))) == NOW - 3 * DAY - SLACK


def test_to_a_way_that_was_never_read_all_others_are_better() -> None:
    assert heard(source(1, read_at=None), source(2, read_at=NOW - HOUR)) == NOW - HOUR - SLACK


def test_the_readings_of_a_way_that_the_operator_took_away_do_not_count() -> None:
    for state in (PAUSED, SourceState.REMOVED):
        assert heard(source(2, read_at=None), source(1, state, read_at=NOW - HOUR)) is None


def test_a_successor_goes_on_where_the_way_ended_that_is_read_no_more() -> None:
    for state in (DEAD, SourceState.UNLISTED):
        assert heard(source(2, read_at=None), source(1, state, read_at=NOW - HOUR)) == NOW - HOUR - SLACK
        assert heard(source(2, read_at=None), source(1, state, read_at=NOW - LATELY)) is None


def test_an_outlet_never_heard_has_nothing_to_hand_over() -> None:
    assert heard(source(2, read_at=None), failing(1, read_at=None)) is None
    assert heard(source(2, read_at=None)) is None
