"""Feeds: RSS 0.9x to 2.0, RDF, Atom and JSON Feed, read politely and made fit for readers."""

from __future__ import annotations

from collections.abc import Generator
from typing import ClassVar

from bot.core.model import Source
from bot.core.outcome import Elsewhere, ReadOutcome
from bot.ports.sources import Answer, Ask
from bot.sources.addresses import web_address
from bot.sources.conditional import document
from bot.sources.parsing import ACCEPT, parse_feed

__all__ = ["ACCEPT", "Feed"]


class Feed:
    """The kind whose locator is the feed's URL."""

    name: ClassVar[str] = "feed"
    parser = staticmethod(parse_feed)

    def claims(self, text: str) -> str | None:
        """Any web address; `feed:` before or instead of its scheme is what browsers used to put there."""
        url = text.strip().strip("<>")
        if url.lower().startswith("feed:"):
            url = url[5:] if "://" in url[5:] else f"http:{url[5:]}"
        found = web_address(url)
        return found[0] if found else None

    def read(self, source: Source) -> Generator[Ask, Answer, ReadOutcome | Elsewhere]:
        """A web page instead of a feed is no failure at the first try, if it names feeds."""
        return (yield from document(source, source.locator, parse_feed, accept=ACCEPT))
