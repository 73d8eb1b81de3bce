"""How stale news are when they are fetched, and what that costs: `python -m benchmarks.schedule [--sources 2000]`.

Claim: at the same number of requests, half of all publications are fetched in less than half the time that a fixed
poller needs. A day is simulated on a virtual clock, after a day to settle in: sources from one that publishes weekly
to one that does every five minutes, busier by day than by night, a tenth of them with a crisis of two hours, a fifth
with a ttl that asks for longer waits. Each document shows its 20 newest entries. Baselines on the same day: a fixed
poller (10 minutes), and an entry-frequency scheduler (a week's count over a week, 5 minutes to 24 hours, as Miniflux
has); each also slowed or sped up until it makes as many requests as the live scheduler. Prints one JSON line; times
in minutes.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from math import exp, log, pi, sin
from typing import Protocol

from bot.core.model import Outlet, Source
from bot.core.outcome import Read, Unchanged
from bot.core.schedule import Tempo, share
from bot.core.tending import News, tended

START = datetime(2026, 3, 2, tzinfo=UTC)
HOUR, DAY, WEEK = 3_600.0, 86_400.0, 604_800.0
SHOWN = 20
TEMPO = Tempo(floor=timedelta(minutes=1), ceiling=timedelta(hours=1))
"""The defaults of POLL_FLOOR_SECONDS and POLL_SECONDS."""


@dataclass(frozen=True, slots=True)
class Feed:
    """When a source publishes, in seconds from the start of the measured day, and how long it asks to be let alone."""

    name: str
    times: tuple[float, ...]
    ttl: float


class Scheduler(Protocol):
    """Decides on one source's polls."""

    def after(self, now: float, new: list[float]) -> float:
        """The seconds until the next poll, when this one brought what was published at these times."""
        ...


def published(rng: random.Random, number: int) -> Feed:
    """A source's fortnight and a day: a rate by chance, on a log scale; nights; perhaps a crisis on the day."""
    rate = exp(rng.uniform(log(1 / WEEK), log(1 / 300)))
    zone, night = rng.uniform(0, DAY), rng.uniform(0.2, 0.9)
    crisis = (at := rng.uniform(0, DAY - 2 * HOUR), at + 2 * HOUR) if rng.random() < 0.1 else (0.0, 0.0)
    most = rate * (1 + night) * (20 if crisis[1] else 1)
    time, times = -2 * WEEK, []
    while (time := time + rng.expovariate(most)) < DAY:
        now = rate * (1 + night * sin(2 * pi * (time + zone) / DAY))
        now *= 20 if crisis[0] <= time < crisis[1] else 1
        if rng.random() < min(now, 1 / 60) / most:  # no newsroom publishes more than once a minute
            times.append(time)
    return Feed(str(number), tuple(times), rng.choice((900.0, 1_800.0, 3_600.0)) if rng.random() < 0.2 else 0.0)


class Live:
    """The code that the bot runs."""

    def __init__(self, feed: Feed) -> None:
        self._source = Source(1, Outlet(feed.name, feed.name), "feed", feed.name)
        self._wait = timedelta(seconds=feed.ttl)

    def after(self, now: float, new: list[float]) -> float:
        """By the record of the source."""
        clock = moment(now)
        news = News(tuple(map(moment, new)))
        outcome = Read((), wait=self._wait) if new else Unchanged(wait=self._wait)
        self._source = replace(tended(self._source, outcome, news, TEMPO, clock), memory={})
        assert self._source.due_at is not None
        return (self._source.due_at - clock).total_seconds()


class Fixed:
    """One interval for all."""

    def __init__(self, feed: Feed, interval: float) -> None:
        self._interval = max(interval, feed.ttl)
        self._first = interval * share(feed.name)

    def after(self, now: float, new: list[float]) -> float:
        """The same each time; the first polls are spread."""
        interval, self._first = self._interval - self._first, 0.0
        return max(interval, 1.0)


