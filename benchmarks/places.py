"""How well places are found in news: `python -m benchmarks.places ITEMS --out OUT`.

Claim: places are found where exact spans are asked for, and of the places of one name the one meant is told apart, at
a millisecond or two of one processor a text.

ITEMS has one JSON object a line, with `id`, `text` and perhaps `url`, from whose host the speaker's country is told
when it ends in that of one. A line of --out is {"id", "places": [{"start", "end", "name", "geonameid"}]}, offsets into
`text`. The line printed is one JSON object with the figures.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from bot.core.names.lexicon import Lexicon
from bot.data.names import lexicon

GENERIC = frozenset({"tv", "me", "co", "io", "ai", "fm", "eu"})
"""Endings of countries that anybody takes."""


def main() -> None:
    """The command line."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("items", type=Path, nargs="?", help="news, one JSON object a line")
    options.add_argument("--out", type=Path, help="where to write one line an item")
    chosen = options.parse_args()
    if not (chosen.items and chosen.out):
        print(json.dumps({"benchmark": "places", "skipped": "it needs news, and a place for answers: ITEMS --out OUT"}))
        return
    began = time.perf_counter()
    names = lexicon()
    loaded = time.perf_counter() - began
    items = [json.loads(line) for line in chosen.items.read_text("utf-8").split("\n") if line]
    rows, times = [], []
    for item in items:
        began = time.process_time()
        rows.append(found(names, item))
        times.append((time.process_time() - began) * 1000)
    chosen.out.write_text("".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows), "utf-8")
    print(json.dumps(figures(items, rows, times, loaded)))


def found(names: Lexicon, item: dict[str, Any]) -> dict[str, Any]:
    """The places of an item, as --out has them."""
    text = str(item["text"])
    _, mentions = names.mentions("", text, spoken_from(str(item.get("url") or "")))
    return {
        "id": item["id"],
        "places": [
            {
                "start": mention.start,
                "end": mention.end,
                "name": text[mention.start : mention.end],
                "geonameid": names.number(mention.place) or None,
            }
            for mention in mentions
        ],
    }


def spoken_from(url: str) -> str:
    """The country in which a host's name ends."""
    ending = (urlsplit(url).hostname or "").rpartition(".")[2]
    return {"uk": "GB"}.get(ending, "" if len(ending) != 2 or ending in GENERIC else ending.upper())


def figures(items: list[Any], rows: list[Any], times: list[float], loaded: float) -> dict[str, object]:
    """What is printed."""
    letters = sum(len(item["text"]) for item in items)
    return {
        "benchmark": "places",
        "items": len(rows),
        "places": sum(len(row["places"]) for row in rows),
        "load_ms": round(loaded * 1000, 1),
        "ms_per_item": round(statistics.mean(times), 3),
        "ms_per_1500_characters": round(sum(times) * 1500 / letters, 3),
        "slowest_ms": round(max(times), 1),
    }


if __name__ == "__main__":
    main()
