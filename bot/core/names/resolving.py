"""Which of the places of one name is meant: what else is named, who speaks, how large and how near they are."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from bot.core.names.gazetteer import Gazetteer, Kind
from bot.core.names.scanning import Span

__all__ = ["resolve"]

_MOST: Final = 30
"""Places of one name that are weighed, the best known first."""
_REGION: Final = 2.0
"""What it counts that its region is named: as much as a hundred times the people."""
_COUNTRY: Final = 1.6
_SPEAKER: Final = 1.0
_NEAR: Final = 2.5
"""What it counts at most that another place named is near."""
_OFTEN: Final = 2.25
"""Names that speak for a region or a country from which on more count no more; they count as the square root."""
_KINDS: Final = {Kind.AREA: 6.0, Kind.COUNTRY: 3.5, Kind.REGION: 1.0, Kind.COUNTY: 0.0, Kind.CITY: 0.5}
_NEARBY: Final = 100.0
"""Kilometres at which nearness counts half."""
_KNOWN_ANYWHERE: Final = 200_000
"""People from which on a city is named where nothing else of its country is."""
_DEGREE: Final = 111.2
"""Kilometres from one degree of latitude to the next."""


def resolve(gazetteer: Gazetteer, spans: Sequence[Span], country: int) -> list[int | None]:
    """The entry that each span means, None for what is no place after all.

    `country` is the entry of the speaker's country, or of no place.
    """
    resolver = _Resolver(gazetteer, _narrowest(spans), country)
    meant = resolver.meant()
    return [meant[span.words] if resolver.is_likely(meant[span.words], span) else None for span in spans]


def _narrowest(spans: Iterable[Span]) -> dict[str, Sequence[int]]:
    """Whom each name may mean: the same throughout an item, and what lies in the place behind a comma if any does."""
    names: dict[str, Sequence[int]] = {}
    for span in spans:
        options = (span.inside or span.found)[:_MOST]
        if span.words not in names or len(options) < len(names[span.words]):
            names[span.words] = options
    return names


class _Resolver:
    """Weighs the entries of each name against what the other names say."""

    def __init__(self, gazetteer: Gazetteer, names: Mapping[str, Sequence[int]], country: int) -> None:
        self._gazetteer = gazetteer
        self._names = names
        self._country = country
        self._evidence = self._sum(names.values())

    def meant(self) -> dict[str, int]:
        """First by what is beyond doubt, then by what the first choices say as well."""
        first = {name: max(options, key=self._weight) for name, options in self._names.items()}
        self._evidence = self._sum([entry] for entry in first.values())
        places = [entry for entry in first.values() if self._gazetteer.kinds[entry] == Kind.CITY]
        meant = {}
        for name, options in self._names.items():
            near = [entry for entry in places if entry not in options]
            meant[name] = first[name] if len(options) == 1 else max(options, key=lambda each: self._whole(each, near))
        return meant

    def is_likely(self, entry: int, span: Span) -> bool:
        """Whether it would be named here: a smaller place is not where only other countries are."""
        gazetteer = self._gazetteer
        if entry < gazetteer.chosen or gazetteer.people[entry] >= _KNOWN_ANYWHERE:
            return True
        if gazetteer.kinds[entry] not in {Kind.CITY, Kind.COUNTY}:
            return True
        country = gazetteer.countries[entry]
        if span.inside or country == self._country or self._evidence[country] > 1:
            return True
        return all(gazetteer.kinds[other] != Kind.COUNTRY or other == country for other in self._evidence)

    def _sum(self, choices: Iterable[Sequence[int]]) -> Counter[int]:
        """How many different names beyond doubt speak for each place and for what it lies in."""
        evidence: Counter[int] = Counter()
        for entry in {options[0] for options in choices if len(options) == 1}:
            evidence[entry] += 1
            evidence.update(self._gazetteer.within(entry))
        return evidence

    def _weight(self, entry: int) -> float:
        gazetteer, evidence = self._gazetteer, self._evidence
        weight = math.log10(gazetteer.people[entry] + 100) + _KINDS.get(Kind(gazetteer.kinds[entry]), 0.0)
        region, country = gazetteer.regions[entry], gazetteer.countries[entry]
        if region != entry and evidence[region]:
            weight += _REGION * min(_OFTEN, evidence[region]) ** 0.5
        if country != entry and evidence[country]:
            weight += _COUNTRY * min(_OFTEN, evidence[country]) ** 0.5
        return weight + _SPEAKER * (country == self._country)

    def _whole(self, entry: int, near: Sequence[int]) -> float:
        closest = min((self._kilometres(entry, other) for other in near), default=math.inf)
        return self._weight(entry) + _NEAR * _NEARBY / (_NEARBY + closest)

    def _kilometres(self, one: int, other: int) -> float:
        """On a flat map: good enough for neighbours."""
        north, east = self._gazetteer.north, self._gazetteer.east
        up = (north[one] - north[other]) / 100
        along = (east[one] - east[other]) / 100 * math.cos(math.radians(north[one] / 100))
        return _DEGREE * math.hypot(up, along)
