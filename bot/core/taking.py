"""What becomes of a list of outlets and sources that is carried in: which are new, and what changes in those known.

Must not know how they are kept.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from bot.core.holdings import Holding, Route
from bot.core.model import Options, Outlet
from bot.core.naming import Names

__all__ = ["Placed", "Plan", "Standing", "plan", "spread"]

EACH: Final = timedelta(seconds=1)
"""Time given to each source that comes in, so that hundreds of first readings do not come at once."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A source there is, or was."""

    kind: str
    locator: str
    outlet: str
    rank: int
    gone: bool
    """Whether it is kept only for what it brought."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A route and its place: the outlet that it reads."""

    route: Route
    outlet: str
    rank: int = 0
    back: bool = False
    """Whether it was there before, and comes back as if it had never been read."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be written."""

    outlets: tuple[Outlet, ...]
    """New ones."""
    labels: tuple[Outlet, ...]
    """Those with a label that is the operator's own."""
    placed: tuple[Placed, ...]
    options: tuple[Placed, ...]
    """Known sources with options of the operator's own."""
    published: frozenset[str]
    """Ids of outlets that only chats had."""
    known: int


def plan(holdings: Iterable[Holding], outlets: Iterable[Outlet], standing: Iterable[Standing]) -> Plan:
    """What to write of these holdings. `outlets`, `standing`: all that there are; each source is read once."""
    draft = _Draft(outlets, standing)
    for holding in holdings:
        draft.take(holding)
    return draft.done()


def spread(holdings: Iterable[Holding]) -> timedelta:
    """Over how long their first readings are spread."""
    return EACH * sum(len(holding.routes) for holding in holdings)


class _Draft:
    """A plan in the making."""

    def __init__(self, outlets: Iterable[Outlet], standing: Iterable[Standing]) -> None:
        self._known = {outlet.id: outlet for outlet in outlets}
        self._names = Names(self._known.values())
        self._there = {(one.kind, one.locator): one for one in standing}
        self._ranks: dict[str, int] = {}
        for one in self._there.values():
            self._ranks[one.outlet] = max(self._ranks.get(one.outlet, -1), one.rank)
        self._new: dict[str, Outlet] = {}
        self._labels: list[Outlet] = []
        self._placed: list[Placed] = []
        self._options: list[Placed] = []
        self._published: set[str] = set()
        self._count = 0

    def take(self, holding: Holding) -> None:
        """Find a place for each of its routes."""
        fresh: list[Route] = []
        for route in holding.routes:
            there = self._there.get((route.kind, route.locator))
            if there is None or there.gone:
                fresh.append(route)
            else:
                self._meet(route, there)
        outlet = self._outlet(holding, fresh)
        if holding.labelled and outlet:
            self._labels.append(outlet)
        for route in fresh:
            assert outlet
            self._place(route, outlet.id)

    def done(self) -> Plan:
        """All of it."""
        return Plan(
            tuple(self._new.values()),
            tuple(self._labels),
            tuple(self._placed),
            tuple(self._options),
            frozenset(self._published),
            self._count,
        )

    def _meet(self, route: Route, there: Standing) -> None:
        """One that is read already."""
        self._count += 1
        if there.outlet in self._known and self._known[there.outlet].brought_by is not None:
            self._published.add(there.outlet)
        if route.options != Options():
            self._options.append(Placed(route, there.outlet))

    def _outlet(self, holding: Holding, fresh: list[Route]) -> Outlet | None:
        """The outlet that is meant, a new one if need be; None when nothing of it is new or named."""
        given = replace(holding.outlet, brought_by=None)
        if given.id in self._known or given.id in self._new:
            if fresh and given.id in self._known and self._known[given.id].brought_by is not None:
                self._published.add(given.id)
            return given
        if not fresh:
            return None
        named = given if given.id else replace(self._names.new(given.name, fresh[0].locator), packs=given.packs)
        self._new[named.id] = named
        return named

    def _place(self, route: Route, outlet: str) -> None:
        rank = self._ranks.get(outlet, -1) + 1
        self._ranks[outlet] = rank
        there = self._there.get((route.kind, route.locator))
        self._placed.append(Placed(route, outlet, rank, back=there is not None))
        self._there[route.kind, route.locator] = Standing(route.kind, route.locator, outlet, rank, gone=False)
