"""What a chat leaves out for a while."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from bot.core.catalogue import Catalogue
from bot.core.model import Mute, MuteKind
from bot.newsroom.mutes import MOST_MUTES
from tests.handlers.room import PACKS, SOHR, Room

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


async def muted(room: Room) -> list[tuple[MuteKind, str, timedelta]]:
    (chat,) = {one.chat.id for one in await room.store.chats.subscriptions()}
    known: tuple[Mute, ...] = await room.store.tuning.mutes(chat, room.clock.time)
    return [(one.kind, one.text, one.until - room.clock.time) for one in known]


async def told_of_hama(room: Room) -> str:
    """The reference of an alert."""
    await room.says("/subscribe Hama")
    await room.publish("Shelling near Hama")
    return await room.alert()


async def test_as_a_reply_to_an_alert_its_story_is_muted(room: Room) -> None:
    reference = await told_of_hama(room)
    assert await room.says("/mute", replies_to=reference) == (
        "Muted until 20:05 UTC: the story “Shelling near Hama”. /latest and /missed have it all the same.\n"
        "To end that:  /unmute 1"
    )
    assert await muted(room) == [(MuteKind.STORY, "1", 6 * HOUR)]
    assert "Muted until 4 Dec 14:05 UTC: the story" in await room.says("/mute 2d", replies_to=reference)
    assert "Muted until 14:35 UTC: the story" in await room.says("/mute 30 min")
    assert await muted(room) == [(MuteKind.STORY, "1", HOUR / 2)]
    assert await room.says("/unmute", replies_to=reference) == (
        "Done: the story “Shelling near Hama” – what comes from now on, you are told again.\n"
        "What was kept back meanwhile:  /missed"
    )
    assert await muted(room) == []


async def test_without_an_alert_there_is_no_story_to_mute(room: Room) -> None:
    assert (await room.says("/mute")).startswith("I have sent no alert here yet.")
    assert (await room.says("/mute 6h", replies_to="m99")).startswith("That message is not an alert of mine")


async def test_a_bare_number_is_asked_about(room: Room) -> None:
    reference = await told_of_hama(room)
    asked = await room.says("/mute 6", replies_to=reference)
    assert asked == "6 of what? For so many hours:  /mute 6h\nFor the number itself:  /mute (6) 6h"
    await room.says("/mute (6) 6h")
    assert await muted(room) == [(MuteKind.QUERY, "6", 6 * HOUR)]


@pytest.mark.parametrize(
    ("typed", "asked", "itself"),
    [
        ("hama 6", "6 of what? For so many hours:  /mute hama 6h", "words as they are:  /mute (hama 6) 6h"),
        ("all 6", "6 of what? For so many hours:  /mute all 6h", "words as they are:  /mute (all 6) 6h"),
        ("Hama 6h 2d", "6h or 2d? Type one of them:  /mute Hama 2d", "words as they are:  /mute (Hama 6h) 2d"),
        ("Hama -3h", "I can't read -3h as a span of time.", "words as they are:  /mute (Hama -3h) 6h"),
        ("Hama 1h30m", "I can't read 1h30m as a span of time.", "words as they are:  /mute (Hama 1h30m) 6h"),
        ("Hama 18:00", "I can't read 18:00 as a span of time.", "words as they are:  /mute (Hama 18:00) 6h"),
        ("-3h", "I can't read -3h as a span of time. For example:  /mute 6h", "number itself:  /mute (-3h) 6h"),
    ],
)
async def test_words_that_end_in_half_a_time_are_asked_about(room: Room, typed: str, asked: str, itself: str) -> None:
    reference = await told_of_hama(room)
    told = await room.says(f"/mute {typed}", replies_to=reference)
    assert told.startswith(asked)
    assert told.endswith(f"\nFor the {itself}")
    assert await muted(room) == []


async def test_the_button_under_an_alert_mutes_its_story(room: Room) -> None:
    reference = await told_of_hama(room)
    assert "until 20:05 UTC: the story" in await room.says("/mute 6h", replies_to=reference)


@pytest.mark.parametrize(
    ("typed", "text", "span"),
    [
        ("football", "football", 6 * HOUR),
        ("football OR tennis 2w", "football OR tennis", 14 * DAY),
        ("football for 2 days", "football", 2 * DAY),
        ("north 1d", "hama -rain", DAY),
        ("outlet:SOHR 1h", "outlet:sohr", HOUR),
        ("covid 19 6h", "covid 19", 6 * HOUR),
        ("(covid 19)", "covid 19", 6 * HOUR),
        ("(hama 6h) 2d", "hama 6h", 2 * DAY),
    ],
)
async def test_a_query_a_filter_and_an_outlet_can_be_muted(room: Room, typed: str, text: str, span: timedelta) -> None:
    await room.source(SOHR)
    await room.says("/subscribe Hama")
    await room.says("/filter add north hama -rain")
    assert f": {text}. /latest" in await room.says(f"/mute {typed}")
    assert await muted(room) == [(MuteKind.QUERY, text, span)]
    what = re.sub(r" (for )?\d( days|\w)$", "", typed)
    assert (await room.says(f"/unmute {what}")).startswith(f"Done: {text} –")


async def test_everything_can_be_muted_and_told_again(room: Room) -> None:
    await room.says("/subscribe Hama")
    assert await room.says("/mute all 3h") == (
        "Muted until 17:05 UTC: all alerts. /latest and /missed have it all the same.\nTo end that:  /unmute all"
    )
    await room.says("/mute football 3h")
    assert await muted(room) == [(MuteKind.ALL, "", 3 * HOUR), (MuteKind.QUERY, "football", 3 * HOUR)]
    assert await room.says("/unmute all") == (
        "Done: nothing is muted here any more. What was kept back meanwhile:  /missed"
    )
    assert await muted(room) == []
    assert room.rung == ["wake"] * 4


async def test_the_zone_of_an_end_is_named_until_the_chat_has_its_own(room: Room) -> None:
    assert (await room.says("/mute all 3h")).startswith("Muted until 17:05 UTC: all alerts.")
    await room.says("/timezone Beirut")
    assert (await room.says("/mute all 3h")).startswith("Muted until 19:05: all alerts.")
    assert ", until 19:05, by Omar" in await room.says("/mutes")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("/mute Hama 0h", "0h is no time. Type 1m to 52w.\nFor example:  /mute Hama 6h"),
        ("/mute 99999w", "99999w is too long."),
        ("/mute hama OR (homs 6h", "^ this bracket is never closed."),
        ("/mute syria 6h", "Syria is a pack, which can't be muted"),
    ],
)
async def test_what_cannot_be_muted_says_what_can(room: Room, typed: str, told: str) -> None:
    room.catalogue = Catalogue((), PACKS)
    await room.says("/subscribe Hama")
    assert told in await room.says(typed)
    assert await muted(room) == []


async def test_mutes_are_listed_with_the_numbers_that_end_them(room: Room) -> None:
    assert await room.says("/mutes") == (
        "Nothing is muted here. To mute the story of an alert, reply to it with  /mute 6h"
    )
    await told_of_hama(room)
    await room.says("/mute 2d")
    await room.says("/mute football 6h")
    await room.says("/mute all 1h")
    assert await room.says("/mutes") == (
        "3 things muted here; /unmute with a number ends one.\n\n"
        "3 all alerts, until 15:05 UTC, by Omar\n"
        "2 football, until 20:05 UTC, by Omar\n"
        "1 the story “Shelling near Hama”, until 4 Dec 14:05 UTC, by Omar"
    )
    assert (await room.says("/unmute 2")).startswith("Done: football –")
    assert await room.says("/unmute") == (
        "Several things are muted here: /mutes lists them. Type one of their numbers:  /unmute 3"
    )
    await room.says("/unmute 3")
    assert (await room.says("/unmute")).startswith("Done: the story “Shelling near Hama” –")


async def test_what_is_not_muted_cannot_be_told_again(room: Room) -> None:
    assert await room.says("/unmute Hama") == "Nothing is muted here. What comes when:  /settings"
    reference = await told_of_hama(room)
    await room.says("/mute football")
    assert await room.says("/unmute Hama") == "Hama is not muted here, or no longer. What is:  /mutes"
    assert await room.says("/unmute syria") == "syria is not muted here, or no longer. What is:  /mutes"
    assert await room.says("/unmute", replies_to=reference) == "That story is not muted. What is:  /mutes"


async def test_a_mute_ends_by_itself(room: Room) -> None:
    await room.says("/subscribe Hama")
    await room.says("/mute all 1h")
    room.clock.time += HOUR
    assert (await room.says("/mutes")).startswith("Nothing is muted here.")


async def test_a_story_that_is_kept_no_longer_is_named_by_its_number(room: Room) -> None:
    await room.says("/subscribe Hama")
    (chat,) = {one.chat.id for one in await room.store.chats.subscriptions()}
    await room.store.tuning.mute(chat, MuteKind.STORY, "4711", room.clock.time + HOUR, "", room.clock.time)
    assert "1 the story #4711, until 15:05 UTC" in (await room.says("/mutes")).replace("1 story", "1 the story")


async def test_nobody_mutes_without_end(room: Room) -> None:
    await room.says("/subscribe Hama")
    (chat,) = {one.chat.id for one in await room.store.chats.subscriptions()}
    for number in range(MOST_MUTES):
        await room.store.tuning.mute(chat, MuteKind.QUERY, f"word{number}", room.clock.time + HOUR, "", room.clock.time)
    assert (await room.says("/mute football")).startswith("50 things are muted here, which is the most I keep.")
    assert "Muted until" in await room.says("/mute word7 2d")
