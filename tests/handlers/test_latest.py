from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.core.model import Entry, Outlet
from bot.core.outcome import Read
from tests.handlers.room import NOW, SOHR, SPUTNIK, TIMES, Room

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


async def test_the_latest_stories_are_listed_with_marks_outlets_and_times(room: Room) -> None:
    await room.publish("Road to Aleppo cut at Khanaser", by=SOHR, ago=HOUR)
    await room.publish("Army says it stopped an advance north of Hama", by=SPUTNIK)
    assert await room.says("/latest") == (
        "Latest · 2 stories in 24 h\n"
        "\n"
        "1 🔴 Army says it stopped an advance north of Hama\n"
        "    single origin (Army) · 1 outlet · 14:02 UTC (3 min ago) · Sputnik*\n"
        "\n"
        "2 🔴 Road to Aleppo cut at Khanaser\n"
        "    single origin · 1 outlet · 13:05 UTC (1 h ago) · SOHR\n"
        "\n"
        "* Sputnik: Russian state media"
    )


async def test_each_title_is_a_link(room: Room) -> None:
    await room.publish("Shelling near Hama")
    await room.says("/latest")
    assert [span.url for span in room.spans if span.url] == ["https://sohr.example/1"]


async def test_a_link_that_is_none_of_the_web_is_left_out(room: Room) -> None:
    await room.publish("Shelling near Hama", by=Outlet("evil", "Evil"))
    evil = Entry("x", "javascript:alert(1)", "Click here for Hama", published=NOW)
    await room.settle(await room.source(SOHR), Read((evil,)), NOW)
    await room.says("/latest")
    assert all(span.url.startswith("https://") for span in room.spans if span.url)


async def test_copies_are_one_report_in_several_outlets(room: Room) -> None:
    await room.publish("Army says it stopped an advance", by=SPUTNIK, ago=HOUR)
    await room.publish("Army says it stopped an advance", by=TIMES)
    await room.alert(copies=True)
    answer = await room.says("/latest")
    assert "1 story in 24 h" in answer
    assert "single origin (Army) · 2 outlets · 13:05, last 14:02 UTC (3 min ago) · Sputnik*, Example Times" in answer


async def test_who_is_passed_on_by_an_aggregator_is_named(room: Room) -> None:
    google = Outlet("google", "Google News")
    for number, publisher in enumerate(("Reuters", "AP", "reuters")):
        told = Entry(f"n{number}", f"https://n.example/{number}", "Army stops an advance near Hama", published=NOW)
        await room.settle(await room.source(google), Read((replace(told, publisher=publisher),)), NOW)
    await room.alert(copies=True)
    answer = await room.says("/latest")
    assert "single origin (Reuters) · 2 outlets" in answer
    assert answer.endswith("· Reuters, via Google News, AP, via Google News")


async def test_a_copy_within_the_minute_adds_no_second_time(room: Room) -> None:
    for by, ago in ((SPUTNIK, 190), (TIMES, 185)):
        await room.publish("Army says it stopped an advance", by=by, ago=timedelta(seconds=ago))
    await room.alert(copies=True)
    assert "single origin (Army) · 2 outlets · 14:01 UTC (3 min ago) · " in await room.says("/latest")


async def test_times_are_shown_in_the_bots_time_zone_with_the_day_when_it_is_another(room: Room) -> None:
    room.newsroom.zone = ZoneInfo("Asia/Damascus")
    await room.publish("Shelling near Hama", ago=20 * HOUR)
    assert "1 Dec 21:05 UTC+03 (20 h ago)" in await room.says("/latest")


async def test_a_filter_of_the_chat_or_a_pack_can_be_asked_for(room: Room) -> None:
    await room.publish("Homs hospital reopens", by=TIMES)
    await room.publish("Army stops an advance north of Hama", by=SPUTNIK)
    await room.says("/filter add north hama OR idlib")
    assert "Hama" in await room.says("/latest NORTH")
    answer = await room.says("/latest syria")
    assert "Homs" in answer
    assert "Hama" not in answer


@pytest.mark.parametrize(
    ("since", "shown"),
    [("since:30m", 1), ("since:6h", 2), ("since:2d", 3), ("SINCE:2D", 3), ("since:0h", 1), ("since:9999d", 4)],
)
async def test_since_sets_the_span(room: Room, since: str, shown: int) -> None:
    for ago in (timedelta(minutes=3), 2 * HOUR, 30 * HOUR, 6 * DAY):
        await room.publish(f"Shelling near Hama for {ago}", ago=ago)
    for typed in (f"/latest Hama {since}", f"/latest {since} Hama"):
        assert f"{shown} stor" in await room.says(typed)


