"""What holds when many work on one database at once."""

from __future__ import annotations

import asyncio
from collections import defaultdict

import pytest
from sqlalchemy import delete, insert

from bot.core.decisions import Settlement
from bot.core.errors import NotFound
from bot.core.model import Delivery, DeliveryState, SubscriptionKind
from bot.core.outcome import Read
from bot.store.changes import changed, touch, touch_all
from bot.store.merge import merge
from bot.store.rooms import SqlStore
from bot.store.tables import carriers, filters
from tests.kit.tempo import AT_ONCE
from tests.store.sample import (
    LEASE,
    NOW,
    chat,
    claim,
    desk,
    entry,
    filing,
    outlet,
    owe,
    poll,
    sender,
    sent,
    shown,
    source,
)

pytestmark = pytest.mark.slow

WORKERS = 6


async def test_each_delivery_is_claimed_once_in_order_and_alone_in_its_chat(store: SqlStore) -> None:
    await owe(store, [await chat(store, str(number)) for number in range(20)], 10)
    fence = await sender(store)
    flying: set[int] = set()
    told: dict[int, list[int]] = defaultdict(list)

    async def deliver(held: Delivery) -> None:
        assert held.chat.id not in flying
        flying.add(held.chat.id)
        await asyncio.sleep(0.001)
        told[held.chat.id].append(held.id)
        flying.remove(held.chat.id)
        assert await store.outbox.settle(held, sent(f"m{held.id}"), fence, NOW)

    async def work() -> None:
        while (await store.outbox.next_due("telegram")) is not None or flying:
            for held in await claim(store, fence, limit=3):
                await deliver(held)

    await asyncio.gather(*(work() for _ in range(WORKERS)))
    assert sorted(each for ids in told.values() for each in ids) == list(range(1, 201))
    assert all(ids == sorted(ids) for ids in told.values())


async def test_polls_of_one_event_at_the_same_time_make_one_item_a_link(store: SqlStore) -> None:
    for number in range(60):
        await source(store, f"outlet{number}")
    claimed = await store.sources.claim(NOW + LEASE, 100, LEASE)
    polls = [
        store.sources.settle(each, Read((entry(rank % 5, guid=f"{rank}"),), {}), AT_ONCE, NOW)
        for rank, each in enumerate(claimed)
    ]
    recorded = await asyncio.gather(*polls)
    assert sum(each.new for each in recorded if each) == 5
    items = await shown(store)
    assert sorted(item.url for item in items) == [f"https://news.example/{number}" for number in range(5)]
    assert [len(item.carriers) for item in items] == [11] * 5


async def test_each_source_is_claimed_once(store: SqlStore) -> None:
    for number in range(40):
        await store.sources.add(outlet(f"o{number}"), "feed", f"o{number}", NOW)
    claimed = await asyncio.gather(*(store.sources.claim(NOW, 10, LEASE) for _ in range(WORKERS)))
    assert sorted(each.id for batch in claimed for each in batch) == sorted(
        {each.id for each in await store.sources.every()}
    )


async def test_one_of_many_takes_a_free_lease(store: SqlStore) -> None:
    for turn in range(5):
        at = NOW + turn * LEASE
        tokens = await asyncio.gather(
            *(store.ledger.lead("desk", f"{turn} {who}", at, LEASE) for who in range(WORKERS))
        )
        assert len([token for token in tokens if token is not None]) == 1


async def test_a_story_filed_by_many_at_once_is_owed_once(store: SqlStore) -> None:
    await poll(store, await source(store), *(entry(number) for number in range(5)))
    items = await store.desk.unfiled(10)
    group, fence = await chat(store), await desk(store)
    filings = [filing(item, group) for item in items]
    new = await asyncio.gather(*(store.desk.file(filings, fence, NOW) for _ in range(WORKERS)))
    assert sum(each or 0 for each in new) == 5


