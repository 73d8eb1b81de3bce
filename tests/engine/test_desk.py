from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, cast

import pytest

from bot.core.decisions import Filing
from bot.core.model import Entry, Evidence, Filed, Item, Outlet, Relation
from bot.core.outcome import Read
from bot.core.stories.telling import evidence, unheard
from bot.engine.bells import Bell
from bot.engine.desk import Group
from bot.engine.lead import Lead
from bot.engine.worker import Worker
from bot.ports import Changes, Question, Store, ignore
from tests.core.gazette import Gazette
from tests.engine.fakes import LEASE, HandClock, Mouth, deliverer, desk, follow, meet, memory, publish, run_once
from tests.engine.waiting import eventually
from tests.kit.tempo import AT_ONCE

AGENCY = Outlet(id="agency", name="Agency")
WORDS = "Army says it stopped an advance north of Hama"


def a_desk(rooms: Any, chats: Any, lead: Lead, clock: HandClock) -> Group:
    """One with these parts of a store, which wakes nobody."""
    return Group(rooms, chats, lead, clock, names=Gazette(), memory=memory, woken=lambda: None, reach=ignore)


async def read_all(stage: Group) -> None:
    while batches := await stage.claim(1):
        for batch in batches:
            await stage.work(batch)


async def test_an_item_that_matches_is_owed_and_the_sender_is_woken(store: Store, clock: HandClock) -> None:
    woken: list[str] = []
    await follow(store, clock, await meet(store, clock, "1"), "hama")
    await publish(store, clock, "Bread is cheaper in Homs", WORDS)
    await read_all(desk(store, clock, woken=lambda: woken.append("deliver")))
    platform = Mouth()
    await run_once(deliverer(store, platform, clock))
    assert len(platform.told) == 1
    assert WORDS in platform.told[0].text
    assert woken == ["deliver"]


async def test_who_edits_is_woken_when_a_story_goes_on_though_nobody_is_owed_an_alert(
    store: Store, clock: HandClock
) -> None:
    woken: list[str] = []
    stage = desk(store, clock, woken=lambda: woken.append("deliver"))
    await publish(store, clock, WORDS)
    await read_all(stage)
    assert woken == []
    await publish(store, clock, WORDS, outlet=AGENCY)
    await read_all(stage)
    assert woken == ["deliver"]


async def test_what_a_source_shows_at_its_first_read_is_not_announced(store: Store, clock: HandClock) -> None:
    woken: list[str] = []
    await follow(store, clock, await meet(store, clock, "1"), "hama")
    source = await store.sources.add(AGENCY, "feed", "https://agency.example/feed.xml", clock.now())
    read = Read((Entry(guid="1", url="https://agency.example/1", title=WORDS),))
    await store.sources.settle(source, read, AT_ONCE, clock.now())
    await read_all(desk(store, clock, woken=lambda: woken.append("deliver")))
    assert await store.desk.unfiled(10) == ()
    assert woken == []


async def test_a_copy_in_the_same_batch_joins_the_story_and_is_announced_once(store: Store, clock: HandClock) -> None:
    await follow(store, clock, await meet(store, clock, "1"), "hama")
    await publish(store, clock, WORDS)
    await publish(store, clock, WORDS, outlet=AGENCY)
    await read_all(desk(store, clock))
    found = await store.search.stories(Question(None, clock.now() - timedelta(hours=1)), clock.now(), 10)
    stories, total = found.things, found.total
    assert total == 1
    assert [item.outlet.id for item in stories[0].items] == ["sana-en", "agency"]
    assert (await store.ledger.health(clock.now())).pending == 1


async def test_what_the_desk_knows_of_a_story_is_what_a_search_finds_and_what_a_new_desk_remembers(
    store: Store, clock: HandClock
) -> None:
    stage = desk(store, clock)
    await publish(store, clock, f"{WORDS}, reportedly")
    await publish(store, clock, f"{WORDS}, reportedly", outlet=AGENCY)
    await publish(store, clock, f"{WORDS}, reportedly", outlet=Outlet(id="third", name="Third", owner="Owner"))
    await read_all(stage)
    (story,) = (await store.search.stories(Question(None), clock.now(), 10)).things
    assert [each.copy_of for each in story.told] == [None, story.id, story.id]
    fresh = await desk(store, clock)._rebuild()
    assert stage._window is not None
    for window in (stage._window, fresh):
        assert window.known(story.id) == evidence(story.told, update=False) == Evidence(sources=3, unconfirmed=True)


