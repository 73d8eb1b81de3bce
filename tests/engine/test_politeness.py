"""What publishers ask of those who poll them, rule by rule, over real HTTP: see docs/sources.md."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from bot.core.health import Ailment, trouble
from bot.core.model import Outlet, Source, SourceState
from bot.core.schedule import Tempo
from bot.engine.poll import Pace, Poll
from bot.engine.reader import Reader
from bot.http import Client
from bot.ports import Document, Fetch, Parse, Store, Unreadable, ignore
from bot.sources import Access, kinds
from tests.engine.fakes import HandClock
from tests.kit.trusting import trusting
from tests.servers.feedhost import FeedHost, Published

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
TEMPO = Tempo(floor=MINUTE, ceiling=10 * MINUTE)
PACE = Pace(TEMPO, longest=timedelta(seconds=10), lease=MINUTE, spread=timedelta(0))
NAME = "feed.xml"


def rss(channel: str = "", guids: tuple[str, ...] = ("1", "2", "3")) -> bytes:
    items = "".join(f"<item><guid>{guid}</guid><title>Title {guid}</title></item>" for guid in guids)
    return f"<rss version='2.0'><channel><title>A</title>{channel}{items}</channel></rss>".encode()


async def parse(ask: Parse) -> Document | Unreadable:
    return ask.parser(ask.body, ask.content_type, ask.url)


@dataclass
class World:
    """One source on a host, polled by the stage of the bot on a clock that only the test moves."""

    store: Store
    clock: HandClock
    host: FeedHost
    client: Client
    polls: list[datetime] = field(default_factory=list)

    def __post_init__(self) -> None:
        reader = Reader(kinds(Access()), trusting(self.client.fetch), parse, PACE.longest)
        self.stage = Poll(self.store.sources, reader, self.clock, PACE, woken=lambda: None, reach=ignore)

    async def follow(self, name: str = NAME) -> None:
        await self.store.sources.add(Outlet("a", "A"), "feed", self.host.url(name), self.clock.now())

    def answer(self, body: bytes | None = None, status: int = 200, **headers: str) -> None:
        """What the host says from now on."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        tagged = "etag" not in {name.lower() for name in named}
        whole = rss() if body is None else body
        self.host.publish(NAME, Published(whole, status=status, headers=named, etag=tagged and status == 200))

    async def poll(self) -> timedelta:
        """Poll when it is due; the time until the next poll."""
        before = await self.source()
        assert before.due_at is not None
        self.clock.time = max(self.clock.time, before.due_at)
        for source in await self.stage.claim(10):
            await self.stage.work(source)
        self.polls.append(self.clock.now())
        after = await self.source()
        assert after.due_at is not None
        return after.due_at - self.clock.now()

    async def source(self) -> Source:
        (source,) = await self.store.sources.every()
        return source

    @property
    def asked(self) -> list[dict[str, str]]:
        return [dict(seen.headers) for seen in self.host.requests]


@pytest.fixture
async def world(store: Store, clock: HandClock) -> AsyncIterator[World]:
    async with FeedHost() as host:
        places = frozenset({host.place})
        async with Client(user_agent="Attribot/0 (contact)", private_hosts=places, gap=0, total=5) as client:
            yield World(store, clock, host, client)


# ---- conditional requests


async def test_validators_are_sent_back_as_they_came(world: World) -> None:
    world.answer(ETag='W/"odd, one"', Last_Modified="yesterday, I think")
    await world.follow()
    await world.poll()
    await world.poll()
    assert world.asked[1]["If-None-Match"] == 'W/"odd, one"'
    assert world.asked[1]["If-Modified-Since"] == "yesterday, I think"


# ---- intervals


