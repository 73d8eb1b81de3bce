"""Publications of Substack, under its own address or one of theirs."""

from __future__ import annotations

import re
from typing import ClassVar, Final

from bot.core.model import Source
from bot.sources.addresses import after_name, web_address
from bot.sources.conditional import document
from bot.sources.substack_posts import parse_archive, parse_rss
from bot.sources.ways import Reading, in_turn

__all__ = ["Substack"]

_NAME: Final = re.compile(r"[a-z0-9-]{1,63}")
_SUBDOMAIN: Final = re.compile(r"(?!(?:www|open|support)\.)[a-z0-9-]{1,63}\.substack\.com")
_WRITER: Final = re.compile(r"/(?:@|pub/)([a-z0-9-]{1,63})(?:/.*)?")
"""`substack.com/@name` and `open.substack.com/pub/name`: the name is that of the publication, as a rule."""
_POST: Final = re.compile(r"/(?:p/[\w-]+|api/v1/archive)/?")
"""Where Substack keeps posts, on any domain; whether it is Substack shows when the feed is read."""

_ELSEWHERE: Final = re.compile(r"(?:.+\.)?(?:flickr|instagram)\.com")
"""Sites whose addresses look alike: pictures stand there."""


class Substack:
    """The kind whose locator is a publication's host: `name.substack.com`, or a domain of its own."""

    name: ClassVar[str] = "substack"

    def claims(self, text: str) -> str | None:
        """Any address of Substack's that names a publication, a post on any domain, and any host after `substack:`."""
        typed = after_name(text, self.name).lower()
        words = f"{typed}.substack.com" if _NAME.fullmatch(typed) else typed or text.strip().lower()
        found = web_address(words if "://" in words else f"https://{words.lstrip('/')}")
        if found is None:
            return None
        host, path = found[1].hostname or "", found[1].path
        if _SUBDOMAIN.fullmatch(host):
            return host
        if host in {"substack.com", "www.substack.com", "open.substack.com"}:
            writer = _WRITER.fullmatch(path)
            return f"{writer[1]}.substack.com" if writer else None
        posted = "://" in words and _POST.fullmatch(path) and not _ELSEWHERE.fullmatch(host)
        return host if typed or posted else None

    def read(self, source: Source) -> Reading:
        """By the feed, which has whole texts, else by the list that its own pages are made from."""
        site = f"https://{source.locator}"
        archive = f"{site}/api/v1/archive?sort=new&limit=12"
        return (
            yield from in_turn(
                source,
                {
                    "The feed": lambda source: document(source, f"{site}/feed", parse_rss),
                    "The archive": lambda source: document(source, archive, parse_archive),
                },
            )
        )
