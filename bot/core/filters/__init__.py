"""The filter language: `parse` a query, print it with `str`, `bind` it to names and `match` it against a `Document`."""

from bot.core.filters.bind import Bound, bind
from bot.core.filters.document import Document
from bot.core.filters.parse import parse
from bot.core.filters.query import Query

__all__ = ["Bound", "Document", "Query", "bind", "parse"]
