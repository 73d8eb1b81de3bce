"""A local feed host that serves the recorded day as RSS, each item from its hour on."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from email.utils import format_datetime
from hashlib import sha256
from xml.etree import ElementTree as ET

from aiohttp import web

from bot.demo.day import Day

__all__ = ["serve_day"]


@asynccontextmanager
async def serve_day(day: Day, began: datetime, speed: float) -> AsyncIterator[str]:
    """Serve it on a free port of this machine; gives `host:port`. A feed's path is `/OUTLET/feed.xml`."""

    async def answer(request: web.Request) -> web.Response:
        body = feed(day, request.match_info["outlet"], began, speed, datetime.now(UTC))
        etag = sha256(body).hexdigest()[:16]
        if request.headers.get("If-None-Match") == f'"{etag}"':
            return web.Response(status=304)
        return web.Response(body=body, content_type="application/rss+xml", headers={"ETag": f'"{etag}"'})

    app = web.Application()
    app.router.add_get("/{outlet}/feed.xml", answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    try:
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        host, port = runner.addresses[0][:2]
        yield f"{host}:{port}"
    finally:
        await runner.cleanup()


def feed(day: Day, outlet: str, began: datetime, speed: float, now: datetime) -> bytes:
    """The RSS document of one outlet as it stands `now`, the newest item first."""
    name = next((o.name for o in day.outlets if o.id == outlet), outlet)
    rss = ET.Element("rss", version="2.0")
    channel = ET.SubElement(rss, "channel")
    ET.SubElement(channel, "title").text = name
    ET.SubElement(channel, "link").text = f"https://{outlet}.example/"
    for number, publication in reversed(list(enumerate(day.publications))):
        published = day.published(publication, began, speed)
        if publication.outlet != outlet or published > now:
            continue
        item = ET.SubElement(channel, "item")
        ET.SubElement(item, "guid", isPermaLink="false").text = f"{outlet}-{number}"
        ET.SubElement(item, "link").text = f"https://{outlet}.example/{number}"
        ET.SubElement(item, "title").text = publication.title
        ET.SubElement(item, "description").text = publication.text
        ET.SubElement(item, "pubDate").text = format_datetime(published)
    return ET.tostring(rss, encoding="utf-8", xml_declaration=True)
