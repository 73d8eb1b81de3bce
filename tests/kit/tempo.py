"""How often sources are polled in tests: at a fixed interval, whatever they publish."""

from __future__ import annotations

from datetime import timedelta

from bot.core.schedule import Tempo


def every(interval: timedelta) -> Tempo:
    """Always after so much time."""
    return Tempo(floor=interval, ceiling=interval)


AT_ONCE = every(timedelta(0))
