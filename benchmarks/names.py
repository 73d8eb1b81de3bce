"""How well spellings of a name are told from others: `python -m benchmarks.names [--pairs P [--pool POOL] --out OUT]`.

Without files it makes 3,000 pairs of spellings of places from GeoNames, half of them of one place (`--made`: of each
half), and prints the threshold that tells them apart best, its F1, the F1 at the threshold in use, and as the baseline
the best F1 of the plain edit distance of both in Latin letters: that is how `bot.core.names.likeness.SAME` was found.
With files it answers them for a scorer: to lines {"id", "a", "b"} it writes {"id", "same", "score"}; to lines {"id",
"lang", "query"} it writes {"id", "ranked"}, at most a hundred names of the pool's lines {"lang", "name"} in the query's
language, best first. Prints one JSON line.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from anyascii import anyascii
from rapidfuzz.distance import Levenshtein

from benchmarks._spellings import spellings
from bot.core.names.likeness import SAME, likeness
from bot.core.names.ranking import Pool, rank

PAIRS = 1_500
"""Made of each kind."""
MOST = 100
"""Names ranked for a query."""
DIGITS = 4
"""Of a score."""


def lines(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a file of JSON lines."""
    with path.open(encoding="utf-8") as file:
        yield from map(json.loads, file)


def compared(pairs: Iterable[dict[str, Any]]) -> Iterator[dict[str, object]]:
    """For each pair, how like its names are, and whether that is enough."""
    for pair in pairs:
        score = likeness(pair["a"], pair["b"])
        yield {"id": pair["id"], "same": score >= SAME, "score": round(score, DIGITS)}


def ranked(queries: Iterable[dict[str, Any]], pool: Path) -> Iterator[dict[str, object]]:
    """For each query, the names that it most likely stands for."""
    names: dict[str, list[str]] = defaultdict(list)
    for line in lines(pool):
        names[line["lang"]].append(line["name"])
    pools = {lang: Pool(members) for lang, members in names.items()}
    for query in queries:
        yield {"id": query["id"], "ranked": rank(query["query"], pools[query["lang"]], MOST)}


def answered(pairs: Path, pool: Path | None, out: Path) -> dict[str, object]:
    """Answer a file, and say how long that took."""
    began = time.perf_counter()
    asked = list(lines(pairs))
    answers = ranked(asked, pool) if pool else compared(asked)
    with out.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(answer, ensure_ascii=False) + "\n" for answer in answers)
    return {"asked": len(asked), "seconds": round(time.perf_counter() - began, 1)}


def f1(scored: Sequence[tuple[float, bool]], threshold: float) -> float:
    """The harmonic mean of precision and recall of "same" from a threshold on."""
    found = [same for score, same in scored if score >= threshold]
    return 2 * sum(found) / (len(found) + sum(same for _, same in scored))


def best(scored: Sequence[tuple[float, bool]]) -> tuple[float, float]:
    """The highest F1, and its threshold in hundredths."""
    return max((round(f1(scored, hundredth / 100), DIGITS), hundredth / 100) for hundredth in range(1, 101))


def calibrated(made: int) -> dict[str, object]:
    """Where the threshold should be, by so many pairs of each kind."""
    pairs = list(spellings(made))
    began = time.perf_counter()
    scored = [(likeness(pair.one, pair.other), pair.same) for pair in pairs]
    took = time.perf_counter() - began
    plain = [[anyascii(name).lower() for name in pair[:2]] for pair in pairs]
    baseline = [
        (Levenshtein.normalized_similarity(*pair), same) for pair, (_, _, same) in zip(plain, pairs, strict=True)
    ]
    top, threshold = best(scored)
    return {
        "pairs": len(pairs), "best_f1": top, "threshold": threshold, "f1_in_use": round(f1(scored, SAME), DIGITS),
        "baseline_f1": best(baseline)[0], "us_a_pair": round(took / len(pairs) * 1e6),
    }  # fmt: skip


def main() -> None:
    """Answer the files that are named, or calibrate."""
    parser = argparse.ArgumentParser(description="Spellings of names.")
    parser.add_argument("--pairs", type=Path, help="pairs or queries, JSON lines")
    parser.add_argument("--pool", type=Path, help="the names to rank for queries, JSON lines")
    parser.add_argument("--out", type=Path, help="where to write the answers")
    parser.add_argument("--made", type=int, default=PAIRS, help="pairs of each kind to make without files")
    options = parser.parse_args()
    if options.pairs and not options.out:
        parser.error("say with --out where the answers should go")
    figures = answered(options.pairs, options.pool, options.out) if options.pairs else calibrated(options.made)
    print(json.dumps({"benchmark": "names", **figures}))


if __name__ == "__main__":
    main()
