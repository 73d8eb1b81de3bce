from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.chat import Ask
from bot.core.model import Delivery, DeliveryKind, DeliveryState, Entry, Outlet
from bot.core.outcome import Read
from bot.newsroom.archive import _of_digest
from bot.ports import Person
from handlers.status import _inside
from handlers.why import _digest
from handlers.wording import span
from tests.handlers.room import ADMIN, NOW, SOHR, SPUTNIK, TIMES, Room


async def test_an_alert_is_explained_by_the_words_that_matched_and_its_times(room: Room) -> None:
    await room.says("/subscribe Hāma")
    await room.publish("Shelling near Hama", by=SOHR)
    reference = await room.alert()
    expected = (
        "“Shelling near Hama”, SOHR\n"
        "Matched Hāma, which you follow here: “Hama” in the title, which is Hāma.\n"
        "Told as a new story: a test.\n"
        "Fetched 14:02:00, grouped 14:05:00 (+3 min), sent 14:05:01 (+1.0 s) UTC."
    )
    assert await room.says("/why", replies_to=reference) == expected
    assert await room.says("/why") == expected


async def test_a_filter_is_named_with_its_version_and_its_editor(room: Room) -> None:
    await room.says("/filter add north idlib", by=ADMIN)
    await room.says('/filter edit north "near hama" -football', by=ADMIN)
    await room.says("/subscribe north")
    await room.publish("News", text="Shelling near Hama.")
    await room.alert()
    assert (
        "Matched your filter “north” (version 2, edited by Lina today): “near Hama” in the text."
    ) in await room.says("/why")
    room.clock.time += timedelta(days=20)
    assert "edited by Lina on 2 Dec)" in await room.says("/why")
    await room.says("/filter edit north daraa")
    assert "(version 2, edited by Lina; now it is version 3)" in await room.says("/why")
    await room.says("/filter remove north")
    assert "(version 2, edited by Lina; it is gone since)" in await room.says("/why")


async def test_a_pack_is_named(room: Room) -> None:
    await room.says("/subscribe syria")
    await room.publish("Rain in Quito", by=TIMES)
    await room.alert()
    assert "It is from an outlet of the pack syria, which you follow here." in await room.says("/why")


async def test_times_of_another_day_have_their_date_and_an_early_publication_its_own(room: Room) -> None:
    await room.says("/subscribe Hama")
    await room.publish("Shelling near Hama")
    await room.alert()
    room.clock.time += timedelta(days=400)
    assert "Fetched 2 Dec 2026 14:02:00" in await room.says("/why")


async def test_a_publication_before_the_fetch_has_its_own_time(room: Room) -> None:
    await room.says("/subscribe -rain Hama")
    early = Entry("1", "https://sohr.example/1", "Shelling near Hama", published=NOW - timedelta(minutes=9))
    await room.settle(await room.source(SOHR), Read((early,)), NOW)
    await room.alert()
    assert (
        "Published 13:56:00, fetched 14:05:00 (+9 min), grouped 14:05:00, sent 14:05:01 (+1.0 s) UTC."
        in await room.says("/why")
    )


async def test_a_date_without_sense_breaks_nothing(room: Room) -> None:
    room.newsroom.zone = ZoneInfo("America/New_York")
    await room.says("/subscribe Hama")
    first = Entry("1", "https://sohr.example/1", "Shelling near Hama", published=datetime(1, 1, 1, tzinfo=UTC))
    await room.settle(await room.source(SOHR), Read((first,)), NOW)
    await room.alert()
    assert "Fetched 09:05:00, grouped 09:05:00, sent 09:05:01 (+1.0 s) EST." in await room.says("/why")
    assert "1 story" in await room.says("/latest")


async def test_an_alert_is_found_by_its_number_too(room: Room) -> None:
    await room.says("/subscribe Hama")
    await room.publish("Shelling near Hama")
    await room.alert()
    assert "is no number" in await room.says("/why not")
    for number in ("12", "#12"):
        assert "not an alert of mine" in await room.says(f"/why {number}")


async def test_another_message_is_no_alert(room: Room) -> None:
    assert "not an alert of mine" in await room.says("/why", replies_to="m99")


async def test_before_the_first_alert_there_is_nothing_to_explain(room: Room) -> None:
    assert await room.says("/why") == "I have sent no alert here yet. /subscriptions shows what would bring one."


async def test_a_word_of_the_bots_own_is_no_alert(room: Room) -> None:
    await room.says("/subscribe Hama")
    chat = (await room.store.chats.subscriptions())[0].chat
    await room.store.outbox.notify(chat.id, "", "I was offline.", room.clock.now())
    assert "not an alert of mine" in await room.says("/why", replies_to=await room.alert())


