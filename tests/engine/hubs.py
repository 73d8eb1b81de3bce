"""A source whose hub is real, and all that lies between: requests, callbacks and pushes go over HTTP."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial

from bot.core.model import Outlet, Source, SourceState
from bot.core.outcome import Hub as Named
from bot.core.outcome import Read
from bot.core.push import Push
from bot.core.seal import Seal
from bot.engine.arrivals import Arrivals
from bot.engine.lead import Lead
from bot.engine.push import Pushing, Subscribe
from bot.engine.reader import Reader
from bot.engine.worker import GRACE
from bot.http import Client
from bot.ports import Callbacks, Document, Fetch, Page, Parse, Reach, Store, Unreachable, Unreadable, ignore
from bot.sources.feed import Feed
from bot.sources.parsing import parse_feed
from bot.web import PATH, Web
from tests.engine.fakes import LEASE, HandClock
from tests.engine.waiting import until
from tests.kit.tempo import AT_ONCE, every
from tests.kit.trusting import trusting
from tests.servers.hub import Hub

MOST = 100_000
SEAL = Seal(b"p" * 32, b"s" * 32)
Parser = Callable[[Parse], Awaitable[Document | Unreadable]]


async def at_once(ask: Parse) -> Document | Unreadable:
    """Parses here and now."""
    return ask.parser(ask.body, ask.content_type, ask.url)


async def nowhere(_ask: Fetch) -> Page | Unreachable:
    raise AssertionError("nothing is polled")


@dataclass
class Scene:
    """The hub, the bot's side of it, and what they came to."""

    store: Store
    clock: HandClock
    hub: Hub
    client: Client
    web: Web
    arrivals: Arrivals
    reading: asyncio.Task[None]
    woken: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Where hubs reach the bot."""
        host, port = self.web.places[0]
        return f"http://{host}:{port}{PATH}"

    def subscribe(self, holder: str = "me", url: str = "", seal: Seal = SEAL) -> Subscribe:
        """The stage that asks."""

        async def never(_callbacks: Callbacks) -> None:
            raise AssertionError("the door is open already")

        lead = Lead("push", holder, self.store.ledger, self.clock, LEASE)
        pushing = Pushing(url or self.url, seal, trusting(self.client.post), never)
        return Subscribe(self.store.pushes, self.store.ledger, pushing, lead, self.clock)

    async def add(self, name: str = "north") -> Source:
        """A source that was read, and whose document names the hub."""
        address = f"https://{name}.example/feed.xml"
        source = await self.store.sources.add(Outlet(id=name, name=name), "feed", address, self.clock.now())
        hour = timedelta(hours=1)
        (source,) = await self.store.sources.claim(self.clock.now(), 1, hour)
        read = Read((), hub=Named(self.hub.url, address))
        assert await self.store.sources.settle(source, read, every(24 * hour), self.clock.now()) is not None
        return source

    async def live(self, *names: str) -> list[Source]:
        """Such sources, their subscriptions verified."""
        sources = [await self.add(name) for name in names or ("north",)]
        await self.ask()
        return sources

    async def ask(self) -> None:
        """Ask for all that is due, and wait until the hub has verified it."""
        stage = self.subscribe()
        while await ask(stage):
            pass
        await until(lambda: self.hub.manners.status != 202 or len(self.hub.verified) >= len(self.hub.requests))

    async def poll(self, source: Source, *titles: str, hub: Named | None = None) -> None:
        """Read its document, with these entries, by a poll."""
        await self.store.sources.change(source.id, SourceState.ACTIVE, self.clock.now())
        claimed = await self.store.sources.claim(self.clock.now(), 100, timedelta(seconds=1))
        held = next(each for each in claimed if each.id == source.id)
        found = parse_feed(document(*titles), "", source.locator)
        assert isinstance(found, Document)
        read = Read(found.entries, hub=hub or Named(self.hub.url, topic(source)))
        assert await self.store.sources.settle(held, read, AT_ONCE, self.clock.now()) is not None

    async def push(self, source: Source) -> Push:
        """Its subscription."""
        found = await self.store.pushes.find(source.id)
        assert found is not None
        return found

    def token(self, push: Push) -> str:
        return SEAL.token(push.source.id, push.nonce)

    async def titles(self) -> list[str]:
        """What waits for the desk, in order."""
        return [item.title for item in await self.store.desk.unfiled(1_000)]


async def ask(stage: Subscribe) -> Sequence[Push]:
    """Claim what is due and ask for it; gives what was claimed."""
    jobs = await stage.claim(10)
    for job in jobs:
        await stage.work(job)
    return jobs


@asynccontextmanager
async def scene(
    store: Store,
    clock: HandClock,
    *,
    parse: Parser = at_once,
    reach: Reach = ignore,
    total: float = 5.0,
    grace: float = GRACE,
) -> AsyncIterator[Scene]:
    """Everything running, nothing subscribed yet."""
    woken: list[str] = []
    reader = Reader((Feed(),), nowhere, parse, timedelta(seconds=30))
    arrivals = Arrivals(
        store.sources, store.pushes, reader, SEAL, clock, woken=partial(woken.append, "desk"), reach=reach, grace=grace
    )
    web = Web("127.0.0.1", 0, most_bytes=MOST, is_well=lambda: True)
    async with Hub(now=clock.now) as hub:
        places = frozenset({hub.place})
        async with Client(user_agent="Attribot/0", private_hosts=places, gap=0, total=total) as client:
            serving = asyncio.create_task(web.serve(arrivals))
            reading = asyncio.create_task(arrivals.run())
            try:
                await until(lambda: bool(web.places))
                yield Scene(store, clock, hub, client, web, arrivals, reading, woken)
            finally:
                for task in (reading, serving):
                    task.cancel()
                await asyncio.gather(reading, serving, return_exceptions=True)


def document(*titles: str, words: str = "", hub: str = "", topic: str = "") -> bytes:
    """An Atom document with these entries, each known by its title; it may name a hub and itself."""
    links = f"<link rel='hub' href='{hub}'/><link rel='self' href='{topic}'/>" if hub else ""
    entries = "".join(
        f"<entry><id>urn:{title}</id><title>{title}</title><link href='https://news.example/{title}'/>"
        f"<summary>{words}</summary><updated>2026-03-01T11:59:00Z</updated></entry>"
        for title in titles
    )
    return f"<feed xmlns='http://www.w3.org/2005/Atom'><id>urn:feed</id><title>News</title>{links}{entries}</feed>".encode()


def topic(source: Source) -> str:
    """What it is called at the hub."""
    return source.locator
