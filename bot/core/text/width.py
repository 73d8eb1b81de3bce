"""How many columns a text takes where every character has a fixed width, and whether it runs from right to left.

Must not know a terminal or a platform.
"""

from __future__ import annotations

import unicodedata

__all__ = ["runs_backwards", "width"]

_WIDE = frozenset("WF")
"""East Asian width classes of two columns (Unicode Standard Annex 11)."""
_UNSEEN = frozenset(("Mn", "Me", "Cf", "Cc"))
"""General categories that take no column of their own."""


def width(text: str) -> int:
    """Columns of a text without line ends."""
    if text.isascii():
        return len(text)
    return sum(_columns(character) for character in text)


def runs_backwards(text: str) -> bool:
    """Whether any of it is written from right to left, so that its columns are not in the order of its characters."""
    return any(unicodedata.bidirectional(character) in {"R", "AL"} for character in text)


def _columns(character: str) -> int:
    if unicodedata.category(character) in _UNSEEN:
        return 0
    return 2 if unicodedata.east_asian_width(character) in _WIDE else 1
