"""Which sources the catalogue brings, changes and takes away, and which are the operator's alone.

Must not know how they are kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from bot.core.model import SourceState

__all__ = ["Way", "listing"]

_CHOSEN: Final = frozenset({SourceState.PAUSED, SourceState.REMOVED})
"""States that only the operator sets."""


@dataclass(frozen=True, slots=True)
class Way:
    """A way to read an outlet, as far as the catalogue has a say in it."""

    kind: str
    locator: str
    outlet: str
    rank: int
    state: SourceState
    listed: bool = True
    """Whether it came from the catalogue; the operator's own sources did not."""
    id: int = 0
    """Its number where it is kept; 0 before that."""

    @property
    def name(self) -> tuple[str, str]:
        """No two sources have the same."""
        return self.kind, self.locator


def listing(catalogue: Iterable[tuple[str, Sequence[tuple[str, str]]]], known: Iterable[Way]) -> tuple[Way, ...]:
    """The ways that are to be written, as they are to be: those new, those changed, and those no longer listed.

    `catalogue`: outlets by id with their (kind, locator) pairs, best first. The first way of each is read and the
    others stand by, unless the operator has decided otherwise.
    """
    before = {way.name: way for way in known}
    after: dict[tuple[str, str], Way] = {}
    for outlet, names in catalogue:
        silenced = any(way.outlet == outlet and _silences(way) for way in before.values())
        for rank, name in enumerate(names):
            state = SourceState.STANDBY if rank or silenced else SourceState.ACTIVE
            after.setdefault(name, _kept(before.get(name), Way(*name, outlet, rank, state)))
    gone = [
        replace(way, state=SourceState.UNLISTED)
        for way in before.values()
        if way.listed and way.name not in after and way.state not in _CHOSEN
    ]
    return tuple(way for way in (*after.values(), *gone) if way != before.get(way.name))


def _silences(way: Way) -> bool:
    """Whether the operator has paused or removed what the catalogue had first; it keeps its rank, to tell of that."""
    return way.listed and way.rank == 0 and way.state in _CHOSEN


def _kept(before: Way | None, listed: Way) -> Way:
    """A listed way, `before` as it was until now: what is read goes on, unless another has taken the first place."""
    if before is None:
        return listed
    listed = replace(listed, id=before.id)
    if before.state is SourceState.UNLISTED:
        return listed
    if not before.listed or before.state in _CHOSEN:
        return before
    if before.state is SourceState.DEAD:
        return replace(listed, state=SourceState.DEAD)
    goes_on = before.state is SourceState.ACTIVE and (before.rank > 0 or listed.rank == 0)
    return replace(listed, state=SourceState.ACTIVE) if goes_on else listed
