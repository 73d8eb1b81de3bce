"""The ledger's room: leases, small memories, figures and retention."""

from __future__ import annotations

from bot.core.decisions import Settlement
from bot.core.model import DeliveryState, SourceState, SubscriptionKind
from bot.core.outcome import Failed
from bot.store.rooms import SqlStore
from tests.kit.tempo import AT_ONCE
from tests.store.sample import (
    DAY,
    LEASE,
    MINUTE,
    NOW,
    chat,
    claim,
    desk,
    entry,
    filing,
    owe,
    poll,
    sender,
    sent,
    shown,
    source,
)


async def test_a_lease_is_kept_by_its_holder_and_refused_to_others(store: SqlStore) -> None:
    first = await store.ledger.lead("desk", "one", NOW, LEASE)
    assert first is not None
    assert await store.ledger.lead("desk", "two", NOW + LEASE / 2, LEASE) is None
    assert await store.ledger.lead("desk", "one", NOW + LEASE / 2, LEASE) == first
    assert await store.ledger.lead("desk", "two", NOW + LEASE, LEASE) is None
    assert await store.ledger.lead("other", "two", NOW, LEASE) is not None


async def test_each_new_holder_gets_a_greater_token(store: SqlStore) -> None:
    first = await store.ledger.lead("desk", "one", NOW, LEASE)
    second = await store.ledger.lead("desk", "two", NOW + LEASE, LEASE)
    third = await store.ledger.lead("desk", "one", NOW + 2 * LEASE, LEASE)
    assert first is not None
    assert second is not None
    assert third is not None
    assert first < second < third


async def test_a_lease_given_up_is_free_at_once(store: SqlStore) -> None:
    first = await store.ledger.lead("desk", "one", NOW, LEASE)
    await store.ledger.yield_lead("desk", "two")
    assert await store.ledger.lead("desk", "two", NOW, LEASE) is None
    await store.ledger.yield_lead("desk", "one")
    second = await store.ledger.lead("desk", "two", NOW, LEASE)
    assert first is not None
    assert second is not None
    assert second > first


async def test_what_is_remembered_is_recalled(store: SqlStore) -> None:
    await store.ledger.remember("token", "one")
    await store.ledger.remember("token", "two\0")
    assert await store.ledger.recall("token") == "two"
    assert await store.ledger.recall("other") == ""


async def test_the_figures_add_up(store: SqlStore) -> None:
    failing, removed = await source(store, "failing"), await source(store, "removed")
    await poll(store, failing, entry(100), now=NOW - 2 * DAY)
    (held,) = [each for each in await store.sources.claim(NOW, 9, LEASE) if each.id == failing.id]
    await store.sources.settle(held, Failed("403"), AT_ONCE, NOW)
    await store.sources.change(removed.id, SourceState.REMOVED, NOW)
    group, lost = await chat(store, "1"), await chat(store, "2")
    await store.chats.subscribe(group.id, "", SubscriptionKind.QUERY, "hama", "Lina", NOW)
    await owe(store, [group], 3)
    await store.chats.suspend(lost.address, "kicked", NOW)
    fence = await sender(store)
    for settlement in (sent(), Settlement(DeliveryState.UNSURE, NOW)):
        (delivery,) = await claim(store, fence)
        await store.outbox.settle(delivery, settlement, fence, NOW)
    health = await store.ledger.health(NOW)
    assert (health.items, health.items_day, health.sources, health.failing) == (4, 3, 2, 1)
    assert (health.chats, health.subscriptions, health.pending, health.unsure) == (1, 1, 1, 1)
    assert (health.dead, health.sent_day, health.oldest_pending) == (0, 1, NOW)


async def test_what_waits_for_a_suspended_chat_is_not_late(store: SqlStore) -> None:
    old, lost = await chat(store, "1"), await chat(store, "2")
    await owe(store, [old], 2)
    await store.chats.suspend(lost.address, "kicked", NOW)
    assert (await store.ledger.health(NOW)).oldest_pending == NOW
    await store.chats.move(old.address, lost.address.chat)
    health = await store.ledger.health(NOW)
    assert (health.pending, health.oldest_pending) == (0, None)


async def test_old_items_go_with_their_stories_and_revisions(store: SqlStore) -> None:
    wire = await source(store)
    await poll(store, wire, entry(1))
    await poll(store, wire, entry(1, title="Edited"))
    await poll(store, wire, entry(2), now=NOW + 20 * DAY)
    waiting = await store.desk.unfiled(10)
    await store.desk.file([filing(waiting[0], revision=1), filing(waiting[1])], await desk(store), NOW)
    assert await store.ledger.tidy(NOW + 31 * DAY, items=30 * DAY, seen=90 * DAY) == 1
    assert [item.title for item in await shown(store)] == ["Title 2"]
    assert await store.ledger.tidy(NOW + 31 * DAY, items=30 * DAY, seen=90 * DAY) == 0


async def test_an_item_somebody_still_waits_for_is_kept(store: SqlStore) -> None:
    await owe(store, [await chat(store)], 1)
    fence = await sender(store)
    await store.ledger.tidy(NOW + 100 * DAY, items=30 * DAY, seen=90 * DAY)
    (held,) = await claim(store, fence, NOW + 100 * DAY)
    assert held.item is not None
    await store.outbox.settle(held, sent(), fence, NOW)
    assert await store.ledger.tidy(NOW + 31 * DAY, items=30 * DAY, seen=90 * DAY) == 1
    kept = await store.outbox.by_message(held.chat.address, "m1")
    assert kept is not None
    assert kept.item is None
    assert await store.ledger.tidy(NOW + 91 * DAY, items=30 * DAY, seen=90 * DAY) == 2
    assert await store.outbox.by_message(held.chat.address, "m1") is None


async def test_more_than_one_batch_is_forgotten(store: SqlStore) -> None:
    for number in range(6):
        entries = [entry(number * 100 + count) for count in range(100)]
        await poll(store, await source(store, f"outlet{number}"), *entries)
    assert await store.ledger.tidy(NOW + 31 * DAY + MINUTE, items=30 * DAY, seen=90 * DAY) == 600
    assert await shown(store) == []
