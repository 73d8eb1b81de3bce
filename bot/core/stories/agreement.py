"""How far two items say the same in the same words, and whether a word in one makes it another report.

The words are laid side by side, so that it is known what stands in the place of what.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from bot.core.stories.wording import IDENTITY, LEAST_LEAD, Mark, Wording

__all__ = ["Agreement", "compared", "titles_agree"]

IN_A_ROW: Final = 3
"""Words in a row that are no chance: `in the city`, of which any two texts have many pairs."""
_START: Final = 0x3F0
"""Bits of a packed word that say how it begins."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """What two texts have in common."""

    shared: int
    """Words of the shorter that stand in the other, in runs of three or more."""
    unquoted: int
    """Those of them that nobody is quoted with."""
    of: int
    """Words of the shorter."""
    opposed: bool
    """Whether a number, a negation or a name stands in the place of another."""

    @property
    def share(self) -> float:
        """How much of the shorter the longer has."""
        return self.shared / self.of if self.of else 0.0


def compared(one: Wording, other: Wording) -> Agreement:
    """Their texts; with their titles where one has next to no text."""
    ours, theirs = one.words, other.words
    if min(len(ours) - one.title, len(theirs) - other.title) >= LEAST_LEAD:
        ours, theirs = ours[one.title :], theirs[other.title :]
    return _aligned(ours, theirs)


def _aligned(ours: Sequence[int], theirs: Sequence[int]) -> Agreement:
    if len(ours) > len(theirs):
        ours, theirs = theirs, ours
    matcher = SequenceMatcher(None, [word & IDENTITY for word in ours], [word & IDENTITY for word in theirs], False)
    runs = [range(start, start + size) for start, _, size in matcher.get_matching_blocks() if size >= IN_A_ROW]
    quoted = sum(bool(ours[place] & Mark.QUOTED) for run in runs for place in run)
    shared = sum(map(len, runs))
    opposed = any(_opposed(ours[a:b], theirs[c:d]) for a, b, c, d in _gaps(matcher))
    return Agreement(shared, shared - quoted, len(ours), opposed)


def _gaps(matcher: SequenceMatcher[int]) -> Iterator[tuple[int, int, int, int]]:
    """Where the two differ between words that they share: bounds in the one and in the other."""
    changes = matcher.get_opcodes()
    for place, (tag, a, b, c, d) in enumerate(changes):
        if tag != "equal" and 0 < place < len(changes) - 1:
            yield a, b, c, d


def _opposed(ours: Sequence[int], theirs: Sequence[int]) -> bool:
    """Whether what stands in one place says another thing in each."""
    if _marked(ours, Mark.NEGATION) != _marked(theirs, Mark.NEGATION):
        return True
    numbers, others = _marked(ours, Mark.NUMBER), _marked(theirs, Mark.NUMBER)
    if numbers and others and not (numbers <= others or others <= numbers):
        return True
    return len(ours) == len(theirs) == 1 and _other_name(ours[0], theirs[0])


def _marked(words: Sequence[int], mark: Mark) -> set[int]:
    found = {word & IDENTITY for word in words if word & mark}
    return {1} if found and mark == Mark.NEGATION else found


def _other_name(one: int, other: int) -> bool:
    """Whether both may be names, and not two spellings of one."""
    return bool(one & other & Mark.NAME) and (one ^ other) & _START != 0


def titles_agree(one: Wording, other: Wording) -> bool:
    """Whether nothing in one title speaks against the other: not the other number, not a denial of the same."""
    ours, theirs = one.words, other.words
    title, heading = ours[: one.title], theirs[: other.title]
    numbers, others = _marked(title, Mark.NUMBER), _marked(heading, Mark.NUMBER)
    if numbers - _marked(theirs, Mark.NUMBER) and others - _marked(ours, Mark.NUMBER):
        return False
    return likeness(one, other) < 0.5 or _marked(title, Mark.NEGATION) == _marked(heading, Mark.NEGATION)


def likeness(one: Wording, other: Wording) -> float:
    """How many words of the shorter title the other has."""
    ours = {word & IDENTITY for word in one.words[: one.title]}
    theirs = {word & IDENTITY for word in other.words[: other.title]}
    return len(ours & theirs) / max(min(len(ours), len(theirs)), 1)
