"""Who is cited in prose of other languages than English: by cue words and by where speakers stand beside them."""

from __future__ import annotations

from typing import Final

from bot.core.claims.cues import Cues
from bot.core.claims.found import Found, Span
from bot.core.claims.model import Kind
from bot.core.claims.prose import Gap, Prose
from bot.core.claims.wordlists import words

__all__ = ["foreign"]

_AFTER: Final = 8
"""Words of a speaker that follows its cue."""
_BEFORE: Final = 7
"""Words of a speaker that stands before its verb."""
_ASIDE: Final = 16
"""Words of what stands between two commas."""
_OBJECTS: Final = frozenset(("لوكاله", "لقناه", "لصحيفه", "لموقع", "لشبكه", "لراديو"))
"""To a medium, folded: the speaker ends before whom he told it."""
_GERMAN_LINKS: Final = frozenset(words("von vom für fur und in im zum zur"))
_ARTICLES: Final = frozenset(
    words("le la les l un une des du der die das dem den ein eine einem el los las un una il lo gli i o os as a de")
)


def foreign(prose: Prose, cues: Cues) -> list[Found]:
    """What a text attributes, in order."""
    reader = _Reader(prose, cues)
    free, found = 0, []
    for first, end, meaning in cues.phrases.find(prose.words):
        if first < free:
            continue
        free = end
        each = reader.at(first, end - 1, meaning)
        if each is not None:
            found.append(each)
    return found


class _Reader:
    def __init__(self, prose: Prose, cues: Cues) -> None:
        self._prose: Final = prose
        self._cues: Final = cues

    def at(self, first: int, last: int, meaning: str) -> Found | None:
        """The attribution whose cue are these words."""
        if meaning == "postposed":
            speaker = self._before(first)
            return Found(Kind.SOURCE, (first, last), speaker) if speaker else None
        kind = Kind(meaning)
        if kind is Kind.SPEECH:
            if first == last and self._prose.text[self._prose.ends[last] - 1] == "é":
                return None  # French: annonce, but not annoncé, which folds to the same
            return Found(kind, (first, last), self._spoken(first, last))
        speaker = self._after(last)
        return Found(kind, (first, last), speaker) if speaker else None

    def _spoken(self, first: int, last: int) -> Span | None:
        """The subject of a verb."""
        gap = self._prose.gaps[first]
        if self._cues.subject_first:
            return self._opening(first)
        if gap >= Gap.COMMA or self._prose.closes[first]:
            return self._after(last) or self._aside(first)
        return self._before(first) or self._after(last)

    def _after(self, last: int) -> Span | None:
        prose, stops = self._prose, self._cues.stops
        first = end = last + 1
        while end < len(prose) and end - first < _AFTER:
            if prose.words[end] in stops and not (end == first and prose.words[end] in _ARTICLES):
                break
            if (
                (end > first and prose.gaps[end] >= Gap.COMMA)
                or prose.gaps[end] is Gap.END
                or prose.words[end] in _OBJECTS
                or prose.closes[end]
            ):
                break
            if self._cues.nouns and end > first and prose.capital(end - 1) and self._is_verb(end):
                break
            end += 1
        while end > first and prose.words[end - 1] in _ARTICLES:
            end -= 1
        return (first, end - 1) if end > first else None

    def _is_verb(self, index: int) -> bool:
        """Whether a word of German is none that goes on after a noun."""
        return not self._prose.capital(index) and self._prose.words[index] not in _ARTICLES | _GERMAN_LINKS

    def _before(self, first: int) -> Span | None:
        """What stands before a verb in its clause."""
        prose, stops = self._prose, self._cues.stops
        at = first
        while at > 0 and first - at < _BEFORE and prose.words[at - 1] not in stops:
            if at < first and (prose.gaps[at] >= Gap.COMMA or prose.closes[at]):
                break
            at -= 1
        return (at, first - 1) if at < first else None

    def _aside(self, first: int) -> Span | None:
        """What stands before what stands between two commas before a verb."""
        at = first - 1
        while at > max(first - _ASIDE, 0) and self._prose.gaps[at] < Gap.COMMA:
            at -= 1
        return self._before(at) if self._prose.gaps[at] is Gap.COMMA else None

    def _opening(self, first: int) -> Span | None:
        """What begins the sentence, up to a comma; what stands right before the verb where that would be too long."""
        prose = self._prose
        start = prose.sentence(first)
        end = start
        while end < first and end - start < _BEFORE and (end == start or prose.gaps[end] < Gap.COMMA):
            end += 1
        whole = end == first or prose.gaps[end] >= Gap.COMMA
        if whole and end > start:
            return start, end - 1
        return self._named(start, first)

    def _named(self, start: int, first: int) -> Span | None:
        """The capitals with which a sentence begins; its first words in scripts without capitals."""
        prose = self._prose
        end = start
        while end < first and end - start < _BEFORE and prose.capital(end):
            end += 1
        if end > start:
            return start, min(end, first - 1)  # the noun that goes with them is small
        return None if prose.cased or first == start else (start, min(start + 3, first - 1))
