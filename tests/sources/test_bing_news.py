"""Bing News is played with answers written by hand in the form that it has."""

from __future__ import annotations

from html import escape
from urllib.parse import quote

import pytest

from bot.core.model import Entry
from bot.core.outcome import Failed, Read
from bot.sources.bing_news import BingNews
from tests.sources import playing

KIND = BingNews()
HAMA = "https://www.bing.com/news/search?q=Hama&format=RSS"


def wrapped(url: str) -> str:
    return f"http://www.bing.com/news/apiclick.aspx?ref=FexRss&tid=abc&url={quote(url, safe='')}&c=1"


def item(link: str, source: str = "Gazette") -> str:
    return (
        f"<item><title>Talks resume</title><link>{escape(link)}</link><description>In Geneva.</description>"
        f"<pubDate>Mon, 02 Nov 2026 12:00:00 GMT</pubDate><News:Source>{source}</News:Source></item>"
    )


def read(*items: str, locator: str = "Hama", url: str = HAMA) -> Read:
    head = '<rss version="2.0" xmlns:News="https://www.bing.com/news/search"><channel><title>Hama - BingNews</title>'
    return playing.entries_of(KIND, locator, {url: f"{head}{''.join(items)}</channel></rss>"})


def only(link: str, source: str = "Gazette") -> Entry:
    (entry,) = read(item(link, source)).entries
    return entry


@pytest.mark.parametrize(
    ("typed", "locator", "address"),
    [
        ("bing-news:Hama", "Hama", "q=Hama&format=RSS"),
        ("bing-news: حماة |ar-SA", "حماة|ar-SA", "q=%D8%AD%D9%85%D8%A7%D8%A9&format=RSS&mkt=ar-SA"),
        ("https://www.bing.com/news/search?q=Hama+Homs&format=rss", "Hama Homs", "q=Hama%20Homs&format=RSS"),
        ("https://bing.com/news/search?q=a%7Cb&setmkt=en-GB", "a OR b|en-GB", "q=a%20OR%20b&format=RSS&mkt=en-GB"),
    ],
)
def test_a_search_has_one_locator_and_one_address(typed: str, locator: str, address: str) -> None:
    assert KIND.claims(typed) == locator
    assert KIND.claims(f"bing-news:{locator}") == locator
    fetched, _ = playing.visit(KIND, playing.a_source(KIND, locator), {})
    assert [ask.url for ask in fetched] == [f"https://www.bing.com/news/search?{address}"]


@pytest.mark.parametrize(
    "typed",
    [
        "Hama",
        "bing-news:",
        "bing-news:Hama|Saudi",
        "https://www.bing.com/search?q=Hama",
        "https://www.bing.com/news/search?mkt=en-GB",
        "https://example.org/news/search?q=Hama",
    ],
)
def test_what_names_no_search_is_left_to_others(typed: str) -> None:
    assert KIND.claims(typed) is None


def test_the_publisher_and_its_address_are_given_and_not_bings() -> None:
    entry = only(wrapped("https://gazette.example/talks?utm_source=bing"))
    assert entry.url == "https://gazette.example/talks?utm_source=bing"
    assert entry.guid == "https://gazette.example/talks"
    assert (entry.publisher, entry.title, entry.text) == ("Gazette", "Talks resume", "In Geneva.")


@pytest.mark.parametrize(
    "link",
    [
        "https://gazette.example/read?url=https://elsewhere.example/",
        wrapped("javascript:alert(1)"),
        "http://www.bing.com/news/apiclick.aspx?tid=abc",
        "https://gazette.example/1",
    ],
)
def test_an_address_that_wraps_none_is_left_as_it_is(link: str) -> None:
    assert only(link).url == link


def test_a_link_that_is_no_address_is_none() -> None:
    assert only("http://[").url == ""


@pytest.mark.parametrize(
    ("source", "publisher"),
    [("Reuters on MSN", "Reuters"), ("Le Monde sur MSN", "Le Monde"), ("MSN", "MSN"), ("Gazette", "Gazette")],
)
def test_the_publisher_speaks_and_not_who_resells_it(source: str, publisher: str) -> None:
    assert only("https://gazette.example/1", source).publisher == publisher


def test_a_search_of_one_site_is_that_sites_own_voice() -> None:
    url = "https://www.bing.com/news/search?q=site%3Agazette.example&format=RSS"
    found = read(item("https://gazette.example/1"), locator="site:gazette.example", url=url)
    assert (found.title, found.entries[0].publisher) == ("Gazette", "")


@pytest.mark.parametrize(("body", "why"), [("<!doctype html><html>", "robot"), ("", "empty")])
def test_an_answer_without_news_is_told_so(body: str, why: str) -> None:
    _, outcome = playing.visit(KIND, playing.a_source(KIND, "Hama"), {HAMA: body})
    assert isinstance(outcome, Failed)
    assert why in outcome.why
