"""Sending: one try at a message, and what came of it."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from typing import Any

from bot.core.message import Message
from bot.core.model import Address
from bot.core.outcome import Gone, Later, Outcome, Sent, Unsure
from bot.platforms.matrix.client import Client, attempt
from bot.platforms.matrix.say import say
from bot.platforms.matrix.trouble import SOON, Trouble, outcome

__all__ = ["Speaker"]

SEND_SECONDS = 20.0
"""Longest time of one try, handing out a room's keys included: well within the lease of a delivery (30 s)."""


class Speaker:
    """Sends to the rooms of a client; to one room, one message at a time."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._turns: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def send(self, to: Address, message: Message, *, key: str, edits: str = "", replies: str = "") -> Outcome:
        """`key` becomes the transaction id: within a day, the server makes one event of any number of tries with it."""
        if to.chat not in self._client.rooms:
            return await self._absent(to.chat)
        content = say(message, thread=to.thread, edits=edits, replies=replies)
        async with self._turns[to.chat]:
            try:
                answer = await attempt(self._once(to.chat, content, key))
            finally:
                self._client.unblock(to.chat)
        return outcome(answer) if isinstance(answer, Trouble) else Sent(answer.event_id)

    async def finish(self) -> None:
        """Come back when nothing is being sent any more."""
        for turn in list(self._turns.values()):
            async with turn:
                pass

    async def _once(self, room: str, content: dict[str, Any], key: str) -> Any:
        async with asyncio.timeout(SEND_SECONDS):
            return await self._client.room_send(
                room, "m.room.message", content, tx_id=key, ignore_unverified_devices=True
            )

    async def _absent(self, room: str) -> Outcome:
        """A room that no sync has told of: one just joined, or one that is lost."""
        answer = await attempt(self._client.joined_rooms())
        if isinstance(answer, Trouble):
            found = outcome(answer)
            return Later(SOON, found.why) if isinstance(found, Unsure) else found  # nothing was sent yet
        if room in answer.rooms:
            return Later(SOON, "the room's state has not arrived yet", paused=True)
        return Gone("the bot is not in this room")
