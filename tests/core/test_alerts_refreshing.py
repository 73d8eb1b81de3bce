"""How rarely a message is written anew, and what becomes of it after each outcome."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.alerts.refreshing import (
    LEAST,
    LONGEST_PAUSE,
    PART,
    UNKNOWN,
    USUAL,
    Restraint,
    fingerprint,
    key,
    postponed,
    refreshed,
    unchanged,
    worded,
)
from bot.core.decisions import Refreshed
from bot.core.message import Button, Message, Span, Style, message
from bot.core.outcome import Gone, Later, Moved, Outcome, Refused, Sent, Unsure
from bot.core.stories import SPAN
from tests.core.nouns import NOW, a_delivery

HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)
SENT_AT = NOW - HOUR
DELIVERY = a_delivery(sent_at=SENT_AT, edit_from=NOW - SECOND, shown="before", message="7", edits="7")
EVER_MORE_RARELY = NOW + HOUR / PART


def outcome_of(outcome: Outcome, **named: Any) -> Refreshed:
    return refreshed(DELIVERY, outcome, **({"shown": "after", "now": NOW, "restraint": USUAL} | named))


def test_a_message_is_edited_at_most_every_thirty_seconds() -> None:
    assert USUAL.ends(NOW, NOW) == NOW + LEAST == NOW + timedelta(seconds=30)


def test_it_is_edited_ever_more_rarely() -> None:
    edits = [NOW]
    while edits[-1] < NOW + SPAN:
        edits.append(USUAL.ends(NOW, edits[-1]))
    ages = [(edit - NOW) / SECOND for edit in edits[1:5]]
    assert ages == [30, 60, 90, 120]
    assert len(edits) < 45


@given(st.timedeltas(timedelta(0), SPAN), st.timedeltas(timedelta(0), HOUR))
def test_no_edit_comes_early(age: timedelta, least: timedelta) -> None:
    gap = Restraint(least).ends(NOW, NOW + age) - NOW - age
    assert gap >= least
    assert gap >= age // PART


def test_an_edit_that_was_made_is_done() -> None:
    assert outcome_of(Sent("7")) == Refreshed(edit_from=EVER_MORE_RARELY, shown="after")


def test_a_pause_asked_for_is_kept_and_holds_the_chat() -> None:
    until = NOW + 40 * SECOND
    assert outcome_of(Later(40 * SECOND, "429", paused=True)) == Refreshed(
        until, DELIVERY.edit_from, "before", chat_free_at=until
    )


@given(st.timedeltas())
def test_no_pause_is_without_end_nor_without_length(after: timedelta) -> None:
    for paused in (True, False):
        again = outcome_of(Later(after, "", paused=paused)).again
        assert again is not None
        assert NOW + SECOND <= again <= NOW + LONGEST_PAUSE


@pytest.mark.parametrize(("outcome", "shown"), [(Later(SECOND, "502"), "before"), (Unsure("no answer"), UNKNOWN)])
def test_what_may_not_have_arrived_is_tried_again_as_rarely_as_it_is_edited(outcome: Outcome, shown: str) -> None:
    assert outcome_of(outcome) == Refreshed(EVER_MORE_RARELY, DELIVERY.edit_from, shown)


def test_a_longer_wait_that_is_asked_for_is_waited_for() -> None:
    assert outcome_of(Later(2 * HOUR, "502")).again == NOW + 2 * HOUR


@pytest.mark.parametrize("outcome", [Refused("message to edit not found"), Gone("blocked"), Moved("-100")])
def test_what_cant_be_edited_is_left_as_it_is_for_ever(outcome: Outcome) -> None:
    assert outcome_of(outcome) == Refreshed(shown="before")


def test_a_message_whose_time_of_sending_is_not_known_is_as_new() -> None:
    delivery = a_delivery(message="7")
    assert refreshed(delivery, Sent("7"), "after", NOW, USUAL).edit_from == NOW + LEAST


def test_what_would_say_the_same_may_be_edited_as_early_as_before() -> None:
    assert unchanged(DELIVERY) == Refreshed(edit_from=DELIVERY.edit_from, shown="before")
    assert postponed(DELIVERY, NOW) == Refreshed(NOW, DELIVERY.edit_from, "before")


def test_messages_that_look_the_same_have_one_fingerprint() -> None:
    assert fingerprint(message("a", Span("b", Style.BOLD))) == fingerprint(message("a", Span("b", Style.BOLD)))


@pytest.mark.parametrize(
    "other",
    [
        message("b"),
        message(Span("a", Style.BOLD)),
        message(Span("a", url="https://example.org")),
        Message((Span("a"),), preview="https://example.org"),
        Message((Span("a"),), buttons=(Button("Why", "/why"),)),
        message("a", "\udc80"),
    ],
)
def test_messages_that_look_otherwise_have_another(other: Message) -> None:
    assert fingerprint(other) != fingerprint(message("a"))


def test_each_edit_has_a_key_of_its_own_and_keeps_it() -> None:
    first = key(DELIVERY, 1, "x")
    assert first == key(DELIVERY, 1, "x")
    others = {key(DELIVERY, 2, "x"), key(DELIVERY, 1, "y"), DELIVERY.key, key(a_delivery(key="other"), 1, "x")}
    assert len(others | {first}) == 5


@pytest.mark.parametrize(
    ("before", "outcome", "after"),
    [
        ("", Sent("7"), "B"),
        ("", Unsure("no answer"), "B"),
        ("B", Sent("7"), "B"),
        ("A", Sent("7"), UNKNOWN),
        ("A", Unsure("no answer"), UNKNOWN),
        (UNKNOWN, Sent("7"), UNKNOWN),
        ("A", Later(SECOND, "429"), "A"),
        ("A", Gone("unknown"), "A"),
        ("A", Moved("-2"), "A"),
        ("A", Refused("too long"), "A"),
    ],
)
def test_a_message_has_the_words_of_the_first_of_two_sends_with_one_key(
    before: str, outcome: Outcome, after: str
) -> None:
    assert worded(a_delivery(shown=before), outcome, "B", idempotent=True) == after


@pytest.mark.parametrize("before", ["", "A", "B", UNKNOWN])
def test_where_each_send_makes_a_message_the_last_counts(before: str) -> None:
    assert worded(a_delivery(shown=before), Sent("7"), "B", idempotent=False) == "B"
