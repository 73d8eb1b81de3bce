"""How long a reader's whole list takes to come in and to go out: `python -m benchmarks.opml [--feeds 500]`.

Claim: an OPML file of 500 feeds in folders is read, planned and written to SQLite in less than five seconds, in one
transaction, and goes out again as the same set. The baseline is the same file added feed by feed, as `/source add` does
after its try. Prints one JSON line.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import time
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.app import opened
from bot.core.holdings import Parcel
from bot.core.naming import Names
from bot.core.taking import spread
from bot.data.opml import Outline, read_opml, write_opml
from bot.log import set_up
from bot.ports import Store
from bot.settings import Settings
from bot.sourcing import kinds_of, reads_of

FEEDS, FOLDERS = 500, 12


def listed(count: int) -> bytes:
    """An OPML file of so many feeds as readers write it."""
    folders = []
    for folder in range(FOLDERS):
        feeds = "".join(
            f'<outline type="rss" text="Outlet {number}" title="Outlet {number}" htmlUrl="https://outlet{number}.example/"'
            f' xmlUrl="https://outlet{number}.example/news/feed.xml?section={number}&amp;format=rss"/>'
            for number in range(folder, count, FOLDERS)
        )
        folders.append(f'<outline text="folder-{folder}">{feeds}</outline>')
    return f'<?xml version="1.0"?><opml version="2.0"><body>{"".join(folders)}</body></opml>'.encode()


async def at_once(store: Store, parcel: Parcel) -> None:
    """As an import does."""
    await store.outlets.take_in(parcel.holdings, datetime.now(UTC), spread(parcel.holdings))


async def one_by_one(store: Store, parcel: Parcel) -> None:
    """A transaction for each feed."""
    for holding in parcel.holdings:
        names = Names(await store.outlets.every())
        (route,) = holding.routes
        outlet = names.new(holding.outlet.name, route.locator)
        await store.sources.add(outlet, route.kind, route.locator, datetime.now(UTC))


async def measured(body: bytes, *, whole: bool) -> dict[str, object]:
    """Seconds to take the list in and to write it out, and whether that is the same list."""
    settings = Settings(_env_file=None)
    reads = reads_of(kinds_of(settings))
    with TemporaryDirectory() as folder:
        async with opened(settings.model_copy(update={"data_dir": Path(folder)})) as store:
            began = time.perf_counter()
            parcel = reads(body)
            await (at_once if whole else one_by_one)(store, parcel)
            taken = time.perf_counter() - began
            began = time.perf_counter()
            text = write_opml(await store.outlets.holdings())
            written = time.perf_counter() - began
    same = named(read_opml(text.encode())) == named(read_opml(body))
    return {"in_s": round(taken, 2), "out_s": round(written, 2), "same_set": same}


def named(outlines: Iterable[Outline]) -> set[tuple[str, str]]:
    """What tells one feed from another."""
    return {(outline.title, outline.address) for outline in outlines}


async def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--feeds", type=int, default=FEEDS, help="how many")
    feeds = options.parse_args().feeds
    set_up("error", as_json=False)
    body = listed(feeds)
    ours, baseline = await measured(body, whole=True), await measured(body, whole=False)
    figures = {"benchmark": "opml", "feeds": feeds, "kB": round(len(body) / 1000), **ours}
    print(json.dumps({**figures, "target_in_s": 5, "baseline": baseline}))


if __name__ == "__main__":
    asyncio.run(main())
