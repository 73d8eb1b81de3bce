from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any, cast

import pytest

from bot.core.decisions import Filing, Wanted
from bot.core.errors import Fatal
from bot.core.model import Address, ChatKind, Match, Relation
from bot.core.outcome import Gone, Later, Moved, Outcome, Refused, Sent, Unsure
from bot.core.pacing import Asking, Pace, Written, limits
from bot.engine.bells import Bell
from bot.engine.deliver import SHORTEST_REST, Deliver
from bot.engine.worker import HELD_UP, Worker
from bot.ports import Store
from tests.core.test_pacing import fullest
from tests.engine.fakes import (
    LEASE,
    TERMS,
    Dated,
    HandClock,
    Idempotent,
    Lost,
    Mouth,
    Ticking,
    deliverer,
    follow,
    meet,
    owe,
    publish,
    run_once,
)
from tests.engine.waiting import until


async def test_what_is_owed_is_sent_and_settled(store: Store, clock: HandClock) -> None:
    platform = Mouth()
    await owe(store, clock, "1", "hello")
    await run_once(deliverer(store, platform, clock))
    assert [told.text for told in platform.told] == ["hello"]
    sent = await store.outbox.by_message(Address("telegram", "1"), "1")
    assert sent is not None
    assert sent.sent_at == clock.now()


async def test_a_chats_messages_are_sent_one_by_one_and_in_order(store: Store, clock: HandClock) -> None:
    platform = Mouth()
    await owe(store, clock, "1", "a", "b", "c")
    assert len(await deliverer(store, platform, clock, holder="dead").claim(10)) == 1
    clock.pass_by(120)  # the claim above lapses
    stage = deliverer(store, platform, clock)
    for _ in range(4):
        await run_once(stage)
        clock.pass_by(60)
    assert [told.text[-1] for told in platform.told if "a" not in told.text] == ["b", "c"]


async def test_a_slow_chat_does_not_hold_up_another(store: Store, clock: HandClock) -> None:
    platform = Mouth()
    platform.gates["slow"] = asyncio.Event()
    await owe(store, clock, "slow", "one", "two")
    for chat in "abcd":
        await owe(store, clock, chat, "hello")
    running = asyncio.create_task(Worker(deliverer(store, platform, clock), Bell(), at_once=2).run())
    await until(lambda: set("abcd") <= set(platform.chats))
    assert platform.chats.count("slow") == 1
    platform.gates["slow"].set()
    running.cancel()
    await asyncio.wait([running])


async def test_a_pause_for_one_chat_leaves_the_others_alone(store: Store, clock: HandClock) -> None:
    platform = Mouth()
    platform.answers["1"] = [Later(timedelta(seconds=60), "429", paused=True)]
    await owe(store, clock, "1", "a")
    await owe(store, clock, "2", "b")
    stage = deliverer(store, platform, clock)
    await run_once(stage)
    assert sorted(platform.chats) == ["1", "2"]
    clock.pass_by(59)
    assert await run_once(stage) == ()
    clock.pass_by(2)
    await run_once(stage)
    assert platform.chats[-1] == "1"


async def test_a_pause_for_the_whole_account_holds_over_a_restart(store: Store, clock: HandClock) -> None:
    platform = Mouth()
    platform.answers["1"] = [Later(timedelta(seconds=60), "429", paused=True, everyone=True)]
    await owe(store, clock, "1", "a")
    stage = deliverer(store, platform, clock)
    await run_once(stage)
    await owe(store, clock, "2", "b")
    assert await run_once(stage) == ()
    await store.ledger.yield_lead("sender:telegram", "me")
    stage = deliverer(store, platform, clock, holder="me, started again")
    assert await run_once(stage) == ()
    assert await stage.rest() <= LEASE.total_seconds()
    clock.pass_by(61)
    await run_once(stage)
    assert sorted(platform.chats) == ["1", "1", "2"]


