"""Which of very many queries an item matches: what they share is asked once, and most of them are never looked at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from itertools import chain, islice, pairwise
from typing import Final, Generic, TypeVar

from bot.core.filters.bind import Bound
from bot.core.filters.clues import Clue, Entry, clues_of, entry_of, mentioned, told
from bot.core.filters.document import Document

__all__ = ["Percolator"]

K = TypeVar("K", bound=Hashable)
"""What their owner calls queries by."""
E = TypeVar("E")
V = TypeVar("V")

_PORTION: Final = 50
"""Queries evaluated in one go: a millisecond or two where all are patterns."""
_LABELS: Final = frozenset(":@")
"""Characters that index terms have which do not stand for words."""


@dataclass(eq=False, slots=True)
class _Node(Generic[K]):
    """A query that must be looked at, and all who ask it."""

    bound: Bound
    clues: tuple[Clue, ...]
    """It matches only where one of them is found; without any, it may match anywhere."""
    decided: bool
    """Whether it matches wherever one is found."""
    keys: dict[K, None] = field(default_factory=dict)


class Percolator(Generic[K]):
    """Queries by key. Adding and removing one takes the same short time however many there are.

    A query for one index term, or for two or three words in a row, is no more than an entry of a table: what an item
    matches is read from it by the item's own words. Every other query waits under index terms of which it needs one,
    the rarest it has, and is looked at when that turns up together with the next rarest.
    """

    def __init__(self) -> None:
        self._bounds: Final[dict[K, Bound]] = {}
        self._table: Final[dict[Entry, dict[K, None]]] = {}
        self._rows: Final[Counter[int]] = Counter()
        self._nodes: Final[dict[Bound, _Node[K]]] = {}
        self._anywhere: Final[dict[_Node[K], None]] = {}
        self._waiting: Final[dict[Entry, dict[str, dict[_Node[K], None]]]] = {}
        self._begun: Final[dict[Entry, dict[str, dict[_Node[K], None]]]] = {}
        self._steps: Final[Counter[Entry]] = Counter()
        self._mentions: Final[Counter[Entry]] = Counter()
        self._labels = 0

    def __len__(self) -> int:
        return len(self._bounds)

    def __getitem__(self, key: K) -> Bound:
        """The query of a key."""
        return self._bounds[key]

    def add(self, key: K, bound: Bound) -> None:
        """Match this query too; it takes the place of the one that the key had."""
        self.remove(key)
        self._bounds[key] = bound
        if (entry := entry_of(bound.root)) is not None:
            self._table.setdefault(entry, {})[key] = None
            self._count(entry, 1)
            return
        node = self._nodes.get(bound)
        if node is None:
            node = self._nodes[bound] = self._node(bound)
            self._await(node)
        node.keys[key] = None

    def remove(self, key: K) -> None:
        """Match the query of this key no more, if it has one."""
        bound = self._bounds.pop(key, None)
        if bound is None:
            return
        if (entry := entry_of(bound.root)) is not None:
            _take(self._table, entry, key)
            self._count(entry, -1)
            return
        node = self._nodes[bound]
        del node.keys[key]
        if not node.keys:
            del self._nodes[bound]
            self._forget(node)

    def match(self, document: Document) -> list[K]:
        """The keys of all queries that an item matches, each once."""
        return [*chain.from_iterable(self.portions(document))]

    def portions(self, document: Document) -> Iterator[Sequence[K]]:
        """The same bit by bit, so that whoever asks can do something else in between."""
        terms = document.terms | document.labels if self._labels else document.terms
        entries = self._entries(document, terms)
        found = chain.from_iterable(filter(None, map(self._table.get, entries)))
        yield [*dict.fromkeys(found)]
        suspects = chain(self._suspects(entries, terms), self._anywhere)
        while portion := [*islice(suspects, _PORTION)]:
            met = (node.keys for node in portion if node.decided or node.bound.holds(document))
            yield [*chain.from_iterable(met)]

    def _entries(self, document: Document, terms: AbstractSet[str]) -> Sequence[Entry]:
        """The entries that an item has; no step is taken in Python for one of them."""
        entries: list[Entry] = [*terms]
        for words in (document.title, document.text):
            if self._rows[2]:
                entries.extend(pairwise(words))
            if self._rows[3]:
                entries.extend(zip(words, words[1:], words[2:], strict=False))
        return entries

    def _suspects(self, entries: Sequence[Entry], terms: AbstractSet[str]) -> dict[_Node[K], None]:
        """Queries of which a clue is found."""
        found: dict[_Node[K], None] = {}
        for besides in filter(None, map(self._waiting.get, entries)):
            for beside in besides.keys() & terms:
                found.update(besides[beside])
        for besides in self._going_on(terms) if self._begun else ():
            for beside in besides:
                if not beside or beside in terms:
                    found.update(besides[beside])
        return found

    def _going_on(self, terms: AbstractSet[str]) -> Iterator[dict[str, dict[_Node[K], None]]]:
        """What waits under beginnings of these terms; `_steps` tells how far a longer one may yet be met."""
        for term in terms:
            for end in range(1, len(term) + 1):
                begun = term[:end]
                if begun not in self._steps:
                    break
                if begun in self._begun:
                    yield self._begun[begun]

    def _node(self, bound: Bound) -> _Node[K]:
        self._mentions.update(mentioned(bound.root))
        return _Node(bound, tuple(clues_of(bound.root, self._mentions)), told(bound.root))

    def _await(self, node: _Node[K]) -> None:
        """Let a query wait for its clues."""
        for clue in node.clues:
            shelves = self._begun if clue.prefix else self._waiting
            shelves.setdefault(clue.entry, {}).setdefault(clue.company, {})[node] = None
            self._steps.update(_steps(clue))
            self._count(clue.entry, 1)
            self._count(clue.beside, 1)
        if not node.clues:
            self._anywhere[node] = None

    def _forget(self, node: _Node[K]) -> None:
        """Undo what was done for a query that nobody asks any more."""
        for clue in node.clues:
            shelves = self._begun if clue.prefix else self._waiting
            _take(shelves[clue.entry], clue.company, node)
            if not shelves[clue.entry]:
                del shelves[clue.entry]
            _lower(self._steps, _steps(clue))
            self._count(clue.entry, -1)
            self._count(clue.beside, -1)
        self._anywhere.pop(node, None)
        _lower(self._mentions, mentioned(node.bound.root))

    def _count(self, entry: Entry, number: int) -> None:
        if isinstance(entry, tuple):
            self._rows[len(entry)] += number
        elif _is_label(entry):
            self._labels += number


def _steps(clue: Clue) -> Iterator[Entry]:
    """The beginnings of a prefix, itself the last; none of a whole word."""
    return (clue.entry[:end] for end in range(1, len(clue.entry) + 1) if clue.prefix)


def _is_label(token: str) -> bool:
    return not _LABELS.isdisjoint(token)


def _take(table: dict[E, dict[V, None]], entry: E, value: V) -> None:
    """Take a value off a table, and an entry of it that is empty then."""
    del table[entry][value]
    if not table[entry]:
        del table[entry]


def _lower(counts: Counter[Entry], entries: Iterable[Entry]) -> None:
    """Count these once less; what is at nought goes."""
    for entry in entries:
        counts[entry] -= 1
        if not counts[entry]:
            del counts[entry]
