"""The world around the bot: feeds that publish numbered reports, and a chat server that tells what it was sent."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TypedDict

from aiohttp import web

TOPIC = "hama"
"""What the chats follow: every report but the first of each feed is of it."""
FEEDS = ("north", "south", "east", "west")
CHATS = ("alpha", "beta", "gamma")

_NUMBER = re.compile(r"Hama report number (\d+) of the day")


class Raw(TypedDict):
    """A send as the chat server received it."""

    chat: str
    key: str
    text: str
    edits: str
    """The message whose words it replaces; empty for a new one."""


@dataclass
class Wire:
    """The feeds: which report stands in which, in the order of publication."""

    published: dict[str, list[int]] = field(default_factory=lambda: {feed: [] for feed in FEEDS})
    copied: dict[int, list[str]] = field(default_factory=dict)
    """Feeds that carry a report of another, by its number."""
    entries: dict[str, list[int]] = field(default_factory=lambda: {feed: [] for feed in FEEDS})
    """All that stands in each: its own reports, and others'."""
    served: Counter[str] = field(default_factory=Counter)
    """How often each was asked for."""

    def publish(self, feed: str) -> int:
        """A new report in this feed; its number, which no other has."""
        number = 1 + max((number for numbers in self.published.values() for number in numbers), default=0)
        self.published[feed].append(number)
        self.entries[feed].append(number)
        return number

    def copy(self, number: int) -> bool:
        """One more feed carries this report; False where all do."""
        feed = next((feed for feed in FEEDS if number not in self.entries[feed]), None)
        if feed is None:
            return False
        self.entries[feed].append(number)
        self.copied.setdefault(number, []).append(feed)
        return True

    @property
    def numbers(self) -> set[int]:
        """All reports published so far."""
        return {number for numbers in self.published.values() for number in numbers}

    def document(self, feed: str) -> bytes:
        """The feed as RSS, the newest report first."""
        titles = [f"Hama report number {number} of the day" for number in reversed(self.entries[feed])]
        items = "".join(
            f"<item><guid>{feed} {title}</guid><link>https://{feed}.example/{title.split()[3]}</link>"
            f"<title>{title}</title></item>"
            for title in [*titles, "Nothing happened on the first day"]
        )
        return f"<rss version='2.0'><channel><title>{feed}</title>{items}</channel></rss>".encode()

    async def answer(self, request: web.Request) -> web.Response:
        """One GET of a feed, conditional or not."""
        self.served[request.match_info["feed"]] += 1
        body = self.document(request.match_info["feed"])
        etag = f'"{sha256(body).hexdigest()[:16]}"'
        if request.headers.get("If-None-Match") == etag:
            return web.Response(status=304, headers={"ETag": etag})
        return web.Response(body=body, content_type="application/rss+xml", headers={"ETag": etag})


@dataclass
class ChatServer:
    """Makes one message of all sends with one key, as Matrix does of one transaction id."""

    raw: list[Raw] = field(default_factory=list)
    """Sends; an edit is none."""
    messages: dict[str, Raw] = field(default_factory=dict)

    async def answer(self, request: web.Request) -> web.Response:
        """One send."""
        send: Raw = await request.json()
        if send["edits"]:
            list(self.messages.values())[int(send["edits"]) - 1]["text"] = send["text"]
            return web.json_response({"id": send["edits"]})
        self.raw.append(send)
        self.messages.setdefault(send["key"], send)
        return web.json_response({"id": str(list(self.messages).index(send["key"]) + 1)})


@dataclass
class World:
    """Both, on one port of this machine."""

    wire: Wire
    chats: ChatServer
    host: str = ""


@asynccontextmanager
async def world() -> AsyncIterator[World]:
    """A world of its own, on a free port."""
    here = World(Wire(), ChatServer())
    app = web.Application()
    app.router.add_get("/feeds/{feed}.xml", here.wire.answer)
    app.router.add_post("/send", here.chats.answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        host, port = runner.addresses[0][:2]
        here.host = f"{host}:{port}"
        yield here
    finally:
        await runner.cleanup()


def reports(texts: Iterable[str]) -> list[int]:
    """The numbers of the reports these messages tell of, in their order."""
    return [int(number) for text in texts for number in _NUMBER.findall(text)]
