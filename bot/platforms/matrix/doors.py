"""Entering and leaving rooms: invitations, rooms that were replaced, rooms that everybody else has left."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Any

import structlog
from nio import InviteMemberEvent

from bot.platforms.matrix.client import Client, attempt
from bot.platforms.matrix.errands import Errands
from bot.platforms.matrix.invites import declined
from bot.platforms.matrix.rooms import RoomState
from bot.platforms.matrix.trouble import Trouble, hopeless

__all__ = ["Doors"]

JOIN_PAUSES = (2.0, 10.0, 60.0)
"""Seconds to wait after each failed try to join but the last: a room of another server may take a minute to come."""
AT_ONCE = 20
"""Rooms entered or left at the same time: a fifth of the connections aiohttp opens, so that enough are left."""
MOST_WAITING = 150
"""Rooms that wait to be entered or left, at the most; what is said of others then is ignored. If no server answers, all
have had their four tries of 20 seconds after some ten minutes, and a restart would repeat what was heard since."""
PER_ROOM = 2
"""Things to do with one room, at the most: a second one may undo the first, what comes then says the same again."""

log = structlog.stdlib.get_logger(__name__)


class Doors:
    """Enters and leaves rooms for a client, beside listening. `rooms` is the listener's: those the bot is in."""

    def __init__(
        self,
        client: Client,
        rooms: Mapping[str, RoomState],
        invites: tuple[str, ...],
        pauses: tuple[float, ...] = JOIN_PAUSES,
    ) -> None:
        self._client = client
        self._rooms = rooms
        self._invites = invites
        self._pauses = pauses
        self._joining: Counter[str] = Counter()
        self._gate = asyncio.Semaphore(AT_ONCE)
        self.errands = Errands()
        self.followed: set[str] = set()
        """Rooms entered because a tombstone named them; whether they name the old one too is to be seen."""

    def answer(self, invited: Mapping[str, Any]) -> None:
        """Accept or decline new invitations; `invited`: nio's, by room."""
        for room, info in invited.items():
            inviter = next((event.sender for event in info.invite_state if self._invites_me(event)), "")
            succeeds = any(state.replacement == room for state in self._rooms.values())
            rooms = len(self._rooms.keys() | self._joining)
            if why := "" if succeeds else declined(inviter, self._invites, rooms):
                log.info("invitation declined", room=room, inviter=inviter, why=why)
                self.leave(room)
            else:
                self._join(room, inviter)

    def follow(self, room: str) -> None:
        """Enter the room that takes this one's place, once."""
        state = self._rooms[room]
        new = state.replacement
        if new and new not in self._rooms and new not in self.followed and self._join(new, state.closed_by):
            self.followed.add(new)

    def leave(self, room: str) -> None:
        """Leave a room or decline an invitation; if it fails, staying does no harm."""
        self._begin(room, partial(self._leave, room))

    def _invites_me(self, event: Any) -> bool:
        return isinstance(event, InviteMemberEvent) and event.state_key == self._client.user_id

    def _join(self, room: str, by: str) -> bool:
        """Whether it is tried; `by`: somebody whose server is in the room, since the ids of newer rooms name none."""
        if not self._begin(room, partial(self._try_join, room, by.partition(":")[2])):
            return False
        self._joining[room] += 1
        return True

    def _begin(self, room: str, errand: Callable[[], Awaitable[None]]) -> bool:
        if len(self.errands.under_way) >= MOST_WAITING:
            log.warning("too many rooms wait to be entered or left, this one is ignored", room=room)
            return False
        if self.errands.waiting(room) >= PER_ROOM:
            return False
        self.errands.begin(room, errand)
        return True

    async def _leave(self, room: str) -> None:
        async with self._gate:
            answer = await attempt(self._client.room_leave(room))
        if isinstance(answer, Trouble):
            log.warning("room not left", room=room, why=str(answer))

    async def _try_join(self, room: str, via: str) -> None:
        try:
            await self._keep_trying(room, via)
        finally:
            self._joining -= Counter([room])

    async def _keep_trying(self, room: str, via: str) -> None:
        for pause in (*self._pauses, None):
            async with self._gate:
                answer = await attempt(self._client.join_via(room, via))
            if not isinstance(answer, Trouble):
                log.info("room joined", room=room)
                return
            log.warning("room not joined", room=room, why=str(answer))
            if pause is None or hopeless(answer):
                return
            await asyncio.sleep(max(pause, answer.wait.total_seconds() if answer.wait else 0))
