"""The stage of live streams, over the real store, with a kind and servers that do what a test says."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Generator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any, ClassVar

import pytest

from bot.core.lines import HEALTHY
from bot.core.model import Address, ChatKind, Entry, Outlet, Source, SourceState
from bot.core.outcome import Failed, Read
from bot.engine.bells import Bell
from bot.engine.lead import Lead
from bot.engine.line import INLINE, MINUTE, MOST_A_MINUTE
from bot.engine.streams import Streams, Wiring
from bot.ports import Answer, Ask, Document, Fetch, Page, Parse, Recorded, Store, Unreachable, Unreadable
from bot.ports.streams import Broken, Call, Frame, Heard, Line, Resume
from tests.engine.fakes import LEASE, HandClock
from tests.engine.waiting import eventually, until
from tests.kit.tempo import every

pytestmark = pytest.mark.slow

Said = Frame | Page | Broken
HUNG_UP = Broken("the server hung up")


def parse_words(body: bytes, _content_type: str, _url: str) -> Document | Unreadable:
    """`outlet cursor word word`; each word is an entry."""
    outlet, cursor, *words = body.decode().split()
    if outlet == "bomb":
        raise RecursionError
    entries = tuple(Entry(guid=word, url=f"https://{outlet}.example/{word}", title=word[:50]) for word in words)
    return Document(entries, notes={"outlet": outlet, "cursor": cursor})


class Wire:
    """A kind of stream with one line for all sources of the kind `feed`."""

    name: ClassVar[str] = "feed"

    def __init__(self) -> None:
        self.resumed: list[Resume] = []
        self.trouble: Failed | None = None
        self.server = "wire.example"
        self.heard_of: Sequence[Source] = ()

    def lines(self, sources: Sequence[Source]) -> Sequence[Line]:
        self.heard_of = sources
        return [Line("wire", tuple(sources))] if sources else []

    def call(self, line: Line, resume: Resume) -> Generator[Ask, Answer, Call | Failed]:
        self.resumed.append(resume)
        if self.trouble:
            return self.trouble
        page = yield Fetch(f"https://{self.server}/stream")
        assert isinstance(page, Page)
        return Call(page.body.decode(), "sse")

    def heard(self, line: Line, frame: Frame, now: datetime) -> Generator[Ask, Answer, Heard]:
        if frame.data == b"bug":
            raise ZeroDivisionError
        found = yield Parse(parse_words, frame.data, "", "")
        if not isinstance(found, Document):
            return Heard()
        ids = [source.id for source in line.sources if source.outlet.id == found.notes["outlet"]]
        if frame.event == "delete":
            gone = tuple((number, entry.guid) for number in ids for entry in found.entries)
            return Heard((), found.notes["cursor"], gone)
        return Heard(tuple((number, Read(found.entries)) for number in ids), found.notes["cursor"])

    def refused(self, line: Line, page: Page) -> Failed:
        return Failed(f"the server answered {page.status}", timedelta(minutes=7))


@dataclass
class Servers:
    """What lines lead to: a script for each connection, and silence when there is none left."""

    scripts: list[list[Said]] = field(default_factory=list)
    lives: Callable[[], None] = lambda: None
    """Called at the end of each connection."""
    calls: list[Call] = field(default_factory=list)
    open: int = 0
    most: int = 0
    """How many were open at once."""
    parting: float = 0.0
    """Seconds that it takes to close one."""
    live: asyncio.Queue[Said] = field(default_factory=asyncio.Queue)
    """What is said when the scripts are through."""

    async def listen(self, call: Call) -> AsyncGenerator[Said]:
        self.calls.append(call)
        self.open += 1
        self.most = max(self.most, self.open)
        try:
            if self.scripts:
                for said in self.scripts.pop(0):
                    yield said
                self.lives()
            else:
                while True:
                    yield await self.live.get()
        finally:
            await asyncio.sleep(self.parting)
            self.open -= 1


async def fetch(ask: Fetch) -> Page | Unreachable:
    return Page(200, ask.url, {}, ask.url.encode())


class Pool:
    """Notes what is parsed away from the loop."""

    def __init__(self) -> None:
        self.sizes: list[int] = []
        self.takes = 0.0

    async def parse(self, ask: Parse) -> Document | Unreadable:
        self.sizes.append(len(ask.body))
        await asyncio.sleep(self.takes)
        return ask.parser(ask.body, ask.content_type, ask.url)


class Instead:
    """A room of the store, but with these methods instead of its own."""

    def __init__(self, room: object, **methods: object) -> None:
        self._room = room
        self.__dict__.update(methods)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._room, name)


@dataclass
class Stage:
    """Everything around one process's streams."""

    store: Store
    clock: HandClock
    wire: Wire = field(default_factory=Wire)
    servers: Servers = field(default_factory=Servers)
    pool: Pool = field(default_factory=Pool)
    bell: Bell = field(default_factory=Bell)
    woken: int = 0
    holder: str = "me"
    refresh: float = 60
    rooms: Any = None
    """The store instead, with some methods replaced."""

    def wake(self) -> None:
        self.woken += 1

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """The stage, its lead kept by hand: `HandClock` does not wait."""
        lead = Lead("streams", self.holder, self.store.ledger, self.clock, LEASE)
        wiring = Wiring([self.wire], self.servers.listen, fetch, self.pool.parse)
        streams = Streams(
            wiring,
            self.rooms or self.store,
            lead,
            self.clock,
            self.bell,
            woken=self.wake,
            seed=self.holder,
            refresh=self.refresh,
        )
        task = asyncio.create_task(streams.run())
        await lead.hold()
        try:
            yield
            assert not task.done(), task
        finally:
            task.cancel()
            await asyncio.wait({task})
            await lead.give_up()

    async def titles(self) -> list[str]:
        """Of all items, the oldest first."""
        items = await self.store.search.items(datetime.min.replace(tzinfo=self.clock.now().tzinfo), 1_000)
        return [item.title for item in reversed(items)]

    async def cursor(self) -> str:
        return await self.store.ledger.recall("stream:wire")


