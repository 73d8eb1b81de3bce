"""Outlets of the catalogue, read over real HTTP under their own host names; no network is used."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import pytest

from bot.core.model import Source, SourceState
from bot.core.relay import live
from bot.core.schedule import Tempo
from bot.data import catalogue
from bot.engine.parsers import ParserPool
from bot.engine.poll import Pace, Poll
from bot.engine.reader import Reader
from bot.http import Client
from bot.http.manners import Manners
from bot.ports import Store, ignore
from bot.sources import Access, kinds
from tests.engine.fakes import HandClock
from tests.kit.documents import Publication, serve
from tests.kit.trusting import trusting
from tests.servers.theweb import TheWeb

REQUIRED = (
    *("dailymail", "jewishpress", "turkiyetoday", "sputnik", "almayadeen-en", "sana-en", "sana-ar", "alikhbariah"),
    *("ejmagnier", "apnews", "yt-syriana-analysis", "yt-dd-geopolitics", "yt-glenn-diesen"),
)
"""Those that people asked for by name."""
LISTED = {outlet.id: (outlet, ways) for outlet, ways in catalogue().outlets}
MINUTE = timedelta(minutes=1)
PACE = Pace(Tempo(MINUTE, 60 * MINUTE), longest=timedelta(seconds=20), lease=MINUTE, spread=timedelta(0))
HOSTS = (
    *("t.me", "news.google.com", "www.youtube.com", "api.fxtwitter.com", "api.gdeltproject.org"),
    *{urlsplit(locator).hostname or "" for name in REQUIRED for kind, locator in LISTED[name][1] if "://" in locator},
)


@dataclass
class Newsstand:
    """One outlet of the catalogue, the web it publishes on, and the stage that polls it on a clock in the hand."""

    store: Store
    clock: HandClock
    web: TheWeb
    stage: Poll
    outlet: str

    @property
    def ways(self) -> tuple[tuple[str, str], ...]:
        return LISTED[self.outlet][1]

    def publish(self, rank: int, *published: Publication) -> None:
        """Let this way show these, the newest first."""
        serve(*self.ways[rank], published, self.web.publish)

    def fail(self, rank: int) -> None:
        """Let this way answer with an error."""
        addresses = serve(*self.ways[rank], (), lambda *_: None)
        for address in addresses:
            self.web.refuse(address, 500)

    async def poll(self, rank: int) -> None:
        """Let time pass until this way has been polled once more; others that are due meanwhile are polled too."""
        for _ in range(50):
            due = await self.store.sources.next_due()
            assert due is not None
            self.clock.time = max(self.clock.time, due)
            polled = await self.stage.claim(100)
            for source in polled:
                await self.stage.work(source)
            if any(source.rank == rank for source in polled):
                return
        raise AssertionError(f"way {rank} is never polled")

    async def sources(self) -> list[Source]:
        return sorted(await self.store.sources.every(), key=lambda source: source.rank)

    async def live(self) -> int | None:
        """Rank of the way that is live."""
        found = live(await self.sources(), self.clock.now())
        return None if found is None else found.rank

    async def told(self) -> list[str]:
        """Titles of what is news, in order of arrival."""
        return [item.title for item in await self.store.desk.unfiled(1_000) if not item.quiet]


@pytest.fixture
async def web() -> AsyncIterator[TheWeb]:
    async with TheWeb(HOSTS) as running:
        yield running


@pytest.fixture
async def stage(store: Store, clock: HandClock, web: TheWeb) -> AsyncIterator[Poll]:
    parsers = ParserPool()
    client = Client(
        user_agent="Attribot/0",
        private_hosts=web.places,
        resolver=web.resolver,
        trust=web.trust,
        manners=Manners(0, sleep=clock.sleep),
    )
    async with client:
        reader = Reader(kinds(Access()), trusting(client.fetch), parsers.parse, PACE.longest)
        yield Poll(store.sources, reader, clock, PACE, woken=lambda: None, reach=ignore)
    await parsers.close()


def piece(number: int, at: datetime, said: str = "Report") -> Publication:
    return Publication(number, f"{said} number {number} on the road to Hama", at)


@pytest.mark.slow
@pytest.mark.parametrize("outlet", REQUIRED)
async def test_each_way_of_an_outlet_takes_over_from_the_one_before(
    store: Store, clock: HandClock, web: TheWeb, stage: Poll, outlet: str
) -> None:
    listed, ways = LISTED[outlet]
    assert len(ways) > 1, "it has a fallback"
    stand = Newsstand(store, clock, web, stage, outlet)
    await store.sources.install([(listed, ways)], clock.now())
    old = [piece(number, clock.now() - number * MINUTE) for number in (1, 2, 3)]
    stand.publish(0, *old)
    await stand.poll(0)
    assert (await stand.told(), await stand.live()) == ([], 0)
    news: list[Publication] = []
    for rank in range(1, len(ways)):
        stand.fail(rank - 1)
        for _ in range(3):
            await stand.poll(rank - 1)
        clock.pass_by(60)
        news.insert(0, piece(10 + rank, clock.now()))
        stand.publish(rank, *news, *old)
        await stand.poll(rank)
        assert await stand.live() == rank
        assert sorted(await stand.told()) == sorted(one.title for one in news)
    stand.publish(0, *news, *old)
    await stand.poll(0)
    assert await stand.live() == 0
    assert sorted(await stand.told()) == sorted(one.title for one in news)
    assert {source.state for source in (await stand.sources())[1:]} == {SourceState.STANDBY}
    assert {item.outlet.id for item in await store.desk.unfiled(1_000)} == {outlet}
