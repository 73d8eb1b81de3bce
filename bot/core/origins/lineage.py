"""Who took a story from whom, as far as those tell it who are known to.

What is taken from one who took it from another leads on to that other. Circles end at the earliest in them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from enum import StrEnum
from typing import Final, NamedTuple

from bot.core.model import Citation, Stance, Telling
from bot.core.naming import slug

__all__ = ["Lineage", "Root", "Taken"]

_AGENCY, _OUTLET = "agency:", "outlet:"
"""Kinds of speakers that may be read too: an agency is one of the outlets."""

Step = Callable[[Telling], Telling | None]


class Taken(StrEnum):
    """How a telling was taken from another."""

    COPY = "copy"
    CITES = "cites"


class Root(NamedTuple):
    """Where a telling leads back to."""

    key: str
    """The same for one origin: `body:defence-ministry.SY`, `family:sana`."""
    name: str
    """As it was cited; empty for an outlet that tells the story itself."""
    outlet: str
    """Id of that outlet; empty for whom others cite and nobody reads."""


class Lineage:
    """The tellings of one story, the earliest first, and the steps between them."""

    def __init__(self, tellings: Iterable[Telling]) -> None:
        self.tellings: Final = tuple(sorted(tellings, key=_when))
        self._known: Final = {each.item: each for each in self.tellings}
        self._instead: Final[dict[int, Telling]] = {}
        self._speaking: Final[dict[str, Telling]] = {}
        self._of_family: Final[dict[str, Telling]] = {}
        arrived = sorted(self.tellings, key=lambda each: (each.copy_of is not None, each.item))
        for each in arrived:
            if each.copy_of is not None and each.copy_of not in self._known:
                self._instead.setdefault(each.copy_of, each)
            self._speaking.setdefault(_OUTLET + each.outlet, each)
            self._speaking.setdefault(_key(each.key), each)
            self._of_family.setdefault(each.family, each)
        for each in arrived:
            self._speaking.setdefault(_OUTLET + slug(each.family), each)

    def original(self, telling: Telling) -> Telling | None:
        """That whose words it has; of an original that is not there any more the first copy stands in for it."""
        if telling.copy_of is None:
            return None
        found = self._known.get(telling.copy_of) or self._instead[telling.copy_of]
        return None if found is telling else found

    def parent(self, telling: Telling) -> tuple[Telling, Taken] | None:
        """That which it was taken from, and how: its original, else the nearest of those it cites that is there."""
        original = self.original(telling)
        if original is not None:
            return original, Taken.COPY
        cited = (self._speaker(citation, telling) for citation in telling.chain)
        found = next((each for each in cited if each is not None and each is not telling), None)
        return None if found is None else (found, Taken.CITES)

    def roots(self) -> dict[int, Root]:
        """Where each item leads back to, by its id."""
        ends = self._ends(self._further)
        roots = {end.item: self._root(end) for end in ends.values()}
        return {item: roots[end.item] for item, end in ends.items()}

    def stances(self) -> dict[int, Stance]:
        """How each item stands to the story, by its id: a copy as its original does."""
        return {item: end.stance for item, end in self._ends(self.original).items()}

    def _further(self, telling: Telling) -> Telling | None:
        """That to whose origin it goes back."""
        original = self.original(telling)
        if original is not None:
            return original
        cited = _cited(telling)
        return None if cited is None else self._speaker(cited, telling)

    def _speaker(self, citation: Citation, telling: Telling) -> Telling | None:
        """How the one that is cited tells the story itself, in its own words rather than in another's.

        Else how another of its family does, unless that is the family of who cites it.
        """
        found = self._speaking.get(_key(citation.key)) if citation.key else None
        if found is None and citation.family != telling.family:
            found = self._of_family.get(citation.family)
        return found

    def _root(self, end: Telling) -> Root:
        cited = None if self._further(end) else _cited(end)
        if cited is None:
            return Root(f"family:{end.family}", "", end.outlet)
        return Root(f"family:{cited.family}" if cited.family else _key(cited.key), cited.name, "")

    def _ends(self, step: Step) -> dict[int, Telling]:
        """Where the steps from each telling end; those of a circle, and all that lead into it, at its earliest."""
        ends: dict[int, Telling] = {}
        for start in self.tellings:
            path: dict[int, Telling] = {}
            at: Telling | None = start
            end = start
            while at is not None and at.item not in ends and at.item not in path:
                path[at.item] = end = at
                at = step(at)
            if at is not None:
                way = [*path.values()]
                end = ends[at.item] if at.item in ends else min(way[way.index(at) :], key=_when)
            ends |= dict.fromkeys(path, end)
        return ends


def _key(written: str) -> str:
    """The same for an agency and the outlet that it is."""
    return _OUTLET + written.removeprefix(_AGENCY) if written.startswith(_AGENCY) else written


def _when(telling: Telling) -> tuple[datetime, int]:
    return telling.at, telling.item


def _cited(telling: Telling) -> Citation | None:
    """The last of those with a name that it cites: one that is said to speak before one that only signs."""
    named = [citation for citation in telling.chain if citation.key]
    return next((each for each in reversed(named) if each.cue), named[-1] if named else None)
