"""The nouns of Attribot: who speaks, what was read, who wants it, and what is to be delivered.

All times are aware datetimes in UTC. Nothing here knows a database, a platform or a clock.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

__all__ = [
    "Address",
    "Chat",
    "ChatKind",
    "Delivery",
    "DeliveryKind",
    "DeliveryState",
    "Entry",
    "Hit",
    "Item",
    "Match",
    "NamedFilter",
    "Outlet",
    "Pack",
    "Relation",
    "Source",
    "SourceState",
    "Story",
    "Subscription",
    "SubscriptionKind",
]


@dataclass(frozen=True, slots=True)
class Outlet:
    """Who speaks: a newspaper, an agency, a channel, a person."""

    id: str
    """A short lower-case name, unique: `sana-en`."""
    name: str
    country: str = ""
    """ISO 3166-1 alpha-2, or empty."""
    language: str = ""
    """ISO 639-1, or empty."""
    owner: str = ""
    """The publisher family; outlets of one owner are one voice."""
    affiliation: str = ""
    """What is documented of its ties to a state or party, in words fit to print; empty when nothing is."""
    basis: str = ""
    """Who documents the affiliation."""
    packs: tuple[str, ...] = ()


class SourceState(StrEnum):
    """Whether a source is polled."""

    ACTIVE = "active"
    STANDBY = "standby"  # a fallback, kept ready
    PAUSED = "paused"  # by the operator
    REMOVED = "removed"  # kept, so that the catalogue does not bring it back
    UNLISTED = "unlisted"  # the catalogue has it no more; kept for what it brought


@dataclass(frozen=True, slots=True)
class Source:
    """One way to read an outlet; an outlet has an ordered list of them."""

    id: int
    outlet: Outlet
    kind: str
    """The name of its kind in `bot.sources.KINDS`."""
    locator: str
    """What the kind needs to find it: for a feed, its URL."""
    rank: int = 0
    """Place in the outlet's list; 0 comes first."""
    state: SourceState = SourceState.ACTIVE
    memory: Mapping[str, str] = field(default_factory=dict)
    """What the kind wants to be told next time: validators, a body hash, a cursor."""
    failures: int = 0
    """Failed polls in a row."""
    error: str = ""
    """Why the last poll failed, in plain words; empty when it did not."""
    due_at: datetime | None = None
    read_at: datetime | None = None
    """Time of the last good poll; None until the first, which is silent."""
    lease: int = 0
    """Counts claims: a poll may be settled only by the claim that began it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One publication as a source's document gives it."""

    guid: str
    """The document's own identifier, or empty."""
    url: str
    title: str
    text: str = ""
    """Plain text: no markup, paragraphs divided by newlines."""
    author: str = ""
    published: datetime | None = None
    language: str = ""
    publisher: str = ""
    """The original publisher, where an aggregator names one."""


@dataclass(frozen=True, slots=True)
class Item:
    """One publication as Attribot keeps it."""

    id: int
    outlet: Outlet
    url: str
    title: str
    text: str
    author: str
    published: datetime
    """Clamped to `seen` when the document gave none or one in the future."""
    seen: datetime
    """When it was fetched first."""
    language: str = ""
    publisher: str = ""
    revision: int = 0
    """How often its words have changed since."""
    quiet: bool = False
    """Recorded and searchable but never announced: it was there when its source was first read."""
    carriers: tuple[Outlet, ...] = ()
    """Other outlets that carry the same link."""
    story: int | None = None
    """Id of its story; None until the desk has read it."""


class Relation(StrEnum):
    """What an item is to the stories already known."""

    NEW = "new"
    COPY = "copy"
    REPEAT = "repeat"
    UPDATE = "update"


@dataclass(frozen=True, slots=True)
class Story:
    """One event, as told by one or more items, the earliest first."""

    id: int
    items: tuple[Item, ...]


class ChatKind(StrEnum):
    """Who is in a chat; decides who may edit its settings and how fast it may be written to."""

    PRIVATE = "private"
    GROUP = "group"
    CHANNEL = "channel"


@dataclass(frozen=True, slots=True)
class Address:
    """Where a message goes: a chat of a platform, and a thread (forum topic) in it where there is one."""

    platform: str
    chat: str
    thread: str = ""


@dataclass(frozen=True, slots=True)
class Chat:
    """A chat that has spoken to the bot."""

    id: int
    address: Address
    """Its thread is always empty: threads belong to subscriptions."""
    kind: ChatKind
    title: str = ""
    suspended: str = ""
    """Why nothing is delivered to it now, in plain words; empty when it is well."""


class SubscriptionKind(StrEnum):
    """What the text of a subscription is."""

    QUERY = "query"
    FILTER = "filter"  # the name of a filter of the same chat
    PACK = "pack"  # the name of a pack of the catalogue


@dataclass(frozen=True, slots=True)
class Subscription:
    """What a chat, or a thread in it, wants to be told of."""

    id: int
    chat: Chat
    thread: str
    kind: SubscriptionKind
    text: str
    query: str = ""
    """The query to match: `text` itself, or that of the filter it names; empty for a pack."""
    version: int = 0
    """Version of the filter it names, else 0."""
    edited_by: str = ""
    edited_at: datetime | None = None
    """When it was made or the filter it names was edited, whichever came later."""


@dataclass(frozen=True, slots=True)
class NamedFilter:
    """A query a chat has given a name."""

    id: int
    name: str
    query: str
    version: int
    edited_by: str
    edited_at: datetime


@dataclass(frozen=True, slots=True)
class Hit:
    """One place where a term of a query was found."""

    term: str
    """The term as the query writes it."""
    field: str
    """`title` or `text`."""
    found: str
    """The words as the item writes them."""


@dataclass(frozen=True, slots=True)
class Match:
    """Why an item concerns a subscription."""

    subscription: int
    kind: SubscriptionKind
    text: str
    """The subscription's text: the query, the filter's name or the pack's."""
    version: int = 0
    edited_by: str = ""
    hits: tuple[Hit, ...] = ()


class DeliveryKind(StrEnum):
    """What a delivery says."""

    ALERT = "alert"
    NOTICE = "notice"  # a word from the bot itself, in `Delivery.note`


class DeliveryState(StrEnum):
    """Where a delivery is on its way; see docs/architecture.md for the moves between them."""

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    UNSURE = "unsure"  # the request was written, the answer never came
    DEAD = "dead"


@dataclass(frozen=True, slots=True)
class Delivery:
    """One row of the outbox: a message owed to a chat, rendered only when it is sent."""

    id: int
    key: str
    """Random and never reused: the transaction id where a platform takes one."""
    chat: Chat
    thread: str
    kind: DeliveryKind
    state: DeliveryState
    created_at: datetime
    item: Item | None = None
    """The item an alert tells of."""
    also: tuple[Item, ...] = ()
    """Other items of the same story, the earliest first."""
    matches: tuple[Match, ...] = ()
    note: str = ""
    """What a notice says."""
    attempts: int = 0
    """Sends begun so far, pauses asked for by the platform not counted."""
    doubts: int = 0
    """Sends whose answer never came."""
    error: str = ""
    message: str = ""
    """The platform's reference of the sent message."""
    sent_at: datetime | None = None
    lease: int = 0
    """Counts claims: a delivery may be settled only by the claim that began it."""


@dataclass(frozen=True, slots=True)
class Pack:
    """A named bundle of the catalogue's outlets, which a chat may subscribe to whole."""

    name: str
    title: str
