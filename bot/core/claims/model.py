"""What an attribution in a text is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["Attribution", "Kind"]


class Kind(StrEnum):
    """How a text attributes what it says."""

    SPEECH = "speech"
    """Somebody said it: `said`, `wrote`, `warned that`."""
    SOURCE = "source"
    """It is leant on: `according to`, `in the words of`."""
    CITING = "citing"
    """Who says so leans on it in turn: `citing`, `quoted`, نقلا عن."""
    ACT = "act"
    """What somebody did with words: `accused`, `endorsed`, `declined to`."""
    THOUGHT = "thought"
    """What somebody is said to think, know or want: `believes`, `hopes`."""
    SHOWING = "showing"
    """What a document or an investigation tells: `the poll found`; what something seems to be."""
    NOUN = "noun"
    """`claims that`, `criticism of`, `in a statement`."""
    HEADING = "heading"
    """`Army: advance stopped`."""


@dataclass(frozen=True, slots=True)
class Attribution:
    """One place where a text says whose words or thoughts it tells; all numbers are offsets into the text."""

    kind: Kind
    cue: str
    """The word that says so, as written."""
    start: int
    end: int
    """Of the cue."""
    speaker: str = ""
    """As written: a name, a noun with what belongs to it, a pronoun; empty where the text names none."""
    speaker_start: int = 0
    speaker_end: int = 0