async def test_a_longer_pause_is_not_cut_short_by_a_shorter_one(store: Store, clock: HandClock) -> None:
    platform = Mouth()
    for chat, seconds in (("1", 100), ("2", 10)):
        platform.answers[chat] = [Later(timedelta(seconds=seconds), "429", paused=True, everyone=True)]
        await owe(store, clock, chat, "a")
    stage = deliverer(store, platform, clock)
    await run_once(stage)
    clock.pass_by(50)
    assert await run_once(stage) == ()


async def test_a_chat_that_moved_gets_its_message_at_the_new_address(store: Store, clock: HandClock) -> None:
    platform = Mouth()
    platform.answers["-1"] = [Moved("-100")]
    await owe(store, clock, "-1", "hello")
    stage = deliverer(store, platform, clock)
    await run_once(stage)
    clock.pass_by(5)
    await run_once(stage)
    assert platform.chats == ["-1", "-100"]
    assert platform.told[0].key == platform.told[1].key


async def test_a_lost_chat_is_suspended_and_its_queue_cancelled(store: Store, clock: HandClock) -> None:
    platform, lost = Mouth(), Lost()
    platform.answers["1"] = [Gone("the bot was blocked there")]
    await owe(store, clock, "1", "a", "b")
    stage = deliverer(store, platform, clock, lost=lost)
    await run_once(stage)
    clock.pass_by(3600)
    assert await run_once(stage) == ()
    assert (await meet(store, clock, "1")).suspended == "the bot was blocked there"
    assert lost.chats == [("1", "the bot was blocked there")]
    assert (await store.ledger.health(clock.now())).dead == 2


async def test_a_chat_is_not_given_up_for_one_answer_that_may_be_wrong(store: Store, clock: HandClock) -> None:
    platform, lost = Mouth(), Lost()
    platform.answers["1"] = [Gone("no such chat", sure=False)]
    await owe(store, clock, "1", "a")
    stage = deliverer(store, platform, clock, lost=lost)
    await run_once(stage)
    assert (await meet(store, clock, "1")).suspended == ""
    assert lost.chats == []
    clock.pass_by(13 * 3600)
    await run_once(stage)
    assert [told.text for told in platform.told] == ["a", "a"]


async def test_what_the_platform_refuses_is_dead_and_the_next_goes_on(store: Store, clock: HandClock) -> None:
    platform = Mouth()
    platform.answers["1"] = [Refused("message is too long")]
    await owe(store, clock, "1", "a", "b")
    stage = deliverer(store, platform, clock)
    await run_once(stage)
    clock.pass_by(5)
    await run_once(stage)
    assert [told.text for told in platform.told] == ["a", "b"]


async def test_an_alert_that_cant_be_rendered_is_dead_and_the_others_go_on(store: Store, clock: HandClock) -> None:
    platform = Mouth()
    await owe(store, clock, "1", "poison")
    await owe(store, clock, "2", "fine")
    stage = deliverer(store, platform, clock)
    for job in await stage.claim(10):
        poisoned = replace(job, delivery=replace(job.delivery, note=cast("str", None)))
        await stage.work(poisoned if job.delivery.note == "poison" else job)
    assert platform.chats == ["2"]
    health = await store.ledger.health(clock.now())
    assert (health.dead, health.pending) == (1, 0)


async def test_a_send_without_an_answer_is_repeated_once_where_that_makes_two(store: Store, clock: HandClock) -> None:
    platform = Mouth()
    platform.answers["1"] = [Unsure("no answer"), Unsure("no answer")]
    await owe(store, clock, "1", "a")
    stage = deliverer(store, platform, clock)
    for _ in range(4):
        await run_once(stage)
        clock.pass_by(60)
    assert platform.chats == ["1", "1"]
    assert (await store.ledger.health(clock.now())).unsure == 1


