"""What was held goes out when it is due, without what is muted by then."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from bot.core.decisions import Filing, Wanted
from bot.core.model import Alias, Item, Match, Mute, MuteKind, Relation, SubscriptionKind
from bot.engine.bells import Bell
from bot.engine.health import note_outage
from bot.engine.release import Release
from bot.engine.ticker import Ticker
from bot.ports import Doubts, Due, Holding, Reach, Store, ignore
from tests.core.gazette import Gazette
from tests.core.nouns import an_item
from tests.engine.fakes import LEASE, HandClock, Mouth, deliverer, meet, publish, run_once

HOUR = timedelta(hours=1)


def releaser(
    holding: Holding, clock: HandClock, *, woken: Callable[[], None] = lambda: None, reach: Reach = ignore
) -> Release:
    return Release(holding, clock, Gazette(), woken=woken, reach=reach)


async def hold(store: Store, clock: HandClock, chats: int, *titles: str) -> None:
    """Stories of these titles, held for an hour for so many chats."""
    known = [await meet(store, clock, str(number)) for number in range(chats)]
    await publish(store, clock, *titles)
    match = Match(1, SubscriptionKind.QUERY, "hama")
    until = clock.now() + HOUR
    wanted = tuple(Wanted(each.id, "", (match,), held_until=until, held_for="hourly digest") for each in known)
    filings = [Filing(each.id, 0, None, Relation.NEW, "", wanted) for each in await store.desk.unfiled(10)]
    fence = await store.ledger.lead("desk", "me", clock.now(), LEASE)
    assert fence is not None
    assert await store.desk.file(filings, fence, clock.now()) == chats * len(titles)


async def test_what_is_held_is_released_when_it_is_due_and_the_senders_are_woken(
    store: Store, clock: HandClock
) -> None:
    woken: list[str] = []
    stage = releaser(store.holding, clock, woken=lambda: woken.append("deliver"))
    await hold(store, clock, 2, "Bread is cheaper", "Army advances")
    assert await stage.claim(1) == ()
    assert await stage.rest() == 60
    clock.pass_by(3_590)
    assert await stage.rest() == 10
    clock.pass_by(10)
    (batch,) = await stage.claim(1)
    await stage.work(batch)
    assert woken == ["deliver", "deliver"]
    assert await stage.claim(1) == ()
    platform = Mouth()
    await run_once(deliverer(store, platform, clock))
    assert [told.text.partition("\n")[0] for told in platform.told] == ["Hourly digest · 2 stories since 12:00 UTC"] * 2


@pytest.mark.parametrize(("point", "digests"), [("release.before_commit", 0), ("release.after_commit", 1)])
async def test_whoever_dies_at_a_release_leaves_all_or_nothing_of_it(
    store: Store, clock: HandClock, point: str, digests: int
) -> None:
    def reach(reached: str) -> None:
        if reached == point:
            raise SystemExit

    await hold(store, clock, 1, "Bread is cheaper", "Army advances")
    clock.pass_by(3_600)
    dying = releaser(store.holding, clock, reach=reach)
    (batch,) = await dying.claim(1)
    with pytest.raises(SystemExit):
        await dying.work(batch)
    assert (await store.ledger.health(clock.now())).pending == digests
    stage = releaser(store.holding, clock)
    for again in await stage.claim(1):
        await stage.work(again)
    platform = Mouth()
    delivers = deliverer(store, platform, clock)
    while await run_once(delivers):
        clock.pass_by(60)
    assert len(platform.told) == 1
    assert "2 stories" in platform.told[0].text


class Muted:
    """Holds three items for one chat that mutes a query."""

    def __init__(self, query: str, *items: Item, aliases: tuple[Alias, ...] = ()) -> None:
        until = HandClock().now() + 10 * HOUR
        self._doubts = Doubts((Mute(1, 7, MuteKind.QUERY, query, until),), aliases, {item.id: item for item in items})
        self.muted: dict[int, str] = {}

    async def due(self, now: object, limit: int) -> tuple[Due, ...]:
        return (Due(7, ""),)

    async def doubts(self, due: Due, now: object) -> Doubts:
        return self._doubts

    async def release(self, due: Due, now: object, muted: dict[int, str], **_named: object) -> bool:
        self.muted = muted
        return False

    async def next_due(self) -> None:
        return None


@pytest.mark.parametrize(
    ("query", "aliases"), [("bread", ()), ("loaf", (Alias("loaf", ("bread",)),)), ("hama title:bread", ())]
)
async def test_what_a_query_mutes_by_now_is_told_to_the_store(
    clock: HandClock, query: str, aliases: tuple[Alias, ...]
) -> None:
    woken: list[str] = []
    items = an_item(1, title="Bread in Hama"), an_item(2, title="Army in Hama"), an_item(3, title="Hama: bread again")
    holding = Muted(query, *items, aliases=aliases)
    stage = releaser(holding, clock, woken=lambda: woken.append("deliver"))  # type: ignore[arg-type]
    for batch in await stage.claim(1):
        await stage.work(batch)
    assert holding.muted == {1: f"“{query}” is muted", 3: f"“{query}” is muted"}
    assert woken == []


class Stuck(Muted):
    """Holds something for three chats, of which the second can't be released."""

    def __init__(self) -> None:
        super().__init__("bread")
        self.released: list[int] = []

    async def due(self, now: object, limit: int) -> tuple[Due, ...]:
        return tuple(Due(chat, "") for chat in (6, 7, 8))

    async def release(self, due: Due, now: object, muted: dict[int, str], **_named: object) -> bool:
        if due.chat == 7:
            raise ValueError("a bug")
        self.released.append(due.chat)
        return True

    async def next_due(self) -> datetime:  # type: ignore[override]  # something is due
        return HandClock().now()


async def test_a_chat_that_cant_be_released_holds_up_no_other_and_is_tried_again_in_a_while(clock: HandClock) -> None:
    holding, woken = Stuck(), list[str]()
    stage = releaser(holding, clock, woken=lambda: woken.append("deliver"))  # type: ignore[arg-type]
    (batch,) = await stage.claim(1)
    assert await stage.rest() < 1
    await stage.work(batch)
    assert holding.released == [6, 8]
    assert len(woken) == 2
    assert await stage.rest() == 10
    await stage.work(batch[:1])
    assert await stage.rest() < 1


async def test_a_bell_is_rung_as_a_minute_begins() -> None:
    """Without waiting for one: it is asked when that would be."""
    bell, ticker = Bell(), Ticker()
    ticker.each_minute("test", bell.ring)
    ticker.start()
    (job,) = ticker._scheduler.get_jobs()
    now = job.next_run_time
    again = job.trigger.get_next_fire_time(now, now + timedelta(seconds=1))
    assert (now.second, now.microsecond, again - now) == (0, 0, timedelta(minutes=1))
    await job.func()
    assert await bell.heard(0.1)
    ticker.stop()


async def test_a_bot_that_was_away_for_long_remembers_since_when(store: Store, clock: HandClock) -> None:
    await note_outage(store.ledger, clock)
    assert await store.ledger.recall("outage") == ""
    began = clock.now()
    await store.ledger.remember("heartbeat", began.isoformat())
    clock.pass_by(600)
    await note_outage(store.ledger, clock)
    assert await store.ledger.recall("outage") == ""
    clock.pass_by(1)
    await note_outage(store.ledger, clock)
    assert await store.ledger.recall("outage") == f"{began.isoformat()}/{clock.now().isoformat()}"
