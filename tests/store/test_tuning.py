"""How loudly chats want to be told, and what they mute."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import time

from bot.core.model import (
    Address,
    Cadence,
    ChatKind,
    Hours,
    Loudness,
    MuteKind,
    Rhythm,
    SubscriptionKind,
    Updates,
)
from bot.store.rooms import SqlStore
from tests.store.sample import DAY, HOUR, NOW, chat

QUERY = SubscriptionKind.QUERY
NIGHT = (time(23), time(7))
DAILY = Rhythm(Cadence.DAILY, time(8, 30))
WEEKLY = Rhythm(Cadence.WEEKLY, time(9), 4)


async def test_the_hours_of_a_chat_are_kept(store: SqlStore) -> None:
    group = await chat(store)
    assert group.hours == Hours()
    wanted = Hours("Asia/Damascus", NIGHT, 3)
    assert await store.tuning.set_hours(group.id, lambda _: wanted) == wanted
    assert (await chat(store)).hours == wanted
    await store.tuning.set_hours(group.id, lambda hours: replace(hours, quiet=None))
    assert (await chat(store)).hours == Hours("Asia/Damascus", None, 3)


async def test_the_loudness_of_a_chat_and_that_of_a_subscription_are_kept_apart(store: SqlStore) -> None:
    group = await chat(store)
    one = await store.chats.subscribe(group.id, "", QUERY, "hama", "Lina", NOW)
    other = await store.chats.subscribe(group.id, "5", QUERY, "hama", "Lina", NOW)
    assert one
    assert other
    assert await store.tuning.set_loudness(group.id, lambda _: Loudness(DAILY)) == Loudness(DAILY)
    wanted = Loudness(WEEKLY, Updates.EDIT, 2, starred=True)
    assert await store.tuning.set_loudness_of([one.id, 9_999], lambda _: wanted) == (one.id,)
    kept = await store.chats.subscriptions(group.id)
    assert [each.loudness for each in kept] == [wanted, Loudness()]
    assert {each.chat.loudness for each in kept} == {Loudness(DAILY)}
    await store.tuning.set_loudness_of([one.id], lambda loudness: replace(loudness, rhythm=None, starred=False))
    assert (await store.chats.subscriptions(group.id))[0].loudness == Loudness(None, Updates.EDIT, 2)
    assert await store.tuning.set_loudness_of([9_999], lambda loudness: loudness) == ()


async def test_of_two_changes_at_one_time_neither_undoes_the_other(store: SqlStore) -> None:
    group = await chat(store)
    await asyncio.gather(
        store.tuning.set_loudness(group.id, lambda loudness: replace(loudness, rhythm=DAILY)),
        store.tuning.set_loudness(group.id, lambda loudness: replace(loudness, updates=Updates.NONE)),
        store.tuning.set_loudness(group.id, lambda loudness: replace(loudness, min_origins=2)),
    )
    assert (await chat(store)).loudness == Loudness(DAILY, Updates.NONE, 2)


async def test_the_desk_hears_of_each_change(store: SqlStore) -> None:
    group = await chat(store)
    one = await store.chats.subscribe(group.id, "", QUERY, "hama", "Lina", NOW)
    assert one
    mute = await store.tuning.mute(group.id, MuteKind.ALL, "", NOW + HOUR, "Lina", NOW)
    for change in (
        lambda: store.tuning.set_hours(group.id, lambda _: Hours("Asia/Beirut")),
        lambda: store.tuning.set_loudness(group.id, lambda _: Loudness(DAILY)),
        lambda: store.tuning.set_loudness_of([one.id], lambda _: Loudness(WEEKLY)),
        lambda: store.tuning.mute(group.id, MuteKind.QUERY, "hama", NOW + HOUR, "Lina", NOW),
        lambda: store.tuning.unmute(group.id, [mute.id], NOW),
    ):
        before = (await store.chats.changed(-1)).revision
        await change()
        changes = await store.chats.changed(before)
        assert (changes.whole, changes.chats) == (False, (group.id,))


async def test_what_is_muted_anew_ends_when_it_was_said_last(store: SqlStore) -> None:
    group = await chat(store)
    first = await store.tuning.mute(group.id, MuteKind.QUERY, "hama", NOW + DAY, "Lina", NOW)
    story = await store.tuning.mute(group.id, MuteKind.STORY, "12", NOW + 2 * HOUR, "Lina", NOW)
    again = await store.tuning.mute(group.id, MuteKind.QUERY, "hama", NOW + HOUR, "Omar", NOW)
    assert again == replace(first, until=NOW + HOUR, muted_by="Omar")
    assert await store.tuning.mutes(group.id, NOW) == (again, story)


async def test_a_mute_that_is_over_is_none_and_goes_when_the_chat_mutes_anew(store: SqlStore) -> None:
    group, other = await chat(store), await chat(store, "2")
    over = await store.tuning.mute(group.id, MuteKind.ALL, "", NOW + HOUR, "Lina", NOW)
    await store.tuning.mute(other.id, MuteKind.ALL, "", NOW + HOUR, "Lina", NOW)
    assert await store.tuning.mutes(group.id, NOW + HOUR) == ()
    await store.tuning.mute(group.id, MuteKind.STORY, "12", NOW + DAY, "Lina", NOW + HOUR)
    assert await store.tuning.unmute(group.id, [over.id], NOW) == 0
    assert len(await store.tuning.mutes(other.id, NOW)) == 1


async def test_a_chat_takes_away_its_own_mutes_alone(store: SqlStore) -> None:
    group, other = await chat(store), await chat(store, "2")
    mute = await store.tuning.mute(group.id, MuteKind.ALL, "", NOW + HOUR, "Lina", NOW)
    assert await store.tuning.unmute(other.id, [mute.id], NOW) == 0
    assert await store.tuning.unmute(group.id, [mute.id], NOW) == 1
    assert await store.tuning.mutes(group.id, NOW) == ()


async def test_mutes_long_over_are_forgotten(store: SqlStore) -> None:
    group = await chat(store)
    await store.tuning.mute(group.id, MuteKind.ALL, "", NOW + HOUR, "Lina", NOW)
    await store.tuning.mute(group.id, MuteKind.QUERY, "hama", NOW + 9 * DAY, "Lina", NOW)
    assert await store.ledger.tidy(NOW + 31 * DAY, items=90 * DAY, seen=90 * DAY) == 1
    assert [each.text for each in await store.tuning.mutes(group.id, NOW)] == ["hama"]


async def test_a_chat_that_becomes_another_keeps_its_hours_its_loudness_and_its_mutes(store: SqlStore) -> None:
    old, new = await chat(store, "old"), await chat(store, "new")
    await store.tuning.set_hours(old.id, lambda _: Hours("Asia/Damascus", NIGHT))
    await store.tuning.set_hours(new.id, lambda _: Hours("Europe/London"))
    await store.tuning.set_loudness(old.id, lambda _: Loudness(DAILY, Updates.EDIT))
    await store.tuning.set_loudness(new.id, lambda _: Loudness(WEEKLY))
    for each, loudness in ((old, Loudness(DAILY, starred=True)), (new, Loudness(min_origins=2))):
        one = await store.chats.subscribe(each.id, "", QUERY, "hama", "Lina", NOW)
        assert one
        await store.tuning.set_loudness_of([one.id], lambda _, it=loudness: it)
    for each, text, hours in ((old, "a", 1), (old, "b", 1), (new, "b", 2), (old, "c", 2), (new, "c", 1)):
        await store.tuning.mute(each.id, MuteKind.QUERY, text, NOW + hours * HOUR, "Lina", NOW)
    await store.chats.move(old.address, "new")
    merged = await store.chats.meet(Address("telegram", "new"), ChatKind.GROUP, "", NOW)
    assert merged.hours == Hours("Europe/London", NIGHT)
    assert merged.loudness == Loudness(WEEKLY, Updates.EDIT)
    (kept,) = await store.chats.subscriptions(new.id)
    assert kept.loudness == Loudness(DAILY, None, 2, starred=True)
    ends = [(each.text, (each.until - NOW) / HOUR) for each in await store.tuning.mutes(new.id, NOW)]
    assert ends == [("a", 1), ("b", 2), ("c", 2)]
