"""The outbox's room: what is claimed in which order, and what is settled."""

from __future__ import annotations

import pytest
from sqlalchemy import func, insert, select, update

from bot.core.decisions import Settlement
from bot.core.model import Address, Chat, ChatKind, DeliveryKind, DeliveryState, Lane
from bot.core.pacing import Written
from bot.store.queue import CROWD, LASTS, LINE
from bot.store.rooms import SqlStore
from bot.store.tables import chats, deliveries
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


async def test_of_chats_whose_turn_it_is_the_one_that_waits_longest_goes_first(store: SqlStore) -> None:
    one, two = await chat(store, "1"), await chat(store, "2")
    await owe(store, [one, two], 1)
    fence = await sender(store)
    (head,) = await claim(store, fence, limit=1)
    await store.outbox.settle(head, LATER, fence, NOW)
    assert [each.chat.id for each in await claim(store, fence, NOW + 6 * MINUTE)] == [two.id, one.id]


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


async def test_what_was_sent_lately_is_known_by_chat(store: SqlStore) -> None:
    group, person = await chat(store, "-1"), await store.chats.meet(Address("telegram", "1"), ChatKind.PRIVATE, "", NOW)
    await owe(store, [group, person, await chat(store, "!room", "matrix")], 2)
    fence = await sender(store)
    first, second = await claim(store, fence)
    await store.outbox.settle(first, sent(), fence, NOW + MINUTE)
    await store.outbox.settle(second, sent(), fence, NOW + 2 * MINUTE)
    (flying,) = await claim(store, fence, NOW + 3 * MINUTE, limit=1)
    now = NOW + 4 * MINUTE
    told = [Written("1", NOW + 2 * MINUTE, group=False), Written(flying.chat.address.chat, now, group=True)]
    assert sorted(await store.outbox.written("telegram", NOW + MINUTE, now), key=lambda each: each.at) == told


async def test_what_is_urgent_goes_before_what_waits_longer_in_every_chat(store: SqlStore) -> None:
    one, two = await chat(store, "1"), await chat(store, "2")
    await owe(store, [one, two], 2)
    last = await hurry(store, two)
    fence = await sender(store)
    heads = await claim(store, fence)
    assert [each.chat.id for each in heads] == [two.id, one.id]
    assert (heads[0].id, heads[0].lane) == (last, Lane.URGENT)


async def hurry(store: SqlStore, of: Chat) -> int:
    """Make the newest that a chat is owed urgent."""
    newest = select(func.max(deliveries.c.id)).where(deliveries.c.chat_id == of.id)
    async with store._database.write() as connection:
        last: int = await connection.scalar(newest)
        await connection.execute(update(deliveries).where(deliveries.c.id == last).values(lane=Lane.URGENT))
    return last


# ---- a crowd


@pytest.fixture
async def crowd(store: SqlStore) -> list[Chat]:
    """More chats than are looked at with every claim, each owed a word."""
    values = {"platform": "telegram", "kind": "private", "title": "", "suspended": "", "free_at": NOW, "met_at": NOW}
    async with store._database.write() as connection:
        await connection.execute(insert(chats), [{**values, "chat": str(number)} for number in range(CROWD)])
        owed = {"thread": "", "kind": "notice", "state": "pending", "created_at": NOW, "due_at": NOW, "matches": []}
        ids = (await connection.execute(select(chats.c.id).order_by(chats.c.id))).scalars().all()
        rows = [{**owed, "key": f"key {number}", "chat_id": number, "note": "hello"} for number in ids]
        await connection.execute(insert(deliveries), rows)
    known = {each: await store.chats.meet(Address("telegram", str(each)), ChatKind.PRIVATE, "", NOW) for each in (0, 9)}
    return [known[0], known[9]]


async def test_in_a_crowd_the_queues_are_looked_at_twice_a_second_and_none_is_passed_over(
    store: SqlStore, crowd: list[Chat]
) -> None:
    fence, now, told = await sender(store), NOW, list[int]()
    while len(told) < CROWD:
        heads = await claim(store, fence, now, limit=60)
        assert len(heads) == min(60, CROWD - len(told))
        told += [each.chat.id for each in heads]
        now += LASTS / 4
    assert len(set(told)) == CROWD


async def test_in_a_crowd_what_is_urgent_waits_for_the_next_look(store: SqlStore, crowd: list[Chat]) -> None:
    fence, (_, ninth) = await sender(store), crowd
    await claim(store, fence, limit=5)
    await store.outbox.notify(ninth.id, "", "urgent", NOW)
    last = await hurry(store, ninth)
    assert last not in [each.id for each in await claim(store, fence, NOW + LASTS / 2, limit=4)]
    assert await store.outbox.next_due("telegram") == NOW + LASTS
    assert (await claim(store, fence, NOW + LASTS, limit=5))[0].id == last


async def test_in_a_crowd_a_line_that_is_too_short_is_made_anew(store: SqlStore, crowd: list[Chat]) -> None:
    fence = await sender(store)
    told = [each.chat.id for _ in range(4) for each in await claim(store, fence, limit=LINE * 2 // 5)]
    assert len(set(told)) == 4 * (LINE * 2 // 5)


async def test_in_a_crowd_no_old_look_brings_what_is_not_its_turn(store: SqlStore, crowd: list[Chat]) -> None:
    fence, (first, ninth) = await sender(store), crowd
    (head,) = await claim(store, fence, limit=1)
    assert head.chat == first
    await store.outbox.notify(first.id, "", "behind what is in flight", NOW)
    await store.chats.suspend(ninth.address, "kicked", NOW)
    told = [each.chat.id for each in await claim(store, fence, NOW, limit=20)]
    assert len(told) == 20
    assert not {first.id, ninth.id} & set(told)


async def test_when_a_crowd_has_to_wait_it_is_known_until_when(store: SqlStore, crowd: list[Chat]) -> None:
    fence = await sender(store)
    async with store._database.write() as connection:
        await connection.execute(update(chats).values(free_at=NOW + MINUTE))
    assert await claim(store, fence) == ()
    assert await store.outbox.next_due("telegram") == NOW + MINUTE
