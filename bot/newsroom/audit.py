"""What became of what was owed: for a chat that missed something, and for the operator."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.core.errors import NotFound, UserError
from bot.core.model import Address, Chat, Delivery, DeliveryState
from bot.core.text.clean import clip
from bot.ports import Clock, Course, Held, Missed, Store, Troubles

__all__ = ["Audit", "Span"]

KEPT: Final = timedelta(hours=24)
"""How long a platform that takes a key twice as one message knows it: Synapse forgets transactions after a day or so.
Also the age from which on an alert is no news any more, and not sent again unless it is named."""
LATELY: Final = timedelta(days=7)
"""What is shown of troubles, and of what was missed: a weekly digest holds for as long."""
_NUMBER: Final = re.compile(r"\d{1,18}", re.ASCII)
"""What any database can look for."""
DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Span:
    """A part of the past, and where in it a page begins."""

    since: datetime
    until: datetime | None = None
    limit: int = 5
    before: int = 0


class Audit:
    """What became of what was owed."""

    def __init__(self, store: Store, clock: Clock, wake: Callable[[], object]) -> None:
        self._audit = store.audit
        self._clock = clock
        self._wake = wake

    async def held(self, chat: Chat) -> Held:
        """What waits in a chat for a digest, or for the end of quiet hours."""
        return await self._audit.held(chat.id)

    async def release(self, chat: Chat) -> int:
        """Let that come now; returns how much it is."""
        number = await self._audit.release(chat.id, self._clock.now())
        self._wake()
        return number

    async def missed(self, chat: Chat, address: Address, span: Span, *, told: bool) -> Missed:
        """What matched there and was not told by alerts of its own; with `told`, all that matched."""
        return await self._audit.missed(
            chat.id, address.thread, span.since, span.limit, until=span.until, told=told, before=span.before
        )

    async def troubled(self, limit: int, skip: int = 0) -> Troubles:
        """What was given up lately, or nobody knows whether it was sent."""
        return await self._audit.troubled(self._clock.now() - LATELY, limit, skip)

    async def trouble(self, number: str) -> Delivery:
        """The one of this number; raises NotFound."""
        found = await self._audit.trouble(int(number)) if _NUMBER.fullmatch(number) else None
        if found is None:
            raise NotFound(
                f"There is no delivery {clip(number, 20)} in trouble, or no longer. /outbox shows those there are."
            )
        return found

    async def retry(self, delivery: Delivery) -> None:
        """Send one again; raises UserError where its chat can't be written to."""
        chat = delivery.chat
        if chat.suspended or not await self._audit.retry([delivery.id], self._clock.now(), kept=KEPT):
            raise UserError(
                f"{chat.title or chat.address.chat} can't be written to ({chat.suspended or 'since just now'}). "
                "When I am let in again, its alerts come from then on; this one can be tried then:  "
                f"/outbox retry {delivery.id}"
            )
        self._wake()

    async def retry_all(self) -> int:
        """Send again all that is still news, where its chat can be written to; returns how many those are."""
        now = self._clock.now()
        number = await self._audit.retry_all(now - KEPT, now, kept=KEPT)
        self._wake()
        return number

    async def drop(self, delivery: Delivery, by: str) -> None:
        """Don't send again what is in doubt; raises UserError for what is not."""
        if delivery.state is not DeliveryState.UNSURE or not await self._audit.give_up(
            delivery.id, f"dropped by {by}: {delivery.error}"
        ):
            raise UserError(
                f"{delivery.id} is given up already ({delivery.error}). To send it after all:  "
                f"/outbox retry {delivery.id}"
            )

    async def course(self) -> Course:
        """How long news took from step to step in the last day."""
        return await self._audit.course(self._clock.now() - DAY)
