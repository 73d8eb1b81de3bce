"""Which items of a stream are copies of earlier ones: `python -m benchmarks.copies ITEMS.jsonl --out OUT.jsonl`.

Claim: of the copies that rules over whole texts find in a stream of news, more are known than equal titles and hashes
of shingles know, none of a series is called a copy, and it takes no longer when ten times the items are held.

The stream is JSON lines with `id`, `title`, `text`, `url`, `source`, `lang`, `published` and perhaps `seen`, in order
of time. Each line of OUT says of one of them `id`, `story` (the first of its copies), `copy_of` and `relation`. The
baselines read the same stream: equal titles and addresses without their query; and a 64-bit SimHash over shingles of
three words, at most three bits apart, with half of the titles' words the same. `--rule exact` or `simhash` writes what
that one says instead. `--sample 50 --seed 1 [--pairs FILE]` prints that many copies beside their originals, drawn from
those that no pair (`a`, `b`) of the file names. `--held N` measures the time of an item when N are held. One JSON line.
"""

from __future__ import annotations

import argparse
import json
import random
import time
import tracemalloc
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from pathlib import Path
from typing import Final, Protocol

from bot.core.model import Item, Outlet
from bot.core.stories.copies import Copied, Copies
from bot.core.stories.wording import wording
from bot.core.text.tokens import tokens

UNDATED: Final = "2026-01-01"
SPAN: Final = timedelta(hours=96)
SEED: Final = 3
WARM: Final = 5_000
WEIGHED: Final = 5_000
"""Items whose memory is taken."""
TIMED: Final = 2_000
"""Items over which the time of one is taken."""


class Rule(Protocol):
    """Tells copies."""

    def original(self, item: Item) -> Copied | None:
        """The earlier item whose copy it is."""
        ...

    def add(self, item: Item) -> None:
        """Remember it."""
        ...

    def forget(self, item: int) -> None:
        """Forget it."""
        ...


class Exact:
    """Equal titles, or equal addresses without their query."""

    def __init__(self) -> None:
        self._first: dict[str, int] = {}
        self._keys: dict[int, list[str]] = {}

    def original(self, item: Item) -> Copied | None:
        """The latest with the same title or address."""
        found = [self._first[key] for key in self._named(item) if key in self._first]
        return Copied(min(found), "equal") if found else None

    def add(self, item: Item) -> None:
        """Remember its title and address."""
        self._keys[item.id] = self._named(item)
        for key in self._keys[item.id]:
            self._first.setdefault(key, item.id)

    def forget(self, item: int) -> None:
        """Forget those that are its own."""
        for key in self._keys.pop(item):
            if self._first.get(key) == item:
                del self._first[key]

    def _named(self, item: Item) -> list[str]:
        address = item.url.partition("?")[0]
        return [" ".join(word.text for word in tokens(item.title)), *([address] if address else [])]


class SimHash:
    """64 bits over shingles of three words, at most three of them apart, and half of the titles' words the same."""

    BANDS: Final = 4
    APART: Final = 3
    ALIKE: Final = 0.5

    def __init__(self) -> None:
        self._known: dict[int, tuple[int, frozenset[str]]] = {}
        self._bands: dict[tuple[int, int], dict[int, None]] = {}

    def original(self, item: Item) -> Copied | None:
        """The first that is near enough."""
        bits, title = self._read(item)
        near = {number for band in self._cut(bits) for number in self._bands.get(band, ())}
        for number in sorted(near):
            other, heading = self._known[number]
            alike = len(title & heading) >= self.ALIKE * min(len(title), len(heading))
            if (bits ^ other).bit_count() <= self.APART and alike:
                return Copied(number, "near")
        return None

    def add(self, item: Item) -> None:
        """Remember its bits and the words of its title."""
        self._known[item.id] = self._read(item)
        for band in self._cut(self._known[item.id][0]):
            self._bands.setdefault(band, {})[item.id] = None

    def forget(self, item: int) -> None:
        """Forget them."""
        for band in self._cut(self._known.pop(item)[0]):
            del self._bands[band][item]

    def _cut(self, bits: int) -> list[tuple[int, int]]:
        return [(band, bits >> 16 * band & 0xFFFF) for band in range(self.BANDS)]

    def _read(self, item: Item) -> tuple[int, frozenset[str]]:
        title = [word.text for word in tokens(item.title)]
        words = [*title, *(word.text for word in tokens(item.text))]
        rows = [" ".join(row).encode() for row in zip(words, words[1:], words[2:], strict=False)]
        counted = sum(_spread(blake2b(row, digest_size=8).digest()) for row in rows)
        bits = sum(1 << bit for bit in range(64) if 2 * (counted >> 16 * bit & 0xFFFF) > len(rows))
        return bits, frozenset(title)


_LANES: Final = [sum((byte >> bit & 1) << 16 * bit for bit in range(8)) for byte in range(256)]
"""The bits of a byte, each in sixteen bits of its own, so that they can be counted side by side."""


