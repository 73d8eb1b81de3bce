"""What a kind may say of the addresses it reads that are not what its source is called."""

from __future__ import annotations

import pytest

from bot.core.outcome import Failed, Hub, Read, Unchanged
from bot.ports import Document, Page
from bot.sources.conditional import document
from bot.sources.feed import Feed
from bot.sources.ways import Reading
from tests.sources.playing import a_source, play

URL = "https://example.org/feed"
MOVED = "https://example.org/new"


class Reads(Feed):
    """Reads one address, whatever the source is called."""

    def read(self, source: object) -> Reading:
        return document(a_source(self, "@name", {"etag": '"1"'}), URL, _parser, otherwise=_refused)


def _parser(body: bytes, content_type: str, url: str) -> Document:
    return Document(())


def _refused(page: Page) -> Failed:
    return Failed(f"its own words for {page.status}")


def test_a_kind_has_its_own_words_for_a_refusal() -> None:
    _, outcome = play(Reads(), a_source(Feed(), "@name"), Page(418, URL, {}, b""))
    assert outcome == Failed("its own words for 418")


def test_a_source_that_is_not_called_by_its_address_does_not_move_with_it() -> None:
    _, read = play(Reads(), a_source(Feed(), "@name"), Page(200, MOVED, {}, b"x", MOVED), Document(()))
    _, unchanged = play(Reads(), a_source(Feed(), "@name"), Page(304, MOVED, {}, b"", MOVED))
    assert isinstance(read, Read)
    assert isinstance(unchanged, Unchanged)
    assert (read.moved, unchanged.moved) == ("", "")


def test_a_source_that_is_called_by_its_address_moves_with_it() -> None:
    _, read = play(Feed(), a_source(Feed(), URL), Page(200, MOVED, {}, b"x", MOVED), Document(()))
    assert isinstance(read, Read)
    assert read.moved == MOVED


def test_no_name_and_no_note_of_a_document_is_longer_than_anybody_needs() -> None:
    long = Document((), "n" * 9_000, notes={"account": "1" * 9_000})
    _, read = play(Feed(), a_source(Feed(), URL), Page(200, URL, {}, b"x"), long)
    assert isinstance(read, Read)
    assert len(read.title) == 500
    assert len(read.memory["account"]) == 2_048


# ---- hubs


def hub_of(page_url: str, named: Hub, link: str = "") -> Hub | None:
    """The hub that is taken from a document at this address."""
    page = Page(200, page_url, {"link": link} if link else {}, b"x")
    _, read = play(Feed(), a_source(Feed(), page_url), page, Document((), hub=named))
    assert isinstance(read, Read)
    return read.hub


@pytest.mark.parametrize(
    ("topic", "plain"),
    [
        ("?_cb=17", ""),
        ("?_cb=17&a=b", "?a=b"),
        ("?a=b&_cb=17", "?a=b"),
        ("?a=b&_cb=17&c=d", "?a=b&c=d"),
        ("?_cb=17#top", "#top"),
        ("?a=b", "?a=b"),
        ("?a_cb=17", "?a_cb=17"),
    ],
)
def test_what_evades_caches_is_no_part_of_a_topic_or_a_hub(topic: str, plain: str) -> None:
    hub = "https://hub.example/"
    assert hub_of(URL, Hub(f"{hub}{topic}", f"{URL}{topic}")) == Hub(f"{hub}{plain}", f"{URL}{plain}")


@pytest.mark.parametrize("link", ["", '<https://hub.example/>; rel="hub"'])
def test_a_document_that_others_may_have_written_on_the_way_names_no_hub(link: str) -> None:
    named = Hub("https://hub.example/", URL)
    assert hub_of("http://example.org/feed", named, link) is None
    assert hub_of("http://localhost.example/feed", named, link) is None
    assert hub_of("https://example.org/feed", named, link) == named
    assert hub_of("http://127.0.0.1:8080/feed", named, link) is not None
