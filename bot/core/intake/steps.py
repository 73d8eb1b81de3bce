"""What an entry of a document can be to what has been shown before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.core.intake.identity import Mark
from bot.core.model import Entry

__all__ = ["Carried", "Decision", "New", "Reading", "Revised", "Same", "Step"]


@dataclass(frozen=True, slots=True)
class New:
    """A publication not seen before."""

    mark: Mark
    entry: Entry
    published: datetime
    quiet: bool


@dataclass(frozen=True, slots=True)
class Revised:
    """A known item with other words."""

    mark: Mark
    entry: Entry
    item: int


@dataclass(frozen=True, slots=True)
class Carried:
    """A key not seen before of an item that is known by its link, or one that is only to be remembered."""

    mark: Mark
    item: int | None
    wake: bool = False
    """The item was quiet only because another source had it when that was first read: now it is news."""


@dataclass(frozen=True, slots=True)
class Same:
    """Nothing to tell; `stale` when what is remembered should be written anew."""

    mark: Mark
    stale: bool


Step = New | Revised | Carried | Same


@dataclass(frozen=True, slots=True)
class Reading:
    """The circumstances in which a document was read."""

    source: int
    first: bool
    """This source was never read before: what it shows is old news, but for what is dated after `heard`."""
    heard: datetime | None = None
    """Until when its outlet was heard by better ways, if this one takes over: what is dated up to then is no news."""
    read_at: datetime | None = None
    """When the source was read before."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What a document's entries are, and what that says of its source."""

    steps: tuple[Step, ...]
    """The oldest first; one a key."""
    renewed: bool
    """Whether it shows what was known under new names, all at once."""
    ahead: bool
    """Whether it dates something new in the future."""
    arrived: tuple[datetime, ...]
    """When what is new was published, the oldest first; of old news, only what says so itself."""
