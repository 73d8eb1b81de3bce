"""Knows how one source is read, whatever its kind; what goes wrong is an outcome too."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial

import structlog

from bot.core.model import Source
from bot.core.options import chosen
from bot.core.outcome import Elsewhere, Failed, Read, ReadOutcome
from bot.core.trust import is_operators
from bot.engine.drive import Fetcher, Parser, drive
from bot.ports import Document, Fetch, Page, Parse, Posted, Pushed, SourceKind, Unreachable

__all__ = ["Reader"]

log = structlog.stdlib.get_logger(__name__)


class Reader:
    """Reads one source, whatever its kind; what goes wrong is an outcome too."""

    def __init__(self, kinds: Sequence[SourceKind], fetch: Fetcher, parse: Parser, longest: timedelta) -> None:
        self._kinds: Mapping[str, SourceKind] = {kind.name: kind for kind in kinds}
        self._fetch = fetch
        self._parse = parse
        self._longest = longest.total_seconds()

    async def read(self, source: Source) -> ReadOutcome:
        """What came of a poll. What was a feed may be a web page now, whatever that names."""
        outcome = await self.try_out(source)
        if isinstance(outcome, Read) and outcome.hub and self._pushed(source) is None:
            return replace(outcome, hub=None)  # what it pushes could not be read
        return Failed(outcome.why) if isinstance(outcome, Elsewhere) else outcome

    async def read_pushed(self, source: Source, posted: Posted, url: str) -> Read | Failed:
        """What a hub has pushed of it; `url` is the address of the document that it is part of."""
        kind = self._pushed(source)
        if kind is None:
            return Failed(f"this version can't read what hubs push of the kind {source.kind}")
        read = await self._parse(Parse(kind.parser, posted.body, posted.content_type, url))
        if not isinstance(read, Document):
            return Failed(read.why)
        return Read(chosen(read.entries, source.options), title=read.title)

    async def try_out(self, source: Source) -> ReadOutcome | Elsewhere:
        """What came of it. A kind that raises has a bug: that source fails, the others go on."""
        kind = self._kinds.get(source.kind)
        if kind is None:
            return Failed(f"this version can't read sources of the kind {source.kind}")
        try:
            async with asyncio.timeout(self._longest):
                outcome = await drive(kind.read(source), partial(self._get, source), self._parse)
        except TimeoutError:
            return Failed(f"it took more than {self._longest:.0f} seconds to read")
        except Exception:
            log.exception("source kind failed", source=source.id, kind=source.kind)
            return Failed("an error of Attribot's own; the log has the details")
        if isinstance(outcome, Read):
            return replace(outcome, entries=chosen(outcome.entries, source.options))
        return outcome

    async def _get(self, source: Source, ask: Fetch) -> Page | Unreachable:
        """What a kind asks for, which leads to a private host only where the operator named that."""
        return await self._fetch(replace(ask, private=ask.private or is_operators(ask.url, [source])))

    def _pushed(self, source: Source) -> Pushed | None:
        """Its kind, where that is one whose documents hubs may push."""
        kind: object = self._kinds.get(source.kind)
        return kind if isinstance(kind, Pushed) else None
