"""Many sources of a site that bears one request a minute, through days of a clock that only waits let go on."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import timedelta

import pytest

from bot.core.model import Outlet, Source
from bot.core.outcome import Failed
from bot.engine.parser_process import parsed
from bot.engine.reader import Reader
from bot.http.manners import LaneClosedError, Manners
from bot.ports import Document, Fetch, Page, Parse, Unreachable, Unreadable
from bot.sources.reddit import Reddit

MANY = 32
EVERY = 900.0
"""Seconds after which each is due again: twice as often as the site bears."""
FLOOR = 60.0
TOOK = 0.5
DAY = 86_400.0
PAGE = (
    b'<feed xmlns="http://www.w3.org/2005/Atom"><title>r</title><entry><id>t3_1</id><title>a</title>'
    b'<link href="https://www.reddit.com/r/a/comments/1/"/></entry></feed>'
)


class Leaping(asyncio.SelectorEventLoop):
    """A loop whose clock leaps to the next thing that is to happen."""

    _leapt = 0.0

    def time(self) -> float:
        return super().time() + self._leapt

    def _run_once(self) -> None:
        ready, scheduled = self._ready, self._scheduled  # type: ignore[attr-defined] # there is no public way
        wanted = [handle.when() for handle in scheduled if not handle.cancelled()]
        if not ready and wanted:
            self._leapt += max(0.0, min(wanted) - self.time())
        super()._run_once()  # type: ignore[misc] # as above


async def parse(ask: Parse) -> Document | Unreadable:
    return parsed(ask.parser, ask.body, ask.content_type, ask.url)


async def polled(manners: Manners, until: float) -> tuple[Counter[int], list[str], float]:
    """How often each was read, what any was blamed for, and the longest time that one held its place."""
    loop = asyncio.get_running_loop()
    read, blamed, held = Counter[int](), list[str](), 0.0

    async def fetch(ask: Fetch) -> Page | Unreachable:
        try:
            async with manners.turn("www.reddit.com", ask.url):
                await asyncio.sleep(TOOK)
                return Page(200, ask.url, {}, PAGE)
        except LaneClosedError as closed:
            return Unreachable(str(closed), wait=timedelta(seconds=closed.seconds))

    reader = Reader((Reddit(),), fetch, parse, timedelta(seconds=150))

    async def go_on(number: int) -> None:
        nonlocal held
        source = Source(number, Outlet("x", "X"), "reddit", f"r/sub{number}")
        while loop.time() < until:
            began = loop.time()
            outcome = await reader.read(source)
            held = max(held, loop.time() - began)
            wait = EVERY
            if isinstance(outcome, Failed) and outcome.put_off:
                wait = max(outcome.wait.total_seconds(), FLOOR)
            elif isinstance(outcome, Failed):
                blamed.append(outcome.why)
            else:
                read[number] += 1
            await asyncio.sleep(wait)

    await asyncio.gather(*(go_on(number) for number in range(MANY)))
    return read, blamed, held


@pytest.mark.slow
def test_of_many_sources_of_a_slow_site_none_is_blamed_and_each_has_its_turn() -> None:
    with asyncio.Runner(loop_factory=Leaping) as runner:
        loop = runner.get_loop()
        manners = Manners(1.0, now=loop.time)
        read, blamed, held = runner.run(polled(manners, loop.time() + DAY))
    assert blamed == []
    assert held < 25
    most = DAY / (65 + TOOK)
    assert 0.9 * most < read.total() <= most + MANY
    assert min(read.values()) > 0.8 * most / MANY
    assert len(read) == MANY
