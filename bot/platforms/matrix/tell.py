"""Handing over what happened, and sending what is replied: nothing is lost, and nothing holds up the rest for long."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Sequence
from functools import partial

import structlog

from bot.core.errors import Fatal
from bot.core.message import Message
from bot.core.model import Address
from bot.core.outcome import Later, Sent, Unsure
from bot.platforms.matrix.errands import Errands
from bot.platforms.matrix.send import Speaker
from bot.platforms.matrix.trouble import SOON
from bot.ports import Event, Ledger, Reach, Respond

__all__ = ["Teller"]

PAUSES = (1.0, 10.0)
"""Seconds to wait after each failed try at an event but the last: a database that restarts is back by then."""
PATIENCE = 120.0
"""Seconds within which a reply must be sent: one that comes later surprises, and a restart would repeat all since."""
LONGEST_PAUSE = 30.0
"""Seconds between two tries at a reply, at the most."""
MOST_WAITING = 20
"""Requests of a room whose replies wait, at the most: what people type in earnest while they wait is less."""
SENDS_AT_ONCE = 32
"""Replies sent at the same time: a third of the connections aiohttp opens, so that enough are left."""

log = structlog.stdlib.get_logger(__name__)


class Teller:
    """Hands events over one by one; replies go out beside that, to each room in order."""

    def __init__(
        self,
        speaker: Speaker,
        ledger: Ledger,
        respond: Respond,
        *,
        reach: Reach,
        pauses: Sequence[float] = PAUSES,
        patience: float = PATIENCE,
    ) -> None:
        self._speaker = speaker
        self._ledger = ledger
        self._respond = respond
        self._reach = reach
        self._pauses = pauses
        self._patience = patience
        self._gate = asyncio.Semaphore(SENDS_AT_ONCE)
        self.replies = Errands()

    async def tell(self, event: Event, about: str, replies: str = "") -> bool:
        """Whether the event was handled. Replies get keys that come from `about`: a repeat sends nothing twice.

        An event that fails again and again is left out, so that none can make the bot deaf. Unless it is the database
        that fails: then this raises, and all that is not remembered as handled has to come again.
        """
        self._reach("listen.before_respond")
        messages = await self._handle(event)
        self._reach("listen.after_respond")
        room = event.address.chat
        if messages and about:
            if self.replies.waiting(room) < MOST_WAITING:
                until = asyncio.get_running_loop().time() + self._patience
                self.replies.begin(room, partial(self._reply, event.address, messages, about, replies, until))
            else:
                log.warning("too many replies wait, this one is left out", room=room)
        return messages is not None

    async def _handle(self, event: Event) -> Sequence[Message] | None:
        about = {"room": event.address.chat, "event_kind": type(event).__name__}
        for pause in (0.0, *self._pauses):
            await asyncio.sleep(pause)
            try:
                return await self._respond(event)
            except Fatal:
                raise
            except Exception:
                log.exception("event failed", **about)
        # Not only for the record: this fails too if it is not the event's fault.
        await self._ledger.remember(f"{event.address.platform}:given up", f"{about['event_kind']} {about['room']}")
        log.error("event given up", **about)
        return None

    async def _reply(self, to: Address, messages: Sequence[Message], about: str, replies: str, until: float) -> None:
        key = hashlib.sha256(about.encode()).hexdigest()[:32]
        try:
            async with asyncio.timeout_at(until):
                for place, message in enumerate(messages):
                    await self._send(to, message, key=f"{key}.{place}", replies=replies)
        except TimeoutError:
            log.warning("reply not sent in time", room=to.chat)

    async def _send(self, to: Address, message: Message, *, key: str, replies: str) -> None:
        while True:
            async with self._gate:
                outcome = await self._speaker.send(to, message, key=key, replies=replies)
            if not isinstance(outcome, Later | Unsure):
                break
            pause = outcome.after if isinstance(outcome, Later) else SOON
            await asyncio.sleep(min(pause.total_seconds(), LONGEST_PAUSE))
        if not isinstance(outcome, Sent):
            log.warning("reply not sent", room=to.chat, outcome=str(outcome))
