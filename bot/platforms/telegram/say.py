"""How a `Message` becomes texts and entities of Telegram: no markup, so nothing to escape and nothing to parse."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from urllib.parse import urlsplit

from telegram import LinkPreviewOptions, MessageEntity
from telegram.constants import MessageEntityType

from bot.core.message import Message, Span, Style

__all__ = ["NO_PREVIEW", "TEXT_UNITS", "Part", "clipped", "parts", "preview", "whole"]

TEXT_UNITS = 4096  # Bot API: characters of a text; counted here in UTF-16, the larger count
ENTITIES = 100  # Bot API: entities of a message; further ones are silently ignored

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)

_ENTITY_OF = {
    Style.BOLD: MessageEntityType.BOLD,
    Style.ITALIC: MessageEntityType.ITALIC,
    Style.CODE: MessageEntityType.CODE,
    Style.BLOCK: MessageEntityType.PRE,
    Style.QUOTE: MessageEntityType.BLOCKQUOTE,
}
_NO_LINKS_IN = {Style.CODE, Style.BLOCK}  # Bot API: code and pre can't contain other entities
_CUT_OFF = "…"
_CUTS = ("\n\n", "\n", " ")  # where a long text is best divided


@dataclass(frozen=True, slots=True)
class Part:
    """One Telegram message: its text, and entities with offsets and lengths in UTF-16 units."""

    text: str
    entities: tuple[MessageEntity, ...] = ()


def parts(message: Message, *, units: int = TEXT_UNITS) -> tuple[Part, ...]:
    """The message in as few parts as it takes; joined, they have its words, less the white space at the cuts.

    A part has at most `units` UTF-16 units and 100 entities, and ends at a paragraph, a line, a span or a
    word where it can.
    """
    left = _merged(message)
    found: list[Part] = []
    while True:
        head, left = _divide(left, units)
        if not left:
            return (*found, _part(head))
        found.append(_part(head))


def whole(message: Message) -> Part:
    """The message as one part: one too long for that is cut where `parts` would divide it, and marked so."""
    part, *rest = parts(message)
    if not rest:
        return part
    part = parts(message, units=TEXT_UNITS - len(_CUT_OFF))[0]
    return Part(part.text + _CUT_OFF, part.entities)


def clipped(part: Part, units: int) -> Part:
    """Its beginning, in at most so many UTF-16 units; entities that reach beyond are dropped."""
    end = _reach(part.text, [], units)
    if end == len(part.text):
        return part
    kept = part.text[: end - 1].rstrip()
    length = _units(kept)
    return Part(
        f"{kept}{_CUT_OFF}", tuple(entity for entity in part.entities if entity.offset + entity.length <= length)
    )


def preview(message: Message) -> LinkPreviewOptions:
    """What Telegram may show under the text: the page the message names, or nothing at all."""
    return LinkPreviewOptions(url=message.preview) if _is_web(message.preview) else NO_PREVIEW


def _units(text: str) -> int:
    """Length in UTF-16 units: a character outside the basic plane counts twice."""
    return len(text.encode("utf-16-le")) // 2


def _is_web(url: str) -> bool:
    """Whether it is a link to the web: `javascript:` and `tg:` are nothing that a feed should make people press."""
    try:
        split = urlsplit(url)
    except ValueError:
        return False
    return split.scheme in {"http", "https"} and bool(split.netloc)


def _merged(message: Message) -> list[Span]:
    """The spans, empty ones dropped, neighbours of one form joined, and made fit for UTF-8."""
    merged: list[Span] = []
    for span in message.spans:
        text = span.text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        if merged and (merged[-1].style, merged[-1].url) == (span.style, span.url):
            text = merged.pop().text + text
        if text:
            merged.append(Span(text, span.style, span.url))
    return merged


def _divide(spans: list[Span], units: int) -> tuple[list[Span], list[Span]]:
    """The longest beginning that fits one message, and the rest: nothing, when all fits."""
    text = "".join(span.text for span in spans)
    end = _reach(text, spans, units)
    if end == len(text):
        return spans, []
    cut = _best_cut(text, spans, end)
    head = len(text[:cut].rstrip())
    tail = len(text) - len(text[cut:].lstrip("\n "))
    if not head:  # nothing but white space before the cut: it goes with the rest
        return _divide(_slice(spans, tail, len(text)), units)
    return _slice(spans, 0, head), _slice(spans, tail, len(text))


def _reach(text: str, spans: list[Span], units: int) -> int:
    """How many characters fit within the units and the entities of one message."""
    end = len(text)
    if _units(text) > units:
        sizes = accumulate(map(_units, text))
        end = next(index for index, size in enumerate(sizes) if size > units)
    count = start = 0
    for span in spans:
        count += _forms_of(span)
        if count > ENTITIES:
            return min(end, start)
        start += len(span.text)
    return end


def _best_cut(text: str, spans: list[Span], end: int) -> int:
    """The best place to cut at or before `end`, in its second half if there is one: paragraph, line, span, word."""
    starts = [start for start in accumulate(len(span.text) for span in spans) if start <= end]
    paragraph, line, word = (text.rfind(mark, 0, end + 1) for mark in _CUTS)
    for place in (paragraph, line, starts[-1] if starts else 0, word):
        if place > end // 2:
            return place
    return max(end, 1)


def _slice(spans: list[Span], start: int, stop: int) -> list[Span]:
    """The spans of `text[start:stop]`, the outer ones cut to fit."""
    found = []
    at = 0
    for span in spans:
        text = span.text[max(start - at, 0) : max(stop - at, 0)]
        if text:
            found.append(Span(text, span.style, span.url))
        at += len(span.text)
    return found


def _part(spans: list[Span]) -> Part:
    entities: list[MessageEntity] = []
    offset = 0
    for span in spans:
        entities += _entities_of(span, offset)
        offset += _units(span.text)
    return Part("".join(span.text for span in spans), tuple(entities))


def _entities_of(span: Span, offset: int) -> tuple[MessageEntity, ...]:
    return tuple(_forms(span, offset)) if span.text.strip() else ()


def _forms_of(span: Span) -> int:
    """How many entities it takes: to make them takes longer than all else about a message."""
    linked = _is_web(span.url) and span.style not in _NO_LINKS_IN
    return linked + (span.style in _ENTITY_OF) if span.text.strip() else 0


def _forms(span: Span, offset: int) -> Iterator[MessageEntity]:
    length = _units(span.text)
    linked = _is_web(span.url)
    if linked and span.style not in _NO_LINKS_IN:
        yield MessageEntity(MessageEntityType.TEXT_LINK, offset, length, url=span.url)
    if span.style in _ENTITY_OF:
        yield MessageEntity(_ENTITY_OF[span.style], offset, length)
