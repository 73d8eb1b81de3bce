from __future__ import annotations

import asyncio
from collections.abc import Callable, Generator
from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

import pytest

from bot.core.model import Entry, Outlet, Source
from bot.core.outcome import Failed, Hub, Read, ReadOutcome, Unchanged
from bot.core.schedule import Tempo
from bot.engine.poll import Pace, Poll
from bot.engine.reader import Reader
from bot.ports import Answer, Ask, Document, Fetch, Page, Parse, Posted, Reach, Store, Unreachable, Unreadable, ignore
from bot.sources.parsing import parse_feed
from tests.engine.fakes import OUTLET, HandClock

EVERY, FLOOR = timedelta(minutes=10), timedelta(minutes=2)
PACE = Pace(Tempo(FLOOR, EVERY), longest=timedelta(seconds=30), lease=timedelta(seconds=60), spread=timedelta(0))


class Paper:
    """A kind of source that fetches its locator and makes each word of the answer an entry."""

    name: ClassVar[str] = "paper"

    def claims(self, text: str) -> str | None:
        return text.removeprefix("paper ") if text.startswith("paper ") else None

    def read(self, source: Source) -> Generator[Ask, Answer, ReadOutcome]:
        if source.locator == "bug":
            raise ZeroDivisionError
        page = yield Fetch(source.locator, etag=source.memory.get("etag", ""))
        match page:
            case Page(status=304):
                return Unchanged()
            case Page():
                words = page.body.decode().split()
                entries = tuple(Entry(guid=word, url=f"https://paper.example/{word}", title=word) for word in words)
                return Read(entries, {"etag": page.headers.get("etag", "")})
            case _:
                return Failed(getattr(page, "why", ""))


@dataclass
class Press:
    """The web: one page for all addresses, or whatever a test puts there."""

    body: str = ""
    etag: str = ""
    asked: list[Fetch] | None = None
    gate: asyncio.Event | None = None
    gone: bool = False

    async def fetch(self, ask: Fetch) -> Page | Unreachable:
        self.asked = [*(self.asked or []), ask]
        if self.gate:
            await self.gate.wait()
        if self.gone or ask.url == "down":
            return Unreachable("the site does not answer")
        if self.etag and ask.etag == self.etag:
            return Page(304, ask.url, {}, b"")
        return Page(200, ask.url, {"etag": self.etag}, self.body.encode())


async def no_parser(ask: Parse) -> Document | Unreadable:
    raise AssertionError("paper needs no parser")


def reader(press: Press, longest: timedelta = PACE.longest) -> Reader:
    return Reader((Paper(),), press.fetch, no_parser, longest)


def poll(
    store: Store,
    clock: HandClock,
    press: Press,
    *,
    woken: Callable[[], None] = lambda: None,
    reach: Reach = ignore,
    pace: Pace = PACE,
) -> Poll:
    return Poll(store.sources, reader(press, pace.longest), clock, pace, woken=woken, reach=reach)


async def add(store: Store, clock: HandClock, locator: str = "https://paper.example/") -> Source:
    outlet = Outlet(id=f"paper-{len(await store.sources.every())}", name="Paper")
    return await store.sources.add(outlet, "paper", locator, clock.now())


async def run_once(stage: Poll) -> int:
    sources = await stage.claim(10)
    for source in sources:
        await stage.work(source)
    return len(sources)


async def titles(store: Store) -> dict[str, bool]:
    """Each unfiled item's title, and whether it is quiet."""
    return {item.title: item.quiet for item in await store.desk.unfiled(100)}


async def test_the_first_read_of_a_source_is_silent_and_the_next_is_not(store: Store, clock: HandClock) -> None:
    press, stage = Press("old older"), None
    stage = poll(store, clock, press)
    await add(store, clock)
    await run_once(stage)
    press.body = "new old older"
    clock.pass_by(EVERY.total_seconds())
    await run_once(stage)
    assert await titles(store) == {"old": True, "older": True, "new": False}


async def test_news_wakes_the_desk_and_no_news_does_not(store: Store, clock: HandClock) -> None:
    woken: list[str] = []
    press = Press("a")
    stage = poll(store, clock, press, woken=lambda: woken.append("desk"))
    await add(store, clock)
    await run_once(stage)
    assert woken == ["desk"]
    clock.pass_by(EVERY.total_seconds())
    await run_once(stage)
    assert woken == ["desk"]


async def test_a_source_is_not_due_again_before_its_time(store: Store, clock: HandClock) -> None:
    stage = poll(store, clock, Press("a"))
    await add(store, clock)
    assert await run_once(stage) == 1
    assert await run_once(stage) == 0
    clock.pass_by(EVERY.total_seconds())
    assert await run_once(stage) == 1


async def test_a_source_that_fails_waits_longer_and_says_why(store: Store, clock: HandClock) -> None:
    stage = poll(store, clock, Press())
    await add(store, clock, "down")
    waits = []
    for failures in (1, 2, 3):
        await run_once(stage)
        (source,) = await store.sources.every()
        assert (source.failures, source.error) == (failures, "the site does not answer")
        assert source.due_at is not None
        waits.append(source.due_at - clock.now())
        clock.time = source.due_at
    assert FLOOR < waits[0] < waits[1] < waits[2]


