"""What polls bring into the store."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy.exc import StatementError

from bot.core.model import Outlet
from bot.core.outcome import Read
from bot.ports import Recorded
from bot.store.record import marked
from bot.store.rooms import SqlStore
from tests.kit.tempo import every
from tests.store.sample import DAY, LEASE, NOW, desk, entry, filing, poll, shown, source


async def test_the_first_read_of_a_source_is_quiet(store: SqlStore) -> None:
    first = await source(store, read=False)
    assert await poll(store, first, entry(1), entry(2)) == Recorded(new=2)
    assert await poll(store, first, entry(3), entry(1), entry(2)) == Recorded(new=1, known=2)
    assert [item.quiet for item in await shown(store)] == [True, True, False]


async def test_items_are_kept_as_they_were_read_the_oldest_first(store: SqlStore) -> None:
    told = entry(2, author="A", language="ar", publisher="P", published=NOW - DAY)
    await poll(store, await source(store, language="en"), entry(1), told)
    older, newer = await shown(store)
    assert (older.title, older.author, older.language, older.publisher) == ("Title 2", "A", "ar", "P")
    assert (older.published, older.seen, older.revision, older.story) == (NOW - DAY, NOW, 0, None)
    assert (newer.published, newer.language) == (NOW, "en")


async def test_an_edit_is_a_revision_that_the_desk_reads_again(store: SqlStore) -> None:
    edited = await source(store)
    await poll(store, edited, entry(1))
    (item,) = await store.desk.unfiled(10)
    await store.desk.file([filing(item)], await desk(store), NOW)
    assert await poll(store, edited, entry(1, title="Mended")) == Recorded(revised=1)
    (again,) = await store.desk.unfiled(10)
    assert (again.id, again.title, again.revision, again.story) == (item.id, "Mended", 1, item.id)
    assert await poll(store, edited, entry(1, title="Mended")) == Recorded(known=1)


async def test_a_link_known_from_another_source_makes_a_carrier(store: SqlStore) -> None:
    await poll(store, await source(store, "sana"), entry(1))
    tass = await source(store, "tass")
    assert await poll(store, tass, entry(1, guid="other", title="Another title")) == Recorded(known=1)
    (item,) = await shown(store)
    assert (item.outlet.id, item.title, item.carriers) == ("sana", "Title 1", (Outlet("tass", "TASS"),))


async def test_an_outlet_that_carries_a_link_twice_is_named_once(store: SqlStore) -> None:
    await poll(store, await source(store, "sana"), entry(1))
    for address in ("world", "syria"):
        feed = await store.sources.add(Outlet("tass", "TASS"), "feed", address, NOW)
        await poll(store, feed, entry(1))
    await poll(store, await source(store, "ap"), entry(1))
    (item,) = await shown(store)
    assert [each.id for each in item.carriers] == ["tass", "ap"]


async def test_an_outlet_does_not_carry_its_own_items(store: SqlStore) -> None:
    await poll(store, await source(store, "sana"), entry(1))
    second = await store.sources.add(Outlet("sana", "SANA"), "feed", "second", NOW)
    await poll(store, second, entry(1))
    assert [item.carriers for item in await shown(store)] == [()]


async def test_a_chats_source_takes_no_news_from_everybody(store: SqlStore) -> None:
    private, public = await source(store, "blog", brought_by=7), await source(store, "sana")
    assert await poll(store, private, entry(1)) == Recorded(new=1)
    assert await poll(store, public, entry(1, guid="other")) == Recorded(new=1)
    assert await poll(store, private, entry(2)) == Recorded(new=1)
    assert {item.outlet.id: item.carriers for item in await shown(store)} == {"sana": ()}
    assert len(await store.desk.unfiled(10)) == 3


async def test_a_chats_source_has_its_own_items_though_others_had_the_link_first(store: SqlStore) -> None:
    public, private = await source(store, "sana"), await source(store, "blog", brought_by=7)
    await poll(store, public, entry(1))
    assert await poll(store, private, entry(1, guid="other")) == Recorded(new=1)
    second = await store.sources.add(private.outlet, "feed", "second", NOW)
    await poll(store, second)
    assert await poll(store, second, entry(1, guid="third")) == Recorded(known=1)
    assert {item.outlet.id: item.carriers for item in await store.desk.unfiled(10)} == {"sana": (), "blog": ()}


async def test_what_was_quiet_only_for_another_source_becomes_news(store: SqlStore) -> None:
    old = await source(store, "sana")
    await poll(store, await source(store, "aggregator", read=False), entry(1))
    (item,) = await store.desk.unfiled(10)
    await store.desk.file([filing(item)], await desk(store), NOW)
    assert await poll(store, old, entry(1)) == Recorded(new=1)
    (again,) = await store.desk.unfiled(10)
    assert (again.id, again.quiet) == (item.id, False)


async def test_what_slides_back_is_not_news_even_when_its_item_is_gone(store: SqlStore) -> None:
    sliding = await source(store)
    await poll(store, sliding, entry(1), entry(2))
    await poll(store, sliding, entry(3))
    await store.ledger.tidy(NOW + 60 * DAY, items=30 * DAY, seen=90 * DAY)
    assert await shown(store) == []
    assert await poll(store, sliding, entry(1), entry(2), now=NOW + 60 * DAY) == Recorded(known=2)
    assert await shown(store) == []


async def test_a_key_still_shown_outlives_its_ninety_days(store: SqlStore) -> None:
    evergreen = await source(store)
    for days in range(0, 200, 20):
        at = NOW + days * DAY
        await poll(store, evergreen, entry(1), now=at)
        await store.ledger.tidy(at, items=30 * DAY, seen=90 * DAY)
    assert await poll(store, evergreen, entry(1), now=NOW + 200 * DAY) == Recorded(known=1)


async def test_a_key_not_shown_for_long_is_forgotten(store: SqlStore) -> None:
    gone = await source(store)
    await poll(store, gone, entry(1))
    await store.ledger.tidy(NOW + 91 * DAY, items=30 * DAY, seen=90 * DAY)
    assert await poll(store, gone, entry(1), now=NOW + 91 * DAY) == Recorded(new=1)


async def test_a_guid_used_again_makes_another_item(store: SqlStore) -> None:
    reusing = await source(store)
    await poll(store, reusing, entry(1))
    other = entry(2, guid="g1")
    assert await poll(store, reusing, other) == Recorded(new=1)
    assert await poll(store, reusing, other, entry(1)) == Recorded(known=2)
    assert [item.title for item in await shown(store)] == ["Title 1", "Title 2"]


async def test_texts_with_what_no_database_stores_are_kept_without_it(store: SqlStore) -> None:
    hostile = entry(
        1, title="N\0UL \ud800", text="\0" * 10, author="\udfff", url="https://e.example/\0", language="e\0"
    )
    assert await poll(store, await source(store), hostile) == Recorded(new=1)
    (item,) = await shown(store)
    assert (item.title, item.text, item.author) == ("NUL ", "", "")


async def test_a_failed_transaction_leaves_items_and_validators_as_they_were(store: SqlStore) -> None:
    broken = await source(store)
    (held,) = await store.sources.claim(NOW, 1, LEASE)
    unheard_of = Read((entry(1), entry(2, author=7)), {"etag": "newer"})
    with pytest.raises((TypeError, StatementError)):
        await store.sources.settle(held, unheard_of, every(DAY), NOW)
    (after,) = await store.sources.every()
    assert (after.memory, after.due_at) == ({"etag": "new"}, NOW + LEASE)
    assert await shown(store) == []
    assert await poll(store, broken, entry(1)) == Recorded(new=1)


async def test_hostile_links_leave_others_their_turn() -> None:
    entries = [entry(number, url=f"https://x/{number}?" + "a=b&" * 500) for number in range(20)]
    turns = 0

    async def others() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    waiting = asyncio.create_task(others())
    assert len(await marked(entries, NOW)) == 20
    waiting.cancel()
    assert turns >= 20
