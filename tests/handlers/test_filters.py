from __future__ import annotations

import re
from datetime import timedelta

import pytest

from bot.core.filters import parse
from bot.newsroom.filters import MOST_FILTERS
from tests.handlers.room import ADMIN, OPERATOR, SOHR, TIMES, Room

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


async def test_a_filter_is_saved_and_tried_on_the_last_week(room: Room) -> None:
    await room.publish("Shelling near Hama", ago=2 * DAY)
    await room.publish("Homs hospital reopens")
    assert await room.says("/filter add north hama OR (idlib -rain)") == (
        "Saved north: hama OR idlib -rain\n"
        "Last 7 days: 2 items, 1 matches, 1 alert after folding copies (0.5 a day).\n"
        "To get its alerts:  /subscribe north\n"
        "To see what it matches:  /filter test north\n"
        "For the word “north” itself:  /latest (north)"
    )
    assert room.rung == ["wake"]


async def test_the_list_says_who_edited_what_and_whether_it_is_followed(room: Room) -> None:
    await room.says("/filter add north hama", by=ADMIN)
    await room.says("/filter add south daraa", by=ADMIN)
    await room.says("/filter edit south daraa OR suweida", by=OPERATOR)
    await room.says("/subscribe south")
    assert await room.says("/filters") == (
        "2 filters in this chat:\n"
        "north: hama\n    version 1, Lina, today, not followed\n"
        "south: daraa OR suweida\n    version 2, Omar, today, followed"
    )


async def test_no_filters_yet_says_how_to_make_one(room: Room) -> None:
    assert "/filter add syria-north" in await room.says("/filters")


async def test_help_shows_filters_that_can_be_read_and_where_to_see_how(room: Room) -> None:
    answer = await room.says("/help filter add")
    shown = [re.split(r" {2,}", line.strip())[0] for line in answer.splitlines() if line.startswith("  ")]
    queries = [one for one in shown if not one.startswith("/filter ") and not one.startswith("/subscribe ")]
    assert [str(parse(one)) for one in queries] == queries
    assert {"title:hama", "place:Syria", "lang:ar", "hama NEAR/5 strike", "is:denied sources>=2 age<6h"} <= {*queries}
    assert r"/\d+ (dead|killed)/" in queries
    assert "/filter explain" in answer


async def test_help_tells_once_how_filters_are_written(room: Room) -> None:
    assert (await room.says("/help filter")).count("OR in capitals") == 1
    assert "/help filter add" in await room.says("/help filter explain")
    assert "/help filter add" in await room.says("/help subscribe")


@pytest.mark.parametrize("name", ["a b", "x" * 33, "é!", "2024", "--", "<b>"])
async def test_a_name_that_will_not_do_is_refused_with_an_example(room: Room, name: str) -> None:
    typed = f"/filter add {name} hama"
    answer = await room.says(typed)
    assert "Saved a: b hama" in answer if " " in name else "can't be a filter's name" in answer


@pytest.mark.parametrize("name", ["شمال", "syria-north_2", "x" * 32])
async def test_names_may_be_in_any_script(room: Room, name: str) -> None:
    assert f"Saved {name}" in await room.says(f"/filter add {name} hama")


async def test_a_packs_name_is_taken(room: Room) -> None:
    assert await room.says("/filter add SYRIA hama") == "“SYRIA” is a pack's name. Pick another, such as my-SYRIA."


@pytest.mark.parametrize("name", ["latest", "sub", "or", "all", "anyway", "Filter"])
async def test_a_word_that_means_something_is_taken(room: Room, name: str) -> None:
    assert "means something to me already" in await room.says(f"/filter add {name} hama")


async def test_a_filter_is_not_overwritten_by_adding_it_again(room: Room) -> None:
    await room.says("/filter add north hama")
    answer = await room.says("/filter add North idlib")
    assert answer == ("There is a filter “north” already: hama\nTo change it, type:  /filter edit north idlib")
    assert "version 2: idlib" in await room.says(answer.partition("type:  ")[2])


