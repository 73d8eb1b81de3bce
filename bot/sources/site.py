"""What a person types first is a site: `aljazeera.com`. This finds what can be read of it, and reads nothing itself."""

from __future__ import annotations

import re
from collections.abc import Generator
from typing import ClassVar, Final
from urllib.parse import urlsplit

from bot.core.model import Source
from bot.core.outcome import Candidate, Elsewhere, Failed, ReadOutcome
from bot.ports.sources import Answer, Ask, Document, Fetch, Page, Parse, Unreachable, Unreadable
from bot.sources.addresses import absolute, web_address
from bot.sources.conditional import unreachable
from bot.sources.parsing import ACCEPT, parse_feed
from bot.sources.politeness import refusal

__all__ = ["Site"]

_BARE: Final = re.compile(
    r"(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+(?:[^\W\d_]{2,63}|xn--[a-z0-9-]{2,59})(?::\d{1,5})?(?:[/?#]\S*)?",
    re.IGNORECASE,
)
"""A host with a top-level domain, and maybe a path: what browsers take for an address too."""
_USUAL: Final = ("/feed", "/rss", "/atom.xml", "/rss.xml", "/feed.xml", "/index.xml")
"""Where WordPress, Drupal, Jekyll, Hugo and most others have their feed."""
_PAGE: Final = "text/html, application/xhtml+xml;q=0.9, */*;q=0.5"
_ABSENT: Final = frozenset({404, 410})
"""The page is not there, but the site is."""
_STAY_AWAY: Final = frozenset({429, 503})
_ROBOTS: Final = 65_536
"""Bytes of robots.txt that are looked at: Google reads 500 kB, and real ones have some 2."""
_SITEMAP: Final = re.compile(r"^[ \t]*sitemap[ \t]*:[ \t]*(\S+)", re.IGNORECASE | re.MULTILINE)
_MOST_SITEMAPS: Final = 3

_Asking = Generator[Ask, Answer, Elsewhere | Failed | None]


class Site:
    """The kind of first tries: it leads to sources of other kinds and is never kept."""

    name: ClassVar[str] = "site"

    def claims(self, text: str) -> str | None:
        """Web addresses, and what looks like one without its scheme."""
        found = web_address(text)
        if found:
            return found[0]
        bare = text.strip().strip("<>")
        return f"https://{bare}" if _BARE.fullmatch(bare) else None

    def read(self, source: Source) -> Generator[Ask, Answer, ReadOutcome | Elsewhere]:
        """The feeds its page names; else the first at the usual addresses; else what its robots.txt says.

        Eight requests at most, and none after one that is answered by a feed or by a wish to be left alone.
        """
        answer = yield Fetch(source.locator, accept=_PAGE, user_agent=source.options.user_agent)
        if isinstance(answer, Unreachable):
            return unreachable(answer)
        assert isinstance(answer, Page)
        if answer.status != 200 and answer.status not in _ABSENT:  # noqa: PLR2004 - OK
            return refusal(answer)
        found = yield from _feeds(answer)
        root = "{0.scheme}://{0.netloc}".format(urlsplit(answer.url))
        for path in () if found else _USUAL:
            found = yield from _guess(f"{root}{path}", source.options.user_agent)
            if found:
                break
        return found or (yield from _sitemaps(root, source.options.user_agent))


def _feeds(page: Page) -> _Asking:
    """The feeds that a page names, or itself when it is one."""
    if page.status in _ABSENT:
        return None
    read = yield Parse(parse_feed, page.body, page.headers.get("content-type", ""), page.url)
    if isinstance(read, Document):
        return Elsewhere((Candidate("feed", page.url, read.title),), "this is a feed")
    assert isinstance(read, Unreadable)
    return Elsewhere(read.candidates, read.why) if read.candidates else None


def _guess(url: str, user_agent: str) -> _Asking:
    """The feed at an address, if there is one; a failure only where the host is not to be asked on."""
    answer = yield Fetch(url, accept=ACCEPT, user_agent=user_agent)
    if isinstance(answer, Unreachable):
        return unreachable(answer)
    assert isinstance(answer, Page)
    if answer.status in _STAY_AWAY:
        return refusal(answer)
    if answer.status != 200:  # noqa: PLR2004 - OK
        return None
    return (yield from _feeds(answer))


def _sitemaps(root: str, user_agent: str) -> Generator[Ask, Answer, Elsewhere | Failed]:
    """The sitemaps of news that robots.txt names; else that there is none."""
    answer = yield Fetch(f"{root}/robots.txt", user_agent=user_agent)
    text = answer.body[:_ROBOTS].decode("utf-8", "replace") if isinstance(answer, Page) and answer.status == 200 else ""  # noqa: PLR2004 - OK
    named = (absolute(f"{root}/", link) for link in _SITEMAP.findall(text))
    news = dict.fromkeys(link for link in named if "news" in urlsplit(link).path.lower())
    if news:
        candidates = tuple(Candidate("sitemap", link) for link in list(news)[:_MOST_SITEMAPS])
        return Elsewhere(candidates, "this site names no feed, but a sitemap of news")
    host = urlsplit(root).hostname
    return Failed(f"{host} names no feed, and has none at the usual addresses nor a sitemap of news")
