from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.text.urls import canonical, redact, shown_host


@pytest.mark.parametrize(
    "other",
    [
        "https://www.example.org/news/hama",
        "http://example.org/news/hama",
        "https://example.org:443/news/hama",
        "http://example.org:80/news/hama",
        "HTTPS://EXAMPLE.ORG/news/hama",
        "https://example.org./news/hama",
        "https://example.org/news/hama/",
        "https://example.org//news/hama",
        "https://example.org/news/hama#comments",
        "https://example.org/news/hama?",
        "https://example.org/news/hama?utm_source=rss&utm_medium=feed&fbclid=1",
        "https://example.org/news/hama?at_medium=RSS&at_campaign=rss&traffic_source=rss&ref=x",
        "https://example.org/%6Eews/hama",
        " https://example.org/news/hama\n",
        "https://www.google.com/url?rct=j&url=https://example.org/news/hama&ct=ga",
        "http://www.bing.com/news/apiclick.aspx?ref=FexRss&url=https%3a%2f%2fexample.org%2fnews%2fhama&c=1",
    ],
)
def test_addresses_of_one_page_have_one_identity(other: str) -> None:
    assert canonical(other) == canonical("https://example.org/news/hama")


@pytest.mark.parametrize(
    "other",
    [
        "https://example.org/news/homs",
        "https://example.org/news/Hama",
        "https://example.org/news/hama?id=7",
        "https://example.org:8443/news/hama",
        "https://example.com/news/hama",
        "https://m.example.org/news/hama",
    ],
)
def test_addresses_of_different_pages_stay_apart(other: str) -> None:
    assert canonical(other) != canonical("https://example.org/news/hama")


def test_the_order_of_parameters_makes_no_difference() -> None:
    assert canonical("https://example.org/?b=2&a=1") == canonical("https://example.org?a=1&b=2")


def test_a_host_in_letters_is_the_same_as_in_ascii() -> None:
    assert canonical("https://bücher.example/ü") == canonical("https://xn--bcher-kva.example/%C3%BC")


@pytest.mark.parametrize(
    "text", ["", "mailto:a@example.org", "tag:example.org,2026:1", "http://[::1", "http://h:99999/"]
)
def test_what_is_no_web_address_is_its_own_identity(text: str) -> None:
    assert canonical(text) == text


@given(st.text(max_size=60))
def test_an_identity_of_any_text_is_its_own_identity(text: str) -> None:
    once = canonical(text)
    assert canonical(once) == once


@given(st.from_regex(r"https?://[a-zä.]{1,9}(:[0-9]{1,5})?(/[^\s#]{0,9}){0,3}(\?[^\s]{0,19})?", fullmatch=True))
def test_an_identity_of_an_address_is_its_own_identity(url: str) -> None:
    once = canonical(url)
    assert canonical(once) == once


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://www.example.org/x", "example.org"),
        ("https://аpnews.com/x", "xn--pnews-3ve.com"),  # a Cyrillic а among Latin letters
        ("https://аро.com/", "xn--80a2af.com"),  # Cyrillic lookalikes alone
        ("https://новости.example/", "новости.example"),
        ("https://سانا.example/", "سانا.example"),
        ("https://日本ニュース.example/", "日本ニュース.example"),
        ("https://bücher.example/", "bücher.example"),
        ("https://example.org@evil.example/", "evil.example"),
        (f"https://{'ä' * 99}.example/", f"{'ä' * 99}.example"),  # longer than a name may be
        (f"https://{'аб' * 50}c.example/", f"{'аб' * 50}c.example"),
        ("javascript:alert(1)", ""),
    ],
)
def test_a_host_is_shown_so_that_its_letters_do_not_deceive(url: str, host: str) -> None:
    assert shown_host(url) == host


@pytest.mark.parametrize(
    "text",
    [
        "https://me:hunter2@example.org/feed",
        "https://hunter2@example.org/feed",
        "https://example.org/feed?token=hunter2&x=1",
        "https://example.org/feed?x=1&API_KEY=hunter2#top",
        "https://www.reddit.com/.rss?feed=hunter2&user=me",
        "can't reach https://example.org/feed?access_token=hunter2: refused",
        "POST /bot123456:hunter2/sendMessage",
    ],
)
def test_a_redacted_text_keeps_its_secret(text: str) -> None:
    assert "hunter2" not in redact(text)
    assert "***" in redact(text)


def test_a_redacted_text_keeps_what_is_no_secret() -> None:
    for text in ("https://example.org/a@b?page=2&monkey=1", "https://example.org/?feed=rss2", "?feed=atom&cat=1"):
        assert redact(text) == text
    assert redact("https://example.org/?feed=rss2-hunter2&user=me") == "https://example.org/?feed=***&user=***"
