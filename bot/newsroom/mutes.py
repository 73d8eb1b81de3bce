"""What chats don't want to be told of for a while."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.core.errors import UserError
from bot.core.model import Chat, Mute, MuteKind
from bot.ports import Clock, Store

__all__ = ["MOST_MUTES", "Mutes"]

MOST_MUTES: Final = 50
"""Mutes of one chat: the desk asks each of them of each alert; and nobody remembers more."""


class Mutes:
    """What chats mute."""

    def __init__(self, store: Store, clock: Clock, wake: Callable[[], object], zone: ZoneInfo) -> None:
        """`zone`: of chats that named none."""
        self._tuning = store.tuning
        self._clock = clock
        self._wake = wake
        self._zone = zone

    async def of(self, chat: Chat) -> tuple[Mute, ...]:
        """Those of a chat, what ends first first: their ids are the numbers people type."""
        return await self._tuning.mutes(chat.id, self._clock.now())

    async def add(self, chat: Chat, kind: MuteKind, text: str, span: timedelta, by: str) -> Mute:
        """Mute something from now on; raises UserError when that is one too many. `text`: as `Mute` has it."""
        now = self._clock.now()
        known = await self.of(chat)
        if len(known) >= MOST_MUTES and all((one.kind, one.text) != (kind, text) for one in known):
            raise UserError(
                f"{MOST_MUTES} things are muted here, which is the most I keep. Take one away first: /mutes lists "
                "them, with the numbers that /unmute takes; or mute all for a while:  /mute all 6h"
            )
        mute = await self._tuning.mute(chat.id, kind, text, now + span, by, now, zone=self._zone)
        self._wake()
        return mute

    async def end(self, chat: Chat, mutes: Sequence[Mute]) -> None:
        """Mute these no longer."""
        await self._tuning.unmute(chat.id, [one.id for one in mutes], self._clock.now(), zone=self._zone)
        self._wake()
