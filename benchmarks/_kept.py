"""A store that has been read into for 300 days: real titles and texts, recombined, through the store's own index.

How an item tells its story is written as the desk writes it: made out once of each text, and not of each item.
"""

from __future__ import annotations

import json
import random
from collections import deque
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import func, insert, select

from bot.core.model import Item, Outlet, SourceState
from bot.core.names import Names
from bot.core.stories.telling import telling
from bot.store import open_store
from bot.store.fulltext import full_text
from bot.store.indexing import Index
from bot.store.rooms import SqlStore
from bot.store.rows import outlet_values, telling_json
from bot.store.tables import carriers, items, outlets, sources, stories

__all__ = ["NOW", "Wire", "filled", "wires"]

NOW = datetime(2026, 11, 1, tzinfo=UTC)
SPAN = timedelta(days=300)
OUTLETS = 300
AT_ONCE = 2_000
SEED = 1
COPIES, NEAR = 0.3, 1_000
"""Share of items that tell one of so many stories before them."""
LATE = 0.02
"""Share of items that are seen days after they were published: a source that is read first."""


@dataclass(frozen=True, slots=True)
class Wire:
    """Titles and texts to recombine, by language."""

    titles: tuple[tuple[str, str], ...]
    texts: dict[str, tuple[str, ...]]

    def draw(self, rng: random.Random) -> tuple[str, str, str]:
        """A title, a text of its language, and that language."""
        title, language = rng.choice(self.titles)
        return title, rng.choice(self.texts[language]), language


def wires(folders: Sequence[Path]) -> Wire:
    """All titles and texts of `items.jsonl` in these folders."""
    rows = [json.loads(line) for folder in folders for line in (folder / "items.jsonl").open()]
    texts: dict[str, list[str]] = {}
    for row in rows:
        texts.setdefault(row["lang"], []).append(row["text"])
    titles = tuple((row["title"], row["lang"]) for row in rows)
    return Wire(titles, {language: tuple(found) for language, found in texts.items()})


@asynccontextmanager
async def filled(url: str, wire: Wire, count: int, names: Names) -> AsyncIterator[SqlStore]:
    """The store at this address, with so many items; they are written if there are none."""
    store = await open_store(url, names=names)
    try:
        await store.indexed()
        async with store._database.read() as connection:  # noqa: SLF001 - what is measured is behind it
            there = await connection.scalar(select(func.max(items.c.id)))
        if there is None:
            await _fill(store, wire, count, names)
        yield store
    finally:
        await store.close()


async def _fill(store: SqlStore, wire: Wire, count: int, names: Names) -> None:
    rng = random.Random(SEED)
    database = store._database  # noqa: SLF001 - as above
    index = Index(full_text(sqlite=database.is_sqlite), names)
    tellings: dict[str, dict[str, Any] | None] = {}
    owners = [Outlet(f"outlet-{number}", f"Outlet {number}", "SY", "en") for number in range(OUTLETS)]
    async with database.write() as connection:
        await connection.execute(insert(outlets), [outlet_values(owner) for owner in owners])
        await connection.execute(insert(sources), [_source(number, owner) for number, owner in enumerate(owners, 1)])
    for batch in _batches(_items(rng, wire, count, owners)):
        placed = [(item, await index.places(item.title, item.text, item.outlet.country)) for item in batch]
        async with database.write() as connection:
            new = [{"id": item.id, "opened_at": item.seen} for item in batch if item.story == item.id]
            await connection.execute(insert(stories), new)
            rows = [_row(item, places) | {"telling": _telling(item, tellings)} for item, places in placed]
            await connection.execute(insert(items), rows)
            await connection.execute(insert(carriers), [_carrier(item) for item in batch])
            await index.keep(connection, batch)
    if not database.is_sqlite:
        async with database._writer.connect() as raw:  # noqa: SLF001 - as autovacuum does
            await raw.execution_options(isolation_level="AUTOCOMMIT")
            await raw.exec_driver_sql("VACUUM ANALYZE")


def _items(rng: random.Random, wire: Wire, count: int, owners: Sequence[Outlet]) -> Iterator[Item]:
    recent: deque[int] = deque(maxlen=NEAR)
    for number in range(1, count + 1):
        seen = NOW - SPAN + SPAN * number / count
        late = timedelta(seconds=rng.expovariate(1 / 600) if rng.random() > LATE else rng.uniform(0, 20 * 86_400))
        title, text, language = wire.draw(rng)
        story = rng.choice(recent) if recent and rng.random() < COPIES else number
        recent += [number] * (story == number)
        owner = owners[int(rng.paretovariate(1.0)) % OUTLETS]
        url = f"https://{owner.id}.example/news/{number}"
        yield Item(number, owner, url, title, text, "", seen - late, seen, language, kind="feed", story=story)


def _batches(found: Iterator[Item]) -> Iterator[list[Item]]:
    batch: list[Item] = []
    for item in found:
        batch.append(item)
        if len(batch) == AT_ONCE:
            yield batch
            batch = []
    if batch:
        yield batch


def _source(number: int, owner: Outlet) -> dict[str, Any]:
    named = {"id": number, "outlet_id": owner.id, "kind": "feed", "locator": f"https://{owner.id}.example/feed"}
    return named | {"state": SourceState.ACTIVE.value, "listed": True, "memory": {}, "due_at": NOW}


def _row(item: Item, places: list[str]) -> dict[str, Any]:
    kept = ("id", "url", "title", "text", "published", "seen", "language")
    source = int(item.outlet.id.rpartition("-")[2]) + 1
    own = {"outlet_id": item.outlet.id, "source_id": source, "quiet": False, "filed": 0, "story_id": item.story}
    return {name: getattr(item, name) for name in kept} | own | {"places": places, "relation": "new"}


def _telling(item: Item, tellings: dict[str, dict[str, Any] | None]) -> dict[str, Any] | None:
    if item.text not in tellings:
        tellings[item.text] = telling_json(telling(item))
    return tellings[item.text]


def _carrier(item: Item) -> dict[str, Any]:
    source = int(item.outlet.id.rpartition("-")[2]) + 1
    marks = {"link": item.url, "title": str(item.id), "words": str(item.id)}
    times = {"first_seen": item.seen, "last_seen": item.seen}
    return {"source_id": source, "key": str(item.id), "item_id": item.id, **marks, **times}
