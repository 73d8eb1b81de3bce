"""What the database must be able to find."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, Protocol, TypeVar

from bot.core.filters import Bound
from bot.core.model import Item, Story

__all__ = ["Bookmark", "Findings", "Matched", "Question", "Search", "Stock"]

Thing = TypeVar("Thing", Item, Story)


@dataclass(frozen=True, slots=True)
class Question:
    """What is looked for, and where."""

    query: Bound | None = None
    """None: everything."""
    since: datetime | None = None
    """What was published before is left out."""
    until: datetime | None = None
    """What was published then, or later, is left out."""
    pack: str = ""
    """Name of the pack of whose outlets it must be; empty for all."""
    outlet: str = ""
    """Id of the outlet that must have it; empty for all."""
    follows: Collection[str] = ()
    """Ids of the outlets that the chat follows: what chats brought is found only by those that follow it."""


@dataclass(frozen=True, slots=True)
class Bookmark:
    """Where a page ended. What comes after it is the same whatever has arrived in between."""

    last: int
    """Id of the item for which the last thing on the page was found."""
    newest: int
    """Id of the newest item there was when the first page was made."""


@dataclass(frozen=True, slots=True)
class Findings(Generic[Thing]):
    """A page of what was found, the newest first."""

    things: tuple[Thing, ...]
    marks: tuple[Bookmark, ...]
    """For each of them, where it ended: a page that shows fewer goes on after the last that it shows."""
    total: int
    """How many have been found from this page on, those that are not on it included."""
    whole: bool
    """Whether there are no more than `total`; else they were not all counted."""
    until: datetime | None = None
    """Where the search was given up, because too much had to be looked at: what is older was not."""


@dataclass(frozen=True, slots=True)
class Matched:
    """All that was found, in brief."""

    items: tuple[int, ...]
    """Ids, the newest first."""
    stories: int
    """How many stories they tell; what the desk has not read tells one of its own."""
    until: datetime | None = None
    """See `Findings.until`."""


@dataclass(frozen=True, slots=True)
class Stock:
    """What there is to look through."""

    items: int
    oldest: datetime | None
    """When the oldest of them was published; None when there are none."""
    whole: bool
    """Whether there are not so many that the older ones were left out."""


class Search(Protocol):
    """The one place where the databases' full text differs: what it finds is verified by the query itself."""

    async def stories(
        self, question: Question, now: datetime, limit: int, after: Bookmark | None = None
    ) -> Findings[Story]:
        """Stories with an item that is sought, by the newest such item.

        An item that the desk has not read yet stands alone, as a story with the id 0. `now`: for the age of items.
        """
        ...

    async def reports(
        self, question: Question, now: datetime, limit: int, after: Bookmark | None = None
    ) -> Findings[Item]:
        """Items that are sought."""
        ...

    async def matched(self, question: Question) -> Matched:
        """All items that are sought: what a filter would have brought, each item as old as when it came."""
        ...

    async def stock(self, since: datetime, limit: int, *, follows: Collection[str] = ()) -> Stock:
        """The newest items published since, about `limit` at most: more where several are of the same moment."""
        ...

    async def story(self, number: int) -> Story | None:
        """The story of this id, or that of the item with this id; of what nobody has filed one without an id."""
        ...

    async def told(self, items: Sequence[int]) -> tuple[Item, ...]:
        """The items with these ids, in this order, as far as they are still kept."""
        ...

    async def items(self, since: datetime, limit: int, *, follows: Collection[str] = ()) -> tuple[Item, ...]:
        """The newest items, the newest first."""
        ...
