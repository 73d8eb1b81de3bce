"""What the database must be able to do for how loudly chats are told, and for what they mute."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from bot.core.alerts.hours import UNIVERSAL
from bot.core.model import Hours, Loudness, Mute, MuteKind

__all__ = ["Tuning"]


class Tuning(Protocol):
    """How loudly chats are told; the desk hears of each change.

    What changes is made of what is there by a pure function, so that of two people who change things at one time
    neither undoes what the other did.
    """

    async def set_hours(self, chat: int, change: Callable[[Hours], Hours]) -> Hours:
        """Change the clock and the quiet of a chat; returns what they are then."""
        ...

    async def set_loudness(self, chat: int, change: Callable[[Loudness], Loudness]) -> Loudness:
        """Change what a chat wants; returns what that is then."""
        ...

    async def set_loudness_of(
        self, subscriptions: Collection[int], change: Callable[[Loudness], Loudness]
    ) -> tuple[int, ...]:
        """Change what these subscriptions of one chat want else than their chat; returns those that are still there."""
        ...

    async def mute(
        self,
        chat: int,
        kind: MuteKind,
        text: str,
        until: datetime,
        by: str,
        now: datetime,
        *,
        zone: ZoneInfo = UNIVERSAL,
    ) -> Mute:
        """Mute something until then, from now on, whatever was said of it before; mutes that are over go.

        What waits for the end of a mute of all waits for the new one. `zone`: of chats that named none.
        """
        ...

    async def unmute(self, chat: int, mutes: Collection[int], now: datetime, *, zone: ZoneInfo = UNIVERSAL) -> int:
        """Take these mutes away; returns how many went.

        What waited for the end of a mute of all is due, and in quiet hours when they are over.
        """
        ...

    async def mutes(self, chat: int, now: datetime) -> tuple[Mute, ...]:
        """Those that are not over, what ends first first."""
        ...
