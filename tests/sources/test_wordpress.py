"""Sites made with WordPress: what is claimed, what is asked, and what posts say, by the API and by the feed."""

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
from bot.sources.wordpress import WordPress
from bot.sources.wordpress_posts import parse_category, parse_posts, parse_rss, parse_site
from tests.sources.playing import a_source, entries_of, visit

SITE = "https://gazette.example"
NAME = f"{SITE}/wp-json/?_fields=name"
POSTS = (
    f"{SITE}/wp-json/wp/v2/posts?per_page=20&_embed=author&_fields=id,guid,link,status,date_gmt,modified_gmt,title,"
    "content,excerpt,jetpack_featured_media_url,_links,_embedded"
)
CATEGORY = f"{SITE}/wp-json/wp/v2/categories?slug=syria&_fields=id"
FEED = f"{SITE}/feed/"
NOON = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)
SIGNED = (
    '<p>The post <a href="https://gazette.example/talks/">Talks &#8211; at last</a> appeared first on '
    '<a href="https://gazette.example">The Gazette</a>.</p>'
)

Json = dict[str, Any]


def post(**fields: Any) -> Json:
    """A post as the API gives it."""
    return {
        "id": 7,
        "status": "publish",
        "guid": {"rendered": f"{SITE}/?post_type=post&#038;p=7"},
        "link": f"{SITE}/talks/",
        "date_gmt": "2026-11-02T12:00:00",
        "modified_gmt": "2026-11-02T12:00:30",
        "title": {"rendered": "Talks &#8211; at last"},
        "content": {"rendered": "<p>In <em>Geneva</em>, at noon.</p>\n<p>More soon.</p>", "protected": False},
        "excerpt": {"rendered": "<p>In Geneva [&hellip;]</p>"},
        "jetpack_featured_media_url": f"{SITE}/map.png",
        "_embedded": {"author": [{"id": 1, "name": "Lina &amp; Omar"}]},
    } | fields


def entry(**fields: Any) -> Entry:
    found = parse_posts(json.dumps([post(**fields)]).encode(), "", POSTS)
    assert isinstance(found, Document), found
    (only,) = found.entries
    return only


def rss(tail: str = "") -> str:
    return (
        '<?xml version="1.0"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>The Gazette</title><item>'
        f"<title>Talks &#8211; at last</title><link>{SITE}/talks/</link><dc:creator>Lina &amp; Omar</dc:creator>"
        f"<guid isPermaLink='false'>{SITE}/?post_type=post&#038;p=7</guid>"
        f"<pubDate>Mon, 02 Nov 2026 12:00:00 +0000</pubDate><description><![CDATA[<p>In Geneva […]</p>{tail}]]>"
        "</description><content:encoded><![CDATA[<p>In <em>Geneva</em>, at noon.</p><p>More soon.</p>"
        f"{tail}]]></content:encoded></item></channel></rss>"
    )


# ---- what it claims


@pytest.mark.parametrize(
    ("text", "locator"),
    [
        ("https://gazette.example/wp-json/wp/v2/posts?page=2", SITE),
        ("https://gazette.example/wp-json", SITE),
        ("http://gazette.example/blog/wp-json/", "http://gazette.example/blog"),
        ("wordpress:https://gazette.example/", SITE),
        ("WordPress: https://gazette.example/category/syria/", f"{SITE}/category/syria"),
        ("wordpress:https://gazette.example/category/syria/feed/", f"{SITE}/category/syria"),
        ("wordpress:https://gazette.example/?feed=rss2", SITE),
        ("wordpress:gazette.example/blog", f"{SITE}/blog"),
        ("wordpress://Gazette.example", SITE),
    ],
)
def test_a_site_is_claimed_when_it_is_named_or_unmistakable(text: str, locator: str) -> None:
    assert WordPress().claims(text) == locator


@pytest.mark.parametrize(
    "text", ["", "hama", "gazette.example", SITE, f"{SITE}/feed/", "wordpress:", "wordpress:a b", "http://[/wp-json/"]
)
def test_other_addresses_are_left_to_those_who_read_feeds(text: str) -> None:
    assert WordPress().claims(text) is None


# ---- what it asks


def test_a_first_read_asks_what_the_site_is_called() -> None:
    pages = {NAME: '{"name": "The Gazette &amp; Post"}', POSTS: json.dumps([post()])}
    fetched, outcome = visit(WordPress(), a_source(WordPress(), SITE), pages)
    assert [ask.url for ask in fetched] == [NAME, POSTS]
    assert isinstance(outcome, Read)
    assert (outcome.title, outcome.memory["name"]) == ("The Gazette & Post", "The Gazette & Post")


def test_later_reads_are_one_conditional_request() -> None:
    memory = {"name": "The Gazette", "etag": '"1"'}
    fetched, outcome = visit(WordPress(), a_source(WordPress(), SITE, memory), {POSTS: Page(304, POSTS, {}, b"")})
    assert [(ask.url, ask.etag) for ask in fetched] == [(POSTS, '"1"')]
    assert outcome == Unchanged(memory)


def test_a_category_is_asked_for_by_its_number() -> None:
    pages = {NAME: '{"name": "The Gazette"}', CATEGORY: '[{"id": 5}]', f"{POSTS}&categories=5": json.dumps([post()])}
    for locator in (f"{SITE}/category/syria", f"{SITE}/category/world/syria"):
        fetched, outcome = visit(WordPress(), a_source(WordPress(), locator), pages)
        assert [ask.url for ask in fetched] == list(pages)
        assert isinstance(outcome, Read)
        assert outcome.memory["category"] == "5"


