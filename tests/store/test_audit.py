"""What became of what was owed: held, muted, missed, in trouble, and how long it took."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import update

from bot.core.decisions import Settlement
from bot.core.model import Chat, Delivery, DeliveryKind, DeliveryState
from bot.ports import Held, Lag
from bot.store.rooms import SqlStore
from bot.store.tables import deliveries
from tests.store.sample import (
    DAY,
    HOUR,
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

HELD, DIGESTED, MUTED, DEAD, UNSURE, SENT, PENDING = (
    DeliveryState.HELD,
    DeliveryState.DIGESTED,
    DeliveryState.MUTED,
    DeliveryState.DEAD,
    DeliveryState.UNSURE,
    DeliveryState.SENT,
    DeliveryState.PENDING,
)


async def become(store: SqlStore, number: int, state: DeliveryState, **more: object) -> None:
    """Write what the rest of the bot would have made of a delivery."""
    async with store.chats._database.write() as connection:
        this = update(deliveries).where(deliveries.c.id == number)
        await connection.execute(this.values(state=state.value, **more))


async def numbers(store: SqlStore, group: Chat) -> list[int]:
    """Ids of all alerts of a chat, the oldest first."""
    found = await store.audit.missed(group.id, "", NOW - DAY, 1_000, told=True)
    return sorted(each.id for each in found.deliveries)


async def in_trouble(store: SqlStore, state: DeliveryState, group: Chat, **more: object) -> Delivery:
    await owe(store, [group], 1)
    number = (await numbers(store, group))[-1]
    await become(store, number, state, error="no answer", **more)
    found = await store.audit.trouble(number)
    assert found
    return found


# ---- what waits


async def test_what_waits_is_counted_with_the_first_hour_at_which_it_is_released(store: SqlStore) -> None:
    group, other = await chat(store), await chat(store, "2")
    assert await store.audit.held(group.id) == Held(0, None)
    await owe(store, [group, other], 3)
    first, second, _ = await numbers(store, group)
    await become(store, first, HELD, held_until=NOW + 2 * HOUR)
    await become(store, second, HELD, held_until=NOW + HOUR)
    assert await store.audit.held(group.id) == Held(2, NOW + HOUR)
    assert await store.audit.held(other.id) == Held(0, None)


async def test_what_waits_in_a_chat_is_released_when_it_asks_for_it(store: SqlStore) -> None:
    group, other = await chat(store), await chat(store, "2")
    await owe(store, [group, other], 2)
    for each in (group, other):
        early, late = await numbers(store, each)
        await become(store, early, HELD, held_until=NOW - HOUR)
        await become(store, late, HELD, held_until=NOW + HOUR)
    assert await store.audit.release(group.id, NOW) == 2
    kept = [each.held_until for each in (await store.audit.missed(group.id, "", NOW - DAY, 9)).deliveries]
    assert kept == [NOW, NOW - HOUR]
    assert await store.audit.release((await chat(store, "3")).id, NOW) == 0
    assert [each.held_until for each in (await store.audit.missed(other.id, "", NOW - DAY, 9)).deliveries] == [
        NOW + HOUR,
        NOW - HOUR,
    ]


# ---- what was missed


async def test_what_was_not_told_by_itself_is_missed_the_newest_first(store: SqlStore) -> None:
    group = await chat(store)
    await owe(store, [group], 7)
    known = await numbers(store, group)
    for number, state in zip(known, (HELD, DIGESTED, MUTED, DEAD, UNSURE, SENT), strict=False):
        await become(store, number, state)
    missed = await store.audit.missed(group.id, "", NOW - DAY, 3)
    assert ([each.id for each in missed.deliveries], missed.total) == ([*reversed(known[2:5])], 5)
    rest = await store.audit.missed(group.id, "", NOW - DAY, 3, before=known[2])
    assert ([each.id for each in rest.deliveries], rest.total) == ([known[1], known[0]], 2)
    every = await store.audit.missed(group.id, "", NOW - DAY, 9, told=True)
    assert [each.id for each in every.deliveries] == [*reversed(known)]
    assert every.deliveries[0].item


@pytest.mark.parametrize("state", [SENT, DEAD])
async def test_of_what_a_digest_tells_it_is_told_what_became_of_that(store: SqlStore, state: DeliveryState) -> None:
    group = await chat(store)
    await owe(store, [group], 3)
    first, second, digest = await numbers(store, group)
    await become(store, first, DIGESTED, digest_id=digest)
    await become(store, second, HELD)
    await become(store, digest, state, kind="digest", item_id=None)
    missed = await store.audit.missed(group.id, "", NOW - DAY, 3)
    assert [(each.id, each.digest) for each in missed.deliveries] == [(second, None), (first, state)]


async def test_only_what_matched_in_that_time_and_place_is_missed(store: SqlStore) -> None:
    group, other = await chat(store), await chat(store, "2")
    await owe(store, [group, other], 1)
    assert (await store.audit.missed(group.id, "", NOW, 9, told=True)).total == 1
    assert (await store.audit.missed(group.id, "", NOW + MINUTE, 9, told=True)).total == 0
    assert (await store.audit.missed(group.id, "", NOW - DAY, 9, until=NOW, told=True)).total == 0
    assert (await store.audit.missed(group.id, "5", NOW - DAY, 9, told=True)).total == 0
    await store.outbox.notify(group.id, "", "a notice", NOW)
    assert (await store.audit.missed(group.id, "", NOW, 9, told=True)).total == 1


async def test_of_a_story_its_newest_delivery_is_shown_alone(store: SqlStore) -> None:
    group = await chat(store)
    await poll(store, await source(store), entry(1), entry(2))
    first, second = await shown(store)
    await store.desk.file([filing(first, group), filing(second, story=first.id)], await desk(store), NOW)
    (alert,) = await numbers(store, group)
    await become(store, alert, HELD)
    async with store.chats._database.write() as connection:
        row = (await connection.execute(deliveries.select())).mappings().one()
        update_of_it = {**row, "id": None, "key": "k2", "kind": "update", "story_id": None, "item_id": second.id}
        update_of_it.pop("id")
        await connection.execute(deliveries.insert().values(update_of_it))
    missed = await store.audit.missed(group.id, "", NOW, 9)
    assert missed.total == 1
    (one,) = missed.deliveries
    assert (one.kind, one.item and one.item.id) == (DeliveryKind.UPDATE, second.id)


# ---- what is in trouble


async def test_troubles_are_listed_the_newest_first_and_counted(store: SqlStore) -> None:
    group = await chat(store)
    await owe(store, [group], 4)
    known = await numbers(store, group)
    for number, state in zip(known, (DEAD, UNSURE, DEAD, SENT), strict=True):
        await become(store, number, state, error="no answer")
    found = await store.audit.troubled(NOW, 2)
    assert ([each.id for each in found.deliveries], found.dead, found.unsure) == ([known[2], known[1]], 2, 1)
    assert [each.id for each in (await store.audit.troubled(NOW, 2, 2)).deliveries] == [known[0]]
    assert (await store.audit.troubled(NOW + MINUTE, 2)).deliveries == ()
    assert await store.audit.trouble(known[3]) is None
    assert await store.audit.trouble(9_999) is None


@pytest.mark.parametrize("state", [DEAD, UNSURE])
async def test_what_is_retried_is_sent_again_with_its_old_key(store: SqlStore, state: DeliveryState) -> None:
    group = await chat(store)
    failed = await in_trouble(store, state, group, attempts=12, doubts=1)
    assert await store.audit.retry([failed.id], NOW + HOUR, kept=DAY) == 1
    (again,) = await claim(store, await sender(store), NOW + HOUR)
    assert (again.id, again.key, again.attempts, again.doubts) == (failed.id, failed.key, 0, 1)
    assert await store.audit.retry([failed.id], NOW + HOUR, kept=DAY) == 0  # it is on its way


@pytest.mark.parametrize(("age", "before", "doubts"), [(HOUR, 0, 0), (2 * DAY, 0, 1), (2 * DAY, 2, 2)])
async def test_a_doubt_older_than_any_platform_knows_keys_is_marked(
    store: SqlStore, age: timedelta, before: int, doubts: int
) -> None:
    group = await chat(store)
    failed = await in_trouble(store, UNSURE, group, doubts=before)
    refused = await in_trouble(store, DEAD, group)
    assert await store.audit.retry([failed.id, refused.id], NOW + age, kept=DAY) == 2
    assert [each.doubts for each in await _all(store, NOW + age)] == [doubts, 0]


async def _all(store: SqlStore, now: datetime) -> list[Delivery]:
    fence, told = await sender(store, now=now), []
    while held := await claim(store, fence, now):
        told += held
        await store.outbox.settle(held[0], sent(), fence, now)
    return told


async def test_what_was_sent_waits_or_is_in_flight_is_never_retried(store: SqlStore) -> None:
    group = await chat(store)
    await owe(store, [group], 5)
    known = await numbers(store, group)
    for number, state in zip(known, (SENT, HELD, MUTED, DIGESTED, DeliveryState.SENDING), strict=True):
        await become(store, number, state)
    assert await store.audit.retry(known, NOW, kept=DAY) == 0
    assert await store.audit.retry_all(NOW - DAY, NOW, kept=DAY) == 0


async def test_all_that_is_young_enough_is_retried_at_once_but_for_chats_that_are_lost(store: SqlStore) -> None:
    group, lost = await chat(store), await chat(store, "2")
    for each in (group, lost):
        await in_trouble(store, DEAD, each)
        old = await in_trouble(store, UNSURE, each)
        await become(store, old.id, UNSURE, created_at=NOW - 2 * DAY)
    await store.chats.suspend(lost.address, "kicked", NOW)
    assert await store.audit.retry_all(NOW - DAY, NOW, kept=DAY) == 1
    (again,) = await claim(store, await sender(store))
    assert again.chat.id == group.id


async def test_only_what_is_in_doubt_is_given_up(store: SqlStore) -> None:
    group = await chat(store)
    doubted = await in_trouble(store, UNSURE, group)
    assert await store.audit.give_up(doubted.id, "dropped by Omar")
    assert not await store.audit.give_up(doubted.id, "dropped by Lina")
    found = await store.audit.trouble(doubted.id)
    assert found
    assert (found.state, found.error) == (DEAD, "dropped by Omar")


# ---- how long it took


async def test_the_course_of_news_is_told_step_by_step(store: SqlStore) -> None:
    group = await chat(store)
    empty = await store.audit.course(NOW - DAY)
    assert (empty.fetched, empty.filed, empty.sent, empty.held, empty.digested) == (None, None, None, 0, 0)
    entries = [entry(number, published=NOW - number * MINUTE) for number in range(1, 21)]
    await poll(store, await source(store), *entries)
    items = await shown(store)
    filings = [filing(item, group) for item in items]
    assert await store.desk.file(filings, await desk(store, NOW + MINUTE), NOW + MINUTE) == 20
    known = await numbers(store, group)
    await become(store, known[0], HELD, held_until=NOW + HOUR)
    await become(store, known[1], DIGESTED)
    await become(store, known[2], SENT, sent_at=NOW + HOUR, held_until=NOW + HOUR)
    fence = await sender(store, now=NOW + 3 * MINUTE)
    (head,) = await claim(store, fence, NOW + 3 * MINUTE)
    await store.outbox.settle(head, Settlement(SENT, NOW, "m1"), fence, NOW + 3 * MINUTE)
    course = await store.audit.course(NOW - DAY)
    assert course.fetched == Lag(10 * MINUTE, 19 * MINUTE)
    assert course.filed == Lag(MINUTE, MINUTE)
    assert course.sent == Lag(2 * MINUTE, 2 * MINUTE)
    assert (course.held, course.digested) == (1, 1)
    later = await store.audit.course(NOW + DAY)
    assert (later.fetched, later.filed, later.sent, later.held, later.digested) == (None, None, None, 1, 0)
