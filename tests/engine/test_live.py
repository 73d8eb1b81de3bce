"""Live streams end to end: servers on the loopback, real connections, the real store, and whatever breaks between."""

from __future__ import annotations

import asyncio
import json
import random
import ssl
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from socket import AF_INET, AddressFamily
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from aiohttp.abc import AbstractResolver, ResolveResult

from bot.core.model import Address, ChatKind, Outlet, Source, SubscriptionKind
from bot.core.names import Unnamed
from bot.core.outcome import Read
from bot.engine.bells import Bell
from bot.engine.clock import SystemClock
from bot.engine.deliver import Terms
from bot.engine.drive import Fetcher
from bot.engine.engine import Engine, Shape
from bot.engine.lead import Lead
from bot.engine.poll import Pace
from bot.engine.reader import Reader
from bot.engine.streams import Streams as Stage
from bot.engine.streams import Wiring
from bot.http import Client, Streams
from bot.ports import Document, Event, Fetch, Page, Parse, Store, StreamKind, Unreachable, Unreadable, ignore
from bot.sources.bluesky import Bluesky
from bot.sources.bluesky_stream import BlueskyStream
from bot.sources.mastodon import Mastodon as MastodonKind
from bot.sources.mastodon_stream import MastodonStream
from tests.engine.fakes import LEASE, HandClock, Mouth, memory
from tests.engine.waiting import eventually, until
from tests.kit.tempo import every
from tests.kit.trusting import trusting, trusting_ear
from tests.servers.jetstream import Jetstream
from tests.servers.mastodon import Mastodon
from tests.servers.theweb import TheWeb

pytestmark = pytest.mark.slow

DIDS = ("did:plc:gazettegazettegazette234", "did:plc:heraldheraldheraldherald2")
TEMPO = every(timedelta(hours=1))


async def parse(ask: Parse) -> Document | Unreadable:
    return ask.parser(ask.body, ask.content_type, ask.url)


async def names(ask: Fetch) -> Page | Unreachable:
    """The API, which knows everybody as `at.example`."""
    did = next(did for did in DIDS if did.replace(":", "%3A") in ask.url)
    return Page(200, ask.url, {}, json.dumps({"did": did, "handle": "at.example"}).encode())


async def follow(store: Store, kind: str, locator: str, now: datetime) -> Source:
    """A source whose first read lies behind."""
    name = f"outlet-{len(await store.sources.every())}"
    await store.sources.add(Outlet(name, name), kind, locator, now)
    (source,) = [each for each in await store.sources.every() if each.locator == locator]
    assert await store.sources.settle(source, Read(()), TEMPO, now)
    return source


async def titles(store: Store) -> list[str]:
    items = await store.search.items(datetime(1995, 1, 1, tzinfo=UTC), 10_000)
    assert not any(item.quiet or item.revision for item in items)
    return sorted(item.title for item in items)


@asynccontextmanager
async def listening(
    store: Store, clock: HandClock, kind: StreamKind, streams: Streams, fetch: Fetcher = names
) -> AsyncIterator[None]:
    """One process's stage of live streams."""
    lead = Lead("streams", "me", store.ledger, clock, LEASE)
    wiring = Wiring([kind], trusting_ear(streams.listen), fetch, parse)
    stage = Stage(wiring, store, lead, clock, Bell(), woken=lambda: None, seed="me")
    task = asyncio.create_task(stage.run())
    await lead.hold()
    try:
        yield
        assert not task.done(), task
    finally:
        task.cancel()
        await asyncio.wait({task})
        await lead.give_up()


# ---- nothing lost, nothing twice


class Mischief:
    """A process that listens, and all that may befall it and its line."""

    def __init__(self, store: Store, clock: HandClock, server: Jetstream, streams: Streams, seed: int) -> None:
        self.server = server
        self.chance = random.Random(seed)
        self._process = (store, clock, BlueskyStream([server.url, server.url]), streams)
        self._running = AsyncExitStack()

    async def start(self) -> None:
        await self._running.enter_async_context(listening(*self._process))

    async def stop(self) -> None:
        await self._running.aclose()

    async def do(self) -> None:
        """Something bad, mostly."""
        await self.chance.choice([self.restart, self.hang_up, self.cut, self.distract, self.wait, self.wait])()

    async def restart(self) -> None:
        await self.stop()
        await self.start()

    async def hang_up(self) -> None:
        self.server.hang_up()

    async def cut(self) -> None:
        """Break off in the midst of a frame, several times perhaps."""
        self.server.cut_after = [self.chance.randrange(4) for _ in range(self.chance.randrange(1, 4))]
        self.server.hang_up()

    async def distract(self) -> None:
        self.server.commit(DIDS[0], "app.bsky.feed.post", "rkey0", {}, "delete")
        self.server.tell({"did": DIDS[1], "kind": "account", "account": {"active": True}})

    async def wait(self) -> None:
        await asyncio.sleep(self.chance.random() / 50)


