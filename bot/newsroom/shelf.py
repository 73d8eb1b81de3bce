"""The catalogue: which of its packs and outlets are followed, by the settings and by the operator's word in a chat."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Final

from bot.core.catalogue import Catalogue, Chosen
from bot.core.errors import NotFound, UserError
from bot.core.model import Outlet, Pack
from bot.core.naming import slug
from bot.core.text.clean import clip
from bot.ports import Clock, Store

__all__ = ["Bundle", "Shelf"]

MEMORY: Final = "chosen"
"""Name under which the ledger keeps what was chosen in a chat; what the settings choose stands in the settings."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """What came in with a pack."""

    pack: Pack
    outlets: int
    new: int
    """Sources that were not there before, or no more."""


class Shelf:
    """The catalogue, and what of it is followed."""

    def __init__(
        self, store: Store, clock: Clock, catalogue: Catalogue, packs: Collection[str], wake: Callable[[], object]
    ) -> None:
        """`packs`: names of those that the settings follow."""
        self.catalogue = catalogue
        self._sources = store.sources
        self._outlets = store.outlets
        self._ledger = store.ledger
        self._clock = clock
        self._set = frozenset(packs)
        self._wake = wake
        self._changing = asyncio.Lock()

    async def packs(self) -> tuple[Pack, ...]:
        """Those that are followed, in the catalogue's order."""
        followed = (await self._own()).packs | self._set
        return tuple(pack for pack in self.catalogue.packs if pack.name in followed)

    async def folders(self) -> tuple[Pack, ...]:
        """The packs that came in with lists and that the catalogue does not have, by name."""
        listed = {pack.name for pack in self.catalogue.packs}
        public = [source.outlet for source in await self._sources.every() if source.outlet.brought_by is None]
        names = {name for outlet in public for name in outlet.packs} - listed
        return tuple(Pack(name, name.replace("-", " ").capitalize()) for name in sorted(names))

    async def named(self, name: str) -> Pack | None:
        """The pack of that name that can be followed, whatever its capitals."""
        wanted = name.casefold()
        found = next((pack for pack in await self.packs() if pack.name == wanted), None)
        if found or slug(wanted) != wanted:
            return found
        return next((pack for pack in await self.folders() if pack.name == wanted), None)

    async def stock(self) -> int:
        """Bring in what is followed, and take out what no more is; returns how many sources are new, or back."""
        await self._outlets.let_go()  # a process may have died between a chat's farewell and this
        own = await self._own()
        listed = self.catalogue.of(Chosen(own.packs | self._set, own.outlets))
        return await self._sources.install(listed, self._clock.now(), self.catalogue.options)

    async def add_pack(self, name: str) -> Bundle:
        """Follow a pack from now on; raises NotFound."""
        pack = self._find(name)
        await self._change(lambda own: own.with_pack(pack.name))
        new = await self.stock()
        self._wake()
        outlets = sum(pack.name in outlet.packs for outlet, _ in self.catalogue.outlets)
        return Bundle(pack, outlets, new)

    async def drop_pack(self, name: str) -> Pack:
        """Follow a pack no longer; raises UserError for one that was not chosen in a chat."""
        pack = self._find(name)
        own = await self._own()
        if pack.name in self._set:
            raise UserError(f"{pack.name} is in PACKS of the settings. Take it out there and start me again.")
        if pack.name not in own.packs:
            raise NotFound(f"The pack {pack.name} is not followed. To follow it:  /source add pack:{pack.name}")
        await self._change(lambda own: own.without_pack(pack.name))
        await self.stock()
        return pack

    async def add_outlet(self, outlet: Outlet) -> int:
        """Follow an outlet of the catalogue by itself; returns how many of its sources are read or kept ready anew."""
        await self._change(lambda own: own.with_outlet(outlet.id))
        new = await self.stock()
        back = await self._outlets.bring_back(outlet.id, self._clock.now())
        self._wake()
        return new + back

    def _find(self, name: str) -> Pack:
        pack = self.catalogue.pack(name)
        if pack is None:
            names = ", ".join(pack.name for pack in self.catalogue.packs)
            raise NotFound(f"The catalogue has no pack “{clip(name, 40)}”. It has: {names or 'none'}.")
        return pack

    async def _own(self) -> Chosen:
        return Chosen.read(await self._ledger.recall(MEMORY))

    async def _change(self, make: Callable[[Chosen], Chosen]) -> None:
        async with self._changing:  # two people at once, and the slower one would undo the other's choice
            await self._ledger.remember(MEMORY, str(make(await self._own())))
