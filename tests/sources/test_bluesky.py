"""Accounts of Bluesky: what is claimed, what is asked, and what posts say in the API, in RSS and in the live stream."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.model import Entry, Options
from bot.core.outcome import Failed, Read, Unchanged
from bot.ports import Document, Page, Unreachable, Unreadable
from bot.sources.bluesky import Bluesky, parse_commit
from bot.sources.bluesky_posts import parse_author_feed, parse_rss
from tests.sources.playing import a_source, entries_of, visit

DID = "did:plc:gazettegazettegazette234"
OTHER = "did:plc:linalinalinalinalina2345"
POST = "app.bsky.feed.post"
GUID = f"at://{DID}/{POST}/3kaaa"
BASE = "https://public.api.bsky.app/xrpc/app.bsky.feed.getAuthorFeed"
API = f"{BASE}?actor={DID}&filter=posts_and_author_threads&limit=30"
BY_HANDLE = f"{BASE}?actor=gazette.example&filter=posts_and_author_threads&limit=30"
RSS = f"https://bsky.app/profile/{DID}/rss"
NOON = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)

Json = dict[str, Any]
GAZETTE: Json = {"did": DID, "handle": "gazette.example", "displayName": "The Gazette", "labels": []}
LINA: Json = {"did": OTHER, "handle": "lina.bsky.social", "displayName": "Lina"}


def record(text: str = "Talks resume.", **fields: Any) -> Json:
    return {"$type": POST, "text": text, "createdAt": "2026-11-02T12:00:00.000Z", "langs": ["en"]} | fields


def view(author: Json = GAZETTE, written: Json | None = None, **fields: Any) -> Json:
    """A post as the API shows it."""
    uri = f"at://{author['did']}/{POST}/3kaaa"
    seen = {"indexedAt": "2026-11-02T12:00:01.000Z", "labels": []}
    return {"uri": uri, "cid": "bafy", "author": author, "record": written or record()} | seen | fields


def read(*feed: Json) -> Document:
    found = parse_author_feed(json.dumps({"feed": feed}).encode(), "", API)
    assert isinstance(found, Document), found
    return found


def entry(written: Json | None = None, **fields: Any) -> Entry:
    (only,) = read({"post": view(written=written, **fields)}).entries
    return only


def rss(*descriptions: str, title: str = "@gazette.example - The Gazette") -> str:
    """A feed as Bluesky writes it: plain text, no titles."""
    items = (
        f"<item><link>https://bsky.app/profile/gazette.example/post/3kaaa</link><description>{each}</description>"
        f"<pubDate>02 Nov 2026 12:00 +0000</pubDate><guid isPermaLink='false'>{GUID}</guid></item>"
        for each in descriptions
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>{title}</title>{"".join(items)}</channel></rss>'


# ---- what it claims


@pytest.mark.parametrize(
    ("text", "locator"),
    [
        ("@Gazette.bsky.social", "gazette.bsky.social"),
        ("@gazette.example", "gazette.example"),
        (" gazette.bsky.social\n", "gazette.bsky.social"),
        (DID, DID),
        ("did:web:gazette.example", "did:web:gazette.example"),
        (f"at://{DID}", DID),
        (GUID, DID),
        ("at://gazette.example/app.bsky.feed.post/3kaaa", "gazette.example"),
        ("https://bsky.app/profile/Gazette.example", "gazette.example"),
        ("https://www.bsky.app/profile/gazette.example", "gazette.example"),
        (f"https://bsky.app/profile/{DID}/", DID),
        ("https://bsky.app/profile/gazette.example/rss", "gazette.example"),
        ("https://bsky.app/profile/gazette.example/post/3kaaa?x=1", "gazette.example"),
    ],
)
def test_accounts_are_claimed(text: str, locator: str) -> None:
    assert Bluesky().claims(text) == locator


@pytest.mark.parametrize(
    "text",
    [
        "",
        "gazette",
        "@gazette",
        "gazette.example",
        "@gazette@example.social",
        "did:plc:short",
        "at://x",
        "https://bsky.app/",
        "https://bsky.app/profile/gazette.example/lists/3kaaa",
        "https://bsky.app/profile/gazette.example/feed/news",
        "https://example.org/profile/gazette.example",
        "http://[/profile/gazette.example",
    ],
)
def test_nothing_else_is_claimed(text: str) -> None:
    assert Bluesky().claims(text) is None


# ---- what it asks


def test_a_handle_leads_to_the_lasting_id() -> None:
    pages = {BY_HANDLE: json.dumps({"feed": [{"post": view()}]})}
    fetched, outcome = visit(Bluesky(), a_source(Bluesky(), "gazette.example"), pages)
    assert [ask.url for ask in fetched] == [BY_HANDLE]
    assert isinstance(outcome, Read)
    assert (outcome.title, outcome.lasting) == ("The Gazette", DID)


def test_the_lasting_id_needs_no_other() -> None:
    assert entries_of(Bluesky(), DID, {API: json.dumps({"feed": [{"post": view()}]})}).lasting == ""
    assert entries_of(Bluesky(), DID, {API: json.dumps({"feed": [{"post": view(LINA)}]})}).lasting == ""


def test_what_is_passed_on_does_not_show_whose_account_it_is() -> None:
    reposted = {"post": view(LINA), "reason": {"$type": "app.bsky.feed.defs#reasonRepost", "by": GAZETTE}}
    read = entries_of(Bluesky(), "gazette.example", {BY_HANDLE: json.dumps({"feed": [reposted]})})
    assert (read.title, read.lasting) == ("The Gazette", "")


def test_an_account_that_has_not_posted_is_no_failure() -> None:
    assert entries_of(Bluesky(), DID, {API: '{"feed": []}'}).entries == ()


def test_answers_to_others_are_asked_for_only_where_they_are_wanted() -> None:
    url = API.replace("posts_and_author_threads", "posts_with_replies")
    source = a_source(Bluesky(), DID, options=Options(replies=True))
    fetched, _ = visit(Bluesky(), source, {url: '{"feed": []}'})
    assert [ask.url for ask in fetched] == [url]


def test_it_is_asked_conditionally() -> None:
    source = a_source(Bluesky(), DID, {"etag": 'W/"1"'})
    fetched, outcome = visit(Bluesky(), source, {API: Page(304, API, {}, b"")})
    assert fetched[0].etag == 'W/"1"'
    assert outcome == Unchanged({"etag": 'W/"1"'})


@pytest.mark.parametrize("trouble", [400, 403, 429, 500])
def test_where_the_api_does_not_answer_the_feed_does(trouble: int) -> None:
    pages = {API: Page(trouble, API, {}, b""), RSS: rss("Talks resume.")}
    _, outcome = visit(Bluesky(), a_source(Bluesky(), DID), pages)
    assert isinstance(outcome, Read)
    assert (outcome.title, outcome.memory["way"]) == ("The Gazette", "RSS")


def test_the_feed_shows_the_lasting_id_too() -> None:
    read = entries_of(Bluesky(), "gazette.example", {"https://bsky.app/profile/gazette.example/rss": rss("Talks.")})
    assert read.lasting == DID


def test_an_account_that_is_nowhere_is_said_to_be() -> None:
    _, outcome = visit(Bluesky(), a_source(Bluesky(), DID), {API: Page(400, API, {}, b"")})
    assert isinstance(outcome, Failed)
    assert outcome.why == (
        "the site answered 400 Bad Request. "
        "RSS is no help: the site answered 404 Not Found: nothing is at this address now"
    )


def test_a_change_of_way_makes_nothing_new() -> None:
    by_api = entry()
    found = parse_rss(rss("Talks resume.").encode(), "", RSS)
    assert isinstance(found, Document)
    (by_rss,) = found.entries
    for field in ("guid", "url", "title", "text", "author", "published"):
        assert getattr(by_api, field) == getattr(by_rss, field), field


# ---- what a post says


def test_a_post_is_told_with_its_time_language_and_author() -> None:
    found = entry()
    assert found.guid == GUID
    assert found.url == "https://bsky.app/profile/gazette.example/post/3kaaa"
    assert (found.title, found.text, found.author) == ("Talks resume.", "Talks resume.", "The Gazette")
    assert (found.published, found.language, found.reposts, found.replies_to) == (NOON, "en", "", "")


def test_a_long_post_has_a_short_title() -> None:
    words = "Talks resume in Geneva on Monday. Delegations have arrived."
    found = parse_rss(rss(words).encode(), "", RSS)
    assert isinstance(found, Document)
    for each in (entry(record(words)), *found.entries):
        assert (each.title, each.text) == ("Talks resume in Geneva on Monday.", words)


@pytest.mark.parametrize("handle", ["handle.invalid", ""])
def test_an_account_whose_handle_is_lost_is_linked_by_its_id(handle: str) -> None:
    (found,) = read({"post": view(GAZETTE | {"handle": handle})}).entries
    assert found.url == f"https://bsky.app/profile/{DID}/post/3kaaa"


def test_an_account_without_a_display_name_goes_by_its_handle() -> None:
    nameless = LINA | {"displayName": ""}
    (own,) = read({"post": view(nameless)}).entries
    assert own.author == "lina.bsky.social"
    (reposted,) = read({"post": view(nameless), "reason": {"by": GAZETTE}}).entries
    assert reposted.reposts == "@lina.bsky.social"


def test_a_clock_that_is_ahead_is_put_right() -> None:
    assert entry(record(createdAt="2027-01-01T00:00:00Z")).published == datetime(2026, 11, 2, 12, 0, 1, tzinfo=UTC)
    assert entry(record(createdAt="tomorrow")).published == datetime(2026, 11, 2, 12, 0, 1, tzinfo=UTC)


def link(text: str, shown: str, uri: str, kind: str = "link") -> Json:
    """A facet over what is shown, counted in bytes."""
    start = text.encode().index(shown.encode())
    feature = {"$type": f"app.bsky.richtext.facet#{kind}", "uri": uri}
    return {"index": {"byteStart": start, "byteEnd": start + len(shown.encode())}, "features": [feature]}


def test_shortened_links_are_made_whole_by_bytes() -> None:
    text = "حماة 🇸🇾 example.org/2026/ta... and example.com/b… end"
    facets = [
        link(text, "example.org/2026/ta...", "https://example.org/2026/talks"),
        link(text, "example.com/b…", "https://example.com/bread"),
    ]
    found = entry(record(text, facets=facets))
    assert found.text == "حماة 🇸🇾 https://example.org/2026/talks and https://example.com/bread end"


@pytest.mark.parametrize(
    ("shown", "uri"),
    [
        ("example.org/talks", "https://example.org/talks"),  # not shortened
        ("our report", "https://example.org/talks"),
        ("safe.example/...", "https://evil.example/"),
    ],
)
def test_other_links_stay_as_they_are_written(shown: str, uri: str) -> None:
    text = f"See {shown} now"
    assert entry(record(text, facets=[link(text, shown, uri)])).text == text


@pytest.mark.parametrize(
    "index",
    [
        {},
        {"byteStart": -9, "byteEnd": 3},
        {"byteStart": 4, "byteEnd": 99},
        {"byteStart": 8, "byteEnd": 4},
        {"byteStart": "4", "byteEnd": 9},
    ],
)
def test_facets_beyond_the_text_are_passed_over(index: Json) -> None:
    features = [{"uri": "https://example.org/talks"}]
    assert entry(record("See it... now", facets=[{"index": index, "features": features}])).text == "See it... now"


def test_facets_that_overlap_do_not_garble_the_text() -> None:
    text = "example.org/ta... x"
    facet = link(text, "example.org/ta...", "https://example.org/talks")
    inner = {"index": {"byteStart": 8, "byteEnd": 17}, "features": facet["features"]}
    assert entry(record(text, facets=[facet, facet, inner])).text.endswith(" x")


def test_what_is_passed_on_is_told_as_its_authors() -> None:
    reason = {"$type": "app.bsky.feed.defs#reasonRepost", "by": GAZETTE, "indexedAt": "2026-11-03T00:00:00Z"}
    (found,) = read({"post": view(LINA), "reason": reason}).entries
    assert found.guid == f"at://{OTHER}/{POST}/3kaaa"
    assert found.url == "https://bsky.app/profile/lina.bsky.social/post/3kaaa"
    assert (found.author, found.reposts) == ("Lina (@lina.bsky.social)", "Lina (@lina.bsky.social)")
    assert found.published == NOON


def test_who_passes_on_their_own_words_says_them_again() -> None:
    reason = {"$type": "app.bsky.feed.defs#reasonRepost", "by": GAZETTE}
    (found,) = read({"post": view(), "reason": reason}).entries
    assert (found.reposts, found.author) == ("", "The Gazette")


def reply(parent: str, root: str) -> Json:
    return {"reply": {"parent": {"uri": parent, "cid": "x"}, "root": {"uri": root, "cid": "x"}}}


THEIRS, OWN = f"at://{OTHER}/{POST}/3kbbb", f"at://{DID}/{POST}/3kccc"


@pytest.mark.parametrize(
    ("parent", "root", "shown", "whom"),
    [
        (THEIRS, THEIRS, {"parent": view(LINA), "root": view(LINA)}, "Lina (@lina.bsky.social)"),
        (THEIRS, OWN, {"parent": view(LINA), "root": view()}, "Lina (@lina.bsky.social)"),
        (OWN, THEIRS, {"parent": view(), "root": view(LINA)}, "Lina (@lina.bsky.social)"),
        (THEIRS, THEIRS, {"parent": {"uri": THEIRS, "notFound": True}, "root": view()}, "somebody"),
        (THEIRS, THEIRS, {"parent": {"uri": THEIRS, "blocked": True, "author": {"did": OTHER}}}, "somebody"),
        (THEIRS, THEIRS, {}, "somebody"),
        (OWN, OWN, {"parent": view(), "root": view()}, ""),
    ],
)
def test_an_answer_names_whom_it_answers_and_a_thread_answers_nobody(
    parent: str, root: str, shown: Json, whom: str
) -> None:
    (found,) = read({"post": view(written=record(**reply(parent, root))), "reply": shown}).entries
    assert found.replies_to == whom


QUOTED = {"$type": "app.bsky.embed.record#viewRecord", "uri": THEIRS, "author": LINA, "value": record("Roads open.")}
IMAGES = {
    "$type": "app.bsky.embed.images#view",
    "images": [{"fullsize": "https://cdn.example/1", "thumb": "t", "alt": "A map"}, {"fullsize": "2", "alt": ""}],
}
RECORD = "app.bsky.embed.record#view"


@pytest.mark.parametrize(
    "embed",
    [
        {"$type": RECORD, "record": QUOTED},
        {"$type": "app.bsky.embed.recordWithMedia#view", "record": {"$type": RECORD, "record": QUOTED}, "media": {}},
        {"$type": "app.bsky.embed.recordWithMedia#view", "record": {"record": QUOTED}, "media": {}},
    ],
)
def test_a_quote_stands_at_the_end_of_the_text(embed: Json) -> None:
    found = entry(embed=embed)
    assert found.quotes == "Lina (@lina.bsky.social)"
    assert found.text == "Talks resume.\nLina (@lina.bsky.social): “Roads open.”"
    assert found.title == "Talks resume."


@pytest.mark.parametrize(
    "quoted",
    [
        {"$type": "app.bsky.embed.record#viewNotFound", "uri": THEIRS, "notFound": True},
        {"$type": "app.bsky.embed.record#viewBlocked", "uri": THEIRS, "blocked": True, "author": {"did": OTHER}},
        {"$type": "app.bsky.embed.record#viewDetached", "uri": THEIRS, "detached": True},
        {"$type": "app.bsky.feed.defs#generatorView", "uri": "at://x", "displayName": "A feed"},
        None,
    ],
)
def test_what_is_gone_blocked_or_detached_is_not_quoted(quoted: object) -> None:
    found = entry(embed={"$type": RECORD, "record": quoted})
    assert (found.text, found.quotes) == ("Talks resume.", "")


@pytest.mark.parametrize(
    ("embed", "media", "text"),
    [
        (IMAGES, "https://cdn.example/1", "Talks resume.\n[A map]"),
        (
            {"$type": "app.bsky.embed.gallery#view", "items": IMAGES["images"]},
            "https://cdn.example/1",
            "Talks resume.\n[A map]",
        ),
        (
            {"$type": "app.bsky.embed.recordWithMedia#view", "media": IMAGES, "record": {}},
            "https://cdn.example/1",
            "Talks resume.\n[A map]",
        ),
        (
            {"$type": "app.bsky.embed.video#view", "thumbnail": "https://cdn.example/v.jpg", "alt": "A bridge"},
            "https://cdn.example/v.jpg",
            "Talks resume.\n[A bridge]",
        ),
        ({"$type": "app.bsky.embed.unheard_of#view", "x": 1}, "", "Talks resume."),
    ],
)
def test_pictures_and_videos_are_shown_and_described(embed: Json, media: str, text: str) -> None:
    found = entry(embed=embed)
    assert (found.media, found.text) == (media, text)


CARD = {"uri": "https://example.org/talks", "title": "Talks in Geneva", "thumb": "https://cdn.example/c"}
EXTERNAL = {"$type": "app.bsky.embed.external#view", "external": CARD}


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("Talks resume.", "Talks resume.\nTalks in Geneva https://example.org/talks"),
        ("See https://example.org/talks", "See https://example.org/talks\nTalks in Geneva"),
        ("Talks in Geneva https://example.org/talks", "Talks in Geneva https://example.org/talks"),
    ],
)
def test_a_page_it_links_to_is_named_once(text: str, whole: str) -> None:
    found = entry(record(text), embed=EXTERNAL)
    assert (found.text, found.media) == (whole, "https://cdn.example/c")


def test_a_post_without_words_has_a_title() -> None:
    assert entry(record(""), embed=EXTERNAL).title == "Talks in Geneva"
    assert entry(record("")).title == "A post without words"


# ---- labels


def label(value: str, **fields: Any) -> Json:
    return {"src": "did:plc:moderation", "val": value} | fields


@pytest.mark.parametrize(
    ("labels", "own", "media"),
    [
        ([], [], "https://cdn.example/1"),
        ([label("graphic-media")], [], ""),
        ([], [{"val": "nudity"}], ""),
        ([label("graphic-media", neg=True)], [], "https://cdn.example/1"),
        ([label("spam-of-another-kind")], [], "https://cdn.example/1"),
    ],
)
def test_a_picture_that_is_covered_is_not_passed_on(labels: list[Json], own: list[Json], media: str) -> None:
    written = record(labels={"$type": "com.atproto.label.defs#selfLabels", "values": own})
    assert entry(written, embed=IMAGES, labels=labels).media == media


@pytest.mark.parametrize("value", ["!hide", "!takedown", "!suspend"])
def test_what_moderators_have_hidden_is_left_out(value: str) -> None:
    assert read({"post": view(labels=[label(value)])}).entries == ()


def test_who_writes_for_members_only_is_not_read() -> None:
    shy = GAZETTE | {"labels": [label("!no-unauthenticated", src=DID)]}
    found = parse_author_feed(json.dumps({"feed": [{"post": view(shy)}]}).encode(), "", API)
    assert isinstance(found, Unreadable)
    assert "signed in" in found.why
    reason = {"$type": "app.bsky.feed.defs#reasonRepost", "by": GAZETTE}
    assert read({"post": view(), "reason": None}, {"post": view(shy | {"did": OTHER}), "reason": reason}).entries == (
        entry(),
    )


# ---- the feed


def test_what_a_feed_leaves_out_of_a_quote_is_no_text() -> None:
    found = parse_rss(rss("Indeed.\n\n[contains quote post or other embedded content]").encode(), "", RSS)
    assert isinstance(found, Document)
    assert [each.text for each in found.entries] == ["Indeed."]


def test_a_feed_may_have_a_post_without_words() -> None:
    found = parse_rss(rss("").encode(), "", RSS)
    assert isinstance(found, Document)
    assert [each.title for each in found.entries] == ["A post without words"]


def test_a_feed_is_plain_text() -> None:
    found = parse_rss(rss("a &lt;b&gt; c &amp;amp; d\nsecond").encode(), "", RSS)
    assert isinstance(found, Document)
    assert [each.text for each in found.entries] == ["a <b> c &amp; d\nsecond"]


def test_an_account_without_a_name_goes_by_its_handle() -> None:
    found = parse_rss(rss("Talks.", title="@gazette.example").encode(), "", RSS)
    assert isinstance(found, Document)
    assert (found.title, found.entries[0].author) == ("gazette.example", "gazette.example")


# ---- the stream


def commit(operation: str = "create", collection: str = POST, **fields: Any) -> Json:
    body = {"rev": "x", "operation": operation, "collection": collection, "rkey": "3kaaa", "cid": "bafy"} | fields
    return {"did": DID, "time_us": 1793620800000000, "kind": "commit", "commit": body}


def heard(event: Json) -> Document:
    found = parse_commit(json.dumps(event).encode(), "", "wss://jetstream.example/subscribe")
    assert isinstance(found, Document), found
    return found


def test_a_commit_is_the_post_that_the_api_will_show() -> None:
    found = heard(commit(record=record()))
    assert found.notes == {"cursor": "1793620800000000"}
    (told,) = found.entries
    shown = entry()
    assert (told.guid, told.title, told.text, told.published) == (shown.guid, shown.title, shown.text, shown.published)
    assert (told.url, told.author) == (f"https://bsky.app/profile/{DID}/post/3kaaa", "")


def test_a_commit_refers_to_pictures_and_pages() -> None:
    blob = {"$type": "blob", "ref": {"$link": "bafkrei"}, "mimeType": "image/jpeg"}
    images = {"$type": "app.bsky.embed.images", "images": [{"image": blob, "alt": "A map"}]}
    (told,) = heard(commit(record=record(embed=images))).entries
    assert told.media == f"https://cdn.bsky.app/img/feed_fullsize/plain/{DID}/bafkrei@jpeg"
    assert told.text == "Talks resume.\n[A map]"
    external = {"$type": "app.bsky.embed.external", "external": CARD | {"thumb": blob}}
    (told,) = heard(commit(record=record(embed=external))).entries
    assert told.text == "Talks resume.\nTalks in Geneva https://example.org/talks"


@pytest.mark.parametrize(("parent", "whom"), [(THEIRS, "somebody"), (OWN, "")])
def test_a_commit_answers_somebody_else_or_nobody(parent: str, whom: str) -> None:
    (told,) = heard(commit(record=record(**reply(parent, parent)))).entries
    assert told.replies_to == whom


def test_a_commit_that_changes_a_post_is_an_edit() -> None:
    assert [each.edited for each in heard(commit("update", record=record())).entries] == [True]


def test_a_commit_that_deletes_a_post_names_it() -> None:
    found = heard(commit("delete"))
    assert (found.entries, found.notes["deleted"]) == ((), GUID)


@pytest.mark.parametrize(
    "event",
    [
        commit(collection="app.bsky.feed.like"),
        commit(rkey=None),
        {"did": DID, "time_us": 7, "kind": "identity", "identity": {}},
    ],
)
def test_other_events_only_move_the_cursor(event: Json) -> None:
    found = heard(event)
    assert found.entries == ()
    assert set(found.notes) == {"cursor"}


# ---- what is no answer of Bluesky's


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b'{"feed": 1}', b'{"did": "did:plc:x"}', b"<html></html>"])
def test_strange_answers_are_refused(body: bytes) -> None:
    assert isinstance(parse_author_feed(body, "", API), Unreadable)
    assert isinstance(parse_commit(body, "", API), Unreadable)
    if body != b"[]":
        assert isinstance(parse_rss(body, "", RSS), Unreadable)


def test_strange_items_are_left_out() -> None:
    strange: list[Any] = [1, None, {}, {"post": {"uri": f"at://{DID}/app.bsky.feed.generator/x"}}, {"post": view()}]
    assert [each.guid for each in read(*strange).entries] == [GUID]


WEIRD = st.none() | st.booleans() | st.integers() | st.text(max_size=9) | st.lists(st.none() | st.text(max_size=3))


@given(st.dictionaries(st.sampled_from(["text", "createdAt", "langs", "facets", "reply", "embed", "labels"]), WEIRD))
def test_no_post_is_too_strange(fields: Mapping[str, Any]) -> None:
    assert all(each.guid and each.title for each in read({"post": view(written=record() | dict(fields))}).entries)
    assert all(each.guid and each.title for each in heard(commit(record=record() | dict(fields))).entries)


@given(st.text(max_size=30), st.lists(st.tuples(st.integers(-3, 40), st.integers(-3, 40)), max_size=5))
def test_no_facet_breaks_a_text(text: str, places: list[tuple[int, int]]) -> None:
    facets = [
        {"index": {"byteStart": start, "byteEnd": end}, "features": [{"uri": "https://example.org/"}]}
        for start, end in places
    ]
    assert entry(record(text, facets=facets)).title


def test_a_host_out_of_reach_says_why() -> None:
    generator = Bluesky().read(a_source(Bluesky(), DID))
    next(generator)
    generator.send(Unreachable("public.api.bsky.app accepts no connection"))
    with pytest.raises(StopIteration) as stop:
        generator.send(Unreachable("bsky.app accepts no connection"))
    assert stop.value.value == Failed(
        "public.api.bsky.app accepts no connection. RSS is no help: bsky.app accepts no connection"
    )
