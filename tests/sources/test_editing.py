"""A document is edited as its parser gives it: no feed is written out for that."""

from __future__ import annotations

import pytest

from bot.core.model import Entry
from bot.core.outcome import Hub, Rest
from bot.ports import Document
from bot.sources import editing
from bot.sources.editing import LONGEST_ADDRESS, LONGEST_NAME

URL = "https://example.org/news/feed.xml"


def edited(entry: Entry, *, link: str = "", url: str = URL) -> Entry:
    return editing.edited(Document((entry,), link=link), url).entries[0]


@pytest.mark.parametrize(
    ("link", "site", "url"),
    [
        ("https://example.com/1", "", "https://example.com/1"),
        ("/1", "", "https://example.org/1"),
        ("1", "", "https://example.org/news/1"),
        ("/1", "https://site.example/", "https://site.example/1"),
        ("/1", "/start/", "https://example.org/1"),
        ("//cdn.example/1", "", "https://cdn.example/1"),
        ("", "https://site.example/", ""),
        ("javascript:alert(1)", "", ""),
        ("tg://resolve?domain=x", "", ""),
        ("mailto:a@example.org", "", ""),
        ("http://[", "", ""),
        ("/1", "http://[", "https://example.org/1"),
        (f"https://{'x.' * 127}example/", "", ""),
    ],
)
def test_links_are_absolute_web_addresses_or_none(link: str, site: str, url: str) -> None:
    assert edited(Entry("1", link, "T"), link=site).url == url


def test_a_message_without_a_title_begins_with_its_words() -> None:
    assert edited(Entry("1", "", "", "First line\nsecond")).title == "First line"
    assert len(edited(Entry("1", "", "", "word " * 99)).title) <= 120


def test_a_publisher_is_named_apart_from_the_title() -> None:
    entry = edited(Entry("1", "", "Talks resume - SANA", "Talks resume SANA", publisher="SANA"))
    assert (entry.title, entry.text, entry.publisher) == ("Talks resume", "", "SANA")


def test_google_news_names_the_publisher_in_the_title() -> None:
    entry = edited(Entry("1", "", "Talks - at last - resume - SANA"), url="https://news.google.com/rss/search?q=x")
    assert (entry.title, entry.publisher) == ("Talks - at last - resume", "SANA")


def test_a_dash_in_another_feeds_title_names_nobody() -> None:
    entry = edited(Entry("1", "", "Syria - talks resume"))
    assert (entry.title, entry.publisher) == ("Syria - talks resume", "")


def test_a_link_is_no_longer_when_it_is_absolute() -> None:
    site = f"https://site.example/{'a' * (LONGEST_ADDRESS - 50)}/"
    assert edited(Entry("1", "b", "T"), link=site).url == f"{site}b"
    assert edited(Entry("1", "b" * 50, "T"), link=site).url == ""


def test_a_publisher_taken_from_a_title_is_a_name() -> None:
    entry = edited(Entry("1", "", f"Talks - {'name ' * 90}"), url="https://news.google.com/rss/search?q=x")
    assert len(entry.publisher) <= LONGEST_NAME


def test_what_a_document_says_beside_its_entries_is_kept() -> None:
    document = Document((), notes={"cursor": "7"}, rest=Rest(frozenset({3})), hub=Hub("https://hub.example/", "t"))
    found = editing.edited(document, URL)
    assert (found.notes, found.rest) == (document.notes, document.rest)
    assert found.hub is not None


def test_whose_words_these_are_is_kept_and_is_no_longer_than_a_name() -> None:
    long = "name " * 90
    entry = edited(Entry("1", "", "T", reposts="A", replies_to=long, quotes=long, edited=True))
    assert (entry.reposts, entry.edited) == ("A", True)
    assert len(entry.replies_to) <= LONGEST_NAME
    assert len(entry.quotes) <= LONGEST_NAME


@pytest.mark.parametrize(
    ("link", "media"),
    [
        ("/1.jpg", "https://example.org/1.jpg"),
        ("data:image/png;base64,AAAA", ""),
        (f"https://example.org/{'a' * LONGEST_ADDRESS}", ""),
    ],
)
def test_a_picture_has_a_web_address_or_is_none(link: str, media: str) -> None:
    assert edited(Entry("1", "", "T", media=link)).media == media
