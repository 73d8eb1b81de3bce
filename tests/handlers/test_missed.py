"""What matched and did not come by itself."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.core.decisions import Filing
from bot.core.model import DeliveryKind, DeliveryState, Relation
from tests.handlers.room import NOW, SOHR, SPUTNIK, Room

HELD, DIGESTED, MUTED, DEAD, UNSURE, SENT, PENDING = (
    DeliveryState.HELD,
    DeliveryState.DIGESTED,
    DeliveryState.MUTED,
    DeliveryState.DEAD,
    DeliveryState.UNSURE,
    DeliveryState.SENT,
    DeliveryState.PENDING,
)
MINUTE = timedelta(minutes=1)


async def owed(room: Room, title: str, state: DeliveryState, **more: object) -> int:
    """A report that matches, and what became of it."""
    await room.publish(title, by=SPUTNIK if "army" in title else SOHR)
    await room.file()
    return await room.befall(state, **more)


async def test_a_chat_that_follows_nothing_missed_nothing(room: Room) -> None:
    assert await room.says("/missed") == (
        "Nothing is followed here yet, so nothing was missed. To begin:  /subscribe Hama"
    )


async def test_when_all_was_sent_nothing_was_missed(room: Room) -> None:
    await room.says("/subscribe Hama")
    await room.publish("Shelling near Hama")
    await room.alert()
    assert await room.says("/missed") == (
        "You missed nothing: all that matched here in the last 7 days was sent. /latest has it."
    )


async def test_what_was_kept_back_is_shown_the_newest_first_with_what_became_of_it(room: Room) -> None:
    await room.says("/subscribe Hama")
    await owed(room, "Shelling near Hama", DEAD, error="the chat\nis read-only")
    await owed(room, "Rain in Hama", UNSURE)
    await owed(room, "Hama army base hit", MUTED, error="this story is muted")
    await owed(room, "Hama bakery reopens", HELD, held_until=NOW + 3 * 60 * MINUTE, error="daily digest 17:05")
    await owed(room, "Hama market", DIGESTED)
    await owed(room, "Hama school", SENT)
    assert await room.says("/missed") == (
        "5 stories that did not come by themselves. "
        "1 alert kept back here, until 17:05; /digest now brings it\n"
        "\n"
        "1 🔴 Hama market\n    single origin · 1 outlet · 14:02 UTC (3 min ago) · SOHR\n    told by a digest\n"
        "\n"
        "2 🔴 Hama bakery reopens\n    single origin · 1 outlet · 14:02 UTC (3 min ago) · SOHR\n"
        "    waits until 17:05, for daily digest 17:05\n"
        "\n"
        "3 🔴 Hama army base hit\n    single origin · 1 outlet · 14:02 UTC (3 min ago) · Sputnik*\n"
        "    not told: this story is muted\n"
        "\n"
        "4 🔴 Rain in Hama\n    single origin · 1 outlet · 14:02 UTC (3 min ago) · SOHR\n"
        "    sent or not, nobody knows: no answer came\n"
        "\n"
        "5 🔴 Shelling near Hama\n    single origin · 1 outlet · 14:02 UTC (3 min ago) · SOHR\n"
        "    not sent: the chat is read-only\n"
        "\n"
        "* Sputnik: Russian state media"
    )
    assert "Hama market" in await room.says("/story 1")


@pytest.mark.parametrize(
    ("state", "told"),
    [
        (SENT, "told by a digest"),
        (PENDING, "comes in a digest that is on its way"),
        (DEAD, "not told: the digest that has it could not be sent"),
        (UNSURE, "told by a digest that may not have come"),
    ],
)
async def test_what_a_digest_has_is_only_told_when_that_was_sent(room: Room, state: DeliveryState, told: str) -> None:
    await room.says("/subscribe Hama")
    alert = await owed(room, "Shelling near Hama", HELD)
    digest = await owed(room, "Rain in Hama", state, kind=DeliveryKind.DIGEST.value, item_id=None, story_id=None)
    await room.befall(DIGESTED, number=alert, digest_id=digest)
    assert (await room.says("/missed")).endswith(f"\n    {told}")


async def test_with_a_time_all_that_matched_since_is_shown(room: Room) -> None:
    await room.says("/subscribe Hama")
    await owed(room, "Shelling near Hama", SENT, sent_at=NOW)
    await owed(room, "Rain in Hama", PENDING)
    await owed(room, "Hama school", SENT)
    told = await room.says("/missed since:1h")
    assert told.startswith("3 stories matched here in 1 h\n\n1 🔴 Hama school\n")
    assert "\n    sent\n" in told
    assert "\n    on its way\n" in told
    assert told.endswith("\n    sent 14:05")
    room.clock.time += 60 * MINUTE
    assert await room.says("/missed since:15:00") == (
        "Nothing matched here since 15:00. What is followed:  /subscriptions"
    )
    assert "1 story matched here from 13:00 until 14:30" not in await room.says("/missed since:13:00 until:14:05")
    assert "3 stories matched here from 13:00 until 14:30" in await room.says("/missed since:13:00 until:14:30")


async def test_it_is_paged_and_nothing_is_shown_twice_whatever_comes_in_between(room: Room) -> None:
    await room.says("/subscribe Hama")
    for number in range(7):
        await owed(room, f"Shelling number {number} near Hama", MUTED)
    first = await room.says("/missed")
    assert first.startswith("7 stories that did not come by themselves, the newest 5\n\n1 🔴 Shelling number 6")
    await owed(room, "Rain in Hama", MUTED)
    second = await room.presses("Older ▸")
    assert second.startswith("7 stories that did not come by themselves, 6 to 7\n\n6 🔴 Shelling number 1")
    assert "Shelling number 1" in await room.says("/story 6")
    await room.says("/missed 6")
    assert (await room.presses("Older ▸")).startswith("8 stories that did not come by themselves, 7 to 8\n")
    await room.says("/missed 7")
    assert (await room.presses("Older ▸")).startswith("8 stories that did not come by themselves, number 8\n")
    assert "Rain in Hama" in await room.presses("◂ Newest")
    assert await room.says("/missed before:1-1-7") == "Nothing older that I still have. The newest:  /missed"


async def test_one_alone_is_told_of_as_one(room: Room) -> None:
    await room.says("/subscribe Hama")
    await owed(room, "Shelling near Hama", HELD)
    assert (await room.says("/missed")).startswith("1 story that did not come by itself\n\n1 🔴 Shelling")
    assert (await room.says("/missed")).endswith("\n    waits")


async def test_a_list_too_long_for_a_message_goes_on_on_the_next_page(room: Room) -> None:
    await room.says("/subscribe Hama")
    for number in range(19):
        await owed(room, f"Hama {number} {'and so on ' * 18}", MUTED)
    first = await room.says("/missed 20")
    assert len(first) < 4_000
    shown = first.count("🔴")
    assert f"19 stories that did not come by themselves, the newest {shown}\n" in first
    assert f"\n{shown + 1} 🔴 Hama {18 - shown} " in await room.presses("Older ▸")


async def test_in_a_topic_it_shows_what_is_followed_there(group: Room) -> None:
    await group.says("/subscribe Hama", thread="5")
    await owed(group, "Shelling near Hama", MUTED)
    assert "Shelling near Hama" in await group.says("/missed", thread="5")
    assert "You missed nothing" in await group.says("/missed")


async def test_an_update_that_was_kept_back_stands_for_its_story(room: Room) -> None:
    await room.says("/subscribe Hama")
    await owed(room, "Shelling near Hama", HELD, kind=DeliveryKind.UPDATE.value, story_id=None)
    assert "Shelling near Hama" in await room.says("/missed")


@pytest.mark.parametrize("kind", [DeliveryKind.ALERT, DeliveryKind.UPDATE])
async def test_what_changed_a_story_is_named_whether_it_was_missed_or_came_later(
    room: Room, kind: DeliveryKind
) -> None:
    await room.says("/subscribe Hama")
    await owed(room, "12 killed in Hama", SENT)
    await room.publish("40 killed in Hama", by=SPUTNIK)
    (change,) = await room.store.desk.unfiled(10)
    fence = await room.store.ledger.lead("desk", "test", room.clock.time, MINUTE)
    assert fence
    filing = Filing(change.id, 0, 1, Relation.UPDATE, "12 killed before, 40 now", ())
    await room.store.desk.file([filing], fence, room.clock.time)
    told = {} if kind is DeliveryKind.ALERT else {"item_id": change.id, "story_id": None}
    await room.befall(MUTED, number=1, kind=kind.value, **told)
    assert "12 killed in Hama\n    Since then: 40 killed in Hama (14:02 UTC)\n    " in await room.says("/missed")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (
            "/missed Hama",
            "such as  /missed since:06:00\nTo look that up in the news:  /latest Hama",
        ),
        ("/missed by:item", "/missed shows stories, the newest first; it takes no by: and no sort:."),
        ("/missed sort:origins", "/missed shows stories, the newest first; it takes no by: and no sort:."),
        ("/missed since:noon", "I can't read since:noon: write since:30m"),
    ],
)
async def test_what_it_does_not_take_it_says(room: Room, typed: str, told: str) -> None:
    assert told in await room.says(typed)
