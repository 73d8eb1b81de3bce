"""How fast an account may write, held against a naive look at all windows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from heapq import heappop, heappush
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.pacing import PAID, Asking, Limits, Pace, Slot, Written, limits
from tests.core.nouns import NOW

SECOND, MINUTE, MS = timedelta(seconds=1), timedelta(minutes=1), timedelta(milliseconds=1)
REPLY, ALERT, EDIT = Asking.REPLY, Asking.ALERT, Asking.EDIT
TELEGRAM = limits("telegram")
GAP = TELEGRAM.gap
SMALL = Limits(gap=SECOND, group={REPLY: 5, ALERT: 4, EDIT: 3}, most={ALERT: 3, EDIT: 2})


def fullest(times: Sequence[datetime], span: timedelta) -> int:
    """The most that any window of this span holds, its beginning counted and its end not."""
    return max((sum(first <= time < first + span for time in times) for first in times), default=0)


def write(pace: Pace, chat: str, now: datetime, *, group: bool = False, took: timedelta = timedelta(0)) -> None:
    slot = pace.take(chat, now, group=group)
    pace.begin(slot, now)
    pace.end(slot, now + took)


# ---- one chat


def test_a_chat_is_written_to_once_in_its_time_and_others_meanwhile() -> None:
    pace = Pace(TELEGRAM)
    assert pace.free_at("1", ALERT, NOW, group=False) == NOW
    write(pace, "1", NOW)
    later = NOW + SECOND / 4
    assert pace.free_at("1", ALERT, later, group=False) == NOW + GAP
    assert pace.free_at("2", ALERT, later, group=False) == later
    assert pace.free_at("1", ALERT, NOW + 2 * GAP, group=False) == NOW + 2 * GAP


def test_a_chat_waits_from_the_end_of_what_was_asked_there() -> None:
    pace = Pace(TELEGRAM)
    slot = pace.take("1", NOW, group=False)
    pace.begin(slot, NOW)
    late = NOW + 10 * SECOND
    assert pace.free_at("1", REPLY, late, group=False) == late + GAP
    pace.end(slot, late)
    assert pace.free_at("1", REPLY, late, group=False) == late + GAP
    assert pace.free_at("1", REPLY, late + GAP, group=False) == late + GAP


def test_a_group_is_slowed_only_when_its_minute_is_used_up() -> None:
    pace, now = Pace(TELEGRAM), NOW
    for _ in range(18):
        assert pace.free_at("-1", ALERT, now, group=True) == now
        write(pace, "-1", now, group=True)
        now += GAP
    assert now < NOW + 20 * SECOND
    assert pace.free_at("-1", ALERT, now, group=True) == NOW + MINUTE
    assert pace.free_at("-1", ALERT, NOW + MINUTE, group=True) == NOW + MINUTE


def test_alerts_leave_room_for_replies_in_a_group_and_edits_for_both() -> None:
    pace, now, free = Pace(TELEGRAM), NOW, dict[Asking, int]()
    for written in range(21):
        for asking in Asking:
            if pace.free_at("-1", asking, now, group=True) == now:
                free[asking] = written + 1
        write(pace, "-1", now, group=True)
        now += GAP
    assert free == {REPLY: 20, ALERT: 18, EDIT: 15}


def test_a_private_chat_has_no_minute() -> None:
    pace, now = Pace(TELEGRAM), NOW
    for _ in range(60):
        assert pace.free_at("1", EDIT, now, group=False) == now
        write(pace, "1", now)
        now += GAP
    assert now > NOW + MINUTE


def test_in_a_group_where_everything_is_on_its_way_nobody_knows_when_it_is_free() -> None:
    pace = Pace(SMALL)
    slots = [pace.take("-1", NOW, group=True) for _ in range(4)]
    for slot in slots:
        pace.begin(slot, NOW)
    assert pace.free_at("-1", ALERT, NOW, group=True) == NOW + MINUTE
    assert pace.free_at("-1", REPLY, NOW, group=True) == NOW + SECOND
    for slot in slots:
        pace.end(slot, NOW)
    assert pace.free_at("-1", EDIT, NOW, group=True) == NOW + MINUTE


# ---- over all


def test_over_all_there_is_room_for_so_many_a_second() -> None:
    pace = Pace(replace(TELEGRAM, breath=timedelta(0)))
    assert pace.room(ALERT, 100, NOW) == 25
    for chat in range(20):
        write(pace, str(chat), NOW + chat * MS)
    later = NOW + 500 * MS
    assert (pace.room(ALERT, 100, later), pace.room(ALERT, 3, later), pace.room(EDIT, 100, later)) == (5, 3, 0)
    assert pace.opens_at(ALERT, later) == later
    assert pace.opens_at(EDIT, later) == NOW + SECOND
    assert pace.room(ALERT, 100, NOW + SECOND) == 6
    assert pace.room(EDIT, 100, NOW + SECOND) == 1


def test_no_more_than_a_fifth_of_a_seconds_messages_is_begun_in_a_breath() -> None:
    pace, now, begun = Pace(TELEGRAM), NOW, list[datetime]()
    for number in range(100):
        now = pace.opens_at(ALERT, now)
        assert 0 < pace.room(ALERT, 100, now) <= 5
        write(pace, str(number), now)
        begun.append(now)
    assert (fullest(begun, TELEGRAM.breath), fullest(begun, SECOND)) == (5, 25)
    assert begun[-1] - NOW == 3 * SECOND + 4 * TELEGRAM.breath


def test_replies_never_wait_for_the_number_over_all_but_count() -> None:
    pace = Pace(replace(TELEGRAM, breath=timedelta(0)))
    for chat in range(40):
        assert pace.room(REPLY, 1, NOW) == 1
        write(pace, str(chat), NOW)
    assert pace.opens_at(REPLY, NOW) == NOW
    assert pace.room(ALERT, 1, NOW) == 0
    assert pace.room(ALERT, 100, NOW + SECOND) == 25


def test_an_edit_waits_for_its_chat_and_for_what_messages_leave() -> None:
    pace = Pace(TELEGRAM)
    assert pace.edit("1", NOW, group=False) == timedelta(0)
    assert pace.edit("1", NOW, group=False) == GAP
    for chat in range(19):
        write(pace, f"chat {chat}", NOW)
    assert pace.edit("2", NOW, group=False) == SECOND


def test_a_slot_counts_until_something_is_begun_in_it() -> None:
    pace = Pace(SMALL)
    slots = [pace.take(str(chat), NOW, group=False) for chat in range(3)]
    much_later = NOW + MINUTE
    assert pace.room(ALERT, 9, much_later) == 0
    assert pace.opens_at(ALERT, much_later) == much_later + SECOND
    pace.begin(slots[0], much_later)
    assert pace.room(ALERT, 9, much_later + SECOND) == 1


def test_a_slot_in_which_nothing_was_begun_leaves_no_trace() -> None:
    pace = Pace(SMALL)
    pace.end(pace.take("-1", NOW, group=True), NOW)
    assert pace.room(ALERT, 9, NOW) == 3
    assert pace.free_at("-1", ALERT, NOW, group=True) == NOW
    assert pace.known == 0


def test_a_platform_without_limits_is_written_to_at_any_time() -> None:
    pace = Pace(limits("console"))
    for _ in range(100):
        assert pace.room(ALERT, 16, NOW) == 16
        assert pace.free_at("1", ALERT, NOW, group=False) == NOW
        write(pace, "1", NOW)


def test_a_matrix_room_has_a_floor_and_the_servers_own_limits() -> None:
    pace = Pace(limits("matrix"))
    for _ in range(50):
        write(pace, "!room", NOW, group=True)
    assert pace.free_at("!room", ALERT, NOW, group=True) == NOW + 200 * MS
    assert pace.room(ALERT, 50, NOW) == 50


def test_who_pays_may_send_a_thousand_a_second_but_edit_no_more() -> None:
    paid = limits("telegram", paid=True)
    assert (paid.most, paid.group, paid.gap) == ({ALERT: PAID, EDIT: 20}, TELEGRAM.group, GAP)
    assert limits("matrix", paid=True) == limits("matrix")


# ---- the clock, and the past


def test_a_clock_set_back_silences_nobody_and_forgets_nothing() -> None:
    pace = Pace(SMALL)
    for chat in range(3):
        write(pace, str(chat), NOW)
    back = NOW - timedelta(hours=1)
    assert pace.room(ALERT, 9, back) == 0
    assert pace.opens_at(ALERT, back) == back + SECOND
    assert pace.free_at("1", ALERT, back, group=False) == back + SECOND
    assert pace.room(ALERT, 9, back + SECOND) == 3


def test_what_was_written_before_a_restart_counts() -> None:
    pace = Pace(TELEGRAM)
    past = [Written("-1", NOW - age * SECOND, group=True) for age in range(18)]
    pace.recall([*past, Written("1", NOW - SECOND / 2, group=False)], NOW)
    assert pace.free_at("-1", ALERT, NOW, group=True) == NOW + 43 * SECOND
    assert pace.free_at("1", ALERT, NOW, group=False) == NOW + GAP - SECOND / 2
    assert pace.room(ALERT, 100, NOW) == 4
    assert pace.room(ALERT, 100, NOW + TELEGRAM.breath) == 5


def test_what_seems_to_be_written_in_the_future_was_written_now() -> None:
    pace = Pace(TELEGRAM)
    pace.recall([Written("1", NOW + timedelta(hours=3), group=False)], NOW)
    assert pace.free_at("1", ALERT, NOW, group=False) == NOW + GAP


def test_what_is_recalled_goes_with_what_is_known() -> None:
    pace = Pace(SMALL)
    write(pace, "-1", NOW, group=True)
    past = [Written("-1", NOW - age * SECOND, group=True) for age in (50, 40, 30)]
    pace.recall(past, NOW + SECOND)
    assert pace.free_at("-1", ALERT, NOW + SECOND, group=True) == NOW + 10 * SECOND


def test_chats_are_forgotten_when_their_windows_are_over() -> None:
    pace, now = Pace(TELEGRAM), NOW
    flying = pace.take("flying", now, group=False)
    for number in range(5_000):
        write(pace, str(number), now, group=number % 2 == 0)
        now += SECOND
        assert pace.known <= 63
    pace.end(flying, now)


# ---- all of it, against the oracle


@dataclass
class World:
    """A platform with its own latencies, in virtual time, and what reached it when."""

    pace: Pace
    now: datetime = NOW
    reached: dict[str, list[datetime]] = field(default_factory=lambda: defaultdict(list))
    begun: list[tuple[datetime, Asking]] = field(default_factory=list)
    under_way: list[tuple[datetime, int, Slot]] = field(default_factory=list)
    number: count[int] = field(default_factory=count)

    def go_to(self, time: datetime) -> None:
        """Let what ends until then end."""
        while self.under_way and self.under_way[0][0] <= time:
            self.now, _, slot = heappop(self.under_way)
            self.pace.end(slot, self.now)
        self.now = max(self.now, time)

    def ask(self, chat: str, asking: Asking, upwards: timedelta, took: timedelta) -> None:
        """Ask if that may be; it reaches the platform on its way."""
        group = chat.startswith("-")
        if not self.pace.room(asking, 1, self.now):
            assert self.pace.opens_at(asking, self.now) > self.now
            return
        if self.pace.free_at(chat, asking, self.now, group=group) > self.now:
            return
        slot = self.pace.take(chat, self.now, group=group)
        self.pace.begin(slot, self.now)
        self.begun.append((self.now, asking))
        self.reached[chat].append(self.now + min(upwards, took))
        heappush(self.under_way, (self.now + took, next(self.number), slot))


steps = st.tuples(
    st.sampled_from(("1", "2", "3", "-1", "-2")),
    st.sampled_from(tuple(Asking)),
    st.integers(0, 3_000),  # milliseconds on its way there
    st.integers(0, 4_000),  # until it ended
    st.integers(0, 1_500),  # until the next
)


@given(st.lists(steps, min_size=20, max_size=120))
def test_no_window_of_a_chat_is_exceeded_at_the_platform_nor_any_over_all(
    schedule: list[tuple[str, Asking, int, int, int]],
) -> None:
    world = World(Pace(SMALL))
    for chat, asking, upwards, took, wait in schedule:
        world.ask(chat, asking, upwards * MS, took * MS)
        world.go_to(world.now + wait * MS)
    for chat, times in world.reached.items():
        assert fullest(sorted(times), SECOND) <= 1
        assert fullest(sorted(times), MINUTE) <= 5 or not chat.startswith("-")
    for number, (time, asking) in enumerate(world.begun):
        if asking is not REPLY:
            lately = sum(time - SECOND < before for before, _ in world.begun[: number + 1])
            assert lately <= SMALL.most[asking]


@given(st.lists(st.tuples(st.integers(0, 900), st.sampled_from((ALERT, EDIT))), min_size=1, max_size=80))
def test_over_all_as_much_is_begun_as_the_naive_count_allows(waits: list[tuple[int, Asking]]) -> None:
    pace, now, begun = Pace(SMALL), NOW, list[datetime]()
    for number, (wait, asking) in enumerate(waits):
        now += wait * MS
        lately = sum(now - SECOND < before for before in begun)
        room = pace.room(asking, 9, now)
        assert room == max(0, SMALL.most[asking] - lately)
        opens = pace.opens_at(asking, now)
        assert (opens == now) == (room > 0)
        assert sum(opens - SECOND < before for before in begun) < SMALL.most[asking]
        if room:
            write(pace, str(number), now)
            begun.append(now)


@given(st.lists(st.tuples(st.integers(0, 40_000), st.sampled_from(tuple(Asking))), min_size=1, max_size=60))
def test_a_group_is_free_at_the_first_moment_that_its_windows_allow(waits: list[tuple[int, Asking]]) -> None:
    pace, now, written = Pace(SMALL), NOW, list[datetime]()
    for wait, asking in waits:
        now += wait * MS
        free = pace.free_at("-1", asking, now, group=True)

        def fits(time: datetime, most: int = SMALL.group[asking]) -> bool:
            lately = sum(time - MINUTE < before for before in written)
            return lately < most and all(time - SECOND >= before for before in written)

        assert fits(free)
        assert free == now or not fits(free - MS)
        if free == now:
            write(pace, "-1", now, group=True)
            written.append(now)


@given(
    st.lists(st.tuples(st.booleans(), st.integers(0, 120_000)), max_size=40),
    st.lists(st.integers(-7_200_000, 7_200_000), max_size=6),
)
def test_whatever_the_clock_does_a_chat_is_free_within_a_minute(
    written: list[tuple[bool, int]], leaps: list[int]
) -> None:
    pace, now = Pace(SMALL), NOW
    for group, age in written:
        pace.recall([Written("-1" if group else "1", now - age * MS, group=group)], now)
    for leap in leaps:
        now += leap * MS
        write(pace, "-1", now, group=True)
        for asking in Asking:
            assert now <= pace.free_at("-1", asking, now, group=True) <= now + MINUTE
            assert now <= pace.opens_at(asking, now) <= now + SECOND


@pytest.mark.parametrize("platform", ["telegram", "matrix", "console"])
def test_what_concerns_people_most_has_the_most_room(platform: str) -> None:
    known = limits(platform)
    for numbers in (known.group, known.most):
        room = [numbers.get(asking, 10**9) for asking in (REPLY, ALERT, EDIT)]
        assert room == sorted(room, reverse=True)
