"""Two bots with one account: one leads, the other stands by and takes over; nothing is lost, and nothing said twice."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot.opening import SHORTEST_SILENCE
from tests.acceptance.pair import LEASE, Pair, begin, pair
from tests.kit.stores import postgres_url, sqlite_url
from tests.servers.postgres import Postgres, postgres_server

pytestmark = pytest.mark.slow

TAKEOVER = LEASE * 4 / 3
"""Seconds that a takeover takes: the lease, a third of it until the other looks; then it begins to listen."""
AFTER_A_HANG = SHORTEST_SILENCE
"""The same, where the one that hangs may have been stopped in a transaction; no longer than the usual lease."""
BEGINNING = 2
"""For how many times as long as a process takes to start, the other may take to begin on a machine that has much to do;
with SQLite it opens the database first."""


@pytest.fixture(scope="module")
def postgres() -> Iterator[Postgres]:
    with postgres_server() as server:
        yield server


@pytest.fixture
async def on_postgres(tmp_path: Path, postgres: Postgres) -> AsyncIterator[Pair]:
    async with postgres_url(postgres) as url, pair(tmp_path, url) as two:
        yield two


@pytest.fixture
async def on_sqlite(tmp_path: Path) -> AsyncIterator[Pair]:
    async with pair(tmp_path, sqlite_url(tmp_path / "data" / "attribot.db")) as two:
        yield two


@pytest.fixture(params=["postgresql", "sqlite"])
def two(request: pytest.FixtureRequest) -> Pair:
    name = "on_postgres" if request.param == "postgresql" else "on_sqlite"
    return request.getfixturevalue(name)


async def at_rest(two: Pair) -> None:
    """A report is told of, and nothing is under way any more."""
    two.publish("north", "south")
    await two.told_of_all()
    while await two.ask("SELECT count(*) FROM deliveries WHERE state IN ('pending', 'sending')"):  # noqa: ASYNC110 - it rings no bell
        await asyncio.sleep(0.05)


def asked(two: Pair, name: str) -> list[str]:
    return [text for text in two.chat.bot_texts if name in text]


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
async def test_when_the_leader_ends_the_other_takes_over(two: Pair, number: signal.Signals) -> None:
    await begin(two)
    await at_rest(two)
    assert not two.leads("second")
    two.signal("first", number)
    ended = await two.ended("first")
    assert ended == (0 if number is signal.SIGTERM else -signal.SIGKILL), two.log("first")
    two.publish("north", "east")
    two.ann.says(two.chat, "/filter add wanted homs")
    assert await two.until(lambda: two.leads("second")) < TAKEOVER + BEGINNING * two.boot
    await two.told_of_all()
    await two.until(lambda: bool(asked(two, "wanted")))
    assert set(two.told().values()) == {1}
    assert len(asked(two, "wanted")) == 1
    assert two.api.updates.conflicts == 0


async def test_a_leader_that_hangs_is_succeeded_and_says_nothing_more_when_it_wakes(on_postgres: Pair) -> None:
    two = on_postgres
    await begin(two)
    await at_rest(two)
    two.signal("first", signal.SIGSTOP)
    two.publish("north", "east")
    two.ann.says(two.chat, "/filter add wanted homs")
    assert await two.until(lambda: two.leads("second")) < AFTER_A_HANG + BEGINNING * two.boot
    await two.told_of_all()
    said, called = two.calls("first", "sendMessage"), two.calls("first", "getUpdates")
    two.signal("first", signal.SIGCONT)
    two.publish("south", "west")
    two.ann.says(two.chat, "/filter add second homs")
    await two.told_of_all()
    await two.until(lambda: bool(asked(two, "second") and asked(two, "wanted")))
    await asyncio.sleep(2 * LEASE)
    assert two.calls("first", "sendMessage") == said
    assert two.calls("first", "getUpdates") - called <= 1
    assert set(two.told().values()) == {1}
    assert [len(asked(two, name)) for name in ("wanted", "second")] == [1, 1]
    assert two.api.updates.conflicts <= 1
    two.signal("second", signal.SIGTERM)
    assert await two.ended("second") == 0
    two.publish("west")
    await two.told_of_all()  # it stands by itself now, and leads again when it is its turn
    assert two.calls("first", "sendMessage") == said + 1


async def test_a_leader_that_hangs_before_a_send_does_not_send_when_it_wakes(on_postgres: Pair) -> None:
    two = on_postgres
    marker = two.folder / "marker"
    await begin(two, HANG_AT="deliver.before_send", MARKER=str(marker))
    two.publish("north")
    await two.until(marker.exists)
    await two.told_of_all()
    two.signal("first", signal.SIGCONT)
    await two.until(lambda: "outcome came too late" in two.log("first") or "does not lead" in two.log("first"))
    two.publish("south")
    await two.told_of_all()
    await asyncio.sleep(LEASE)
    assert two.calls("first", "sendMessage") == 0
    assert set(two.told().values()) == {1}


async def test_a_leader_that_hangs_in_a_send_leaves_a_doubt_and_no_more(on_postgres: Pair) -> None:
    two = on_postgres
    marker = two.folder / "marker"
    await begin(two, HANG_AT="deliver.after_send", MARKER=str(marker))
    two.publish("north")
    await two.until(marker.exists)
    await two.until(lambda: two.told() == {1: 2})
    assert "(possible repeat)" in two.chat.bot_texts[-1]
    two.signal("first", signal.SIGCONT)
    await two.until(lambda: "outcome came too late" in two.log("first"))
    two.publish("south")
    await two.told_of_all()
    await asyncio.sleep(LEASE)
    assert two.told() == {1: 2, 2: 1}
    assert two.calls("first", "sendMessage") == 1
    assert await two.ask("SELECT count(*) FROM deliveries WHERE doubts > 0") == 1


async def test_with_sqlite_a_leader_that_hangs_keeps_the_file_and_goes_on_when_it_wakes(on_sqlite: Pair) -> None:
    two = on_sqlite
    await begin(two)
    await at_rest(two)
    two.signal("first", signal.SIGSTOP)
    two.publish("north")
    await asyncio.sleep(2 * LEASE)
    assert not two.leads("second")
    two.signal("first", signal.SIGCONT)
    await two.told_of_all()
    assert set(two.told().values()) == {1}
    two.signal("second", signal.SIGTERM)
    assert await two.ended("second") == 0
