"""The desk's room: filing items into stories and owing alerts, in one transaction."""

from __future__ import annotations

from bot.core.model import Relation
from bot.store.rooms import SqlStore
from tests.store.sample import (
    DAY,
    LEASE,
    MATCH,
    NOW,
    chat,
    claim,
    desk,
    entry,
    filing,
    poll,
    sender,
    shown,
    source,
)


async def test_items_wait_in_the_order_of_their_arrival(store: SqlStore) -> None:
    wire = await source(store)
    await poll(store, wire, entry(2), entry(1))
    await poll(store, wire, entry(3))
    assert [item.title for item in await store.desk.unfiled(2)] == ["Title 1", "Title 2"]
    assert [item.title for item in await store.desk.unfiled(9)] == ["Title 1", "Title 2", "Title 3"]


async def test_a_new_story_has_the_id_of_its_first_item_and_others_join_it(store: SqlStore) -> None:
    await poll(store, await source(store), entry(2), entry(1))
    first, second = await store.desk.unfiled(10)
    filings = [filing(first), filing(second, story=first.id)]
    assert await store.desk.file(filings, await desk(store), NOW) == 0
    assert [filed.item.story for filed in await store.desk.window(DAY)] == [first.id, first.id]
    assert await store.desk.unfiled(10) == ()


async def test_an_alert_tells_what_it_was_filed_with(store: SqlStore) -> None:
    await poll(store, await source(store), entry(2), entry(1))
    first, second = await store.desk.unfiled(10)
    group = await chat(store)
    filings = [filing(first, group, thread="9"), filing(second, group, story=first.id, thread="9")]
    assert await store.desk.file(filings, await desk(store), NOW) == 1
    (alert,) = await claim(store, await sender(store))
    assert (alert.chat, alert.thread, alert.matches, alert.created_at) == (group, "9", (MATCH,), NOW)
    assert alert.item is not None
    assert (alert.item.id, [item.id for item in alert.also]) == (first.id, [second.id])


async def test_a_chat_is_owed_a_story_once_in_each_thread(store: SqlStore) -> None:
    await poll(store, await source(store), entry(2), entry(1))
    first, second = await store.desk.unfiled(10)
    group, other = await chat(store, "1"), await chat(store, "2")
    fence = await desk(store)
    assert await store.desk.file([filing(first, group)], fence, NOW) == 1
    joined = [filing(second, group, other, story=first.id)]
    assert await store.desk.file(joined, fence, NOW) == 1
    await poll(store, (await store.sources.every())[0], entry(2, title="Edited"))
    (edited,) = await store.desk.unfiled(10)
    again = [filing(edited, group, story=first.id, thread="9", revision=1)]
    assert await store.desk.file(again, fence, NOW) == 1


async def test_a_stale_fence_writes_nothing(store: SqlStore) -> None:
    await poll(store, await source(store), entry(1))
    (item,) = await store.desk.unfiled(10)
    group = await chat(store)
    stale = await store.ledger.lead("desk", "old", NOW, LEASE)
    newer = await store.ledger.lead("desk", "new", NOW + LEASE, LEASE)
    assert stale is not None
    assert newer is not None
    assert await store.desk.file([filing(item, group)], stale, NOW) is None
    assert await store.desk.unfiled(10) == (item,)
    assert await store.outbox.next_due("telegram") is None
    assert await store.desk.file([filing(item, group)], newer, NOW) == 1


async def test_a_filing_of_an_older_revision_is_void(store: SqlStore) -> None:
    wire = await source(store)
    await poll(store, wire, entry(1))
    (item,) = await store.desk.unfiled(10)
    await poll(store, wire, entry(1, text="Other words."))
    assert await store.desk.file([filing(item, await chat(store))], await desk(store), NOW) == 0
    assert [(again.id, again.revision) for again in await store.desk.unfiled(10)] == [(item.id, 1)]


async def test_filing_twice_changes_nothing(store: SqlStore) -> None:
    await poll(store, await source(store), entry(1))
    (item,) = await store.desk.unfiled(10)
    filings = [filing(item, await chat(store))]
    fence = await desk(store)
    assert [await store.desk.file(filings, fence, NOW) for _ in range(2)] == [1, 0]


async def test_an_edited_item_stays_in_its_story(store: SqlStore) -> None:
    wire = await source(store)
    await poll(store, wire, entry(2), entry(1))
    first, second = await store.desk.unfiled(10)
    fence = await desk(store)
    await store.desk.file([filing(first), filing(second, story=first.id)], fence, NOW)
    await poll(store, wire, entry(2, title="Edited"))
    (edited,) = await store.desk.unfiled(10)
    await store.desk.file([filing(edited, revision=1)], fence, NOW)
    assert [item.story for item in await shown(store)] == [first.id, first.id]


async def test_a_filing_that_names_a_chat_no_longer_there_is_decided_again(store: SqlStore) -> None:
    await poll(store, await source(store), entry(2), entry(1))
    first, second = await store.desk.unfiled(10)
    old, new = await chat(store, "old"), await chat(store, "new")
    await store.chats.move(old.address, new.address.chat)
    assert await store.desk.file([filing(first, old), filing(second, new)], await desk(store), NOW) == 1
    assert await store.desk.unfiled(10) == (first,)


async def test_a_suspended_chat_is_owed_nothing_new(store: SqlStore) -> None:
    await poll(store, await source(store), entry(1))
    (item,) = await store.desk.unfiled(10)
    lost, well = await chat(store, "1"), await chat(store, "2")
    await store.chats.suspend(lost.address, "kicked", NOW)
    assert await store.desk.file([filing(item, lost, well)], await desk(store), NOW) == 1
    assert [each.chat.id for each in await claim(store, await sender(store))] == [well.id]


async def test_the_window_reaches_back_as_far_as_asked(store: SqlStore) -> None:
    wire = await source(store)
    await poll(store, wire, entry(1), now=NOW - 4 * DAY)
    await poll(store, wire, entry(2), now=NOW - DAY)
    waiting = await store.desk.unfiled(10)
    await store.desk.file([filing(item) for item in waiting], await desk(store), NOW)
    assert [filed.item.title for filed in await store.desk.window(2 * DAY)] == ["Title 2"]


async def test_the_window_has_nothing_that_a_chat_brought_and_does_not_end_with_it(store: SqlStore) -> None:
    mine = (await chat(store)).id
    await poll(store, await source(store), entry(1), now=NOW - 4 * DAY)
    await poll(store, await source(store, "blog", brought_by=mine), entry(2), now=NOW)
    waiting = await store.desk.unfiled(10)
    await store.desk.file([filing(item) for item in waiting], await desk(store), NOW)
    assert [filed.item.title for filed in await store.desk.window(2 * DAY)] == ["Title 1"]
    assert await store.desk.unfiled(10) == ()


async def test_an_empty_store_has_an_empty_window(store: SqlStore) -> None:
    assert await store.desk.window(DAY) == ()


async def test_more_than_a_statement_takes_is_filed_at_once(store: SqlStore) -> None:
    await poll(store, await source(store), entry(1))
    (item,) = await store.desk.unfiled(10)
    chats = [await chat(store, str(number)) for number in range(30)]
    many = filing(item, *chats)
    threads = [part for number in range(20) for part in filing(item, *chats, thread=str(number)).wanted]
    wide = type(many)(item.id, 0, None, Relation.NEW, "", tuple(threads))
    assert await store.desk.file([wide], await desk(store), NOW) == 600
