r"""Texts and patterns spelled so that RE2 sees what Unicode knows: words, digits, spaces, boundaries.

RE2's `\w`, `\d`, `\s` and `\b` know ASCII only, and its classes of Unicode are thousands of instructions. So each
character of a text is written as three: a tag that says its category, itself, and a tag that says whether it belongs to
a word. The tags of words are ASCII letters and a digit, the others control characters. A pattern is rewritten to match
such triples: `\w` is any triple with the tag of a word, and RE2's own `\b` between two triples sees their tags.

No triple is found across two others, because no tag of the left stands on the right. So matches begin and end where
triples do, and a place in the text is a third of what RE2 says.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from bot.core.filters.pieces import ESCAPE, Part, Piece, pieces

__all__ = ["SPREAD", "asks_unicode", "tagged", "tagged_pattern"]

SPREAD: Final = 3
"""Characters of a tagged text for one of the text."""

_WORDS: Final = ("Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl", "No", "Pc")
"""Categories of what words are made of: letters, their marks, numbers, `_` and its like (UTS #18, annex C)."""
_REST: Final = (
    *("Pd", "Ps", "Pe", "Pi", "Pf", "Po"),
    *("Sm", "Sc", "Sk", "So"),
    *("Zs", "Zl", "Zp"),
    *("Cc", "Cf", "Cs", "Co", "Cn"),
)
_BLANK: Final = "blank"
"""The control characters that are spaces: tab, newline."""
_TAGS: Final = dict(zip(_WORDS, "abcdefghijkl", strict=True)) | {
    category: chr(number) for number, category in enumerate((*_REST, _BLANK), 1)
}
"""Letters of one case only: a tag has to differ from all others whatever the case."""
_AFTER_WORD, _AFTER_REST = "0", "\x1f"
_EVERY: Final = frozenset(_TAGS.values())


def _of(*categories: str) -> frozenset[str]:
    """The tags of categories, given by their first letters; those of controls are in C too."""
    spaces = {_TAGS[_BLANK]} if "C" in categories or "Cc" in categories else set()
    return frozenset(tag for name, tag in _TAGS.items() if name.startswith(categories)) | spaces


_WORD: Final = frozenset(map(_TAGS.__getitem__, _WORDS))
_SPACE: Final = _of("Z") | {_TAGS[_BLANK]}
_SHORT: Final = {"w": _WORD, "d": _of("Nd"), "s": _SPACE}
_PROPERTY: Final = re.compile(r"\\([pP])(?:\{(\^?)([A-Z][a-z]?)\}|([A-Z]))")

_ANY: Final = "(?s:.)"
_NONE: Final = r"[^\x{0}-\x{10FFFF}]"
_MOST_KNOWN: Final = 1 << 14
"""Characters whose triples are kept in mind: more than any mix of languages needs, and little memory."""

_CHOICE: Final = re.compile(
    rf"\[:\^?\w+:\]|\\[wWdDsS]|\\[pP](?:\{{[^}}]*\}}|.)|(?:{ESCAPE}|.)(?:-(?:{ESCAPE}|.))?", re.DOTALL
)
"""What stands between the brackets of a class: a shorthand, a property, a character or a range."""


def asks_unicode(pattern: str) -> bool:
    """Whether it uses what RE2 knows for ASCII only, or at great cost."""
    return any(
        part is Part.BOUND
        or (part is Part.ONE and _tags_of(text) is not None)
        or (part is Part.CLASS and any(_tags_of(choice) is not None for choice in _choices(text)))
        for part, text in pieces(pattern)
    )


def tagged_pattern(pattern: str) -> str:
    """The pattern for tagged texts."""
    return "".join(map(_rewritten, pieces(pattern)))


def _rewritten(piece: Piece) -> str:
    match piece.part:
        case Part.ONE:
            tags = _tags_of(piece.text)
            return _triple(_EVERY, piece.text) if tags is None else _triple(tags, _ANY)
        case Part.CLASS:
            return _class(piece.text)
        case Part.LITERAL:
            return "".join(_triple(_EVERY, re.escape(char)) for char in piece.text[2:].removesuffix(r"\E"))
        case _:
            return piece.text


def _triple(tags: frozenset[str], middle: str) -> str:
    """A character of one of these categories that matches `middle`."""
    if not tags:
        return _NONE
    listed = "".join(f"\\x{ord(tag):02x}" for tag in sorted(tags))
    return f"(?:[{listed}]{middle}[{_AFTER_WORD}{_AFTER_REST}])"


def _class(written: str) -> str:
    """A class: what it lists by category is told by tags, the rest by the characters themselves."""
    tags: frozenset[str] = frozenset()
    rest = ""
    for choice in _choices(written):
        told = _tags_of(choice)
        if told is None:
            rest += _safe(choice)
        else:
            tags |= told
    if written.startswith("[^"):
        return _triple(_EVERY - tags, f"[^{rest}]" if rest else _ANY)
    listed = [_triple(_EVERY, f"[{rest}]")] if rest else []
    return f"(?:{'|'.join([*listed, _triple(tags, _ANY)])})"


def _choices(written: str) -> Iterator[str]:
    return (choice.group() for choice in _CHOICE.finditer(written[1:-1].removeprefix("^")))


def _tags_of(choice: str) -> frozenset[str] | None:
    """The tags of what a shorthand or a category stands for; None for anything else."""
    if choice[0] == "\\" and (tags := _SHORT.get(choice[1].lower())):
        return _EVERY - tags if choice[1].isupper() else tags
    found = _PROPERTY.fullmatch(choice)
    if not found:
        return None
    letter, other, long, short = found.groups(default="")
    tags = _of(long or short)
    if not tags:  # the script Yi is no category
        return None
    return _EVERY - tags if (letter == "P") is not bool(other) else tags


def _safe(choice: str) -> str:
    """A choice as it may stand anywhere in a class."""
    return "\\" + choice if choice in {"-", "^", "]", "["} else choice


class _Triples(dict[int, str]):
    """What each character is written as."""

    def __missing__(self, code: int) -> str:
        triple = _tag(chr(code))
        if len(self) < _MOST_KNOWN:
            self[code] = triple
        return triple


def _tag(char: str) -> str:
    category = unicodedata.category(char)
    before = _TAGS[_BLANK if category == "Cc" and char.isspace() else category]
    return before + char + (_AFTER_WORD if before in _WORD else _AFTER_REST)


_TRIPLES: Final = _Triples()


def tagged(text: str) -> str:
    """The text, each character with its tags."""
    return text.translate(_TRIPLES)
