"""Every benchmark, on next to nothing: it runs to its end and prints what it promises. No time is asked for."""

from __future__ import annotations

import asyncio
import json
import sys
from asyncio.subprocess import PIPE
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.kit.processes import unwatched

ROOT = Path(__file__).parent.parent.parent

PLACES = ("Hama", "Homs", "Aleppo", "Idlib", "Daraa", "Latakia")
WORDS = "Officials said that the road to {} would be open again on Monday, and that {} trucks were on their way"
FEED = """<rss version="2.0"><channel><title>Desk</title><link>https://mastodon.example/@desk</link><item>
<guid>https://mastodon.example/@desk/1</guid><link>https://mastodon.example/@desk/1</link>
<pubDate>Mon, 02 Nov 2026 10:00:00 +0000</pubDate><description>The road is open again</description></item>
</channel></rss>"""


@dataclass(frozen=True, slots=True)
class Case:
    """A run of a benchmark. In `arguments`, `IN/` is the folder that `given` makes and `OUT` a file to write."""

    name: str
    arguments: str
    keys: str
    """What each line has, beside the benchmark's name; a dot leads inside."""
    lines: int = 1
    answers: str = ""
    """What each line of `OUT` has."""


SEARCHED = " ".join(
    f"{span}.{key}" for span in ("24h", "30d") for key in ("latest.median", "latest.p99", "bare.p99", "p99_to_bare")
)
COMPARED = "us ratio baseline.us matches_per_item add_us remove_us"
CASES = (
    Case(
        "match",
        "--texts 100 --filters 30 300",
        " ".join(f"at_{count}.{key}" for count in (30, 300) for key in COMPARED.split())
        + " growth bytes_per_simple_filter",
    ),
    Case("match", "--corpus IN/wire/items.jsonl --filters 3 30", "at_3.ratio at_30.ratio growth"),
    Case(
        "match",
        "--queries IN/queries.jsonl --items IN/wire/items.jsonl --out OUT",
        "filters unread items matches us_per_item",
        answers="id filters",
    ),
    Case("search", "--data IN/wire --items 400 --rounds 1 --only sqlite", f"database items queries {SEARCHED}"),
    Case("search", "--data IN/wire --items 400 --rounds 1 --only postgresql", f"database items queries {SEARCHED}"),
    Case("search", "", "skipped"),
    Case("names", "--made 5", "pairs best_f1 threshold f1_in_use baseline_f1 us_a_pair"),
    Case("names", "--pairs IN/pairs.jsonl --out OUT", "asked seconds", answers="id same score"),
    Case("names", "--pairs IN/queries.jsonl --pool IN/pool.jsonl --out OUT", "asked seconds", answers="id ranked"),
    Case(
        "places",
        "IN/wire/items.jsonl --out OUT",
        "items places load_ms ms_per_item ms_per_1500_characters slowest_ms",
        answers="id places",
    ),
    Case("places", "", "skipped"),
    Case(
        "schedule",
        "--sources 20",
        "sources publications live.median fixed_10_min.median entry_frequency.median fixed_same_requests.median"
        " entry_frequency_same_requests.median ratio_to_fixed ratio_to_entry_frequency",
    ),
    Case(
        "social",
        "--samples IN/samples --out OUT",
        "files read refused crashed no_source entries stable platforms.mastodon.author baseline.read baseline.of",
        answers="file outcome why entries",
    ),
    Case("social", "", "skipped"),
    Case("opml", "--feeds 12", "feeds kB in_s out_s same_set target_in_s baseline.in_s baseline.out_s"),
    Case(
        "push",
        "--pushes 2",
        "pushes kB median_ms p99_ms cold_ms target_ms baseline.reading_ms baseline.median_ms baseline.p99_ms",
    ),
    Case(
        "parse",
        "--feeds 3",
        "feeds entries unread ms_per_feed slowest_ms longest_stall_ms baseline.ms_per_feed baseline.longest_stall_ms",
    ),
    Case(
        "parse",
        "--manifest IN/feeds.json --out OUT",
        "feeds entries unread baseline.slowest_ms",
        answers="file entries error ms",
    ),
    Case(
        "idle",
        "--sources 1 --seconds 1",
        "sources rss_mb pss_mb most_rss_mb target_mb baseline.rss_mb baseline.pss_mb",
    ),
    Case("stories", "IN/wire/items.jsonl --out OUT", "items stories", answers="id story copy_of relation reason"),
    Case("stories_speed", "--held 20 100 --timed 30", "items_s growth bytes baseline_items_s held.20.us held.100.us"),
    Case("stories_table", "", "scored why"),
    Case("attribution", "IN/wire/items.jsonl --out OUT", "items attributions", answers="id origins attributions"),
    Case("attribution", "", "skipped"),
    Case(
        "fanout",
        "--chats 60",
        "chats sent refused seconds allowed_s over_allowed target_over_allowed urgent.median_s urgent.longest_s"
        " target_urgent_s cpu_ms_a_delivery fullest.begun_in_a_second fullest.reached_in_a_second fullest.in_a_chat"
        " fullest.in_a_group",
    ),
    Case("send", "--sends 20", "sends ms sends_s target_ms ratio target_ratio baseline.ms baseline.sends_s"),
    Case("loop", "--feeds 1", "feeds kB p50_ms p99_ms max_ms seconds target_p99_ms baseline.p99_ms baseline.seconds"),
)


