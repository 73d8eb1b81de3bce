"""How well copies are known and stories told apart: `python -m benchmarks.stories ITEMS --out OUT`.

ITEMS has one JSON object a line, in order of arrival, with `id`, `title`, and perhaps `text`, `url`, `source`, `lang`,
`published`, `seen`. The desk's own code decides on them one by one. A line of --out is {"id", "story", "copy_of",
"relation", "reason"}. The line printed is one JSON object with the figures.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.core.model import Item, Outlet
from bot.core.names import Names
from bot.core.stories import Window
from bot.data.concepts import concepts
from bot.data.names import lexicon

TIMELESS = datetime(2026, 1, 1, tzinfo=UTC)


def main() -> None:
    """The command line."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("items", type=Path, help="news in order of arrival, one JSON object a line")
    options.add_argument("--out", type=Path, required=True, help="where to write one line an item")
    chosen = options.parse_args()
    names = lexicon()
    items = [*read(chosen.items, names)]
    began = time.process_time()
    rows = [*decided(items, Window(concepts(), names))]
    spent = time.process_time() - began
    ids = [json.loads(line)["id"] for line in chosen.items.read_text("utf-8").split("\n") if line]
    named = dict(zip((item.id for item in items), ids, strict=True))
    chosen.out.write_text("".join(f"{json.dumps(_renamed(row, named), ensure_ascii=False)}\n" for row in rows), "utf-8")
    counts = Counter(row["relation"] for row in rows)
    stories = len({row["story"] for row in rows})
    print(json.dumps({"items": len(rows), "stories": stories, **counts, "items_per_second": round(len(rows) / spent)}))


def decided(items: list[Item], window: Window) -> Iterator[dict[str, Any]]:
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


def read(path: Path, names: Names) -> Iterator[Item]:
    """The items of a file, numbered in their order."""
    for number, line in enumerate((line for line in path.read_text("utf-8").split("\n") if line), 1):
        row = json.loads(line)
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


def _moment(written: str | None) -> datetime:
    return datetime.fromisoformat(written).astimezone(UTC) if written else TIMELESS


def _renamed(row: dict[str, Any], named: dict[int, str]) -> dict[str, Any]:
    copied = row["copy_of"]
    return {**row, "id": named[row["id"]], "story": named[row["story"]], "copy_of": named[copied] if copied else None}


if __name__ == "__main__":
    main()
