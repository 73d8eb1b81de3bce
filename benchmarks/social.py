"""How well recorded answers of platforms are read: `python -m benchmarks.social --samples FOLDER [--out FILE]`.

Claim: every answer is read by the parser of its platform, in the parser's own process, none crashes it, and every entry
has an id that is the same at a second read, an author and a time.

The folder has a manifest.jsonl of {"file", "platform"}. A line of --out is {"file", "outcome", "why", "entries"}. The
last line printed is one JSON object with the figures and, as `baseline`, those of bare feedparser in the same run.
"""

from __future__ import annotations

import argparse
import asyncio
import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import feedparser

from benchmarks._samples import Reading, bodies, is_error, no_source, reading
from bot.core.intake import key
from bot.core.model import Entry
from bot.engine.parsers import ParserPool
from bot.ports import Document, Parse

CRASHES = ("the parser stumbled", "reading it takes", "it brought the parser down")
"""How the pool's words begin when it was no answer of the parser's."""
OUTCOMES = ("read", "refused", "crashed", "no source")


@dataclass(frozen=True, slots=True)
class Row:
    """What came of a file."""

    file: str
    platform: str
    outcome: str
    """One of `OUTCOMES`."""
    why: str = ""
    entries: tuple[Entry, ...] = ()
    stable: bool = True
    """Whether its entries are the same ones at a second read, and no two of them are one."""
    bare: bool = False
    """Whether feedparser alone finds entries in it."""


def main() -> None:
    """The command line."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--samples", type=Path, help="folder of recorded answers with a manifest.jsonl")
    options.add_argument("--out", type=Path, help="where to write one line a file")
    chosen = options.parse_args()
    if not chosen.samples:
        print(json.dumps({"benchmark": "social", "skipped": "it needs recorded answers: --samples FOLDER"}))
        return
    rows = asyncio.run(measure(chosen.samples))
    if chosen.out:
        chosen.out.write_text("".join(f"{json.dumps(line(row), ensure_ascii=False)}\n" for row in rows), "utf-8")
    print(json.dumps(figures(rows)))


async def measure(folder: Path) -> list[Row]:
    """All files of the manifest, each read twice, by two processes: neither knows what the other has seen."""
    listed = [json.loads(each) for each in (folder / "manifest.jsonl").read_text("utf-8").splitlines()]
    pools = (ParserPool(), ParserPool())
    try:
        return [await judged(folder, each["file"], each["platform"], pools) for each in listed]
    finally:
        for pool in pools:
            await pool.close()


async def judged(folder: Path, file: str, platform: str, pools: Sequence[ParserPool]) -> Row:
    """One file. It is read when one of the answers in it is, or when it is an error that the parser tells."""
    reason, how = no_source(file), reading(file)
    if reason:
        return Row(file, platform, "no source", reason)
    answers = bodies(folder / file)
    bare = any(feedparser.parse(BytesIO(body)).entries for body in answers)
    assert how, f"nothing reads {file}"
    (entries, troubles), (again, _) = [await read(answers, how, pool) for pool in pools]
    crashes = [why for why in troubles if why.startswith(CRASHES)]
    keys = [key(entry) for entry in entries]
    once = len(answers) > 1 or len(set(keys)) == len(keys)  # several answers may tell of one post
    stable = once and keys == [key(entry) for entry in again]
    whole = len(troubles) < len(answers) or is_error(file)
    outcome = "crashed" if crashes else "read" if whole else "refused"
    why = "; ".join(crashes or ([] if whole else troubles))
    return Row(file, platform, outcome, why, entries, stable, bare)


async def read(answers: Sequence[bytes], how: Reading, pool: ParserPool) -> tuple[tuple[Entry, ...], list[str]]:
    """The entries of all answers, and what was wrong with those that could not be read."""
    found = [await pool.parse(Parse(how.parser, body, "", how.url)) for body in answers]
    entries = tuple(entry for each in found if isinstance(each, Document) for entry in each.entries)
    return entries, [each.why for each in found if not isinstance(each, Document)]


def figures(rows: Sequence[Row]) -> dict[str, object]:
    """Counts of files by outcome, and shares of entries by platform."""
    by_platform: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_platform[row.platform].append(row)
    sources = [row for row in rows if row.outcome != "no source"]
    return {
        "benchmark": "social",
        "files": len(rows),
        **{outcome.replace(" ", "_"): sum(row.outcome == outcome for row in rows) for outcome in OUTCOMES},
        "entries": sum(len(row.entries) for row in rows),
        "stable": share(row.stable for row in rows if row.entries),
        "platforms": {platform: shares(of) for platform, of in sorted(by_platform.items())},
        "baseline": {
            "what": "feedparser in the same process, defaults",
            "read": sum(row.bare for row in sources),
            "of": len(sources),
        },
    }


def shares(rows: Sequence[Row]) -> dict[str, object]:
    """What is known of a platform's entries: of how many of them there is an id, who speaks, and when."""
    entries = [entry for row in rows for entry in row.entries]
    return {
        "files": sum(row.outcome != "no source" for row in rows),
        "entries": len(entries),
        "id": share(bool(entry.guid) for entry in entries),
        "author": share(bool(entry.author or entry.publisher or entry.reposts) for entry in entries),
        "time": share(bool(entry.published) for entry in entries),
        "stable": all(row.stable for row in rows),
    }


def share(held: Iterable[bool]) -> float | None:
    """Of how many it holds; None of none."""
    counted = list(held)
    return round(sum(counted) / len(counted), 4) if counted else None


def line(row: Row) -> dict[str, object]:
    """A row as --out has it."""
    return {"file": row.file, "outcome": row.outcome, "why": row.why, "entries": [entry_line(e) for e in row.entries]}


def entry_line(entry: Entry) -> dict[str, object]:
    """An entry as --out has it."""
    time = entry.published.isoformat() if entry.published else None
    who = entry.author or entry.publisher
    return {"id": entry.guid, "url": entry.url, "title": entry.title, "author": who, "published": time}


if __name__ == "__main__":
    main()
