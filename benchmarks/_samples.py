"""Which parser reads which recorded answer of a social network or aggregator, and which files are no answers at all."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import yaml

from bot.ports import Document, Unreadable
from bot.sources.bing_news import parse_bing_news
from bot.sources.gdelt import parse_gdelt
from bot.sources.geojson import parse_geojson
from bot.sources.google_news import parse_google_news
from bot.sources.parsing import parse_feed
from bot.sources.sitemapxml import parse_sitemap

__all__ = ["Reading", "bodies", "no_source", "reading"]


@dataclass(frozen=True, slots=True)
class Reading:
    """How an answer is read: by what, and from what address it would have come."""

    parser: Callable[[bytes, str, str], Document | Unreadable]
    url: str


READINGS: tuple[tuple[str, Reading], ...] = (
    # the first pattern that fits a file's path counts; those of single files go before those of a platform
    ("bing-news/*", Reading(parse_bing_news, "https://www.bing.com/news/search?q=earthquake&format=RSS")),
    ("gdelt/*", Reading(parse_gdelt, "https://api.gdeltproject.org/api/v2/doc/doc?query=climate&format=json")),
    ("google-news/*", Reading(parse_google_news, "https://news.google.com/rss?hl=en-US&gl=US&ceid=US:en")),
    ("*.geojson", Reading(parse_geojson, "https://earthquake.usgs.gov/earthquakes/feed/v1.0/summary/all.geojson")),
    ("*sitemap*.xml", Reading(parse_sitemap, "https://example.org/sitemap.xml")),
    # feeds of platforms that have no parser of their own here
    ("*.xml", Reading(parse_feed, "https://example.org/feed")),
    ("*.rss", Reading(parse_feed, "https://example.org/feed")),
)

NO_SOURCES: tuple[tuple[str, str], ...] = (
    ("bluesky/lexicon_*", "a schema"),
    ("bluesky/atproto_did_doc.json", "the document of an identity"),
    ("bluesky/atproto_feed_record.json", "the record of a feed generator"),
    ("bluesky/atproto_post_record.json", "a record without its author and address"),
    ("bluesky/fxembed_profile-detail.json", "a profile"),
    ("bluesky/granary_note.as-from-bsky.json", "a post in the words of another protocol"),
    ("telegram/syria_official_channels.json", "somebody's list of channels"),
    ("web-articles/*-expected.json", "what somebody made of an article"),
    ("web-articles/*.html", "an article that names no feed"),
    ("x/fxembed_UserByScreenName_*", "a profile"),
    ("x/twscrape_raw_user_by_login.json", "a profile"),
    ("x/twscrape_raw_trends.json", "words that trend, no posts"),
)
"""Patterns of files, and what they are instead of something that a source answers."""


def reading(file: str) -> Reading | None:
    """How the file is read; None when nothing reads it yet."""
    return next((how for pattern, how in READINGS if fnmatch(file, pattern)), None)


def no_source(file: str) -> str:
    """What the file is instead of an answer; nothing when it is one."""
    return next((what for pattern, what in NO_SOURCES if fnmatch(file, pattern)), "")


def bodies(path: Path) -> list[bytes]:
    """The answers in a file: itself, or those to the reading requests that a recorder has kept in it."""
    body = path.read_bytes()
    if path.suffix == ".yaml":
        return _recorded(yaml.safe_load(body))
    if path.suffix == ".json":
        try:
            found: Any = json.loads(body)
        except ValueError:
            return [body]
        if isinstance(found, dict) and {"interactions", "http_interactions"} & found.keys():
            return _recorded(found)
    return [body]


def _recorded(cassette: dict[str, Any]) -> list[bytes]:
    """The answers to GET, of a cassette of VCR.py or Betamax."""
    interactions = cassette.get("interactions") or cassette.get("http_interactions") or []
    kept = [each["response"]["body"]["string"] for each in interactions if each["request"]["method"] == "GET"]
    return [each.encode() if isinstance(each, str) else each for each in kept]
