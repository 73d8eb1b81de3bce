"""What the window takes for an item: `python -m benchmarks.stories_speed [--held N ...] [--data FOLDER ...]`.

Claim: with 100,000 items remembered, more than 1,000 more are placed in a second on one core; an item takes less than
1.5 times as long as with 10,000, and no more than 2 kB of memory.

Items are put together of halves of real titles and texts (`items.jsonl` in the folders) or of made-up ones; one in ten
has another's words, one in three most of them. An item is placed and remembered as the desk does it: its words are
read, copies are looked for, the nearest story is found. Places are not, which intake does. Memory is what the process
grows by (resident set), between a tenth and the whole of the items, so that tables of words are full before. The
baseline hashes 64 permutations of each item's pairs of words and looks in 32 bands for the like. One JSON line.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Final

import psutil

from benchmarks._baselines import BASELINES
from benchmarks._kept import Wire, wires
from benchmarks._stream import made_up, stream
from bot.core.model import Item
from bot.core.stories import Window
from bot.core.stories.window import SPAN
from bot.data.concepts import concepts
from bot.data.names import lexicon

SEED: Final = 5
SENTENCES: Final = 20_000


def main() -> None:
    """Run it and print one JSON line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--held", type=int, nargs="+", default=[10_000, 100_000], help="items remembered, the most last"
    )
    parser.add_argument("--timed", type=int, default=3_000, help="items over which the time of one is taken")
    parser.add_argument("--data", type=Path, nargs="*", default=[], help="folders with items.jsonl to take words from")
    asked = parser.parse_args()
    wire = wires(asked.data) if asked.data else made_up(random.Random(SEED), SENTENCES)
    runs = {number: held(wire, number, asked.timed) for number in asked.held}
    last = runs[asked.held[-1]]
    figures = {
        "benchmark": "stories_speed",
        "items_s": round(1e6 / last["us"]),
        "growth": round(last["us"] / runs[asked.held[0]]["us"], 2),
        "bytes": last["bytes"],
        "baseline_items_s": round(asked.timed / hashed(wire, asked.held[-1], asked.timed)),
        "held": {str(number): run for number, run in runs.items()},
    }
    print(json.dumps(figures))


def held(wire: Wire, number: int, timed: int) -> dict[str, float]:
    """The microseconds that one more item takes when so many are held, and the bytes that one of them takes."""
    window = Window(concepts(), lexicon())
    items = stream(random.Random(SEED), wire, number, SPAN)
    place(window, islice(items, number // 10))
    before = psutil.Process().memory_info().rss
    place(window, islice(items, number - number // 10))
    grown = psutil.Process().memory_info().rss - before
    more = [*islice(items, timed)]
    began = time.process_time()
    place(window, iter(more))
    spent = time.process_time() - began
    return {"us": round(spent / timed * 1e6), "bytes": round(grown / (number - number // 10)), "items": len(window)}


def hashed(wire: Wire, number: int, timed: int) -> float:
    """The seconds in which the baseline places as many items as are timed, with a tenth of the others held."""
    items = stream(random.Random(SEED), wire, number, SPAN)
    known = [*islice(items, number // 10)]
    rule = BASELINES["minhash"](known)
    for item in known:
        rule.place(item)
    more = [*islice(items, timed)]
    began = time.process_time()
    for item in more:
        rule.place(item)
    return time.process_time() - began


def place(window: Window, items: Iterator[Item]) -> None:
    """As the desk does it."""
    for item in items:
        placement = window.decide(item)
        story = item.id if placement.story is None else placement.story
        window.add(item, story, window.telling(item, placement))


if __name__ == "__main__":
    main()
