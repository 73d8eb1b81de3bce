"""The table of words by which queries are found: an item's own words are all that is looked up in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from itertools import compress, pairwise
from sys import intern
from typing import Any, Final, Generic, TypeVar, cast

from bot.core.filters.clues import Entry
from bot.core.filters.document import Document
from bot.core.text.terms import SOUND

__all__ = ["Posting", "Table", "met"]

K = TypeVar("K", bound=Hashable)
"""What queries are called by."""
N = TypeVar("N", bound=Hashable)
"""A query that waits."""

_FEW: Final = 16
"""Keys up to which a row is smaller than a table."""
_SCANNED: Final = 3
"""Index terms up to which looking at each is faster than an intersection."""
_LABELS: Final = frozenset(":@")
"""Characters that index terms have which do not stand for words."""


class _Board(dict[K, None], Generic[K, N]):
    """What stands under an entry where that is more than a few keys: many of them, or queries that wait."""

    __slots__ = ("nodes",)

    def __init__(self, keys: Iterable[K] = ()) -> None:
        super().__init__(dict.fromkeys(keys))
        self.nodes: dict[str, dict[N, None]] = {}
        """Queries by the index term that must be there too."""

    __hash__ = object.__hash__  # type: ignore[assignment] # boards are told apart, not compared
    __eq__ = object.__eq__

    def __bool__(self) -> bool:
        """There is something on it, or it would not be."""
        return True


_ONWARD: Final[_Board[Any, Any]] = _Board()
"""What stands under a pair that only begins longer rows; nothing is ever put on it."""

Posting = tuple[K, ...] | _Board[K, N]
"""What stands under an entry: the keys of queries that it tells all of, most often one or two, and those that wait."""


class Table(Generic[K, N]):
    """What stands under each entry; it is as large as what was put on it and not taken off since."""

    def __init__(self) -> None:
        self._postings: Final[dict[Entry, Posting[K, N]]] = {}
        self._begin: Final[Counter[Entry]] = Counter()
        self._rows = self._labels = self._sounds = 0

    def enter(self, entry: Entry, key: K) -> None:
        """Put a key under an entry, which shares its words with those of items."""
        own = _own(entry)
        posting = self._postings.get(own, ())
        if isinstance(posting, _Board) and posting is not _ONWARD:
            posting[key] = None
        else:
            self._postings[own] = (*posting, key) if len(posting) < _FEW else _Board((*posting, key))
        self.expect(own, 1)

    def strike(self, entry: Entry, key: K) -> None:
        """Take a key off an entry."""
        posting = self._postings[entry]
        if isinstance(posting, _Board):
            del posting[key]
        else:
            self._postings[entry] = tuple(other for other in posting if other != key)
        self.expect(entry, -1)
        self._tidy(entry)

    def hold(self, entry: Entry, company: str, node: N) -> None:
        """Let a query wait under an entry until that is found in the company of an index term."""
        own = _own(entry)
        board = self._postings.get(own, ())
        if not isinstance(board, _Board) or board is _ONWARD:
            board = self._postings[own] = _Board(board)
        board.nodes.setdefault(company, {})[node] = None
        self.expect(own, 1)

    def release(self, entry: Entry, company: str, node: N) -> None:
        """Let it wait there no longer."""
        board = cast("_Board[K, N]", self._postings[entry])
        del board.nodes[company][node]
        if not board.nodes[company]:
            del board.nodes[company]
        self.expect(entry, -1)
        self._tidy(entry)

    def expect(self, entry: Entry, number: int) -> None:
        """Keep account of what kinds of entries are asked for: others need not be looked up."""
        if isinstance(entry, tuple):
            self._rows += number
            if len(entry) > 2:  # noqa: PLR2004 - a pair
                self._lead_on(entry[:2], number)
        elif entry.startswith(SOUND):
            self._sounds += number
        elif not _LABELS.isdisjoint(entry):
            self._labels += number

    def terms(self, document: Document) -> AbstractSet[str]:
        """The index terms of an item, as far as anybody asks for them."""
        terms: AbstractSet[str] = document.terms
        if self._labels:
            terms = terms | document.labels
        return terms | document.sounds if self._sounds else terms

    def found(self, document: Document, terms: AbstractSet[str]) -> list[Posting[K, N]]:
        """What there is for an item, each once; no step is taken in Python for what there is not."""
        get = cast("Callable[[Entry], Posting[K, N] | None]", self._postings.get)
        found = [*filter(None, map(get, terms))]
        if self._rows:
            rows: list[Posting[K, N] | None] = []
            for words in (document.title, document.text):
                pairs = [*map(get, pairwise(words))]
                rows += pairs
                rows += map(get, compress(zip(words, words[1:], words[2:], strict=False), pairs))
            found += dict.fromkeys(filter(None, rows))
        return cast("list[Posting[K, N]]", found)

    def _tidy(self, entry: Entry) -> None:
        """Take an entry off the table when nothing stands under it any more."""
        posting = self._postings[entry]
        if len(posting) or (isinstance(posting, _Board) and posting.nodes):
            return
        if self._begin[entry]:
            self._postings[entry] = _ONWARD
        else:
            del self._postings[entry]

    def _lead_on(self, pair: Entry, number: int) -> None:
        """So many more rows of three begin with a pair, under which they are looked for only when it is there."""
        self._begin[pair] += number
        if self._begin[pair]:
            self._postings.setdefault(pair, _ONWARD)
            return
        del self._begin[pair]
        if self._postings[pair] is _ONWARD:
            del self._postings[pair]


def met(postings: Sequence[Posting[K, N]], terms: AbstractSet[str]) -> Iterator[dict[N, None]]:
    """The queries of these postings that wait for an index term that is there."""
    for nodes in [one.nodes for one in postings if type(one) is _Board and one.nodes]:
        for beside in nodes.keys() & terms if len(nodes) > _SCANNED else nodes:
            if beside in terms:
                yield nodes[beside]


def _own(entry: Entry) -> Entry:
    """The entry with words that all others with the same words share."""
    return intern(entry) if isinstance(entry, str) else tuple(map(intern, entry))
