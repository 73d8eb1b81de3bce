from __future__ import annotations

from math import inf
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.platforms.matrix.power import read_powers
from bot.platforms.matrix.rooms import RoomState, membership

ANN, BOB, EVE = "@ann:a.org", "@bob:b.org", "@eve:e.org"


def test_an_admin_may_change_the_state() -> None:
    powers = read_powers(ANN, {"room_version": "11"}, {"users": {ANN: 100, BOB: 50, EVE: 49}})
    assert [powers.is_admin(user) for user in (ANN, BOB, EVE, "@new:x")] == [True, True, False, False]


def test_the_room_says_what_that_takes() -> None:
    powers = read_powers(ANN, {"room_version": "11"}, {"users": {BOB: 50, EVE: 80}, "state_default": 80})
    assert [powers.is_admin(user) for user in (BOB, EVE)] == [False, True]


def test_the_default_level_is_everybody_else_s() -> None:
    powers = read_powers(ANN, {}, {"users": {EVE: 0}, "users_default": 60})
    assert [powers.is_admin(user) for user in (BOB, EVE)] == [True, False]


def test_without_power_levels_the_creator_alone_is_admin() -> None:
    powers = read_powers(ANN, {"room_version": "11"}, None)
    assert [powers.is_admin(user) for user in (ANN, BOB)] == [True, False]


def test_a_creator_who_gave_up_power_in_an_old_room_is_no_admin() -> None:
    assert not read_powers(ANN, {"room_version": "11"}, {"users": {ANN: 0}}).is_admin(ANN)


def test_from_version_12_creators_outrank_all() -> None:
    create = {"room_version": "12", "additional_creators": [BOB]}
    powers = read_powers(ANN, create, {"users": {EVE: 100}, "state_default": 101})
    assert [powers.level(user) for user in (ANN, BOB, EVE)] == [inf, inf, 100]
    assert [powers.is_admin(user) for user in (ANN, BOB, EVE)] == [True, True, False]


def test_before_version_12_additional_creators_are_just_words() -> None:
    assert not read_powers(ANN, {"room_version": "11", "additional_creators": [EVE]}, {"users": {}}).is_admin(EVE)


@pytest.mark.parametrize("level", ["50", "+50", 50])
def test_old_rooms_may_write_levels_as_strings(level: object) -> None:
    assert read_powers(ANN, {}, {"users": {BOB: level}}).is_admin(BOB)


@pytest.mark.parametrize("level", ["much", None, True, [100], {}, 99.5])
def test_a_level_that_is_none_grants_nothing(level: object) -> None:
    assert not read_powers(ANN, {}, {"users": {EVE: level}, "users_default": level}).is_admin(EVE)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)


@given(JSON, JSON, JSON)
def test_nonsense_never_makes_a_stranger_an_admin(version: Any, more: Any, users: Any) -> None:
    powers = read_powers(ANN, {"room_version": version, "additional_creators": more}, {"users": users})
    assert not powers.is_admin("@stranger:nowhere.example")


def test_a_room_s_state_is_what_was_said_last() -> None:
    state = RoomState()
    for event in (
        {"type": "m.room.create", "sender": ANN, "content": {"room_version": "11", "predecessor": {"room_id": "!old"}}},
        {"type": "m.room.power_levels", "sender": ANN, "content": {"users": {EVE: 100}}},
        {"type": "m.room.power_levels", "sender": ANN, "content": {"users": {BOB: 100}}},
        {"type": "m.room.tombstone", "sender": BOB, "content": {"replacement_room": "!new"}},
    ):
        state.learn(event | {"state_key": ""})
    assert [state.powers.is_admin(user) for user in (EVE, BOB)] == [False, True]
    assert (state.predecessor, state.replacement, state.closed_by) == ("!old", "!new", BOB)


def test_only_state_events_are_state() -> None:
    state = RoomState()
    state.learn({"type": "m.room.power_levels", "sender": EVE, "content": {"users": {EVE: 100}}})
    state.learn({"type": "m.room.tombstone", "sender": EVE, "state_key": "x", "content": {"replacement_room": "!trap"}})
    state.learn({"type": "m.room.create", "sender": EVE, "state_key": "", "content": "nonsense"})
    assert state == RoomState()


def test_membership_is_told_with_what_it_was_before() -> None:
    event = {"type": "m.room.member", "state_key": BOB, "content": {"membership": "ban"}}
    assert membership(event, BOB) == ("ban", "leave")
    assert membership(event | {"unsigned": {"prev_content": {"membership": "join"}}}, BOB) == ("ban", "join")
    assert membership(event, EVE) == ("", "")


def test_members_are_those_who_are_in_the_room_or_invited_however_odd_their_events_are() -> None:
    room = RoomState()
    for user, content in (
        ("@a:x", {"membership": "join"}),
        ("@b:x", {"membership": "invite", "displayname": 5}),
        ("@c:x", {"membership": "join", "avatar_url": {}}),
        ("@c:x", {"membership": "ban"}),
        ("@d:x", {"membership": "leave"}),
        ("@e:x", {"membership": ["join"]}),
        (7, {"membership": "join"}),
        ("@f:x", "join"),
    ):
        room.learn({"type": "m.room.member", "state_key": user, "sender": "@a:x", "content": content})
    assert room.members == {"@a:x", "@b:x"}
