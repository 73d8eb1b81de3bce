"""The sources' room: the catalogue, the due queue, and the settling of polls."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.core.errors import UserError
from bot.core.model import SourceState, SubscriptionKind
from bot.core.outcome import Failed, Read, Unchanged
from bot.ports import Recorded
from bot.store.rooms import SqlStore
from tests.kit.tempo import AT_ONCE, every
from tests.store.sample import HOUR, LEASE, MINUTE, NOW, chat, entry, outlet, poll, shown, source

SANA = outlet("sana", affiliation="Syrian state media", packs=("syria",))
WAYS = [("feed", "https://sana.example/feed"), ("feed", "https://standby.example/feed")]


async def test_the_first_way_to_an_outlet_is_active_and_the_others_stand_by(store: SqlStore) -> None:
    assert await store.sources.install([(SANA, WAYS)], NOW) == 2
    first, second = await store.sources.every()
    assert (first.state, second.state) == (SourceState.ACTIVE, SourceState.STANDBY)
    assert first.outlet == SANA
    assert (first.rank, second.rank) == (0, 1)


async def test_installing_again_refreshes_labels_and_keeps_the_operators_choice(store: SqlStore) -> None:
    await store.sources.install([(SANA, WAYS)], NOW)
    first, second = await store.sources.every()
    await store.sources.change(first.id, SourceState.PAUSED, NOW)
    await store.sources.change(second.id, SourceState.REMOVED, NOW)
    assert await store.sources.install([(replace(SANA, name="SANA English"), WAYS)], NOW) == 0
    (kept,) = await store.sources.every()
    assert (kept.state, kept.outlet.name) == (SourceState.PAUSED, "SANA English")


async def test_installing_again_leaves_a_label_of_the_operators_alone(store: SqlStore) -> None:
    await store.sources.install([(SANA, WAYS)], NOW)
    await store.outlets.label("sana", "aligned with nobody", "a letter", own=True)
    await store.sources.install([(replace(SANA, name="SANA English", country="SY"), WAYS)], NOW)
    outlet = (await store.sources.every())[0].outlet
    assert (outlet.name, outlet.country) == ("SANA English", "SY")
    assert (outlet.affiliation, outlet.basis) == ("aligned with nobody", "a letter")
    await store.outlets.label("sana", "", "", own=False)
    await store.sources.install([(SANA, WAYS)], NOW)
    assert (await store.sources.every())[0].outlet == SANA


async def test_what_a_chat_brought_becomes_the_catalogues_with_those_that_follow_it(store: SqlStore) -> None:
    first, second = await chat(store, "1"), await chat(store, "2")
    blog = outlet("blog", brought_by=first.id)
    assert await store.outlets.bring(blog, *WAYS[1], "", "Lina", 5, NOW)
    (brought,) = await store.sources.every()
    await poll(store, brought)
    await poll(store, brought, entry(1))
    await store.chats.subscribe(second.id, "", SubscriptionKind.OUTLET, "blog", "Lina", NOW)
    await store.chats.subscribe(second.id, "", SubscriptionKind.OUTLET, "sana", "Lina", NOW)
    await store.sources.install([(SANA, WAYS)], NOW)
    ways = await store.sources.every()
    assert {way.outlet for way in ways} == {SANA}
    assert [way.locator for way in ways] == [locator for _, locator in WAYS]
    assert [(one.chat.id, one.text) for one in await store.chats.subscriptions()] == [(1, "sana"), (2, "sana")]
    assert [item.outlet for item in await shown(store)] == [SANA]
    await store.sources.install([], NOW)
    assert await store.sources.every() == ()


async def test_what_a_chat_brought_under_the_catalogues_own_name_is_for_everybody_then(store: SqlStore) -> None:
    mine = replace(SANA, brought_by=(await chat(store)).id)
    assert await store.outlets.bring(mine, *WAYS[0], "", "Lina", 5, NOW)
    await store.sources.install([(SANA, WAYS)], NOW)
    assert [way.outlet for way in await store.sources.every()] == [SANA, SANA]


async def test_a_new_way_stands_by_where_the_operator_has_silenced_the_outlet(store: SqlStore) -> None:
    await store.sources.install([(SANA, WAYS[:1])], NOW)
    (first,) = await store.sources.every()
    await store.sources.change(first.id, SourceState.PAUSED, NOW)
    assert await store.sources.install([(SANA, [("feed", "https://new.example"), *WAYS[:1]])], NOW) == 1
    assert {each.state for each in await store.sources.every()} == {SourceState.PAUSED, SourceState.STANDBY}


async def test_what_is_listed_no_more_is_not_read_until_it_is_listed_again(store: SqlStore) -> None:
    other = outlet("other")
    both = [(SANA, WAYS), (other, [("feed", "https://other.example/feed")])]
    await store.sources.install(both, NOW)
    (held, _) = await store.sources.claim(NOW, 10, LEASE)
    assert held.outlet == SANA
    await store.sources.settle(held, Read((entry(1),), {"etag": "1"}), AT_ONCE, NOW)
    assert await store.sources.install(both[1:], NOW) == 0
    assert [each.outlet for each in await store.sources.every()] == [other]
    assert (await store.ledger.health(NOW)).sources == 1
    assert [each.outlet for each in await store.sources.claim(NOW + LEASE, 10, LEASE)] == [other]
    assert len(await shown(store)) == 1
    assert await store.sources.install(both, NOW + 2 * LEASE) == 2
    (again,) = await store.sources.claim(NOW + 2 * LEASE, 1, LEASE)
    assert (again.id, again.read_at, again.memory) == (held.id, None, {})


async def test_a_poll_under_way_brings_nothing_of_what_is_listed_no_more(store: SqlStore) -> None:
    await store.sources.install([(SANA, WAYS)], NOW)
    (held,) = await store.sources.claim(NOW, 10, LEASE)
    await store.sources.install([], NOW)
    assert await store.sources.settle(held, Read((entry(1),)), AT_ONCE, NOW) is None


async def test_the_operators_own_sources_are_no_matter_of_the_catalogue(store: SqlStore) -> None:
    own = await source(store, "own")
    await store.sources.install([(SANA, WAYS)], NOW)
    await store.sources.install([], NOW)
    assert await store.sources.every() == (own,)
    mine = await store.sources.add(SANA, *WAYS[0], NOW)
    await store.sources.install([], NOW)
    assert {each.id for each in await store.sources.every()} == {own.id, mine.id}


async def test_a_source_can_be_added_once(store: SqlStore) -> None:
    added = await store.sources.add(SANA, *WAYS[0], NOW)
    assert (added.state, added.rank, added.read_at) == (SourceState.ACTIVE, 0, None)
    assert (await store.sources.add(SANA, *WAYS[1], NOW)).rank == 1
    with pytest.raises(UserError, match="already"):
        await store.sources.add(SANA, *WAYS[0], NOW)


async def test_a_removed_source_comes_back_as_if_never_read(store: SqlStore) -> None:
    removed = await source(store)
    await store.sources.change(removed.id, SourceState.REMOVED, NOW)
    back = await store.sources.add(SANA, removed.kind, removed.locator, NOW)
    assert (back.id, back.state, back.read_at, dict(back.memory)) == (removed.id, SourceState.ACTIVE, None, {})


async def test_the_longest_due_are_claimed_first(store: SqlStore) -> None:
    for name, minutes in (("late", 3), ("early", 1), ("middle", 2)):
        await store.sources.add(outlet(name), "feed", name, NOW + minutes * MINUTE)
    assert await store.sources.next_due() == NOW + MINUTE
    claimed = await store.sources.claim(NOW + 3 * MINUTE, 2, LEASE)
    assert [each.locator for each in claimed] == ["early", "middle"]
    assert [each.locator for each in await store.sources.claim(NOW + 3 * MINUTE, 2, LEASE)] == ["late"]


async def test_only_active_sources_that_are_due_are_claimed(store: SqlStore) -> None:
    await store.sources.install([(SANA, WAYS)], NOW + MINUTE)
    assert await store.sources.claim(NOW, 10, LEASE) == ()
    assert len(await store.sources.claim(NOW + MINUTE, 10, LEASE)) == 1


async def test_a_lapsed_claim_is_claimed_again_and_the_late_settlement_is_void(store: SqlStore) -> None:
    await store.sources.add(SANA, *WAYS[0], NOW)
    (slow,) = await store.sources.claim(NOW, 1, LEASE)
    assert await store.sources.claim(NOW, 1, LEASE) == ()
    assert await store.sources.next_due() == NOW + LEASE
    (fast,) = await store.sources.claim(NOW + LEASE, 1, LEASE)
    assert await store.sources.settle(slow, Read((entry(1),), {"etag": "slow"}), AT_ONCE, NOW) is None
    assert await shown(store) == []
    assert await store.sources.settle(fast, Read((entry(1),), {"etag": "fast"}), AT_ONCE, NOW) == Recorded(new=1)
    assert await store.sources.settle(fast, Read((entry(2),), {"etag": "twice"}), AT_ONCE, NOW) is None
    assert (await store.sources.every())[0].memory == {"etag": "fast"}


async def test_a_removed_source_takes_nothing_from_the_poll_under_way(store: SqlStore) -> None:
    await store.sources.add(SANA, *WAYS[0], NOW)
    (held,) = await store.sources.claim(NOW, 1, LEASE)
    await store.sources.change(held.id, SourceState.REMOVED, NOW)
    assert await store.sources.settle(held, Read((entry(1),)), AT_ONCE, NOW) is None


async def test_a_read_settles_memory_time_and_due_time(store: SqlStore) -> None:
    await store.sources.add(SANA, *WAYS[0], NOW)
    (held,) = await store.sources.claim(NOW, 1, LEASE)
    await store.sources.settle(held, Read((), {"etag": "1"}), every(10 * MINUTE), NOW)
    (read,) = await store.sources.every()
    assert (read.memory, read.read_at, read.due_at) == ({"etag": "1"}, NOW, NOW + 10 * MINUTE)


async def test_failures_are_counted_until_a_good_read(store: SqlStore) -> None:
    failing = await source(store)
    for times in (1, 2):
        (held,) = await store.sources.claim(NOW + HOUR, 1, LEASE)
        assert await store.sources.settle(held, Failed("the site answered 403"), AT_ONCE, NOW) == Recorded()
        (after,) = await store.sources.every()
        assert (after.failures, after.error, after.memory) == (times, "the site answered 403", {"etag": "new"})
    await poll(store, failing)
    (after,) = await store.sources.every()
    assert (after.failures, after.error) == (0, "")


async def test_an_unchanged_document_may_keep_or_replace_the_memory(store: SqlStore) -> None:
    await source(store)
    for told, kept in (({}, {"etag": "new"}), ({"etag": "newer"}, {"etag": "newer"})):
        (held,) = await store.sources.claim(NOW, 1, LEASE)
        await store.sources.settle(held, Unchanged(told), AT_ONCE, NOW)
        assert (await store.sources.every())[0].memory == kept


async def test_activating_makes_a_source_due_at_once(store: SqlStore) -> None:
    paused = await source(store)
    await store.sources.change(paused.id, SourceState.PAUSED, NOW)
    assert await store.sources.next_due() is None
    await store.sources.change(paused.id, SourceState.ACTIVE, NOW + MINUTE)
    assert await store.sources.next_due() == NOW + MINUTE
