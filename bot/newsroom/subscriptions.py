"""What chats follow: topics named in words, and the subscriptions to them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.core.errors import BadQuery, NotFound, UserError
from bot.core.filters import Query, parse
from bot.core.filters.query import KEYWORDS, Leaf, Tag
from bot.core.filters.spelling import COLONS, value
from bot.core.model import Chat, NamedFilter, Outlet, Pack, Subscription, SubscriptionKind
from bot.core.text.clean import clip
from bot.core.text.fold import fold
from bot.core.text.tokens import tokens
from bot.newsroom.shelf import Shelf
from bot.newsroom.wires import Wires
from bot.ports import Clock, Store

__all__ = ["MOST_SUBSCRIPTIONS", "Subscriptions", "Topic", "read"]

MOST_SUBSCRIPTIONS = 100
"""Subscriptions of one chat: more than anybody reads, and few enough that no chat slows the others down."""

LONGEST_ADDRESS = 200
"""Characters of an address that a reply repeats."""
_OUTLET = "outlet:"
_WHOLE = re.compile(rf"(?:outlet|source)[{COLONS}](.+)", re.IGNORECASE | re.DOTALL)
"""An outlet's name and nothing else, unless no outlet is called so: then it may be a query."""


@dataclass(frozen=True, slots=True)
class Topic:
    """What a person's words name: a filter of the chat, a pack of the catalogue, an outlet, or a query."""

    kind: SubscriptionKind
    text: str
    """The filter's name, the pack's, the outlet's id, or the query as it prints."""
    query: Query | None = None
    """None for a pack and for an outlet."""
    pack: Pack | None = None
    outlet: Outlet | None = None
    shadowed: bool = False
    """Whether the query, typed without brackets, would be the name of a filter or a pack."""

    @classmethod
    def all_of(cls, outlet: Outlet) -> Topic:
        """All that an outlet publishes."""
        return cls(SubscriptionKind.OUTLET, outlet.id, outlet=outlet)

    @property
    def wanted(self) -> Query | Pack | Outlet:
        """What is looked for."""
        wanted = self.query or self.pack or self.outlet
        assert wanted, "a topic is one of the three"
        return wanted

    @property
    def name(self) -> str:
        """What a person calls it."""
        return self.outlet.name if self.outlet else self.text

    @property
    def typed(self) -> str:
        """What a person types to mean it."""
        if self.outlet:
            return _OUTLET + self.outlet.id
        return f"({self.text})" if self.shadowed else self.text


