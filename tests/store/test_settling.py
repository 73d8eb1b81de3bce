"""What polls and pushes change beside items: the relay of an outlet's ways, addresses, records."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from bot.core.health import trouble
from bot.core.model import Options, Outlet, Record, Source, SourceState
from bot.core.outcome import Failed, Read, ReadOutcome
from bot.core.schedule import Tempo
from bot.ports import Recorded
from bot.store.rooms import SqlStore
from tests.kit.tempo import AT_ONCE
from tests.store.sample import DAY, HOUR, LEASE, MINUTE, NOW, chat, claim, entry, poll, sender, sent, shown, source

SANA = Outlet("sana", "SANA")
WAYS = (("feed", "https://sana.example/feed"), ("telegram", "sana_gov"), ("sitemap", "https://sana.example/map.xml"))
GONE = Failed("the site answered 410 Gone", gone=True)
ACTIVE, STANDBY = SourceState.ACTIVE, SourceState.STANDBY


async def install(store: SqlStore) -> None:
    await store.sources.install([(SANA, WAYS)], NOW)


async def way(store: SqlStore, rank: int) -> Source:
    return next(each for each in await store.sources.every() if each.rank == rank)


async def settle(store: SqlStore, rank: int, outcome: ReadOutcome, now: datetime = NOW) -> Recorded | None:
    """Settle a poll of this way, whenever it is due."""
    claimed = await store.sources.claim(now + 30 * DAY, 10, LEASE)
    held = next(each for each in claimed if each.rank == rank)
    for other in claimed:
        if other.id != held.id:
            await store.sources.change(other.id, other.state, now)
    return await store.sources.settle(held, outcome, AT_ONCE, now)


async def states(store: SqlStore) -> list[SourceState]:
    return [each.state for each in await store.sources.every()]


# ---- the relay


@pytest.mark.parametrize("state", [SourceState.PAUSED, SourceState.REMOVED])
async def test_the_next_way_takes_over_when_the_operator_stops_the_first(store: SqlStore, state: SourceState) -> None:
    await install(store)
    await settle(store, 0, Read((entry(1),)))
    first = await way(store, 0)
    await store.sources.change(first.id, state, NOW + HOUR)
    assert [(each.state, each.due_at) for each in (await way(store, 1), await way(store, 2))] == [
        (ACTIVE, NOW + HOUR),
        (STANDBY, NOW),
    ]
    await store.sources.change((await way(store, 1)).id, state, NOW + HOUR)
    assert (await way(store, 2)).state is ACTIVE
    await store.sources.change(first.id, ACTIVE, NOW + HOUR)
    await settle(store, 0, Read((entry(1),)), NOW + HOUR)
    assert [(await way(store, rank)).state for rank in (0, 2)] == [ACTIVE, STANDBY]


async def test_what_the_operator_added_is_read_when_the_catalogue_lists_the_outlet_no_more(store: SqlStore) -> None:
    await install(store)
    await settle(store, 0, Read((entry(1),)))
    own = await store.sources.add(SANA, "feed", "https://mirror.example/feed", NOW)
    await settle(store, own.rank, Read(()))
    assert (await way(store, own.rank)).state is STANDBY
    await store.sources.install([], NOW + HOUR)
    assert [(each.id, each.state) for each in await store.sources.every()] == [(own.id, ACTIVE)]


async def test_an_outlet_that_is_brought_back_is_read_by_what_is_left_of_it(store: SqlStore) -> None:
    await install(store)
    paused = await way(store, 0)
    removed = await way(store, 1)
    await store.sources.change(paused.id, SourceState.PAUSED, NOW)
    await store.sources.change(removed.id, SourceState.REMOVED, NOW)
    await store.sources.change((await way(store, 2)).id, SourceState.PAUSED, NOW)
    assert await store.outlets.bring_back(SANA.id, NOW) == 1
    assert (await way(store, 1)).state is ACTIVE


async def test_the_next_way_takes_over_when_the_first_fails_and_gives_back_when_it_is_well(store: SqlStore) -> None:
    await install(store)
    await settle(store, 0, Read((entry(1),)))
    assert await states(store) == [ACTIVE, STANDBY, STANDBY]
    for _ in range(2):
        await settle(store, 0, Failed("down"), NOW + HOUR)
        assert await states(store) == [ACTIVE, STANDBY, STANDBY]
    await settle(store, 0, Failed("down"), NOW + HOUR)
    assert await states(store) == [ACTIVE, ACTIVE, STANDBY]
    assert (await way(store, 1)).due_at == NOW + HOUR
    for _ in range(3):
        await settle(store, 1, Failed("down"), NOW + HOUR)
    assert await states(store) == [ACTIVE, ACTIVE, ACTIVE]
    await settle(store, 0, Read((entry(1),)), NOW + 2 * HOUR)
    assert await states(store) == [ACTIVE, STANDBY, STANDBY]


async def test_a_way_that_is_refused_for_hours_gives_way_at_once(store: SqlStore) -> None:
    await install(store)
    await settle(store, 0, Failed("the site answered 403 Forbidden", wait=4 * HOUR))
    assert await states(store) == [ACTIVE, ACTIVE, STANDBY]


async def test_what_takes_over_announces_only_what_is_newer_than_what_was_heard(store: SqlStore) -> None:
    await install(store)
    await settle(store, 0, Read((entry(1, published=NOW - MINUTE),)))
    for _ in range(3):
        await settle(store, 0, Failed("down"), NOW + HOUR)
    same = entry(11, title="Title 1", guid="t.me/1", published=NOW - MINUTE)
    old = entry(12, published=NOW - HOUR)
    new = entry(13, published=NOW + MINUTE)
    assert await settle(store, 1, Read((same, old, new)), NOW + HOUR) == Recorded(new=2, known=1)
    assert {item.title: item.quiet for item in await shown(store)} == {
        "Title 1": True,  # it was there when the outlet was first read
        "Title 12": True,
        "Title 13": False,
    }


async def test_the_first_way_announces_nothing_that_the_other_has_told(store: SqlStore) -> None:
    await install(store)
    await settle(store, 0, Read(()))
    for _ in range(3):
        await settle(store, 0, Failed("down"), NOW + HOUR)
    told = entry(11, title="Title 1", url="https://t.me/sana_gov/1", published=NOW + MINUTE)
    await settle(store, 1, Read((told,)), NOW + HOUR)
    back = Read((entry(1, published=NOW + MINUTE), entry(2, published=NOW + MINUTE)))
    assert await settle(store, 0, back, NOW + 2 * HOUR) == Recorded(new=1, known=1)
    assert [item.title for item in await shown(store) if not item.quiet] == ["Title 1", "Title 2"]


async def test_a_poll_under_way_of_what_stands_by_again_brings_nothing(store: SqlStore) -> None:
    await install(store)
    for _ in range(3):
        await settle(store, 0, Failed("down"), NOW)
    claimed = {each.rank: each for each in await store.sources.claim(NOW + DAY, 10, LEASE)}
    await store.sources.settle(claimed[0], Read(()), AT_ONCE, NOW)
    assert await store.sources.settle(claimed[1], Read((entry(1),)), AT_ONCE, NOW) is None


async def test_a_way_that_is_gone_for_good_is_polled_no_more_and_the_next_takes_over(store: SqlStore) -> None:
    await install(store)
    for days in (0, 1, 2):
        await settle(store, 0, GONE, NOW + days * DAY)
    assert await states(store) == [SourceState.DEAD, ACTIVE, STANDBY]
    assert [each.rank for each in await store.sources.claim(NOW + 90 * DAY, 10, LEASE)] == [1]


# ---- addresses


async def test_a_handle_gives_way_to_its_lasting_name(store: SqlStore) -> None:
    await store.sources.add(SANA, "youtube", "@sana", NOW)
    await settle(store, 0, Read((), lasting="UC123"))
    assert (await way(store, 0)).locator == "UC123"


async def test_the_catalogue_knows_a_source_again_that_has_another_name_by_now(store: SqlStore) -> None:
    listed = [(SANA, [("youtube", "@sana"), ("telegram", "sana_gov")])]
    await store.sources.install(listed, NOW)
    await settle(store, 0, Read((), lasting="UC123"))
    assert await store.sources.install(listed, NOW) == 0
    assert [each.locator for each in await store.sources.every()] == ["UC123", "sana_gov"]
    assert await states(store) == [ACTIVE, STANDBY]
    await store.sources.install([(SANA, [("telegram", "sana_gov")])], NOW)
    assert [(each.locator, each.state) for each in await store.sources.every()] == [("sana_gov", ACTIVE)]


async def test_what_moves_twice_is_listed_as_it_was_at_first(store: SqlStore) -> None:
    await store.sources.install([(SANA, [("youtube", "@sana")])], NOW)
    for lasting in ("UC123", "UC456"):
        await settle(store, 0, Read((), lasting=lasting))
    assert await store.sources.install([(SANA, [("youtube", "@sana")])], NOW) == 0
    assert [each.locator for each in await store.sources.every()] == ["UC456"]


async def test_the_catalogues_options_are_a_new_sources_and_the_operators_stand(store: SqlStore) -> None:
    name = ("feed", "https://sana.example/feed")
    listed, options = [(SANA, [name])], {name: Options(cache_bust=True)}
    await store.sources.install(listed, NOW, options)
    (first,) = await store.sources.every()
    assert first.options == Options(cache_bust=True)
    await store.outlets.set_options(first.id, Options(user_agent="x"), NOW, afresh=False)
    await store.sources.install(listed, NOW, options)
    assert (await store.sources.every())[0].options == Options(user_agent="x")


async def test_no_address_is_adopted_that_another_source_has(store: SqlStore) -> None:
    await store.sources.add(SANA, "youtube", "@sana", NOW)
    await store.sources.add(SANA, "youtube", "UC123", NOW)
    await settle(store, 0, Read((entry(1),), lasting="UC123"))
    assert [each.locator for each in await store.sources.every()] == ["@sana", "UC123"]
    assert len(await shown(store)) == 1


# ---- records


async def test_what_is_observed_is_kept(store: SqlStore) -> None:
    of = await source(store, read=False)
    await poll(store, of, entry(1, published=NOW - HOUR), entry(2, published=NOW - MINUTE))
    (kept,) = await store.sources.every()
    assert (kept.record.since, kept.record.newest_at) == (NOW - HOUR, NOW - MINUTE)
    await poll(store, of, now=NOW + HOUR)
    assert (await store.sources.every())[0].record == kept.record


async def test_a_busy_source_is_due_sooner_than_a_quiet_one(store: SqlStore) -> None:
    tempo, due = Tempo(MINUTE, HOUR), {}
    for name, gap in (("busy", 3 * MINUTE), ("quiet", DAY)):
        added = await store.sources.add(Outlet(name, name), "feed", f"https://{name}.example", NOW)
        (held,) = await store.sources.claim(NOW, 1, LEASE)
        shows = tuple(entry(n, guid=f"{name}{n}", url="", published=NOW - n * gap) for n in range(1, 30))
        await store.sources.settle(held, Read(shows), tempo, NOW)
        due[name] = next(each.due_at for each in await store.sources.every() if each.id == added.id)
    assert NOW + MINUTE <= due["busy"] <= NOW + 2 * MINUTE
    assert due["quiet"] >= NOW + 10 * MINUTE


async def test_a_guid_flood_is_recorded_and_announces_nothing(store: SqlStore) -> None:
    of = await source(store)
    await poll(store, of, *(entry(n) for n in range(30)))
    moved = [entry(n, guid=f"new{n}", url=f"https://moved.example/{n}") for n in range(30)]
    assert await poll(store, of, *moved) == Recorded(known=30)
    assert (await store.sources.every())[0].record.renewed_at == NOW
    assert await poll(store, of, *moved) == Recorded(known=30)
    assert len(await shown(store)) == 30


# ---- between two polls


async def test_what_is_pushed_is_recorded_and_leaves_the_poll_alone(store: SqlStore) -> None:
    of = await source(store)
    before = (await store.sources.every())[0]
    assert await store.sources.push(of.id, Read((entry(1),)), NOW + MINUTE) == Recorded(new=1)
    after = (await store.sources.every())[0]
    assert replace(after, record=Record()) == replace(before, record=Record())
    assert after.record.newest_at == NOW + MINUTE
    assert await poll(store, of, entry(1)) == Recorded(known=1)


async def test_nothing_is_pushed_to_what_is_not_read(store: SqlStore) -> None:
    unread = await source(store, "unread", read=False)
    paused = await source(store, "paused")
    await store.sources.change(paused.id, SourceState.PAUSED, NOW)
    for number in (unread.id, paused.id, 999):
        assert await store.sources.push(number, Read((entry(1),)), NOW) is None
    assert await shown(store) == []


async def test_a_push_during_a_poll_loses_neither(store: SqlStore) -> None:
    await source(store)
    (held,) = await store.sources.claim(NOW + DAY, 1, LEASE)
    await store.sources.push(held.id, Read((entry(1),)), NOW + MINUTE)
    assert await store.sources.settle(held, Read((entry(2), entry(1))), AT_ONCE, NOW + 2 * MINUTE) == Recorded(1, 0, 1)
    assert (await store.sources.every())[0].record.newest_at == NOW + 2 * MINUTE


# ---- trouble


async def test_a_trouble_is_told_once_until_it_is_over(store: SqlStore) -> None:
    of, operator = await source(store), await chat(store, "7")
    for ailment, note in (("silent", "a"), ("silent", "b"), ("failing", "c"), ("", ""), ("failing", "d")):
        await store.sources.tell(of.id, ailment, note, [operator.id], NOW)
    fence, notes = await sender(store), []
    while owed := await claim(store, fence):
        notes += [delivery.note for delivery in owed]
        for delivery in owed:
            await store.outbox.settle(delivery, sent(), fence, NOW)
    assert notes == ["a", "c", "d"]


async def test_a_source_that_is_gone_needs_no_note(store: SqlStore) -> None:
    operator = await chat(store, "7")
    await store.sources.tell(999, "silent", "a", [operator.id], NOW)
    assert await claim(store, await sender(store)) == ()


# ---- what must not be lost, and not come twice, when ways change


async def outage(store: SqlStore) -> None:
    """The first way has failed, and the second is read."""
    await install(store)
    await settle(store, 0, Read(tuple(entry(n, published=NOW - n * HOUR) for n in range(24))))
    for _ in range(3):
        await settle(store, 0, Failed("down"), NOW + HOUR)
    assert await states(store) == [ACTIVE, ACTIVE, STANDBY]


async def loud(store: SqlStore) -> set[str]:
    return {item.title for item in await shown(store) if not item.quiet}


async def test_a_way_that_is_back_after_an_outage_is_not_silent_for_what_the_other_told(store: SqlStore) -> None:
    await outage(store)
    later = NOW + 3 * DAY
    told = tuple(entry(1000 + n, guid=f"tg{n}", published=later - n * HOUR) for n in range(40))
    await settle(store, 1, Read(told), later)
    back = tuple(entry(1000 + n, published=later - n * HOUR) for n in range(40))
    await settle(store, 0, Read(back), later + MINUTE)
    assert trouble(await way(store, 0), later + MINUTE) is None
    assert await states(store) == [ACTIVE, STANDBY, STANDBY]


async def test_a_way_that_is_back_tells_what_nobody_told_even_without_dates(store: SqlStore) -> None:
    await outage(store)
    later = NOW + 3 * DAY
    told = tuple(entry(1000 + n, guid=f"tg{n}", published=later - n * HOUR) for n in range(5))
    await settle(store, 1, Read(told), later)
    await settle(store, 0, Read(tuple(entry(1000 + n) for n in range(7))), later + MINUTE)
    assert {"Title 1005", "Title 1006"} <= await loud(store)


async def test_a_second_takeover_tells_nothing_that_is_older_or_undated(store: SqlStore) -> None:
    await outage(store)
    later = NOW + 2 * HOUR
    await settle(store, 1, Read(tuple(entry(5000 + n, published=later - n * HOUR) for n in range(5))), later)
    await settle(store, 0, Read((entry(1, published=NOW), entry(6000, published=later))), later)
    again = later + 2 * DAY
    await settle(store, 0, Read(tuple(entry(7000 + n, published=again - n * HOUR) for n in range(20))), again)
    for _ in range(3):
        await settle(store, 0, Failed("down"), again + HOUR)
    before = await loud(store)
    same = tuple(entry(7000 + n, guid=f"tg{n}", published=again - n * HOUR) for n in range(11))
    older = tuple(entry(8000 + n, published=again - (1 + n) * HOUR) for n in range(10))
    undated = tuple(entry(9000 + n) for n in range(10))
    await settle(store, 1, Read((*same, *older, *undated)), again + HOUR)
    assert await loud(store) == before


async def test_what_appears_late_is_told_by_the_way_that_takes_over(store: SqlStore) -> None:
    await install(store)
    for minutes in (30, 0):
        await settle(store, 0, Read((entry(1, published=NOW - HOUR),)), NOW - minutes * MINUTE)
    for _ in range(3):
        await settle(store, 0, Failed("down"), NOW + 20 * MINUTE)
    late = entry(2, published=NOW - 3 * MINUTE)
    await settle(store, 1, Read((entry(1, published=NOW - HOUR), late)), NOW + 20 * MINUTE)
    await settle(store, 0, Read((entry(1, published=NOW - HOUR), late)), NOW + 40 * MINUTE)
    assert await loud(store) == {"Title 2"}


async def test_a_first_way_read_for_the_first_time_goes_on_where_the_other_ended(store: SqlStore) -> None:
    await install(store)
    for _ in range(3):
        await settle(store, 0, Failed("403"))
    old, told = entry(1, published=NOW - HOUR), entry(2, published=NOW + HOUR)
    await settle(store, 1, Read((old,)))
    await settle(store, 1, Read((old, told)), NOW + HOUR)
    fresh = entry(3, published=NOW + 79 * MINUTE)
    await settle(store, 0, Read((old, told, fresh)), NOW + 80 * MINUTE)
    assert await loud(store) == {"Title 2", "Title 3"}


async def test_another_first_way_is_silent_at_first_when_the_one_before_was_removed(store: SqlStore) -> None:
    removed = await store.sources.add(SANA, *WAYS[0], NOW - 90 * DAY)
    await poll(store, removed, entry(1), now=NOW - 90 * DAY)
    await store.sources.change(removed.id, SourceState.REMOVED, NOW - 90 * DAY)
    added = await store.sources.add(SANA, *WAYS[2], NOW)
    await poll(store, added, *(entry(100 + n, published=NOW - n * HOUR) for n in range(20)))
    assert await loud(store) == set()


async def test_only_the_next_way_takes_over_however_long_the_others_have_stood_by(store: SqlStore) -> None:
    await outage(store)
    await settle(store, 1, Read(tuple(entry(5000 + n, published=NOW - n * HOUR) for n in range(48))), NOW + HOUR)
    await settle(store, 0, Read((entry(6000, published=NOW + HOUR),)), NOW + 2 * HOUR)
    for days in range(1, 30):
        await settle(store, 0, Read((entry(7000 + days, published=NOW + days * DAY),)), NOW + days * DAY)
    for _ in range(3):
        await settle(store, 0, Failed("down"), NOW + 30 * DAY)
    assert await states(store) == [ACTIVE, ACTIVE, STANDBY]


async def test_while_nobody_reads_it_no_source_is_in_trouble(store: SqlStore) -> None:
    await install(store)
    await settle(store, 0, Read(tuple(entry(n, published=NOW - n * HOUR) for n in range(24 * 20))))
    assert trouble(await way(store, 0), NOW + 5 * DAY) is None


async def test_publications_without_links_are_told_once_by_their_titles(store: SqlStore) -> None:
    first = await store.sources.add(SANA, *WAYS[0], NOW - DAY)
    await poll(store, first, entry(1, url="", published=NOW))
    second = await store.sources.add(SANA, *WAYS[2], NOW - DAY)
    other = entry(9, url="", published=NOW)
    await poll(store, second, other)
    for _ in range(3):
        await settle(store, 0, Failed("down"))
    again = entry(10, title="Title 1", url="", published=NOW + MINUTE)
    await poll(store, second, other, again, now=NOW + MINUTE)
    assert [item.title for item in await shown(store)].count("Title 1") == 1


# ---- the catalogue


async def test_the_catalogue_may_list_where_a_source_has_moved_to(store: SqlStore) -> None:
    for listed in ("@sana", "UC123", "UC123"):
        await store.sources.install([(SANA, [("youtube", listed)])], NOW)
        await settle(store, 0, Read((), lasting="UC123"))
        assert [(each.locator, each.state) for each in await store.sources.every()] == [("UC123", ACTIVE)]


async def test_an_address_that_was_left_and_added_again_is_another_source(store: SqlStore) -> None:
    listed = [(SANA, [("youtube", "@sana")])]
    await store.sources.install(listed, NOW)
    await settle(store, 0, Read((), lasting="UC123"))
    await store.sources.add(Outlet("other", "Other"), "youtube", "@sana", NOW)
    await store.sources.install(listed, NOW)
    assert sorted(each.locator for each in await store.sources.every()) == ["@sana", "UC123"]


async def test_what_replaces_a_source_that_is_gone_for_good_is_read(store: SqlStore) -> None:
    await store.sources.install([(SANA, WAYS[:1])], NOW)
    for days in (0, 1, 2):
        await settle(store, 0, GONE, NOW + days * DAY)
    await store.sources.install([(SANA, [("feed", "https://new.example/feed")])], NOW + 3 * DAY)
    assert [(each.locator, each.state) for each in await store.sources.every()] == [
        ("https://new.example/feed", ACTIVE)
    ]
