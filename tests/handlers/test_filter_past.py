from __future__ import annotations

from datetime import timedelta

import pytest

from bot.core.model import Chat
from bot.newsroom.filters import MOST_FILTERS
from bot.newsroom.subscriptions import MOST_SUBSCRIPTIONS
from tests.handlers.room import ADMIN, MEMBER, OPERATOR, Room

DAY = timedelta(days=1)


async def test_the_history_of_a_filter_says_who_changed_what_and_when(room: Room) -> None:
    await room.says("/filter add north hama -football", by=ADMIN)
    room.clock.time += DAY
    await room.says("/filter edit north hama OR homs", by=OPERATOR)
    await room.says("/subscribe north")
    room.clock.time += DAY
    await room.says("/filter remove north", by=ADMIN)
    await room.says("/filter add north (hama OR homs)", by=ADMIN)
    await room.says("/filter edit north hama homs", by=ADMIN)
    assert await room.says("/filter history NORTH") == (
        "north, 5 versions, the newest first:\n"
        "5, Lina, today: hama homs\n    the same words, put together otherwise\n"
        "4, Lina, today: hama OR homs\n"
        "3, Lina, today: removed, with 1 subscription to it\n"
        "2, Omar, 3 Dec: hama OR homs\n    new: homs; gone: -football\n"
        "1, Lina, 2 Dec: hama -football"
    )


@pytest.mark.slow
async def test_a_long_history_has_pages_that_are_turned_by_touch(room: Room) -> None:
    for number in range(40):
        await room.says(f"/filter {'edit' if number else 'add'} north {'very ' * 20}number{number}")
    first = await room.says("/filter history north")
    assert first.endswith("\nNext:  /filter history north 2")
    second = await room.presses("Next", by=MEMBER)
    assert "\nBack:  /filter history north 1" in second
    assert await room.presses("Back") == first
    assert (await room.says("/filter history north 9")).startswith("There is no page 9")


async def test_what_never_was_has_no_history(room: Room) -> None:
    never = "There never was a filter “north” here. /filters lists those there are."
    assert await room.says("/filter history north") == never
    assert await room.says("/filter undo north") == never
    assert (await room.says("/filter history")).startswith("Of which filter?")
    assert (await room.says("/filter undo")).startswith("Which one?")


async def test_an_edit_is_undone_as_a_new_version_and_that_again(room: Room) -> None:
    await room.says("/filter add north hama", by=ADMIN)
    await room.says("/filter edit north homs", by=ADMIN)
    room.rung.clear()
    assert await room.says("/filter undo North", by=OPERATOR) == (
        "north is now version 3: hama\n"
        "It said so in version 1 (Lina, today); new: hama; gone: homs.\n"
        "To take that back:  /filter undo north"
    )
    assert room.rung == ["wake"]
    assert "north: hama\n    version 3, Omar" in await room.says("/filters")
    assert (await room.says("/filter undo north")).startswith("north is now version 4: homs")


async def test_what_was_removed_and_made_anew_in_the_same_words_goes_back_to_other_words(room: Room) -> None:
    for typed in ("add north hama", "edit north homs", "remove north", "add north homs"):
        await room.says(f"/filter {typed}")
    assert (await room.says("/filter undo north")).startswith("north is now version 5: hama\n")


async def test_a_removal_is_undone_with_its_subscriptions(room: Room) -> None:
    await room.says("/filter add north hama")
    await room.says("/subscribe north")
    await room.says("/subscribe north", thread="7")
    taken_back = (await room.says("/filter remove north")).partition("To take that back:  ")[2]
    assert await room.says(taken_back, by=ADMIN) == ("north is back, as version 3: hama\nSo are its 2 subscriptions.")
    followed = await room.says("/subscriptions")
    assert followed.count("north, a filter: hama") == 2
    assert "version 3, Lina, today, followed" in await room.says("/filters")


async def test_a_removed_filter_that_nobody_followed_says_how_to_follow_it(room: Room) -> None:
    await room.says("/filter add north hama")
    await room.says("/filter remove north")
    assert await room.says("/filter undo north") == (
        "north is back, as version 3: hama\nNothing follows it. To get its alerts:  /subscribe north"
    )


async def test_what_was_never_otherwise_can_not_be_undone(room: Room) -> None:
    await room.says("/filter add north hama")
    answer = await room.says("/filter undo north")
    assert answer.startswith("north never said anything else than: hama\nTo change it, type:  /filter edit north ")
    assert len(await room.newsroom.filters.history(await _chat(room), "north")) == 1


@pytest.mark.slow
async def test_a_filter_comes_back_only_where_there_is_room(room: Room) -> None:
    await room.says("/filter add north hama")
    await room.says("/filter remove north")
    for number in range(MOST_FILTERS):
        await room.says(f"/filter add f{number} hama")
    assert (await room.says("/filter undo north")).startswith(f"This chat has {MOST_FILTERS} filters")


@pytest.mark.slow
async def test_subscriptions_come_back_as_far_as_there_is_room(room: Room) -> None:
    await room.says("/filter add north hama")
    for thread in ("1", "2"):
        await room.says("/subscribe north", thread=thread)
    await room.says("/filter remove north")
    for number in range(MOST_SUBSCRIPTIONS - 1):
        await room.says(f"/subscribe word{number}")
    answer = await room.says("/filter undo north")
    assert answer.endswith("Of its 2 subscriptions, 1 came back too; there is no room for more.")


async def test_a_removed_filter_does_not_come_back_over_a_word_that_means_something(room: Room) -> None:
    chat = await _chat(room)
    await room.store.chats.save_filter(chat.id, "syria", "hama", "Lina", room.clock.time)
    await room.store.chats.remove_filter(chat.id, "syria", "Lina", room.clock.time)
    assert (await room.says("/filter undo syria")).startswith("“syria” is a pack's name.")


@pytest.mark.parametrize("typed", ["/filter history north", "/filter undo north"])
async def test_the_past_of_another_chats_filters_is_nobodys_here(room: Room, group: Room, typed: str) -> None:
    await group.says("/filter add north hama")
    await group.says("/filter edit north homs")
    assert (await room.says(typed)).startswith("There never was")


async def test_help_tells_of_the_past(room: Room) -> None:
    answer = await room.says("/help filter")
    assert "/filter undo NAME" in answer
    assert "Nothing that was done to a filter is lost" in answer


async def _chat(room: Room) -> Chat:
    return await room.store.chats.meet(room.address(), room.kind, "", room.clock.time)
