"""News sitemaps, plain, packed, broken, and behind an index; the web consists of pages written by hand."""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.intake import key
from bot.core.model import Entry
from bot.core.outcome import Candidate, Elsewhere, Failed, Read, ReadOutcome, Unchanged
from bot.ports import Document, Fetch, Page, Unreadable
from bot.sources.sitemap import Sitemap
from bot.sources.sitemapxml import parse_sitemap
from tests.sources import playing

KIND = Sitemap()
URL = "https://gazette.example/news-sitemap.xml"
INDEX = "https://gazette.example/sitemap.xml"
CHILD = "https://gazette.example/sitemap-news-2.xml"
NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
    'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" '
    'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">'
)

Pages = Mapping[str, Page | str | bytes]


def page(number: object, *, name: str = "The Gazette", title: str = "Talks &amp; more", more: str = "") -> str:
    return (
        f"<url><loc>https://gazette.example/{number}?utm_source=x</loc><news:news><news:publication>"
        f"<news:name>{name}</news:name><news:language>en</news:language></news:publication>"
        f"<news:publication_date>2026-11-02T14:00:00+02:00</news:publication_date><news:title>{title}</news:title>"
        f"</news:news>{more}</url>"
    )


def sitemap(*pages: str) -> str:
    return f"{HEAD}{''.join(pages)}</urlset>"


def index(*children: tuple[str, str]) -> str:
    dated = [f"<sitemap><loc>{loc}</loc><lastmod>{date}</lastmod></sitemap>" for loc, date in children]
    return f"<sitemapindex>{''.join(dated)}</sitemapindex>"


def read(body: str | bytes) -> Read:
    return playing.entries_of(KIND, URL, {URL: body})


def refused(body: str | bytes) -> Unreadable:
    found = parse_sitemap(body.encode() if isinstance(body, str) else body, "", URL)
    assert isinstance(found, Unreadable), found
    return found


def follow(pages: Pages, memory: Mapping[str, str] | None = None) -> tuple[list[Fetch], ReadOutcome | Elsewhere]:
    return playing.visit(KIND, playing.a_source(KIND, INDEX, memory), pages)


# ---- what it claims


@pytest.mark.parametrize(
    ("typed", "locator"),
    [
        ("https://gazette.example/ap-sitemap-latest.xml", "https://gazette.example/ap-sitemap-latest.xml"),
        (" <http://gazette.example/Sitemap.XML.gz?x=1> ", "http://gazette.example/Sitemap.XML.gz?x=1"),
        ("sitemap:https://gazette.example/outbound/news/", "https://gazette.example/outbound/news/"),
        ("https://gazette.example/sitemap/feed.xml", None),
        ("https://gazette.example/sitemap", None),
        ("https://gazette.example/news.xml", None),
        ("gazette.example/sitemap.xml", None),
        ("sitemap:gazette", None),
    ],
)
def test_addresses_of_sitemaps_are_claimed(typed: str, locator: str | None) -> None:
    assert KIND.claims(typed) == locator


# ---- what it holds


def test_a_page_with_a_headline_is_an_entry() -> None:
    image = "<image:image><image:title>No</image:title><image:loc>/1.jpg?a&amp;b</image:loc></image:image>"
    found = read(sitemap(page(1, more=image + image.replace("1.jpg", "2.jpg"))))
    assert found.title == "The Gazette"
    assert found.entries == (
        Entry(
            guid="https://gazette.example/1",
            url="https://gazette.example/1?utm_source=x",
            title="Talks & more",
            published=NOON,
            language="en",
            media="https://gazette.example/1.jpg?a&b",
        ),
    )


def test_a_publication_that_is_a_guest_in_it_is_named() -> None:
    found = read(sitemap(page(1), page(2), page(3, name="SANA &amp;amp; co")))
    assert [entry.publisher for entry in found.entries] == ["", "", "SANA & co"]


@pytest.mark.parametrize("title", ["<![CDATA[Talks & more]]>", "Talks & more", "Talks&nbsp;&amp;amp;\n more"])
def test_a_headline_is_words_alone_however_it_is_written(title: str) -> None:
    assert " ".join(read(sitemap(page(1, title=title))).entries[0].title.split()) == "Talks & more"