async def add(store: Store, clock: HandClock, outlet: str, *, read: bool = True) -> Source:
    """A source that has been read once, unless it has not."""
    await store.sources.add(Outlet(outlet, outlet), "feed", f"https://{outlet}.example/feed", clock.now())
    (source,) = [each for each in await store.sources.every() if each.outlet.id == outlet]
    if read:
        await poll(store, clock, source.id)
    return source


async def poll(store: Store, clock: HandClock, number: int, *entries: Entry) -> None:
    (source,) = [each for each in await store.sources.every() if each.id == number]
    assert await store.sources.settle(source, Read(entries), every(timedelta(days=1)), clock.now())


@pytest.fixture
async def stage(store: Store, clock: HandClock) -> Stage:
    await add(store, clock, "sana")
    await add(store, clock, "enab")
    return Stage(store, clock)


def frame(text: str) -> Frame:
    return Frame(text.encode())


# ---- what is heard


async def test_what_an_outlet_deletes_of_its_own_is_noted_and_nothing_else_is(stage: Stage) -> None:
    async with stage.running():
        stage.servers.live.put_nowait(frame("sana 1 one two"))
        stage.servers.live.put_nowait(Frame(b"enab 2 two", "delete"))
        stage.servers.live.put_nowait(Frame(b"sana 3 never one", "delete"))
        stage.servers.live.put_nowait(frame("sana 4 three"))
        await until(lambda: stage.woken == 2)
    items = await stage.store.desk.unfiled(10)
    assert {item.title: item.withdrawn for item in items} == {"one": True, "two": False, "three": False}


async def test_what_is_heard_is_stored_with_its_outlet_and_wakes_the_desk(stage: Stage) -> None:
    async with stage.running():
        stage.servers.live.put_nowait(frame("sana 1 one"))
        stage.servers.live.put_nowait(frame("enab 2 two three"))
        await until(lambda: stage.woken == 2)
    assert stage.servers.calls == [Call("https://wire.example/stream", "sse")]
    items = await stage.store.desk.unfiled(10)
    assert sorted((item.outlet.id, item.title, item.quiet) for item in items) == [
        ("enab", "three", False),
        ("enab", "two", False),
        ("sana", "one", False),
    ]


async def test_what_a_poll_brought_already_is_nothing_new(stage: Stage) -> None:
    (sana,) = [each for each in await stage.store.sources.every() if each.outlet.id == "sana"]
    await poll(stage.store, stage.clock, sana.id, Entry("one", "https://sana.example/one", "one"))
    async with stage.running():
        stage.servers.live.put_nowait(frame("sana 1 one"))
        await eventually(lambda: _is(stage.cursor(), "1"))
    assert stage.woken == 0
    await poll(stage.store, stage.clock, sana.id, Entry("one", "https://sana.example/one", "one"))
    assert await stage.titles() == ["one"]


