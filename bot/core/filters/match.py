"""Whether a query matches an item's words, and where."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Searchable:
    """An item's words, folded and counted once for all queries."""
