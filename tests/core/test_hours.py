"""A chat's clock: digests once a day over both changes, quiet hours, and zones that leave whole days out."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.alerts.hours import Hold, hold, last_release, next_release, quiet_until, zone_of
from bot.core.model import Cadence, Hours, Rhythm

LONDON = ZoneInfo("Europe/London")
DAILY = Rhythm(Cadence.DAILY, time(8))
NIGHT = time(23), time(7)
CHANGES = {
    "Europe/London": (date(2026, 3, 29), date(2026, 10, 25)),
    "Asia/Beirut": (date(2026, 3, 29), date(2026, 10, 25)),
    "Africa/Cairo": (date(2026, 4, 24), date(2026, 10, 29)),
    "Asia/Damascus": (date(2026, 3, 27), date(2026, 10, 30)),
}
ZONES = st.sampled_from(sorted(available_timezones() - {"localtime", "Factory"})).map(ZoneInfo)
TIMES = st.builds(time, st.integers(0, 23), st.integers(0, 59))
INSTANTS = st.datetimes(datetime(1971, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis sets the zone
DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type,misc]


def walk(rhythm: Rhythm, zone: ZoneInfo, begin: datetime, end: datetime) -> list[datetime]:
    found = []
    at: datetime | None = begin
    while (at := next_release(rhythm, at, zone)) is not None and at < end:  # type: ignore[arg-type]
        found.append(at)
    return found


@pytest.mark.parametrize("name", CHANGES)
@pytest.mark.parametrize("at", [time(8), time(0), time(0, 30), time(1, 30), time(2, 30), time(23, 30)])
def test_a_day_has_one_digest_though_its_clock_is_put_forward_or_back(name: str, at: time) -> None:
    zone = ZoneInfo(name)
    for change in CHANGES[name]:
        begin = datetime.combine(change - 3 * DAY, at, zone).astimezone(UTC)
        due = walk(Rhythm(Cadence.DAILY, at), zone, begin, begin + 6 * DAY + 2 * HOUR)
        assert [each.astimezone(zone).date() for each in due] == [change + days * DAY for days in range(-2, 4)]


def test_the_clocks_are_put_forward_and_back_where_the_tests_say_so() -> None:
    for name, changes in CHANGES.items():
        zone = ZoneInfo(name)
        for change in changes:
            noons = [datetime.combine(day, time(12), zone).utcoffset() for day in (change - DAY, change + DAY)]
            assert (noons[0] != noons[1]) == (name != "Asia/Damascus")


@given(ZONES, TIMES, st.integers(1971, 2080), st.integers(1, 365))
@settings(deadline=None, max_examples=60)
def test_each_local_date_has_exactly_one_daily_release_over_any_two_years(
    zone: ZoneInfo, at: time, year: int, offset: int
) -> None:
    first = date(year, 1, 1) + offset * DAY
    begin, end = (datetime.combine(first + days * DAY, at, zone).astimezone(UTC) for days in (0, 730))
    due = [begin, *walk(Rhythm(Cadence.DAILY, at), zone, begin, end)]
    steps = (begin + count * 30 * MINUTE for count in range(int((end - begin) / (30 * MINUTE)) + 2))
    lived = {step.astimezone(zone).date() for step in steps if step < end}
    whole = {day for day in lived if first <= day < first + 730 * DAY}
    assert len(due) == len(whole)
    assert sorted(set(due)) == due


def test_a_date_that_a_zone_left_out_has_no_digest_of_its_own() -> None:
    apia = ZoneInfo("Pacific/Apia")
    due = walk(DAILY, apia, utc(2011, 12, 28), utc(2012, 1, 1))
    assert [each.astimezone(apia).strftime("%d %H:%M") for each in due] == [
        "28 08:00", "29 08:00", "31 08:00", "01 08:00",
    ]  # fmt: skip
    friday = Rhythm(Cadence.WEEKLY, time(8), 4)
    weeks = walk(friday, apia, utc(2011, 12, 20), utc(2012, 1, 8))
    assert [each.astimezone(apia).strftime("%a %d") for each in weeks] == ["Fri 23", "Sat 31", "Fri 06"]


def test_a_date_that_a_zone_had_twice_has_one_digest() -> None:
    kwajalein = ZoneInfo("Pacific/Kwajalein")
    assert len(walk(DAILY, kwajalein, utc(1969, 9, 28), utc(1969, 10, 4))) == 5  # one of six days was had twice


@given(ZONES, st.builds(Rhythm, st.sampled_from([*Cadence]), TIMES, st.integers(0, 6)), INSTANTS)
@settings(deadline=None)
def test_the_next_release_comes_after_and_the_last_before_and_none_between(
    zone: ZoneInfo, rhythm: Rhythm, instant: datetime
) -> None:
    after, before = next_release(rhythm, instant, zone), last_release(rhythm, instant, zone)
    if rhythm.cadence is Cadence.INSTANT:
        assert after is before is None
        return
    assert after is not None
    assert before is not None
    longest = {Cadence.HOURLY: 2 * HOUR, Cadence.DAILY: 2 * DAY + 2 * HOUR, Cadence.WEEKLY: 9 * DAY}[rhythm.cadence]
    assert before < instant < after <= before + longest
    if rhythm.cadence is not Cadence.HOURLY:
        assert next_release(rhythm, before, zone) in {after, instant}


@given(ZONES, INSTANTS)
@settings(deadline=None)
def test_an_hourly_release_is_at_a_full_hour_of_the_chats_clock(zone: ZoneInfo, instant: datetime) -> None:
    due = next_release(Rhythm(Cadence.HOURLY), instant, zone)
    assert due is not None
    assert (due.astimezone(zone).minute, due.second, due.microsecond) == (0, 0, 0)


@pytest.mark.parametrize(
    ("after", "due"),
    [
        (utc(2026, 4, 4, 14, 45), utc(2026, 4, 4, 15, 30)),  # 1:45, then 2:00 which is 1:30 again, then 2:00
        (utc(2026, 10, 3, 15, 15), utc(2026, 10, 3, 16, 0)),  # 1:45, then 2:00 which is 2:30, then 3:00
    ],
)
def test_a_clock_that_is_put_by_half_an_hour_still_shows_full_hours(after: datetime, due: datetime) -> None:
    assert next_release(Rhythm(Cadence.HOURLY), after, ZoneInfo("Australia/Lord_Howe")) == due


def test_quiet_hours_last_over_midnight() -> None:
    for hour, end in ((22, None), (23, utc(2026, 1, 11, 7)), (6 + 24, utc(2026, 1, 11, 7)), (7 + 24, None)):
        at = utc(2026, 1, 10) + hour * HOUR
        assert quiet_until(NIGHT, at, LONDON) == end
    assert quiet_until((time(13), time(15)), utc(2026, 1, 10, 14, 59), LONDON) == utc(2026, 1, 10, 15)
    assert quiet_until((time(13), time(15)), utc(2026, 1, 10, 12, 59), LONDON) is None
    assert quiet_until(None, utc(2026, 1, 10, 3), LONDON) is None


@pytest.mark.parametrize(("night", "hours"), [(date(2026, 3, 28), 7), (date(2026, 10, 24), 9), (date(2026, 6, 1), 8)])
def test_a_night_is_shorter_or_longer_when_clocks_change(night: date, hours: int) -> None:
    begin = datetime.combine(night, time(23), LONDON).astimezone(UTC)
    assert quiet_until(NIGHT, begin, LONDON) == begin + hours * HOUR


@given(ZONES, st.tuples(TIMES, TIMES).filter(lambda ends: ends[0] != ends[1]), INSTANTS)
@settings(deadline=None)
def test_quiet_hours_end_within_a_day_at_an_instant_that_is_not_quiet(
    zone: ZoneInfo, quiet: tuple[time, time], instant: datetime
) -> None:
    end = quiet_until(quiet, instant, zone)
    if end is not None:
        assert instant < end <= instant + 2 * DAY + 2 * HOUR
        assert quiet_until(quiet, end, zone) is None


def test_what_is_wanted_at_once_is_held_only_in_quiet_hours() -> None:
    assert hold(Rhythm(), None, utc(2026, 1, 10, 3), LONDON) is None
    assert hold(Rhythm(), NIGHT, utc(2026, 1, 10, 12), LONDON) is None
    assert hold(Rhythm(), NIGHT, utc(2026, 1, 10, 3), LONDON) == Hold(
        utc(2026, 1, 10, 7), "quiet hours 23:00–07:00"
    )  # fmt: skip


@pytest.mark.parametrize(
    ("rhythm", "until", "why"),
    [
        (Rhythm(Cadence.HOURLY), utc(2026, 1, 10, 13), "hourly digest"),
        (DAILY, utc(2026, 1, 11, 8), "daily digest 08:00"),
        (Rhythm(Cadence.WEEKLY, time(8), 2), utc(2026, 1, 14, 8), "weekly digest Wed 08:00"),
        (Rhythm(Cadence.DAILY, time(6)), utc(2026, 1, 11, 7), "quiet hours 23:00–07:00"),
    ],
)
def test_a_digest_waits_for_its_hour_and_then_for_the_end_of_the_night(
    rhythm: Rhythm, until: datetime, why: str
) -> None:
    assert hold(rhythm, NIGHT, utc(2026, 1, 10, 12, 20), LONDON) == Hold(until, why)


def test_a_chat_without_a_zone_or_with_one_that_is_gone_has_the_usual_one() -> None:
    assert zone_of(Hours("Asia/Damascus"), LONDON) == ZoneInfo("Asia/Damascus")
    for name in ("", "Asia/Nowhere", "../etc/passwd", "Asia", "\0"):
        assert zone_of(Hours(name), LONDON) is LONDON