async def test_a_span_that_cannot_be_read_says_how_to_write_one(room: Room) -> None:
    assert await room.says("/latest Hama since:yesterday") == (
        "I can't read since:yesterday: write since:30m, since:6h or since:2d, an hour of the clock, since:06:00, "
        "or a date, since:2026-12-01, "
        "without a space."
    )


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("/latest 0", '0 a page? It can be from 1 to 20:  /latest 1{}/latest "0"'),
        ("/latest Hama 200", '200 a page? It can be from 1 to 20:  /latest Hama 20{}/latest Hama "200"'),
        ("/search Hama 99", '99 a page? It can be from 1 to 20:  /search Hama 20{}/search Hama "99"'),
        ("/missed 21", "21 a page? It can be from 1 to 20:  /missed 20"),
    ],
)
async def test_more_or_less_than_a_page_holds_is_asked_about(room: Room, typed: str, asked: str) -> None:
    await room.publish("Shelling near Hama")
    assert await room.says(typed) == asked.format("\nFor the number itself, put it in quotes:  ")


@pytest.mark.parametrize("typed", ["boeing 737", "/latest boeing 737 5", '/latest boeing "737"', "/latest hama 2026"])
async def test_a_number_that_is_looked_for_is_found(room: Room, typed: str) -> None:
    await room.publish("A Boeing 737 lands near Hama in 2026")
    assert "A Boeing 737 lands near Hama in 2026" in await room.says(typed)


async def test_what_is_followed_and_ends_in_a_number_can_be_looked_up_as_it_is_shown(room: Room) -> None:
    await room.publish("A Boeing 737 lands near Hama")
    await room.says("/subscribe boeing 737")
    (shown,) = (span.text for span in room.spans if span.text.startswith("/latest"))
    assert "A Boeing 737 lands near Hama" in await room.says(shown)


async def test_a_number_at_the_end_says_how_many(room: Room) -> None:
    await room.publish_all([f"Shelling number {n} near Hama" for n in range(30)], ago=HOUR)
    assert (await room.says("/latest Hama")).count("🔴") == 5
    assert (await room.says("/latest Hama 2")).count("🔴") == 2
    assert (await room.says("/latest Hama 7 since:6h")).count("🔴") == 7
    answer = await room.says("/latest Hama 20")
    assert answer.startswith("Hama · 30 stories in 24 h, the newest 20")
    assert answer.endswith("\nOlder ▸:  /latest Hama before:11-30-20 20")
    assert answer.count("🔴") == 20


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("/latest Hama since:400d", "\n90 days are as far as I look back."),
        ("/latest Quito since:400d", " 90 days are as far as I look back."),
    ],
)
async def test_a_span_that_was_cut_is_said_to_be(room: Room, typed: str, told: str) -> None:
    await room.publish("Shelling near Hama")
    assert told in await room.says(typed)
    assert told not in await room.says("/latest Hama since:90d 20")


async def test_help_says_what_the_mark_means(room: Room) -> None:
    assert "🔴 a single origin" in await room.says("/help latest")


def following(answer: str) -> str:
    """The command of the next page."""
    return answer.rpartition("Older ▸:  ")[2]


async def test_the_next_page_goes_on_where_this_one_ends_whatever_comes_in_between(room: Room) -> None:
    await room.publish_all([f"Shelling number {n} near Hama" for n in range(12)], ago=HOUR)
    first = await room.says("/latest Hama since:6h")
    assert first.startswith("Hama · 12 stories in 6 h, the newest 5")
    assert following(first) == "/latest Hama since:6h before:8-12-5"
    await room.publish_all([f"Later shelling {n} near Hama" for n in range(7)], ago=timedelta(minutes=5))
    second = await room.says(following(first))
    assert second.startswith("Hama · 12 stories in 6 h, 6 to 10\n\n6 🔴 Shelling")
    assert "\n◂ Newest:  /latest Hama since:6h\n" in second
    third = await room.says(following(second))
    assert third.startswith("Hama · 12 stories in 6 h, 11 to 12\n\n11 🔴 Shelling")
    assert "Older" not in third
    shown = re.findall(r"Shelling number \d+", first + second + third)
    assert len(shown) == len({*shown}) == 12


async def test_a_page_that_is_there_no_more_leads_back_to_the_newest(room: Room) -> None:
    await room.publish("Shelling near Hama")
    assert await room.says("/latest Hama before:99-99-5") == (
        "Nothing older on Hama that I still have. The newest:  /latest Hama"
    )
    assert "it stands in the command" in await room.says("/latest Hama before:yesterday")


async def test_what_does_not_fit_in_a_message_stands_on_the_next_page(room: Room) -> None:
    await room.publish_all([f"Hama {n} {'very ' * 80}long" for n in range(20)], by=SPUTNIK, ago=HOUR)
    typed, seen = "/latest Hama 20", 0
    for _ in range(9):
        answer = await room.says(typed)
        seen += answer.count("🔴")
        if "Older ▸" not in answer:
            break
        typed = following(answer)
    assert seen == 20


