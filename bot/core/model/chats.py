"""Who wants to be told of what: chats, and what they follow."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.core.model.loudness import Hours, Loudness

__all__ = [
    "Address",
    "Alias",
    "Chat",
    "ChatKind",
    "FilterVersion",
    "NamedFilter",
    "Subscription",
    "SubscriptionKind",
]


@dataclass(frozen=True, slots=True)
class Address:
    """Where a message goes: a chat of a platform, and a thread (forum topic) in it where there is one."""

    platform: str
    chat: str
    thread: str = ""


class ChatKind(StrEnum):
    """Who is in a chat; decides who may edit its settings and how fast it may be written to."""

    PRIVATE = "private"
    GROUP = "group"
    CHANNEL = "channel"


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
    hours: Hours = field(default_factory=Hours)
    loudness: Loudness = field(default_factory=Loudness)


class SubscriptionKind(StrEnum):
    """What the text of a subscription is."""

    QUERY = "query"
    FILTER = "filter"  # the name of a filter of the same chat
    PACK = "pack"  # the name of a pack of the catalogue
    OUTLET = "outlet"  # the id of an outlet: all that it publishes


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
    loudness: Loudness = field(default_factory=Loudness)
    """What it wants else than its chat does."""


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
class FilterVersion:
    """What was done to a filter, and by whom."""

    name: str
    version: int
    query: str
    """Empty when this was its removal."""
    edited_by: str
    edited_at: datetime
    threads: tuple[str, ...] = ()
    """Of a removal: the threads of the chat that had followed the filter."""


@dataclass(frozen=True, slots=True)
class Alias:
    """A word of a chat's filters, and what else the chat means by it."""

    name: str
    spellings: tuple[str, ...]
    """As written, in any script, of one word or several; at least one."""
    edited_by: str = ""
    edited_at: datetime | None = None
