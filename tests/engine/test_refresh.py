"""The stage that lets sent messages keep up with their stories."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import cast

import pytest

from bot.core.decisions import Filing, Wanted
from bot.core.errors import Fatal
from bot.core.model import Address, Chat, ChatKind, Match, Outlet, Relation, SubscriptionKind
from bot.core.outcome import Gone, Later, Moved, Outcome, Refused, Unsure
from bot.core.pacing import Asking, Limits, Pace, limits
from bot.engine.refresh import Held, Refresh
from bot.engine.worker import HELD_UP
from bot.ports import Store
from tests.engine.fakes import (
    LEASE,
    TERMS,
    HandClock,
    Idempotent,
    Mouth,
    deliverer,
    meet,
    publish,
    refresher,
    run_once,
)
from tests.engine.waiting import until

REASON = (Match(1, SubscriptionKind.QUERY, "hama"),)


async def file(store: Store, clock: HandClock, *filings: Filing) -> None:
    fence = await store.ledger.lead("desk", "test", clock.now(), LEASE)
    assert fence is not None
    assert await store.desk.file(filings, fence, clock.now()) is not None


async def tell(store: Store, clock: HandClock, platform: Mouth, *chats: Chat) -> int:
    """A story, and that these chats were told of it; its id."""
    await publish(store, clock, "12 killed in Hama")
    (item,) = await store.desk.unfiled(10)
    wanted = tuple(Wanted(each.id, "", REASON) for each in chats)
    await file(store, clock, Filing(item.id, 0, None, Relation.NEW, "", wanted))
    await run_once(deliverer(store, platform, clock))
    assert len(platform.told) == len(chats)
    return item.id


async def outdate(store: Store, clock: HandClock, platform: Mouth) -> int:
    """A story that chat 1 was told of a minute ago, and that another outlet tells too since; its id."""
    story = await tell(store, clock, platform, await meet(store, clock, "1"))
    await joins(store, clock, story, "SOHR")
    clock.pass_by(60)
    return story


async def joins(store: Store, clock: HandClock, story: int, name: str) -> None:
    """Another outlet tells it, too."""
    await publish(store, clock, f"{name}: 12 killed in Hama", outlet=Outlet(name.lower(), name))
    (item,) = await store.desk.unfiled(10)
    await file(store, clock, Filing(item.id, 0, story, Relation.REPEAT, "the same story", ()))


async def edit(stage: Refresh, limit: int = 10) -> list[Held]:
    jobs = [*await stage.claim(limit)]
    for job in jobs:
        await stage.work(job)
    return jobs


@pytest.fixture
def platform() -> Mouth:
    return Mouth()


async def test_one_message_keeps_up_with_its_story_ever_more_rarely(
    store: Store, clock: HandClock, platform: Mouth
) -> None:
    story = await tell(store, clock, platform, await meet(store, clock, "1"))
    stage = refresher(store, platform, clock)
    edited_at = []
    for number in range(1, 31):
        clock.pass_by(30)
        await joins(store, clock, story, f"Outlet{number}")
        if await edit(stage):
            edited_at.append(number * 30)
    gaps = [after - before for before, after in zip([0, *edited_at], edited_at, strict=False)]
    assert gaps[:4] == [30, 30, 30, 30]
    assert gaps == sorted(gaps)
    assert gaps[-1] > 100
    assert {told.edits for told in platform.told[1:]} == {"1"}
    assert len({told.key for told in platform.told}) == len(platform.told) == len(edited_at) + 1
    assert "Corroborated" in platform.told[-1].text
    assert "3 min ago" not in platform.told[-1].text


async def test_what_would_say_the_same_is_not_sent(store: Store, clock: HandClock, platform: Mouth) -> None:
    story = await tell(store, clock, platform, await meet(store, clock, "1"))
    await publish(store, clock, "12 killed in Hama, again")
    (again,) = await store.desk.unfiled(10)
    copy = Filing(again.id, 0, story, Relation.REPEAT, "the same story", ())
    await file(store, clock, copy)
    clock.pass_by(3600)  # by when the story is an hour old
    assert len(await edit(refresher(store, platform, clock))) == 1
    assert len(platform.told) == 1
    assert await store.outbox.next_stale("telegram") is None


async def test_a_retry_has_the_key_of_what_it_repeats(store: Store, clock: HandClock) -> None:
    platform = Idempotent()
    room = await store.chats.meet(Address("matrix", "!room"), (await meet(store, clock, "1")).kind, "", clock.now())
    story = await tell(store, clock, platform, room)
    await joins(store, clock, story, "SOHR")
    clock.pass_by(60)
    platform.answers["!room"] = [Unsure("no answer"), Later(timedelta(0), "502"), ValueError("a bug")]
    stage = refresher(store, platform, clock)
    for _ in range(4):
        await edit(stage)
        clock.pass_by(3600)
    first, *edits = [told.key for told in platform.told]
    assert len(edits) == 3
    assert {*edits} != {first}
    assert len({*edits}) == 1


async def in_doubt(store: Store, clock: HandClock, platform: Mouth) -> int:
    """A story that room 1 was told of in a send whose answer is not known; its id."""
    room = await store.chats.meet(Address(platform.name, "1"), ChatKind.GROUP, "", clock.now())
    await publish(store, clock, "12 killed in Hama")
    (item,) = await store.desk.unfiled(10)
    await file(store, clock, Filing(item.id, 0, None, Relation.NEW, "", (Wanted(room.id, "", REASON),)))
    platform.answers["1"] = [Unsure("no answer")]
    await run_once(deliverer(store, platform, clock))
    return item.id


async def test_where_a_key_makes_one_message_of_two_sends_it_is_given_the_words_of_the_second(
    store: Store, clock: HandClock
) -> None:
    platform = Idempotent()
    story = await in_doubt(store, clock, platform)
    await joins(store, clock, story, "SOHR")
    clock.pass_by(60)
    await run_once(deliverer(store, platform, clock))  # the homeserver answers with the message of the first send
    clock.pass_by(60)
    await edit(refresher(store, platform, clock))
    first, second, edited = platform.told
    assert (first.key, "SOHR" in first.text, "SOHR" in second.text) == (second.key, False, True)
    assert (edited.edits, edited.text) == ("2", second.text)
    clock.pass_by(3600)
    assert not await edit(refresher(store, platform, clock))


async def test_where_both_sends_had_the_same_words_nothing_is_edited(store: Store, clock: HandClock) -> None:
    platform = Idempotent()
    await in_doubt(store, clock, platform)
    platform.answers["1"] = [Later(timedelta(0), "502")]
    for _ in range(2):
        clock.pass_by(25)
        await run_once(deliverer(store, platform, clock))
    assert len(platform.told) == 3
    assert await store.outbox.next_stale(platform.name) is None


async def test_where_each_send_makes_a_message_the_last_is_known_to_have_its_own_words(
    store: Store, clock: HandClock, platform: Mouth
) -> None:
    story = await in_doubt(store, clock, platform)
    await joins(store, clock, story, "SOHR")
    clock.pass_by(60)
    await run_once(deliverer(store, platform, clock))
    assert len(platform.told) == 2
    assert await store.outbox.next_stale(platform.name) is None


async def test_a_message_whose_first_send_was_cut_off_is_written_anew_in_words_that_are_known(
    store: Store, clock: HandClock
) -> None:
    platform = Idempotent()
    room = await store.chats.meet(Address("matrix", "1"), ChatKind.GROUP, "", clock.now())
    await publish(store, clock, "12 killed in Hama")
    (item,) = await store.desk.unfiled(10)
    await file(store, clock, Filing(item.id, 0, None, Relation.NEW, "", (Wanted(room.id, "", REASON),)))
    await deliverer(store, platform, clock, holder="dead").claim(10)
    clock.pass_by(2 * LEASE.total_seconds())
    for _ in range(2):
        await run_once(deliverer(store, platform, clock))
    clock.pass_by(60)
    await edit(refresher(store, platform, clock))
    assert [told.edits for told in platform.told] == ["", "1"]


@pytest.mark.parametrize("outcome", [Refused("message to edit not found"), Gone("the bot was blocked")])
async def test_a_message_that_cant_be_edited_is_left_and_its_chat_is_not_blamed(
    store: Store, clock: HandClock, platform: Mouth, outcome: Outcome
) -> None:
    one = await meet(store, clock, "1")
    story = await tell(store, clock, platform, one)
    await joins(store, clock, story, "SOHR")
    clock.pass_by(60)
    platform.answers["1"] = [outcome]
    stage = refresher(store, platform, clock)
    await edit(stage)
    await joins(store, clock, story, "AP")
    clock.pass_by(3600)
    assert await edit(stage) == []
    assert (await meet(store, clock, "1")).suspended == ""
    assert len(platform.told) == 2


async def test_a_message_that_cant_be_put_into_words_anew_is_left_and_is_not_tried_again(
    store: Store, clock: HandClock, platform: Mouth
) -> None:
    await outdate(store, clock, platform)
    stage = refresher(store, platform, clock)
    (job,) = await stage.claim(10)
    poisoned = replace(job.stale.delivery, matches=cast("tuple[Match, ...]", None))
    await stage.work(replace(job, stale=replace(job.stale, delivery=poisoned)))
    clock.pass_by(3600)
    assert await edit(stage) == []
    assert len(platform.told) == 1


async def test_a_chat_that_moved_is_found_and_its_old_messages_are_left(
    store: Store, clock: HandClock, platform: Mouth
) -> None:
    one = await meet(store, clock, "-1")
    story = await tell(store, clock, platform, one)
    await joins(store, clock, story, "SOHR")
    clock.pass_by(60)
    platform.answers["-1"] = [Moved("-100")]
    await edit(refresher(store, platform, clock))
    assert (await meet(store, clock, "-100")).id == one.id
    await joins(store, clock, story, "AP")
    assert await store.outbox.next_stale("telegram") is None


async def test_a_pause_for_the_whole_account_holds_for_alerts_too_and_over_a_restart(
    store: Store, clock: HandClock, platform: Mouth
) -> None:
    one, two = await meet(store, clock, "1"), await meet(store, clock, "2")
    story = await tell(store, clock, platform, one, two)
    await joins(store, clock, story, "SOHR")
    clock.pass_by(60)
    platform.answers["1"] = [Later(timedelta(seconds=90), "429", paused=True, everyone=True)]
    stage = refresher(store, platform, clock)
    await edit(stage, limit=1)
    assert await edit(stage) == []
    assert await stage.rest() <= LEASE.total_seconds()
    await store.ledger.yield_lead("sender:telegram", "me")
    await store.outbox.notify(two.id, "", "hello", clock.now())
    assert await deliverer(store, platform, clock, holder="me, started again").claim(10) == ()
    clock.pass_by(91)
    assert len(await deliverer(store, platform, clock, holder="me, started again").claim(10)) == 1


async def test_a_pause_of_one_chat_holds_back_what_is_new_there(
    store: Store, clock: HandClock, platform: Mouth
) -> None:
    one = await meet(store, clock, "1")
    story = await tell(store, clock, platform, one)
    await joins(store, clock, story, "SOHR")
    clock.pass_by(60)
    platform.answers["1"] = [Later(timedelta(seconds=40), "429", paused=True)]
    stage = refresher(store, platform, clock)
    await edit(stage)
    await store.outbox.notify(one.id, "", "hello", clock.now())
    clock.pass_by(39)
    assert await run_once(deliverer(store, platform, clock)) == ()
    clock.pass_by(2)
    await run_once(deliverer(store, platform, clock))
    clock.pass_by(5)
    await edit(stage)
    assert [told.edits for told in platform.told] == ["", "1", "", "1"]


async def test_nothing_is_claimed_only_to_be_put_off_while_what_is_new_takes_all_the_room(
    store: Store, clock: HandClock, platform: Mouth
) -> None:
    await outdate(store, clock, platform)
    pace = Pace(Limits(most={Asking.ALERT: 3, Asking.EDIT: 2}))
    for number in range(2):
        pace.begin(pace.take(f"{number + 2}", clock.now(), group=False), clock.now())
    stage = refresher(store, platform, clock, pace=pace)
    due = await store.outbox.next_stale("telegram")
    assert await stage.claim(10) == ()
    assert await store.outbox.next_stale("telegram") == due
    assert await stage.rest() == HELD_UP
    clock.pass_by(1)
    assert len(await edit(stage)) == 1


async def test_an_edit_waits_for_the_room_that_the_accounts_limits_leave(
    store: Store, clock: HandClock, platform: Mouth
) -> None:
    await outdate(store, clock, platform)
    pace = Pace(replace(limits("telegram"), gap=timedelta(seconds=20)))
    slot = pace.take("1", clock.now(), group=False)
    pace.begin(slot, clock.now())
    pace.end(slot, clock.now())
    stage = refresher(store, platform, clock, pace=pace)
    await edit(stage)
    assert len(platform.told) == 1
    clock.pass_by(19)
    assert await edit(stage) == []
    clock.pass_by(2)
    await edit(stage)
    assert len(platform.told) == 2


async def test_one_message_of_a_chat_is_edited_at_a_time(store: Store, clock: HandClock, platform: Mouth) -> None:
    one = await meet(store, clock, "1")
    stories = []
    for title in ("a", "b"):
        await publish(store, clock, title, outlet=Outlet(title, title))
        (item,) = await store.desk.unfiled(10)
        stories.append(item.id)
        await file(store, clock, Filing(item.id, 0, None, Relation.NEW, "", (Wanted(one.id, "", REASON),)))
        await run_once(deliverer(store, platform, clock))
        clock.pass_by(5)
    for story in stories:
        await joins(store, clock, story, f"Other{story}")
    clock.pass_by(60)
    gate = platform.gates["1"] = asyncio.Event()
    stage = refresher(store, platform, clock)
    first, second = await stage.claim(10)
    editing = asyncio.create_task(stage.work(first))
    await until(lambda: len(platform.told) == 3)
    await stage.work(second)
    assert len(platform.told) == 3
    gate.set()
    await editing
    clock.pass_by(2)
    await edit(stage)
    assert [told.edits for told in platform.told] == ["", "", "1", "2"]


async def test_a_report_that_is_kept_no_more_leaves_its_message_as_it_is(
    store: Store, clock: HandClock, platform: Mouth
) -> None:
    story = await tell(store, clock, platform, await meet(store, clock, "1"))
    clock.pass_by(2 * 86_400)
    await joins(store, clock, story, "SOHR")
    await store.ledger.tidy(clock.now(), timedelta(days=1), timedelta(days=30))
    stage = refresher(store, platform, clock)
    assert len(await edit(stage)) == 1
    assert len(platform.told) == 1
    assert await store.outbox.next_stale("telegram") is None


async def test_an_edit_of_a_killed_process_is_made_by_the_next(store: Store, clock: HandClock, platform: Mouth) -> None:
    await outdate(store, clock, platform)
    passed: list[str] = []
    await refresher(store, platform, clock, reach=passed.append).claim(10)
    clock.pass_by(2 * LEASE.total_seconds())
    await edit(refresher(store, platform, clock, holder="successor", reach=passed.append))
    assert [told.edits for told in platform.told] == ["", "1"]
    assert [point.partition(".")[2] for point in passed] == [
        *("after_claim", "after_claim", "before_send", "after_send", "after_settle")
    ]


async def test_a_claim_that_slept_too_long_edits_nothing(store: Store, clock: HandClock, platform: Mouth) -> None:
    await outdate(store, clock, platform)
    stage = refresher(store, platform, clock)
    (job,) = await stage.claim(10)
    clock.pass_by(LEASE.total_seconds() + 1)
    await stage.work(job)
    assert len(platform.told) == 1
    clock.pass_by(60)
    await edit(stage)
    assert len(platform.told) == 2


async def test_an_edit_that_never_ends_is_given_up_at_its_deadline(
    store: Store, clock: HandClock, platform: Mouth
) -> None:
    await outdate(store, clock, platform)
    platform.gates["1"] = asyncio.Event()
    stage = refresher(store, platform, clock, terms=replace(TERMS, deadline=timedelta(milliseconds=10)))
    await edit(stage)
    assert await store.outbox.next_stale("telegram") == clock.now() + timedelta(seconds=30)


async def test_what_is_fatal_for_the_platform_is_not_an_outcome(
    store: Store, clock: HandClock, platform: Mouth
) -> None:
    await outdate(store, clock, platform)
    platform.answers["1"] = [Fatal("The token is refused.")]
    with pytest.raises(Fatal, match="refused"):
        await edit(refresher(store, platform, clock))


async def test_only_who_leads_edits_and_a_deposed_one_settles_nothing(
    store: Store, clock: HandClock, platform: Mouth
) -> None:
    await outdate(store, clock, platform)
    first = refresher(store, platform, clock, holder="first")
    (job,) = await first.claim(10)
    assert await refresher(store, platform, clock, holder="second").claim(10) == ()
    clock.pass_by(LEASE.total_seconds() - 1)
    await store.ledger.yield_lead("sender:telegram", "first")
    await refresher(store, platform, clock, holder="second").claim(10)
    await first.work(job)
    assert await store.outbox.next_stale("telegram") == job.stale.until
    assert await first.claim(10) == ()


async def test_a_deposed_editor_finds_out_with_its_first_refused_write(
    store: Store, clock: HandClock, platform: Mouth
) -> None:
    await outdate(store, clock, platform)
    first = refresher(store, platform, clock, holder="first")
    (job,) = await first.claim(10)
    await store.ledger.yield_lead("sender:telegram", "first")
    await store.ledger.lead("sender:telegram", "second", clock.now(), LEASE)
    assert await first._lead.hold() is not None  # it is not time to renew yet
    await first.work(job)
    assert await first._lead.hold() is None


async def test_the_rest_ends_when_the_next_message_may_be_edited(
    store: Store, clock: HandClock, platform: Mouth
) -> None:
    stage = refresher(store, platform, clock)
    await stage.claim(10)
    assert await stage.rest() == LEASE.total_seconds() / 3
    story = await tell(store, clock, platform, await meet(store, clock, "1"))
    await joins(store, clock, story, "SOHR")
    clock.pass_by(27)
    assert await stage.rest() == 3
