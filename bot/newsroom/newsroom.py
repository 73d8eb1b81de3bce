"""The newsroom: what its rooms share, and the rooms themselves."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.core.model import Pack
from bot.newsroom.archive import Archive
from bot.newsroom.filters import Filters
from bot.newsroom.reception import Reception
from bot.newsroom.subscriptions import Subscriptions
from bot.newsroom.wires import Wires
from bot.ports import Clock, Health, Prober, Store

__all__ = ["Newsroom"]

UTC = ZoneInfo("UTC")


def _nothing() -> tuple[str, ...]:
    return ()


class Newsroom:
    """A room for each matter, over one store and one clock.

    `operators`: `platform:person`, as in the settings. `zone`: of the times shown. `wake`: called after a
    change that polling or matching must hear of. `status`: more lines for /status, shown to the operator.
    """

    def __init__(
        self,
        store: Store,
        clock: Clock,
        *,
        prober: Prober,
        packs: tuple[Pack, ...] = (),
        operators: frozenset[str] = frozenset(),
        zone: ZoneInfo = UTC,
        wake: Callable[[], object] = _nothing,
        status: Callable[[], tuple[str, ...]] = _nothing,
    ) -> None:
        self.zone = zone
        self.packs = packs
        self.status = status
        self.reception = Reception(store, clock, operators)
        self.filters = Filters(store.chats, clock, packs, wake)
        self.subscriptions = Subscriptions(store.chats, clock, packs, wake)
        self.archive = Archive(store, clock)
        self.wires = Wires(store.sources, clock, prober, wake)
        self._store = store
        self._clock = clock

    def now(self) -> datetime:
        """The time, aware, in UTC."""
        return self._clock.now()

    async def health(self) -> Health:
        """The figures of /status."""
        return await self._store.ledger.health(self.now())
