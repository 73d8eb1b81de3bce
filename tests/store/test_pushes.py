"""Subscriptions at hubs: brought in by polls, claimed when they are due, settled once."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.core.model import Source, SourceState
from bot.core.outcome import Failed, Hub, Read, ReadOutcome, Unchanged
from bot.core.push import PATIENCE, Push, PushState, failed, heard, verified
from bot.core.schedule import Tempo
from bot.store import open_store
from bot.store.rooms import SqlStore
from tests.kit.stores import sqlite_url
from tests.store.sample import DAY, HOUR, LEASE, MINUTE, NOW, entry, source

HUB = Hub("https://hub.example/", "https://sana.example/feed")
TEMPO = Tempo(floor=MINUTE, ceiling=HOUR)


async def read(store: SqlStore, of: Source, outcome: ReadOutcome, now: datetime = NOW) -> Source:
    """Poll the source, whenever it is due, and settle that with the outcome; the source after that."""
    await store.sources.change(of.id, SourceState.ACTIVE, now)
    held = next(each for each in await store.sources.claim(now, 1_000, LEASE) if each.id == of.id)
    assert await store.sources.settle(held, outcome, TEMPO, now) is not None
    return next(each for each in await store.sources.every() if each.id == of.id)


async def found(store: SqlStore, of: Source) -> Push:
    push = await store.pushes.find(of.id)
    assert push is not None
    return push


async def subscribed(store: SqlStore, name: str = "sana", hub: Hub = HUB) -> Source:
    """A source whose document has named a hub."""
    added = await source(store, name)
    return await read(store, added, Read((), hub=hub))


def contents(folder: Path) -> list[bytes]:
    return [file.read_bytes() for file in folder.iterdir()]


async def granted(store: SqlStore, of: Source, *, pushed: bool = True) -> Push:
    """Its subscription, verified for a day, and trusted when something was pushed."""
    (push,) = await store.pushes.claim(NOW, 10)
    live = verified(push, "subscribe", push.hub.topic, 86_400, NOW)
    assert live is not None
    after = (heard(live, NOW) or live) if pushed else live
    assert await store.pushes.settle(push, after)
    return await found(store, of)


# ---- what polls bring in


async def test_a_poll_that_finds_a_hub_makes_its_source_due_to_be_subscribed(store: SqlStore) -> None:
    assert await store.pushes.next_due() is None
    of = await subscribed(store)
    push = await found(store, of)
    assert (push.source.id, push.hub, push.state, push.due_at) == (of.id, HUB, PushState.WANTED, NOW)
    assert await store.pushes.next_due() == NOW


async def test_no_two_subscriptions_have_the_same_nonce(store: SqlStore) -> None:
    nonces = {(await found(store, await subscribed(store, f"s{number}"))).nonce for number in range(10)}
    assert len(nonces) == 10
    assert {len(nonce) for nonce in nonces} == {16}


@pytest.mark.parametrize("outcome", [Unchanged(), Failed("no answer"), Read((), hub=HUB)])
async def test_a_poll_that_finds_no_other_hub_leaves_the_subscription_as_it_is(
    store: SqlStore, outcome: ReadOutcome
) -> None:
    of = await subscribed(store)
    before = await granted(store, of)
    await read(store, of, outcome, NOW + HOUR)
    after = await found(store, of)
    assert replace(after, source=before.source) == before


async def test_another_hub_is_another_subscription(store: SqlStore) -> None:
    of = await subscribed(store)
    before = await granted(store, of)
    for hour in (1, 2):
        await read(store, of, Read((), hub=replace(HUB, url="https://new.example/")), NOW + hour * HOUR)
    after = await found(store, of)
    assert (after.state, after.hub.url, after.lease_until) == (PushState.WANTED, "https://new.example/", None)
    assert after.nonce != before.nonce


async def test_a_hub_that_no_document_names_any_more_is_forgotten(store: SqlStore) -> None:
    of = await subscribed(store)
    await granted(store, of)
    for hour in (1, 2, 3):
        await read(store, of, Read(()), NOW + hour * HOUR)
        await read(store, of, Unchanged(), NOW + hour * HOUR)
    assert (await found(store, of)).state is PushState.LIVE
    await read(store, of, Read(()), NOW + DAY + HOUR)
    assert await store.pushes.find(of.id) is None


async def test_what_was_not_read_says_nothing_of_a_hub(store: SqlStore) -> None:
    of = await subscribed(store)
    await granted(store, of)
    for hour in range(0, 72, 6):
        await read(store, of, Unchanged() if hour % 4 else Failed("no answer"), NOW + hour * HOUR)
    assert (await found(store, of)).others == 0


async def test_a_source_that_is_pushed_is_polled_at_the_longest_interval(store: SqlStore) -> None:
    of = await subscribed(store)
    await granted(store, of, pushed=False)
    usual = await read(store, of, Unchanged())
    push = await found(store, of)
    await store.pushes.settle(push, replace(push, pushed_at=NOW))
    eased = await read(store, of, Unchanged())
    assert usual.due_at is not None
    assert usual.due_at < NOW + HOUR / 2
    assert eased.due_at == NOW + HOUR


async def test_a_hub_that_misses_what_polls_find_is_trusted_no_more(store: SqlStore) -> None:
    of = await subscribed(store)
    await granted(store, of)
    dues = []
    for number in range(2):
        after = await read(store, of, Read((entry(number),), hub=HUB), NOW + number * MINUTE)
        assert after.due_at is not None
        dues.append(after.due_at - number * MINUTE - NOW)
    assert dues[0] == HOUR
    assert dues[1] < HOUR / 2
    assert (await found(store, of)).missed == 2


# ---- claims


async def test_a_claim_marks_what_is_asked_for_and_nobody_else_gets_it(store: SqlStore) -> None:
    of = await subscribed(store)
    assert await store.pushes.claim(NOW - MINUTE, 10) == ()
    (push,) = await store.pushes.claim(NOW, 10)
    assert (push.source.id, push.state, push.due_at) == (of.id, PushState.ASKED, NOW + PATIENCE)
    assert await found(store, of) == push
    assert await store.pushes.claim(NOW, 10) == ()


async def test_what_was_never_verified_is_put_off_by_the_next_claim(store: SqlStore) -> None:
    of = await subscribed(store)
    await store.pushes.claim(NOW, 10)
    assert await store.pushes.claim(NOW + PATIENCE, 10) == ()
    push = await found(store, of)
    assert (push.state, push.failures) == (PushState.WANTED, 1)
    assert await store.pushes.next_due() == push.due_at
    assert len(await store.pushes.claim(push.due_at, 10)) == 1


async def test_the_longest_due_comes_first_and_no_more_than_asked_for(store: SqlStore) -> None:
    ids = []
    for number in range(3):
        of = await source(store, f"s{number}")
        await read(store, of, Read((), hub=HUB), NOW - number * MINUTE)
        ids.append(of.id)
    claimed = [push.source.id for _ in range(3) for push in await store.pushes.claim(NOW, 2)]
    assert claimed == ids[::-1]


@pytest.mark.parametrize("state", [SourceState.PAUSED, SourceState.REMOVED, SourceState.DEAD])
async def test_nobody_is_asked_for_a_source_that_is_not_read(store: SqlStore, state: SourceState) -> None:
    of = await subscribed(store)
    await store.sources.change(of.id, state, NOW)
    assert await store.pushes.claim(NOW, 10) == ()
    assert await store.pushes.next_due() is None
    assert (await found(store, of)).source.state is state


async def test_of_many_claims_at_once_each_subscription_goes_to_one(store: SqlStore) -> None:
    for number in range(20):
        await subscribed(store, f"s{number}")
    claims = await asyncio.gather(*(store.pushes.claim(NOW, 5) for _ in range(8)))
    ids = [push.source.id for claim in claims for push in claim]
    assert len(ids) == len(set(ids))
    rest = await store.pushes.claim(NOW, 100)  # what several claims locked at once, none of them skipped for good
    assert len(ids) + len(rest) == 20


# ---- settlements


async def test_what_became_of_a_subscription_is_kept_whole(store: SqlStore) -> None:
    of = await subscribed(store)
    push = await found(store, of)
    at = NOW + MINUTE
    after = replace(
        push,
        state=PushState.RENEWING,
        due_at=at,
        asked_at=at + MINUTE,
        lease_until=at + DAY,
        pushed_at=at + HOUR,
        missed=1,
        unread=2,
        other="ab",
        others=1,
        others_since=at,
        failures=4,
        error="no answer",
    )
    assert await store.pushes.settle(push, after)
    assert await found(store, of) == after


async def test_a_settlement_that_comes_too_late_is_void(store: SqlStore) -> None:
    of = await subscribed(store)
    (push,) = await store.pushes.claim(NOW, 10)
    live = verified(push, "subscribe", HUB.topic, 86_400, NOW)
    assert live is not None
    assert await store.pushes.settle(push, live)
    assert not await store.pushes.settle(push, failed(push, "no answer", NOW + timedelta(seconds=30)))
    assert (await found(store, of)).state is PushState.LIVE


async def test_an_ended_subscription_is_forgotten_and_another_in_its_place_is_not(store: SqlStore) -> None:
    of = await subscribed(store)
    old = await found(store, of)
    for hour in (1, 2):
        await read(store, of, Read((), hub=replace(HUB, topic="https://sana.example/new")), NOW + hour * HOUR)
    await store.pushes.end(old)
    push = await found(store, of)
    assert not await store.pushes.settle(old, replace(old, failures=1))
    await store.pushes.end(push)
    assert await store.pushes.find(of.id) is None
    assert not await store.pushes.settle(push, replace(push, failures=1))


async def test_a_new_address_makes_all_due_also_those_under_way(store: SqlStore) -> None:
    live, asked, wanted = [await subscribed(store, name) for name in ("a", "b", "c")]
    pushes = await store.pushes.claim(NOW, 2)
    after = verified(pushes[0], "subscribe", HUB.topic, 86_400, NOW)
    assert after is not None
    await store.pushes.settle(pushes[0], after)
    await store.pushes.renew(NOW + MINUTE)
    states = {push.source.id: push.state for push in await store.pushes.claim(NOW + MINUTE, 10)}
    assert states == {live.id: PushState.RENEWING, asked.id: PushState.ASKED, wanted.id: PushState.ASKED}


async def test_a_topic_with_a_secret_in_it_is_sealed_as_the_address_of_its_source_is(tmp_path: Path) -> None:
    topic = "https://www.reddit.com/r/x/new/.rss?feed=cafe5ecret&user=lina"
    store = await open_store(sqlite_url(tmp_path / "attribot.db"), key=bytes(32))
    of = await subscribed(store, hub=replace(HUB, topic=topic))
    assert (await found(store, of)).hub.topic == topic
    assert (await read(store, of, Unchanged(), NOW + HOUR)).id == of.id
    assert (await found(store, of)).hub.topic == topic
    await store.close()
    assert not any(b"cafe5ecret" in part for part in contents(tmp_path))
