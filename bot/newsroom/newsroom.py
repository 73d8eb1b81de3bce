"""The newsroom: what its rooms share, and the rooms themselves."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.core.alerts.hours import zone_of
from bot.core.catalogue import Catalogue
from bot.core.model import Chat
from bot.core.names import Names, Unnamed
from bot.core.names.aliased import Aliased
from bot.newsroom.aliases import Aliases
from bot.newsroom.archive import Archive
from bot.newsroom.audit import Audit
from bot.newsroom.filters import Filters
from bot.newsroom.mutes import Mutes
from bot.newsroom.reception import Reception
from bot.newsroom.scouts import Scouts
from bot.newsroom.shelf import Shelf
from bot.newsroom.shown import Shown
from bot.newsroom.subscriptions import Subscriptions
from bot.newsroom.transfers import Transfers
from bot.newsroom.tuning import Tuning
from bot.newsroom.wires import Wires
from bot.ports import Clock, Health, Prober, Reads, Store, Writes

__all__ = ["Newsroom"]

UTC = ZoneInfo("UTC")


def _nothing() -> tuple[str, ...]:
    return ()


class Newsroom:
    """A room for each matter, over one store and one clock.

    `packs`: names of the packs that the settings follow. `operators`: `platform:person`, as in the settings. `zone`: of
    the times shown to chats that have named none. `chat_sources`: outlets that one chat may bring; `private`: whether
    an address is only for the operator to name. `wake`: called after a change that polling or matching must hear of.
    `status`: more lines for /status, shown to the operator. `names`: what is known of places and people; nothing
    without.
    """

    def __init__(
        self,
        store: Store,
        clock: Clock,
        *,
        prober: Prober,
        reads: Reads,
        writes: Writes,
        catalogue: Catalogue,
        packs: Collection[str] = (),
        operators: frozenset[str] = frozenset(),
        zone: ZoneInfo = UTC,
        chat_sources: int = 0,
        private: Callable[[str], bool] = lambda _: False,
        names: Names | None = None,
        wake: Callable[[], object] = _nothing,
        status: Callable[[], tuple[str, ...]] = _nothing,
    ) -> None:
        self.zone = zone
        self.status = status
        self.reception = Reception(store, clock, operators)
        self.shelf = Shelf(store, clock, catalogue, packs, wake)
        self.wires = Wires(store, clock, prober, catalogue, wake)
        self.scouts = Scouts(store, clock, prober, self.shelf, wake, limit=chat_sources, private=private)
        self.filters = Filters(store.chats, clock, self.shelf, wake)
        self.aliases = Aliases(store.chats, clock, wake)
        self.subscriptions = Subscriptions(store, clock, self.shelf, self.wires, wake, bring=chat_sources > 0)
        self.tuning = Tuning(store, wake)
        self.mutes = Mutes(store, clock, wake, zone)
        self.audit = Audit(store, clock, wake)
        self.archive = Archive(store, clock, self._names_of)
        self.shown = Shown()
        self.transfers = Transfers(store, clock, prober, catalogue, reads, writes, wake)
        self._store = store
        self._names = names or Unnamed()
        self._clock = clock

    def now(self) -> datetime:
        """The time, aware, in UTC."""
        return self._clock.now()

    def zone_of(self, chat: Chat) -> ZoneInfo:
        """The time zone of the times shown to a chat."""
        return zone_of(chat.hours, self.zone)

    async def _names_of(self, chat: Chat) -> Names:
        """What is known of names, and what the chat means by them besides."""
        return Aliased(self._names, await self.aliases.of(chat))

    async def health(self) -> Health:
        """The figures of /status."""
        return await self._store.ledger.health(self.now())
