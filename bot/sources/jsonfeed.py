"""JSON Feed 1.0 and 1.1 (jsonfeed.org): what its fields mean, and how they are got wrong."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from bot.core.model import Entry
from bot.core.text.clean import clean, plain
from bot.ports.sources import Document, Unreadable

__all__ = ["parse_json"]


def parse_json(text: str) -> Document | Unreadable:
    """The entries as the document gives them, links not yet made absolute."""
    try:
        feed: Any = json.loads(text, strict=False)
    except ValueError:
        return Unreadable("it looks like JSON but is broken")
    if not isinstance(feed, dict) or not isinstance(feed.get("items"), list):
        return Unreadable("it is JSON, but not a JSON Feed")
    language = _text(feed, "language")
    author = _author(feed)
    return Document(
        entries=tuple(_entry(item, author, language) for item in feed["items"] if isinstance(item, dict)),
        title=clean(_text(feed, "title")),
        language=language,
        link=_text(feed, "home_page_url"),
    )


def _entry(item: dict[str, Any], author: str, language: str) -> Entry:
    """One item; the feed's author and language hold where it names none."""
    words = plain(_text(item, "content_html")) or clean(_text(item, "content_text"))
    return Entry(
        guid=_text(item, "id"),
        url=_text(item, "url") or _text(item, "external_url"),
        title=plain(_text(item, "title")),
        text=words or plain(_text(item, "summary")),
        author=_author(item) or author,
        published=_moment(_text(item, "date_published")) or _moment(_text(item, "date_modified")),
        language=_text(item, "language") or language,
    )


def _text(holder: dict[str, Any], name: str) -> str:
    """A field as text; ids are often numbers."""
    value = holder.get(name)
    return str(value).strip() if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


def _author(holder: dict[str, Any]) -> str:
    """The first author's name: `authors` in 1.1, `author` in 1.0."""
    authors = holder.get("authors")
    first = authors[0] if isinstance(authors, list) and authors else holder.get("author")
    return clean(_text(first, "name")) if isinstance(first, dict) else ""


def _moment(text: str) -> datetime | None:
    """An RFC 3339 time; UTC where it names no zone."""
    try:
        moment = datetime.fromisoformat(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
