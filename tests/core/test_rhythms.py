"""Rhythms, hours, spans and zones as people type them."""

from __future__ import annotations

from contextlib import suppress
from datetime import time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.alerts.rhythms import quiet_words, read_duration, read_quiet, read_rhythm, read_zone, rhythm_words
from bot.core.errors import UserError
from bot.core.model import Cadence, Rhythm

EIGHT = time(8)
MINUTES = st.builds(time, st.integers(0, 23), st.integers(0, 59))


@pytest.mark.parametrize(
    ("typed", "rhythm"),
    [
        ("instant", Rhythm()),
        ("off", Rhythm()),
        ("At once", Rhythm()),
        ("hourly", Rhythm(Cadence.HOURLY)),
        ("daily", Rhythm(Cadence.DAILY, EIGHT)),
        ("Daily digest at 7:30", Rhythm(Cadence.DAILY, time(7, 30))),
        ("daily 8 pm", Rhythm(Cadence.DAILY, time(20))),
        ("daily 12am", Rhythm(Cadence.DAILY, time(0))),
        ("daily 12pm", Rhythm(Cadence.DAILY, time(12))),
        ("daily 24:00", Rhythm(Cadence.DAILY, time(0))),
        ("weekly", Rhythm(Cadence.WEEKLY, EIGHT, 0)),
        ("weekly 9", Rhythm(Cadence.WEEKLY, time(9), 0)),
        ("weekly thurs", Rhythm(Cadence.WEEKLY, EIGHT, 3)),
        ("weekly on Sundays at 18.05", Rhythm(Cadence.WEEKLY, time(18, 5), 6)),
    ],
)
def test_a_rhythm_is_read_as_people_type_it(typed: str, rhythm: Rhythm) -> None:
    assert read_rhythm(typed) == rhythm


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "A rhythm is missing. Type off, hourly, daily 08:00 or weekly mon 08:00."),
        ("sometimes", "I can't read “sometimes” as a rhythm. Type off, hourly,"),
        ("hourly 5", "I can't read “hourly 5” as a rhythm."),
        ("daily 25:00", "“25:00” is no time of day. Type for example daily 08:00."),
        ("daily 8:60", "“8:60” is no time of day."),
        ("daily 13pm", "“13pm” is no time of day."),
        ("daily 0am", "“0am” is no time of day."),
        ("weekly moonday 8", "“moonday” is no day of the week. Type for example weekly mon 08:00."),
        ("weekly montag", "“montag” is no day of the week. Type for example weekly mon 08:00."),
        ("weekly 8:60", "“8:60” is no time of day. Type for example weekly mon 08:00."),
        ("weekly fri late", "“late” is no time of day. Type for example weekly fri 08:00."),
    ],
)
def test_what_is_no_rhythm_is_told_with_what_to_type(typed: str, said: str) -> None:
    with pytest.raises(UserError) as error:
        read_rhythm(typed)
    assert str(error.value).startswith(said)


@given(
    st.one_of(
        st.sampled_from([Rhythm(), Rhythm(Cadence.HOURLY)]),
        st.builds(Rhythm, st.just(Cadence.DAILY), MINUTES),
        st.builds(Rhythm, st.just(Cadence.WEEKLY), MINUTES, st.integers(0, 6)),
    )
)
def test_a_rhythm_in_words_can_be_typed_again(rhythm: Rhythm) -> None:
    assert read_rhythm(rhythm_words(rhythm)) == rhythm


def test_a_rhythm_is_short_in_words() -> None:
    assert rhythm_words(Rhythm(Cadence.WEEKLY, time(8), 2)) == "weekly Wed 08:00"
    assert rhythm_words(Rhythm(Cadence.DAILY, time(18, 5))) == "daily 18:05"


@pytest.mark.parametrize("typed", ["23:00-07:00", "23–7", "from 11pm to 7am", "23:00 until 7", " 23.00 — 07.00 "])
def test_quiet_hours_are_two_times(typed: str) -> None:
    assert read_quiet(typed) == (time(23), time(7))


