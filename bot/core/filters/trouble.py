"""Why a filter can't be read, and the small repairs that such reasons bring."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Final

__all__ = ["Unreadable", "closest", "without"]

_CLOSE: Final = 0.7
"""How alike two spellings are of which one may be meant for the other, as difflib counts it: `autor` and `author`."""


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


def closest(name: str, known: Iterable[str]) -> str:
    """The known name that was probably meant; empty when none is close."""
    return next(iter(get_close_matches(name, known, 1, _CLOSE)), "")
