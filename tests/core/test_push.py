"""The life of a subscription at a hub, and how far the hub is trusted."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import reduce

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.model import Outlet, Source, SourceState
from bot.core.outcome import Failed, Hub, Read, Unchanged
from bot.core.push import (
    LEASE,
    LONGEST_LEASE,
    PATIENCE,
    SHORTEST_LEASE,
    Push,
    PushState,
    answered,
    asking,
    begun,
    denied,
    eased,
    failed,
    form,
    heard,
    noticed,
    put_off,
    trusted,
    unreadable,
    verified,
    wants,
)
from bot.core.schedule import BACK_OFF, LONGEST_BACK_OFF, Tempo
from tests.core.nouns import NOW

SOURCE = Source(1, Outlet("north", "The North"), "feed", "https://north.example/feed")
HUB = Hub("https://hub.example/", "https://north.example/feed")
SECOND, MINUTE, HOUR, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
WANTED = Push(SOURCE, HUB, "abc", due_at=NOW)
ASKED = begun(WANTED, NOW)


def grant(push: Push, lease: int | None = 86_400, now: timedelta = timedelta(0)) -> Push:
    granted = verified(push, "subscribe", HUB.topic, lease, NOW + now)
    assert granted is not None
    return granted


def hear(push: Push, now: timedelta = timedelta(0)) -> Push:
    return heard(push, NOW + now) or push


LIVE = grant(ASKED)


def named(push: Push | None, hub: Hub | None, now: timedelta = timedelta(0)) -> Push | None:
    """What a poll that found nothing new makes of it."""
    return noticed(push, SOURCE, hub, new=0, nonce="def", now=NOW + now)


# ---- what is wanted


def test_a_source_whose_document_names_a_hub_is_to_be_subscribed_at_once() -> None:
    assert noticed(None, SOURCE, HUB, new=3, nonce="abc", now=NOW) == WANTED


def test_a_source_without_a_hub_stays_without() -> None:
    assert noticed(None, SOURCE, None, new=3, nonce="abc", now=NOW) is None


@pytest.mark.parametrize(
    "name",
    ["", "ftp://hub.example/", "urn:x", "https://", "http://[", "https://a:99999/", "https://a.example/" + 2_048 * "x"],
)
def test_what_is_no_address_is_no_hub_and_no_topic(name: str) -> None:
    for hub in (replace(HUB, url=name), replace(HUB, topic=name)):
        assert noticed(None, SOURCE, hub, new=0, nonce="abc", now=NOW) is None
        assert named(LIVE, hub, HOUR) == replace(LIVE, others=1, others_since=NOW + HOUR)


def test_the_same_hub_changes_nothing() -> None:
    assert noticed(LIVE, SOURCE, HUB, new=0, nonce="def", now=NOW) == LIVE


@pytest.mark.parametrize(
    "other", [replace(HUB, url="https://other.example/"), replace(HUB, topic="https://north.example/n")]
)
def test_another_hub_or_topic_that_two_polls_in_a_row_name_is_another_subscription(other: Hub) -> None:
    once = named(LIVE, other, HOUR)
    assert once is not None
    assert (once.hub, once.nonce, once.state) == (HUB, "abc", PushState.LIVE)
    asked = LIVE.asked_at
    assert asked is not None
    assert named(once, other, 2 * HOUR) == Push(SOURCE, other, "def", due_at=asked + DAY, asked_at=asked)
    assert named(once, other, 2 * DAY) == Push(SOURCE, other, "def", due_at=NOW + 2 * DAY, asked_at=asked)


def test_one_forged_copy_of_a_document_takes_no_subscription_over() -> None:
    forged = replace(HUB, url="https://mallory.example/")
    push: Push | None = LIVE
    for hour in range(0, 100, 3):
        push = named(named(named(push, forged, hour * HOUR), HUB, (hour + 1) * HOUR), None, (hour + 2) * HOUR)
    assert push is not None
    assert push.hub == HUB
    assert named(push, HUB, 100 * HOUR) == LIVE


def test_a_document_that_names_itself_otherwise_each_time_is_asked_for_once() -> None:
    push, asked = noticed(None, SOURCE, HUB, new=0, nonce="0", now=NOW), 0
    for hour in range(100):
        now = NOW + hour * HOUR
        if push and push.due_at <= now and push.state is PushState.WANTED:
            push, asked = begun(push, now), asked + 1
        push = named(push, replace(HUB, topic=f"{HUB.topic}?{hour}"), hour * HOUR)
    assert asked == 1
    assert push is not None
    assert push.hub == HUB


def test_what_two_hubs_are_named_in_turn_for_is_asked_for_once_a_day() -> None:
    push, asked = noticed(None, SOURCE, HUB, new=0, nonce="0", now=NOW), 0
    for hour in range(24):
        now = NOW + hour * HOUR
        if push and push.due_at <= now and push.state is PushState.WANTED:
            push, asked = begun(push, now), asked + 1
        push = named(push, replace(HUB, topic=f"{HUB.topic}?{hour // 2}"), hour * HOUR)
    assert asked == 1


def test_three_polls_over_a_day_that_name_no_hub_end_the_subscription() -> None:
    push: Push | None = LIVE
    for hour in (1, 2, 3, 24):
        push = named(push, None, hour * HOUR)
        assert push is not None
        assert push.state is PushState.LIVE
    assert named(push, None, 25 * HOUR) is None
    assert named(named(push, HUB, 24 * HOUR), None, 25 * HOUR) is not None


def test_two_polls_that_name_no_hub_end_nothing_however_far_apart() -> None:
    assert named(named(LIVE, None), None, 9 * DAY) is not None


# ---- asking


def test_what_is_due_is_asked_for_and_the_hub_has_ten_minutes_to_verify_it() -> None:
    assert (ASKED.state, ASKED.due_at, ASKED.asked_at) == (PushState.ASKED, NOW + PATIENCE, NOW)
    assert asking(ASKED)


def test_a_lease_that_goes_on_is_renewed_and_one_that_is_over_is_asked_for_anew() -> None:
    assert begun(LIVE, NOW + 20 * HOUR).state is PushState.RENEWING
    assert begun(LIVE, NOW + 24 * HOUR).state is PushState.ASKED


def test_what_was_never_verified_is_put_off() -> None:
    after = begun(ASKED, NOW + PATIENCE)
    assert (after.state, after.failures, asking(after)) == (PushState.WANTED, 1, False)
    assert "never verified" in after.error
    assert after.due_at > NOW + PATIENCE


def test_the_form_asks_for_what_the_recommendation_says() -> None:
    url, fields = form(WANTED, "https://bot.example/websub/t", "s3cret")
    assert url == HUB.url
    assert fields == {
        "hub.mode": "subscribe",
        "hub.topic": HUB.topic,
        "hub.callback": "https://bot.example/websub/t",
        "hub.lease_seconds": "864000",
        "hub.secret": "s3cret",
        "hub.verify": "async",
    }


@pytest.mark.parametrize(
    ("named", "asked"),
    [
        ("http://hub.example/", "https://hub.example/"),
        ("http://hub.example:80/?a=b", "https://hub.example/?a=b"),
        ("http://127.0.0.1:8080/", "http://127.0.0.1:8080/"),
        ("https://hub.example:8443/", "https://hub.example:8443/"),
    ],
)
def test_a_hub_is_asked_by_https(named: str, asked: str) -> None:
    assert form(replace(WANTED, hub=Hub(named, "")), "", "")[0] == asked


@pytest.mark.parametrize("name", ["http://hub.example:8080/", "http://hub.lan:8080/", "http://10.0.0.1:8080/"])
def test_what_cant_be_asked_by_https_is_no_hub(name: str) -> None:
    assert noticed(None, SOURCE, replace(HUB, url=name), new=0, nonce="abc", now=NOW) is None


@pytest.mark.parametrize("status", [200, 202, 204])
def test_a_request_that_was_taken_is_waited_for(status: int) -> None:
    assert answered(ASKED, status, NOW) is None


@pytest.mark.parametrize(("status", "state"), [(400, "refused"), (404, "refused"), (302, "refused")])
def test_a_request_that_is_refused_is_repeated_after_about_a_day(status: int, state: str) -> None:
    after = answered(ASKED, status, NOW)
    assert after is not None
    assert (after.state, after.error) == (state, f"the hub answered {status}")
    assert after.due_at - NOW == pytest.approx(DAY, rel=0.2)


@pytest.mark.parametrize("status", [408, 429, 500, 503])
def test_a_hub_in_trouble_is_asked_again_after_about_five_minutes(status: int) -> None:
    after = answered(ASKED, status, NOW)
    assert after is not None
    assert after.state is PushState.WANTED
    assert after.due_at - NOW == pytest.approx(BACK_OFF, rel=0.2)


@given(st.integers(1, 60))
def test_the_back_off_doubles_up_to_a_day(times: int) -> None:
    push = reduce(lambda push, _: failed(push, "no answer", NOW), range(times), ASKED)
    doubled = min(BACK_OFF * 2 ** min(times - 1, 20), LONGEST_BACK_OFF)
    assert push.failures == times
    assert push.due_at - NOW == pytest.approx(doubled, rel=0.2)


def test_a_renewal_that_fails_leaves_the_lease_as_it_is() -> None:
    renewing = begun(LIVE, NOW + 20 * HOUR)
    for refused in (False, True):
        after = failed(renewing, "no answer", NOW + 20 * HOUR, refused=refused)
        assert (after.state, after.lease_until) == (PushState.LIVE, LIVE.lease_until)
    assert failed(renewing, "no answer", NOW + 24 * HOUR).state is PushState.LAPSED


def test_a_host_that_wants_to_be_left_alone_counts_as_no_failure() -> None:
    after = put_off(ASKED, HOUR, NOW)
    assert (after.state, after.due_at, after.failures) == (PushState.WANTED, NOW + HOUR, 0)
    assert put_off(begun(LIVE, NOW + 20 * HOUR), HOUR, NOW + 20 * HOUR).state is PushState.LIVE


# ---- what a hub asks back


def test_what_was_asked_for_is_verified_and_renewed_at_eighty_percent_of_its_lease() -> None:
    assert (LIVE.state, LIVE.lease_until, LIVE.due_at) == (PushState.LIVE, NOW + DAY, NOW + 0.8 * DAY)


@pytest.mark.parametrize(
    ("mode", "topic"), [("subscribe", "https://other.example/"), ("unsubscribe", HUB.topic), ("", HUB.topic)]
)
def test_nothing_else_is_verified(mode: str, topic: str) -> None:
    assert verified(ASKED, mode, topic, 86_400, NOW) is None


def test_nothing_is_verified_that_was_not_asked_for_or_too_long_ago() -> None:
    assert verified(WANTED, "subscribe", HUB.topic, 86_400, NOW) is None
    assert verified(ASKED, "subscribe", HUB.topic, 86_400, NOW + PATIENCE) is not None
    assert verified(ASKED, "subscribe", HUB.topic, 86_400, NOW + PATIENCE + SECOND) is None


def test_a_hub_that_lost_our_answer_may_ask_again() -> None:
    assert grant(LIVE, now=MINUTE).lease_until == NOW + MINUTE + DAY


def test_a_verification_counts_though_the_request_seemed_to_fail() -> None:
    after = grant(failed(ASKED, "no answer", NOW), now=MINUTE)
    assert (after.state, after.failures, after.error) == (PushState.LIVE, 0, "")


@pytest.mark.parametrize(
    ("seconds", "lease"), [(None, LEASE), (0, SHORTEST_LEASE), (3_600, HOUR), (999_999_999, LONGEST_LEASE)]
)
def test_a_lease_is_believed_within_reason(seconds: int | None, lease: timedelta) -> None:
    assert grant(ASKED, seconds).lease_until == NOW + lease


def test_a_hub_may_refuse_and_end_at_any_time() -> None:
    for push in (ASKED, hear(LIVE)):
        after = denied(push, HUB.topic, "too <b>many</b>\nfeeds", NOW)
        assert after is not None
        assert (after.state, after.lease_until, after.pushed_at) == (PushState.REFUSED, None, None)
        assert after.error == "the hub refused: too <b>many</b> feeds"
        assert after.due_at - NOW == pytest.approx(DAY, rel=0.2)
        assert verified(after, "subscribe", HUB.topic, 86_400, NOW) is None


def test_three_pushes_in_a_row_that_cant_be_read_end_the_subscription_for_a_day() -> None:
    twice = unreadable(unreadable(hear(LIVE), NOW), NOW)
    assert (twice.state, twice.unread) == (PushState.LIVE, 2)
    after = unreadable(twice, NOW)
    assert (after.state, after.lease_until, after.unread) == (PushState.REFUSED, None, 0)
    assert after.error == "what the hub pushed could not be read, 3 times in a row"
    assert after.due_at - NOW == pytest.approx(DAY, rel=0.2)


def test_a_push_that_can_be_read_forgives_those_that_could_not() -> None:
    assert hear(unreadable(unreadable(hear(LIVE), NOW), NOW)).unread == 0


def test_a_refusal_may_lack_a_reason_and_is_cut_when_it_has_a_long_one() -> None:
    short, long = denied(ASKED, HUB.topic, "", NOW), denied(ASKED, HUB.topic, "word " * 1_000, NOW)
    assert short is not None
    assert long is not None
    assert short.error == "the hub refused"
    assert len(long.error) < 250


def test_a_refusal_of_another_topic_is_not_ours() -> None:
    assert denied(ASKED, "https://other.example/", "", NOW) is None


def test_only_what_belongs_to_a_source_that_is_read_is_wanted() -> None:
    assert wants(LIVE, "abc")
    assert not wants(LIVE, "def")
    assert not wants(None, "abc")
    for state in set(SourceState) - {SourceState.ACTIVE}:
        assert not wants(replace(LIVE, source=replace(SOURCE, state=state)), "abc")


# ---- trust


def test_a_hub_is_trusted_once_it_has_pushed() -> None:
    assert not trusted(None, NOW)
    assert not trusted(LIVE, NOW)
    assert trusted(hear(LIVE), NOW)
    assert trusted(begun(hear(LIVE), NOW + 20 * HOUR), NOW + 20 * HOUR)


def test_nobody_is_trusted_beyond_the_lease() -> None:
    assert trusted(hear(LIVE), NOW + DAY - SECOND)
    assert not trusted(hear(LIVE), NOW + DAY)


def test_trust_is_earned_anew_with_a_new_subscription_and_kept_with_a_renewal() -> None:
    trusting = hear(LIVE)
    assert trusted(grant(begun(trusting, NOW + 20 * HOUR), now=20 * HOUR), NOW + 20 * HOUR)
    assert not trusted(grant(begun(trusting, NOW + 2 * DAY), now=2 * DAY), NOW + 2 * DAY)


def test_a_hub_that_misses_news_twice_is_trusted_no_more_until_it_pushes() -> None:
    push: Push | None = hear(LIVE)
    trust = []
    for _ in range(3):
        push = noticed(push, SOURCE, HUB, new=1, nonce="def", now=NOW)
        trust.append(trusted(push, NOW))
    assert trust == [True, False, False]
    assert push is not None
    assert trusted(hear(push, HOUR), NOW + HOUR)


def test_what_is_found_before_the_first_push_is_not_missed() -> None:
    assert noticed(LIVE, SOURCE, HUB, new=1, nonce="def", now=NOW) == LIVE


def test_the_time_of_a_push_is_not_written_anew_with_each() -> None:
    trusting = hear(LIVE)
    assert heard(trusting, NOW + 59 * MINUTE) is None
    assert hear(trusting, HOUR).pushed_at == NOW + HOUR


def test_a_source_that_is_pushed_is_polled_as_seldom_as_the_operator_allows() -> None:
    tempo = Tempo(floor=MINUTE, ceiling=HOUR)
    for outcome in (Read(()), Unchanged()):
        assert eased(tempo, hear(LIVE), outcome, NOW) == Tempo(HOUR, HOUR)
        assert eased(tempo, LIVE, outcome, NOW) == tempo
    assert eased(tempo, hear(LIVE), Failed("no answer"), NOW) == tempo
    assert eased(Tempo(HOUR, MINUTE), hear(LIVE), Unchanged(), NOW) == Tempo(HOUR, MINUTE)
