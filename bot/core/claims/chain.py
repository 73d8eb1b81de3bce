"""Whom an item leans on for what it tells first."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from bot.core.claims.attributing import found_in
from bot.core.claims.found import Found, Span
from bot.core.claims.keys import Speakers
from bot.core.claims.model import Kind
from bot.core.claims.phrases import Phrases
from bot.core.claims.prose import Gap, Prose
from bot.core.claims.unnamed import PRONOUNS
from bot.core.claims.verbs import VERBS, Form
from bot.core.claims.wording import AFTER_PASSIVE, GOING_ON, PASSING, PASSIVE, TELLING, TOLD
from bot.core.model.tellings import Citation

__all__ = ["chain"]

TITLE: Final = 300
LEAD: Final = 600
"""Characters of a text that are read: its first sentences."""
_WORDS: Final = 4
"""Words that make a sentence of a beginning; fewer are a label: Breaking."""
_ENDING: Final = re.compile(r"[.!?…؟](?<=[^\W\d_A-Z]{4}.)\s|\n")
"""A mark after four letters: an abbreviation has fewer."""
_NOBODY: Final = PRONOUNS | frozenset(
    ("unconfirmed", "unverified", "initial", "early", "earlier", "preliminary", "conflicting", "several", "multiple")
)
"""Words that name no speaker by themselves: unconfirmed reports are no reports by somebody called Unconfirmed."""
_OPENED: Final = re.compile('[“«"„]')
_LEANING: Final = (
    "cit",
    "quot",
    "zit",
    "Berufung",
    "نقل",
    "مستند",
    "ссыла",
    "ссылк",
    "посил",
    "daya",
    "powoł",
    "استناد",
    "בהסתמך",
)
"""Parts of the words for citing in the languages that are read: without one, a sentence need not be."""
_SHORT: Final = 40
"""Characters that no sentence ends within, but for abbreviations and labels."""
_TAIL: Final = 5
"""Words of a speaker at the end of a title."""
_MOST: Final = 6
"""Citations of one item."""

_SPEAKS: Final = re.compile(r"body:(?!government\.)")
"""Keys of bodies; a country before a colon is where something happens."""
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
    untitled = text[: TITLE + LEAD].lstrip().removeprefix(title[:TITLE].strip())  # many texts begin with their title
    lead = untitled.lstrip(". \n")[:LEAD]
    heard = [*_told_first(lead, language, speakers, country), *_titled(title, language, speakers, country)]
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


def _told_first(text: str, language: str, speakers: Speakers, country: str) -> Iterator[_Heard]:
    """Whom the first sentence cites; and whom a medium that it cites leans on, where the next one tells that."""
    heard, until = _sentence(text, language, speakers, country)
    yield from heard
    if any(each.rank is _MEDIUM for each in heard) and any(part in text[until:] for part in _LEANING):
        yield from (each for each in _sentence(text[until:], language, speakers, country)[0] if each.rank is _BEHIND)


def _sentence(text: str, language: str, speakers: Speakers, country: str) -> tuple[list[_Heard], int]:
    """Whom the first sentence of a text cites, and where it ends."""
    prose = Prose(_beginning(text))
    end = _end(prose)
    heard = list(_Listener(prose, speakers, country).heard(found_in(prose, language), end))
    return heard, prose.starts[end] if end < len(prose) else len(prose.text)


def _beginning(text: str) -> str:
    """What holds the first sentence: up to a mark that surely ends one, all where a quotation may go on."""
    ending = _ENDING.search(text, _SHORT)
    if ending is None or _OPENED.search(text, 0, ending.end()):
        return text
    return text[: ending.end()]


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
                yield from self._medium(self._citer(first), cue)
            if self._prose.words[first] in TOLD:
                yield from self._medium(self._phrases.starting(last + 1), cue)
            if each.speaker is None:
                continue
            if each.kind is Kind.HEADING:
                yield from self._headed(each.speaker, last)
            else:
                yield from self._one(each.speaker, cue, _BEHIND if each.kind is Kind.CITING else _SPEAKER)

    def _tells(self, found: Found) -> bool:
        """Whether it makes its speaker a source; verbs of other languages are chosen so that they do."""
        if found.kind in {Kind.SOURCE, Kind.CITING, Kind.HEADING}:
            return True
        word = self._prose.words[found.cue[0]]
        verb = VERBS.get(word)
        if verb is None or verb.form is Form.ING:
            return found.kind is Kind.SPEECH and (verb is None or word in GOING_ON)
        return verb.lemma in TELLING and word not in PASSING and not self._suffered(word, found.cue[1])

    def _suffered(self, word: str, last: int) -> bool:
        """Whether a verb says what was done to somebody: accused of."""
        return word in PASSIVE and not AFTER_PASSIVE.isdisjoint(self._prose.words[last + 1 : last + 2])

    def _citer(self, first: int) -> Span | None:
        """Who stands before `, citing`."""
        comma = first > 0 and self._prose.gaps[first] is Gap.COMMA
        return self._phrases.ending(first - 1) if comma else None

    def _medium(self, span: Span | None, cue: str) -> Iterator[_Heard]:
        """A speaker if he is a medium."""
        if span is not None:
            yield from (each for each in self._one(span, cue, _SPEAKER) if each.rank is _MEDIUM)

    def _headed(self, span: Span, last: int) -> Iterator[_Heard]:
        """Who stands before a colon, if he is known to speak: most of what stands there is a topic."""
        quotes = self._prose.quoted[min(last + 1, len(self._prose) - 1)]
        for each in self._one(span, ":", _SPEAKER):
            key = each.citation.key
            named = key.startswith("name:")
            if (named and quotes and " " in key) or self._speakers.is_medium(key) or (not named and _SPEAKS.match(key)):
                yield each

    def _one(self, span: Span, cue: str, rank: int) -> Iterator[_Heard]:
        if span[0] == span[1] and self._prose.words[span[0]] in _NOBODY and not self._shouted(span):
            return
        name = self._prose.written(*span)
        key = self._speakers.key_of(name, self._country)
        nearest = rank is _SPEAKER and self._speakers.is_medium(key)
        yield _Heard(_MEDIUM if nearest else rank, Citation(name, key, cue))

    def _shouted(self, span: Span) -> bool:
        """Whether a pronoun is written as an acronym: WHO."""
        return len(self._prose.words[span[0]]) > 1 and self._prose.written(*span).isupper()


def _with_full_names(heard: list[_Heard]) -> list[_Heard]:
    """Putin as Vladimir Putin, where the item has both."""
    full = {
        key.rpartition(" ")[2]: key for each in heard if " " in (key := each.citation.key) and key.startswith("name:")
    }
    if not full:
        return heard
    return [
        replace(
            each,
            citation=replace(each.citation, key=full.get(each.citation.key.removeprefix("name:"), each.citation.key)),
        )
        for each in heard
    ]