@pytest.fixture
def given(tmp_path: Path) -> Path:
    """A folder with a little of all that benchmarks take."""
    folder = tmp_path / "given"
    texts = [WORDS.format(place, number) for number in range(20) for place in PLACES]
    wire = [
        {"id": number, "title": text[:60], "text": text, "lang": "en", "url": "https://desk.example.sy/"}
        for number, text in enumerate(texts)
    ]
    written(folder / "wire" / "items.jsonl", *wire)
    queries = [{"id": place, "query": place, "lang": "en"} for place in PLACES]
    written(folder / "queries.jsonl", *queries, {"id": "halab", "query": "Halab", "lang": "en"})
    written(folder / "pool.jsonl", *({"name": place, "lang": "en"} for place in PLACES))
    written(folder / "pairs.jsonl", {"id": 1, "a": "Hama", "b": "Hamah"}, {"id": 2, "a": "Hama", "b": "Homs"})
    written(folder / "feeds.json", [{"file": "samples/mastodon/desk.xml"}])
    written(folder / "samples" / "manifest.jsonl", {"file": "mastodon/desk.xml", "platform": "mastodon"})
    (folder / "samples" / "mastodon").mkdir()
    (folder / "samples" / "mastodon" / "desk.xml").write_text(FEED)
    return folder


def written(file: Path, *lines: object) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("".join(f"{json.dumps(line)}\n" for line in lines))


def missing(keys: str, told: dict[str, Any]) -> list[str]:
    """Those of the keys that an object has not."""
    return [key for key in keys.split() if not has(told, key)]


def has(told: object, key: str) -> bool:
    name, _, inside = key.partition(".")
    return isinstance(told, dict) and name in told and (not inside or has(told[name], inside))


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.name} {case.arguments}".strip())
async def test_a_benchmark_runs_to_its_end_and_prints_what_it_promises(case: Case, given: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    words = case.arguments.replace("IN/", f"{given}/").replace("OUT", str(out)).split()
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", f"benchmarks.{case.name}", *words, cwd=ROOT, env=unwatched(), stdout=PIPE, stderr=PIPE
    )
    said, troubles = await process.communicate()
    assert (process.returncode, troubles.decode()) == (0, "")
    lines = [json.loads(line) for line in said.splitlines()]
    assert [line["benchmark"] for line in lines] == [case.name] * case.lines
    assert [missing(case.keys, line) for line in lines] == [[]] * case.lines
    if case.answers:
        answers = [json.loads(line) for line in out.read_text().splitlines()]
        assert answers
        assert [missing(case.answers, line) for line in answers] == [[]] * len(answers)


def test_no_benchmark_is_left_out() -> None:
    there = {file.stem for file in (ROOT / "benchmarks").glob("[a-z]*.py")}
    assert there == {case.name for case in CASES}