@pytest.mark.parametrize("apart", [False, True])
async def test_a_filter_that_waits_for_a_second_outlet_is_told_when_it_comes(
    store: Store, clock: HandClock, *, apart: bool
) -> None:
    """Even where the second item lacks the filter's words: here the filter asks for the first one's outlet."""
    await follow(store, clock, await meet(store, clock, "1"), "outlet:sana-en sources>=2")
    await follow(store, clock, await meet(store, clock, "2"), "outlet:sana-en sources>=3")
    stage = desk(store, clock)
    await publish(store, clock, WORDS, "Something else that happens in Homs")
    if apart:
        await read_all(stage)
    await publish(store, clock, WORDS, outlet=AGENCY)
    await read_all(stage)
    platform = Mouth()
    await run_once(deliverer(store, platform, clock))
    (told,) = platform.told
    assert "Agency" in told.text
    await publish(store, clock, WORDS, outlet=Outlet(id="third", name="Third"))
    await read_all(stage)
    assert (await store.ledger.health(clock.now())).pending == 1


async def test_a_store_that_fails_while_a_story_is_read_loses_no_alert(store: Store, clock: HandClock) -> None:
    class Failing:
        unfiled, window, file = store.desk.unfiled, store.desk.window, store.desk.file

        async def story(self, number: int, limit: int) -> tuple[Item, ...]:
            raise OSError("the disk is gone")

    await follow(store, clock, await meet(store, clock, "1"), "outlet:sana-en sources>=2")
    await publish(store, clock, WORDS)
    await publish(store, clock, WORDS, outlet=AGENCY)
    lead = Lead("desk", "me", store.ledger, clock, LEASE)
    with pytest.raises(OSError, match="gone"):
        await read_all(
            Group(Failing(), store.chats, lead, clock, names=Gazette(), memory=memory, woken=lambda: None, reach=ignore)
        )
    await read_all(desk(store, clock, holder="me"))
    assert (await store.ledger.health(clock.now())).pending == 1


async def test_others_have_their_turn_while_the_window_is_rebuilt(store: Store, clock: HandClock) -> None:
    await publish(store, clock, WORDS)
    await read_all(desk(store, clock))
    (item,) = await store.desk.window(timedelta(hours=1))
    turns = 0

    class Full:
        unfiled, file, story = store.desk.unfiled, store.desk.file, store.desk.story

        async def window(self, span: timedelta) -> tuple[Filed, ...]:
            return (item,) * 100

    async def other() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    beside = asyncio.create_task(other())
    lead = Lead("desk", "me", store.ledger, clock, LEASE)
    await Group(
        Full(), store.chats, lead, clock, names=Gazette(), memory=memory, woken=lambda: None, reach=ignore
    )._rebuild()
    beside.cancel()
    assert turns >= 100


async def test_a_desk_that_starts_anew_remembers_the_window(store: Store, clock: HandClock) -> None:
    await publish(store, clock, WORDS)
    first = desk(store, clock, holder="first")
    await read_all(first)
    await store.ledger.yield_lead("desk", "first")
    clock.pass_by(3600)
    await publish(store, clock, WORDS, outlet=AGENCY)
    await read_all(desk(store, clock, holder="second"))
    found = await store.search.stories(Question(None, clock.now() - timedelta(hours=2)), clock.now(), 10)
    assert found.total == 1


async def test_a_desk_that_takes_the_lead_knows_what_was_told_before_an_edit(store: Store, clock: HandClock) -> None:
    """The database has an item in its latest words only."""
    await publish(store, clock, "Explosion kills 12 people in Hama", guids=("1",))
    await read_all(desk(store, clock, holder="first"))
    await store.ledger.yield_lead("desk", "first")
    second = desk(store, clock, holder="second")
    assert await second.claim(1) == ()
    await publish(store, clock, "Explosion kills 40 people in Hama", guids=("1",))
    await read_all(second)
    (filed,) = await store.desk.window(timedelta(hours=1))
    assert (filed.relation, filed.reason) == (Relation.UPDATE, "its words changed: 12 killed before, 40 now")


async def test_an_edit_that_came_while_no_desk_was_there_is_an_update(store: Store, clock: HandClock) -> None:
    await publish(store, clock, "Explosion kills 12 in Hama")
    await read_all(desk(store, clock, holder="first"))
    await store.ledger.yield_lead("desk", "first")
    (source,) = await store.sources.every()
    title = "Explosion kills 12 in Hama"
    read = Read((Entry(guid=title, url=f"https://sana-en.example/{title}", title="Explosion kills 40 in Hama"),))
    await store.sources.settle(source, read, AT_ONCE, clock.now())
    await read_all(desk(store, clock, holder="second"))
    (filed,) = await store.desk.window(timedelta(hours=1))
    assert (filed.relation, filed.reason) == (Relation.UPDATE, "its words changed: 12 killed before, 40 now")


