"""A long drill: kill the bot many times, at every crashpoint and at random moments, and print what its chats show.

    python -m tests.acceptance.campaign --kills 100

Half of the kills hit a bot on a platform that takes keys, like Matrix, half one on Telegram. Prints one JSON line; the
exit code is 1 when an alert was lost, or repeated without being recorded as in doubt.
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
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.log import set_up
from tests.acceptance.drill import LISTEN, POINTS
from tests.acceptance.rounds import RANDOM, Report, peer_round, telegram_round

SHARE = 0.5
"""Part of the kills that come at random moments; the others hit each crashpoint in turn."""


def plan(kills: int, points: Sequence[str], chance: random.Random) -> list[str]:
    """So many kills, in a random order."""
    named = [points[number % len(points)] for number in range(round(kills * SHARE))]
    planned = named + [RANDOM] * (kills - len(named))
    chance.shuffle(planned)
    return planned


async def campaign(kills: int, seed: int, folder: Path) -> dict[str, object]:
    """Both rounds, side by side; gives the figures."""
    chance = random.Random(seed)
    began = time.monotonic()
    folders = [folder / name for name in ("peer", "telegram")]
    for one in folders:
        one.mkdir()
    peer_kills = plan(kills // 2, POINTS, chance)
    telegram_kills = plan(kills - kills // 2, (*POINTS, *LISTEN), chance)
    opening = asyncio.Lock()
    async with asyncio.TaskGroup() as rounds:
        peer = rounds.create_task(peer_round(folders[0], peer_kills, seed, opening))
        telegram = rounds.create_task(telegram_round(folders[1], telegram_kills, seed + 1, opening))
    reports = (peer.result(), telegram.result())
    return {
        "benchmark": "crash campaign",
        "seed": seed,
        "kills": sum(report.kills.total() for report in reports),
        "points": dict(sum((report.kills for report in reports), Counter[str]())),
        "good": all(report.verdict.good and not report.orphans for report in reports),
        "idempotent": _figures(reports[0]) | {"sends_folded": reports[0].folded},
        "telegram": _figures(reports[1]) | {"unanswered": reports[1].unanswered, "undone": reports[1].undone},
        "seconds": round(time.monotonic() - began),
    }


def _figures(report: Report) -> dict[str, object]:
    counted = {name: len(value) if isinstance(value, list) else value for name, value in asdict(report.verdict).items()}
    return {"kills": report.kills.total(), **counted, "orphans": report.orphans}


def main() -> None:
    """Run it and print the line."""
    arguments = argparse.ArgumentParser(description="Kill the bot many times and compare its chats with the news.")
    arguments.add_argument("--kills", type=int, default=100)
    arguments.add_argument("--seed", type=int, default=1)
    asked = arguments.parse_args()
    set_up("error", as_json=False)
    with TemporaryDirectory(prefix="attribot-campaign-") as folder:
        figures = asyncio.run(campaign(asked.kills, asked.seed, Path(folder)))
    sys.stdout.write(json.dumps(figures) + "\n")
    sys.exit(0 if figures["good"] else 1)


if __name__ == "__main__":
    main()
