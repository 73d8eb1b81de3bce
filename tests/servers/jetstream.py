"""A Jetstream server on the loopback: filters, cursors and pings as the real one has them, and every way to break off.

What it does is what the published sources of Jetstream say of `/subscribe`: cursors are microseconds and inclusive, one
in the future means the present, account and identity events pass whatever collections are wanted.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Final

from aiohttp import WSMsgType, web

from tests.servers.loopback import Loopback

__all__ = ["Jetstream", "Opened"]

POST: Final = "app.bsky.feed.post"
REPOST: Final = "app.bsky.feed.repost"
BEGAN: Final = 1_772_366_400_000_000
"""2026-03-01 12:00 UTC: when the first event happens, unless it is told another time."""

Event = dict[str, Any]


@dataclass(eq=False)
class Opened:
    """A line that was opened: what was asked, and the wishes that hold for it now."""

    cursor: str
    dids: frozenset[str]
    collections: frozenset[str]
    user_agent: str
    sent: int = 0
    """Frames that were sent whole."""
    pongs: int = 0
    outbox: asyncio.Queue[str | None] = field(default_factory=asyncio.Queue)


class Jetstream(Loopback):
    """An async context manager; events are what `post`, `repost` and the like have made, the oldest first."""

    def __init__(self, host: str = "127.0.0.1") -> None:
        super().__init__(host)
        self.events: list[Event] = []
        self.opened: list[Opened] = []
        self.lines: set[Opened] = set()
        """Those that are open."""
        self.refuse = 0
        """A status with which lines are refused; 0 for none."""
        self.floor = 0
        """The oldest cursor taken; older ones are refused as too old."""
        self.cut_after: list[int] = []
        """The next lines are cut after so many frames each, in the midst of the following one."""
        self.mute = False
        """Whether lines are accepted and nothing is ever said, not even a ping."""
        self.ping_every = 30.0
        self.pace = 1_000
        """Microseconds between two events."""
        self.failed: list[str] = []
        """Requests that a real server would have refused."""

    def _routes(self) -> Sequence[web.RouteDef]:
        return [web.get("/subscribe", self._subscribe)]

    @property
    def url(self) -> str:
        """The base address."""
        return f"http://{self.place}"

    # ---- what happens in the network

    def post(self, did: str, rkey: str, text: str, **record: Any) -> Event:
        """Somebody publishes a post."""
        return self.commit(
            did, POST, rkey, {"$type": POST, "text": text, "createdAt": "2026-03-01T12:00:00Z", **record}
        )

    def commit(
        self, did: str, collection: str, rkey: str, record: Mapping[str, Any], operation: str = "create"
    ) -> Event:
        """A record is created, updated or deleted."""
        commit: Event = {
            "rev": f"rev{len(self.events)}",
            "operation": operation,
            "collection": collection,
            "rkey": rkey,
        }
        if operation != "delete":
            commit |= {"record": dict(record), "cid": f"bafyrei{len(self.events)}"}
        return self.tell({"did": did, "kind": "commit", "commit": commit})

    def tell(self, event: Event, at: int | None = None) -> Event:
        """Something happens, soon after what happened last or `at` a time; those who want it are told."""
        last = self.events[-1]["time_us"] if self.events else BEGAN
        event = {"did": event["did"], "time_us": at or last + self.pace, **event}
        self.events.append(event)
        for line in self.lines:
            if _wants(line, event):
                line.outbox.put_nowait(json.dumps(event))
        return event

    def say(self, frame: str) -> None:
        """Send this to everybody, whatever it is."""
        for line in self.lines:
            line.outbox.put_nowait(frame)

    def hang_up(self) -> None:
        """Close all lines."""
        for line in self.lines:
            line.outbox.put_nowait(None)

    # ---- what is answered

    async def _subscribe(self, request: web.Request) -> web.StreamResponse:
        if self.refuse:
            return web.Response(status=self.refuse, text="refused")
        cursor = request.query.get("cursor", "")
        if cursor and (not cursor.isdecimal() or int(cursor) < self.floor):
            self.failed.append(cursor)
            return web.json_response({"error": "CursorTooOld"}, status=400)
        socket = web.WebSocketResponse(max_msg_size=10_000_000, autoping=False)
        await socket.prepare(request)
        line = await self._welcome(request, socket, cursor)
        if line is None:
            return socket
        cut = self.cut_after.pop(0) if self.cut_after else None
        self.lines.add(line)
        hearing = asyncio.create_task(_hear(socket, line))
        try:
            with suppress(ConnectionError):  # whoever listened has gone
                await self._speak(request, socket, line, cut)
        finally:
            self.lines.discard(line)
            hearing.cancel()
        return socket

    async def _welcome(self, request: web.Request, socket: web.WebSocketResponse, cursor: str) -> Opened | None:
        """The line, with what it wants and what it has missed; None when its hello says nothing that is understood."""
        wishes: Mapping[str, Any] = {
            "wantedDids": request.query.getall("wantedDids", []),
            "wantedCollections": request.query.getall("wantedCollections", []),
        }
        if request.query.get("requireHello") == "true":
            hello = await socket.receive()
            message = json.loads(hello.data) if hello.type is WSMsgType.TEXT else {}
            if message.get("type") != "options_update":
                self.failed.append(str(hello.data))
                await socket.close()
                return None
            wishes = message["payload"]
        line = Opened(
            cursor,
            frozenset(wishes.get("wantedDids", ())),
            frozenset(wishes.get("wantedCollections", ())),
            request.headers.get("User-Agent", ""),
        )
        self.opened.append(line)
        now = self.events[-1]["time_us"] if self.events else BEGAN
        since = int(cursor) if cursor and int(cursor) <= now else now + 1
        for event in self.events:
            if event["time_us"] >= since and _wants(line, event):
                line.outbox.put_nowait(json.dumps(event))
        return line

    async def _speak(self, request: web.Request, socket: web.WebSocketResponse, line: Opened, cut: int | None) -> None:
        """Send what is in its outbox, and pings where nothing is."""
        while True:
            try:
                async with asyncio.timeout(None if self.mute else self.ping_every):
                    frame = await line.outbox.get()
            except TimeoutError:
                await socket.ping()
                continue
            if self.mute:
                continue
            if frame is None:
                await socket.close()
                return
            if cut is not None and line.sent >= cut:
                _cut(request, frame)
                return
            await socket.send_str(frame)
            line.sent += 1


async def _hear(socket: web.WebSocketResponse, line: Opened) -> None:
    """Until the other side is gone; then nothing more is to be said to it."""
    async for message in socket:
        line.pongs += message.type is WSMsgType.PONG
    line.outbox.put_nowait(None)


def _wants(line: Opened, event: Event) -> bool:
    if line.dids and event["did"] not in line.dids:
        return False
    collection = event.get("commit", {}).get("collection", "")
    return not (line.collections and collection) or collection in line.collections


def _cut(request: web.Request, frame: str) -> None:
    """Half of a frame, and the connection is gone."""
    assert request.transport is not None
    body = frame.encode()[:60_000]
    request.transport.write(b"\x81\x7e" + len(body).to_bytes(2) + body[: len(body) // 2])
    request.transport.abort() if len(body) % 2 else request.transport.close()
