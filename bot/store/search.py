"""What is asked of all that is kept: pages of stories and of items, and what a filter would have brought."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Sequence
from contextlib import aclosing
from datetime import datetime
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.model import Item, Story
from bot.ports import Bookmark, Findings, Matched, Question, Stock
from bot.store.database import Database
from bot.store.evidence import Key
from bot.store.fulltext import FullText
from bot.store.items import TOLD, filed_by_id, filed_by_story, items_by_id, read_items
from bot.store.rows import story_of
from bot.store.scope import PLACE, open_to
from bot.store.sifting import Sifting
from bot.store.tables import items
from bot.store.uncut import uncut

__all__ = ["SearchStatements"]

_MOST: Final = 20_000
"""Candidates looked at for one question: a few seconds of work, in small pieces."""
_AT_ONCE: Final = 2
"""Walks at one time: each keeps a connection, and others want to read too (`bot.store.database`)."""

_NEWEST: Final = tuple(column.desc() for column in PLACE)


class SearchStatements:
    """The search room in the store."""

    def __init__(self, database: Database, texts: FullText, most: int = _MOST) -> None:
        """`most`: candidates looked at for one question."""
        self._most = most
        self._database = database
        self._texts = texts
        self._turns = asyncio.Semaphore(_AT_ONCE)

    @uncut
    async def stories(
        self, question: Question, now: datetime, limit: int, after: Bookmark | None = None
    ) -> Findings[Story]:
        """Stories by their newest item that is sought."""
        async with self._turns, self._database.read() as connection:
            sifting = Sifting(connection, self._texts, question, now, self._most)
            shown, rest = await _page(sifting, limit, after, folded=True)
            return Findings(await _stories(connection, shown), *rest)

    @uncut
    async def reports(
        self, question: Question, now: datetime, limit: int, after: Bookmark | None = None
    ) -> Findings[Item]:
        """Items that are sought."""
        async with self._turns, self._database.read() as connection:
            sifting = Sifting(connection, self._texts, question, now, self._most)
            shown, rest = await _page(sifting, limit, after, folded=False)
            return Findings(await _items(connection, [item for _, item in shown]), *rest)

    @uncut
    async def matched(self, question: Question) -> Matched:
        """All items that are sought."""
        keys: dict[int, Key] = {}
        async with self._turns, self._database.read() as connection:
            sifting = Sifting(connection, self._texts, question, None, self._most)
            async for each in sifting.found(None):
                keys[each.id] = each.key
            return Matched(tuple(keys), len(set(keys.values())), sifting.given_up)

    @uncut
    async def stock(self, since: datetime, limit: int, *, follows: Collection[str] = ()) -> Stock:
        """How many items there are, and how far back they go."""
        newest = select(items.c.published).where(items.c.published >= since, open_to(follows)).order_by(*_NEWEST)
        async with self._database.read() as connection:
            last = await connection.scalar(newest.limit(1).offset(limit - 1))
            within = items.c.published >= (last or since)
            every = select(func.count(), func.min(items.c.published)).where(within, open_to(follows))
            count, oldest = (await connection.execute(every)).one()
            return Stock(count, oldest, whole=last is None)

    @uncut
    async def story(self, number: int) -> Story | None:
        """The story of this id, or that of the item with this id."""
        async with self._database.read() as connection:
            item = (await filed_by_id(connection, (number,))).get(number)
            story = number if item is None or item.item.story is None else item.item.story
            told = (await filed_by_story(connection, (story,))).get(story)
            if told:
                return story_of(story, told)
            return story_of(0, [item]) if item else None

    @uncut
    async def told(self, ids: Sequence[int]) -> tuple[Item, ...]:
        """The items with these ids, in this order."""
        async with self._database.read() as connection:
            return await _items(connection, ids)

    @uncut
    async def items(self, since: datetime, limit: int, *, follows: Collection[str] = ()) -> tuple[Item, ...]:
        """The newest items, the newest first."""
        newest = TOLD.where(items.c.published >= since, open_to(follows)).order_by(*_NEWEST).limit(limit)
        async with self._database.read() as connection:
            return tuple(await read_items(connection, newest))


async def _page(
    sifting: Sifting, limit: int, after: Bookmark | None, *, folded: bool
) -> tuple[Sequence[tuple[Key, int]], tuple[tuple[Bookmark, ...], int, bool, datetime | None]]:
    """What is shown, with the newest item of each that is sought, and the rest of `Findings`."""
    newest: dict[Key, int] = {}
    earlier: set[Key] = set()
    async with aclosing(sifting.found(after, limit + 1)) as found:
        async for each in found:
            key = each.key if folded else (False, each.id)
            if key in newest or key in earlier:
                continue
            if folded and after and each.story is not None and await sifting.stands_above(each.story):
                earlier.add(key)
                continue
            newest[key] = each.id
            sifting.missing = max(limit + 1 - len(newest), 0)
    shown = [*newest.items()][:limit]
    marks = tuple(Bookmark(item, sifting.newest) for _, item in shown)
    return shown, (marks, len(newest), sifting.whole, sifting.given_up)


async def _stories(connection: AsyncConnection, shown: Sequence[tuple[Key, int]]) -> tuple[Story, ...]:
    told = await filed_by_story(connection, (number for (filed, number), _ in shown if filed))
    alone = await filed_by_id(connection, (number for (filed, number), _ in shown if not filed))
    return tuple(
        story_of(number, told[number]) if filed else story_of(0, [alone[number]]) for (filed, number), _ in shown
    )


async def _items(connection: AsyncConnection, ids: Sequence[int]) -> tuple[Item, ...]:
    found = await items_by_id(connection, ids)
    return tuple(found[item] for item in ids if item in found)
