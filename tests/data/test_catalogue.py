"""The catalogue: what it holds, and what it refuses to hold."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import pytest
import yaml

from bot.core.errors import Fatal
from bot.core.model import Options
from bot.data import catalogue
from bot.data.reading import read
from bot.settings import Settings
from bot.sources import Access, kinds

listed = cache(catalogue)  # one file, read once for all that is asked of it

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
    assert name in {outlet.id for outlet, _ in listed().outlets}


def test_every_promised_outlet_can_be_read_without_a_key() -> None:
    read_so = {outlet.id: {kind for kind, _ in sources} for outlet, sources in listed().outlets}
    assert [name for name in (*REQUIRED, *FURTHER) if read_so[name] <= {"x"}] == []


@pytest.mark.parametrize("name", REQUIRED)
def test_every_required_outlet_has_a_second_way_that_is_really_another(name: str) -> None:
    [sources] = [sources for outlet, sources in listed().outlets if outlet.id == name]
    assert len({kind for kind, _ in sources}) > 1


def test_the_frozen_feed_is_asked_for_past_its_cache() -> None:
    assert listed().options == {("feed", "https://sana.sy/en/feed/"): Options(cache_bust=True)}


def test_a_locator_is_what_its_kind_makes_of_it() -> None:
    by_name = {kind.name: kind for kind in kinds(Access())}
    for _, sources in listed().outlets:
        for name, locator in sources:
            if name in by_name:
                typed = (locator, f"{name}:{locator}", f"@{locator}")
                assert locator in map(by_name[name].claims, typed), (name, locator)


@pytest.mark.parametrize("form", ["news.google.com", "youtube.com", "t.me/", "fxtwitter.com"])
def test_no_feed_is_what_a_kind_of_its_own_reads_better(form: str) -> None:
    feeds = [locator for _, sources in listed().outlets for kind, locator in sources if kind == "feed"]
    assert [locator for locator in feeds if form in locator] == []


def test_every_required_outlet_is_in_a_pack_that_is_followed_from_the_start() -> None:
    start = set(Settings.model_fields["packs"].default)
    packs = {outlet.id: set(outlet.packs) for outlet, _ in listed().outlets}
    assert all(packs[name] & start for name in REQUIRED)
    assert start <= {pack.name for pack in listed().packs}


def test_no_label_stands_without_a_basis() -> None:
    for outlet, _ in listed().outlets:
        assert bool(outlet.affiliation) == bool(outlet.basis), outlet.id


def test_editions_of_one_publisher_are_one_voice() -> None:
    owner = {outlet.id: outlet.owner for outlet, _ in listed().outlets}
    assert owner["sana-en"] == owner["sana-ar"] == owner["alikhbariah"] == owner["sy-defence"]
    assert owner["sputnik"] == owner["rt-en"] == owner["rt-ar"]
    assert owner["apnews"] == "Associated Press"
    assert len({owner[name] for name in ("apnews", "reuters", "sohr", "toi", "jpost", "haaretz")}) == 6


def test_an_outlet_keeps_the_order_of_its_sources() -> None:
    [(outlet, sources)] = read(yaml.safe_dump(example())).outlets
    assert outlet.id == "gazette"
    assert sources == (("feed", "https://gazette.example/feed"), ("telegram", "gazette_en"))


def test_options_stand_below_the_source_that_they_are_for() -> None:
    document = example()
    wishes = {"cache_bust": True, "user_agent": "Reader/1", "replies": True, "reposts": False}
    document["outlets"][0]["sources"][0] |= wishes
    found = read(yaml.safe_dump(document))
    assert found.outlets == read(yaml.safe_dump(example())).outlets
    assert found.options == {("feed", "https://gazette.example/feed"): Options(**wishes)}
    assert read(yaml.safe_dump(example())).options == {}


@pytest.mark.parametrize(
    ("kind", "locator"),
    [
        ("geojson", "https://quakes.example/all.geojson"),
        ("wordpress", "https://gazette.example/en"),
        ("substack", "gazette.substack.com"),
        ("x", "gazette_en"),
        ("youtube", "UUabcdefghijklmnopqrstuv"),
        ("mastodon", "@gazette@social.example"),
        ("mastodon", "#syria@social.example:8443"),
        ("bluesky", "did:plc:abcdefghijklmnopqrstuvwx"),
        ("bluesky", "gazette.example"),
        ("reddit", "r/syria+syriancivilwar"),
        ("reddit", "user/gazette-en"),
        ("google-news", "site:gazette.example when:1d|zh-Hans-CN"),
        ("bing-news", "حماة|ar-SA"),
        ("gdelt", "(hama OR homs) sourcelang:arabic"),
    ],
)
def test_every_kind_has_locators_of_its_own_form(kind: str, locator: str) -> None:
    document = example()
    document["outlets"][0]["sources"] = [{kind: locator}]
    assert read(yaml.safe_dump(document)).outlets[0][1] == ((kind, locator),)


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
        (outlet(sources=[{"x": 7}]), "gazette: sources 0 x"),
        (outlet(sources=[{"x": True}]), "gazette: True is no locator"),
        (outlet(sources=[{"wordpress": "https://a.example/"}]), "https://a.example/ is no locator"),
        (outlet(sources=[{"google-news": "two  spaces"}]), "two  spaces is no locator"),
        (outlet(sources=[{"google-news": "hama|Arabic"}]), "Arabic is no locator"),
        (outlet(sources=[{"gdelt": "hama|ar-SY"}]), "ar-SY is no locator"),
        (outlet(sources=[{"feed": "https://a.example", "cache_bust": "perhaps"}]), "gazette: cache_bust Input"),
        (outlet(sources=[{"feed": "https://a.example", "user_agent": True}]), "gazette: user_agent Input"),
        (outlet(sources=[{"cache_bust": True}]), "gazette: a source is one line"),
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
