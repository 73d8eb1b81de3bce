"""A document is edited as its parser gives it: no feed is written out for that."""

from __future__ import annotations

from dataclasses import replace

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


def test_a_dash_in_a_title_names_nobody() -> None:
    entry = edited(Entry("1", "", "Syria - talks resume"))
    assert (entry.title, entry.publisher) == ("Syria - talks resume", "")


def test_a_link_is_no_longer_when_it_is_absolute() -> None:
    site = f"https://site.example/{'a' * (LONGEST_ADDRESS - 50)}/"
    assert edited(Entry("1", "b", "T"), link=site).url == f"{site}b"
    assert edited(Entry("1", "b" * 50, "T"), link=site).url == ""


def test_nothing_a_document_tells_beside_is_lost() -> None:
    entry = Entry("1", "", "T", reposts="A", replies_to="B", quotes="C", media="/p.jpg", edited=True)
    document = Document((entry,), rest=Rest(days=frozenset({6})), notes={"cursor": "7"})
    found = editing.edited(document, URL)
    assert found.entries == (replace(entry, media="https://example.org/p.jpg"),)
    assert (found.rest, found.notes) == (document.rest, document.notes)


@pytest.mark.parametrize("name", ["author", "publisher", "reposts", "replies_to", "quotes"])
def test_a_name_is_no_longer_than_a_name(name: str) -> None:
    entry = edited(replace(Entry("1", "", "T"), **{name: "word " * 99}))
    assert len(getattr(entry, name)) <= LONGEST_NAME


@pytest.mark.parametrize("media", ["data:image/png;base64,AAAA", "javascript:alert(1)", f"/{'x' * LONGEST_ADDRESS}"])
def test_a_picture_has_a_web_address_or_is_none(media: str) -> None:
    assert edited(Entry("1", "", "T", media=media)).media == ""


@pytest.mark.parametrize(
    ("named", "hub"),
    [
        (Hub("https://hub.example/", "https://example.org/f"), Hub("https://hub.example/", "https://example.org/f")),
        (Hub("/hub", ""), Hub("https://example.org/hub", URL)),
        (Hub("https://hub.example/", "urn:x"), Hub("https://hub.example/", URL)),
        (Hub("ftp://hub.example/", URL), None),
        (None, None),
    ],
)
def test_a_hub_can_be_asked_for_a_topic(named: Hub | None, hub: Hub | None) -> None:
    assert editing.edited(Document((), hub=named), URL).hub == hub


@pytest.mark.parametrize(
    ("publishers", "title", "named"),
    [
        (["A", "A", "B"], "A", ["", "", "B"]),
        (["A", "B"], "Site", ["A", "B"]),
        (["A", "", "", ""], "Site", ["A", "", "", ""]),
        ([], "Site", []),
    ],
)
def test_who_publishes_most_of_a_site_is_the_site(publishers: list[str], title: str, named: list[str]) -> None:
    entries = tuple(Entry(name, "", "T", publisher=name) for name in publishers)
    found = editing.signed_by_one(Document(entries, title="Site"))
    assert (found.title, [entry.publisher for entry in found.entries]) == (title, named)
