"""A story as a tree: each telling under the one that it was taken from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.core.model import Stance, Telling
from bot.core.origins.lineage import Lineage, Taken

__all__ = ["Branch", "tree"]


@dataclass(frozen=True, slots=True)
class Branch:
    """One line of the tree."""

    telling: Telling
    taken: Taken | None
    """How it was taken from the line it hangs on; None for one that hangs on nothing."""
    goes_on: tuple[bool, ...]
    """For each step from the trunk to this line, whether another line hangs beside it further down."""


def tree(tellings: Iterable[Telling]) -> tuple[Branch, ...]:
    """The lines from top to bottom, the earliest first on each level; who denies the story is not in it."""
    lineage = Lineage(tellings)
    stances = lineage.stances()
    told = [each for each in lineage.tellings if stances[each.item] is not Stance.DENIES]
    parents = {each.item: parent for each in told if (parent := lineage.parent(each))}
    _open_circles(parents)
    standing = {each.item for each in told}
    hanging: dict[int | None, list[tuple[Telling, Taken | None]]] = {}
    for each in told:
        found = parents.get(each.item)
        if found is None or found[0].item not in standing:
            hanging.setdefault(None, []).append((each, None))
        else:
            hanging.setdefault(found[0].item, []).append((each, found[1]))
    return _lines(hanging)


def _open_circles(parents: dict[int, tuple[Telling, Taken]]) -> None:
    """Let the earliest of each circle hang on nothing. `parents`: by item, the earliest first."""
    done: set[int] = set()
    for start in [*parents]:
        at, path = start, set[int]()
        while at in parents and at not in done and at not in path:
            path.add(at)
            at = parents[at][0].item
        if at in path:
            circle = {at}
            while (at := parents[at][0].item) not in circle:
                circle.add(at)
            del parents[next(item for item in parents if item in circle)]
        done |= path


def _lines(hanging: dict[int | None, list[tuple[Telling, Taken | None]]]) -> tuple[Branch, ...]:
    """From top to bottom, without recursion: a chain may be longer than Python's stack."""
    lines: list[Branch] = []
    trunk = [Branch(telling, None, ()) for telling, _ in hanging.get(None, ())]
    waiting = trunk[::-1]
    while waiting:
        line = waiting.pop()
        lines.append(line)
        below = hanging.get(line.telling.item, [])
        branches = [
            Branch(telling, taken, (*line.goes_on, number < len(below)))
            for number, (telling, taken) in enumerate(below, 1)
        ]
        waiting += branches[::-1]
    return tuple(lines)
