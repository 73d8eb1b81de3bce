"""What all chats follow, kept so that an item finds those whom it concerns."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Sequence
from itertools import chain
from typing import Final
from weakref import WeakValueDictionary

from bot.core.alerts.manner import patience
from bot.core.alerts.muting import Muting
from bot.core.errors import BadQuery
from bot.core.filters import Bound, Document, bind, parse
from bot.core.filters.needs import needs
from bot.core.filters.percolator import Percolator
from bot.core.model import Item, Mute, Subscription, SubscriptionKind
from bot.core.names import Names

__all__ = ["Following", "bound"]

_PORTION: Final = 200
"""Ways in which words may stand, taken in in one go: some 5 ms."""
_READING: Final = 10
"""What it costs to read a query besides, in ways: a fifth of a millisecond."""

_Ids = dict[int, None]


class Following:
    """The subscriptions of all chats by what they ask: words, a pack or an outlet; and what the chats mute."""

    def __init__(self, names: Names) -> None:
        self._known: Final[dict[int, Subscription]] = {}
        self._of_chat: Final[dict[int, tuple[int, ...]]] = {}
        self._queries: Final[Percolator[int]] = Percolator()
        self._waiting: Final[Percolator[int]] = Percolator()
        self._patient: Final[_Ids] = {}
        self._hurried: Final[dict[int, int]] = {}
        self._packs: Final[dict[str, _Ids]] = {}
        self._outlets: Final[dict[str, _Ids]] = {}
        self.muting: Final = Muting()
        self._names: Final = names
        self._read: Final[WeakValueDictionary[str, Bound]] = WeakValueDictionary()

    def __len__(self) -> int:
        return len(self._known)

    def __getitem__(self, subscription: int) -> Subscription:
        """The subscription of this id."""
        return self._known[subscription]

    def query(self, subscription: int) -> Bound:
        """What a subscription to words asks."""
        return self._queries[subscription]

    @property
    def waits(self) -> bool:
        """Whether any of them asks what is known of the story, and may have to wait until it is so."""
        return bool(len(self._waiting) or self._patient)

    def put(
        self, chat: int, subscriptions: Sequence[Subscription], names: Names | None = None, mutes: Sequence[Mute] = ()
    ) -> Generator[None, None, None]:
        """Let a chat follow and mute these, and nothing else, step by step; `names`, where it has some of its own."""
        self.muting.put(chat, mutes, self._shared if names is None else lambda text: bound(text, names))
        before = self._of_chat.get(chat, ())
        asked = [self._queries[old] for old in before if old in self._queries]  # not to read again what it still asks
        yield from _in_portions(self._drop(old) for old in before)
        if subscriptions:
            self._of_chat[chat] = tuple(one.id for one in subscriptions)
        else:
            self._of_chat.pop(chat, None)
        yield from _in_portions(self._keep(one, names) for one in subscriptions)
        del asked

    def matching(self, document: Document) -> Iterator[Sequence[int]]:
        """The ids of the subscriptions that an item matches, each once, bit by bit."""
        yield [*self._shelved(document.item)]
        yield from self._queries.portions(document)

    def waiting(self, document: Document) -> Iterator[Sequence[int]]:
        """Those of them that an item matches and that ask what is known of the story, bit by bit."""
        if self._patient:
            yield [one for one in self._shelved(document.item) if one in self._patient and self._is_met(one, document)]
        for portion in self._waiting.portions(document):
            yield [one for one in portion if self._is_met(one, document)]

    def followers(self, item: Item) -> set[int]:
        """The chats that follow its outlet."""
        return {self._known[one].chat.id for one in self._outlets.get(item.outlet.id, {})}

    def _is_met(self, subscription: int, document: Document) -> bool:
        """Whether it waits no longer; what waits for a story to be urgent only does so until that is."""
        urgent = self._hurried.get(subscription)
        return urgent is None or urgent <= document.evidence.origins

    def _shelved(self, item: Item) -> _Ids:
        """Those to packs and outlets that bring it."""
        outlets = (item.outlet, *item.carriers)
        packs = chain.from_iterable(outlet.packs for outlet in outlets)
        told = (self._packs.get(pack, {}) for pack in packs)
        return dict.fromkeys(chain(*(self._outlets.get(outlet.id, {}) for outlet in outlets), *told))

    def _keep(self, one: Subscription, names: Names | None) -> int:
        """What it cost, in ways."""
        self._known[one.id] = one
        patient, urgent = patience(one) > 1, one.chat.hours.urgent_origins
        if urgent > 1 and not patient:
            self._hurried[one.id] = urgent
        if one.kind in _SHELVES:
            self._shelf(one).setdefault(one.text, {})[one.id] = None
            if patient or urgent > 1:
                self._patient[one.id] = None
            return 1
        query = self._shared(one.query) if names is None else bound(one.query, names)
        if query is None:
            return _READING
        self._queries.add(one.id, query)
        if needs(query).story:
            self._hurried.pop(one.id, None)
        if patient or urgent > 1 or needs(query).story:
            self._waiting.add(one.id, query)
        return _READING + query.ways

    def _shared(self, text: str) -> Bound | None:
        """The query: many chats ask the same, which is read once for as long as anybody asks it."""
        query = self._read.get(text) or bound(text, self._names)
        if query is not None:
            self._read[text] = query
        return query

    def _drop(self, subscription: int) -> int:
        """What it cost, in ways; it is gone when putting was broken off before."""
        one = self._known.pop(subscription, None)
        if one is None:
            return 0
        if one.kind in _SHELVES:
            shelf = self._shelf(one)
            del shelf[one.text][one.id]
            if not shelf[one.text]:
                del shelf[one.text]
        cost = self._queries[subscription].ways if subscription in self._queries else 0
        self._queries.remove(subscription)
        self._waiting.remove(subscription)
        self._patient.pop(subscription, None)
        self._hurried.pop(subscription, None)
        return 1 + cost

    def _shelf(self, one: Subscription) -> dict[str, _Ids]:
        return self._packs if one.kind is SubscriptionKind.PACK else self._outlets


def _in_portions(costs: Iterable[int]) -> Generator[None, None, None]:
    """Do work of which each piece tells what it cost, and stop after each portion."""
    done = 0
    for cost in costs:
        done += cost
        if done >= _PORTION:
            done = 0
            yield


def bound(text: str, names: Names) -> Bound | None:
    """The query of this text; None when it can't be read (any more): it matches nothing."""
    try:
        return bind(parse(text), names)
    except BadQuery:
        return None


_SHELVES: Final = frozenset({SubscriptionKind.PACK, SubscriptionKind.OUTLET})
"""Kinds that need no reading: what they ask for has a name."""
