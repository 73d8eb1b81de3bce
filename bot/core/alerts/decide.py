"""Who is owed an alert, and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from bot.core.decisions import Wanted
from bot.core.errors import BadQuery
from bot.core.filters import Bound, Document, bind, parse
from bot.core.model import Evidence, Item, Match, Relation, Subscription, SubscriptionKind
from bot.core.names import Unnamed
from bot.core.stories import Placement

__all__ = ["wanted"]


def wanted(item: Item, placement: Placement, subscriptions: Iterable[Subscription]) -> tuple[Wanted, ...]:
    """One alert for each chat and thread with a subscription that the item matches, in order of the subscriptions.

    Nobody is told of a quiet item, nor of a repeat. A copy is matched like any other item: whether the chat has been
    told of its story is the store's to see. An update is for those who asked before the item came: to others it would
    be old news. A kept query that can't be read (any more) matches nothing.
    """
    if item.quiet or placement.relation is Relation.REPEAT:
        return ()
    document = Document(item, Evidence(), item.seen)
    owed: dict[tuple[int, str], list[Match]] = {}
    for subscription in _concerned(item, tuple(subscriptions)):
        if placement.relation is Relation.UPDATE and _later(subscription, item):
            continue
        match = _match(subscription, item, document)
        if match:
            owed.setdefault((subscription.chat.id, subscription.thread), []).append(match)
    return tuple(Wanted(chat, thread, tuple(matches)) for (chat, thread), matches in owed.items())


def _concerned(item: Item, subscriptions: Sequence[Subscription]) -> Sequence[Subscription]:
    """Those it may concern: what a chat brought concerns chats that follow its outlet."""
    if item.outlet.brought_by is None:
        return subscriptions
    follows = {
        subscription.chat.id
        for subscription in subscriptions
        if subscription.kind is SubscriptionKind.OUTLET and subscription.text == item.outlet.id
    }
    return [subscription for subscription in subscriptions if subscription.chat.id in follows]


def _later(subscription: Subscription, item: Item) -> bool:
    """Whether it was made or edited only when the item was known already."""
    return subscription.edited_at is not None and subscription.edited_at > item.seen


def _match(subscription: Subscription, item: Item, document: Document) -> Match | None:
    if subscription.kind is SubscriptionKind.PACK:
        listed = any(subscription.text in outlet.packs for outlet in (item.outlet, *item.carriers))
        return Match(subscription.id, subscription.kind, subscription.text) if listed else None
    if subscription.kind is SubscriptionKind.OUTLET:
        carried = any(subscription.text == outlet.id for outlet in (item.outlet, *item.carriers))
        return Match(subscription.id, subscription.kind, subscription.text) if carried else None
    bound = _read(subscription.query)
    hits = bound.match(document) if bound else None
    if hits is None:
        return None
    return Match(
        subscription.id, subscription.kind, subscription.text, subscription.version, subscription.edited_by, hits
    )


@lru_cache(maxsize=65536)
def _read(text: str) -> Bound | None:
    """The query, read once for all items; None when it can't be read."""
    try:
        return bind(parse(text), Unnamed())
    except BadQuery:
        return None
