"""The parsed query."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Query:
    """A parsed query; `str(parse(q))` is canonical."""
