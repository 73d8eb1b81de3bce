"""Which of very many queries an item matches: what they share is asked once, and most of them are never looked at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import Final, Generic, TypeVar

from bot.core.filters.beginnings import Beginnings
from bot.core.filters.bind import Bound
from bot.core.filters.clues import Clue, Entry, clues_of, entry_of, mentioned, untold
from bot.core.filters.document import Document
from bot.core.filters.postings import Posting, Table, met

__all__ = ["Percolator"]

K = TypeVar("K", bound=Hashable)
"""What their owner calls queries by."""

_PORTION: Final = 50
"""Queries evaluated in one go on a short text: a millisecond or two where all are patterns."""
_SHORT: Final = 2_000
"""Characters of such a text; what must be looked for in the whole of a longer one takes as many times as long."""


@dataclass(eq=False, slots=True)
class _Node(Generic[K]):
    """A query that must be looked at, and all who ask it."""

    bound: Bound
    clues: tuple[Clue, ...]
    """It matches only where one of them is found; without any, it may match anywhere."""
    checks: tuple[Callable[[Document], bool], ...]
    """What must hold besides; nothing where it matches wherever a clue is found."""
    keys: dict[K, None] = field(default_factory=dict)

    def holds(self, document: Document) -> bool:
        """Whether an item in which a clue was found matches."""
        for check in self.checks:  # noqa: SIM110 - half the time of all(), and it is asked for each of many filters
            if not check(document):
                return False
        return True


class Percolator(Generic[K]):
    """Queries by key. Adding and removing one takes the same short time however many there are.

    A query for one index term, or for two or three words in a row, is no more than an entry of a table: what an item
    matches is read from it by the item's own words. Every other query waits under index terms of which it needs one,
    the rarest it has, and is looked at when that turns up together with the next rarest.
    """

    def __init__(self) -> None:
        self._bounds: Final[dict[K, Bound]] = {}
        self._nodes: Final[dict[Bound, _Node[K]]] = {}
        self._table: Final[Table[K, _Node[K]]] = Table()
        self._beginnings: Final[Beginnings[_Node[K]]] = Beginnings()
        self._anywhere: Final[dict[_Node[K], None]] = {}
        self._mentions: Final[Counter[Entry]] = Counter()

    def __len__(self) -> int:
        return len(self._bounds)

    def __contains__(self, key: object) -> bool:
        return key in self._bounds

    def __getitem__(self, key: K) -> Bound:
        """The query of a key."""
        return self._bounds[key]

    def add(self, key: K, bound: Bound) -> None:
        """Match this query too; it takes the place of the one that the key had."""
        self.remove(key)
        self._bounds[key] = bound
        if (entry := entry_of(bound.root)) is not None:
            self._table.enter(entry, key)
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
            self._table.strike(entry, key)
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
        terms = self._table.terms(document)
        postings = self._table.found(document, terms)
        yield [*chain.from_iterable(postings)]
        suspects = chain(self._suspects(postings, terms), self._anywhere)
        at_once = max(1, _PORTION // (1 + (len(document.item.title) + len(document.item.text)) // _SHORT))
        while portion := [*islice(suspects, at_once)]:
            found = [node.keys for node in portion if not node.checks or node.holds(document)]
            yield [*chain.from_iterable(found)]

    def _suspects(self, postings: Sequence[Posting[K, _Node[K]]], terms: AbstractSet[str]) -> dict[_Node[K], None]:
        """Queries of which a clue is found."""
        found: dict[_Node[K], None] = {}
        for nodes in chain(met(postings, terms), self._beginnings.met(terms)):
            found.update(nodes)
        return found

    def _node(self, bound: Bound) -> _Node[K]:
        self._mentions.update(mentioned(bound.root))
        clues = tuple(clues_of(bound.root, self._mentions))
        return _Node(bound, clues, tuple(part.holds for part in untold(bound.root, clues)))

    def _await(self, node: _Node[K]) -> None:
        """Let a query wait for its clues."""
        for clue in node.clues:
            if clue.prefix:
                self._beginnings.hold(str(clue.entry), node)
                self._table.expect(clue.entry, 1)
            else:
                self._table.hold(clue.entry, clue.company, node)
            self._table.expect(clue.beside, 1)
        if not node.clues:
            self._anywhere[node] = None

    def _forget(self, node: _Node[K]) -> None:
        """Undo what was done for a query that nobody asks any more."""
        for clue in node.clues:
            if clue.prefix:
                self._beginnings.release(str(clue.entry), node)
                self._table.expect(clue.entry, -1)
            else:
                self._table.release(clue.entry, clue.company, node)
            self._table.expect(clue.beside, -1)
        self._anywhere.pop(node, None)
        for entry in mentioned(node.bound.root):
            self._mentions[entry] -= 1
            if not self._mentions[entry]:
                del self._mentions[entry]
