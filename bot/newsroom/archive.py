"""What has been read and sent: the latest stories, a filter tried on the past, and why an alert came."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import assert_never

from bot.core.alerts.digest import told_of
from bot.core.errors import NotFound
from bot.core.filters import Bound, Query, bind
from bot.core.model import (
    Address,
    Chat,
    Delivery,
    DeliveryKind,
    Item,
    NamedFilter,
    Outlet,
    Pack,
    Story,
    SubscriptionKind,
)
from bot.core.names import Names
from bot.core.text.clean import clip
from bot.core.text.fold import fold
from bot.newsroom.subscriptions import Topic, find_filter
from bot.ports import Bookmark, Clock, Findings, Question, Store

__all__ = ["Archive", "Scope", "Trial", "Witness"]

MOST_COUNTED = 1_000_000
"""Items of a span that are counted at all: more than a week brings of 10,000 sources."""
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
MOST_NAMED = 5
"""Stories of a digest that are named with what to type."""
NAMED = 60
"""Characters of their titles."""

Wanted = Query | Pack | Outlet
"""What is looked for: words, or whose it must be."""


@dataclass(frozen=True, slots=True)
class Trial:
    """What a query does to items of the past."""

    items: int
    matching: tuple[int, ...]
    """Ids of those that match, the newest first."""
    stories: int
    """How many stories they tell: as many alerts."""
    covers: timedelta
    """The time from the oldest of the items until now."""
    whole: bool
    """Whether these were all items of the span."""
    until: datetime | None = None
    """Where it was given up, because too much had to be looked at."""

    @property
    def daily(self) -> float:
        """How many alerts it would bring in a day."""
        return self.stories / (max(self.covers, LEAST_COVERED) / A_DAY)

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

    @property
    def story(self) -> int:
        """Id of the story it tells of; of what the desk has not read the item's own."""
        item = self.delivery.item
        assert item
        return item.id if item.story is None else item.story

    def filter(self, name: str) -> NamedFilter | None:
        """The filter of that name, unless it is gone."""
        return find_filter(self.filters, name)


@dataclass(frozen=True, slots=True)
class Scope:
    """Which part of the past is asked for, and how much of it."""

    since: datetime | None
    until: datetime | None = None
    limit: int = 5
    after: Bookmark | None = None


class Archive:
    """What has been read and sent."""

    def __init__(self, store: Store, clock: Clock, names: Callable[[Chat], Awaitable[Names]]) -> None:
        """`names`: what is known of names, and what a chat means by them besides."""
        self._names = names
        self._search = store.search
        self._outbox = store.outbox
        self._chats = store.chats
        self._clock = clock

    async def stories(self, chat: Chat, topic: Topic | None, scope: Scope) -> Findings[Story]:
        """The stories that the chat may see, on a topic or on all."""
        question = await self._question(chat, topic.wanted if topic else None, scope.since, scope.until)
        return await self._search.stories(question, self._clock.now(), scope.limit, scope.after)

    async def reports(self, chat: Chat, topic: Topic | None, scope: Scope) -> Findings[Item]:
        """The same, item by item."""
        question = await self._question(chat, topic.wanted if topic else None, scope.since, scope.until)
        return await self._search.reports(question, self._clock.now(), scope.limit, scope.after)

    async def story(self, chat: Chat, number: int) -> Story:
        """The story of this id, or that of the item with this id; raises NotFound for one the chat may not see."""
        found = await self._search.story(number)
        follows = await self._followed(chat)
        if found is None or any(each.outlet.brought_by and each.outlet.id not in follows for each in found.items):
            raise NotFound("There is no such story, or it is no longer kept. /latest lists those there are.")
        return found

    async def told(self, ids: Sequence[int]) -> tuple[Item, ...]:
        """The items with these ids, in this order."""
        return await self._search.told(ids)

    async def trial(self, chat: Chat, wanted: Wanted, span: timedelta, limit: int = MOST_COUNTED) -> Trial:
        """What the query or the outlets would have brought the chat, of the newest `limit` items of this span."""
        now = self._clock.now()
        stock = await self._search.stock(now - span, limit, follows=await self._followed(chat))
        since = now - span if stock.whole or stock.oldest is None else stock.oldest
        matched = await self._search.matched(await self._question(chat, wanted, since))
        covers = now - stock.oldest if stock.oldest else span
        return Trial(stock.items, matched.items, matched.stories, covers, stock.whole, matched.until)

    async def sample(self, chat: Chat, wanted: Wanted) -> Trial:
        """The same with the last few hundred items, to see whether it is too loud."""
        return await self.trial(chat, wanted, timedelta(days=7), SAMPLE)

    async def explain(self, chat: Chat, query: Query) -> Bound:
        """The query with what its names mean in this chat."""
        return bind(query, await self._names(chat))

    async def likely(self, chat: Chat, query: Query) -> tuple[str, str]:
        """A word of the query that is no name but spelt like one, and that name; empty where there is no such word."""
        names = await self._names(chat)
        for term in query.terms:
            if not (term.quoted or term.prefix or names.called(term.words)):
                name = await asyncio.to_thread(names.like, term.text)
                if name and fold(name) != fold(term.text):
                    return term.text, name
        return "", ""

    async def _question(
        self, chat: Chat, wanted: Wanted | None, since: datetime | None, until: datetime | None = None
    ) -> Question:
        follows = await self._followed(chat)
        match wanted:
            case Query():
                return Question(await self.explain(chat, wanted), since, until, follows=follows)
            case Pack(name=name):
                return Question(None, since, until, pack=name, follows=follows)
            case Outlet(id=name):
                return Question(None, since, until, outlet=name, follows=follows)
            case None:
                return Question(None, since, until, follows=follows)
            case _:
                assert_never(wanted)

    async def _followed(self, chat: Chat) -> set[str]:
        """Ids of the outlets that the chat follows; what other chats brought is not for it."""
        followed = await self._chats.subscriptions(chat.id)
        return {one.text for one in followed if one.kind is SubscriptionKind.OUTLET}

    async def witness(self, chat: Chat, address: Address, message: str, *, digests: bool = False) -> Witness:
        """Why the alert sent as `message`, or the last one, came; raises NotFound. `digests`: whether one will do."""
        outbox = self._outbox
        delivery = await (outbox.by_message(address, message) if message else outbox.last_alert(address))
        if delivery is not None and delivery.kind is DeliveryKind.DIGEST:
            if digests:
                return Witness(delivery, ())
            raise NotFound(_of_digest(delivery))
        if delivery is None or delivery.item is None:
            raise NotFound(
                "That message is not an alert of mine, or it is too old. Reply to an alert with the command, "
                "or type it alone for the last one."
                if message
                else "I have sent no alert here yet. /subscriptions shows what would bring one."
            )
        return Witness(delivery, await self._chats.filters(chat.id))


def _of_digest(digest: Delivery) -> str:
    """That it is no alert, and what to type for those it tells of."""
    stories = told_of(digest)
    lines = [f"/story #{each.story}  {clip(each.item.title, NAMED)}" for each in stories[:MOST_NAMED]]
    if not lines:
        return "That is a digest, and what it told of is no longer kept. /latest lists what is."
    more = max(digest.stories, len(stories)) - len(lines)
    return "\n".join(
        ["That is a digest of several stories. Ask for one of them:", *lines, *[f"+{more} more: /latest"] * (more > 0)]
    )
