"""Statements that look for items: what full text finds is verified by the query itself."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, RowMapping, Select, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.filters import Document, Query, bind
from bot.core.model import Evidence, Item, Story
from bot.core.names import Unnamed
from bot.store.breath import Breath
from bot.store.database import Database
from bot.store.fulltext import FullText
from bot.store.items import items_by_id, items_by_story, read_items
from bot.store.rows import ITEMS, item_of
from bot.store.tables import items, outlets
from bot.store.uncut import uncut

__all__ = ["SearchStatements", "open_to"]

_PAGE: Final = 200
"""Candidates read at once."""
_MOST: Final = 20_000
"""Candidates looked at for one question: about a week of the whole catalogue, a few seconds when all are matched."""

_PLACE: Final = (items.c.published, items.c.id)
_NEWEST: Final = tuple(column.desc() for column in _PLACE)


class SearchStatements:
    """The search room in the store."""

    def __init__(self, database: Database, texts: FullText) -> None:
        self._database = database
        self._texts = texts

    async def latest(
        self,
        query: Query | None,
        since: datetime,
        limit: int,
        pack: str = "",
        *,
        outlet: str = "",
        follows: Collection[str] = (),
    ) -> tuple[tuple[Story, ...], int]:
        """Stories with an item that matches, the newest first, and how many there are.

        No more than the 20,000 newest candidates are looked at. An item that the desk has not read yet stands alone,
        as a story with the id 0.
        """
        matching = [items.c.published >= since, open_to(follows), *(await self._of_pack(pack) if pack else ())]
        matching += [items.c.outlet_id == outlet] if outlet else []
        bound = None
        if query is not None:
            bound = bind(query, Unnamed())
            candidate = self._texts.condition(bound.candidates)
            matching.extend([] if candidate is None else [candidate])
        newest: dict[tuple[bool, int], None] = {}
        async for row in self._candidates(matching):
            if bound is None or bound.holds(Document(item_of(row, ()), Evidence(), row[items.c.published])):
                story = row[items.c.story_id]
                newest.setdefault((story is not None, story or row[items.c.id]))
        return await self._told(list(newest)[:limit]), len(newest)

    @uncut
    async def items(self, since: datetime, limit: int, *, follows: Collection[str] = ()) -> tuple[Item, ...]:
        """The newest items, the newest first."""
        newest = ITEMS.where(items.c.published >= since, open_to(follows)).order_by(*_NEWEST).limit(limit)
        async with self._database.read() as connection:
            return tuple(await read_items(connection, newest))

    @uncut
    async def _of_pack(self, pack: str) -> list[ColumnElement[bool]]:
        """The condition that an item is of one of the pack's outlets."""
        async with self._database.read() as connection:
            rows = (await connection.execute(select(outlets.c.id, outlets.c.packs))).all()
        return [items.c.outlet_id.in_([row.id for row in rows if pack in row.packs])]

    async def _candidates(self, matching: Sequence[ColumnElement[bool]]) -> AsyncIterator[RowMapping]:
        """Items that may match, the newest first, page by page, so that no transaction stays open for long."""
        page = ITEMS.where(*matching)
        page = page.order_by(*_NEWEST).limit(_PAGE)
        place: tuple[datetime, int] | None = None
        breath = Breath()
        for _ in range(_MOST // _PAGE):
            rows = await self._page(page if place is None else page.where(_after(place)))
            for row in rows:
                yield row
                await breath.after(len(row[items.c.title]) + len(row[items.c.text]))
            if len(rows) < _PAGE:
                return
            place = rows[-1][items.c.published], rows[-1][items.c.id]

    @uncut
    async def _page(self, page: Select[Any]) -> Sequence[RowMapping]:
        async with self._database.read() as connection:
            rows: Sequence[RowMapping] = (await connection.execute(page)).mappings().all()
            return rows

    @uncut
    async def _told(self, newest: Sequence[tuple[bool, int]]) -> tuple[Story, ...]:
        async with self._database.read() as connection:
            return await _stories(connection, newest)


def open_to(follows: Collection[str]) -> ColumnElement[bool]:
    """The condition that an item may be seen: what a chat brought, only by those that follow its outlet.

    The outlets that are closed are looked up once for a statement, and there are few.
    """
    closed = select(outlets.c.id).where(outlets.c.brought_by.is_not(None), outlets.c.id.not_in(follows))
    return items.c.outlet_id.not_in(closed)


def _after(place: tuple[datetime, int]) -> ColumnElement[bool]:
    """Older than the item at this place."""
    return tuple_(*_PLACE) < tuple_(*place, types=[column.type for column in _PLACE])


async def _stories(connection: AsyncConnection, newest: Sequence[tuple[bool, int]]) -> tuple[Story, ...]:
    told = await items_by_story(connection, (number for filed, number in newest if filed))
    alone = await items_by_id(connection, (number for filed, number in newest if not filed))
    found = (Story(number, tuple(told[number])) if filed else _alone(alone.get(number)) for filed, number in newest)
    return tuple(story for story in found if story.items)


def _alone(item: Item | None) -> Story:
    """An item without a story; the desk may have read it in between, or time may have taken it."""
    return Story(item.story or 0 if item else 0, (item,) if item else ())
