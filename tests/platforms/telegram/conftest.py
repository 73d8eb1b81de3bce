"""A fake Bot API server, a ledger in memory, and a Telegram platform that listens to it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest

from bot.core.message import Message, message
from bot.core.model import Address
from bot.core.pacing import Limits, Pace
from bot.platforms.telegram import Telegram, Waits
from bot.ports import Event, Fence, Health, Request
from tests.servers.botapi import BotApi, Chat

CANARY = "7000000001:AACanaryTokenThatMustNeverBeSeenAnywhe"
BRISK = Waits(connect=2, answer=2, poll=5, recheck=0.05, retry=0.01, retry_most=0.05, reply=3, confirm=1)
QUICK = Limits(gap=timedelta(seconds=0.01))


@dataclass
class MemoryLedger:
    """Remembers; leads nothing."""

    kept: dict[str, str] = field(default_factory=dict)
    history: list[str] = field(default_factory=list)

    async def recall(self, name: str) -> str:
        return self.kept.get(name, "")

    async def remember(self, name: str, value: str, *, under: Fence | None = None) -> None:
        self.kept[name] = value
        self.history.append(value)

    async def lead(self, name: str, holder: str, now: datetime, lease: timedelta) -> int | None:
        raise NotImplementedError

    async def yield_lead(self, name: str, holder: str) -> None:
        raise NotImplementedError

    async def health(self, now: datetime) -> Health:
        raise NotImplementedError

    async def tidy(self, now: datetime, items: timedelta, seen: timedelta) -> int:
        raise NotImplementedError


@dataclass
class Drawer:
    """Keeps what buttons mean."""

    kept: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Chat and command by token."""
    locked: bool = False

    async def keep(self, address: Address, command: str, now: datetime) -> str:
        if self.locked:
            raise OSError("the database is gone")
        token = f"token-{len(self.kept)}"
        self.kept[token] = (address.chat, command)
        return token

    async def command(self, address: Address, token: str) -> str:
        if self.locked:
            raise OSError("the database is gone")
        chat, command = self.kept.get(token, ("", ""))
        return command if chat == address.chat else ""


@dataclass
class Newsdesk:
    """Answers what it was told to, and keeps what it heard."""

    heard: list[Event] = field(default_factory=list)
    answers: Callable[[Event], Awaitable[Sequence[Message]]] | None = None

    async def respond(self, event: Event) -> Sequence[Message]:
        self.heard.append(event)
        return () if self.answers is None else await self.answers(event)

    @property
    def texts(self) -> list[str]:
        return [event.text for event in self.heard if isinstance(event, Request)]

    @property
    def last(self) -> Request:
        event = self.heard[-1]
        assert isinstance(event, Request)
        return event


async def echo(event: Event) -> Sequence[Message]:
    return (message(f"You said: {event.text}"),) if isinstance(event, Request) else ()


@asynccontextmanager
async def listening(telegram: Telegram, desk: Newsdesk, api: BotApi) -> AsyncIterator[asyncio.Task[None]]:
    """The platform listens inside; its failure is the test's, unless the test awaits the task itself."""
    polls = len(api.updates.offsets)
    task = asyncio.create_task(telegram.listen(desk.respond))
    try:
        await api.until(lambda: task.done() or len(api.updates.offsets) > polls or api.faults.planned)
        yield task
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def settled(api: BotApi, ledger: MemoryLedger, chat: Chat | None = None) -> None:
    """Wait until every update so far is handled and confirmed in the ledger."""
    await api.until(lambda: str(api.updates.next_id) in ledger.history[-1:])


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with BotApi(token=CANARY) as running:
        yield running
        assert running.violations == []
        assert running.faults.unfired == []


@pytest.fixture
def ledger() -> MemoryLedger:
    return MemoryLedger()


@pytest.fixture
def desk() -> Newsdesk:
    return Newsdesk()


@pytest.fixture
def drawer() -> Drawer:
    return Drawer()


@pytest.fixture
async def telegram(api: BotApi, ledger: MemoryLedger, drawer: Drawer) -> AsyncIterator[Telegram]:
    platform = Telegram(api.token, api.url, ledger, buttons=drawer, pace=Pace(QUICK), waits=BRISK)
    yield platform
    await platform.close()
