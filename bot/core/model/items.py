"""What is read: a publication as its source gives it, as it is kept, and the story it tells."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.core.model.outlets import Outlet
from bot.core.model.tellings import Telling

__all__ = ["Entry", "Evidence", "Filed", "Item", "Relation", "Story"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One publication as a source's document gives it."""

    guid: str
    """The document's own identifier, or empty."""
    url: str
    title: str
    text: str = ""
    """Plain text: no markup, paragraphs divided by newlines."""
    author: str = ""
    published: datetime | None = None
    language: str = ""
    publisher: str = ""
    """The original publisher, where an aggregator names one."""
    reposts: str = ""
    """Whose words it passes on, a name; then `author` is theirs too. Empty for its own words."""
    replies_to: str = ""
    """Whom it answers, a name or handle."""
    quotes: str = ""
    """Whom it quotes with words of its own beside; what they said stands at the end of `text`."""
    media: str = ""
    """Address of its first picture or video."""
    edited: bool = False
    """Whether its publisher says that it was changed since."""


@dataclass(frozen=True, slots=True)
class Item:
    """One publication as Attribot keeps it."""

    id: int
    outlet: Outlet
    url: str
    title: str
    text: str
    author: str
    published: datetime
    """Clamped to `seen` when the document gave none or one in the future."""
    seen: datetime
    """When it was fetched first."""
    language: str = ""
    publisher: str = ""
    reposts: str = ""
    replies_to: str = ""
    quotes: str = ""
    media: str = ""
    edited: bool = False
    kind: str = ""
    """That of the source it was read from: `telegram`."""
    places: tuple[str, ...] = ()
    """Ids of the places that it names and of what they lie in, as `bot.core.names` gives them; each once."""
    revision: int = 0
    """How often its words have changed since."""
    quiet: bool = False
    """Recorded and searchable but never announced: it was there when its source was first read."""
    withdrawn: bool = False
    """Whether its source has deleted it since."""
    carriers: tuple[Outlet, ...] = ()
    """Other outlets that carry the same link."""
    story: int | None = None
    """Id of its story; None until the desk has read it."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of a story, as far as filters ask for it."""

    sources: int = 1
    """Outlets that tell it."""
    origins: int = 1
    """Independent origins that vouch for it; one where all who tell it hedge or deny, for somebody tells it."""
    denied: bool = False
    """Whether somebody in it denies it."""
    unconfirmed: bool = False
    """Whether all who tell it hedge: by "unconfirmed", "reportedly", or by sources without a name."""
    update: bool = False
    """Whether the item changes what was told before."""


class Relation(StrEnum):
    """What an item is to the stories already known."""

    NEW = "new"
    COPY = "copy"
    REPEAT = "repeat"
    UPDATE = "update"


@dataclass(frozen=True, slots=True)
class Filed:
    """An item, and what the desk made of it."""

    item: Item
    telling: Telling
    relation: Relation = Relation.NEW
    reason: str = ""
    """Why, in words; empty until the desk has read it."""


@dataclass(frozen=True, slots=True)
class Story:
    """One event, as told by one or more items, the earliest first."""

    id: int
    items: tuple[Item, ...]
    told: tuple[Telling, ...]
    """How they tell it, in the same order."""
    changed: Item | None = None
    """The report that last changed it; None where all tell what the first told."""
