"""How loudly a chat wants to be told: at once or in digests, by day or by night, and what not at all for a while."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum
from typing import Final

__all__ = ["USUAL", "Cadence", "Hours", "Loudness", "Mute", "MuteKind", "Rhythm", "Updates"]


class Cadence(StrEnum):
    """How often alerts come."""

    INSTANT = "instant"
    HOURLY = "hourly"  # at each full hour of the chat's clock
    DAILY = "daily"
    WEEKLY = "weekly"


@dataclass(frozen=True, slots=True)
class Rhythm:
    """When alerts come: each at once, or those of a while in one digest."""

    cadence: Cadence = Cadence.INSTANT
    at: time = time(8)
    """Of day, by the chat's clock; of daily and weekly digests."""
    weekday: int = 0
    """0 to 6, Monday first; of weekly digests."""


class Updates(StrEnum):
    """What becomes of a message when its story goes on."""

    REPLY = "reply"  # it is edited when others tell the story too; what changes the story comes as a reply to it
    EDIT = "edit"  # all that comes is written into it
    NONE = "none"  # it stays as it was sent


@dataclass(frozen=True, slots=True)
class Loudness:
    """What a chat wants, or of a subscription what it wants else than its chat; None: as the chat, or as usual."""

    rhythm: Rhythm | None = None
    updates: Updates | None = None
    min_origins: int | None = None
    """Independent origins a story must have before it is told; none or one asks for nothing."""
    starred: bool = False
    """Of a subscription: what it brings is urgent, whatever the hour."""


@dataclass(frozen=True, slots=True)
class Hours:
    """The clock of a chat, and when it wants quiet."""

    zone: str = ""
    """Name in the IANA database; empty for that of the settings."""
    quiet: tuple[time, time] | None = None
    """From and until, by the chat's clock; until may be on the next day. Never the same."""
    urgent_origins: int = 0
    """Independent origins from which on a story is urgent: told in quiet hours, too; 0: none is by its origins."""


class MuteKind(StrEnum):
    """What is not told."""

    STORY = "story"
    QUERY = "query"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Mute:
    """What a chat does not want to be told of for a while."""

    id: int
    chat: int
    kind: MuteKind
    text: str
    """The number of the story, or the query; empty for all."""
    until: datetime
    muted_by: str = ""


USUAL: Final = Loudness(Rhythm(), Updates.REPLY, 0)
"""What a chat gets that has said nothing."""
