"""The filter language: `parse` a query, print it with `str`, `match` it against an item's words."""

from bot.core.filters.match import Searchable
from bot.core.filters.parse import parse
from bot.core.filters.query import Query

__all__ = ["Query", "Searchable", "parse"]
