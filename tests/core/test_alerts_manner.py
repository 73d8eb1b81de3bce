"""How an alert comes: as the loudest of what asked for it wants, by the chat's clock."""

from __future__ import annotations

from datetime import UTC, datetime, time

import pytest

from bot.core.alerts.hours import UNIVERSAL, Hold
from bot.core.alerts.manner import Manner, manner, patience
from bot.core.model import Cadence, Hours, Lane, Loudness, Rhythm, Updates
from tests.core.nouns import a_chat, a_subscription

NIGHT = datetime(2026, 1, 10, 3, tzinfo=UTC)
MORNING = datetime(2026, 1, 10, 7, tzinfo=UTC)
QUIET = Hours(quiet=(time(23), time(7)))
CALM = Hold(MORNING, "quiet hours 23:00–07:00")
DAILY = Loudness(Rhythm(Cadence.DAILY))
HOURLY = Loudness(Rhythm(Cadence.HOURLY))
AS_CHAT = Loudness()


def comes(hours: Hours, of_chat: Loudness, *asked: Loudness, origins: int = 1) -> Manner:
    return manner(hours, of_chat, asked, origins, NIGHT, UNIVERSAL)


def test_a_chat_that_said_nothing_is_told_at_once_and_of_changes_in_replies() -> None:
    assert comes(Hours(), Loudness(), AS_CHAT) == Manner(Lane.USUAL, None, Updates.REPLY)


def test_what_a_subscription_wants_goes_over_what_its_chat_wants() -> None:
    hourly = Hold(NIGHT.replace(hour=4), "hourly digest")
    assert comes(Hours(), DAILY, AS_CHAT).held == Hold(NIGHT.replace(hour=8), "daily digest 08:00")
    assert comes(Hours(), DAILY, HOURLY).held == hourly
    assert comes(Hours(), DAILY, Loudness(Rhythm())).held is None
    quiet = Loudness(updates=Updates.NONE)
    assert comes(Hours(), quiet, AS_CHAT).updates is Updates.NONE
    assert comes(Hours(), quiet, Loudness(updates=Updates.EDIT)).updates is Updates.EDIT


def test_of_several_that_match_the_loudest_wins() -> None:
    assert comes(Hours(), Loudness(), DAILY, AS_CHAT).held is None
    assert comes(Hours(), Loudness(), DAILY, HOURLY).held == Hold(NIGHT.replace(hour=4), "hourly digest")
    several = [Loudness(updates=each) for each in (Updates.NONE, Updates.EDIT)]
    assert comes(Hours(), Loudness(), *several).updates is Updates.EDIT
    assert comes(Hours(), Loudness(), *several, AS_CHAT).updates is Updates.REPLY
    assert comes(Hours(), Loudness(), AS_CHAT, Loudness(starred=True)).lane is Lane.URGENT


def test_quiet_hours_hold_what_would_come_in_them() -> None:
    assert comes(QUIET, Loudness(), AS_CHAT) == Manner(Lane.USUAL, CALM, Updates.REPLY)


def test_a_star_passes_quiet_hours_and_digests() -> None:
    assert comes(QUIET, DAILY, Loudness(starred=True)) == Manner(Lane.URGENT, None, Updates.REPLY)


@pytest.mark.parametrize(("origins", "held"), [(2, CALM), (3, None), (4, None)])
def test_a_story_of_many_origins_passes_quiet_hours(origins: int, held: Hold | None) -> None:
    hours = Hours(quiet=QUIET.quiet, urgent_origins=3)
    found = comes(hours, Loudness(), AS_CHAT, origins=origins)
    assert (found.held, found.lane is Lane.URGENT) == (held, held is None)


def test_a_story_of_many_origins_waits_for_its_digest_all_the_same() -> None:
    hours = Hours(quiet=(time(23), time(9)), urgent_origins=2)
    found = comes(hours, DAILY, AS_CHAT, origins=2)
    assert found.lane is Lane.URGENT
    assert found.held == Hold(NIGHT.replace(hour=8), "daily digest 08:00")
    assert comes(hours, DAILY, AS_CHAT).held == Hold(NIGHT.replace(hour=9), "quiet hours 23:00–09:00")


def test_a_chat_is_told_by_its_own_clock() -> None:
    damascus = Hours("Asia/Damascus", (time(23), time(7)))
    assert comes(damascus, Loudness(), AS_CHAT).held == Hold(NIGHT.replace(hour=4), "quiet hours 23:00–07:00")


def test_patience_is_the_subscriptions_or_else_the_chats() -> None:
    chat = a_chat()
    assert patience(a_subscription(1, "x", chat)) == 0
    assert patience(a_subscription(1, "x", chat, loudness=Loudness(min_origins=2))) == 2
    waiting = type(chat)(chat.id, chat.address, chat.kind, loudness=Loudness(min_origins=3))
    assert patience(a_subscription(1, "x", waiting)) == 3
    assert patience(a_subscription(1, "x", waiting, loudness=Loudness(min_origins=0))) == 0
