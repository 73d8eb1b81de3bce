"""The sources: which there are, and what the operator does with them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from bot.core.catalogue import Catalogue
from bot.core.errors import NotFound
from bot.core.model import Chat, Outlet, Source, SourceState, SubscriptionKind
from bot.core.options import changed, reveals
from bot.core.outcome import Candidate, ReadOutcome
from bot.core.relay import live
from bot.core.text.clean import clip
from bot.core.text.urls import canonical
from bot.ports import Clock, Prober, Store

__all__ = ["Wires", "typed"]

_ADDRESS: Final = re.compile(
    # as people type and paste them: with a scheme, with www., an account's name, a host and a path
    r"https?://\S+|www\.\S+|@[\w.-]+(?:@[\w.-]+)?|(?:[\w-]+\.)+[a-z]{2,}/\S*",
    re.IGNORECASE,
)


class Wires:
    """The sources."""

    def __init__(
        self, store: Store, clock: Clock, prober: Prober, catalogue: Catalogue, wake: Callable[[], object]
    ) -> None:
        self._sources = store.sources
        self._outlets = store.outlets
        self._chats = store.chats
        self._clock = clock
        self._prober = prober
        self._catalogue = catalogue
        self._wake = wake

    async def every(self) -> tuple[Source, ...]:
        """All sources, by outlet and rank."""
        return await self._sources.every()

    async def seen_by(self, chat: Chat) -> tuple[Source, ...]:
        """Those that are read for everybody, or for chats that follow them as this one does."""
        follows = {
            subscription.text
            for subscription in await self._chats.subscriptions(chat.id)
            if subscription.kind is SubscriptionKind.OUTLET
        }
        return tuple(
            source for source in await self.every() if source.outlet.brought_by is None or source.outlet.id in follows
        )

    async def names(self) -> dict[str, str]:
        """What each outlet is called, by its id."""
        return {outlet.id: outlet.name for outlet in await self._outlets.every()}

    async def get(self, number: str) -> Source:
        """The source of that number; raises NotFound."""
        found = next((source for source in await self.every() if str(source.id) == number), None)
        if found is None:
            raise NotFound(
                f"There is no source {clip(number, 60)}, or no longer. /sources shows them with their numbers."
            )
        return found

    def is_address(self, text: str) -> bool:
        """Whether it names a source rather than words to look for: an address, an @account, or `kind:` and more."""
        if _ADDRESS.fullmatch(text):
            return True
        kind, mark, rest = text.partition(":")
        marked = bool(mark and rest and not rest[0].isspace())
        return marked and any(candidate.kind == kind.casefold() for candidate in self._prober.claimed(text))

    def typed(self, source: Source) -> str:
        """What a person types to mean it."""
        return typed(self._prober, source.kind, source.locator)

    def others(self, text: str, known: Sequence[Source]) -> list[str]:
        """What a person types to mean what else this may be, beside what is known."""
        kinds = {source.kind for source in known}
        meant = (candidate for candidate in self._prober.claimed(text) if candidate.kind not in kinds)
        return [typed(self._prober, candidate.kind, candidate.locator) for candidate in meant]

    async def known(self, text: str) -> tuple[Source, ...]:
        """The sources that what was typed may name, one of each outlet, whoever brought it."""
        meant = self._prober.claimed(text)
        found = [source for source in await self.every() if any(_is_at(source, candidate) for candidate in meant)]
        return tuple({source.outlet.id: source for source in reversed(found)}.values())

    async def look(self, source: Source) -> ReadOutcome:
        """What reading it now would come to; nothing is kept."""
        return await self._prober.look(source)

    async def live(self, source: Source) -> Source | None:
        """Which of its outlet's other ways is read now, and works; None when no other is."""
        ways = [way for way in await self.every() if way.outlet.id == source.outlet.id and way.id != source.id]
        return live(ways, self._clock.now())

    async def change(self, number: str, state: SourceState) -> Source:
        """Set a source's state; raises NotFound."""
        source = await self.get(number)
        await self._sources.change(source.id, state, self._clock.now())
        self._wake()
        return source

    async def set_option(self, number: str, name: str, value: str) -> tuple[Source, Source]:
        """Set one of a source's options; the source as it was and as it is. Raises NotFound and UserError."""
        source = await self.get(number)
        after = replace(source, options=changed(source.options, name, value, number))
        if after != source:
            afresh = reveals(source.options, after.options)
            await self._outlets.set_options(source.id, after.options, self._clock.now(), afresh=afresh)
            self._wake()
        return source, after

    async def label(self, number: str, affiliation: str, basis: str) -> Outlet:
        """Give a source's outlet another label, or none with neither; raises NotFound."""
        assert bool(affiliation) == bool(basis), "a label never stands without a basis"
        outlet = (await self.get(number)).outlet
        await self._outlets.label(outlet.id, affiliation, basis, own=True)
        return replace(outlet, affiliation=affiliation, basis=basis)

    async def reset_label(self, number: str) -> Outlet:
        """Give a source's outlet the catalogue's label again; raises NotFound."""
        outlet = (await self.get(number)).outlet
        listed = next((listed for listed, _ in self._catalogue.outlets if listed.id == outlet.id), None)
        affiliation, basis = (listed.affiliation, listed.basis) if listed else ("", "")
        await self._outlets.label(outlet.id, affiliation, basis, own=False)
        return replace(outlet, affiliation=affiliation, basis=basis)


def typed(prober: Prober, kind: str, locator: str) -> str:
    """The shortest that means this source and no other: its address alone where that does, else with its kind."""
    first = next(iter(prober.claimed(locator)), None)
    alone = "://" in locator and first == Candidate(kind, locator)
    return locator if alone else f"{kind}:{locator}"


def _is_at(source: Source, candidate: Candidate) -> bool:
    """Whether that is the source's address, however it is written."""
    one, other = source.locator, candidate.locator
    if source.kind != candidate.kind or _host(one) != _host(other):
        return False
    return canonical(one) == canonical(other) if "://" in one else one.casefold() == other.casefold()


def _host(locator: str) -> str:
    """Where an address leads, for a quick look: to compare all of it takes a hundred times as long."""
    return locator.partition("://")[2].partition("/")[0].casefold().removeprefix("www.")
