"""The figures of stories as a table: `python -m benchmarks.stories_table --data FOLDER --score PROGRAM`.

FOLDER has a folder a set, each with `items.jsonl` and what is known of it: `gold.jsonl` (its stories), `pairs.jsonl`
(which are one, which are not), `queries.jsonl` (which belong to which). PROGRAM scores what was decided: it is called
as `PROGRAM stories|duplicates|hits --gold|--pairs FILE --out FILE` and prints a JSON object. One configuration decides
on all sets, and so does each baseline in the same run (`benchmarks.stories`). The table is in Markdown; without --data
a JSON line says that there is nothing to score.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final, NamedTuple

from benchmarks._baselines import BASELINES


class Figure(NamedTuple):
    """One line of the table."""

    name: str
    data: str
    """The folder of the set."""
    command: str
    """What is scored: `stories`, `duplicates` or `hits`."""
    path: str
    """Where it stands in what the program prints, keys with a dot between."""


STORIES: Final = (
    "og2021",
    "gnews-clusters-2026",
    "ecbplus-stories",
    "uci-news-aggregator-part",
    "meantime-crosslingual",
)
STREAMS: Final = ("rss-stream-2026", "rss-stream-2023-10")
FIGURES: Final = (
    *(Figure("B-cubed F1", name, "stories", "b3.f1") for name in STORIES),
    *(Figure("alerts a story (1 is ideal)", name, "stories", "alerts_per_story") for name in STORIES),
    Figure("pairs across languages: recall", "og2021", "stories", "cross_language.r"),
    Figure("pairs across languages: precision", "og2021", "stories", "cross_language.p"),
    Figure("pairs across languages: recall", "meantime-crosslingual", "stories", "cross_language.r"),
    Figure("pairs across languages: precision", "meantime-crosslingual", "stories", "cross_language.p"),
    Figure("the story of a translated title, hit@1", "meantime-crosslingual", "hits", "story_hit@1"),
    Figure("look-alikes kept apart", "ecbplus-stories", "stories", "look_alikes.kept_apart"),
    Figure("partner in the story, hit@1, English", "gnews-clusters-2026", "hits", "by_language.en"),
    Figure("partner in the story, hit@1, Polish", "gnews-clusters-2026", "hits", "by_language.pl"),
    Figure("same event or not, F1", "telegram-contest-pairs", "duplicates", "story.f1"),
    Figure("one title, two stories: put together of 19", "og2021", "duplicates", "story.false_merges"),
    *(Figure("copies: recall", name, "duplicates", "copy.r") for name in STREAMS),
    *(Figure("copies: false merges", name, "duplicates", "copy.false_merges") for name in STREAMS),
    *(Figure("copies told together: recall", name, "duplicates", "story.r") for name in STREAMS),
    *(Figure("told together wrongly", name, "duplicates", "story.false_merges") for name in STREAMS),
)
LABELS: Final = {"stories": "gold", "duplicates": "pairs", "hits": "queries"}


def main() -> None:
    """Run it and print the table."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--data", type=Path, help="the folder of the sets")
    options.add_argument("--score", type=Path, help="the program that scores")
    options.add_argument("--sets", nargs="*", help="these sets only")
    asked = options.parse_args()
    if not asked.data or not asked.score:
        print(json.dumps({"benchmark": "stories_table", "scored": 0, "why": "no --data and --score"}))
        return
    sets = [name for name in dict.fromkeys(figure.data for figure in FIGURES) if (asked.data / name).is_dir()]
    scored = {name: scores(asked.data / name, asked.score) for name in sets if name in (asked.sets or sets)}
    print("\n".join(table(scored)))


def scores(folder: Path, program: Path) -> dict[tuple[str, str], Any]:
    """What the program says of each who decided, by command; and under `run` what these printed."""
    found: dict[tuple[str, str], Any] = {}
    with TemporaryDirectory() as kept:
        ours = Path(kept) / "attribot.jsonl"
        items = str(folder / "items.jsonl")
        asked = ("-m", "benchmarks.stories", items, "--out", str(ours), "--baselines", kept)
        found["attribot", "run"] = _printed(asked)
        print(json.dumps({"set": folder.name, **found["attribot", "run"]}), file=sys.stderr, flush=True)
        for command in {figure.command for figure in FIGURES if figure.data == folder.name}:
            labels = (f"--{'pairs' if command == 'duplicates' else 'gold'}", str(folder / f"{LABELS[command]}.jsonl"))
            more = [] if command == "duplicates" else ["--items", items]
            more += ["--from-stories"] * (command == "hits")
            for name in ("attribot", *BASELINES):
                out = ("--out", str(Path(kept) / f"{name}.jsonl"))
                found[name, command] = _printed((str(program), command, *labels, *more, *out))
    return found


def _printed(arguments: Sequence[str]) -> Any:
    done = subprocess.run((sys.executable, *arguments), check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout.splitlines()[-1])


def table(scored: Mapping[str, Mapping[tuple[str, str], Any]]) -> Iterator[str]:
    """Its lines."""
    names = ("attribot", *BASELINES)
    yield f"| figure | set | {' | '.join(names)} |"
    yield f"|---|---|{'---|' * len(names)}"
    for figure in FIGURES:
        if figure.data in scored:
            told = (_at(scored[figure.data][name, figure.command], figure.path) for name in names)
            yield f"| {figure.name} | {figure.data} | {' | '.join(told)} |"
    for data, found in scored.items():
        run = found["attribot", "run"]
        speeds = (run, *(run["baselines"][name] for name in BASELINES))
        yield f"| items a second | {data} | {' | '.join(str(each['items_per_second']) for each in speeds)} |"


def _at(figures: Any, path: str) -> str:
    for key in path.split("."):
        figures = (figures or {}).get(key)
    return (
        "–" if figures is None else f"{figures:.3f}".removeprefix("0") if isinstance(figures, float) else str(figures)
    )


if __name__ == "__main__":
    main()
