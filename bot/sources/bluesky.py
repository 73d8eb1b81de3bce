"""Accounts of Bluesky."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import ClassVar, Final
from urllib.parse import quote

from bot.core.model import Source
from bot.core.outcome import Read
from bot.sources.addresses import web_address
from bot.sources.bluesky_posts import parse_author_feed, parse_commit, parse_rss
from bot.sources.conditional import document
from bot.sources.ways import Reading, in_turn

__all__ = ["Bluesky", "parse_commit"]

_API: Final = "https://public.api.bsky.app/xrpc/app.bsky.feed.getAuthorFeed"
"""The API's public half, which needs no account."""
_MOST: Final = 30
"""Posts asked for, as many as the RSS feed has."""
_HANDLE: Final = r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?"
"""atproto.com/specs/handle: a host name."""
_DID: Final = r"did:(?:plc:[a-z2-7]{24}|web:[a-z0-9.-]{1,253})"
"""atproto.com/specs/did: the two methods there are."""
_TYPED: Final = re.compile(rf"@({_HANDLE})|((?:[a-z0-9-]+\.)bsky\.social)|({_DID})|at://({_HANDLE}|{_DID})(?:/.*)?")
_PROFILE: Final = re.compile(rf"/profile/({_HANDLE}|{_DID})(?:/post/.*|/rss|/)?")


class Bluesky:
    """The kind whose locator is an account's lasting id (`did:plc:…`), or the handle that leads to it."""

    name: ClassVar[str] = "bluesky"

    def claims(self, text: str) -> str | None:
        """A handle (`@example.org`, `name.bsky.social`), an id, or the address of a profile or a post."""
        form = _TYPED.fullmatch(text.strip().lower())
        if form is None:
            found = web_address(text)
            if found is None or found[1].hostname not in {"bsky.app", "www.bsky.app"}:
                return None
            form = _PROFILE.fullmatch(found[1].path.lower())
        return next(filter(None, form.groups())) if form else None

    def read(self, source: Source) -> Reading:
        """By the public API, else by RSS. Handles change, so the id that the answer gives is what to keep."""
        actor = quote(source.locator, safe=":")
        wanted = "posts_with_replies" if source.options.replies else "posts_and_author_threads"
        api = f"{_API}?actor={actor}&filter={wanted}&limit={_MOST}"
        rss = f"https://bsky.app/profile/{actor}/rss"
        outcome = yield from in_turn(
            source,
            {
                "The API": lambda source: document(source, api, parse_author_feed, accept="application/json"),
                "RSS": lambda source: document(source, rss, parse_rss, accept="application/rss+xml, */*;q=0.1"),
            },
        )
        return replace(outcome, lasting=_lasting(outcome, source)) if isinstance(outcome, Read) else outcome


def _lasting(read: Read, source: Source) -> str:
    """The id of whose posts these are; empty where the source goes by its id already, and where nothing shows it."""
    own = (entry.guid for entry in read.entries if not entry.reposts and entry.guid.startswith("at://did:"))
    did = next(own, "").removeprefix("at://").partition("/")[0]
    return "" if source.locator.startswith("did:") else did
