"""The pace of one chat, and whose pause a pause is, on a clock of the tests' own."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial

from bot.core.outcome import Later, Outcome, Sent
from bot.core.pacing import Asking, Limits, Pace, Written, limits
from bot.platforms.telegram.pace import Floods, Turns

NOW = datetime(2026, 12, 2, 14, tzinfo=UTC)


class Clock:
    time = 100.0

    def __call__(self) -> float:
        return self.time


def pause(seconds: int) -> Later:
    return Later(timedelta(seconds=seconds), "429", paused=True)


def everyones(outcome: Outcome) -> bool:
    return isinstance(outcome, Later) and outcome.everyone


async def test_a_reply_waits_for_its_chat_and_for_no_other() -> None:
    pace, now = Pace(Limits(gap=timedelta(seconds=0.05), most={Asking.ALERT: 1})), partial(datetime.now, UTC)
    turns, began = Turns(pace, now), now()
    for chat in (1, 2, 3):
        async with turns.reply(chat):
            pass
    assert now() - began < timedelta(seconds=0.05)
    async with turns.reply(1):
        assert now() - began >= timedelta(seconds=0.05)


async def test_what_is_said_counts_for_the_alerts_of_its_chat() -> None:
    pace = Pace(limits("telegram"))
    turns = Turns(pace, lambda: NOW)
    for count in range(17):
        pace.recall([Written("-1", NOW - timedelta(seconds=2 * count + 2), group=True)], NOW)
    async with turns.reply(-1):
        pass
    assert pace.free_at("-1", Asking.ALERT, NOW, group=True) == NOW + timedelta(seconds=26)
    async with turns.reply(1):
        pass
    assert pace.free_at("1", Asking.ALERT, NOW, group=False) == NOW + limits("telegram").gap


def test_one_chat_that_is_flooded_again_and_again_pauses_nobody_else() -> None:
    clock = Clock()
    floods = Floods(clock)
    for _ in range(20):
        assert floods.judged(-1, pause(40)) == pause(40)
        clock.time += 1


def test_pauses_of_three_chats_within_a_minute_are_everyones_once() -> None:
    clock = Clock()
    floods = Floods(clock)
    judged = []
    for chat in (1, 2, 2, 3, 4):
        judged.append(everyones(floods.judged(chat, pause(5))))
        clock.time += 10
    assert judged == [False, False, False, True, False]


def test_pauses_further_apart_or_shorter_are_each_chats_own() -> None:
    clock = Clock()
    floods = Floods(clock)
    for chat in range(9):
        assert not everyones(floods.judged(chat, pause(30)))
        assert not any(everyones(floods.judged(other, pause(4))) for other in range(20, 30))
        clock.time += 31


def test_a_pause_longer_than_any_chats_own_is_everyones() -> None:
    assert not everyones(Floods().judged(1, pause(60)))
    assert everyones(Floods().judged(1, pause(61)))


def test_other_outcomes_stay_what_they_are() -> None:
    floods = Floods()
    for outcome in (
        Sent("1"),
        Later(timedelta(hours=1), "500"),
        Later(timedelta(1), "401", paused=True, everyone=True),
    ):
        assert floods.judged(1, outcome) is outcome