async def test_a_chat_has_only_so_many_filters(room: Room) -> None:
    await room.says("/filter add n0 hama")
    chat = await room.store.chats.meet(room.address(), room.kind, "", room.clock.now())
    for number in range(1, MOST_FILTERS - 1):
        await room.store.chats.save_filter(chat.id, f"n{number}", "hama", "", room.clock.now())
    assert "Saved" in await room.says("/filter add last hama")
    assert "the most I keep" in await room.says("/filter add more hama")


@pytest.mark.parametrize("typed", ["/filter add", "/filter add north", "/filter edit", "/filter edit north"])
async def test_a_filter_needs_a_name_and_a_query(room: Room, typed: str) -> None:
    assert "I need a name and a query" in await room.says(typed)


async def test_an_edit_shows_what_it_wins_and_loses_and_how_to_take_it_back(room: Room) -> None:
    await room.publish("Homs hospital reopens", by=TIMES)
    await room.publish_all(["Hama wins the football cup", "Football in Hama again"], by=SOHR, ago=HOUR)
    await room.publish("Shelling near Hama", by=SOHR)
    await room.says("/filter add north hama")
    answer = await room.says("/filter edit NORTH hama -football OR homs")
    assert answer == (
        "north is now version 2: hama -football OR homs\n"
        "Last 7 days: 4 items, 2 match, 2 alerts after folding copies. Before: 3.\n"
        "New with this change: “Homs hospital reopens” (Example Times). "
        f"Lost: “{_newest(answer)}” (SOHR), +1 more.\n"
        "To take that back:  /filter undo north"
    )


def _newest(answer: str) -> str:
    """Two of the same second come in either order."""
    return "Football in Hama again" if "Lost: “Football" in answer else "Hama wins the football cup"


async def test_an_edit_that_changes_nothing_says_none(room: Room) -> None:
    await room.says("/filter add north hama")
    assert "New with this change: none. Lost: none." in await room.says("/filter edit north hama OR idlib")


async def test_an_edit_that_would_flood_is_asked_back(room: Room) -> None:
    await room.publish_all([f"Shelling number {n} near Hama" for n in range(60)], ago=DAY)
    await room.says("/filter add north idlib")
    answer = await room.says("/filter edit north hama")
    assert answer.startswith("That is a lot: it matches 60 of the last 60 items")
    assert "north: idlib" in await room.says("/filters")
    assert "version 2: hama" in await room.says(answer.partition("type:  ")[2])


@pytest.mark.parametrize("typed", ["/filter edit south hama", "/filter remove south"])
async def test_a_filter_that_is_not_there_is_named(room: Room, typed: str) -> None:
    assert await room.says(typed) == "There is no filter “south” here, or no longer. /filters lists those there are."


async def test_removing_a_filter_takes_its_subscriptions_along(room: Room) -> None:
    await room.says("/filter add north hama")
    await room.says("/subscribe north")
    assert await room.says("/filter remove North") == (
        "Removed north, and 1 subscription to it: hama\nTo take that back:  /filter undo north"
    )
    assert "Nothing is followed" in await room.says("/subscriptions")
    assert "which one" in (await room.says("/filter remove")).casefold()


async def test_a_test_shows_the_newest_of_what_matches(room: Room) -> None:
    await room.publish("Rain in Quito")
    for ago in range(1, 8):
        await room.publish(f"Shelling number {ago} near Hama", ago=ago * HOUR)
    answer = await room.says("/filter test hama")
    assert answer.startswith(
        "hama\nLast 7 days: 8 items, 7 match, 7 alerts after folding copies.\n\n"
        "Shelling number 1 near Hama\nSOHR · 13:05 UTC (1 h ago)"
    )
    assert answer.endswith("… and 2 more.\nShow all:  /search hama since:7d")
    assert answer.count("Shelling") == 5


