"""What the database must be able to tell of what was owed: to chats that missed something, and to the operator."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from bot.core.model import Delivery

__all__ = ["Audit", "Course", "Held", "Lag", "Missed", "Troubles"]


@dataclass(frozen=True, slots=True)
class Held:
    """What a chat is not told yet."""

    number: int
    until: datetime | None
    """When the first of it is released; None where nothing is held."""


@dataclass(frozen=True, slots=True)
class Missed:
    """A page of what matched in a chat."""

    deliveries: tuple[Delivery, ...]
    """The newest of each story, the newest first."""
    total: int
    """How many stories there are from this page on."""


@dataclass(frozen=True, slots=True)
class Troubles:
    """A page of what was not sent, or nobody knows whether it was."""

    deliveries: tuple[Delivery, ...]
    """The newest first."""
    dead: int
    unsure: int
    """How many there are of each, on this page or not."""


@dataclass(frozen=True, slots=True)
class Lag:
    """How long a step took."""

    median: timedelta
    most: timedelta
    """Of the slowest twentieth, the fastest: the 95th percentile."""


@dataclass(frozen=True, slots=True)
class Course:
    """How long news took lately from one step to the next; None where nothing took it."""

    fetched: Lag | None
    """From its publication, where its source tells that."""
    filed: Lag | None
    """From there until its story was opened."""
    sent: Lag | None
    """From the decision to tell a chat until it was told, of what nothing held back."""
    held: int
    """Alerts that wait for a digest, or for the end of quiet hours."""
    digested: int
    """Alerts that digests told instead, in that time."""


class Audit(Protocol):
    """What became of what was owed."""

    async def held(self, chat: int) -> Held:
        """What waits for a digest or for the end of quiet hours, in all threads of a chat."""
        ...

    async def release(self, chat: int, now: datetime) -> int:
        """Let that be due now; returns how much it was."""
        ...

    async def missed(
        self,
        chat: int,
        thread: str,
        since: datetime,
        limit: int,
        *,
        until: datetime | None = None,
        told: bool = False,
        before: int = 0,
    ) -> Missed:
        """The stories that matched in that time and were not told by alerts of their own; with `told`, all that did.

        `before`: the delivery with which the page before ended; 0 for the first page.
        """
        ...

    async def troubled(self, since: datetime, limit: int, skip: int = 0) -> Troubles:
        """Deliveries made since then that were given up, or of which nobody knows."""
        ...

    async def trouble(self, number: int) -> Delivery | None:
        """The delivery of this id, where it was given up, or nobody knows."""
        ...

    async def retry(self, which: Collection[int], now: datetime, *, kept: timedelta) -> int:
        """Send again what was given up or is in doubt, where the chat can be written to; returns how many will be.

        Each keeps its key. What is in doubt for longer than `kept` is marked as a possible repeat on every platform:
        none knows its key then.
        """
        ...

    async def retry_all(self, since: datetime, now: datetime, *, kept: timedelta) -> int:
        """The same of all that were made since then."""
        ...

    async def give_up(self, number: int, why: str) -> bool:
        """Write that a delivery in doubt is not sent again; False where it is in doubt no more."""
        ...

    async def course(self, since: datetime) -> Course:
        """How long news took since then."""
        ...
