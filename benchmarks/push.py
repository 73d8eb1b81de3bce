"""How soon a publication is stored that a hub pushes: `python -m benchmarks.push [--pushes 200]`.

Claim: less than 200 ms pass between the moment when a hub is told of a publication and the commit that stores it. All
of it is real: a hub that verified the subscription, HTTP, the signature, the parser's process, an SQLite file. The hub
runs in the same process, so that its own work counts too. `cold_ms` is the first push, for which a parser is started:
that happens after two minutes without anything to parse. The baseline is the same document polled as often as the
settings allow: a reading is measured, the wait for it is any part of the interval. Prints one JSON line.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks._hosted import feed
from bot.core.model import Outlet, Source
from bot.core.outcome import Hub as Named
from bot.core.outcome import Read
from bot.core.schedule import Tempo
from bot.core.seal import Seal
from bot.engine.arrivals import Arrivals
from bot.engine.clock import SystemClock
from bot.engine.lead import Lead
from bot.engine.parsers import ParserPool
from bot.engine.push import Pushing, Subscribe
from bot.engine.reader import Reader
from bot.http import MOST_BYTES, Client
from bot.log import set_up
from bot.ports import Callbacks, Store, ignore
from bot.settings import Settings
from bot.sources import Access, kinds
from bot.store import open_store
from bot.web import PATH, Web
from tests.kit.trusting import trusting
from tests.servers.feedhost import FeedHost
from tests.servers.hub import Hub

SIZE = 50_000
"""Bytes of the document, which has fifty items."""
DAY = timedelta(days=1)
SEAL = Seal(b"p" * 32, b"s" * 32)
RSS = "application/rss+xml; charset=utf-8"


@dataclass
class Bot:
    """As much of the bot as a push goes through."""

    store: Store
    reader: Reader
    source: Source
    stored: asyncio.Event


async def until(event: asyncio.Event) -> None:
    """Wait for it, and be ready for the next."""
    await event.wait()
    event.clear()


@asynccontextmanager
async def running(hub: Hub, host: FeedHost, folder: Path) -> AsyncIterator[Bot]:
    """A bot whose one source is subscribed at the hub."""
    topic = host.publish("feed.xml", document(0))
    store = await open_store(f"sqlite+aiosqlite:///{folder / 'attribot.db'}")
    parsers, clock, stored = ParserPool(), SystemClock(), asyncio.Event()
    async with Client(user_agent="benchmark", private_hosts=frozenset({hub.place, host.place}), gap=0) as client:
        reader = Reader(kinds(Access()), trusting(client.fetch), parsers.parse, DAY)
        arrivals = Arrivals(store.sources, store.pushes, reader, SEAL, clock, woken=stored.set, reach=ignore)
        web = Web("127.0.0.1", 0, most_bytes=MOST_BYTES, is_well=lambda: True)
        tasks = [asyncio.create_task(web.serve(arrivals)), asyncio.create_task(arrivals.run())]
        try:
            while not web.places:  # noqa: ASYNC110 - it tells nobody
                await asyncio.sleep(0.01)
            source = await subscribed(store, client, hub, topic, web.places[0][1])
            yield Bot(store, reader, source, stored)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await parsers.close()
            await store.close()


async def subscribed(store: Store, client: Client, hub: Hub, topic: str, port: int) -> Source:
    """A source that was read once; back when the hub has verified its subscription."""

    async def never(_callbacks: Callbacks) -> None:
        raise AssertionError("the door is open already")

    now = datetime.now(UTC)
    await store.sources.add(Outlet(id="outlet", name="Outlet"), "feed", topic, now)
    (held,) = await store.sources.claim(now, 1, DAY)
    await store.sources.settle(held, Read((), hub=Named(hub.url, topic)), Tempo(DAY, DAY), now)
    lead = Lead("push", "benchmark", store.ledger, SystemClock(), DAY)
    pushing = Pushing(f"http://127.0.0.1:{port}{PATH}", SEAL, trusting(client.post), never)
    stage = Subscribe(store.pushes, store.ledger, pushing, lead, SystemClock())
    for push in await stage.claim(1):
        await stage.work(push)
    while not hub.subscribers:  # noqa: ASYNC110 - it tells nobody
        await asyncio.sleep(0.01)
    return held


def document(number: int) -> bytes:
    """The feed with its newest item."""
    new = f"<item><guid>new-{number}</guid><link>https://outlet.example/new-{number}</link><title>News {number}</title>"
    return feed(0, SIZE).replace(b"<item>", f"{new}</item><item>".encode(), 1)


async def pushed(hub: Hub, bot: Bot, pushes: int) -> list[float]:
    """Milliseconds from the hub's knowledge to the commit, push by push."""
    took = []
    for number in range(1, pushes + 2):
        body = document(number)
        began = time.perf_counter()
        publishing = asyncio.create_task(hub.publish(bot.source.locator, body, RSS))
        await until(bot.stored)
        took.append((time.perf_counter() - began) * 1000)
        assert await publishing == [200]
    return took


async def polled(host: FeedHost, bot: Bot, polls: int) -> list[float]:
    """Milliseconds that a poll takes from its beginning to the commit."""
    took = []
    for number in range(polls):
        host.publish("feed.xml", document(1_000_000 + number))
        now = datetime.now(UTC)
        await bot.store.sources.change(bot.source.id, bot.source.state, now)
        (held,) = await bot.store.sources.claim(now, 1, DAY)
        began = time.perf_counter()
        outcome = await bot.reader.read(held)
        recorded = await bot.store.sources.settle(held, outcome, Tempo(DAY, DAY), now)
        took.append((time.perf_counter() - began) * 1000)
        assert recorded is not None
        assert recorded.new >= 1
    return took


def part(values: Sequence[float], share: float) -> float:
    """The value below which this share of them lies."""
    return sorted(values)[min(int(len(values) * share), len(values) - 1)]


async def main() -> None:
    """Measure both and print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--pushes", type=int, default=200, help="how many")
    pushes = options.parse_args().pushes
    set_up("error", as_json=False)
    floor = Settings(_env_file=None).poll_floor_seconds
    with TemporaryDirectory() as folder:
        async with Hub() as hub, FeedHost() as host, running(hub, host, Path(folder)) as bot:
            cold, *ours = await pushed(hub, bot, pushes)
            reading = await polled(host, bot, pushes)
    baseline = {
        "what": f"the same document polled every {floor:g} seconds",
        "reading_ms": round(part(reading, 0.5), 1),
        "median_ms": round(floor * 500 + part(reading, 0.5)),
        "p99_ms": round(floor * 990 + part(reading, 0.5)),
    }
    figures = {
        "benchmark": "push",
        "pushes": len(ours),
        "kB": SIZE // 1000,
        "median_ms": round(part(ours, 0.5), 1),
        "p99_ms": round(part(ours, 0.99), 1),
        "cold_ms": round(cold, 1),
        "target_ms": 200,
    }
    print(json.dumps({**figures, "baseline": baseline}))


if __name__ == "__main__":
    asyncio.run(main())