class EntryFrequency:
    """The week's count of entries over the week, within bounds; `pace` stretches it."""

    def __init__(self, feed: Feed, pace: float) -> None:
        self._feed = feed
        self._pace = pace

    def after(self, now: float, new: list[float]) -> float:
        """From what the whole last week brought, which a reader knows from its database."""
        count = bisect_right(self._feed.times, now) - bisect_right(self._feed.times, now - WEEK)
        interval = min(max(self._pace * WEEK / max(count, 1), self._pace * 300.0), DAY)
        return max(interval, self._feed.ttl)


def moment(seconds: float) -> datetime:
    """The time on the virtual clock."""
    return START + timedelta(seconds=seconds)


def day(feeds: list[Feed], scheduler: Callable[[Feed], Scheduler]) -> dict[str, float]:
    """The staleness of what was published on the measured day, and the requests made on it."""
    stale: list[float] = []
    requests = missed = 0
    for feed in feeds:
        polls, lost = _polls(feed, scheduler(feed), stale)
        requests, missed = requests + polls, missed + lost
    cuts = statistics.quantiles(stale, n=100)
    return {
        "median": round(cuts[49] / 60, 2),
        "p90": round(cuts[89] / 60, 2),
        "mean": round(statistics.fmean(stale) / 60, 2),
        "requests_per_source_hour": round(requests / len(feeds) / 24, 3),
        "missed": missed,
    }


def _polls(feed: Feed, scheduler: Scheduler, stale: list[float]) -> tuple[int, int]:
    """Poll one source from a day before to the end; how often on the day, and how many entries were never seen."""
    now, seen, requests, missed = -DAY, 0, 0, 0
    while now < DAY + HOUR:
        until = bisect_right(feed.times, now)
        first = max(until - SHOWN, 0)
        missed += max(first - seen, 0) if seen else 0
        new = list(feed.times[max(first, seen) : until])
        stale += [now - time for time in new if 0 <= time < DAY]
        seen = until
        requests += 0 <= now < DAY
        now += scheduler.after(now, new)
    return requests, missed


def matched(feeds: list[Feed], of: Callable[[float], Callable[[Feed], Scheduler]], requests: float) -> dict[str, float]:
    """A baseline at the pace at which it makes as many requests, found by halving."""
    low, high = 0.02, 50.0
    result = day(feeds, of(1.0))
    for _ in range(12):
        middle = (low * high) ** 0.5
        result = day(feeds, of(middle))
        if abs(result["requests_per_source_hour"] / requests - 1) < 0.01:
            break
        low, high = (middle, high) if result["requests_per_source_hour"] > requests else (low, middle)
    return result


def main() -> None:
    """Run it and print one JSON line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sources", type=int, default=2_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    rng = random.Random(asked.seed)
    feeds = [published(rng, number) for number in range(asked.sources)]
    live = day(feeds, Live)
    requests = live["requests_per_source_hour"]
    fixed_same = matched(feeds, lambda pace: lambda feed: Fixed(feed, 600.0 * pace), requests)
    frequency_same = matched(feeds, lambda pace: lambda feed: EntryFrequency(feed, pace), requests)
    result = {
        "benchmark": "schedule",
        "sources": asked.sources,
        "publications": sum(0 <= time < DAY for feed in feeds for time in feed.times),
        "live": live,
        "fixed_10_min": day(feeds, lambda feed: Fixed(feed, 600.0)),
        "entry_frequency": day(feeds, lambda feed: EntryFrequency(feed, 1.0)),
        "fixed_same_requests": fixed_same,
        "entry_frequency_same_requests": frequency_same,
        "ratio_to_fixed": round(live["median"] / fixed_same["median"], 3),
        "ratio_to_entry_frequency": round(live["median"] / frequency_same["median"], 3),
    }
    print(json.dumps(result))


if __name__ == "__main__":
    main()
