"""Which of very many queries an item matches: what they share is asked once, and most of them are never looked at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from itertools import chain, islice, pairwise
from sys import intern
from typing import Final, Generic, TypeVar, cast

from bot.core.filters.bind import Bound
from bot.core.filters.clues import NOTHING, Clue, Entry, clues_of, entry_of, mentioned, told
from bot.core.filters.document import Document

__all__ = ["Percolator"]

K = TypeVar("K", bound=Hashable)
"""What their owner calls queries by."""
E = TypeVar("E")
V = TypeVar("V")

_PORTION: Final = 50
"""Queries evaluated in one go: a millisecond or two where all are patterns."""
_FEW: Final = 16
"""Keys or index terms up to which a plain row is smaller and faster than a table."""
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
    holds: Callable[[Document], bool]
    """That of its root."""
    keys: dict[K, None] = field(default_factory=dict)


@dataclass(eq=False, slots=True)
class _Shelf(Generic[K]):
    """The queries that wait under one entry, by the index term that must be there too."""

    nodes: dict[str, dict[_Node[K], None]] = field(default_factory=dict)


_Posting = tuple[K | _Shelf[K], ...] | dict[K | _Shelf[K], None]
"""What stands under an entry: the keys of those that it tells all of, most often one or two, and perhaps a shelf."""


class Percolator(Generic[K]):
    """Queries by key. Adding and removing one takes the same short time however many there are.

    A query for one index term, or for two or three words in a row, is no more than an entry of a table: what an item
    matches is read from it by the item's own words. Every other query waits under index terms of which it needs one,
    the rarest it has, and is looked at when that turns up together with the next rarest.
    """

    def __init__(self) -> None:
        self._bounds: Final[dict[K, Bound]] = {}
        self._table: Final[dict[Entry, _Posting[K]]] = {}
        self._rows: Final[Counter[int]] = Counter()
        self._nodes: Final[dict[Bound, _Node[K]]] = {}
        self._anywhere: Final[dict[_Node[K], None]] = {}
        self._shelves: Final[dict[Entry, _Shelf[K]]] = {}
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
            self._enter(entry, key)
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
            self._strike(entry, key)
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
        keys, shelves = self._told(document, terms)
        yield keys
        suspects = chain(self._suspects(shelves, terms), self._anywhere)
        while portion := [*islice(suspects, _PORTION)]:
            met = [node.keys for node in portion if node.decided or node.holds(document)]
            yield [*chain.from_iterable(met)]

    def _told(self, document: Document, terms: AbstractSet[str]) -> tuple[list[K], list[_Shelf[K]]]:
        """What the table has for an item; no step is taken in Python for what it has not."""
        entries: list[Iterable[Entry]] = [terms]
        for words in (document.title, document.text):
            if self._rows[2]:
                entries.append(pairwise(words))
            if self._rows[3]:
                entries.append(zip(words, words[1:], words[2:], strict=False))
        postings = filter(None, map(self._table.get, chain.from_iterable(entries)))
        found = dict.fromkeys(chain.from_iterable(postings))
        shelves = [one for one in found if isinstance(one, _Shelf)]
        for shelf in shelves:
            del found[shelf]
        return cast("list[K]", [*found]), shelves

    def _suspects(self, shelves: Sequence[_Shelf[K]], terms: AbstractSet[str]) -> dict[_Node[K], None]:
        """Queries of which a clue is found."""
        found: dict[_Node[K], None] = {}
        for shelf in shelves:
            nodes = shelf.nodes
            for beside in nodes if len(nodes) <= _FEW else nodes.keys() & terms:
                if beside in terms:
                    found.update(nodes[beside])
        for nodes in self._going_on(terms) if self._begun else ():
            found.update(nodes[NOTHING])
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
        return _Node(bound, tuple(clues_of(bound.root, self._mentions)), told(bound.root), bound.root.holds)

    def _await(self, node: _Node[K]) -> None:
        """Let a query wait for its clues."""
        for clue in node.clues:
            self._nodes_of(clue).setdefault(clue.company, {})[node] = None
            self._steps.update(_steps(clue))
            self._count(clue.beside, 1)
        if not node.clues:
            self._anywhere[node] = None

    def _nodes_of(self, clue: Clue) -> dict[str, dict[_Node[K], None]]:
        """Where queries wait for the entry of a clue."""
        if clue.prefix:
            return self._begun.setdefault(clue.entry, {})
        if clue.entry not in self._shelves:
            self._shelves[clue.entry] = _Shelf()
            self._enter(clue.entry, self._shelves[clue.entry])
        return self._shelves[clue.entry].nodes

    def _forget(self, node: _Node[K]) -> None:
        """Undo what was done for a query that nobody asks any more."""
        for clue in node.clues:
            nodes = self._nodes_of(clue)
            _take(nodes, clue.company, node)
            if not nodes and clue.prefix:
                del self._begun[clue.entry]
            elif not nodes:
                self._strike(clue.entry, self._shelves.pop(clue.entry))
            _lower(self._steps, _steps(clue))
            self._count(clue.beside, -1)
        self._anywhere.pop(node, None)
        _lower(self._mentions, mentioned(node.bound.root))

    def _enter(self, entry: Entry, value: K | _Shelf[K]) -> None:
        """Put a value under an entry, which shares its words with those of items."""
        own = intern(entry) if isinstance(entry, str) else tuple(map(intern, entry))
        self._table[own] = _with(self._table.get(own, ()), value)
        self._count(own, 1)

    def _strike(self, entry: Entry, value: K | _Shelf[K]) -> None:
        """Take a value off an entry, and the entry when that was the last."""
        left = _without(self._table.pop(entry), value)
        if left:
            self._table[entry] = left
        self._count(entry, -1)

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


def _with(posting: _Posting[K], key: K | _Shelf[K]) -> _Posting[K]:
    """What stands under an entry, and one more."""
    if isinstance(posting, dict):
        posting[key] = None
        return posting
    return (*posting, key) if len(posting) < _FEW else dict.fromkeys((*posting, key))


def _without(posting: _Posting[K], key: K | _Shelf[K]) -> _Posting[K]:
    """What stands under an entry, but for this."""
    if isinstance(posting, dict):
        del posting[key]
        return posting
    return tuple(other for other in posting if other != key)


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
