"""Kill the bot at every durable boundary and at random moments: what was owed still arrives, once and in order.

The rounds run side by side: most of their time is waiting for the leases of killed processes. The long campaign, with a
real homeserver and PostgreSQL, is `python -m tests.acceptance.campaign`.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Coroutine, Mapping, Sequence
from functools import partial
from pathlib import Path
from pprint import pformat

import pytest

from tests.acceptance.points import EDIT, LISTEN, POINTS, RELEASE
from tests.acceptance.rounds import RANDOM, Plan, Report, Scene, peer_round, telegram_round

pytestmark = pytest.mark.slow

AT_SENDS = tuple(point for point in POINTS if point.startswith("deliver"))
AT_THE_DESK = tuple(point for point in POINTS if point.startswith("desk"))

Round = Callable[[Path, Plan, int, asyncio.Lock], Coroutine[None, None, Report]]


def scenes(*troubles: str, at: Sequence[str] = ()) -> Sequence[Scene]:
    """A kill amid each trouble, then one at each point."""
    return [*(Scene(RANDOM, trouble) for trouble in troubles), *(Scene(point) for point in at)]


# What a killed process was reading is read again when its lease is over, which takes a while: the rounds share the
# points after which all waits for that.
ROUNDS: Mapping[str, tuple[Round, Sequence[Scene]]] = {
    "keys, news": (peer_round, scenes("502 in HTML", at=["poll.after_settle", *AT_THE_DESK, *RELEASE, *EDIT[:2]])),
    "keys, sends": (peer_round, scenes("database locked", at=[*AT_SENDS, *EDIT[2:]])),
    "repeat": (telegram_round, scenes("dropped after it was stored", "updates dropped", at=[*LISTEN, *AT_SENDS[1:]])),
    "hold": (
        partial(telegram_round, unsure="hold"),
        scenes("dropped before it was stored", "429, for everyone", at=[*AT_SENDS[2:], "poll.before_settle"]),
    ),
}


async def play(folder: Path) -> Mapping[str, Report]:
    """All rounds at once, each with a bot of its own."""
    opening = asyncio.Lock()
    tasks = {}
    async with asyncio.TaskGroup() as playing:
        for seed, (name, (round_, planned)) in enumerate(ROUNDS.items()):
            (place := folder / str(seed)).mkdir()
            tasks[name] = playing.create_task(round_(place, lambda _, planned=planned: planned, seed, opening))
    return {name: task.result() for name, task in tasks.items()}


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Report]:
    return asyncio.run(play(tmp_path_factory.mktemp("crash")))


@pytest.mark.parametrize("name", ROUNDS)
def test_what_is_owed_arrives_whatever_is_killed_and_goes_wrong(reports: Mapping[str, Report], name: str) -> None:
    report, (_, planned) = reports[name], ROUNDS[name]
    assert report.good, pformat(report)
    assert report.kills == Counter(scene.kill for scene in planned)
    begun = {trouble: times for trouble, (times, _) in report.troubles.items() if times}
    assert begun == Counter(scene.trouble for scene in planned if scene.trouble)


def test_where_a_key_makes_one_message_of_two_sends_what_was_in_doubt_was_sent_again(
    reports: Mapping[str, Report],
) -> None:
    assert reports["keys, sends"].folded > 0


def test_where_two_sends_are_two_messages_only_what_is_recorded_as_in_doubt_repeats(
    reports: Mapping[str, Report],
) -> None:
    assert reports["repeat"].verdict.repeated_in_doubt > 0


def test_where_doubts_are_held_nothing_repeats_and_what_is_missing_is_recorded_as_unsure(
    reports: Mapping[str, Report],
) -> None:
    assert reports["hold"].verdict.repeated_in_doubt == 0
    assert reports["hold"].verdict.missing_unsure > 0


def test_stories_go_on_and_digests_come_meanwhile(reports: Mapping[str, Report]) -> None:
    assert reports["keys, sends"].verdict.edited > 0
    assert reports["keys, news"].verdict.digests > 0
