"""Kill the bot at every durable boundary and at random moments: what was owed still arrives, once and in order.

The rounds run side by side: most of their time is waiting for the leases of killed processes. The long campaign, with a
real homeserver and PostgreSQL, is `python -m tests.acceptance.campaign`.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Coroutine, Sequence
from functools import partial
from pathlib import Path

import pytest

from tests.acceptance.points import LISTEN, POINTS
from tests.acceptance.rounds import RANDOM, Plan, Report, Scene, peer_round, telegram_round

pytestmark = pytest.mark.slow

BEFORE_SENDS = [Scene(point) for point in POINTS if not point.startswith("deliver")]
AT_SENDS = [Scene(point) for point in POINTS if point.startswith("deliver")]
BY_PEOPLE = [Scene(point) for point in LISTEN]

Round = Callable[[Path, Plan, int, asyncio.Lock], Coroutine[None, None, Report]]


async def run(folder: Path, *parts: tuple[Round, Sequence[Scene]]) -> list[Report]:
    """All parts at once, each with a bot of its own; every kill asked for must have happened, and every trouble."""
    folders = [folder / str(number) for number in range(len(parts))]
    for one in folders:
        one.mkdir()
    opening = asyncio.Lock()
    async with asyncio.TaskGroup() as rounds:
        played = [
            rounds.create_task(play(one, lambda _, scenes=scenes: scenes, seed, opening))
            for seed, (one, (play, scenes)) in enumerate(zip(folders, parts, strict=True))
        ]
    reports = [task.result() for task in played]
    for report, (_, scenes) in zip(reports, parts, strict=True):
        assert report.kills == Counter(scene.kill for scene in scenes)
        begun = {name: begun for name, (begun, _) in report.troubles.items() if begun}
        assert begun == Counter(scene.trouble for scene in scenes if scene.trouble)
        assert report.good, report
    return reports


async def test_where_a_key_makes_one_message_of_two_sends_everything_arrives_once(tmp_path: Path) -> None:
    before = [Scene(RANDOM, "dropped after it was stored"), Scene(RANDOM, "502 in HTML")]
    at = [Scene(RANDOM, "dropped before it was stored"), Scene(RANDOM, "database locked")]
    reports = await run(tmp_path, (peer_round, [*before, *BEFORE_SENDS]), (peer_round, [*at, *AT_SENDS]))
    assert sum(report.folded for report in reports) > 0


async def test_where_two_sends_are_two_messages_only_what_is_recorded_as_in_doubt_may_repeat(tmp_path: Path) -> None:
    before = [Scene(RANDOM, "429, long"), Scene(RANDOM, "dropped after it was stored")]
    at = [Scene(RANDOM, "500"), Scene(RANDOM, "updates dropped")]
    reports = await run(tmp_path, (telegram_round, [*before, *BY_PEOPLE]), (telegram_round, [*at, *AT_SENDS]))
    assert sum(report.verdict.repeated_in_doubt for report in reports) > 0


async def test_where_doubts_are_held_nothing_repeats_and_what_is_missing_is_recorded_as_unsure(tmp_path: Path) -> None:
    play = partial(telegram_round, unsure="hold")
    lost = [Scene(RANDOM, "dropped before it was stored"), Scene(RANDOM, "dropped after it was stored")]
    (report,) = await run(tmp_path, (play, [*lost, *AT_SENDS, Scene(RANDOM, "429, for everyone")]))
    assert report.verdict.repeated_in_doubt == 0
    assert report.verdict.missing_unsure > 0