async def test_a_frame_that_tells_nothing_is_passed_over(stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    async with stage.running():
        for text in ("bug", "bomb 8 x", "nobody 9 x", "sana 10 one"):
            stage.servers.live.put_nowait(frame(text))
        await until(lambda: stage.woken == 1)
        assert len(stage.servers.calls) == 1
    assert await stage.titles() == ["one"]
    assert await stage.cursor() == "10"


async def test_only_long_frames_are_parsed_elsewhere(stage: Stage) -> None:
    async with stage.running():
        stage.servers.live.put_nowait(frame("sana 1 one"))
        stage.servers.live.put_nowait(frame("sana 2 " + "x" * INLINE))
        await until(lambda: stage.woken == 2)
    assert stage.pool.sizes == [INLINE + 7]


async def test_a_line_rests_after_what_took_long_to_parse(stage: Stage) -> None:
    stage.pool.takes = 0.05
    began = stage.clock.now()
    async with stage.running():
        stage.servers.live.put_nowait(frame("sana 1 " + "x" * INLINE))
        await until(lambda: stage.woken == 1)
    assert timedelta(seconds=0.2) <= stage.clock.now() - began < timedelta(seconds=10)


async def test_a_source_tells_no_more_in_a_minute_than_a_poll_could_bring(stage: Stage) -> None:
    began = stage.clock.now()
    async with stage.running():
        for minute in range(3):
            for number in range(MOST_A_MINUTE - 1):
                stage.servers.live.put_nowait(frame(f"sana {number} same"))
            stage.servers.live.put_nowait(frame(f"sana 1 word{minute}"))
            stage.servers.live.put_nowait(frame(f"enab 1 word{minute}"))
            await until(lambda: stage.servers.live.empty() and stage.woken == 1 + 2 * (minute + 1))  # noqa: B023
            assert minute * MINUTE <= stage.clock.now() - began < (minute + 1) * MINUTE


@pytest.mark.parametrize(("server", "private"), [("nas.lan:8443", False), ("sana.example:8443", True)])
async def test_a_server_leads_to_no_private_host_but_the_one_that_the_operator_named(
    stage: Stage, server: str, *, private: bool
) -> None:
    stage.wire.server = server
    async with stage.running():
        await until(lambda: bool(stage.servers.calls))
    assert stage.servers.calls == [Call(f"https://{server}/stream", "sse", private=private)]


async def test_what_a_chat_brought_is_left_to_polling(stage: Stage) -> None:
    chat = await stage.store.chats.meet(Address("telegram", "1"), ChatKind.PRIVATE, "Lina", stage.clock.now())
    mine, where = Outlet("mine", "Mine", brought_by=chat.id), "https://mine.example/feed"
    assert await stage.store.outlets.bring(mine, "feed", where, "", "Lina", 5, stage.clock.now())
    (source,) = [each for each in await stage.store.sources.every() if each.outlet.id == "mine"]
    await poll(stage.store, stage.clock, source.id)
    async with stage.running():
        await until(lambda: bool(stage.servers.calls))
    assert sorted(each.outlet.id for each in stage.wire.heard_of) == ["enab", "sana"]


# ---- how far it was heard


async def test_a_line_goes_on_where_it_was_after_a_stop(stage: Stage) -> None:
    for word in ("one", "two"):
        async with stage.running():
            stage.servers.live.put_nowait(frame(f"sana {word} {word}"))
            await until(lambda: stage.servers.live.empty() and stage.woken == len(stage.wire.resumed))
    assert await stage.cursor() == "two"
    assert [resume.cursor for resume in stage.wire.resumed] == ["", "one"]


async def test_a_cursor_is_written_down_now_and_then_and_at_the_end(stage: Stage) -> None:
    async with stage.running():
        stage.servers.live.put_nowait(frame("sana 1 one"))
        await until(lambda: stage.woken == 1)
        await eventually(lambda: _is(stage.cursor(), "1"))
        stage.servers.live.put_nowait(frame("sana 2 two"))
        stage.servers.live.put_nowait(frame("sana 3 three"))
        await until(lambda: stage.woken == 3)
        assert await stage.cursor() == "1"
        stage.clock.pass_by(6)
        stage.servers.live.put_nowait(frame("sana 4 four"))
        await eventually(lambda: _is(stage.cursor(), "4"))
        stage.servers.live.put_nowait(frame("sana 5 five"))
        await until(lambda: stage.woken == 5)
        assert await stage.cursor() == "4"
    assert await stage.cursor() == "5"


async def test_a_frame_that_says_not_how_far_it_is_moves_nothing(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    async with stage.running():
        for text in ("sana 1 one", "bug", "sana 2 two", "bug", "bug"):
            stage.servers.live.put_nowait(frame(text))
        await until(lambda: stage.servers.live.empty() and stage.woken == 2)
    assert await stage.cursor() == "2"


async def test_a_cursor_never_goes_ahead_of_what_is_stored(stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    pushes = 0

    async def push(source: int, read: Read, now: datetime) -> Recorded | None:
        nonlocal pushes
        pushes += 1
        if pushes == 2:
            raise OSError("the disk is full")
        return await sources.push(source, read, now)

    sources = stage.store.sources
    stage.rooms = Instead(stage.store, sources=Instead(sources, push=push))
    stage.servers.scripts = [[frame(f"sana {number} {word}") for number, word in enumerate(["one", "two", "three"], 1)]]
    async with stage.running():
        await until(lambda: len(stage.wire.resumed) == 2)
        assert stage.wire.resumed[1].cursor == "1"
        assert await stage.titles() == ["one"]
        stage.servers.live.put_nowait(frame("sana 2 two"))
        await until(lambda: stage.woken == 2)
    assert await stage.cursor() == "2"


@pytest.mark.parametrize("end", [Page(400, "", {}, b""), Broken("too long", too_long=True)])
async def test_a_cursor_that_leads_to_the_same_end_again_is_forgotten(stage: Stage, end: Said) -> None:
    await stage.store.ledger.remember("stream:wire", "old")
    stage.servers.scripts = [[end]]
    async with stage.running():
        await until(lambda: len(stage.wire.resumed) == 2)
    assert [resume.cursor for resume in stage.wire.resumed] == ["old", ""]


@pytest.mark.parametrize("end", [Page(503, "", {}, b""), HUNG_UP])
async def test_a_cursor_is_kept_whatever_else_ends_a_line(stage: Stage, end: Said) -> None:
    await stage.store.ledger.remember("stream:wire", "old")
    stage.servers.scripts = [[end]]
    async with stage.running():
        await until(lambda: len(stage.wire.resumed) == 2)
    assert [resume.cursor for resume in stage.wire.resumed] == ["old", "old"]


# ---- how it is opened again


def waits(stage: Stage) -> list[float]:
    """Seconds between the openings."""
    times = [resume.now for resume in stage.wire.resumed]
    return [(later - earlier).total_seconds() for earlier, later in pairwise(times)]


async def test_a_line_that_breaks_is_opened_again_later_each_time(stage: Stage) -> None:
    stage.servers.scripts = [[HUNG_UP]] * 14
    async with stage.running():
        await until(lambda: len(stage.wire.resumed) == 15)
    assert [resume.attempt for resume in stage.wire.resumed] == list(range(15))
    for number, wait in enumerate(waits(stage)):
        assert min(2**number, 300) / 2 <= wait <= min(2**number, 300)


async def test_a_line_that_stood_for_a_while_is_opened_again_soon(stage: Stage) -> None:
    stage.servers.scripts = [[]] * 10
    stage.servers.lives = lambda: stage.clock.pass_by(HEALTHY.total_seconds())
    async with stage.running():
        await until(lambda: len(stage.wire.resumed) == 11)
    assert max(waits(stage)) <= HEALTHY.total_seconds() + 1
    assert {resume.attempt for resume in stage.wire.resumed} == {0, 1}


async def test_a_server_that_refuses_is_left_alone_as_long_as_its_kind_says(stage: Stage) -> None:
    stage.servers.scripts = [[Page(401, "", {}, b"")]]
    async with stage.running():
        await until(lambda: len(stage.wire.resumed) == 2)
    assert waits(stage) == [420]


async def test_a_line_that_cant_be_called_is_tried_again(stage: Stage) -> None:
    stage.wire.trouble = Failed("its instance document is gone", timedelta(hours=4))
    async with stage.running():
        await until(lambda: len(stage.wire.resumed) > 1)
    assert stage.servers.calls == []
    assert waits(stage)[0] == 4 * 3600


async def test_trouble_with_the_database_opens_the_line_anew(stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    recalls = 0

    async def recall(name: str) -> str:
        nonlocal recalls
        recalls += 1
        if recalls == 1:
            raise OSError("the database does not answer")
        return await ledger.recall(name)

    ledger = stage.store.ledger
    stage.rooms = Instead(stage.store, ledger=Instead(ledger, recall=recall))
    async with stage.running():
        stage.servers.live.put_nowait(frame("sana 1 one"))
        await until(lambda: stage.woken == 1)
    assert recalls == 2


# ---- which lines there are


async def test_a_source_that_was_never_read_is_not_listened_to(store: Store, clock: HandClock) -> None:
    stage = Stage(store, clock)
    source = await add(store, clock, "sana", read=False)
    async with stage.running():
        await asyncio.sleep(0.05)
        assert stage.servers.open == 0
        await poll(store, clock, source.id)
        stage.bell.ring()
        await until(lambda: stage.servers.open == 1)


async def test_a_line_is_opened_anew_when_its_sources_change_and_not_for_a_poll(stage: Stage) -> None:
    async with stage.running():
        await until(lambda: stage.servers.open == 1)
        (sana,) = [each for each in await stage.store.sources.every() if each.outlet.id == "sana"]
        await poll(stage.store, stage.clock, sana.id, Entry("x", "https://sana.example/x", "x"))
        stage.bell.ring()
        await asyncio.sleep(0.05)
        assert len(stage.servers.calls) == 1
        await stage.store.sources.change(sana.id, SourceState.PAUSED, stage.clock.now())
        stage.bell.ring()
        await until(lambda: len(stage.servers.calls) == 2)
        assert stage.servers.open == 1
        stage.servers.live.put_nowait(frame("sana 1 one"))
        stage.servers.live.put_nowait(frame("enab 2 two"))
        await until(lambda: stage.woken == 1)
    assert "one" not in await stage.titles()


async def test_a_line_that_has_changed_is_closed_before_it_is_opened_anew(stage: Stage) -> None:
    stage.servers.parting = 0.05
    async with stage.running():
        await until(lambda: stage.servers.open == 1)
        await add(stage.store, stage.clock, "third")
        stage.bell.ring()
        await until(lambda: len(stage.servers.calls) == 2)
    assert stage.servers.most == 1


async def test_what_no_bell_tells_of_is_noticed_too(store: Store, clock: HandClock) -> None:
    stage = Stage(store, clock, refresh=0.02)
    source = await add(store, clock, "sana", read=False)
    async with stage.running():
        await asyncio.sleep(0.05)
        await poll(store, clock, source.id)
        await until(lambda: stage.servers.open == 1)


async def test_a_line_is_closed_when_nothing_is_left_to_hear(stage: Stage) -> None:
    async with stage.running():
        await until(lambda: stage.servers.open == 1)
        for source in await stage.store.sources.every():
            await stage.store.sources.change(source.id, SourceState.PAUSED, stage.clock.now())
        stage.bell.ring()
        await until(lambda: stage.servers.open == 0)


async def test_what_is_heard_of_a_source_that_is_not_read_any_more_is_dropped(stage: Stage) -> None:
    async with stage.running():
        await until(lambda: stage.servers.open == 1)
        (sana,) = [each for each in await stage.store.sources.every() if each.outlet.id == "sana"]
        await stage.store.sources.change(sana.id, SourceState.PAUSED, stage.clock.now())
        stage.servers.live.put_nowait(frame("sana 1 one"))
        stage.servers.live.put_nowait(frame("enab 2 two"))
        await until(lambda: stage.woken == 1)
    assert await stage.titles() == ["two"]


async def test_of_two_processes_one_listens(stage: Stage, store: Store, clock: HandClock) -> None:
    other = Stage(store, clock, holder="other")
    async with stage.running():
        await until(lambda: stage.servers.open == 1)
        async with other.running():
            await asyncio.sleep(0.05)
            assert other.servers.open == 0
    async with other.running():
        await until(lambda: other.servers.open == 1)


async def _is(found: Awaitable[str], value: str) -> bool:
    return await found == value
