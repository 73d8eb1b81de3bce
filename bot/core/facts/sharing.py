"""Keeps one of what many items have alike."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from functools import lru_cache
from typing import Final, TypeVar

__all__ = ["shared"]

MOST: Final = 16_384
"""Rows kept in mind; news name the same places and tolls for days."""

T = TypeVar("T", bound=Hashable)


def shared(row: Iterable[T]) -> tuple[T, ...]:
    """The row as a tuple that is kept once for all who have the same."""
    return _kept(tuple(row))


@lru_cache(maxsize=MOST)
def _kept(row: tuple[T, ...]) -> tuple[T, ...]:
    return row
