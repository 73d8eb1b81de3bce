from __future__ import annotations

from datetime import timedelta

from bot.engine.lead import Lead
from bot.ports import Store
from tests.engine.fakes import HandClock

LEASE = timedelta(seconds=30)


def leads(store: Store, clock: HandClock, *holders: str) -> list[Lead]:
    return [Lead("desk", holder, store.ledger, clock, LEASE) for holder in holders]


async def test_a_leader_that_renews_in_time_stays_the_leader(store: Store, clock: HandClock) -> None:
    first, second = leads(store, clock, "first", "second")
    fence = await first.hold()
    for _ in range(10):
        clock.pass_by(first.renew_within)
        assert await first.hold() == fence
        assert await second.hold() is None


async def test_a_leader_that_does_not_renew_is_succeeded_and_finds_out(store: Store, clock: HandClock) -> None:
    first, second = leads(store, clock, "first", "second")
    fence = await first.hold()
    clock.pass_by(LEASE.total_seconds() + 1)
    succeeded = await second.hold()
    assert fence is not None
    assert succeeded is not None
    assert succeeded > fence
    assert await first.hold() is None


async def test_a_refused_write_makes_the_leader_ask_again_at_once(store: Store, clock: HandClock) -> None:
    first, second = leads(store, clock, "first", "second")
    fence = await first.hold()
    await store.ledger.yield_lead("desk", "first")
    await second.hold()
    assert await first.hold() == fence  # it can't know yet
    first.lost()
    assert await first.hold() is None


async def test_giving_up_what_was_never_held_disturbs_nobody(store: Store, clock: HandClock) -> None:
    first, second = leads(store, clock, "first", "second")
    fence = await first.hold()
    await second.give_up()
    clock.pass_by(first.renew_within)
    assert await first.hold() == fence