async def test_a_chat_meets_moves_and_loses_while_its_alerts_go_out(store: SqlStore) -> None:
    chats = [await chat(store, str(number)) for number in range(10)]
    await owe(store, chats, 6)
    fence = await sender(store)

    async def deliver() -> None:
        for _ in range(15):
            for held in await claim(store, fence, limit=4):
                outcome = (
                    Settlement(DeliveryState.PENDING, NOW, chat_free_at=NOW)
                    if held.attempts < 1
                    else sent(f"m{held.id}")
                )
                await store.outbox.settle(held, outcome, fence, NOW)

    async def trouble() -> None:
        for number in range(0, 10, 2):
            await store.chats.suspend(chats[number].address, "kicked", NOW)
            await store.chats.move(chats[number + 1].address, chats[number].address.chat)
            await store.chats.resume(chats[number].address)
            await chat(store, f"{number + 1}")

    await asyncio.gather(deliver(), deliver(), deliver(), trouble())
    await deliver()
    health = await store.ledger.health(NOW)
    assert (health.pending, health.chats) == (0, 10)
    assert await store.outbox.lapsed("telegram", NOW + LEASE) == ()


async def test_readers_see_nothing_of_a_transaction_that_is_under_way(store: SqlStore) -> None:
    async with store._database.write() as connection:
        await connection.exec_driver_sql("INSERT INTO memories (name, value) VALUES ('a', 'b')")
        assert await store.ledger.recall("a") == ""
    assert await store.ledger.recall("a") == "b"


async def test_whoever_reads_changes_as_they_are_committed_misses_none(store: SqlStore) -> None:
    chats = [await chat(store, str(number)) for number in range(8)]
    known: dict[int, tuple[str, ...]] = {}
    revision = -1

    async def follow(number: int) -> None:
        for turn in range(10):
            one = chats[(number + turn) % len(chats)]
            await store.chats.subscribe(one.id, "", SubscriptionKind.QUERY, f"{number} {turn}", "Lina", NOW)
            await (
                store.chats.suspend(one.address, "kicked", NOW) if turn % 3 == 0 else store.chats.resume(one.address)
            )

    async def read() -> None:
        nonlocal revision
        changes = await store.chats.changed(revision)
        known.update(dict.fromkeys(changes.chats, ()))
        for each in changes.subscriptions:
            known[each.chat.id] = (*known[each.chat.id], each.text)
        revision = changes.revision

    async def watch() -> None:
        while not done.is_set():
            await read()

    done = asyncio.Event()
    watching = asyncio.create_task(watch())
    await asyncio.gather(*map(follow, range(WORKERS)))
    done.set()
    await watching
    await read()
    expected: dict[int, tuple[str, ...]] = {one.id: () for one in chats}
    for each in await store.chats.subscriptions():
        expected[each.chat.id] = (*expected[each.chat.id], each.text)
    assert known == expected


async def test_a_filter_that_is_taken_away_meanwhile_is_not_followed(store: SqlStore) -> None:
    one = await chat(store)
    await store.chats.save_filter(one.id, "north", "hama", "Lina", NOW)
    async with store._database.write() as connection:
        await touch(connection, one.id)
        following = asyncio.create_task(
            store.chats.subscribe(one.id, "", SubscriptionKind.FILTER, "north", "Omar", NOW)
        )
        await asyncio.sleep(0.3)  # it waits
        await connection.execute(delete(filters).where(filters.c.chat_id == one.id))
    with pytest.raises(NotFound):
        await following
    assert await store.chats.subscriptions(one.id) == ()


async def test_what_is_taken_away_while_its_chat_becomes_another_is_told_of_that_one(store: SqlStore) -> None:
    old, new = await chat(store, "old"), await chat(store, "new")
    one = await store.chats.subscribe(old.id, "", SubscriptionKind.QUERY, "hama", "Lina", NOW)
    assert one is not None
    async with store._database.write() as connection:
        await touch_all(connection)
        taking = asyncio.create_task(store.chats.unsubscribe(one.id))
        await asyncio.sleep(0.3)  # it waits
        await merge(connection, old.id, new.id)
        merged = await changed(connection, -1)
    await taking
    after = await store.chats.changed(merged.revision)
    assert (after.chats, after.subscriptions) == ((new.id,), ())


async def test_a_poll_that_refers_to_an_item_does_not_keep_the_desk_waiting(postgresql: SqlStore) -> None:
    store = postgresql
    await poll(store, await source(store), entry(1))
    (item,) = await store.desk.unfiled(9)
    other, fence = await source(store, "tass"), await desk(store)
    shown_too = {"source_id": other.id, "key": "k", "item_id": item.id, "link": "", "title": "", "words": ""}
    async with store._database.write() as connection:
        await connection.execute(insert(carriers).values(**shown_too, first_seen=NOW, last_seen=NOW))
        assert await asyncio.wait_for(store.desk.file([filing(item)], fence, NOW), 5) == 0
