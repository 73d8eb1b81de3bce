"""Cuts what a person typed as a filter into brackets, operators, names, words, patterns and figures."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from bot.core.filters.fields import FIELDS, Named, unknown
from bot.core.filters.figures import read_figure
from bot.core.filters.query import KEYWORDS, Age, Count
from bot.core.filters.spelling import CLOSERS, COLONS, DASHES, HEBREW, QUOTE_MARK, QUOTES
from bot.core.filters.trouble import Unreadable, without
from bot.core.text.fold import fold
from bot.core.text.tokens import tokens

__all__ = ["Kind", "Lexeme", "Unreadable", "lex"]

SHORTEST_PREFIX: Final = 2
"""Letters before a star: one letter matches a tenth of all words."""
USUAL_DISTANCE: Final = 10
"""What NEAR alone means: about a line."""
FARTHEST: Final = 50
"""Words between two that are near each other: a paragraph."""

_BARE: Final = re.compile(rf"(?:(?<=[{HEBREW}])[{QUOTES}](?=[{HEBREW}])|[^\s()（）|｜{QUOTES}])+")
_SPACE: Final = re.compile(r"[\s,;،؛、，\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]*")
"""Spaces, commas, and what is invisible before a word: direction marks."""
_BARS: Final = re.compile(r"[|｜]+")
_NAME: Final = re.compile(rf"([^\W\d_]+)[{COLONS}]")
_ADDRESS: Final = re.compile(rf"https?[{COLONS}]//(?:www\.)?", re.IGNORECASE)
_NEAR: Final = re.compile(r"NEAR(?:[/~](?P<distance>.*?))?[,;،؛、，]*", re.IGNORECASE)
_PATTERN: Final = re.compile(r"/(?P<pattern>(?:\\.|[^/\\])*)/(?P<flags>[a-zA-Z]{0,4})(?![\w/])", re.DOTALL)
"""With letters behind it, as programming languages have them."""


class Kind(Enum):
    """What a lexeme is."""

    OPEN = auto()
    CLOSE = auto()
    OR = auto()
    AND = auto()
    NOT = auto()
    NEAR = auto()
    FIELD = auto()
    WORD = auto()
    PATTERN = auto()
    FIGURE = auto()
    END = auto()


_BRACKETS: Final = {"(": Kind.OPEN, "（": Kind.OPEN, ")": Kind.CLOSE, "）": Kind.CLOSE}


@dataclass(frozen=True, slots=True)
class Lexeme:
    """A piece of a filter; `start` and `end` are its offsets in what was typed."""

    kind: Kind
    start: int
    end: int
    text: str = ""
    """Of a word, or a phrase: what stands within its quotes and before its star. Of a pattern: all between slashes."""
    prefix: bool = False
    quoted: bool = False
    named: Named | None = None
    distance: int = 0
    figure: Count | Age | None = None


def lex(text: str) -> list[Lexeme]:
    """The pieces in order, an END last; raises Unreadable."""
    found: list[Lexeme] = []
    at = _skip(text, 0)
    while at < len(text):
        behind = bool(found) and found[-1].kind is Kind.FIELD and found[-1].end == at
        found.append(_next(text, at, behind=behind))
        at = _skip(text, found[-1].end)
    return [*found, Lexeme(Kind.END, len(text), len(text))]


def _skip(text: str, at: int) -> int:
    space = _SPACE.match(text, at)
    return space.end() if space else at


def _next(text: str, at: int, *, behind: bool) -> Lexeme:
    """The lexeme that begins there; `behind`: right behind a name and its colon."""
    char = text[at]
    if kind := _BRACKETS.get(char):
        return Lexeme(kind, at, at + 1)
    if bars := _BARS.match(text, at):
        return Lexeme(Kind.OR, at, bars.end())
    if char in DASHES:
        return _minus(text, at)
    if char in QUOTES:
        return _phrase(text, at)
    if char == "/":
        return _pattern(text, at)
    return _value(text, at) if behind else _named(text, at) or _bare(text, at)


def _minus(text: str, at: int) -> Lexeme:
    after = text[at + 1 : at + 2]
    if after and after in DASHES:
        raise Unreadable("two minuses in a row say nothing.", at, text[:at] + text[at + 1 :])
    if not after or after.isspace() or after in ")）|｜":
        raise Unreadable("this minus needs a word right after it.", at, without(text, at, at + 1))
    return Lexeme(Kind.NOT, at, at + 1)


def _phrase(text: str, at: int) -> Lexeme:
    inside = at + 1
    marks = (mark for mark in QUOTE_MARK.finditer(text, inside) if mark.group() in CLOSERS[text[at]])
    closing = next(marks, None) or QUOTE_MARK.search(text, inside)
    if not closing:
        raise Unreadable("this quote is never closed.", at, text + '"')
    until = closing.start()
    if not text[inside:until].strip():
        raise Unreadable("there is nothing between these quotes.", at, without(text, at, until + 1))
    prefix = text[until + 1 : until + 2] == "*"
    return _word(text, at, until + 1 + prefix, text[inside:until], prefix=prefix, quoted=True)


def _pattern(text: str, at: int) -> Lexeme:
    found = _PATTERN.match(text, at)
    if not found:
        why = "this pattern is never closed; a slash inside one is written \\/."
        raise Unreadable(why, at, text[:at] + text[at + 1 :])
    if not found["pattern"].strip():
        raise Unreadable("there is nothing between these slashes.", at, without(text, at, found.end()))
    if found["flags"]:
        why = "no letters are needed behind a pattern: it is looked for whatever the case."
        raise Unreadable(why, found.start("flags"), text[: found.start("flags")] + text[found.end() :])
    return Lexeme(Kind.PATTERN, at, found.end(), found["pattern"])


def _named(text: str, at: int) -> Lexeme | None:
    """A figure, or a name with its colon; None when there is neither."""
    if address := _ADDRESS.match(text, at):
        run = _BARE.match(text, at)
        end = run.end() if run else address.end()
        why = "an address alone is a source; url: looks for words in the addresses of items."
        raise Unreadable(why, at, f'{text[:at]}url:"{text[address.end() : end]}"{text[end:]}')
    if figure := read_figure(text, at):
        return Lexeme(Kind.FIGURE, at, figure[1], figure=figure[0])
    name = _NAME.match(text, at)
    if not name:
        return None
    if known := FIELDS.get(fold(name[1])):
        return Lexeme(Kind.FIELD, at, name.end(), named=known)
    after = text[name.end() : name.end() + 1]
    if after and not after.isspace() and after not in ")）|｜" and (trouble := unknown(text, at, name.end())):
        raise trouble
    return None


def _value(text: str, at: int) -> Lexeme:
    """What stands right behind a name: a word, whatever it looks like, unless it is a name again."""
    name = _NAME.match(text, at)
    if name and (known := FIELDS.get(fold(name[1]))):
        return Lexeme(Kind.FIELD, at, name.end(), named=known)
    address = _ADDRESS.match(text, at)
    run = _BARE.match(text, address.end() if address else at) or _BARE.match(text, at)
    assert run, "brackets, bars and quotation marks are lexemes of their own"
    return _starred(text, at, run)


def _bare(text: str, at: int) -> Lexeme:
    run = _BARE.match(text, at)
    assert run, "a quotation mark at the start of a lexeme is a phrase's"
    if run.group() in KEYWORDS:
        return Lexeme(Kind[run.group()], at, run.end())
    near = _NEAR.fullmatch(run.group())
    if near and (near[0].startswith("NEAR") or near["distance"] is not None):
        return _near(text, near, at, run.end())
    return _starred(text, at, run)


def _near(text: str, near: re.Match[str], at: int, end: int) -> Lexeme:
    typed = near["distance"]
    distance = USUAL_DISTANCE if typed is None else int(typed) if typed.isdecimal() else None
    if distance is None or not 1 <= distance <= FARTHEST:
        meant = USUAL_DISTANCE if distance is None else min(max(distance, 1), FARTHEST)
        why = f"NEAR/ needs a number from 1 to {FARTHEST}: how many words may stand between."
        raise Unreadable(why, at, f"{text[:at]}NEAR/{meant}{text[end:]}")
    if not near[0].startswith("NEAR"):
        raise Unreadable("NEAR is written in capitals.", at, f"{text[:at]}NEAR/{distance}{text[end:]}")
    return Lexeme(Kind.NEAR, at, end, distance=distance)


def _starred(text: str, at: int, run: re.Match[str]) -> Lexeme:
    """A word, with a star behind it or not."""
    written, end = run.group(), run.end()
    stem = written.rstrip("*")
    if "*" in stem:
        star = written.index("*")
        repair = written[:star] + "*" if star >= SHORTEST_PREFIX else stem.replace("*", "")
        why = "a star stands at the end of a word only."
        raise Unreadable(why, run.start() + star, text[: run.start()] + repair + text[end:])
    return _word(text, at, end, stem, prefix=stem != written)


def _word(text: str, start: int, end: int, raw: str, *, prefix: bool, quoted: bool = False) -> Lexeme:
    words = tokens(raw) if prefix else []
    if len(words) == 1 and len(words[0].text) < SHORTEST_PREFIX and words[0].text.isascii():
        why = f"a star needs at least {SHORTEST_PREFIX} letters before it."
        raise Unreadable(why, start, text[: end - 1].rstrip("*") + text[end:])
    return Lexeme(Kind.WORD, start, end, raw, prefix=prefix, quoted=quoted)
