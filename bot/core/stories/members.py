"""What is remembered of an item to compare others with: its keys and their weights, packed."""

from __future__ import annotations

from array import array
from datetime import UTC, datetime, timedelta
from typing import Final, NamedTuple, Self

__all__ = ["MICROSECOND", "Member", "moment"]

MICROSECOND: Final = timedelta(microseconds=1)
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_KEY, _WEIGHT = array("I").itemsize, array("H").itemsize
"""Bytes of each."""


class Member(NamedTuple):
    """An item of a story."""

    story: int
    at: int
    """When it was published, in microseconds: dozens of moments are compared for a new item."""
    told: bytes
    """Its keys, then their weights: two arrays would take half as much again."""

    @classmethod
    def packed(cls, story: int, at: int, keys: array[int], weights: array[int]) -> Self:
        """An item that has these keys, by their numbers in `Postings`, with a weight for each."""
        return cls(story, at, keys.tobytes() + weights.tobytes())

    @property
    def keys(self) -> array[int]:
        """The numbers of its keys."""
        return array("I", self.told[: self._split])

    @property
    def weights(self) -> array[int]:
        """Of each key."""
        return array("H", self.told[self._split :])

    def sum_up(self, sums: dict[int, int]) -> None:
        """Add its weights to those of other items."""
        for key, weight in zip(self.keys, self.weights, strict=True):
            sums[key] = sums.get(key, 0) + weight

    @property
    def _split(self) -> int:
        return len(self.told) // (_KEY + _WEIGHT) * _KEY


def moment(at: datetime) -> int:
    """Microseconds since 1970."""
    return (at - _EPOCH) // MICROSECOND
