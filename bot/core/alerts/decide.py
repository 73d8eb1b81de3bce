"""Who is owed an alert, and why."""

from __future__ import annotations

from collections.abc import Generator
from datetime import datetime
from typing import Final

from bot.core.alerts.following import Following
from bot.core.decisions import Wanted
from bot.core.filters import Document
from bot.core.model import Evidence, Hit, Item, Match, Relation, Subscription, SubscriptionKind
from bot.core.stories import Placement

__all__ = ["updates", "wanted"]

_PORTION: Final = 500
"""Reasons or alerts made in one go: some 3 ms."""
_WORDS: Final = frozenset({SubscriptionKind.QUERY, SubscriptionKind.FILTER})

Step = Generator[None, None, tuple[Wanted, ...]]


def wanted(item: Item, placement: Placement, following: Following, evidence: Evidence, now: datetime) -> Step:
    """One alert for each chat and thread with a subscription that the item matches, in order of the subscriptions.

    Nobody is told of a quiet item. A copy or a repeat is matched like any other item: whether the chat has been told
    of its story is the store's to see; so a filter that asks for two sources is met by the copy that is the second.
    An update, or an item whose words changed, is for those who asked before it came: to others it would be old news.
    What a chat brought concerns chats that follow its outlet. Decided step by step, so that others have their turn in
    between.
    """
    if item.quiet:
        return ()
    document = Document(item, evidence, now)
    found: list[int] = []
    for portion in following.matching(document):
        found.extend(portion)
        yield
    return (yield from _owed(sorted(found), placement, following, document))


def updates(item: Item, placement: Placement) -> bool:
    """Whether those who were told of the story are told of this item too, once: it changes what they were told."""
    return placement.relation is Relation.UPDATE and not item.quiet


def _owed(found: list[int], placement: Placement, following: Following, document: Document) -> Step:
    item = document.item
    chats = None if item.outlet.brought_by is None else following.followers(item)
    late = placement.relation is Relation.UPDATE or item.revision > 0
    reasons = _Reasons(following, document)
    owed: dict[tuple[int, str], list[Match]] = {}
    for place, one in enumerate(found, 1):
        subscription = following[one]
        old = late and _later(subscription, item)
        if not old and (chats is None or subscription.chat.id in chats):
            owed.setdefault((subscription.chat.id, subscription.thread), []).append(reasons.match(subscription))
        if place % _PORTION == 0:
            yield
    alerts: list[Wanted] = []
    for (chat, thread), matches in owed.items():
        alerts.append(Wanted(chat, thread, tuple(matches)))
        if len(alerts) % _PORTION == 0:
            yield
    return tuple(alerts)


def _later(subscription: Subscription, item: Item) -> bool:
    """Whether it was made or edited only when the item was known already."""
    return subscription.edited_at is not None and subscription.edited_at > item.seen


class _Reasons:
    """Why an item matches; what many ask is worked out once."""

    def __init__(self, following: Following, document: Document) -> None:
        self._following = following
        self._document = document
        self._hits: dict[int, tuple[Hit, ...]] = {}

    def match(self, one: Subscription) -> Match:
        """Why it matches this subscription."""
        if one.kind not in _WORDS:
            return Match(one.id, one.kind, one.text)
        bound = self._following.query(one.id)
        hits = self._hits.get(id(bound))
        if hits is None:
            hits = self._hits[id(bound)] = bound.match(self._document) or ()
        return Match(one.id, one.kind, one.text, one.version, one.edited_by, hits)
