"""What chats follow: topics named in words, and the subscriptions to them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from bot.core.errors import BadQuery, UserError
from bot.core.filters import Query, parse
from bot.core.filters.query import KEYWORDS
from bot.core.model import Chat, NamedFilter, Pack, Subscription, SubscriptionKind
from bot.core.text.clean import clip
from bot.ports import Chats, Clock

__all__ = ["MOST_SUBSCRIPTIONS", "Subscriptions", "Topic", "read"]

MOST_SUBSCRIPTIONS = 100
"""Subscriptions of one chat: more than anybody reads, and few enough that no chat slows the others down."""

LONGEST_ADDRESS = 200
"""Characters of an address that a reply repeats."""
_ADDRESS = re.compile(r"https?://", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Topic:
    """What a person's words name: a filter of the chat, a pack of the catalogue, or a query."""

    kind: SubscriptionKind
    text: str
    """The filter's name, the pack's, or the query as it prints."""
    query: Query | None
    """None for a pack."""
    pack: Pack | None = None


class Subscriptions:
    """What chats follow."""

    def __init__(self, chats: Chats, clock: Clock, packs: tuple[Pack, ...], wake: Callable[[], object]) -> None:
        self._chats = chats
        self._clock = clock
        self._packs = packs
        self._wake = wake

    async def topic(self, chat: Chat, text: str) -> Topic:
        """What `text` names: the chat's own filter, else a pack, else a query; raises BadQuery.

        Raises UserError for an address.
        """
        named = find_filter(await self._chats.filters(chat.id), text)
        if named:
            return Topic(SubscriptionKind.FILTER, named.name, read(named.query))
        pack = next((pack for pack in self._packs if pack.name.casefold() == text.casefold()), None)
        if pack:
            return Topic(SubscriptionKind.PACK, pack.name, None, pack)
        if _ADDRESS.match(text):
            raise UserError(
                "That is an address, and I look for words. What a site publishes is read once whoever runs me "
                f"has typed:  /source add {clip(text, LONGEST_ADDRESS)}"
            )
        query = read(text)
        return Topic(SubscriptionKind.QUERY, str(query), query)

    async def of(self, chat: Chat) -> tuple[Subscription, ...]:
        """Those of a chat, all threads, oldest first: their ids are the numbers people type."""
        return await self._chats.subscriptions(chat.id)

    async def follows(self, chat: Chat, thread: str, topic: Topic) -> bool:
        """Whether a topic is followed there."""
        return _among(await self.of(chat), thread, topic)

    async def add(self, chat: Chat, thread: str, topic: Topic, by: str) -> Subscription | None:
        """Follow a topic; None when it is followed there already."""
        known = await self.of(chat)
        if _among(known, thread, topic):
            return None
        if len(known) >= MOST_SUBSCRIPTIONS:
            raise UserError(
                f"This chat follows {MOST_SUBSCRIPTIONS} things, which is the most I keep. "
                "Take one away first: /subscriptions lists them, with the numbers that /unsubscribe takes."
            )
        added = await self._chats.subscribe(chat.id, thread, topic.kind, topic.text, by, self._clock.now())
        self._wake()
        return added

    async def drop(self, subscriptions: tuple[Subscription, ...]) -> None:
        """Follow these no longer."""
        for subscription in subscriptions:
            await self._chats.unsubscribe(subscription.id)
        self._wake()


def read(text: str) -> Query:
    """The query a person typed; raises BadQuery, which then holds `text`."""
    try:
        return parse(text)
    except BadQuery as error:
        raise BadQuery(str(error), position=error.position, suggestion=error.suggestion, text=text) from error


def find_filter(filters: tuple[NamedFilter, ...], name: str) -> NamedFilter | None:
    """The filter of that name, whatever its capitals."""
    return next((named for named in filters if named.name.casefold() == name.casefold()), None)


def _among(known: tuple[Subscription, ...], thread: str, topic: Topic) -> bool:
    return any(one.thread == thread and one.kind is topic.kind and _alike(one.text, topic.text) for one in known)


def _alike(one: str, other: str) -> bool:
    """Whether two texts mean the same: capitals matter in operators only."""
    words, others = one.split(), other.split()
    return len(words) == len(others) and all(
        word == its or (word.casefold() == its.casefold() and KEYWORDS.isdisjoint((word, its)))
        for word, its in zip(words, others, strict=True)
    )
