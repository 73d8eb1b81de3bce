"""A long drill: kill the bot many times, at every crashpoint and at random moments, while much else goes wrong.

    python -m tests.acceptance.campaign --kills 200

Four bots are killed side by side: one on a platform that takes keys, over PostgreSQL; one on a real Synapse; two on
Telegram, under one policy for sends in doubt and under the other. Prints one JSON line; the exit code is 1 when an
alert was lost, came twice without being recorded as in doubt, or out of order, and when something that was to go wrong
never did. docs/reliability.md tells what it means.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import asdict
from itertools import cycle
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.log import set_up
from tests.acceptance.points import EDIT, LISTEN, POINTS, RELEASE
from tests.acceptance.rounds import CALM, EARLY, RANDOM, Plan, Report, Scene, matrix_round, peer_round, telegram_round
from tests.acceptance.troubles import Trouble
from tests.servers.postgres import postgres_server
from tests.servers.synapse import restarting_synapse

SHARE = 0.5
"""Part of the kills that come at random moments; the others hit each crashpoint in turn."""
SPECIAL = 0.2
"""Of these, the part that comes before the bot is at work, and the part that comes when it has nothing to do."""
TROUBLED = 0.7
"""Part of the kills with something else that goes wrong."""
FIRST_WORDS = 3_000
"""Characters of what a round failed with; the log of its bot is part of it."""
SILENT = (*POINTS, *EDIT, *RELEASE)
TALKING = (*SILENT, *LISTEN)
ROUNDS = {"peer": SILENT, "matrix": TALKING, "telegram_repeat": TALKING, "telegram_hold": TALKING}
"""The crashpoints that each can be brought to."""


def planned(kills: int, points: Sequence[str], chance: random.Random) -> Plan:
    """So many kills in a random order, with each kind of trouble in turn."""
    named = [points[number % len(points)] for number in range(round(kills * SHARE))]
    special = round(kills * SHARE * SPECIAL)
    order = named + [EARLY, CALM] * special + [RANDOM] * (kills - len(named) - 2 * special)
    chance.shuffle(order)

    def plan(troubles: Sequence[Trouble]) -> list[Scene]:
        beside = cycle([trouble.name for trouble in troubles if trouble.running])
        anywhere = cycle([trouble.name for trouble in troubles if not trouble.running])
        scenes = []
        for kill in order:
            names = beside if kill == RANDOM and chance.random() < SHARE else anywhere
            scenes.append(Scene(kill, next(names) if chance.random() < TROUBLED else ""))
        return scenes

    return plan


async def campaign(kills: int, seed: int, folder: Path) -> dict[str, object]:
    """All rounds, side by side; gives the figures."""
    chance = random.Random(seed)
    began = time.monotonic()
    share = [kills // len(ROUNDS) + (number < kills % len(ROUNDS)) for number in range(len(ROUNDS))]
    plans = [planned(each, points, chance) for each, points in zip(share, ROUNDS.values(), strict=True)]
    folders = [folder / name for name in ROUNDS]
    for one in folders:
        one.mkdir()
    opening = asyncio.Lock()
    starts = [
        (one, plan, seed + number, opening) for number, (one, plan) in enumerate(zip(folders, plans, strict=True))
    ]
    with ExitStack() as servers:
        postgres = servers.enter_context(postgres_server())
        home = servers.enter_context(restarting_synapse())
        played = await asyncio.gather(
            peer_round(*starts[0], postgres),
            matrix_round(*starts[1], home),
            telegram_round(*starts[2], "repeat"),
            telegram_round(*starts[3], "hold"),
            return_exceptions=True,  # one that can't go on does not end the others
        )
    reports = [report for report in played if isinstance(report, Report)]
    return {
        "benchmark": "crash campaign",
        "seed": seed,
        "kills": sum(report.kills.total() for report in reports),
        "good": all(isinstance(report, Report) and report.good for report in played),
        "points": dict(sum((report.kills for report in reports), Counter[str]())),
        "rounds": {name: _figures(report) for name, report in zip(ROUNDS, played, strict=True)},
        "seconds": round(time.monotonic() - began),
    }


def _figures(report: Report | BaseException) -> dict[str, object]:
    """Figures; of what must not be, how much there was. Of a round that could not go on, why."""
    if isinstance(report, BaseException):
        return {"good": False, "failed": f"{type(report).__name__}: {report}"[:FIRST_WORDS]}
    told = asdict(report.verdict) | {"unanswered": report.unanswered, "undone": report.undone}
    counted = {name: len(value) if isinstance(value, list) else value for name, value in told.items()}
    troubles = {name: {"begun": begun, "happened": happened} for name, (begun, happened) in report.troubles.items()}
    bad = {name: value for name, value in told.items() if isinstance(value, list) and value}
    return {
        "good": report.good,
        "kills": report.kills.total(),
        **counted,
        "orphans": report.orphans,
        "folded": report.folded,
        "troubles": troubles,
        "never_happened": report.unproved,
        **({"bad": bad} if bad else {}),
    }


def main() -> None:
    """Run it and print the line."""
    arguments = argparse.ArgumentParser(description="Kill the bot many times and compare its chats with the news.")
    arguments.add_argument("--kills", type=int, default=100)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--keep", type=Path, help="a folder for logs and databases, which are thrown away otherwise")
    asked = arguments.parse_args()
    set_up("error", as_json=False)
    with TemporaryDirectory(prefix="attribot-campaign-") as folder:
        place = asked.keep or Path(folder)
        place.mkdir(parents=True, exist_ok=True)
        figures = asyncio.run(campaign(asked.kills, asked.seed, place))
    sys.stdout.write(json.dumps(figures) + "\n")
    sys.exit(0 if figures["good"] else 1)


if __name__ == "__main__":
    main()
