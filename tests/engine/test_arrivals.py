"""What becomes of what hubs push: real hubs, real HTTP, the real database."""

from __future__ import annotations

import asyncio
import hmac
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.model import SourceState
from bot.core.outcome import Hub as Named
from bot.core.push import Push, PushState, failed, trusted
from bot.ports import Asked, Document, Parse, Posted, Pushes, Receipt, Store, Unreadable
from tests.engine.fakes import HandClock
from tests.engine.hubs import MOST, SEAL, Scene, at_once, document, scene, topic
from tests.engine.waiting import eventually, until

pytestmark = pytest.mark.slow


@pytest.fixture
async def here(store: Store, clock: HandClock) -> AsyncIterator[Scene]:
    async with scene(store, clock) as running:
        yield running


class Gate:
    """A parser that waits until it is let go."""

    def __init__(self) -> None:
        self.open = asyncio.Event()

    async def parse(self, ask: Parse) -> Document | Unreadable:
        await self.open.wait()
        return await at_once(replace(ask, body=ask.body.rstrip()))


# ---- what is genuine


@pytest.mark.parametrize("method", ["sha1", "sha256", "sha384", "sha512"])
async def test_what_is_pushed_is_stored_and_wakes_the_desk(here: Scene, method: str) -> None:
    (source,) = await here.live()
    here.hub.behave(method=method)
    assert await here.hub.publish(topic(source), document("one")) == [200]
    assert await here.titles() == ["one"]
    assert here.woken == ["desk"]
    assert trusted(await here.push(source), here.clock.now())


@pytest.mark.parametrize("change", [{"forge": True}, {"method": ""}, {"method": "md5"}])
async def test_what_is_not_signed_rightly_is_answered_kindly_and_ignored(
    here: Scene, change: dict[str, object]
) -> None:
    (source,) = await here.live()
    here.hub.behave(**change)
    assert await here.hub.publish(topic(source), document("one")) == [202]
    assert await here.titles() == []
    assert not trusted(await here.push(source), here.clock.now())


async def test_the_secret_of_one_subscription_does_not_open_another(here: Scene) -> None:
    north, south = await here.live("north", "south")
    ours = {one.topic: one for one in here.hub.subscribers.values()}
    stolen = replace(ours[topic(north)], callback=ours[topic(south)].callback)
    here.hub.subscribers = {("", ""): stolen}
    assert await here.hub.publish(topic(north), document("one")) == [202]
    assert await here.titles() == []


async def test_a_stranger_who_knows_no_path_finds_nothing(here: Scene) -> None:
    (source,) = await here.live()
    token = here.token(await here.push(source))
    for wrong in ("", "1", token[:-1] + ("0" if token[-1] != "0" else "1"), token.upper(), f"{token}0"):
        assert await here.hub.post(here.url + wrong, document("one"), {}) == 404
    assert await here.titles() == []


async def test_a_repeated_push_brings_nothing_twice(here: Scene) -> None:
    (source,) = await here.live()
    for _ in range(3):
        assert await here.hub.publish(topic(source), document("one", "two")) == [200]
    assert sorted(await here.titles()) == ["one", "two"]
    assert here.woken == ["desk"]


async def test_what_a_poll_has_brought_is_not_news_when_it_is_pushed_nor_the_other_way_round(here: Scene) -> None:
    (source,) = await here.live()
    await here.hub.publish(topic(source), document("pushed"))
    await here.poll(source, "polled", "pushed")
    await here.hub.publish(topic(source), document("polled"))
    assert sorted(await here.titles()) == ["polled", "pushed"]


async def test_pushes_of_one_source_are_read_in_the_order_in_which_they_came(here: Scene) -> None:
    (source,) = await here.live()
    for number in range(10):
        await here.hub.publish(topic(source), document("one", words=f"version {number}"))
    (item,) = await here.store.desk.unfiled(10)
    assert (item.text, item.revision) == ("version 9", 9)


