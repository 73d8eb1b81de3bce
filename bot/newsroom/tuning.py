"""How loudly chats are told: by which clock, at once or in digests, in which hours not."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.core.errors import NotFound
from bot.core.model import Chat, Hours, Loudness, Subscription
from bot.ports import Store

__all__ = ["Tuning"]


class Tuning:
    """How loudly chats are told."""

    def __init__(self, store: Store, wake: Callable[[], object]) -> None:
        self._tuning = store.tuning
        self._wake = wake

    async def set_hours(self, chat: Chat, change: Callable[[Hours], Hours]) -> Hours:
        """Change the chat's clock or its quiet hours; returns what they are then."""
        hours = await self._tuning.set_hours(chat.id, change)
        self._wake()
        return hours

    async def set_loudness(
        self, chat: Chat, these: Sequence[Subscription], change: Callable[[Loudness], Loudness]
    ) -> None:
        """Change what is wanted of these subscriptions; without any, what the chat wants of all of them.

        Raises NotFound when all of them are gone meanwhile.
        """
        if not these:
            await self._tuning.set_loudness(chat.id, change)
        elif not await self._tuning.set_loudness_of([one.id for one in these], change):
            raise NotFound("That is followed here no longer. /subscriptions shows what is.")
        self._wake()
