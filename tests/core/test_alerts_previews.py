"""Which page may be shown under an alert: where something is to be seen that the words can't show."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from bot.core.alerts.previews import previewed
from bot.core.alerts.render import render
from bot.core.model import Item
from tests.core.nouns import NOW, a_delivery, an_item

VIDEO, POST, PICTURE = "https://www.youtube.com/watch?v=dQw4w9WgXcQ", "https://t.me/wire/7", "https://cdn.example/1.jpg"


@pytest.mark.parametrize(
    "url",
    [
        VIDEO,
        "https://youtu.be/dQw4w9WgXcQ",
        "https://m.youtube.com/shorts/dQw4w9WgXcQ?feature=share",
        "https://youtube.com/live/dQw4w9WgXcQ",
        "https://www.youtube.com/watch?list=PL1&v=dQw4w9WgXcQ&t=9",
    ],
)
def test_a_video_can_be_watched_under_its_alert(url: str) -> None:
    assert previewed(an_item(url=url)) == url


@pytest.mark.parametrize("kind", ["telegram", "x", "mastodon", "bluesky", "reddit"])
def test_a_posts_picture_can_be_seen_under_its_alert(kind: str) -> None:
    assert previewed(an_item(url=POST, kind=kind, media=PICTURE)) == POST


@pytest.mark.parametrize(
    "item",
    [
        an_item(),
        an_item(kind="feed", media=PICTURE),
        an_item(kind="wordpress", media=PICTURE),
        an_item(kind="telegram", url=POST),  # no picture, or one that its author covered
        an_item(kind="telegram", url=POST, media=PICTURE, withdrawn=True),
        an_item(url=VIDEO, withdrawn=True),
        an_item(url="https://www.youtube.com/@wire"),
        an_item(url="https://youtube.com.example.org/watch?v=dQw4w9WgXcQ"),
        an_item(url="https://example.org/?https://youtu.be/dQw4w9WgXcQ"),
    ],
    ids=lambda item: f"{item.kind} {item.url}",
)
def test_nothing_else_is_previewed(item: Item) -> None:
    assert previewed(item) == ""


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        (POST, True),
        ("javascript:alert(1)", False),
        ("https://t.me@example.org/7", False),
        ("https://xn--pnews-3ve.com/@a/1", False),
    ],
)
def test_an_alert_previews_no_page_that_it_would_not_link_to_or_has_to_warn_of(url: str, *, shown: bool) -> None:
    said = render(a_delivery(an_item(kind="mastodon", url=url, media=PICTURE)), NOW, ZoneInfo("UTC"))
    assert said.preview == (url if shown else "")
