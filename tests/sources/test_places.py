from __future__ import annotations

import pytest

from bot.sources.places import Place, place_of


@pytest.mark.parametrize(
    ("typed", "host", "path"),
    [
        ("https://t.me/s/example", "t.me", ("s", "example")),
        (" <t.me/example/>\n", "t.me", ("example",)),
        ("HTTP://WWW.YouTube.com/@Example", "youtube.com", ("@Example",)),
        ("mobile.twitter.com/a%20b", "twitter.com", ("a b",)),
        ("m.youtube.com", "youtube.com", ()),
        ("http://nitter:8080/example", "nitter:8080", ("example",)),
    ],
)
def test_an_address_is_taken_apart_with_or_without_its_scheme(typed: str, host: str, path: tuple[str, ...]) -> None:
    assert place_of(typed) == Place(host, path, {})


def test_what_an_address_asks_is_told_by_name() -> None:
    found = place_of("youtube.com/playlist?list=PL1&x=")
    assert found
    assert found.query == {"list": "PL1"}


@pytest.mark.parametrize(
    "typed", ["", "hama", "hama/idlib", "@hama", "two words.org", "ftp://a.b/", "http://[", "https://"]
)
def test_anything_else_is_no_address(typed: str) -> None:
    assert place_of(typed) is None
