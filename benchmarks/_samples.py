"""Which parser reads which recorded answer of a social network or aggregator, and which files are no answers at all."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import yaml

from bot.ports import Document, Unreadable
from bot.sources import mastodon_posts, substack_posts, wordpress_posts, x_timeline
from bot.sources.bing_news import parse_bing_news
from bot.sources.bluesky_posts import parse_author_feed
from bot.sources.gdelt import parse_gdelt
from bot.sources.geojson import parse_geojson
from bot.sources.google_news import parse_google_news
from bot.sources.mastodon_posts import parse_status
from bot.sources.parsing import parse_feed
from bot.sources.reddit_posts import parse_listing
from bot.sources.sitemapxml import parse_sitemap
from bot.sources.substack_posts import parse_archive
from bot.sources.telegram_preview import parse_preview
from bot.sources.wordpress_posts import parse_posts
from bot.sources.x_relayed import parse_nitter
from bot.sources.youtube_pages import parse_videos

__all__ = ["Reading", "bodies", "is_error", "no_source", "reading"]


@dataclass(frozen=True, slots=True)
class Reading:
    """How an answer is read: by what, and from what address it would have come."""

    parser: Callable[[bytes, str, str], Document | Unreadable]
    url: str


READINGS: tuple[tuple[str, Reading], ...] = (
    # the first pattern that fits a file's path counts; those of single files go before those of a platform
    ("bluesky/*", Reading(parse_author_feed, "https://public.api.bsky.app/xrpc/app.bsky.feed.getAuthorFeed")),
    ("mastodon/*.xml", Reading(mastodon_posts.parse_rss, "https://mastodon.example/tags/syria.rss")),
    ("mastodon/*status_*", Reading(parse_status, "https://mastodon.example/api/v1/statuses/1")),
    ("mastodon/*stream*", Reading(parse_status, "https://mastodon.example/api/v1/statuses/1")),
    ("mastodon/*", Reading(mastodon_posts.parse_timeline, "https://mastodon.example/api/v1/accounts/1/statuses")),
    ("reddit/*", Reading(parse_listing, "https://www.reddit.com/r/example/new/.rss")),
    ("substack/*.xml", Reading(substack_posts.parse_rss, "https://example.substack.com/feed")),
    ("substack/*", Reading(parse_archive, "https://example.substack.com/api/v1/archive")),
    ("telegram/*.html", Reading(parse_preview, "https://t.me/s/example")),
    ("wordpress/*.json", Reading(parse_posts, "https://example.org/wp-json/wp/v2/posts")),
    ("wordpress/*", Reading(wordpress_posts.parse_rss, "https://example.org/feed/")),
    ("x/nitter_rss.xml", Reading(parse_nitter, "https://nitter.example/example/rss")),
    ("x/*", Reading(x_timeline.parse_timeline, "https://bridge.example/x")),
    ("youtube/*", Reading(parse_videos, "https://www.youtube.com/feeds/videos.xml?channel_id=UC")),
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

ERRORS: tuple[str, ...] = ("x/*_error.json", "x/fxembed_TweetResultByRestId_991500.json")
"""Answers in which a platform itself refuses: they are read right when the parser says so."""


def reading(file: str) -> Reading | None:
    """How the file is read; None when nothing reads it yet."""
    return next((how for pattern, how in READINGS if fnmatch(file, pattern)), None)


def no_source(file: str) -> str:
    """What the file is instead of an answer; nothing when it is one."""
    return next((what for pattern, what in NO_SOURCES if fnmatch(file, pattern)), "")


def is_error(file: str) -> bool:
    """Whether the file holds a refusal of the platform's own."""
    return any(fnmatch(file, pattern) for pattern in ERRORS)


def bodies(path: Path) -> list[bytes]:
    """The answers in a file: itself, or those that a recorder has kept in it; lone posts in the frame of a feed."""
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
        if isinstance(found, dict) and path.parent.name == "bluesky":
            return _framed(found)
    return [body]


def _framed(found: dict[str, Any]) -> list[bytes]:
    """Posts of Bluesky as the feed of an account has them, which is all that the bot asks for."""
    views = list(_thread(found["thread"])) if "thread" in found else [found] if "post" in found else []
    return [json.dumps({"feed": views} if views else found).encode()]


def _thread(view: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The posts of a thread, those of its parents first."""
    if "post" in view:
        yield from _thread(view.get("parent") or {})
        yield {"post": view["post"]}
        for answer in view.get("replies") or ():
            yield from _thread(answer)


def _recorded(cassette: dict[str, Any]) -> list[bytes]:
    """The answers of a cassette of VCR.py or Betamax in which posts are told: events of a stream each by itself."""
    interactions = cassette.get("interactions") or cassette.get("http_interactions") or []
    texts = [each["response"]["body"]["string"] for each in interactions]
    whole = [each.encode() if isinstance(each, str) else each for each in texts]
    answers = [each for body in whole for each in (re.findall(rb"^data: ?(\{.*)", body, re.MULTILINE) or [body])]
    return [each for each in answers if _POST.search(each)]


_POST = re.compile(rb'"in_reply_to_id"|"subreddit"')
"""What posts of Mastodon and Reddit have, and profiles and servers have not."""
