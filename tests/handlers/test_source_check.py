"""How a source does, tried now."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.model import Options, SourceState
from bot.core.outcome import Failed, Read, Unchanged
from tests.handlers.room import NOW, OPERATOR, SOHR, Room
from tests.handlers.sample import URL, document

ONWARD = "To leave it alone:  /source pause 1\nWhat is taken of it:  /source set 1"
FEED = "https://sohr.example/feed.xml"


async def test_a_check_of_an_address_shows_what_is_there_and_keeps_nothing(room: Room) -> None:
    room.probes[URL] = document("One", "", ago=3)
    assert await room.says(f"/source check {URL}") == (
        "It can be read: feed, newest 3 min ago\n"
        "“New Times” · 2 items. Latest:\n"
        "  14:02 One\n"
        "  13:02 (without a title)\n"
        f"To add it:  /source add {URL}"
    )
    assert await room.store.sources.every() == ()


async def test_a_check_of_a_name_lists_all_it_may_mean(room: Room) -> None:
    room.probes |= {f"{kind}:sana": document("One") for kind in ("telegram", "x")}
    answer = await room.says("/source check @sana")
    assert answer.startswith("That can be read in several ways. To add one of them:\n\nTelegram channel")
    assert answer.endswith("/source add x:sana")


@pytest.mark.parametrize("typed", ["1", FEED, "sohr.example/feed.xml"])
async def test_a_known_source_says_how_it_does(room: Room, typed: str) -> None:
    await room.publish("Shelling near Hama", by=SOHR, ago=timedelta(minutes=20))
    room.probes[FEED] = document("One", name="SOHR feed", ago=2)
    (source,) = await room.store.sources.every()
    await room.store.sources.change(source.id, SourceState.ACTIVE, NOW + timedelta(minutes=7, seconds=10))
    assert await room.says(f"/source check {typed}") == (
        f"SOHR\nfeed {FEED}\n"
        "It can be read now: newest 2 min ago\n"
        "“SOHR feed” · 1 item. Latest:\n"
        "  14:03 One\n"
        "Last read 20 min ago.\n"
        "Next poll: in 7 min.\n" + ONWARD
    )


async def test_what_helps_a_source_that_cant_be_read_is_told_whole(room: Room) -> None:
    advice = "Do this, " * 100 + "then that"
    await room.fail(SOHR, "the site answered 403 Forbidden", 1)
    room.probes[FEED] = Failed("the site answered 403", advice=advice)
    assert f"It can't be read now: the site answered 403.\n{advice}.\n" in await room.says("/source check 1")


async def test_the_last_trouble_is_told_beside_what_is_so_now(room: Room) -> None:
    await room.fail(SOHR, "the site answered 403 Forbidden", 3)
    room.probes[FEED] = Failed("the site answered 500")
    assert await room.says("/source check 1") == (
        f"SOHR\nfeed {FEED}\n"
        "It can't be read now: the site answered 500.\n"
        "Its last poll failed, 3 times in a row: the site answered 403 Forbidden.\n"
        "Never read so far.\n"
        "Next poll: in 18 min.\n" + ONWARD
    )
    room.probes[FEED] = Unchanged()
    assert "It answers, but sends no news.\n" in await room.says("/source check 1")


@pytest.mark.parametrize(
    ("state", "told"),
    [
        (SourceState.PAUSED, "It is paused. To read it again:  /source resume 1"),
        (SourceState.DEAD, "It is not polled any more. To try it again:  /source resume 1"),
    ],
)
async def test_what_is_not_polled_says_why(room: Room, state: SourceState, told: str) -> None:
    await room.source(SOHR)
    await room.store.sources.change(1, state, NOW)
    assert (await room.says("/source check 1")).endswith(told)


async def test_what_stands_by_says_so(room: Room) -> None:
    await room.store.sources.install([(SOHR, [("feed", FEED), ("telegram", "sohr")])], NOW)
    answer = await room.says("/source check 2")
    assert answer.endswith(f"It stands by, and is polled when the ways before it fail.\n{ONWARD}".replace(" 1", " 2"))


async def test_a_poll_that_is_due_is_no_more_than_a_moment_away(room: Room) -> None:
    await room.source(SOHR)
    assert "\nNext poll: within a moment.\n" in await room.says("/source check 1")


async def test_a_long_wait_is_told_in_hours_and_one_failure_is_not_counted(room: Room) -> None:
    await room.fail(SOHR, "no answer")
    await room.store.sources.change(1, SourceState.ACTIVE, NOW + timedelta(minutes=170))
    answer = await room.says("/source check 1")
    assert "Its last poll failed: no answer." in answer
    assert answer.endswith(f"Next poll: in 3 h.\n{ONWARD}")


async def test_a_check_reads_as_the_source_is_read(room: Room) -> None:
    await room.source(SOHR)
    await room.store.outlets.set_options(1, Options(reposts=False), NOW, afresh=False)
    (entry,) = document("One").entries
    room.probes[FEED] = Read((entry, replace(entry, reposts="AFP", title="Two")))
    answer = await room.says("/source check 1")
    assert "1 item." in answer
    assert "AFP" not in answer


async def test_a_check_of_nothing_asks_for_a_number(room: Room) -> None:
    assert "/source check 1" in await room.says("/source check")
    assert "There is no source 7" in await room.says("/source check 7")


async def test_in_a_group_secrets_are_not_shown(group: Room) -> None:
    await group.store.sources.add(SOHR, "feed", "https://u:pw@sohr.example/feed?key=hush", NOW)
    answer = await group.says("/source check 1", by=OPERATOR)
    assert "pw" not in answer
    assert "hush" not in answer
