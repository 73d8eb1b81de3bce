"""What Substack says of posts and notes, in its feeds and the JSON its own pages use. Runs in the parser's process.

The JSON is documented nowhere: fields are as they were seen in 2025.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from bot.core.model import Entry
from bot.core.text.clean import plain
from bot.ports.sources import Document, Unreadable
from bot.sources.editing import MOST_ENTRIES, edited
from bot.sources.moments import moment
from bot.sources.parsing import parse_document
from bot.sources.posts import headline
from bot.sources.untyped import inside, items, loaded, text

__all__ = ["parse_archive", "parse_rss"]

_MADE_BY: Final = re.compile(rb"<generator>\s*(?:<!\[CDATA\[)?\s*Substack\b")
_HEAD: Final = 65_536
"""Bytes in which a feed says what it was made with."""
_TAIL: Final = "\nRead more"
"""What stands under the beginning of a post that is for subscribers."""


def parse_rss(body: bytes, content_type: str, url: str) -> Document | Unreadable:
    """A publication's feed."""
    found = parse_document(body, content_type, url)
    if isinstance(found, Unreadable):
        return found
    if not _MADE_BY.search(body[:_HEAD]):
        return Unreadable("it is a feed, but not one of Substack's")
    return edited(replace(found, entries=tuple(map(_told, found.entries))), url)


def parse_archive(body: bytes, content_type: str, url: str) -> Document | Unreadable:  # noqa: ARG001 - a parser's form
    """A list of posts or notes, or a single one."""
    found = loaded(body)
    entries = tuple(_entries(found))
    if not entries and found != []:
        return Unreadable("it does not answer as Substack does")
    return edited(Document(entries, text(found, "publication", "name")), url)


def _told(entry: Entry) -> Entry:
    """An item of the feed, under the address that the list gives it too."""
    return replace(entry, guid=_bare(entry.guid or entry.url), text=entry.text.removesuffix(_TAIL))


def _bare(address: str) -> str:
    """The address without what tells readers apart."""
    return re.split(r"[?#]", address, maxsplit=1)[0].rstrip("/")


def _entries(found: object) -> Iterator[Entry]:
    """All posts and notes in it; lists of notes wrap each."""
    listed = found if isinstance(found, list) else items(found, "items") or [found]
    for each in listed[:MOST_ENTRIES]:
        post = inside(each, "post") or each
        note = inside(each, "comment") or each
        if text(post, "canonical_url"):
            yield _post(post)
        elif text(note, "body") and inside(note, "deleted") is not True:
            yield _note(note)


def _post(post: object) -> Entry:
    """One post; of one that is for subscribers, only the beginning is given."""
    names = [text(byline, "name") for byline in items(post, "publishedBylines")]
    words = plain(text(post, "body_html")) or text(post, "truncated_body_text")
    return Entry(
        guid=_bare(text(post, "canonical_url")),
        url=_bare(text(post, "canonical_url")),
        title=text(post, "title"),
        text=words or text(post, "description") or text(post, "subtitle"),
        author=", ".join(filter(None, names)),
        published=moment(text(post, "post_date")),
        language=text(post, "language"),
        media=text(post, "cover_image"),
    )


def _note(note: object) -> Entry:
    """One note, a short post without a title."""
    address = f"https://substack.com/note/c-{text(note, 'id')}"
    words = text(note, "body")
    return Entry(
        guid=address,
        url=address,
        title=headline(words),
        text=words,
        author=text(note, "name"),
        published=moment(text(note, "date")),
        replies_to="somebody" if text(note, "ancestor_path") else "",
        media=next(filter(None, (text(each, "imageUrl") for each in items(note, "attachments"))), ""),
    )