SYNDICATION = "xmlns:sy='http://purl.org/rss/1.0/modules/syndication/'"
LONGER = [
    ("ttl", {}, "<ttl>30</ttl>", 30),
    ("ttl, capped", {}, "<ttl>1440</ttl>", 60),
    ("max-age", {"Cache-Control": "max-age=1800"}, "", 30),
    ("max-age, capped", {"Cache-Control": "public, max-age=604800"}, "", 60),
    ("expires", {"Date": "Sun, 01 Mar 2026 12:00:00 GMT", "Expires": "Sun, 01 Mar 2026 12:20:00 GMT"}, "", 20),
    ("the longest of them", {"Cache-Control": "max-age=60"}, "<ttl>30</ttl>", 30),
    ("update period", {}, f"<sy:updatePeriod {SYNDICATION}>daily</sy:updatePeriod>", 60),
    ("an hour of rest in GMT", {}, "<skipHours><hour>12</hour></skipHours>", 60),
    ("a day of rest", {}, "<skipDays><day>Sunday</day></skipDays>", 60),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "headers", "channel", "minutes"), LONGER, ids=[case[0] for case in LONGER])
async def test_a_publisher_may_ask_for_longer_waits(
    world: World, rule: str, headers: dict[str, str], channel: str, minutes: int
) -> None:
    world.host.publish(NAME, Published(rss(channel), headers=headers, etag=False))
    await world.follow()
    assert await world.poll() == minutes * MINUTE, rule


async def test_the_spread_is_a_sources_own_and_outlives_a_restart(world: World) -> None:
    world.answer()
    await world.follow()
    first = await world.poll()
    assert first < 10 * MINUTE
    due = (await world.source()).due_at
    world.__post_init__()
    assert (await world.source()).due_at == due


# ---- redirects


@pytest.mark.parametrize(("status", "adopted"), [(301, True), (308, True), (302, False), (303, False), (307, False)])
async def test_a_redirect_is_followed_and_adopted_when_it_is_permanent_and_proved(
    world: World, status: int, *, adopted: bool
) -> None:
    world.answer()
    await world.follow("old.xml")
    world.host.redirect("old.xml", world.host.url(NAME), status)
    for hours in (0, 13, 13):
        world.clock.pass_by(hours * 3600)
        await world.poll()
        assert (await world.source()).failures == 0
    expected = NAME if adopted else "old.xml"
    assert (await world.source()).locator == world.host.url(expected)


async def test_a_redirect_to_another_sources_address_is_never_adopted(world: World) -> None:
    world.answer()
    await world.follow("old.xml")
    await world.store.sources.add(Outlet("b", "B"), "feed", world.host.url(NAME), world.clock.now() + 90 * DAY)
    world.host.redirect("old.xml", world.host.url(NAME), 301)
    for _ in range(4):
        for source in await world.stage.claim(10):
            await world.stage.work(source)
        world.clock.pass_by(13 * 3600)
    assert {each.locator for each in await world.store.sources.every()} == {
        world.host.url("old.xml"),
        world.host.url(NAME),
    }


async def test_a_redirect_to_what_is_no_feed_is_never_adopted(world: World) -> None:
    world.host.publish(NAME, Published(b"<html><body>Moved</body></html>", "text/html"))
    await world.follow("old.xml")
    world.host.redirect("old.xml", world.host.url(NAME), 301)
    for _ in range(4):
        await world.poll()
        world.clock.pass_by(13 * 3600)
    assert (await world.source()).locator == world.host.url("old.xml")


# ---- refusals


async def refused(world: World, times: int, status: int, every: timedelta = DAY, **headers: str) -> Source:
    """So many polls that are refused, that far apart at least."""
    world.answer(b"", status, **headers)
    await world.follow()
    for _ in range(times):
        world.clock.pass_by(every.total_seconds())
        await world.poll()
    return await world.source()


async def test_what_is_gone_for_good_is_given_up_after_three_times_over_two_days(world: World) -> None:
    assert (await refused(world, 2, 410)).state is SourceState.ACTIVE
    world.clock.pass_by(DAY.total_seconds())
    await world.poll()
    gone = await world.source()
    assert gone.state is SourceState.DEAD
    found = trouble(gone, world.clock.now())
    assert found is not None
    assert found.ailment is Ailment.GONE


