"""Knows how one line is followed: opened, heard, its news stored as they come, and opened again when it breaks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from time import monotonic
from typing import Final

import structlog

from bot.core.lines import HEALTHY, redial
from bot.core.outcome import Failed, Read
from bot.core.trust import is_operators
from bot.engine.drive import Fetcher, Parser, drive
from bot.engine.parser_process import parsed
from bot.ports import Clock, Document, Fetch, Ledger, Page, Parse, Sources, Unreachable, Unreadable
from bot.ports.streams import Broken, Frame, Heard, Line, Listen, Resume, StreamKind

__all__ = ["Around", "Follower"]

INLINE: Final = 8 * 1024
"""Bytes of a frame that is parsed where it is, as most posts are: the worst that can be put into so many takes 15 ms
(measured)."""
REST: Final = 4
"""For how many times as long as a frame took to parse the line is not heard on: whatever a server sends, and how fast,
it takes up no more than a fifth of the loop, or of the parsers."""
MINUTE: Final = timedelta(minutes=1)
MOST_A_MINUTE: Final = 200
"""Publications that one source may tell of; as `bot.core.intake` takes of one document."""
KEEP_EVERY: Final = timedelta(seconds=5)
"""How often a cursor is written down: after a crash so much of a stream is heard again, and known already."""
_BAD_REQUEST: Final = 400

log = structlog.stdlib.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Around:
    """What surrounds a line: how it is opened, who does what its kind asks, and where its news go."""

    listen: Listen
    fetch: Fetcher
    parse: Parser
    sources: Sources
    ledger: Ledger
    clock: Clock
    woken: Callable[[], None]
    """Called when the wire has something for the desk."""
    seed: str
    """Tells this process from others: see `redial`."""


class Follower:
    """Follows one line for as long as it is wanted."""

    def __init__(self, kind: StreamKind, line: Line, around: Around) -> None:
        self._kind = kind
        self._line = line
        self._around = around
        self._minute, self._told = around.clock.now(), Counter[int]()
        self._place = _Place(f"stream:{line.name}", around.ledger)

    async def run(self) -> None:
        """Until cancelled; how far the line was heard is written down last."""
        failures = 0
        while True:
            began = self._around.clock.now()
            try:
                end = await self._listen(failures)
            finally:
                await self._place.keep()
            failures = 1 if self._around.clock.now() - began >= HEALTHY else failures + 1
            wait = redial(failures, end.wait, f"{self._around.seed} {self._line.name}").total_seconds()
            log.warning("stream broke", stream=self._line.name, why=end.why, in_a_row=failures, again_in=round(wait))
            await self._around.clock.sleep(wait)

    async def _listen(self, failures: int) -> Failed:
        """One connection, from its opening to why it ended."""
        resume = Resume(self._around.clock.now(), await self._place.recall(), failures)
        call = await drive(self._kind.call(self._line, resume), self._fetch, self._around.parse)
        if isinstance(call, Failed):
            return call
        call = replace(call, private=call.private or is_operators(call.url, self._line.sources))
        log.info("listening", stream=self._line.name, sources=len(self._line.sources))
        async with aclosing(self._around.listen(call)) as said:
            async for each in said:
                match each:
                    case Frame():
                        await self._take(each)
                    case Page():
                        if each.status == _BAD_REQUEST:  # what differs from call to call is the cursor
                            self._place.forget()
                        return self._kind.refused(self._line, each)
                    case Broken():
                        if each.too_long:
                            self._place.forget()
                        return Failed(each.why)
        return Failed("it ended without a word")

    async def _take(self, frame: Frame) -> None:
        """Store what it tells, then move on past it."""
        heard = await self._heard(frame)
        for source, read in heard.reads:
            await self._store(source, read)
        if heard.withdrawn:
            await self._withdraw(heard.withdrawn)
        await self._place.move(heard.cursor, self._around.clock.now())

    async def _heard(self, frame: Frame) -> Heard:
        """What it tells. A kind that raises has a bug: this frame is passed over, and polling brings its news."""
        try:
            telling = self._kind.heard(self._line, frame, self._around.clock.now())
            return await drive(telling, self._fetch, self._parse)
        except Exception:
            log.exception("stream kind failed", stream=self._line.name)
            return Heard()

    async def _fetch(self, ask: Fetch) -> Page | Unreachable:
        """What a kind asks for, which leads to a private host only where the operator named that."""
        return await self._around.fetch(replace(ask, private=ask.private or is_operators(ask.url, self._line.sources)))

    async def _parse(self, ask: Parse) -> Document | Unreadable:
        """Here, where that is sure to be quick; then a rest."""
        began = monotonic()
        if len(ask.body) <= INLINE:
            answer = parsed(ask.parser, ask.body, ask.content_type, ask.url)
        else:
            answer = await self._around.parse(ask)
        await self._around.clock.sleep(REST * (monotonic() - began))
        return answer

    async def _store(self, source: int, read: Read) -> None:
        await self._pace(source)
        recorded = await self._around.sources.push(source, read, self._around.clock.now())
        if recorded is None:
            log.info("not read any more", stream=self._line.name, source=source)
        elif recorded.new or recorded.revised:
            log.info("heard", stream=self._line.name, source=source, new=recorded.new, revised=recorded.revised)
            self._around.woken()

    async def _withdraw(self, gone: Sequence[tuple[int, str]]) -> None:
        """Most of what is deleted was never news."""
        await self._pace(gone[0][0])
        if count := await self._around.sources.withdraw(gone, self._around.clock.now()):
            log.info("withdrawn", stream=self._line.name, items=count)

    async def _pace(self, source: int) -> None:
        """Wait for the next minute where a source has told as much in this one as any poll of it could have brought."""
        now = self._around.clock.now()
        if now - self._minute >= MINUTE:
            self._minute, self._told = now, Counter()
        self._told[source] += 1
        if self._told[source] > MOST_A_MINUTE:
            await self._around.clock.sleep((self._minute + MINUTE - now).total_seconds())


class _Place:
    """How far a line was heard; never ahead of what is stored."""

    def __init__(self, name: str, ledger: Ledger) -> None:
        self._name = name
        self._ledger = ledger
        self._cursor = self._kept = ""
        self._kept_at: datetime | None = None

    async def recall(self) -> str:
        self._cursor = self._kept = await self._ledger.recall(self._name)
        return self._cursor

    async def move(self, cursor: str, now: datetime) -> None:
        """All up to there is stored."""
        self._cursor = cursor or self._cursor
        if self._kept_at is None or now - self._kept_at >= KEEP_EVERY:
            self._kept_at = now
            await self.keep()

    async def keep(self) -> None:
        """Write it down."""
        if self._cursor != self._kept:
            await self._ledger.remember(self._name, self._cursor)
            self._kept = self._cursor

    def forget(self) -> None:
        """Begin at the present next time."""
        self._cursor = ""
