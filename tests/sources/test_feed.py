"""The kind is played: what it asks is compared, what it is answered is made up; no loop, no network."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256

import pytest

from bot.core.model import Entry, Outlet, Source
from bot.core.outcome import Elsewhere, Failed, Read, ReadOutcome, Unchanged
from bot.ports import Answer, Ask, Document, Fetch, Page, Parse, Unreachable, Unreadable
from bot.sources.feed import Feed
from bot.sources.parsing import parse_feed
from tests.sources import playing

URL = "https://example.org/news/feed.xml"
BODY = b"<rss/>"
DIGEST = sha256(BODY).hexdigest()
NOW = "Mon, 02 Nov 2026 12:00:00 GMT"


def source(**memory: str) -> Source:
    return Source(1, Outlet("example", "Example"), "feed", URL, memory=memory)


def page(status: int = 200, body: bytes = BODY, **headers: str) -> Page:
    return Page(status, URL, {name.replace("_", "-"): value for name, value in headers.items()}, body)


def play(reads: Source, *answers: Answer) -> tuple[list[Ask], ReadOutcome | Elsewhere]:
    return playing.play(Feed(), reads, *answers)


def read(document: Document, answer: Page | None = None) -> Read:
    _, outcome = play(source(), answer or page(), document)
    assert isinstance(outcome, Read)
    return outcome


def failed(answer: Answer) -> Failed:
    _, outcome = play(source(), answer)
    assert isinstance(outcome, Failed)
    return outcome


# ---- what it claims


@pytest.mark.parametrize(
    ("text", "locator"),
    [
        ("https://example.org/feed", "https://example.org/feed"),
        (" <http://example.org/feed>\n", "http://example.org/feed"),
        ("feed://example.org/x", "feed://example.org/x"),
        ("feed:https://example.org/x", "https://example.org/x"),
    ],
)
def test_web_addresses_are_claimed(text: str, locator: str) -> None:
    assert Feed().claims(text) == locator.replace("feed://", "http://")


@pytest.mark.parametrize("text", ["", "hama", "@hama", "ftp://example.org/", "https://", "http://[", "https://a b/"])
def test_nothing_else_is_claimed(text: str) -> None:
    assert Feed().claims(text) is None


# ---- conditional requests


def test_a_first_read_asks_for_everything() -> None:
    asked, outcome = play(source(), page(etag='"1"', content_type="text/xml"), Document((), "Example"))
    assert asked[0] == Fetch(URL, accept=asked[0].accept) if isinstance(asked[0], Fetch) else False
    assert asked[1] == Parse(parse_feed, BODY, "text/xml", URL)
    assert outcome == Read((), {"body": DIGEST, "ttl": "0", "etag": '"1"'}, "Example")


def test_validators_are_sent_back_unchanged() -> None:
    asked, outcome = play(source(etag='W/"1"', last_modified=NOW, body="x"), page(304, b""))
    assert isinstance(asked[0], Fetch)
    assert (asked[0].etag, asked[0].last_modified) == ('W/"1"', NOW)
    assert outcome == Unchanged({"etag": 'W/"1"', "last_modified": NOW, "body": "x"})


def test_304_without_a_condition_is_an_error() -> None:
    assert "304" in failed(page(304, b"")).why


def test_a_body_that_is_the_last_ones_is_not_parsed() -> None:
    asked, outcome = play(source(body=DIGEST, etag='"old"', ttl="60"), page(etag='"new"'))
    assert len(asked) == 1
    assert outcome == Unchanged({"body": DIGEST, "ttl": "60", "etag": '"new"'}, timedelta(seconds=60))


def test_validators_that_the_server_disowns_are_not_kept() -> None:
    assert "etag" not in read(Document(()), page(etag='"1"', expires="0")).memory


def test_nothing_is_remembered_of_what_could_not_be_parsed() -> None:
    _, outcome = play(source(etag='"1"'), page(etag='"2"'), Unreadable("it is broken"))
    assert outcome == Failed("it is broken")


# ---- how long to wait


@pytest.mark.parametrize(
    ("headers", "ttl", "minutes"),
    [
        ({}, 0, 0),
        ({"cache_control": "public, max-age=600"}, 0, 10),
        ({"cache_control": "max-age=600"}, 30, 30),
        ({"cache_control": 'MAX-AGE = "600"', "expires": "Mon, 02 Nov 2026 12:50:00 GMT", "date": NOW}, 0, 10),
        ({"expires": "Mon, 02 Nov 2026 12:20:00 GMT", "date": NOW}, 0, 20),
        ({"expires": "Mon, 02 Nov 2026 12:20:00 GMT"}, 0, 0),
        ({"expires": "Thu, 01 Jan 1970 00:00:00 GMT", "date": NOW}, 0, 0),
        ({"expires": "-1", "date": NOW}, 0, 0),
        ({"expires": "Mon, 02 Nov 2026 12:20:00 -0000", "date": NOW}, 0, 0),
        ({"cache_control": "max-age=31536000"}, 0, 60),
        ({}, 1440, 60),
    ],
)
def test_what_the_publisher_asks_is_granted_up_to_an_hour(headers: Mapping[str, str], ttl: int, minutes: int) -> None:
    assert read(Document((), ttl=timedelta(minutes=ttl)), page(**headers)).wait == timedelta(minutes=minutes)


# ---- what goes wrong


def test_a_host_out_of_reach_says_why() -> None:
    assert failed(Unreachable("example.org accepts no connection")) == Failed("example.org accepts no connection")
    assert failed(Unreachable("no", "rsshub:1200")) == Failed("no", barred="rsshub:1200")


@pytest.mark.parametrize(
    ("answer", "why", "wait"),
    [
        (page(401), "401 Unauthorized", timedelta(hours=4)),
        (page(403), "403 Forbidden", timedelta(hours=4)),
        (page(403, cf_mitigated="challenge"), "Cloudflare", timedelta(hours=4)),
        (page(503, cf_mitigated="challenge"), "Cloudflare", timedelta(hours=4)),
        (page(404), "404 Not Found", timedelta(0)),
        (page(410), "for good", timedelta(hours=24)),
        (page(429), "come back later", timedelta(0)),
        (page(429, retry_after="120"), "429 Too Many Requests", timedelta(minutes=2)),
        (page(503, retry_after="Mon, 02 Nov 2026 13:00:00 GMT", date=NOW), "503", timedelta(hours=1)),
        (page(503, retry_after="99999999"), "503", timedelta(hours=24)),
        (page(503, retry_after="in a while"), "503", timedelta(0)),
        (page(503, retry_after="Mon, 02 Nov 2026 11:00:00 GMT", date=NOW), "503", timedelta(0)),
        (page(302), "does not say where", timedelta(0)),
        (page(500), "500 Internal Server Error", timedelta(0)),
        (page(204), "204 No Content", timedelta(0)),
        (page(799), "799", timedelta(0)),
    ],
)
def test_an_error_is_told_in_plain_words_with_the_time_to_stay_away(answer: Page, why: str, wait: timedelta) -> None:
    outcome = failed(answer)
    assert why in outcome.why
    assert outcome.wait == wait


def test_what_the_parser_makes_of_it_is_what_is_read() -> None:
    entry = Entry("1", "https://example.org/1", "Talks resume")
    assert read(Document((entry,), "Example")) == Read((entry,), {"body": DIGEST, "ttl": "0"}, "Example")


def test_a_feed_that_has_moved_for_good_says_where() -> None:
    moved = replace(page(), moved="https://example.org/new.xml")
    assert read(Document(()), moved).moved == "https://example.org/new.xml"