async def test_what_is_not_found_is_asked_for_again_for_ever(world: World) -> None:
    assert (await refused(world, 60, 404)).state is SourceState.ACTIVE
    world.answer()
    await world.poll()
    assert (await world.source()).failures == 0


@pytest.mark.parametrize("status", [401, 403])
async def test_what_is_forbidden_is_left_alone_for_four_hours(world: World, status: int) -> None:
    source = await refused(world, 1, status)
    assert source.due_at is not None
    assert source.due_at - world.clock.now() == 4 * HOUR


async def test_a_challenge_for_browsers_is_recognised_and_said(world: World) -> None:
    source = await refused(world, 1, 403, cf_mitigated="challenge", Content_Type="text/html")
    assert "Cloudflare asks for a browser" in source.error


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize(
    ("header", "minutes"),
    [("7200", 120), (format_datetime(datetime(2026, 3, 1, 15, tzinfo=UTC), usegmt=True), 180)],
    ids=["seconds", "a date"],
)
async def test_a_site_may_say_when_to_come_back(world: World, status: int, header: str, minutes: int) -> None:
    dated = {"Retry_After": header, "Date": "Sun, 01 Mar 2026 12:00:00 GMT"}
    source = await refused(world, 1, status, **dated)
    assert source.due_at is not None
    assert source.due_at - world.clock.now() == minutes * MINUTE


@pytest.mark.parametrize("status", [429, 503])
async def test_a_refusal_pauses_everything_on_its_site_without_blaming_the_rest(world: World, status: int) -> None:
    await refused(world, 1, status, Retry_After="7200")
    world.host.publish("other.xml", rss())
    await world.store.sources.add(Outlet("b", "B"), "feed", world.host.url("other.xml"), world.clock.now())
    for source in await world.stage.claim(10):
        await world.stage.work(source)
    other = next(each for each in await world.store.sources.every() if each.outlet.id == "b")
    assert (other.failures, "left alone for now" in other.error) == (0, True)
    assert other.due_at is not None
    assert HOUR - MINUTE < other.due_at - world.clock.now() <= HOUR
    assert [seen.path for seen in world.host.requests] == [f"/{NAME}"]


async def test_other_failures_double_the_wait_from_five_minutes_to_a_day_and_are_told_of_after_a_day(
    world: World,
) -> None:
    world.answer(b"", 500)
    await world.follow()
    waits = [await world.poll() for _ in range(12)]
    for place, wait in enumerate(waits):
        doubled = min(5 * MINUTE * 2**place, DAY)
        assert doubled * 0.8 <= wait <= min(doubled * 1.2, DAY)
    assert len({wait / (5 * MINUTE * 2**place) for place, wait in enumerate(waits[:8])}) == 8
    found = trouble(await world.source(), world.clock.now())
    assert found is not None
    assert found.ailment is Ailment.FAILING


# ---- hosts


async def test_one_host_has_one_connection_at_a_time_and_a_pause_between(world: World) -> None:
    for number in range(3):
        world.host.publish(f"{number}.xml", Published(rss(), delay=0.05))
    began = asyncio.get_running_loop().time()
    async with Client(user_agent="x", private_hosts=frozenset({world.host.place}), gap=0.1) as client:
        fetch = trusting(client.fetch)
        await asyncio.gather(*(fetch(Fetch(world.host.url(f"{number}.xml"))) for number in range(3)))
    assert asyncio.get_running_loop().time() - began >= 3 * 0.05 + 2 * 0.1


async def test_the_bot_says_who_it_is_unless_the_operator_says_otherwise_for_a_source(world: World) -> None:
    world.answer()
    await world.follow()
    await world.poll()
    assert world.asked[0]["User-Agent"] == "Attribot/0 (contact)"
