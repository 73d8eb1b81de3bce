"""What is to be decided of connections that stay: when one is opened again, and whether what it tells is news."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from bot.core.schedule import share

__all__ = ["HEALTHY", "is_live", "redial"]

FIRST: Final = timedelta(seconds=1)
LONGEST: Final = timedelta(minutes=5)
"""Waits before it is opened again, doubled in between. Polling goes on meanwhile, so that nothing is urgent."""
LONGEST_ASKED: Final = timedelta(hours=24)
"""The longest pause taken from a server; the same as between polls that fail."""
JITTER: Final = 0.5
"""A wait is shortened by up to so much: all who were cut off together must not come back together."""
HEALTHY: Final = timedelta(seconds=20)
"""How long a connection must have stood for its end to count as the first failure again. Servers cut off whoever can't
keep up while the past is replayed; that must not make it fall back further."""
LIVE: Final = timedelta(hours=36)
"""Age from which on a publication is left to polling; the same as that of old news in `bot.core.intake`."""


def is_live(made: datetime | None, now: datetime) -> bool:
    """Whether it was made lately, or does not say when.

    Streams carry archives that somebody brings in, and old posts that are edited, one by one: nothing shows that they
    come in a surge, as it does in a document.
    """
    return made is None or made > now - LIVE


def redial(failures: int, asked: timedelta, seed: str) -> timedelta:
    """How long to wait after so many failures in a row, this one included; `asked`: the least that the server wants.

    The same `seed` gives the same jitter: it should tell processes apart, not only lines.
    """
    doubled = min(FIRST * (1 << min(max(failures, 1) - 1, 16)), LONGEST)
    jittered = doubled * (1 - JITTER * share(f"{seed} {failures}"))
    return max(jittered, min(asked, LONGEST_ASKED))