def test_tracking_makes_no_page_another() -> None:
    before, after = (read(sitemap(page(1)).replace("utm_source=x", query)).entries[0] for query in ("a=1", "a=1&utm_x"))
    assert key(before) == key(after)


def test_other_prefixes_and_dates_without_a_time_are_read() -> None:
    body = sitemap(page(1)).replace("news:", "n:").replace("T14:00:00+02:00", "")
    assert read(body).entries[0].published == datetime(2026, 11, 2, tzinfo=UTC)


def test_a_page_without_a_date_of_its_news_has_that_of_its_last_change() -> None:
    body = sitemap(page(1, more="<lastmod>2026-11-02T12:00Z</lastmod>")).replace("publication_date", "date")
    assert read(body).entries[0].published == NOON


def test_pages_without_a_headline_or_an_address_are_no_news() -> None:
    body = sitemap("<url><loc>https://gazette.example/about</loc></url>", page(1), page(2).replace("loc>", "at>"))
    assert len(read(body).entries) == 1


def test_a_packed_sitemap_is_unpacked() -> None:
    assert len(read(gzip.compress(sitemap(page(1), page(2)).encode())).entries) == 2


def test_a_sitemap_that_breaks_off_gives_what_came_whole() -> None:
    body = sitemap(*map(page, range(10)))
    assert len(read(body[: len(body) * 7 // 10]).entries) == 6
    assert 0 < len(read(gzip.compress(body.encode())[:-12]).entries) <= 10


def test_a_sitemap_without_news_now_is_a_sitemap() -> None:
    assert read(sitemap()).entries == ()


# ---- what is refused

BOMB = '<!DOCTYPE u [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;">]>'
FETCH = '<!DOCTYPE u [<!ENTITY a SYSTEM "file:///etc/hostname">]>'


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("", "no sitemap"),
        ("{}", "no sitemap"),
        ("<svg/>", "no sitemap"),
        ("\n<!DOCTYPE html><html>", "web page"),
        ("<urlset><url><loc>", "broken"),
        ("<sitemapindex/>", "index without sitemaps"),
        ("<urlset><url><loc>https://gazette.example/</loc></url></urlset>", "without their headlines"),
        (b"\x1f\x8b no package", "broken"),
        (gzip.compress(b"<urlset>" + b" " * 11_000_000), "longer than 10 MiB"),
        (sitemap(page(1, title="&b;")).replace("?>", f"?>{BOMB}", 1), "no sitemap"),
        (sitemap(page(1, title="&a;")).replace("?>", f"?>{FETCH}", 1), "no sitemap"),
    ],
)
def test_what_is_no_news_sitemap_is_told_so(body: str | bytes, why: str) -> None:
    assert why in refused(body).why


def test_an_entity_of_elsewhere_is_not_fetched() -> None:
    body = sitemap(page(1, title="a&x;b")).replace("?>", '?><!DOCTYPE u SYSTEM "file:///etc/hostname">', 1)
    assert read(body).entries[0].title == "a&x;b"


def test_a_feed_in_its_place_is_named() -> None:
    assert refused("<rss version='2.0'><channel/></rss>").candidates == (Candidate("feed", URL),)


@given(st.binary(max_size=200))
def test_no_bytes_whatever_make_it_raise(body: bytes) -> None:
    for written in (body, b"<urlset>" + body, b"\x1f\x8b" + body):
        parse_sitemap(written, "text/xml; charset=x", URL)


# ---- an index


def test_of_an_index_the_newest_sitemap_of_news_is_read() -> None:
    listed = index(
        ("https://gazette.example/sitemap-pages.xml", "2026-11-03"),
        ("https://gazette.example/sitemap-news-1.xml", "2026-11-01"),
        (CHILD, "2026-11-02"),
        ("https://gazette.example/sitemap-news-0.xml", ""),
    )
    fetched, outcome = follow({INDEX: listed, CHILD: sitemap(page(1))})
    assert [ask.url for ask in fetched] == [INDEX, CHILD]
    assert isinstance(outcome, Read)
    assert len(outcome.entries) == 1


@pytest.mark.parametrize(
    ("child", "followed"),
    [
        ("/other.xml", "https://gazette.example/other.xml"),
        ("https://maps.gazette.example/1.xml", "https://maps.gazette.example/1.xml"),
        ("https://www.gazette.example/1.xml", "https://www.gazette.example/1.xml"),
        ("http://localhost:1200/news.xml", ""),
        ("https://notgazette.example/news.xml", ""),
        ("https://example/news.xml", "https://example/news.xml"),
        ("file:///etc/hostname", ""),
        ("", ""),
    ],
)
def test_an_index_leads_to_its_own_site_alone(child: str, followed: str) -> None:
    found = parse_sitemap(index((child, "")).encode(), "", INDEX)
    assert (found.notes["child"] if isinstance(found, Document) else "") == followed


def answers(body: str, etag: str, url: str) -> Page:
    return Page(200, url, {"etag": etag, "cache-control": "max-age=600"}, body.encode())


def test_both_documents_are_asked_for_conditionally() -> None:
    listed = index((CHILD, "2026-11-02"))
    pages: Pages = {INDEX: answers(listed, "i1", INDEX), CHILD: answers(sitemap(page(1)), "c1", CHILD)}
    _, first = follow(pages)
    assert isinstance(first, Read)
    unchanged: Pages = {INDEX: Page(304, INDEX, {}, b""), CHILD: Page(304, CHILD, {}, b"")}
    fetched, second = follow(unchanged, first.memory)
    assert [(ask.url, ask.etag) for ask in fetched] == [(INDEX, "i1"), (CHILD, "c1")]
    assert isinstance(second, Unchanged)
    assert second.memory == first.memory


def test_what_is_new_in_a_sitemap_is_read_though_its_index_is_unchanged() -> None:
    _, first = follow({INDEX: index((CHILD, "")), CHILD: sitemap(page(1))})
    assert isinstance(first, Read)
    _, second = follow({INDEX: index((CHILD, "")), CHILD: sitemap(page(2), page(1))}, first.memory)
    assert isinstance(second, Read)
    assert len(second.entries) == 2


def test_the_marks_of_another_sitemap_are_not_sent_to_the_next_days() -> None:
    next_day = CHILD.replace("2", "3")
    _, first = follow({INDEX: index((CHILD, "")), CHILD: answers(sitemap(page(1)), "c1", CHILD)})
    assert isinstance(first, Read)
    fetched, second = follow({INDEX: index((next_day, "")), next_day: sitemap(page(1))}, first.memory)
    assert (fetched[1].url, fetched[1].etag) == (next_day, "")
    assert isinstance(second, Read)
    assert (second.memory["child"], "child.etag" in second.memory) == (next_day, False)


def test_an_index_that_became_a_sitemap_forgets_where_it_led() -> None:
    _, first = follow({INDEX: index((CHILD, "")), CHILD: sitemap(page(1))})
    assert isinstance(first, Read)
    fetched, second = follow({INDEX: sitemap(page(1))}, first.memory)
    assert len(fetched) == 1
    assert isinstance(second, Read)
    assert set(second.memory) == {"body", "ttl"}


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (index(("https://gazette.example/again.xml", "")), "index of indexes"),
        ("<rss/>", f"leads to {CHILD}: it is a feed"),
        (Page(410, CHILD, {}, b""), f"leads to {CHILD}: the site answered 410 Gone"),
    ],
)
def test_where_an_index_leads_nowhere_that_is_told_and_nothing_is_remembered(body: str | Page, why: str) -> None:
    fetched, outcome = follow({INDEX: index((CHILD, "")), CHILD: body})
    assert len(fetched) == 2
    assert isinstance(outcome, Failed)
    assert why in outcome.why
    assert not outcome.gone


def test_an_index_that_fails_is_not_followed() -> None:
    fetched, outcome = follow({INDEX: Page(503, INDEX, {}, b"")}, {"child": CHILD})
    assert len(fetched) == 1
    assert isinstance(outcome, Failed)


def test_what_the_publisher_asks_and_where_the_index_went_is_kept() -> None:
    moved = Page(200, URL, {}, index((CHILD, "")).encode(), moved=URL)
    _, outcome = follow({INDEX: moved, CHILD: answers(sitemap(page(1)), "c", CHILD)})
    assert isinstance(outcome, Read)
    assert (outcome.moved, outcome.wait) == (URL, timedelta(minutes=10))
