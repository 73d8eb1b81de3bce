"""Knows what a person means who names a source: which kinds may read it, and which of them can."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Coroutine, Iterable, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Final

from bot.core.model import Outlet, Source
from bot.core.outcome import Candidate, Elsewhere, Failed, ReadOutcome
from bot.core.trust import located
from bot.engine.drive import Fetcher
from bot.engine.reader import Reader
from bot.ports import Fetch, Page, Probe, SourceKind, Unreachable

__all__ = ["Finder", "claimed"]

MOST_TRIED: Final = 8
"""Candidates of one page that are tried: more than anybody chooses from."""
PATIENCE: Final = timedelta(seconds=45)
"""How long a person is kept waiting; what has not answered by then is said to have failed."""
_REST: Final = r"(?::\d{1,5})?(?:[/?#]\S*)?"
_BARE: Final = re.compile(rf"(?:[\w-]{{1,63}}\.)+(?:[^\W\d_]{{2,63}}|xn--[a-z0-9-]{{2,59}}){_REST}", re.IGNORECASE)
"""A host, or a host and a path."""
_NUMBERED: Final = re.compile(rf"(?:\d{{1,3}}(?:\.\d{{1,3}}){{3}}|\[[0-9a-f:.]{{2,45}}\]){_REST}", re.IGNORECASE)
"""The same with a number instead of a name, for which hardly any server has a certificate."""
_AT_HOST: Final = re.compile(r"[^\s@/:]{1,64}@[^\s@/]{1,253}")
"""`name@example.org`: an account of the fediverse without its first mark."""
_PAIRS: Final = frozenset({"()", "[]", "{}", "<>", '""', "''", "``", "“”", "„“", "‘’", "«»", "»«"})
"""What people, and the programs they copy from, put round an address."""

Trial = Callable[[Candidate], Coroutine[None, None, ReadOutcome | Elsewhere]]
Tried = Sequence[tuple[Candidate, ReadOutcome | Elsewhere]]


class Finder:
    """The `Prober`: tries what a person typed, whatever kind of source that is."""

    def __init__(
        self,
        kinds: Sequence[SourceKind],
        reader: Reader,
        fetch: Fetcher,
        *,
        private: Callable[[str], bool] = lambda _: False,
        patience: timedelta = PATIENCE,
    ) -> None:
        """`private`: whether an address leads where only the operator may send the bot; no page may."""
        self._kinds = kinds
        self._reader = reader
        self._fetch = fetch
        self._private = private
        self._patience = patience.total_seconds()

    def claimed(self, text: str) -> Sequence[Candidate]:
        """What it may be, the likeliest first."""
        return claimed(self._kinds, text)

    async def probe(self, text: str, brought_by: int | None) -> Sequence[Probe]:
        """An address is read by the first kind that can; a bare name may mean several sources, tried side by side."""
        read = partial(self._read, brought_by)
        deadline = asyncio.get_running_loop().time() + self._patience
        candidates = self.claimed(text)
        rounds = [[candidate] for candidate in candidates] if _is_address(text) else [candidates]
        tried: dict[Candidate, ReadOutcome] = {}
        for together in rounds:
            tried |= await self._try(together, read, deadline)
            if any(map(_is_readable, tried.values())):
                break
        probes = [Probe(candidate.kind, candidate.locator, outcome) for candidate, outcome in tried.items()]
        return [probe for probe in probes if _is_readable(probe.outcome)] or probes

    async def look(self, source: Source) -> ReadOutcome:
        """A reading of all there is, as if for the first time."""
        return await self._reader.read(replace(source, memory={}))

    async def fetch(self, url: str) -> Page | Unreachable:
        """A document of the web; it is the operator who names it."""
        return await self._fetch(Fetch(url, private=True))

    async def _try(self, candidates: Sequence[Candidate], read: Trial, deadline: float) -> dict[Candidate, ReadOutcome]:
        """What came of them; of a page that names sources, what came of those."""
        found: dict[Candidate, ReadOutcome] = {}
        for candidate, outcome in await self._read_all(candidates, read, deadline):
            if isinstance(outcome, Elsewhere):
                found |= await self._named(candidate, outcome, read, deadline)
            else:
                found[candidate] = outcome
        return found

    async def _named(
        self, page: Candidate, said: Elsewhere, read: Trial, deadline: float
    ) -> dict[Candidate, ReadOutcome]:
        """What came of the sources that a page names."""
        named = {Candidate(one.kind, one.locator): None for one in said.candidates if self._may(page, one)}
        tried = await self._read_all(list(named)[:MOST_TRIED], read, deadline)
        return {one: what for one, what in tried if not isinstance(what, Elsewhere)} or {page: Failed(said.why)}

    def _may(self, page: Candidate, named: Candidate) -> bool:
        """Whether a page may send the bot there: from outside, nowhere private."""
        return self._private(located(page.locator)) or not self._private(located(named.locator))

    async def _read_all(self, candidates: Sequence[Candidate], read: Trial, deadline: float) -> Tried:
        """Read them side by side, until the deadline; the client keeps apart those of one host."""
        tasks = [asyncio.create_task(read(candidate)) for candidate in candidates]
        try:
            if tasks:
                await asyncio.wait(tasks, timeout=max(deadline - asyncio.get_running_loop().time(), 0))
            late = Failed(f"it did not answer within {self._patience:.0f} seconds")
            return [
                (candidate, task.result() if task.done() else late)
                for candidate, task in zip(candidates, tasks, strict=True)
            ]
        finally:
            await _end(tasks)

    async def _read(self, brought_by: int | None, candidate: Candidate) -> ReadOutcome | Elsewhere:
        outlet = Outlet(id="probe", name=candidate.locator, brought_by=brought_by)
        return await self._reader.try_out(Source(0, outlet, candidate.kind, candidate.locator))


def claimed(kinds: Sequence[SourceKind], text: str) -> Sequence[Candidate]:
    """What it may be, by kinds in their order.

    `kind:` before it says which, and then a name needs no `@` or `r/`. An address may lack its scheme.
    """
    text = _unwrapped(text)
    name, mark, rest = text.partition(":")
    named = [kind for kind in kinds if mark and kind.name == name.casefold() and not rest.startswith("//")]
    if named:
        words = rest.strip()
        return _claims(named, f"{name.casefold()}:{words}", words, f"@{words}", f"r/{words}")
    if _BARE.fullmatch(text):
        return _claims(kinds, text, f"https://{text}")
    if _NUMBERED.fullmatch(text):
        return _claims(kinds, f"http://{text}")
    return _claims(kinds, text) or (_claims(kinds, f"@{text}") if _AT_HOST.fullmatch(text) else [])


def _unwrapped(text: str) -> str:
    """Without what stands round it, or ends the sentence that it was copied from."""
    while True:
        bare = text.strip().rstrip(".,")
        if len(bare) > 1 and bare[0] + bare[-1] in _PAIRS:
            bare = bare[1:-1]
        if bare == text:
            return text
        text = bare


def _claims(kinds: Sequence[SourceKind], *forms: str) -> list[Candidate]:
    """What each kind claims, of the first of these forms that it claims at all."""
    claims = ((kind.name, next(filter(None, map(kind.claims, forms)), "")) for kind in kinds)
    return [Candidate(kind, locator) for kind, locator in claims if locator]


async def _end(tasks: Iterable[asyncio.Task[ReadOutcome | Elsewhere]]) -> None:
    """Let none go on unattended."""
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def _is_readable(outcome: ReadOutcome) -> bool:
    return not isinstance(outcome, Failed)


def _is_address(text: str) -> bool:
    """Whether it can mean but one thing: `example.org/feed`, not `@example`."""
    return "/" in text or "." in text
