"""Statements about the ordered queue between the wire and the stories."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import chain
from typing import Any, Final

from sqlalchemy import Row, select, update
from sqlalchemy.dialects.postgresql import insert as upsert  # SQLite took its syntax from there: it compiles for both
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.decisions import Filing
from bot.core.model import Filed, Item
from bot.store.counting import count_up
from bot.store.database import Database, Lock
from bot.store.items import TOLD, batches, read_filed, read_items
from bot.store.ledger import holds
from bot.store.rows import match_json, telling_json
from bot.store.tables import chats, deliveries, items, outlets, revisions, stories
from bot.store.uncut import uncut
from bot.store.updates import alert, updates

__all__ = ["DeskStatements"]

LEASE = "desk"
"""Name of the lease whose fencing token a filing needs."""

_FILINGS: Final = "filings"
"""What the turns of filings are counted under."""
_AT_ONCE: Final = 100
"""Deliveries handed to the driver in one go: 3 ms (measured)."""

_FILED_WORDS: Final = (
    select(revisions.c.item_id, revisions.c.title, revisions.c.text)
    .join(items, items.c.id == revisions.c.item_id)
    .where(items.c.filed < items.c.revision, revisions.c.revision == items.c.filed)
)
"""Those of items that were edited since."""


class DeskStatements:
    """The desk's room in the store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @uncut
    async def unfiled(self, limit: int) -> tuple[Item, ...]:
        """Items, or new revisions, the desk has not read."""
        waiting = TOLD.where(items.c.filed < items.c.revision).order_by(items.c.id).limit(limit)
        async with self._database.read() as connection:
            return tuple(await read_items(connection, waiting))

    @uncut
    async def window(self, span: timedelta) -> tuple[Filed, ...]:
        """The filed items of the span that ends with the newest, in the order of their filing; none of chats.

        In the words they were filed with: what an edit that is not filed yet changes is seen beside those.
        """
        filed = items.c.story_id.is_not(None), outlets.c.brought_by.is_(None)
        newest = select(items.c.seen).join(outlets).where(*filed).order_by(items.c.seen.desc()).limit(1)
        async with self._database.read() as connection:
            until = await connection.scalar(newest)
            if until is None:
                return ()
            told = TOLD.where(items.c.seen >= until - span, *filed).order_by(items.c.turn, items.c.id)
            read = await read_filed(connection, told)
            before = {row.item_id: row for row in await connection.execute(_FILED_WORDS)}
        return tuple(_as_filed(each, before.get(each.item.id)) for each in read)

    @uncut
    async def story(self, number: int, limit: int) -> tuple[Item, ...]:
        """The items of a story that arrived first."""
        told = TOLD.where(items.c.story_id == number).order_by(items.c.id).limit(limit)
        async with self._database.read() as connection:
            return tuple(await read_items(connection, told))

    @uncut
    async def file(self, filings: Sequence[Filing], fence: int, now: datetime) -> int | None:
        """Write stories and deliveries together; a new story takes the id of the item that opens it.

        A filing of an older revision is void, and so is one that names a chat no longer there: its item stays
        unfiled, to be decided on again.
        """
        async with self._database.write(Lock.DESK) as connection:
            if not await holds(connection, LEASE, fence):
                return None
            free = await _free(connection, filings)
            turn = await count_up(connection, _FILINGS, len(filings)) - len(filings)
            new, owed = 0, list[Iterable[dict[str, Any]]]()
            for filing in filings:
                turn += 1
                if not all(wanted.chat in free for wanted in filing.wanted):
                    continue
                story = await _place(connection, filing, turn, now)
                if story is not None and filing.updates:
                    new, owed = new + await _owe(connection, owed), []  # it is for those who were told, now too
                    owed.append(await updates(connection, filing, story, now))
                if story is not None:
                    owed.append(_owed(filing, story, free, now))
            return new + await _owe(connection, owed)


def _as_filed(filed: Filed, words: Row[*tuple[Any, ...]] | None) -> Filed:
    return filed if words is None else replace(filed, item=replace(filed.item, title=words.title, text=words.text))


async def _free(connection: AsyncConnection, filings: Sequence[Filing]) -> dict[int, datetime | None]:
    """Since when each chat that is named may be written to; None for a suspended one. Absent: no such chat."""
    named = {wanted.chat for filing in filings for wanted in filing.wanted}
    free: dict[int, datetime | None] = {}
    for batch in batches(named):
        rows = await connection.execute(
            select(chats.c.id, chats.c.free_at, chats.c.suspended).where(chats.c.id.in_(batch))
        )
        free |= {row.id: None if row.suspended else row.free_at for row in rows}
    return free


async def _place(connection: AsyncConnection, filing: Filing, turn: int, now: datetime) -> int | None:
    """Put an item into its story; None when the filing is void. An item stays in the story it once was put into.

    The lock lets others refer to the item meanwhile: a poll that finds it carried need not wait, nor wait in a circle.
    """
    of_item = select(items.c.story_id, items.c.revision, items.c.filed).where(items.c.id == filing.item)
    item = (await connection.execute(of_item.with_for_update(key_share=True))).one_or_none()
    if item is None or item.revision != filing.revision or item.filed == item.revision:
        return None
    story: int = item.story_id or filing.story or filing.item
    await connection.execute(upsert(stories).values(id=story, opened_at=now).on_conflict_do_nothing())
    values = {
        "story_id": story,
        "filed": filing.revision,
        "relation": filing.relation.value,
        "reason": filing.reason,
        "telling": telling_json(filing.telling),
        "turn": turn,
    }
    if filing.telling and filing.telling.copy_of is not None:  # once a copy, always one, however it was edited
        values["copy_of"] = filing.telling.copy_of
    await connection.execute(update(items).where(items.c.id == filing.item).values(values))
    return story


def _owed(filing: Filing, story: int, free: dict[int, datetime | None], now: datetime) -> Iterator[dict[str, Any]]:
    """The alerts a filing asks for, made when they are asked for; none to a suspended chat."""
    return (
        alert(wanted.chat, wanted.thread, filing.item, now, max(now, free_at))
        | {"story_id": story, "matches": [match_json(match) for match in wanted.matches], "lane": wanted.lane.value}
        for wanted in filing.wanted
        if (free_at := free[wanted.chat]) is not None
    )


async def _owe(connection: AsyncConnection, owed: Iterable[Iterable[dict[str, Any]]]) -> int:
    """How many are new: nobody is told of a story twice, nor of one update; an update is no story that was told."""
    put = upsert(deliveries).on_conflict_do_nothing().returning(deliveries.c.id)
    new = 0
    for batch in batches(chain.from_iterable(owed), _AT_ONCE):
        new += len((await connection.execute(put, batch)).all())
    return new
