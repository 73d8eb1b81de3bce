"""RSS, RDF and Atom, as feedparser reads them. All that is untyped in them stays here."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from html import unescape
from io import BytesIO
from typing import Any, Final

import feedparser

from bot.core.model import Entry
from bot.core.outcome import Hub
from bot.core.text.clean import clean, plain
from bot.ports.sources import Document, Unreadable
from bot.sources.moments import altered
from bot.sources.resting import rest

__all__ = ["parse_xml"]

_PERIODS: Final = {"hourly": 3_600, "daily": 86_400, "weekly": 604_800, "monthly": 2_592_000, "yearly": 31_536_000}
_PICTURED: Final = re.compile(r"(image|video)(/|$)", re.IGNORECASE)
_PICTURE_NAME: Final = re.compile(r"\.(jpe?g|png|gif|webp|avif|mp4|m4v|mov|webm)([?#]|$)", re.IGNORECASE)
_REFERENCE: Final = re.compile(r"&#(?:x(?P<hexadecimal>[0-9a-f]++)|(?P<decimal>[0-9]++));?", re.IGNORECASE)
_BEYOND: Final = 0x110000
"""The first number that is no character's."""
_HALVES: Final = range(0xD800, 0xE000)
"""Surrogates: what counts in UTF-16 writes a character beyond the first 65,536 as two (Unicode, chapter 3.8)."""
_MOST_DIGITS: Final = 20
"""More than any character's number has, though zeros stand before it; of too many, Python makes no number."""
_FACE: Final = re.compile(r"//[^/?#]*\bavatar|/avatars?/", re.IGNORECASE)
"""WordPress and GitHub show the author first, who is not what an entry is about."""


def parse_xml(text: str, words: Callable[[str], str] = plain) -> Document | Unreadable:
    """By feedparser, told that the text is UTF-8 now: it looks for no other encoding and mends the declaration.

    `words` makes an entry's text of its HTML.
    """
    text = _mended(text)
    parsed = _parsed(text)
    if not parsed.entries and not parsed.version:
        return Unreadable("it is no feed that I can read: neither RSS, RDF, Atom nor JSON Feed")
    feed: Any = parsed.feed
    language = _text(feed, "language")
    atom = str(parsed.version).startswith("atom")
    return Document(
        entries=tuple(_entry(entry, language, words, atom=atom) for entry in parsed.entries),
        title=_words(feed, "title"),
        language=language,
        link=_text(feed, "link"),
        ttl=_ttl(feed),
        rest=rest(text),
        hub=_hub(feed),
    )


def _parsed(text: str) -> Any:
    """What feedparser makes of it."""
    parsed: Any = feedparser.parse(
        BytesIO(text.encode()),  # given bytes, it would first try to open a file of that name
        response_headers={"content-type": "application/xml; charset=utf-8"},
        sanitize_html=False,  # texts are reduced to their words anyway; without it parsing takes a third of the time
        resolve_relative_uris=False,
    )
    return parsed


def _mended(text: str) -> str:
    """The text without references to no character, over which feedparser raises; halves of one are joined."""
    mended = _REFERENCE.sub(_possible, text)
    return mended if mended == text else mended.encode("utf-16", "surrogatepass").decode("utf-16", "ignore")


def _possible(reference: re.Match[str]) -> str:
    """The reference, if it is to a character; a half of one as such."""
    hexadecimal, decimal = reference["hexadecimal"], reference["decimal"]
    digits, base = (decimal, 10) if hexadecimal is None else (hexadecimal, 16)
    code = int(digits, base) if len(digits) <= _MOST_DIGITS else _BEYOND
    if code in _HALVES:
        return chr(code)
    return reference[0] if code < _BEYOND else ""


def _entry(entry: Any, language: str, words: Callable[[str], str], *, atom: bool) -> Entry:
    """One entry of feedparser's; the feed's language holds where it names none.

    Only Atom tells what was changed: the second date of an RSS item is another spelling of the first, or a whim.
    """
    contents = [_text(part, "value") for part in entry.get("content", ())]
    summary = _text(entry, "summary")
    source: Any = entry.get("source") or {}
    published, updated = _moment(entry, "published_parsed"), _moment(entry, "updated_parsed")
    return Entry(
        guid=_text(entry, "id"),
        url=_text(entry, "link"),
        title=_words(entry, "title"),
        text=words(max([summary, *contents], key=len)),
        author=_author(entry),
        published=published or updated,
        language=_text(entry.get("title_detail") or {}, "language") or language,
        publisher=_words(source, "title") or plain(_text(entry, "news_source")),  # the latter is Bing's
        media=_media(entry),
        edited=atom and altered(published, updated),
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
    except (TypeError, ValueError, OverflowError):
        return None


def _hub(feed: Any) -> Hub | None:
    """The first hub it names, and the address under which that knows it."""
    links: dict[str, str] = {}
    for link in feed.get("links", ()):
        links.setdefault(_text(link, "rel"), _text(link, "href"))
    return Hub(links["hub"], links.get("self", "")) if links.get("hub") else None


def _media(entry: Any) -> str:
    """Address of its first picture or video: the widest of Media RSS, else an enclosure, else a thumbnail."""
    contents = sorted(entry.get("media_content", ()), key=_width, reverse=True)
    enclosures = [link for link in entry.get("links", ()) if _text(link, "rel") == "enclosure"]
    found = [address for each in (*contents, *enclosures) if (address := _shown(each))]
    thumbnails = [_text(each, "url") for each in entry.get("media_thumbnail", ())]
    every = (*found, *thumbnails, _text(entry, "news_image"))
    return next((each for each in every if each and not _FACE.search(each)), "")


def _width(content: Any) -> int:
    """Pixels, if it says; sorting keeps the order of those that don't."""
    width = _text(content, "width")
    return int(width[:9]) if width.isdecimal() else 0


def _shown(content: Any) -> str:
    """Its address if it is a picture or a video."""
    address = _text(content, "url") or _text(content, "href")
    kind = _text(content, "type") or _text(content, "medium")
    pictured = _PICTURED.match(kind) if kind else _PICTURE_NAME.search(address)
    return address if pictured else ""


def _ttl(feed: Any) -> timedelta:
    """How long the publisher says it may be kept: `ttl` in minutes (RSS 2.0), or the syndication module's period."""
    ttl = _text(feed, "ttl")
    if ttl.isdecimal():
        return timedelta(minutes=min(int(ttl[:9]), 525_600))
    period = _PERIODS.get(_text(feed, "sy_updateperiod").lower(), 0)
    frequency = _text(feed, "sy_updatefrequency")
    times = int(frequency[:9]) if frequency.isdecimal() else 1
    return timedelta(seconds=period / max(times, 1))
