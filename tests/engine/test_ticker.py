from __future__ import annotations

import asyncio

from bot.engine.bells import Bell
from bot.engine.ticker import Ticker


async def test_the_ticker_rings_at_its_interval_and_not_after_its_stop() -> None:
    bell, ticker = Bell(), Ticker()
    ticker.every(0.01, "test", bell.ring)
    ticker.start()
    assert await bell.heard(5)
    assert await bell.heard(5)
    ticker.stop()
    await asyncio.sleep(0)
    await bell.heard(0)
    assert not await bell.heard(0.05)


async def test_bells_are_rung_in_the_event_loop() -> None:
    loops: list[asyncio.AbstractEventLoop] = []
    rung, ticker = Bell(), Ticker()

    def ring() -> None:
        loops.append(asyncio.get_running_loop())
        rung.ring()

    ticker.every(0.01, "test", ring)
    ticker.start()
    await rung.heard(5)
    ticker.stop()
    assert loops[0] is asyncio.get_running_loop()
