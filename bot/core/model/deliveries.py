"""What is owed to chats, and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum

from bot.core.model.chats import Chat, SubscriptionKind
from bot.core.model.items import Filed, Item, Relation
from bot.core.model.loudness import Updates
from bot.core.model.tellings import Telling

__all__ = ["Delivery", "DeliveryKind", "DeliveryState", "Hit", "Lane", "Match"]


@dataclass(frozen=True, slots=True)
class Hit:
    """One place where a term of a query was found."""

    term: str
    """The term as the query writes it."""
    field: str
    """Where: `title`, `text`, `author`, `url`, `place`, `story`, or a label such as `outlet`."""
    found: str
    """The words as the item writes them, or what is known of it."""
    name: str = ""
    """What the name is called by which they were found, where they are not the term's own words."""


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
    UPDATE = "update"  # of a story that the chat was told of
    DIGEST = "digest"  # several alerts in one message
    NOTICE = "notice"  # a word from the bot itself, in `Delivery.note`


class DeliveryState(StrEnum):
    """Where a delivery is on its way; see docs/architecture.md for the moves between them."""

    HELD = "held"  # until a digest, or until quiet hours are over
    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    DIGESTED = "digested"  # a digest tells of it
    MUTED = "muted"  # the chat did not want to be told
    UNSURE = "unsure"  # the request was written, the answer never came
    DEAD = "dead"


class Lane(IntEnum):
    """What of a chat's queue goes first; within a lane, what was owed first."""

    URGENT = 0
    USUAL = 1


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
    """The item that an alert or an update tells of."""
    also: tuple[Item, ...] = ()
    """Other items of the same story, the earliest first."""
    told: tuple[Telling, ...] = ()
    """How the item and the others tell the story, the earliest first."""
    relation: Relation = Relation.NEW
    reason: str = ""
    """What the desk made of the item, and why."""
    matches: tuple[Match, ...] = ()
    note: str = ""
    """What a notice says, and what an update changes."""
    answers: str = ""
    """The platform's reference of the message that told of the story which this updates, once that was sent."""
    attempts: int = 0
    """Sends begun so far, pauses asked for by the platform not counted."""
    doubts: int = 0
    """Sends whose answer never came."""
    error: str = ""
    message: str = ""
    """The platform's reference of the sent message."""
    sent_at: datetime | None = None
    lane: Lane = Lane.USUAL
    held_until: datetime | None = None
    """When it is released; kept when it was."""
    digest: DeliveryState | None = None
    """What became of the digest that tells of it; None where none does, or that was not asked for."""
    parts: tuple[Delivery, ...] = ()
    """The alerts and updates that a digest tells of, the earliest first; of very many those told of most."""
    stories: int = 0
    """How many stories a digest tells of, those whose parts are not here, too."""
    edits: str = ""
    """The platform's reference of the message that this takes the place of: set where a sent alert is written anew."""
    shown: str = ""
    """A digest of the words last sent, or that may have been: an edit that would change nothing is left out."""
    edit_from: datetime | None = None
    """Of a sent alert: before that it is not written anew; None: never (again)."""
    newest: Filed | None = None
    """What last changed the story that an alert tells of, since it was owed."""
    updates: Updates = Updates.REPLY
    """What becomes of its message when the story goes on."""
    lease: int = 0
    """Counts claims: a delivery may be settled only by the claim that began it."""
