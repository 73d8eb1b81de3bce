"""Which of very many queries an item matches: what they share is asked once, and most of them are never looked at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from itertools import chain, compress, islice, pairwise
from sys import intern
from typing import Any, Final, Generic, TypeVar, cast

from bot.core.filters.bind import Bound
from bot.core.filters.clues import NOTHING, Clue, Entry, clues_of, entry_of, mentioned, untold
from bot.core.filters.document import Document
from bot.core.text.terms import SOUND

__all__ = ["Percolator"]

K = TypeVar("K", bound=Hashable)
"""What their owner calls queries by."""
E = TypeVar("E")
V = TypeVar("V")

_PORTION: Final = 50
"""Queries evaluated in one go: a millisecond or two where all are patterns."""
_FEW: Final = 16
"""Keys up to which a row is smaller than a table."""
_SCANNED: Final = 3
"""Index terms up to which looking at each is faster than an intersection."""
_LABELS: Final = frozenset(":@")
"""Characters that index terms have which do not stand for words."""


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


class _Board(dict[K, None]):
    """What stands under an entry where that is more than a few keys: many of them, or queries that wait."""

    __slots__ = ("nodes",)

    def __init__(self, keys: Iterable[K] = ()) -> None:
        super().__init__(dict.fromkeys(keys))
        self.nodes: dict[str, dict[_Node[K], None]] = {}
        """Queries by the index term that must be there too."""

    __hash__ = object.__hash__  # type: ignore[assignment] # boards are told apart, not compared

    def __eq__(self, other: object) -> bool:
        return self is other

    def __bool__(self) -> bool:
        """There is something on it, or it would not be."""
        return True


_ONWARD: Final[_Board[Any]] = _Board()
"""What stands under a pair that only begins longer rows; nothing is ever put on it."""

_Posting = tuple[K, ...] | _Board[K]
"""What stands under an entry: the keys of queries that it tells all of, most often one or two, and those that wait."""


class Percolator(Generic[K]):
    """Queries by key. Adding and removing one takes the same short time however many there are.

    A query for one index term, or for two or three words in a row, is no more than an entry of a table: what an item
    matches is read from it by the item's own words. Every other query waits under index terms of which it needs one,
    the rarest it has, and is looked at when that turns up together with the next rarest.
    """

    def __init__(self) -> None:
        self._bounds: Final[dict[K, Bound]] = {}
        self._table: Final[dict[Entry, _Posting[K]]] = {}
        self._begin: Final[Counter[Entry]] = Counter()
        self._rows = 0
        self._nodes: Final[dict[Bound, _Node[K]]] = {}
        self._anywhere: Final[dict[_Node[K], None]] = {}
        self._begun: Final[dict[Entry, dict[str, dict[_Node[K], None]]]] = {}
        self._steps: Final[Counter[Entry]] = Counter()
        self._mentions: Final[Counter[Entry]] = Counter()
        self._labels = self._sounds = 0

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
        terms = self._terms(document)
        postings = self._postings(document, terms)
        yield [*chain.from_iterable(postings)]
        suspects = chain(self._suspects(postings, terms), self._anywhere)
        while portion := [*islice(suspects, _PORTION)]:
            met = [node.keys for node in portion if not node.checks or node.holds(document)]
            yield [*chain.from_iterable(met)]

    def _terms(self, document: Document) -> AbstractSet[str]:
        """The index terms of an item, as far as anybody asks for them."""
        terms: AbstractSet[str] = document.terms
        if self._labels:
            terms = terms | document.labels
        return terms | document.sounds if self._sounds else terms

    def _postings(self, document: Document, terms: AbstractSet[str]) -> list[_Posting[K]]:
        """What the table has for an item, each once; no step is taken in Python for what it has not."""
        get = cast("Callable[[Entry], _Posting[K] | None]", self._table.get)
        found = [*filter(None, map(get, terms))]
        if self._rows:
            rows: list[_Posting[K] | None] = []
            for words in (document.title, document.text):
                pairs = [*map(get, pairwise(words))]
                rows += pairs
                rows += map(get, compress(zip(words, words[1:], words[2:], strict=False), pairs))
            found += dict.fromkeys(filter(None, rows))
        return cast("list[_Posting[K]]", found)

    def _suspects(self, postings: Sequence[_Posting[K]], terms: AbstractSet[str]) -> dict[_Node[K], None]:
        """Queries of which a clue is found."""
        found: dict[_Node[K], None] = {}
        for nodes in [one.nodes for one in postings if type(one) is _Board and one.nodes]:
            for beside in nodes.keys() & terms if len(nodes) > _SCANNED else nodes:
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
        clues = tuple(clues_of(bound.root, self._mentions))
        return _Node(bound, clues, tuple(part.holds for part in untold(bound.root, clues)))

    def _await(self, node: _Node[K]) -> None:
        """Let a query wait for its clues."""
        for clue in node.clues:
            self._nodes_of(clue).setdefault(clue.company, {})[node] = None
            self._count(clue.entry, 1 - clue.prefix)
            self._steps.update(_steps(clue))
            self._count(clue.beside, 1)
        if not node.clues:
            self._anywhere[node] = None

    def _nodes_of(self, clue: Clue) -> dict[str, dict[_Node[K], None]]:
        """Where queries wait for the entry of a clue."""
        if clue.prefix:
            return self._begun.setdefault(clue.entry, {})
        own = _own(clue.entry)
        board = self._table.get(own, ())
        if not isinstance(board, _Board) or board is _ONWARD:
            board = self._table[own] = _Board(board)
        return board.nodes

    def _forget(self, node: _Node[K]) -> None:
        """Undo what was done for a query that nobody asks any more."""
        for clue in node.clues:
            nodes = self._nodes_of(clue)
            _take(nodes, clue.company, node)
            if clue.prefix and not nodes:
                del self._begun[clue.entry]
            elif not clue.prefix:
                self._count(clue.entry, -1)
                self._tidy(clue.entry)
            _lower(self._steps, _steps(clue))
            self._count(clue.beside, -1)
        self._anywhere.pop(node, None)
        _lower(self._mentions, mentioned(node.bound.root))

    def _enter(self, entry: Entry, key: K) -> None:
        """Put a key under an entry, which shares its words with those of items."""
        own = _own(entry)
        posting = self._table.get(own, ())
        if isinstance(posting, _Board) and posting is not _ONWARD:
            posting[key] = None
        else:
            self._table[own] = (*posting, key) if len(posting) < _FEW else _Board((*posting, key))
        self._count(own, 1)

    def _strike(self, entry: Entry, key: K) -> None:
        """Take a key off an entry."""
        posting = self._table[entry]
        if isinstance(posting, _Board):
            del posting[key]
        else:
            self._table[entry] = tuple(other for other in posting if other != key)
        self._count(entry, -1)
        self._tidy(entry)

    def _tidy(self, entry: Entry) -> None:
        """Take an entry off the table when nothing stands under it any more."""
        posting = self._table[entry]
        if len(posting) or (isinstance(posting, _Board) and posting.nodes):
            return
        if self._begin[entry]:
            self._table[entry] = _ONWARD
        else:
            del self._table[entry]

    def _count(self, entry: Entry, number: int) -> None:
        """Keep account of what kinds of entries there are: others need not be looked up."""
        if isinstance(entry, tuple):
            self._rows += number
            if len(entry) > 2:  # noqa: PLR2004 - a pair
                self._lead_on(entry[:2], number)
        elif entry.startswith(SOUND):
            self._sounds += number
        elif _is_label(entry):
            self._labels += number

    def _lead_on(self, pair: Entry, number: int) -> None:
        """So many more rows of three begin with a pair, under which they are looked for only when it is there."""
        self._begin[pair] += number
        if self._begin[pair]:
            self._table.setdefault(pair, _ONWARD)
            return
        del self._begin[pair]
        if self._table[pair] is _ONWARD:
            del self._table[pair]


def _own(entry: Entry) -> Entry:
    """The entry with words that all others with the same words share."""
    return intern(entry) if isinstance(entry, str) else tuple(map(intern, entry))


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
