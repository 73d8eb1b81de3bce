"""What the database must be able to do: a protocol a matter; each method is one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Protocol
from zoneinfo import ZoneInfo

from bot.core.alerts.hours import UNIVERSAL
from bot.core.decisions import Filing
from bot.core.model import Filed, Item, Options, Outlet, Source, SourceState
from bot.core.outcome import Read, ReadOutcome
from bot.core.schedule import Tempo
from bot.ports.audit import Audit
from bot.ports.chats import Buttons, Chats
from bot.ports.fences import Fence
from bot.ports.holding import Holding
from bot.ports.outbox import Outbox
from bot.ports.outlets import Outlets
from bot.ports.push import Pushes
from bot.ports.search import Search
from bot.ports.tuning import Tuning

__all__ = ["Desk", "Health", "Ledger", "Recorded", "Sources", "Store"]


@dataclass(frozen=True, slots=True)
class Recorded:
    """What a poll brought."""

    new: int = 0
    revised: int = 0
    known: int = 0


@dataclass(frozen=True, slots=True)
class Health:
    """The figures of /status and of the health check."""

    items: int
    items_day: int
    sources: int
    active: int
    """Those that are read, or should be."""
    failing: int
    chats: int
    subscriptions: int
    pending: int
    unsure: int
    dead: int
    sent_day: int
    oldest_pending: datetime | None


class Sources(Protocol):
    """Outlets and their sources, and the due queue of polls."""

    async def install(
        self,
        listed: Sequence[tuple[Outlet, Sequence[tuple[str, str]]]],
        now: datetime,
        options: Mapping[tuple[str, str], Options] = MappingProxyType({}),
    ) -> int:
        """Bring in catalogue outlets with their (kind, locator) pairs, best first; returns how many are new, or back.

        Names and labels are refreshed. What is kept, and what becomes of sources that are listed no more, is decided by
        `bot.core.listing`. `options`: of those that have any, for as long as the operator sets no others.
        """
        ...

    async def add(self, outlet: Outlet, kind: str, locator: str, now: datetime) -> Source:
        """Add one source, its outlet too when new; brings back what was. UserError when it is there already."""
        ...

    async def every(self) -> tuple[Source, ...]:
        """All that are neither removed nor unlisted, by outlet name and rank."""
        ...

    async def change(self, source: int, state: SourceState, now: datetime) -> None:
        """Set its state; ACTIVE also makes it due now. Of one read no more, the outlet's next way takes the place."""
        ...

    async def claim(self, now: datetime, limit: int, lease: timedelta) -> tuple[Source, ...]:
        """Active sources that are due, longest due first, leased to the caller."""
        ...

    async def settle(self, source: Source, outcome: ReadOutcome, tempo: Tempo, now: datetime) -> Recorded | None:
        """Write all that a poll comes to, together; None when the claim had lapsed to another.

        Inside the transaction, `bot.core.intake` decides what each entry is (new item, revision, known, carrier of a
        known link), `bot.core.tending` what becomes of the source, and `bot.core.relay` which ways of its outlet are
        read from then on.
        """
        ...

    async def push(self, source: int, read: Read, now: datetime) -> Recorded | None:
        """Write what came of a source between two polls; None when it is not read (any more)."""
        ...

    async def withdraw(self, gone: Sequence[tuple[int, str]], now: datetime) -> int:
        """Note that publishers have deleted what these sources brought under these guids; how many items those are.

        They stay: what was told must be readable, and that it was taken back is news of its own.
        """
        ...

    async def tell(self, source: int, ailment: str, note: str, chats: Sequence[int], now: datetime) -> None:
        """Owe these chats a note on a source's trouble, unless its record says that they were told of that ailment."""
        ...

    async def next_due(self) -> datetime | None:
        """When the next poll is due."""
        ...


class Desk(Protocol):
    """The ordered queue between the wire and the stories."""

    async def unfiled(self, limit: int) -> tuple[Item, ...]:
        """Items (or new revisions) the desk has not read, in order of arrival."""
        ...

    async def window(self, span: timedelta) -> tuple[Filed, ...]:
        """The filed items that everybody reads, of the span that ends with the newest of them: what the desk remembers.

        In the order in which they were filed last, and in the words that they had then.
        """
        ...

    async def story(self, number: int, limit: int) -> tuple[Item, ...]:
        """The items of a story that arrived first."""
        ...

    async def file(
        self, filings: Sequence[Filing], fence: int, now: datetime, *, zone: ZoneInfo = UNIVERSAL
    ) -> int | None:
        """Write stories and deliveries together; returns how many deliveries are new, None when the fence is stale.

        A chat (and thread) is never owed the same story's alert twice; what was told of the story and still follows it
        is owed each of its updates once. A new story takes the id of the item that opens it, so that later filings of
        the same batch may name it. `zone`: of chats that named none of their own, by which updates may be held.
        """
        ...


class Ledger(Protocol):
    """Leases, small memories, figures and retention."""

    async def lead(self, name: str, holder: str, now: datetime, lease: timedelta) -> int | None:
        """Take or keep a named lease; its fencing token, which grows with each new holder, or None: another leads."""
        ...

    async def yield_lead(self, name: str, holder: str) -> None:
        """Give it up at once, so that another need not wait."""
        ...

    async def recall(self, name: str) -> str:
        """What was remembered under this name, or nothing."""
        ...

    async def remember(self, name: str, value: str, *, under: Fence | None = None) -> None:
        """Keep a small value: a sync token, an update id, the time of the last heartbeat; none under an old fence."""
        ...

    async def health(self, now: datetime) -> Health:
        """The figures."""
        ...

    async def tidy(self, now: datetime, items: timedelta, seen: timedelta) -> int:
        """Forget items and seen-keys older than that, and buttons after a month; returns how many rows went."""
        ...


class Store(Protocol):
    """The database, a room for each matter."""

    @property
    def sources(self) -> Sources:
        """Outlets and the due queue of polls."""
        ...

    @property
    def pushes(self) -> Pushes:
        """Subscriptions at hubs."""
        ...

    @property
    def outlets(self) -> Outlets:
        """Outlets, and what is wanted of them."""
        ...

    @property
    def desk(self) -> Desk:
        """The queue between the wire and the stories."""
        ...

    @property
    def chats(self) -> Chats:
        """Chats and what they want."""
        ...

    @property
    def tuning(self) -> Tuning:
        """How loudly chats are told."""
        ...

    @property
    def buttons(self) -> Buttons:
        """What buttons mean."""
        ...

    @property
    def outbox(self) -> Outbox:
        """What is owed to chats."""
        ...

    @property
    def holding(self) -> Holding:
        """What is held until it is due."""
        ...

    @property
    def audit(self) -> Audit:
        """What became of what was owed."""
        ...

    @property
    def search(self) -> Search:
        """Full text."""
        ...

    @property
    def ledger(self) -> Ledger:
        """Leases, memories and figures."""
        ...

    async def close(self) -> None:
        """Let go of the database."""
        ...
