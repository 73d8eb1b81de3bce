"""Which kind is asked first to read what a person typed."""

from __future__ import annotations

import pytest

from bot.core.outcome import Read
from bot.ports import Page, Pushed
from bot.sources import Access, kinds
from tests.sources.playing import a_source, visit

LOCATORS = {
    "telegram": "gazette",
    "bluesky": "gazette.example",
    "youtube": "UCaaaaaaaaaaaaaaaaaaaaaa",
    "x": "gazette",
    "mastodon": "@gazette@example.social",
    "reddit": "r/syria",
    "substack": "gazette.substack.com",
    "wordpress": "https://gazette.example",
    "google-news": "syria",
    "bing-news": "syria",
    "gdelt": "syria",
    "geojson": "https://gazette.example/quakes.geojson",
    "sitemap": "https://gazette.example/sitemap.xml",
    "feed": "https://gazette.example/feed",
    "site": "https://gazette.example",
}


class OneFeed(dict[str, Page | str | bytes]):
    """A web that answers every question with the same feed, which names no hub."""

    def get(self, url: str, default: object = None) -> Page:
        """Whatever is asked for."""
        del default
        item = "<item><title>Talks resume</title></item>"
        feed = f'<rss version="2.0"><channel><title>Gazette</title>{item}</channel></rss>'
        return Page(200, url, {}, feed.encode())


@pytest.mark.parametrize(
    ("text", "kind", "locator"),
    [
        ("@gazette@example.social", "mastodon", "@gazette@example.social"),
        ("https://example.social/@gazette", "mastodon", "@gazette@example.social"),
        ("@gazette.example", "bluesky", "gazette.example"),
        ("https://bsky.app/profile/gazette.example/post/3kaaa", "bluesky", "gazette.example"),
        ("r/syria", "reddit", "r/syria"),
        ("https://www.reddit.com/r/syria/new/.rss", "reddit", "r/syria"),
        ("https://substack.com/@gazette", "substack", "gazette.substack.com"),
        ("https://gazette.substack.com/feed", "substack", "gazette.substack.com"),
        ("https://gazette.example/wp-json/wp/v2/posts", "wordpress", "https://gazette.example"),
        ("https://gazette.example/feed/", "feed", "https://gazette.example/feed/"),
    ],
)
def test_the_more_special_kind_is_asked_first(text: str, kind: str, locator: str) -> None:
    claims = ((each.name, each.claims(text)) for each in kinds(Access()))
    assert next((name, found) for name, found in claims if found) == (kind, locator)


def test_every_kind_has_a_name_of_its_own() -> None:
    names = [kind.name for kind in kinds(Access())]
    assert len(names) == len(set(names))


def test_a_kind_that_knows_a_hub_by_itself_can_read_what_that_pushes() -> None:
    every = kinds(Access(rsshub="http://rsshub.lan:1200"))
    outcomes = {kind: visit(kind, a_source(kind, LOCATORS[kind.name]), OneFeed())[1] for kind in every}
    knowing = [kind for kind, outcome in outcomes.items() if isinstance(outcome, Read) and outcome.hub]
    assert [kind.name for kind in knowing] == ["youtube"]
    assert all(isinstance(kind, Pushed) for kind in knowing)


def test_feeds_name_hubs_and_can_be_pushed() -> None:
    assert [kind.name for kind in kinds(Access()) if isinstance(kind, Pushed)] == ["youtube", "feed"]
