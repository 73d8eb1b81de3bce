"""Who speaks, and the ways in which they are read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

__all__ = ["Options", "Outlet", "Pack", "Record", "Source", "SourceState"]


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
    brought_by: int | None = None
    """Id of the chat that brought it; its items concern only chats that follow it. None: it is read for everybody."""


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
    DEAD = "dead"  # its site has said, and gone on saying, that it is gone for good
    REMOVED = "removed"  # kept, so that the catalogue does not bring it back
    UNLISTED = "unlisted"  # the catalogue has it no more; kept for what it brought


@dataclass(frozen=True, slots=True)
class Options:
    """What the operator wants of a source."""

    replies: bool = False
    """Whether answers to others are taken; they say little without what they answer."""
    reposts: bool = True
    """Whether what it passes on of others is taken."""
    cache_bust: bool = False
    """Whether each request is made different from all others, to get past a cache that is stuck."""
    user_agent: str = ""
    """Sent instead of Attribot's own, which is honest; empty for that."""


@dataclass(frozen=True, slots=True)
class Record:
    """What has been observed of a source, for its pace and its health; times are None until they come to pass."""

    since: datetime | None = None
    """When observation began; publications of the first document count from their own dates."""
    newest_at: datetime | None = None
    """When the newest publication came."""
    recent: float = 0.0
    usual: float = 0.0
    """Publications up to `newest_at`, older ones counting less and less: see `bot.core.cadence`."""
    longest: float = 0.0
    """Seconds of the longest time between two publications, long ago ones counting less and less."""
    heard: datetime | None = None
    """What is dated up to then is no news at the next reading, because the source is to be read anew."""
    failing_since: datetime | None = None
    moved_to: str = ""
    """Where permanent redirects have led of late, the same each time."""
    moved_times: int = 0
    moved_since: datetime | None = None
    gone_times: int = 0
    gone_since: datetime | None = None
    """Answers that it is gone for good (410), in a row."""
    renewed_at: datetime | None = None
    """When it last showed old things under new names."""
    ahead_at: datetime | None = None
    """When it last dated something in the future."""
    told: str = ""
    """The trouble that the operator has been told of; empty when there is none."""


@dataclass(frozen=True, slots=True)
class Source:
    """One way to read an outlet; an outlet has an ordered list of them."""

    id: int
    outlet: Outlet
    kind: str
    """The name of its kind: `feed`, `telegram`."""
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
    options: Options = field(default_factory=Options)
    record: Record = field(default_factory=Record)
