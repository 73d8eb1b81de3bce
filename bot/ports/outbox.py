"""What the database must be able to do for what is owed to chats; each method is one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from bot.core.alerts.budget import Budget
from bot.core.decisions import Refreshed, Settlement
from bot.core.model import Address, Delivery
from bot.core.pacing import Written

__all__ = ["Outbox", "Stale"]


@dataclass(frozen=True, slots=True)
class Stale:
    """A sent alert whose story has changed, claimed to be written anew."""

    delivery: Delivery
    """Its `edits` names the message."""
    changes: int
    """How often its story had changed when it was claimed."""
    until: datetime
    """The end of the claim's lease, which tells it from any other."""


class Outbox(Protocol):
    """What is owed to chats, and what became of it."""

    async def claim(
        self, platform: str, fence: int, now: datetime, limit: int, lease: timedelta, budget: Budget | None = None
    ) -> tuple[Delivery, ...]:
        """The head of each chat's queue, where it is due and nothing of that chat is in flight; none: a stale fence.

        `budget`: what is too much for a chat, or comes too late, is held instead, to be told of in one digest.
        """
        ...

    async def settle(self, delivery: Delivery, settlement: Settlement, fence: int, now: datetime) -> bool:
        """Write what became of it; False when the claim had lapsed to another."""
        ...

    async def lapsed(self, platform: str, now: datetime) -> tuple[Delivery, ...]:
        """Those in flight whose lease is over: whoever sent them died, or was cut off."""
        ...

    async def claim_stale(
        self, platform: str, fence: int, now: datetime, limit: int, lease: timedelta
    ) -> tuple[Stale, ...]:
        """Sent alerts to be written anew, where nothing of their chat is in flight or due; none: a stale fence.

        Whoever claims them and dies loses nothing: they are due again at the end of the lease.
        """
        ...

    async def refresh(self, stale: Stale, refreshed: Refreshed, fence: int, now: datetime) -> bool:
        """Write what became of it; False when the claim had lapsed to another.

        One whose story has changed since it was claimed is to be written anew again.
        """
        ...

    async def next_stale(self, platform: str) -> datetime | None:
        """When the next message may be written anew."""
        ...

    async def written(self, platform: str, since: datetime, now: datetime) -> tuple[Written, ...]:
        """What was sent after that, as far as it is known; what is in flight was sent now at the latest."""
        ...

    async def notify(self, chat: int, thread: str, note: str, now: datetime) -> None:
        """Owe the chat a word from the bot itself, unless it is suspended."""
        ...

    async def by_message(self, address: Address, message: str) -> Delivery | None:
        """The delivery a sent message came from."""
        ...

    async def last_alert(self, address: Address) -> Delivery | None:
        """The newest alert or update sent to this chat (and thread)."""
        ...

    async def next_due(self, platform: str) -> datetime | None:
        """When the next delivery may be sent."""
        ...