@pytest.mark.parametrize("typed", ["off", "none", "Never"])
def test_quiet_hours_can_be_none(typed: str) -> None:
    assert read_quiet(typed) is None
    assert quiet_words(None) == "off"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Quiet hours are missing. Type two times such as 23:00-07:00, or off."),
        ("23:00", "I can't read “23:00” as quiet hours."),
        ("23:00-", "I can't read “23:00-” as quiet hours."),
        ("1-2-3", "I can't read “1-2-3” as quiet hours."),
        ("23:00-late", "“late” is no time of day. Type for example 23:00-07:00."),
        ("7-7:00", "Quiet hours from 07:00 to 07:00 are none, or all day."),
    ],
)
def test_what_are_no_quiet_hours_is_told_with_what_to_type(typed: str, said: str) -> None:
    with pytest.raises(UserError) as error:
        read_quiet(typed)
    assert str(error.value).startswith(said)


@given(st.tuples(MINUTES, MINUTES).filter(lambda ends: ends[0] != ends[1]))
def test_quiet_hours_in_words_can_be_typed_again(quiet: tuple[time, time]) -> None:
    assert read_quiet(quiet_words(quiet)) == quiet


@pytest.mark.parametrize(
    ("typed", "lasting"),
    [
        ("30m", timedelta(minutes=30)),
        ("6h", timedelta(hours=6)),
        ("6 hours", timedelta(hours=6)),
        ("2D", timedelta(days=2)),
        ("1w", timedelta(weeks=1)),
        ("366d", timedelta(days=366)),
    ],
)
def test_a_span_of_time_is_a_number_with_its_unit(typed: str, lasting: timedelta) -> None:
    assert read_duration(typed) == lasting


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("soon", "I can't read “soon” as a span of time. Type 30m, 6h, 2d or 1w."),
        ("0h", "0h is no time. Type 1m to 52w."),
        ("367d", "367d is too long. Type 1m to 52w."),
    ],
)
def test_what_is_no_span_of_time_is_told_with_what_to_type(typed: str, said: str) -> None:
    with pytest.raises(UserError) as error:
        read_duration(typed)
    assert str(error.value) == said


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Asia/Damascus", "Asia/Damascus"),
        ("asia/damascus", "Asia/Damascus"),
        ("london", "Europe/London"),
        ("new  York", "America/New_York"),
        ("utc", "UTC"),
    ],
)
def test_a_zone_is_found_whatever_its_capitals_or_by_its_city(typed: str, name: str) -> None:
    assert read_zone(typed) == name
    assert ZoneInfo(name)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("Asia/Damascas", "There is no time zone “Asia/Damascas”. Did you mean Asia/Damascus?"),
        ("asia/beyrout-by-the-sea-or", "There is no time zone “asia/beyrout-by-the-sea-or”. Zones are"),
        ("damascus/asia", "There is no time zone “damascus/asia”. Did you mean Asia/Damascus?"),
        ("Kentucky/Louisville/America", "Did you mean America/Kentucky/Louisville?"),
        ("near/beyrout", "Did you mean Asia/Beirut?"),
        ("beyrout", "There is no time zone “beyrout”. Did you mean Asia/Beirut?"),
        ("Louisville", "Did you mean America/Kentucky/Louisville or America/Louisville?"),
        ("GMT-33", "There is no time zone “GMT-33”. Zones are called after a city, because clocks change: type a name"),
        ("localtime", "There is no time zone “localtime”."),
        ("", "A time zone is missing. Zones are called after a city"),
    ],
)
def test_a_zone_that_is_not_there_is_told_with_those_near_it(typed: str, said: str) -> None:
    with pytest.raises(UserError) as error:
        read_zone(typed)
    assert said in str(error.value)


@given(st.text(max_size=40))
def test_whatever_is_typed_is_read_or_refused(text: str) -> None:
    for read in (read_rhythm, read_quiet, read_duration, read_zone):
        with suppress(UserError):
            read(text)
