"""Feeds: RSS 0.9x to 2.0, RDF, Atom and JSON Feed, read politely and made fit for readers."""

from __future__ import annotations

from collections.abc import Generator
from typing import ClassVar, Final
from urllib.parse import urlsplit

from bot.core.model import Source
from bot.core.outcome import Elsewhere, ReadOutcome
from bot.ports.sources import Answer, Ask
from bot.sources.conditional import document
from bot.sources.parsing import parse_feed

__all__ = ["ACCEPT", "Feed"]

ACCEPT: Final = (
    "application/rss+xml, application/atom+xml, application/feed+json, application/rdf+xml;q=0.9, "
    "application/xml;q=0.8, text/xml;q=0.8, application/json;q=0.7, */*;q=0.1"
)


class Feed:
    """The kind whose locator is the feed's URL."""

    name: ClassVar[str] = "feed"
    parser = staticmethod(parse_feed)

    def claims(self, text: str) -> str | None:
        """Any web address; `feed:` before or instead of its scheme is what browsers used to put there."""
        url = text.strip().strip("<>")
        if url.lower().startswith("feed:"):
            url = url[5:] if "://" in url[5:] else f"http:{url[5:]}"
        try:
            parts = urlsplit(url)
        except ValueError:
            return None
        readable = parts.scheme in {"http", "https"} and parts.hostname and not any(map(str.isspace, url))
        return url if readable else None

    def read(self, source: Source) -> Generator[Ask, Answer, ReadOutcome | Elsewhere]:
        """A web page instead of a feed is no failure at the first try, if it names feeds."""
        return (yield from document(source, source.locator, parse_feed, accept=ACCEPT))
