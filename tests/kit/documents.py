"""What a publisher would serve to each kind of source, for the same publications."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape

__all__ = ["Publication", "serve"]

EPOCH = datetime(2010, 11, 4, 1, 42, 54, 657000, tzinfo=UTC)
"""Of the ids of X (snowflakes)."""

Put = Callable[[str, str, str], None]
"""Puts a body of a type at an address."""


@dataclass(frozen=True, slots=True)
class Publication:
    """One of them."""

    number: int
    title: str
    at: datetime

    @property
    def link(self) -> str:
        return f"https://publisher.example/{self.number}"


def serve(kind: str, locator: str, published: Sequence[Publication], put: Put) -> list[str]:
    """Put what the kind reads of this locator where it reads it; the addresses."""
    pages = _PAGES[kind](locator, published)
    for address, body, content_type in pages:
        put(address, body, content_type)
    return [address for address, _, _ in pages]


Pages = list[tuple[str, str, str]]
XML, JSON, HTML = "text/xml; charset=utf-8", "application/json", "text/html; charset=utf-8"


def _feed(locator: str, published: Sequence[Publication]) -> Pages:
    items = "".join(
        f"<item><guid>{one.number}</guid><link>{one.link}</link><title>{one.title}</title>"
        f"<pubDate>{format_datetime(one.at)}</pubDate></item>"
        for one in published
    )
    return [(locator, f"<rss version='2.0'><channel><title>Outlet</title>{items}</channel></rss>", XML)]


def _wordpress(locator: str, published: Sequence[Publication]) -> Pages:
    posts = [
        {
            "id": one.number,
            "guid": {"rendered": f"{locator}/?p={one.number}"},
            "link": one.link,
            "date_gmt": f"{one.at:%Y-%m-%dT%H:%M:%S}",
            "modified_gmt": f"{one.at:%Y-%m-%dT%H:%M:%S}",
            "title": {"rendered": one.title},
            "excerpt": {"rendered": ""},
        }
        for one in published
    ]
    name = json.dumps({"name": "Outlet"})
    return [(f"{locator}/wp-json/", name, JSON), (f"{locator}/wp-json/wp/v2/posts", json.dumps(posts), JSON)]


def _google_news(locator: str, published: Sequence[Publication]) -> Pages:
    items = "".join(
        f"<item><guid isPermaLink='false'>CBMi{one.number}</guid><title>{one.title} - Outlet</title>"
        f"<link>https://news.google.com/rss/articles/CBMi{one.number}?oc=5</link>"
        f"<pubDate>{format_datetime(one.at)}</pubDate><source url='https://publisher.example'>Outlet</source></item>"
        for one in published
    )
    body = f"<rss version='2.0'><channel><title>{escape(locator)}</title>{items}</channel></rss>"
    return [("https://news.google.com/rss/search", body, XML)]


def _sitemap(locator: str, published: Sequence[Publication]) -> Pages:
    urls = "".join(
        f"<url><loc>{one.link}</loc><news:news><news:publication><news:name>Outlet</news:name>"
        f"<news:language>en</news:language></news:publication><news:title>{one.title}</news:title>"
        f"<news:publication_date>{one.at.isoformat()}</news:publication_date></news:news></url>"
        for one in published
    )
    names = "xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' xmlns:news='http://www.google.com/schemas/sitemap-news/0.9'"
    return [(locator, f"<urlset {names}>{urls}</urlset>", XML)]


def _telegram(locator: str, published: Sequence[Publication]) -> Pages:
    posts = "".join(
        f'<div class="tgme_widget_message_wrap"><div class="tgme_widget_message" data-post="{locator}/{one.number}">'
        f'<div class="tgme_widget_message_text js-message_text">{one.title}</div>'
        f'<a class="tgme_widget_message_date" href="https://t.me/{locator}/{one.number}">'
        f'<time datetime="{one.at.isoformat()}"></time></a></div></div>'
        for one in reversed(published)
    )
    title = '<div class="tgme_channel_info_header_title"><span>Outlet</span></div>'
    return [(f"https://t.me/s/{locator}", f"<html><body>{title}{posts}</body></html>", HTML)]


def _youtube(locator: str, published: Sequence[Publication]) -> Pages:
    channel = f"UC{locator[2:]}" if locator[:2] in {"UC", "UU"} else "UCabcdefghijklmnopqrstuv"
    videos = "".join(
        f"<entry><id>yt:video:{one.number:011}</id><yt:videoId>{one.number:011}</yt:videoId><title>{one.title}</title>"
        f"<link rel='alternate' href='https://www.youtube.com/watch?v={one.number:011}'/>"
        f"<published>{one.at.isoformat()}</published><updated>{one.at.isoformat()}</updated></entry>"
        for one in published
    )
    names = "xmlns:yt='http://www.youtube.com/xml/schemas/2015' xmlns='http://www.w3.org/2005/Atom'"
    feed = f"<feed {names}><yt:channelId>{channel[2:]}</yt:channelId><title>Outlet</title>{videos}</feed>"
    page = f'<html><head><link rel="canonical" href="https://www.youtube.com/channel/{channel}"></head></html>'
    asked = "playlist_id=" if locator.startswith("UU") else "channel_id="
    address = locator if locator.startswith("UU") else channel
    pages = [(f"https://www.youtube.com/feeds/videos.xml?{asked}{address}", feed, XML)]
    return [*pages, (f"https://www.youtube.com/{locator}", page, HTML)] if locator.startswith("@") else pages


def _x(locator: str, published: Sequence[Publication]) -> Pages:
    author = {"id": "12345", "screen_name": "outlet", "name": "Outlet"}
    posts = []
    for one in published:
        number = str(int((one.at - EPOCH).total_seconds() * 1000) << 22)
        posts.append(
            {
                "id": number,
                "url": f"https://x.com/outlet/status/{number}",
                "text": one.title,
                "created_timestamp": int(one.at.timestamp()),
                "author": author,
            }
        )
    who = f"id:{locator}" if locator.isdecimal() else locator
    address = f"https://api.fxtwitter.com/2/profile/{who}/statuses"
    return [(address, json.dumps({"code": 200, "results": posts}), JSON)]


def _gdelt(locator: str, published: Sequence[Publication]) -> Pages:
    articles = [
        {
            "url": one.link,
            "title": one.title,
            "seendate": f"{one.at:%Y%m%dT%H%M%SZ}",
            "domain": "publisher.example",
            "language": "English",
        }
        for one in published
    ]
    return [("https://api.gdeltproject.org/api/v2/doc/doc", json.dumps({"articles": articles}), JSON)]


_PAGES: dict[str, Callable[[str, Sequence[Publication]], Pages]] = {
    "feed": _feed,
    "gdelt": _gdelt,
    "google-news": _google_news,
    "sitemap": _sitemap,
    "telegram": _telegram,
    "wordpress": _wordpress,
    "x": _x,
    "youtube": _youtube,
}
