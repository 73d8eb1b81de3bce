"""GDELT is played with answers written by hand in the forms that it has."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from bot.core.model import Entry
from bot.core.outcome import Failed, Read
from bot.ports import Page
from bot.sources.gdelt import Gdelt
from tests.sources import playing

KIND = Gdelt()
HAMA = (
    "https://api.gdeltproject.org/api/v2/doc/doc?query=hama%20sourcelang%3Aarabic"
    "&mode=artlist&format=json&maxrecords=75&sort=datedesc&timespan=1d"
)
ARTICLE = {
    "url": "https://www.gazette.example/talks?utm_source=x",
    "url_mobile": "",
    "title": "Talks resume , says minister : more to come &amp; soon",
    "seendate": "20261102T120000Z",
    "socialimage": "https://gazette.example/1.jpg",
    "domain": "www.gazette.example",
    "language": "Arabic",
    "sourcecountry": "Syria",
}


def read(body: object) -> Read:
    text = body if isinstance(body, str) else json.dumps(body)
    return playing.entries_of(KIND, "hama sourcelang:arabic", {HAMA: text})


def refused(page: Page | str) -> Failed:
    _, outcome = playing.visit(KIND, playing.a_source(KIND, "hama sourcelang:arabic"), {HAMA: page})
    assert isinstance(outcome, Failed)
    return outcome


@pytest.mark.parametrize(
    ("typed", "locator"),
    [
        ("gdelt:  hama   sourcelang:arabic", "hama sourcelang:arabic"),
        ("gdelt:(hama OR homs)", "(hama OR homs)"),
        ("https://api.gdeltproject.org/api/v2/doc/doc?query=hama+homs&mode=artlist", "hama homs"),
        ("hama", None),
        ("gdelt:", None),
        ("gdelt:hama|ar-SY", None),
        ("https://api.gdeltproject.org/api/v2/doc/doc?mode=artlist", None),
        ("https://example.org/?query=hama", None),
    ],
)
def test_a_query_is_claimed_where_it_is_meant(typed: str, locator: str | None) -> None:
    assert KIND.claims(typed) == locator


def test_an_article_is_its_publishers() -> None:
    (entry,) = read({"articles": [ARTICLE]}).entries
    assert entry == Entry(
        guid="https://gazette.example/talks",
        url="https://www.gazette.example/talks?utm_source=x",
        title="Talks resume, says minister: more to come & soon",
        published=datetime(2026, 11, 2, 12, tzinfo=UTC),
        language="ar",
        publisher="gazette.example",
        media="https://gazette.example/1.jpg",
    )


@pytest.mark.parametrize(
    ("language", "code"), [("English", "en"), ("Norwegian Nynorsk", "nn"), ("Klingon", ""), ("", "")]
)
def test_languages_are_told_by_their_codes(language: str, code: str) -> None:
    assert read({"articles": [ARTICLE | {"language": language}]}).entries[0].language == code


def test_what_can_not_be_opened_is_no_article() -> None:
    articles = [ARTICLE | {"url": "javascript:alert(1)"}, {"title": "T"}, "x", ARTICLE]
    assert len(read({"articles": articles}).entries) == 1


def test_nothing_found_is_no_failure() -> None:
    assert read({}).entries == read({"articles": []}).entries == ()


def test_it_is_called_after_its_query_and_asked_no_oftener_than_it_has_news() -> None:
    found = read({})
    assert found.title == "GDELT: hama sourcelang:arabic"
    assert found.wait == timedelta(minutes=15)


def test_its_wrong_escapes_are_mended() -> None:
    body = json.dumps({"articles": [ARTICLE | {"title": "It's over"}]}).replace("'", r"\'")
    assert read(body).entries[0].title == "It's over"


@pytest.mark.parametrize(
    ("page", "why"),
    [
        ("", "empty answer"),
        ("<!DOCTYPE html><html>", "web page"),
        ("Your query was too short\nor too long.\n", "“Your query was too short or too long.”"),
        ('{"articles": [', "broken"),
        (Page(429, HAMA, {}, b"Please limit requests"), "429 Too Many Requests: it asks me to come back later"),
    ],
)
def test_a_refusal_is_told_in_plain_words(page: Page | str, why: str) -> None:
    assert why in refused(page).why
