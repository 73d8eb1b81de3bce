r"""The pieces of a regular expression that RE2 understands, and how much work they may make.

Must not judge whether a pattern is right: RE2 has read it before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final, NamedTuple

__all__ = ["ESCAPE", "Part", "Piece", "consuming", "find_piece", "multiline", "pieces", "unpaired", "weight"]


class Part(Enum):
    """What a piece of a pattern is."""

    ONE = auto()  # a character, or any of some
    CLASS = auto()  # some characters, in brackets
    BOUND = auto()  # \\b and \\B
    EDGE = auto()  # ^ and its like: where, but no character
    LITERAL = auto()  # \\Q…\\E
    OTHER = auto()  # brackets, bars, repetitions


class Piece(NamedTuple):
    """A piece of a pattern, as written."""

    part: Part
    text: str


ESCAPE: Final = r"\\(?:[pP](?:\{[^}]*\}|.)|x(?:\{[^}]*\}|[0-9A-Fa-f]{2})|[0-7]{1,3}|.)"
_PIECE: Final = re.compile(
    rf"(?P<LITERAL>\\Q.*?(?:\\E|\Z))"
    rf"|(?P<CLASS>\[\^?\]?(?:\[:\^?\w+:\]|\\.|[^\]\\])*\])"
    rf"|(?P<BOUND>\\[bB])|(?P<EDGE>\\[Az]|[\^$])"
    r"|(?P<OTHER>\((?:\?(?:P?<[^>]*>|[imsU]*(?:-[imsU]+)?[:)]))?|[)|*+?]|\{\d+(?:,\d*)?\})"
    rf"|(?P<ONE>{ESCAPE}|.)",
    re.DOTALL,
)
_MANY: Final = frozenset(map("\\{}".format, "wWdDsSpP"))


def pieces(pattern: str) -> Iterator[Piece]:
    """The pieces of a pattern that RE2 understands."""
    for found in _PIECE.finditer(pattern):
        assert found.lastgroup, "every alternative has a name"
        yield Piece(Part[found.lastgroup], found.group())


def consuming(pattern: str) -> str:
    """The pattern without what says where only."""
    return "".join("(?:)" if part in {Part.BOUND, Part.EDGE} else text for part, text in pieces(pattern))


def find_piece(pattern: str, wanted: str) -> int:
    """Where this piece stands; -1 when it does not."""
    at = 0
    for piece in pieces(pattern):
        if piece.text == wanted:
            return at
        at += len(piece.text)
    return -1


def unpaired(pattern: str) -> int:
    """Where the first bracket stands that was never opened, else the last that is never closed, else 0."""
    at, opened = 0, [0]
    for part, text in pieces(pattern):
        if part is Part.OTHER and text == ")":
            if len(opened) == 1:
                return at
            opened.pop()
        elif _opens(part, text):
            opened.append(at)
        at += len(text)
    return opened[-1]


def _opens(part: Part, text: str) -> bool:
    """Whether it begins a group: flags may stand alone."""
    return part is Part.OTHER and text.startswith("(") and not text.endswith(")")


def multiline(pattern: str) -> int:
    """Where it switches to the ends of lines; -1 when it does not."""
    at = 0
    for part, text in pieces(pattern):
        on, _, _ = text.partition("-")
        if part is Part.OTHER and text.startswith("(?") and "<" not in text and "m" in on:
            return at + on.index("m")
        at += len(text)
    return -1


@dataclass(slots=True)
class _Run:
    """Pieces side by side, up to the last: `busy` are the characters that may keep more than one attempt alive."""

    all: int = 0
    busy: int = 0
    last_all: int = 0
    last_busy: int = 0

    def add(self, every: int, busy: int) -> None:
        self.close()
        self.last_all, self.last_busy = every, busy

    def repeat(self, times: int) -> None:
        self.last_all *= times
        self.last_busy = self.last_all

    def close(self) -> None:
        self.all, self.busy = self.all + self.last_all, self.busy + self.last_busy
        self.last_all = self.last_busy = 0


def weight(pattern: str) -> int:
    """How many attempts a search may have to follow at once at worst, as a number of characters to match.

    Counted repetitions are written out. A character that stands for itself, unrepeated, is free: of such patterns RE2
    makes small automata.
    """
    runs = [_Run()]
    for part, text in pieces(pattern):
        if _opens(part, text):
            runs.append(_Run())
        elif part is Part.OTHER:
            _close_or_repeat(runs, text)
        elif part is Part.LITERAL:
            for _ in text.removeprefix("\\Q").removesuffix("\\E"):
                runs[-1].add(1, 0)  # one by one: a repetition means the last character alone
        else:
            runs[-1].add(1, int(part is Part.CLASS or text == "." or text[:2] in _MANY))
    runs[0].close()
    return runs[0].busy


def _close_or_repeat(runs: list[_Run], text: str) -> None:
    if text == ")":
        inner = runs.pop()
        inner.close()
        runs[-1].add(max(inner.all, 1), inner.busy)
    elif text in {"*", "+", "?"}:
        runs[-1].repeat(1)
    elif text.startswith("{"):
        least, _, most = text[1:-1].partition(",")
        runs[-1].repeat(max(int(most or least), 1))
