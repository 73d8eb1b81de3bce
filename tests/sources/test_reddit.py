"""Communities and people of Reddit: what is claimed, what is asked, what is said of a refusal, and what posts say."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from html import escape
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.model import Entry
from bot.core.outcome import Failed, Unchanged
from bot.core.text.urls import redact
from bot.ports import Document, Page, Unreadable
from bot.sources.reddit import Reddit
from bot.sources.reddit_posts import parse_listing
from tests.sources.playing import a_source, entries_of, visit

NEW = "https://www.reddit.com/r/syria/new/.rss"
COMMENTS = "https://www.reddit.com/r/syria/comments/1abc2d/talks_resume/"
OUTLET = "https://example.org/2026/talks?a=1&b=2"
PRIVATE = "https://www.reddit.com/r/syria/new/.rss?feed=0123456789abcdef&user=lina"
NOON = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)

Json = dict[str, Any]


def content(link: str, words: str = "") -> str:
    """What Reddit writes into an entry."""
    own = f'<!-- SC_OFF --><div class="md">{words}</div><!-- SC_ON -->' if words else ""
    return (
        f'{own} &#32; submitted by &#32; <a href="https://www.reddit.com/user/lina"> /u/lina </a> <br/>'
        f'<span><a href="{escape(link)}">[link]</a></span> &#32; <span><a href="{COMMENTS}">[comments]</a></span>'
    )


def atom(html: str, title: str = "Talks resume") -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Syria</title>'
        f"<entry><author><name>/u/lina</name></author><content type='html'>{escape(html)}</content><id>t3_1abc2d</id>"
        f"<link href='{COMMENTS}'/><updated>2026-11-02T12:00:00+00:00</updated><title>{title}</title></entry></feed>"
    )


def told(html: str) -> Entry:
    found = parse_listing(atom(html).encode(), "", NEW)
    assert isinstance(found, Document), found
    (only,) = found.entries
    return only


def post(**fields: Any) -> Json:
    """A post in a JSON listing."""
    data = {
        "name": "t3_1abc2d",
        "title": "Talks &amp; more talks",
        "author": "lina",
        "subreddit": "syria",
        "permalink": "/r/syria/comments/1abc2d/talks_resume/",
        "url": COMMENTS,
        "is_self": True,
        "selftext_html": escape('<!-- SC_OFF --><div class="md"><p>In <em>Geneva</em>.</p></div><!-- SC_ON -->'),
        "created_utc": 1793620800.0,
        "edited": False,
        "over_18": False,
        "spoiler": False,
        "removed_by_category": None,
    }
    return {"kind": "t3", "data": data | fields}


def listing(*children: Any) -> Document:
    body = json.dumps({"kind": "Listing", "data": {"children": children}}).encode()
    found = parse_listing(body, "", NEW)
    assert isinstance(found, Document), found
    return found


def entry(**fields: Any) -> Entry:
    (only,) = listing(post(**fields)).entries
    return only


# ---- what it claims


@pytest.mark.parametrize(
    ("text", "locator"),
    [
        ("r/Syria", "r/syria"),
        ("/r/syria/", "r/syria"),
        (" r/syria+lebanon\n", "r/syria+lebanon"),
        ("u/Lina-2", "user/lina-2"),
        ("/user/lina", "user/lina"),
        ("https://www.reddit.com/r/Syria", "r/syria"),
        ("https://old.reddit.com/r/syria/new/", "r/syria"),
        ("https://m.reddit.com/r/syria/top/?t=day", "r/syria"),
        ("https://reddit.com/r/syria.rss", "r/syria"),
        ("https://www.reddit.com/r/syria/.json", "r/syria"),
        ("https://www.reddit.com/r/syria/new/.rss?limit=5", "r/syria"),
        ("https://www.reddit.com/r/syria/.rss?user=lina", "r/syria"),
        ("https://www.reddit.com/user/lina/submitted/", "user/lina"),
        ("https://www.reddit.com/u/lina", "user/lina"),
        (PRIVATE, PRIVATE),
        (PRIVATE.replace("www.", "old."), PRIVATE),
        (
            "http://www.reddit.com/.json?user=lina&feed=0123456789abcdef",
            "https://www.reddit.com/.json?user=lina&feed=0123456789abcdef",
        ),
    ],
)
def test_communities_people_and_private_feeds_are_claimed(text: str, locator: str) -> None:
    assert Reddit().claims(text) == locator


@pytest.mark.parametrize(
    "text",
    [
        "",
        "syria",
        "r/",
        "r/a b",
        "r/حماة",
        "https://www.reddit.com/",
        "https://www.reddit.com/?feed=0123456789abcdef&user=lina",
        COMMENTS,
        "https://notreddit.com/r/syria",
        "https://example.org/r/syria",
        "http://[/r/syria",
    ],
)
def test_nothing_else_is_claimed(text: str) -> None:
    assert Reddit().claims(text) is None


def test_a_private_feed_address_is_a_secret_when_it_is_shown() -> None:
    locator = Reddit().claims(PRIVATE)
    assert locator is not None
    assert redact(locator) == "https://www.reddit.com/r/syria/new/.rss?feed=***&user=***"


# ---- what it asks


@pytest.mark.parametrize(
    ("locator", "url"),
    [
        ("r/syria", NEW),
        ("user/lina", "https://www.reddit.com/user/lina/submitted/.rss?sort=new"),
        (PRIVATE, PRIVATE),
    ],
)
def test_the_newest_posts_are_asked_for(locator: str, url: str) -> None:
    read = entries_of(Reddit(), locator, {url: atom(content(COMMENTS))})
    assert (read.title, [each.guid for each in read.entries]) == ("Syria", ["t3_1abc2d"])


def test_it_is_asked_conditionally() -> None:
    source = a_source(Reddit(), "r/syria", {"etag": '"1"'})
    fetched, outcome = visit(Reddit(), source, {NEW: Page(304, NEW, {}, b"")})
    assert fetched[0].etag == '"1"'
    assert outcome == Unchanged({"etag": '"1"'})


@pytest.mark.parametrize("status", [401, 403, 429])
def test_who_is_turned_away_is_told_what_helps(status: int) -> None:
    page = Page(status, NEW, {"retry-after": "120"}, b"")
    _, outcome = visit(Reddit(), a_source(Reddit(), "r/syria"), {NEW: page})
    assert isinstance(outcome, Failed)
    assert str(status) in outcome.why
    assert "reddit.com/prefs/feeds" in outcome.advice
    assert NEW in outcome.advice
    assert outcome.wait == (timedelta(minutes=2) if status == 429 else timedelta(hours=4))


def test_who_is_turned_away_with_a_private_address_is_told_that_it_may_be_old_without_showing_it() -> None:
    _, outcome = visit(Reddit(), a_source(Reddit(), PRIVATE), {PRIVATE: Page(403, PRIVATE, {}, b"")})
    assert isinstance(outcome, Failed)
    assert "renewed" in outcome.advice
    assert "0123456789abcdef" not in outcome.why + outcome.advice
    assert "lina" not in outcome.why


@pytest.mark.parametrize("status", [404, 500, 503])
def test_other_trouble_has_nothing_to_do_with_private_addresses(status: int) -> None:
    _, outcome = visit(Reddit(), a_source(Reddit(), "r/syria"), {NEW: Page(status, NEW, {}, b"")})
    assert isinstance(outcome, Failed)
    assert not outcome.advice


# ---- feeds


def test_a_link_post_leads_to_the_page_it_is_about() -> None:
    found = told(content(OUTLET))
    assert (found.url, found.text) == (OUTLET, f"Comments: {COMMENTS}")
    assert (found.guid, found.author, found.title) == ("t3_1abc2d", "lina", "Talks resume")
    assert found.published == NOON


def test_a_link_post_may_have_words_of_its_own() -> None:
    assert told(content(OUTLET, "<p>At last.</p>")).text == f"At last.\nComments: {COMMENTS}"


def test_a_link_with_a_line_end_in_it_is_but_a_link() -> None:
    found = told(content("https://example.org/ta\nlks"))
    assert (found.url, found.text) == ("https://example.org/talks", f"Comments: {COMMENTS}")


def test_an_entry_without_a_frame_is_but_a_title() -> None:
    assert (told("").url, told("<a>[link]</a>").text) == (COMMENTS, "")


def test_a_post_of_words_leads_to_its_comments() -> None:
    link = '<a href="https://example.org/">[link]</a>'
    found = told(content(COMMENTS, f"<p>In Geneva, says {link}.</p><p>More soon.</p>"))
    assert (found.url, found.text) == (COMMENTS, "In Geneva, says [link].\nMore soon.")


@pytest.mark.parametrize(
    ("target", "media"),
    [
        ("https://i.redd.it/map.png", "https://i.redd.it/map.png"),
        ("https://v.redd.it/bridge", ""),
        ("https://www.reddit.com/gallery/1abc2d", ""),
        ("https://www.reddit.com/r/lebanon/comments/9zz/other/", ""),
        ("http://[", ""),
        ("javascript:alert(1)", ""),
    ],
)
def test_what_lies_with_reddit_is_no_page_of_somebody_elses(target: str, media: str) -> None:
    found = told(content(target))
    assert (found.url, found.media, found.text) == (COMMENTS, media, "")


@pytest.mark.parametrize("title", ["[deleted by user]", "[removed]"])
def test_what_is_gone_from_a_feed_is_left_out(title: str) -> None:
    assert parse_listing(atom(content(COMMENTS), title).encode(), "", NEW) == Document((), "Syria")


def test_old_feeds_are_known_by_the_same_ids() -> None:
    item = f"<item><title>Talks</title><link>{COMMENTS}</link><guid isPermaLink='true'>{COMMENTS}</guid></item>"
    found = parse_listing(f"<rss version='2.0'><channel>{item}</channel></rss>".encode(), "", NEW)
    assert isinstance(found, Document)
    assert [each.guid for each in found.entries] == ["t3_1abc2d"]


# ---- JSON


def test_a_listing_says_the_same_as_a_feed() -> None:
    found = entry()
    assert (found.guid, found.url, found.author) == ("t3_1abc2d", COMMENTS, "lina")
    assert (found.title, found.text, found.published) == ("Talks & more talks", "In Geneva.", NOON)
    linked = entry(is_self=False, url=OUTLET.replace("&", "&amp;"), selftext_html=None)
    assert (linked.url, linked.text) == (OUTLET, f"Comments: {COMMENTS}")


def test_a_title_hides_nothing() -> None:
    assert entry(title="Talks &#x202e;resume").title == "Talks resume"


def test_an_edit_is_one() -> None:
    assert [entry(edited=edited).edited for edited in (False, 1793620900.0, True)] == [False, True, True]


def test_a_crosspost_is_told_as_its_first_authors() -> None:
    first = post(author="omar", subreddit="lebanon", url=OUTLET, is_self=False, selftext_html=None)["data"]
    found = entry(
        crosspost_parent="t3_9zz", crosspost_parent_list=[first], url="/r/lebanon/comments/9zz/", is_self=False
    )
    assert (found.guid, found.author, found.reposts, found.url) == ("t3_1abc2d", "omar", "omar", OUTLET)
    nobody = entry(crosspost_parent_list=[first | {"author": "[deleted]"}])
    assert (nobody.author, nobody.reposts) == ("", "r/lebanon")


@pytest.mark.parametrize("fields", [{"removed_by_category": "moderator"}, {"title": "[deleted by user]"}])
def test_what_was_removed_is_left_out_so_that_it_is_not_forgotten(fields: Json) -> None:
    assert listing(post(**fields)).entries == ()


def test_an_author_who_is_gone_is_nobody() -> None:
    assert entry(author="[deleted]").author == ""


@pytest.mark.parametrize("fields", [{"over_18": True}, {"spoiler": True}])
def test_a_picture_that_is_covered_is_not_passed_on(fields: Json) -> None:
    picture = {"is_self": False, "url": "https://i.redd.it/map.png"}
    assert entry(**picture).media == "https://i.redd.it/map.png"
    assert entry(**picture, **fields).media == ""


def test_comments_are_no_posts() -> None:
    assert listing(post() | {"kind": "t1"}, {"kind": "more"}, None, 7).entries == ()


# ---- what is no list of posts


@pytest.mark.parametrize("body", [b"", b"{", b' {"error": 403}', b"<html><body></body></html>", b"nothing"])
def test_strange_answers_are_refused(body: bytes) -> None:
    assert isinstance(parse_listing(body, "", NEW), Unreadable)


def test_json_may_begin_with_a_line_end() -> None:
    assert isinstance(parse_listing(b'\n{"data": {"children": []}}', "", NEW), Document)


WEIRD = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9) | st.lists(st.none(), max_size=2)


@given(st.dictionaries(st.sampled_from([*post()["data"], "crosspost_parent_list"]), WEIRD))
def test_no_post_is_too_strange(fields: Mapping[str, Any]) -> None:
    assert isinstance(listing(post(**fields)), Document)


@given(st.text(max_size=60))
def test_no_text_of_a_feed_is_too_strange(html: str) -> None:
    assert isinstance(parse_listing(atom(html).encode("utf-8", "replace"), "", NEW), Document)
