"""Lists of sources that come in from an address and go out as text."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from bot.core.catalogue import Catalogue
from bot.core.errors import UserError
from bot.core.holdings import Holding, Refusal, Route
from bot.core.model import Options, SourceState
from bot.core.taking import spread
from bot.ports import Clock, Page, Prober, Reads, Store, Taken, Writes

__all__ = ["MOST_BYTES", "Carried", "Export", "Transfers"]

MOST_BYTES: Final = 1024 * 1024
"""The longest list taken: that of 5,000 feeds."""


@dataclass(frozen=True, slots=True)
class Carried:
    """What came of an import."""

    taken: Taken
    refused: tuple[Refusal, ...]
    minutes: int
    """Within how many all of it will have been read."""
    packs: frozenset[str]
    """Those that the list names, by folders or otherwise."""


@dataclass(frozen=True, slots=True)
class Export:
    """What the operator added or changed, as text."""

    text: str
    sources: int
    secret: int
    """Sources left out because their addresses hold secrets."""
    others: int
    """Sources left out because every catalogue has them."""


class Transfers:
    """Lists that come and go."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        prober: Prober,
        catalogue: Catalogue,
        reads: Reads,
        writes: Writes,
        wake: Callable[[], object],
    ) -> None:
        self._catalogue = catalogue
        self._outlets = store.outlets
        self._clock = clock
        self._prober = prober
        self._reads = reads
        self._writes = writes
        self._wake = wake

    async def fetch_in(self, url: str) -> Carried:
        """Take in the list at this address; raises UserError when there is none."""
        answer = await self._prober.fetch(url)
        if not isinstance(answer, Page):
            raise UserError(f"I could not get that: {answer.why}.")
        if answer.status != 200:  # noqa: PLR2004 - OK
            raise UserError(f"I could not get that: the site answered {answer.status}.")
        if len(answer.body) > MOST_BYTES:
            raise UserError(f"That list is longer than {MOST_BYTES // 1024 // 1024} MiB, which is the most I take.")
        parcel = await asyncio.to_thread(self._reads, answer.body)
        within = spread(parcel.holdings)
        taken = await self._outlets.take_in(parcel.holdings, self._clock.now(), within)
        self._wake()
        packs = frozenset(name for holding in parcel.holdings for name in holding.outlet.packs)
        return Carried(taken, parcel.refused, -(-within.seconds // 60), packs)

    async def own(self) -> Export:
        """What the operator added or changed, without what must not be shown."""
        holdings = await self._outlets.holdings()
        own = [_only(holding, self._is_own) for holding in holdings]
        shown = [_only(holding, _is_open) for holding in own]
        kept = [holding for holding in shown if holding.routes or holding.labelled]
        every, ours, fit = _count(holdings), _count(own), _count(shown)
        return Export(self._writes(kept) if kept else "", fit, ours - fit, every - ours)

    def _is_own(self, route: Route) -> bool:
        """Whether the operator added it, or decided something about it."""
        usual = self._catalogue.options.get((route.kind, route.locator), Options())
        return not route.listed or route.options != usual or route.state is SourceState.PAUSED


def _only(holding: Holding, wanted: Callable[[Route], bool]) -> Holding:
    return replace(holding, routes=tuple(filter(wanted, holding.routes)))


def _count(holdings: Sequence[Holding]) -> int:
    return sum(len(holding.routes) for holding in holdings)


def _is_open(route: Route) -> bool:
    return not route.secret
