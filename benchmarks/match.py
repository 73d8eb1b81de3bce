"""How fast an item finds the filters it matches: `python -m benchmarks.match [--corpus FILE ...]`.

Claim: from the text of an item to the list of the filters that match it takes at most twice the time of a bare scan by
an Aho-Corasick automaton in Rust, which knows no word boundaries and no operators, at 100,000 filters, and at most
half as much again at 10,000; ten times the filters cost less than twice the time; a filter is added or removed in less
than a millisecond, and one of a word or a phrase takes less than a kilobyte.

Filters are one to three words in a row of the corpus, each once; three in ten are two of those together: both, either,
one without the other. Items are 1,500 characters of it, several hundred. A corpus is JSON lines with `title` and
`text`; without one, a language of 60,000 words is made up whose words are as unequal as those of real ones. Times are
medians in microseconds, of each item the best of three, theirs and ours in turn. Prints one JSON line.

`--queries FILE --items FILE --out FILE` instead says which queries (`{"id", "query"}`) each item (`{"id", "title",
"text", "url", "source", "lang", "published"}`) matches; with `--literal`, in the plain language of `_literal`.
"""

from __future__ import annotations

import argparse
import gc
import json
import random
import statistics
import time
import tracemalloc
from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import accumulate
from pathlib import Path
from typing import Any

import ahocorasick_rs

from benchmarks import _literal
from bot.core.errors import BadQuery
from bot.core.filters import Bound, Document, bind, parse
from bot.core.filters.percolator import Percolator
from bot.core.filters.query import And, Node, Not, Or, Query, Term
from bot.core.model import Evidence, Item, Outlet
from bot.core.names import Names, Unnamed
from bot.core.text.terms import WORDS, Analyser
from bot.core.text.tokens import tokens
from bot.data.names import lexicon

NOW = datetime(2026, 3, 2, tzinfo=UTC)
STORY = Evidence()
UNKNOWN = float("inf")
ROUNDS = 3
FEW, MANY = 10_000, 100_000
TEXTS = 20_000
LONG = 1_500
ITEMS = 400
CHANGED = 1_000
VOCABULARY = 60_000


def main() -> None:
    """The command line."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--corpus", type=Path, nargs="+", help="JSON lines with title and text")
    options.add_argument("--texts", type=int, default=TEXTS, help="how many to make up without a corpus")
    options.add_argument("--filters", type=int, nargs=2, default=(FEW, MANY), metavar=("FEW", "MANY"), help="how many")
    options.add_argument("--queries", type=Path, help="queries to answer")
    options.add_argument("--items", type=Path, help="items to answer them for")
    options.add_argument("--out", type=Path, help="where the answers go")
    options.add_argument("--literal", action="store_true", help="queries of plain words")
    chosen = options.parse_args()
    if chosen.queries:
        print(json.dumps(answer(chosen.queries, chosen.items, chosen.out, literal=chosen.literal)))
    else:
        texts = corpus(chosen.corpus) if chosen.corpus else made_up(chosen.texts)
        print(json.dumps(measure(texts, *chosen.filters)))


# ---- answers


def answer(queries: Path, items: Path, out: Path, *, literal: bool) -> dict[str, Any]:
    """Write which queries each item matches."""
    analyser = Analyser(_literal.divide, further=False) if literal else WORDS
    percolator: Percolator[str] = Percolator()
    names: Names = Unnamed() if literal else lexicon()
    unread = 0
    for line in rows(queries):
        try:
            query = _literal.read(line["query"]) if literal else parse(line["query"])
        except BadQuery:
            unread += 1
        else:
            percolator.add(line["id"], bind(query, names))
    given = [(line["id"], item(line)) for line in rows(items)]
    began = time.perf_counter()
    found = [(name, sorted(percolator.match(Document(one, Evidence(), NOW, analyser)))) for name, one in given]
    took = time.perf_counter() - began
    lines = (json.dumps({"id": name, "filters": filters}, ensure_ascii=False) for name, filters in found)
    out.write_text("".join(f"{line}\n" for line in lines), "utf-8")
    matches = sum(len(filters) for _, filters in found)
    figures = {"filters": len(percolator), "unread": unread, "items": len(given), "matches": matches}
    return {"benchmark": "match", **figures, "us_per_item": round(took / len(given) * 1e6, 1)}


def rows(file: Path) -> Iterator[dict[str, Any]]:
    """The lines of a file."""
    with file.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def item(line: dict[str, Any]) -> Item:
    """An item of a line."""
    published = datetime.fromisoformat(line["published"]) if line.get("published") else NOW
    outlet = Outlet(line.get("source") or "", line.get("source") or "")
    url, language = line.get("url") or "", line.get("lang") or ""
    return Item(0, outlet, url, line["title"], line["text"] or "", "", published, published, language)


# ---- speed


@dataclass(frozen=True, slots=True)
class Asked:
    """A filter, and the words by which the automaton looks for it."""

    root: Node
    words: tuple[str, ...]


def measure(texts: list[str], fewer: int, more: int) -> dict[str, Any]:
    """All figures, with so many filters and with so many more."""
    rng = random.Random(20_260_302)
    rng.shuffle(texts)
    pieces = [*cut(texts)][:ITEMS]
    literals = drawn(rng, texts, more)
    few, many = (compared(asked(rng, literals[:number]), pieces) for number in (fewer, more))
    return {
        "benchmark": "match",
        "items": len(pieces),
        "characters": LONG,
        f"at_{fewer}": few,
        f"at_{more}": many,
        "growth": round(many["us"] / few["us"], 2),
        "bytes_per_simple_filter": weighed(literals[:fewer]),
    }


def compared(filters: Sequence[Asked], pieces: Sequence[str]) -> dict[str, Any]:
    """Our time and the automaton's, in turn on each item."""
    percolator: Percolator[int] = Percolator()
    for number, asking in enumerate(filters):
        percolator.add(number, bind(Query(asking.root), Unnamed()))
    words = sorted({word for asking in filters for word in asking.words})
    automaton = ahocorasick_rs.AhoCorasick(words, matchkind=ahocorasick_rs.MatchKind.Standard)
    given = [(piece, item({"title": piece[:100], "text": piece[100:]})) for piece in pieces]
    found = sum(len(percolator.match(Document(one, STORY, NOW))) for _, one in given)
    ours, theirs = [UNKNOWN] * len(given), [UNKNOWN] * len(given)
    gc.collect()
    gc.freeze()
    for place, (piece, one) in [*enumerate(given)] * ROUNDS:
        began = time.perf_counter()
        automaton.find_matches_as_indexes(piece.lower(), overlapping=True)
        between = time.perf_counter()
        percolator.match(Document(one, STORY, NOW))
        ended = time.perf_counter()
        ours[place] = min(ours[place], ended - between)
        theirs[place] = min(theirs[place], between - began)
    gc.unfreeze()
    return {
        "filters": len(filters),
        "us": median(ours),
        "baseline": {"what": "ahocorasick_rs, overlapping, lower case, no word boundaries", "us": median(theirs)},
        "ratio": round(statistics.median(ours) / statistics.median(theirs), 2),
        "matches_per_item": round(found / len(pieces), 1),
        **changed(percolator, filters[:CHANGED]),
    }


