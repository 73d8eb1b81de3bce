"""Every place where a text says whose words or thoughts it tells."""

from __future__ import annotations

from typing import Final

from bot.core.claims.cues import CUES
from bot.core.claims.english import english
from bot.core.claims.foreign import foreign
from bot.core.claims.found import Found
from bot.core.claims.headings import headings
from bot.core.claims.model import Attribution, Kind
from bot.core.claims.prose import Prose
from bot.core.claims.tongues import tongue

__all__ = ["attributions", "found_in"]

LONGEST: Final = 60_000
"""Characters that are read: no report is longer."""


def attributions(text: str, language: str = "") -> tuple[Attribution, ...]:
    """What a text attributes, in order. `language` (ISO 639-1) is what its source says of it, or empty."""
    prose = Prose(text[:LONGEST])
    return tuple(_written(prose, found) for found in found_in(prose, language))


def found_in(prose: Prose, language: str) -> list[Found]:
    """The same, in words of the prose."""
    cues = CUES.get(tongue(prose.text, prose.words, language))
    found = english(prose) if cues is None else foreign(prose, cues)
    return sorted([*headings(prose), *found], key=lambda each: each.cue)


def _written(prose: Prose, found: Found) -> Attribution:
    first, last = found.cue
    start, end = prose.starts[first], prose.ends[last]
    if found.kind is Kind.HEADING:
        start, end = end, end + 1  # its cue is the colon
    cue = prose.text[start:end]
    if found.speaker is None:
        return Attribution(found.kind, cue, start, end)
    at, until = prose.starts[found.speaker[0]], prose.ends[found.speaker[1]]
    return Attribution(found.kind, cue, start, end, prose.text[at:until], at, until)