async def test_word_of_a_deleted_entry_is_no_news(here: Scene) -> None:
    (source,) = await here.live()
    await here.hub.publish(topic(source), document("one"))
    deleted = (
        b"<feed xmlns='http://www.w3.org/2005/Atom' xmlns:at='http://purl.org/atompub/tombstones/1.0'>"
        b"<at:deleted-entry ref='urn:one' when='2026-03-01T12:00:00+00:00'><link href='https://news.example/one'/>"
        b"<at:by><name>North</name></at:by></at:deleted-entry></feed>"
    )
    assert await here.hub.publish(topic(source), deleted) == [200]
    assert await here.titles() == ["one"]


@pytest.mark.parametrize("body", [b"", b"<html><body>no feed</body></html>", b"\xff\xfe\x00", b"{}"])
async def test_what_cant_be_read_is_not_asked_for_again_and_earns_no_trust(here: Scene, body: bytes) -> None:
    (source,) = await here.live()
    assert await here.hub.publish(topic(source), body) == [202]
    assert not trusted(await here.push(source), here.clock.now())


async def test_a_hub_that_pushes_what_cant_be_read_three_times_in_a_row_is_not_listened_to_for_a_day(
    here: Scene,
) -> None:
    (source,) = await here.live()
    statuses = [await here.hub.publish(topic(source), body) for body in (b"x", b"x", document("one"), b"x", b"x", b"x")]
    assert statuses == [[202], [202], [200], [202], [202], [202]]
    assert await here.hub.publish(topic(source), document("two")) == [410]
    assert await here.titles() == ["one"]
    push = await here.push(source)
    assert (push.state, push.lease_until) == (PushState.REFUSED, None)
    await here.poll(source)
    assert (await here.push(source)).due_at == push.due_at


async def test_what_waits_behind_pushes_that_end_the_subscription_is_not_read(store: Store, clock: HandClock) -> None:
    gate = Gate()
    async with scene(store, clock, parse=gate.parse) as here:
        (source,) = await here.live()
        posts = [asyncio.create_task(here.hub.publish(topic(source), b"x")) for _ in range(6)]
        await until(lambda: here.arrivals._queue.qsize() >= 5)
        gate.open.set()
        statuses = [status for post in posts for status in await post]
    assert sorted(statuses) == [202, 202, 202, 410, 410, 410]


async def test_what_is_too_long_is_refused(here: Scene) -> None:
    (source,) = await here.live()
    assert await here.hub.publish(topic(source), document("one") + b" " * MOST) == [413]
    assert await here.titles() == []


# ---- what is not wanted any more


@pytest.mark.parametrize("state", [SourceState.PAUSED, SourceState.REMOVED, SourceState.DEAD])
async def test_a_hub_is_told_that_nobody_reads_the_source_any_more(here: Scene, state: SourceState) -> None:
    (source,) = await here.live()
    await here.store.sources.change(source.id, state, here.clock.now())
    assert await here.hub.publish(topic(source), document("one")) == [410]
    assert here.hub.subscribers == {}
    assert await here.store.pushes.find(source.id) is None
    assert await here.titles() == []


async def test_a_source_that_is_brought_back_begins_silently_with_a_poll(here: Scene) -> None:
    (source,) = await here.live()
    await here.store.sources.change(source.id, SourceState.REMOVED, here.clock.now())
    await here.store.sources.add(source.outlet, source.kind, source.locator, here.clock.now())
    assert await here.hub.publish(topic(source), document("one")) == [410]
    await here.poll(source, "one")
    assert (await here.push(source)).state is PushState.WANTED
    assert [item.quiet for item in await here.store.desk.unfiled(10)] == [True]