async def test_only_one_process_is_the_desk_and_another_takes_over_when_it_stops(
    store: Store, clock: HandClock
) -> None:
    first, second = desk(store, clock, holder="first"), desk(store, clock, holder="second")
    await publish(store, clock, WORDS)
    assert len(await first.claim(1)) == 1
    assert await second.claim(1) == ()
    await store.ledger.yield_lead("desk", "first")
    assert len(await second.claim(1)) == 1


async def test_a_deposed_desk_files_nothing(store: Store, clock: HandClock) -> None:
    await follow(store, clock, await meet(store, clock, "1"), "hama")
    await publish(store, clock, WORDS)
    first, second = desk(store, clock, holder="first"), desk(store, clock, holder="second")
    (batch,) = await first.claim(1)
    clock.pass_by(LEASE.total_seconds() + 1)
    await second.claim(1)
    await first.work(batch)
    assert len(await store.desk.unfiled(10)) == 1
    assert await first.claim(1) == ()
    await read_all(second)
    assert (await store.ledger.health(clock.now())).pending == 1


async def test_a_deposed_desk_finds_out_with_its_first_refused_filing(store: Store, clock: HandClock) -> None:
    await publish(store, clock, WORDS)
    first, second = desk(store, clock, holder="first"), desk(store, clock, holder="second")
    (batch,) = await first.claim(1)
    await store.ledger.yield_lead("desk", "first")
    await second.claim(1)
    assert await first._lead.hold() is not None  # it is not time to renew yet
    await first.work(batch)
    assert await first._lead.hold() is None


async def test_a_desk_that_leads_again_knows_what_was_filed_meanwhile(store: Store, clock: HandClock) -> None:
    first, second = desk(store, clock, holder="first"), desk(store, clock, holder="second")
    await publish(store, clock, "Something else altogether happened before")
    await read_all(first)
    await store.ledger.yield_lead("desk", "first")
    await publish(store, clock, WORDS)
    await read_all(second)
    await store.ledger.yield_lead("desk", "second")
    clock.pass_by(LEASE.total_seconds())
    await publish(store, clock, WORDS, outlet=AGENCY)
    await read_all(first)
    relations = [filed.relation for filed in await store.desk.window(timedelta(hours=1))]
    assert relations == [Relation.NEW, Relation.NEW, Relation.COPY]


async def test_a_filing_that_fails_is_done_again_with_a_fresh_window(store: Store, clock: HandClock) -> None:
    class Failing:
        """A desk that fails at first and takes down what it is given."""

        def __init__(self) -> None:
            self.relations: list[Relation] = []
            self.unfiled, self.window, self.story = store.desk.unfiled, store.desk.window, store.desk.story

        async def file(self, filings: Sequence[Filing], fence: int, now: datetime, **more: Any) -> int | None:
            self.relations = [*self.relations, *(filing.relation for filing in filings)]
            if len(self.relations) == 3:
                raise OSError("the disk is full")
            return await store.desk.file(filings, fence, now, **more)

    failing = Failing()
    lead = Lead("desk", "me", store.ledger, clock, LEASE)
    stage = a_desk(failing, store.chats, lead, clock)
    await publish(store, clock, "Something else altogether happened before")
    await read_all(stage)
    await publish(store, clock, WORDS)
    await publish(store, clock, WORDS, outlet=AGENCY)
    (batch,) = await stage.claim(1)
    with pytest.raises(OSError, match="full"):
        await stage.work(batch)
    await read_all(stage)
    assert failing.relations == [Relation.NEW, Relation.NEW, Relation.COPY, Relation.NEW, Relation.COPY]
    assert await store.desk.unfiled(1) == ()


@pytest.mark.parametrize("part", ["title", "author"])
async def test_an_item_the_core_chokes_on_is_filed_unannounced_and_the_others_go_on(
    store: Store, clock: HandClock, part: str
) -> None:
    """Whether it is put into a story or matched when that happens."""
    await follow(store, clock, await meet(store, clock, "1"), "hama -author:lina")
    await publish(store, clock, "Hama poison", WORDS)
    stage = desk(store, clock)
    (batch,) = await stage.claim(1)
    await stage.work(tuple(_poisoned(item, part) if "poison" in item.title else item for item in batch))
    assert await store.desk.unfiled(10) == ()
    assert (await store.ledger.health(clock.now())).pending == 1


async def test_words_the_core_choked_on_are_read_no_more(store: Store, clock: HandClock) -> None:
    """They would keep the next desk from what it must remember, and the alerts of their story from being sent."""
    await publish(store, clock, "Hama is calm, sources say")
    stage = desk(store, clock)
    ((item,),) = await stage.claim(1)
    await stage.work((_poisoned(item, "title"),))
    (filed,) = await store.desk.window(timedelta(hours=1))
    assert filed.telling == unheard(filed.item)


