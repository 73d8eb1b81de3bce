"""What the database must be able to find."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Protocol

from bot.core.filters import Query
from bot.core.model import Item, Story

__all__ = ["Search"]


class Search(Protocol):
    """The one place where the databases' full text differs.

    What chats brought is found only by those that follow it: `follows` are ids of outlets.
    """

    async def latest(
        self,
        query: Query | None,
        since: datetime,
        limit: int,
        pack: str = "",
        *,
        outlet: str = "",
        follows: Collection[str] = (),
    ) -> tuple[tuple[Story, ...], int]:
        """Stories with an item that matches (all, without a query), the newest first, and how many there are in all."""
        ...

    async def items(self, since: datetime, limit: int, *, follows: Collection[str] = ()) -> tuple[Item, ...]:
        """The newest items, the newest first: what a filter is tried on."""
        ...
