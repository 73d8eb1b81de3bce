"""The queue of updates: long polls, confirmation by offset, conflicts, and pushing to a webhook."""

from __future__ import annotations

import asyncio
import copy
import time
from typing import Any

import aiohttp

from tests.servers.botapi.errors import CONFLICT_POLL, CONFLICT_WEBHOOK, ApiError

Json = dict[str, Any]

MOST_POLL_SECONDS = 50
CONFLICT_SECONDS = 3.0  # a further conflict within this time is held back as long
SAME_OFFSET_SECONDS = 0.5  # the same offset again within this time gets one update only
NOT_BY_DEFAULT = {"chat_member", "message_reaction", "message_reaction_count"}
RETRY_SECONDS = 0.2  # of a webhook; Telegram's own gaps grow up to 60 s


class Updates:
    """What the bot has not confirmed yet."""

    def __init__(self, first_id: int) -> None:
        self.next_id = first_id
        self.pending: list[Json] = []
        self.allowed: frozenset[str] = frozenset()
        self.webhook = ""
        self.secret = ""
        self.offsets: list[int] = []
        """Offsets of all polls so far, in order."""
        self._arrived = asyncio.Event()
        self._poll: asyncio.Future[None] | None = None
        self._next_conflict = 0.0
        self._pusher: asyncio.Task[None] | None = None
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
        return update_id

    async def poll(self, offset: int, limit: int, seconds: float, allowed: list[str] | None) -> list[Json]:
        """One getUpdates: all below `offset` are confirmed; a second poll ends the first."""
        if self.webhook:
            raise ApiError(409, CONFLICT_WEBHOOK)
        if allowed is not None:
            self.allowed = frozenset(allowed)
        if self._poll is not None and not self._poll.done():
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
        return self.pending[:limit]

    def _limit(self, offset: int, limit: int) -> int:
        asked, self._asked = self._asked, (offset, time.monotonic())
        again = asked[0] == offset and self._asked[1] - asked[1] < SAME_OFFSET_SECONDS
        return 1 if again else max(1, min(limit, 100))

    def _confirm(self, offset: int) -> None:
        if offset < 0:
            self.pending = self.pending[offset:]
        elif offset <= self.next_id:  # an offset in the future confirms nothing
            self.pending = [update for update in self.pending if update["update_id"] >= offset]

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

    def set_webhook(self, url: str, secret: str, allowed: list[str] | None) -> None:
        self.stop_pushing()
        self.webhook, self.secret = url, secret
        if allowed is not None:
            self.allowed = frozenset(allowed)
        if self._poll is not None and not self._poll.done():
            self._poll.set_exception(ApiError(409, "Conflict: terminated by setWebhook request"))
        if url:
            self._pusher = asyncio.create_task(self._push())

    def stop_pushing(self) -> None:
        if self._pusher is not None:
            self._pusher.cancel()

    async def _push(self) -> None:
        """Deliver in order; anything but 2xx is tried again."""
        headers = {"X-Telegram-Bot-Api-Secret-Token": self.secret} if self.secret else {}
        async with aiohttp.ClientSession(headers=headers) as session:
            while True:
                while self.pending:
                    if await _accepted(session, self.webhook, self.pending[0]):
                        self.pending.pop(0)
                    else:
                        await asyncio.sleep(RETRY_SECONDS)
                self._arrived.clear()
                await self._arrived.wait()


async def _accepted(session: aiohttp.ClientSession, url: str, update: Json) -> bool:
    try:
        async with session.post(url, json=update) as answer:
            return 200 <= answer.status < 300
    except aiohttp.ClientError:
        return False
