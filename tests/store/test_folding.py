"""What is too much for a chat or comes too late: held when it would be sent, told of in one digest."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import pytest
from sqlalchemy import update

from bot.core.alerts.budget import Budget
from bot.core.decisions import Settlement
from bot.core.model import Chat, Delivery, DeliveryState, Hours, Lane
from bot.ports import Due
from bot.store.folding import OUTAGE
from bot.store.manners import hours_json
from bot.store.rooms import SqlStore
from bot.store.tables import chats, deliveries, items
from tests.store.sample import HOUR, LEASE, MINUTE, NOW, chat, owe, sender, sent
from tests.store.test_holding import rows, states

BUDGET = Budget(most=3, within=10 * MINUTE)


async def claim(
    store: SqlStore, now: datetime = NOW, budget: Budget | None = BUDGET, limit: int = 100
) -> tuple[Delivery, ...]:
    return await store.outbox.claim("telegram", await sender(store, now=now), now, limit, LEASE, budget)


async def send(store: SqlStore, now: datetime = NOW, budget: Budget | None = BUDGET) -> list[Delivery]:
    """All that can be sent, one after the other."""
    told = []
    while heads := await claim(store, now, budget):
        for delivery in heads:
            await store.outbox.settle(delivery, sent(f"m{delivery.id}", now), await sender(store, now=now), now)
            told.append(delivery)
    return told


async def released(store: SqlStore, now: datetime) -> None:
    for due in await store.holding.due(now, 10):
        await store.holding.release(due, now, {})


async def change(store: SqlStore, **values: object) -> None:
    async with store._database.write() as connection:
        await connection.execute(update(deliveries).values(values))


async def test_a_chat_gets_its_budget_one_by_one_and_the_rest_in_one_digest_when_there_is_room(
    store: SqlStore,
) -> None:
    group = await chat(store)
    await owe(store, [group], 8)
    assert [each.kind.value for each in await send(store)] == ["alert"] * 3
    assert [(row.state, row.error, row.held_until) for row in (await rows(store))[3:]] == [
        ("held", "too much at once", NOW + 10 * MINUTE)
    ] * 5
    await owe(store, [group], 2)
    assert await send(store, NOW + 5 * MINUTE) == []
    await released(store, NOW + 10 * MINUTE)
    (digest,) = await send(store, NOW + 10 * MINUTE)
    assert (digest.kind.value, digest.note, digest.stories) == ("digest", "too much at once", 7)
    assert set(await states(store)) == {"sent", "digested"}


async def test_one_that_waits_alone_for_room_goes_as_an_alert(store: SqlStore) -> None:
    group = await chat(store)
    await owe(store, [group], 4)
    assert len(await send(store)) == 3
    await released(store, NOW + 10 * MINUTE)
    (alert,) = await send(store, NOW + 10 * MINUTE)
    assert alert.kind.value == "alert"


async def test_each_chat_and_each_thread_has_a_budget_of_its_own(store: SqlStore) -> None:
    one, other = await chat(store, "1"), await chat(store, "2")
    await owe(store, [one], 4)
    await owe(store, [other], 2)
    assert [each.chat.id for each in await send(store)] == [one.id, other.id, one.id, other.id, one.id]
    await owe(store, [one], 1)
    async with store._database.write() as connection:
        newest = deliveries.c.id == (await rows(store))[-1].id
        await connection.execute(update(deliveries).where(newest).values(thread="9"))
    assert [each.thread for each in await send(store)] == ["9"]


async def test_what_is_urgent_passes_and_counts_for_nothing(store: SqlStore) -> None:
    group = await chat(store)
    await owe(store, [group], 6)
    await change(store, lane=Lane.URGENT.value)
    assert len(await send(store)) == 6
    await owe(store, [group], 3)
    assert len(await send(store)) == 3


async def test_what_is_urgent_passes_when_the_budget_is_spent(store: SqlStore) -> None:
    group = await chat(store)
    await owe(store, [group], 3)
    assert len(await send(store)) == 3
    await owe(store, [group], 2)
    await change(store, lane=Lane.URGENT.value)
    async with store._database.write() as connection:
        await connection.execute(update(deliveries).where(deliveries.c.state == "sent").values(lane=Lane.USUAL.value))
    assert [each.lane for each in await send(store)] == [Lane.URGENT] * 2


async def test_a_word_from_the_bot_itself_passes(store: SqlStore) -> None:
    group = await chat(store)
    await owe(store, [group], 5)
    assert len(await send(store)) == 3
    await store.outbox.notify(group.id, "", "A word.", NOW)
    assert [each.note for each in await send(store)] == ["A word."]


async def test_what_may_have_arrived_is_not_told_again_in_a_digest(store: SqlStore) -> None:
    group = await chat(store)
    await owe(store, [group], 5)
    assert len(await send(store, budget=Budget(3))) == 3
    await change(store, attempts=1)
    async with store._database.write() as connection:
        held = deliveries.c.state == "held"
        await connection.execute(update(deliveries).where(held).values(state="pending", held_until=None))
    assert [each.kind.value for each in await send(store)] == ["alert"] * 2


async def test_what_is_marked_as_a_possible_repeat_is_not_told_again_in_a_digest(store: SqlStore) -> None:
    group = await chat(store)
    await owe(store, [group], 3)
    await change(store, doubts=1)
    told = await send(store, NOW + HOUR)
    assert [(each.kind.value, each.doubts) for each in told] == [("alert", 1)] * 3


@pytest.mark.slow
async def test_a_claim_waits_for_nothing_that_another_transaction_has_in_hand(postgresql: SqlStore) -> None:
    store = postgresql
    group = await chat(store)
    await owe(store, [group], 4)
    assert len(await claim(store, NOW, BUDGET)) == 1
    await change(store, state="pending", attempts=0)
    last = deliveries.c.id == (await rows(store))[-1].id
    async with store._database.write() as connection:
        await connection.execute(update(deliveries).where(last).values(note="in hand"))
        async with asyncio.timeout(5):
            assert await claim(store, NOW + HOUR) == ()
        assert await states(store) == ["held", "held", "held", "pending"]
    assert await states(store) == ["held", "held", "held", "pending"]


async def test_without_a_budget_all_is_sent_one_by_one(store: SqlStore) -> None:
    await owe(store, [await chat(store)], 12)
    assert len(await send(store, budget=None)) == 12


async def test_what_could_not_be_sent_for_long_comes_in_one_digest(store: SqlStore) -> None:
    group = await chat(store)
    await owe(store, [group], 4)
    later = NOW + HOUR
    assert await send(store, later) == []
    await released(store, later)
    (digest,) = await send(store, later)
    assert (digest.note, digest.stories) == ("late", 4)


async def test_one_or_two_that_are_late_are_told_as_they_are(store: SqlStore) -> None:
    await owe(store, [await chat(store)], 2)
    assert [each.kind.value for each in await send(store, NOW + HOUR)] == ["alert"] * 2


async def test_what_was_held_for_the_night_is_not_late_in_the_morning(store: SqlStore) -> None:
    group = await chat(store)
    await owe(store, [group], 3)
    await change(store, held_until=NOW + 6 * HOUR)
    assert len(await send(store, NOW + 6 * HOUR)) == 3


@pytest.mark.parametrize(("ended", "folds"), [(timedelta(), True), (timedelta(minutes=31), False)])
async def test_news_of_an_outage_comes_in_one_digest_that_says_so(
    store: SqlStore, ended: timedelta, *, folds: bool
) -> None:
    group = await chat(store)
    async with store._database.write() as connection:
        zone = hours_json(Hours("Asia/Damascus"))
        await connection.execute(update(chats).where(chats.c.id == group.id).values(hours=zone))
    until = NOW - ended
    await store.ledger.remember(OUTAGE, f"{(until - 4 * HOUR).isoformat()}/{until.isoformat()}")
    await owe(store, [group], 4)
    async with store._database.write() as connection:
        await connection.execute(update(items).values(published=until - HOUR))
    assert len(await send(store, budget=Budget(10))) == (0 if folds else 4)
    if folds:
        await owe(store, [group], 1)
        async with store._database.write() as connection:
            await connection.execute(update(items).values(published=until - HOUR))
        assert await send(store) == []
        assert await store.holding.next_due() == NOW + 2 * MINUTE
        await released(store, NOW + 2 * MINUTE)
        (digest,) = await send(store, NOW + 2 * MINUTE)
        assert (digest.note, digest.stories) == ("offline 13:02–17:02", 5)


async def test_news_that_comes_after_an_outage_is_told_at_once(store: SqlStore) -> None:
    await store.ledger.remember(OUTAGE, f"{(NOW - HOUR).isoformat()}/{(NOW - 5 * MINUTE).isoformat()}")
    await owe(store, [await chat(store)], 3)
    assert len(await send(store)) == 3


async def test_a_queue_of_thousands_is_folded_into_one_digest(store: SqlStore) -> None:
    group: Chat = await chat(store)
    await owe(store, [group], 3)
    assert len(await send(store)) == 3
    for _ in range(3):
        await owe(store, [group], 200)
    assert await send(store, NOW + MINUTE) == []
    assert await send(store, NOW + 2 * MINUTE) == []
    assert await store.holding.due(NOW + 10 * MINUTE, 10) == (Due(group.id, ""),)
    await released(store, NOW + 10 * MINUTE)
    (digest,) = await send(store, NOW + 10 * MINUTE)
    assert (digest.stories, len(digest.parts)) == (600, 100)


async def test_a_send_that_was_put_off_is_folded_when_there_is_no_room_any_more(store: SqlStore) -> None:
    group = await chat(store)
    await owe(store, [group], 1)
    (first,) = await claim(store)
    pause = Settlement(DeliveryState.PENDING, NOW + MINUTE, error="a pause", counts=False)
    await store.outbox.settle(first, pause, await sender(store), NOW)
    assert [each.attempts for each in await claim(store, NOW + MINUTE)] == [0]
