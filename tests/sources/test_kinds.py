"""Which kind is asked first to read what a person typed."""

from __future__ import annotations

import pytest

from bot.sources import Access, kinds


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
