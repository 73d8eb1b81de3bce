"""What becomes of a source after it was read: the politeness that takes proof, and what is remembered."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.model import Outlet, Record, Source, SourceState
from bot.core.outcome import Failed, Read, ReadOutcome, Unchanged
from bot.core.schedule import Tempo
from bot.core.tending import News, pushed, tended
from tests.core.nouns import NOW

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
TEMPO = Tempo(floor=MINUTE, ceiling=HOUR)
OLD, NEW = "https://example.org/feed", "https://example.org/rss"
GONE = Failed("the site answered 410 Gone", gone=True)
KNOWN = News(known=5)


def source(locator: str = OLD, **more: object) -> Source:
    return Source(1, Outlet("example", "Example"), "feed", locator, **more)  # type: ignore[arg-type]


def after(of: Source, *outcomes: ReadOutcome, every: timedelta = HOUR, news: News = KNOWN) -> Source:
    """The source after these polls, the last of them now."""
    for place, outcome in enumerate(outcomes):
        of = tended(of, outcome, news, TEMPO, NOW - (len(outcomes) - 1 - place) * every)
    return of


# ---- well and not


def test_a_good_read_ends_all_failures() -> None:
    failing = source(failures=3, error="down", record=Record(failing_since=NOW - DAY, gone_times=2, gone_since=NOW))
    well = after(failing, Read((), {"etag": "1"}))
    assert (well.failures, well.error, well.read_at, well.memory) == (0, "", NOW, {"etag": "1"})
    assert (well.record.failing_since, well.record.gone_times, well.record.gone_since) == (None, 0, None)


def test_an_unchanged_document_keeps_the_memory_unless_it_brings_its_own() -> None:
    remembers = source(memory={"etag": "1"})
    assert after(remembers, Unchanged()).memory == {"etag": "1"}
    assert after(remembers, Unchanged({"etag": "2"})).memory == {"etag": "2"}


def test_failures_are_counted_from_the_first_on() -> None:
    failing = after(source(), Failed("down"), Failed("still down"))
    assert (failing.failures, failing.error) == (2, "still down")
    assert failing.record.failing_since == NOW - HOUR
    assert failing.due_at is not None
    assert 8 * MINUTE <= failing.due_at - NOW <= 12 * MINUTE


def test_a_host_that_is_left_alone_is_no_failure() -> None:
    waiting = after(source(), Failed("it asked for a pause", wait=10 * MINUTE, put_off=True))
    assert (waiting.failures, waiting.error) == (0, "it asked for a pause")
    assert (waiting.due_at, waiting.record.failing_since) == (NOW + 10 * MINUTE, None)


# ---- gone for good


@pytest.mark.parametrize(
    ("outcomes", "every", "state"),
    [
        ([GONE] * 3, DAY, SourceState.DEAD),
        ([GONE] * 2, 3 * DAY, SourceState.ACTIVE),
        ([GONE] * 9, HOUR, SourceState.ACTIVE),
        ([GONE, Failed("down"), GONE, GONE], DAY, SourceState.ACTIVE),
        ([GONE, Read(()), GONE, GONE], DAY, SourceState.ACTIVE),
        ([Failed("the site answered 404 Not Found")] * 50, DAY, SourceState.ACTIVE),
    ],
)
def test_a_source_is_given_up_after_three_times_gone_over_two_days(
    outcomes: list[ReadOutcome], every: timedelta, state: SourceState
) -> None:
    assert after(source(), *outcomes, every=every).state is state


# ---- moved for good


def moved(to: str = NEW) -> Read:
    return Read((), moved=to)


@pytest.mark.parametrize(
    ("outcomes", "every", "news", "locator"),
    [
        ([moved()] * 3, DAY / 2, KNOWN, NEW),
        ([Unchanged(moved=NEW)] * 3, DAY / 2, News(), NEW),
        ([moved()] * 2, 2 * DAY, KNOWN, OLD),
        ([moved()] * 20, HOUR, KNOWN, OLD),
        ([moved(), moved(), moved("https://other.example/"), moved()], DAY, KNOWN, OLD),
        ([moved(), Read(()), moved(), moved()], DAY / 2, KNOWN, OLD),
        ([moved()] * 5, DAY, News(), OLD),
        ([moved("http://example.org/rss")] * 5, DAY, KNOWN, OLD),
        ([moved(OLD)] * 5, DAY, KNOWN, OLD),
        ([moved(f"{NEW}?token=abc")] * 5, DAY, KNOWN, OLD),
    ],
    ids=["proved", "proved by the same bytes", "twice", "within a day", "not the same", "not always",
         "nothing that is known", "no longer encrypted", "to itself",
         "with a secret"],
)  # fmt: skip
def test_a_permanent_redirect_is_adopted_after_three_times_over_a_day(
    outcomes: list[ReadOutcome], every: timedelta, news: News, locator: str
) -> None:
    assert after(source(), *outcomes, every=every, news=news).locator == locator


def test_what_was_adopted_needs_no_more_proof() -> None:
    adopted = after(source(), *[moved()] * 3, every=DAY)
    assert (adopted.record.moved_to, adopted.record.moved_times, adopted.record.moved_since) == ("", 0, None)


def test_an_open_address_may_become_an_encrypted_one() -> None:
    assert after(source("http://example.org/feed"), *[moved()] * 3, every=DAY).locator == NEW


def test_the_lasting_name_of_a_handle_is_used_from_then_on() -> None:
    assert after(source("@example"), Read((), lasting="UC123")).locator == "UC123"


# ---- what it brought


def test_what_arrives_makes_its_cadence() -> None:
    busy = after(source(), Read(()), news=News(arrived=(NOW - HOUR, NOW)))
    assert (busy.record.since, busy.record.newest_at) == (NOW - HOUR, NOW)


def test_old_things_under_new_names_and_dates_ahead_are_noted() -> None:
    strange = after(source(), Read(()), news=News(renewed=True, ahead=True))
    assert (strange.record.renewed_at, strange.record.ahead_at) == (NOW, NOW)
    assert after(strange, Read(())).record.renewed_at == NOW


def test_news_between_two_polls_change_the_record_alone() -> None:
    before = source(due_at=NOW + HOUR, failures=2, error="down")
    later = pushed(before, News(arrived=(NOW,)), NOW)
    assert later.record.newest_at == NOW
    assert replace(later, record=before.record) == before
