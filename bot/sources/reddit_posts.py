"""What Reddit lists, as Atom, as RSS as it was until 2015, or as JSON. Runs in the parser's process."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from html import unescape
from typing import Final
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser

from bot.core.model import Entry
from bot.core.text.clean import LONGEST_HTML, clean, plain
from bot.ports.sources import Document, Unreadable
from bot.sources.addresses import absolute
from bot.sources.editing import MOST_ENTRIES, edited
from bot.sources.moments import epoch
from bot.sources.parsing import parse_document
from bot.sources.untyped import inside, loaded, text

__all__ = ["parse_listing"]

_SITE: Final = "https://www.reddit.com/"
_OWN: Final = ("reddit.com", "redd.it", "redditmedia.com")
"""Hosts of Reddit's own: a link to them is no news of somebody else's."""
_PICTURE: Final = re.compile(r"https://(?:i|preview)\.redd\.it/.+\.(?:jpe?g|png|gif|webp)(?:\?.*)?", re.IGNORECASE)
_COMMENTS: Final = re.compile(r"/comments/(\w+)")
_GONE: Final = frozenset({"[deleted]", "[removed]", "[deleted by user]"})
"""What stands where somebody, or their words, were."""


def parse_listing(body: bytes, content_type: str, url: str) -> Document | Unreadable:
    """The posts; what was removed since is left out, so that what it said is not forgotten."""
    if body.lstrip().startswith(b"{"):
        found = loaded(body)
        children = inside(found, "data", "children")
        if not isinstance(children, list):
            return Unreadable("it is JSON, but no list of posts of Reddit's")
        return edited(Document(tuple(_posts(children[:MOST_ENTRIES]))), url)
    feed = parse_document(body, content_type, url, _parts)
    if isinstance(feed, Unreadable):
        return feed
    entries = tuple(_told(entry) for entry in feed.entries if entry.title not in _GONE)
    return edited(replace(feed, entries=entries), url)


def _linked(entry: Entry, target: str) -> Entry:
    """A post's entry with what it links to: the page it is about, or a picture."""
    target = absolute(_SITE, target)
    host = urlsplit(target).hostname or ""
    if _PICTURE.fullmatch(target):
        return replace(entry, media=target)
    if not host or any(host == own or host.endswith(f".{own}") for own in _OWN):
        return entry
    return replace(entry, url=target, text="\n".join(filter(None, (entry.text, f"Comments: {entry.url}"))))


# ---- feeds


def _parts(html: str) -> str:
    """A line for the address that a post links to, and the words of its author; the frame around them is Reddit's."""
    tree = LexborHTMLParser(html[:LONGEST_HTML])
    links = {node.text(strip=True): node.attributes.get("href") for node in tree.css("a")}
    target = "".join((links.get("[link]") or "").split())
    words = tree.css_first("div.md")
    return f"{target}\n{plain(words.html or '') if words else ''}"


def _told(entry: Entry) -> Entry:
    """An entry of a feed, as JSON would have told it."""
    target, _, words = entry.text.partition("\n")
    number = _COMMENTS.search(entry.guid)
    own = replace(
        entry,
        guid=f"t3_{number[1]}" if number else entry.guid,
        text=words,
        author=entry.author.removeprefix("/u/"),
    )
    return _linked(own, target)


# ---- JSON


def _posts(children: list[object]) -> Iterator[Entry]:
    """Those that stand."""
    for child in children:
        post = inside(child, "data")
        standing = not text(post, "removed_by_category") and text(post, "title") not in _GONE
        if text(child, "kind") == "t3" and standing:
            yield _post(post)


def _post(post: object) -> Entry:
    """One post; of one that was posted elsewhere before, the words and the author are those of the first."""
    first = inside(post, "crosspost_parent_list", 0) or post
    author = _author(first)
    shared = first is not post
    covered = inside(first, "over_18") is True or inside(first, "spoiler") is True
    entry = Entry(
        guid=text(post, "name"),
        url=absolute(_SITE, text(post, "permalink")),
        title=clean(unescape(text(post, "title"))),
        text=plain(unescape(text(first, "selftext_html"))),
        author=author,
        published=_when(post),
        reposts=(author or f"r/{text(first, 'subreddit')}") if shared else "",
        edited=_is_changed(first),
    )
    linked = _linked(entry, unescape(text(first, "url")))
    return replace(linked, media="") if covered else linked


def _author(post: object) -> str:
    name = text(post, "author")
    return "" if name in _GONE else name


def _when(post: object) -> datetime | None:
    created = inside(post, "created_utc")
    return epoch(created) if isinstance(created, int | float) else None


def _is_changed(post: object) -> bool:
    """`edited` is false or a time; long ago it was true."""
    return bool(inside(post, "edited"))