@pytest.mark.parametrize("seed", [*range(4), *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(4, 24))])
async def test_however_often_a_line_breaks_nothing_is_lost_and_nothing_comes_twice(
    store: Store, clock: HandClock, seed: int
) -> None:
    posted: list[str] = []
    for did in DIDS:
        await follow(store, "bluesky", did, clock.now())
    async with Jetstream() as server, Streams(user_agent="x", private_hosts=frozenset({server.place})) as streams:
        server.pace = 10_000_000  # more than is heard again in any case, so that only a right cursor loses nothing
        mischief = Mischief(store, clock, server, streams, seed)
        await mischief.start()
        await until(lambda: bool(server.lines))
        for number in range(60):
            posted.append(f"Report number {number:03} of the day")
            server.post(mischief.chance.choice(DIDS), f"rkey{number}", posted[-1])
            if number == 0:
                await eventually(lambda: _holds(store, posted))  # before that there is nothing to go on from
            if mischief.chance.random() < 0.3:
                await mischief.do()
        server.cut_after = []
        await eventually(lambda: _holds(store, posted))
        await mischief.stop()
        assert len(server.opened) > 1
    assert await titles(store) == sorted(posted)


async def _holds(store: Store, posted: Sequence[object]) -> bool:
    return len(await titles(store)) >= len(posted)


async def test_a_cursor_that_is_too_old_is_given_up_and_the_line_goes_on(store: Store, clock: HandClock) -> None:
    await follow(store, "bluesky", DIDS[0], clock.now())
    async with Jetstream() as server, Streams(user_agent="x", private_hosts=frozenset({server.place})) as streams:
        server.post(DIDS[0], "rkey0", "Nobody listened then")
        server.floor = 10**18
        await store.ledger.remember("stream:bluesky 1", str(server.events[0]["time_us"]))
        async with listening(store, clock, BlueskyStream([server.url]), streams):
            await until(lambda: bool(server.lines))
            assert server.failed
            assert server.opened[-1].cursor == ""
            server.post(DIDS[0], "rkey1", "Now somebody does")
            await eventually(lambda: _holds(store, ["Now somebody does"]))


async def test_a_cursor_of_the_future_means_the_present(store: Store, clock: HandClock) -> None:
    await follow(store, "bluesky", DIDS[0], clock.now())
    async with Jetstream() as server, Streams(user_agent="x", private_hosts=frozenset({server.place})) as streams:
        await store.ledger.remember("stream:bluesky 1", str(4 * 10**15))
        async with listening(store, clock, BlueskyStream([server.url]), streams):
            await until(lambda: bool(server.lines))
            server.post(DIDS[0], "rkey1", "Somebody listens")
            await eventually(lambda: _holds(store, ["Somebody listens"]))
        assert await store.ledger.recall("stream:bluesky 1") == str(server.events[-1]["time_us"])


async def test_a_frame_that_is_too_long_does_not_come_again_for_ever(store: Store, clock: HandClock) -> None:
    await follow(store, "bluesky", DIDS[0], clock.now())
    async with Jetstream() as server, Streams(user_agent="x", private_hosts=frozenset({server.place})) as streams:
        async with listening(store, clock, BlueskyStream([server.url]), streams):
            await until(lambda: bool(server.lines))
            server.post(DIDS[0], "rkey0", "Before")
            server.post(DIDS[0], "rkey1", "x" * 2_000_000)
            await until(lambda: len(server.opened) == 2 and bool(server.lines))
            server.post(DIDS[0], "rkey2", "After")
            await eventually(lambda: _holds(store, ["Before", "After"]))
        assert await titles(store) == ["After", "Before"]


# ---- beside polling


class Names(AbstractResolver):
    """Finds hosts on this machine, each on its own port."""

    def __init__(self, **ports: int) -> None:
        self.ports = ports

    async def resolve(self, host: str, port: int = 0, family: AddressFamily = AF_INET) -> list[ResolveResult]:
        here = self.ports[host]
        return [ResolveResult(hostname=host, host="127.0.0.1", port=here, family=AF_INET, proto=0, flags=0)]

    async def close(self) -> None: ...


GAZETTE: dict[str, Any] = {"id": "17", "acct": "gazette", "url": "https://example.social/@gazette", "emojis": []}


def status(number: int, words: str, **fields: Any) -> dict[str, Any]:
    """A post of Mastodon's."""
    return {
        "id": str(number),
        "created_at": "2026-03-01T12:00:00.000Z",
        "visibility": "public",
        "url": f"https://example.social/@gazette/{number}",
        "uri": f"https://example.social/users/gazette/statuses/{number}",
        "content": f"<p>{words}</p>",
        "account": GAZETTE,
    } | fields


@dataclass
class Fediverse:
    """A Mastodon server under its own name, its streams under another, and what reads them both."""

    web: TheWeb
    server: Mastodon
    client: Client
    streams: Streams
    posts: list[dict[str, Any]] = field(default_factory=list)

    def publish(self, told: dict[str, Any]) -> None:
        """It stands in the account's timeline from now on."""
        self.posts.insert(0, told)
        self.web.publish(
            "https://example.social/api/v1/accounts/17/statuses", json.dumps(self.posts), "application/json"
        )


