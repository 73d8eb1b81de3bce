"""How loudly a chat is told: digests, updates, origins, stars, and the page that shows it all."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.errors import NotFound
from bot.core.model import Cadence, DeliveryState, Loudness, Rhythm, Updates
from tests.handlers.room import MEMBER, SOHR, Room

HELD = DeliveryState.HELD
HOUR = timedelta(hours=1)


async def wanted(room: Room) -> list[Loudness]:
    """What the chat wants, and what it wants else of each thing it follows."""
    known = await room.store.chats.subscriptions()
    return [known[0].chat.loudness, *(one.loudness for one in known)]


# ---- digests


async def test_a_chat_that_has_said_nothing_gets_each_alert_at_once_and_is_shown_the_choice(room: Room) -> None:
    assert await room.says("/digest") == (
        "Here: each alert at once.\nHourly:  /digest hourly\nDaily 08:00:  /digest daily 08:00"
    )


async def test_a_digest_is_set_for_the_whole_chat_and_taken_back(room: Room) -> None:
    await room.says("/subscribe Hama")
    room.rung.clear()
    assert await room.says("/digest daily 7pm") == (
        "Here: one digest a day, at 19:00. The next: 19:00 by the clock of UTC; "
        "to have it by yours:  /timezone Asia/Damascus\n"
        "To take that back:  /digest usual"
    )
    assert room.rung == ["wake"]
    assert (await wanted(room))[0].rhythm is not None
    assert await room.says("/digest usual") == "Here: each alert at once.\nTo take that back:  /digest daily 19:00"
    assert (await wanted(room))[0] == Loudness()
    assert await room.says("/digest off") == "Here: each alert at once.\nTo take that back:  /digest usual"
    assert await room.says("/digest off") == "Here: each alert at once."


async def test_digests_come_by_the_chats_own_clock(room: Room) -> None:
    await room.says("/timezone Asia/Damascus")
    assert "The next: 3 Dec 08:00 by the clock of Asia/Damascus" in await room.says("/digest daily 08:00")
    assert "one digest a week, on Monday at 09:00. The next: 7 Dec 09:00" in await room.says("/digest weekly mon 9")
    assert (await room.says("/digest hourly")).startswith("Here: one digest an hour, on the hour. The next: 18:00.\n")


async def test_one_thing_that_is_followed_has_a_rhythm_of_its_own(room: Room) -> None:
    await room.says("/filter add north hama OR idlib")
    await room.says("/subscribe north")
    await room.says("/subscribe Homs")
    assert (await room.says("/digest daily 08:00 for North")).endswith("\nTo take that back:  /digest usual for north")
    assert [one.rhythm and one.rhythm.cadence for one in await wanted(room)] == [None, Cadence.DAILY, None]
    assert (await room.says("/digest for 2")).startswith("For Homs: each alert at once, as all of this chat.")
    assert "But not all of it:\n  north: daily 08:00\n" in await room.says("/digest")
    assert "2 Homs\n" in f"{await room.says('/subscriptions')}\n"
    assert "a filter: hama OR idlib\n    daily 08:00\n" in await room.says("/subscriptions")
    assert (await room.says("/digest off for north")).startswith("For north: each alert at once.\n")
    await room.says("/digest hourly")
    assert (await room.says("/digest usual for north")).startswith(
        "For north: one digest an hour, on the hour, as all of this chat. The next: 15:00.\n"
    )


async def test_all_that_is_followed_in_a_topic_is_set_together(group: Room) -> None:
    for word, thread in (("Hama", ""), ("Homs", "5"), ("Idlib", "5")):
        await group.says(f"/subscribe {word}", thread=thread)
    assert (await group.says("/digest hourly for all", thread="5")).startswith("For all: one digest an hour")
    assert [bool(one.rhythm) for one in await wanted(group)] == [False, False, True, True]


@pytest.mark.parametrize("typed", ["often", "daily 25:00", "weekly blue 8"])
async def test_a_rhythm_that_cannot_be_read_says_how_to_write_one(room: Room, typed: str) -> None:
    await room.says("/subscribe Hama")
    assert (await room.says(f"/digest {typed} for Hama")).endswith("\nFor example:  /digest daily 08:00 for Hama")
    assert (await wanted(room))[1] == Loudness()


@pytest.mark.parametrize("verb", ["digest daily 08:00", "updates edit", "origins 2"])
async def test_what_is_not_followed_cannot_be_set(room: Room, verb: str) -> None:
    assert await room.says(f"/{verb} for Quito") == (
        "You don't follow Quito here, or no longer. /subscriptions shows what you do follow."
    )


async def test_what_waits_is_told_of_and_comes_when_it_is_asked_for(room: Room) -> None:
    await room.says("/subscribe Hama")
    assert await room.says("/digest now") == "Nothing waits for a digest here. What comes when:  /settings"
    await room.publish("Shelling near Hama")
    await room.file()
    await room.befall(HELD, held_until=room.clock.time + 3 * HOUR)
    assert (await room.says("/digest off")).endswith("\n1 alert waits until 17:05. To have it now:  /digest now")
    await room.publish("Rain in Hama")
    await room.file()
    await room.befall(HELD, held_until=room.clock.time + 4 * HOUR)
    assert (await room.says("/digest")).count(
        "2 alerts wait, the first until 17:05. To have them now:  /digest now"
    ) == 1
    room.rung.clear()
    assert await room.says("/digest now") == "2 alerts that waited come now, together."
    assert room.rung == ["wake"]
    assert (await room.store.audit.held(1)).until == room.clock.time


async def test_one_that_waited_comes_as_an_alert(room: Room) -> None:
    await room.says("/subscribe Hama")
    await room.publish("Shelling near Hama")
    await room.file()
    await room.befall(HELD, held_until=room.clock.time + HOUR)
    await room.says("/mute all 1h")
    assert await room.says("/digest now") == (
        "All alerts are muted here, so what waits goes on waiting. To have it:  /unmute all"
    )
    await room.says("/unmute all")
    assert await room.says("/digest now") == "1 alert that waited comes now."


async def test_what_is_followed_no_longer_when_it_comes_to_that_is_told_so(room: Room) -> None:
    await room.says("/subscribe Hama")
    gone = await room.store.chats.subscriptions()
    await room.says("/unsubscribe Hama")
    with pytest.raises(NotFound, match="That is followed here no longer"):
        await room.newsroom.tuning.set_loudness(gone[0].chat, gone, lambda loudness: loudness)


# ---- right after subscribing


async def test_a_press_under_a_new_subscription_makes_it_quieter(room: Room) -> None:
    await room.says("/subscribe Hama")
    assert (await room.presses("Only with 2+ origins")).startswith("For Hama, from now on a story is told when 2 ")
    await room.says("/subscribe Homs")
    assert (await room.presses("Daily digest 08:00")).startswith("For Homs: one digest a day, at 08:00.")
    of_chat, hama, homs = await wanted(room)
    assert of_chat == Loudness()
    assert hama == Loudness(min_origins=2)
    assert homs == Loudness(Rhythm(Cadence.DAILY))


async def test_what_is_long_is_named_by_its_number(room: Room) -> None:
    answer = await room.says("/subscribe (hama OR homs OR idlib OR aleppo OR latakia) -football")
    assert "/origins 2 for 1\n" in answer
    assert "For (hama OR homs" in await room.presses("Only with 2+ origins")


# ---- updates and origins


async def test_what_becomes_of_updates_is_shown_and_set(room: Room) -> None:
    await room.says("/subscribe Hama")
    assert await room.says("/updates") == (
        "Here, updates reply: who else tells it is written into the alert; "
        "what changes the story comes as a reply to it.\n"
        "edit:  /updates edit\n"
        "none:  /updates none"
    )
    assert await room.says("/updates edit") == (
        "Here, from the next alert on: whatever comes is written into the alert; nothing more is sent.\n"
        "To take that back:  /updates usual"
    )
    assert (await room.says("/updates NONE for hama")).endswith("To take that back:  /updates usual for Hama")
    assert await wanted(room) == [Loudness(updates=Updates.EDIT), Loudness(updates=Updates.NONE)]
    assert "But not all of it:\n  Hama: none" in await room.says("/updates")
    assert (await room.says("/updates for Hama")).startswith("For Hama, updates none: an alert stays as it was sent")
    assert (await room.says("/updates usual for Hama")) == (
        "For Hama, from the next alert on: whatever comes is written into the alert; nothing more is sent.\n"
        "To take that back:  /updates none for Hama"
    )
    assert "To take that back" not in await room.says("/updates edit")


async def test_updates_that_there_are_not_are_told_so(room: Room) -> None:
    assert await room.says("/updates never") == (
        "I can't read “never”: updates are reply, edit or none. For example:  /updates edit\n"
        "What each of them means:  /help updates"
    )


async def test_the_origins_that_a_story_needs_are_shown_and_set(room: Room) -> None:
    await room.says("/subscribe Hama")
    assert await room.says("/origins") == (
        "Here, each story is told as soon as one origin has it.\nOnly with 2+ origins:  /origins 2"
    )
    assert await room.says("/origins >=3") == (
        "Here, from now on a story is told when 3 independent origins have it.\nTo take that back:  /origins usual"
    )
    assert (await room.says("/origins off for Hama")).startswith(
        "For Hama, from now on each story is told as soon as one origin has it."
    )
    assert await wanted(room) == [Loudness(min_origins=3), Loudness(min_origins=0)]
    assert await room.says("/origins") == (
        "Here, a story is told when 3 independent origins have it.\nBut not all of it:\n  Hama: 1+ origins\n"
        "Each story:  /origins off"
    )
    assert (await room.says("/origins usual for Hama")).endswith("To take that back:  /origins off for Hama")
    assert (await room.says("/origins 2")).endswith("To take that back:  /origins 3")
    assert (await room.says("/origins usual")).startswith("Here, from now on each story is told")


@pytest.mark.parametrize("typed", ["many", "99", "-1", "2.5"])
async def test_a_number_of_origins_that_cannot_be_says_how_to_write_one(room: Room, typed: str) -> None:
    assert await room.says(f"/origins {typed}") == (
        f"I can't read “{typed}” as a number of origins, which is 1 to 20. For example:  /origins 2"
    )


# ---- stars


async def test_a_star_is_given_and_taken(room: Room) -> None:
    await room.says("/subscribe Hama")
    await room.says("/subscribe Homs")
    assert await room.says("/star hama") == (
        "★ From now on, alerts on Hama come at once, in quiet hours too.\nTo take that back:  /unstar hama"
    )
    assert [one.starred for one in await wanted(room)] == [False, True, False]
    assert "1 Hama\n    ★ urgent\n" in await room.says("/subscriptions")
    assert await room.says("/unstar 1") == "Alerts on Hama come as all others here do. How that is:  /settings"
    assert (await wanted(room))[1] == Loudness()
    assert "alerts on all that is followed here come at once" in await room.says("/star all")
    assert "What is urgent?" in await room.says("/star")
    assert "What is no longer urgent?" in await room.says("/unstar")
    assert "You don't follow Quito here" in await room.says("/star Quito")


async def test_an_outlet_is_starred_by_its_name_or_its_address(room: Room) -> None:
    await room.source(SOHR)
    await room.says("/subscribe outlet:sohr anyway")
    assert "alerts on SOHR come at once" in await room.says("/star https://sohr.example/feed.xml")
    assert "Alerts on SOHR come as all others" in await room.says("/unstar outlet:SOHR")


# ---- all on one page


async def test_settings_show_all_that_is_as_usual_with_what_changes_it(room: Room) -> None:
    assert await room.says("/settings") == (
        "How this chat is told, each with an example of what changes it:\n"
        "• each alert at once:  /digest daily 08:00\n"
        "• no quiet hours:  /quiet 23:00-07:00\n"
        "• urgent, whatever the hour: what is starred:  /quiet pass origins>=3\n"
        "• times are by the clock of UTC:  /timezone Asia/Damascus\n"
        "• who else tells it is written into the alert; what changes the story comes as a reply to it:  /updates edit\n"
        "• each story is told as soon as one origin has it:  /origins 2\n"
        "• all that is followed alike; to star something:  /star Hama\n"
        "• nothing muted:  /mute football 6h"
    )


async def test_settings_show_all_that_was_set(room: Room) -> None:
    for number in range(7):
        await room.says(f"/subscribe word{number}")
        await room.says(f"/star word{number}")
        await room.says(f"/mute word{number} {number + 1}h")
    for typed in (
        "/digest daily 07:00", "/quiet 23:00-07:00 pass origins>=3", "/timezone Beirut", "/updates none", "/origins 2",
        "/origins 3 for word0", "/updates edit for word0", "/digest hourly for word0",
    ):  # fmt: skip
        await room.says(typed)
    told = await room.says("/settings")
    for line in (
        "• one digest a day, at 07:00:  /digest off\n",
        "• quiet from 23:00 to 07:00:  /quiet off\n",
        "• urgent, whatever the hour: what is starred, and what 3 independent origins tell:  /quiet pass off\n",
        "• times are by the clock of Asia/Beirut:  /timezone usual\n",
        "• an alert stays as it was sent; nothing more is sent:  /updates reply\n",
        "• a story is told when 2 independent origins have it:  /origins off\n",
        "• but not all of it:\n  word0: ★ urgent · hourly · updates edit · 3+ origins\n  word1: ★ urgent\n",
        "  and 2 more: /subscriptions\n",
        "• 7 things muted:  /unmute\n  1 word0, until 17:05, by Omar\n",
        "  and 2 more: /mutes",
    ):
        assert line in told


async def test_whoever_is_no_admin_sees_the_settings_and_changes_nothing(group: Room) -> None:
    await group.says("/subscribe Hama")
    group = replace(group, person=MEMBER)
    assert (await group.says("/settings")).startswith("How this chat is told,")
    for typed, told in (
        ("/digest", "Here: each alert at once."),
        ("/quiet", "No quiet hours here"),
        ("/tz", "Times here are by the clock of UTC"),
        ("/updates", "Here, updates reply"),
        ("/origins", "Here, each story is told"),
    ):
        assert (await group.says(typed)).startswith(told)
    for typed in (
        "/digest hourly",
        "/updates edit",
        "/origins 2",
        "/star Hama",
        "/quiet off",
        "/tz London",
        "/mute all",
    ):
        assert (await group.says(typed)).startswith("Only an admin of this chat can do that.")
    assert await wanted(group) == [Loudness(), Loudness()]
