"""How gently hosts are treated: one request at a time, a pause after each, and silence where it is asked for."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from functools import cache, lru_cache
from math import ceil
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
LONGEST_WAIT: Final = 20.0
"""Seconds that anybody waits for a lane; whoever would wait longer is sent away until it is their turn: a wait is part
of a poll's time, and holds the place of another poll."""
_MANY: Final = 1_000
"""Lanes, after which those nobody waits in are forgotten."""


class LaneClosedError(BotError):
    """The host has asked for silence, which is not over; or so many wait for it that it is not worth waiting."""

    def __init__(self, seconds: float, why: str) -> None:
        """`seconds`: how long to stay away."""
        self.seconds = seconds
        super().__init__(why)


@dataclass(slots=True)
class _Lane:
    """What is known of a host; times in seconds of the monotonic clock."""

    gap: float
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    free_at: float = 0.0
    took: float = 0.0
    """How long the last request took."""
    inside: int = 0
    """Who wait or are being served."""
    promised: dict[str, float] = field(default_factory=dict)
    """When it is the turn of those who were sent away, by what they came for."""

    @property
    def pace(self) -> float:
        """Seconds from one request to the next."""
        return self.gap + self.took

    def begins(self, errand: str, now: float) -> float:
        """When somebody who comes now would be served: after those inside, and those to whom it was promised before."""
        mine = self.promised.get(errand)
        before = [at for at in self.promised.values() if mine is None or at < mine]
        behind = max(before) + self.pace if before else now
        return max(max(self.free_at, now) + self.inside * self.pace, behind)

    @contextmanager
    def entered(self, errand: str) -> Generator[None]:
        """Stand in its queue."""
        self.promised.pop(errand, None)
        self.inside += 1
        try:
            yield
        finally:
            self.inside -= 1

    def is_busy(self, now: float) -> bool:
        """Whether it holds anybody back."""
        return bool(self.inside) or self.free_at > now or any(at > now for at in self.promised.values())

    def promise(self, errand: str, at: float, now: float) -> None:
        """Keep the turn of somebody who is sent away; those who did not come for theirs have lost it."""
        self.promised = {what: when for what, when in self.promised.items() if when + self.pace > now}
        if errand and at - now <= LONGEST_SILENCE:
            self.promised[errand] = at


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
    async def turn(self, host: str, errand: str = "", *, patient: bool = False) -> AsyncGenerator[None]:
        """Waits for this host's lane to be free and holds it.

        LaneClosedError while the host wants silence, and where the wait would be longer than LONGEST_WAIT: then the
        turn of this `errand`, of whatever name, is kept for it. `patient`: whether to wait however long it takes.
        """
        lane = self._lane(host)
        self._check_silence(host)
        if not patient:
            self._check_queue(lane, errand)
        with lane.entered(errand):
            async with lane.turn:
                self._check_silence(host)
                if lane.free_at > self._now():
                    await self._sleep(lane.free_at - self._now())
                began = self._now()
                try:
                    yield
                finally:
                    lane.took = self._now() - began
                    lane.free_at = self._now() + lane.gap

    def _check_queue(self, lane: _Lane, errand: str) -> None:
        """Raises LaneClosedError where too many wait, and keeps a turn for the errand."""
        now = self._now()
        begins = lane.begins(errand, now)
        if begins - now > LONGEST_WAIT:
            lane.promise(errand, begins, now)
            raise LaneClosedError(
                begins - now,
                f"it bears one request in {max(lane.gap, 1):.0f} seconds, and others wait."
                f" Try again in {ceil((begins - now) / 60)} min",
            )

    def _check_silence(self, host: str) -> None:
        """Raises LaneClosedError while the host wants to be left alone."""
        silence = self._silences.get(_site(host))
        if silence and silence.until > self._now():
            left = silence.until - self._now()
            raise LaneClosedError(left, f"it asked for a pause, of which {max(left / 60, 1):.0f} min are left")

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
            self._lanes = {site: lane for site, lane in self._lanes.items() if lane.is_busy(now)}

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
