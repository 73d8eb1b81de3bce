"""What readers need of a document: links absolute, titles never empty, publishers apart from titles, nothing too long.

Runs in the parser's process: a hostile document can make all of this slow.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

from bot.core.model import Entry
from bot.core.outcome import Hub
from bot.core.text.clean import clean, clip
from bot.ports.sources import Document
from bot.sources.addresses import LONGEST_ADDRESS, absolute

__all__ = [
    "LONGEST_ADDRESS",
    "LONGEST_NAME",
    "LONGEST_TEXT",
    "LONGEST_TITLE",
    "MOST_ENTRIES",
    "edited",
    "signed_by_one",
]

MOST_ENTRIES: Final = 200
"""Entries kept of one document, the newest: real feeds hold 10 to 100."""
LONGEST_TITLE: Final = 500
LONGEST_TEXT: Final = 10_000
LONGEST_NAME: Final = 200
"""Characters kept of a title, a text or a name: many times what a message can show."""
LONGEST_INVENTED_TITLE: Final = 120
"""Characters of the text that stand in for the title a short message does not have."""
_LONGEST_LANGUAGE: Final = 35
"""RFC 5646, section 4.4.1: no registered tag is longer."""


def edited(document: Document, url: str) -> Document:
    """The document as its readers need it, the newest entries in its own order; `url` is where it came from."""
    site = absolute(url, clean(document.link[: LONGEST_ADDRESS + 1]))
    entries = map(_short, _newest(document.entries))
    return replace(
        document,
        entries=tuple(_edit(entry, site or url) for entry in entries),
        title=clip(document.title, LONGEST_TITLE),
        language=document.language[:_LONGEST_LANGUAGE],
        link=site,
        hub=_hub(document.hub, url) if document.hub else None,
    )


def signed_by_one(document: Document) -> Document:
    """The same where all comes from one site: it is called after who publishes most of it, and only guests are named.

    An outlet's own words under its publisher's name in another spelling would count as another voice.
    """
    names = Counter(entry.publisher for entry in document.entries)
    host, times = next(iter(names.most_common(1)), ("", 0))
    if not host or 2 * times <= len(document.entries):
        return document
    entries = (replace(entry, publisher="") if entry.publisher == host else entry for entry in document.entries)
    return replace(document, title=host, entries=tuple(entries))


def _hub(named: Hub, url: str) -> Hub | None:
    """The hub with addresses that can be asked; a document that does not give its own has the one it came from."""
    hub = absolute(url, named.url)
    return Hub(hub, absolute(url, named.topic) or url) if hub else None


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


def _edit(entry: Entry, site: str) -> Entry:
    """One entry made fit for readers. Aggregators end titles with the publisher's name, and repeat both as the text."""
    title, publisher = entry.title, entry.publisher
    headline = title.removesuffix(f" - {publisher}") if publisher else title
    repeats = bool(publisher) and entry.text in {f"{headline} {publisher}", title, headline}
    text = "" if repeats else entry.text
    return replace(
        entry,
        url=absolute(site, entry.url),
        title=headline or clip(text.partition("\n")[0], LONGEST_INVENTED_TITLE),
        text=text,
        media=absolute(site, entry.media),
    )
