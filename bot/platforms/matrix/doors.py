"""Entering and leaving rooms: invitations, rooms that were replaced, rooms that everybody else has left."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

import structlog
from nio import InviteMemberEvent

from bot.platforms.matrix.client import Client, attempt
from bot.platforms.matrix.invites import declined
from bot.platforms.matrix.rooms import RoomState
from bot.platforms.matrix.trouble import Trouble, hopeless

__all__ = ["Doors"]

JOIN_PAUSES = (2.0, 10.0, 60.0)
"""Seconds to wait after each failed try to join: a room on another server may take a minute to come over."""
JOIN_SECONDS = 20.0
"""Longest time that listening waits for joins; those not done then go on beside it."""

log = structlog.stdlib.get_logger(__name__)


class Doors:
    """Enters and leaves rooms for a client. `rooms` is the listener's: those the bot is in."""

    def __init__(self, client: Client, rooms: Mapping[str, RoomState], invites: tuple[str, ...]) -> None:
        self._client = client
        self._rooms = rooms
        self._invites = invites
        self._joining: dict[str, asyncio.Task[None]] = {}
        self.followed: set[str] = set()
        """Rooms entered because a tombstone named them; whether they name the old one too is to be seen."""

    async def answer(self, invited: Mapping[str, Any]) -> None:
        """Accept or decline new invitations; `invited`: nio's, by room."""
        for room, info in invited.items():
            inviter = next((event.sender for event in info.invite_state if self._invites_me(event)), "")
            succeeds = any(state.replacement == room for state in self._rooms.values())
            if why := "" if succeeds else declined(inviter, self._invites, len(self._rooms)):
                log.info("invitation declined", room=room, inviter=inviter, why=why)
                await self.leave(room)
            else:
                self._join(room, inviter)
        await self._settle()

    async def follow(self, room: str) -> None:
        """Enter the room that takes this one's place, once."""
        state = self._rooms[room]
        if state.replacement and state.replacement not in self._rooms and state.replacement not in self.followed:
            self.followed.add(state.replacement)
            self._join(state.replacement, state.closed_by)
            await self._settle()

    async def leave(self, room: str) -> None:
        """Leave a room or decline an invitation; if it fails, staying does no harm."""
        answer = await attempt(self._client.room_leave(room))
        if isinstance(answer, Trouble):
            log.warning("room not left", room=room, why=str(answer))

    async def close(self) -> None:
        """Give up what is under way."""
        for task in self._joining.values():
            task.cancel()
        await asyncio.gather(*self._joining.values(), return_exceptions=True)

    def _invites_me(self, event: Any) -> bool:
        return isinstance(event, InviteMemberEvent) and event.state_key == self._client.user_id

    def _join(self, room: str, by: str) -> None:
        if room not in self._joining:
            task = asyncio.create_task(self._try_join(room, by.partition(":")[2]), name=f"join {room}")
            self._joining[room] = task
            task.add_done_callback(lambda _: self._joining.pop(room, None))

    async def _try_join(self, room: str, via: str) -> None:
        """`via`: a server that is in the room; the ids of newer rooms name none."""
        for pause in JOIN_PAUSES:
            answer = await attempt(self._client.join_via(room, via))
            if not isinstance(answer, Trouble):
                log.info("room joined", room=room)
                return
            log.warning("room not joined", room=room, why=str(answer))
            if hopeless(answer):
                return
            await asyncio.sleep(max(pause, answer.wait.total_seconds() if answer.wait else 0))

    async def _settle(self) -> None:
        if self._joining:
            await asyncio.wait(self._joining.values(), timeout=JOIN_SECONDS)
