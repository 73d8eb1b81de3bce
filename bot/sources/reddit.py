"""Communities and people of Reddit."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial
from typing import ClassVar, Final

from bot.core.model import Source
from bot.core.outcome import Failed
from bot.ports.sources import Page
from bot.sources.addresses import web_address
from bot.sources.conditional import document
from bot.sources.politeness import refusal
from bot.sources.reddit_posts import parse_listing
from bot.sources.ways import Reading

__all__ = ["Reddit"]

_SITE: Final = "https://www.reddit.com"
_NAMES: Final = r"(?:r/(?P<sub>\w{2,21}(?:\+\w{2,21})*)|u(?:ser)?/(?P<user>[\w-]{3,20}))"
_TYPED: Final = re.compile(f"/?{_NAMES}/?", re.ASCII | re.IGNORECASE)
_PATH: Final = re.compile(
    rf"/{_NAMES}(?:/(?:new|hot|top|best|rising|controversial|submitted|overview))?/?(?:\.rss|\.json)?/?",
    re.ASCII | re.IGNORECASE,
)
_PRIVATE: Final = re.compile(r"(?=.*\bfeed=\w)(?=.*\buser=\w)")
"""The parameters of a private feed address; together they are a secret."""
_FEED: Final = re.compile(r"\.(?:rss|json)/?$")
_TURNED_AWAY: Final = frozenset({401, 403, 429})


class Reddit:
    """The kind whose locator is `r/name`, `user/name` or a private feed address, which is a secret."""

    name: ClassVar[str] = "reddit"

    def claims(self, text: str) -> str | None:
        """`r/name`, `u/name`, the address of such a page or of its feed, or a private feed address."""
        form = _TYPED.fullmatch(text.strip())
        if form is None:
            found = web_address(text)
            if found is None or not f".{found[1].hostname}".endswith(".reddit.com"):
                return None
            _, parts = found
            if _PRIVATE.match(parts.query) and _FEED.search(parts.path):
                return f"{_SITE}{parts.path}?{parts.query}"
            form = _PATH.fullmatch(parts.path)
        if form is None:
            return None
        return f"r/{form['sub']}".lower() if form["sub"] else f"user/{form['user']}".lower()

    def read(self, source: Source) -> Reading:
        """One request; there is no other way round a refusal than a private feed address."""
        url = _address(source.locator)
        return (yield from document(source, url, parse_listing, otherwise=partial(_refused, source.locator)))


def _address(locator: str) -> str:
    """Where the newest posts are listed; of a person without their comments."""
    if locator.startswith("https:"):
        return locator
    return f"{_SITE}/{locator}/" + ("submitted/.rss?sort=new" if locator.startswith("user/") else "new/.rss")


def _refused(locator: str, page: Page) -> Failed:
    """What it means that Reddit did not answer, and what helps where it turns bots away."""
    failure = refusal(page)
    if page.status not in _TURNED_AWAY:
        return failure
    if locator.startswith("https:"):
        advice = "If this private feed address was renewed, reddit.com/prefs/feeds shows the one that is valid now"
    else:
        advice = (
            "Reddit turns away most bots that show no private feed address. To get one, log in there, open "
            "reddit.com/prefs/feeds and copy an RSS address from its “?” on. Put that part behind "
            f"{_address(locator).partition('?')[0]} and add the whole, in a private chat: it is a secret"
        )
    return replace(failure, advice=advice)
