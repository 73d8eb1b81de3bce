from __future__ import annotations

import asyncio

import pytest

from bot.http.manners import LaneClosedError, Manners


class Time:
    """A clock that goes on only while somebody sleeps."""

    def __init__(self) -> None:
        self.now = 1_000.0
        self.slept: list[float] = []

    async def sleep(self, seconds: float) -> None:
        self.slept.append(round(seconds, 3))
        self.now += seconds
        await asyncio.sleep(0)


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def manners(time: Time) -> Manners:
    return Manners(1.0, now=lambda: time.now, sleep=time.sleep)


async def visit(manners: Manners, host: str, errand: str = "") -> None:
    async with manners.turn(host, errand):
        pass


async def test_the_first_visit_does_not_wait(manners: Manners, time: Time) -> None:
    await visit(manners, "example.org")
    assert time.slept == []


async def test_two_visits_to_one_host_are_a_gap_apart(manners: Manners, time: Time) -> None:
    await visit(manners, "example.org")
    time.now += 0.4
    await visit(manners, "www.example.org")
    assert time.slept == [0.6]


async def test_visits_to_different_hosts_do_not_wait_for_each_other(manners: Manners, time: Time) -> None:
    async with manners.turn("example.org"):
        await visit(manners, "example.com")
    assert time.slept == []


async def test_one_host_is_visited_once_at_a_time(manners: Manners) -> None:
    inside = most = 0

    async def stay() -> None:
        nonlocal inside, most
        async with manners.turn("example.org"):
            inside += 1
            most = max(most, inside)
            await asyncio.sleep(0)
            inside -= 1

    await asyncio.gather(*(stay() for _ in range(5)))
    assert most == 1


@pytest.mark.parametrize(
    ("first", "second", "gap"),
    [
        ("www.reddit.com", "old.reddit.com", 65),
        ("t.me", "t.me", 2),
        ("www.youtube.com", "youtube.com", 2),
        ("news.google.com", "news.google.com", 5),
        ("notreddit.com", "notreddit.com", 1),
    ],
)
async def test_slow_sites_have_a_lane_of_their_own(
    manners: Manners, time: Time, first: str, second: str, gap: float
) -> None:
    await visit(manners, first)
    time.now += max(gap - 20, 0)
    await visit(manners, second)
    assert time.slept == [min(gap, 20)]


async def sent_away(manners: Manners, errand: str = "") -> float:
    """How many seconds it is told to stay away from Reddit."""
    with pytest.raises(LaneClosedError) as told:
        await visit(manners, "reddit.com", errand)
    return told.value.seconds


async def test_nobody_waits_long_for_a_slow_site_but_is_told_when_to_come(manners: Manners, time: Time) -> None:
    await visit(manners, "reddit.com")
    with pytest.raises(
        LaneClosedError, match=r"one request in 65 seconds, and others wait\. Try again in 2 min$"
    ) as told:
        await visit(manners, "reddit.com")
    assert (told.value.seconds, time.slept) == (65, [])


async def test_whoever_is_sent_away_keeps_their_place(manners: Manners, time: Time) -> None:
    await visit(manners, "reddit.com")
    assert [await sent_away(manners, errand) for errand in "abc"] == [65, 130, 195]
    assert await sent_away(manners, "b") == 130
    time.now += 65
    assert await sent_away(manners, "new") == 195
    await visit(manners, "reddit.com", "a")
    time.now += 65
    await visit(manners, "reddit.com", "b")
    assert time.slept == []


async def test_a_turn_that_nobody_comes_for_is_lost(manners: Manners, time: Time) -> None:
    await visit(manners, "reddit.com")
    await sent_away(manners, "never seen again")
    time.now += 2 * 65
    await visit(manners, "reddit.com", "b")
    assert time.slept == []


async def test_no_turn_is_promised_beyond_an_hour(manners: Manners) -> None:
    await visit(manners, "reddit.com")
    told = [await sent_away(manners, str(number)) for number in range(100)]
    assert max(told) <= 3_600 + 65


