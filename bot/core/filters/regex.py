r"""Regular expressions of filters: RE2's syntax, Unicode's words, whatever the case, in bounded time.

RE2 (github.com/google/re2/wiki/Syntax) takes time in proportion to the text, whatever the pattern. It has no
look-around and no back-references; whoever types one is told so when the filter is saved.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final

import re2

from bot.core.filters.pieces import consuming, find_piece, multiline, unpaired, weight
from bot.core.filters.tagging import SPREAD, asks_unicode, tagged, tagged_pattern
from bot.core.filters.trouble import Unreadable
from bot.core.text.clean import clean

__all__ = ["LONGEST_PATTERN", "Pattern", "compile_pattern"]

LONGEST_PATTERN: Final = 200
"""Characters of a pattern: beyond that, nobody can read it."""
_MOST_MEMORY: Final = 1 << 20
"""Bytes that RE2 may use for one pattern."""
_MOST_TO_READ: Final = 1 << 19
"""Likewise while it is found out whether it can be read: what is too large is refused in 10 ms then; it took 45."""
_MOST_STEPS: Final = 4000
"""Instructions of a compiled pattern: those of a class of a large script are a thousand."""
_HEAVIEST, _HEAVIEST_TAGGED = 40, 16
"""Attempts at once, by `weight`. The slowest of 700 random patterns took 9 ms of a processor for 10,000 characters made
to be slow, 15 ms the first time. That is measured, not proved."""
_KEPT: Final = 256
"""Compiled patterns that are kept in mind."""
_TEXTS: Final = 4
"""Texts that are kept in mind as patterns see them: the fields of one item."""

_ONE_LETTER: Final = {0x130: "I", 0x131: "i"}
"""Turkish İ and ı: as elsewhere in filters, letter case tells them from i and I no more than i from I."""
_WHOLE: Final = _ONE_LETTER | dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
"""The same, and halves of characters, which UTF-8 can't say."""

