"""How hubs are spoken to, and what they say at a callback (WebSub)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from typing import Protocol

from bot.core.push import Push
from bot.ports.sources import Page, Post, Unreachable

__all__ = ["Asked", "Callbacks", "Posted", "Poster", "Pushes", "Receipt"]

Poster = Callable[[Post], Awaitable[Page | Unreachable]]
"""Posts a form to a stranger, as carefully as documents are fetched."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a hub asks or says before it pushes anything; all of it as it came, empty where it did not."""

    mode: str
    topic: str
    lease: str = ""
    """Seconds."""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Posted:
    """What a hub pushes."""

    body: bytes
    content_type: str
    signature: str


class Receipt(Enum):
    """What became of it."""

    STORED = auto()
    TAKEN = auto()  # it is being read, and the hub need not wait for that
    IGNORED = auto()  # its signature or its form is not right; to repeat it would not help
    BUSY = auto()  # to repeat it later would help
    ENDED = auto()  # nobody wants it any more


class Callbacks(Protocol):
    """Who is called back. A token is the last part of a callback's path."""

    def knows(self, token: str) -> bool:
        """Whether the token is one of ours, wanted or not; only then the others may be asked."""
        ...

    async def verify(self, token: str, asked: Asked) -> bool:
        """Take note of what a hub says; whether it is what we asked for."""
        ...

    async def receive(self, token: str, posted: Posted) -> Receipt:
        """Take what a hub pushes."""
        ...


class Pushes(Protocol):
    """Subscriptions at hubs; polls bring them in (`Sources.settle`), as `bot.core.push` decides."""

    async def find(self, source: int) -> Push | None:
        """The subscription of a source."""
        ...

    async def claim(self, now: datetime, limit: int) -> tuple[Push, ...]:
        """Those of active sources that are due, longest due first, as they are now that they are being asked for."""
        ...

    async def settle(self, before: Push, after: Push) -> bool:
        """Write what became of one; False when it is no longer what it was before."""
        ...

    async def end(self, push: Push) -> None:
        """Forget it, unless another has taken its place."""
        ...

    async def renew(self, now: datetime) -> None:
        """Make all of them due, and begin those anew that are under way."""
        ...

    async def next_due(self) -> datetime | None:
        """When the next one is due."""
        ...
