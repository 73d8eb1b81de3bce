"""How well and how fast feeds are read: `python -m benchmarks.parse [--manifest FILE] [--out FILE]`.

Claim: every feed is read through the real client, driver, kind and parser process, none crashes or hangs, and the event
loop is never held up by parsing, as it is by feedparser in the same process.

A manifest is a JSON list of {"file": path beside the manifest}; without one, feeds are made up. A line of --out is
{"file", "entries": [{"id", "title", "link", "published"}], "error", "ms"}: what the documents themselves say, before
links are made absolute. The last line printed is one JSON object with the figures and, as `baseline`, those of bare
feedparser in the same run.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import time
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path

import feedparser

from bot.core.model import Entry, Outlet, Source
from bot.core.outcome import Failed
from bot.engine.drive import drive
from bot.engine.parsers import ParserPool
from bot.http import Client
from bot.ports import Document, Parse, Unreadable
from bot.sources.editing import edited
from bot.sources.feed import Feed
from bot.sources.parsing import parse_document
from tests.kit.trusting import trusting
from tests.servers.feedhost import FeedHost, Published

MADE_UP = 60
ENTRIES = 30
HEARTBEAT = 0.005


@dataclass(frozen=True, slots=True)
class Given:
    """A feed to read."""

    file: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Row:
    """What came of it."""

    file: str
    entries: tuple[Entry, ...]
    error: str
    ms: float


def main() -> None:
    """The command line."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--manifest", type=Path, help="JSON list of feeds; without it, feeds are made up")
    options.add_argument("--feeds", type=int, default=MADE_UP, help="how many to make up")
    options.add_argument("--out", type=Path, help="where to write one line a feed")
    chosen = options.parse_args()
    feeds = listed(chosen.manifest) if chosen.manifest else made_up(chosen.feeds)
    rows, figures = asyncio.run(measure(feeds))
    if chosen.out:
        chosen.out.write_text("".join(f"{json.dumps(line(row), ensure_ascii=False)}\n" for row in rows), "utf-8")
    print(json.dumps(figures))


async def measure(feeds: list[Given]) -> tuple[list[Row], dict[str, object]]:
    """Read all feeds our way, then by feedparser alone."""
    stalls: list[float] = []
    async with watched(stalls):
        rows = await read(feeds)
    bare_stalls: list[float] = []
    async with watched(bare_stalls):
        bare = await parse_bare(feeds)
    figures: dict[str, object] = {
        "benchmark": "parse",
        "feeds": len(rows),
        "entries": sum(len(row.entries) for row in rows),
        "unread": sum(bool(row.error) for row in rows),
        "ms_per_feed": average([row.ms for row in rows]),
        "slowest_ms": round(max(row.ms for row in rows), 1),
        "longest_stall_ms": round(max(stalls, default=0) * 1000, 1),
        "baseline": {
            "what": "feedparser in the same process, defaults, no fetching",
            "ms_per_feed": average(bare),
            "slowest_ms": round(max(bare), 1),
            "longest_stall_ms": round(max(bare_stalls, default=0) * 1000, 1),
        },
    }
    return rows, figures


async def read(feeds: list[Given]) -> list[Row]:
    """Serve each feed from this machine and read it as the bot does; the parser process is warm."""
    async with (
        FeedHost() as host,
        Client(user_agent="Attribot", private_hosts=frozenset({host.place}), gap=0) as client,
    ):
        pool = ParserPool()
        try:
            await read_one(host, client, pool, made_up(1)[0])
            return [await read_one(host, client, pool, given) for given in feeds]
        finally:
            await pool.close()


