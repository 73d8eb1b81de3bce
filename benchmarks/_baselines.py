"""What else could tell stories: the nearest centroid of character n-grams, and MinHash with a rule for titles."""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import repeat
from math import exp, log, sqrt
from operator import mul
from random import Random
from typing import Any, Final, Protocol
from zlib import crc32

from anyascii import anyascii
from rapidfuzz.fuzz import token_set_ratio

from bot.core.model import Item
from bot.core.text.tokens import tokens

__all__ = ["BASELINES", "Centroids", "MinHash", "Told", "told"]

Told = tuple[int | None, int | None]
"""The story an item is put into, and the item whose copy it is called; None for a new one, and for none."""

READ: Final = 300
SPAN: Final = timedelta(hours=72)


class Centroids:
    """TF-IDF of 3 to 5 characters of Latin letters, one pass: the nearest centroid, fading by e in 18 hours.

    In how many items an n-gram stands it knows beforehand. The stories compared are those that share most of an item's
    n-grams, counted from the rarest.
    """

    NEAR: Final = 0.2
    FADES: Final = timedelta(hours=18)
    LOOKED, COMPARED = 40_000, 12

    def __init__(self, items: Sequence[Item]) -> None:
        self._all = len(items)
        self._known: Counter[int] = Counter(gram for item in items for gram in set(_grams(item)))
        self._stories: dict[int, tuple[dict[int, float], datetime, float]] = {}
        self._posted: defaultdict[int, list[int]] = defaultdict(list)
        self._ages: deque[tuple[datetime, int]] = deque()

    def place(self, item: Item) -> Told:
        """Where it belongs; it is remembered there."""
        while self._ages and self._ages[0][0] < item.seen - SPAN:
            moment, old = self._ages.popleft()
            if old in self._stories and self._stories[old][1] <= moment:
                del self._stories[old]
        vector = self._read(item)
        candidates = self._candidates(vector)
        near, story = max(((self._near(vector, each, item.seen), each) for each in candidates), default=(0, 0))
        found = story if near > self.NEAR else None
        self._add(vector, item.id if found is None else found, item.seen)
        return found, None

    def _read(self, item: Item) -> dict[int, float]:
        """Its n-grams by their weights, the rarest first, of length 1."""
        counts = Counter(_grams(item))
        rare = sorted(counts, key=self._known.__getitem__)
        worth = {gram: (1 + log(counts[gram])) * log(1 + self._all / self._known[gram]) for gram in rare}
        length = sqrt(sum(map(mul, worth.values(), worth.values()))) or 1.0
        return {gram: value / length for gram, value in worth.items()}

    def _candidates(self, vector: Iterable[int]) -> list[int]:
        shared: Counter[int] = Counter()
        looked = 0
        for posted in filter(None, map(self._posted.get, vector)):
            looked += len(posted)
            if looked > self.LOOKED and shared:
                break
            shared.update(posted)
        return [story for story, _ in shared.most_common(4 * self.COMPARED) if story in self._stories][: self.COMPARED]

    def _near(self, vector: Mapping[int, float], story: int, at: datetime) -> float:
        centroid, last, square = self._stories[story]
        common = float(sum(map(mul, vector.values(), map(centroid.get, vector, repeat(0.0)))))
        return common / sqrt(square) * exp(-max((at - last) / self.FADES, 0.0))

    def _add(self, vector: Mapping[int, float], story: int, at: datetime) -> None:
        centroid, _, square = self._stories.get(story, ({}, at, 0.0))
        for gram, worth in vector.items():
            before = centroid.get(gram, 0.0)
            if not before:
                self._posted[gram].append(story)
            centroid[gram] = before + worth
            square += (2 * before + worth) * worth
        self._stories[story] = centroid, at, square
        self._ages.append((at, story))


def _grams(item: Item) -> Iterator[int]:
    text = f" {' '.join(anyascii(f'{item.title} {item.text[:READ]}').lower().split())} "
    return (hash(text[at : at + size]) for size in (3, 4, 5) for at in range(len(text) - size + 1))


class MinHash:
    """64 permutations of the pairs of words of title and text, in 32 bands: copies and stories alike.

    One is found where half of the permutations agree, or where the titles are alike by 90 of 100 (token_set_ratio).
    """

    PERMUTATIONS, ROWS = 64, 2
    ALIKE, TITLES = 0.5, 90
    COMPARED: Final = 64
    PRIME: Final = (1 << 61) - 1

    def __init__(self, _: Sequence[Item]) -> None:
        rng = Random(1)
        self._turns = [(rng.randrange(1, self.PRIME), rng.randrange(self.PRIME)) for _ in range(self.PERMUTATIONS)]
        self._bands: defaultdict[tuple[int, ...], deque[int]] = defaultdict(lambda: deque(maxlen=self.COMPARED))
        self._known: dict[int, tuple[tuple[int, ...], str, int]] = {}
        self._ages: deque[tuple[datetime, int]] = deque()

    def place(self, item: Item) -> Told:
        """Where it belongs; it is remembered there."""
        while self._ages and self._ages[0][0] < item.seen - SPAN:
            self._known.pop(self._ages.popleft()[1], None)
        words = [word.text for word in (*tokens(item.title), *tokens(item.text[:READ]))]
        rows = {crc32(" ".join(pair).encode()) for pair in zip(words, words[1:] or words, strict=False)} or {0}
        signature = tuple(min((a * row + b) % self.PRIME for row in rows) for a, b in self._turns)
        title = " ".join(word.text for word in tokens(item.title))
        bands = [(at, *signature[at : at + self.ROWS]) for at in range(0, self.PERMUTATIONS, self.ROWS)]
        near = {known for band in bands for known in self._bands.get(band, ()) if known in self._known}
        found = next((known for known in sorted(near) if self._is_alike(signature, title, known)), None)
        story = item.id if found is None else self._known[found][2]
        self._known[item.id] = signature, title, story
        self._ages.append((item.seen, item.id))
        for band in bands:
            self._bands[band].append(item.id)
        return (None, None) if found is None else (story, found)

    def _is_alike(self, signature: tuple[int, ...], title: str, known: int) -> bool:
        other, heading, _ = self._known[known]
        agree = sum(map(int.__eq__, signature, other))
        return agree >= self.ALIKE * self.PERMUTATIONS or token_set_ratio(title, heading) >= self.TITLES


class Baseline(Protocol):
    """Decides on items in their order."""

    def place(self, item: Item) -> Told:
        """Where it belongs; it is remembered there."""
        ...


BASELINES: Final[Mapping[str, Callable[[Sequence[Item]], Baseline]]] = {"tfidf": Centroids, "minhash": MinHash}
"""Each made for the items it will decide on."""


def told(name: str, items: list[Item]) -> Iterator[dict[str, Any]]:
    """What a baseline says of each item in turn."""
    rule = BASELINES[name](items)
    for item in items:
        story, copy_of = rule.place(item)
        relation = "new" if story is None else "repeat" if copy_of is None else "copy"
        yield {
            "id": item.id, "story": item.id if story is None else story, "copy_of": copy_of, "relation": relation,
            "reason": name,
        }  # fmt: skip
