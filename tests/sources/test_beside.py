"""What a feed tells beside its entries' words: rest, hubs, pictures, edits."""

from __future__ import annotations

import json
from collections.abc import Mapping

import pytest

from bot.core.model import Entry
from bot.core.outcome import Hub, Read, Rest
from bot.ports import Document, Page
from bot.sources.feed import Feed
from bot.sources.hubs import named_hub
from bot.sources.moments import epoch
from bot.sources.parsing import parse_feed
from bot.sources.untyped import loaded, number
from tests.sources import playing

URL = "https://example.org/feed"
MEDIA = 'xmlns:media="http://search.yahoo.com/mrss/"'


def read(body: str) -> Document:
    found = parse_feed(body.encode(), "", URL)
    assert isinstance(found, Document), found
    return found


def rss(item: str = "", channel: str = "") -> Document:
    head = f'<rss version="2.0" {MEDIA} xmlns:atom="http://www.w3.org/2005/Atom" xmlns:News="urn:x">'
    return read(f"{head}<channel><title>T</title>{channel}<item><title>x</title>{item}</item></channel></rss>")


def picture(item: str) -> str:
    return rss(item).entries[0].media


def shown(name: str, width: object) -> str:
    return f"<media:content url='https://e.example/{name}' medium='image' width='{width}'/>"


def atom_entry(published: str, updated: str) -> Entry:
    dates = f"<published>{published}</published><updated>{updated}</updated>"
    return read(f'<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>x</title>{dates}</entry></feed>').entries[0]


def json_entry(**item: object) -> Entry:
    return read(json.dumps({"items": [item]})).entries[0]


# ---- rest


@pytest.mark.parametrize(
    ("channel", "hours", "days"),
    [
        ("<skipHours><hour>0</hour><hour> 23 </hour></skipHours>", {0, 23}, set()),
        ("<skipHours><hour>24</hour><hour>25</hour><hour>soon</hour></skipHours>", {0}, set()),
        ("<skipDays><day>Monday</day><day>sunday</day><day>Holiday</day></skipDays>", set(), {0, 6}),
        ("<skipHours><hour>1</hour></skipHours><skipDays><day>Friday</day></skipDays>", {1}, {4}),
        ("<skipHours><hour>1</hour>", {1}, set()),
        ("<hour>1</hour><day>Monday</day>", set(), set()),
        (f"<skipHours>{''.join(f'<hour>{n}</hour>' for n in range(24))}</skipHours>", set(), set()),
        ("<skipHours/>", set(), set()),
    ],
)
def test_a_channel_says_when_it_rests(channel: str, hours: set[int], days: set[int]) -> None:
    assert rss(channel=channel).rest == Rest(frozenset(hours), frozenset(days))


def test_who_rests_every_day_of_the_week_says_nothing() -> None:
    week = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
    assert rss(channel=f"<skipDays>{''.join(f'<day>{day}</day>' for day in week)}</skipDays>").rest == Rest()


# ---- hubs

HUB = Hub("https://hub.example/", "https://example.org/topic")
LINKS = "<atom:link rel='hub' href='https://hub.example/'/><atom:link rel='self' href='https://example.org/topic'/>"


def test_a_feed_names_its_hub_and_its_own_address() -> None:
    assert rss(channel=LINKS).hub == HUB
    assert read(f"<feed xmlns='http://www.w3.org/2005/Atom'>{LINKS.replace('atom:', '')}</feed>").hub == HUB
    hubs = [{"type": "rssCloud", "url": "https://cloud.example/"}, {"type": "WebSub", "url": "https://hub.example/"}]
    assert read(json.dumps({"items": [], "hubs": hubs, "feed_url": "https://example.org/topic"})).hub == HUB


def test_a_feed_that_does_not_give_its_own_address_has_the_one_it_came_from() -> None:
    assert rss(channel="<atom:link rel='hub' href='https://hub.example/'/>").hub == Hub("https://hub.example/", URL)


def test_a_feed_without_a_hub_is_not_pushed() -> None:
    assert rss(channel="<atom:link rel='self' href='https://example.org/topic'/>").hub is None
    assert read(json.dumps({"items": [], "hubs": [{"type": "rssCloud", "url": "https://cloud.example/"}]})).hub is None


@pytest.mark.parametrize(
    ("header", "hub"),
    [
        ('<https://hub.example/>; rel="hub", <https://example.org/topic>; rel="self"', HUB),
        ("<https://hub.example/>;rel=hub,<https://example.org/topic>;rel=self", HUB),
        ("<https://hub.example/>; title=x; REL='hub'", None),
        ('<https://hub.example/>; rel="preconnect hub"', Hub("https://hub.example/", URL)),
        ("<https://hub.example/>; rel=hub, <https://second.example/>; rel=hub", Hub("https://hub.example/", URL)),
        ('</hub>; rel="hub"', Hub("https://example.org/hub", URL)),
        ('<javascript:x>; rel="hub"', None),
        ('<https://example.org/topic>; rel="self"', None),
        ('<https://hub.example/>; title="a"', None),
        ("", None),
    ],
)
def test_the_answers_header_may_name_a_hub(header: str, hub: Hub | None) -> None:
    assert named_hub(header, URL, None) == hub


