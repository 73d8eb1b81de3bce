"""What the core decides and the store writes: who is owed what, and what becomes of a delivery."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.core.model import DeliveryState, Lane, Match, Relation, Telling, Updates

__all__ = ["Filing", "Refreshed", "Settlement", "Wanted"]


@dataclass(frozen=True, slots=True)
class Wanted:
    """An alert owed to a chat, or a thread in it."""

    chat: int
    thread: str
    matches: tuple[Match, ...]
    updates: Updates = Updates.REPLY
    """What becomes of the alert when its story goes on."""
    lane: Lane = Lane.USUAL
    held_until: datetime | None = None
    """When it is released; None: it comes at once."""
    held_for: str = ""
    """What it waits for: `daily digest 08:00`."""
    muted: str = ""
    """Why it is kept, but not sent; empty where it is."""


@dataclass(frozen=True, slots=True)
class Filing:
    """What the desk decided about one item."""

    item: int
    revision: int
    """The revision decided on: a filing of an older one is void."""
    story: int | None
    """The story it joins; None opens a new one, whose id is the item's own."""
    relation: Relation
    reason: str
    wanted: tuple[Wanted, ...]
    telling: Telling | None = None
    """How the item tells its story; None where that could not be made out."""
    updates: bool = False
    """Whether chats that were told of the story are told of this too."""
    origins: int = 1
    """Independent origins of the story, this item counted."""
    muted: Mapping[int, str] = field(default_factory=dict)
    """Chats that are not told of this, whatever they follow, and why."""


@dataclass(frozen=True, slots=True)
class Settlement:
    """What becomes of a delivery after an attempt."""

    state: DeliveryState
    due_at: datetime
    """When it may be tried (again)."""
    message: str = ""
    error: str = ""
    counts: bool = True
    """Whether it was an attempt, not a pause the platform asked for."""
    doubt: bool = False
    chat_free_at: datetime | None = None
    """The whole chat is to be left alone until then."""
    shown: str = ""
    """The fingerprint of the words sent, or that may have been."""
    edit_from: datetime | None = None
    """Of a message that was sent: before that it is not written anew; None: never."""


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What becomes of a sent message after it was written anew, or was not."""

    again: datetime | None = None
    """When to try again; None: it is as its story was when it was claimed."""
    edit_from: datetime | None = None
    """Before that it is not written anew; None: never again."""
    shown: str = ""
    """The fingerprint of the words that it has now."""
    chat_free_at: datetime | None = None
    """The whole chat is to be left alone until then."""