async def test_a_platform_that_raises_leaves_the_send_in_doubt(store: Store, clock: HandClock) -> None:
    platform = Mouth()
    platform.answers["1"] = [ValueError("a bug")]
    await owe(store, clock, "1", "a")
    stage = deliverer(store, platform, clock)
    await run_once(stage)
    clock.pass_by(60)
    await run_once(stage)
    sent = await store.outbox.by_message(Address("telegram", "1"), "2")
    assert sent is not None
    assert sent.doubts == 1


async def test_what_is_fatal_for_the_platform_is_not_an_outcome(store: Store, clock: HandClock) -> None:
    platform = Mouth()
    platform.answers["1"] = [Fatal("The token is refused.")]
    await owe(store, clock, "1", "a")
    with pytest.raises(Fatal, match="refused"):
        await run_once(deliverer(store, platform, clock))


async def test_a_send_that_never_ends_is_given_up_at_its_deadline(store: Store, clock: HandClock) -> None:
    platform = Mouth()
    platform.gates["1"] = asyncio.Event()
    await owe(store, clock, "1", "a")
    stage = deliverer(store, platform, clock, terms=replace(TERMS, deadline=timedelta(milliseconds=10)))
    await run_once(stage)
    health = await store.ledger.health(clock.now())
    assert (health.pending, health.unsure) == (1, 0)
    clock.pass_by(60)
    (again,) = await stage.claim(10)
    assert (again.delivery.attempts, again.delivery.doubts) == (1, 1)


async def test_a_send_cut_off_by_a_crash_is_repeated_after_its_lease(store: Store, clock: HandClock) -> None:
    platform = Idempotent()
    chat = await store.chats.meet(Address("matrix", "!room"), ChatKind.GROUP, "", clock.now())
    await store.outbox.notify(chat.id, "", "hello", clock.now())
    dead = deliverer(store, platform, clock, holder="dead")
    (cut_off,) = await dead.claim(10)
    clock.pass_by(2 * LEASE.total_seconds() + 1)
    stage = deliverer(store, platform, clock, holder="successor")
    await run_once(stage)
    clock.pass_by(60)
    await run_once(stage)
    assert [told.key for told in platform.told] == [cut_off.delivery.key]


async def test_a_claim_that_slept_too_long_is_handed_back_and_nobody_doubts_it(store: Store, clock: HandClock) -> None:
    platform = Mouth()
    await owe(store, clock, "1", "a")
    stage = deliverer(store, platform, clock, terms=replace(TERMS, unsure="hold"))
    (job,) = await stage.claim(10)
    clock.pass_by(LEASE.total_seconds() + 1)
    await stage.work(job)
    assert platform.told == []
    clock.pass_by(LEASE.total_seconds() + 1)
    (again,) = await run_once(stage)
    assert platform.chats == ["1"]
    assert (again.delivery.attempts, again.delivery.doubts) == (0, 0)


async def test_a_send_that_is_still_under_way_after_a_long_sleep_is_not_taken_for_cut_off(
    store: Store, clock: HandClock
) -> None:
    platform = Mouth()
    gate = platform.gates["1"] = asyncio.Event()
    await owe(store, clock, "1", "a")
    stage = deliverer(store, platform, clock)
    (job,) = await stage.claim(10)
    sending = asyncio.create_task(stage.work(job))
    await until(lambda: bool(platform.told))
    clock.pass_by(3 * LEASE.total_seconds())
    assert await stage.claim(10) == ()
    gate.set()
    await sending
    assert platform.chats == ["1"]
    sent = await store.outbox.by_message(Address("telegram", "1"), "1")
    assert sent is not None
    assert sent.doubts == 0


async def test_the_whole_account_keeps_to_its_platforms_pace(store: Store, clock: HandClock) -> None:
    platform = Mouth()
    for chat in range(40):
        await owe(store, clock, str(chat), "a")
    stage = deliverer(store, platform, clock)
    counts = []
    for _ in range(4):
        counts.append(len(await run_once(stage, 16)))
        clock.pass_by(0.3)
    assert counts == [16, 9, 0, 0]
    clock.pass_by(0.1)
    assert len(await run_once(stage, 16)) == 15


