"""What WordPress says of its posts, in its REST API and its feeds. Runs in the parser's process.

Fields: developer.wordpress.org/rest-api/reference/posts.
"""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from typing import Final

from bot.core.model import Entry
from bot.core.text.clean import clip, plain
from bot.ports.sources import Document, Unreadable
from bot.sources.editing import LONGEST_TITLE, MOST_ENTRIES, edited
from bot.sources.moments import altered, moment
from bot.sources.parsing import parse_document
from bot.sources.untyped import inside, items, loaded, text

__all__ = ["parse_category", "parse_posts", "parse_rss", "parse_site"]

_STRANGE: Final = Unreadable("it does not answer as WordPress does")
_NO_NUMBER: Final = 1 << 63
"""WordPress keeps numbers in 64 bits, the first of which is the sign in PHP."""
_SIGNED: Final = re.compile(r"\n?The post [^\n]{1,600} (?:appeared first on|first appeared on) [^\n]{1,300}\Z")
"""What a common plug-in puts under every text of a feed."""


def parse_site(body: bytes, content_type: str, url: str) -> Document | Unreadable:  # noqa: ARG001 - a parser's form
    """The site's name, in the notes as `name`."""
    found = loaded(body)
    if not isinstance(inside(found, "name"), str):
        return _STRANGE
    return Document((), notes={"name": clip(plain(text(found, "name")), LONGEST_TITLE)})


def parse_category(body: bytes, content_type: str, url: str) -> Document | Unreadable:  # noqa: ARG001 - a parser's form
    """The number of the category that was asked for by name, in the notes as `category`."""
    number = inside(loaded(body), 0, "id")
    if not isinstance(number, int) or not 0 < number < _NO_NUMBER:
        return Unreadable("the site has no such category")
    return Document((), notes={"category": str(number)})


def parse_posts(body: bytes, content_type: str, url: str) -> Document | Unreadable:  # noqa: ARG001 - a parser's form
    """The posts, under the guids that the feed gives them too."""
    found = loaded(body)
    if not isinstance(found, list):
        return _STRANGE
    posts = (post for post in found[:MOST_ENTRIES] if text(post, "status") in {"", "publish"} and text(post, "id"))
    return edited(Document(tuple(map(_entry, posts))), url)


def parse_rss(body: bytes, content_type: str, url: str) -> Document | Unreadable:
    """A feed, without what plug-ins add to its texts."""
    found = parse_document(body, content_type, url)
    if isinstance(found, Unreadable):
        return found
    entries = tuple(replace(entry, text=_SIGNED.sub("", entry.text)) for entry in found.entries)
    return edited(replace(found, entries=entries), url)


def _entry(post: object) -> Entry:
    """One post. Its text is the longer of both, as in feeds: a site may give either in full."""
    published = moment(text(post, "date_gmt"))
    texts = (text(post, "excerpt", "rendered"), text(post, "content", "rendered"))
    return Entry(
        guid=unescape(text(post, "guid", "rendered")) or text(post, "link"),
        url=text(post, "link"),
        title=plain(text(post, "title", "rendered")),
        text=plain(max(texts, key=len)),
        author=", ".join(filter(None, (plain(text(each, "name")) for each in items(post, "_embedded", "author")))),
        published=published,
        media=text(post, "jetpack_featured_media_url"),
        edited=altered(published, moment(text(post, "modified_gmt"))),
    )
