"""How copies are known and stories told apart: `python -m benchmarks.stories ITEMS --out OUT`.

ITEMS has one JSON object a line, in order of arrival, with `id`, `title`, and perhaps `text`, `url`, `source`, `lang`,
`published`, `seen`. The desk's own code decides on them one by one; items without a time are all of one moment, those
without a source each of its own. A line of --out is {"id", "story", "copy_of", "relation", "reason"}.

`--baselines FOLDER` has the baselines decide on the same items in the same run: a file each, in the same form. What is
told with what is worth can't be said without labels: `benchmarks.stories_table` scores sets that have them. `--sample N
[--seed S] [--pairs FILE]` prints so many copies beside their originals, drawn from those that no pair (`a`, `b`) of the
file names. Without ITEMS it decides on made-up ones. Prints one JSON line.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any, Final

from benchmarks._baselines import BASELINES, told
from benchmarks._stream import made_up, stream
from bot.core.model import Item, Outlet
from bot.core.names import Names
from bot.core.stories import Window
from bot.data.concepts import concepts
from bot.data.names import lexicon

TIMELESS: Final = datetime(2026, 1, 1, tzinfo=UTC)
MADE_UP: Final = 2_000
SEED: Final = 5
SHOWN: Final = 240
"""Characters of a text that are printed."""


def main() -> None:
    """Run it and print one JSON line."""
    asked = _asked()
    names = lexicon()
    if asked.items:
        ids, items = _ids(asked.items), [*read(asked.items, names)]
    else:
        rng = random.Random(SEED)
        items = [*islice(stream(rng, made_up(rng, MADE_UP), MADE_UP, timedelta(days=1)), MADE_UP)]
        ids = [str(item.id) for item in items]
    window = Window(concepts(), names)
    rows, figures = _measured(decided(items, window))
    if asked.out:
        _write(asked.out, rows, ids)
    if asked.sample:
        sample(items, rows, _pairs(ids, asked.pairs), asked.sample, asked.seed)
    if asked.baselines or not asked.items:
        figures["baselines"] = {name: _baseline(name, items, ids, asked.baselines) for name in BASELINES}
    print(json.dumps({"benchmark": "stories", **figures}))


def _asked() -> argparse.Namespace:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("items", type=Path, nargs="?", help="news in order of arrival, one JSON object a line")
    options.add_argument("--out", type=Path, help="where to write one line an item")
    options.add_argument("--baselines", type=Path, help="a folder for what the baselines say")
    options.add_argument("--sample", type=int, default=0, help="how many copies to print beside their originals")
    options.add_argument("--seed", type=int, default=1, help="which ones")
    options.add_argument("--pairs", type=Path, help="pairs that are known already")
    return options.parse_args()


def _baseline(name: str, items: list[Item], ids: Sequence[str], folder: Path | None) -> dict[str, Any]:
    rows, figures = _measured(told(name, items))
    if folder:
        folder.mkdir(parents=True, exist_ok=True)
        _write(folder / f"{name}.jsonl", rows, ids)
    return figures


def _measured(decisions: Iterator[dict[str, Any]]) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """What was decided, and how many of each there are and were in a second."""
    began = time.process_time()
    rows = [*decisions]
    spent = time.process_time() - began
    counts = Counter(row["relation"] for row in rows)
    stories = len({row["story"] for row in rows})
    return rows, {"items": len(rows), "stories": stories, **counts, "items_per_second": round(len(rows) / spent)}


def decided(items: Iterable[Item], window: Window) -> Iterator[dict[str, Any]]:
    """What the window decides on each."""
    for item in items:
        placement = window.decide(item)
        story = item.id if placement.story is None else placement.story
        window.add(item, story, window.telling(item, placement))
        yield {
            "id": item.id,
            "story": story,
            "copy_of": placement.copy_of,
            "relation": placement.relation.value,
            "reason": placement.reason,
        }


def sample(items: list[Item], rows: list[dict[str, Any]], known: set[frozenset[int]], size: int, seed: int) -> None:
    """Print copies beside their originals."""
    copies = [row for row in rows if row["copy_of"] and frozenset((row["id"], row["copy_of"])) not in known]
    drawn = random.Random(seed).sample(copies, min(size, len(copies)))
    for place, row in enumerate(sorted(drawn, key=lambda row: int(row["id"])), 1):
        print(f"\n{place}. {row['reason']}")
        for item in (items[row["copy_of"] - 1], items[row["id"] - 1]):
            print(f"   {item.outlet.id} {item.seen:%d %H:%M} | {item.title} | {item.text[:SHOWN]}")


def read(path: Path, names: Names) -> Iterator[Item]:
    """The items of a file, numbered in their order from 1."""
    for number, row in enumerate(_rows(path), 1):
        source = str(row.get("source") or "")
        seen = _moment(row.get("seen") or row.get("published"))
        title, text = str(row["title"]), str(row.get("text") or "")
        outlet = Outlet(id=source or f"unknown-{number}", name=source)
        in_title, in_text = names.mentions(title, text, outlet.country)
        places = dict.fromkeys(place for each in (*in_title, *in_text) for place in (each.place, *each.within))
        yield Item(
            id=number,
            outlet=outlet,
            url=str(row.get("url") or ""),
            title=title,
            text=text,
            author=str(row.get("author") or ""),
            published=min(_moment(row.get("published")), seen),
            seen=seen,
            language=str(row.get("lang") or ""),
            places=tuple(places),
        )


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    """Its objects; a line may hold what else would end one."""
    yield from (json.loads(line) for line in path.read_text("utf-8").split("\n") if line)


def _ids(path: Path) -> list[str]:
    return [str(row["id"]) for row in _rows(path)]


def _moment(written: str | None) -> datetime:
    return datetime.fromisoformat(written).astimezone(UTC) if written else TIMELESS


def _write(path: Path, rows: Iterable[dict[str, Any]], ids: Sequence[str]) -> None:
    """One line an item, each called as in the file it came from."""
    with path.open("w", encoding="utf-8") as file:
        for row in rows:
            story, copied = ids[row["story"] - 1], row["copy_of"]
            named = {"id": ids[row["id"] - 1], "story": story, "copy_of": ids[copied - 1] if copied else None}
            file.write(f"{json.dumps(row | named, ensure_ascii=False)}\n")


def _pairs(ids: Sequence[str], path: Path | None) -> set[frozenset[int]]:
    """Numbers of the items that are paired in a file."""
    numbers = {name: number for number, name in enumerate(ids, 1)}
    return {frozenset((numbers[row["a"]], numbers[row["b"]])) for row in (_rows(path) if path else ())}


if __name__ == "__main__":
    main()
