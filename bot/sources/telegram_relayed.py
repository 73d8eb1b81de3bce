"""What an RSSHub server tells of a Telegram channel: `/telegram/channel/NAME`, read from the preview or by a login.

Runs in the parser's process.
"""

from __future__ import annotations

from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

from bot.core.model import Entry
from bot.core.text.clean import LONGEST_HTML, plain
from bot.core.text.styled import unstyled
from bot.ports.sources import Document, Unreadable
from bot.sources.editing import edited
from bot.sources.parsing import parse_document
from bot.sources.places import place_of
from bot.sources.posts import headline
from bot.sources.telegram_preview import origin, unsigned

__all__ = ["parse_relayed"]

_TITLE_END: Final = " - Telegram Channel"
_FORWARDED: Final = "Forwarded From"
_ADDED: Final = ".rsshub-quote, blockquote:has(b > a)"
"""What RSSHub puts round the words of a post: what it answers, and the page that it links to."""


def parse_relayed(body: bytes, content_type: str, url: str, known: tuple[str, ...] = ()) -> Document | Unreadable:
    """The posts that have words beside their sign-offs, which are `known`; their guids are as in `parse_preview`."""
    found = parse_document(body, content_type, url, words=str)
    if isinstance(found, Unreadable):
        return found
    title = found.title.removesuffix(_TITLE_END)
    server = place_of(url)
    entries = (_entry(item, title, server.host if server else "", known) for item in found.entries)
    return edited(Document(tuple(entry for entry in entries if entry), title), url)


def _entry(item: Entry, channel: str, server: str, signoffs: tuple[str, ...]) -> Entry | None:
    """The post; None without a number or without words."""
    there, page = origin(item.url), LexborHTMLParser(item.text[:LONGEST_HTML]).body
    if there is None or page is None:
        return None
    name, number = there
    answered = _answered(page, name, channel)
    while added := page.css_first(_ADDED):  # one may stand in another
        added.decompose()
    source, original = _origin(page)
    words = unsigned(unstyled(plain(page.html or "")), signoffs)
    if not words:
        return None
    own = not source or (original[0].lower() == name.lower() if original else source == channel)
    return Entry(
        guid=number,
        url="https://t.me/{}/{}".format(*(original or there)),
        title=headline(words),
        text=words,
        author=source or channel,
        published=item.published,
        reposts="" if own else source,
        replies_to=answered,
        media=_media(page, server),
    )


def _answered(page: LexborNode, name: str, channel: str) -> str:
    """Whom it answers, if that is another."""
    author = page.css_first(".rsshub-quote b")
    if author is None:
        return ""
    link = page.css_first(".rsshub-quote a[href]")
    there = origin(link.attributes.get("href") or "") if link is not None else None
    said = author.text().strip()
    own = there[0].lower() == name.lower() if there else said == channel
    return "" if own else said


def _origin(page: LexborNode) -> tuple[str, tuple[str, str] | None]:
    """From whom it was forwarded and which post the original is; the line that says so is taken out."""
    for paragraph in page.css("p"):
        if paragraph.text().startswith(_FORWARDED):
            source, link = paragraph.css_first("b"), paragraph.css_first("b a[href]")
            said = source.text().strip() if source is not None else ""
            there = origin(link.attributes.get("href") or "") if link is not None else None
            paragraph.decompose()
            return said, there
    return "", None


def _media(page: LexborNode, server: str) -> str:
    """Address of its first picture or video, unless the server has it: its address may hold a key."""
    node = page.css_first("img[src], video[poster], video[src]")
    media = (node.attributes.get("poster") or node.attributes.get("src") or "") if node is not None else ""
    place = place_of(media)
    return "" if place is None or place.host == server else media
