"""Feeds: RSS 0.9x to 2.0, RDF, Atom and JSON Feed, read politely and made fit for readers."""

from __future__ import annotations

from collections.abc import Generator
from datetime import timedelta
from hashlib import sha256
from typing import ClassVar, Final
from urllib.parse import urlsplit

from bot.core.model import Source
from bot.core.outcome import Failed, Read, ReadOutcome, Unchanged
from bot.ports.sources import Answer, Ask, Document, Fetch, Page, Parse, Unreachable, Unreadable
from bot.sources.parsing import parse_feed
from bot.sources.politeness import freshness, refusal, validators

__all__ = ["Feed"]

ACCEPT: Final = (
    "application/rss+xml, application/atom+xml, application/feed+json, application/rdf+xml;q=0.9, "
    "application/xml;q=0.8, text/xml;q=0.8, application/json;q=0.7, */*;q=0.1"
)


class Feed:
    """The kind whose locator is the feed's URL. Its memory: `etag`, `last_modified`, `body` (SHA-256) and `ttl` (s)."""

    name: ClassVar[str] = "feed"

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

    def read(self, source: Source) -> Generator[Ask, Answer, ReadOutcome]:
        """Fetches conditionally; parses only a body that is not the last one's.

        Nothing of an answer is remembered that was not read wholly: a document that can't be parsed is fetched again.
        """
        memory = source.memory
        fetch = Fetch(source.locator, memory.get("etag", ""), memory.get("last_modified", ""), ACCEPT)
        answer = yield fetch
        if isinstance(answer, Unreachable):
            return Failed(answer.why, barred=answer.barred)
        assert isinstance(answer, Page)
        if answer.status == 304 and (fetch.etag or fetch.last_modified):  # noqa: PLR2004 - Not Modified
            return Unchanged(memory, freshness(answer.headers, _ttl(source)))
        if answer.status != 200:  # noqa: PLR2004 - OK
            return refusal(answer)
        digest = sha256(answer.body).hexdigest()
        if digest == memory.get("body"):
            kept = {name: memory[name] for name in ("body", "ttl") if name in memory}
            return Unchanged(kept | validators(answer.headers), freshness(answer.headers, _ttl(source)))
        document = yield Parse(parse_feed, answer.body, answer.headers.get("content-type", ""), answer.url)
        if isinstance(document, Unreadable):
            return Failed(document.why)
        assert isinstance(document, Document)
        return Read(
            entries=document.entries,
            memory={"body": digest, "ttl": f"{document.ttl.total_seconds():.0f}"} | validators(answer.headers),
            title=document.title,
            wait=freshness(answer.headers, document.ttl),
        )


def _ttl(source: Source) -> timedelta:
    """What the document last read said of how long it may be kept."""
    return timedelta(seconds=float(source.memory.get("ttl", "0")))