async def test_a_seconds_messages_are_begun_in_five_breaths(store: Store, clock: HandClock) -> None:
    platform = Dated(clock)
    for chat in range(40):
        await owe(store, clock, str(chat), "a")
    await drive(deliverer(store, platform, clock, pace=Pace(limits("telegram"))), clock, 1.5)
    assert (len(platform.times), fullest(platform.times, timedelta(seconds=1))) == (40, 25)
    assert fullest(platform.times, timedelta(seconds=0.15)) == 5


async def test_only_one_process_sends_and_the_other_takes_over_when_it_stops(store: Store, clock: HandClock) -> None:
    platform = Mouth()
    first, second = (deliverer(store, platform, clock, holder=holder) for holder in ("first", "second"))
    await first.claim(10)
    await owe(store, clock, "1", "a")
    assert await second.claim(10) == ()
    await store.ledger.yield_lead("sender:telegram", "first")
    assert len(await second.claim(10)) == 1


async def test_a_deposed_sender_settles_nothing(store: Store, clock: HandClock) -> None:
    platform = Mouth()
    await owe(store, clock, "1", "a")
    first = deliverer(store, platform, clock, holder="first")
    (job,) = await first.claim(10)
    clock.pass_by(LEASE.total_seconds() + 1)
    second = deliverer(store, platform, clock, holder="second")
    await second.claim(10)
    await first._settle(job, Sent("9"), "")
    assert await store.outbox.by_message(Address("telegram", "1"), "9") is None
    assert await first.claim(10) == ()


async def test_a_deposed_sender_finds_out_with_its_first_refused_write(store: Store, clock: HandClock) -> None:
    await owe(store, clock, "1", "a")
    first = deliverer(store, Mouth(), clock, holder="first")
    (job,) = await first.claim(10)
    await store.ledger.yield_lead("sender:telegram", "first")
    await deliverer(store, Mouth(), clock, holder="second").claim(10)
    assert await first._lead.hold() is not None  # it is not time to renew yet
    await first.work(job)
    assert await first._lead.hold() is None


async def test_the_rest_ends_when_the_next_message_is_due(store: Store, clock: HandClock) -> None:
    platform = Mouth()
    await owe(store, clock, "1", "a", "b")
    stage = deliverer(store, platform, clock)
    await run_once(stage)
    assert 0 < await stage.rest() <= 2


async def test_an_update_answers_the_message_that_told_of_its_story(store: Store, clock: HandClock) -> None:
    chat = await meet(store, clock, "1")
    await follow(store, clock, chat, "hama")
    (own,) = await store.chats.subscriptions(chat.id)
    await publish(store, clock, "12 killed in Hama", "40 killed in Hama")
    second, first = await store.desk.unfiled(10)
    fence = await store.ledger.lead("desk", "test", clock.now(), LEASE)
    assert fence is not None
    wanted = (Wanted(chat.id, "", (Match(own.id, own.kind, own.text),)),)
    told = Filing(first.id, 0, None, Relation.NEW, "", wanted)
    await store.desk.file([told], fence, clock.now())
    platform = Mouth()
    await run_once(deliverer(store, platform, clock))
    changes = Filing(second.id, 0, first.id, Relation.UPDATE, "12 killed before, 40 now", (), updates=True)
    await store.desk.file([changes], fence, clock.now())
    clock.pass_by(5)
    await run_once(deliverer(store, platform, clock))
    assert [message.replies for message in platform.told] == ["", "1"]
    assert platform.told[1].text.startswith("🔴 Update: ")
    assert "\n12 killed before, 40 now\n" in platform.told[1].text


