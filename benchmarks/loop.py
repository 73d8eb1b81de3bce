"""How long the event loop is held up while feeds are polled: `python -m benchmarks.loop [--feeds 50]`.

Claim: while 50 feeds of 100 kB are read, parsed, stored and filed by the real engine, other tasks wait less than 20 ms
in 99 of 100 cases. The baseline, in the same run, is the same engine parsing on the loop. Prints one JSON line.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from benchmarks._hosted import hosted
from bot.core.message import Message
from bot.core.model import Outlet
from bot.core.names import Names
from bot.core.schedule import Tempo
from bot.core.stories import Window
from bot.data.concepts import concepts
from bot.data.names import lexicon
from bot.engine.clock import SystemClock
from bot.engine.deliver import Terms
from bot.engine.engine import Engine, Shape
from bot.engine.parsers import ParserPool
from bot.engine.poll import Pace
from bot.engine.reader import Reader
from bot.http import Client
from bot.log import set_up
from bot.ports import Document, Event, Parse, Store, Unreadable, ignore
from bot.sources import Access, kinds
from bot.store import open_store

FEEDS, SIZE = 50, 100_000
TICK = 0.002
"""Seconds between two looks at the clock."""
HOUR = timedelta(hours=1)

Parser = Callable[[Parse], Awaitable[Document | Unreadable]]


async def on_the_loop(ask: Parse) -> Document | Unreadable:
    """The baseline: parse where everything else runs."""
    return ask.parser(ask.body, ask.content_type, ask.url)


async def measured(host: str, feeds: int, folder: Path, parse: Parser, names: Names) -> list[float]:
    """Run the engine until all feeds are filed; gives how many milliseconds late each look at the clock was."""
    async with AsyncExitStack() as stack:
        store = await open_store(f"sqlite+aiosqlite:///{folder / 'attribot.db'}", names=names)
        stack.push_async_callback(store.close)
        await _add_sources(store, host, feeds)
        client = Client(user_agent="Attribot benchmark", private_hosts=frozenset({host}), gap=0)
        reader = Reader(kinds(Access()), (await stack.enter_async_context(client)).fetch, parse, HOUR)
        memory = partial(Window, concepts(), names)
        engine = Engine(store, SystemClock(), (), reader, _shape(folder), ignore, names, memory)
        stop = asyncio.Event()
        late: list[float] = []
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(engine.run(_silence, stop))
            watch = tasks.create_task(_watch(late))
            await _all_filed(store)
            watch.cancel()
            stop.set()
    return late


async def _watch(late: list[float]) -> None:
    while True:
        due = time.perf_counter() + TICK
        await asyncio.sleep(TICK)
        late.append((time.perf_counter() - due) * 1000)


async def _add_sources(store: Store, host: str, feeds: int) -> None:
    for number in range(feeds):
        outlet = Outlet(id=f"outlet-{number}", name=f"Outlet {number}")
        await store.sources.add(outlet, "feed", f"http://{host}/{number}.xml", datetime.now(UTC))


async def _all_filed(store: Store) -> None:
    while await store.desk.unfiled(1) or await _unread(store):  # noqa: ASYNC110 - no event tells of it
        await asyncio.sleep(0.2)


async def _unread(store: Store) -> bool:
    return any(source.read_at is None for source in await store.sources.every())


async def _silence(_event: Event) -> Sequence[Message]:
    return ()


def _shape(folder: Path) -> Shape:
    pace = Pace(Tempo(floor=HOUR, ceiling=HOUR), longest=HOUR, lease=HOUR, spread=timedelta(0))
    terms = Terms(deadline=HOUR, unsure="repeat", zone=ZoneInfo("UTC"))
    lease = timedelta(seconds=30)
    return Shape("benchmark", pace, 32, terms, lease, HOUR, HOUR, folder / "heartbeat")


def _figures(late: list[float]) -> dict[str, float]:
    ordered = sorted(late)
    return {
        "p50_ms": round(ordered[len(ordered) // 2], 2),
        "p99_ms": round(ordered[len(ordered) * 99 // 100], 2),
        "max_ms": round(ordered[-1], 2),
    }


async def main() -> None:
    """Both ways, one after the other."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--feeds", type=int, default=FEEDS, help="how many")
    feeds = options.parse_args().feeds
    set_up("error", as_json=False)
    pool, names = ParserPool(), lexicon()
    results = {}
    async with hosted(feeds, SIZE) as host:
        for name, parse in (("ours", pool.parse), ("baseline", on_the_loop)):
            with TemporaryDirectory() as folder:
                began = time.perf_counter()
                late = await measured(host, feeds, Path(folder), parse, names)
                results[name] = _figures(late) | {"seconds": round(time.perf_counter() - began, 1)}
    await pool.close()
    figures = {"benchmark": "loop", "feeds": feeds, "kB": SIZE // 1000, **results["ours"]}
    print(json.dumps({**figures, "target_p99_ms": 20, "baseline": results["baseline"]}))


if __name__ == "__main__":
    asyncio.run(main())
