"""Packs entries into the columns of a `Gazetteer`."""

from __future__ import annotations

import zlib
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from bot.core.names.gazetteer import BLOCK, ENTRY_BITS, NOWHERE, Gazetteer, Use, digest
from bot.core.names.inflect import is_cased
from bot.data.names.place import Entry, Kind
from bot.data.names.spelling import CASED, fold_words, script

__all__ = ["packed"]

CALLED_FROM: Final = 15_000
"""People from which on a city is meant by who asks for its main name alone."""
CALLED_OTHERWISE_FROM: Final = 100_000
"""People from which on it is meant by other spellings of its name too."""
_SHORT: Final = 3
"""Letters of names that are too short to mean a place unless somebody says so."""
_ALIKE: Final = 4
"""Letters up to which even chosen spellings, but the first, count only with a capital: short words are like others."""
_FEW: Final = frozenset({Kind.AREA, Kind.COUNTRY, Kind.PERSON, Kind.BODY})


def packed(entries: Iterable[Entry], words: Mapping[str, frozenset[str]]) -> Gazetteer:
    """The columns of these entries; `words` has the lists `common` and `ambiguous`."""
    ranked = sorted(entries, key=_rank)
    keys = sorted(_keys(ranked, words))
    offsets, texts = _texts(ranked, words)
    at = {entry.id: place for place, entry in enumerate(ranked)}
    people, places = _sums(ranked)
    return Gazetteer(
        hashes=array("Q", (key for key, _, _ in keys)),
        references=array("I", (reference for _, _, reference in keys)),
        numbers=array("I", (entry.number for entry in ranked)),
        kinds=bytes(entry.kind for entry in ranked),
        countries=array("I", (at.get(f"country:{entry.country}", NOWHERE) for entry in ranked)),
        regions=array("I", (at.get(f"admin:{entry.country}.{entry.region}", NOWHERE) for entry in ranked)),
        north=array("h", (round(places[entry.id][0] * 100) for entry in ranked)),
        east=array("h", (round(places[entry.id][1] * 100) for entry in ranked)),
        people=array("I", (people[entry.id] for entry in ranked)),
        offsets=offsets,
        texts=texts,
        chosen=sum(entry.chosen for entry in ranked),
    )


_ORDER: Final = {Kind.AREA: 0, Kind.COUNTRY: 1, Kind.REGION: 3, Kind.COUNTY: 4}
"""Who is meant by who asks for a name of several: cities, persons and bodies, at 2, before regions called like them."""


def _rank(entry: Entry) -> tuple[bool, int, int, str]:
    """The best known first."""
    return not entry.chosen, _ORDER.get(entry.kind, 2), -entry.people, entry.id


def _sums(entries: Sequence[Entry]) -> tuple[Mapping[str, int], Mapping[str, tuple[float, float]]]:
    """The people of each entry, and where it lies; regions and countries have those of their cities."""
    people: Counter[str] = Counter()
    places: dict[str, tuple[float, float]] = defaultdict(lambda: (0.0, 0.0))
    largest: Counter[str] = Counter()
    for entry in entries:
        people[entry.id] += entry.people
        if entry.kind is Kind.CITY:
            places[entry.id] = entry.place
            region, country = f"admin:{entry.country}.{entry.region}", f"country:{entry.country}"
            people[region] += entry.people
            for around in (region, country):
                if entry.people > largest[around]:
                    largest[around], places[around] = entry.people, entry.place
    return people, places


def _keys(entries: Sequence[Entry], words: Mapping[str, frozenset[str]]) -> Iterator[tuple[int, int, int]]:
    """Of each name its hash, its rank among equal ones, and its reference; beginnings of longer names once."""
    begun: set[str] = set()
    for place, entry in enumerate(entries):
        for name, use in _uses(entry, words).items():
            yield digest(name), (not use & Use.MAIN) << ENTRY_BITS | place, use << ENTRY_BITS | place
            parts = name.split(" ")
            begun.update(" ".join(parts[:length]) + " " for length in range(1, len(parts)))
    yield from ((digest(name), NOWHERE, Use.MORE << ENTRY_BITS | NOWHERE) for name in begun)


def _uses(entry: Entry, words: Mapping[str, frozenset[str]]) -> dict[str, int]:
    """How each name of the entry may be used."""
    uses: dict[str, int] = {}
    asked_otherwise = entry.guarded & set(map(fold_words, entry.peoples))  # US: who asks for `us` may mean the word
    for place, text in enumerate(entry.spellings):
        name = fold_words(text)
        if name in asked_otherwise:
            continue
        main = Use.MAIN if place == 0 or name in entry.picked else 0
        called = Use.CALL if _is_called(entry, name, place) else 0
        uses.setdefault(name, _guarded(entry, name, main | called, words))
    for text in entry.peoples:
        uses.setdefault(fold_words(text), Use.PEOPLE | Use.CAPITAL)
    for text in entry.short:
        uses.setdefault(fold_words(text), Use.SHORT | Use.CAPITAL)
    uses.pop("", None)
    return uses


def _is_called(entry: Entry, name: str, place: int) -> bool:
    if entry.chosen:
        return place == 0 or name in entry.picked or len(name) > _SHORT
    if is_cased(name) and len(name) <= _SHORT:
        return False
    if entry.kind in _FEW:
        return True
    if entry.kind is Kind.CITY:
        return entry.people >= (CALLED_OTHERWISE_FROM if place else CALLED_FROM)
    return entry.kind is Kind.REGION and place == 0


def _guarded(entry: Entry, name: str, use: int, words: Mapping[str, frozenset[str]]) -> int:
    """The use of a name, limited where it is a common word too."""
    if name in words["common"] and not entry.chosen:
        return use & ~Use.CALL | Use.CAPITAL | Use.COMMON
    if name in entry.guarded or name in words["common"] or name in words["ambiguous"]:
        return use | Use.CAPITAL
    return use


def _texts(entries: Sequence[Entry], words: Mapping[str, frozenset[str]]) -> tuple[array[int], bytes]:
    offsets, blocks = array("I", [0]), []
    lines = [_text(entry, words) for entry in entries]
    for start in range(0, len(lines), BLOCK):
        blocks.append(zlib.compress("\n".join(lines[start : start + BLOCK]).encode(), 9))
        offsets.append(offsets[-1] + len(blocks[-1]))
    return offsets, b"".join(blocks)


def _text(entry: Entry, words: Mapping[str, frozenset[str]]) -> str:
    """What is written of an entry: its id, its label, its spellings; behind `^` those that need a capital.

    An id that follows from the number is left out, and a label that is the first spelling.
    """
    spellings = []
    doubted = entry.guarded | words["common"] | words["ambiguous"]
    for place, text in enumerate(entry.spellings):
        name = fold_words(text)
        usual = place == 0 or (name in entry.picked and (len(name) > _ALIKE or text.isupper()))
        cased = script(text) in CASED
        if cased or usual or name not in words["common"]:
            spellings.append("^" * (cased and (name in doubted or not usual)) + text.replace("\t", " "))
    name = "" if entry.id == f"geo:{entry.number}" else entry.id
    label = "" if entry.label == entry.spellings[0] else entry.label
    return "\t".join((name, label, *spellings)).replace("\n", " ")
