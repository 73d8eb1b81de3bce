"""What the database must be able to do for what is held: until a digest is due, or quiet hours are over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from bot.core.alerts.hours import UNIVERSAL
from bot.core.model import Alias, Item, Mute

__all__ = ["Doubts", "Due", "Holding"]


@dataclass(frozen=True, slots=True)
class Due:
    """A chat, or a thread in it, of which something is to be released."""

    chat: int
    thread: str


@dataclass(frozen=True, slots=True)
class Doubts:
    """What must be known to tell which of it is muted by a query by now."""

    queries: tuple[Mute, ...] = ()
    aliases: tuple[Alias, ...] = ()
    """What the chat calls by other names."""
    items: Mapping[int, Item] | None = None
    """What is told of, by delivery; None where no query is muted."""


class Holding(Protocol):
    """The due queue of what is held."""

    async def due(self, now: datetime, limit: int) -> tuple[Due, ...]:
        """At most so many chats and threads of which something is due, the longest due first."""
        ...

    async def doubts(self, due: Due, now: datetime) -> Doubts:
        """What is asked of what is due there, where the chat mutes queries."""
        ...

    async def release(self, due: Due, now: datetime, muted: Mapping[int, str], *, zone: ZoneInfo = UNIVERSAL) -> bool:
        """Let all that is due there go, in one transaction; says whether there is something to send now.

        What is alone goes by itself; several are told of in one digest. What is muted by now is kept, but not sent:
        stories, and deliveries in `muted`, with the reason. While all is muted, everything stays held until that
        ends, and the quiet hours that it ends in. Of a suspended chat all is given up. Two processes that release the
        same at once release it once. `zone`: of chats that named none.
        """
        ...

    async def next_due(self) -> datetime | None:
        """When something is due next."""
        ...
