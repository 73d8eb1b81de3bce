"""How hubs are asked to push, on a clock that a test holds and over real HTTP."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.model import SourceState
from bot.core.outcome import Hub
from bot.core.push import PushState, trusted
from bot.core.seal import Seal
from bot.ports import Page, Post, Store, Unreachable
from tests.engine.fakes import HandClock
from tests.engine.hubs import SEAL, Scene, ask, document, scene, topic
from tests.engine.waiting import until

pytestmark = pytest.mark.slow

DAY = timedelta(days=1)


@pytest.fixture
async def here(store: Store, clock: HandClock) -> AsyncIterator[Scene]:
    async with scene(store, clock) as running:
        yield running


async def test_a_hub_is_asked_verifies_and_grants(here: Scene) -> None:
    (source,) = await here.live()
    push = await here.push(source)
    assert (push.state, push.lease_until) == (PushState.LIVE, here.clock.now() + 10 * DAY)
    assert here.hub.verified == [200]
    (request,) = here.hub.requests
    assert request["hub.callback"] == here.url + SEAL.token(source.id, push.nonce)
    assert request["hub.topic"] == topic(source)
    assert request["hub.secret"] == SEAL.secret(source.id, push.nonce)


async def test_neither_path_nor_secret_stands_in_the_database(here: Scene) -> None:
    (source,) = await here.live()
    push = await here.push(source)
    kept = repr(push)
    assert SEAL.token(source.id, push.nonce).rpartition("-")[2] not in kept
    assert SEAL.secret(source.id, push.nonce) not in kept


async def test_a_lease_is_renewed_at_eighty_percent_by_the_same_path(here: Scene) -> None:
    here.hub.behave(longest=DAY)
    (source,) = await here.live()
    stage = here.subscribe()
    here.clock.pass_by(0.8 * DAY.total_seconds() - 1)
    assert await ask(stage) == ()
    assert await stage.rest() == 1.0
    here.clock.pass_by(1)
    (renewing,) = await ask(stage)
    assert renewing.state is PushState.RENEWING
    await until(lambda: len(here.hub.verified) == 2)
    assert (await here.push(source)).lease_until == here.clock.now() + DAY
    assert here.hub.requests[0] == here.hub.requests[1]
    assert len(here.hub.subscribers) == 1


async def test_a_lease_that_ran_out_while_the_bot_was_away_is_asked_for_anew(here: Scene) -> None:
    here.hub.behave(longest=DAY)
    (source,) = await here.live()
    here.clock.pass_by(2 * DAY.total_seconds())
    (push,) = await ask(here.subscribe())
    assert push.state is PushState.ASKED
    await until(lambda: len(here.hub.verified) == 2)
    assert (await here.push(source)).state is PushState.LIVE


async def test_a_renewal_that_fails_is_tried_again_and_the_lease_lapses_only_when_it_is_over(here: Scene) -> None:
    here.hub.behave(longest=DAY)
    (source,) = await here.live()
    here.hub.behave(status=500)
    stage = here.subscribe()
    here.clock.pass_by(0.8 * DAY.total_seconds())
    states = []
    while (push := await here.push(source)).state is not PushState.LAPSED:
        here.clock.pass_by(max((push.due_at - here.clock.now()).total_seconds(), 0))
        await ask(stage)
        states.append((await here.push(source)).state)
    assert states == [PushState.LIVE] * (len(states) - 1) + [PushState.LAPSED]
    assert len(states) > 5
    assert push.error == "the hub answered 500"
    here.hub.behave(status=202)
    here.clock.pass_by((push.due_at - here.clock.now()).total_seconds())
    await ask(stage)
    await until(lambda: len(here.hub.verified) == 2)
    assert (await here.push(source)).state is PushState.LIVE


async def test_a_hub_that_refuses_is_asked_again_after_about_a_day(here: Scene) -> None:
    here.hub.behave(status=400)
    (source,) = await here.live()
    push = await here.push(source)
    assert (push.state, push.error) == (PushState.REFUSED, "the hub answered 400")
    assert push.due_at - here.clock.now() == pytest.approx(DAY, rel=0.2)


async def test_a_hub_that_denies_says_why(here: Scene) -> None:
    here.hub.behave(deny="this topic is not served here")
    (source,) = await here.live()
    push = await here.push(source)
    assert here.hub.verified == [200]
    assert (push.state, push.error) == (PushState.REFUSED, "the hub refused: this topic is not served here")


async def test_a_hub_may_end_what_it_granted(here: Scene) -> None:
    (source,) = await here.live()
    await here.hub.publish(topic(source), document("one"))
    push = await here.push(source)
    assert trusted(push, here.clock.now())
    assert await here.hub.deny(here.url + here.token(push), topic(source), "moved") == 200
    assert not trusted(await here.push(source), here.clock.now())


@pytest.mark.parametrize("delay", [0.0, 0.5])
async def test_a_hub_that_verifies_before_it_answers_is_understood(
    store: Store, clock: HandClock, delay: float
) -> None:
    async with scene(store, clock, total=0.3) as here:
        here.hub.behave(early=True, delay=delay)
        (source,) = await here.live()
        push = await here.push(source)
        assert (push.state, push.error) == (PushState.LIVE, "")


async def test_a_hub_whose_answer_is_lost_may_verify_all_the_same(store: Store, clock: HandClock) -> None:
    async with scene(store, clock, total=0.2) as here:
        here.hub.behave(delay=0.5)
        source = await here.add()
        await ask(here.subscribe())
        assert "did not answer in full" in (await here.push(source)).error
        await until(lambda: here.hub.verified == [200])
        assert (await here.push(source)).state is PushState.LIVE


async def test_a_hub_that_never_verifies_is_asked_again_later_each_time(here: Scene) -> None:
    here.hub.behave(verify=False)
    source = await here.add()
    stage = here.subscribe()
    waits = []
    for _ in range(3):
        assert len(await ask(stage)) == 1
        here.clock.pass_by(600)
        assert await ask(stage) == ()
        push = await here.push(source)
        assert (push.state, push.error) == (PushState.WANTED, "the hub took the request and never verified it")
        waits.append((push.due_at - here.clock.now()).total_seconds())
        here.clock.pass_by(waits[-1])
    assert waits == pytest.approx([300, 600, 1_200], rel=0.2)


async def test_a_hub_whose_host_asks_for_silence_is_put_off_without_blame(here: Scene) -> None:
    here.hub.behave(status=429, headers={"Retry-After": "1800"})
    await here.live("north")
    source = await here.add("south")
    stage = here.subscribe()
    assert len(await ask(stage)) == 1
    push = await here.push(source)
    assert (push.state, push.failures) == (PushState.WANTED, 0)
    assert (push.due_at - here.clock.now()).total_seconds() == pytest.approx(1_800, abs=5)
    assert len(here.hub.requests) == 1


async def test_one_process_asks_and_another_takes_over(here: Scene) -> None:
    await here.add()
    first, second = here.subscribe("first"), here.subscribe("second")
    assert len(await first.claim(10)) == 1
    await here.add("south")
    assert await second.claim(10) == ()
    assert len(await first.claim(10)) == 1
    here.clock.pass_by(3_600)
    await here.add("west")
    assert {push.source.outlet.id for push in await second.claim(10)} == {"west"}


@pytest.mark.parametrize("change", ["url", "key"])
async def test_a_new_address_or_key_is_told_to_all_hubs_at_once(here: Scene, change: str) -> None:
    sources = await here.live("north", "south")
    assert await ask(here.subscribe("other")) == ()
    here.clock.pass_by(60)
    moved = (
        here.subscribe("moved", here.url.replace("127.0.0.1", "localhost"))
        if change == "url"
        else here.subscribe("moved", seal=Seal(b"P" * 32, b"S" * 32))
    )
    assert {push.source.id for push in await ask(moved)} == {source.id for source in sources}
    assert len({request["hub.callback"] for request in here.hub.requests}) == 4
    assert await ask(moved) == ()


async def test_nobody_is_asked_for_a_source_that_is_paused(here: Scene) -> None:
    source = await here.add()
    await here.store.sources.change(source.id, SourceState.PAUSED, here.clock.now())
    assert await ask(here.subscribe()) == ()
    assert here.hub.requests == []


@pytest.mark.parametrize(
    ("locator", "brought_by", "private"),
    [
        ("https://stranger.example/feed", None, False),
        ("http://nas.lan/feed", None, True),
        ("http://nas.lan/feed", 7, False),
    ],
)
async def test_a_hub_on_a_private_host_is_asked_only_where_the_operator_reads_from_that_host(
    here: Scene, locator: str, brought_by: int | None, *, private: bool
) -> None:
    (source,) = await here.live()
    push, posted = await here.push(source), list[Post]()

    async def post(ask: Post) -> Page | Unreachable:
        posted.append(ask)
        return Page(202, ask.url, {}, b"")

    stage = here.subscribe()
    stage._pushing = replace(stage._pushing, post=post)
    named = replace(source, locator=locator, outlet=replace(source.outlet, brought_by=brought_by))
    await stage.work(replace(push, source=named, hub=Hub("http://nas.lan:8443/admin?reset=1", locator)))
    assert [(ask.url, ask.private) for ask in posted] == [("http://nas.lan:8443/admin?reset=1", private)]
