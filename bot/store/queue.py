"""Whose turn it is: the heads of chats' queues, and what was ready when all queues were looked at last."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice
from typing import Final

from sqlalchemy import Select, case, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.tables import PENDING, SENDING, chats, deliveries

__all__ = ["Look", "due_heads", "heads"]

CROWD: Final = 1_000
"""Deliveries that wait at once, from which on not every claim looks at all queues: that takes a millisecond here, and
25 with ten thousand (measured on SQLite; PostgreSQL takes a little longer)."""
LASTS: Final = timedelta(seconds=0.5)
"""How long a look is good for in a crowd. What is urgent waits for the next."""
LINE: Final = 500
"""Heads that are remembered of a look: what Telegram takes in 20 s, and in half a second from those who pay."""

_ready_at: Final = case((chats.c.free_at > deliveries.c.due_at, chats.c.free_at), else_=deliveries.c.due_at)
"""When a delivery may be sent: when it is due and its chat is to be left alone no longer."""


_queue, _flight = deliveries.alias("queue"), deliveries.alias("flight")
_first = select(_queue.c.id).where(_queue.c.chat_id == chats.c.id, _queue.c.state == PENDING)
_first = _first.order_by(_queue.c.lane, _queue.c.id).limit(1)
_HEADS: Final = (
    select(deliveries.c.id, deliveries.c.chat_id, _ready_at.label("ready_at"))
    .join_from(chats, deliveries, deliveries.c.id == _first.scalar_subquery())
    .where(deliveries.c.state == PENDING, chats.c.suspended == "")
    .where(chats.c.id.not_in(select(_flight.c.chat_id).where(_flight.c.state == SENDING)))
    .order_by(deliveries.c.lane, _ready_at, deliveries.c.id)
)
"""Made once: to make such a statement takes as long as to answer it."""


def heads(platform: str) -> Select[int, int, datetime]:
    """The first pending delivery of each chat that may be written to and has none in flight, and when it may be sent.

    Order in a chat is that of lanes, and of ids within a lane: a delivery that has to wait holds back those behind it.
    Each chat is asked for its first, in the index of what is pending alone, so that neither what is done nor a long
    queue costs anything.
    """
    return _HEADS.where(chats.c.platform == platform)


def due_heads(platform: str, now: datetime, limit: int) -> Select[int, int, datetime]:
    """Those that may be sent now, locked; another worker's are passed over."""
    return heads(platform).where(_ready_at <= now).limit(limit).with_for_update(skip_locked=True, of=deliveries)


@dataclass(slots=True)
class Look:
    """What was ready in all queues of a platform at a time.

    A chat out of the line is asked again whether it is its turn, so an old look never brings a wrong one, only
    a late one.
    """

    platform: str
    at: datetime | None = None
    crowd: bool = False
    """Whether so many wait that the next claims go by this look."""
    found: int = 0
    line: deque[int] = field(default_factory=deque)
    """Chats that were ready and are not claimed yet, in order."""

    @property
    def until(self) -> datetime | None:
        """When all queues are looked at again; None where nobody can say without asking."""
        return self.at + LASTS if self.at and self.crowd and self.found else None

    async def take(self, connection: AsyncConnection, now: datetime, limit: int) -> Sequence[int]:
        """The ids of at most so many heads that are ready, the first first; they are not claimed yet."""
        if not self._lasts(now, limit):
            return await self._renew(connection, now, limit)
        taken: list[int] = []
        while self.line and len(taken) < limit:
            among = [self.line.popleft() for _ in range(min(len(self.line), limit - len(taken)))]
            still = due_heads(self.platform, now, limit).where(chats.c.id.in_(among))
            taken += (await connection.execute(still)).scalars()
        return taken

    def _lasts(self, now: datetime, limit: int) -> bool:
        """In a crowd, for a while, and not beyond a line of which only the beginning is known."""
        if not self.crowd or self.at is None or not timedelta(0) <= now - self.at < LASTS:
            return False
        return self.found < LINE or len(self.line) >= limit

    async def _renew(self, connection: AsyncConnection, now: datetime, limit: int) -> Sequence[int]:
        """Look at all queues."""
        waiting = await connection.scalar(select(func.count()).where(deliveries.c.state == PENDING))
        self.at, self.crowd = now, (waiting or 0) >= CROWD
        most = max(limit, LINE) if self.crowd else limit
        rows = (await connection.execute(due_heads(self.platform, now, most))).all()
        self.found = len(rows)
        self.line = deque(row.chat_id for row in islice(rows, limit, None))
        return [row.id for row in rows[:limit]]
