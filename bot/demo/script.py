"""What is typed in a demo that nobody sits at: a few commands, each at its hour of the day."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable

from bot.demo.host import Replay

__all__ = ["LINES", "typed"]

LINES = (
    (0.00, "/subscriptions"),
    (0.66, "/latest coup"),
    (1.00, "/latest coup"),
    (1.00, "/story 1"),
    (1.00, "/latest Aleppo"),
    (1.00, "/latest repelled"),
    (1.00, "/story 1"),
    (1.00, "/latest Hama"),
    (1.00, "/why"),
    (1.00, "/filter add homs-market homs market"),
    (1.00, "/filter test homs-market"),
    (1.00, "/latest hama OR (homs -football"),
    (1.00, "/status"),
)
"""Share of the day that has gone by, and what is typed then."""

LULL = 3.0
"""Seconds after the day's end until the last commands: the last items are read and told."""


async def typed(replay: Replay, write: Callable[[str], None]) -> AsyncGenerator[str]:
    """Type them, so that who reads the output sees the question above the answer."""
    over = False
    for share, line in LINES:
        await replay.after(share)
        if share >= 1 and not over:
            await asyncio.sleep(LULL)
            over = True
        write(f"> {line}")
        yield line
