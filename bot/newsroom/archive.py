"""What has been read and sent: the latest stories, a filter tried on the past, and why an alert came."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.core.errors import NotFound
from bot.core.filters import Bound, Document, Query, bind
from bot.core.model import Address, Chat, Delivery, Evidence, Item, NamedFilter, Outlet, Pack, Story, SubscriptionKind
from bot.core.names import Unnamed
from bot.newsroom.subscriptions import Topic, find_filter
from bot.ports import Clock, Store

__all__ = ["Archive", "Coverage", "Trial", "Witness"]

MOST_TRIED = 3_000
"""Items a filter is tried on: about a week of the catalogue, and a second of work."""
SAMPLE = 500
"""Items by which a query's loudness is judged."""
LEAST_SAMPLE = 50
"""Fewer items than this say nothing of how loud a query is."""
LOUD_SHARE = 1 / 5
"""Share of all news above which words hardly tell one report from another: `war`, not `Hama OR Homs`."""
LOUD_DAILY = 20
"""Alerts a day that are too many to be asked for unawares: more than one an hour while people are awake."""
A_DAY = timedelta(days=1)
"""Fewer items than a sample holds, all younger than this, say nothing of a day: the bot has only just begun to read."""
LEAST_COVERED = timedelta(hours=6)
"""What a sample covers at least, for the rate: items without a date of their own all seem to be from one moment."""
SLICE = 10
"""Items matched before other tasks get their turn: one of 5 kB takes up to 0.5 ms."""

Wanted = Query | Pack | Outlet
"""What items are tried on: the words they must have, or whose they must be."""


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
    covers: timedelta
    """The time from the oldest of the items until now."""
    whole: bool
    """Whether these were all items of the span."""

    @property
    def daily(self) -> float:
        """How many match in a day."""
        return len(self.matching) / (max(self.covers, LEAST_COVERED) / A_DAY)

    @property
    def telling(self) -> bool:
        """Whether there were enough items to judge by."""
        return self.items >= LEAST_SAMPLE and (self.covers >= A_DAY or not self.whole)

    @property
    def often(self) -> bool:
        """Whether it would bring more alerts than anybody asks for unawares."""
        return self.telling and self.daily > LOUD_DAILY

    @property
    def loud(self) -> bool:
        """Whether it would bring so many because it matches so much of all there is."""
        return self.often and len(self.matching) > self.items * LOUD_SHARE


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

    async def latest(self, chat: Chat, topic: Topic | None, span: timedelta, limit: int) -> Coverage:
        """The stories of this span that the chat may see, on a topic or on all."""
        found = await self._search.latest(
            topic.query if topic else None,
            self._clock.now() - span,
            limit,
            topic.pack.name if topic and topic.pack else "",
            outlet=topic.outlet.id if topic and topic.outlet else "",
            follows=await self._followed(chat),
        )
        return Coverage(*found)

    async def trial(self, chat: Chat, wanted: Wanted, span: timedelta, limit: int = MOST_TRIED) -> Trial:
        """Which items that the chat may see, the newest `limit` of this span, the query matches or the outlets have."""
        now = self._clock.now()
        items = await self._search.items(now - span, limit, follows=await self._followed(chat))
        sought = bind(wanted, Unnamed()) if isinstance(wanted, Query) else wanted
        matching: list[Item] = []
        for start in range(0, len(items), SLICE):
            matching += (item for item in items[start : start + SLICE] if _matches(sought, item, now))
            await asyncio.sleep(0)
        covers = now - items[-1].published if items else span
        return Trial(len(items), tuple(matching), covers, whole=len(items) < limit)

    async def sample(self, chat: Chat, wanted: Wanted) -> Trial:
        """The same with the last few hundred items, to see whether it is too loud."""
        return await self.trial(chat, wanted, timedelta(days=7), SAMPLE)

    async def _followed(self, chat: Chat) -> set[str]:
        """Ids of the outlets that the chat follows; what other chats brought is not for it."""
        followed = await self._chats.subscriptions(chat.id)
        return {one.text for one in followed if one.kind is SubscriptionKind.OUTLET}

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


def _matches(wanted: Bound | Pack | Outlet, item: Item, now: datetime) -> bool:
    match wanted:
        case Pack(name=name):
            return any(name in outlet.packs for outlet in (item.outlet, *item.carriers))
        case Outlet(id=wanted_id):
            return any(outlet.id == wanted_id for outlet in (item.outlet, *item.carriers))
        case Bound():
            return wanted.holds(Document(item, Evidence(), now))
