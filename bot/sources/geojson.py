"""GeoJSON: what happened and where, as the seismological and alert services tell it (USGS, EMSC, GeoNet, GDACS)."""

from __future__ import annotations

from collections.abc import Generator
from datetime import datetime
from typing import ClassVar, Final
from urllib.parse import parse_qs

from bot.core.model import Entry, Source
from bot.core.outcome import Elsewhere, ReadOutcome
from bot.core.text.clean import clean, plain
from bot.ports.sources import Answer, Ask, Document, Unreadable
from bot.sources.addresses import absolute, after_name, web_address
from bot.sources.charset import written
from bot.sources.conditional import document
from bot.sources.editing import edited
from bot.sources.moments import epoch, moment
from bot.sources.untyped import inside, items, loaded, number, text

__all__ = ["GeoJson", "parse_geojson"]

_TITLES: Final = ("title", "headline", "name", "event")
_PLACES: Final = ("place", "flynn_region", "locality", "areaDesc")
_STRENGTHS: Final = ("mag", "magnitude")
_TIMES: Final = ("time", "sent", "published", "date", "fromdate", "onset")
_TEXTS: Final = ("description", "htmldescription", "instruction")
_ADDRESSES: Final = ("url", "link", "web", "uri", "detail")
_IDS: Final = ("id", "unid", "publicID", "eventid", "code")
"""What a property is called by USGS first, then by EMSC, GeoNet, GDACS and the US weather service."""
_MILLISECONDS: Final = 1e11
"""Seconds since 1970 reach this in the year 5138: a greater number counts milliseconds."""


class GeoJson:
    """The kind whose locator is the address of a collection of features."""

    name: ClassVar[str] = "geojson"

    def claims(self, text: str) -> str | None:
        """Addresses that say that GeoJSON is there, and any after `geojson:`."""
        named = after_name(text, self.name)
        found = web_address(named or text)
        if not found:
            return None
        url, parts = found
        asked = parse_qs(parts.query).get("format", [""])[0].lower()
        return url if named or parts.path.lower().endswith(".geojson") or asked == "geojson" else None

    def read(self, source: Source) -> Generator[Ask, Answer, ReadOutcome | Elsewhere]:
        """One conditional request."""
        accept = "application/geo+json, application/json;q=0.9, */*;q=0.1"
        return (yield from document(source, source.locator, parse_geojson, accept=accept))


def parse_geojson(body: bytes, content_type: str, url: str) -> Document | Unreadable:
    """The features as entries, in their order."""
    found = loaded(written(body, content_type))
    if not isinstance(found, dict) or not isinstance(found.get("features"), list):
        return Unreadable("it is no GeoJSON collection of features")
    title = text(found, "metadata", "title") or text(found, "title") or text(found, "name")
    return edited(
        Document(
            tuple(_entry(each) for each in items(found, "features") if isinstance(each, dict)), title=clean(title)
        ),
        url,
    )


def _entry(feature: object) -> Entry:
    """One feature; an id that is an address leads to it."""
    properties = inside(feature, "properties")
    strength, place = _strength(properties), plain(_first(properties, _PLACES))
    title = plain(_first(properties, _TITLES)) or " - ".join(filter(None, (f"M {strength}" * bool(strength), place)))
    named = text(feature, "id") or _first(properties, _IDS)
    report = text(properties, "url", "report")
    url = _first(properties, _ADDRESSES) or report or absolute("", named)
    words = (
        ", ".join(filter(None, (f"Magnitude {strength}" * bool(strength), place))),
        _where(feature, properties, quake=bool(strength)),
        plain(_first(properties, _TEXTS)),
    )
    return Entry(named or url, url, title, "\n".join(filter(None, words)), published=_time(properties))


def _first(properties: object, names: tuple[str, ...]) -> str:
    """The first of these that is text."""
    return next(filter(None, (text(properties, name) for name in names)), "")


def _strength(properties: object) -> str:
    """The magnitude; nothing where it is no earthquake."""
    found = (number(properties, name) for name in _STRENGTHS)
    return next((f"{value:.1f}" for value in found if value is not None), "")


def _time(properties: object) -> datetime | None:
    """When it happened: ISO 8601, or a number since 1970."""
    name = next((name for name in _TIMES if text(properties, name)), "")
    value = number(properties, name)
    if isinstance(inside(properties, name), str) or value is None:
        return moment(text(properties, name))
    return epoch(value / 1_000 if abs(value) > _MILLISECONDS else value)


def _where(feature: object, properties: object, *, quake: bool) -> str:
    """A point in words; for an earthquake with its depth, of which the sign is a matter of taste."""
    east, north, below = (number(feature, "geometry", "coordinates", place) for place in range(3))
    if east is None or north is None:
        return ""
    words = f"{abs(north):.2f}° {'NS'[north < 0]}, {abs(east):.2f}° {'EW'[east < 0]}"
    told = number(properties, "depth")
    depth = below if told is None else told
    return f"{words}, {abs(depth):.0f} km deep" if quake and depth is not None else words