async def test_whoever_is_led_on_from_the_same_site_waits_their_turn(manners: Manners, time: Time) -> None:
    await visit(manners, "reddit.com")
    async with manners.turn("www.reddit.com", "b", patient=True):
        assert time.slept == [65]


async def test_the_queue_is_reckoned_by_how_long_the_host_takes(manners: Manners, time: Time) -> None:
    async with manners.turn("slow.example"):
        time.now += 12
    gate, served = asyncio.Event(), list[int]()

    async def wait(number: int) -> None:
        async with manners.turn("slow.example"):
            await gate.wait()
            served.append(number)

    tasks = [asyncio.create_task(wait(number)) for number in range(5)]
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    gate.set()
    done = await asyncio.gather(*tasks, return_exceptions=True)
    assert served == [0, 1]
    assert [isinstance(each, LaneClosedError) for each in done] == [False, False, True, True, True]


async def test_a_host_that_asked_for_silence_is_left_alone_until_it_is_over(manners: Manners, time: Time) -> None:
    manners.hush("example.org", 600)
    with pytest.raises(LaneClosedError, match="10 min"):
        await visit(manners, "www.example.org")
    await visit(manners, "example.com")
    time.now += 601
    await visit(manners, "example.org")


async def test_silence_asked_for_is_never_endless(manners: Manners, time: Time) -> None:
    manners.hush("example.org", 1e9)
    time.now += 3_601
    await visit(manners, "example.org")


async def test_silence_holds_for_all_hosts_of_a_publisher_and_for_no_other(manners: Manners) -> None:
    manners.hush("feeds.bbc.co.uk", 600)
    for host in ("www.bbc.co.uk", "BBC.co.uk.", "news.bbc.co.uk"):
        with pytest.raises(LaneClosedError):
            await visit(manners, host)
    for host in ("guardian.co.uk", "co.uk", "other.blogspot.com"):
        await visit(manners, host)
    manners.hush("one.blogspot.com", 600)
    await visit(manners, "other.blogspot.com")


@pytest.mark.parametrize("host", ["192.0.2.7", "[2001:db8::1]", "2001:db8::1", "localhost", "xn--p1ai"])
async def test_a_host_of_no_domain_stands_for_itself(manners: Manners, host: str) -> None:
    manners.hush(host, 600)
    with pytest.raises(LaneClosedError):
        await visit(manners, host)
    await visit(manners, "198.51.100.7")


async def test_a_site_that_does_not_say_how_long_is_left_alone_twice_as_long_each_time(
    manners: Manners, time: Time
) -> None:
    for minutes in (5, 10, 20, 40, 60, 60):
        manners.hush("example.org", None)
        with pytest.raises(LaneClosedError, match=f" {minutes} min"):
            await visit(manners, "example.org")
        time.now += 60 * minutes + 1
    await visit(manners, "example.org")
    manners.welcome("www.example.org")
    manners.hush("example.org", None)
    with pytest.raises(LaneClosedError, match=" 5 min"):
        await visit(manners, "example.org")


async def test_silences_long_over_are_forgotten(manners: Manners, time: Time) -> None:
    for number in range(3_000):
        manners.hush(f"host{number}.example", 1)
        time.now += 5
    assert len(manners._silences) <= 1_001


async def test_a_failed_visit_keeps_the_gap_too(manners: Manners, time: Time) -> None:
    with pytest.raises(OSError, match="broken"):
        async with manners.turn("example.org"):
            raise OSError("broken")
    await visit(manners, "example.org")
    assert time.slept == [1.0]


async def test_hosts_that_nobody_waits_for_are_forgotten(manners: Manners, time: Time) -> None:
    manners.hush("quiet.example", 3_000)
    for number in range(3_000):
        await visit(manners, f"host{number}.example")
        time.now += 0.5
    assert len(manners._lanes) <= 1_001
    with pytest.raises(LaneClosedError):
        await visit(manners, "quiet.example")
