"""How a message is written in Matrix: a notice with a plain and an HTML body, where nothing said acts as markup."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Mapping
from html import escape
from typing import Any, assert_never

from bot.core.message import Message, Span, Style
from bot.core.shelter import sheltered

__all__ = ["LONGEST", "say"]

LONGEST = 44_000
"""Bytes of a content as matrix-nio writes it before it is encrypted: JSON in ASCII, where an Arabic letter has six.
Encryption makes it a third longer, 58,700, and an event may have 65,536 in all (Matrix specification, size limits)."""
LONGEST_FALLBACK = 1_000
"""Characters of an edit that are said again for clients that don't know edits."""
ELLIPSIS = "…"

_UNSENDABLE = re.compile("[\0-\x08\x0b-\x1f\x7f\ud800-\udfff]")
_LINKABLE = re.compile(r"(?:https?://|mailto:)[^\s\0-\x1f]+", re.IGNORECASE)
_BREAK_AFTER_BLOCK = re.compile(r"(</blockquote>|</pre>)<br/>")


def say(message: Message, *, thread: str = "", edits: str = "", replies: str = "") -> dict[str, Any]:
    """The content of an `m.room.message`.

    `thread`: the root event of the thread to say it in; `edits`: the event whose words it replaces; `replies`: the
    event it answers. An edit stays in the thread of what it edits. Matrix has no buttons: their commands are spelt out.
    """
    words = _sendable(sheltered(message.in_words))
    if edits:
        about = _edit(words, edits)
        return about | {"m.new_content": _fitting(words, LONGEST - _size(about))}
    about = _relation(thread, replies)
    return _fitting(words, LONGEST - _size(about)) | about


def _edit(message: Message, edits: str) -> dict[str, Any]:
    """What stands around the new words: some of them again, for clients that don't know edits."""
    return {
        "msgtype": "m.notice",
        "body": "* " + _bare(message)["body"][:LONGEST_FALLBACK],
        "m.mentions": {},
        "m.relates_to": {"rel_type": "m.replace", "event_id": edits},
    }


def _relation(thread: str, replies: str) -> dict[str, Any]:
    """A thread's messages also name one to reply to, for clients that don't know threads."""
    if not thread and not replies:
        return {}
    relation: dict[str, Any] = {"m.in_reply_to": {"event_id": replies or thread}}
    if thread:
        relation |= {"rel_type": "m.thread", "event_id": thread, "is_falling_back": not replies}
    return {"m.relates_to": relation}


def _bare(message: Message) -> dict[str, Any]:
    """`m.notice` is what bots say and other bots ignore; empty `m.mentions` keeps `@room` from calling anybody."""
    return {"msgtype": "m.notice", "body": "".join(map(_plain, message.spans)), "m.mentions": {}}


def _content(message: Message) -> dict[str, Any]:
    """The words, plain and in HTML."""
    html = _BREAK_AFTER_BLOCK.sub(r"\1", "".join(map(_html, message.spans)))
    return _bare(message) | {"format": "org.matrix.custom.html", "formatted_body": html}


def _plain(span: Span) -> str:
    link = _link(span)
    return f"{span.text} ({link})" if link and link != span.text else span.text


def _html(span: Span) -> str:
    text = escape(span.text)
    if link := _link(span):
        text = f'<a href="{escape(link)}">{text}</a>'
    return _wrap(span.style, text if span.style is Style.BLOCK else text.replace("\n", "<br/>"))


def _wrap(style: Style, html: str) -> str:
    match style:
        case Style.PLAIN:
            return html
        case Style.BOLD:
            return f"<strong>{html}</strong>"
        case Style.ITALIC:
            return f"<em>{html}</em>"
        case Style.CODE:
            return f"<code>{html}</code>"
        case Style.BLOCK:
            return f"<pre><code>{html}</code></pre>"
        case Style.QUOTE:
            return f"<blockquote>{html}</blockquote>"
        case _:
            assert_never(style)


def _link(span: Span) -> str:
    """Its address, if that is of a kind which only shows something when it is followed."""
    return span.url if _LINKABLE.fullmatch(span.url) else ""


def _sendable(message: Message) -> Message:
    """Without control characters and halves of characters, which servers refuse."""
    return Message(
        tuple(Span(_UNSENDABLE.sub("", span.text), span.style, _UNSENDABLE.sub("", span.url)) for span in message.spans)
    )


def _fitting(message: Message, room: int) -> dict[str, Any]:
    """The content in so many bytes; what is too long loses its forms first, and only then words."""
    for content in (_content(message), _bare(message)):
        if _size(content) <= room:
            return content
    kept = bisect_right(range(len(message.plain)), room, key=lambda length: _size(_bare(_cut(message, length))))
    return _bare(_cut(message, kept - 1))


def _cut(message: Message, length: int) -> Message:
    """The first `length` characters of its words, marked as cut."""
    spans: list[Span] = []
    for span in message.spans:
        if length <= 0:
            break
        spans.append(Span(span.text[:length], span.style, span.url))
        length -= len(span.text)
    return Message((*spans, Span(ELLIPSIS)))


def _size(content: Mapping[str, Any]) -> int:
    return len(json.dumps(content))
