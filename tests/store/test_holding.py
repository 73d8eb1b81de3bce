"""What is held: filed so by the desk, released once, alone or in a digest, and never when it is muted by then."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, time
from typing import Any

import pytest
from sqlalchemy import insert, select, update

from bot.core.decisions import Filing, Wanted
from bot.core.model import (
    Address,
    Alias,
    Chat,
    Delivery,
    DeliveryState,
    Hours,
    Item,
    Lane,
    Loudness,
    Match,
    Mute,
    MuteKind,
    Relation,
    SubscriptionKind,
    Updates,
)
from bot.ports import Doubts, Due
from bot.store.changes import touch
from bot.store.database import Lock
from bot.store.manners import hours_json, loudness_json
from bot.store.rooms import SqlStore
from bot.store.tables import aliases, chats, deliveries, mutes, subscriptions
from tests.store.sample import DAY, HOUR, MATCH, MINUTE, NOW, chat, claim, desk, entry, poll, sender, sent, source

MORNING = NOW + 6 * HOUR
WHY = "daily digest 08:00"


def wanted(group: Chat, **named: Any) -> Wanted:
    return replace(Wanted(group.id, "", (MATCH,), held_until=MORNING, held_for=WHY), **named)


def filing(item: Item, *owed: Wanted, story: int | None = None, **named: Any) -> Filing:
    relation = Relation.UPDATE if named.get("updates") else Relation.NEW
    return Filing(item.id, item.revision, story, relation, "12 before, 40 now", owed, **named)


async def items(store: SqlStore, number: int) -> Sequence[Item]:
    wire = await source(store)
    await poll(store, wire, *(entry(each) for each in reversed(range(1, number + 1))))
    return await store.desk.unfiled(200)


async def file(store: SqlStore, *filings: Filing, now: datetime = NOW) -> int | None:
    return await store.desk.file(filings, await desk(store, now), now)


async def hold(store: SqlStore, number: int, group: Chat, **named: Any) -> Sequence[Item]:
    """So many stories, each held for the chat until the morning."""
    found = await items(store, number)
    assert await file(store, *(filing(item, wanted(group, **named)) for item in found)) == number
    return found


async def rows(store: SqlStore) -> list[Any]:
    columns = (deliveries.c[name] for name in ("id", "kind", "state", "lane", "held_until", "error", "digest_id"))
    async with store._database.read() as connection:
        return list((await connection.execute(select(*columns).order_by(deliveries.c.id))).all())


async def states(store: SqlStore) -> list[str]:
    return [row.state for row in await rows(store)]


async def release(store: SqlStore, group: Chat, now: datetime = MORNING, **muted: str) -> bool:
    (due,) = await store.holding.due(now, 10)
    assert due == Due(group.id, "")
    return await store.holding.release(due, now, {int(key[1:]): why for key, why in muted.items()})


async def mute(store: SqlStore, group: Chat, kind: MuteKind, text: str = "", until: datetime = MORNING + DAY) -> None:
    async with store._database.write() as connection:
        await touch(connection, group.id)
        await connection.execute(insert(mutes).values(chat_id=group.id, kind=kind.value, text=text, until=until))


async def set_hours(store: SqlStore, group: Chat, hours: Hours, loudness: Loudness = Loudness()) -> None:  # noqa: B008 - a plain value
    async with store._database.write() as connection:
        values = {"hours": hours_json(hours), "loudness": loudness_json(loudness)}
        await connection.execute(update(chats).where(chats.c.id == group.id).values(values))


async def told(store: SqlStore, now: datetime = MORNING) -> tuple[Delivery, ...]:
    return await claim(store, await sender(store, now=now), now)


# ---- filed


async def test_what_the_desk_holds_is_not_sent_before_it_is_released(store: SqlStore) -> None:
    group = await chat(store)
    await hold(store, 1, group)
    (row,) = await rows(store)
    assert (row.state, row.held_until, row.error) == ("held", MORNING, WHY)
    assert await told(store) == ()
    assert await store.outbox.next_due("telegram") is None
    assert await store.holding.next_due() == MORNING
    assert await store.holding.due(MORNING - MINUTE, 10) == ()
    assert await store.holding.due(MORNING, 10) == (Due(group.id, ""),)


async def test_an_alert_is_filed_as_loud_as_it_is_wanted(store: SqlStore) -> None:
    groups = [await chat(store, name) for name in "12"]
    (item,) = await items(store, 1)
    urgent = wanted(groups[0], lane=Lane.URGENT, held_until=None, held_for="", updates=Updates.EDIT)
    muted = wanted(groups[1], muted="this story is muted")
    assert await file(store, filing(item, urgent, muted)) == 2
    first, second = await rows(store)
    assert (first.state, first.lane, first.held_until, first.error) == ("pending", 0, None, "")
    assert (second.state, second.error) == ("muted", "this story is muted")
    (alert,) = await told(store)
    assert (alert.lane, alert.updates) == (Lane.URGENT, Updates.EDIT)


async def test_what_becomes_urgent_while_it_is_held_comes_at_once(store: SqlStore) -> None:
    group, other = await chat(store), await chat(store, "2")
    first, second = await items(store, 2)
    urgent = wanted(group, lane=Lane.URGENT, held_until=None, held_for="")
    filings = [filing(first, wanted(group), wanted(other)), filing(second, urgent, wanted(other), story=first.id)]
    assert await file(store, *filings) == 3
    assert [(row.state, row.lane, row.error) for row in await rows(store)] == [("pending", 0, ""), ("held", 1, WHY)]
    assert [each.chat.id for each in await told(store, NOW)] == [group.id]


async def test_what_is_held_comes_sooner_when_it_is_wanted_sooner_and_never_later(store: SqlStore) -> None:
    group = await chat(store)
    first, second, third = await items(store, 3)
    await file(store, filing(first, wanted(group)))
    await file(
        store, filing(second, wanted(group, held_until=MORNING - HOUR, held_for="hourly digest"), story=first.id)
    )
    await file(store, filing(third, wanted(group, held_until=MORNING + HOUR), story=first.id))
    (row,) = await rows(store)
    assert (row.held_until, row.error) == (MORNING - HOUR, "hourly digest")


async def test_what_was_folded_is_not_hastened_unless_it_is_urgent(store: SqlStore) -> None:
    group = await chat(store)
    first, second, third = await items(store, 3)
    await file(store, filing(first, wanted(group, held_for="too much at once")))
    await file(store, filing(second, wanted(group, held_until=None), story=first.id))
    assert await states(store) == ["held"]
    await file(store, filing(third, wanted(group, held_until=None, lane=Lane.URGENT), story=first.id))
    assert await states(store) == ["pending"]


# ---- updates


async def followed(store: SqlStore, group: Chat) -> Match:
    own = await store.chats.subscribe(group.id, "", SubscriptionKind.QUERY, "hama", "a test", NOW)
    assert own is not None
    return replace(MATCH, subscription=own.id)


async def test_an_update_of_what_is_held_is_held_as_long_and_told_with_it(store: SqlStore) -> None:
    group = await chat(store)
    first, second = await items(store, 2)
    mine = (await followed(store, group),)
    await file(store, filing(first, wanted(group, matches=mine)))
    await file(store, filing(second, story=first.id, updates=True))
    assert [(row.kind, row.state, row.held_until, row.error) for row in await rows(store)] == [
        ("alert", "held", MORNING, WHY),
        ("update", "held", MORNING, WHY),
    ]
    assert await release(store, group)
    (digest,) = await told(store)
    assert (digest.stories, [part.kind.value for part in digest.parts]) == (1, ["alert", "update"])


@pytest.mark.slow
async def test_a_release_waits_for_a_filing_so_that_an_update_comes_with_its_alert(postgresql: SqlStore) -> None:
    group = await chat(postgresql)
    await hold(postgresql, 2, group)
    async with postgresql._database.write(Lock.DESK):
        releasing = asyncio.create_task(release(postgresql, group))
        await asyncio.sleep(0.3)
        assert not releasing.done()
    assert await releasing


async def test_an_update_is_held_in_quiet_hours_by_the_chats_clock(store: SqlStore) -> None:
    group = await chat(store)
    await set_hours(store, group, Hours("Asia/Damascus", (time(16), time(18))))
    first, second = await items(store, 2)
    mine = (await followed(store, group),)
    await file(store, filing(first, wanted(group, matches=mine, held_until=None)))
    await file(store, filing(second, story=first.id, updates=True))
    _, row = await rows(store)
    assert (row.state, row.error) == ("held", "quiet hours 16:00–18:00")
    assert row.held_until == NOW.replace(hour=15, minute=0, second=0, microsecond=0)


async def test_an_update_of_an_urgent_story_passes_quiet_hours_but_not_its_own_alert(store: SqlStore) -> None:
    group = await chat(store)
    await set_hours(store, group, Hours(quiet=(time(14), time(18)), urgent_origins=3))
    first, second = await items(store, 2)
    mine = (await followed(store, group),)
    await file(store, filing(first, wanted(group, matches=mine, held_until=None)))
    await file(store, filing(second, story=first.id, updates=True, origins=3))
    assert [(row.state, row.lane) for row in await rows(store)] == [("pending", 1), ("pending", 1)]


async def test_an_update_of_an_urgent_story_whose_alert_is_held_goes_no_faster_than_that(store: SqlStore) -> None:
    group = await chat(store)
    await set_hours(store, group, Hours(urgent_origins=3))
    first, second = await items(store, 2)
    mine = (await followed(store, group),)
    await file(store, filing(first, wanted(group, matches=mine)))
    await file(store, filing(second, story=first.id, updates=True, origins=3))
    assert [(row.state, row.lane) for row in await rows(store)] == [("held", 1), ("held", 1)]


async def test_an_update_of_a_story_that_was_told_goes_in_the_lane_it_deserves(store: SqlStore) -> None:
    group = await chat(store)
    first, second = await items(store, 2)
    own = await followed(store, group)
    await file(store, filing(first, wanted(group, matches=(own,), held_until=None)))
    (alert,) = await told(store, NOW)
    await store.outbox.settle(alert, sent(), await sender(store), NOW)
    starred = update(subscriptions).where(subscriptions.c.id == own.subscription)
    async with store._database.write() as connection:
        await connection.execute(starred.values(loudness=loudness_json(Loudness(starred=True))))
    await file(store, filing(second, story=first.id, updates=True))
    assert [(row.kind, row.lane) for row in await rows(store)] == [("alert", 1), ("update", 0)]


async def test_an_update_of_a_story_whose_digest_is_not_sent_yet_does_not_overtake_it(store: SqlStore) -> None:
    group = await chat(store)
    first, second, third = await items(store, 3)
    mine = (await followed(store, group),)
    await file(store, *(filing(item, wanted(group, matches=mine)) for item in (first, second)))
    assert await release(store, group)
    urgent = wanted(group, matches=mine, lane=Lane.URGENT, held_until=None, held_for="")
    await file(store, filing(third, urgent, story=first.id, updates=True), now=MORNING)
    assert [(row.kind, row.state, row.lane) for row in (await rows(store))[2:]] == [
        ("digest", "pending", 1),
        ("update", "pending", 1),
    ]


async def test_of_a_muted_story_there_are_no_updates_and_of_one_muted_since_a_muted_one(store: SqlStore) -> None:
    muted, since = await chat(store, "1"), await chat(store, "2")
    first, second = await items(store, 2)
    mine = [(await followed(store, group),) for group in (muted, since)]
    never = wanted(muted, matches=mine[0], held_until=None, muted="everything is muted")
    await file(store, filing(first, never, wanted(since, matches=mine[1], held_until=None, held_for="")))
    await file(store, filing(second, story=first.id, updates=True, muted={since.id: "this story is muted"}))
    assert [(row.kind, row.state, row.error) for row in await rows(store)] == [
        ("alert", "muted", "everything is muted"),
        ("alert", "pending", ""),
        ("update", "muted", "this story is muted"),
    ]


# ---- released


async def test_one_that_is_alone_goes_by_itself(store: SqlStore) -> None:
    group = await chat(store)
    (item,) = await hold(store, 1, group)
    assert await release(store, group)
    (alert,) = await told(store)
    assert alert.item is not None
    assert (alert.item.id, alert.held_until) == (item.id, MORNING)
    assert await store.holding.next_due() is None


async def test_one_that_is_alone_does_not_overtake_a_digest_that_waits(store: SqlStore) -> None:
    group = await chat(store)
    first, second, third = await items(store, 3)
    later = wanted(group, held_until=MORNING + HOUR)
    await file(store, filing(first, wanted(group)), filing(second, wanted(group)), filing(third, later))
    await release(store, group)
    await release(store, group, MORNING + HOUR)
    heads = []
    for minute in range(2):
        now = MORNING + HOUR + minute * MINUTE
        (head,) = await told(store, now)
        assert await store.outbox.settle(head, sent(f"m{minute}", now), await sender(store, now=now), now)
        heads.append([part.item.id for part in head.parts if part.item])
    assert heads == [[first.id, second.id], [third.id]]


async def test_several_go_in_one_digest_and_none_is_lost(store: SqlStore) -> None:
    group = await chat(store)
    found = await hold(store, 3, group)
    assert await release(store, group, MORNING + MINUTE)
    (digest,) = await told(store, MORNING + MINUTE)
    assert (digest.kind.value, digest.note, digest.held_until, digest.stories) == ("digest", WHY, MORNING, 3)
    assert [part.item.id for part in digest.parts if part.item] == [item.id for item in found]
    assert [part.state for part in digest.parts] == [DeliveryState.DIGESTED] * 3
    assert await states(store) == ["digested"] * 3 + ["sending"]
    assert not await store.holding.release(Due(group.id, ""), MORNING, {})
    assert len(await rows(store)) == 4


async def test_what_is_due_later_and_in_other_threads_stays(store: SqlStore) -> None:
    group = await chat(store)
    first, second, third = await items(store, 3)
    later = wanted(group, held_until=MORNING + HOUR)
    await file(store, filing(first, wanted(group)), filing(second, later), filing(third, wanted(group, thread="9")))
    assert await store.holding.due(MORNING, 10) == (Due(group.id, ""), Due(group.id, "9"))
    assert await store.holding.due(MORNING, 1) == (Due(group.id, ""),)
    await store.holding.release(Due(group.id, ""), MORNING, {})
    assert await states(store) == ["pending", "held", "held"]


async def test_two_that_release_at_once_release_once(store: SqlStore) -> None:
    group = await chat(store)
    await hold(store, 4, group)
    due = Due(group.id, "")
    found = await asyncio.gather(*(store.holding.release(due, MORNING, {}) for _ in range(8)))
    assert sorted(found) == [False] * 7 + [True]
    assert await states(store) == ["digested"] * 4 + ["pending"]


@pytest.mark.slow
async def test_what_goes_at_once_while_it_is_released_is_in_no_digest(postgresql: SqlStore) -> None:
    store = postgresql
    group = await chat(store)
    await hold(store, 3, group)
    async with store._database.write() as connection:
        first = update(deliveries).where(deliveries.c.id == 1)
        await connection.execute(first.values(state="pending", lane=Lane.URGENT.value))
        releasing = asyncio.create_task(store.holding.release(Due(group.id, ""), MORNING, {}))
        await asyncio.sleep(0.3)  # it waits
        assert not releasing.done()
    assert await releasing
    assert await states(store) == ["pending", "digested", "digested", "pending"]


async def test_a_suspended_chat_gets_nothing_and_it_is_said_why(store: SqlStore) -> None:
    group = await chat(store)
    await hold(store, 2, group)
    await store.chats.suspend(group.address, "kicked", NOW)
    assert await states(store) == ["held", "held"]
    assert not await release(store, group)
    assert [(row.state, row.error) for row in await rows(store)] == [("dead", "kicked")] * 2


async def test_what_is_not_sent_itself_is_not_to_be_written_anew(store: SqlStore) -> None:
    digests, suspended = await chat(store, "1"), await chat(store, "2")
    first, second, joined = await items(store, 3)
    await file(store, *(filing(item, wanted(digests)) for item in (first, second)))
    await file(store, filing(joined, wanted(suspended, held_until=None), story=first.id))

    async def marked() -> list[str]:
        asked = select(deliveries.c.state).where(deliveries.c.refresh_at.is_not(None)).order_by(deliveries.c.id)
        async with store._database.read() as connection:
            return list(await connection.scalars(asked))

    assert await marked() == ["held", "pending"]
    await store.chats.suspend(suspended.address, "kicked", NOW)
    assert await release(store, digests)
    assert sorted(await states(store)) == ["dead", "digested", "digested", "pending"]
    assert await marked() == []


async def test_a_story_muted_since_is_left_out_of_the_digest(store: SqlStore) -> None:
    group = await chat(store)
    found = await hold(store, 3, group)
    await mute(store, group, MuteKind.STORY, str(found[0].id))
    await mute(store, group, MuteKind.STORY, str(found[1].id), until=MORNING)
    assert await release(store, group, **{f"d{(await rows(store))[2].id}": "“bread” is muted"})
    assert [(row.state, row.error) for row in await rows(store)] == [
        ("muted", "this story is muted"),
        ("pending", WHY),
        ("muted", "“bread” is muted"),
    ]


async def test_a_digest_of_which_all_is_muted_is_none(store: SqlStore) -> None:
    group = await chat(store)
    for item in await hold(store, 2, group):
        await mute(store, group, MuteKind.STORY, str(item.id))
    assert not await release(store, group)
    assert await states(store) == ["muted", "muted"]
    assert await told(store) == ()


async def test_while_all_is_muted_what_was_held_before_waits(store: SqlStore) -> None:
    group = await chat(store)
    await hold(store, 2, group)
    await mute(store, group, MuteKind.ALL, until=MORNING + HOUR)
    assert not await release(store, group)
    assert [(row.state, row.held_until, row.error) for row in await rows(store)] == [("held", MORNING + HOUR, WHY)] * 2
    assert await release(store, group, MORNING + HOUR)
    assert await states(store) == ["digested", "digested", "pending"]


@pytest.mark.parametrize("night", [None, (time(20), time(22))])
async def test_what_waited_for_the_end_of_a_mute_of_all_comes_when_that_ends_and_not_in_quiet_hours(
    store: SqlStore, night: tuple[time, time] | None
) -> None:
    group = await chat(store)
    await set_hours(store, group, Hours(quiet=night))
    found = await items(store, 2)
    later = MORNING + 3 * DAY
    await file(store, filing(found[0], wanted(group)), filing(found[1], wanted(group, held_until=later)))
    evening = MORNING.replace(hour=22, minute=0, second=0, microsecond=0)

    async def waits_until(end: datetime) -> bool:
        ends = [end if night is None else evening.replace(day=end.day), later]
        return [row.held_until for row in await rows(store)] == ends

    await store.tuning.mute(group.id, MuteKind.ALL, "", MORNING + HOUR, "Lina", NOW)
    assert not await release(store, group)
    assert await waits_until(MORNING + HOUR)
    muted = await store.tuning.mute(group.id, MuteKind.ALL, "", MORNING + DAY, "Lina", MORNING)
    assert await waits_until(MORNING + DAY)
    assert await store.tuning.unmute(group.id, [muted.id], MORNING) == 1
    assert await waits_until(MORNING)


async def test_only_where_queries_are_muted_it_is_asked_what_is_told_of(store: SqlStore) -> None:
    group = await chat(store)
    found = await hold(store, 2, group)
    due = Due(group.id, "")
    await mute(store, group, MuteKind.STORY, "1")
    await mute(store, group, MuteKind.QUERY, "old", until=NOW)
    assert await store.holding.doubts(due, MORNING) == Doubts()
    await mute(store, group, MuteKind.QUERY, "bread")
    async with store._database.write() as connection:
        values = {"chat_id": group.id, "folded": "bread", "spelling": "خبز", "name": "Bread", "edited_at": NOW}
        await connection.execute(insert(aliases).values(values))
    asked = await store.holding.doubts(due, MORNING)
    assert [each.text for each in asked.queries] == ["bread"]
    assert asked.aliases == (Alias("Bread", ("خبز",), "", NOW),)
    assert asked.items is not None
    assert {each: item.id for each, item in asked.items.items()} == {
        row.id: item.id for row, item in zip(await rows(store), found, strict=True)
    }


# ---- told


async def test_an_update_of_a_story_told_in_a_digest_answers_the_digest(store: SqlStore) -> None:
    group = await chat(store)
    await hold(store, 2, group, matches=(await followed(store, group),))
    await release(store, group)
    (digest,) = await told(store)
    fence = await sender(store, now=MORNING)
    await store.outbox.settle(digest, sent("m9", MORNING), fence, MORNING)
    await poll(store, (await store.sources.every())[0], entry(7), now=MORNING)
    (third,) = await store.desk.unfiled(10)
    story = digest.parts[0].item
    assert story is not None
    await file(store, filing(third, story=story.id, updates=True), now=MORNING)
    (update_,) = await told(store)
    assert (update_.kind.value, update_.answers) == ("update", "m9")


async def test_the_last_alert_is_no_digest_but_its_message_is_found(store: SqlStore) -> None:
    group = await chat(store)
    await hold(store, 2, group)
    await release(store, group)
    (digest,) = await told(store)
    await store.outbox.settle(digest, sent("m9", MORNING), await sender(store, now=MORNING), MORNING)
    address = Address("telegram", "1")
    assert await store.outbox.last_alert(address) is None
    found = await store.outbox.by_message(address, "m9")
    assert found is not None
    assert len(found.parts) == 2


async def test_of_very_many_parts_those_that_most_tell_are_read(store: SqlStore) -> None:
    group = await chat(store)
    found = await items(store, 120)
    first, *others = found
    await file(store, filing(first, wanted(group)))
    joined, rest = others[:3], others[3:]
    await file(store, *(filing(item, story=first.id) for item in joined))
    await file(store, *(filing(item, wanted(group)) for item in rest[:110]))
    await release(store, group)
    (digest,) = await told(store)
    assert (digest.stories, len(digest.parts)) == (111, 100)
    assert digest.parts[0].item is not None
    assert digest.parts[0].item.id == first.id


async def test_items_are_kept_while_their_alerts_are_held(store: SqlStore) -> None:
    group = await chat(store)
    await hold(store, 1, group)
    later = NOW + 40 * DAY
    await store.ledger.tidy(later, 30 * DAY, 30 * DAY)
    assert await states(store) == ["held"]
    assert await release(store, group, later)
    (alert,) = await told(store, later)
    assert alert.item is not None


async def test_items_are_kept_while_the_digest_that_tells_of_them_is_not_sent(store: SqlStore) -> None:
    group = await chat(store)
    await hold(store, 2, group)
    later = NOW + 40 * DAY
    assert await release(store, group, later)
    await store.ledger.tidy(later, 30 * DAY, 90 * DAY)
    fence = await sender(store, now=later)
    (digest,) = await claim(store, fence, later)
    assert all(part.item for part in digest.parts)
    await store.outbox.settle(digest, sent(now=later), fence, later)
    await store.ledger.tidy(later, 30 * DAY, 90 * DAY)
    assert await store.desk.story(digest.parts[0].item.id if digest.parts[0].item else 0, 9) == ()


async def test_a_digest_of_a_chat_that_became_another_has_what_that_was_not_told(store: SqlStore) -> None:
    old, new = await chat(store, "old"), await chat(store, "new")
    first, second, third = await items(store, 3)
    own = wanted(new, held_until=None, held_for="")
    await file(store, *(filing(item, wanted(old), own) for item in (first, second)), filing(third, wanted(old)))
    assert await release(store, old)
    await store.chats.move(old.address, "new")
    kinds = [(row.kind, row.state) for row in await rows(store)]
    assert sorted(kinds) == [("alert", "digested"), ("alert", "pending"), ("alert", "pending"), ("digest", "pending")]


async def test_a_digest_of_a_chat_that_became_another_and_was_told_all_is_not_sent(store: SqlStore) -> None:
    old, new = await chat(store, "old"), await chat(store, "new")
    own = wanted(new, held_until=None, held_for="")
    await file(store, *(filing(item, wanted(old), own) for item in await items(store, 2)))
    assert await release(store, old)
    await store.chats.move(old.address, "new")
    assert sorted((row.kind, row.state) for row in await rows(store)) == [
        ("alert", "pending"),
        ("alert", "pending"),
        ("digest", "dead"),
    ]


# ---- what the desk hears


async def test_the_desk_hears_of_mutes_of_hours_and_of_loudness(store: SqlStore) -> None:
    group, other = await chat(store, "1"), await chat(store, "2")
    await followed(store, group)
    await followed(store, other)
    before = await store.chats.changed(-1)
    assert before.mutes == {}
    await set_hours(store, group, Hours("Asia/Damascus"), Loudness(min_origins=2))
    await mute(store, group, MuteKind.QUERY, "bread")
    changes = await store.chats.changed(before.revision)
    assert (changes.whole, changes.chats) == (False, (group.id,))
    (one,) = changes.subscriptions
    assert (one.chat.hours.zone, one.chat.loudness.min_origins) == ("Asia/Damascus", 2)
    (muted,) = changes.mutes[group.id]
    assert muted == Mute(muted.id, group.id, MuteKind.QUERY, "bread", MORNING + DAY)
    assert (await store.chats.changed(-1)).mutes == changes.mutes
