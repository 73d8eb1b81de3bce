"""Cuts what a person typed as a filter into brackets, operators and terms."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from bot.core.filters.query import KEYWORDS, Term
from bot.core.text.clean import clean
from bot.core.text.tokens import tokens

__all__ = ["Kind", "Lexeme", "Unreadable", "lex"]

SHORTEST_PREFIX: Final = 2
"""Letters before a star: one letter matches a tenth of all words."""

_QUOTES: Final = '"“”„‟«»＂״'
_CLOSERS: Final = {'"': '"', "＂": "＂", "«": "»«", "»": "«»", "״": "״"} | dict.fromkeys("“”„‟", "“”‟")
"""Which marks close a quotation; German „so“, Swedish ”so”, French «so» and Danish »so« all occur."""

_DASHES: Final = "-−–—‐‑"
"""Telephones make a long dash of a hyphen."""

_HEBREW: Final = "\u05d0-\u05ea"
_QUOTE_MARK: Final = re.compile(rf"(?<![{_HEBREW}])[{_QUOTES}]|[{_QUOTES}](?![{_HEBREW}])")
"""A quotation mark between two Hebrew letters belongs to the word: an abbreviation."""

_BARE: Final = re.compile(rf"(?:(?<=[{_HEBREW}])[{_QUOTES}](?=[{_HEBREW}])|[^\s()（）|{_QUOTES}])+")
_SPACE: Final = re.compile(r"\s*")
_BARS: Final = re.compile(r"\|+")


class Kind(Enum):
    """What a lexeme is."""

    OPEN = auto()
    CLOSE = auto()
    OR = auto()
    AND = auto()
    NOT = auto()
    TERM = auto()
    END = auto()


@dataclass(frozen=True, slots=True)
class Lexeme:
    """A piece of a filter; `start` and `end` are its offsets in what was typed."""

    kind: Kind
    start: int
    end: int
    term: Term | None = None


class Unreadable(Exception):
    """Why a filter can't be read, where, and what to try instead (nothing, when the trouble has no repair)."""

    def __init__(self, why: str, position: int, repair: str = "") -> None:
        super().__init__(why)
        self.why = why
        self.position = position
        self.repair = repair


def without(text: str, start: int, end: int) -> str:
    """The text with a piece cut out."""
    return f"{text[:start].rstrip()} {text[end:].lstrip()}".strip()


def lex(text: str) -> list[Lexeme]:
    """The pieces in order, an END last; raises Unreadable."""
    found: list[Lexeme] = []
    at = _skip(text, 0)
    while at < len(text):
        found.append(_next(text, at))
        at = _skip(text, found[-1].end)
    return [*found, Lexeme(Kind.END, len(text), len(text))]


def _skip(text: str, at: int) -> int:
    space = _SPACE.match(text, at)
    return space.end() if space else at


def _next(text: str, at: int) -> Lexeme:
    char = text[at]
    if char in "(（":
        return Lexeme(Kind.OPEN, at, at + 1)
    if char in ")）":
        return Lexeme(Kind.CLOSE, at, at + 1)
    if bars := _BARS.match(text, at):
        return Lexeme(Kind.OR, at, bars.end())
    if char in _DASHES:
        return _minus(text, at)
    return _phrase(text, at) if char in _QUOTES else _bare(text, at)


def _minus(text: str, at: int) -> Lexeme:
    after = text[at + 1 : at + 2]
    if after and after in _DASHES:
        raise Unreadable("two minuses in a row say nothing.", at, text[:at] + text[at + 1 :])
    if not after or after.isspace() or after in ")）|":
        raise Unreadable("this minus needs a word right after it.", at, without(text, at, at + 1))
    return Lexeme(Kind.NOT, at, at + 1)


def _phrase(text: str, at: int) -> Lexeme:
    inside = at + 1
    marks = (mark for mark in _QUOTE_MARK.finditer(text, inside) if mark.group() in _CLOSERS[text[at]])
    closing = next(marks, None) or _QUOTE_MARK.search(text, inside)
    if not closing:
        raise Unreadable("this quote is never closed.", at, text + '"')
    until = closing.start()
    if not text[inside:until].strip():
        raise Unreadable("there is nothing between these quotes.", at, without(text, at, until + 1))
    prefix = text[until + 1 : until + 2] == "*"
    return _term(text, at, until + 1 + prefix, text[inside:until], prefix=prefix)


def _bare(text: str, at: int) -> Lexeme:
    run = _BARE.match(text, at)
    assert run, "a quotation mark at the start of a lexeme is a phrase's"
    written, end = run.group(), run.end()
    if written in KEYWORDS:
        return Lexeme(Kind[written], at, end)
    stem = written.rstrip("*")
    if "*" in stem:
        star = written.index("*")
        repair = written[:star] + "*" if star >= SHORTEST_PREFIX else stem.replace("*", "")
        raise Unreadable("a star stands at the end of a word only.", at + star, text[:at] + repair + text[end:])
    return _term(text, at, end, stem, prefix=stem != written)


def _term(text: str, start: int, end: int, raw: str, *, prefix: bool) -> Lexeme:
    spelled = _spelling(raw)
    words = tuple(word.text for word in tokens(spelled))
    if not words:
        why = "a star needs letters before it." if prefix and not raw else "there is no word in this."
        raise Unreadable(why, start, without(text, start, end))
    if prefix and len(words) == 1 and len(words[0]) < SHORTEST_PREFIX and words[0].isascii():
        why = f"a star needs at least {SHORTEST_PREFIX} letters before it."
        raise Unreadable(why, start, text[: end - 1].rstrip("*") + text[end:])
    return Lexeme(Kind.TERM, start, end, Term(spelled, words, prefix))


def _spelling(raw: str) -> str:
    """The words as typed, without what stands around them, control characters and inner quotation marks."""
    text = " ".join(clean(_QUOTE_MARK.sub(" ", raw)).split())
    words = tokens(text)
    return text[words[0].start : words[-1].end] if words else ""
