"""What a feed's bytes hold: RSS 0.9x to 2.0, RDF, Atom and JSON Feed, well-formed or not.

Runs in a process of its own (bot.engine.parsers), so it imports little. All that is untyped in a feed stays here and
in `jsonfeed`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from email.message import Message
from html import unescape
from io import BytesIO
from typing import Any, Final
from urllib.parse import urljoin

import feedparser
from selectolax.lexbor import LexborHTMLParser

from bot.core.model import Entry
from bot.core.outcome import Candidate
from bot.core.text.clean import clean, plain
from bot.ports.sources import Document, Unreadable
from bot.sources.charset import decode
from bot.sources.editing import edited
from bot.sources.jsonfeed import parse_json

__all__ = ["parse_document", "parse_feed"]

_ILLEGAL: Final = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_COMMENT: Final = re.compile(r"<!--.*?-->", re.DOTALL)
_TAG: Final = re.compile(r"<([a-z][\w:.-]*)", re.IGNORECASE)
_HEAD: Final = 8_192
"""Characters in which a document shows what it is."""
_PAGE_TAGS: Final = frozenset({"html", "head", "body", "meta", "script"})
_FEED_TAGS: Final = frozenset({"rss", "feed", "rdf:rdf", "channel"})
_FEED_TYPES: Final = ("application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml")
_MOST_NAMED: Final = 10
"""Feeds of one page that are named: some sites name one for each comment thread."""
_PERIODS: Final = {"hourly": 3_600, "daily": 86_400, "weekly": 604_800, "monthly": 2_592_000, "yearly": 31_536_000}


def parse_feed(body: bytes, content_type: str, url: str) -> Document | Unreadable:
    """The document, edited for its readers.

    `content_type` is the HTTP header, of which only the charset counts; `url` the address the body came from.
    """
    found = parse_document(body, content_type, url)
    return found if isinstance(found, Unreadable) else edited(found, url)


def parse_document(
    body: bytes, content_type: str, url: str, words: Callable[[str], str] = plain
) -> Document | Unreadable:
    """The document as it stands: links may be relative, titles empty, fields of any length.

    `words` makes an entry's text of its HTML.
    """
    header = Message()
    header["Content-Type"] = content_type
    charset = header.get_content_charset()
    text = _ILLEGAL.sub("", decode(body, charset or "")).lstrip()
    if not text:
        return Unreadable("the answer is empty")
    if text[0] in "{[":
        return parse_json(text)
    tags = {tag.lower() for tag in _TAG.findall(_COMMENT.sub("", text[:_HEAD]))}
    page = tags & _PAGE_TAGS and not tags & _FEED_TAGS
    return _web_page(text, url) if page else _parse_xml(text, words)


def _parse_xml(text: str, words: Callable[[str], str]) -> Document | Unreadable:
    """By feedparser, told that the text is UTF-8 now: it looks for no other encoding and mends the declaration."""
    parsed: Any = feedparser.parse(
        BytesIO(text.encode()),  # given bytes, it would first try to open a file of that name
        response_headers={"content-type": "application/xml; charset=utf-8"},
        sanitize_html=False,  # texts are reduced to their words anyway; without it parsing takes a third of the time
        resolve_relative_uris=False,
    )
    if not parsed.entries and not parsed.version:
        return Unreadable("it is no feed that I can read: neither RSS, RDF, Atom nor JSON Feed")
    feed: Any = parsed.feed
    language = _text(feed, "language")
    return Document(
        entries=tuple(_entry(entry, language, words) for entry in parsed.entries),
        title=_words(feed, "title"),
        language=language,
        link=_text(feed, "link"),
        ttl=_ttl(feed),
    )


def _entry(entry: Any, language: str, words: Callable[[str], str]) -> Entry:
    """One entry of feedparser's; the feed's language holds where it names none."""
    contents = [_text(part, "value") for part in entry.get("content", ())]
    summary = _text(entry, "summary")
    source: Any = entry.get("source") or {}
    return Entry(
        guid=_text(entry, "id"),
        url=_text(entry, "link"),
        title=_words(entry, "title"),
        text=words(max([summary, *contents], key=len)),
        author=_author(entry),
        published=_moment(entry, "published_parsed") or _moment(entry, "updated_parsed"),
        language=_text(entry.get("title_detail") or {}, "language") or language,
        publisher=_words(source, "title"),
    )


def _text(holder: Any, name: str) -> str:
    """A field, if it is text."""
    value: object = holder.get(name)
    return value.strip() if isinstance(value, str) else ""


def _words(holder: Any, name: str) -> str:
    """A field without markup. Plain text keeps its angle brackets, but entities of HTML are never meant literally."""
    detail: Any = holder.get(f"{name}_detail") or {}
    value = _text(holder, name)
    return clean(unescape(value)) if detail.get("type") == "text/plain" else plain(value)


def _author(entry: Any) -> str:
    """The author's name; RSS asks for a mail address, which is nobody's name."""
    detail: Any = entry.get("author_detail") or {}
    name = plain(_text(detail, "name") or _text(entry, "author"))
    return "" if "@" in name and " " not in name else name


def _moment(entry: Any, name: str) -> datetime | None:
    """A time tuple, which feedparser has converted to UTC; asked for what is absent, it gives another and warns."""
    if name not in entry:
        return None
    try:
        year, month, day, hour, minute, second = entry[name][:6]
        return datetime(year, month, day, hour, minute, min(second, 59), tzinfo=UTC)
    except (TypeError, ValueError):
        return None


def _ttl(feed: Any) -> timedelta:
    """How long the publisher says it may be kept: `ttl` in minutes (RSS 2.0), or the syndication module's period."""
    ttl = _text(feed, "ttl")
    if ttl.isdecimal():
        return timedelta(minutes=min(int(ttl[:9]), 525_600))
    period = _PERIODS.get(_text(feed, "sy_updateperiod").lower(), 0)
    frequency = _text(feed, "sy_updatefrequency")
    times = int(frequency[:9]) if frequency.isdecimal() else 1
    return timedelta(seconds=period / max(times, 1))


def _web_page(text: str, url: str) -> Unreadable:
    """What to say of a web page where a feed was expected: the feeds it names, if any."""
    named: dict[str, Candidate] = {}
    for node in LexborHTMLParser(text[:65_536]).css('link[rel~="alternate"][href]'):
        kind, href = node.attributes.get("type") or "", node.attributes.get("href") or ""
        if kind.strip().lower() in _FEED_TYPES and href.strip():
            with suppress(ValueError):
                address = urljoin(url, href.strip())
                named.setdefault(address, Candidate("feed", address, clean(node.attributes.get("title") or "")))
    if named:
        return Unreadable("this is a web page, not a feed", tuple(named.values())[:_MOST_NAMED])
    return Unreadable("this is a web page, not a feed, and it names no feed. Look for an RSS or Atom link on the site")
