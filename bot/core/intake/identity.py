"""What tells one publication from another: its own identifier, else its link, else its words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from typing import Final
from urllib.parse import urlsplit

from bot.core.model import Entry
from bot.core.text.urls import canonical

__all__ = ["Mark", "key", "mark", "newest"]

MOST_MARKS: Final = 1_000
"""Entries of one document that are remembered, so that they are not news when they slide back into the newest."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What is remembered of an entry: digests, which are small and say nothing."""

    key: str
    """Its identity in its source, 128 bits."""
    link: str
    """Digest of the canonical link, 128 bits: an identity across sources; empty when the link names no page."""
    title: str
    words: str
    """Digest of title and text."""
    again: str
    """The key it gets when `key` has turned out to be that of another publication."""


def key(entry: Entry) -> str:
    """The identity of an entry in its source, 32 hex digits: of its guid, else its link, else its title and link."""
    if guid := entry.guid.strip():
        return _digest("guid", guid)
    if link := canonical(entry.url):
        return _digest("link", link)
    return _digest("title", _squeezed(entry.title))


def mark(entry: Entry) -> Mark:
    """What is to be remembered of an entry."""
    own = key(entry)
    link = _link(entry.url)
    title = _digest("title", _squeezed(entry.title))
    words = _digest("words", _squeezed(entry.title), _squeezed(entry.text))
    return Mark(own, link, title[:16], words[:16], again=_digest("again", own, link or title))


def newest(entries: Iterable[Entry], now: datetime) -> list[Entry]:
    """The entries worth remembering, the newest first; undated ones count as new and keep the document's order."""
    return sorted(entries, key=lambda entry: entry.published or now, reverse=True)[:MOST_MARKS]


def _link(url: str) -> str:
    """Digest of a link that names a page; the front page of a site tells no two publications apart."""
    link = canonical(url)
    try:
        parts = urlsplit(link)
    except ValueError:
        return ""
    names_page = parts.netloc and (parts.path.strip("/") or parts.query)
    return _digest("link", link) if names_page else ""


def _digest(*parts: str) -> str:
    whole = "\0".join(parts).encode("utf-8", "surrogatepass")
    return blake2b(whole, digest_size=16).hexdigest()


def _squeezed(text: str) -> str:
    return " ".join(text.split())
