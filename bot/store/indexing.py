"""What is kept of an item so that it is found: its index terms, and the places that it names.

Must not know how databases keep them: see `bot.store.fulltext`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from sqlalchemy import ScalarSelect, delete, select
from sqlalchemy.dialects.postgresql import insert as upsert  # SQLite took its syntax from there: it compiles for both
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.filters.document import index_terms
from bot.core.model import Item
from bot.core.names import Names
from bot.store.breath import Breath
from bot.store.columns import storable
from bot.store.fulltext import FullText, joined, lasting
from bot.store.tables import memories

__all__ = ["VERSION", "Index", "advance", "indexed_from", "searchable"]

VERSION: Final = "3"
"""Of the analysis: what words, names and labels become in the index. Whoever changes `bot.core.filters.document`,
`bot.core.text`, `bot.core.names` or this module so that an item gets other terms or places raises it; all items are
indexed anew then, the newest first, while the bot runs (`bot.store.reindexing`)."""

_BEGINNING: Final = "index."
_NAME: Final = _BEGINNING + VERSION


_LONG: Final = 1_500
"""Characters from which on a thread reads what places are named; below, it would cost more than it gives."""


class Index:
    """Indexes items as they are recorded, revised, or indexed anew."""

    def __init__(self, texts: FullText, names: Names) -> None:
        self._texts = texts
        self._names = names

    async def places(self, title: str, text: str, country: str) -> list[str]:
        """Ids of the places that are named and of what they lie in, each once; `country`: that of who speaks.

        A thread reads what is long: 10,000 characters take 20 ms, and 100 ms where they are Chinese or nothing but
        names; others get their turns meanwhile.
        """
        if len(title) + len(text) < _LONG:
            return self._places(title, text, country)
        return await asyncio.to_thread(self._places, title, text, country)

    def _places(self, title: str, text: str, country: str) -> list[str]:
        found: dict[str, None] = {}
        for mentions in self._names.mentions(title, text, country):
            for mention in mentions:
                found.update(dict.fromkeys((mention.place, *mention.within)))
        return [*found]

    async def keep(self, connection: AsyncConnection, found: Iterable[Item]) -> None:
        """Index these items, anew where they are indexed already."""
        words: dict[int, str] = {}
        breath = Breath()
        for item in found:
            words[item.id] = searchable(item)
            await breath.after(len(item.title) + len(item.text))
        await self._texts.keep(connection, words)


def searchable(item: Item) -> str:
    """The distinct terms that are kept of an item, within what databases take, a space between.

    What may change without the item, as its outlet's name, is left to the query.
    """
    stored = replace(item, title=storable(item.title), text=storable(item.text), author=storable(item.author))
    return joined(filter(lasting, index_terms(stored)))


def indexed_from() -> ScalarSelect[str]:
    """The id from which on items are indexed by this version, as written: `0` for all, none when it never ran."""
    return select(memories.c.value).where(memories.c.name == _NAME).scalar_subquery()


async def advance(connection: AsyncConnection, lowest: int) -> None:
    """Take down that items are indexed from this id on, 0 for all, and forget what other versions did."""
    put = upsert(memories).values(name=_NAME, value=str(lowest))
    await connection.execute(put.on_conflict_do_update(index_elements=["name"], set_={"value": str(lowest)}))
    other = memories.c.name.startswith(_BEGINNING, autoescape=True) & (memories.c.name != _NAME)
    await connection.execute(delete(memories).where(other))
