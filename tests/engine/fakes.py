"""Fakes of what surrounds the engine, and short ways to bring the database into a state."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import ClassVar
from zoneinfo import ZoneInfo

from bot.core.message import Message
from bot.core.model import Address, Chat, ChatKind, Entry, Outlet, SubscriptionKind
from bot.core.outcome import Outcome, Read, Sent
from bot.core.pacing import Limits, Pace, limits
from bot.core.stories import Window
from bot.data.concepts import concepts
from bot.engine.account import Account
from bot.engine.deliver import Deliver, Held, Terms
from bot.engine.desk import Group
from bot.engine.lead import Lead
from bot.engine.refresh import Refresh
from bot.ports import Platform, Respond, Store, ignore
from tests.core.gazette import Gazette
from tests.kit.tempo import every

LEASE = timedelta(seconds=30)
TERMS = Terms(deadline=LEASE, unsure="repeat", zone=ZoneInfo("UTC"))
OUTLET = Outlet(id="sana-en", name="SANA English")


class HandClock:
    """Time that passes only when a test says so."""

    def __init__(self) -> None:
        self.time = datetime(2026, 3, 1, 12, tzinfo=UTC)

    def now(self) -> datetime:
        return self.time

    async def sleep(self, seconds: float) -> None:
        self.time += timedelta(seconds=seconds)
        await asyncio.sleep(0)

    def pass_by(self, seconds: float) -> None:
        self.time += timedelta(seconds=seconds)


class Ticking(HandClock):
    """One that shows a later time whenever it is looked at, as real ones do."""

    def now(self) -> datetime:
        self.pass_by(1e-6)
        return self.time


@dataclass
class Told:
    """One call of `send`."""

    chat: str
    thread: str
    text: str
    key: str
    replies: str = ""
    edits: str = ""


class Mouth:
    """A platform that says what it is told to answer, and takes down what it was sent."""

    name: ClassVar[str] = "telegram"
    idempotent: ClassVar[bool] = False

    def __init__(self) -> None:
        self.told: list[Told] = []
        self.answers: dict[str, list[Outcome | Exception]] = {}
        """What the sends to a chat come to, the first first; `Sent` when nothing is left."""
        self.gates: dict[str, asyncio.Event] = {}
        """Sends to these chats wait."""
        self.closed = False

    async def listen(self, respond: Respond) -> None:
        await asyncio.Event().wait()

    async def send(self, to: Address, message: Message, *, key: str, edits: str = "", replies: str = "") -> Outcome:
        self.told.append(Told(to.chat, to.thread, message.plain, key, replies, edits))
        if to.chat in self.gates:
            await self.gates[to.chat].wait()
        answers = self.answers.get(to.chat)
        answer = answers.pop(0) if answers else Sent(str(len(self.told)))
        if isinstance(answer, Exception):
            raise answer
        return answer

    async def close(self) -> None:
        self.closed = True

    @property
    def chats(self) -> list[str]:
        """The chats written to, in order."""
        return [told.chat for told in self.told]


class Idempotent(Mouth):
    """A platform that makes one message of two sends with one key."""

    name: ClassVar[str] = "matrix"
    idempotent: ClassVar[bool] = True


class Dated(Mouth):
    """One that takes down when it was written to."""

    def __init__(self, clock: HandClock) -> None:
        super().__init__()
        self.times: list[datetime] = []
        self._clock = clock

    async def send(self, to: Address, message: Message, *, key: str, edits: str = "", replies: str = "") -> Outcome:
        self.times.append(self._clock.now())
        return await super().send(to, message, key=key, edits=edits, replies=replies)

    @property
    def texts(self) -> list[str]:
        return [told.text for told in self.told]


@dataclass
class Lost:
    """Takes down which chats the engine gave up."""

    chats: list[tuple[str, str]] = field(default_factory=list)

    async def __call__(self, chat: Chat, why: str) -> None:
        self.chats.append((chat.address.chat, why))


def deliverer(
    store: Store,
    platform: Platform,
    clock: HandClock,
    *,
    holder: str = "me",
    lost: Lost | None = None,
    reach: Callable[[str], None] = ignore,
    terms: Terms = TERMS,
    pace: Pace | None = None,
) -> Deliver:
    """One that takes a whole second's messages in one breath, unless it has a pace of its own."""
    pace = pace or Pace(replace(limits(platform.name), breath=timedelta(0)))
    lead = Lead(f"sender:{platform.name}", holder, store.ledger, clock, LEASE)
    account = Account(platform.name, store, clock, pace)
    return Deliver(store, platform, lead, clock, terms, account=account, lost=lost or Lost(), reach=reach)


def refresher(
    store: Store,
    platform: Platform,
    clock: HandClock,
    *,
    holder: str = "me",
    pace: Pace | None = None,
    reach: Callable[[str], None] = ignore,
    terms: Terms = TERMS,
) -> Refresh:
    lead = Lead(f"sender:{platform.name}", holder, store.ledger, clock, LEASE)
    account = Account(platform.name, store, clock, pace or Pace(Limits()))
    return Refresh(store, platform, lead, clock, terms, account=account, reach=reach)


def memory() -> Window:
    """One that remembers nothing yet."""
    return Window(concepts(), Gazette())


def desk(
    store: Store,
    clock: HandClock,
    *,
    holder: str = "me",
    woken: Callable[[], None] = lambda: None,
    reach: Callable[[str], None] = ignore,
) -> Group:
    return Group(
        *(store.desk, store.chats, Lead("desk", holder, store.ledger, clock, LEASE), clock),
        names=Gazette(),
        memory=memory,
        woken=woken,
        reach=reach,
    )


async def meet(store: Store, clock: HandClock, chat: str, kind: ChatKind = ChatKind.PRIVATE) -> Chat:
    return await store.chats.meet(Address("telegram", chat), kind, f"chat {chat}", clock.now())


async def owe(store: Store, clock: HandClock, chat: str, *notes: str) -> Chat:
    """Owe a chat of Telegram some notices."""
    known = await meet(store, clock, chat)
    for note in notes:
        await store.outbox.notify(known.id, "", note, clock.now())
    return known


async def follow(store: Store, clock: HandClock, chat: Chat, query: str) -> None:
    await store.chats.subscribe(chat.id, "", SubscriptionKind.QUERY, query, "a test", clock.now())


async def publish(
    store: Store, clock: HandClock, *titles: str, outlet: Outlet = OUTLET, guids: Sequence[str] = ()
) -> None:
    """Bring items in by a poll of the outlet's feed, whose first read lies behind; `guids`: other than their titles."""
    sources = {source.outlet.id: source for source in await store.sources.every()}
    if outlet.id not in sources:
        await store.sources.add(outlet, "feed", f"https://{outlet.id}.example/feed.xml", clock.now())
        await _settle(store, clock, outlet, Read(()))
    told = zip(titles, guids or titles, strict=True)
    read = Read(tuple(Entry(guid=guid, url=f"https://{outlet.id}.example/{guid}", title=title) for title, guid in told))
    await _settle(store, clock, outlet, read)


async def _settle(store: Store, clock: HandClock, outlet: Outlet, read: Read) -> None:
    source = next(source for source in await store.sources.every() if source.outlet.id == outlet.id)
    recorded = await store.sources.settle(source, read, every(timedelta(days=1)), clock.now())
    assert recorded is not None


async def run_once(stage: Deliver, limit: int = 10) -> Sequence[Held]:
    """Claim and send, one after the other; gives what was claimed."""
    jobs = await stage.claim(limit)
    for job in jobs:
        await stage.work(job)
    return jobs
