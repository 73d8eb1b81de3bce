"""What a digest says."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.alerts.digest import digest, heading
from bot.core.alerts.render import render
from bot.core.message import Button, Message, Span, Style
from bot.core.model import Delivery, DeliveryKind, Item, Outlet, Stance
from bot.core.stories.telling import telling
from tests.core.nouns import MAYADEEN, NOW, SANA, TITLE, a_delivery, an_item

UTC = ZoneInfo("UTC")
HOUR = timedelta(hours=1)
TODAY = NOW.replace(hour=8, minute=0)


def part(number: int, *also: Item, **named: Any) -> Delivery:
    """An alert of a story of its own; `also`: told by others for themselves, each of whom is an origin."""
    item = named.pop("item", None) or an_item(number, story=number, title=f"Story {number}")
    told = tuple(replace(telling(each), chain=()) for each in (item, *also))
    return replace(a_delivery(item, id=number, also=also, told=told, created_at=NOW - 2 * HOUR), **named)


def a_digest(*parts: Delivery, note: str = "daily digest 08:00", **named: Any) -> Delivery:
    return a_delivery(kind=DeliveryKind.DIGEST, parts=parts, note=note, **{"held_until": TODAY, **named})


def told(delivery: Delivery, zone: ZoneInfo = UTC) -> Message:
    message = render(delivery, NOW, zone)
    assert message == digest(delivery, NOW, zone)
    return message


def head(delivery: Delivery, zone: ZoneInfo = UTC) -> str:
    return told(delivery, zone).plain.partition("\n")[0]


def test_each_story_has_its_mark_its_title_who_says_so_when_and_how_it_stands() -> None:
    message = told(a_digest(part(1), part(2, an_item(9, outlet=MAYADEEN))))
    assert message.plain.splitlines() == [
        "Daily digest · 2 stories since yesterday 08:00",
        "1 🟢 Story 2",
        (
            "    SANA English (Syrian state media) · 14:02 UTC · corroborated"
            " · 2 independent origins (SANA English, Al Mayadeen) · 2 outlets"
        ),
        "2 🔴 Story 1",
        "    SANA English (Syrian state media) · 14:02 UTC · single origin · 1 outlet",
    ]
    assert Span("Story 2", Style.BOLD, "https://example.org/2") in message.spans
    assert message.buttons == (Button("1", "/story #2", spare=True), Button("2", "/story #1", spare=True))


def test_stories_of_as_many_origins_stand_the_newest_first() -> None:
    older = part(1, item=an_item(1, story=1, title="Older", published=NOW - HOUR))
    newer = part(2, item=an_item(2, story=2, title="Newer"))
    for parts in ((newer, older), (older, newer)):
        lines = told(a_digest(*parts)).plain.splitlines()
        assert [lines[1], lines[3]] == ["1 🔴 Newer", "2 🔴 Older"]


def test_an_update_and_its_alert_are_one_line_of_the_newest_state() -> None:
    alert = part(1)
    killed = an_item(5, story=1, title="Forty killed", outlet=MAYADEEN)
    update = part(5, item=killed, kind=DeliveryKind.UPDATE, note="12 killed before, 40 now")
    lines = told(a_digest(alert, update)).plain.splitlines()
    assert lines[0] == "Daily digest · 1 story since yesterday 08:00"
    assert lines[1] == "1 🔴 Update: Forty killed"
    assert "12 killed before, 40 now" in lines[2]
    assert len(lines) == 3


def test_a_denial_is_told_as_one() -> None:
    denial = an_item(5, story=1, title="Nobody killed, army says", outlet=MAYADEEN)
    denies = replace(telling(denial), chain=(), stance=Stance.DENIES)
    update = part(5, item=denial, kind=DeliveryKind.UPDATE, told=(replace(telling(an_item(1)), chain=()), denies))
    assert "⚪ Denied: Nobody killed" in told(a_digest(part(1), update)).plain


@pytest.mark.parametrize(
    ("note", "said"),
    [
        ("daily digest 08:00", "Daily digest · 2 stories since yesterday 08:00"),
        ("hourly digest", "Hourly digest · 2 stories since 07:00 UTC"),
        ("weekly digest Mon 08:00", "Weekly digest · 2 stories since 16 Nov 08:00 UTC"),
        ("quiet hours 23:00–07:00", "While it was quiet (23:00–07:00): 2 stories"),
        ("too much at once", "Too much at once: 2 more stories"),
        ("late", "2 stories, sent late"),
        ("offline 02:10–06:40", "I was offline 02:10–06:40. 2 stories matched meanwhile; the most corroborated:"),
        ("", "2 stories"),
        ("of another version", "2 stories"),
        ("fortnightly digest 08:00", "Fortnightly digest · 2 stories since 08:00 UTC"),
    ],
)
def test_the_first_line_says_why_it_comes(note: str, said: str) -> None:
    parts = (replace(part(1), created_at=NOW), replace(part(2), created_at=NOW))
    assert head(a_digest(*parts, note=note)) == said


def test_a_digest_that_may_have_come_before_says_so() -> None:
    said = render(a_digest(part(1), part(2), doubts=1), NOW, UTC).plain
    assert said.startswith("(possible repeat)\nDaily digest · 2 stories")


def test_a_digest_reaches_back_to_the_first_of_its_parts() -> None:
    old = replace(part(1), created_at=NOW - timedelta(days=3, hours=1))
    assert head(a_digest(old)) == "Daily digest · 1 story since 20 Nov 13:05 UTC"


def test_times_are_those_of_the_chats_clock() -> None:
    message = told(a_digest(part(1)), ZoneInfo("Asia/Damascus"))
    assert "17:02 UTC+03" in message.plain
    assert head(a_digest(part(1), held_until=TODAY - 3 * HOUR), ZoneInfo("Asia/Damascus")).endswith(
        "since yesterday 08:00"
    )


def test_what_does_not_fit_is_counted_and_where_to_find_it_said() -> None:
    parts = [part(number) for number in range(1, 21)]
    message = told(a_digest(*parts, stories=32))
    assert message.plain.startswith("Daily digest · 32 stories")
    assert message.plain.endswith("\n+17 more: /missed since:12:05")
    assert message.plain.count("🔴") == 15
    assert len(message.buttons) == 8
    yesterday = [replace(each, created_at=NOW - timedelta(hours=15)) for each in parts]
    assert told(a_digest(*yesterday)).plain.endswith("+5 more: /missed since:2026-11-22T23:05")


def test_what_is_kept_no_longer_is_counted_only() -> None:
    gone = a_delivery(None, id=3)
    message = told(a_digest(part(1), gone, stories=2))
    assert message.plain.splitlines()[-1].startswith("+1 more: ")


def test_a_link_that_misleads_is_none() -> None:
    masked = an_item(1, story=1, url="https://apnews.com@example.org")
    plain = an_item(2, story=2, url="javascript:alert(1)")
    message = told(a_digest(part(1, item=masked), part(2, item=plain)))
    assert [span.url for span in message.spans if span.url] == []
    assert TITLE in message.plain


def test_an_item_that_nobody_filed_is_a_story_by_itself() -> None:
    assert told(a_digest(part(1, item=an_item(7, title="")))).buttons == (Button("1", "/story #7", spare=True),)
    assert "(untitled)" in told(a_digest(part(1, item=an_item(7, title="")))).plain


@given(
    st.lists(st.text(max_size=400), min_size=1, max_size=40),
    st.text(max_size=200),
    st.sampled_from(["daily digest 08:00", "offline x", "quiet hours y", ""]),
)
def test_whatever_it_tells_of_it_fits_into_a_message(titles: list[str], name: str, note: str) -> None:
    outlet = Outlet("o", name, affiliation=name)
    items = (an_item(number, story=number, title=title, outlet=outlet) for number, title in enumerate(titles, 1))
    parts = [part(item.id, item=item) for item in items]
    message = told(a_digest(*parts, note=note, stories=10**6))
    assert len(message.plain.encode("utf-16-le", "surrogatepass")) // 2 < 4096
    assert len(message.spans) < 50
    assert "more: /missed since:" in message.plain


def test_no_more_stories_are_named_than_there_is_room_for() -> None:
    """Characters that count double: so many titles would make 4,800 units."""
    parts = [part(number, item=an_item(number, story=number, title="🜨" * 200)) for number in range(1, 16)]
    message = told(a_digest(*parts))
    shown = message.plain.count("🔴")
    assert 5 < shown < 15
    assert f"+{15 - shown} more" in message.plain
    assert len(message.buttons) == 8


def test_a_digest_is_named_after_that_for_which_most_of_it_waited() -> None:
    assert heading(["late", "daily digest 08:00", "daily digest 08:00"]) == "daily digest 08:00"
    assert heading(["too much at once", "late"]) == "too much at once"
    assert heading([]) == ""


def test_the_outlet_is_named_with_its_ties() -> None:
    assert SANA.affiliation in told(a_digest(part(1))).plain
