"""Kill the bot at every durable boundary and at random moments: what was owed still arrives, once and in order.

The rounds run side by side: most of their time is waiting for the leases of killed processes.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Coroutine, Sequence
from pathlib import Path

import pytest

from tests.acceptance.drill import LISTEN, POINTS
from tests.acceptance.rounds import RANDOM, Report, peer_round, telegram_round

pytestmark = pytest.mark.slow

BEFORE_SENDS = [point for point in POINTS if not point.startswith("deliver")]
AT_SENDS = [point for point in POINTS if point.startswith("deliver")]

Round = Callable[[Path, Sequence[str], int, asyncio.Lock], Coroutine[None, None, Report]]


async def run(folder: Path, play: Round, *parts: Sequence[str]) -> list[Report]:
    """All parts at once, each with a bot of its own; every kill asked for must have happened."""
    folders = [folder / str(number) for number in range(len(parts))]
    for one in folders:
        one.mkdir()
    opening = asyncio.Lock()
    async with asyncio.TaskGroup() as rounds:
        played = [
            rounds.create_task(play(one, kills, seed, opening))
            for seed, (one, kills) in enumerate(zip(folders, parts, strict=True))
        ]
    reports = [task.result() for task in played]
    assert sum((report.kills for report in reports), Counter()) == sum(map(Counter, parts), Counter())
    assert [report.orphans for report in reports] == [0] * len(parts)
    for report in reports:
        assert report.verdict.good, report.verdict
    return reports


async def test_where_a_key_makes_one_message_of_two_sends_everything_arrives_once(tmp_path: Path) -> None:
    await run(tmp_path, peer_round, [*BEFORE_SENDS, RANDOM, RANDOM], [*AT_SENDS, RANDOM, RANDOM])


async def test_where_two_sends_are_two_messages_only_what_is_recorded_as_in_doubt_may_repeat(tmp_path: Path) -> None:
    reports = await run(tmp_path, telegram_round, [*LISTEN, RANDOM, RANDOM], [*AT_SENDS, RANDOM, RANDOM])
    assert [(report.unanswered, report.undone) for report in reports] == [(0, 0)] * 2
