"""What one wording of a filter has and another has not."""

from __future__ import annotations

import re
from typing import Final

from bot.core.filters.query import KEYWORDS

__all__ = ["changes"]

_PIECE: Final = re.compile(r'-?"[^"]*"\*?|[^\s()]+')
"""A term as a query prints it, its minus and its star included."""


def changes(before: str, after: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The terms that came and those that went between two queries as they print; both empty when only brackets did."""
    old, new = _pieces(before), _pieces(after)
    return tuple(piece for piece in new if piece not in old), tuple(piece for piece in old if piece not in new)


def _pieces(query: str) -> dict[str, None]:
    """The terms in order, each once; a minus before a bracket is none."""
    found = (piece for piece in _PIECE.findall(query) if piece not in KEYWORDS and any(map(str.isalnum, piece)))
    return dict.fromkeys(found)