def test_the_header_goes_before_the_document() -> None:
    assert named_hub('<https://other.example/>; rel="hub"', URL, HUB) == Hub("https://other.example/", HUB.topic)
    assert named_hub('<https://example.org/other>; rel="self"', URL, HUB) == Hub(HUB.url, "https://example.org/other")


def test_a_read_brings_the_hub_of_either() -> None:
    body = f"<rss version='2.0' xmlns:atom='http://www.w3.org/2005/Atom'><channel>{LINKS}</channel></rss>"
    assert playing.entries_of(Feed(), URL, {URL: body}).hub == HUB
    header = {"link": '<https://other.example/>; rel="hub"'}
    pages: Mapping[str, Page] = {URL: Page(200, URL, header, b"<rss version='2.0'><channel/></rss>")}
    found = playing.entries_of(Feed(), URL, pages)
    assert isinstance(found, Read)
    assert found.hub == Hub("https://other.example/", URL)


# ---- pictures


@pytest.mark.parametrize(
    ("item", "media"),
    [
        ("<enclosure url='https://e.example/1' type='image/jpeg'/>", "https://e.example/1"),
        ("<enclosure url='https://e.example/1.mp3' type='audio/mpeg'/>", ""),
        ("<media:content url='https://e.example/v' medium='video'/>", "https://e.example/v"),
        ("<media:content url='https://e.example/v.PNG?w=1'/>", "https://e.example/v.PNG?w=1"),
        ("<media:content url='https://e.example/page'/>", ""),
        ("<media:content url='https://e.example/x.swf' type='application/x-shockwave-flash'/>", ""),
        ("<media:group><media:content url='/1.jpg' type='image/jpeg'/></media:group>", "https://example.org/1.jpg"),
        ("<media:thumbnail url='https://e.example/t'/>", "https://e.example/t"),
        (f"{shown('s.jpg', 140)}{shown('l.jpg', 460)}{shown('m.jpg', 'wide')}", "https://e.example/l.jpg"),
        (f"<media:thumbnail url='/t'/><enclosure url='/e.png'/>{shown('c.png', 1)}", "https://e.example/c.png"),
        (f"{shown('avatar/b', 96)}{shown('avatar-returns.jpg', 90)}", "https://e.example/avatar-returns.jpg"),
        ("<media:thumbnail url='https://avatars3.example.com/u/7'/>", ""),
        ("<News:Image>https://e.example/n</News:Image>", "https://e.example/n"),
    ],
)
def test_an_entry_shows_its_first_picture_or_video(item: str, media: str) -> None:
    assert picture(item) == media


def test_an_entry_of_a_json_feed_shows_its_picture() -> None:
    sound = {"url": "https://e.example/a", "mime_type": "audio/mpeg"}
    film = {"url": "https://e.example/v", "mime_type": "video/mp4"}
    assert json_entry(attachments=[sound, "x", film]).media == "https://e.example/v"
    assert json_entry(attachments=[film], banner_image="/b").media == "https://example.org/b"
    assert json_entry(image="/i", banner_image="/b").media == "https://example.org/i"


# ---- edits


def test_an_entry_updated_after_its_publication_was_edited() -> None:
    assert atom_entry("2026-11-02T12:00:00Z", "2026-11-02T13:30:00Z").edited
    assert json_entry(date_published="2026-11-02T12:00:00Z", date_modified="2026-11-02T12:30:00+01:00").edited is False
    assert json_entry(date_published="2026-11-02T12:00:00Z", date_modified="2026-11-02T13:30:00Z").edited


@pytest.mark.parametrize("updated", ["2026-11-02T12:00:40Z", "2026-11-02T12:00:00Z", "2026-11-01T12:00:00Z", "soon"])
def test_saving_it_once_more_while_it_is_published_is_no_edit(updated: str) -> None:
    assert not atom_entry("2026-11-02T12:00:00Z", updated).edited


def test_the_second_date_of_an_rss_item_tells_of_no_edit() -> None:
    item = "<pubDate>Mon, 02 Nov 2026 12:00:00 GMT</pubDate><atom:updated>2026-11-03T12:00:00Z</atom:updated>"
    assert not rss(item).entries[0].edited


def test_bings_items_name_their_publisher() -> None:
    assert rss("<News:Source>Gazette &amp;amp; Post</News:Source>").entries[0].publisher == "Gazette & Post"


# ---- JSON as strangers write it


@pytest.mark.parametrize(
    ("written", "found"),
    [
        (r'{"a": "it\'s"}', {"a": "it's"}),
        (r'{"a": "\d \\ \u00e9 \n"}', {"a": "\\d \\ é \n"}),
        ('{"a": "\t"}', {"a": "\t"}),
        ("[" * 100_000, None),
        ('{"a": ', None),
    ],
)
def test_broken_json_is_mended_where_that_is_clear(written: str, found: object) -> None:
    assert loaded(written) == found


@pytest.mark.parametrize(
    ("value", "found"),
    [
        (1, 1.0),
        ("4.5", 4.5),
        ("x", None),
        (True, None),
        (None, None),
        (float("nan"), None),
        (10**400, None),
        ([], None),
    ],
)
def test_a_number_is_finite_or_none(value: object, found: float | None) -> None:
    assert number({"a": value}, "a") == found


@pytest.mark.parametrize("seconds", [1e300, float("nan"), -1e15])
def test_a_time_no_calendar_has_is_none(seconds: float) -> None:
    assert epoch(seconds) is None
