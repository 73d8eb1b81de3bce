"""Reads tests/data/pairs.txt: pairs of items, and what the later one is to the earlier."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

TABLE: Final = Path(__file__).parent.parent / "data" / "pairs.txt"


class Likeness(StrEnum):
    COPY = "copy"
    SAME = "same"
    UPDATE = "update"
    OTHER = "other"


class Told(NamedTuple):
    language: str
    title: str
    text: str


class Pair(NamedTuple):
    relation: Likeness
    reason: str
    first: Told
    second: Told
    line: int

    def __str__(self) -> str:
        return f"{self.line}-{self.relation}-{self.reason}-{self.second.title}"


@cache
def pairs() -> tuple[Pair, ...]:
    return tuple(_pair(lines, number) for number, lines in _blocks())


def _blocks() -> Iterator[tuple[int, list[str]]]:
    """The blocks that blank lines divide, without comments, and the number of the first line of each."""
    block: list[str] = []
    start = 0
    for number, line in enumerate([*TABLE.read_text("utf-8").splitlines(), ""], start=1):
        if line.startswith("#"):
            continue
        if line and not block:
            start = number
        if line:
            block.append(line)
        elif block:
            yield start, block
            block = []


def _pair(lines: list[str], number: int) -> Pair:
    relation, _, reason = lines[0].partition(" ")
    told: list[Told] = []
    for line in lines[1:]:
        if line.startswith("  "):
            told[-1] = told[-1]._replace(text=f"{told[-1].text} {line.strip()}".strip())
        else:
            language, _, title = line.partition(" ")
            told.append(Told(language, title, ""))
    first, second = told
    return Pair(Likeness(relation), reason, first, second, number)