async def test_a_source_that_works_again_is_well(store: Store, clock: HandClock) -> None:
    press = Press("a", gone=True)
    stage = poll(store, clock, press)
    await add(store, clock)
    await run_once(stage)
    press.gone = False
    clock.pass_by(3600)
    await run_once(stage)
    (source,) = await store.sources.every()
    assert (source.failures, source.error) == (0, "")


@pytest.mark.parametrize(
    ("kind", "locator", "why"),
    [
        ("paper", "bug", "an error of Attribot's own; the log has the details"),
        ("fax", "555", "this version can't read sources of the kind fax"),
    ],
)
async def test_a_source_with_a_bug_fails_and_the_others_go_on(
    store: Store, clock: HandClock, kind: str, locator: str, why: str
) -> None:
    await store.sources.add(OUTLET, kind, locator, clock.now())
    await add(store, clock)
    assert await run_once(poll(store, clock, Press("a"))) == 2
    assert {source.error for source in await store.sources.every()} == {why, ""}
    assert set(await titles(store)) == {"a"}


async def test_who_pushes_a_source_is_of_interest_only_where_that_could_be_read() -> None:
    hub = Hub("https://hub.example/", "https://paper.example/")

    class Told(Paper):
        def read(self, source: Source) -> Generator[Ask, Answer, ReadOutcome]:
            yield Fetch(source.locator)
            return Read((), hub=hub)

    class Pushable(Told):
        @property
        def parser(self) -> Callable[[bytes, str, str], Document | Unreadable]:
            return parse_feed

    source = Source(1, OUTLET, "paper", "https://paper.example/")
    for kind, named in ((Told(), None), (Pushable(), hub)):
        reads = Reader((kind,), Press().fetch, no_parser, PACE.longest)
        assert await reads.read(source) == Read((), hub=named)


async def test_what_is_pushed_of_a_kind_that_knows_no_pushes_is_not_read() -> None:
    reads = reader(Press())
    pushed = Posted(b"<feed/>", "", "")
    for kind in ("paper", "unknown"):
        read = await reads.read_pushed(Source(1, OUTLET, kind, "x"), pushed, "https://paper.example/")
        assert read == Failed(f"this version can't read what hubs push of the kind {kind}")


async def test_a_poll_that_never_ends_is_given_up(store: Store, clock: HandClock) -> None:
    press = Press("a", gate=asyncio.Event())
    pace = Pace(
        Tempo(FLOOR, EVERY), longest=timedelta(milliseconds=10), lease=timedelta(seconds=60), spread=timedelta(0)
    )
    await add(store, clock)
    await run_once(poll(store, clock, press, pace=pace))
    (source,) = await store.sources.every()
    assert source.error == "it took more than 0 seconds to read"


async def test_validators_are_not_kept_when_settling_fails(store: Store, clock: HandClock) -> None:
    failing = ["poll.before_settle"]

    def reach(point: str) -> None:
        if point in failing:
            failing.remove(point)
            raise OSError("the disk is full")

    press = Press("old", etag='"1"')
    stage = poll(store, clock, press, reach=reach)
    await add(store, clock)
    (source,) = await stage.claim(1)
    with pytest.raises(OSError, match="full"):
        await stage.work(source)
    clock.pass_by(PACE.lease.total_seconds())
    await run_once(stage)
    assert press.asked is not None
    assert [ask.etag for ask in press.asked] == ["", ""]
    assert set(await titles(store)) == {"old"}
    clock.pass_by(EVERY.total_seconds())
    await run_once(stage)
    assert press.asked[-1].etag == '"1"'


async def test_a_poll_that_comes_too_late_changes_nothing(store: Store, clock: HandClock) -> None:
    press = Press("a")
    stage = poll(store, clock, press)
    await add(store, clock)
    (late,) = await stage.claim(1)
    clock.pass_by(PACE.lease.total_seconds() + 1)
    await run_once(stage)
    press.body = "a b"
    await stage.work(late)
    assert set(await titles(store)) == {"a"}


async def test_first_reads_are_spread_and_later_ones_are_not(store: Store, clock: HandClock) -> None:
    spread = timedelta(seconds=10)
    pace = Pace(Tempo(FLOOR, EVERY), longest=PACE.longest, lease=timedelta(seconds=60), spread=spread)
    stage = poll(store, clock, Press("a"), pace=pace)
    for number in range(3):
        await add(store, clock, f"https://paper.example/{number}")
    began = clock.now()
    await run_once(stage)
    assert timedelta(0) < clock.now() - began < 3 * spread
    clock.pass_by(EVERY.total_seconds())
    began = clock.now()
    assert await run_once(stage) == 3
    assert clock.now() == began


async def test_the_rest_ends_when_the_next_source_is_due(store: Store, clock: HandClock) -> None:
    stage = poll(store, clock, Press("a"))
    assert await stage.rest() == 60
    await store.sources.add(OUTLET, "paper", "https://paper.example/", clock.now() + timedelta(seconds=5))
    assert await stage.rest() == 5
