"""What the database must be able to do for chats: what they want, and what is shown to them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.core.model import (
    Address,
    Alias,
    Chat,
    ChatKind,
    FilterVersion,
    NamedFilter,
    Subscription,
    SubscriptionKind,
)
from bot.ports.changes import Changes
from bot.ports.fences import Fence

__all__ = ["Buttons", "Chats"]


class Chats(Protocol):
    """Chats, their subscriptions, filters and aliases."""

    async def meet(self, address: Address, kind: ChatKind, title: str, now: datetime) -> Chat:
        """The chat at this address, recorded if new, its title refreshed where one is given."""
        ...

    async def resume(self, address: Address) -> None:
        """Nothing stands in the way of writing to it any more."""
        ...

    async def suspend(self, address: Address, why: str, now: datetime, *, under: Fence | None = None) -> None:
        """Stop delivering to it; what was pending is cancelled (dead, with the reason), settings are kept.

        `under`: by whose word; that of a sender which has been succeeded counts no more, here and in `move`.
        """
        ...

    async def move(self, address: Address, to: str, *, under: Fence | None = None) -> None:
        """Its new address, everywhere, in one go; merges when the bot already knows a chat there."""
        ...

    async def subscribe(
        self, chat: int, thread: str, kind: SubscriptionKind, text: str, by: str, now: datetime
    ) -> Subscription | None:
        """The new subscription; None when the same one is there already."""
        ...

    async def unsubscribe(self, subscription: int) -> None:
        """Take it away."""
        ...

    async def subscriptions(self, chat: int | None = None) -> tuple[Subscription, ...]:
        """Those of one chat, oldest first; without one, those of all chats that are not suspended."""
        ...

    async def changed(self, since: int) -> Changes:
        """What chats follow that were touched after this revision of an earlier answer; all, before the first (-1)."""
        ...

    async def filters(self, chat: int) -> tuple[NamedFilter, ...]:
        """Its filters, by name."""
        ...

    async def save_filter(
        self, chat: int, name: str, query: str, by: str, now: datetime, *, follow: Sequence[str] = ()
    ) -> NamedFilter:
        """Add it, or replace its query: the version goes up by one, unless it says that already.

        `follow`: threads of the chat that are subscribed to it in the same go.
        """
        ...

    async def remove_filter(self, chat: int, name: str, by: str, now: datetime) -> int:
        """Take it away with the subscriptions to it, which its history keeps; returns how many those were."""
        ...

    async def history(self, chat: int, name: str) -> tuple[FilterVersion, ...]:
        """All versions of the filter of that name, the newest first, of one that was removed too.

        Capitals don't matter; where they tell several filters apart, it is the one that changed last.
        """
        ...

    async def aliases(self, chat: int) -> tuple[Alias, ...]:
        """What it calls by other names, by name; spellings in the order in which they came."""
        ...

    async def save_alias(self, chat: int, name: str, spellings: Sequence[str], by: str, now: datetime) -> None:
        """Add spellings to a name; capitals and accents of the name don't matter."""
        ...

    async def remove_alias(self, chat: int, name: str, spelling: str = "") -> int:
        """Take a spelling away, or without one all of that name; returns how many went."""
        ...


class Buttons(Protocol):
    """What buttons mean that can't say so themselves; forgotten after a month."""

    async def keep(self, address: Address, command: str, now: datetime) -> str:
        """A token for a command of this chat, the same for the same; empty when the chat is not known."""
        ...

    async def command(self, address: Address, token: str) -> str:
        """What it stands for in this chat, whatever the thread; empty when there is no such token here."""
        ...
