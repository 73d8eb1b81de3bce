"""Who goes and looks: sources are tried out before the operator adds them, or a chat brings them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

import structlog

from bot.core.errors import UserError
from bot.core.model import Chat, Outlet, Source
from bot.core.naming import Names
from bot.core.outcome import Read
from bot.core.text.urls import redact
from bot.core.trust import located
from bot.newsroom.shelf import Shelf
from bot.newsroom.turns import Turns
from bot.newsroom.wires import typed
from bot.ports import Clock, Probe, Prober, Store

__all__ = ["Find", "Scouts", "Sighting"]

log = structlog.stdlib.get_logger(__name__)

_MARKS: Final = re.compile(r"[/:@.]")


@dataclass(frozen=True, slots=True)
class Find:
    """A way in which what was typed can be read."""

    kind: str
    locator: str
    """As it was tried."""
    read: Read
    typed: str
    """What to type to mean this way and no other."""

    @property
    def lasting(self) -> str:
        """The locator to keep."""
        return self.read.lasting or self.locator


@dataclass(frozen=True, slots=True)
class Sighting:
    """What came of a try."""

    finds: tuple[Find, ...]
    """All ways in which it can be read, the best first."""
    failed: tuple[Probe, ...]
    """What was tried in vain; empty when anything could be read, and when no kind of source claims what was typed."""


class Scouts:
    """Sources that are not there yet."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        prober: Prober,
        shelf: Shelf,
        wake: Callable[[], object],
        *,
        limit: int,
        private: Callable[[str], bool],
    ) -> None:
        """`limit`: outlets that one chat may bring; `private`: whether an address is only for the operator to name."""
        self.limit = limit
        self._sources = store.sources
        self._outlets = store.outlets
        self._clock = clock
        self._prober = prober
        self._shelf = shelf
        self._wake = wake
        self._private = private
        self._turns = Turns(clock)

    def split(self, words: str) -> tuple[str, str]:
        """What names a source, and the name that is to be its outlet's; empty for none."""
        first, _, rest = words.partition(" ")
        if not rest or self.is_plain(first) or self._prober.claimed(words) or not self._prober.claimed(first):
            return words, ""
        return first, rest

    def is_plain(self, text: str) -> bool:
        """Whether it has no mark of an address: it may be an account's name, but most likely is a word."""
        return _MARKS.search(text) is None

    def is_of(self, kind: str, text: str) -> bool:
        """Whether there is this kind of source, and it might read that."""
        return any(candidate.kind == kind for candidate in self._prober.claimed(f"{kind}:{text}"))

    def is_private(self, locator: str) -> bool:
        """Whether a source is read on a private host: only the operator names that, and only to them it is shown."""
        return self._private(located(locator))

    async def sight(self, chat: Chat, text: str, *, operator: bool = False) -> Sighting:
        """Try what was typed as a source, keeping nothing; raises UserError where it is not the chat's turn.

        `operator`: whether it is the operator who wants it, and not the chat.
        """
        with self._turns.take(chat.id, limited=not operator):
            probes = await self._prober.probe(text, None if operator else chat.id)
        finds = tuple(
            Find(probe.kind, probe.locator, probe.outcome, typed(self._prober, probe.kind, probe.locator))
            for probe in probes
            if isinstance(probe.outcome, Read)
        )
        return Sighting(finds, () if finds else tuple(probes))

    async def add(self, find: Find, name: str) -> Source:
        """Keep it for everybody, under `name` or what it calls itself; raises UserError when it is there already."""
        await self._check_new(find)
        outlets = Names(await self._outlets.every())
        known = outlets.find(name) if name else await self._owner(find)
        if known and known.brought_by is not None:
            await self._outlets.publish(known.id)
        outlet = known or outlets.new(name or find.read.title, find.lasting)
        source = await self._sources.add(outlet, find.kind, find.lasting, self._clock.now())
        log.info("source added", source=source.id, outlet=outlet.id, kind=find.kind)
        self._wake()
        return source

    async def publish(self, source: Source) -> None:
        """Read for everybody what a chat brought."""
        await self._outlets.publish(source.outlet.id)
        self._wake()

    async def check_may_bring(self, chat: Chat, text: str) -> None:
        """Raises UserError where a chat has brought as much as it may, or names what only the operator may name."""
        if any(self.is_private(candidate.locator) for candidate in self._prober.claimed(text)):
            raise UserError("That address is private: only whoever runs me may send me there.")
        brought = await self._outlets.brought(chat.id)
        if len(brought) >= self.limit:
            raise self._full(brought)

    async def reads(self, find: Find) -> Outlet | None:
        """The outlet that is read there already, or whose it is that everybody reads elsewhere."""
        there = await self._there(find)
        if there is not None:
            return there.outlet
        owner = await self._owner(find)
        read = {source.outlet.id for source in await self._sources.every() if source.outlet.brought_by is None}
        return owner if owner and owner.id in read else None

    async def bring(self, chat: Chat, thread: str, by: str, find: Find) -> Outlet:
        """Keep what is not read yet for the chats that follow it; this one does from then on. Raises UserError."""
        known = await self._owner(find)
        outlet = known or Names(await self._outlets.every()).new(find.read.title, find.lasting)
        mine = replace(outlet, brought_by=chat.id)
        now = self._clock.now()
        brought = await self._outlets.bring(mine, find.kind, find.lasting, thread, by, self.limit, now)
        if brought is None:
            raise self._full(await self._outlets.brought(chat.id))
        log.info("source brought", chat=chat.id, outlet=brought.id, kind=find.kind)
        self._wake()
        return brought

    def _full(self, brought: Sequence[Outlet]) -> UserError:
        names = ", ".join(outlet.name for outlet in brought)
        return UserError(
            f"This chat has brought {len(brought)} of the {self.limit} it may: {names}.\n"
            f"To make room, stop one that no other chat follows:  /unsubscribe outlet:{brought[0].id}"
        )

    async def _there(self, find: Find) -> Source | None:
        """The source that reads it already."""
        every = await self._sources.every()
        return next((source for source in every if (source.kind, source.locator) == (find.kind, find.lasting)), None)

    async def _check_new(self, find: Find) -> None:
        there = await self._there(find)
        if there is not None:
            raise UserError(
                f"I read {redact(find.typed)} already: source {there.id}, {there.outlet.name}.\n"
                f"To see how it does:  /source check {there.id}"
            )

    async def _owner(self, find: Find) -> Outlet | None:
        """Whose it is known to be: what had this address before, else what the catalogue says."""
        return await self._outlets.holder(find.kind, find.lasting) or self._shelf.catalogue.at(find.kind, find.lasting)
