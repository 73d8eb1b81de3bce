"""Whom an item leans on for what it tells first."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final

from bot.core.claims.attributing import found_in
from bot.core.claims.found import Found, Span
from bot.core.claims.keys import Speakers
from bot.core.claims.model import Kind
from bot.core.claims.phrases import Phrases
from bot.core.claims.prose import Gap, Prose
from bot.core.claims.unnamed import PRONOUNS
from bot.core.model.tellings import Citation

__all__ = ["chain"]

TITLE: Final = 300
LEAD: Final = 600
"""Characters of a text that are read: its first sentences."""
_WORDS: Final = 4
"""Words that make a sentence of a beginning; fewer are a label: Breaking."""
_ENDING: Final = re.compile(r"[.!?…؟]\s|\n")
_OPENED: Final = re.compile(r"“[^”]*$|«[^»]*$|^[^\"]*\"(?:[^\"]*\"[^\"]*\")*[^\"]*$")
_SHORT: Final = 40
"""Characters that no sentence ends within, but for abbreviations and labels."""
_TAIL: Final = 5
"""Words of a speaker at the end of a title."""
_MOST: Final = 6
"""Citations of one item."""

_ACTS: Final = frozenset(
    "accused accuses condemned condemns denounced denounces rejected rejects dismissed dismisses blamed blames criticised "
    "criticises criticized criticizes called calls".split()
)
"""Acts by which somebody tells what the item tells."""
_TOLD: Final = frozenset("told tells telling".split())
_ASKED: Final = frozenset("asked asks ask asking wondered wonders inquired".split())
"""Who asks does not tell."""

_MEDIUM, _SPEAKER, _BEHIND = range(3)
"""How near they are: the medium that reports it, who said it, whom these lean on."""


@dataclass(frozen=True, slots=True)
class _Heard:
    """A citation with its rank; the lowest is nearest."""

    rank: int
    citation: Citation


def chain(
    title: str, text: str, language: str, speakers: Speakers, *, country: str = "", own: str = ""
) -> tuple[Citation, ...]:
    """Whom an item cites in its title and in its first sentence, the nearest first; empty where it says so itself.

    `country` (ISO 3166-1) is whose ministries are meant where the words do not say: that of the item's places or of
    its outlet. `own` is the key of its outlet, which does not cite itself.
    """
    heard = [*_first_sentence(text[:LEAD], language, speakers, country), *_titled(title, language, speakers, country)]
    kept: dict[str, Citation] = {}
    for each in sorted(_with_full_names(heard), key=lambda each: each.rank):
        citation = each.citation
        if not own or citation.key != own:
            kept.setdefault(citation.key or f"?{citation.name.casefold()}", citation)
    return tuple(kept.values())[:_MOST]


def _titled(title: str, language: str, speakers: Speakers, country: str) -> Iterator[_Heard]:
    prose = Prose(title[:TITLE])
    yield from _Listener(prose, speakers, country).heard(found_in(prose, language), len(prose))
    last = max((at for at in range(1, len(prose)) if prose.gaps[at] is Gap.BREAK), default=0)
    if last >= _WORDS and len(prose) - last <= _TAIL:
        name = prose.written(last, len(prose) - 1)
        key = speakers.key_of(name, country)
        if key.startswith("body:"):  # a medium after a dash is whom the title was found at
            yield _Heard(_SPEAKER, Citation(name, key, title[prose.ends[last - 1] : prose.starts[last]].strip()))


def _first_sentence(text: str, language: str, speakers: Speakers, country: str) -> Iterator[_Heard]:
    prose = Prose(_beginning(text))
    end = _end(prose)
    yield from _Listener(prose, speakers, country).heard(found_in(prose, language), end)


def _beginning(text: str) -> str:
    """What holds the first sentence: up to the second mark that may end one, all where a quotation may go on."""
    ends = [found.end() for found in islice(_ENDING.finditer(text, _SHORT), 2)]
    if len(ends) < 2:  # noqa: PLR2004 - the second
        return text
    cut = text[: ends[1]]
    return text if _OPENED.search(cut) else cut


def _end(prose: Prose) -> int:
    """The word after the first sentence that is one; a quotation belongs to whom it is followed by."""
    first = 0
    for at in range(1, len(prose)):
        if prose.gaps[at] is not Gap.END or (prose.quoted[at] and prose.quoted[at - 1] and not prose.closes[at]):
            continue
        if prose.closes[at] and prose.text[prose.starts[at]].islower():
            continue
        if at - first >= _WORDS:
            return at
        first = at
    return len(prose)


class _Listener:
    """Tells whom the attributions of one sentence make its sources."""

    def __init__(self, prose: Prose, speakers: Speakers, country: str) -> None:
        self._prose: Final = prose
        self._speakers: Final = speakers
        self._country: Final = country
        self._phrases: Final = Phrases(prose)

    def heard(self, found: list[Found], end: int) -> Iterator[_Heard]:
        """What stands before a word."""
        for each in found:
            first, last = each.cue
            if first >= end or not self._tells(each):
                continue
            cue = self._prose.written(first, last)
            if each.kind is Kind.CITING:
                yield from self._one(self._citer(first), cue, _MEDIUM, media=True)
            if self._prose.words[first] in _TOLD:
                yield from self._one(self._phrases.starting(last + 1), cue, _MEDIUM, media=True)
            rank = _BEHIND if each.kind is Kind.CITING else _SPEAKER
            yield from self._one(each.speaker, ":" if each.kind is Kind.HEADING else cue, rank, known=each.kind is Kind.HEADING)

    def _tells(self, found: Found) -> bool:
        word = self._prose.words[found.cue[0]]
        if found.kind is Kind.ACT:
            return word in _ACTS
        return found.kind in {Kind.SPEECH, Kind.SOURCE, Kind.CITING, Kind.HEADING} and word not in _ASKED

    def _citer(self, first: int) -> Span | None:
        """Who stands before `, citing`."""
        comma = first > 0 and self._prose.gaps[first] is Gap.COMMA
        return self._phrases.ending(first - 1) if comma else None

    def _one(
        self, span: Span | None, cue: str, rank: int, *, media: bool = False, known: bool = False
    ) -> Iterator[_Heard]:
        """The citation of a speaker; with `media` only if he is a medium, with `known` only if he has a key of his own."""
        if span is None or (span[0] == span[1] and self._prose.words[span[0]] in PRONOUNS and not self._shouted(span)):
            return
        name = self._prose.written(*span)
        key = self._speakers.key_of(name, self._country)
        medium = self._speakers.is_medium(key)
        if (media and not medium) or (known and not self._is_somebody(key)):
            return
        yield _Heard(_MEDIUM if medium and rank is _SPEAKER else rank, Citation(name, key, cue))

    def _shouted(self, span: Span) -> bool:
        return self._prose.written(*span).isupper() and span[1] - span[0] == 0 and len(self._prose.words[span[0]]) > 1

    def _is_somebody(self, key: str) -> bool:
        return bool(key) and (not key.startswith("name:") or self._speakers.is_medium(key) or " " in key)


def _with_full_names(heard: list[_Heard]) -> list[_Heard]:
    """Putin as Vladimir Putin, where the item has both."""
    full = {key.rpartition(" ")[2]: key for each in heard if " " in (key := each.citation.key) and key.startswith("name:")}
    if not full:
        return heard
    return [
        replace(each, citation=replace(each.citation, key=full.get(each.citation.key.removeprefix("name:"), each.citation.key)))
        for each in heard
    ]
