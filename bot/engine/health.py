"""Knows whether the bot is alive: it leaves a sign of life wherever its loop turns and its database takes writes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.ports import Clock, Ledger

__all__ = ["EVERY", "SIGN", "STALE", "age", "beating", "note_outage", "watching"]

EVERY = 10.0
"""Seconds between two heartbeats (procrastinate beats as often, and calls 30 s stale)."""
STALE = timedelta(seconds=60)
"""A heartbeat older than this says that the loop or the database hangs; a few slow beats don't."""
OUTAGE = timedelta(minutes=10)
"""A restart takes seconds, an upgrade minutes: who was away for longer says so."""
SIGN = "heartbeat"
"""Name of its file in the data folder: a health check can't open the database, which a running bot keeps to itself."""


def beating(ledger: Ledger, clock: Clock, sign: Path) -> Callable[[], Awaitable[None]]:
    """The chore of showing that this process is alive and its database takes writes."""

    async def beat() -> None:
        await ledger.remember("heartbeat", clock.now().isoformat())
        _touch(sign)

    return beat


async def note_outage(ledger: Ledger, clock: Clock) -> None:
    """Remember, as the bot starts, since when it did not run, if that is long: what came meanwhile is old news.

    To be done before the first heartbeat. Of several processes on one database each leaves its heartbeat there.
    """
    last, now = await ledger.recall("heartbeat"), clock.now()
    if last and now - datetime.fromisoformat(last) > OUTAGE:
        await ledger.remember("outage", f"{last}/{now.isoformat()}")


def age(sign: Path, now: datetime) -> timedelta | None:
    """How long ago the last heartbeat was; None before the first."""
    try:
        return now - datetime.fromtimestamp(sign.stat().st_mtime, UTC)
    except FileNotFoundError:
        return None


def watching(clock: Clock, sign: Path) -> Callable[[], bool]:
    """What tells whether this process, or whichever leaves its sign there, gave a sign of life lately."""

    def is_well() -> bool:
        since = age(sign, clock.now())
        return since is not None and since <= STALE

    return is_well


def _touch(sign: Path) -> None:
    sign.touch(mode=0o600)