@pytest.mark.parametrize(
    ("times", "period", "shown"),
    [
        ("since:2026-12-01", " since 1 Dec 00:00", 2),
        ("since:2026-12-01 until:2026-12-01", " from 1 Dec 00:00 until 00:00", 1),
        ("until:2026-12-02T13:00", " until 13:00", 2),
        ("since:5d until:2d", " from 27 Nov 14:05 until 30 Nov 14:05", 1),
    ],
)
async def test_a_span_may_be_given_in_dates(room: Room, times: str, period: str, shown: int) -> None:
    for ago in (timedelta(minutes=3), 20 * HOUR, 3 * DAY):
        await room.publish(f"Shelling near Hama for {ago}", ago=ago)
    answer = await room.says(f"/latest Hama {times}")
    assert answer.startswith(f"Hama · {shown} stor{'y' if shown == 1 else 'ies'}{period}\n")


@pytest.mark.parametrize(
    ("times", "told"),
    [
        ("since:2026-13-01", "I can't read since:2026-13-01"),
        ("until:9999-12-31", "I can't read until:9999-12-31"),
        ("until:noon", "I can't read until:noon: write until:30m"),
        ("since:2h until:3h", "There is no time between since:2h and until:3h."),
        ("by:date", "I can't read by:date: write by:story or by:item."),
    ],
)
async def test_an_option_that_cannot_be_read_is_told(room: Room, times: str, told: str) -> None:
    assert (await room.says(f"/latest Hama {times}")).startswith(told)


async def test_a_quoted_number_is_looked_for(room: Room) -> None:
    await room.publish("Flight 19 lands in Hama")
    assert "Flight 19" in await room.says('/latest "flight 19"')


async def test_a_reply_stays_within_a_message_whatever_the_titles(room: Room) -> None:
    await room.publish_all([f"{n} {'very ' * 80}long" for n in range(20)], by=SPUTNIK, ago=HOUR)
    answer = await room.says("/latest 20")
    assert 2000 < len(answer) < 3500
    assert "20 stories in 24 h, the newest" in answer


@pytest.mark.parametrize(
    ("ago", "proposed"),
    [(3 * DAY, "7 days: 1 story.  /latest Hama since:7d"), (9 * DAY, "30 days: 1 story.  /latest Hama since:30d")],
)
async def test_when_nothing_is_found_a_wider_span_is_proposed(room: Room, ago: timedelta, proposed: str) -> None:
    await room.publish("Shelling near Hama", ago=ago)
    assert await room.says("/latest Hama") == f"Nothing on Hama in the last 24 h. In the last {proposed}"


async def test_when_there_is_nothing_at_all_it_says_so(room: Room) -> None:
    assert "My sources have not brought anything yet; /status" in await room.says("/latest Quito since:30m")
    await room.publish("Shelling near Hama", ago=9 * HOUR)
    assert await room.says("/latest Quito since:30m") == (
        "Nothing on Quito in the last 30 min. Nor is there anything older that I still have.\n"
        "Is it spelt as the news spell it?\nTo be told when it comes up:  /subscribe Quito"
    )


@pytest.mark.parametrize("typed", ["example times", "times"])
async def test_an_outlets_name_that_no_news_have_is_no_matter_of_spelling(room: Room, typed: str) -> None:
    await room.source(TIMES)
    await room.publish("Shelling near Hama")
    assert await room.says(f"/latest {typed}") == (
        f"Nothing on {typed} in the last 24 h. Nor is there anything older that I still have.\n"
        "What Example Times publishes:  /latest outlet:times\n"
        f"To be told when it comes up:  /subscribe {typed}"
    )


async def test_what_is_followed_is_not_offered_to_be_followed(room: Room) -> None:
    await room.publish("Shelling near Hama")
    await room.says("/subscribe Quito")
    assert "/subscribe" not in await room.says("/latest quito")
    assert "/subscribe Hama" in await room.says("Hama")
    await room.says("/subscribe Hama")
    assert "/subscribe" not in await room.says("Hama")


async def test_before_anything_has_been_read_it_says_so(room: Room) -> None:
    assert "/status" in await room.says("/latest since:60d")


async def test_a_list_of_a_filter_says_that_it_is_one(room: Room) -> None:
    await room.publish("Coup reported in Damascus")
    await room.says("/filter add hama coup")
    assert (await room.says("/latest hama")).startswith("Your filter hama · 1 story")


async def test_brackets_make_a_word_of_a_filters_name(room: Room) -> None:
    await room.publish("Shelling near Hama")
    await room.says("/filter add hama coup")
    assert (await room.says("/latest (hama)")).startswith("hama · 1 story")


@pytest.mark.parametrize("verb", ["/latest", "/search"])
async def test_a_small_or_is_remarked_on_whether_there_is_something_or_not(room: Room, verb: str) -> None:
    await room.publish("Homs hospital reopens")
    assert f"{verb} hama OR homs" in await room.says(f"{verb} hama or homs")
    await room.publish("Hama or Homs: who comes first?")
    assert f"{verb} hama OR homs" in await room.says(f"{verb} hama or homs")
