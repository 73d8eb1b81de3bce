"""The independent origins of a story: outlets of one owner are one voice, and whoever is cited speaks once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from bot.core.model import Stance, Telling
from bot.core.origins.lineage import Lineage, Root

__all__ = ["Origin", "Origins", "Status", "origins"]


class Status(StrEnum):
    """What is to be said of a story, by who tells it: never whether it is true."""

    SINGLE = "single origin"
    CORROBORATED = "corroborated"
    CONTESTED = "contested"
    HEDGED = "hedged"


@dataclass(frozen=True, slots=True)
class Origin:
    """One voice behind a story, and who passes on what it says."""

    key: str
    """The same for one origin: `body:defence-ministry.SY`, `family:sana`."""
    name: str
    """As it is cited; empty for an outlet that tells the story itself."""
    outlet: str
    """Id of that outlet, of a family the first that did; empty for whom others cite and nobody reads."""
    tellings: tuple[Telling, ...]
    """The earliest first."""


@dataclass(frozen=True, slots=True)
class Origins:
    """What is known of a story by all who tell it."""

    tellings: tuple[Telling, ...]
    """All of them, the earliest first."""
    asserting: tuple[Origin, ...]
    """The origins that stand: each by its tellings, of which one at least vouches for it. The earliest first."""
    hedging: tuple[Origin, ...]
    """Those of which no telling vouches for it."""
    denying: tuple[Origin, ...]
    """Those who deny it, each by its denials."""

    @property
    def number(self) -> int:
        """How many independent origins stand."""
        return len(self.asserting)

    @property
    def status(self) -> Status:
        """What is to be said of it."""
        if self.denying:
            return Status.CONTESTED
        if not self.asserting:
            return Status.HEDGED
        return Status.SINGLE if self.number == 1 else Status.CORROBORATED

    @property
    def sources(self) -> int:
        """How many outlets tell it or carry what others tell."""
        return len(frozenset[str]().union(*(telling.tellers for telling in self.tellings)))

    @property
    def first(self) -> Telling:
        """Who told it first."""
        return self.tellings[0]

    def lag(self, telling: Telling) -> timedelta:
        """How long after the first it was told."""
        return telling.at - self.first.at


def origins(tellings: Iterable[Telling]) -> Origins:
    """The origins of a story that is told so, in any order; at least one telling."""
    lineage = Lineage(tellings)
    roots, stances = lineage.roots(), lineage.stances()
    denials = [each for each in lineage.tellings if stances[each.item] is Stance.DENIES]
    told = _gathered((each for each in lineage.tellings if stances[each.item] is not Stance.DENIES), roots)
    stands = [any(stances[each.item] is Stance.ASSERTS for each in origin.tellings) for origin in told]
    return Origins(
        lineage.tellings,
        asserting=tuple(origin for origin, sure in zip(told, stands, strict=True) if sure),
        hedging=tuple(origin for origin, sure in zip(told, stands, strict=True) if not sure),
        denying=_gathered(denials, roots),
    )


def _gathered(tellings: Iterable[Telling], roots: Mapping[int, Root]) -> tuple[Origin, ...]:
    """The tellings by their origins."""
    found: dict[str, list[Telling]] = {}
    for each in tellings:
        found.setdefault(roots[each.item].key, []).append(each)
    return tuple(_origin([roots[each.item] for each in told], told) for told in found.values())


def _origin(roots: list[Root], told: list[Telling]) -> Origin:
    """One origin: it is called as the first does that cites it, in Latin letters where anybody writes it so."""
    first = min(roots, key=lambda root: not root.name.isascii())
    return Origin(first.key, first.name, first.outlet, tuple(told))
