"""How far two items say the same in the same words, and whether a word in one makes it another report.

The words are laid side by side, so that it is known what stands in the place of what.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Final

from bot.core.stories.wording import BEGINNING, IDENTITY, LEAST_LEAD, Mark, Wording

__all__ = ["Agreement", "compared", "likeness", "titles_match", "titles_oppose"]

IN_A_ROW: Final = 3
"""Words in a row that are no chance: `in the city`, of which any two texts have many pairs."""
LONG_TITLE: Final = 11
"""Words of a title that two editors do not write by chance."""
INSTEAD: Final = 3
"""Words that may stand in the place of others: `more than 2400` for `2445`, `no evidence that` for nothing."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """What two texts have in common."""

    shared: int
    """Words of the shorter that stand in the other, in runs of three or more."""
    unquoted: int
    """Those of them that nobody is quoted with."""
    runs: int
    """How many such runs."""
    of: int
    """Words of the shorter."""
    texts: bool
    """Whether both have a text to compare; if not, their titles are compared with what there is."""
    opposed: bool
    """Whether among the words they share a number, a negation or a name stands in the place of another."""

    @property
    def share(self) -> float:
        """How much of the shorter the longer has."""
        return self.shared / self.of if self.of else 0.0


def compared(one: Wording, other: Wording) -> Agreement:
    """Their texts; with their titles where one has next to no text."""
    ours, theirs = one.words, other.words
    texts = min(len(ours) - one.title, len(theirs) - other.title) >= LEAST_LEAD
    if texts:
        ours, theirs = ours[one.title :], theirs[other.title :]
    if len(ours) > len(theirs):
        ours, theirs = theirs, ours
    runs = _runs(ours, theirs, IN_A_ROW if texts else IN_A_ROW - 1)
    quoted = sum(bool(ours[place] & Mark.QUOTED) for start, _, size in runs for place in range(start, start + size))
    shared = sum(size for _, _, size in runs)
    opposed = any(_opposed(ours[a:b], theirs[c:d]) for a, b, c, d in _gaps(runs))
    return Agreement(shared, shared - quoted, len(runs), len(ours), texts, opposed)


def likeness(one: Wording, other: Wording) -> float:
    """How many words of the shorter title the other has."""
    ours, theirs = ({word & IDENTITY for word in words.words[: words.title]} for words in (one, other))
    return len(ours & theirs) / max(min(len(ours), len(theirs)), 1)


def titles_match(one: Wording, other: Wording) -> bool:
    """Whether two long titles are one: at most two words more in one of them, one in fifteen another."""
    ours, theirs = sorted((one.words[: one.title], other.words[: other.title]), key=len)
    if _marked(ours, Mark.NUMBER) != _marked(theirs, Mark.NUMBER):
        return False
    shared = sum(size for _, _, size in _runs(ours, theirs, IN_A_ROW - 1))
    return len(ours) >= LONG_TITLE and len(theirs) <= len(ours) + 2 and len(ours) - shared <= len(ours) // 15


def titles_oppose(one: Wording, other: Wording) -> bool:
    """Whether one title speaks against the other: gives another number, or denies the same."""
    ours, theirs = one.words, other.words
    title, heading = ours[: one.title], theirs[: other.title]
    numbers, others = _marked(title, Mark.NUMBER), _marked(heading, Mark.NUMBER)
    if numbers - _marked(theirs, Mark.NUMBER) and others - _marked(ours, Mark.NUMBER):
        return True
    runs = [(0, 0, 0), *_runs(title, heading, 1), (len(title), len(heading), 0)]
    return any(_denial(title[a:b]) != _denial(heading[c:d]) for a, b, c, d in _gaps(runs))


def _runs(ours: Sequence[int], theirs: Sequence[int], least: int) -> list[tuple[int, int, int]]:
    """Where words in a row stand in both: the places of the first, and how many there are."""
    matcher = SequenceMatcher(None, [word & IDENTITY for word in ours], [word & IDENTITY for word in theirs], False)
    return [(at, there, size) for at, there, size in matcher.get_matching_blocks() if size >= least]


def _gaps(runs: Sequence[tuple[int, int, int]]) -> Iterator[tuple[int, int, int, int]]:
    """What stands between runs, where that is short enough to be said instead: bounds in the one and in the other."""
    for (at, there, size), (until, till, _) in pairwise(runs):
        if max(until - at, till - there) - size <= INSTEAD:
            yield at + size, until, there + size, till


def _opposed(ours: Sequence[int], theirs: Sequence[int]) -> bool:
    """Whether what stands in one place says another thing in each."""
    if _denial(ours) != _denial(theirs):
        return True
    numbers, others = _marked(ours, Mark.NUMBER), _marked(theirs, Mark.NUMBER)
    if numbers - others and others - numbers:
        return True
    return len(ours) == len(theirs) == 1 and _other_name(ours[0], theirs[0])


def _denial(words: Sequence[int]) -> bool:
    return any(word & Mark.NEGATION for word in words)


def _marked(words: Sequence[int], mark: int) -> set[int]:
    return {word & IDENTITY for word in words if word & mark}


def _other_name(one: int, other: int) -> bool:
    """Whether both may be names, and not two spellings of one."""
    return bool(one & other & Mark.NAME) and (one ^ other) & BEGINNING != 0
