"""What all stages that write with an account know of it."""

from __future__ import annotations

import asyncio

from bot.core.pacing import Asking, Limits, Pace
from bot.engine.account import Account
from bot.ports import Store
from tests.engine.fakes import HandClock, Mouth, deliverer, owe, run_once


async def test_what_was_sent_before_counts_once_though_two_stages_take_over_at_one_time(
    store: Store, clock: HandClock
) -> None:
    for name in "12":
        await owe(store, clock, name, "a word")
    assert len(await run_once(deliverer(store, Mouth(), clock))) == 2
    account = Account("telegram", store, clock, Pace(Limits(most={Asking.ALERT: 5})))
    assert await asyncio.gather(account.is_paused(7), account.is_paused(7)) == [False, False]
    assert account.pace.room(Asking.ALERT, 5, clock.now()) == 3
