"""The outbox's room: what is claimed in which order, and what is settled."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select, update

from bot.core.decisions import Settlement
from bot.core.model import Address, DeliveryKind, DeliveryState, Lane
from bot.store.rooms import SqlStore
from bot.store.tables import deliveries
from tests.store.sample import LEASE, MINUTE, NOW, chat, claim, entry, owe, poll, sender, sent

LATER = Settlement(DeliveryState.PENDING, NOW + 5 * MINUTE, error="try later")


async def test_only_the_head_of_each_chats_queue_is_claimed(store: SqlStore) -> None:
    one, two = await chat(store, "1"), await chat(store, "2")
    await owe(store, [one, two], 2)
    fence = await sender(store)
    heads = await claim(store, fence)
    assert [each.chat.id for each in heads] == [one.id, two.id]
    assert await claim(store, fence) == ()
    assert await store.outbox.settle(heads[0], sent(), fence, NOW)
    (following,) = await claim(store, fence)
    assert following.chat == one
    assert following.id > heads[0].id


async def test_no_more_are_claimed_than_asked_for(store: SqlStore) -> None:
    await owe(store, [await chat(store, str(number)) for number in range(3)], 1)
    fence = await sender(store)
    assert [len(await claim(store, fence, limit=2)) for _ in range(3)] == [2, 1, 0]


async def test_platforms_do_not_take_each_others_deliveries(store: SqlStore) -> None:
    await owe(store, [await chat(store, "1", "matrix")], 1)
    assert await claim(store, await sender(store)) == ()
    assert await store.outbox.next_due("telegram") is None
    assert await store.outbox.next_due("matrix") == NOW


async def test_a_head_that_has_to_wait_holds_back_those_behind_it(store: SqlStore) -> None:
    await owe(store, [await chat(store)], 2)
    fence = await sender(store)
    (head,) = await claim(store, fence)
    await store.outbox.settle(head, LATER, fence, NOW)
    assert await store.outbox.next_due("telegram") == NOW + 5 * MINUTE
    assert await claim(store, fence, NOW + 4 * MINUTE) == ()
    (again,) = await claim(store, fence, NOW + 5 * MINUTE)
    assert (again.id, again.attempts, again.error, again.key) == (head.id, 1, "try later", head.key)


async def test_a_chat_is_left_alone_as_long_as_it_must_be(store: SqlStore) -> None:
    await owe(store, [await chat(store)], 2)
    fence = await sender(store)
    (head,) = await claim(store, fence)
    paced = Settlement(DeliveryState.SENT, NOW, message="m1", chat_free_at=NOW + MINUTE)
    await store.outbox.settle(head, paced, fence, NOW)
    assert await claim(store, fence, NOW) == ()
    assert await store.outbox.next_due("telegram") == NOW + MINUTE
    assert len(await claim(store, fence, NOW + MINUTE)) == 1


async def test_a_pause_holds_for_alerts_filed_meanwhile(store: SqlStore) -> None:
    group = await chat(store)
    await owe(store, [group], 1)
    fence = await sender(store)
    (head,) = await claim(store, fence)
    await store.outbox.settle(head, Settlement(DeliveryState.SENT, NOW, chat_free_at=NOW + MINUTE), fence, NOW)
    await owe(store, [group], 1)
    await store.outbox.notify(group.id, "", "hello", NOW)
    assert await claim(store, fence, NOW) == ()
    assert await store.outbox.next_due("telegram") == NOW + MINUTE


async def test_a_pause_asked_for_is_not_an_attempt_but_a_doubt_is(store: SqlStore) -> None:
    await owe(store, [await chat(store)], 1)
    fence = await sender(store)
    for settlement, attempts, doubts in (
        (Settlement(DeliveryState.PENDING, NOW, counts=False), 0, 0),
        (Settlement(DeliveryState.PENDING, NOW, doubt=True), 1, 1),
        (Settlement(DeliveryState.PENDING, NOW), 2, 1),
    ):
        (held,) = await claim(store, fence)
        assert await store.outbox.settle(held, settlement, fence, NOW)
        (after,) = await claim(store, fence)
        assert (after.attempts, after.doubts) == (attempts, doubts)
        await store.outbox.settle(after, Settlement(DeliveryState.PENDING, NOW, counts=False), fence, NOW)


async def test_a_stale_fence_claims_and_settles_nothing(store: SqlStore) -> None:
    await owe(store, [await chat(store)], 1)
    stale = await sender(store, "old")
    (held,) = await claim(store, stale)
    newer = await sender(store, "new", NOW + LEASE)
    assert newer > stale
    assert not await store.outbox.settle(held, sent(), stale, NOW)
    assert await claim(store, stale, NOW + LEASE) == ()
    assert [each.id for each in await store.outbox.lapsed("telegram", NOW + LEASE)] == [held.id]


async def test_a_stale_fence_claims_nothing_though_much_is_due(store: SqlStore) -> None:
    await owe(store, [await chat(store)], 1)
    stale = await sender(store, "old")
    newer = await sender(store, "new", NOW + LEASE)
    assert await claim(store, stale, NOW + LEASE) == ()
    assert len(await claim(store, newer, NOW + LEASE)) == 1


async def test_what_is_settled_stays_so(store: SqlStore) -> None:
    await owe(store, [await chat(store)], 1)
    fence = await sender(store)
    (held,) = await claim(store, fence)
    assert await store.outbox.settle(held, sent(), fence, NOW)
    assert not await store.outbox.settle(held, LATER, fence, NOW)
    assert await claim(store, fence, NOW + 60 * MINUTE) == ()


async def test_a_shorter_pause_does_not_end_a_longer_one(store: SqlStore) -> None:
    await owe(store, [await chat(store)], 2)
    fence = await sender(store)
    for pause in (10, 1):
        (held,) = await claim(store, fence, NOW + 10 * MINUTE if pause == 1 else NOW)
        settled = Settlement(DeliveryState.SENT, NOW, chat_free_at=NOW + pause * MINUTE)
        assert await store.outbox.settle(held, settled, fence, NOW)
    await store.outbox.notify(held.chat.id, "", "hello", NOW)
    assert await store.outbox.next_due("telegram") == NOW + 10 * MINUTE


async def test_what_is_urgent_overtakes_what_waits_in_its_chat_and_in_others(store: SqlStore) -> None:
    one, two = await chat(store, "1"), await chat(store, "2")
    await owe(store, [one, two], 2)
    fence = await sender(store)
    async with store._database.write() as connection:
        last = select(func.max(deliveries.c.id)).scalar_subquery()
        await connection.execute(update(deliveries).where(deliveries.c.id == last).values(lane=Lane.URGENT.value))
    assert [(each.chat, each.lane) for each in await claim(store, fence)] == [(two, Lane.URGENT), (one, Lane.USUAL)]


async def test_the_newer_sender_settles_what_the_older_left_in_flight(store: SqlStore) -> None:
    await owe(store, [await chat(store)], 1)
    (held,) = await claim(store, await sender(store, "old"))
    fence = await sender(store, "new", NOW + LEASE)
    assert await store.outbox.lapsed("telegram", NOW + LEASE / 2) == ()
    (lapsed,) = await store.outbox.lapsed("telegram", NOW + LEASE)
    assert await store.outbox.settle(lapsed, Settlement(DeliveryState.PENDING, NOW), fence, NOW)
    (again,) = await claim(store, fence, NOW + LEASE)
    assert (again.id, again.attempts) == (held.id, 1)


async def test_a_claim_that_lapsed_can_not_settle_the_next_one(store: SqlStore) -> None:
    await owe(store, [await chat(store)], 1)
    fence = await sender(store)
    (slow,) = await claim(store, fence)
    (lapsed,) = await store.outbox.lapsed("telegram", NOW + LEASE)
    await store.outbox.settle(lapsed, Settlement(DeliveryState.PENDING, NOW), fence, NOW)
    (fast,) = await claim(store, fence)
    assert not await store.outbox.settle(slow, sent("slow"), fence, NOW)
    assert await store.outbox.settle(fast, sent("fast"), fence, NOW)
    assert await store.outbox.by_message(fast.chat.address, "slow") is None


@pytest.mark.parametrize("state", [DeliveryState.SENT, DeliveryState.UNSURE, DeliveryState.DEAD])
async def test_what_is_over_is_not_claimed_again(store: SqlStore, state: DeliveryState) -> None:
    await owe(store, [await chat(store)], 1)
    fence = await sender(store)
    (held,) = await claim(store, fence)
    await store.outbox.settle(held, Settlement(state, NOW, error="why"), fence, NOW)
    assert await claim(store, fence, NOW + 60 * MINUTE) == ()
    assert await store.outbox.next_due("telegram") is None


async def test_an_alert_is_claimed_with_the_words_its_item_has_by_then(store: SqlStore) -> None:
    await owe(store, [await chat(store)], 1)
    (wire,) = await store.sources.every()
    await poll(store, wire, entry(0, title="Mended"))
    (alert,) = await claim(store, await sender(store))
    assert alert.item is not None
    assert (alert.item.title, alert.item.outlet) == ("Mended", wire.outlet)


async def test_a_notice_waits_its_turn_behind_the_alerts(store: SqlStore) -> None:
    group = await chat(store)
    await owe(store, [group], 1)
    await store.outbox.notify(group.id, "5", "I was away.", NOW)
    await store.outbox.notify(group.id, "5", "I was away.", NOW)
    fence = await sender(store)
    kinds = []
    for _ in range(3):
        (held,) = await claim(store, fence)
        kinds.append((held.kind, held.thread, held.note))
        await store.outbox.settle(held, sent(), fence, NOW)
    notice = (DeliveryKind.NOTICE, "5", "I was away.")
    assert kinds == [(DeliveryKind.ALERT, "", ""), notice, notice]


async def test_a_sent_message_leads_back_to_its_delivery(store: SqlStore) -> None:
    group, other = await chat(store, "1"), await chat(store, "2")
    await owe(store, [group, other], 1)
    fence = await sender(store)
    for held, message in zip(await claim(store, fence), ("m1", "m2"), strict=True):
        await store.outbox.settle(held, sent(message), fence, NOW)
    found = await store.outbox.by_message(Address("telegram", "1", "9"), "m1")
    assert found is not None
    assert (found.chat, found.state, found.sent_at, found.message) == (group, DeliveryState.SENT, NOW, "m1")
    assert await store.outbox.by_message(group.address, "m2") is None
    assert await store.outbox.by_message(group.address, "") is None


async def test_the_last_alert_is_the_newest_sent_in_that_thread(store: SqlStore) -> None:
    group = await chat(store)
    await owe(store, [group], 3)
    fence = await sender(store)
    for message in ("m1", "m2"):
        (held,) = await claim(store, fence)
        await store.outbox.settle(held, sent(message), fence, NOW)
    last = await store.outbox.last_alert(group.address)
    assert last is not None
    assert last.message == "m2"
    assert await store.outbox.last_alert(Address("telegram", "1", "5")) is None


async def test_what_was_in_flight_when_its_chat_was_lost_is_given_up(store: SqlStore) -> None:
    group = await chat(store)
    await owe(store, [group], 2)
    fence = await sender(store)
    (held,) = await claim(store, fence)
    await store.chats.suspend(group.address, "kicked", NOW)
    assert await store.outbox.settle(held, LATER, fence, NOW)
    await store.chats.resume(group.address)
    assert await claim(store, fence, NOW + 60 * MINUTE) == ()
    assert (await store.ledger.health(NOW)).dead == 2


async def test_a_suspended_chat_is_owed_no_word(store: SqlStore) -> None:
    group = await chat(store)
    await store.chats.suspend(group.address, "kicked", NOW)
    await store.outbox.notify(group.id, "", "stale by the time it is back", NOW)
    await store.chats.resume(group.address)
    assert await claim(store, await sender(store)) == ()
