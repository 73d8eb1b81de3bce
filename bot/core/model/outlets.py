"""Who speaks, and the ways in which they are read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

__all__ = ["Outlet", "Pack", "Source", "SourceState"]


@dataclass(frozen=True, slots=True)
class Outlet:
    """Who speaks: a newspaper, an agency, a channel, a person."""

    id: str
    """A short lower-case name, unique: `sana-en`."""
    name: str
    country: str = ""
    """ISO 3166-1 alpha-2, or empty."""
    language: str = ""
    """ISO 639-1, or empty."""
    owner: str = ""
    """The publisher family; outlets of one owner are one voice."""
    affiliation: str = ""
    """What is documented of its ties to a state or party, in words fit to print; empty when nothing is."""
    basis: str = ""
    """Who documents the affiliation."""
    packs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pack:
    """A named bundle of the catalogue's outlets, which a chat may subscribe to whole."""

    name: str
    title: str


class SourceState(StrEnum):
    """Whether a source is polled."""

    ACTIVE = "active"
    STANDBY = "standby"  # a fallback, kept ready
    PAUSED = "paused"  # by the operator
    REMOVED = "removed"  # kept, so that the catalogue does not bring it back
    UNLISTED = "unlisted"  # the catalogue has it no more; kept for what it brought


@dataclass(frozen=True, slots=True)
class Source:
    """One way to read an outlet; an outlet has an ordered list of them."""

    id: int
    outlet: Outlet
    kind: str
    """The name of its kind in `bot.sources.KINDS`."""
    locator: str
    """What the kind needs to find it: for a feed, its URL."""
    rank: int = 0
    """Place in the outlet's list; 0 comes first."""
    state: SourceState = SourceState.ACTIVE
    memory: Mapping[str, str] = field(default_factory=dict)
    """What the kind wants to be told next time: validators, a body hash, a cursor."""
    failures: int = 0
    """Failed polls in a row."""
    error: str = ""
    """Why the last poll failed, in plain words; empty when it did not."""
    due_at: datetime | None = None
    read_at: datetime | None = None
    """Time of the last good poll; None until the first, which is silent."""
    lease: int = 0
    """Counts claims: a poll may be settled only by the claim that began it."""
