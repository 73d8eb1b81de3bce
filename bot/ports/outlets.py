"""What the database must know of outlets beside their polls: labels, options, what chats bring, what is carried in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from bot.core.holdings import Holding, Parcel
from bot.core.model import Options, Outlet

__all__ = ["Outlets", "Reads", "Taken", "Writes"]

Reads = Callable[[bytes], Parcel]
"""What a document says that lists outlets or feeds; raises UserError when it is none."""
Writes = Callable[[Sequence[Holding]], str]
"""The document that lists these."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What was taken in."""

    new: int
    """Sources that are read, or kept ready, from now on."""
    known: int
    """Sources that were there."""


class Outlets(Protocol):
    """Outlets, and what the operator and the chats want of them."""

    async def every(self) -> tuple[Outlet, ...]:
        """All there ever were, those that are not read (any more) among them, by name."""
        ...

    async def holder(self, kind: str, locator: str) -> Outlet | None:
        """The outlet that is read at this address, or was."""
        ...

    async def holdings(self) -> tuple[Holding, ...]:
        """What is read for everybody, stands by or is paused, by name and rank."""
        ...

    async def take_in(self, holdings: Sequence[Holding], now: datetime, spread: timedelta) -> Taken:
        """Bring in outlets and sources that are not there yet; new ones become due within `spread`.

        What is there stays as it is, but for a label and for options that are the operator's own, and for what only a
        chat had: it is read for everybody then.
        """
        ...

    async def bring(
        self, outlet: Outlet, kind: str, locator: str, thread: str, by: str, limit: int, now: datetime
    ) -> Outlet | None:
        """Add a source for the chat that `outlet.brought_by` names, and let that follow it; gives the outlet.

        None when the chat has brought `limit` outlets. UserError when it is read already, or the operator has
        removed it.
        """
        ...

    async def brought(self, chat: int) -> tuple[Outlet, ...]:
        """The outlets that a chat has brought, as far as they are read; they count for its limit."""
        ...

    async def let_go(self) -> int:
        """Read no more what chats brought and none follows; returns how many outlets those were."""
        ...

    async def publish(self, outlet: str) -> None:
        """From now on an outlet that a chat brought is read for everybody."""
        ...

    async def bring_back(self, outlet: str, now: datetime) -> int:
        """Read again what the operator has removed of an outlet; returns how many sources those were."""
        ...

    async def label(self, outlet: str, affiliation: str, basis: str, *, own: bool) -> None:
        """Set what is said of its ties; `own`: the operator says so, and no new catalogue changes it."""
        ...

    async def set_options(self, source: int, options: Options, now: datetime, *, afresh: bool) -> None:
        """Set what the operator wants of a source; `afresh`: it is due at once, and read as silently as at first."""
        ...
