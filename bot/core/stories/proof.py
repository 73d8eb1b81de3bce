"""What proves one item to have another's words: its title, or its text.

Nothing does where a number, a negation or a name is another: a toll of 12 is not one of 40.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from bot.core.stories.agreement import Agreement, compared, likeness, titles_match, titles_oppose
from bot.core.stories.wording import LEAST_LEAD, Wording

__all__ = ["ALIKE", "LEAST_SHARED", "Proof", "Way", "proof_by_text", "proof_by_title"]

ALIKE: Final = 0.5
"""Likeness of titles from which on they are two forms of one."""
LEAST_SHARED: Final = 10
"""Words without which no text is a copy; a sentence of news has twenty."""
LEAST_UNQUOTED: Final = 6
"""Those of them that nobody may be quoted with: what was said is everybody's."""
LEAST_RUN: Final = 5
"""Words that a run of them has on average: shorter are the names and phrases that one event puts everywhere."""
SHARE: Final = 0.8
"""How much of the shorter text of a copy stands in the longer: an editor cuts, and changes a word here and there."""
SHARE_ALIKE: Final = 0.75
"""The same under two forms of one title."""
SHARE_TITLE: Final = 0.95
"""The same where one is but a title: that may be made of the words of the other's text."""
LEAST_WITHIN: Final = 12
"""Words of such a title; ten may head what everybody tells."""
SHARE_SERIES: Final = 0.98
LEAST_SERIES: Final = 20
"""The same, and its words, in a live blog or a column: only the very instalment is a copy."""


class Way(IntEnum):
    """How a copy is known, the surest first."""

    WORD_FOR_WORD = 0
    TITLE = 1
    TEXT = 2
    WITHIN = 3

    @property
    def told(self) -> str:
        """The beginning of a reason; the name of an outlet ends it."""
        return ("word for word as", "under the title of", "in the words of", "in the words of")[self]


@dataclass(frozen=True, slots=True)
class Proof:
    """That an item has the words of a known one."""

    known: Wording
    way: Way
    words: int
    """How many they share."""

    @property
    def strength(self) -> tuple[bool, bool, int, tuple[float, int]]:
        """The surest has the least: by its way, then the most words, then the earliest item."""
        return self.way is not Way.WORD_FOR_WORD, self.way is Way.WITHIN, -self.words, self.known.order


def proof_by_title(one: Wording, known: Wording) -> Proof | None:
    """That one has the other's title, but for what stands around it; a speaker or topic may stand before one of them.

    Within one outlet, that all of it is the same, word for word; a few words it may say again.
    """
    if one.series or known.series:
        return None
    if one.whole == known.whole:
        told = len(one.words) >= LEAST_LEAD or (one.tells and one.outlet.id != known.outlet.id)
        said = told and not (one.recurs and len(one.words) == one.title)
        return Proof(known, Way.WORD_FOR_WORD, 0) if said or one.reposts else None
    if one.outlet.id == known.outlet.id or not _one_title(one, known):
        return None
    text = compared(one, known)
    if text.opposed or (one.recurs and text.share < ALIKE):
        return None
    return Proof(known, Way.TITLE, one.title + text.shared * text.texts)


def proof_by_text(one: Wording, known: Wording) -> Proof | None:
    """That the shorter text of the two stands in the other, but for a word here and there."""
    text = compared(one, known)
    if text.opposed or text.shared < LEAST_SHARED or text.unquoted < LEAST_UNQUOTED:
        return None
    like = likeness(one, known)
    alike = like >= ALIKE
    if alike and titles_oppose(one, known):
        return None
    if one.series or known.series or one.recurs:
        proven = text.share >= SHARE_SERIES and text.shared >= LEAST_SERIES
    elif text.texts:
        proven = text.share >= (SHARE_ALIKE if alike else SHARE) and text.shared >= LEAST_RUN * text.runs
    else:
        proven = _within(text, one, known) or titles_match(one, known)
    shared = round(like * min(one.title, known.title)) + text.shared if text.texts else text.shared
    return Proof(known, Way.TEXT if text.texts else Way.WITHIN, shared) if proven else None


def _within(text: Agreement, one: Wording, known: Wording) -> bool:
    """Whether a title that is all there is of one stands in the other: in its text, not only in its title."""
    lead = max(len(one.words) - one.title, len(known.words) - known.title)
    return lead >= LEAST_LEAD and text.shared >= LEAST_WITHIN and text.share >= SHARE_TITLE


def _one_title(one: Wording, other: Wording) -> bool:
    ours, theirs = list(one.titles()), list(other.titles())
    return one.tells and any(
        title == heading and not (topic and about) for title, topic in ours for heading, about in theirs
    )
