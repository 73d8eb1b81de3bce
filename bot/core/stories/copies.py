"""Which item has the words of an earlier one.

What it answers is a function of the items it holds, in whatever order they were added. An item is found by its title
and by a few of its rows of three words, those whose hashes are least; then its words are laid beside those of the new
one. So the time that takes does not grow with what is held.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Final

from bot.core.model import Item
from bot.core.stories.agreement import likeness
from bot.core.stories.headings import LEAST_WORDS
from bot.core.stories.proof import ALIKE, LEAST_SHARED, Proof, proof_by_text, proof_by_title
from bot.core.stories.wording import IDENTITY, LEAST_LEAD, Wording, wording

__all__ = ["Copied", "Copies"]

ANCHORS: Final = 3
"""Rows by which an item is found: who has half of its rows has one of three of them in 88 of 100 cases, who has four
fifths of them in 99."""
SHINGLE: Final = 3
"""Words of a row."""
MOST_OF_ONE: Final = 16
"""Items that are looked at for one row or title, the earliest: the original is among them."""
MOST_COMPARED: Final = 12
"""Items whose words are laid beside those of a new one, those with the most rows in common."""
SLOGAN: Final = 2
"""Other titles under which an outlet says the same text: from then on that is no news but a slogan."""


@dataclass(frozen=True, slots=True)
class Copied:
    """Whose words an item has."""

    item: int
    reason: str
    """`under the title of Reuters`."""


class Copies:
    """The words of recent items, by which copies are known."""

    def __init__(self) -> None:
        self._items: Final[dict[int, Wording]] = {}
        self._found_by: Final[dict[int, Wording | list[Wording]]] = {}
        self._read: tuple[tuple[object, ...], Wording] | None = None

    def __len__(self) -> int:
        return len(self._items)

    def original(self, item: Item) -> Copied | None:
        """The item before it whose words it has, the surest and of those the earliest.

        Its own outlet's only where it is word for word the same.
        """
        words = self._wording(item)
        proofs = (*self._by_title(words), *self._by_text(words))
        best = min(proofs, key=attrgetter("strength"), default=None)
        return Copied(best.known.item, f"{best.way.told} {best.known.outlet.name}") if best else None

    def add(self, item: Item) -> None:
        """Remember it, in its latest words."""
        self.forget(item.id)
        words = self._items[item.id] = self._wording(item)
        for key in _keys(words):
            held = self._found_by.setdefault(key, words)
            if isinstance(held, list):
                insort(held, words, key=_order)
            elif held is not words:
                self._found_by[key] = sorted((held, words), key=_order)

    def forget(self, item: int) -> None:
        """As if it had never been added."""
        words = self._items.pop(item, None)
        if words is not None:
            self._drop(words)

    def _drop(self, words: Wording) -> None:
        for key in _keys(words):
            held = self._found_by[key]
            if isinstance(held, list):
                del held[bisect_left(held, _order(words), key=_order)]
                if len(held) == 1:
                    self._found_by[key] = held[0]
            else:
                del self._found_by[key]

    def _wording(self, item: Item) -> Wording:
        """Its words, read once when it is first asked about and then added."""
        said = (item.id, item.seen, item.url, item.title, item.text)
        if self._read is None or self._read[0] != said:
            self._read = said, wording(item)
        return self._read[1]

    def _earlier(self, key: int, words: Wording) -> Sequence[Wording]:
        """The first items under a key, as far as they came before this one."""
        held = self._found_by.get(key)
        if held is None:
            return ()
        found = held[:MOST_OF_ONE] if isinstance(held, list) else (held,)
        return [known for known in found if known.order < words.order and known.item != words.item]

    def _by_title(self, words: Wording) -> Iterator[Proof]:
        for key in _title_keys(words):
            for known in self._earlier(key, words):
                if proof := proof_by_title(words, known):
                    yield proof

    def _by_text(self, words: Wording) -> Iterator[Proof]:
        proofs = [proof for known in self._near(words) if (proof := proof_by_text(words, known))]
        others = (proof.known for proof in proofs if likeness(proof.known, words) < ALIKE)
        slogans = Counter(known.outlet.id for known in others)
        if slogans[words.outlet.id] < SLOGAN:
            for proof in proofs:
                if proof.known.outlet.id != words.outlet.id and slogans[proof.known.outlet.id] <= SLOGAN:
                    yield proof

    def _near(self, words: Wording) -> list[Wording]:
        """Earlier items with a row in common and many words, in whatever order: that is told quickly."""
        found = {known for key in set(_rows(words.words)) for known in self._earlier(key, words)}
        mine = frozenset(word & IDENTITY for word in words.words)
        common = {known: _common(mine, known) for known in found}
        return sorted(filter(common.get, found), key=lambda known: (-common[known], known.order))[:MOST_COMPARED]


def _order(words: Wording) -> tuple[float, int]:
    return words.order


def _common(mine: frozenset[int], other: Wording) -> int:
    """How many words two have in common; none where these are too few for one text."""
    theirs = {word & IDENTITY for word in other.words}
    common = len(mine & theirs)
    return common if 2 * common >= max(LEAST_SHARED, min(len(mine), len(theirs))) else 0


def _keys(words: Wording) -> list[int]:
    """What an item is found by."""
    return list(dict.fromkeys((*_title_keys(words), *_anchors(words))))


def _title_keys(words: Wording) -> list[int]:
    titles = [title for title, _ in words.titles()]
    told = (title for title in (titles[0], titles[-1]) if len(title) >= LEAST_WORDS)
    return list(dict.fromkeys(_hashed(tuple(title)) for title in told))


def _anchors(words: Wording) -> list[int]:
    """The least rows of its text and the least of its title; those of the title where that is all, and long."""
    packed = words.words
    title, text = sorted(set(_rows(packed[: words.title]))), sorted(set(_rows(packed[words.title :])))
    if len(text) > LEAST_LEAD - SHINGLE:
        return title[:1] + text[:ANCHORS]
    return title[:ANCHORS] if len(title) > LEAST_SHARED - SHINGLE else []


def _rows(words: Sequence[int]) -> Iterator[int]:
    """Hashes of three words in a row."""
    bare = [word & IDENTITY for word in words]
    return map(_hashed, zip(bare, bare[1:], bare[2:], strict=False))


def _hashed(words: tuple[int, ...]) -> int:
    """30 bits, the most that Python keeps in one digit; those of numbers are the same in every process."""
    return hash(words) & 0x3FFF_FFFF
