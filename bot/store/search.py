"""What is asked of all that is kept: pages of stories and of items, and what a filter would have brought."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import aclosing
from datetime import datetime
from typing import Final

from sqlalchemy import func, select

from bot.core.model import Item, Story
from bot.ports import Bookmark, Matched, Findings, Question, Stock
from bot.store.database import Database
from bot.store.fulltext import FullText
from bot.store.items import items_by_id, items_by_story, read_items
from bot.store.newest import Found
from bot.store.rows import ITEMS
from bot.store.scope import PLACE, open_to
from bot.store.sifting import Sifting
from bot.store.tables import items
from bot.store.uncut import uncut

__all__ = ["SearchStatements"]

_CHEAP: Final = 50_000
"""Work done to count what is not on the page, in characters matched: about 10 ms."""

_NEWEST: Final = tuple(column.desc() for column in PLACE)

_Key = tuple[bool, int]
"""A story, or an item that the desk has not read: `bot.store.newest.Found.key`."""


class SearchStatements:
    """The search room in the store."""

    def __init__(self, database: Database, texts: FullText) -> None:
        self._database = database
        self._texts = texts

    async def stories(self, question: Question, now: datetime, limit: int, after: Bookmark | None = None) -> Findings[Story]:
        """Stories by their newest item that is sought."""
        sifting = self._sifting(question, now)
        newest: dict[_Key, int] = {}
        earlier: set[_Key] = set()
        whole = True
        async with aclosing(sifting.found(after)) as found:
            async for each in found:
                if each.key in newest or each.key in earlier:
                    continue
                if after and await _told_earlier(sifting, each, after):
                    earlier.add(each.key)
                    continue
                newest[each.key] = each.id
                if len(newest) > limit and sifting.cost >= _CHEAP:
                    whole = False
                    break
        shown = [*newest.items()][:limit]
        told = await self._stories([key for key, _ in shown])
        older = Bookmark(shown[-1][1], sifting.newest) if len(newest) > limit else None
        return Findings(told, len(newest), whole and sifting.given_up is None, older, sifting.given_up)

    async def reports(self, question: Question, now: datetime, limit: int, after: Bookmark | None = None) -> Findings[Item]:
        """Items that are sought."""
        sifting = self._sifting(question, now)
        newest: list[int] = []
        whole = True
        async with aclosing(sifting.found(after)) as found:
            async for each in found:
                newest.append(each.id)
                if len(newest) > limit and sifting.cost >= _CHEAP:
                    whole = False
                    break
        older = Bookmark(newest[limit - 1], sifting.newest) if len(newest) > limit else None
        told = await self.told(newest[:limit])
        return Findings(told, len(newest), whole and sifting.given_up is None, older, sifting.given_up)

    async def matched(self, question: Question) -> Matched:
        """All items that are sought."""
        sifting = self._sifting(question, None)
        keys: dict[int, _Key] = {}
        async with aclosing(sifting.found(None)) as found:
            async for each in found:
                keys[each.id] = each.key
        return Matched(tuple(keys), len(set(keys.values())), sifting.given_up)

    @uncut
    async def stock(self, since: datetime, limit: int, *, follows: Collection[str] = ()) -> Stock:
        """How many items there are, and how far back they go."""
        newest = select(items.c.published).where(items.c.published >= since, open_to(follows))
        among = newest.order_by(*_NEWEST).limit(limit).subquery()
        async with self._database.read() as connection:
            count, oldest = (await connection.execute(select(func.count(), func.min(among.c.published)))).one()
            return Stock(count, oldest)

    @uncut
    async def told(self, ids: Sequence[int]) -> tuple[Item, ...]:
        """The items with these ids, in this order."""
        async with self._database.read() as connection:
            found = await items_by_id(connection, ids)
            return tuple(found[item] for item in ids if item in found)

    @uncut
    async def items(self, since: datetime, limit: int, *, follows: Collection[str] = ()) -> tuple[Item, ...]:
        """The newest items, the newest first."""
        newest = ITEMS.where(items.c.published >= since, open_to(follows)).order_by(*_NEWEST).limit(limit)
        async with self._database.read() as connection:
            return tuple(await read_items(connection, newest))

    def _sifting(self, question: Question, now: datetime | None) -> Sifting:
        return Sifting(self._database, self._texts, question, now)

    @uncut
    async def _stories(self, keys: Sequence[_Key]) -> tuple[Story, ...]:
        async with self._database.read() as connection:
            told = await items_by_story(connection, (number for filed, number in keys if filed))
            alone = await items_by_id(connection, (number for filed, number in keys if not filed))
        found = (Story(number, tuple(told[number])) if filed else _alone(alone.get(number)) for filed, number in keys)
        return tuple(story for story in found if story.items)


async def _told_earlier(sifting: Sifting, found: Found, after: Bookmark) -> bool:
    """Whether an earlier page tells its story, by a newer item of it."""
    if found.story is None:
        return False
    for each in await sifting.above(found.story, after):
        if await sifting.matches(each):
            return True
    return False


def _alone(item: Item | None) -> Story:
    """An item without a story; the desk may have read it in between, or time may have taken it."""
    return Story(item.story or 0 if item else 0, (item,) if item else ())