@pytest.fixture
async def fediverse() -> AsyncIterator[Fediverse]:
    async with AsyncExitStack() as stack:
        web = await stack.enter_async_context(TheWeb(["example.social", "streaming.example.social"]))
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        web._authority.issue_cert("streaming.example.social").configure_cert(context)
        server = await stack.enter_async_context(Mastodon(token="secret", context=context))
        resolver = Names(**{"example.social": web.port, "streaming.example.social": server.port})
        client = await stack.enter_async_context(
            Client(user_agent="x", private_hosts=web.places, gap=0, resolver=resolver, trust=web.trust)
        )
        streams = await stack.enter_async_context(
            Streams(user_agent="x", private_hosts=web.places, resolver=resolver, trust=web.trust)
        )
        instance = {"configuration": {"urls": {"streaming": "wss://streaming.example.social"}}}
        web.publish("https://example.social/api/v2/instance", json.dumps(instance), "application/json")
        web.publish("https://example.social/api/v1/accounts/lookup", json.dumps(GAZETTE), "application/json")
        here = Fediverse(web, server, client, streams)
        here.publish(status(1, "An old post of the gazette"))
        yield here


async def test_what_a_stream_tells_and_a_poll_brings_is_told_once(
    fediverse: Fediverse, store: Store, clock: HandClock
) -> None:
    source = await follow(store, "mastodon", "@gazette@example.social", clock.now())
    reader = Reader([MastodonKind()], trusting(fediverse.client.fetch), parse, timedelta(seconds=30))

    async def poll() -> int:
        (now,) = [each for each in await store.sources.every() if each.id == source.id]
        recorded = await store.sources.settle(now, await reader.read(now), TEMPO, clock.now())
        assert recorded
        return recorded.new + recorded.revised

    kind = MastodonStream({"example.social": "secret"})
    assert await poll() == 1
    async with listening(store, clock, kind, fediverse.streams, trusting(fediverse.client.fetch)):
        await until(lambda: bool(fediverse.server.lines))
        assert fediverse.server.lines[0].stream == "user"
        for number in range(2, 6):
            told = status(number, f"Report number {number} &amp; more")
            if number % 2:  # the poll is first
                fediverse.publish(told)
                assert await poll() == 1
                fediverse.server.tell("user", told)
            else:
                fediverse.server.tell("user", told)
                await eventually(partial(_holds, store, range(number)))
                fediverse.publish(told)
                assert await poll() == 0
        fediverse.server.tell("user", status(9, "Somebody else", account=GAZETTE | {"acct": "lina@other.example"}))
        fediverse.server.tell("user", status(10, "The last"))
        await eventually(partial(_holds, store, range(6)))
    assert len(await titles(store)) == 6
    assert fediverse.server.refused == []


async def test_a_server_that_refuses_is_left_alone_for_hours(
    fediverse: Fediverse, store: Store, clock: HandClock
) -> None:
    await follow(store, "mastodon", "#hama@example.social", clock.now())
    began = clock.now()
    async with listening(store, clock, MastodonStream({}), fediverse.streams, trusting(fediverse.client.fetch)):
        await until(lambda: len(fediverse.server.refused) == 2)
    assert clock.now() - began >= timedelta(hours=4)


# ---- the whole engine


async def test_news_goes_from_a_stream_to_a_chat_within_a_moment(store: Store, tmp_path: Path) -> None:
    now = datetime.now(UTC)
    await follow(store, "bluesky", DIDS[0], now)
    chat = await store.chats.meet(Address("telegram", "1"), ChatKind.PRIVATE, "Lina", now)
    await store.chats.subscribe(chat.id, "", SubscriptionKind.QUERY, "hama", "Lina", now)
    platform, stop, hour = Mouth(), asyncio.Event(), timedelta(hours=1)

    async def silence(_event: Event) -> tuple[()]:
        return ()

    async with Jetstream() as server, Streams(user_agent="x", private_hosts=frozenset({server.place})) as streams:
        pace = Pace(TEMPO, longest=hour, lease=hour, spread=timedelta(0))
        terms = Terms(deadline=LEASE, unsure="repeat", zone=ZoneInfo("UTC"))
        days = timedelta(days=90)
        shape = Shape("me", pace, 1, terms, timedelta(seconds=3), days, days, tmp_path / "heartbeat")
        wiring = Wiring([BlueskyStream([server.url])], streams.listen, names, parse)
        reader = Reader([Bluesky()], names, parse, hour)
        engine = Engine(store, SystemClock(), [platform], reader, shape, ignore, Unnamed(), memory, wiring)
        task = asyncio.create_task(engine.run(silence, stop))
        await until(lambda: bool(server.lines))
        server.post(DIDS[0], "rkey1", "Hama: talks resume", createdAt=now.isoformat())
        await until(lambda: bool(platform.told))
        assert "Hama: talks resume" in platform.told[0].text
        assert "outlet-0" in platform.told[0].text
        stop.set()
        await task
        assert not server.lines
    assert await store.ledger.lead("streams", "somebody else", datetime.now(UTC), hour) is not None