@pytest.mark.parametrize(
    "outcome",
    [
        Moved("-1005"),
        Gone("the bot was blocked there"),
        Later(timedelta(seconds=600), "429", paused=True, everyone=True),
    ],
    ids=["moved", "gone", "pause"],
)
async def test_who_has_been_succeeded_writes_nothing_of_what_it_was_answered(
    store: Store, clock: HandClock, outcome: Outcome
) -> None:
    platform, lost = Mouth(), Lost()
    platform.answers["1"] = [outcome]
    await owe(store, clock, "1", "hello")
    stage = deliverer(store, platform, clock, holder="old", lost=lost)
    (held,) = await stage.claim(1)
    await store.ledger.yield_lead("sender:telegram", "old")
    assert await store.ledger.lead("sender:telegram", "new", clock.now(), LEASE) is not None
    await stage.work(held)
    assert platform.chats == ["1"]
    chat = await store.chats.meet(Address("telegram", "1"), ChatKind.PRIVATE, "", clock.now())
    assert (chat.id, chat.suspended) == (held.delivery.chat.id, "")
    assert lost.chats == []
    assert await store.ledger.recall("pause telegram") == ""
    assert await stage.claim(1) == ()


async def test_who_is_succeeded_between_two_writes_does_not_close_a_chat(store: Store, clock: HandClock) -> None:
    chat = await meet(store, clock, "1")
    fence = await store.ledger.lead("sender:telegram", "old", clock.now(), LEASE)
    await store.ledger.yield_lead("sender:telegram", "old")
    new = await store.ledger.lead("sender:telegram", "new", clock.now(), LEASE)
    assert fence is not None
    assert new is not None
    for under, suspended in ((fence, ""), (new, "blocked")):
        await store.chats.suspend(chat.address, "blocked", clock.now(), under=("sender:telegram", under))
        known = await store.chats.meet(chat.address, ChatKind.PRIVATE, "", clock.now())
        assert known.suspended == suspended
    for under, moved in ((fence, False), (new, True)):
        await store.chats.move(chat.address, "-1005", under=("sender:telegram", under))
        there = await store.chats.meet(Address("telegram", "1"), ChatKind.PRIVATE, "", clock.now())
        assert (there.id != chat.id) is moved


class Overtaken:
    """A store in which another process takes the lead just before a chat is closed or moved."""

    def __init__(self, store: Store, clock: HandClock) -> None:
        self.outbox, self.ledger, self.chats = store.outbox, store.ledger, self
        self._chats, self._clock = store.chats, clock

    async def suspend(self, *what: Any, **under: Any) -> None:
        await self._succeed()
        await self._chats.suspend(*what, **under)

    async def move(self, *what: Any, **under: Any) -> None:
        await self._succeed()
        await self._chats.move(*what, **under)

    async def _succeed(self) -> None:
        await self.ledger.yield_lead("sender:telegram", "old")
        assert await self.ledger.lead("sender:telegram", "new", self._clock.now(), LEASE) is not None


@pytest.mark.parametrize("outcome", [Moved("-1005"), Gone("the bot was blocked there")], ids=["moved", "gone"])
async def test_who_is_succeeded_once_it_has_settled_leaves_the_chat_to_the_next(
    store: Store, clock: HandClock, outcome: Outcome
) -> None:
    platform = Mouth()
    platform.answers["1"] = [outcome]
    before = await meet(store, clock, "1")
    await owe(store, clock, "1", "hello")
    await run_once(deliverer(Overtaken(store, clock), platform, clock, holder="old"))  # type: ignore[arg-type]
    assert platform.chats == ["1"]
    chat = await store.chats.meet(Address("telegram", "1"), ChatKind.PRIVATE, "", clock.now())
    assert (chat.id, chat.suspended) == (before.id, "")


# ---- the pace


async def owe_many(store: Store, clock: HandClock, chats: int) -> None:
    """A notice to each of so many chats."""
    for number in range(chats):
        await owe(store, clock, str(number), "a")


