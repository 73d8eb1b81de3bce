"""Outlets, entries and filings to write into a store."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from bot.core.decisions import Filing, Settlement, Wanted
from bot.core.model import (
    Address,
    Chat,
    ChatKind,
    Delivery,
    DeliveryState,
    Entry,
    Hit,
    Item,
    Match,
    Outlet,
    Relation,
    Source,
    SubscriptionKind,
)
from bot.core.outcome import Read
from bot.ports import Recorded
from bot.store.rooms import SqlStore
from tests.kit.tempo import AT_ONCE

NOW = datetime(2026, 12, 2, 14, 2, 10, 123456, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
LEASE = timedelta(seconds=30)
MATCH = Match(7, SubscriptionKind.FILTER, "north", 3, "Lina", (Hit("hama", "title", "حماة"),))


def outlet(name: str = "sana", **more: object) -> Outlet:
    return Outlet(name, name.upper(), **more)  # type: ignore[arg-type]


def entry(number: int, **more: object) -> Entry:
    told = {"guid": f"g{number}", "url": f"https://news.example/{number}", "title": f"Title {number}", "text": "Words."}
    return Entry(**{**told, **more})  # type: ignore[arg-type]


async def source(store: SqlStore, name: str = "sana", *, read: bool = True, **more: object) -> Source:
    """A source that is due; with `read`, it was read before, and had nothing then."""
    added = await store.sources.add(outlet(name, **more), "feed", f"https://{name}.example/feed", NOW)
    if read:
        await poll(store, added)
    return next(each for each in await store.sources.every() if each.id == added.id)


async def poll(store: SqlStore, of: Source, *entries: Entry, now: datetime = NOW) -> Recorded | None:
    """Claim whatever is due, and settle this source's poll alone with these entries; it is due again at once."""
    await store.sources.change(of.id, of.state, now)
    claimed = await store.sources.claim(now, 1_000, LEASE)
    held = next(each for each in claimed if each.id == of.id)
    return await store.sources.settle(held, Read(entries, {"etag": "new"}), AT_ONCE, now)


async def shown(store: SqlStore) -> list[Item]:
    """All items, the earliest first."""
    return sorted(await store.search.items(NOW - 1_000 * DAY, 10_000), key=lambda item: item.id)


async def chat(store: SqlStore, name: str = "1", platform: str = "telegram") -> Chat:
    return await store.chats.meet(Address(platform, name), ChatKind.GROUP, f"Chat {name}", NOW)


def filing(item: Item, *chats: Chat, story: int | None = None, thread: str = "", revision: int = 0) -> Filing:
    wanted = tuple(Wanted(each.id, thread, (MATCH,)) for each in chats)
    return Filing(item.id, revision, story, Relation.NEW, "nothing like it", wanted)


async def desk(store: SqlStore, now: datetime = NOW) -> int:
    fence = await store.ledger.lead("desk", "me", now, LEASE)
    assert fence is not None
    return fence


async def sender(store: SqlStore, holder: str = "me", now: datetime = NOW, platform: str = "telegram") -> int:
    fence = await store.ledger.lead(f"sender:{platform}", holder, now, LEASE)
    assert fence is not None
    return fence


async def owe(store: SqlStore, chats: Sequence[Chat], stories: int) -> None:
    """So many stories of one item, each owed to each of these chats."""
    known = {item.id for item in await shown(store)}
    outlets = {each.outlet.id for each in await store.sources.every()}
    number = len(known)
    entries = [entry(number + count) for count in range(stories)]
    await poll(store, await source(store, f"outlet{len(outlets)}"), *entries)
    new = [item for item in await shown(store) if item.id not in known]
    assert await store.desk.file([filing(item, *chats) for item in new], await desk(store), NOW) == stories * len(chats)


async def claim(store: SqlStore, fence: int, now: datetime = NOW, limit: int = 100) -> tuple[Delivery, ...]:
    return await store.outbox.claim("telegram", fence, now, limit, LEASE)


def sent(message: str = "m1", now: datetime = NOW) -> Settlement:
    return Settlement(DeliveryState.SENT, now, message=message)