def _poisoned(item: Item, part: str) -> Item:
    return replace(item, **{part: cast("str", None)})


async def test_a_bell_is_all_it_takes(store: Store, clock: HandClock) -> None:
    bell = Bell()
    running = asyncio.create_task(Worker(desk(store, clock), bell, at_once=1).run())
    await publish(store, clock, *(f"Item number {number} of this batch" for number in range(120)))
    bell.ring()

    async def all_filed() -> bool:
        return await store.desk.unfiled(1) == ()

    await eventually(all_filed)
    running.cancel()
    await asyncio.wait([running])


class Heard:
    """A store's chats, and since which revisions they were asked for changes."""

    def __init__(self, store: Store) -> None:
        self._chats = store.chats
        self.since: list[int] = []

    async def changed(self, since: int) -> Changes:
        self.since.append(since)
        return await self._chats.changed(since)


async def test_the_desk_reads_what_chats_follow_once_and_then_what_has_changed(store: Store, clock: HandClock) -> None:
    chats = Heard(store)
    lead = Lead("desk", "me", store.ledger, clock, LEASE)
    stage = a_desk(store.desk, chats, lead, clock)

    async def owed_after(title: str) -> int:
        before = (await store.ledger.health(clock.now())).pending
        await publish(store, clock, title)
        await read_all(stage)
        return (await store.ledger.health(clock.now())).pending - before

    first = await meet(store, clock, "1")
    await follow(store, clock, first, "hama")
    assert await owed_after("Hama: the first report of the day") == 1
    second = await meet(store, clock, "2")
    await follow(store, clock, second, "hama")
    assert await owed_after("Hama: the second report of the day") == 2
    await store.chats.suspend(first.address, "kicked", clock.now())
    (subscription,) = await store.chats.subscriptions(second.id)
    await store.chats.unsubscribe(subscription.id)
    pending = (await store.ledger.health(clock.now())).pending
    assert await owed_after("Hama: the third report of the day") == 0
    await store.chats.resume(first.address)
    assert await owed_after("Hama: the fourth report of the day") == 1
    assert chats.since == [-1, *sorted(chats.since[1:])]
    assert pending == 1


async def test_a_chat_that_became_another_is_told_under_its_new_name_alone(store: Store, clock: HandClock) -> None:
    stage = desk(store, clock)
    old, new = await meet(store, clock, "1"), await meet(store, clock, "2")
    for chat in (old, new):
        await follow(store, clock, chat, "hama")
    await publish(store, clock, "Hama: the first report of the day")
    await read_all(stage)
    await store.chats.move(old.address, "2")
    await publish(store, clock, "Hama: the second report of the day")
    await read_all(stage)
    assert await store.desk.unfiled(10) == ()
    assert (await store.ledger.health(clock.now())).pending == 2


async def test_changes_that_could_not_be_taken_over_are_asked_for_again(store: Store, clock: HandClock) -> None:
    class Broken(Heard):
        """Chats whose first answer never comes."""

        async def changed(self, since: int) -> Changes:
            answer = await super().changed(since)
            if len(self.since) == 1:
                raise OSError("the line is cut")
            return answer

    chats = Broken(store)
    lead = Lead("desk", "me", store.ledger, clock, LEASE)
    stage = a_desk(store.desk, chats, lead, clock)
    await follow(store, clock, await meet(store, clock, "1"), "hama")
    await publish(store, clock, WORDS)
    with pytest.raises(OSError, match="cut"):
        await read_all(stage)
    await read_all(stage)
    assert chats.since == [-1, -1]
    assert (await store.ledger.health(clock.now())).pending == 1


async def test_others_have_their_turn_while_a_chat_of_many_wishes_is_read_and_told(
    store: Store, clock: HandClock
) -> None:
    chat = await meet(store, clock, "1")
    for number in range(100):
        await follow(store, clock, chat, f"hama -x{number}")
    await publish(store, clock, WORDS)
    stage = desk(store, clock)
    (batch,) = await stage.claim(1)
    changes = await store.chats.changed(-1)

    class Told:
        async def changed(self, since: int) -> Changes:
            return changes

    class Filed:
        unfiled, window = store.desk.unfiled, store.desk.window

        async def file(self, filings: Sequence[Filing], fence: int, now: datetime, **more: Any) -> int:
            return len(filings)

    turns = 0

    async def other() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    lead = Lead("desk", "me", store.ledger, clock, LEASE)
    quick = a_desk(Filed(), Told(), lead, clock)
    quick._window = memory()
    beside = asyncio.create_task(other())
    await quick.work(batch)
    beside.cancel()
    assert turns >= 100 / 20 + 100 / 50
