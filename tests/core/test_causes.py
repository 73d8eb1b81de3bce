"""What many sources have in common that can't be read."""

from __future__ import annotations

import aiohttp
import pytest
from aiohttp.client_reqrep import ConnectionKey

from bot.core.causes import UNKNOWN_NAME, cause, offline, shared
from bot.core.model import Outlet, Source, SourceState
from bot.http.reasons import reason


def source(number: int, error: str = "", state: SourceState = SourceState.ACTIVE) -> Source:
    return Source(number, Outlet("example", "Example"), "feed", f"https://{number}.example", state=state, error=error)


def lost(number: int, state: SourceState = SourceState.ACTIVE) -> Source:
    return source(number, f"{number}.example {UNKNOWN_NAME}", state)


def test_the_words_for_an_unknown_name_are_those_that_a_failed_lookup_is_told_in() -> None:
    key = ConnectionKey("gone.example", 443, True, True, None, None, None)
    failed = aiohttp.ClientConnectorDNSError(key, OSError("nothing"))
    assert reason(failed, "gone.example") == f"gone.example {UNKNOWN_NAME}"


@pytest.mark.parametrize(
    ("error", "why"),
    [
        ("a.example accepts no connection", "the host accepts no connection"),
        ("the site answered 500", "the site answered 500"),
        ("odd.", "odd."),
        ("", ""),
    ],
)
def test_a_cause_is_the_same_whatever_the_host(error: str, why: str) -> None:
    assert cause(error) == why


def test_a_cause_is_shared_by_five_and_the_commonest_comes_first() -> None:
    refused = [source(number, "the site answered 403") for number in range(5)]
    gone = [lost(number) for number in range(10, 16)]
    few = [source(number, "the site answered 500") for number in range(20, 24)]
    dead = source(30, "the site answered 500", SourceState.DEAD)
    fine = [source(number) for number in range(40, 50)]
    assert list(shared([*refused, *gone, *few, dead, *fine]).items()) == [
        (f"the host {UNKNOWN_NAME}", tuple(gone)),
        ("the site answered 403", tuple(refused)),
    ]


def test_the_machine_seems_offline_when_most_are_down_and_all_of_those_for_want_of_a_name() -> None:
    down = [lost(number) for number in range(5)]
    fine = [source(number) for number in range(10, 15)]
    assert offline(down)
    assert offline([*down, *fine[:4], lost(20, SourceState.DEAD), source(21, state=SourceState.STANDBY)])
    assert not offline([*down, *fine])
    assert not offline(down[:4])
    assert not offline([*down, source(30, "the site answered 500")])
