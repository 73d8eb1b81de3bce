"""What the bot takes while nothing happens: `python -m benchmarks.idle [--sources 100] [--seconds 45]`.

Claim: with 100 sources and Telegram, all of its processes together hold less than 200 MB. The sources are read once and
then asked again every 30 seconds, which they answer with 304. RSS counts shared pages in every process, PSS once. The
baseline is a bare Python with aiohttp and SQLAlchemy imported. Prints one JSON line.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import sqlite3
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil

from benchmarks._hosted import hosted
from bot.app import opened
from bot.core.model import Outlet
from bot.log import set_up
from bot.settings import Settings
from tests.servers.botapi import TOKEN, BotApi

SOURCES, SIZE = 100, 50_000
BARE = "import aiohttp, sqlalchemy.ext.asyncio; print('ready', flush=True); input()"


def megabytes(process: Process) -> tuple[float, float]:
    """RSS and PSS of a process and all it has started."""
    root = psutil.Process(process.pid)
    taken = [one.memory_full_info() for one in (root, *root.children(recursive=True))]
    return sum(one.rss for one in taken) / 1e6, sum(one.pss for one in taken) / 1e6


async def bare() -> tuple[float, float]:
    """What the libraries alone take."""
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", BARE, stdin=PIPE, stdout=PIPE)
    assert process.stdout is not None
    await process.stdout.readline()
    taken = megabytes(process)
    await process.communicate(b"\n")
    return taken


async def watched(folder: Path, environment: dict[str, str], seconds: float) -> list[tuple[float, float]]:
    """Run the bot until all sources are read; then what it takes, second by second."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.acceptance.victim", env=environment, stdin=DEVNULL, stderr=DEVNULL
    )
    try:
        while _unread(folder):  # noqa: ASYNC110 - another process does it
            await asyncio.sleep(0.5)
        samples = []
        for _ in range(round(seconds)):
            await asyncio.sleep(1)
            samples.append(megabytes(process))
        return samples
    finally:
        process.terminate()
        await process.wait()


async def prepare(folder: Path, host: str, count: int) -> None:
    """A database with so many sources."""
    async with opened(Settings(_env_file=None, data_dir=folder)) as store:
        for number in range(count):
            outlet = Outlet(id=f"outlet-{number}", name=f"Outlet {number}")
            await store.sources.add(outlet, "feed", f"http://{host}/{number}.xml", datetime.now(UTC))


def _unread(folder: Path) -> int:
    with closing(sqlite3.connect(folder / "attribot.db")) as database:
        unread: int = database.execute("SELECT count(*) FROM sources WHERE read_at IS NULL").fetchone()[0]
        return unread


async def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--sources", type=int, default=SOURCES, help="how many")
    options.add_argument("--seconds", type=float, default=45, help="how long to watch")
    asked = options.parse_args()
    set_up("error", as_json=False)
    with TemporaryDirectory() as name:
        folder = Path(name)
        async with hosted(asked.sources, SIZE) as host, BotApi(strict=False) as api:
            await prepare(folder, host, asked.sources)
            settings = {"POLL_SECONDS": "30", "POLL_FLOOR_SECONDS": "20", "HOST_GAP_SECONDS": "0"}
            places = {"DATA_DIR": name, "PRIVATE_HOSTS": host, "TELEGRAM_API": api.url, "TELEGRAM_TOKEN": TOKEN}
            samples = await watched(folder, {"PATH": os.environ["PATH"], **settings, **places}, asked.seconds)
    rss, pss = samples[-1]
    baseline_rss, baseline_pss = await bare()
    figures = {
        "benchmark": "idle",
        "sources": asked.sources,
        "rss_mb": round(rss, 1),
        "pss_mb": round(pss, 1),
        "most_rss_mb": round(max(one for one, _ in samples), 1),
        "target_mb": 200,
        "baseline": {"rss_mb": round(baseline_rss, 1), "pss_mb": round(baseline_pss, 1)},
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    asyncio.run(main())
