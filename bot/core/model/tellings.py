"""How an item tells its story: whose words it has, whom it leans on, and whether it vouches for them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

__all__ = ["Citation", "Stance", "Telling"]


class Stance(StrEnum):
    """How an item stands to what it tells."""

    ASSERTS = "asserts"
    DENIES = "denies"
    HEDGES = "hedges"


@dataclass(frozen=True, slots=True)
class Citation:
    """Whom an item names for what it says."""

    name: str
    """As it is written: `the Syrian defence ministry`."""
    key: str
    """The same for one speaker, however it is written: `outlet:sana-en`, `agency:reuters`, `body:defence-ministry.SY`;
    empty for one without a name: `a source`, `reports`."""
    cue: str
    """The word that says so: `citing`, `said`, نقلا عن; empty for a dateline or a signature."""
    family: str = ""
    """Who owns it, where it is an outlet that is known; else empty."""


@dataclass(frozen=True, slots=True)
class Telling:
    """How one item tells its story."""

    item: int
    outlet: str
    """Id of its outlet."""
    family: str
    """The outlet's owner, or its id where none is known: outlets of one family are one voice."""
    at: datetime
    """When it was published."""
    tellers: frozenset[str]
    """Ids of its outlet and of those that carry it."""
    copy_of: int | None = None
    """Id of the item whose words it has."""
    chain: tuple[Citation, ...] = ()
    """Whom it cites for what it tells first, the nearest first: both, of who cites a channel citing a ministry."""
    stance: Stance = Stance.ASSERTS
    key: str = ""
    """That under which others cite its outlet: `agency:sana`; empty where only its id is known."""
