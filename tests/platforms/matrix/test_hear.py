from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.platforms.matrix.hear import Heard, hear


def text(body: str, **content: Any) -> dict[str, Any]:
    return {"msgtype": "m.text", "body": body} | content


@pytest.mark.parametrize(
    ("typed", "heard", "command"),
    [
        ("!latest Hama", "/latest Hama", True),
        ("/latest Hama", "/latest Hama", True),
        ("  !help ", "/help", True),
        ("!décris", "/décris", True),
        ("what is new?", "what is new?", False),
        ("!!! look", "!!! look", False),
        ("! look", "! look", False),
        ("/ 2", "/ 2", False),
        ("!7", "!7", False),
        ("so !latest", "so !latest", False),
    ],
)
def test_a_command_begins_with_a_mark_and_a_letter(typed: str, heard: str, *, command: bool) -> None:
    got = hear(text(typed))
    assert got is not None
    assert (got.text, got.is_command) == (heard, command)


@pytest.mark.parametrize(
    "content",
    [
        {"msgtype": "m.notice", "body": "/latest"},
        {"msgtype": "m.image", "body": "/latest.png"},
        {"msgtype": "m.text"},
        {"msgtype": "m.text", "body": 7},
        {"msgtype": "m.text", "body": "  "},
        {},
        text("* /latest", **{"m.relates_to": {"rel_type": "m.replace", "event_id": "$a"}}),
    ],
)
def test_notices_edits_and_pictures_are_not_heard(content: dict[str, Any]) -> None:
    assert hear(content) is None


def test_a_reply_loses_the_words_it_quotes() -> None:
    relation = {"m.relates_to": {"m.in_reply_to": {"event_id": "$a"}}}
    assert hear(text("> <@bot:x> Army says\n> more\n\n/why", **relation)) == Heard("/why", "", "$a")
    assert hear(text("/why", **relation)) == Heard("/why", "", "$a")


@pytest.mark.parametrize("lines", [1, 2_000])
def test_long_quotes_take_no_longer_than_short_ones(lines: int) -> None:
    """With time that grew with the square of the length, this would take minutes."""
    line = ">" * (2_000_000 // lines)
    heard = hear(
        text("\n".join([line] * lines) + "\n\n/why", **{"m.relates_to": {"m.in_reply_to": {"event_id": "$a"}}})
    )
    assert heard == Heard("/why", "", "$a")
    endless = hear(text(">" * 2_000_000, **{"m.relates_to": {"m.in_reply_to": {"event_id": "$a"}}}))
    assert endless is not None


@pytest.mark.parametrize("event", ["$" + "a" * 300, "no id", "$a\0", "$\ud800", "", "$a\n"])
def test_what_can_be_no_event_is_not_taken_for_one(event: str) -> None:
    relation = {"rel_type": "m.thread", "event_id": event, "m.in_reply_to": {"event_id": event}}
    assert hear(text("/x", **{"m.relates_to": relation})) == Heard("/x")


def test_what_no_database_keeps_is_not_heard() -> None:
    assert hear(text("/a\0b\ud800c")) == Heard("/abc")
    assert hear(text("\0")) is None


def test_a_quote_that_is_no_reply_stays() -> None:
    assert hear(text("> a\nb")) == Heard("> a\nb")


def test_in_a_thread_only_a_true_reply_counts_as_one() -> None:
    relation = {"rel_type": "m.thread", "event_id": "$root", "m.in_reply_to": {"event_id": "$last"}}
    assert hear(text("x", **{"m.relates_to": relation | {"is_falling_back": True}})) == Heard("x", "$root", "")
    assert hear(text("x", **{"m.relates_to": relation | {"is_falling_back": False}})) == Heard("x", "$root", "$last")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["event_id", "m.in_reply_to", "rel_type"]), inner)
    ),
    max_leaves=5,
)


@given(JSON | st.dictionaries(st.sampled_from(["msgtype", "body", "m.relates_to"]), JSON | st.just("m.text")))
def test_whatever_somebody_s_client_writes_is_heard_or_not(content: object) -> None:
    heard = hear(content)
    assert heard is None or heard.text