async def owe_group(store: Store, clock: HandClock, *notes: str) -> None:
    group = await meet(store, clock, "-1", ChatKind.GROUP)
    for note in notes:
        await store.outbox.notify(group.id, "", note, clock.now())


async def drive(stage: Deliver, clock: HandClock, seconds: float) -> None:
    """Claim and send again and again, as its rests allow, for so long."""
    end = clock.now() + timedelta(seconds=seconds)
    while clock.now() < end:
        await run_once(stage, 16)
        clock.pass_by(await stage.rest())


async def test_a_group_gets_its_first_alerts_quickly_and_is_slowed_when_its_minute_is_used_up(
    store: Store, clock: HandClock
) -> None:
    platform, began = Dated(clock), clock.now()
    await owe_group(store, clock, *map(str, range(30)))
    await drive(deliverer(store, platform, clock), clock, 59)
    assert len(platform.times) == 18
    assert platform.times[-1] - began < timedelta(seconds=20)
    await drive(deliverer(store, platform, clock), clock, 30)
    assert platform.texts == list(map(str, range(30)))
    assert fullest(platform.times, timedelta(seconds=60)) == 18
    assert fullest(platform.times, timedelta(seconds=1)) == 1


async def test_a_restart_forgets_no_window(store: Store, clock: HandClock) -> None:
    platform = Dated(clock)
    await owe_group(store, clock, *map(str, range(30)))
    await drive(deliverer(store, platform, clock), clock, 10)
    told = len(platform.times)
    for number in range(3):
        clock.pass_by(2 * LEASE.total_seconds() / 10)
        await store.ledger.yield_lead("sender:telegram", "me" if not number else f"again {number}")
        await drive(deliverer(store, platform, clock, holder=f"again {number + 1}"), clock, 12)
    assert told == 10
    assert fullest(platform.times, timedelta(seconds=60)) == 18


async def test_what_was_in_flight_at_a_crash_counts_for_its_chat(store: Store, clock: HandClock) -> None:
    await owe_group(store, clock, "cut off", "next")
    assert len(await deliverer(store, Mouth(), clock, holder="dead").claim(10)) == 1
    await store.ledger.yield_lead("sender:telegram", "dead")
    (written,) = await store.outbox.written("telegram", clock.now() - timedelta(minutes=1), clock.now())
    assert written == Written("-1", clock.now(), group=True)


async def test_a_pause_of_one_chat_longer_than_its_window_is_obeyed_over_a_restart(
    store: Store, clock: HandClock
) -> None:
    platform = Mouth()
    platform.answers["1"] = [Later(timedelta(seconds=300), "429", paused=True)]
    await owe(store, clock, "1", "a", "b")
    await run_once(deliverer(store, platform, clock))
    clock.pass_by(200)
    await store.ledger.yield_lead("sender:telegram", "me")
    stage = deliverer(store, platform, clock, holder="me, started again")
    assert await run_once(stage) == ()
    clock.pass_by(99)
    assert await run_once(stage) == ()
    clock.pass_by(2)
    assert len(await run_once(stage)) == 1
    assert [told.text for told in platform.told] == ["a", "a"]


async def test_whatever_pause_is_asked_for_the_account_is_tried_again_after_a_day(
    store: Store, clock: HandClock
) -> None:
    platform = Mouth()
    platform.answers["1"] = [Later(timedelta(days=10_000), "429", paused=True, everyone=True)]
    await owe(store, clock, "1", "a")
    stage = deliverer(store, platform, clock)
    await run_once(stage)
    clock.pass_by(24 * 3600 + 1)
    assert len(await run_once(stage)) == 1


async def test_a_noisy_chat_delays_no_other(store: Store, clock: HandClock) -> None:
    platform = Mouth()
    await owe(store, clock, "noisy", *["noise"] * 200)
    for chat in range(40):
        await owe(store, clock, str(chat), "a", "b")
    await drive(deliverer(store, platform, clock), clock, 5)
    assert sorted(platform.chats.count(str(chat)) for chat in range(40)) == [2] * 40
    assert 3 <= platform.chats.count("noisy") <= 5


