"""Who is told of sources in trouble, and how often."""

from __future__ import annotations

from datetime import timedelta

from bot.core.model import Address, SourceState
from bot.core.outcome import Failed, Read
from bot.engine.care import caring
from bot.ports import Store
from tests.engine.fakes import OUTLET, HandClock, Mouth, deliverer, run_once
from tests.kit.tempo import AT_ONCE

OPERATOR = Address("telegram", "7")
HOUR = timedelta(hours=1)
GONE = Failed("the site answered 410 Gone: it was taken down for good", gone=True)


async def follow(store: Store, clock: HandClock) -> None:
    await store.sources.add(OUTLET, "feed", "https://sana.example/feed", clock.now())


async def poll(store: Store, clock: HandClock, outcome: Read | Failed) -> None:
    """Claim the source whenever it is due next, and settle it now."""
    (held,) = await store.sources.claim(clock.now() + timedelta(days=30), 1, HOUR)
    assert await store.sources.settle(held, outcome, AT_ONCE, clock.now())


async def look(store: Store, clock: HandClock, *operators: Address) -> list[str]:
    """Look after the sources; gives what the operators are told thereupon."""
    await caring(store.sources, store.chats, clock, operators or (OPERATOR,), lambda: None)()
    mouth = Mouth()
    sender = deliverer(store, mouth, clock)
    while await run_once(sender):
        clock.pass_by(5)
    return [told.text for told in mouth.told]


async def test_the_operator_is_told_once_of_a_source_that_failed_for_a_day(store: Store, clock: HandClock) -> None:
    await follow(store, clock)
    await poll(store, clock, Failed("the site answered 403 Forbidden"))
    assert await look(store, clock) == []
    clock.pass_by(24 * 3600)
    assert await look(store, clock) == [
        "Source 1, SANA English: it has failed for a day or longer: the site answered 403 Forbidden."
    ]
    clock.pass_by(24 * 3600)
    assert await look(store, clock) == []


async def test_trouble_that_was_over_is_told_of_again(store: Store, clock: HandClock) -> None:
    await follow(store, clock)
    for told in (1, 1):
        await poll(store, clock, Failed("down"))
        clock.pass_by(24 * 3600)
        assert len(await look(store, clock)) == told
        await poll(store, clock, Read(()))
        assert await look(store, clock) == []


async def test_a_source_that_is_gone_for_good_is_given_up_and_told_of(store: Store, clock: HandClock) -> None:
    await follow(store, clock)
    for _ in range(3):
        await poll(store, clock, GONE)
        clock.pass_by(24 * 3600)
    assert [source.state for source in await store.sources.every()] == [SourceState.DEAD]
    (told,) = await look(store, clock)
    assert "gone for good" in told


async def test_a_source_in_trouble_without_operators_is_kept_in_mind(store: Store, clock: HandClock) -> None:
    await follow(store, clock)
    await poll(store, clock, Failed("down"))
    clock.pass_by(24 * 3600)
    woken: list[str] = []
    await caring(store.sources, store.chats, clock, (), lambda: woken.append("wake"))()
    assert [source.record.told for source in await store.sources.every()] == ["failing"]
