"""What is learnt of a room."""

from __future__ import annotations

import pytest

from bot.platforms.matrix.rooms import RoomState, membership

BOT = "@bot:x"


@pytest.mark.parametrize("odd", [[[]], {}, 5, None])
def test_what_is_no_text_names_no_room_and_nobody(odd: object) -> None:
    state = RoomState()
    state.learn({"type": "m.room.tombstone", "state_key": "", "content": {"replacement_room": odd}, "sender": odd})
    state.learn({"type": "m.room.create", "state_key": "", "content": {"predecessor": {"room_id": odd}}, "sender": odd})
    assert (state.replacement, state.closed_by, state.predecessor, state.creator) == ("", "", "", "")


def test_a_membership_that_is_no_text_is_none() -> None:
    event = {"type": "m.room.member", "state_key": BOT, "content": {"membership": {}}}
    assert membership(event | {"unsigned": {"prev_content": {"membership": []}}}, BOT) == ("", "leave")
