"""What a feed's bytes hold: RSS 0.9x to 2.0, RDF, Atom and JSON Feed, well-formed or not.

Runs in a process of its own (bot.engine.parsers), so it imports little.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from bot.core.text.clean import plain
from bot.ports.sources import Document, Unreadable
from bot.sources.charset import written
from bot.sources.editing import edited
from bot.sources.jsonfeed import parse_json
from bot.sources.webpage import parse_page
from bot.sources.xmlfeed import parse_xml

__all__ = ["ACCEPT", "parse_document", "parse_feed"]

ACCEPT: Final = (
    "application/rss+xml, application/atom+xml, application/feed+json, application/rdf+xml;q=0.9, "
    "application/xml;q=0.8, text/xml;q=0.8, application/json;q=0.7, */*;q=0.1"
)
"""What to ask a server for."""

_COMMENT: Final = re.compile(r"<!--.*?-->", re.DOTALL)
_TAG: Final = re.compile(r"<([a-z][\w:.-]*)", re.IGNORECASE)
_HEAD: Final = 8_192
"""Characters in which a document shows what it is."""
_PAGE_TAGS: Final = frozenset({"html", "head", "body", "meta", "script"})
_FEED_TAGS: Final = frozenset({"rss", "feed", "rdf:rdf", "channel"})


def parse_feed(body: bytes, content_type: str, url: str) -> Document | Unreadable:
    """The document, edited for its readers.

    `content_type` is the HTTP header, of which only the charset counts; `url` the address the body came from.
    """
    found = parse_document(body, content_type, url)
    return found if isinstance(found, Unreadable) else edited(found, url)


def parse_document(
    body: bytes, content_type: str, url: str, words: Callable[[str], str] = plain
) -> Document | Unreadable:
    """The document as it stands: links may be relative, titles empty, fields of any length.

    `words` makes an entry's text of its HTML.
    """
    text = written(body, content_type)
    if not text:
        return Unreadable("the answer is empty")
    if text[0] in "{[":
        return parse_json(text)
    tags = {tag.lower() for tag in _TAG.findall(_COMMENT.sub("", text[:_HEAD]))}
    page = tags & _PAGE_TAGS and not tags & _FEED_TAGS
    return parse_page(text, url) if page else parse_xml(text, words)