async def test_an_old_path_is_gone_when_the_hub_has_changed(here: Scene) -> None:
    (source,) = await here.live()
    for _ in range(2):
        await here.poll(source, hub=Named("https://other.example/", topic(source)))
    assert await here.hub.publish(topic(source), document("one")) == [410]
    assert (await here.push(source)).hub.url == "https://other.example/"


# ---- questions


async def test_only_what_was_asked_for_lately_is_confirmed(here: Scene) -> None:
    source = await here.add()
    callback, lease = here.url + here.token(await here.push(source)), timedelta(days=1)
    assert await here.hub.ask_back(callback, topic(source), lease) == 404
    await here.ask()
    assert await here.hub.ask_back(callback, "https://other.example/", lease) == 404
    assert await here.hub.ask_back(callback, topic(source), lease, mode="unsubscribe") == 404
    assert await here.hub.ask_back(callback, topic(source), lease) == 200  # our first answer may have been lost
    here.clock.pass_by(601)
    assert await here.hub.ask_back(callback, topic(source), lease) == 404
    assert await here.hub.deny(callback, "https://other.example/") == 404


async def test_nothing_is_confirmed_for_a_source_that_is_not_read(here: Scene) -> None:
    (source,) = await here.live()
    callback = here.url + here.token(await here.push(source))
    await here.store.sources.change(source.id, SourceState.PAUSED, here.clock.now())
    assert await here.hub.ask_back(callback, topic(source), timedelta(days=1)) == 404
    assert await here.hub.ask_back(here.url + SEAL.token(99, "ab"), topic(source), timedelta(days=1)) == 404


@pytest.mark.parametrize("lease", ["", "soon", "-1", "1e9", "9" * 5_000, "٣٦٠٠"])
async def test_a_lease_that_is_no_number_breaks_nothing(here: Scene, lease: str) -> None:
    (source,) = await here.live()
    token = here.token(await here.push(source))
    assert await here.arrivals.verify(token, Asked("subscribe", topic(source), lease))
    until_ = (await here.push(source)).lease_until
    assert until_ is not None
    assert here.clock.now() < until_ <= here.clock.now() + timedelta(days=30)


async def test_a_confirmation_is_written_though_the_request_is_settled_meanwhile(here: Scene) -> None:
    source = await here.add()
    (push,) = await here.store.pushes.claim(here.clock.now(), 1)
    racing = Racing(here.store.pushes, failed(push, "no answer", here.clock.now()))
    here.arrivals._pushes = racing
    assert await here.arrivals.verify(here.token(push), Asked("subscribe", topic(source), "3600"))
    assert racing.lost == 1
    assert (await here.push(source)).state is PushState.LIVE


async def test_a_subscription_that_never_stands_still_is_not_confirmed(here: Scene) -> None:
    source = await here.add()
    (push,) = await here.store.pushes.claim(here.clock.now(), 1)
    here.arrivals._pushes = Racing(here.store.pushes, push, times=9)
    assert not await here.arrivals.verify(here.token(push), Asked("subscribe", topic(source), "3600"))


class Racing:
    """The room of subscriptions, where somebody else is always a little faster."""

    def __init__(self, pushes: Pushes, other: Push, times: int = 1) -> None:
        self._pushes = pushes
        self._other = other
        self._times = times
        self.lost = 0
        self.claim, self.end, self.renew, self.next_due = pushes.claim, pushes.end, pushes.renew, pushes.next_due

    async def find(self, source: int) -> Push | None:
        return await self._pushes.find(source)

    async def settle(self, before: Push, after: Push) -> bool:
        if self.lost < self._times:
            self.lost += 1
            self._other = replace(self._other, due_at=self._other.due_at + timedelta(seconds=1))
            await self._pushes.settle(before, self._other)
        return await self._pushes.settle(before, after)


# ---- many, slow, and cut off