class Subscriptions:
    """What chats follow."""

    def __init__(
        self, store: Store, clock: Clock, shelf: Shelf, wires: Wires, wake: Callable[[], object], *, bring: bool
    ) -> None:
        """`bring`: whether chats may bring sources of their own."""
        self._chats = store.chats
        self._outlets = store.outlets
        self._clock = clock
        self._shelf = shelf
        self._wires = wires
        self._wake = wake
        self._bring = bring

    async def topic(self, chat: Chat, text: str, verb: str, *, brought: bool = False) -> Topic:
        """What `text` names: the chat's own filter, else a pack, else an outlet that is read, else a query.

        `verb`: the command, for what else may be meant; `brought`: an address may be that of an outlet that other
        chats brought. Raises BadQuery, and UserError for a source that is not read.
        """
        filters = await self._chats.filters(chat.id)
        named = find_filter(filters, text)
        if named:
            return Topic(SubscriptionKind.FILTER, named.name, read(named.query))
        pack = await self._shelf.named(text)
        if pack:
            return Topic(SubscriptionKind.PACK, pack.name, pack=pack)
        whole = _WHOLE.fullmatch(text)
        outlet = await self._named(chat, value(whole[1]), verb) if whole else None
        if outlet:
            return Topic.all_of(outlet)
        if self._wires.is_address(text):
            return Topic.all_of(await self._at(text, None if brought else chat, verb))
        query = read(text)
        if whole and (isinstance(query.root, Tag) or not await self._reads(chat, query.leaves[0])):
            raise NotFound(f"I read no outlet “{clip(value(whole[1]), 60)}”. All that I read:  /sources")
        shadowed = bool(find_filter(filters, str(query)) or await self._shelf.named(str(query)))
        return Topic(SubscriptionKind.QUERY, str(query), query, shadowed=shadowed)

    async def _reads(self, chat: Chat, leaf: Leaf) -> bool:
        """Whether a leaf asks for an outlet that is read, for everybody or for this chat, by its id or words of it."""
        assert isinstance(leaf, Tag), "it begins with the name of an outlet"
        wanted = _row(leaf.text)
        outlets = [source.outlet for source in await self._wires.seen_by(chat)]
        return any(wanted in _row(outlet.name) or wanted == _row(outlet.id) for outlet in outlets)

    async def _named(self, chat: Chat, name: str, verb: str) -> Outlet | None:
        """The outlet of that name or id that is read, for everybody or for this chat; None when there is none.

        Raises UserError for a name of several, and NotFound for an outlet that could be read.
        """
        outlets = {source.outlet.id: source.outlet for source in await self._wires.seen_by(chat)}
        if name in outlets:
            return outlets[name]
        found = await self.called(chat, name)
        if found:
            return _only(found, name, verb)
        listed = self._shelf.catalogue.outlet(name)
        if listed:
            raise NotFound(f"I don't read {listed.name} yet. Whoever runs me adds it:  /source add outlet:{listed.id}")
        parts = [outlet for outlet in outlets.values() if _row(name) in _row(outlet.name)]
        return _only(parts, name, verb) if parts else None

    async def called(self, chat: Chat, name: str) -> list[Outlet]:
        """The outlets of that name, or id, that are read, for everybody or for this chat."""
        wanted = fold(name)
        outlets = {source.outlet.id: source.outlet for source in await self._wires.seen_by(chat)}
        return [outlet for outlet in outlets.values() if wanted in (fold(outlet.name), outlet.id)]

    async def _at(self, text: str, chat: Chat | None, verb: str) -> Outlet:
        """The outlet that is read at this address, for everybody or for this chat; raises UserError."""
        found = [source.outlet for source in await self._wires.known(text)]
        if chat is not None:
            seen = {source.outlet.id for source in await self._wires.seen_by(chat)}
            found = [outlet for outlet in found if outlet.id in seen]
        if found:
            return _only(found, text, verb)
        shown = clip(text, LONGEST_ADDRESS)
        if self._bring:
            raise UserError(f"I don't read that yet. An admin has it read for this chat:  /subscribe {shown}")
        word = f'\nFor the word alone:  /subscribe "{shown[1:]}"' if shown.startswith("@") else ""
        raise UserError(f"I don't read that yet. Whoever runs me adds it:  /source add {shown}{word}")

    async def of(self, chat: Chat) -> tuple[Subscription, ...]:
        """Those of a chat, all threads, oldest first: their ids are the numbers people type."""
        return await self._chats.subscriptions(chat.id)

    async def follows(self, chat: Chat, thread: str, topic: Topic) -> bool:
        """Whether a topic is followed there."""
        return _among(await self.of(chat), thread, topic)

    async def check_room(self, chat: Chat) -> None:
        """Raises UserError when the chat follows as much as it may."""
        if len(await self.of(chat)) >= MOST_SUBSCRIPTIONS:
            raise UserError(
                f"This chat follows {MOST_SUBSCRIPTIONS} things, which is the most I keep. "
                "Take one away first: /subscriptions lists them, with the numbers that /unsubscribe takes."
            )

    async def add(self, chat: Chat, thread: str, topic: Topic, by: str) -> Subscription | None:
        """Follow a topic; None when it is followed there already."""
        if _among(await self.of(chat), thread, topic):
            return None
        await self.check_room(chat)
        added = await self._chats.subscribe(chat.id, thread, topic.kind, topic.text, by, self._clock.now())
        self._wake()
        return added

    async def drop(self, subscriptions: tuple[Subscription, ...]) -> None:
        """Follow these no longer; what chats brought and nobody follows now is not read any more."""
        for subscription in subscriptions:
            await self._chats.unsubscribe(subscription.id)
        if any(one.kind is SubscriptionKind.OUTLET for one in subscriptions):
            await self._outlets.let_go()
        self._wake()


def read(text: str) -> Query:
    """The query a person typed; raises BadQuery, which then holds `text`."""
    try:
        return parse(text)
    except BadQuery as error:
        raise BadQuery(str(error), position=error.position, suggestion=error.suggestion, text=text) from error


def _row(name: str) -> str:
    """The words of a name with spaces around each."""
    return f" {' '.join(word.text for word in tokens(name))} "


def find_filter(filters: tuple[NamedFilter, ...], name: str) -> NamedFilter | None:
    """The filter of that name, whatever its capitals."""
    return next((named for named in filters if named.name.casefold() == name.casefold()), None)


def _only(found: Sequence[Outlet], typed: str, verb: str) -> Outlet:
    """The one outlet that was meant; raises UserError when it may be several."""
    if len(found) > 1:
        lines = "\n".join(f"{outlet.name}:  {verb} {_OUTLET}{outlet.id}" for outlet in found)
        raise UserError(f"“{clip(typed, 60)}” may mean several outlets that I read:\n{lines}")
    return found[0]


def _among(known: tuple[Subscription, ...], thread: str, topic: Topic) -> bool:
    return any(one.thread == thread and one.kind is topic.kind and _alike(one.text, topic.text) for one in known)


def _alike(one: str, other: str) -> bool:
    """Whether two texts mean the same: capitals matter in operators, and in patterns."""
    if "/" in one:
        return one == other
    words, others = one.split(), other.split()
    return len(words) == len(others) and all(
        word == its or (word.casefold() == its.casefold() and KEYWORDS.isdisjoint((word, its)))
        for word, its in zip(words, others, strict=True)
    )
