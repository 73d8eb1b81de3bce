"""The names that are known, packed so that half a million take little memory.

A name is found by the hash of its folded words, a space between: `hashes` is sorted, and the same place of
`references` holds whose name it is and how it may be used. What is written about an entry
lies in compressed blocks, read when asked.
"""

from __future__ import annotations

import zlib
from array import array
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from hashlib import blake2b
from typing import Final, NamedTuple

__all__ = ["BLOCK", "ENTRY_BITS", "NOWHERE", "Found", "Gazetteer", "Kind", "Record", "Spelling", "Use", "digest"]

ENTRY_BITS: Final = 20
"""Bits of a reference that number its entry; those above are its `Use`."""
NOWHERE: Final = (1 << ENTRY_BITS) - 1
"""The number that stands for no entry."""
BLOCK: Final = 256
"""Entries whose texts are compressed together: some 10 kB, unpacked in 100 µs."""


class Kind(IntEnum):
    """What is called so."""

    AREA = 0
    """A sea, a continent, a region across borders."""
    COUNTRY = 1
    REGION = 2
    """The first level within a country: states, provinces, governorates."""
    COUNTY = 3
    CITY = 4
    PERSON = 5
    BODY = 6
    """An organisation."""


class Use:
    """What a spelling is to its entry; bits of a number."""

    MAIN: Final = 1
    """Its most usual spelling, or one that somebody has chosen."""
    CALL: Final = 2
    """Who asks for the spelling alone means the entry."""
    CAPITAL: Final = 4
    """Written without a capital it is a common word."""
    COMMON: Final = 8
    """Even with a capital it is mostly another word."""
    PEOPLE: Final = 16
    """An adjective or the name of its inhabitants."""
    SHORT: Final = 32
    """An abbreviation that a full stop or the name of a place beside it makes sure."""
    MORE: Final = 64
    """Nobody's name, but the beginning of longer ones."""


class Found(NamedTuple):
    """An entry by one of its names."""

    entry: int
    use: int
    """Bits of `Use`."""


class Spelling(NamedTuple):
    """A spelling as written, and whether it counts only with a capital."""

    text: str
    capital: bool


@dataclass(frozen=True, slots=True)
class Record:
    """What is written about an entry."""

    id: str
    label: str
    spellings: tuple[Spelling, ...]


def digest(words: str) -> int:
    """The hash of folded words, a space between."""
    return int.from_bytes(blake2b(words.encode(), digest_size=8).digest(), "big")


@dataclass(frozen=True, eq=False)
class Gazetteer:
    """The columns; one place of each belongs to one entry, the best known entry first."""

    hashes: array[int]
    references: array[int]
    numbers: array[int]
    """GeoNames numbers; 0 where there is none."""
    kinds: bytes
    countries: array[int]
    """Entries of countries; the entry itself for a country, `NOWHERE` for what lies in none."""
    regions: array[int]
    """Entries of the first level within the country, likewise."""
    north: array[int]
    """Hundredths of a degree."""
    east: array[int]
    people: array[int]
    offsets: array[int]
    """Where each block of `texts` begins, and where the last one ends."""
    texts: bytes
    chosen: int
    """How many entries, the first ones, were written down by hand."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "_block", lru_cache(maxsize=64)(self._read))
        object.__setattr__(self, "_find", lru_cache(maxsize=32768)(self._search))

    def find(self, words: str) -> tuple[Found, ...]:
        """The entries that are called so, the best known first."""
        return self._find(words)  # type: ignore[attr-defined,no-any-return]

    def _search(self, words: str) -> tuple[Found, ...]:
        sought = digest(words)
        at = bisect_left(self.hashes, sought)
        found = []
        while at < len(self.hashes) and self.hashes[at] == sought:
            reference = self.references[at]
            found.append(Found(reference & NOWHERE, reference >> ENTRY_BITS))
            at += 1
        return tuple(found)

    def begins(self, words: str) -> bool:
        """Whether longer names begin with these words."""
        return bool(self.find(f"{words} "))

    def record(self, entry: int) -> Record:
        """What is written about an entry."""
        _, label, *spellings = self._lines(entry)
        read = tuple(Spelling(text[1:], True) if text[0] == "^" else Spelling(text, False) for text in spellings)
        return Record(self.id(entry), label or read[0].text, read)

    def id(self, entry: int) -> str:
        """The `id` of an entry."""
        return self._lines(entry)[0] or f"geo:{self.numbers[entry]}"

    def numbered(self, number: int) -> int | None:
        """The entry of a GeoNames number, looked for in half a millisecond."""
        sought, every = array(self.numbers.typecode, (number,)).tobytes(), self.numbers.tobytes()
        at = every.find(sought)
        while at % len(sought) and at >= 0:
            at = every.find(sought, at + 1)
        return at // len(sought) if at >= 0 else None

    def within(self, entry: int) -> Iterator[int]:
        """What an entry lies in, the smallest first, itself left out."""
        region, country = self.regions[entry], self.countries[entry]
        if region not in {entry, NOWHERE}:
            yield region
        if country not in {entry, NOWHERE}:
            yield country

    def _lines(self, entry: int) -> list[str]:
        block, place = divmod(entry, BLOCK)
        return self._block(block)[place].split("\t")  # type: ignore[attr-defined,no-any-return]

    def _read(self, block: int) -> list[str]:
        return zlib.decompress(self.texts[self.offsets[block] : self.offsets[block + 1]]).decode().split("\n")
