"""JSON Feed 1.0 and 1.1 (jsonfeed.org): what its fields mean, and how they are got wrong."""

from __future__ import annotations

from bot.core.model import Entry
from bot.core.outcome import Hub
from bot.core.text.clean import clean, plain
from bot.ports.sources import Document, Unreadable
from bot.sources.moments import altered, moment
from bot.sources.untyped import items, loaded, text

__all__ = ["parse_json"]


def parse_json(written: str) -> Document | Unreadable:
    """The entries as the document gives them, links not yet made absolute."""
    feed = loaded(written)
    if feed is None:
        return Unreadable("it looks like JSON but is broken")
    if not isinstance(feed, dict) or not isinstance(feed.get("items"), list):
        return Unreadable("it is JSON, but not a JSON Feed")
    language = text(feed, "language")
    author = _author(feed)
    return Document(
        entries=tuple(_entry(item, author, language) for item in items(feed, "items") if isinstance(item, dict)),
        title=clean(text(feed, "title")),
        language=language,
        link=text(feed, "home_page_url"),
        hub=_hub(feed),
    )


def _entry(item: object, author: str, language: str) -> Entry:
    """One item; the feed's author and language hold where it names none."""
    words = plain(text(item, "content_html")) or clean(text(item, "content_text"))
    published, updated = moment(text(item, "date_published")), moment(text(item, "date_modified"))
    return Entry(
        guid=text(item, "id"),
        url=text(item, "url") or text(item, "external_url"),
        title=plain(text(item, "title")),
        text=words or plain(text(item, "summary")),
        author=_author(item) or author,
        published=published or updated,
        language=text(item, "language") or language,
        media=_media(item),
        edited=altered(published, updated),
    )


def _author(holder: object) -> str:
    """The first author's name: `authors` in 1.1, `author` in 1.0."""
    return text(holder, "authors", 0, "name") or text(holder, "author", "name")


def _media(item: object) -> str:
    """Its picture, else the first that is attached, or video."""
    attached = (
        text(each, "url")
        for each in items(item, "attachments")
        if text(each, "mime_type").startswith(("image/", "video/"))
    )
    return text(item, "image") or text(item, "banner_image") or next(attached, "")


def _hub(feed: object) -> Hub | None:
    """The first hub that speaks WebSub; they may also be of rssCloud."""
    hubs = (text(each, "url") for each in items(feed, "hubs") if text(each, "type").lower() == "websub")
    url = next(filter(None, hubs), "")
    return Hub(url, text(feed, "feed_url")) if url else None
