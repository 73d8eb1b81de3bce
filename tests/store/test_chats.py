"""The chats' room: who is told, and of what."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import pytest

from bot.core.errors import NotFound
from bot.core.model import Address, ChatKind, DeliveryState, Subscription, SubscriptionKind
from bot.store.database import Lock
from bot.store.rooms import SqlStore
from tests.store.sample import (
    DAY,
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
    source,
)

QUERY, FILTER, PACK = SubscriptionKind.QUERY, SubscriptionKind.FILTER, SubscriptionKind.PACK


async def test_a_chat_is_met_once_and_its_title_refreshed(store: SqlStore) -> None:
    first = await store.chats.meet(Address("matrix", "!a", "thread"), ChatKind.PRIVATE, "Old", NOW)
    again = await store.chats.meet(Address("matrix", "!a"), ChatKind.GROUP, "New", NOW + MINUTE)
    assert first.address == Address("matrix", "!a")
    assert (again.id, again.kind, again.title, again.suspended) == (first.id, ChatKind.GROUP, "New", "")


async def test_a_chat_met_without_its_title_keeps_the_one_it_has(store: SqlStore) -> None:
    await store.chats.meet(Address("telegram", "1"), ChatKind.PRIVATE, "Lina", NOW)
    again = await store.chats.meet(Address("telegram", "1"), ChatKind.PRIVATE, "", NOW)
    assert again.title == "Lina"


async def test_the_same_subscription_is_taken_once_in_each_thread(store: SqlStore) -> None:
    group = await chat(store)
    first = await store.chats.subscribe(group.id, "", QUERY, "hama", "Lina", NOW)
    assert first is not None
    assert (first.chat, first.query, first.version, first.edited_by) == (group, "hama", 0, "Lina")
    assert await store.chats.subscribe(group.id, "", QUERY, "hama", "Omar", NOW) is None
    assert await store.chats.subscribe(group.id, "5", QUERY, "hama", "Omar", NOW) is not None
    pack = await store.chats.subscribe(group.id, "", PACK, "hama", "Omar", NOW)
    assert pack is not None
    assert pack.query == ""


async def test_a_subscription_to_a_filter_speaks_with_its_newest_words(store: SqlStore) -> None:
    group = await chat(store)
    await store.chats.save_filter(group.id, "north", "hama", "Lina", NOW)
    await store.chats.subscribe(group.id, "", FILTER, "north", "Lina", NOW)
    saved = await store.chats.save_filter(group.id, "north", "hama OR homs", "Omar", NOW + MINUTE)
    (after,) = await store.chats.subscriptions(group.id)
    assert (after.text, after.query, after.version) == ("north", "hama OR homs", 2)
    assert (after.edited_by, after.edited_at) == ("Omar", NOW + MINUTE)
    assert await store.chats.filters(group.id) == (saved,)


async def test_a_subscription_dates_from_when_it_was_made_or_its_filter_edited(store: SqlStore) -> None:
    group = await chat(store)
    await store.chats.save_filter(group.id, "north", "hama", "Lina", NOW - DAY)
    await store.chats.subscribe(group.id, "", FILTER, "north", "Sami", NOW)
    assert [each.edited_at for each in await store.chats.subscriptions()] == [NOW]
    await store.chats.save_filter(group.id, "north", "homs", "Lina", NOW + DAY)
    assert [each.edited_at for each in await store.chats.subscriptions()] == [NOW + DAY]


async def test_a_filter_saved_again_in_the_same_words_keeps_its_version(store: SqlStore) -> None:
    group = await chat(store)
    saved = await store.chats.save_filter(group.id, "north", "hama", "Lina", NOW)
    assert await store.chats.save_filter(group.id, "north", "hama", "Sami", NOW + DAY) == saved


async def test_only_a_filter_that_is_there_can_be_subscribed_to(store: SqlStore) -> None:
    one, two = await chat(store, "1"), await chat(store, "2")
    await store.chats.save_filter(one.id, "north", "hama", "Lina", NOW)
    with pytest.raises(NotFound, match="north"):
        await store.chats.subscribe(two.id, "", FILTER, "north", "Lina", NOW)


async def test_a_removed_filter_takes_its_subscriptions_along_and_keeps_its_versions(store: SqlStore) -> None:
    group = await chat(store)
    await store.chats.save_filter(group.id, "north", "hama", "Lina", NOW)
    for thread in ("", "5"):
        await store.chats.subscribe(group.id, thread, FILTER, "north", "Lina", NOW)
    await store.chats.subscribe(group.id, "", QUERY, "north", "Lina", NOW)
    assert await store.chats.remove_filter(group.id, "north", "Omar", NOW) == 2
    assert await store.chats.remove_filter(group.id, "north", "Omar", NOW) == 0
    assert [each.kind for each in await store.chats.subscriptions(group.id)] == [QUERY]
    assert (await store.chats.save_filter(group.id, "north", "homs", "Lina", NOW)).version == 3


async def test_filters_are_listed_by_name(store: SqlStore) -> None:
    group = await chat(store)
    for name in ("b", "a"):
        await store.chats.save_filter(group.id, name, "hama", "Lina", NOW)
    assert [each.name for each in await store.chats.filters(group.id)] == ["a", "b"]


async def test_subscriptions_of_all_leave_out_suspended_chats(store: SqlStore) -> None:
    lost, well = await chat(store, "1"), await chat(store, "2")
    for each in (well, lost):
        await store.chats.subscribe(each.id, "", QUERY, "hama", "Lina", NOW)
    await store.chats.suspend(lost.address, "kicked", NOW)
    assert [each.chat.id for each in await store.chats.subscriptions()] == [well.id]
    (kept,) = await store.chats.subscriptions(lost.id)
    assert kept.chat.suspended == "kicked"
    await store.chats.resume(lost.address)
    assert len(await store.chats.subscriptions()) == 2
    await store.chats.unsubscribe(kept.id)
    assert [each.chat.id for each in await store.chats.subscriptions()] == [well.id]


async def test_suspending_cancels_what_is_pending(store: SqlStore) -> None:
    lost, well = await chat(store, "1"), await chat(store, "2")
    await owe(store, [lost, well], 2)
    await store.chats.suspend(lost.address, "kicked", NOW)
    await store.chats.suspend(Address("telegram", "unknown"), "kicked", NOW)
    health = await store.ledger.health(NOW)
    assert (health.dead, health.pending) == (2, 2)
    await store.chats.resume(lost.address)
    assert [each.chat.id for each in await claim(store, await sender(store))] == [well.id]


async def test_suspending_waits_for_a_filing_under_way_so_that_it_cancels_what_that_owes(store: SqlStore) -> None:
    lost = await chat(store)
    await poll(store, await source(store), entry(1))
    (item,) = await store.desk.unfiled(1)
    fence = await desk(store)
    async with store._database.write(Lock.DESK):
        suspending = asyncio.create_task(store.chats.suspend(lost.address, "kicked", NOW))
        await asyncio.sleep(0.1)
        assert not suspending.done()
    await asyncio.gather(suspending, store.desk.file([filing(item, lost)], fence, NOW))
    await store.chats.resume(lost.address)
    assert await claim(store, await sender(store)) == ()


async def test_a_chat_that_moves_keeps_all_it_has(store: SqlStore) -> None:
    group = await chat(store)
    await store.chats.subscribe(group.id, "", QUERY, "hama", "Lina", NOW)
    await owe(store, [group], 1)
    await store.chats.move(group.address, "-100")
    (kept,) = await store.chats.subscriptions()
    assert (kept.chat.id, kept.chat.address) == (group.id, Address("telegram", "-100"))
    (alert,) = await claim(store, await sender(store))
    assert alert.chat.address.chat == "-100"


async def test_numbers_of_messages_mean_nothing_in_the_chat_that_a_chat_has_become(store: SqlStore) -> None:
    group = await chat(store)
    await owe(store, [group], 2)
    fence = await sender(store)
    (first,) = await claim(store, fence)
    edited = replace(sent("17"), edit_from=NOW)
    assert await store.outbox.settle(first, edited, fence, NOW)
    (second,) = await claim(store, fence)
    await store.chats.move(group.address, "-100")
    assert await store.outbox.settle(second, replace(edited, message="18"), fence, NOW)
    for message in ("17", "18"):
        assert await store.outbox.by_message(Address("telegram", "-100"), message) is None
    kept = await store.outbox.told([first.id, second.id])
    assert [(each.state, each.message, each.edit_from) for each in kept] == [(DeliveryState.SENT, "", None)] * 2


async def test_moving_an_unknown_chat_or_to_itself_does_nothing(store: SqlStore) -> None:
    group = await chat(store)
    await store.chats.move(Address("telegram", "unknown"), "1")
    await store.chats.move(group.address, "1")
    assert await chat(store) == group


async def test_two_chats_that_are_one_are_merged(store: SqlStore) -> None:
    old, new = await chat(store, "old"), await chat(store, "new")
    for each, text in ((old, "hama"), (old, "homs"), (new, "hama")):
        await store.chats.subscribe(each.id, "", QUERY, text, "Lina", NOW)
    await owe(store, [old, new], 1)
    await owe(store, [old], 1)
    await store.chats.move(old.address, "new")
    assert {(each.chat.id, each.text) for each in await store.chats.subscriptions()} == {
        (new.id, "hama"),
        (new.id, "homs"),
    }
    fence, told = await sender(store), []
    while held := await claim(store, fence):
        assert [each.chat.id for each in held] == [new.id]
        told.extend(each.item.title for each in held if each.item)
        await store.outbox.settle(held[0], sent(), fence, NOW)
    assert sorted(told) == ["Title 0", "Title 1"]
    assert (await store.ledger.health(NOW)).chats == 1


async def test_merging_loses_no_filter(store: SqlStore) -> None:
    old, new = await chat(store, "old"), await chat(store, "new")
    for each, name, query in (
        (old, "north", "hama"),
        (old, "same", "homs"),
        (old, "own", "idlib"),
        (new, "north", "aleppo"),
        (new, "same", "homs"),
    ):
        await store.chats.save_filter(each.id, name, query, "Lina", NOW)
        await store.chats.subscribe(each.id, "", FILTER, name, "Lina", NOW)
    await store.chats.move(old.address, "new")
    merged = {each.name: each.query for each in await store.chats.filters(new.id)}
    assert merged == {"north": "aleppo", "north-2": "hama", "same": "homs", "own": "idlib"}
    assert {each.text: each.query for each in await store.chats.subscriptions(new.id)} == merged
    assert (await store.chats.save_filter(new.id, "north-2", "hama OR homs", "Lina", NOW)).version == 2


async def test_a_filter_that_gets_another_name_in_a_merger_takes_none_that_its_chat_has(store: SqlStore) -> None:
    old, new = await chat(store, "old"), await chat(store, "new")
    for each, name, query in ((old, "north", "hama"), (old, "north-2", "homs"), (new, "north", "aleppo")):
        await store.chats.save_filter(each.id, name, query, "Lina", NOW)
    await store.chats.save_filter(old.id, "north-3", "idlib", "Lina", NOW)
    await store.chats.remove_filter(old.id, "north-3", "Lina", NOW)
    await store.chats.move(old.address, "new")
    merged = {each.name: each.query for each in await store.chats.filters(new.id)}
    assert merged == {"north": "aleppo", "north-2": "homs", "north-4": "hama"}
    assert [each.query for each in await store.chats.history(new.id, "north-3")] == ["", "idlib"]


async def test_at_first_all_that_chats_follow_is_told(store: SqlStore) -> None:
    well, lost = await chat(store, "1"), await chat(store, "2")
    for one in (well, lost):
        await store.chats.subscribe(one.id, "", QUERY, "hama", "Lina", NOW)
    await store.chats.suspend(lost.address, "kicked", NOW)
    changes = await store.chats.changed(-1)
    assert (changes.whole, changes.chats, [one.text for one in changes.subscriptions]) == (True, (well.id,), ["hama"])
    again = await store.chats.changed(changes.revision)
    assert (again.revision, again.whole, again.chats, again.subscriptions) == (changes.revision, False, (), ())


@pytest.mark.parametrize(
    ("change", "left"),
    [
        (lambda chats, one: chats.subscribe(one.chat.id, "", QUERY, "homs", "Lina", NOW), ["hama", "north", "homs"]),
        (lambda chats, one: chats.unsubscribe(one.id), ["north"]),
        (lambda chats, one: chats.save_filter(one.chat.id, "north", "idlib", "Lina", NOW), ["hama", "north"]),
        (lambda chats, one: chats.remove_filter(one.chat.id, "north", "Lina", NOW), ["hama"]),
        (lambda chats, one: chats.suspend(one.chat.address, "kicked", NOW), []),
    ],
)
async def test_what_a_chat_follows_is_told_anew_when_it_changes(
    store: SqlStore, change: Callable[[Any, Subscription], Awaitable[object]], left: list[str]
) -> None:
    one, other = await chat(store, "1"), await chat(store, "2")
    subscription = await store.chats.subscribe(one.id, "", QUERY, "hama", "Lina", NOW)
    assert subscription is not None
    await store.chats.save_filter(one.id, "north", "aleppo", "Lina", NOW)
    await store.chats.subscribe(one.id, "", FILTER, "north", "Lina", NOW)
    await store.chats.subscribe(other.id, "", QUERY, "homs", "Lina", NOW)
    before = await store.chats.changed(-1)
    await change(store.chats, subscription)
    after = await store.chats.changed(before.revision)
    assert (after.whole, after.chats, [each.text for each in after.subscriptions]) == (False, (one.id,), left)
    assert after.revision > before.revision


async def test_a_chat_that_is_back_is_told_of_once(store: SqlStore) -> None:
    one = await chat(store)
    await store.chats.subscribe(one.id, "", QUERY, "hama", "Lina", NOW)
    await store.chats.suspend(one.address, "kicked", NOW)
    before = await store.chats.changed(-1)
    await store.chats.resume(one.address)
    after = await store.chats.changed(before.revision)
    assert [each.text for each in after.subscriptions] == ["hama"]
    await store.chats.resume(one.address)
    await store.chats.unsubscribe(12345)
    await store.chats.suspend(Address("telegram", "nobody"), "gone", NOW)
    assert (await store.chats.changed(after.revision)).chats == ()


async def test_a_chat_that_moved_or_became_another_makes_all_be_told_anew(store: SqlStore) -> None:
    one, other = await chat(store, "1"), await chat(store, "2")
    for each in (one, other):
        await store.chats.subscribe(each.id, "", QUERY, "hama", "Lina", NOW)
    before = await store.chats.changed(-1)
    await store.chats.move(Address("telegram", "nobody"), "3")
    await store.chats.move(one.address, "1")
    assert (await store.chats.changed(before.revision)).revision == before.revision
    await store.chats.move(one.address, "2")
    after = await store.chats.changed(before.revision)
    assert (after.whole, after.chats) == (True, (other.id,))
    await store.chats.move(other.address, "4")
    (moved,) = (await store.chats.changed(after.revision)).subscriptions
    assert moved.chat.address.chat == "4"


async def test_a_revision_that_never_was_tells_all(store: SqlStore) -> None:
    one = await chat(store)
    await store.chats.subscribe(one.id, "", QUERY, "hama", "Lina", NOW)
    changes = await store.chats.changed(1_000)
    assert (changes.whole, changes.chats) == (True, (one.id,))
