from __future__ import annotations

from datetime import timedelta

import aiohttp
import pytest
from nio.exceptions import EncryptionError

from bot.core.outcome import Gone, Later, Refused, Unsure
from bot.platforms.matrix.client import attempt
from bot.platforms.matrix.invites import MOST_ROOMS, declined
from bot.platforms.matrix.trouble import Trouble, hopeless, outcome


@pytest.mark.parametrize(
    ("status", "errcode", "result"),
    [
        (403, "M_FORBIDDEN", Gone),
        (404, "M_NOT_FOUND", Gone),
        (413, "M_TOO_LARGE", Refused),
        (400, "M_BAD_JSON", Refused),
        (404, "M_UNRECOGNIZED", Refused),
        (0, "", Later),
        (200, "", Unsure),
        (500, "M_UNKNOWN", Unsure),
        (502, "", Unsure),
        (504, "", Unsure),
        (404, "", Later),
        (413, "", Later),
        (429, "", Later),
    ],
)
def test_what_an_answer_means_for_a_message(status: int, errcode: str, result: type) -> None:
    assert type(outcome(Trouble("words", status, errcode))) is result


def test_a_failure_that_may_pass_counts_as_an_attempt_at_this_chat_alone() -> None:
    assert outcome(Trouble("words", 404)) == Later(timedelta(seconds=5), "words")


def test_what_was_written_and_not_answered_is_in_doubt() -> None:
    assert outcome(Trouble("words", unanswered=True)) == Unsure("words")


@pytest.mark.parametrize(
    ("error", "result"),
    [
        (aiohttp.ServerDisconnectedError(), Unsure),
        (TimeoutError(), Unsure),
        (ValueError("no such field"), Unsure),
        (aiohttp.ClientConnectorError(None, OSError(111, "refused")), Later),  # type: ignore[arg-type]  # who is not said
        (EncryptionError(), Later),
    ],
)
async def test_what_was_not_even_written_is_not_in_doubt(error: Exception, result: type) -> None:
    async def fails() -> None:
        raise error

    assert type(outcome(await attempt(fails()))) is result


def test_what_a_homeserver_puts_off_it_has_not_done() -> None:
    wait = timedelta(seconds=30)
    assert outcome(Trouble("words", 503, wait=wait)) == Later(wait, "words")


def test_the_pause_a_homeserver_asks_for_is_everybody_s_and_no_attempt() -> None:
    wait = timedelta(milliseconds=425)
    assert outcome(Trouble("slow down", 429, "M_LIMIT_EXCEEDED", wait)) == Later(
        wait, "M_LIMIT_EXCEEDED: slow down", paused=True, everyone=True
    )


def test_a_limit_without_a_figure_is_obeyed_all_the_same() -> None:
    assert outcome(Trouble("slow down", 429, "M_LIMIT_EXCEEDED")) == Later(
        timedelta(seconds=5), "M_LIMIT_EXCEEDED: slow down", paused=True, everyone=True
    )


@pytest.mark.parametrize(
    "errcode",
    ["M_UNKNOWN_TOKEN", "M_MISSING_TOKEN", "M_USER_SUSPENDED", "M_USER_LOCKED", "M_RESOURCE_LIMIT_EXCEEDED"],
)
def test_trouble_of_the_account_costs_no_chat_an_attempt(errcode: str) -> None:
    later = outcome(Trouble("words", 403, errcode))
    assert isinstance(later, Later)
    assert later.paused
    assert later.everyone


@pytest.mark.parametrize(
    ("trouble", "verdict"),
    [
        (Trouble("wrong password", 403, "M_FORBIDDEN"), True),
        (Trouble("not found", 404), True),
        (Trouble("slow down", 429, "M_LIMIT_EXCEEDED"), False),
        (Trouble("locked", 401, "M_USER_LOCKED"), False),
        (Trouble("bad gateway", 502), False),
        (Trouble("too many requests", 429), False),
        (Trouble("no answer"), False),
    ],
)
def test_only_a_refusal_that_will_not_change_is_hopeless(trouble: Trouble, *, verdict: bool) -> None:
    assert hopeless(trouble) is verdict


@pytest.mark.parametrize(
    ("inviter", "allowed", "welcome"),
    [
        ("@me:example.org", (), True),
        ("@me:example.org", ("@me:example.org",), True),
        ("@me:example.org", ("example.org",), True),
        ("@me:example.org:8448", ("example.org:8448",), True),
        ("@you:example.org", ("@me:example.org",), False),
        ("@me:evil-example.org", ("example.org",), False),
        ("@me:example.org.evil.net", ("example.org",), False),
        ("@example.org:evil.net", ("example.org",), False),
        ("", ("example.org",), False),
    ],
)
def test_an_invitation_is_accepted_from_those_on_the_list(
    inviter: str, allowed: tuple[str, ...], *, welcome: bool
) -> None:
    assert (declined(inviter, allowed, 0) == "") is welcome


def test_there_is_room_for_so_many_rooms() -> None:
    assert declined("@me:example.org", (), MOST_ROOMS - 1) == ""
    assert str(MOST_ROOMS) in declined("@me:example.org", ("example.org",), MOST_ROOMS)
