"""A feed host in a process of its own, whose costs do not count: `python -m benchmarks._hosted FEEDS BYTES`."""

from __future__ import annotations

import asyncio
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

from tests.servers.feedhost import FeedHost

ITEMS = 50
"""Items of a feed; news feeds have ten to a hundred."""
WORDS = "Officials said on Monday that the road between the two towns would be open again by the end of the week. "


@asynccontextmanager
async def hosted(feeds: int, size: int) -> AsyncIterator[str]:
    """So many feeds of so many bytes at `http://HOST/NUMBER.xml`; gives the `host:port`."""
    process = await asyncio.create_subprocess_exec(sys.executable, "-m", __name__, str(feeds), str(size), stdout=PIPE)
    assert process.stdout is not None
    try:
        yield (await process.stdout.readline()).decode().strip()
    finally:
        process.terminate()
        await process.wait()


def feed(number: int, size: int) -> bytes:
    """An RSS document of about so many bytes, unlike those of other numbers."""
    text = (WORDS * (size // ITEMS // len(WORDS) + 1))[: max(size // ITEMS - 250, 0)]
    newest = datetime.now(UTC)
    items = "".join(
        f"<item><guid>{number}-{item}</guid><link>https://outlet{number}.example/{item}</link>"
        f"<title>Report {item} of outlet {number} about Hama, Homs and the roads between them</title>"
        f"<pubDate>{format_datetime(newest - timedelta(minutes=item))}</pubDate>"
        f"<description>&lt;p&gt;{text}&lt;/p&gt;</description></item>"
        for item in range(ITEMS)
    )
    return f"<rss version='2.0'><channel><title>Outlet {number}</title>{items}</channel></rss>".encode()


async def main() -> None:
    """Serve until the parent says to stop."""
    async with FeedHost() as host:
        for number in range(int(sys.argv[1])):
            host.publish(f"{number}.xml", feed(number, int(sys.argv[2])))
        print(host.place, flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
