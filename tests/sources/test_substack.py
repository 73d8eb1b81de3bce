"""Publications of Substack: what is claimed, what is asked, and what posts and notes say."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.model import Entry
from bot.core.outcome import Failed, Read, Unchanged
from bot.ports import Document, Page, Unreadable
from bot.sources.substack import Substack
from bot.sources.substack_posts import parse_archive, parse_rss
from tests.sources.playing import a_source, visit

SITE = "https://gazette.substack.com"
FEED = f"{SITE}/feed"
ARCHIVE = f"{SITE}/api/v1/archive?sort=new&limit=12"
TALKS = "https://www.gazette.example/p/talks"
NOON = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)

Json = dict[str, Any]


def rss(tail: str = "", generator: str = "<generator>Substack</generator>") -> str:
    return (
        '<?xml version="1.0"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        f'xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>The Gazette</title>{generator}'
        f"<language>en</language><item><title>Talks</title><description>At last</description><link>{TALKS}</link>"
        f"<guid isPermaLink='false'>{TALKS}</guid><dc:creator>Lina</dc:creator>"
        "<pubDate>Mon, 02 Nov 2026 12:00:00 GMT</pubDate>"
        f"<content:encoded><![CDATA[<p>In <em>Geneva</em>.</p>{tail}]]></content:encoded></item></channel></rss>"
    )


def post(**fields: Any) -> Json:
    """A post as the archive lists it."""
    return {
        "id": 167,
        "title": "Talks",
        "subtitle": "At last",
        "description": "At last",
        "slug": "talks",
        "canonical_url": f"{TALKS}?utm_source=archive",
        "post_date": "2026-11-02T12:00:00.000Z",
        "audience": "everyone",
        "truncated_body_text": "In Geneva.",
        "cover_image": "https://substackcdn.example/map.png",
        "publishedBylines": [{"name": "Lina"}, {"name": "Omar"}],
    } | fields


def note(**fields: Any) -> Json:
    return {
        "id": 131,
        "body": "Roads are open.\n\nMore soon.",
        "date": "2026-11-02T12:00:00.000Z",
        "name": "Lina",
        "ancestor_path": "",
        "deleted": False,
        "attachments": [{"type": "image", "imageUrl": "https://substackcdn.example/road.png"}],
    } | fields


def read(found: object) -> Document:
    document = parse_archive(json.dumps(found).encode(), "", ARCHIVE)
    assert isinstance(document, Document), document
    return document


def entry(**fields: Any) -> Entry:
    (only,) = read([post(**fields)]).entries
    return only


# ---- what it claims


@pytest.mark.parametrize(
    ("text", "locator"),
    [
        ("https://gazette.substack.com", "gazette.substack.com"),
        ("https://Gazette.substack.com/p/talks?utm_source=x", "gazette.substack.com"),
        ("https://gazette.substack.com/feed", "gazette.substack.com"),
        (" gazette.substack.com\n", "gazette.substack.com"),
        ("gazette.substack.com/about", "gazette.substack.com"),
        ("https://substack.com/@Gazette", "gazette.substack.com"),
        ("https://www.substack.com/@gazette", "gazette.substack.com"),
        ("https://substack.com/@gazette/note/c-131", "gazette.substack.com"),
        ("https://open.substack.com/pub/gazette/p/talks?r=1", "gazette.substack.com"),
        ("https://www.gazette.example/p/talks", "www.gazette.example"),
        ("https://www.gazette.example/api/v1/archive?sort=new", "www.gazette.example"),
        ("substack:Gazette", "gazette.substack.com"),
        ("substack: https://www.gazette.example/feed", "www.gazette.example"),
        ("substack:www.gazette.example", "www.gazette.example"),
        ("substack://www.gazette.example", "www.gazette.example"),
    ],
)
def test_publications_are_claimed(text: str, locator: str) -> None:
    assert Substack().claims(text) == locator


@pytest.mark.parametrize(
    "text",
    [
        "",
        "gazette",
        "www.gazette.example",
        "www.gazette.example/p/talks",
        "https://www.gazette.example/",
        "https://www.gazette.example/feed",
        "https://www.gazette.example/p/",
        "https://substack.com/",
        "https://substack.com/home",
        "https://www.substack.com/about",
        "https://support.substack.com/hc",
        "@gazette@example.social",
        "substack:",
        "substack:a b",
        "http://[/p/talks",
    ],
)
def test_nothing_else_is_claimed(text: str) -> None:
    assert Substack().claims(text) is None


# ---- what it asks


def test_the_feed_is_asked_for_conditionally() -> None:
    source = a_source(Substack(), "gazette.substack.com", {"etag": '"1"'})
    fetched, outcome = visit(Substack(), source, {FEED: Page(304, FEED, {}, b"")})
    assert [(ask.url, ask.etag) for ask in fetched] == [(FEED, '"1"')]
    assert outcome == Unchanged({"etag": '"1"'})


@pytest.mark.parametrize("feed", [Page(403, FEED, {}, b""), rss(generator=""), "<html><body></body></html>"])
def test_where_there_is_no_feed_the_archive_is_read(feed: Page | str) -> None:
    pages = {FEED: feed, ARCHIVE: json.dumps([post()])}
    fetched, outcome = visit(Substack(), a_source(Substack(), "gazette.substack.com"), pages)
    assert [ask.url for ask in fetched] == [FEED, ARCHIVE]
    assert isinstance(outcome, Read)
    assert [each.guid for each in outcome.entries] == [TALKS]


def test_what_is_no_publication_of_substacks_is_not_read_as_one() -> None:
    pages = {"https://blog.example/feed": rss(generator="<generator>https://wordpress.org/?v=7.0</generator>")}
    _, outcome = visit(Substack(), a_source(Substack(), "blog.example"), pages)
    assert isinstance(outcome, Failed)
    assert outcome.why.startswith("it is a feed, but not one of Substack's. The archive is no help: ")


def test_a_change_of_way_makes_nothing_new() -> None:
    found = parse_rss(rss().encode(), "", FEED)
    assert isinstance(found, Document)
    (by_rss,) = found.entries
    by_archive = entry(publishedBylines=[{"name": "Lina"}])
    for field in ("guid", "url", "title", "text", "author", "published"):
        assert getattr(by_archive, field) == getattr(by_rss, field), field


# ---- what posts and notes say


def test_the_beginning_of_a_post_for_subscribers_is_told() -> None:
    tail = f'<p>\n<a href="{TALKS}">\nRead more\n</a>\n</p>'
    found = parse_rss(rss(tail, "<generator><![CDATA[Substack]]></generator>").encode(), "", FEED)
    assert isinstance(found, Document)
    assert [each.text for each in found.entries] == ["In Geneva."]


def test_what_tells_readers_apart_makes_no_other_post() -> None:
    found = parse_rss(rss().replace(f"{TALKS}</guid>", f"{TALKS}?utm_source=rss#x</guid>").encode(), "", FEED)
    assert isinstance(found, Document)
    assert [each.guid for each in found.entries] == [TALKS]


def test_a_post_is_told_with_its_time_and_authors() -> None:
    found = entry(language="ar")
    assert found.language == "ar"
    assert (found.guid, found.url, found.title, found.text) == (TALKS, TALKS, "Talks", "In Geneva.")
    assert (found.author, found.published) == ("Lina, Omar", NOON)
    assert found.media == "https://substackcdn.example/map.png"


def test_the_most_that_is_given_of_a_post_is_told() -> None:
    assert entry(body_html="<p>In Geneva, at <b>noon</b>.</p>").text == "In Geneva, at noon."
    assert entry(truncated_body_text=None, subtitle=None).text == "At last"
    assert entry(truncated_body_text=None, description=None).text == "At last"


def test_a_single_post_comes_with_its_publication() -> None:
    found = read({"post": post(), "publication": {"name": "The Gazette"}})
    assert (found.title, [each.guid for each in found.entries]) == ("The Gazette", [TALKS])


def test_a_note_is_a_post_without_a_title() -> None:
    for found in (note(), {"items": [{"type": "comment", "comment": note()}]}):
        (only,) = read(found).entries
        assert only.guid == only.url == "https://substack.com/note/c-131"
        assert (only.title, only.text) == ("Roads are open. More soon.", "Roads are open.\nMore soon.")
        assert (only.author, only.published, only.replies_to) == ("Lina", NOON, "")
        assert only.media == "https://substackcdn.example/road.png"


def test_a_note_may_answer_another() -> None:
    assert [each.replies_to for each in read(note(ancestor_path="130")).entries] == ["somebody"]


def test_what_was_deleted_is_left_out() -> None:
    assert [each.guid for each in read([note(deleted=True), 1, None, {}, post()]).entries] == [TALKS]


def test_an_empty_archive_is_no_failure() -> None:
    assert read([]).entries == ()


# ---- what is no answer of Substack's


@pytest.mark.parametrize("body", [b"", b"{", b"<html></html>", b'{"error": "x"}', b"null", b"[1]"])
def test_strange_answers_are_refused(body: bytes) -> None:
    assert isinstance(parse_archive(body, "", SITE), Unreadable)
    assert isinstance(parse_rss(body, "", SITE), Unreadable)


WEIRD = st.none() | st.booleans() | st.integers() | st.text(max_size=9) | st.lists(st.none() | st.text(max_size=3))


@given(st.dictionaries(st.sampled_from(sorted({*post(), *note()} - {"canonical_url"})), WEIRD))
def test_no_post_is_too_strange(fields: Mapping[str, Any]) -> None:
    assert len(read([post(**fields), note(body="x", deleted=False)]).entries) == 2
