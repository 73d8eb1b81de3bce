"""News sitemaps (sitemaps.org with Google's news extension), well-formed or broken off, and indexes of sitemaps.

Runs in a process of its own. Expat tells of one element after another, so what came before a fault is read.
"""

from __future__ import annotations

import re
import zlib
from datetime import UTC, datetime
from html import unescape
from typing import Final
from urllib.parse import urlsplit
from xml.parsers import expat

from bot.core.model import Entry
from bot.core.outcome import Candidate
from bot.core.text.clean import clean
from bot.core.text.urls import canonical
from bot.ports.sources import Document, Unreadable
from bot.sources.addresses import absolute
from bot.sources.charset import written
from bot.sources.editing import edited, signed_by_one
from bot.sources.moments import moment
from bot.sources.webpage import is_page

__all__ = ["CHILD", "parse_sitemap"]

CHILD: Final = "child"
"""The note that names the sitemap an index leads to; empty in a document that is none."""

_GZIP: Final = b"\x1f\x8b"
_LONGEST: Final = 10 * 1024 * 1024
"""Bytes after inflation: a news sitemap has 1,000 pages at most, in half a megabyte."""
_STRAY: Final = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9a-fA-F]{1,6});)")
"""Ampersands that XML has no meaning for; `unescape` finds those of HTML again later."""
_FIELDS: Final = frozenset(
    {
        *("loc", "lastmod", "image/loc", "video/thumbnail_loc"),
        *("news/title", "news/publication_date", "news/publication/name", "news/publication/language"),
    }
)
"""What is read of a page, by the names of its elements without their prefixes."""
_DEEPEST: Final = 5

_Fields = dict[str, str]


def parse_sitemap(body: bytes, content_type: str, url: str) -> Document | Unreadable:
    """The pages that have a headline, as entries; of an index nothing but the note of its newest sitemap of news."""
    inflated = _inflated(body)
    if isinstance(inflated, Unreadable):
        return inflated
    if is_page(inflated):
        return Unreadable("it is a web page, not a sitemap")
    records = _Records()
    whole = records.read(_STRAY.sub("&amp;", written(inflated, content_type)))
    if records.root and not whole and not records.found:
        return Unreadable("it is broken XML")
    return _told(records, url)


def _told(records: _Records, url: str) -> Document | Unreadable:
    """What the records tell, by the name of the element that holds them."""
    match records.root:
        case "urlset":
            return _pages(records.found, url)
        case "sitemapindex":
            child = _newest(records.found, url)
            return Document((), notes={CHILD: child}) if child else Unreadable("it is an index without sitemaps")
        case "rss" | "feed" | "rdf":
            return Unreadable("it is a feed, not a sitemap", (Candidate("feed", url),))
        case _:
            return Unreadable("it is no sitemap that I can read")


def _inflated(body: bytes) -> bytes | Unreadable:
    """The document, unpacked where it is packed, as far as a sitemap of news can reach."""
    if not body.startswith(_GZIP):
        return body
    engine = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
    try:
        found = engine.decompress(body, _LONGEST)
    except zlib.error:
        return Unreadable("it is packed, and the package is broken")
    if engine.unconsumed_tail:
        return Unreadable(f"unpacked, it is longer than {_LONGEST // 1024 // 1024} MiB")
    return found


class _Records:
    """The pages of a sitemap, or the sitemaps of an index, as far as they came whole: a dictionary of fields each."""

    def __init__(self) -> None:
        self.root = ""
        self.found: list[_Fields] = []
        self._path: list[str] = []
        self._fields: _Fields = {}
        self._words: list[str] = []

    def read(self, text: str) -> bool:
        """Read it up to its end or its first fault; tells whether it has none."""
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self._begin
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._words.append
        parser.EntityDeclHandler = _refuse
        try:
            parser.Parse(text, True)
        except (expat.ExpatError, ValueError):
            return False
        return True

    def _begin(self, name: str, _attributes: dict[str, str]) -> None:
        self._path.append(name.rpartition(":")[2])
        self._words.clear()
        self.root = self.root or self._path[0].lower()

    def _end(self, _name: str) -> None:
        """An element is whole: a record of the document, or a field of one, of which the first of each name counts."""
        depth = len(self._path)
        field = "/".join(self._path[2:]) if 2 < depth <= _DEEPEST else ""  # noqa: PLR2004 - below root and record
        if field in _FIELDS:
            self._fields.setdefault(field, unescape("".join(self._words)).strip())
        elif depth == 2:  # noqa: PLR2004 - a record
            self.found.append(self._fields)
            self._fields = {}
        self._words.clear()
        self._path.pop()


def _refuse(*_declaration: object) -> None:
    """Entities of its own are what bombs are made of."""
    raise ValueError


# ---- what the records mean


def _pages(found: list[_Fields], url: str) -> Document | Unreadable:
    """The pages with a headline. A sitemap of all pages has none, and tells of no news."""
    entries = tuple(_entry(fields) for fields in found if fields.get("news/title") and fields.get("loc"))
    if found and not entries:
        return Unreadable("it lists pages without their headlines: only a sitemap made for Google News has these")
    return edited(signed_by_one(Document(entries, notes={CHILD: ""})), url)


def _entry(fields: _Fields) -> Entry:
    """One page, known by its address."""
    return Entry(
        guid=canonical(fields["loc"]),
        url=fields["loc"],
        title=clean(fields["news/title"]),
        published=moment(fields.get("news/publication_date", "")) or moment(fields.get("lastmod", "")),
        language=fields.get("news/publication/language", ""),
        publisher=clean(fields.get("news/publication/name", "")),
        media=fields.get("image/loc", "") or fields.get("video/thumbnail_loc", ""),
    )


def _newest(found: list[_Fields], url: str) -> str:
    """The sitemap of an index that tells the news: one that is called so, and of these the one changed last.

    Only of the same site: an index may name no others (sitemaps.org), and might lead to a private place.
    """
    oldest = datetime.min.replace(tzinfo=UTC)
    children = [(absolute(url, fields.get("loc", "")), moment(fields.get("lastmod", ""))) for fields in found]
    own = [(child, changed or oldest) for child, changed in children if child and _one_site(child, url)]
    return max(own, key=lambda each: ("news" in urlsplit(each[0]).path.lower(), each[1]), default=("", oldest))[0]


def _one_site(child: str, url: str) -> bool:
    """Whether one of the hosts is the other, or a part of it."""
    names = sorted(((urlsplit(each).hostname or "").removeprefix("www.") for each in (child, url)), key=len)
    return names[1] == names[0] or names[1].endswith(f".{names[0]}")
