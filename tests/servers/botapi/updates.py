"""The queue of updates: long polls, confirmation by offset, conflicts, and the webhook that takes their place."""

from __future__ import annotations

import asyncio
import copy
import time
from typing import Any

from tests.servers.botapi.errors import CONFLICT_POLL, CONFLICT_WEBHOOK, ApiError
from tests.servers.botapi.webhook import Pusher, Webhook

Json = dict[str, Any]

MOST_POLL_SECONDS = 50
CONFLICT_SECONDS = 3.0  # a further conflict within this time is held back as long
SAME_OFFSET_SECONDS = 0.5  # the same offset again within this time gets one update only
NOT_BY_DEFAULT = {"chat_member", "message_reaction", "message_reaction_count"}


class Updates:
    """What the bot has not confirmed yet."""

    def __init__(self, first_id: int) -> None:
        self.next_id = first_id
        self.pending: list[Json] = []
        self.allowed: frozenset[str] = frozenset()
        self.webhook = Webhook()
        self.pusher: Pusher | None = None
        """What pushes, or pushed last."""
        self.offsets: list[int] = []
        """Offsets of all polls so far, in order."""
        self.conflicts = 0
        """How often a poll ended another."""
        self._arrived = asyncio.Event()
        self._poll: asyncio.Future[None] | None = None
        self._next_conflict = 0.0
        self._pushing: asyncio.Task[None] | None = None
        self._asked: tuple[int, float] = (0, 0.0)

    def add(self, kind: str, content: Json) -> int | None:
        """Queue one, unless the bot did not ask for its kind; its id."""
        wanted = kind in self.allowed if self.allowed else kind not in NOT_BY_DEFAULT
        if not wanted:
            return None
        update_id, self.next_id = self.next_id, self.next_id + 1
        # As it is now: an edit later on does not reach into the past.
        self.pending.append({"update_id": update_id, kind: copy.deepcopy(content)})
        self._arrived.set()
        if self.pusher is not None:
            self.pusher.rung.set()
        return update_id

    async def poll(self, offset: int, limit: int, seconds: float, allowed: list[str] | None) -> list[Json]:
        """One getUpdates: all below `offset` are confirmed; a second poll ends the first."""
        if self.webhook.url:
            raise ApiError(409, CONFLICT_WEBHOOK)
        if allowed is not None:
            self.allowed = frozenset(allowed)
        if self._poll is not None and not self._poll.done():
            self.conflicts += 1
            self._poll.set_exception(ApiError(409, CONFLICT_POLL))
        limit = self._limit(offset, limit)
        self.offsets.append(offset)
        self._confirm(offset)
        self._poll = poll = asyncio.get_running_loop().create_future()
        try:
            await self._wait(poll, seconds)
        except ApiError:
            await self._hold_conflict()
            raise
        finally:
            poll.cancel()  # nobody waits for it any more
        return list(self.pending[:limit])

    def _limit(self, offset: int, limit: int) -> int:
        asked, self._asked = self._asked, (offset, time.monotonic())
        again = asked[0] == offset and self._asked[1] - asked[1] < SAME_OFFSET_SECONDS
        return 1 if again else max(1, min(limit, 100))

    def _confirm(self, offset: int) -> None:
        if offset < 0:
            self.pending[:] = self.pending[offset:]
        elif offset <= self.next_id:  # an offset in the future confirms nothing
            self.pending[:] = [update for update in self.pending if update["update_id"] >= offset]

    async def _wait(self, poll: asyncio.Future[None], seconds: float) -> None:
        deadline = time.monotonic() + min(seconds, MOST_POLL_SECONDS)
        while not self.pending and (left := deadline - time.monotonic()) > 0:
            self._arrived.clear()
            arrival = asyncio.create_task(self._arrived.wait())
            try:
                await asyncio.wait({poll, arrival}, timeout=left, return_when=asyncio.FIRST_COMPLETED)
            finally:
                arrival.cancel()
            if poll.done():
                poll.result()

    async def _hold_conflict(self) -> None:
        now = time.monotonic()
        if now < self._next_conflict:
            await asyncio.sleep(CONFLICT_SECONDS)
        self._next_conflict = time.monotonic() + CONFLICT_SECONDS

    # ---- webhook

    def set_webhook(self, webhook: Webhook, allowed: list[str] | None) -> None:
        """Push from now on, or poll again; what is pending stays."""
        self.stop_pushing()
        self.webhook = webhook
        if allowed is not None:
            self.allowed = frozenset(allowed)
        if self._poll is not None and not self._poll.done():
            self._poll.set_exception(ApiError(409, "Conflict: terminated by setWebhook request"))
        if webhook.url:
            self.pusher = Pusher(webhook, self.pending)
            self._pushing = asyncio.create_task(self.pusher.run())

    def stop_pushing(self) -> None:
        if self._pushing is not None:
            self._pushing.cancel()
            self._pushing = None
