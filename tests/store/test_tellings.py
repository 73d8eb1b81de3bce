"""What the desk made of items is kept with them, and read back by the desk, by searches and by alerts."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from dataclasses import replace
from typing import cast

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.alerts.hours import UNIVERSAL
from bot.core.decisions import Filing, Wanted
from bot.core.filters import bind, parse
from bot.core.model import Chat, Citation, Delivery, DeliveryKind, Filed, Item, Relation, Stance, SubscriptionKind
from bot.core.stories.telling import telling
from bot.ports import Question
from bot.store.items import TOLD, read_filed, read_items
from bot.store.rooms import SqlStore
from bot.store.tables import chats, deliveries
from bot.store.updates import updates
from tests.core.gazette import Gazette
from tests.store.sample import DAY, MATCH, NOW, chat, claim, desk, entry, filing, poll, sender, sent, source

MINISTRY = Citation("the defence ministry", "body:defence-ministry.SY", "said")


async def two(store: SqlStore) -> tuple[Item, Item]:
    """An item of each of two outlets, not filed yet."""
    await poll(store, await source(store, "sana", owner="State"), entry(1))
    await poll(store, await source(store, "x"), entry(2))
    first, second = await store.desk.unfiled(10)
    return first, second


async def window(store: SqlStore) -> tuple[Filed, ...]:
    return await store.desk.window(DAY)


async def matching(store: SqlStore, query: str) -> list[str]:
    found = await store.search.reports(Question(bind(parse(query), Gazette())), NOW, 10)
    return sorted(item.title for item in found.things)


async def test_the_window_has_all_that_was_decided_in_the_order_of_filing(store: SqlStore) -> None:
    first, second = await two(store)
    told = telling(first), replace(telling(second, first.id), chain=(MINISTRY,), stance=Stance.DENIES)
    copied = replace(filing(second, story=first.id), relation=Relation.COPY, reason="the same words", telling=told[1])
    fence = await desk(store)
    await store.desk.file([replace(filing(first), telling=told[0])], fence, NOW)
    await store.desk.file([copied], fence, NOW)
    one, other = await window(store)
    assert (one.item.id, one.telling, one.relation, one.reason) == (first.id, told[0], Relation.NEW, "nothing like it")
    assert (other.item.id, other.item.story, other.telling) == (second.id, first.id, told[1])
    assert (other.relation, other.reason) == (Relation.COPY, "the same words")
    assert (told[0].family, told[1].family) == ("State", "x")
    wire = next(each for each in await store.sources.every() if each.outlet.id == "sana")
    await poll(store, wire, entry(1, title="Edited"))
    (edited,) = await store.desk.unfiled(10)
    await store.desk.file([filing(edited, revision=1)], fence, NOW)
    assert [filed.item.id for filed in await window(store)] == [second.id, first.id]


async def test_the_window_has_the_words_that_were_filed_until_others_are(store: SqlStore) -> None:
    wire = await source(store)
    await poll(store, wire, entry(2), entry(1))
    first, second = await store.desk.unfiled(10)
    fence = await desk(store)
    await store.desk.file([filing(first), filing(second)], fence, NOW)
    await poll(store, wire, entry(1, title="Edited", text="More."))
    await poll(store, wire, entry(1, title="Edited again", text="Even more."))
    assert [(each.item.title, each.item.text) for each in await window(store)] == [
        ("Title 1", "Words."),
        ("Title 2", "Words."),
    ]
    (edited,) = await store.desk.unfiled(10)
    await store.desk.file([filing(edited, revision=2)], fence, NOW)
    assert sorted(each.item.title for each in await window(store)) == ["Edited again", "Title 2"]


async def test_what_was_filed_without_a_telling_is_made_out_from_its_words(store: SqlStore) -> None:
    await poll(store, await source(store), entry(2, title="Ministry denies it"), entry(1))
    first, second = await store.desk.unfiled(10)
    old = replace(filing(second, story=first.id), relation=Relation.COPY)
    await store.desk.file([filing(first), old], await desk(store), NOW)
    assert [filed.telling for filed in await window(store)] == [telling(first), telling(second, first.id)]


async def test_a_search_counts_what_the_desk_has_written_down(store: SqlStore) -> None:
    first, second = await two(store)
    assert await matching(store, "title origins=1") == ["Title 1", "Title 2"]
    told = [replace(telling(item), chain=(MINISTRY,)) for item in (first, second)]
    fence = await desk(store)
    await store.desk.file([replace(filing(first), telling=told[0])], fence, NOW)
    await store.desk.file([replace(filing(second, story=first.id), telling=told[1])], fence, NOW)
    assert await matching(store, "title sources=2 origins=1 -is:denied") == ["Title 1", "Title 2"]
    (story,) = (await store.search.stories(Question(None), NOW, 10)).things
    assert story.told == tuple(told)


async def test_a_story_may_be_corroborated_denied_or_unconfirmed(store: SqlStore) -> None:
    await poll(store, await source(store, "a"), entry(1, title="One: reportedly"))
    await poll(store, await source(store, "b"), entry(2, title="Two: reportedly"))
    assert await matching(store, "is:unconfirmed") == ["One: reportedly", "Two: reportedly"]
    await poll(store, await source(store, "c"), entry(3, title="Three"))
    await poll(store, await source(store, "d"), entry(4, title="Four denies it"))
    await poll(store, await source(store, "e"), entry(5, title="Five"))
    first, *others = await store.desk.unfiled(10)
    await store.desk.file([filing(first), *(filing(each, story=first.id) for each in others)], await desk(store), NOW)
    assert await matching(store, "is:unconfirmed") == []
    assert len(await matching(store, "is:denied origins=2 sources=5")) == 5
    assert await matching(store, "is:update") == []


# ---- updates


async def following(store: SqlStore, name: str) -> Wanted:
    """What a chat with a subscription is owed by it."""
    group = await chat(store, name)
    await store.chats.subscribe(group.id, "", SubscriptionKind.QUERY, "title", "me", NOW)
    (own,) = await store.chats.subscriptions(group.id)
    return Wanted(group.id, "", (replace(MATCH, subscription=own.id),))


async def told_of(store: SqlStore, *names: str) -> tuple[Item, Item]:
    """Two items, of the first of which these chats were told, each by a subscription of its own."""
    first, second = await two(store)
    wanted = tuple([await following(store, name) for name in names])
    await store.desk.file([replace(filing(first), wanted=wanted)], await desk(store), NOW)
    return first, second


def updating(item: Item, story: int, *chats: Chat) -> Filing:
    """The item changes what was told; `chats` have a filter that it matches."""
    made = replace(filing(item, *chats, story=story), relation=Relation.UPDATE, reason="12 before, 40 now")
    return replace(made, revision=item.revision, updates=True)


async def outbox(store: SqlStore) -> list[Delivery]:
    """All that is owed, in the order of sending."""
    fence = await sender(store)
    owed: list[Delivery] = []
    while claimed := await claim(store, fence):
        owed += claimed
        for each in claimed:
            await store.outbox.settle(each, sent(f"m{each.id}"), fence, NOW)
    return owed


async def test_a_chat_that_was_told_of_a_story_is_told_of_an_update_once(store: SqlStore) -> None:
    first, second = await told_of(store, "1")
    fence = await desk(store)
    other = await chat(store, "2")
    assert await store.desk.file([updating(second, first.id, other)], fence, NOW) == 2
    alert, new, told = sorted(await outbox(store), key=lambda each: (each.kind, each.chat.id))
    assert (alert.kind, alert.chat.address.chat) == (DeliveryKind.ALERT, "1")
    assert (new.kind, new.chat, new.item and new.item.id) == (DeliveryKind.ALERT, other, second.id)
    assert (told.kind, told.chat, told.item and told.item.id) == (DeliveryKind.UPDATE, alert.chat, second.id)
    assert (told.note, told.reason, told.relation) == ("12 before, 40 now", "12 before, 40 now", Relation.UPDATE)
    assert [item.id for item in told.also] == [first.id]
    assert (told.answers, alert.answers, new.answers) == (f"m{alert.id}", "", "")
    assert [each.item for each in told.told] == [first.id, second.id]
    assert told.matches == alert.matches
    last = await store.outbox.last_alert(alert.chat.address)
    assert last is not None
    assert last.kind is DeliveryKind.UPDATE


async def test_an_item_that_updates_a_story_twice_is_told_as_an_update_once(store: SqlStore) -> None:
    first, second = await told_of(store, "1")
    fence = await desk(store)
    assert await store.desk.file([updating(second, first.id)], fence, NOW) == 1
    wire = next(each for each in await store.sources.every() if each.outlet.id == second.outlet.id)
    await poll(store, wire, entry(2, title="Title 2, corrected"))
    (edited,) = await store.desk.unfiled(10)
    assert await store.desk.file([updating(edited, first.id)], fence, NOW) == 0


async def test_an_update_in_the_batch_of_its_story_is_one_too(store: SqlStore) -> None:
    first, second = await two(store)
    group = await chat(store)
    filings = [replace(filing(first), wanted=(await following(store, "1"),)), updating(second, first.id, group)]
    assert await store.desk.file(filings, await desk(store), NOW) == 2
    _, update = await outbox(store)
    assert (update.kind, update.matches) == (DeliveryKind.UPDATE, (MATCH,))


async def test_who_follows_a_story_no_more_is_told_of_no_update(store: SqlStore) -> None:
    first, second = await told_of(store, "1", "2", "3")
    left, lost, stayed = [await chat(store, name) for name in "123"]
    (own,) = await store.chats.subscriptions(left.id)
    await store.chats.unsubscribe(own.id)
    await store.chats.suspend(lost.address, "kicked", NOW)
    assert await store.desk.file([updating(second, first.id)], await desk(store), NOW) == 1
    told = [each for each in await outbox(store) if each.kind is DeliveryKind.UPDATE]
    assert [each.chat.id for each in told] == [stayed.id]


async def test_a_chat_that_becomes_another_keeps_its_updates(store: SqlStore) -> None:
    first, second = await told_of(store, "1", "2")
    old, new = await chat(store, "1"), await chat(store, "2")
    await store.desk.file([updating(second, first.id)], await desk(store), NOW)
    third = await chat(store, "3")
    await store.chats.move(new.address, old.address.chat)
    await store.chats.move(old.address, third.address.chat)
    owed = await outbox(store)
    assert [(each.chat.id, each.kind) for each in owed] == [
        (third.id, DeliveryKind.ALERT),
        (third.id, DeliveryKind.UPDATE),
    ]


async def test_a_copy_that_is_edited_when_the_desk_has_forgotten_it_is_still_a_copy(store: SqlStore) -> None:
    first, second = await two(store)
    fence = await desk(store)
    copied = replace(filing(second, story=first.id), relation=Relation.COPY, telling=telling(second, first.id))
    await store.desk.file([replace(filing(first), telling=telling(first)), copied], fence, NOW)
    wire = next(each for each in await store.sources.every() if each.outlet.id == "x")
    await poll(store, wire, entry(2, title="Edited"))
    (edited,) = await store.desk.unfiled(10)
    await store.desk.file([replace(filing(edited, revision=1), telling=telling(edited))], fence, NOW)
    assert [filed.telling.copy_of for filed in await window(store)] == [None, first.id]


@pytest.mark.parametrize(("read", "turns"), [(read_items, 1), (read_filed, 40)])
async def test_others_have_their_turn_while_many_items_are_read(
    store: SqlStore, read: Callable[..., Coroutine[object, None, list[object]]], turns: int
) -> None:
    """Even where no other outlet carries any; more often where it must be made out how they tell their stories."""
    await poll(store, await source(store), *map(entry, range(200)))
    async with store._database.read() as connection:
        rows = await connection.execute(TOLD)

    class Ready:
        """A database that has its answer at hand."""

        async def execute(self, *_: object) -> object:
            return rows

    assert len([*read(Ready(), TOLD).__await__()]) >= turns


async def test_others_have_their_turn_while_it_is_read_whom_an_update_is_for(store: SqlStore) -> None:
    first, second = await told_of(store, *map(str, range(250)))
    async with store._database.read() as connection:
        rows = await connection.execute(
            select(deliveries.c.thread, deliveries.c.matches, chats.c.id, chats.c.free_at).join_from(deliveries, chats)
        )
    answers: list[object] = [rows, []]

    class Ready:
        """A database that has its answers at hand: who was told, and what of it they still follow."""

        async def execute(self, *_: object) -> object:
            return answers.pop(0)

    steps = updates(cast("AsyncConnection", Ready()), updating(second, first.id), first.id, NOW, UNIVERSAL).__await__()
    assert len([*steps]) == 2
