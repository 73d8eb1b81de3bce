"""What the operator wants of a source: as it is typed, and what is left of a document."""

from __future__ import annotations

import pytest

from bot.core.errors import UserError
from bot.core.model import Entry, Options
from bot.core.options import LONGEST_USER_AGENT, changed, chosen, reveals

OWN = Entry("1", "", "Own words")
REPOST = Entry("2", "", "Passed on", reposts="SOHR")
REPLY = Entry("3", "", "An answer", replies_to="@somebody")
BOTH = Entry("4", "", "Another's answer", reposts="SOHR", replies_to="@somebody")
ALL = (OWN, REPOST, REPLY, BOTH)


@pytest.mark.parametrize(
    ("options", "kept"),
    [
        (Options(), (OWN, REPOST)),
        (Options(reposts=False), (OWN,)),
        (Options(replies=True), ALL),
        (Options(replies=True, reposts=False), (OWN, REPLY)),
    ],
)
def test_answers_are_left_out_and_reposts_taken_unless_told_otherwise(
    options: Options, kept: tuple[Entry, ...]
) -> None:
    assert chosen(ALL, options) == kept


@pytest.mark.parametrize(
    ("name", "value", "after"),
    [
        ("replies", "on", Options(replies=True)),
        ("Reposts", "OFF", Options(reposts=False)),
        ("cache-bust", "yes", Options(cache_bust=True)),
        ("cache_bust", "no", Options()),
        ("user_agent", "Mozilla/5.0 (X11)", Options(user_agent="Mozilla/5.0 (X11)")),
        ("user-agent", "reset", Options()),
        ("user_agent", "", Options()),
    ],
)
def test_an_option_is_set_as_it_is_typed(name: str, value: str, after: Options) -> None:
    assert changed(Options(), name, value, "12") == after


@pytest.mark.parametrize("name", ["replies", "reposts", "cache_bust"])
def test_a_switch_is_on_or_off_and_nothing_else(name: str) -> None:
    with pytest.raises(UserError, match=f"/source set 12 {name} on"):
        changed(Options(), name, "maybe", "12")


def test_an_option_that_there_is_not_is_answered_with_those_there_are() -> None:
    with pytest.raises(UserError, match="replies, reposts, cache_bust, user_agent"):
        changed(Options(), "colour", "red", "12")


@pytest.mark.parametrize("value", ["a\nHost: evil", "Ünïcode", "x" * (LONGEST_USER_AGENT + 1), "\x1b[2J"])
def test_a_user_agent_cannot_smuggle_anything_into_a_request(value: str) -> None:
    with pytest.raises(UserError, match="plain characters:  /source set 12 user_agent"):
        changed(Options(), "user_agent", value, "12")


def test_only_what_lets_more_through_brings_old_things_to_light() -> None:
    usual, wide, narrow = Options(), Options(replies=True), Options(reposts=False)
    assert reveals(usual, wide)
    assert reveals(narrow, usual)
    assert not reveals(wide, usual)
    assert not reveals(usual, narrow)
    assert not reveals(usual, Options(cache_bust=True))