def _spread(digest: bytes) -> int:
    return sum(_LANES[byte] << 128 * place for place, byte in enumerate(digest))


def read(path: Path) -> Iterator[tuple[str, Item]]:
    """The items of a file with the names it gives them; an outlet is called after its source."""
    for number, line in enumerate(path.open(encoding="utf-8"), 1):
        row = json.loads(line)
        published = row.get("published") or row.get("seen") or UNDATED
        seen = _moment(row.get("seen") or published)
        outlet = Outlet(row["source"], row["source"])
        yield (
            row["id"],
            Item(number, outlet, row["url"], row["title"], row["text"], "", _moment(published), seen, row["lang"]),
        )


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def told(rule: Rule, items: Sequence[Item]) -> tuple[dict[int, Copied], float]:
    """What a rule says of each item in turn, and the seconds it took."""
    copies: dict[int, Copied] = {}
    began, oldest = time.process_time(), 0
    for item in items:
        while items[oldest].seen < item.seen - SPAN:
            rule.forget(items[oldest].id)
            oldest += 1
        if copied := rule.original(item):
            copies[item.id] = copied
        rule.add(item)
    return copies, time.process_time() - began


def lines(names: Sequence[str], copies: dict[int, Copied]) -> Iterator[str]:
    """One line of JSON for each item."""
    roots: dict[int, int] = {}
    for number, name in enumerate(names, 1):
        copied = copies.get(number)
        roots[number] = roots[copied.item] if copied else number
        original = names[copied.item - 1] if copied else None
        relation = "copy" if copied else "new"
        yield json.dumps({"id": name, "story": names[roots[number] - 1], "copy_of": original, "relation": relation})


def sample(items: Sequence[Item], copies: dict[int, Copied], known: set[frozenset[int]], size: int, seed: int) -> None:
    """Print copies beside their originals."""
    unnamed = [number for number, copied in copies.items() if frozenset((number, copied.item)) not in known]
    for place, number in enumerate(sorted(random.Random(seed).sample(unnamed, min(size, len(unnamed)))), 1):
        copied = copies[number]
        print(f"\n{place}. {copied.reason}")
        for item in (items[copied.item - 1], items[number - 1]):
            print(f"   {item.outlet.id} {item.seen:%d %H:%M} | {item.title} | {item.text[:240]}")


def held(items: Sequence[Item], number: int) -> dict[str, float]:
    """The microseconds that one more item takes when so many are held, and the bytes that one of them takes."""
    rng = random.Random(SEED)
    spread = timedelta(seconds=SPAN.total_seconds() / number)
    stream = [_shuffled(rng, rng.choice(items), place, spread) for place in range(1, number + TIMED + 1)]
    for item in stream[:WARM]:
        wording(item)  # the words it learns are everybody's
    copies = Copies()
    tracemalloc.start()
    for item in stream[:WEIGHED]:
        copies.add(item)
    size = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    for item in stream[WEIGHED:number]:
        copies.add(item)
    began = time.process_time()
    for item in stream[number:]:
        copies.original(item)
        copies.add(item)
    return {"us": round((time.process_time() - began) * 1e6 / TIMED, 1), "bytes": round(size / WEIGHED)}


def _shuffled(rng: random.Random, item: Item, place: int, spread: timedelta) -> Item:
    """An item of the same words, in another order: the stream is not long enough for so many."""
    title, text = item.title.split(), item.text.split()
    rng.shuffle(title)
    rng.shuffle(text)
    seen = item.seen + spread * place
    return replace(item, id=place, title=" ".join(title), text=" ".join(text), seen=seen)


def main() -> None:
    """Run it and print one JSON line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("items", type=Path)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--pairs", type=Path)
    parser.add_argument("--sample", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rule", choices=("copies", "exact", "simhash"), default="copies")
    parser.add_argument("--held", type=int, nargs="*", default=())
    asked = parser.parse_args()
    names, items = map(list, zip(*read(asked.items), strict=True))
    rules: dict[str, Rule] = {"copies": Copies(), "exact": Exact(), "simhash": SimHash()}
    figures: dict[str, object] = {"benchmark": "copies", "items": len(items)}
    for name, rule in rules.items():
        copies, took = told(rule, items)
        figures[name] = {"copies": len(copies), "items_s": round(len(items) / took)}
        if name == asked.rule:
            written = copies
    if asked.out:
        asked.out.write_text("".join(f"{line}\n" for line in lines(names, written)), encoding="utf-8")
    if asked.sample:
        sample(items, written, _pairs(names, asked.pairs), asked.sample, asked.seed)
    print(json.dumps(figures | {"held": {str(number): held(items, number) for number in asked.held}}))


def _pairs(names: Sequence[str], path: Path | None) -> set[frozenset[int]]:
    """Numbers of the items that are paired in a file."""
    numbers = {name: number for number, name in enumerate(names, 1)}
    pairs = map(json.loads, path.open(encoding="utf-8")) if path else ()
    return {frozenset((numbers[pair["a"]], numbers[pair["b"]])) for pair in pairs}


if __name__ == "__main__":
    main()
