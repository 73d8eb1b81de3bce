"""Who is owed an alert, and why."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from bot.core.decisions import Wanted
from bot.core.errors import BadQuery
from bot.core.filters import Query, Searchable, parse
from bot.core.model import Item, Match, Relation, Subscription, SubscriptionKind
from bot.core.stories import Placement

__all__ = ["wanted"]


def wanted(item: Item, placement: Placement, subscriptions: Iterable[Subscription]) -> tuple[Wanted, ...]:
    """One alert for each chat and thread with a subscription that the item matches, in order of the subscriptions.

    Nobody is told of a quiet item, nor of a repeat. A copy is matched like any other item: whether the chat has been
    told of its story is the store's to see. A kept query that can't be read (any more) matches nothing.
    """
    if item.quiet or placement.relation is Relation.REPEAT:
        return ()
    words = Searchable.of(item.title, item.text)
    owed: dict[tuple[int, str], list[Match]] = {}
    for subscription in subscriptions:
        match = _match(subscription, item, words)
        if match:
            owed.setdefault((subscription.chat.id, subscription.thread), []).append(match)
    return tuple(Wanted(chat, thread, tuple(matches)) for (chat, thread), matches in owed.items())


def _match(subscription: Subscription, item: Item, words: Searchable) -> Match | None:
    if subscription.kind is SubscriptionKind.PACK:
        listed = any(subscription.text in outlet.packs for outlet in (item.outlet, *item.carriers))
        return Match(subscription.id, subscription.kind, subscription.text) if listed else None
    query = _query(subscription.query)
    hits = query.match(words) if query else None
    if hits is None:
        return None
    return Match(
        subscription.id, subscription.kind, subscription.text, subscription.version, subscription.edited_by, hits
    )


@lru_cache(maxsize=65536)
def _query(text: str) -> Query | None:
    """The query, parsed once for all items; None when it can't be read."""
    try:
        return parse(text)
    except BadQuery:
        return None