async def test_what_was_kept_back_says_until_when_and_for_what(room: Room) -> None:
    await room.says("/subscribe Hama")
    await room.publish("Shelling near Hama")
    await room.alert()
    held = {"held_until": NOW + timedelta(minutes=55), "error": "hourly digest"}
    await room.befall(DeliveryState.SENT, sent_at=NOW + timedelta(minutes=55), **held)
    told = await room.says("/why")
    assert "\nIt was kept back until 15:00, for hourly digest.\n" in told
    assert "grouped 14:05:00 (+3 min), sent 15:00:00 (+55 min) UTC." in told
    await room.befall(DeliveryState.SENT, error="")
    assert "\nIt was kept back until 15:00.\n" in await room.says("/why")


async def a_digest(room: Room, *titles: str, **of_parts: object) -> Delivery:
    """A digest of reports, as the store would read it."""
    await room.says("/subscribe Hama")
    await room.publish_all([*reversed(titles)], ago=timedelta(minutes=3))
    await room.file()
    parts = (await room.store.audit.missed(1, "", NOW - timedelta(days=1), 100, told=True)).deliveries
    told = tuple(replace(part, **of_parts) for part in reversed(parts))  # type: ignore[arg-type]
    return replace(parts[0], kind=DeliveryKind.DIGEST, item=None, parts=told, sent_at=NOW)


def asking(room: Room, delivery: Delivery) -> Ask:
    return Ask(delivery.chat, "", room.person, "", NOW, operator=True, commands=(), zone=ZoneInfo("UTC"))


async def test_a_digest_says_why_it_was_one_and_lists_its_stories(room: Room) -> None:
    digest = await a_digest(room, "Shelling near Hama", "Rain in Hama")
    (told,) = _digest(room.newsroom, asking(room, digest), replace(digest, note="quiet hours 23:00–07:00"))
    assert told.plain == (
        "That is a digest of 2 stories, and no alert of each. Why: quiet hours 23:00–07:00. It was sent 14:05:00.\n"
        "\n"
        "1 “Shelling near Hama”, SOHR · matched Hama\n"
        "2 “Rain in Hama”, SOHR · matched Hama\n"
        "\n"
        "To have alerts in digests, or not:  /digest"
    )
    assert [button.label for button in told.buttons] == ["1", "2"]
    assert "Rain in Hama" in await room.says("/story 2")
    assert "Rain in Hama" in await room.says(told.buttons[1].command)


async def test_a_long_digest_is_cut_and_one_that_notes_nothing_goes_by_its_parts(room: Room) -> None:
    digest = await a_digest(room, *(f"Shelling number {number} near Hama" for number in range(14)), error="too much")
    (told,) = _digest(room.newsroom, asking(room, digest), replace(digest, note="", sent_at=None))
    assert told.plain.startswith("That is a digest of 14 stories, and no alert of each. Why: too much.\n")
    assert "\n12 “Shelling number 11 near Hama”, SOHR · matched Hama\nand 2 more: /missed has them all" in told.plain
    assert len(told.buttons) == 10
    (told,) = _digest(room.newsroom, asking(room, digest), replace(digest, stories=1_014))
    assert told.plain.startswith("That is a digest of 1,014 stories")
    assert "\nand 1,002 more: /missed has them all" in told.plain
    bare = tuple(replace(part, error="", told=(), matches=()) for part in digest.parts)
    (told,) = _digest(room.newsroom, asking(room, digest), replace(digest, note="", parts=bare))
    assert "Why: several alerts were due at once." in told.plain
    (gone,) = _digest(room.newsroom, asking(room, digest), replace(digest, parts=()))
    assert gone.plain == "That is a digest; what it told of is no longer kept. What is:  /latest"


async def test_a_digest_is_no_single_alert(room: Room) -> None:
    await room.says("/subscribe Hama")
    await room.publish("Shelling near Hama")
    reference = await room.alert()
    await room.befall(DeliveryState.SENT, kind=DeliveryKind.DIGEST.value, item_id=None, story_id=None)
    assert "is a digest" in await room.says("/why", replies_to=reference)
    for typed in ("/story", "/mute"):
        assert "That is a digest" in await room.says(typed, replies_to=reference)


async def test_what_a_digest_tells_of_is_named_where_one_story_is_asked_for(room: Room) -> None:
    digest = await a_digest(room, *(f"Shelling number {number} near Hama" for number in range(7)))
    told = _of_digest(digest)
    assert told.startswith("That is a digest of several stories. Ask for one of them:\n/story #")
    assert told.endswith("\n+2 more: /latest")


# ---- status


