"""The sources: which there are, and what the operator does with them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from urllib.parse import urlsplit

from bot.core.errors import NotFound, UserError
from bot.core.model import Outlet, Source, SourceState
from bot.core.outcome import Failed, Read
from bot.core.text.clean import clean, clip
from bot.ports import Clock, Probe, Prober, Sources

__all__ = ["Wires"]

LONGEST_NAME = 60
"""Characters of an outlet's name: it stands in every alert's second line."""


class Wires:
    """The sources."""

    def __init__(self, sources: Sources, clock: Clock, prober: Prober, wake: Callable[[], object]) -> None:
        self._sources = sources
        self._clock = clock
        self._probe = prober
        self._wake = wake

    async def every(self) -> tuple[Source, ...]:
        """All sources, by outlet and rank."""
        return await self._sources.every()

    async def get(self, number: str) -> Source:
        """The source of that number; raises NotFound."""
        found = next((source for source in await self.every() if str(source.id) == number), None)
        if found is None:
            raise NotFound(
                f"There is no source {clip(number, 60)}, or no longer. /sources shows them with their numbers."
            )
        return found

    async def try_out(self, text: str) -> tuple[Probe, Read]:
        """Read what a person typed as a source, keeping nothing; raises UserError when that can't be done."""
        probe = next(iter(await self._probe(text)), None)
        if probe is None:
            raise UserError(
                f"I don't know how to read “{clip(text, 100)}”. Give me the address of a news feed, "
                "such as https://example.org/feed.xml"
            )
        match probe.outcome:
            case Read() as read:
                return probe, read
            case Failed(why=why, barred=""):
                raise UserError(f"I could not read that: {why}. Check the address in a browser, then try again.")
            case Failed(why=why, barred=barred):
                raise UserError(
                    f"I could not read that: {why}. If you trust it, put PRIVATE_HOSTS={barred} into the settings "
                    "(commas between several), start me again, and add it then."
                )
            case _:
                raise UserError("That address answered, but sent no news. Try again in a minute.")

    async def add(self, text: str, name: str) -> tuple[Source, Read]:
        """Try a source out, then keep it under `name`, or what its document calls itself; raises UserError."""
        probe, read = await self.try_out(text)
        outlet = _outlet(name, read.title, probe.locator, [source.outlet for source in await self.every()])
        source = await self._sources.add(outlet, probe.kind, probe.locator, self._clock.now())
        self._wake()
        return source, read

    async def change(self, number: str, state: SourceState) -> Source:
        """Set a source's state; raises NotFound."""
        source = await self.get(number)
        await self._sources.change(source.id, state, self._clock.now())
        self._wake()
        return source


def _outlet(typed: str, title: str, locator: str, known: Sequence[Outlet]) -> Outlet:
    """The known outlet of the typed name, or a new one.

    Only the operator can say that a source is one more of a known outlet: a document may call itself anything, and
    one that uses another's name gets its host beside it.
    """
    host = urlsplit(locator).hostname or locator
    name = clip(" ".join(clean(typed or title).split()) or host, LONGEST_NAME)
    same = next((outlet for outlet in known if outlet.name.casefold() == name.casefold()), None)
    if same and typed:
        return same
    ids = {outlet.id for outlet in known}
    stem = _slug(name) or _slug(host) or "source"
    candidates = (stem, f"{stem}-{_slug(host)}", *(f"{stem}-{number}" for number in range(2, len(ids) + 2)))
    return Outlet(
        id=next(candidate for candidate in candidates if candidate not in ids),
        name=f"{name} ({host})" if same else name,
    )


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.casefold()).strip("-")[:40]
