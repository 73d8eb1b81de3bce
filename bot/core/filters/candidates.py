"""A condition on the index terms of items that every item meets which a query matches; others may meet it too.

What stands in an index: see `bot.core.filters.document.index_terms`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

__all__ = ["ANYTHING", "AllOf", "AnyOf", "Anything", "Candidate", "Has", "all_of", "any_of"]


@dataclass(frozen=True, slots=True)
class Anything:
    """Nothing can be said: every item may match."""


@dataclass(frozen=True, slots=True)
class Has:
    """The item has this index term or, with `prefix`, one that starts so."""

    token: str
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every part holds; at least two, none of them Anything."""

    parts: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one part holds; at least two, none of them Anything."""

    parts: tuple[Candidate, ...]


Candidate = Anything | Has | AllOf | AnyOf
ANYTHING: Final = Anything()


def all_of(parts: Iterable[Candidate]) -> Candidate:
    """Every part holds; Anything when no part says anything."""
    telling = tuple(dict.fromkeys(part for part in parts if part != ANYTHING))
    if not telling:
        return ANYTHING
    return telling[0] if len(telling) == 1 else AllOf(telling)


def any_of(parts: Iterable[Candidate]) -> Candidate:
    """At least one part holds; Anything when one of them says nothing. At least one part."""
    known = tuple(dict.fromkeys(parts))
    if ANYTHING in known:
        return ANYTHING
    return known[0] if len(known) == 1 else AnyOf(known)
