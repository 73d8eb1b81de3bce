"""What has been read and sent: the latest stories, a filter tried on the past, and why an alert came."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.core.errors import NotFound
from bot.core.filters import Query, Searchable
from bot.core.model import Address, Chat, Delivery, Item, NamedFilter, Story
from bot.newsroom.subscriptions import Topic, find_filter
from bot.ports import Clock, Store

__all__ = ["Archive", "Coverage", "Trial", "Witness"]

MOST_TRIED = 3_000
"""Items a filter is tried on: about a week of the catalogue, and a second of work."""
SAMPLE = 500
"""Items by which a query's loudness is judged."""
LEAST_SAMPLE = 50
"""Fewer items than this say nothing of how loud a query is."""
SLICE = 10
"""Items matched before other tasks get their turn: one of 5 kB takes up to 0.5 ms."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """What there is on a topic."""

    stories: tuple[Story, ...]
    """The newest first, as many as were asked for."""
    total: int
    """How many there are in all."""


@dataclass(frozen=True, slots=True)
class Trial:
    """What a query does to items of the past."""

    items: int
    matching: tuple[Item, ...]
    """The newest first."""
    since: datetime
    """When the oldest of them was seen, or the start of the span."""
    whole: bool
    """Whether these were all items of the span."""

    @property
    def loud(self) -> bool:
        """Whether it matches so much (more than a fifth) that nobody can have meant it."""
        return self.items >= LEAST_SAMPLE and len(self.matching) * 5 > self.items


@dataclass(frozen=True, slots=True)
class Witness:
    """Why an alert was sent: the delivery, and the filters its matches name as they are now."""

    delivery: Delivery
    filters: tuple[NamedFilter, ...]

    def filter(self, name: str) -> NamedFilter | None:
        """The filter of that name, unless it is gone."""
        return find_filter(self.filters, name)


class Archive:
    """What has been read and sent."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._search = store.search
        self._outbox = store.outbox
        self._chats = store.chats
        self._clock = clock

    async def latest(self, topic: Topic | None, span: timedelta, limit: int) -> Coverage:
        """The stories of this span, on a topic or on all."""
        query, pack = (topic.query, topic.pack) if topic else (None, None)
        found = await self._search.latest(query, self._clock.now() - span, limit, pack.name if pack else "")
        return Coverage(*found)

    async def trial(self, query: Query, span: timedelta, limit: int = MOST_TRIED) -> Trial:
        """Which items of this span, the newest `limit` of them, the query matches."""
        since = self._clock.now() - span
        items = await self._search.items(since, limit)
        matching: list[Item] = []
        for start in range(0, len(items), SLICE):
            matching += (item for item in items[start : start + SLICE] if _matches(query, item))
            await asyncio.sleep(0)
        whole = len(items) < limit
        return Trial(len(items), tuple(matching), since if whole else items[-1].seen, whole)

    async def sample(self, query: Query) -> Trial:
        """The query tried on the last few hundred items, to see whether it is too loud."""
        return await self.trial(query, timedelta(days=7), SAMPLE)

    async def witness(self, chat: Chat, address: Address, message: str) -> Witness:
        """Why the alert sent as `message`, or the last one, came; raises NotFound."""
        outbox = self._outbox
        delivery = await (outbox.by_message(address, message) if message else outbox.last_alert(address))
        if delivery is None or delivery.item is None:
            raise NotFound(
                "That message is not an alert of mine, or it is too old. Reply to an alert with /why, "
                "or type /why alone for the last one."
                if message
                else "I have sent no alert here yet. /subscriptions shows what would bring one."
            )
        return Witness(delivery, await self._chats.filters(chat.id))


def _matches(query: Query, item: Item) -> bool:
    return query.match(Searchable.of(item.title, item.text)) is not None
