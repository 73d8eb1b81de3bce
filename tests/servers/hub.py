"""A WebSub hub on the loopback: it verifies, grants leases, distributes with signatures, and can do all of it badly."""

from __future__ import annotations

import asyncio
import hmac
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import Final, Self
from urllib.parse import urlencode

import aiohttp
from aiohttp import web

__all__ = ["Hub", "Manners", "Subscriber"]

MOST_SECRET: Final = 200
"""Bytes that a secret must be shorter than (WebSub, section 5.1)."""
ATOM: Final = "application/atom+xml; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Manners:
    """How the hub behaves."""

    status: int = 202
    """Its answer to a request; nothing follows unless that is 202."""
    headers: Mapping[str, str] = field(default_factory=dict)
    """Of an answer that is not 202: where it redirects to, when to come back."""
    early: bool = False
    """Whether it verifies before it answers."""
    delay: float = 0.0
    """Seconds before the answer."""
    verify: bool = True
    """Whether it verifies what it has taken."""
    deny: str | None = None
    """The reason for which it denies instead."""
    longest: timedelta = timedelta(days=10)
    """The longest lease that it grants."""
    method: str = "sha256"
    """What it signs with; not at all when empty."""
    forge: bool = False
    """Sign with another secret than was agreed."""


@dataclass(frozen=True, slots=True)
class Subscriber:
    """A request that was verified."""

    callback: str
    topic: str
    secret: str
    until: datetime


@dataclass
class Hub:
    """An async context manager; `url` is what publishers name as their hub."""

    manners: Manners = field(default_factory=Manners)
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    requests: list[Mapping[str, str]] = field(default_factory=list)
    """The forms that came."""
    verified: list[int] = field(default_factory=list)
    """What the callbacks answered to verifications and denials; 0 for a wrong challenge."""
    subscribers: dict[tuple[str, str], Subscriber] = field(default_factory=dict)
    """By callback and topic."""
    url: str = ""

    async def __aenter__(self) -> Self:
        server = web.Application()
        server.router.add_post("/{path:.*}", self._asked)
        self._client = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=30))
        self._runner = web.AppRunner(server, access_log=None, shutdown_timeout=0.1)
        self._asking: set[asyncio.Task[None]] = set()
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        host, port = self._runner.addresses[0][:2]
        self.place = f"{host}:{port}"
        self.url = f"http://{self.place}/"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await asyncio.gather(*self._asking, return_exceptions=True)
        await self._client.close()
        await self._runner.cleanup()

    def behave(self, **changes: object) -> None:
        """From now on, do some things otherwise; see `Manners`."""
        self.manners = replace(self.manners, **changes)  # type: ignore[arg-type]

    # ---- requests

    async def _asked(self, request: web.Request) -> web.Response:
        """A subscriber asks; the answer says nothing about the verification."""
        fields = {name: str(value) for name, value in (await request.post()).items()}
        self.requests.append(fields)
        manners = self.manners
        if manners.early:
            await self._verify(fields)
        await asyncio.sleep(manners.delay)
        if manners.status != 202:
            return web.Response(status=manners.status, text="no", headers=manners.headers)
        if fault := _fault(fields):
            return web.Response(status=400, text=fault)
        if manners.early:
            return web.Response(status=202)
        if manners.verify or manners.deny is not None:
            task = asyncio.create_task(self._verify(fields))
            self._asking.add(task)
            task.add_done_callback(self._asking.discard)
        return web.Response(status=202)

    async def _verify(self, fields: Mapping[str, str]) -> None:
        if self.manners.deny is not None:
            await self.deny(fields["hub.callback"], fields["hub.topic"], self.manners.deny)
            return
        lease = min(timedelta(seconds=int(fields["hub.lease_seconds"])), self.manners.longest)
        status = await self.ask_back(fields["hub.callback"], fields["hub.topic"], lease)
        self.verified.append(status)
        key = fields["hub.callback"], fields["hub.topic"]
        if status == 200:
            self.subscribers[key] = Subscriber(*key, fields["hub.secret"], self.now() + lease)

    async def ask_back(
        self, callback: str, topic: str, lease: timedelta, mode: str = "subscribe", challenge: str = ""
    ) -> int:
        """Verify an intent; the status of the answer, 0 when it is 200 and does not hold the challenge."""
        challenge = challenge or secrets.token_urlsafe(32)
        query = {"mode": mode, "topic": topic, "challenge": challenge, "lease_seconds": f"{lease.total_seconds():.0f}"}
        status, text = await self._get(callback, query)
        return 0 if status == 200 and text != challenge else status

    async def deny(self, callback: str, topic: str, reason: str = "") -> int:
        """Refuse or end a subscription."""
        status, _ = await self._get(callback, {"mode": "denied", "topic": topic, "reason": reason})
        self.verified.append(status)
        self.subscribers.pop((callback, topic), None)
        return status

    async def _get(self, callback: str, query: Mapping[str, str]) -> tuple[int, str]:
        asked = urlencode({f"hub.{name}": value for name, value in query.items()})
        async with self._client.get(f"{callback}{'&' if '?' in callback else '?'}{asked}") as answer:
            return answer.status, await answer.text()

    # ---- distribution

    async def publish(self, topic: str, body: bytes, content_type: str = ATOM) -> list[int]:
        """Distribute to all whose lease goes on, at once; their answers. 410 ends a subscription."""
        wanted = [one for one in self.subscribers.values() if one.topic == topic and one.until > self.now()]
        return await asyncio.gather(*(self._distribute(one, body, content_type) for one in wanted))

    async def _distribute(self, to: Subscriber, body: bytes, content_type: str) -> int:
        headers = {"Content-Type": content_type, "Link": f'<{self.url}>; rel="hub", <{to.topic}>; rel="self"'}
        if self.manners.method:
            secret = "forged" if self.manners.forge else to.secret
            signed = hmac.new(secret.encode(), body, self.manners.method).hexdigest()
            headers["X-Hub-Signature"] = f"{self.manners.method}={signed}"
        status = await self.post(to.callback, body, headers)
        if status == 410:
            self.subscribers.pop((to.callback, to.topic), None)
        return status

    async def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> int:
        """Post whatever to wherever; 0 when the other end hangs up."""
        try:
            async with self._client.post(url, data=body, headers=headers) as answer:
                await answer.read()
                return answer.status
        except aiohttp.ClientError:
            return 0


def _fault(fields: Mapping[str, str]) -> str:
    """What is wrong with a request (WebSub, section 5.1)."""
    for name in ("hub.callback", "hub.topic"):
        if not fields.get(name, "").startswith(("http://", "https://")):
            return f"{name} is no address"
    if fields.get("hub.mode") != "subscribe":
        return "this hub is asked for subscriptions alone"
    if len(fields.get("hub.secret", "").encode()) >= MOST_SECRET:
        return "hub.secret is too long"
    return "" if fields.get("hub.lease_seconds", "").isdecimal() else "hub.lease_seconds is no number"