def changed(percolator: Percolator[int], filters: Sequence[Asked]) -> dict[str, float]:
    """The time that removing a filter takes and adding it again, names and all."""
    removed, added = [], []
    for number, one in enumerate(filters):
        began = time.perf_counter()
        percolator.remove(number)
        between = time.perf_counter()
        percolator.add(number, bind(Query(one.root), Unnamed()))
        added.append(time.perf_counter() - between)
        removed.append(between - began)
    return {"add_us": median(added), "remove_us": median(removed)}


def weighed(literals: Sequence[str]) -> int:
    """Bytes that a filter of a word or a phrase takes beyond its text."""
    tracemalloc.start()
    percolator: Percolator[int] = Percolator()
    kept: list[Bound] = []
    for number, literal in enumerate(literals):
        kept.append(bind(Query(term(literal)), Unnamed()))
        percolator.add(number, kept[-1])
    taken, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return round(taken / len(percolator))


def median(times: Sequence[float]) -> float:
    """In microseconds."""
    return round(statistics.median(times) * 1e6, 1)


# ---- filters and texts


def asked(rng: random.Random, literals: Sequence[str]) -> list[Asked]:
    """A filter for each literal; three in ten have another beside."""
    return [with_another(literal, rng.choice(literals), place % 10) for place, literal in enumerate(literals)]


def with_another(literal: str, other: str, turn: int) -> Asked:
    """A literal alone, with another, or another, or not another."""
    one, two = term(literal), term(other)
    kinds: dict[int, Node] = {0: And((one, two)), 1: Or((one, two)), 2: And((one, Not(two)))}
    return Asked(kinds.get(turn, one), (literal, other) if turn in kinds else (literal,))


def term(literal: str) -> Term:
    """A bare word, or a phrase in quotes."""
    words = tuple(literal.split())
    return Term(literal, words, quoted=len(words) > 1)


def drawn(rng: random.Random, texts: Sequence[str], number: int) -> list[str]:
    """So many different rows of one to three words, from texts by chance."""
    found: dict[str, None] = {}
    while len(found) < number:
        words = [word.text for word in tokens(rng.choice(texts))]
        size = rng.choice((1, 2, 3))
        if len(words) >= size:
            start = rng.randrange(len(words) - size + 1)
            found[" ".join(words[start : start + size])] = None
    return [*found]


def cut(texts: Sequence[str]) -> Iterator[str]:
    """Pieces of the length of an item."""
    whole = ""
    for text in texts:
        whole += f"{text} "
        while len(whole) >= LONG:
            yield whole[:LONG]
            whole = whole[LONG:]


def corpus(files: Sequence[Path]) -> list[str]:
    """The texts of real items."""
    return [f"{line['title']} {line['text'] or ''}" for file in files for line in rows(file)]


def made_up(count: int) -> list[str]:
    """So many texts of forty words, the first of which are as frequent as `the`: Zipf's law."""
    rng = random.Random(1)
    letters = "eeeeeetttaaaooiinnsshhrrddllcumwfgypbvk"
    words = ["".join(rng.choices(letters, k=2 + min(rng.randrange(9), 2 + place // 50))) for place in range(VOCABULARY)]
    weights = [*accumulate(1 / (place + 3) for place in range(VOCABULARY))]
    chosen = (words[bisect(weights, rng.random() * weights[-1])] for _ in range(40 * count))
    capital = (word.title() if rng.random() < 0.15 else word for word in chosen)
    return [" ".join(line) + "." for line in zip(*[capital] * 40, strict=False)]


if __name__ == "__main__":
    main()
