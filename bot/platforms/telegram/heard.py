"""Which updates have been handled lately: a small memory, kept over restarts, of what Telegram may repeat."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import count, groupby

__all__ = ["MOST", "Heard"]

MOST = 1000
"""Updates that are remembered. One is repeated only when its confirmation was lost, and no more than a hundred can be
at a time (Bot API: updates of one answer to getUpdates, connections of a webhook)."""


class Heard:
    """The numbers of updates in the order they were handled in; written as ranges: `7-9 12`."""

    def __init__(self, numbers: Iterable[int] = ()) -> None:
        self._numbers: dict[int, None] = {}
        for number in numbers:
            self.add(number)

    @classmethod
    def read(cls, written: str) -> Heard:
        """From its writing."""
        return cls(number for part in written.split() for number in _numbers(part))

    def __contains__(self, number: int) -> bool:
        return number in self._numbers

    def __str__(self) -> str:
        steps = count()
        runs = [list(run) for _, run in groupby(sorted(self._numbers), lambda number: number - next(steps))]
        return " ".join(f"{run[0]}-{run[-1]}" if run[1:] else str(run[0]) for run in runs)

    def add(self, number: int) -> None:
        """One more, in place of the one handled first when there are too many."""
        self._numbers[number] = None
        if len(self._numbers) > MOST:
            del self._numbers[next(iter(self._numbers))]


def _numbers(part: str) -> range:
    first, _, last = part.partition("-")
    return range(int(first), int(last or first) + 1)
