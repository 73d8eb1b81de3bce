"""A chat to talk in: the real router, newsroom and store, with a clock that stands still."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import count

from sqlalchemy import func, select, update

from bot.chat import Router
from bot.core.catalogue import Catalogue
from bot.core.decisions import Filing, Settlement, Wanted
from bot.core.filters import Document as Matchable
from bot.core.filters import bind, parse
from bot.core.message import Message, Span
from bot.core.model import (
    Address,
    ChatKind,
    DeliveryState,
    Entry,
    Evidence,
    Item,
    Match,
    Outlet,
    Pack,
    Relation,
    Source,
    Subscription,
    SubscriptionKind,
)
from bot.core.names import Names, Unnamed
from bot.core.outcome import Elsewhere, Failed, Read, ReadOutcome
from bot.data.transfer import write_yaml
from bot.engine.probe import Finder
from bot.engine.reader import Reader
from bot.newsroom import Newsroom
from bot.ports import Document, Fetch, Page, Parse, Person, Request, Store, Unreachable
from bot.sourcing import reads_of
from bot.store.rooms import SqlStore
from bot.store.tables import deliveries
from handlers import COMMANDS
from tests.kit.kinds import shown_kinds
from tests.kit.tempo import AT_ONCE

NOW = datetime(2026, 12, 2, 14, 5, tzinfo=UTC)
MEMBER, ADMIN, OPERATOR = Person("1", "Sami"), Person("2", "Lina"), Person("3", "Omar")
PACKS = (Pack("syria", "Syria"), Pack("world", "World"))
SPUTNIK = Outlet(
    "sputnik", "Sputnik", "RU", "en", "Rossiya Segodnya", "Russian state media", "its owner's statutes", ("world",)
)
SOHR = Outlet("sohr", "SOHR", packs=("syria",))
ISOLATES = re.compile("[\u2068\u2069]")
TIMES = Outlet("times", "Example Times", packs=("syria", "world"))


@dataclass
class Clock:
    time: datetime = NOW

    def now(self) -> datetime:
        return self.time

    async def sleep(self, seconds: float) -> None:
        self.time += timedelta(seconds=seconds)


@dataclass
class Room:
    """A chat and what it can see; `says` answers with the replies' words, a blank line between messages.

    Without the marks that keep words written from right to left apart: the router sets them for all commands alike.
    """

    store: Store
    kind: ChatKind = ChatKind.PRIVATE
    chat: str = "77"
    person: Person = OPERATOR
    clock: Clock = field(default_factory=Clock)
    probes: dict[str, ReadOutcome | Elsewhere] = field(default_factory=dict)
    """What can be read at a locator, or at `kind:locator`."""
    pages: dict[str, bytes] = field(default_factory=dict)
    """Documents of the web that are no sources."""
    catalogue: Catalogue = field(default_factory=lambda: Catalogue((), PACKS))
    chat_sources: int = 0
    names: Names = field(default_factory=Unnamed)
    rung: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    replies: list[Message] = field(default_factory=list)

    def __post_init__(self) -> None:
        kinds = shown_kinds(self.probes)
        reader = Reader(kinds, self._fetch, _parse, timedelta(seconds=5))
        self.newsroom = Newsroom(
            self.store,
            self.clock,
            prober=Finder(kinds, reader, self._fetch, private=_is_private),
            reads=reads_of(kinds),
            writes=write_yaml,
            catalogue=self.catalogue,
            packs=("syria", "world"),
            operators=frozenset({"telegram:3"}),
            chat_sources=self.chat_sources,
            private=_is_private,
            wake=lambda: self.rung.append("wake"),
            status=lambda: ("telegram: connected",),
            names=self.names,
        )
        self.router = Router(COMMANDS, self.newsroom)
        self._guids = count(1)

    async def _fetch(self, ask: Fetch) -> Page | Unreachable:
        if ask.url.startswith("http://down."):
            return Unreachable("no answer")
        body = self.pages.get(ask.url)
        return Page(200, ask.url, {}, body) if body is not None else Page(404, ask.url, {}, b"")

    def address(self, thread: str = "") -> Address:
        return Address("telegram", self.chat, thread)

    async def says(self, text: str, *, by: Person | None = None, thread: str = "", replies_to: str = "") -> str:
        person = by or self.person

        async def is_admin() -> bool:
            self.asked.append(person.name)
            return person == ADMIN

        request = Request(self.address(thread), self.kind, "A chat", person, text, is_admin, replies_to)
        self.replies = list(await self.router.respond(request))
        return ISOLATES.sub("", "\n\n".join(reply.in_words.plain for reply in self.replies))

    async def presses(self, label: str, *, by: Person | None = None) -> str:
        """What the button of that name under the last replies brings."""
        (button,) = (one for reply in self.replies for one in reply.buttons if one.label == label)
        return await self.says(button.command, by=by)

    @property
    def spans(self) -> list[Span]:
        return [span for reply in self.replies for span in reply.spans]

    # ---- what the rest of the bot would do

    async def publish(
        self, title: str, *, by: Outlet = SOHR, text: str = "", ago: timedelta = timedelta(minutes=3)
    ) -> None:
        await self.publish_all([title], by=by, text=text, ago=ago)

    async def publish_all(self, titles: list[str], *, by: Outlet = SOHR, text: str = "", ago: timedelta) -> None:
        source = await self.source(by)
        published = self.clock.time - ago
        entries = []
        for title in titles:
            number = next(self._guids)
            entries.append(Entry(f"g{number}", f"https://{by.id}.example/{number}", title, text, "", published))
        await self.settle(source, Read(tuple(entries)), published)

    async def source(self, outlet: Outlet) -> Source:
        every = await self.store.sources.every()
        known = next((source for source in every if source.outlet.id == outlet.id), None)
        return known or await self.store.sources.add(outlet, "feed", f"https://{outlet.id}.example/feed.xml", NOW)

    async def settle(self, source: Source, outcome: ReadOutcome, seen: datetime) -> None:
        await self.store.sources.change(source.id, source.state, NOW - timedelta(days=30))
        claimed = await self.store.sources.claim(NOW + timedelta(days=1), 100, timedelta(0))
        mine = next(claim for claim in claimed if claim.id == source.id)
        assert await self.store.sources.settle(mine, outcome, AT_ONCE, seen)

    async def fail(self, outlet: Outlet, why: str, times: int = 1) -> None:
        for _ in range(times):
            await self.settle(await self.source(outlet), Failed(why), NOW)

    async def alert(self, *, copies: bool = False) -> str:
        """File what is unfiled, tell this chat of what it follows, and say by which reference the last was sent."""
        await self.file(copies=copies)
        return await self._deliver()

    async def file(self, *, copies: bool = False) -> None:
        """File what is unfiled, so that this chat is owed what it follows."""
        fence = await self.store.ledger.lead("desk", "test", self.clock.time, timedelta(hours=1))
        assert fence
        subscriptions = await self.store.chats.subscriptions()
        items = await self.store.desk.unfiled(1000)
        story = items[0].id if copies else None
        filings = [_filing(item, story if item.id != story else None, subscriptions) for item in items]
        await self.store.desk.file(filings, fence, self.clock.time)

    async def befall(self, state: DeliveryState, *, number: int = 0, **more: object) -> int:
        """Write what the rest of the bot would have made of a delivery, or of the newest; which that is."""
        assert isinstance(self.store, SqlStore)
        async with self.store.chats._database.write() as connection:
            newest = number or await connection.scalar(select(func.max(deliveries.c.id)))
            this = update(deliveries).where(deliveries.c.id == newest)
            await connection.execute(this.values(state=state.value, **more))
            return int(newest)

    async def _deliver(self) -> str:
        now, reference = self.clock.time + timedelta(seconds=1), ""
        fence = await self.store.ledger.lead("sender:telegram", "test", now, timedelta(hours=1))
        assert fence
        while owed := await self.store.outbox.claim("telegram", fence, now, 10, timedelta(minutes=1)):
            for delivery in owed:
                reference = f"m{delivery.id}"
                await self.store.outbox.settle(delivery, Settlement(DeliveryState.SENT, now, reference), fence, now)
        return reference


def _is_private(url: str) -> bool:
    return "rsshub.lan" in url


async def _parse(ask: Parse) -> Document:
    raise AssertionError("nothing is parsed here")


def _filing(item: Item, story: int | None, subscriptions: tuple[Subscription, ...]) -> Filing:
    owed = [
        Wanted(subscription.chat.id, subscription.thread, (match,))
        for subscription in subscriptions
        if (match := _match(subscription, item))
    ]
    return Filing(item.id, item.revision, story, Relation.COPY if story else Relation.NEW, "a test", tuple(owed))


def _match(subscription: Subscription, item: Item) -> Match | None:
    found = Match(subscription.id, subscription.kind, subscription.text, subscription.version, subscription.edited_by)
    if subscription.kind is SubscriptionKind.PACK:
        return found if subscription.text in item.outlet.packs else None
    if subscription.kind is SubscriptionKind.OUTLET:
        return found if subscription.text == item.outlet.id else None
    hits = bind(parse(subscription.query), Unnamed()).match(Matchable(item, Evidence(), item.seen))
    return None if hits is None else replace(found, hits=hits)