@pytest.mark.parametrize("trouble", [Page(401, NAME, {}, b""), Page(404, NAME, {}, b""), Page(200, NAME, {}, b"<p>")])
def test_where_the_api_is_closed_the_feed_is_read(trouble: Page) -> None:
    fetched, outcome = visit(WordPress(), a_source(WordPress(), SITE), {NAME: trouble, FEED: rss()})
    assert [ask.url for ask in fetched] == [NAME, FEED]
    assert isinstance(outcome, Read)
    assert (outcome.title, outcome.memory["way"]) == ("The Gazette", "The feed")


def test_where_the_posts_alone_are_closed_the_feed_is_read() -> None:
    read = entries_of(WordPress(), SITE, {NAME: '{"name": "The Gazette"}', FEED: rss()})
    assert read.memory["way"] == "The feed"


def test_a_feed_has_two_addresses() -> None:
    second = f"{SITE}/category/syria/?feed=rss2"
    read = entries_of(WordPress(), f"{SITE}/category/syria", {second: rss()})
    assert read.memory["way"] == "Its other address"


def test_a_category_may_have_a_name_in_any_script() -> None:
    slug = "%d8%ad%d9%85%d8%a7%d8%a9"
    fetched, _ = visit(WordPress(), a_source(WordPress(), f"{SITE}/category/{slug}", {"name": "The Gazette"}), {})
    assert fetched[0].url == CATEGORY.replace("syria", slug)


def test_a_category_that_does_not_exist_is_said_to() -> None:
    pages = {NAME: '{"name": "The Gazette"}', CATEGORY: "[]"}
    _, outcome = visit(WordPress(), a_source(WordPress(), f"{SITE}/category/syria"), pages)
    assert isinstance(outcome, Failed)
    assert outcome.why.startswith("the site has no such category. The feed is no help: the site answered 404")


def test_a_browser_check_is_said_to_be_one() -> None:
    guarded = {url: Page(403, url, {"cf-mitigated": "challenge"}, b"") for url in (NAME, FEED, f"{SITE}/?feed=rss2")}
    _, outcome = visit(WordPress(), a_source(WordPress(), SITE), guarded)
    assert isinstance(outcome, Failed)
    assert outcome.why.count("Cloudflare") == 1


def test_a_change_of_way_makes_nothing_new() -> None:
    found = parse_rss(rss(SIGNED).encode(), "", FEED)
    assert isinstance(found, Document)
    (by_rss,) = found.entries
    by_api = entry()
    for field in ("guid", "url", "title", "text", "author", "published"):
        assert getattr(by_api, field) == getattr(by_rss, field), field


# ---- what a post says


def test_a_post_is_told_with_its_time_and_authors() -> None:
    found = entry()
    assert (found.guid, found.url) == (f"{SITE}/?post_type=post&p=7", f"{SITE}/talks/")
    assert (found.title, found.text) == ("Talks – at last", "In Geneva, at noon. More soon.".replace(". M", ".\nM"))
    assert (found.author, found.published, found.media) == ("Lina & Omar", NOON, f"{SITE}/map.png")


@pytest.mark.parametrize(
    ("modified", "edited"),
    [("2026-11-02T12:00:30", False), ("2026-11-02T12:30:00", True), ("2026-11-01T12:00:00", False), (None, False)],
)
def test_a_post_that_was_changed_after_it_was_out_is_edited(modified: str | None, edited: bool) -> None:  # noqa: FBT001 - a case
    assert entry(modified_gmt=modified).edited is edited


def test_several_authors_are_all_named() -> None:
    several = {"author": [{"name": "Lina"}, {"code": "rest_user_invalid_id", "message": "Invalid"}, {"name": "Omar"}]}
    assert entry(_embedded=several).author == "Lina, Omar"
    assert entry(_embedded=None).author == ""


def test_a_site_may_give_only_a_beginning() -> None:
    assert entry(content={"rendered": ""}).text == "In Geneva […]"


def test_a_post_without_a_guid_goes_by_its_link() -> None:
    assert entry(guid=None).guid == f"{SITE}/talks/"


def test_what_is_not_published_is_left_out() -> None:
    found = parse_posts(json.dumps([post(status="future"), 1, {}, None, post(id=8)]).encode(), "", POSTS)
    assert isinstance(found, Document)
    assert len(found.entries) == 1


# ---- what is no answer of WordPress's


@pytest.mark.parametrize("body", [b"", b"{", b"<html></html>", b'{"code": "rest_no_route"}', b"null", b"7"])
def test_strange_answers_are_refused(body: bytes) -> None:
    for parser in (parse_posts, parse_site, parse_category, parse_rss):
        assert isinstance(parser(body, "", SITE), Unreadable)


WEIRD = st.none() | st.booleans() | st.integers() | st.text(max_size=9) | st.lists(st.none() | st.text(max_size=3))


@given(st.dictionaries(st.sampled_from(sorted(post())), WEIRD))
def test_no_post_is_too_strange(fields: Mapping[str, Any]) -> None:
    assert isinstance(parse_posts(json.dumps([post(**fields)]).encode(), "", POSTS), Document)


def test_a_site_has_a_short_name_and_a_category_a_number() -> None:
    found = parse_site(b'{"name":"%s"}' % (b"n" * 9_000), "", "https://example.org/")
    assert isinstance(found, Document)
    assert len(found.notes["name"]) == 500
    assert isinstance(parse_category(b'[{"id":%s}]' % (b"1" * 4_000), "", "https://example.org/"), Unreadable)
