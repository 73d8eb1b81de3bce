"""How gently hosts are treated: one request at a time, a pause after each, and silence where it is asked for."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Final

from publicsuffixlist import PublicSuffixList

from bot.core.errors import BotError

__all__ = ["LaneClosedError", "Manners", "prepare"]

_SLOW_LANES: Final = {
    # seconds between two requests that these sites are known to bear from one address
    "t.me": 2.0,
    "youtube.com": 2.0,
    "news.google.com": 5.0,
    "reddit.com": 65.0,  # about one a minute since June 2026
}
FIRST_SILENCE, LONGEST_SILENCE = 300.0, 3_600.0
"""Seconds that a site is left alone which asks for that without saying how long, doubled each time in a row, and the
most by one answer: the back-off of each source goes on from there."""
_MANY: Final = 1_000
"""Lanes, after which those nobody waits in are forgotten."""


class LaneClosedError(BotError):
    """The host has asked for silence, which is not over."""

    def __init__(self, seconds: float) -> None:
        """`seconds`: how long it still lasts."""
        self.seconds = seconds
        super().__init__(f"it asked for a pause, of which {max(seconds / 60, 1):.0f} min are left")


@dataclass(slots=True)
class _Lane:
    """What is known of a host; times in seconds of the monotonic clock."""

    gap: float
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    free_at: float = 0.0


@dataclass(slots=True)
class _Silence:
    """What a site, whatever its hosts, has asked for; times as above."""

    until: float
    refusals: int
    """How often it has refused since it last answered."""


class Manners:
    """The lanes, one a host; a known site with many hosts has one lane for all.

    Silence is kept for the whole registrable domain: who refuses on one host of a publisher will refuse on the next.
    """

    def __init__(
        self,
        gap: float,
        *,
        now: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """`gap`: least seconds between the end of a request and the next one to the same host."""
        self._gap = gap
        self._now = now
        self._sleep = sleep
        self._lanes: dict[str, _Lane] = {}
        self._silences: dict[str, _Silence] = {}

    @asynccontextmanager
    async def turn(self, host: str) -> AsyncGenerator[None]:
        """Waits for this host's lane to be free and holds it; LaneClosedError while the host wants silence."""
        lane = self._lane(host)
        async with lane.turn:
            silence = self._silences.get(_site(host))
            if silence and silence.until > self._now():
                raise LaneClosedError(silence.until - self._now())
            if lane.free_at > self._now():
                await self._sleep(lane.free_at - self._now())
            try:
                yield
            finally:
                lane.free_at = self._now() + lane.gap

    def hush(self, host: str, seconds: float | None) -> None:
        """The host asked to be left alone for so long, or did not say how long."""
        site = _site(host)
        self._forget_silences()
        refusals = self._silences[site].refusals if site in self._silences else 0
        asked = FIRST_SILENCE * 2 ** min(refusals, 9) if seconds is None else seconds
        self._silences[site] = _Silence(self._now() + min(asked, LONGEST_SILENCE), refusals + 1)

    def welcome(self, host: str) -> None:
        """The host answered."""
        self._silences.pop(_site(host), None)

    def _lane(self, host: str) -> _Lane:
        """The lane of this host, or of the site it belongs to."""
        host = host.lower().rstrip(".").removeprefix("www.")
        site = next((site for site in _SLOW_LANES if host == site or host.endswith(f".{site}")), host)
        if site not in self._lanes:
            self._forget()
            self._lanes[site] = _Lane(max(self._gap, _SLOW_LANES.get(site, 0.0)))
        return self._lanes[site]

    def _forget(self) -> None:
        """Drop the lanes that hold nothing back, once there are many."""
        if len(self._lanes) >= _MANY:
            now = self._now()
            self._lanes = {site: lane for site, lane in self._lanes.items() if lane.turn.locked() or lane.free_at > now}

    def _forget_silences(self) -> None:
        """Drop those that have long been over, once there are many."""
        if len(self._silences) >= _MANY:
            long_ago = self._now() - LONGEST_SILENCE
            self._silences = {site: kept for site, kept in self._silences.items() if kept.until > long_ago}


@lru_cache(maxsize=_MANY)
def _site(host: str) -> str:
    """The registrable domain; a host that belongs to none, such as an address in numbers, stands for itself."""
    host = host.lower().rstrip(".")
    numeric = ":" in host or host.rpartition(".")[2].isdecimal()
    return host if numeric else prepare().privatesuffix(host) or host


@cache
def prepare() -> PublicSuffixList:
    """The list of public suffixes as of the package's release; to read it takes 60 ms, once, and 4 MB."""
    return PublicSuffixList()
