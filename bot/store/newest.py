"""From the order in which items arrived to that in which they were published."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from heapq import heappop, heappush
from typing import Any, Final, NamedTuple

from sqlalchemy import Row

from bot.core.intake import AHEAD
from bot.core.model import Evidence, Outlet

__all__ = ["Found", "Newest"]

DISORDER: Final = timedelta(minutes=10)
"""By how much the times at which two items were seen may contradict the order of their ids: a poll takes the time
before its turn to write comes, two minutes at most (`bot.store.database`), and clocks are set back a little."""

_LAST: Final = datetime.max.replace(tzinfo=UTC)


class Found(NamedTuple):
    """A candidate."""

    id: int
    published: datetime
    seen: datetime
    story: int | None
    row: Row[*tuple[Any, ...]]
    """With its words, where they are needed."""
    carriers: Sequence[Outlet]
    """Where they are needed."""
    evidence: Evidence

    @property
    def key(self) -> tuple[bool, int]:
        """Its story, or itself where the desk has not read it yet."""
        return self.story is not None, self.story or self.id


class Newest:
    """Takes items by falling ids and gives them by falling (published, id), each as soon as none can overtake it.

    What is seen later has a higher id, and nothing is published more than `AHEAD` after it was seen: an item that was
    published later than that after those that are still to come were seen stands before all of them. So no database
    has to sort all that a common word finds.
    """

    def __init__(self) -> None:
        self._waiting: list[tuple[timedelta, int, Found]] = []
        self._lowest = _LAST

    def add(self, found: Found) -> None:
        """The next item."""
        heappush(self._waiting, (_LAST - found.published, -found.id, found))
        self._lowest = min(self._lowest, found.seen)

    def settled(self) -> Iterator[Found]:
        """Those that nothing still to come can overtake; they are taken out one by one."""
        while self._waiting and self._waiting[0][2].published - self._lowest >= DISORDER + AHEAD:
            yield heappop(self._waiting)[2]

    def rest(self) -> Iterator[Found]:
        """All that are left: nothing is to come."""
        while self._waiting:
            yield heappop(self._waiting)[2]
