"""Knows what a person means who names a source: which kinds may read it, and which of them can."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.model import Outlet, Source
from bot.core.outcome import Candidate, Elsewhere, Failed, ReadOutcome
from bot.engine.reader import Reader
from bot.ports import Probe, SourceKind

__all__ = ["Finder"]

MOST_TRIED = 8
"""Candidates of one page that are tried: more than anybody chooses from."""


class Finder:
    """Tries what a person typed, whatever kind of source that is."""

    def __init__(self, kinds: Sequence[SourceKind], reader: Reader) -> None:
        self._kinds = kinds
        self._reader = reader

    async def probe(self, text: str) -> Sequence[Probe]:
        """The `Prober`. An address is read by the first kind that can; a bare name may mean several sources."""
        tried: list[Probe] = []
        for candidate in self._claimed(text):
            tried += await self._try(candidate)
            if _is_address(text) and any(_readable(probe) for probe in tried):
                break
        return [probe for probe in tried if _readable(probe)] or tried

    def _claimed(self, text: str) -> Sequence[Candidate]:
        """What it may be; `kind:` before it says which, and some kinds claim more where they are named."""
        typed = text.strip()
        name, mark, rest = typed.partition(":")
        named = [kind for kind in self._kinds if mark and kind.name == name.casefold()]
        words = rest.strip() if named and not rest.startswith("//") else typed
        claims = ((kind.name, kind.claims(words) or kind.claims(typed)) for kind in named or self._kinds)
        return [Candidate(kind, locator) for kind, locator in claims if locator]

    async def _try(self, candidate: Candidate) -> Sequence[Probe]:
        """What came of it; of a page that names sources, what came of those."""
        outcome = await self._read(candidate)
        if not isinstance(outcome, Elsewhere):
            return [Probe(candidate.kind, candidate.locator, outcome)]
        found: list[Probe] = []
        for named in outcome.candidates[:MOST_TRIED]:
            inner = await self._read(named)
            if not isinstance(inner, Elsewhere):
                found.append(Probe(named.kind, named.locator, inner))
        return found or [Probe(candidate.kind, candidate.locator, Failed(outcome.why))]

    async def _read(self, candidate: Candidate) -> ReadOutcome | Elsewhere:
        outlet = Outlet(id="probe", name=candidate.locator)
        return await self._reader.try_out(Source(0, outlet, candidate.kind, candidate.locator))


def _readable(probe: Probe) -> bool:
    return not isinstance(probe.outcome, Failed)


def _is_address(text: str) -> bool:
    """Whether it can mean but one thing: `example.org/feed`, not `@example`."""
    return "/" in text or "." in text