async def test_chats_take_turns_however_long_their_queues_are(store: Store, clock: HandClock) -> None:
    platform = Mouth()
    for chat in range(60):
        await owe(store, clock, str(chat), *["a"] * 4)
    clock.pass_by(60)
    await owe(store, clock, "late", "b")
    await drive(deliverer(store, platform, clock), clock, 3.5)
    assert platform.chats.index("late") <= 60
    counts = [platform.chats.count(str(chat)) for chat in range(60)]
    assert max(counts) - min(counts) <= 1


async def test_a_chat_that_was_answered_just_now_gets_its_alert_a_little_later(store: Store, clock: HandClock) -> None:
    platform, pace = Mouth(), Pace(limits("telegram"))
    await owe(store, clock, "1", "a")
    await owe(store, clock, "2", "b")
    reply = pace.take("1", clock.now(), group=False)
    pace.begin(reply, clock.now())
    stage = deliverer(store, platform, clock, pace=pace)
    (put_off, _) = await run_once(stage)
    assert platform.chats == ["2"]
    pace.end(reply, clock.now())
    assert await run_once(stage) == ()
    clock.pass_by(1.1)
    (again,) = await run_once(stage)
    assert (put_off.slot, again.delivery.attempts, platform.chats) == (None, 0, ["2", "1"])


async def test_a_clock_that_goes_on_between_two_looks_at_it_puts_nothing_off(store: Store) -> None:
    platform, clock = Mouth(), Ticking()
    await owe_many(store, clock, 3)
    jobs = await run_once(deliverer(store, platform, clock))
    assert [job.slot is None for job in jobs] == [False] * 3
    assert platform.chats == ["0", "1", "2"]


async def test_replies_take_from_the_room_of_alerts_and_never_wait_for_it(store: Store, clock: HandClock) -> None:
    platform, pace = Mouth(), Pace(replace(limits("telegram"), breath=timedelta(0)))
    await owe_many(store, clock, 30)
    stage = deliverer(store, platform, clock, pace=pace)
    for person in range(20):
        reply = pace.take(f"person {person}", clock.now(), group=False)
        pace.begin(reply, clock.now())
        pace.end(reply, clock.now())
    assert len(await run_once(stage, 16)) == 5
    assert pace.room(Asking.REPLY, 1, clock.now()) == 1
    assert len(await run_once(stage, 16)) == 0


async def test_a_send_that_is_put_off_or_refused_unsaid_gives_its_room_back(store: Store, clock: HandClock) -> None:
    pace = Pace(replace(limits("telegram"), breath=timedelta(0)))
    await owe_many(store, clock, 2)
    stage = deliverer(store, Mouth(), clock, pace=pace)
    late, poison = await stage.claim(10)
    assert pace.room(Asking.ALERT, 100, clock.now()) == 23
    await stage.work(replace(poison, delivery=replace(poison.delivery, note=cast("str", None))))
    clock.pass_by(LEASE.total_seconds() + 1)
    await stage.work(late)
    assert pace.room(Asking.ALERT, 100, clock.now()) == 25
    assert pace.free_at("0", Asking.ALERT, clock.now(), group=False) == clock.now()


async def test_the_rest_ends_when_there_is_room_again(store: Store, clock: HandClock) -> None:
    await owe_many(store, clock, 40)
    stage = deliverer(store, Mouth(), clock)
    await run_once(stage, 16)
    assert await stage.rest() == HELD_UP
    await run_once(stage, 16)
    assert await stage.rest() == 1.0
    clock.pass_by(0.999)
    assert await stage.rest() == SHORTEST_REST
    clock.pass_by(0.001)
    assert await stage.rest() == SHORTEST_REST
