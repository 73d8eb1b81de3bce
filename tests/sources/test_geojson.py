"""Collections of features, written by hand as the services write them."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from bot.core.model import Entry
from bot.core.outcome import Failed, Read
from bot.sources.geojson import GeoJson
from tests.sources import playing

KIND = GeoJson()
URL = "https://quakes.example/4.5_week.geojson"
NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
QUAKE = {
    "id": "us7000abcd",
    "properties": {
        "title": "M 4.6 - 12 km NW of Hama, Syria",
        "place": "12 km NW of Hama, Syria",
        "mag": 4.56,
        "time": NOON.timestamp() * 1_000,
        "updated": NOON.timestamp() * 1_000 + 900_000,
        "url": "https://quakes.example/us7000abcd",
        "detail": "https://quakes.example/us7000abcd.geojson",
    },
    "geometry": {"type": "Point", "coordinates": [36.6512, 35.2143, 9.7]},
}


def read(*features: object, **members: object) -> Read:
    body = {"type": "FeatureCollection", "features": features, **members}
    return playing.entries_of(KIND, URL, {URL: json.dumps(body)})


def only(properties: dict[str, object], geometry: object = None, **members: object) -> Entry:
    (entry,) = read({"properties": properties, "geometry": geometry, **members}).entries
    return entry


@pytest.mark.parametrize(
    ("typed", "locator"),
    [
        (f" <{URL}> ", URL),
        ("https://quakes.example/A.GEOJSON?x=1", "https://quakes.example/A.GEOJSON?x=1"),
        ("https://quakes.example/query?format=geojson&m=5", "https://quakes.example/query?format=geojson&m=5"),
        ("geojson:https://quakes.example/all", "https://quakes.example/all"),
        ("https://quakes.example/all.atom", None),
        ("quakes.geojson", None),
        ("geojson:quakes", None),
    ],
)
def test_addresses_of_geojson_are_claimed(typed: str, locator: str | None) -> None:
    assert KIND.claims(typed) == locator


def test_an_earthquake_is_told_with_its_strength_place_and_depth() -> None:
    found = read(QUAKE, metadata={"title": "M4.5+, Past Week"})
    assert found.title == "M4.5+, Past Week"
    assert found.entries == (
        Entry(
            guid="us7000abcd",
            url="https://quakes.example/us7000abcd",
            title="M 4.6 - 12 km NW of Hama, Syria",
            text="Magnitude 4.6, 12 km NW of Hama, Syria\n35.21° N, 36.65° E, 10 km deep",
            published=NOON,
        ),
    )


def test_other_services_name_things_otherwise() -> None:
    emsc = {"unid": "20261102_1", "time": "2026-11-02T12:00:00.0Z", "flynn_region": "SYRIA", "mag": 4.5, "depth": 10.0}
    entry = only(emsc, {"coordinates": [36.6, -35.2, -10.0]})
    assert (entry.guid, entry.title, entry.published) == ("20261102_1", "M 4.5 - SYRIA", NOON)
    assert entry.text == "Magnitude 4.5, SYRIA\n35.20° S, 36.60° E, 10 km deep"


def test_an_alert_that_is_no_earthquake_has_neither_strength_nor_depth() -> None:
    gdacs = {
        "name": "Flood in Syria",
        "eventid": 7,
        "fromdate": "2026-11-02T12:00:00",
        "url": {"report": "https://g/7"},
    }
    entry = only(gdacs | {"description": "Flood &amp; rain"}, {"coordinates": [-36.6, 35.2, 400]})
    assert (entry.guid, entry.url, entry.title) == ("7", "https://g/7", "Flood in Syria")
    assert entry.text == "35.20° N, 36.60° W\nFlood & rain"


def test_an_id_that_is_an_address_leads_to_it() -> None:
    entry = only({"headline": "Storm"}, id="https://alerts.example/1")
    assert (entry.guid, entry.url, entry.text) == ("https://alerts.example/1", "https://alerts.example/1", "")


@pytest.mark.parametrize(
    ("time", "published"),
    [
        (NOON.timestamp(), NOON),
        (NOON.timestamp() * 1_000, NOON),
        ("2026-11-02T15:00:00+03:00", NOON),
        ("20261102", datetime(2026, 11, 2, tzinfo=UTC)),
        (1e300, None),
        ("soon", None),
        (None, None),
    ],
)
def test_a_time_is_written_in_several_ways(time: object, published: datetime | None) -> None:
    assert only({"title": "T", "time": time}).published == published


@pytest.mark.parametrize(
    "geometry",
    [
        None,
        "x",
        {"coordinates": None},
        {"coordinates": []},
        {"coordinates": [1]},
        {"coordinates": ["x", 2]},
        {"coordinates": [[1, 2], [3, 4]]},
        {"coordinates": [float("nan"), 2.0]},
    ],
)
def test_what_is_no_point_is_not_put_into_words(geometry: object) -> None:
    assert only({"title": "T", "mag": 5}, geometry).text == "Magnitude 5.0"


def test_a_point_without_a_depth_has_none() -> None:
    assert only({"title": "T", "mag": 5}, {"coordinates": [1, 2]}).text == "Magnitude 5.0\n2.00° N, 1.00° E"


def test_what_is_no_object_is_no_feature() -> None:
    assert read("x", None, {"properties": None}, QUAKE).entries[-1].guid == "us7000abcd"


@pytest.mark.parametrize("body", ["", "{}", "[]", '{"features": 7}', "<html>", "[" * 100_000])
def test_what_is_no_collection_is_told_so(body: str) -> None:
    _, outcome = playing.visit(KIND, playing.a_source(KIND, URL), {URL: body})
    assert outcome == Failed("it is no GeoJSON collection of features")
