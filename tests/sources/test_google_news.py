"""Google News is played with answers written by hand in the form that it has."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from html import escape
from urllib.parse import quote

import pytest

from bot.core.intake import key
from bot.core.model import Entry
from bot.core.outcome import Failed, Read
from bot.ports import Page
from bot.sources.google_news import GoogleNews
from tests.sources import playing

KIND = GoogleNews()
EDITION = "hl=en-US&gl=US&ceid=US:en"
HAMA = f"https://news.google.com/rss/search?q=Hama&{EDITION}"
NOON = "Mon, 02 Nov 2026 12:00:00 GMT"


def item(title: str, *, source: str = "", link: str = "CBMiAAAA", date: str = NOON, description: str = "") -> str:
    named = f'<source url="https://{source.lower()}.example">{source}</source>' if source else ""
    return (
        f"<item><title>{escape(title)}</title><link>https://news.google.com/rss/articles/{link}?oc=5</link>"
        f'<guid isPermaLink="false">{link}</guid><pubDate>{date}</pubDate>'
        f"<description>{escape(description)}</description>{named}</item>"
    )


def rss(*items: str) -> str:
    return (
        '<?xml version="1.0"?><rss version="2.0"><channel><title>"Hama" - Google News</title>'
        f"<language>en-US</language>{''.join(items)}</channel></rss>"
    )


def read(*items: str, locator: str = "Hama", url: str = HAMA) -> Read:
    return playing.entries_of(KIND, locator, {url: rss(*items)})


def only(written: str) -> Entry:
    (entry,) = read(written).entries
    return entry


# ---- what is asked for


@pytest.mark.parametrize(
    ("typed", "locator", "address"),
    [
        ("google-news:Hama", "Hama", f"search?q=Hama&{EDITION}"),
        (
            "Google-News:  site:apnews.com   when:1d ",
            "site:apnews.com when:1d",
            f"search?q=site%3Aapnews.com%20when%3A1d&{EDITION}",
        ),
        ("google-news:حماة|ar|SY", "حماة|ar-SY", "search?q=%D8%AD%D9%85%D8%A7%D8%A9&hl=ar&gl=SY&ceid=SY:ar"),
        ("google-news:Hama|SY:ar", "Hama|ar-SY", "search?q=Hama&hl=ar&gl=SY&ceid=SY:ar"),
        ("google-news:Hama|EN-us", "Hama", f"search?q=Hama&{EDITION}"),
        ("google-news:Hama|zh-hans-cn", "Hama|zh-Hans-CN", "search?q=Hama&hl=zh-Hans&gl=CN&ceid=CN:zh-Hans"),
        ("google-news:topic:WORLD", "topic:WORLD", f"headlines/section/topic/WORLD?{EDITION}"),
        (
            "https://news.google.com/rss/search?q=site:apnews.com+when:1d&hl=en-GB&gl=GB&ceid=GB:en",
            "site:apnews.com when:1d|en-GB",
            "search?q=site%3Aapnews.com%20when%3A1d&hl=en-GB&gl=GB&ceid=GB:en",
        ),
        ("<https://news.google.com/search?q=Hama%7CHoms>", "Hama OR Homs", f"search?q=Hama%20OR%20Homs&{EDITION}"),
        ("https://news.google.com/search?q=Hama&hl=fr-FR&gl=FR", "Hama|fr-FR", "search?q=Hama&hl=fr&gl=FR&ceid=FR:fr"),
        ("https://news.google.com/topics/CAAqJg0x?hl=ar", "topic:CAAqJg0x", f"topics/CAAqJg0x?{EDITION}"),
        (
            "https://news.google.com/rss/headlines/section/topic/WORLD?ceid=SY:ar",
            "topic:WORLD|ar-SY",
            "headlines/section/topic/WORLD?hl=ar&gl=SY&ceid=SY:ar",
        ),
    ],
)
def test_a_search_has_one_locator_and_one_address(typed: str, locator: str, address: str) -> None:
    assert KIND.claims(typed) == locator
    assert KIND.claims(f"google-news:{locator}") == locator
    fetched, _ = playing.visit(KIND, playing.a_source(KIND, locator), {})
    assert [ask.url for ask in fetched] == [f"https://news.google.com/rss/{address}"]


def test_the_front_page_is_a_topic_of_its_own() -> None:
    for typed in ("https://news.google.com", "https://news.google.com/rss?hl=en-US&gl=US&ceid=US:en"):
        assert KIND.claims(typed) == "topic:TOP"
    fetched, _ = playing.visit(KIND, playing.a_source(KIND, "topic:TOP"), {})
    assert fetched[0].url == f"https://news.google.com/rss?{EDITION}"


@pytest.mark.parametrize(
    "typed",
    [
        "Hama",
        "site:apnews.com",
        "google-news:",
        "google-news:|ar-SY",
        "google-news:Hama|Arabic",
        f"google-news:{'word ' * 200}",
        "google-news:https://example.org/",
        "https://example.org/rss/search?q=Hama",
        "https://news.google.com/rss/articles/CBMi",
        "https://news.google.com/search?hl=en",
    ],
)
def test_what_names_no_search_is_left_to_others(typed: str) -> None:
    assert KIND.claims(typed) is None


# ---- who says what


@pytest.mark.parametrize(
    ("title", "source", "headline", "publisher"),
    [
        ("Talks resume - SANA", "SANA", "Talks resume", "SANA"),
        ("Talks - at last - resume - SANA", "", "Talks - at last - resume", "SANA"),
        ("Talks resume", "SANA", "Talks resume", "SANA"),
        ("Talks resume", "", "Talks resume", ""),
    ],
)
def test_the_publisher_is_named_apart_from_the_headline(title: str, source: str, headline: str, publisher: str) -> None:
    entry = only(item(title, source=source))
    assert (entry.title, entry.publisher) == (headline, publisher)


def test_what_others_say_of_it_is_not_put_into_the_publishers_mouth() -> None:
    related = '<ol><li><a href="#">Talks resume</a> SANA</li><li><a href="#">Talks fail</a> Gazette</li></ol>'
    assert only(item("Talks resume - SANA", source="SANA", description=related)).text == ""


def test_a_search_of_one_site_is_that_sites_own_voice() -> None:
    url = f"https://news.google.com/rss/search?q=site%3Aap.example%20when%3A1d&{EDITION}"
    items = [item(f"Story {n} - AP News", source="AP News", link=f"CBMi{n}") for n in range(3)]
    guest = item("Guest - SANA", source="SANA", link="CBMi9")
    found = read(*items, guest, locator="site:ap.example when:1d", url=url)
    assert found.title == "AP News"
    assert [entry.publisher for entry in found.entries] == ["", "", "", "SANA"]
    assert found.entries[0].guid == read(items[0]).entries[0].guid


@pytest.mark.parametrize("words", ["site:a.example OR site:b.example", "Hama -site:a.example"])
def test_a_search_of_several_sites_names_them_all(words: str) -> None:
    url = f"https://news.google.com/rss/search?q={quote(words)}&{EDITION}"
    found = read(item("Story - SANA", source="SANA"), locator=words, url=url)
    assert (found.title, found.entries[0].publisher) == ('"Hama" - Google News', "SANA")


def test_a_site_that_has_nothing_now_is_called_what_google_calls_it() -> None:
    url = f"https://news.google.com/rss/search?q=site%3Aap.example&{EDITION}"
    assert read(locator="site:ap.example", url=url).title == '"Hama" - Google News'


# ---- identity


def test_an_entry_is_the_same_under_another_id_of_googles() -> None:
    before = only(item("Talks resume in Geneva - SANA", source="SANA", link="CBMiOLD"))
    after = only(item("Talks  resume in “Geneva” - SANA", source="Sana", link="CBMiNEW"))
    assert key(before) == key(after)
    assert before.url != after.url


@pytest.mark.parametrize(
    "other",
    [
        item("Talks resume - Gazette", source="Gazette"),
        item("Talks fail - SANA", source="SANA"),
        item("Talks resume - SANA", source="SANA", date="Tue, 03 Nov 2026 12:00:00 GMT"),
        item("Talks resume - SANA", source="SANA", date=""),
    ],
)
def test_another_publisher_headline_or_day_is_another_entry(other: str) -> None:
    assert key(only(item("Talks resume - SANA", source="SANA"))) != key(only(other))


def test_a_headline_without_words_is_told_from_another() -> None:
    assert key(only(item("!!!"))) != key(only(item("???")))


# ---- addresses


def hidden(url: str) -> str:
    """An id as Google made them until 2024."""
    held = url.encode()
    length = bytes([len(held)]) if len(held) < 128 else bytes([len(held) & 0x7F | 0x80, len(held) >> 7])
    return urlsafe_b64encode(b"\x08\x13\x22" + length + held + b"\xd2\x01\x13https://amp.example").decode().rstrip("=")


@pytest.mark.parametrize("path", ["", "/" + "long-" * 40])
def test_an_address_that_the_id_holds_in_clear_is_given(path: str) -> None:
    assert only(item("T", link=hidden(f"https://sana.example/1{path}"))).url == f"https://sana.example/1{path}"


@pytest.mark.parametrize(
    "link",
    [
        "CBMiAAAA",
        "CBMi____",
        "CBMi",
        "CBMiA",
        "other",
        hidden("AU_yqLOpaque"),
        hidden("javascript:alert(1)"),
        "CBMi_-_-_",
    ],
)
def test_an_opaque_id_is_left_as_it_is(link: str) -> None:
    assert only(item("T", link=link)).url == f"https://news.google.com/rss/articles/{link}?oc=5"


def test_where_googles_address_moves_means_nothing_for_the_search() -> None:
    page = Page(200, "https://news.example/", {}, rss().encode(), moved="https://news.example/")
    assert playing.entries_of(KIND, "Hama", {HAMA: page}).moved == ""


# ---- what goes wrong


@pytest.mark.parametrize("body", ["<!DOCTYPE html><html>Before you continue", "<html><body>unusual traffic"])
def test_a_page_for_people_is_told_so(body: str) -> None:
    _, outcome = playing.visit(KIND, playing.a_source(KIND, "Hama"), {HAMA: body})
    assert isinstance(outcome, Failed)
    assert "robot" in outcome.why


def test_what_is_no_feed_and_what_is_refused_is_told_in_the_usual_words() -> None:
    for page, why in (("{}", "not a JSON Feed"), (Page(503, HAMA, {}, b""), "come back later")):
        _, outcome = playing.visit(KIND, playing.a_source(KIND, "Hama"), {HAMA: page})
        assert isinstance(outcome, Failed)
        assert why in outcome.why