async def test_a_burst_is_stored_whole_and_once(here: Scene) -> None:
    names = [f"n{number}" for number in range(20)]
    sources = await here.live(*names)
    titles = [f"{name}-{number}" for number in range(5) for name in names]
    told = [
        here.hub.publish(topic(source), document(f"{source.outlet.id}-{number}"))
        for number in range(5)
        for source in sources
    ]
    answers = [status for answers in await asyncio.gather(*told) for status in answers]
    assert set(answers) <= {200, 202}
    assert len(answers) == 100
    await eventually(lambda: holds(here, titles))


async def holds(here: Scene, titles: list[str]) -> bool:
    return sorted(await here.titles()) == sorted(titles)


async def test_a_hub_does_not_wait_for_what_takes_long_and_it_is_stored_all_the_same(
    store: Store, clock: HandClock
) -> None:
    gate = Gate()
    async with scene(store, clock, parse=gate.parse) as here:
        (source,) = await here.live()
        assert await here.hub.publish(topic(source), document("one")) == [202]
        gate.open.set()
        await eventually(lambda: holds(here, ["one"]))


async def test_what_there_is_no_room_for_is_sent_away_and_taken_when_it_comes_again(
    store: Store, clock: HandClock
) -> None:
    gate = Gate()
    async with scene(store, clock, parse=gate.parse) as here:
        (source,) = await here.live()
        push = await here.push(source)
        token, body = here.token(push), document("one") + b" " * 5_000_000
        secret = SEAL.secret(source.id, push.nonce)
        posted = Posted(body, "", f"sha256={hmac.new(secret.encode(), body, 'sha256').hexdigest()}")
        waiting = [asyncio.create_task(here.arrivals.receive(token, posted)) for _ in range(3)]
        await until(lambda: here.arrivals._held > 15_000_000)
        assert await here.arrivals.receive(token, posted) is Receipt.BUSY
        gate.open.set()
        assert await asyncio.gather(*waiting) == [Receipt.STORED] * 3
        assert await here.arrivals.receive(token, posted) is Receipt.STORED


async def test_what_has_come_is_stored_before_the_end_and_what_comes_then_is_sent_away(
    store: Store, clock: HandClock
) -> None:
    gate = Gate()
    async with scene(store, clock, parse=gate.parse) as here:
        (source,) = await here.live()
        early = [asyncio.create_task(here.hub.publish(topic(source), document(title))) for title in ("one", "two")]
        await until(lambda: here.arrivals._held > 2_000)
        here.reading.cancel()
        await asyncio.sleep(0.05)
        assert await here.hub.publish(topic(source), document("three")) == [503]
        gate.open.set()
        assert await asyncio.gather(*early) == [[200], [200]]
        await asyncio.gather(here.reading, return_exceptions=True)
        assert sorted(await here.titles()) == ["one", "two"]


async def test_what_does_not_end_in_time_is_sent_away(store: Store, clock: HandClock) -> None:
    gate = Gate()
    async with scene(store, clock, parse=gate.parse, grace=0.1) as here:
        (source,) = await here.live()
        early = [asyncio.create_task(here.hub.publish(topic(source), document(title))) for title in ("one", "two")]
        await until(lambda: here.arrivals._held > 2_000)
        here.reading.cancel()
        assert await asyncio.gather(*early) == [[503], [503]]
        assert await here.titles() == []


@pytest.mark.parametrize("point", ["push.before_store", "push.after_store"])
async def test_an_error_on_the_way_makes_the_hub_repeat_and_nothing_comes_twice(
    store: Store, clock: HandClock, point: str
) -> None:
    struck: list[str] = []

    def reach(crashpoint: str) -> None:
        if crashpoint == point and not struck:
            struck.append(crashpoint)
            raise RuntimeError(crashpoint)

    async with scene(store, clock, reach=reach) as here:
        (source,) = await here.live()
        assert await here.hub.publish(topic(source), document("one")) == [503]
        assert await here.hub.publish(topic(source), document("one")) == [200]
        assert await here.titles() == ["one"]
        assert struck == [point]
