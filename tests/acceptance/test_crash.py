"""Kill the bot at every durable boundary and at random moments: what was owed still arrives, once, in order."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.acceptance.drill import POINTS, Drill
from tests.acceptance.sides import PeerSide
from tests.acceptance.world import FEEDS, world

RANDOM_KILLS = 8

pytestmark = pytest.mark.slow


async def test_where_a_key_makes_one_message_of_two_sends_nothing_is_lost_or_repeated(tmp_path: Path) -> None:
    chance = random.Random(7)
    async with world() as here:
        drill = Drill(tmp_path, here.wire, here.host, PeerSide(here))
        await drill.prepare()
        for point in POINTS:
            for feed in FEEDS:
                here.wire.publish(feed)
            await drill.crash(point)
        for _ in range(RANDOM_KILLS):
            here.wire.publish(chance.choice(FEEDS))
            await drill.kill(chance.uniform(0.3, 3))
        verdict = await drill.finish()
    assert verdict.good, verdict
    assert verdict.alerts == 3 * len(here.wire.numbers)
    assert set(drill.kills) == {*POINTS, "random"}
    assert drill.orphans == 0
