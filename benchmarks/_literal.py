r"""Filters of another language, plain words and operators without spellings, read into the same tree.

Folding: NFKC, case folding, NFKD without marks (Mn), NFC. Words: runs of `\w`. `"..."` is a phrase, `x*` a prefix,
`-x` a denial, `OR` an alternative, a row of terms means all of them, brackets group.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from bot.core.filters.query import And, Node, Not, Or, Query, Term
from bot.core.text.tokens import Token

__all__ = ["divide", "read"]

_WORD = re.compile(r"\w+")
_PIECE = re.compile(r'\s*(?:(?P<mark>[()])|(?P<minus>-)|(?P<phrase>"[^"]*")|(?P<bare>[^\s()]+))')


def divide(text: str) -> list[Token]:
    """The folded words of a text; their offsets are nobody's concern."""
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    bare = "".join(char for char in folded if unicodedata.category(char) != "Mn")
    return [Token(word, 0, 0) for word in _WORD.findall(unicodedata.normalize("NFC", bare))]


def read(text: str) -> Query:
    """The query; it is taken to be well formed."""
    pieces = [*_pieces(text), ("end", "")]
    pieces.reverse()
    return Query(_any(pieces))


def _pieces(text: str) -> Iterator[tuple[str, str]]:
    for found in _PIECE.finditer(text.strip()):
        kind = found.lastgroup or "end"
        yield ("or", "") if found[kind] == "OR" else (found[kind] if kind == "mark" else kind, found[kind])


def _any(pieces: list[tuple[str, str]]) -> Node:
    parts = [_all(pieces)]
    while pieces[-1][0] == "or":
        pieces.pop()
        parts.append(_all(pieces))
    return parts[0] if len(parts) == 1 else Or(tuple(parts))


def _all(pieces: list[tuple[str, str]]) -> Node:
    parts = []
    while pieces[-1][0] not in {"or", ")", "end"}:
        parts.append(_one(pieces))
    return parts[0] if len(parts) == 1 else And(tuple(parts))


def _one(pieces: list[tuple[str, str]]) -> Node:
    kind, written = pieces.pop()
    if kind == "minus":
        return Not(_one(pieces))
    if kind == "(":
        inner = _any(pieces)
        pieces.pop()
        return inner
    prefix = kind == "bare" and written.endswith("*")
    words = tuple(word.text for word in divide(written))
    return Term(written, words, prefix, quoted=len(words) > 1)
