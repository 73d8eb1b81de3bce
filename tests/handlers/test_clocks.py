"""Quiet hours, and by which clock."""

from __future__ import annotations

from datetime import time, timedelta

import pytest

from bot.core.model import DeliveryState, Hours
from tests.handlers.room import NOW, Room

NIGHT = (time(23), time(7))


async def hours(room: Room) -> Hours:
    await room.says("/subscribe Hama")
    return (await room.store.chats.subscriptions())[0].chat.hours


async def test_without_quiet_hours_that_is_said_and_some_are_offered(room: Room) -> None:
    assert await room.says("/quiet") == (
        "No quiet hours here: alerts come by day and by night.\n"
        "What passes: what is starred. To change that:  /quiet pass origins>=3\n"
        "Quiet 23:00–07:00:  /quiet 23:00-07:00"
    )


async def test_quiet_hours_are_set_shown_and_ended(room: Room) -> None:
    told = (
        "Quiet here from 23:00 to 07:00; what comes then waits.\n"
        "What passes: what is starred. To change that:  /quiet pass origins>=3\n"
        "Times are by the clock of UTC; to have it by yours:  /timezone Asia/Damascus\n"
        "No quiet hours:  /quiet off"
    )
    assert await room.says("/quiet 23:00-07:00") == told
    assert room.rung == ["wake"]
    assert await room.says("/quiet") == told
    assert await hours(room) == Hours("", NIGHT)
    assert (await room.says("/quiet off")).startswith("No quiet hours here")
    assert await hours(room) == Hours()


async def test_what_waits_already_is_not_forgotten_when_the_quiet_or_the_clock_is_another(room: Room) -> None:
    await room.says("/subscribe Hama")
    for title in ("Shelling near Hama", "Rain in Hama"):
        await room.publish(title)
        await room.file()
        await room.befall(DeliveryState.HELD, held_until=NOW + timedelta(hours=3))
    waits = "\n2 alerts wait, the first until {}. To have them now:  /digest now"
    assert waits.format("17:05") in await room.says("/quiet off")
    assert waits.format("17:05") in await room.says("/quiet 23:00-07:00")
    assert (await room.says("/timezone Asia/Damascus")).endswith(waits.format("20:05"))


async def test_that_it_is_quiet_now_is_said_by_the_chats_clock(room: Room) -> None:
    await room.says("/timezone Asia/Damascus")
    assert "It is quiet now: what comes waits until 18:00." in await room.says("/quiet 16-18")
    assert "Times are by the clock of Asia/Damascus" in await room.says("/quiet")


async def test_what_many_origins_tell_may_pass(room: Room) -> None:
    assert "What passes: what is starred, and what 3 independent origins tell. To change that:  /quiet pass off" in (
        await room.says("/quiet pass origins>=3")
    )
    await room.says("/quiet 23:00-07:00")
    assert await hours(room) == Hours("", NIGHT, 3)
    await room.says("/quiet 22:00-06:00 pass 4")
    assert await hours(room) == Hours("", (time(22), time(6)), 4)
    await room.says("/quiet pass none")
    assert await hours(room) == Hours("", (time(22), time(6)))


@pytest.mark.parametrize("typed", ["/quiet late", "/quiet 23:00", "/quiet 07:00-07:00", "/quiet 25:00-07:00"])
async def test_hours_that_cannot_be_read_say_how_to_write_some(room: Room, typed: str) -> None:
    assert (await room.says(typed)).endswith("\nFor example:  /quiet 23:00-07:00")
    assert await hours(room) == Hours()


@pytest.mark.parametrize("typed", ["/quiet pass", "/quiet pass all", "/quiet pass origins>=1", "/quiet pass 99"])
async def test_what_cannot_pass_says_what_may(room: Room, typed: str) -> None:
    assert "a number of origins from 2 to 20, or off. For example:  /quiet pass origins>=3\n" in await room.says(typed)
    assert await hours(room) == Hours()


# ---- time zones


async def test_the_time_zone_is_shown_set_and_taken_back(room: Room) -> None:
    assert await room.says("/timezone") == (
        "Times here are by the clock of UTC, where it is 14:05 UTC, as whoever runs me has set it.\n"
        "To have yours:  /timezone Asia/Damascus"
    )
    assert await room.says("/timezone damascus") == (
        "From now on, times here are by the clock of Asia/Damascus, where it is 17:05 UTC+03."
    )
    assert room.rung == ["wake"]
    assert await hours(room) == Hours("Asia/Damascus")
    assert (await room.says("/tz")).startswith(
        "Times here are by the clock of Asia/Damascus, where it is 17:05 UTC+03."
    )
    assert (
        await room.says("/timezone usual") == "From now on, times here are by the clock of UTC, where it is 14:05 UTC."
    )
    assert await hours(room) == Hours()


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (
            "Beyrout",
            "There is no time zone “Beyrout”. Did you mean Asia/Beirut?\nFor example:  /timezone Asia/Damascus",
        ),
        ("+03:00", "type a name such as Asia/Damascus or Europe/London.\nFor example:  /timezone Asia/Damascus"),
    ],
)
async def test_a_zone_that_there_is_not_has_its_like_proposed(room: Room, typed: str, told: str) -> None:
    assert told in await room.says(f"/timezone {typed}")
    assert await hours(room) == Hours()


async def test_all_replies_tell_the_time_by_the_chats_clock(room: Room) -> None:
    await room.says("/timezone Asia/Damascus")
    await room.publish("Shelling near Hama", ago=timedelta(minutes=3))
    assert "17:02 UTC+03 (3 min ago)" in await room.says("/subscribe Hama")
    assert "17:02 UTC+03 (3 min ago)" in await room.says("/latest Hama")
    await room.alert()
    assert "sent 17:05:01 (+1.0 s) UTC+03." in await room.says("/why")


@pytest.mark.parametrize(
    ("since", "found"), [("since:14:00", True), ("since:14:04", False), ("since:15:00", True), ("since:17:03", True)]
)
async def test_an_hour_of_the_clock_is_the_last_at_which_it_showed_that(room: Room, since: str, found: bool) -> None:  # noqa: FBT001 - a table
    await room.publish("Shelling near Hama", ago=timedelta(minutes=3))
    assert ("1 story since" in await room.says(f"/latest {since}")) is found


async def test_an_hour_of_the_clock_is_that_of_the_chat(room: Room) -> None:
    await room.says("/timezone Asia/Damascus")
    await room.publish("Shelling near Hama", ago=timedelta(minutes=3))
    assert "1 story since 17:00" in await room.says("/latest since:17:00")
    assert "since 17:03" in await room.says("/latest since:17:03")
    assert "I can't read since:25:00" in await room.says("/latest since:25:00")
