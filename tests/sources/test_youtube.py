"""Feeds and pages are written by hand after those of YouTube; a whole read is played over them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.model import Entry
from bot.core.outcome import Failed, Hub, Read, ReadOutcome, Unchanged
from bot.ports import Document, Page, Unreachable, Unreadable
from bot.sources.youtube import YouTube
from bot.sources.youtube_pages import parse_channel_page, parse_videos
from tests.sources.playing import a_source, entries_of, play, visit

KIND = YouTube()
ID = "UCaaaaaaaaaaaaaaaaaaaa_-"
OTHER = "UCbbbbbbbbbbbbbbbbbbbbbb"
FEED = f"https://www.youtube.com/feeds/videos.xml?channel_id={ID}"
PAGE = "https://www.youtube.com/@hama"
NOON = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)


def video(name: str = "abc-_123", views: int = 1, title: str = "Talks resume") -> str:
    return (
        f"<entry><id>yt:video:{name}</id><yt:videoId>{name}</yt:videoId><title>{title}</title>"
        f'<link rel="alternate" href="https://www.youtube.com/shorts/{name}"/><author><name>Hama TV</name></author>'
        f"<published>2026-11-02T12:00:00+00:00</published><updated>2026-11-02T12:{views:02}:00+00:00</updated>"
        f'<media:group><media:thumbnail url="https://i{views % 4 + 1}.ytimg.com/vi/{name}/hqdefault.jpg"/>'
        f"<media:description>In Geneva.\nMore follows</media:description><media:community>"
        f'<media:statistics views="{views}"/></media:community></media:group></entry>'
    )


def feed(*videos: str) -> str:
    spaces = (
        'xmlns:yt="http://www.youtube.com/xml/schemas/2015" xmlns:media="http://search.yahoo.com/mrss/"'
        ' xmlns="http://www.w3.org/2005/Atom"'
    )
    return f"<feed {spaces}><title>Hama TV</title>{''.join(videos)}</feed>"


def read(locator: str, pages: Mapping[str, Page | str], memory: Mapping[str, str] | None = None) -> ReadOutcome:
    _, outcome = visit(KIND, a_source(KIND, locator, memory), pages)
    assert isinstance(outcome, ReadOutcome)
    return outcome


# ---- what it claims


@pytest.mark.parametrize(
    ("text", "locator"),
    [
        (f" {ID}\n", ID),
        ("@hama.tv-1", "@hama.tv-1"),
        ("@تلفزيون", "@تلفزيون"),
        ("https://www.youtube.com/@hama/videos", "@hama"),
        ("youtube.com/%40hama?si=x", "@hama"),
        (f"https://m.youtube.com/channel/{ID}", ID),
        ("https://www.youtube.com/c/HamaTV/about", "c/HamaTV"),
        ("https://www.youtube.com/user/hama", "user/hama"),
        ("https://www.youtube.com/playlist?list=PL0123456789", "PL0123456789"),
        (f"UULF{ID[2:]}", f"UULF{ID[2:]}"),
        (FEED, ID),
        (f"https://www.youtube.com/xml/feeds/videos.xml?channel_id={ID}", ID),
        ("https://www.youtube.com/feeds/videos.xml?playlist_id=PL0123456789", "PL0123456789"),
        ("https://www.youtube.com/feeds/videos.xml?user=hama", "user/hama"),
    ],
)
def test_channels_and_playlists_are_claimed_in_all_their_forms(text: str, locator: str) -> None:
    assert KIND.claims(text) == locator


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hama",
        "@ab",
        "@a@example.social",
        "UCshort",
        "https://youtu.be/abc-_123456",
        "https://www.youtube.com/watch?v=abc-_123456&list=PL0123456789",
        "https://www.youtube.com/shorts/abc-_123456",
        "https://www.youtube.com/playlist?list=WL",
        "https://www.youtube.com/channel/x",
        "https://www.youtube.com/c/",
        "https://www.youtube.com/feeds/videos.xml",
        "https://www.youtube.com/",
        f"https://example.org/channel/{ID}",
    ],
)
def test_nothing_else_is_claimed(text: str) -> None:
    assert KIND.claims(text) is None


# ---- videos


def test_a_video_is_told_under_its_id() -> None:
    outcome = entries_of(KIND, ID, {FEED: feed(video())})
    assert outcome.title == "Hama TV"
    assert outcome.entries == (
        Entry(
            guid="yt:video:abc-_123",
            url="https://www.youtube.com/watch?v=abc-_123",
            title="Talks resume",
            text="In Geneva.\nMore follows",
            author="Hama TV",
            published=NOON,
            media="https://i.ytimg.com/vi/abc-_123/hqdefault.jpg",
        ),
    )


def test_more_views_change_nothing_of_a_video() -> None:
    first, second = (entries_of(KIND, ID, {FEED: feed(video(views=views))}) for views in (1, 2))
    assert first.entries == second.entries


def test_a_video_without_an_id_has_that_of_its_link_or_is_left_out() -> None:
    unnamed = video("abc").replace("<id>yt:video:abc</id>", "")
    lost = unnamed.replace("https://www.youtube.com/shorts/abc", "https://www.youtube.com/")
    assert [entry.guid for entry in entries_of(KIND, ID, {FEED: feed(unnamed, lost)}).entries] == ["yt:video:abc"]


def test_a_channel_is_pushed_by_a_hub_and_a_playlist_is_not() -> None:
    topic = f"https://www.youtube.com/xml/feeds/videos.xml?channel_id={ID}"
    assert entries_of(KIND, ID, {FEED: feed()}).hub == Hub("https://pubsubhubbub.appspot.com/", topic)
    playlist = "https://www.youtube.com/feeds/videos.xml?playlist_id=PL0123456789"
    assert entries_of(KIND, "PL0123456789", {playlist: feed()}).hub is None


def test_what_a_hub_pushes_is_read_as_a_poll_reads_it() -> None:
    pushed = KIND.parser(feed(video()).encode(), "application/atom+xml", FEED)
    assert isinstance(pushed, Document)
    assert pushed.entries == entries_of(KIND, ID, {FEED: feed(video())}).entries


def test_word_of_a_deleted_video_is_read_and_tells_nothing() -> None:
    deleted = (
        '<at:deleted-entry xmlns:at="http://purl.org/atompub/tombstones/1.0" ref="yt:video:abc-_123"'
        ' when="2026-11-02T12:00:00+00:00"><link href="https://www.youtube.com/watch?v=abc-_123"/>'
        f"<at:by><name>Hama TV</name><uri>https://www.youtube.com/channel/{ID}</uri></at:by></at:deleted-entry>"
    )
    pushed = KIND.parser(feed(deleted).encode(), "application/atom+xml", FEED)
    assert isinstance(pushed, Document)
    assert pushed.entries == ()


# ---- names


@pytest.mark.parametrize(
    "page",
    [
        f'{{"channelId":"{OTHER}"}} {{"externalId":"{ID}"}}',
        f'<link rel="canonical" href="https://www.youtube.com/channel/{ID}"> {{"channelId":"{OTHER}"}}',
        f'<meta itemprop="identifier" content="{ID}">',
        f'<link rel="alternate" type="application/rss+xml" title="RSS" href="{FEED}">',
        f'about: \\"externalId\\":\\"{OTHER}\\" {{"externalId": "{ID}"}}',
    ],
)
def test_a_name_leads_to_the_channel_that_its_page_is_that_of(page: str) -> None:
    outcome = read("@hama", {PAGE: page, FEED: feed(video())})
    assert isinstance(outcome, Read)
    assert outcome.lasting == ID
    assert outcome.memory["channel"] == ID
    assert outcome.hub


def test_a_name_is_resolved_once() -> None:
    fetched, outcome = visit(KIND, a_source(KIND, "c/HamaTV", {"channel": ID}), {FEED: feed(video())})
    assert [fetch.url for fetch in fetched] == [FEED]
    assert isinstance(outcome, Read)
    assert (outcome.lasting, outcome.memory["channel"]) == (ID, ID)
    again = read("c/HamaTV", {FEED: feed(video())}, outcome.memory)
    assert isinstance(again, Unchanged)
    assert again.memory["channel"] == ID


def test_an_id_needs_no_other() -> None:
    outcome = entries_of(KIND, ID, {FEED: feed(video())})
    assert (outcome.lasting, "channel" in outcome.memory) == ("", False)


def test_a_name_of_any_script_can_be_asked_for() -> None:
    asked, _ = visit(KIND, a_source(KIND, "@حماة"), {})
    assert asked[0].url == "https://www.youtube.com/@%D8%AD%D9%85%D8%A7%D8%A9"


@pytest.mark.parametrize(
    ("page", "why"),
    [
        (Page(404, PAGE, {}, b""), "no channel @hama"),
        (Page(429, PAGE, {}, b""), "429"),
        (Page(200, "https://consent.youtube.com/m?continue=x", {}, b"<html>"), "Copy channel ID"),
        ("<html>", "does not say which channel"),
    ],
)
def test_a_name_that_leads_nowhere_says_why(page: Page | str, why: str) -> None:
    outcome = read("@hama", {PAGE: page})
    assert isinstance(outcome, Failed)
    assert why in outcome.why


def test_a_name_whose_page_is_out_of_reach_says_why() -> None:
    _, outcome = play(KIND, a_source(KIND, "@hama"), Unreachable("youtube.com accepts no connection"))
    assert outcome == Failed("youtube.com accepts no connection")


def test_the_page_of_a_channel_tells_its_name() -> None:
    page = f'<meta property="og:title" content="Hama &amp; Idlib">{{"externalId":"{ID}"}}'
    assert parse_channel_page(page.encode(), "", PAGE) == Document((), "Hama & Idlib", notes={"channel": ID})


# ---- what goes wrong


@pytest.mark.parametrize("status", [404, 410, 500, 503])
def test_a_feed_that_is_not_served_is_never_gone(status: int) -> None:
    outcome = read(ID, {FEED: Page(status, FEED, {"retry-after": "60"}, b"")})
    assert isinstance(outcome, Failed)
    assert not outcome.gone
    assert "I go on trying" in outcome.why
    assert status != 503 or outcome.wait == timedelta(minutes=1)


def test_a_feed_that_is_refused_says_so() -> None:
    outcome = read(ID, {FEED: Page(403, FEED, {}, b"")})
    assert isinstance(outcome, Failed)
    assert "403" in outcome.why


def test_a_page_in_place_of_a_feed_is_a_failure() -> None:
    page = f'<html><head><link rel="alternate" type="application/rss+xml" href="{FEED}">'
    outcome = read(ID, {FEED: page})
    assert isinstance(outcome, Failed)
    assert "web page" in outcome.why


@given(st.binary(max_size=200))
def test_no_bytes_whatever_make_the_parsers_raise(body: bytes) -> None:
    assert isinstance(parse_channel_page(body, "", PAGE), Unreadable)
    parse_videos(body, "", FEED)