_TOO_MUCH: Final = "this pattern leaves too much open. Repeat fewer times; NEAR/10 finds words near each other."
_WHY: Final = {
    "missing )": "this bracket is never closed; \\( is the sign itself.",
    "missing ]": "this bracket is never closed; \\[ is the sign itself.",
    "unexpected )": "this bracket was never opened; \\) is the sign itself.",
    "no argument for repetition operator": "there is nothing before this to repeat; with \\ before it, it is the sign.",
    "bad repetition operator": "what is repeated can't be repeated again; brackets around it help.",
    "invalid repetition size": "that is no number of times, or too many: {2,5} is two to five times, 1000 the most.",
    "invalid character class range": "there are no such characters: a range goes from the lower to the higher.",
    "trailing \\": "a \\ needs a sign after it.",
    "invalid escape sequence": "I don't know this \\ sequence.",
    "pattern too large": _TOO_MUCH,
}
"""What RE2's complaints mean, by how they begin."""
_CODE: Final = re.compile(r"\\u([0-9A-Fa-f]{4})")
"""A character by its number, as other languages write it."""
_LOOKING: Final = ("(?=", "(?!", "(?<")
_ESCAPED: Final = frozenset("()[]*+?{")
"""What may have been meant as the sign itself."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A compiled pattern."""

    written: str
    tagged: bool
    """Whether it is looked for in tagged text."""
    compiled: Any = field(repr=False, compare=False)

    def search(self, text: str) -> tuple[int, int] | None:
        """Where the first match begins and ends in the text; no match is empty."""
        found = self.compiled.search(_with_tags(text) if self.tagged else _whole(text))
        if not found:
            return None
        start, end = found.start(), found.end()
        return (start // SPREAD, end // SPREAD) if self.tagged else (start, end)


@lru_cache(maxsize=_TEXTS)
def _whole(text: str) -> str:
    """The text as patterns see it; many look at the same one, one after the other."""
    return text if text.isascii() else text.translate(_WHOLE)


@lru_cache(maxsize=_TEXTS)
def _with_tags(text: str) -> str:
    return tagged(_whole(text))


@lru_cache(maxsize=_KEPT)
def compile_pattern(pattern: str) -> Pattern:
    """The pattern, ready for use; raises Unreadable with a position in the pattern and, maybe, a pattern to try."""
    _check_characters(pattern)
    read = pattern.translate(_ONE_LETTER)
    try:
        _compiled(read, _MOST_TO_READ)
    except re2.error as error:
        raise _explained(pattern, error.args[0].decode("utf-8", "replace")) from None
    if (byte := find_piece(read, r"\C")) >= 0:
        raise _unknown_escape(pattern, byte, r"\C")
    if (flag := multiline(read)) >= 0:
        why = "the flag m has no use here: ^ and $ are the ends of the title, or of the text."
        raise Unreadable(why, flag, pattern[:flag] + pattern[flag + 1 :])
    unicode = asks_unicode(read)
    if weight(read) > (_HEAVIEST_TAGGED if unicode else _HEAVIEST):
        raise Unreadable(_TOO_MUCH, 0)
    if _compiled(consuming(read), _MOST_TO_READ).fullmatch(""):
        raise Unreadable("this is also met by no letters at all: say what has to be there.", 0)
    compiled = _compiled(tagged_pattern(read) if unicode else read)
    if compiled.programsize > _MOST_STEPS:
        raise Unreadable(_TOO_MUCH, 0)
    return Pattern(pattern, unicode, compiled)


def _compiled(pattern: str, memory: int = _MOST_MEMORY) -> Any:
    """RE2's automaton; raises re2.error."""
    options = re2.Options()
    options.max_mem = memory
    options.log_errors = False
    options.case_sensitive = False
    options.never_capture = True
    return re2.compile(pattern, options)


def _check_characters(pattern: str) -> None:
    if len(pattern) > LONGEST_PATTERN:
        why = f"a pattern has at most {LONGEST_PATTERN} characters, this one has {len(pattern)}."
        raise Unreadable(why, LONGEST_PATTERN)
    for at, char in enumerate(pattern):
        if clean(f"({char})") != f"({char})" or char == "\n":
            repair = pattern[:at] + (r"\s" if char.isspace() else "") + pattern[at + 1 :]
            raise Unreadable(r"there is a character here that can't be seen; \s is any space.", at, repair)


def _explained(pattern: str, complaint: str) -> Unreadable:
    """What RE2 complains of, in words, and where: it repeats the piece it means."""
    kind, _, piece = complaint.partition(": ")
    if kind == "trailing \\":
        return Unreadable(_WHY[kind], len(pattern) - 1, pattern[:-1])
    at = unpaired(pattern) if kind in {"missing )", "unexpected )"} else max(pattern.find(piece), 0)
    if kind == "invalid perl operator":
        return _unknown_group(pattern, at)
    if kind == "invalid escape sequence":
        return _unknown_escape(pattern, at, piece)
    why = next((why for start, why in _WHY.items() if kind.startswith(start)), "I can't read this pattern.")
    return Unreadable(why, at, _repaired(pattern, kind, piece, at))


def _unknown_group(pattern: str, at: int) -> Unreadable:
    if pattern.startswith(_LOOKING, at):
        why = r"a pattern can't look ahead or behind; \b is the edge of a word, and -/…/ beside it leaves out."
        return Unreadable(why, at)
    return Unreadable("I don't know this kind of bracket; \\( is the sign itself.", at, _escaped(pattern, at))


def _unknown_escape(pattern: str, at: int, piece: str) -> Unreadable:
    if piece[1:].isdecimal():
        return Unreadable("a pattern can't repeat what it found before.", at)
    if piece == r"\Z":
        return Unreadable(r"the end of the text is \z, or $.", at, pattern[:at] + r"\z" + pattern[at + 2 :])
    code = _CODE.match(pattern, at)
    repair = f"{pattern[:at]}\\x{{{code[1]}}}{pattern[code.end() :]}" if code else pattern[:at] + pattern[at + 1 :]
    return Unreadable("I don't know this \\ sequence.", at, repair)


def _repaired(pattern: str, kind: str, piece: str, at: int) -> str:
    """A pattern that may have been meant; empty when nothing offers itself."""
    after = at + len(piece)
    match kind:
        case "invalid character class range":
            reversed_range = len(piece) == len("z-a") and piece[1] == "-"
            return pattern[:at] + piece[::-1] + pattern[after:] if reversed_range else ""
        case "bad repetition operator":
            first = piece.find("}") + 1 if piece.startswith("{") else 1
            return pattern[: at + first] + pattern[after:]
        case "invalid repetition size":
            return ""
        case _:
            return _escaped(pattern, at) if pattern[at] in _ESCAPED else ""


def _escaped(pattern: str, at: int) -> str:
    return f"{pattern[:at]}\\{pattern[at:]}"
