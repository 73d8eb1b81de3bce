"""The concepts of news and what they are called in sixteen languages: `*.txt`, a field each, a concept a line.

Written by hand. See `bot.core.concepts` for how a line is read.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from bot.core.concepts import Concepts

__all__ = ["concepts", "lines"]


@cache
def concepts() -> Concepts:
    """The lexicon, read once."""
    return Concepts(lines())


def lines() -> Iterator[str]:
    """All its lines, field by field in the order of their names."""
    for field in sorted(files(__name__).iterdir(), key=lambda field: field.name):
        if field.name.endswith(".txt"):
            yield from field.read_text("utf-8").splitlines()