async def test_a_number_at_the_end_of_a_query_is_looked_for_on_all_pages_of_what_it_matches(room: Room) -> None:
    await room.publish_all([f"Flight 19 lands, says report {n}" for n in range(100, 108)], ago=HOUR)
    await room.publish_all([f"Flight 20 lands, says report {n}" for n in range(100, 108)], ago=HOUR)
    typed = (await room.says('/filter test flight "19"')).rpartition("Show all:  ")[2]
    assert (await room.says(typed)).count("Flight 19") == 5
    typed = (await room.says("/filter test flight 19")).rpartition("Show all:  ")[2]
    answer = await room.says(typed)
    assert answer.startswith("flight 19 · 8 items")
    answer = await room.says(answer.rpartition("Older ▸:  ")[2])
    assert answer.startswith("flight 19 · 8 items in 7 days, 6 to 8")


async def test_a_filter_is_tested_by_its_name(room: Room) -> None:
    await room.publish("Shelling near Hama")
    await room.says("/filter add north hama")
    assert (await room.says("/filter test north")).startswith("hama\nLast 7 days: 1 item, 1 matches, 1 alert after")


async def test_a_test_without_a_match_says_none(room: Room) -> None:
    assert await room.says("/filter test hama") == "hama\nLast 7 days: 0 items, none matches."
    assert "Test what?" in await room.says("/filter test")


async def test_a_test_of_too_many_items_says_what_it_looked_at(room: Room) -> None:
    await room.publish_all([f"Shelling number {n} near Hama" for n in range(12)], ago=HOUR)
    archive = room.newsroom.archive
    chat = await room.store.chats.meet(room.address(), room.kind, "", room.clock.now())
    trial = await archive.trial(chat, room.newsroom.filters.read("hama"), 7 * DAY, 10)
    assert (trial.items, trial.whole, len(trial.matching)) == (12, False, 12)
    assert trial.covers == HOUR
    assert trial.daily == 4 * trial.stories  # as if they were of six hours


async def test_a_filter_of_another_chat_means_nothing_here(room: Room, group: Room) -> None:
    await group.says("/filter add north hama")
    assert (await room.says("/subscribe north")).startswith("north: ")


# ---- the same again


async def test_commands_that_come_twice_change_nothing_the_second_time(room: Room) -> None:
    first = await room.says("/filter add north hama OR aleppo")
    assert await room.says("/filter add North (hama OR aleppo)") == first
    assert "version 2" in await room.says("/filter edit north homs")
    assert await room.says("/filter edit north homs") == "north says that already, in version 2: homs"
    assert "north: homs\n    version 2" in await room.says("/filters")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("/filter add north hama or homs", "/filter edit north hama OR homs"),
        ("/filter edit south hama Or homs -(rain or snow)", "/filter edit south hama OR homs -(rain OR snow)"),
        ("/filter test hama not homs", "/filter test hama -homs"),
    ],
)
async def test_a_small_or_is_noticed_wherever_queries_are_written(room: Room, typed: str, meant: str) -> None:
    await room.says("/filter add south idlib")
    assert (await room.says(typed)).endswith(f"as a word, unless it is in capitals. Did you mean  {meant}  ?")


@pytest.mark.parametrize(("typed", "read"), [("hama OR homs", "hama OR homs"), ("hama -football", "hama -football")])
async def test_a_filters_name_before_an_operator_is_a_word_of_a_query(room: Room, typed: str, read: str) -> None:
    await room.says("/filter add hama coup")
    assert (await room.says(f"/filter test {typed}")).startswith(f"{read}\nLast 7 days")


async def test_a_filter_tried_with_a_query_that_cannot_be_read_says_what_is_wrong_with_that(room: Room) -> None:
    await room.says("/filter add hama coup")
    assert (await room.says("/filter test hama (homs")).endswith("Did you mean:  /filter test hama (homs)")
