"""Who is owed an alert, and why."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Final
from zoneinfo import ZoneInfo

from bot.core.alerts.following import Following
from bot.core.alerts.hours import UNIVERSAL
from bot.core.alerts.manner import manner, patience
from bot.core.decisions import Wanted
from bot.core.filters import Document
from bot.core.model import Evidence, Hit, Item, Match, Relation, Subscription, SubscriptionKind
from bot.core.stories import Placement

__all__ = ["muted", "updates", "wanted"]

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
    *,
    mutes: Mapping[int, str] = MappingProxyType({}),
    usual: ZoneInfo = UNIVERSAL,
) -> Step:
    """One alert for each chat and thread with a subscription that the item matches, in order of the subscriptions.

    Nobody is told of a quiet item. A copy or a repeat is matched like any other item: whether the chat has been told
    of its story is the store's to see; so a filter that asks for two sources is met by the copy that is the second.
    An update, or an item whose words changed, is for those who asked before it came: to others it would be old news.
    What a chat brought concerns chats that follow its outlet.

    `earlier`: other items of the story, where the item changes what is known of that. A filter that asks for it waits
    until it is so; the item that makes it so causes the alert, whichever item of the story has the filter's words. So
    does a subscription that asks for several origins.

    `mutes`: the chats that mute the item, and why; `usual`: the zone of chats that named none.
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
    late = placement.relation is Relation.UPDATE or item.revision > 0
    owed = yield from _owed(found, item, following, evidence.origins, late=late)
    alerts: list[Wanted] = []
    for (chat, thread), asked in owed.items():
        alerts.append(_alert(chat, thread, asked, evidence.origins, now, usual, mutes.get(chat, "")))
        if len(alerts) % _PORTION == 0:
            yield
    return tuple(alerts)


def muted(
    item: Item, story: int | None, following: Following, evidence: Evidence, now: datetime, earlier: Sequence[Item] = ()
) -> Generator[None, None, dict[int, str]]:
    """The chats that mute an item, its story, or an earlier item of that, and why; step by step."""
    found: dict[int, str] = {}
    for each in (item, *earlier) if len(following.muting) else ():
        found = (yield from following.muting.found(Document(each, evidence, now), story, now)) | found
    return found


def updates(item: Item, placement: Placement) -> bool:
    """Whether those who were told of the story are told of this item too, once: it changes what they were told."""
    return placement.relation is Relation.UPDATE and not item.quiet


_Asked = list[tuple[Subscription, Match]]


def _owed(
    found: Mapping[int, Document], item: Item, following: Following, origins: int, *, late: bool
) -> Generator[None, None, dict[tuple[int, str], _Asked]]:
    """The subscriptions of each chat and thread that bring it, and why.

    `found`: the subscriptions, and in which item of the story each has its words; `late`: whether the item tells
    nothing new to who asks for it only now.
    """
    chats = None if item.outlet.brought_by is None else following.followers(item)
    reasons = _Reasons(following)
    owed: dict[tuple[int, str], _Asked] = {}
    for place, one in enumerate(sorted(found), 1):
        subscription = following[one]
        old = late and _later(subscription, item)
        concerned = chats is None or subscription.chat.id in chats
        if concerned and not old and patience(subscription) <= origins:
            asked = subscription, reasons.match(subscription, found[one])
            owed.setdefault((subscription.chat.id, subscription.thread), []).append(asked)
        if place % _PORTION == 0:
            yield
    return owed


def _alert(chat: int, thread: str, asked: _Asked, origins: int, now: datetime, usual: ZoneInfo, muted: str) -> Wanted:
    """As loud as the loudest that asked for it."""
    of_chat = asked[0][0].chat
    comes = manner(of_chat.hours, of_chat.loudness, (one.loudness for one, _ in asked), origins, now, usual)
    return Wanted(
        chat,
        thread,
        tuple(match for _, match in asked),
        comes.updates,
        comes.lane,
        comes.held.until if comes.held else None,
        comes.held.why if comes.held else "",
        muted,
    )


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
