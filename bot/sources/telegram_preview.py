"""What the public preview of a Telegram channel holds: https://t.me/s/NAME, some twenty posts, the oldest first.

Runs in the parser's process. The page says of refusals and of limits nothing in its status: all come as 200.
"""

from __future__ import annotations

import json
import re
from base64 import urlsafe_b64decode
from collections import Counter
from collections.abc import Collection
from datetime import datetime
from typing import Final
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from bot.core.model import Entry
from bot.core.text.clean import clean, plain
from bot.core.text.styled import unstyled
from bot.ports.sources import Document, Unreadable
from bot.sources.charset import decode
from bot.sources.editing import LONGEST_NAME, MOST_ENTRIES, edited
from bot.sources.moments import moment
from bot.sources.posts import headline
from bot.sources.untyped import text

__all__ = ["origin", "parse_preview", "unsigned"]

_LONGEST_PAGE: Final = 2 * 1024 * 1024
"""Characters of a page that are read; real ones have 50,000 to 400,000."""
_RECURRING: Final = 3
"""Posts of one page, and at least half of them, that end in a line of links if it is a sign-off; credits recur less."""
_DEEPEST: Final = 3
"""Lines that a sign-off may have."""
_MOST_SIGNOFFS: Final = 10
"""Lines that are remembered: a channel changes them now and then, and old posts keep theirs."""
_ORIGIN: Final = re.compile(r"https?://(?:t|telegram)\.me/(?:s/)?([A-Za-z]\w{3,31})/(\d{1,19})(?:[?#].*)?", re.ASCII)
_PICTURE: Final = re.compile(r"url\(['\"]?([^'\")]+)")
_ADDRESS: Final = re.compile(r"https?://\S+")


def parse_preview(body: bytes, content_type: str, url: str, known: tuple[str, ...] = ()) -> Document | Unreadable:
    """The posts that have words beside their sign-offs; their guids are the numbers of the messages.

    `known`: the sign-offs of earlier pages. Notes: `number`, the channel's lasting id where the page gives it;
    `signoffs`, the lines with which its posts end, earlier ones too.
    """
    del content_type  # the page is UTF-8
    tree = LexborHTMLParser(decode(body)[:_LONGEST_PAGE])
    messages = tree.css(".tgme_widget_message[data-post]")[-MOST_ENTRIES:]
    if not messages:
        return _empty(tree, url)
    title = _words(tree.css_first(".tgme_channel_info_header_title"))
    every = (_Post(message, title) for message in messages if "service_message" not in _attribute(message, "class"))
    posts = [post for post in every if post.text]
    number = next(filter(None, map(_channel_number, messages)), "")
    signoffs = tuple(dict.fromkeys((*known, *_signoffs(posts))))[-_MOST_SIGNOFFS:]
    told = ((post, words) for post in posts if (words := unsigned(post.text, signoffs)))
    entries = tuple(post.entry(words) for post, words in told)
    notes = {name: value for name, value in (("number", number), ("signoffs", "\n".join(signoffs))) if value}
    return edited(Document(entries, title, link=url, notes=notes), url)


def unsigned(words: str, signoffs: Collection[str]) -> str:
    """The words of a post without its sign-off; of one that says nothing else, none are left."""
    lines = words.split("\n")
    while lines and lines[-1] in signoffs:
        lines.pop()
    return "\n".join(lines)


def origin(url: str) -> tuple[str, str] | None:
    """Name of the channel and number of the post that an address of t.me leads to."""
    found = _ORIGIN.fullmatch(url)
    return (found[1], found[2]) if found else None


