"""What readers need of a document: links absolute, titles never empty, publishers apart from titles, nothing too long.

Runs in the parser's process: a hostile document can make all of this slow.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Final
from urllib.parse import urljoin, urlsplit

from bot.core.model import Entry
from bot.core.text.clean import clean, clip
from bot.ports.sources import Document

__all__ = ["LONGEST_ADDRESS", "LONGEST_NAME", "LONGEST_TEXT", "LONGEST_TITLE", "MOST_ENTRIES", "edited"]

MOST_ENTRIES: Final = 200
"""Entries kept of one document, the newest: real feeds hold 10 to 100."""
LONGEST_TITLE: Final = 500
LONGEST_TEXT: Final = 10_000
LONGEST_NAME: Final = 200
LONGEST_ADDRESS: Final = 2_048
"""Characters kept of a title, a text, a name, a guid or link: many times what a message can show."""
LONGEST_INVENTED_TITLE: Final = 120
"""Characters of the text that stand in for the title a short message does not have."""
_LONGEST_HOST: Final = 253
"""RFC 1035, section 2.3.4, without the root's dot and the length bytes."""
_LONGEST_LANGUAGE: Final = 35
"""RFC 5646, section 4.4.1: no registered tag is longer."""


def edited(document: Document, url: str) -> Document:
    """The document as its readers need it, the newest entries in its own order; `url` is where it came from."""
    site = _absolute(url, clean(document.link[: LONGEST_ADDRESS + 1]))
    google = (urlsplit(url).hostname or "") == "news.google.com"
    entries = map(_short, _newest(document.entries))
    return replace(
        document,
        entries=tuple(_edit(entry, site or url, in_titles=google) for entry in entries),
        title=clip(document.title, LONGEST_TITLE),
        language=document.language[:_LONGEST_LANGUAGE],
        link=site,
    )


def _newest(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """The newest entries in the document's order."""
    if len(entries) <= MOST_ENTRIES:
        return entries
    oldest = datetime.min.replace(tzinfo=UTC)
    places = sorted(range(len(entries)), key=lambda place: entries[place].published or oldest, reverse=True)
    return tuple(entries[place] for place in sorted(places[:MOST_ENTRIES]))


def _short(entry: Entry) -> Entry:
    """The entry with every field cleaned and cut to its limit."""
    return replace(
        entry,
        guid=clean(entry.guid)[:LONGEST_ADDRESS],
        url=_link(entry.url),
        title=clip(entry.title, LONGEST_TITLE),
        text=clip(entry.text, LONGEST_TEXT),
        author=clip(entry.author, LONGEST_NAME),
        language=entry.language[:_LONGEST_LANGUAGE],
        publisher=clip(entry.publisher, LONGEST_NAME),
        reposts=clip(entry.reposts, LONGEST_NAME),
        replies_to=clip(entry.replies_to, LONGEST_NAME),
        quotes=clip(entry.quotes, LONGEST_NAME),
        media=_link(entry.media),
    )


def _link(link: str) -> str:
    """The link without what is no part of any; nothing where it is longer than any."""
    return clean(link) if len(link) <= LONGEST_ADDRESS else ""


def _edit(entry: Entry, site: str, *, in_titles: bool) -> Entry:
    """One entry made fit for readers; `in_titles` says that titles end with the publisher's name."""
    title, publisher = entry.title, entry.publisher
    if in_titles and not publisher:
        publisher = title.rpartition(" - ")[2] if " - " in title else ""
    headline = title.removesuffix(f" - {publisher}") if publisher else title
    repeats = bool(publisher) and entry.text in {f"{headline} {publisher}", title, headline}
    text = "" if repeats else entry.text
    return replace(
        entry,
        url=_absolute(site, entry.url),
        title=headline or clip(text.partition("\n")[0], LONGEST_INVENTED_TITLE),
        text=text,
        publisher=clip(publisher, LONGEST_NAME),
        media=_absolute(site, entry.media),
    )


def _absolute(base: str, link: str) -> str:
    """The web address a link leads to from `base`; empty when it leads to none, or is longer than any."""
    try:
        url = urljoin(base, link) if link else ""
        parts = urlsplit(url)
    except ValueError:
        return ""
    fits = len(url) <= LONGEST_ADDRESS and len(parts.hostname or "") <= _LONGEST_HOST
    return url if fits and parts.scheme in {"http", "https"} else ""
