"""The operator's view of what could not be sent, and what he may do about it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.core.model import DeliveryKind, DeliveryState
from tests.handlers.room import NOW, OPERATOR, Room

DEAD, UNSURE, PENDING = DeliveryState.DEAD, DeliveryState.UNSURE, DeliveryState.PENDING
DAY = timedelta(days=1)


async def trouble(room: Room, title: str, state: DeliveryState, **more: object) -> int:
    """An alert that could not be sent, or may not have been."""
    if not await room.store.chats.subscriptions():
        await room.says("/subscribe Hama")
    await room.publish(title)
    await room.file()
    return await room.befall(state, **more)


async def test_when_nothing_is_in_trouble_that_is_said(room: Room) -> None:
    assert await room.says("/outbox") == "Nothing is in trouble; nothing to send."
    await trouble(room, "Shelling near Hama", PENDING)
    assert await room.says("/outbox") == "Nothing is in trouble; 1 message to send."


async def test_what_is_in_trouble_is_listed_with_chat_age_and_reason(room: Room) -> None:
    await trouble(room, "Shelling near Hama", DEAD, error="Bad Request:\nchat is read-only")
    await trouble(room, "Rain in Hama", UNSURE, error="no answer within 30 seconds")
    await trouble(room, "Hama school", UNSURE, kind=DeliveryKind.DIGEST.value, item_id=None, story_id=None)
    await room.store.outbox.notify(1, "", "I was\noffline.", NOW)
    await room.befall(DEAD)
    await room.store.outbox.notify(1, "", "", NOW)
    await room.befall(DEAD)
    room.clock.time += timedelta(hours=2)
    assert await room.says("/outbox") == (
        "2 in doubt, 3 given up in the last 7 days; nothing to send.\n"
        "5 given up, 2 h ago, to A chat (telegram): a report no longer kept\n    no reason is kept\n"
        "4 given up, 2 h ago, to A chat (telegram): “I was offline.”\n    no reason is kept\n"
        "3 in doubt, 2 h ago, to A chat (telegram): a digest\n    no reason is kept\n"
        "2 in doubt, 2 h ago, to A chat (telegram): “Rain in Hama”\n    no answer within 30 seconds\n"
        "1 given up, 2 h ago, to A chat (telegram): “Shelling near Hama”\n    Bad Request: chat is read-only\n"
        "To send one again:  /outbox retry N"
    )


async def test_a_long_list_has_pages(room: Room) -> None:
    for number in range(12):
        await trouble(room, f"Shelling number {number} near Hama", DEAD, error="no")
    assert "Shelling number 11" in await room.says("/outbox")
    assert "Page 1 of 2." in await room.says("/outbox")
    assert "Shelling number 1 near" in await room.presses("Next")
    assert await room.says("/outbox 3") == "There is no page 3; the last is 2:  /outbox 2"
    assert (await room.says("/outbox what")).startswith("I can't read “what”. To send something again:")


async def test_one_is_sent_again(room: Room) -> None:
    number = await trouble(room, "Shelling near Hama", UNSURE, doubts=1)
    room.rung.clear()
    assert await room.says(f"/outbox retry #{number}") == (
        "1 will be sent to A chat again, marked as a possible repeat: “Shelling near Hama”"
    )
    assert room.rung == ["wake"]
    assert "There is no delivery 1 in trouble, or no longer." in await room.says("/outbox retry 1")
    await room.befall(DEAD, doubts=0)
    assert await room.says("/outbox retry 1") == "1 will be sent to A chat again: “Shelling near Hama”"


async def test_all_of_the_last_day_are_sent_again(room: Room) -> None:
    assert (await room.says("/outbox retry all")).startswith("Nothing of the last 24 h can be sent again.")
    await trouble(room, "Shelling near Hama", DEAD)
    await trouble(room, "Rain in Hama", UNSURE)
    await trouble(room, "Hama school", DEAD, created_at=NOW - 2 * DAY)
    assert await room.says("/outbox retry all") == "2 messages will be sent again. What became of them:  /outbox"
    assert (await room.says("/outbox")).startswith("0 in doubt, 1 given up in the last 7 days; 2 messages to send.")


async def test_what_a_lost_chat_is_owed_waits_until_it_is_back(room: Room) -> None:
    number = await trouble(room, "Shelling near Hama", DEAD)
    group = room.address()
    other = Room(room.store, chat="-7", person=OPERATOR, clock=room.clock)
    await room.store.chats.suspend(group, "the bot was kicked", NOW)
    assert await other.says(f"/outbox retry {number}") == (
        "A chat can't be written to (the bot was kicked). When I am let in again, its alerts come from then on; "
        "this one can be tried then:  /outbox retry 1"
    )


async def test_what_is_in_doubt_is_dropped_and_what_is_given_up_already_is_not(room: Room) -> None:
    number = await trouble(room, "Shelling near Hama", UNSURE, error="no answer")
    assert await room.says(f"/outbox drop {number}") == (
        "1 is given up: “Shelling near Hama”\nTo send it after all:  /outbox retry 1"
    )
    assert await room.says(f"/outbox drop {number}") == (
        "1 is given up already (dropped by Omar: no answer). To send it after all:  /outbox retry 1"
    )


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("/outbox retry", "Which one? /outbox lists them:  /outbox retry 12\nAll of the last day:  /outbox retry all"),
        ("/outbox drop", "Which one? /outbox lists them:  /outbox drop 12"),
        ("/outbox retry 99", "There is no delivery 99 in trouble, or no longer. /outbox shows those there are."),
        ("/outbox drop ²", "There is no delivery ² in trouble, or no longer. /outbox shows those there are."),
        ("/outbox drop hama", "There is no delivery hama in trouble, or no longer. /outbox shows those there are."),
        (f"/outbox drop {'9' * 30}", f"There is no delivery {'9' * 19}… in trouble, or no longer."),
    ],
)
async def test_what_is_not_in_trouble_is_told_so(room: Room, typed: str, told: str) -> None:
    assert (await room.says(typed)).startswith(told)


@pytest.mark.parametrize("typed", ["/outbox", "/outbox retry all", "/outbox drop 1"])
async def test_in_a_group_nothing_is_said_of_other_chats(group: Room, typed: str) -> None:
    assert await group.says(typed, by=OPERATOR) == (
        "What other chats are sent is not for this one to see. Ask me in a private chat:  /outbox"
    )
    assert (await group.says(typed)).startswith("Only the person who runs me can do that.")
