"""Accounts and hashtags of Mastodon: what is claimed, what is asked, and what posts say, by the API and by RSS."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from time import process_time
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.model import Entry, Options
from bot.core.outcome import Failed, Read, Unchanged
from bot.ports import Document, Page, Unreadable
from bot.sources.mastodon import Mastodon, parse_status
from bot.sources.mastodon_posts import parse_account, parse_rss, parse_tagged, parse_timeline
from tests.sources.playing import a_source, entries_of, visit

SITE = "https://example.social"
LOOKUP = f"{SITE}/api/v1/accounts/lookup?acct=gazette"
TIMELINE = f"{SITE}/api/v1/accounts/17/statuses?limit=40&exclude_replies=true"
RSS = f"{SITE}/@gazette.rss"
TAG_RSS = f"{SITE}/tags/hama.rss"
TAG = f"{SITE}/api/v1/timelines/tag/hama?limit=40"
NOON = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)

Json = dict[str, Any]
GAZETTE: Json = {
    "id": "17",
    "username": "gazette",
    "acct": "gazette",
    "display_name": "The Gazette :verified:",
    "url": f"{SITE}/@gazette",
    "emojis": [{"shortcode": "verified"}],
}
LINA: Json = {
    "id": "99",
    "acct": "lina@other.example",
    "display_name": "Lina",
    "url": "https://other.example/@lina",
    "emojis": [],
}


def status(number: int = 1, **fields: Any) -> Json:
    """A post as the API of Mastodon 4.5 gives it."""
    return {
        "id": str(number),
        "created_at": "2026-11-02T12:00:00.000Z",
        "edited_at": None,
        "in_reply_to_id": None,
        "in_reply_to_account_id": None,
        "sensitive": False,
        "spoiler_text": "",
        "visibility": "public",
        "language": "en",
        "uri": f"{SITE}/users/gazette/statuses/{number}",
        "url": f"{SITE}/@gazette/{number}",
        "content": "<p>Talks resume.</p>",
        "reblog": None,
        "account": GAZETTE,
        "media_attachments": [],
        "mentions": [],
        "emojis": [],
        "poll": None,
        "quote": None,
    } | fields


def by_lina(**fields: Any) -> Json:
    """A post of another server."""
    address = "https://other.example"
    return status(5, uri=f"{address}/users/lina/statuses/5", url=f"{address}/@lina/5", account=LINA, **fields)


def entry(**fields: Any) -> Entry:
    found = parse_timeline(json.dumps([status(**fields)]).encode(), "", TIMELINE)
    assert isinstance(found, Document), found
    (only,) = found.entries
    return only


def item(description: str, link: str = f"{SITE}/@gazette/1", more: str = "") -> str:
    """An RSS item as Mastodon writes it: no title, no author."""
    escaped = description.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return (
        f"<item><guid isPermaLink='true'>{link}</guid><link>{link}</link><pubDate>Mon, 02 Nov 2026 12:00:00 +0000"
        f"</pubDate><description>{escaped}</description>{more}</item>"
    )


def rss(*items: str, title: str = "The Gazette") -> str:
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>{title}</title>{"".join(items)}</channel></rss>'


def told(description: str, **how: str) -> Entry:
    found = parse_rss(rss(item(description, **how)).encode(), "", RSS)
    assert isinstance(found, Document), found
    (only,) = found.entries
    return only


# ---- what it claims


@pytest.mark.parametrize(
    ("text", "locator"),
    [
        ("@Gazette@Example.Social", "@gazette@example.social"),
        (" @gazette@example.social\n", "@gazette@example.social"),
        ("@a.b-c_d@example.social:8443", "@a.b-c_d@example.social:8443"),
        ("#Hama@example.social", "#hama@example.social"),
        ("#حماة@example.social", "#حماة@example.social"),
        ("https://example.social/@gazette", "@gazette@example.social"),
        ("https://example.social/@gazette/", "@gazette@example.social"),
        ("https://example.social/@gazette.rss", "@gazette@example.social"),
        ("https://example.social/@gazette/with_replies", "@gazette@example.social"),
        ("https://example.social/@gazette/115000000000000001", "@gazette@example.social"),
        ("https://example.social/@gazette/statuses/01JBQ0000000000000000ABCDE", "@gazette@example.social"),
        ("https://example.social/@lina@other.example", "@lina@other.example"),
        ("https://example.social/@lina@other.example/115000000000000001", "@lina@other.example"),
        ("https://example.social/users/gazette", "@gazette@example.social"),
        ("https://example.social/users/gazette/statuses/1", "@gazette@example.social"),
        ("https://example.social/web/@gazette", "@gazette@example.social"),
        ("https://example.social/deck/tags/hama", "#hama@example.social"),
        ("https://example.social/tags/Hama", "#hama@example.social"),
        ("https://example.social/tags/hama.rss", "#hama@example.social"),
        (f"https://example.social/tags/{quote('حماة')}", "#حماة@example.social"),
    ],
)
def test_accounts_and_hashtags_are_claimed(text: str, locator: str) -> None:
    assert Mastodon().claims(text) == locator


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hama",
        "@gazette",
        "#hama",
        "gazette@example.social",
        "@gazette@localhost",
        "@gaz ette@example.social",
        "https://example.social/",
        "https://example.social/about",
        "https://example.social/@gazette/an-article-in-words",
        "https://example.social/users/gazette/outbox",
        "https://example.social/tags/",
        "https://example.social/tags/a/b",
        "https://example.social/tags/%00",
        "https://www.youtube.com/@gazette",
        "https://gazette.medium.com/@gazette",
        "https://tiktok.com/@gazette",
        "https://www.threads.net/@gazette",
        "https://threads.com/@gazette",
        "https://flipboard.com/@gazette",
        "https://odysee.com/@gazette",
        "https://substack.com/@gazette",
        "http://[/@gazette",
    ],
)
def test_nothing_that_may_be_something_else_is_claimed(text: str) -> None:
    assert Mastodon().claims(text) is None


# ---- what it asks


def test_a_first_read_looks_the_account_up_and_remembers_its_number() -> None:
    pages = {LOOKUP: json.dumps(GAZETTE), TIMELINE: json.dumps([status()])}
    fetched, outcome = visit(Mastodon(), a_source(Mastodon(), "@gazette@example.social"), pages)
    assert [ask.url for ask in fetched] == [LOOKUP, TIMELINE]
    assert isinstance(outcome, Read)
    assert (outcome.title, outcome.memory["account"]) == ("The Gazette", "17")
    assert [each.guid for each in outcome.entries] == [f"{SITE}/statuses/1"]


def test_later_reads_ask_for_the_newest_posts_at_once() -> None:
    memory = {"account": "17", "etag": 'W/"1"'}
    source = a_source(Mastodon(), "@gazette@example.social", memory)
    fetched, outcome = visit(Mastodon(), source, {TIMELINE: Page(304, TIMELINE, {}, b"")})
    assert [(ask.url, ask.etag) for ask in fetched] == [(TIMELINE, 'W/"1"')]
    assert outcome == Unchanged(memory)


def test_an_account_that_has_not_posted_has_a_name() -> None:
    read = entries_of(Mastodon(), "@gazette@example.social", {LOOKUP: json.dumps(GAZETTE), TIMELINE: "[]"})
    assert (read.title, read.entries) == ("The Gazette", ())


def test_an_account_is_called_what_its_posts_call_it() -> None:
    source = a_source(Mastodon(), "@gazette@example.social", {"account": "17"})
    _, outcome = visit(Mastodon(), source, {TIMELINE: json.dumps([status()])})
    assert isinstance(outcome, Read)
    assert outcome.title == "The Gazette"


@pytest.mark.parametrize(
    ("options", "query"),
    [
        (Options(), "limit=40&exclude_replies=true"),
        (Options(replies=True), "limit=40"),
        (Options(reposts=False), "limit=40&exclude_replies=true&exclude_reblogs=true"),
    ],
)
def test_what_is_not_wanted_does_not_crowd_out_what_is(options: Options, query: str) -> None:
    url = f"{SITE}/api/v1/accounts/17/statuses?{query}"
    source = a_source(Mastodon(), "@gazette@example.social", {"account": "17"}, options)
    fetched, _ = visit(Mastodon(), source, {url: "[]"})
    assert [ask.url for ask in fetched] == [url]


def test_a_hashtag_is_one_request() -> None:
    tagged = json.dumps([status(), by_lina()])
    fetched, outcome = visit(Mastodon(), a_source(Mastodon(), "#hama@example.social"), {TAG: tagged})
    assert [ask.url for ask in fetched] == [TAG]
    assert isinstance(outcome, Read)
    assert outcome.title == "#hama"
    named = ["The Gazette (@gazette@example.social)", "Lina (@lina@other.example)"]
    assert [each.author for each in outcome.entries] == named


@pytest.mark.parametrize("refusal", [401, 403, 404, 422, 500])
def test_a_server_that_keeps_its_api_to_its_members_is_read_by_rss(refusal: int) -> None:
    feed = rss(item("<p>Talks resume.</p>"))
    for api, rss_url, locator in ((LOOKUP, RSS, "@gazette@example.social"), (TAG, TAG_RSS, "#hama@example.social")):
        pages = {api: Page(refusal, api, {}, b""), rss_url: feed}
        fetched, outcome = visit(Mastodon(), a_source(Mastodon(), locator), pages)
        assert [ask.url for ask in fetched] == [api, rss_url]
        assert isinstance(outcome, Read)
        assert outcome.memory["way"] == "RSS"


def test_a_web_page_in_place_of_the_api_is_not_taken_for_it() -> None:
    read = entries_of(Mastodon(), "#hama@example.social", {TAG: "<html></html>", TAG_RSS: rss(item("<p>Talks.</p>"))})
    assert [each.title for each in read.entries] == ["Talks."]


def test_the_number_is_looked_up_again_after_rss_was_read() -> None:
    pages = {RSS: rss(item("<p>Talks resume.</p>"))}
    source = a_source(Mastodon(), "@gazette@example.social", {"account": "17"})
    _, outcome = visit(Mastodon(), source, pages)
    assert isinstance(outcome, Read)
    assert "account" not in outcome.memory


def test_an_account_that_is_nowhere_is_said_to_be() -> None:
    _, outcome = visit(Mastodon(), a_source(Mastodon(), "@nobody@example.social"), {})
    assert outcome == Failed("the site answered 404 Not Found: nothing is at this address now")


def test_a_change_of_way_makes_nothing_new() -> None:
    statuses = [status(1), status(2, content="<p>Roads are open #<span>Hama</span></p>"), by_lina()]
    links = [each["url"] for each in statuses]
    by_api = parse_tagged(json.dumps(statuses).encode(), "", TAG)
    by_rss = parse_rss(rss(*(item(each["content"], each["url"]) for each in statuses)).encode(), "", TAG_RSS)
    assert isinstance(by_api, Document)
    assert isinstance(by_rss, Document)
    assert [each.url for each in by_api.entries] == links
    same = [[(each.guid, each.url, each.title, each.text) for each in way.entries] for way in (by_api, by_rss)]
    assert same[0] == same[1]


# ---- who a post is known by


@pytest.mark.parametrize(
    ("uri", "url", "guid"),
    [
        ("https://a.example/users/x/statuses/1", "https://a.example/@x/1", "https://a.example/statuses/1"),
        ("https://a.example/ap/users/7/statuses/1", "https://A.example/@x/1", "https://a.example/statuses/1"),
        ("https://a.example/users/x/statuses/1", None, "https://a.example/statuses/1"),
        (
            "https://gts.example/users/x/statuses/01JBQ0000000000000000ABCDE",
            "https://gts.example/@x/statuses/01JBQ0000000000000000ABCDE",
            "https://gts.example/statuses/01JBQ0000000000000000ABCDE",
        ),
        ("https://pl.example/objects/1-2", "https://pl.example/notice/Ab1", "https://pl.example/notice/Ab1"),
    ],
)
def test_all_addresses_of_a_post_come_to_one_guid(uri: str, url: str | None, guid: str) -> None:
    assert entry(uri=uri, url=url).guid == guid


# ---- what a post says


def test_markup_becomes_words() -> None:
    html = (
        '<p>Talks with <span class="h-card"><a href="https://other.example/@lina" class="u-url mention">@<span>lina'
        '</span></a></span> resume in <a href="https://example.social/tags/Geneva" class="mention hashtag">#<span>'
        'Geneva</span></a>:<br>see <a href="https://www.example.org/2026/talks"><span class="invisible">https://www.'
        '</span><span class="ellipsis">example.org/2026</span><span class="invisible">/talks</span></a></p><p>More '
        "&amp; more.</p>"
    )
    words = "Talks with @lina resume in #Geneva:\nsee https://www.example.org/2026/talks\nMore & more."
    assert entry(content=html).text == words
    assert told(html).text == words


def test_a_post_is_told_with_its_time_language_and_author() -> None:
    found = entry()
    assert (found.published, found.language, found.author) == (NOON, "en", "The Gazette")
    assert (found.title, found.text, found.edited) == ("Talks resume.", "Talks resume.", False)


def test_a_long_post_has_a_short_title() -> None:
    words = "Talks resume in Geneva on Monday. Delegations have arrived."
    for found in (entry(content=f"<p>{words}</p>"), told(f"<p>{words}</p>")):
        assert (found.title, found.text) == ("Talks resume in Geneva on Monday.", words)


def test_a_post_that_is_only_left_out_of_lists_is_for_everybody() -> None:
    assert entry(visibility="unlisted").text == "Talks resume."


def test_an_edit_is_one() -> None:
    assert entry(edited_at="2026-11-02T12:30:00.000Z").edited


def test_a_content_warning_is_the_title_and_the_text_stands_behind_it() -> None:
    found = entry(spoiler_text="graphic :verified: violence", emojis=[{"shortcode": "verified"}])
    assert (found.title, found.text) == ("CW: graphic violence", "Talks resume.")
    found = told("<p><strong>Warnung:</strong>graphic &amp;\nviolent</p><hr /><p>Talks resume.</p>")
    assert (found.title, found.text) == ("CW: graphic & violent", "Talks resume.")


def test_what_is_passed_on_is_told_as_its_authors() -> None:
    shared = by_lina(content="<p>Roads are open.</p>", created_at="2026-11-01T12:00:00.000Z")
    found = entry(content="", reblog=shared)
    assert found.guid == "https://other.example/statuses/5"
    assert found.url == "https://other.example/@lina/5"
    assert (found.author, found.reposts) == ("Lina (@lina@other.example)", "Lina (@lina@other.example)")
    assert (found.text, found.published) == ("Roads are open.", datetime(2026, 11, 1, 12, 0, tzinfo=UTC))


def test_who_passes_on_their_own_words_says_them_again() -> None:
    found = entry(content="", reblog=status(3, content="<p>Roads are open.</p>"))
    assert (found.guid, found.reposts, found.author) == (f"{SITE}/statuses/3", "", "The Gazette")


@pytest.mark.parametrize(
    ("fields", "whom"),
    [
        ({"in_reply_to_id": "5", "in_reply_to_account_id": "99"}, "@lina@other.example"),
        ({"in_reply_to_id": "5", "in_reply_to_account_id": "98"}, "somebody"),
        ({"in_reply_to_id": "5", "in_reply_to_account_id": None}, "somebody"),
        ({"in_reply_to_id": "2", "in_reply_to_account_id": "17"}, ""),
        ({}, ""),
    ],
)
def test_an_answer_names_whom_it_answers_and_a_thread_answers_nobody(fields: Json, whom: str) -> None:
    assert entry(mentions=[LINA], **fields).replies_to == whom


QUOTING = (
    '<p class="quote-inline">RE: <a href="https://other.example/@lina/5">other.example/@lina/5</a></p><p>Indeed.</p>'
)


def test_a_quote_stands_at_the_end_of_the_text() -> None:
    quoted = by_lina(content="<p>Roads are open.</p>", spoiler_text="roads")
    for quote_field in ({"state": "accepted", "quoted_status": quoted}, quoted):  # Mastodon's, and Pleroma's
        found = entry(content=QUOTING, quote=quote_field)
        assert found.quotes == "Lina (@lina@other.example)"
        assert found.text == "Indeed.\nLina (@lina@other.example): CW: roads “Roads are open.”"
        assert found.title == "Indeed."


@pytest.mark.parametrize(
    "link",
    [
        (
            '<p class="quote-inline">RE: <a href="https://other.example/@lina/5"><span class="invisible">https://</span>'
            '<span class="ellipsis">other.example/@lina</span><span class="invisible">/5</span></a></p>'
        ),
        '<span class="quote-inline"><br/><br/>RE: <a href="https://other.example/@lina/5">there</a></span>',
    ],
)
def test_the_link_to_what_is_quoted_is_left_out_in_all_its_forms(link: str) -> None:
    assert entry(content=f"{link}<p>Indeed.</p>", quote=by_lina(content="")).text.startswith("Indeed.\n")


def test_many_links_to_what_is_quoted_that_never_end_take_no_time() -> None:
    began = process_time()
    entry(content='<p class="quote-inline">' * 2_700, quote=by_lina(content=""))
    assert process_time() - began < 0.5  # 10 ms; looked through to the end each time, 2 s


@pytest.mark.parametrize(
    "quote_field",
    [
        {"state": "revoked", "quoted_status": None},
        {"state": "accepted", "quoted_status_id": "5"},
        {"state": "accepted", "quoted_status": by_lina(visibility="private")},
    ],
)
def test_a_quote_that_may_not_be_shown_is_but_a_link(quote_field: Json) -> None:
    found = entry(content=QUOTING, quote=quote_field)
    assert (found.quotes, found.text) == ("", "RE: other.example/@lina/5\nIndeed.")


def test_a_poll_is_told_with_its_answers() -> None:
    found = entry(poll={"options": [{"title": "Yes", "votes_count": 3}, {"title": "No"}]})
    assert found.text == "Talks resume.\nYes\nNo"
    answers = '<p><radio disabled="disabled">Yes</radio><br /><radio disabled="disabled">No</radio></p>'
    assert told(f"<p>Talks resume.</p>{answers}").text == found.text


PICTURE = {"type": "image", "url": "https://files.example/1.png", "preview_url": "p", "description": "A map of Hama"}
VIDEO = {"type": "video", "url": "https://files.example/2.mp4", "preview_url": "https://files.example/2.png"}


@pytest.mark.parametrize(
    ("attached", "media"),
    [
        ([PICTURE, VIDEO], "https://files.example/1.png"),
        ([{"type": "audio", "url": "https://files.example/3.mp3"}, VIDEO], "https://files.example/2.png"),
        ([{"type": "gifv", "url": "https://files.example/4.mp4"}], "https://files.example/4.mp4"),
        ([{"type": "unknown", "url": None}], ""),
        ([{"type": "image", "url": None, "preview_url": "https://files.example/5.png"}], "https://files.example/5.png"),
        ([], ""),
    ],
)
def test_the_first_picture_is_shown(attached: list[Json], media: str) -> None:
    assert entry(media_attachments=attached).media == media


def test_what_a_picture_shows_can_be_found() -> None:
    assert entry(media_attachments=[PICTURE]).text == "Talks resume.\n[A map of Hama]"


def test_a_sensitive_picture_is_not_passed_on() -> None:
    assert entry(media_attachments=[PICTURE], sensitive=True).media == ""


@pytest.mark.parametrize(
    ("attached", "title"),
    [
        ([VIDEO], "A video"),
        ([{"type": "image"}], "A picture"),
        ([{"type": "gifv"}], "An animation"),
        ([{"type": "audio"}], "A recording"),
        ([PICTURE], "[A map of Hama]"),
        ([], "A post without words"),
    ],
)
def test_a_post_without_words_has_a_title(attached: list[Json], title: str) -> None:
    assert entry(content="", media_attachments=attached).title == title


def test_custom_emoji_are_no_words() -> None:
    found = entry(content="<p>Talks :blobcat: resume</p>", emojis=[{"shortcode": "blobcat"}])
    assert found.text == "Talks resume"


@pytest.mark.parametrize("visibility", ["private", "direct", "limited"])
def test_what_is_not_said_to_all_is_not_passed_on(visibility: str) -> None:
    statuses = [status(visibility=visibility), status(2, reblog=by_lina(visibility=visibility)), status(3)]
    found = parse_timeline(json.dumps(statuses).encode(), "", TIMELINE)
    assert isinstance(found, Document)
    assert [each.guid for each in found.entries] == [f"{SITE}/statuses/3"]


def test_an_author_of_a_hashtags_feed_is_known_by_their_handle() -> None:
    feed = rss(item("<p>Roads are open.</p>", "https://other.example/@lina/5"), title="#hama").encode()
    found = parse_rss(feed, "", TAG_RSS)
    assert isinstance(found, Document)
    assert [each.author for each in found.entries] == ["@lina@other.example"]


def test_a_title_that_other_servers_give_stands_in_for_missing_words() -> None:
    assert told("", more="<title>New note by Lina</title>").title == "New note by Lina"
    assert told("<p>Talks resume.</p>", more="<title>New note by Lina</title>").title == "Talks resume."
    assert told("").title == "A post without words"


def test_a_feed_of_other_servers_has_their_addresses() -> None:
    link = "https://mk.example/notes/9abc"
    found = parse_rss(rss(item("<p>Talks.</p>", link), title="#hama").encode(), "", TAG_RSS)
    assert isinstance(found, Document)
    assert [(each.guid, each.author) for each in found.entries] == [(link, "")]


def test_a_feed_names_its_author() -> None:
    assert told("<p>Talks resume.</p>").author == "The Gazette"


# ---- the stream


def test_the_stream_gives_single_posts() -> None:
    found = parse_status(json.dumps(by_lina()).encode(), "", "wss://streaming.example")
    assert isinstance(found, Document)
    assert [(each.guid, each.author) for each in found.entries] == [
        ("https://other.example/statuses/5", "Lina (@lina@other.example)")
    ]


def test_the_stream_passes_on_nothing_private() -> None:
    found = parse_status(json.dumps(status(visibility="direct")).encode(), "", "wss://streaming.example")
    assert found == Document(())


# ---- what is no answer of Mastodon's


@pytest.mark.parametrize("body", [b"", b"{", b"<html></html>", b'{"error": "x"}', b"[1]", b"null", b'"x"'])
def test_strange_answers_are_refused(body: bytes) -> None:
    assert isinstance(parse_status(body, "", SITE), Unreadable)
    assert isinstance(parse_account(body, "", SITE), Unreadable)
    if body != b"[1]":
        assert isinstance(parse_timeline(body, "", SITE), Unreadable)
        assert isinstance(parse_tagged(body, "", SITE), Unreadable)


def test_strange_items_are_left_out() -> None:
    strange = [1, None, {}, {"account": 7}, status(account=None), status(uri=None, url=None), status(2)]
    found = parse_timeline(json.dumps(strange).encode(), "", TIMELINE)
    assert isinstance(found, Document)
    assert [each.guid for each in found.entries] == [f"{SITE}/statuses/2"]


def test_what_is_no_feed_is_refused() -> None:
    assert isinstance(parse_rss(b"nothing", "", RSS), Unreadable)


WEIRD = st.none() | st.booleans() | st.integers() | st.text(max_size=9) | st.lists(st.none() | st.text(max_size=3))


@given(st.dictionaries(st.sampled_from(sorted(status())), WEIRD))
def test_no_post_is_too_strange(fields: Mapping[str, Any]) -> None:
    found = parse_timeline(json.dumps([status(**fields)]).encode(), "", TIMELINE)
    assert isinstance(found, Document)
    assert all(each.guid and each.title for each in found.entries)


def test_an_account_has_a_short_name_and_a_short_number() -> None:
    found = parse_account(json.dumps({"id": "17", "display_name": "n" * 9_000}).encode(), "", SITE)
    assert isinstance(found, Document)
    assert len(found.title) == 500
    assert isinstance(parse_account(json.dumps({"id": "1" * 9_000}).encode(), "", SITE), Unreadable)
