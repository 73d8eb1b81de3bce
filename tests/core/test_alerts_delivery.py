"""What becomes of a delivery after each outcome."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.alerts.delivery import LONGEST_PAUSE, MOST_ATTEMPTS, lapse, settle
from bot.core.decisions import Settlement
from bot.core.model import Delivery, DeliveryState
from bot.core.outcome import Gone, Later, Moved, Outcome, Refused, Sent, Unsure
from tests.core.nouns import NOW, a_delivery

DAY = timedelta(hours=24)
FREE = NOW + timedelta(seconds=7)


def settled(outcome: Outcome, delivery: Delivery | None = None, **named: Any) -> Settlement:
    options: dict[str, Any] = {
        "now": NOW,
        "free_at": FREE,
        "idempotent": False,
        "unsure": "repeat",
        "seed": "seed",
    } | named
    return settle(delivery or a_delivery(), outcome, **options)


def test_a_sent_message_is_done_and_its_chat_rests() -> None:
    assert settled(Sent("42")) == Settlement(DeliveryState.SENT, NOW, message="42", chat_free_at=FREE)


def test_a_pause_asked_for_is_no_attempt_and_holds_the_chat() -> None:
    until = NOW + timedelta(seconds=37)
    assert settled(Later(timedelta(seconds=37), "429", paused=True)) == Settlement(
        DeliveryState.PENDING, until, error="429", counts=False, chat_free_at=until
    )


@given(st.timedeltas(), st.integers(0, 10_000), st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=300)))
def test_pauses_never_end_a_delivery_nor_last_for_ever(after: timedelta, attempts: int, age: timedelta) -> None:
    delivery = a_delivery(attempts=attempts, created_at=NOW - age)
    settlement = settled(Later(after, "429", paused=True), delivery)
    assert (settlement.state, settlement.counts) == (DeliveryState.PENDING, False)
    assert timedelta(seconds=1) <= settlement.due_at - NOW <= LONGEST_PAUSE


def test_failures_back_off_and_count() -> None:
    for attempts, seconds in ((0, 10), (1, 20), (3, 80), (11, 3600)):
        settlement = settled(Later(timedelta(0), "502"), a_delivery(attempts=min(attempts, MOST_ATTEMPTS - 2)))
        if attempts < MOST_ATTEMPTS - 1:
            assert timedelta(seconds=seconds) * 0.8 <= settlement.due_at - NOW <= timedelta(seconds=seconds) * 1.2
        assert (settlement.state, settlement.error, settlement.counts) == (DeliveryState.PENDING, "502", True)
    assert settled(Later(timedelta(hours=2), "503")).due_at == NOW + timedelta(hours=2)


def test_back_off_differs_between_deliveries_and_not_between_runs() -> None:
    waits = {settled(Later(timedelta(0), "502"), seed=str(number)).due_at for number in range(20)}
    assert len(waits) == 20
    assert settled(Later(timedelta(0), "502")) == settled(Later(timedelta(0), "502"))


def test_a_delivery_is_given_up_after_twelve_attempts() -> None:
    assert settled(Later(timedelta(0), "502"), a_delivery(attempts=11)) == Settlement(
        DeliveryState.DEAD, NOW, error="given up after 12 attempts: 502"
    )


def test_a_delivery_is_given_up_after_a_day_but_not_for_the_time_the_bot_was_down() -> None:
    old = NOW - DAY
    assert settled(Later(timedelta(0), "502"), a_delivery(attempts=1, created_at=old)).state is DeliveryState.PENDING
    assert settled(Later(timedelta(0), "502"), a_delivery(attempts=2, created_at=old)).state is DeliveryState.DEAD
    assert settled(Sent("1"), a_delivery(attempts=2, created_at=old)).state is DeliveryState.SENT


def test_a_send_without_an_answer_is_repeated_once_where_it_may_come_twice() -> None:
    first = settled(Unsure("timed out"))
    assert (first.state, first.doubt, first.counts) == (DeliveryState.PENDING, True, True)
    assert first.due_at > NOW
    assert first.chat_free_at == FREE
    second = settled(Unsure("timed out"), a_delivery(attempts=1, doubts=1))
    assert (second.state, second.doubt, second.error) == (DeliveryState.UNSURE, True, "timed out")


def test_a_send_without_an_answer_is_held_where_the_operator_says_so() -> None:
    assert settled(Unsure("timed out"), unsure="hold").state is DeliveryState.UNSURE


def test_a_platform_that_knows_the_key_is_simply_asked_again() -> None:
    settlement = settled(Unsure("timed out"), a_delivery(doubts=5), idempotent=True, unsure="hold")
    assert (settlement.state, settlement.doubt) == (DeliveryState.PENDING, False)
    last = settled(Unsure("timed out"), a_delivery(attempts=11), idempotent=True)
    assert last.state is DeliveryState.UNSURE


@pytest.mark.parametrize("outcome", [Gone("the bot was kicked"), Refused("the bot was kicked")])
def test_what_can_never_be_sent_is_dead_with_the_reason(outcome: Outcome) -> None:
    assert settled(outcome) == Settlement(DeliveryState.DEAD, NOW, error="the bot was kicked")


def test_an_unknown_chat_is_believed_gone_after_three_answers_over_a_day() -> None:
    gone = Gone("no such chat", sure=False)
    again = NOW + timedelta(hours=12)
    put_off = Settlement(DeliveryState.PENDING, again, error="no such chat", chat_free_at=again)
    a_day_old = NOW - timedelta(hours=24)
    assert settled(gone) == put_off
    assert settled(gone, a_delivery(attempts=2)) == put_off
    assert settled(gone, a_delivery(attempts=1, created_at=a_day_old)) == put_off
    believed = settled(gone, a_delivery(attempts=2, created_at=a_day_old))
    assert believed == Settlement(DeliveryState.DEAD, NOW, error="no such chat")


def test_a_chat_that_moved_is_written_to_at_once_at_its_new_address() -> None:
    assert settled(Moved("-100")) == Settlement(DeliveryState.PENDING, NOW)


def test_a_chat_is_not_followed_in_circles() -> None:
    settlement = settled(Moved("-100"), a_delivery(attempts=11))
    assert (settlement.state, settlement.error) == (DeliveryState.DEAD, "the chat keeps moving, last to -100")


@pytest.mark.parametrize(
    ("idempotent", "unsure", "doubts", "state"),
    [
        (True, "hold", 0, DeliveryState.PENDING),
        (False, "repeat", 0, DeliveryState.PENDING),
        (False, "repeat", 1, DeliveryState.UNSURE),
        (False, "hold", 0, DeliveryState.UNSURE),
    ],
)
def test_a_delivery_whose_sender_died_is_as_good_as_unanswered(
    *, idempotent: bool, unsure: str, doubts: int, state: DeliveryState
) -> None:
    settlement = lapse(a_delivery(doubts=doubts), now=NOW, free_at=FREE, idempotent=idempotent, unsure=unsure)
    assert (settlement.state, settlement.chat_free_at) == (state, FREE)
    assert settlement.error == "the bot stopped while this was being sent"


def test_a_bot_that_died_often_over_a_delivery_does_not_keep_it_waiting() -> None:
    settlement = lapse(a_delivery(attempts=8), now=NOW, free_at=FREE, idempotent=True, unsure="repeat")
    assert (settlement.state, settlement.due_at, settlement.counts) == (DeliveryState.PENDING, NOW, True)
    last = lapse(a_delivery(attempts=11), now=NOW, free_at=FREE, idempotent=True, unsure="repeat")
    assert last.state is DeliveryState.UNSURE  # it may be what kills the bot


outcomes = st.one_of(
    st.builds(Sent, st.text()),
    st.builds(Later, st.timedeltas(), st.text(), paused=st.booleans()),
    st.builds(Unsure, st.text()),
    st.builds(Moved, st.text()),
    st.builds(Gone, st.text()),
    st.builds(Refused, st.text()),
)


@given(st.lists(outcomes, min_size=1), st.booleans(), st.sampled_from(("repeat", "hold")))
def test_no_run_of_outcomes_tries_for_ever(run: list[Outcome], idempotent: bool, unsure: str) -> None:  # noqa: FBT001 - Hypothesis fills it
    delivery = a_delivery()
    for outcome in run:
        settlement = settled(outcome, delivery, idempotent=idempotent, unsure=unsure)
        assert settlement.due_at >= NOW
        if settlement.state is not DeliveryState.PENDING:
            break
        delivery = a_delivery(attempts=delivery.attempts + settlement.counts, doubts=delivery.doubts + settlement.doubt)
    assert delivery.attempts < MOST_ATTEMPTS
    assert delivery.doubts <= 1
