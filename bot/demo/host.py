"""A local feed host that serves the recorded day as RSS, each item from its hour on."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from hashlib import sha256
from xml.etree import ElementTree as ET

from aiohttp import web

from bot.demo.day import Day

__all__ = ["Replay", "hosted"]


class Replay:
    """The day as it stands.

    It opens once every feed has been read: a first read is silent, and nothing is to be missed.
    """

    def __init__(self, day: Day, length: timedelta) -> None:
        self.day = day
        self.length = length
        self.opened = asyncio.Event()
        self._began = datetime.now(UTC)
        self._unread = {outlet.id for outlet in day.outlets}

    async def after(self, share: float) -> None:
        """Wait until this share of the day has gone by; 1 is its end."""
        await self.opened.wait()
        left = self._began + self.length * share - datetime.now(UTC)
        await asyncio.sleep(max(0.0, left.total_seconds()))

    async def answer(self, request: web.Request) -> web.Response:
        """A feed, or 304 to a reader that has it."""
        outlet = request.match_info["outlet"]
        body = self.feed(outlet, datetime.now(UTC))
        etag = f'"{sha256(body).hexdigest()[:16]}"'
        self._read(outlet)
        if request.headers.get("If-None-Match") == etag:
            return web.Response(status=304)
        return web.Response(body=body, content_type="application/rss+xml", headers={"ETag": etag})

    def feed(self, outlet: str, now: datetime) -> bytes:
        """The RSS document of one outlet, the newest item first."""
        rss = ET.Element("rss", version="2.0")
        channel = ET.SubElement(rss, "channel")
        ET.SubElement(channel, "title").text = next((o.name for o in self.day.outlets if o.id == outlet), outlet)
        for number, publication in reversed(list(enumerate(self.day.publications))):
            published = self.day.published(publication, self._began, self.length)
            old = publication.at <= self.day.opens
            if publication.outlet != outlet or not (old or (self.opened.is_set() and published <= now)):
                continue
            item = ET.SubElement(channel, "item")
            ET.SubElement(item, "guid", isPermaLink="false").text = f"{outlet}-{number}"
            ET.SubElement(item, "link").text = f"https://{outlet}.example/{number}"
            ET.SubElement(item, "title").text = publication.title
            ET.SubElement(item, "description").text = publication.text
            ET.SubElement(item, "pubDate").text = format_datetime(published)
        document: bytes = ET.tostring(rss, encoding="utf-8", xml_declaration=True)
        return document

    def _read(self, outlet: str) -> None:
        self._unread.discard(outlet)
        if not self._unread and not self.opened.is_set():
            self._began = datetime.now(UTC)
            self.opened.set()


@asynccontextmanager
async def hosted(replay: Replay) -> AsyncIterator[str]:
    """Serve it on a free port of this machine; gives `host:port`. A feed's path is `/OUTLET/feed.xml`."""
    app = web.Application()
    app.router.add_get("/{outlet}/feed.xml", replay.answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        host, port = runner.addresses[0][:2]
        yield f"{host}:{port}"
    finally:
        await runner.cleanup()