class _Post:
    """One message of the page, and what of it is worth telling."""

    def __init__(self, message: LexborNode, channel: str) -> None:
        """`channel`: what the page calls it; a message by itself may not say."""
        self._message = message
        name, _, self.number = _attribute(message, "data-post").partition("/")
        self._name = name
        self._channel = channel or _words(message.css_first(".tgme_widget_message_owner_name")) or f"@{name}"
        self._replies_to = self._answered()
        while quoted := message.css_first(".tgme_widget_message_reply"):  # one may stand in another
            quoted.decompose()  # its words are another post's
        self._links = [words for link in message.css("a[href]") if _leads_off(link) and (words := _words(link))]
        self.text = self._said()

    def entry(self, words: str) -> Entry:
        """The post as it is told, with these of its words; a forwarded one is its author's and leads there."""
        source, there = self._origin()
        own = not source or (there[0].lower() == self._name.lower() if there else source == self._channel)
        return Entry(
            guid=self.number,
            url="https://t.me/{}/{}".format(*(there or (self._name, self.number))),
            title=headline(words),
            text=words,
            author=source or self._channel,
            published=self._time(),
            reposts="" if own else source,
            replies_to=self._replies_to,
            media=self._media(),
            edited=_words(self._message.css_first(".tgme_widget_message_meta")).startswith("edited"),
        )

    def linked_line(self, above: int) -> str:
        """The line that is so many above the last one, if links stand in it."""
        lines = self.text.split("\n")
        line = lines[-1 - above] if above + 1 < len(lines) else ""  # a line that is all of a post is no sign-off
        return line if len(line) <= LONGEST_NAME and any(words in line for words in self._links) else ""

    def _said(self) -> str:
        """Its words; without any, those of its poll, its file or the page it links to."""
        nodes = self._message.css(".tgme_widget_message_text")
        said = dict.fromkeys(filter(None, (plain(node.html or "") for node in nodes)))  # that of an album is in itself
        if not said:
            instead = self._message.css(
                ".tgme_widget_message_poll_question, .tgme_widget_message_poll_option_text,"
                " .tgme_widget_message_document_title, .link_preview_title"
            )
            said = dict.fromkeys(filter(None, map(_words, instead)))
        words = _ADDRESS.sub(lambda found: found[0].replace("&amp;", "&"), "\n".join(said))  # escaped twice since 2024
        return unstyled(words)

    def _answered(self) -> str:
        """Whom it answers; a channel that answers itself goes on with what it said."""
        reply = self._message.css_first(".tgme_widget_message_reply")
        if reply is None:
            return ""
        there = origin(_attribute(reply, "href"))
        author = _words(reply.css_first(".tgme_widget_message_author_name"))
        own = there[0].lower() == self._name.lower() if there else author == self._channel
        return "" if own else author or (f"@{there[0]}" if there else "")

    def _origin(self) -> tuple[str, tuple[str, str] | None]:
        """From whom it was forwarded, and which post the original is, if that is public."""
        source = self._message.css_first(".tgme_widget_message_forwarded_from_name")
        if source is None:
            return "", None
        return _words(source), origin(_attribute(source, "href"))

    def _time(self) -> datetime | None:
        node = self._message.css_first(".tgme_widget_message_date time[datetime], time[datetime]")
        return moment(_attribute(node, "datetime"))

    def _media(self) -> str:
        """Address of its first picture or video; a video too big to be shown has a picture."""
        for node in self._message.css(
            ".tgme_widget_message_photo_wrap, video.tgme_widget_message_video, .tgme_widget_message_video_thumb"
        ):
            picture = _PICTURE.search(_attribute(node, "style"))
            if address := _attribute(node, "src") or (picture[1] if picture else ""):
                return address
        return ""


def _empty(tree: LexborHTMLParser, url: str) -> Unreadable:
    """Why a page shows no post, and what helps. An empty channel can't be told from a limit that is reached."""
    if urlsplit(url).path.startswith("/s/") and tree.css_first(".tgme_channel_history, .tme_no_messages_found"):
        return Unreadable("t.me shows no posts of this channel now, which may be its way of asking for fewer requests")
    return Unreadable(
        "t.me shows no preview of this: its owner has switched that off, or it is a group, a person or nothing",
        advice="Check the name; what shows no preview takes an RSSHub server that is logged in to Telegram (RSSHUB)",
    )


def _channel_number(message: LexborNode) -> str:
    """The number of the channel, without the sign and the -100 that some interfaces put before it."""
    packed = _attribute(message, "data-view")
    try:
        view: object = json.loads(urlsafe_b64decode(packed + "=" * (-len(packed) % 4)))
    except (ValueError, RecursionError):
        return ""
    digits = text(view, "c").removeprefix("-")
    bare = digits.removeprefix("100") if len(digits) >= 13 else digits  # noqa: PLR2004 - 10 digits and the prefix
    return bare if bare.isascii() and bare.isdecimal() else ""


def _signoffs(posts: list[_Post]) -> list[str]:
    """The lines of links with which several posts end: the channel's name, where to subscribe, where to donate."""
    found: list[str] = []
    for above in range(_DEEPEST):
        ended = [post for post in posts if all(post.linked_line(lower) in found for lower in range(above))]
        lines = Counter(filter(None, (post.linked_line(above) for post in ended)))
        found += [line for line, times in lines.items() if times >= max(_RECURRING, len(posts) / 2)]
    return found


def _leads_off(link: LexborNode) -> bool:
    """Whether it leads out of the post; a hashtag leads to a search in the channel."""
    return _attribute(link, "href").startswith(("http://", "https://"))


def _words(node: LexborNode | None) -> str:
    """The words in a node, on one line."""
    return " ".join(clean(node.text(deep=True)).split()) if node is not None else ""


def _attribute(node: LexborNode | None, name: str) -> str:
    return (node.attributes.get(name) or "" if node is not None else "").strip()
