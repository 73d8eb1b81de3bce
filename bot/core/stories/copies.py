"""Which item has the words of an earlier one.

What it answers is a function of the items it holds, in whatever order they were added.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from bot.core.model import Item
from bot.core.stories.agreement import Agreement, compared, likeness, titles_agree
from bot.core.stories.headings import LEAST_CHARACTERS
from bot.core.stories.wording import IDENTITY, LEAST_LEAD, Wording, wording

__all__ = ["Copied", "Copies"]

TITLE_SPAN: Final = timedelta(hours=48).total_seconds()
"""How long a title alone proves a copy; later the same words head what happened since."""
ANCHORS: Final = 4
"""Shingles by which an item is found: an item that has half of its shingles has one of four in 94 of 100 cases."""
SHINGLE: Final = 3
MOST_OF_ONE: Final = 16
"""Items that are looked at for one shingle or title, the earliest: the original is among them."""
MOST_COMPARED: Final = 12
"""Items whose words are laid beside those of a new one."""
SLOGAN: Final = 2
"""Other titles under which one outlet says the same text: from then on it is no news but a slogan."""


@dataclass(frozen=True, slots=True)
class Copied:
    """Whose words an item has."""

    item: int
    reason: str


class Copies:
    """The words of recent items, by which copies are known."""

    def __init__(self) -> None:
        self._items: Final[dict[int, Wording]] = {}
        self._found_by: Final[dict[int, Wording | list[Wording]]] = {}

    def __len__(self) -> int:
        return len(self._items)

    def original(self, item: Item) -> Copied | None:
        """The earliest item before it whose words it has; its own outlet's only word for word."""
        words = wording(item)
        found = [*self._same_title(words), *self._same_text(words)]
        first = min(found, key=lambda pair: pair[0].order, default=None)
        return Copied(first[0].item, first[1]) if first else None

    def add(self, item: Item) -> None:
        """Remember it, in its latest words."""
        self.forget(item.id)
        words = self._items[item.id] = wording(item)
        for key in _keys(words):
            held = self._found_by.setdefault(key, words)
            if isinstance(held, list):
                insort(held, words, key=_order)
            elif held is not words:
                self._found_by[key] = sorted((held, words), key=_order)

    def forget(self, item: int) -> None:
        """As if it had never been added."""
        words = self._items.pop(item, None)
        for key in _keys(words) if words else ():
            held = self._found_by[key]
            if isinstance(held, list):
                del held[bisect_left(held, words.order, key=_order)]
                if len(held) == 1:
                    self._found_by[key] = held[0]
            else:
                del self._found_by[key]

    def _by(self, key: int) -> Sequence[Wording]:
        held = self._found_by.get(key, ())
        return held if isinstance(held, (list, tuple)) else (held,)

    def _same_title(self, words: Wording) -> Iterator[tuple[Wording, str]]:
        """Those of other outlets under its title, and its own outlet's word for word."""
        for key in dict.fromkeys(_title_keys(words)):
            for known in self._by(key)[:MOST_OF_ONE]:
                if known.order >= words.order or words.seen - known.seen > TITLE_SPAN:
                    continue
                if known.whole == words.whole and len(words.words) >= LEAST_LEAD:
                    yield known, f"word for word what {known.outlet.name} published"
                elif known.outlet.id != words.outlet.id and _title_proves(words, known):
                    yield known, f"under the title of {known.outlet.name}"

    def _same_text(self, words: Wording) -> Iterator[tuple[Wording, str]]:
        counted: Counter[Wording] = Counter()
        for key in _shingles(words.words):
            counted.update(self._by(key)[:MOST_OF_ONE])
        near = sorted(counted, key=lambda known: (-counted[known], known.order))[:MOST_COMPARED]
        same = [known for known in near if known.order < words.order and _text_proves(words, known)]
        said = Counter(known.outlet.id for known in same)
        if said[words.outlet.id] >= SLOGAN:
            return
        for known in same:
            if known.outlet.id != words.outlet.id and said[known.outlet.id] <= SLOGAN:
                yield known, f"in the words of {known.outlet.name}"


def _order(words: Wording) -> tuple[float, int]:
    return words.order


def _title_proves(one: Wording, other: Wording) -> bool:
    if one.series or other.series:
        return False
    mine, theirs = list(one.titles()), list(other.titles())
    if not any(a == b and not (at and bt) for a, at in mine for b, bt in theirs):
        return False
    text = compared(one, other)
    if text.opposed:
        return False
    return not one.recurs or (text.share >= 0.5)


def _text_proves(one: Wording, other: Wording) -> bool:
    agreed = compared(one, other)
    if agreed.opposed or not titles_agree(one, other):
        return False
    if one.series or other.series or one.recurs:
        return agreed.share >= 0.98 and agreed.shared >= 20
    alike = likeness(one, other) >= 0.5
    least, share = (8, 0.55) if alike else (10, 0.75)
    return agreed.shared >= least and agreed.share >= share and agreed.unquoted >= 6


def _keys(words: Wording) -> list[int]:
    return list(dict.fromkeys((*_title_keys(words), *_anchors(words))))


def _title_keys(words: Wording) -> Iterator[int]:
    for title, _ in words.titles():
        if len(title) >= 4:
            yield hash(tuple(title)) & 0x3FFF_FFFF


def _anchors(words: Wording) -> list[int]:
    packed = words.words
    text = packed[words.title :]
    if len(text) < LEAST_LEAD:
        text = packed
    if len(text) < 2 * LEAST_LEAD and len(packed) - words.title < LEAST_LEAD:
        return []
    return sorted(set(_shingles(text)))[:ANCHORS]


def _shingles(words: Sequence[int]) -> Iterator[int]:
    bare = [word & IDENTITY for word in words]
    for row in zip(bare, bare[1:], bare[2:]):
        yield hash(row) & 0x3FFF_FFFF
