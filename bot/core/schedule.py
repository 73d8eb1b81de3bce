"""When a source is polled next."""

from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Final, assert_never

from bot.core.outcome import Failed, Read, ReadOutcome, Unchanged

__all__ = ["next_poll", "share"]

BACK_OFF: Final = timedelta(minutes=5)
"""Wait after the first failure, doubled with each further one (Miniflux and lemon24/reader do so)."""
LONGEST_BACK_OFF: Final = timedelta(hours=24)
"""The longest wait after a failure, whether reckoned or asked for."""
LONGEST_HINT: Final = timedelta(hours=1)
"""How far a publisher's ttl or max-age may put off the next poll of a healthy source: alerts must not be late."""
SPREAD: Final = 0.25
"""Part of the interval over which sources are spread (lemon24/reader: its first quarter)."""
JITTER: Final = 0.2
"""Back-off varies by so much to either side, so that sources failing together don't return together."""


def next_poll(
    outcome: ReadOutcome, *, failures: int, now: datetime, every: timedelta, floor: timedelta, seed: str
) -> datetime:
    """The next due time. `failures` in a row, this one included; the same `seed` gives the same jitter."""
    match outcome:
        case Read() | Unchanged():
            # The spread shortens the operator's interval, never what the publisher asks for.
            asked = min(outcome.wait, LONGEST_HINT)
            return now + max(every * (1 - SPREAD * share(seed)), asked, floor)
        case Failed():
            doubled = min(BACK_OFF * (1 << min(max(failures, 1) - 1, 16)), LONGEST_BACK_OFF)
            jittered = doubled * (1 + JITTER * (2 * share(f"{seed} {failures}") - 1))
            return now + max(min(max(jittered, outcome.wait), LONGEST_BACK_OFF), floor)
        case _:
            assert_never(outcome)


def share(seed: str) -> float:
    """A number from 0 up to 1, always the same for the same seed, evenly spread over seeds."""
    return int.from_bytes(blake2b(seed.encode("utf-8", "replace"), digest_size=6).digest()) / 2**48
