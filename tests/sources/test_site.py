"""The web consists of a few pages; what a first try leads to is told, and what was fetched for it."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from bot.core.model import Options
from bot.core.outcome import Candidate, Elsewhere, Failed, ReadOutcome
from bot.ports import Fetch, Page, Unreachable
from bot.sources import Access, kinds
from bot.sources.site import Site
from tests.sources import playing

KIND = Site()
HOME = "https://gazette.example"
FEED = "<rss version='2.0'><channel><title>The Gazette</title></channel></rss>"
BARE = "<!doctype html><html><head><title>News</title></head></html>"
USUAL = ["/feed", "/rss", "/atom.xml", "/rss.xml", "/feed.xml", "/index.xml"]

Pages = Mapping[str, Page | str | bytes]


def naming(*links: tuple[str, str]) -> str:
    named = "".join(f'<link rel="alternate" type="application/rss+xml" title="{t}" href="{href}">' for href, t in links)
    return f"<!doctype html><html><head><style>{'x' * 70_000}</style>{named}</head></html>"


def visit(pages: Pages, locator: str = HOME) -> tuple[list[str], ReadOutcome | Elsewhere]:
    fetched, outcome = playing.visit(KIND, playing.a_source(KIND, locator), pages)
    return [ask.url for ask in fetched], outcome


# ---- what it claims


@pytest.mark.parametrize(
    ("typed", "locator"),
    [
        ("aljazeera.com", "https://aljazeera.com"),
        (" <example.org/news?x=1> ", "https://example.org/news?x=1"),
        ("Example.ORG:8443/", "https://Example.ORG:8443/"),
        ("البوابة.عرب", "https://البوابة.عرب"),
        ("xn--mgb.xn--ngbrx", "https://xn--mgb.xn--ngbrx"),
        ("https://example.org/a", "https://example.org/a"),
        ("http://192.0.2.1/a", "http://192.0.2.1/a"),
    ],
)
def test_sites_are_claimed_with_and_without_a_scheme(typed: str, locator: str) -> None:
    assert KIND.claims(typed) == locator


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "hama",
        "@hama",
        "hama.",
        ".org",
        "a..org",
        "rana@example.org",
        "v1.2",
        "192.0.2.1",
        "example.org x",
        "ftp://a.b/",
    ],
)
def test_what_is_no_site_is_left_alone(typed: str) -> None:
    assert KIND.claims(typed) is None


def test_it_is_asked_last() -> None:
    claiming = [kind.name for kind in kinds(Access()) if kind.claims("https://example.org/feed")]
    assert claiming == ["feed", "site"]


# ---- what a page names


def test_the_feeds_a_page_names_are_what_can_be_read() -> None:
    fetched, outcome = visit({HOME: naming(("/en/feed", "English"), ("https://ar.example/feed", "Arabic"))})
    assert fetched == [HOME]
    assert isinstance(outcome, Elsewhere)
    assert outcome.candidates == (
        Candidate("feed", "https://gazette.example/en/feed", "English"),
        Candidate("feed", "https://ar.example/feed", "Arabic"),
    )


def test_feeds_of_comments_come_last() -> None:
    named = [
        ("/comments/feed", "All"),
        ("/x?feed=1", "Gazette » Comments Feed"),
        ("/feed", "Gazette > Feed"),
        ("", "x"),
    ]
    _, outcome = visit({HOME: naming(*named)})
    assert isinstance(outcome, Elsewhere)
    assert [one.locator.removeprefix(HOME) for one in outcome.candidates] == ["/feed", "/comments/feed", "/x?feed=1"]


def test_a_page_that_is_a_feed_is_one() -> None:
    page = Page(200, "https://www.gazette.example/rss", {}, FEED.encode())
    fetched, outcome = visit({"https://gazette.example/rss": page}, "https://gazette.example/rss")
    assert len(fetched) == 1
    assert isinstance(outcome, Elsewhere)
    assert outcome.candidates == (Candidate("feed", "https://www.gazette.example/rss", "The Gazette"),)


# ---- where feeds usually are


@pytest.mark.parametrize("place", range(len(USUAL)))
def test_of_the_usual_addresses_the_first_feed_is_taken(place: int) -> None:
    page = Page(200, "https://www.gazette.example/news", {}, BARE.encode())
    root = "https://www.gazette.example"
    pages: Pages = {f"{HOME}/news": page, f"{root}{USUAL[place]}": FEED, f"{root}/index.xml": FEED}
    fetched, outcome = visit(pages, f"{HOME}/news")
    assert fetched == [f"{HOME}/news", *(f"{root}{path}" for path in USUAL[: place + 1])]
    assert isinstance(outcome, Elsewhere)
    assert outcome.candidates == (Candidate("feed", f"{root}{USUAL[place]}", "The Gazette"),)


@pytest.mark.parametrize("status", [404, 410])
def test_a_page_that_is_absent_does_not_mean_that_its_site_is(status: int) -> None:
    page = Page(status, f"{HOME}/nothing", {}, b"")
    _, outcome = visit({f"{HOME}/nothing": page, f"{HOME}/feed": FEED}, f"{HOME}/nothing")
    assert isinstance(outcome, Elsewhere)


def test_a_page_where_a_feed_might_be_is_none() -> None:
    fetched, outcome = visit({HOME: BARE} | {f"{HOME}{path}": BARE for path in USUAL})
    assert len(fetched) == 8
    assert isinstance(outcome, Failed)


# ---- sitemaps


def test_a_sitemap_of_news_in_robots_txt_is_what_can_be_read() -> None:
    robots = (
        "User-agent: *\nDisallow: /x\nSitemap: https://news.gazette.example/pages.xml\n"
        "sitemap : /news-sitemap.xml \r\nSitemap: https://gazette.example/news-sitemap.xml\nSitemap: mailto:news\n"
        + "".join(f"Sitemap: /news/{n}.xml\n" for n in range(9))
    )
    fetched, outcome = visit({HOME: BARE, f"{HOME}/robots.txt": robots})
    assert len(fetched) == 8
    assert isinstance(outcome, Elsewhere)
    assert [one.kind for one in outcome.candidates] == ["sitemap"] * 3
    assert outcome.candidates[:2] == (
        Candidate("sitemap", "https://gazette.example/news-sitemap.xml"),
        Candidate("sitemap", "https://gazette.example/news/0.xml"),
    )


def test_where_nothing_can_be_read_all_that_was_tried_is_told() -> None:
    fetched, outcome = visit({"https://www.gazette.example/": BARE}, "https://www.gazette.example/")
    assert fetched == [
        "https://www.gazette.example/",
        *(f"https://www.gazette.example{path}" for path in USUAL),
        "https://www.gazette.example/robots.txt",
    ]
    assert isinstance(outcome, Failed)
    assert outcome.why == "www.gazette.example names no feed, and has none at the usual addresses nor a sitemap of news"


# ---- when to stop


@pytest.mark.parametrize("status", [401, 403, 429, 500, 503])
def test_a_site_that_refuses_is_asked_no_further(status: int) -> None:
    fetched, outcome = visit({HOME: Page(status, HOME, {}, b""), f"{HOME}/feed": FEED})
    assert fetched == [HOME]
    assert isinstance(outcome, Failed)
    assert str(status) in outcome.why


def test_a_site_that_wants_to_be_left_alone_is_asked_no_further() -> None:
    fetched, outcome = visit({HOME: BARE, f"{HOME}/rss": Page(429, f"{HOME}/rss", {}, b"")})
    assert fetched == [HOME, f"{HOME}/feed", f"{HOME}/rss"]
    assert isinstance(outcome, Failed)
    assert "429" in outcome.why


def test_a_host_out_of_reach_says_why() -> None:
    no = Unreachable("gazette.example accepts no connection")
    assert playing.play(KIND, playing.a_source(KIND, HOME), no)[1] == Failed(no.why)
    generator = KIND.read(playing.a_source(KIND, HOME))
    next(generator)
    generator.send(Page(404, HOME, {}, b""))
    with pytest.raises(StopIteration) as stop:
        generator.send(no)
    assert stop.value.value == Failed(no.why)


def test_every_request_is_made_in_the_name_the_operator_chose() -> None:
    source = playing.a_source(KIND, HOME, options=Options(user_agent="Reader/1"))
    fetched, _ = playing.visit(KIND, source, {HOME: BARE})
    assert {type(ask) for ask in fetched} == {Fetch}
    assert {ask.user_agent for ask in fetched} == {"Reader/1"}
