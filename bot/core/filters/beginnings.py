"""The beginnings of words by which queries are found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator
from typing import Final, Generic, TypeVar

__all__ = ["Beginnings"]

N = TypeVar("N", bound=Hashable)
"""A query that waits."""


class Beginnings(Generic[N]):
    """What waits for words that begin in some way: words are followed letter by letter, as far as anything waits."""

    def __init__(self) -> None:
        self._waiting: Final[dict[str, dict[N, None]]] = {}
        self._steps: Final[Counter[str]] = Counter()

    def hold(self, start: str, node: N) -> None:
        """Let a query wait for a word that begins so."""
        self._waiting.setdefault(start, {})[node] = None
        self._steps.update(_starts(start))

    def release(self, start: str, node: N) -> None:
        """Let it wait no longer."""
        del self._waiting[start][node]
        if not self._waiting[start]:
            del self._waiting[start]
        for step in _starts(start):
            self._steps[step] -= 1
            if not self._steps[step]:
                del self._steps[step]

    def met(self, terms: Iterable[str]) -> Iterator[dict[N, None]]:
        """What waits for beginnings of these terms."""
        for term in terms if self._waiting else ():
            for start in _starts(term):
                if start not in self._steps:
                    break
                if start in self._waiting:
                    yield self._waiting[start]


def _starts(word: str) -> Iterator[str]:
    """All beginnings of a word, the shortest first, itself the last."""
    return (word[:end] for end in range(1, len(word) + 1))