async def test_the_operator_is_told_how_long_news_took_and_what_is_held_back(room: Room) -> None:
    await room.says("/subscribe Hama")
    await room.settle(await room.source(SOHR), Read(()), NOW - timedelta(hours=1))  # what is there first is no news
    early = Entry("1", "https://sohr.example/1", "Shelling near Hama", published=NOW - timedelta(minutes=9))
    await room.settle(await room.source(SOHR), Read((early,)), NOW)
    room.clock.time += timedelta(seconds=4)
    await room.alert()
    steps = "published to fetched 9 min, 9 min; fetched to filed 4.0 s, 4.0 s; filed to sent 1.0 s, 1.0 s."
    told = await room.says("/status")
    assert f"From step to step in the last 24 h, the median and the 95th percentile: {steps}\n" in told
    assert "Held back" not in told
    await room.publish("Rain in Hama")
    await room.file()
    await room.befall(DeliveryState.HELD)
    assert "\nHeld back: 1 alert now; 0 told by digests in the last 24 h.\n" in await room.says("/status")
    assert "Held back" not in await room.says("/status", by=Person("9", "Sami"))


@pytest.mark.parametrize(
    ("seconds", "told"),
    [(0, "0 s"), (0.04, "0.0 s"), (9.9, "9.9 s"), (9.96, "10 s"), (119, "119 s"), (7100, "118 min"), (7200, "2 h"),
     (172_800, "2 days")],
)  # fmt: skip
def test_a_span_has_as_much_precision_as_tells_something(seconds: float, told: str) -> None:
    assert span(timedelta(seconds=seconds)) == told


async def test_when_all_is_well_the_status_says_so(room: Room) -> None:
    await room.says("/subscribe Hama")
    await room.publish("Shelling near Hama")
    await room.alert()
    assert await room.says("/status", by=Person("9", "Sami")) == (
        "All is well.\n"
        "Reading: 1 source, none in trouble; 1 item in the last 24 h, 1 kept.\n"
        "Sending: 1 alert in the last 24 h, none waiting."
    )


async def test_the_operator_is_told_more(room: Room) -> None:
    await room.says("/subscribe Hama")
    assert (await room.says("/status")).endswith("\n\n1 chat, 1 subscription.\ntelegram: connected")


async def test_no_sources_is_not_well(room: Room) -> None:
    assert (await room.says("/status")).startswith("Not all is well: I have no sources yet.")


async def test_all_sources_failing_is_not_well(room: Room) -> None:
    await room.fail(SPUTNIK, "the site answered 403 Forbidden")
    answer = await room.says("/status")
    assert answer.startswith("Not all is well: none of my sources can be read now.")
    assert "Reading: 1 source, 1 in trouble (/sources trouble)" in answer


async def test_most_sources_failing_is_said_first(room: Room) -> None:
    await room.publish("Shelling near Hama")
    await room.publish("News", by=SPUTNIK)
    outlets = [Outlet(f"o{number}", f"Outlet {number}") for number in range(4)]
    for outlet in outlets[:3]:
        await room.fail(outlet, "the site answered 403 Forbidden")
    assert (await room.says("/status")).startswith("All is well.")
    await room.fail(outlets[3], "the site answered 403 Forbidden")
    told = await room.says("/status")
    assert told.startswith("Not all is well: 4 of 6 sources can't be read (/sources trouble).\n")
    await room.source(TIMES)
    await room.source(Outlet("more", "More"))
    assert (await room.says("/status")).startswith("All is well.")


async def test_sources_that_stand_by_do_not_hide_that_the_others_fail(room: Room) -> None:
    ways = [("feed", "https://sputnik.example/feed.xml"), ("feed", "https://standby.example/feed.xml")]
    await room.store.sources.install([(SPUTNIK, ways)], room.clock.now())
    assert (await room.says("/status")).startswith("I have read nothing yet; the first news come within minutes.")
    await room.fail(SPUTNIK, "the site answered 403 Forbidden")
    assert (await room.says("/status")).startswith("Not all is well: none of my sources can be read now.")


async def test_nothing_read_because_all_is_paused_is_not_well(room: Room) -> None:
    await room.publish("Shelling near Hama", by=SPUTNIK)
    await room.says("/source pause 1")
    assert (await room.says("/status")).startswith("Not all is well: all of my sources are paused.")


async def test_late_alerts_are_not_well(room: Room) -> None:
    await room.says("/subscribe Hama")
    chat = (await room.store.chats.subscriptions())[0].chat
    await room.store.outbox.notify(chat.id, "", "Late", room.clock.now() - timedelta(minutes=20))
    answer = await room.says("/status")
    assert "alerts are late, the oldest is from 20 min ago" in answer
    assert "1 waiting" in answer


async def test_what_was_given_up_or_is_in_doubt_is_counted_for_the_operator(room: Room) -> None:
    health = await room.newsroom.health()
    lines = _inside(replace(health, unsure=2, dead=1))
    assert "2 alerts without an answer from the platform: sent or not, nobody knows (/outbox)." in lines
    assert "1 alert given up; /outbox has the reasons." in lines
