"""A homeserver, a bot that listens on it and people who talk to it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from bot.core.message import Message, message
from bot.core.model import Address
from bot.core.outcome import Later, Outcome, Unsure
from bot.platforms.matrix import Matrix
from bot.ports import Event, Fence, Request
from tests.servers.matrixpeer import Peer
from tests.servers.synapse import Account, Synapse, shared_synapse

WAIT_SECONDS = 20.0


class Memory:
    """The part of a ledger that a platform needs."""

    def __init__(self) -> None:
        self.kept: dict[str, str] = {}
        self.writes = 0
        self.broken = False

    async def recall(self, name: str) -> str:
        return self.kept.get(name, "")

    async def remember(self, name: str, value: str, *, under: Fence | None = None) -> None:
        if self.broken:
            raise RuntimeError("the database is gone")
        self.kept[name] = value
        self.writes += 1


async def until(holds: Callable[[], Awaitable[bool]]) -> None:
    """Come back when it holds."""
    async with asyncio.timeout(WAIT_SECONDS):
        while not await holds():  # noqa: ASYNC110 - another process makes it hold, which sets no event here
            await asyncio.sleep(0.03)


async def echo(event: Event) -> Sequence[Message]:
    """Answers every request with its own words."""
    return [message(f"heard {event.text}")] if isinstance(event, Request) else []


@dataclass
class Bot:
    """A bot that can be stopped and started again; all it was told is in `events`."""

    server: Synapse
    account: Account
    folder: Path
    answer: Callable[[Event], Awaitable[Sequence[Message]]] = echo
    invites: tuple[str, ...] = ()
    via: str = ""
    ledger: Memory = field(default_factory=Memory)
    events: list[Event] = field(default_factory=list)
    changed: asyncio.Event = field(default_factory=asyncio.Event)
    crash_at: str = ""
    writes_before: int = 0
    matrix: Matrix = field(init=False)
    task: asyncio.Task[None] = field(init=False)

    @property
    def user(self) -> str:
        return self.account.user

    async def start(self) -> None:
        self.matrix = Matrix(
            self.via or self.server.url,
            self.account.user,
            self.account.password,
            self.folder,
            self.ledger,
            invites=self.invites,
            reach=self._reach,
        )
        self.task = asyncio.create_task(self.matrix.listen(self._respond))
        await until(self._connected)

    async def stop(self) -> None:
        self.task.cancel()
        async with asyncio.timeout(WAIT_SECONDS):
            await asyncio.gather(self.task, return_exceptions=True)
        await self.matrix.close()

    async def send(self, room: str, text: str, *, key: str, thread: str = "", **how: str) -> Outcome:
        return await self.matrix.send(Address("matrix", room, thread), message(text), key=key, **how)

    async def sent(self, room: str, text: str, *, key: str, **how: str) -> Any:
        """What came of it when it was tried again for as long as that was asked for."""
        outcomes: list[Outcome] = []

        async def tried() -> bool:
            outcomes.append(await self.send(room, text, key=key, **how))
            return not isinstance(outcomes[-1], Later | Unsure)

        await until(tried)
        return outcomes[-1]

    async def told(self, kind: type[Any]) -> Any:
        """The first event of that kind, when it has come."""
        async with asyncio.timeout(WAIT_SECONDS):
            while not (found := [event for event in self.events if isinstance(event, kind)]):
                self.changed.clear()
                await self.changed.wait()
        return found[0]

    async def settled(self) -> None:
        """Come back when the remembered place in the sync is behind all that was told so far."""

        async def remembered() -> bool:
            return self.ledger.writes > self.writes_before

        await until(remembered)

    async def _connected(self) -> bool:
        probe = await self.send("!nowhere", "?", key="probe")
        return not isinstance(probe, Later) or self.task.done()

    async def _respond(self, event: Event) -> Sequence[Message]:
        self.events.append(event)
        self.writes_before = self.ledger.writes
        self.changed.set()
        return await self.answer(event)

    def _reach(self, crashpoint: str) -> None:
        if crashpoint == self.crash_at:
            raise RuntimeError(crashpoint)


def kept_device(folder: Path) -> dict[str, str]:
    """What the bot keeps of its login under a folder."""
    (file,) = folder.rglob("device.json")
    kept: dict[str, str] = json.loads(file.read_text())
    return kept


@pytest.fixture(scope="session")
def synapse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Synapse]:
    base = tmp_path_factory.getbasetemp()
    with shared_synapse(base.parent if base.name.startswith("popen-") else base) as server:
        yield server


@pytest.fixture
async def stage(synapse: Synapse, tmp_path: Path) -> AsyncIterator[Stage]:
    async with AsyncExitStack() as stack:
        yield Stage(synapse, tmp_path, stack)


@dataclass
class Stage:
    """Where bots and people are made; all leave at the end."""

    server: Synapse
    folder: Path
    stack: AsyncExitStack

    async def bot(self, **how: Any) -> Bot:
        bot = Bot(self.server, self.server.register("bot"), self.folder / "bot", **how)
        await bot.start()
        self.stack.push_async_callback(bot.stop)
        return bot

    async def peer(self) -> Peer:
        return await self.stack.enter_async_context(Peer(self.server, self.server.register("ann"), self.folder))
