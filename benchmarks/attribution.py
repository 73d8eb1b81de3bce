"""How well it is told whom the news cite and whose copy they are: `python -m benchmarks.attribution ITEMS --out OUT`.

Claim: agencies are told by their signs, and attributed sentences and their speakers are found without a parser, far
beyond what a list of reporting verbs finds, in a fraction of a millisecond an article.

ITEMS has one JSON object a line, with `id`, `title`, `text` and perhaps `lang`. A line of --out is {"id", "origins":
[names of agencies], "attributions": [{"source", "cue", "start", "end"}]}, offsets of the cue in `text`. With --baseline
the same is written for what is compared with, measured in the same run: thirty reporting verbs anywhere, the nearest
capitals before them or after, and names of agencies in the first 250 and the last 300 characters. The line printed is
one JSON object with the figures; `chain` is measured on the title and the first 300 characters, as feeds bring them.
"""

from __future__ import annotations

import argparse
import json
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bot.core.claims import Speakers, agencies, agency_name, attributions, chain

VERBS = re.compile(
    r"\b(?:said|says|say|told|added|according to|wrote|noted|announced|claimed|reported|argued|stated|explained|warned"
    r"|insisted|declared|tweeted|asked|replied|responded|acknowledged|suggested|predicted|vowed|urged|denied|confirmed"
    r"|recalled|testified|accused)\b"
)
AGENCIES = {
    "AP": re.compile(r"\bAP\b|Associated Press"),
    "AFP": re.compile(r"\bAFP\b|Agence France"),
    "UPI": re.compile(r"\bUPI\b|United Press"),
    "Reuters": re.compile(r"\bReuters\b"),
}
BEFORE = re.compile(r"([A-Z][\w’'.-]*(?: [A-Z][\w’'.-]*)*|\b(?:[Hh]e|[Ss]he|[Tt]hey))\s*$")
AFTER = re.compile(r"\s*([A-Z][\w’'.-]*(?: [A-Z][\w’'.-]*)*)")
FEED = 300
"""Characters of a text that a feed brings."""


def main() -> None:
    """The command line."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("items", type=Path, nargs="?", help="news, one JSON object a line")
    options.add_argument("--out", type=Path, help="where to write one line an item")
    options.add_argument("--baseline", type=Path, help="where to write the same of what is compared with")
    chosen = options.parse_args()
    if not chosen.items or not chosen.out:
        print(json.dumps({"benchmark": "attribution", "skipped": "name the news to read, and --out"}))
        return
    items = [json.loads(line) for line in chosen.items.read_text("utf-8").split("\n") if line]
    figures = {"benchmark": "attribution", "items": len(items), **written(items, chosen.out, found)}
    if chosen.baseline:
        figures["baseline"] = written(items, chosen.baseline, compared)
    print(json.dumps({**figures, **leaning(items)}))


def written(items: list[Any], out: Path, find: Callable[[dict[str, Any]], dict[str, Any]]) -> dict[str, Any]:
    """Writes what is found; the counts and the pace."""
    began = time.process_time()
    rows = [find(item) for item in items]
    seconds = time.process_time() - began
    out.write_text("".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows), "utf-8")
    return {
        "copies": sum(bool(row["origins"]) for row in rows),
        "attributions": sum(len(row["attributions"]) for row in rows),
        "items_per_second": round(len(items) / seconds, 1) if seconds else None,
    }


def found(item: dict[str, Any]) -> dict[str, Any]:
    """What is found in an item, as --out has it."""
    text = str(item["text"])
    origins = agencies(str(item.get("title") or ""), text, str(item.get("author") or ""))
    return {
        "id": item["id"],
        "origins": [agency_name(key) for key in origins],
        "attributions": [
            {"source": each.speaker, "cue": each.cue, "start": each.start, "end": each.end}
            for each in attributions(text, str(item.get("lang") or ""))
        ],
    }


def compared(item: dict[str, Any]) -> dict[str, Any]:
    """What the baseline finds."""
    text = str(item["text"])
    edges = f"{text[:250]}\n{text[-300:]}"
    return {
        "id": item["id"],
        "origins": [name for name, form in AGENCIES.items() if form.search(edges)],
        "attributions": [
            {"source": beside(text, verb), "cue": verb.group(), "start": verb.start(), "end": verb.end()}
            for verb in VERBS.finditer(text)
        ],
    }


def beside(text: str, verb: re.Match[str]) -> str:
    """The capitals or the pronoun right before a verb, else the capitals after it."""
    name = BEFORE.search(text, max(verb.start() - 60, 0), verb.start()) or AFTER.match(text, verb.end())
    return name.group(1) if name else ""


def leaning(items: list[Any]) -> dict[str, Any]:
    """What `chain` and `agencies` take of an item as a feed brings it."""
    speakers = Speakers()
    began = time.process_time()
    cited = sum(
        bool(chain(str(item.get("title") or ""), text, str(item.get("lang") or ""), speakers))
        for item in items
        if agencies("", text := str(item["text"])[:FEED]) is not None
    )
    seconds = time.process_time() - began
    return {"cite_somebody": cited, "us_per_feed_item": round(seconds / max(len(items), 1) * 1e6, 1)}


if __name__ == "__main__":
    main()
