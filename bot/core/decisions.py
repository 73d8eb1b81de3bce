"""What the core decides and the store writes: who is owed what, and what becomes of a delivery."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.core.model import DeliveryState, Lane, Match, Relation, Telling

__all__ = ["Filing", "Settlement", "Wanted"]


@dataclass(frozen=True, slots=True)
class Wanted:
    """An alert owed to a chat, or a thread in it."""

    chat: int
    thread: str
    matches: tuple[Match, ...]
    lane: Lane = Lane.USUAL


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
