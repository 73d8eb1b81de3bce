"""What can come of sending a message and of reading a source: values, so that every case is handled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from bot.core.model import Entry

__all__ = [
    "Candidate",
    "Elsewhere",
    "Failed",
    "Gone",
    "Hub",
    "Later",
    "Moved",
    "Outcome",
    "Read",
    "ReadOutcome",
    "Refused",
    "Rest",
    "Sent",
    "Unchanged",
    "Unsure",
]


# ---- of a message


@dataclass(frozen=True, slots=True)
class Sent:
    """The platform has it."""

    message: str
    """The platform's reference of the message."""


@dataclass(frozen=True, slots=True)
class Later:
    """Not sent for sure; try again after a while."""

    after: timedelta
    why: str
    paused: bool = False
    """The platform asked for the pause (429): this is not a failed attempt."""
    everyone: bool = False
    """The pause holds for the whole account, not for this chat alone."""


@dataclass(frozen=True, slots=True)
class Unsure:
    """The request was written and no answer came: it may have been sent."""

    why: str


@dataclass(frozen=True, slots=True)
class Gone:
    """The chat can't be written to any more: blocked, kicked, deleted, no rights."""

    why: str
    sure: bool = True
    """Whether one such answer is enough: a server that knows no such chat may know it again tomorrow."""


@dataclass(frozen=True, slots=True)
class Moved:
    """The chat has a new address; send again there."""

    chat: str


@dataclass(frozen=True, slots=True)
class Refused:
    """The platform will never take this message."""

    why: str


Outcome = Sent | Later | Unsure | Gone | Moved | Refused


# ---- of a poll


@dataclass(frozen=True, slots=True)
class Rest:
    """When a publisher says that nothing is published: `skipHours` and `skipDays` of RSS 2.0, both in GMT."""

    hours: frozenset[int] = frozenset()
    """0 to 23."""
    days: frozenset[int] = frozenset()
    """0 to 6, Monday first."""


@dataclass(frozen=True, slots=True)
class Hub:
    """Who pushes what a document publishes, as soon as it does (WebSub)."""

    url: str
    topic: str
    """What to subscribe to there: the document's own address, as it gives it."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something that might be read as a source."""

    kind: str
    locator: str
    title: str = ""
    """What the page that names it calls it."""


@dataclass(frozen=True, slots=True)
class Read:
    """A document was read."""

    entries: tuple[Entry, ...]
    """Newest first or as the document has them."""
    memory: Mapping[str, str] = field(default_factory=dict)
    title: str = ""
    """What the document calls itself."""
    wait: timedelta = timedelta(0)
    """The least time until the next poll that the publisher asks for (ttl, Cache-Control, Retry-After)."""
    rest: Rest = field(default_factory=Rest)
    moved: str = ""
    """The locator that permanent redirects led to; to be adopted once they have gone on doing so."""
    lasting: str = ""
    """The locator to use from now on, when the one that was typed only leads to it: a handle's channel id."""
    hub: Hub | None = None


@dataclass(frozen=True, slots=True)
class Unchanged:
    """Nothing is new: 304, or the same bytes as last time."""

    memory: Mapping[str, str] = field(default_factory=dict)
    wait: timedelta = timedelta(0)
    moved: str = ""
    """As in `Read`."""


@dataclass(frozen=True, slots=True)
class Failed:
    """Nothing could be read."""

    why: str
    """In plain words, without secrets: `the site answered 403 Forbidden`."""
    wait: timedelta = timedelta(0)
    """The least time until the next poll that the publisher asks for."""
    barred: str = ""
    """The `host:port` that the operator may name in the settings to be sent there; empty where that is not why."""
    gone: bool = False
    """Whether the site says that it is gone for good (410)."""
    put_off: bool = False
    """Whether the host is only left alone for now, as it asked: that is no failure of this source."""
    advice: str = ""
    """What to do about it, in whole sentences but for the last full stop; shown whole to those who try a source out."""


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """It is no source itself but names some: a web page and its feeds. Only a first try comes to that."""

    candidates: tuple[Candidate, ...]
    why: str
    """What it is instead, in plain words."""


ReadOutcome = Read | Unchanged | Failed
"""What a poll comes to."""
