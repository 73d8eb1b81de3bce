"""Who is owed an alert, and why."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
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


def wanted(
    item: Item,
    placement: Placement,
    following: Following,
    evidence: Evidence,
    now: datetime,
    earlier: Sequence[Item] = (),
) -> Step:
    """One alert for each chat and thread with a subscription that the item matches, in order of the subscriptions.

    Nobody is told of a quiet item. A copy or a repeat is matched like any other item: whether the chat has been told
    of its story is the store's to see; so a filter that asks for two sources is met by the copy that is the second.
    An update, or an item whose words changed, is for those who asked before it came: to others it would be old news.
    What a chat brought concerns chats that follow its outlet.

    `earlier`: other items of the story, where the item changes what is known of that. A filter that asks for it waits
    until it is so; the item that makes it so causes the alert, whichever item of the story has the filter's words.
    Decided step by step, so that others have their turn in between.
    """
    if item.quiet:
        return ()
    document = Document(item, evidence, now)
    found: dict[int, Document] = {}
    for portion in following.matching(document):
        found |= dict.fromkeys(portion, document)
        yield
    for other in earlier:
        told = Document(other, evidence, now)
        for portion in following.waiting(told):
            found = dict.fromkeys(portion, told) | found
            yield
    return (yield from _owed(found, item, placement, following))


def updates(item: Item, placement: Placement) -> bool:
    """Whether those who were told of the story are told of this item too, once: it changes what they were told."""
    return placement.relation is Relation.UPDATE and not item.quiet


def _owed(found: Mapping[int, Document], item: Item, placement: Placement, following: Following) -> Step:
    """`found`: the subscriptions, and in which item of the story each has its words."""
    chats = None if item.outlet.brought_by is None else following.followers(item)
    late = placement.relation is Relation.UPDATE or item.revision > 0
    reasons = _Reasons(following)
    owed: dict[tuple[int, str], list[Match]] = {}
    for place, one in enumerate(sorted(found), 1):
        subscription = following[one]
        old = late and _later(subscription, item)
        if not old and (chats is None or subscription.chat.id in chats):
            match = reasons.match(subscription, found[one])
            owed.setdefault((subscription.chat.id, subscription.thread), []).append(match)
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
    """Why items match; what many ask is worked out once."""

    def __init__(self, following: Following) -> None:
        self._following = following
        self._hits: dict[tuple[int, int], tuple[Hit, ...]] = {}

    def match(self, one: Subscription, document: Document) -> Match:
        """Why an item matches this subscription."""
        if one.kind not in _WORDS:
            return Match(one.id, one.kind, one.text)
        bound = self._following.query(one.id)
        asked = id(bound), document.item.id
        hits = self._hits.get(asked)
        if hits is None:
            hits = self._hits[asked] = bound.match(document) or ()
        return Match(one.id, one.kind, one.text, one.version, one.edited_by, hits)
