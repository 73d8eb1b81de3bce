"""From what a person typed to a query."""

from __future__ import annotations

from bot.core.filters.query import Query


def parse(text: str) -> Query:
    """The query; raises BadQuery."""
    raise NotImplementedError(text)
