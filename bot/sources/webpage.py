"""What tells a web page, and which feeds it names."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser

from bot.core.outcome import Candidate
from bot.core.text.clean import clean
from bot.ports.sources import Unreadable
from bot.sources.addresses import absolute

__all__ = ["is_page", "parse_page"]

_FEED_TYPES: Final = ("application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml")
_PAGE: Final = re.compile(rb"<!doctype\s+html|<html", re.IGNORECASE)
_LINK: Final = re.compile(r"<link\s(?:[^<>\"']|\"[^\"]{0,999}\"|'[^']{0,999}')*>", re.IGNORECASE)
"""Pages may have a megabyte of style before their links, and a parser of HTML is slow with what is nested deeply."""
_MOST_LINKS: Final = 500
_MOST_NAMED: Final = 10
"""Feeds of one page that are named: some sites name one for each comment thread."""


def is_page(body: bytes) -> bool:
    """Whether an answer is meant for people, where one for programs was expected: a captcha, a wish for consent."""
    return bool(_PAGE.search(body[:1_024]))


def parse_page(text: str, url: str) -> Unreadable:
    """What to say of a web page where a feed was expected: the feeds it names, those of comments last."""
    named: dict[str, Candidate] = {}
    links = "".join(_LINK.findall(text)[:_MOST_LINKS])
    for node in LexborHTMLParser(links).css('link[rel~="alternate"][href]'):
        kind, href = node.attributes.get("type") or "", node.attributes.get("href") or ""
        address = absolute(url, href.strip())
        if kind.strip().lower() in _FEED_TYPES and address:
            named.setdefault(address, Candidate("feed", address, clean(node.attributes.get("title") or "")))
    if named:
        ordered = sorted(named.values(), key=_of_comments)
        return Unreadable("this is a web page, not a feed", tuple(ordered[:_MOST_NAMED]))
    return Unreadable(
        "this is a web page, not a feed, and it names no feed", advice="Look for an RSS or Atom link on the site"
    )


def _of_comments(candidate: Candidate) -> bool:
    """Whether it is what readers say that the feed holds."""
    path = urlsplit(candidate.locator).path.lower()
    return "/comments/" in f"{path}/" or "comment" in candidate.title.lower()
