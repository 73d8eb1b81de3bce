"""Keeps what is written from right to left to itself, so that it turns nothing that stands around it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from bot.core.message import Message, Span, Style

__all__ = ["LEFTWARD", "apart", "isolate", "sheltered"]

_OPEN, _CLOSE = "\u2068", "\u2069"
"""First strong isolate, and the end of it (UAX 9): what stands between has a direction of its own."""
LEFTWARD: Final = re.compile(
    "[\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufefe\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
"""Characters of scripts that are written from right to left, and what Unicode keeps free for more of them."""
_KINDS: Final = frozenset({"R", "AL", "AN"})
_TURNING: Final = re.compile("[\u202a-\u202e\u2066\u2067]")
"""Embeddings, overrides and isolates of a set direction: we write none."""
_SHUT: Final = re.compile(f"{_OPEN}[^{_OPEN}{_CLOSE}\n]*{_CLOSE}")
_DIVIDES: Final = frozenset("\n:;·“”")
"""What our sentences put between one name and the next."""
_ENDS: Final = re.compile(f"[{_OPEN}{_CLOSE}]")


def isolate(text: str) -> str:
    """The text, shut in with directional isolates (FSI, PDI) when a letter of it is written from right to left."""
    return f"{_OPEN}{text}{_CLOSE}" if LEFTWARD.search(text) else text


def sheltered(message: Message) -> Message:
    """The message with nothing in it that could turn a sentence of ours, whoever forgot to isolate a name.

    What stands in blocks is left as it is: they are paragraphs of their own, and a caret points into them.
    """
    if all(span.text.isascii() for span in message.spans):
        return message
    kept = (each for span in message.spans for each in _sheltered(span))
    return replace(message, spans=tuple(span for span in kept if span.text))


def _sheltered(span: Span) -> Iterator[Span]:
    """What is to be copied stays free of isolates: they stand around it."""
    if span.style is Style.BLOCK:
        yield span
    elif span.style is not Style.CODE:
        yield replace(span, text=apart(span.text))
    else:
        inner = replace(span, text=_ENDS.sub("", _TURNING.sub("", span.text)))
        around = LEFTWARD.search(inner.text)
        yield from (Span(_OPEN), inner, Span(_CLOSE)) if around else (inner,)


def apart(text: str) -> str:
    """The text with each run of letters from right to left shut in, unless it is already."""
    text = _TURNING.sub("", text)
    if not LEFTWARD.search(text) and not _ENDS.search(text):
        return text
    pieces, at = [], 0
    for shut in _SHUT.finditer(text):
        pieces += [_shut_in(text[at : shut.start()]), shut[0]]
        at = shut.end()
    return "".join([*pieces, _shut_in(text[at:])])


def _shut_in(text: str) -> str:
    """The text with its runs shut in, and no isolate but theirs."""
    text = _ENDS.sub("", text)
    pieces, at = [], 0
    for begin, end in _runs(text):
        pieces += [text[at:begin], _OPEN, text[begin:end], _CLOSE]
        at = end
    return "".join([*pieces, text[at:]])


def _runs(text: str) -> list[tuple[int, int]]:
    """Where letters from right to left stand, with no letter from left to right and no mark of ours between them."""
    runs: list[tuple[int, int]] = []
    going = False
    for at, char in enumerate(text):
        kind = unicodedata.bidirectional(char)
        if kind in _KINDS or (kind == "NSM" and going and runs[-1][1] == at):
            runs[-1:] = [(runs[-1][0], at + 1)] if going else [*runs[-1:], (at, at + 1)]
            going = True
        elif kind == "L" or char in _DIVIDES:
            going = False
    return runs