async def read_one(host: FeedHost, client: Client, pool: ParserPool, given: Given) -> Row:
    """One feed; the document is noted as it stands, before it is edited for its readers."""
    noted: list[Document | Unreadable] = []

    async def parse(ask: Parse) -> Document | Unreadable:
        found = await pool.parse(replace(ask, parser=parse_document))
        noted.append(found)
        return found if isinstance(found, Unreadable) else edited(found, ask.url)

    url = host.publish("feed", Published(given.body, content_type="application/xml"))
    source = Source(id=0, outlet=Outlet("benchmark", "Benchmark"), kind=Feed.name, locator=url)
    began = time.perf_counter()
    outcome = await drive(Feed().read(source), trusting(client.fetch), parse)
    took = (time.perf_counter() - began) * 1000
    entries = next((document.entries for document in noted if isinstance(document, Document)), ())
    return Row(given.file, entries, outcome.why if isinstance(outcome, Failed) else "", took)


async def parse_bare(feeds: list[Given]) -> list[float]:
    """Milliseconds that feedparser takes for each; the loop gets its turn only between them."""
    times = []
    for given in feeds:
        began = time.perf_counter()
        feedparser.parse(BytesIO(given.body))
        times.append((time.perf_counter() - began) * 1000)
        await asyncio.sleep(0)
    return times


@asynccontextmanager
async def watched(stalls: list[float]) -> AsyncGenerator[None]:
    """Notes by how many seconds each heartbeat of the loop came late."""

    async def beat() -> None:
        while True:
            began = time.perf_counter()
            await asyncio.sleep(HEARTBEAT)
            stalls.append(time.perf_counter() - began - HEARTBEAT)

    task = asyncio.create_task(beat())
    try:
        yield
    finally:
        await asyncio.sleep(2 * HEARTBEAT)
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


def listed(manifest: Path) -> list[Given]:
    """The feeds of a manifest, in its order."""
    names = [str(feed["file"]) for feed in json.loads(manifest.read_text("utf-8"))]
    return [Given(name, (manifest.parent / name).read_bytes()) for name in names]


def line(row: Row) -> dict[str, object]:
    """A row as --out has it."""
    entries = [
        {
            "id": entry.guid,
            "title": entry.title,
            "link": entry.url,
            "published": entry.published.isoformat() if entry.published else None,
        }
        for entry in row.entries
    ]
    return {"file": row.file, "entries": entries, "error": row.error or None, "ms": round(row.ms, 2)}


def average(values: list[float]) -> float:
    """The mean, rounded."""
    return round(sum(values) / max(len(values), 1), 2)


# ---- feeds of our own

WORDS = "army says it stopped an advance north of the city where units held their positions overnight officials add"


def made_up(count: int) -> list[Given]:
    """So many feeds of three formats in turn, each of 30 entries with some 3 kB of markup: a busy news site's."""
    writers: tuple[Callable[[int], str], ...] = (rss, atom, json_feed)
    return [Given(f"made-up-{place}", writers[place % 3](place).encode()) for place in range(count)]


def markup() -> str:
    """An article's body."""
    return f'<p class="lead">{WORDS} <a href="https://example.org/">more</a></p>' * 18


def rss(place: int) -> str:
    """RSS 2.0."""
    items = "".join(
        f"<item><guid>{place}-{n}</guid><link>https://example.org/{place}/{n}</link><title>Report {n} &amp; more"
        f"</title><pubDate>Mon, 02 Nov 2026 10:{n:02}:00 GMT</pubDate>"
        f"<description><![CDATA[{markup()}]]></description></item>"
        for n in range(ENTRIES)
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Example</title>{items}</channel></rss>'


def atom(place: int) -> str:
    """Atom 1.0."""
    entries = "".join(
        f"<entry><id>tag:example.org,2026:{place}-{n}</id><link href='https://example.org/{place}/{n}'/>"
        f"<title>Report {n}</title><updated>2026-11-02T10:{n:02}:00Z</updated>"
        f"<content type='html'><![CDATA[{markup()}]]></content></entry>"
        for n in range(ENTRIES)
    )
    return f'<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Example</title>{entries}</feed>'


def json_feed(place: int) -> str:
    """JSON Feed 1.1."""
    items = [
        {
            "id": f"{place}-{n}",
            "url": f"https://example.org/{place}/{n}",
            "title": f"Report {n}",
            "content_html": markup(),
        }
        for n in range(ENTRIES)
    ]
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "Example", "items": items})


if __name__ == "__main__":
    main()
