"""Bing News: a search as RSS. It names the publishers, and wraps their addresses in its own."""

from __future__ import annotations

import re
from collections.abc import Generator
from dataclasses import replace
from typing import ClassVar, Final
from urllib.parse import parse_qs, quote, urlsplit

from bot.core.model import Entry, Source
from bot.core.outcome import Elsewhere, ReadOutcome
from bot.core.text.urls import canonical
from bot.ports.sources import Answer, Ask, Document, Unreadable
from bot.sources.addresses import absolute, after_name, web_address
from bot.sources.conditional import document
from bot.sources.editing import edited, signed_by_one
from bot.sources.parsing import ACCEPT, parse_document
from bot.sources.searching import Search, one_site, search
from bot.sources.webpage import is_page

__all__ = ["BingNews", "parse_bing_news"]

_HOSTS: Final = frozenset({"bing.com", "www.bing.com"})
_RESOLD: Final = re.compile(r"\s\S{1,4}\sMSN$")
"""How Bing marks what MSN has bought and shows itself: `Reuters on MSN`, `Le Monde sur MSN`."""


class BingNews:
    """The kind whose locator is words to search for; `|ar-SA` after them is the market."""

    name: ClassVar[str] = "bing-news"

    def claims(self, text: str) -> str | None:
        """Searches of Bing News; words only after `bing-news:`, since any words can be searched for."""
        words = after_name(text, self.name)
        found = web_address(words or text)
        if not found:
            wanted = search(words)
            return str(wanted) if wanted else None
        parts = found[1]
        if parts.hostname not in _HOSTS or parts.path != "/news/search":
            return None
        query = parse_qs(parts.query)
        typed = query.get("q", [""])[0].replace("|", " OR ")
        market = query.get("mkt", query.get("setmkt", [""]))[0]
        wanted = search(f"{typed}|{market}" if market else typed)
        return str(wanted) if wanted else None

    def read(self, source: Source) -> Generator[Ask, Answer, ReadOutcome | Elsewhere]:
        """One request."""
        return (yield from document(source, _address(source.locator), parse_bing_news, accept=ACCEPT))


def parse_bing_news(body: bytes, content_type: str, url: str) -> Document | Unreadable:
    """The document with its publishers and their addresses. A search of one site is that site's own voice."""
    if is_page(body):
        return Unreadable("Bing News sent a web page instead of news: it takes this server for a robot")
    found = parse_document(body, content_type, url)
    if isinstance(found, Unreadable):
        return found
    found = replace(found, entries=tuple(map(_entry, found.entries)))
    query = parse_qs(urlsplit(url).query).get("q", [""])[0]
    return edited(signed_by_one(found) if one_site(query) else found, url)


def _address(locator: str) -> str:
    """The feed of a locator."""
    wanted = search(locator) or Search(locator)
    market = f"&mkt={wanted.language}-{wanted.country}" if wanted.country else ""
    return f"https://www.bing.com/news/search?q={quote(wanted.words, safe='')}&format=RSS{market}"


def _entry(entry: Entry) -> Entry:
    """One item, known by its publisher's address: Bing's own changes with every answer."""
    address = _publishers(entry.url) or entry.url
    return replace(entry, guid=canonical(address), url=address, publisher=_RESOLD.sub("", entry.publisher))


def _publishers(link: str) -> str:
    """The address that Bing's leads on to; nothing where it is none of Bing's."""
    try:
        parts = urlsplit(link)
    except ValueError:
        return ""
    named = parse_qs(parts.query).get("url", [""])[0]
    return absolute("", named) if parts.hostname in _HOSTS else ""
