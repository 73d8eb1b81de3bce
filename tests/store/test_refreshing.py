"""Messages whose stories went on: which are marked, claimed and settled, whatever happens meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy import update

from bot.core.decisions import Filing, Refreshed, Settlement, Wanted
from bot.core.model import Chat, DeliveryKind, DeliveryState, Item, Relation, Source, Updates
from bot.core.stories import SPAN
from bot.ports import Stale
from bot.store.refreshing import count_changes
from bot.store.rooms import SqlStore
from bot.store.tables import deliveries
from tests.store.sample import (
    DAY,
    HOUR,
    LEASE,
    MATCH,
    MINUTE,
    NOW,
    chat,
    claim,
    desk,
    entry,
    filing,
    poll,
    sender,
    source,
)

SOON = NOW + MINUTE
"""When a message that is sent now may be edited first."""


async def report(store: SqlStore, number: int, of: Source | None = None, now: datetime = NOW, **more: object) -> int:
    """A report of an outlet; the id of its item."""
    await poll(store, of or await source(store, f"outlet{number}"), entry(number, **more), now=now)
    (item,) = await store.desk.unfiled(10)
    return item.id


async def put(store: SqlStore, filings: Sequence[Filing], now: datetime = NOW) -> int | None:
    return await store.desk.file(filings, await desk(store, now), now)


async def goes_on(store: SqlStore, number: int, story: int, now: datetime = NOW, **more: object) -> int:
    """One more report of the story; the id of its item."""
    item = await report(store, number, now=now, **more)
    await put(store, [Filing(item, 0, story, Relation.REPEAT, "the same story", ())], now)
    return item


async def told(store: SqlStore, *chats: Chat, updates: Updates = Updates.REPLY, by: Source | None = None) -> int:
    """A story of which each of these chats was told by a message `m<chat>`; its id, which is that of its report."""
    story = await report(store, 1, by)
    wanted = tuple(Wanted(each.id, "", (MATCH,), updates) for each in chats)
    await put(store, [Filing(story, 0, None, Relation.NEW, "", wanted)])
    fence = await sender(store)
    for held in await claim(store, fence):
        assert await store.outbox.settle(held, sent(f"m{held.chat.address.chat}"), fence, NOW)
    return story


def sent(message: str = "m1") -> Settlement:
    return Settlement(DeliveryState.SENT, NOW, message=message, shown="first", edit_from=SOON)


async def stale(store: SqlStore, now: datetime = SOON, limit: int = 100) -> tuple[Stale, ...]:
    return await store.outbox.claim_stale("telegram", await sender(store, now=now), now, limit, LEASE)


async def settle(store: SqlStore, claimed: Stale, refreshed: Refreshed, now: datetime = SOON) -> bool:
    return await store.outbox.refresh(claimed, refreshed, await sender(store, now=now), now)


EDITED = Refreshed(edit_from=SOON + MINUTE, shown="second")


# ---- what is marked


async def test_a_message_is_written_anew_when_its_story_goes_on(store: SqlStore) -> None:
    story = await told(store, await chat(store))
    assert await store.outbox.next_stale("telegram") is None
    other = await goes_on(store, 2, story)
    assert await store.outbox.next_stale("telegram") == SOON
    (claimed,) = await stale(store)
    delivery = claimed.delivery
    assert (delivery.message, delivery.edits, delivery.shown, delivery.sent_at) == ("m1", "m1", "first", NOW)
    assert [item.id for item in delivery.also] == [other]
    assert (claimed.changes, claimed.until) == (1, SOON + LEASE)


async def test_it_is_not_before_it_may_be(store: SqlStore) -> None:
    await goes_on(store, 2, await told(store, await chat(store)))
    assert await stale(store, SOON - MINUTE / 60) == ()


async def test_one_that_was_left_alone_for_long_is_due_at_once(store: SqlStore) -> None:
    story = await told(store, await chat(store))
    await goes_on(store, 2, story, NOW + HOUR)
    assert await store.outbox.next_stale("telegram") == NOW + HOUR


async def test_what_has_no_need_of_it_is_not_written_anew(store: SqlStore) -> None:
    one = await chat(store)
    await goes_on(store, 2, await told(store, one, updates=Updates.NONE))
    other = await report(store, 3)
    await put(store, [Filing(other, 0, None, Relation.NEW, "another story", ())])
    await store.outbox.notify(one.id, "", "hello", NOW)
    assert await store.outbox.next_stale("telegram") is None


async def test_a_report_that_nobody_is_told_of_changes_nothing(store: SqlStore) -> None:
    story = await told(store, await chat(store))
    silent = await source(store, "silent", read=False)
    item = await report(store, 2, silent)
    await put(store, [Filing(item, 0, story, Relation.REPEAT, "", ())])
    assert await store.outbox.next_stale("telegram") is None


async def test_other_words_of_the_report_itself_are_a_change(store: SqlStore) -> None:
    of = await source(store, "own")
    item = await told(store, await chat(store), by=of)
    await report(store, 1, of, title="Other words")
    await put(store, [Filing(item, 1, item, Relation.UPDATE, "its words changed", ())])
    (claimed,) = await stale(store)
    assert claimed.delivery.item
    assert claimed.delivery.newest
    assert (claimed.delivery.item.title, claimed.delivery.item.revision) == ("Other words", 1)
    assert claimed.delivery.newest.reason == "its words changed"


async def test_so_is_another_outlet_that_carries_it_when_it_begins_to(store: SqlStore) -> None:
    await told(store, await chat(store))
    carrier = await source(store, "carrier")
    await poll(store, carrier, entry(1, guid="another"))
    (claimed,) = await stale(store)
    assert claimed.delivery.item
    assert [outlet.id for outlet in claimed.delivery.item.carriers] == ["carrier"]
    await settle(store, claimed, EDITED)
    await poll(store, carrier, entry(1, guid="another"))
    assert await store.outbox.next_stale("telegram") is None


async def test_so_is_a_post_that_is_deleted_and_only_where_it_was_brought(store: SqlStore) -> None:
    of = await source(store, "own")
    await told(store, await chat(store), by=of)
    carrier = await source(store, "carrier")
    await poll(store, carrier, entry(1, guid="theirs"))
    (claimed,) = await stale(store)
    await settle(store, claimed, EDITED)
    assert await store.sources.withdraw([(carrier.id, "theirs"), (of.id, "unknown")], SOON) == 0
    assert await store.outbox.next_stale("telegram") is None
    assert await store.sources.withdraw([(of.id, "g1"), (carrier.id, "g1")], SOON) == 1
    assert await store.sources.withdraw([(of.id, "g1")], SOON) == 0
    (claimed,) = await stale(store, SOON + MINUTE)
    assert claimed.delivery.item
    assert claimed.delivery.item.withdrawn
    assert claimed.changes == 2


async def test_a_story_that_the_desk_has_forgotten_changes_no_more(store: SqlStore) -> None:
    await told(store, await chat(store))
    (of,) = await store.sources.every()
    late = NOW + SPAN + MINUTE
    assert await store.sources.withdraw([(of.id, "g1")], late) == 1
    assert await store.outbox.next_stale("telegram") is None


async def test_an_old_report_of_a_story_that_goes_on_may_still_change_it(store: SqlStore) -> None:
    story = await told(store, await chat(store))
    (of,) = await store.sources.every()
    await goes_on(store, 2, story, NOW + SPAN / 2)
    (claimed,) = await stale(store, NOW + SPAN / 2)
    await settle(store, claimed, EDITED, NOW + SPAN / 2)
    await store.sources.withdraw([(of.id, "g1")], late := NOW + SPAN + MINUTE)
    assert await store.outbox.next_stale("telegram") == late


# ---- what is claimed


async def test_the_longest_due_are_claimed_first_and_no_more_than_asked_for(store: SqlStore) -> None:
    story = await told(store, *[await chat(store, str(number)) for number in range(3)])
    await goes_on(store, 2, story)
    first = await stale(store, limit=2)
    second = await stale(store)
    assert [each.delivery.chat.address.chat for each in (*first, *second)] == ["0", "1", "2"]
    assert await stale(store) == ()


async def test_what_is_new_goes_first(store: SqlStore) -> None:
    one = await chat(store)
    await goes_on(store, 2, await told(store, one))
    await store.outbox.notify(one.id, "", "hello", SOON)
    assert await stale(store) == ()
    fence = await sender(store, now=SOON)
    (held,) = await claim(store, fence, SOON)
    assert await stale(store) == ()
    await store.outbox.settle(held, sent("m2"), fence, SOON)
    assert len(await stale(store)) == 1


async def test_a_chat_that_is_to_be_left_alone_is(store: SqlStore) -> None:
    one = await chat(store)
    await goes_on(store, 2, await told(store, one))
    (claimed,) = await stale(store)
    later = SOON + HOUR
    assert await settle(store, claimed, Refreshed(SOON, SOON, "first", chat_free_at=later))
    assert await store.outbox.next_stale("telegram") == later
    assert await stale(store, later - MINUTE) == ()
    assert len(await stale(store, later)) == 1


async def test_a_suspended_chat_gets_what_has_changed_when_it_is_back(store: SqlStore) -> None:
    one = await chat(store)
    story = await told(store, one)
    await store.chats.suspend(one.address, "kicked", NOW)
    await goes_on(store, 2, story)
    assert (await stale(store), await store.outbox.next_stale("telegram")) == ((), None)
    await store.chats.resume(one.address)
    assert len(await stale(store)) == 1


async def test_platforms_do_not_take_each_others(store: SqlStore) -> None:
    await goes_on(store, 2, await told(store, await chat(store)))
    fence = await sender(store, platform="matrix")
    assert await store.outbox.claim_stale("matrix", fence, SOON, 9, LEASE) == ()
    assert await store.outbox.next_stale("matrix") is None


async def test_a_stale_fence_claims_and_settles_nothing(store: SqlStore) -> None:
    await goes_on(store, 2, await told(store, await chat(store)))
    old = await sender(store)
    (claimed,) = await stale(store, SOON)
    await sender(store, "new", SOON + LEASE)
    assert await store.outbox.claim_stale("telegram", old, SOON + HOUR, 9, LEASE) == ()
    assert not await store.outbox.refresh(claimed, EDITED, old, SOON)
    assert await store.outbox.next_stale("telegram") == claimed.until


# ---- what is settled


async def test_what_was_edited_rests_until_its_story_goes_on(store: SqlStore) -> None:
    story = await told(store, await chat(store))
    await goes_on(store, 2, story)
    (claimed,) = await stale(store)
    assert await settle(store, claimed, EDITED)
    assert await store.outbox.next_stale("telegram") is None
    await goes_on(store, 3, story, SOON)
    assert await store.outbox.next_stale("telegram") == SOON + MINUTE
    (again,) = await stale(store, SOON + MINUTE)
    assert (again.delivery.shown, again.changes) == ("second", 2)


async def test_a_change_filed_between_claim_and_settlement_is_not_lost(store: SqlStore) -> None:
    story = await told(store, await chat(store))
    await goes_on(store, 2, story)
    (claimed,) = await stale(store)
    await goes_on(store, 3, story, SOON)
    assert await settle(store, claimed, EDITED)
    assert await store.outbox.next_stale("telegram") == SOON + MINUTE
    (again,) = await stale(store, SOON + MINUTE)
    assert [item.title for item in again.delivery.also] == ["Title 2", "Title 3"]
    assert await settle(store, again, replace(EDITED, edit_from=SOON), SOON + MINUTE)
    assert await store.outbox.next_stale("telegram") is None


async def test_a_change_filed_while_the_message_is_first_sent_is_not_lost(store: SqlStore) -> None:
    one = await chat(store)
    item = await report(store, 1)
    await put(store, [Filing(item, 0, None, Relation.NEW, "", (Wanted(one.id, "", (MATCH,)),))])
    await goes_on(store, 2, item)
    fence = await sender(store)
    (held,) = await claim(store, fence)
    assert len(held.also) == 1
    await goes_on(store, 3, item)
    await store.outbox.settle(held, sent(), fence, NOW)
    assert await store.outbox.next_stale("telegram") == SOON


async def test_what_was_filed_before_it_was_first_sent_needs_no_edit(store: SqlStore) -> None:
    one = await chat(store)
    item = await report(store, 1)
    await put(store, [Filing(item, 0, None, Relation.NEW, "", (Wanted(one.id, "", (MATCH,)),))])
    await goes_on(store, 2, item)
    fence = await sender(store)
    (held,) = await claim(store, fence)
    await store.outbox.settle(held, sent(), fence, NOW)
    assert await store.outbox.next_stale("telegram") is None


async def test_the_claim_of_a_killed_process_lapses(store: SqlStore) -> None:
    await goes_on(store, 2, await told(store, await chat(store)))
    (lost,) = await stale(store)
    assert await store.outbox.next_stale("telegram") == lost.until
    assert await stale(store, lost.until - MINUTE / 60) == ()
    (again,) = await stale(store, lost.until)
    assert again.delivery.id == lost.delivery.id
    assert not await settle(store, lost, EDITED)
    assert await settle(store, again, EDITED)


async def test_what_is_given_up_is_left_alone_for_ever(store: SqlStore) -> None:
    story = await told(store, await chat(store))
    await goes_on(store, 2, story)
    (claimed,) = await stale(store)
    await goes_on(store, 3, story)
    assert await settle(store, claimed, Refreshed(shown="first"))
    await goes_on(store, 4, story, SOON + DAY)
    assert await store.outbox.next_stale("telegram") is None


async def test_what_is_to_be_tried_again_is_due_then_whatever_has_changed(store: SqlStore) -> None:
    story = await told(store, await chat(store))
    await goes_on(store, 2, story)
    (claimed,) = await stale(store)
    await goes_on(store, 3, story)
    assert await settle(store, claimed, Refreshed(SOON + HOUR, SOON, "first"))
    assert await store.outbox.next_stale("telegram") == SOON + HOUR


async def test_messages_of_a_chat_that_has_moved_are_not_edited(store: SqlStore) -> None:
    one, two = await chat(store, "-1"), await chat(store, "-2")
    story = await told(store, one, two)
    await goes_on(store, 2, story)
    claimed = await stale(store)
    await store.chats.move(one.address, "-100")
    assert [await settle(store, each, EDITED) for each in claimed] == [False, True]
    await goes_on(store, 3, story, SOON)
    assert [each.delivery.chat.id for each in await stale(store, SOON + HOUR)] == [two.id]
    await store.chats.move(two.address, "-100")
    assert await store.outbox.next_stale("telegram") is None


async def test_a_report_that_is_kept_no_more_leaves_its_message(store: SqlStore) -> None:
    story = await told(store, await chat(store))
    await goes_on(store, 2, story, NOW + 2 * DAY)
    await store.ledger.tidy(NOW + 2 * DAY, DAY, 30 * DAY)
    (claimed,) = await stale(store, NOW + 2 * DAY)
    assert claimed.delivery.item is None


# ---- updates


@pytest.mark.parametrize(("updates", "owed"), [(Updates.REPLY, 1), (Updates.EDIT, 0), (Updates.NONE, 0)])
async def test_only_who_wants_replies_is_owed_an_update(store: SqlStore, updates: Updates, owed: int) -> None:
    one = await chat(store)
    await store.chats.save_filter(one.id, "north", "title", "Lina", NOW, follow=("",))
    (own,) = await store.chats.subscriptions(one.id)
    story = await report(store, 1)
    wanted = Wanted(one.id, "", (replace(MATCH, subscription=own.id),), updates)
    await put(store, [Filing(story, 0, None, Relation.NEW, "", (wanted,))])
    fence = await sender(store)
    (held,) = await claim(store, fence)
    assert (held.kind, held.updates) == (DeliveryKind.ALERT, updates)
    await store.outbox.settle(held, sent(), fence, NOW)
    change = await report(store, 2)
    assert await put(store, [Filing(change, 0, story, Relation.UPDATE, "12 before, 40 now", (), updates=True)]) == owed
    stale_ones = await stale(store) if not owed else ()
    assert [each.delivery.newest and each.delivery.newest.reason for each in stale_ones] == (
        ["12 before, 40 now"] if updates is Updates.EDIT else []
    )


@pytest.mark.parametrize(
    ("values", "owed"),
    [
        ({"state": "digested"}, 1),
        ({"state": "sent", "edit_from": None}, 1),
        ({"state": "unsure", "message": "", "edit_from": None}, 1),
        ({"state": "muted"}, 0),
        ({"state": "held"}, 0),
        ({"state": "pending", "edit_from": None}, 0),
    ],
)
async def test_who_wants_all_written_into_the_alert_is_owed_what_cant_be(
    store: SqlStore, values: dict[str, object], owed: int
) -> None:
    one = await chat(store)
    await store.chats.save_filter(one.id, "north", "title", "Lina", NOW, follow=("",))
    (own,) = await store.chats.subscriptions(one.id)
    story = await report(store, 1)
    wanted = Wanted(one.id, "", (replace(MATCH, subscription=own.id),), Updates.EDIT)
    await put(store, [Filing(story, 0, None, Relation.NEW, "", (wanted,))])
    async with store._database.write() as connection:
        await connection.execute(update(deliveries).values(message="m1", edit_from=NOW))
        await connection.execute(update(deliveries).values(values))
    change = await report(store, 2)
    assert await put(store, [Filing(change, 0, story, Relation.UPDATE, "12 before, 40 now", (), updates=True)]) == owed


# ---- at the same time


@pytest.mark.slow
async def test_a_settlement_waits_for_whoever_is_writing_a_change_of_its_story(postgresql: SqlStore) -> None:
    store = postgresql
    story = await told(store, await chat(store))
    await goes_on(store, 2, story)
    (claimed,) = await stale(store)
    async with store._database.write() as connection:
        await count_changes(connection, [story], SOON)
        settling = asyncio.create_task(settle(store, claimed, EDITED))
        await asyncio.sleep(0.3)  # it waits
        assert not settling.done()
    assert await settling
    assert await store.outbox.next_stale("telegram") == SOON + MINUTE


@pytest.mark.slow
async def test_a_claim_to_send_passes_over_what_is_being_marked(postgresql: SqlStore) -> None:
    store = postgresql
    one = await chat(store)
    item = await report(store, 1)
    await put(store, [filing(await _item(store, item), one)])
    fence = await sender(store)
    async with store._database.write() as connection:
        await count_changes(connection, [item], NOW)
        assert await claim(store, fence) == ()
    assert len(await claim(store, fence)) == 1


@pytest.mark.slow
async def test_a_change_that_was_begun_before_a_claim_and_ends_after_it_is_not_lost(postgresql: SqlStore) -> None:
    store = postgresql
    one = await chat(store)
    item = await report(store, 1)
    await put(store, [filing(await _item(store, item), one)])
    fence = await sender(store)
    marking = asyncio.Event()

    async def mark() -> None:
        async with store._database.write() as connection:
            await marking.wait()
            await count_changes(connection, [item], NOW)

    change = asyncio.create_task(mark())
    (held,) = await claim(store, fence)
    marking.set()
    await change
    await store.outbox.settle(held, sent(), fence, NOW)
    assert await store.outbox.next_stale("telegram") == SOON


@pytest.mark.slow
async def test_whatever_happens_at_once_the_last_state_of_a_story_is_shown(store: SqlStore) -> None:
    chats = [await chat(store, str(number)) for number in range(5)]
    story = await told(store, *chats)
    shown: dict[int, int] = {}
    filed = asyncio.Event()

    async def publish() -> None:
        for number in range(2, 22):
            await goes_on(store, number, story, SOON)
        filed.set()

    async def edit(turn: int = 0) -> None:
        while not filed.is_set() or await store.outbox.next_stale("telegram") is not None:
            turn += 1
            for each in await stale(store, SOON, limit=2):
                await asyncio.sleep(0.002 * (turn % 3))
                if await settle(store, each, Refreshed(edit_from=SOON, shown="x"), SOON):
                    shown[each.delivery.chat.id] = len(each.delivery.also)
            await asyncio.sleep(0)

    await asyncio.gather(publish(), edit(), edit(1))
    assert shown == {each.id: 20 for each in chats}


async def _item(store: SqlStore, number: int) -> Item:
    (item,) = [each for each in await store.desk.unfiled(10) if each.id == number]
    return item
