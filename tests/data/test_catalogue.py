"""The catalogue: what it holds, and what it refuses to hold."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import yaml

from bot.core.errors import Fatal
from bot.data import catalogue
from bot.data.reading import read
from bot.settings import Settings

REQUIRED = [
    *("dailymail", "jewishpress", "turkiyetoday", "sputnik", "almayadeen-en", "sana-en", "sana-ar", "alikhbariah"),
    *("ejmagnier", "apnews", "yt-syriana-analysis", "yt-dd-geopolitics", "yt-glenn-diesen"),
]
FURTHER = [
    *("aljazeera-en", "aljazeera-ar", "bbc-me", "bbc-arabic", "reuters", "france24-en", "france24-ar", "guardian-me"),
    *("newarab", "mee", "anadolu-en", "tass-en", "rt-en", "rt-ar", "thecradle", "toi", "jpost", "haaretz"),
    *("alarabiya-en", "arabnews", "enabbaladi-en", "enabbaladi-ar", "sohr", "northpress-en", "northpress-ar"),
    *("syriadirect", "syrianobserver", "syriauntold", "hawar", "rudaw-en", "naharnet", "lorient-today", "presstv"),
    *("irna-en", "mehr-en", "tasnim-en", "wafa-en", "liveuamap-syria", "reliefweb-syria", "un-news-me", "usgs"),
    *("govuk-syria", "google-news-syria-en", "google-news-syria-ar"),
]


def example() -> dict[str, Any]:
    """A small catalogue that is in order."""
    return {
        "packs": {"world": "World"},
        "outlets": [
            {
                "id": "gazette",
                "name": "The Gazette",
                "country": "SY",
                "language": "en",
                "affiliation": "state newspaper",
                "basis": "its imprint",
                "packs": ["world"],
                "sources": [{"feed": "https://gazette.example/feed"}, {"telegram": "gazette_en"}],
            }
        ],
    }


@pytest.mark.parametrize("name", [*REQUIRED, *FURTHER])
def test_every_outlet_the_bot_promises_is_listed(name: str) -> None:
    assert name in {outlet.id for outlet, _ in catalogue().outlets}


def test_most_promised_outlets_can_be_read_as_feeds() -> None:
    fed = {outlet.id for outlet, sources in catalogue().outlets if any(kind == "feed" for kind, _ in sources)}
    assert {*REQUIRED, *FURTHER} - fed == {"yt-syriana-analysis", "yt-dd-geopolitics"}


def test_every_required_outlet_is_in_a_pack_that_is_followed_from_the_start() -> None:
    start = set(Settings.model_fields["packs"].default)
    packs = {outlet.id: set(outlet.packs) for outlet, _ in catalogue().outlets}
    assert all(packs[name] & start for name in REQUIRED)
    assert start <= {pack.name for pack in catalogue().packs}


def test_no_label_stands_without_a_basis() -> None:
    for outlet, _ in catalogue().outlets:
        assert bool(outlet.affiliation) == bool(outlet.basis), outlet.id


def test_editions_of_one_publisher_are_one_voice() -> None:
    owner = {outlet.id: outlet.owner for outlet, _ in catalogue().outlets}
    assert owner["sana-en"] == owner["sana-ar"] == owner["alikhbariah"] == owner["sy-defence"]
    assert owner["sputnik"] == owner["rt-en"] == owner["rt-ar"]
    assert owner["apnews"] == "Associated Press"
    assert len({owner[name] for name in ("apnews", "reuters", "sohr", "toi", "jpost", "haaretz")}) == 6


def test_an_outlet_keeps_the_order_of_its_sources() -> None:
    [(outlet, sources)] = read(yaml.safe_dump(example())).outlets
    assert outlet.id == "gazette"
    assert sources == (("feed", "https://gazette.example/feed"), ("telegram", "gazette_en"))


def test_an_outlet_without_an_owner_is_its_own() -> None:
    [(outlet, _)] = read(yaml.safe_dump(example())).outlets
    assert outlet.owner == "The Gazette"


def outlet(**changes: object) -> Callable[[dict[str, Any]], None]:
    return lambda document: document["outlets"][0].update(changes)


def twice(document: dict[str, Any]) -> None:
    document["outlets"] *= 2


def same_source(document: dict[str, Any]) -> None:
    document["outlets"].append(document["outlets"][0] | {"id": "other"})


@pytest.mark.parametrize(
    ("spoil", "complaint"),
    [
        (outlet(sources=[{"rss": "https://gazette.example/feed"}]), "gazette: no source is of kind rss"),
        (outlet(sources=[{"feed": "ftp://gazette.example/feed"}]), "gazette: ftp://gazette.example/feed is no locator"),
        (outlet(sources=[{"feed": "https:///feed"}]), "gazette: https:///feed is no locator"),
        (outlet(sources=[{"feed": "{RSSHUB}/gazette"}]), "gazette: {RSSHUB}/gazette is no locator"),
        (outlet(sources=[{"telegram": "t.me/gazette"}]), "gazette: t.me/gazette is no locator"),
        (outlet(sources=[{"x": "@gazette"}]), "gazette: @gazette is no locator"),
        (outlet(sources=[{"feed": "https://a.example", "x": "1"}]), "gazette: a source is one line"),
        (outlet(sources=[]), "gazette: sources"),
        (outlet(basis=""), "gazette: .*stand together"),
        (outlet(affiliation=""), "gazette: .*stand together"),
        (outlet(packs=["world", "wrold"]), "gazette: there is no pack wrold"),
        (outlet(id="The Gazette"), "The Gazette: id"),
        (outlet(colour="red"), "gazette: colour"),
        (twice, "outlet gazette twice"),
        (same_source, "source feed: https://gazette.example/feed twice"),
        (lambda document: document["packs"].update(moon="Moon"), "pack moon is empty"),
        (lambda document: document.pop("packs"), "two parts"),
        (lambda document: document["outlets"].append("gazette"), "outlet gazette"),
    ],
)
def test_a_wrong_entry_is_named(spoil: Callable[[dict[str, Any]], None], complaint: str) -> None:
    document = example()
    spoil(document)
    with pytest.raises(Fatal, match=complaint):
        read(yaml.safe_dump(document))


def test_text_that_is_not_yaml_is_refused() -> None:
    with pytest.raises(Fatal, match="not YAML"):
        read("outlets: [")
