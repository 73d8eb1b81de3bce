"""Who is cited in English prose: verbs, nouns and phrases that attribute, each with its speaker."""

from __future__ import annotations

from enum import Enum, auto
from typing import Final

from bot.core.claims.found import Found, Span
from bot.core.claims.model import Kind
from bot.core.claims.phrases import AUXILIARIES, DETERMINERS, PRONOUNS, Phrases, is_adverb
from bot.core.claims.prose import Gap, Prose
from bot.core.claims.verbs import BESIDE, VERBS, Form, Verb
from bot.core.claims.wording import ADVERBS, AFTER_NOUN, NOUNS, SOURCES
from bot.core.claims.wordlists import words

__all__ = ["english"]


class _Place(Enum):
    """What stands before a verb."""

    QUOTATION = auto()
    START = auto()
    HYPHEN = auto()
    COMMA = auto()
    BREAK = auto()
    PERSON = auto()
    DETERMINER = auto()
    TO = auto()
    BE = auto()
    HAVE = auto()
    MODAL = auto()
    PREPOSITION = auto()
    AND = auto()
    ADVERB = auto()
    NAME = auto()
    NOUN = auto()


_PLACES: Final = {
    word: place
    for place, words in (
        (_Place.DETERMINER, " ".join(sorted(DETERMINERS))),
        (_Place.PERSON, "he she they who i we you it which others some many"),
        (_Place.TO, "to"),
        (_Place.BE, "is are was were be been being"),
        (_Place.HAVE, "has have had ve"),
        (_Place.MODAL, "will would can could should may might must did does do t ll d"),
        (_Place.PREPOSITION, "of in for by with on at from about"),
        (_Place.AND, "and or but"),
    )
    for word in words.split()
}
_GAPS: Final = {
    Gap.END: _Place.START,
    Gap.JOINED: _Place.HYPHEN,
    Gap.COMMA: _Place.COMMA,
    Gap.BREAK: _Place.BREAK,
}

_CUES: Final = VERBS.keys() | BESIDE | NOUNS | ADVERBS | SOURCES.keys()
"""Words at which something may begin."""
_P = _Place
_FINITE: Final = frozenset((_P.NAME, _P.NOUN, _P.PERSON, _P.COMMA, _P.ADVERB, _P.AND))
_TAKEN: Final = {
    (Kind.SPEECH, Form.PAST): _FINITE | {_P.QUOTATION, _P.START, _P.BREAK, _P.HAVE, _P.BE},
    (Kind.SPEECH, Form.PARTICIPLE): frozenset((_P.HAVE,)),
    (Kind.SPEECH, Form.THIRD): _FINITE | {_P.QUOTATION, _P.BREAK},
    (Kind.SPEECH, Form.BASE): frozenset((_P.PERSON, _P.ADVERB, _P.NOUN, _P.NAME, _P.QUOTATION, _P.COMMA)),
    (Kind.SPEECH, Form.ING): _FINITE | {_P.BE, _P.QUOTATION, _P.PREPOSITION},
    (Kind.ACT, Form.PAST): _FINITE | {_P.HAVE, _P.START},
    (Kind.ACT, Form.THIRD): _FINITE,
    (Kind.ACT, Form.ING): frozenset((_P.COMMA, _P.BE, _P.NAME, _P.AND)),
    (Kind.THOUGHT, Form.PAST): frozenset((_P.NAME, _P.NOUN, _P.COMMA, _P.HAVE, _P.ADVERB, _P.BE)),
    (Kind.THOUGHT, Form.THIRD): frozenset((_P.NAME, _P.PERSON, _P.COMMA, _P.ADVERB)),
    (Kind.THOUGHT, Form.BASE): frozenset((_P.NAME, _P.NOUN)),
    (Kind.THOUGHT, Form.ING): frozenset((_P.COMMA, _P.BE, _P.NAME)),
    (Kind.SHOWING, Form.PAST): _FINITE | {_P.HAVE, _P.BE} - {_P.AND},
    (Kind.SHOWING, Form.THIRD): _FINITE - {_P.AND},
    (Kind.SHOWING, Form.BASE): frozenset((_P.NAME, _P.NOUN, _P.ADVERB)),
    (Kind.SHOWING, Form.ING): frozenset((_P.COMMA, _P.BE)),
}
"""Where a form attributes. Each pair was right at least three times in ten on one half of PolNeAR's articles, most of
them nine; after `the`, `to` or a hyphen none was."""

_CLAUSAL: Final = frozenset(words("that he she they how why it what whether"))
"""Words with which what is said, thought or shown begins."""
_INVERTED: Final = 5
"""Words of an inverted speaker where no quotation ends before the verb; more are a clause of their own."""
_ASIDES: Final = frozenset(words("citing quoting which who whose where"))
"""Words with which something begins that tells more of who stands before it."""
_ASIDE: Final = 16
"""Words of that."""
_LATER: Final = frozenset(words("in on at during to who after of as about when while via"))
"""Words that may follow the speaker of an inverted `said`, where a verb would show that he is the next subject."""


def english(prose: Prose) -> list[Found]:
    """What a text attributes, in order."""
    reader = _Reader(prose)
    return [found for index, word in enumerate(prose.words) if word in _CUES for found in reader.at(index, word)]


class _Reader:
    """Goes through a text once; keeps the last speaker for what goes on about him."""

    def __init__(self, prose: Prose) -> None:
        self._prose: Final = prose
        self._phrases: Final = Phrases(prose)
        self._last: tuple[int, Span] | None = None

    def at(self, i: int, word: str) -> tuple[Found, ...]:
        """What begins at a word; `quoted` has two speakers, who quotes and who is quoted."""
        if word in SOURCES:
            return self._source(i, *SOURCES[word])
        verb = VERBS.get(word)
        if verb is not None and self._attributes(verb, i, self._place(i)):
            said = Found(verb.kind, (i, i), self._remembered(i, self._speaker(i, verb)))
            return (said, *self._quoted(i)) if verb.lemma in {"quote", "cite"} else (said,)
        if word in BESIDE and self._beside(i) and self._place(i) not in {_P.DETERMINER, _P.TO}:
            return (Found(Kind.SPEECH, (i, i), self._remembered(i, self._finite(i))),)
        if word in NOUNS:
            return self._noun(i)
        return (Found(Kind.SOURCE, (i, i), None),) if word in ADVERBS else ()

    def _quoted(self, i: int) -> tuple[Found, ...]:
        speaker = self._phrases.starting(i + 1) if self._prose.gaps[i + 1] is Gap.SPACE else None
        return () if speaker is None else (Found(Kind.CITING, (i, i), speaker),)

    def _place(self, i: int) -> _Place:
        prose = self._prose
        if prose.closes[i]:
            return _Place.QUOTATION
        if prose.gaps[i] is not Gap.SPACE:
            return _GAPS[prose.gaps[i]]
        before = prose.words[i - 1]
        if before == "s" and prose.gaps[i - 1] is Gap.JOINED:
            return _Place.HAVE if prose.words[i - 2] in PRONOUNS else _Place.DETERMINER
        if before in _PLACES:
            return _PLACES[before]
        if is_adverb(prose, i - 1):
            return _Place.ADVERB
        return _Place.NAME if prose.capital(i - 1) else _Place.NOUN

    def _attributes(self, verb: Verb, i: int, place: _Place) -> bool:
        if place not in _TAKEN.get((verb.kind, verb.form), ()):
            return False
        if not verb.noun or verb.form not in {Form.BASE, Form.THIRD}:
            return True
        return place in {_Place.PERSON, _Place.ADVERB} or self._clause(i + 1) or self._closes(i)

    def _clause(self, i: int) -> bool:
        """Whether a clause or a quotation begins at a word."""
        prose = self._prose
        return i < len(prose) and (
            prose.words[i] in _CLAUSAL or prose.words[i].isdigit() or (prose.quoted[i] and not prose.quoted[i - 1])
        )

    def _closes(self, i: int) -> bool:
        """Whether a word ends its sentence after a comma: ..., state television reports."""
        gaps = self._prose.gaps
        return gaps[i + 1] is Gap.END and Gap.COMMA in gaps[max(i - _INVERTED, 0) : i]

    def _beside(self, i: int) -> bool:
        """Whether a word stands beside a quotation, or before `that`."""
        prose = self._prose
        after = i + 1
        if prose.quoted[i] or after >= len(prose):
            return False
        before = i > 1 and (prose.closes[i] or prose.closes[i - 1])
        return before or prose.words[after] == "that" or (prose.quoted[after] and prose.gaps[after] >= Gap.COMMA)

    def _source(self, i: int, kind: Kind, following: str) -> tuple[Found, ...]:
        """`according to X`: a phrase of two words, or one word that needs none."""
        last = i + 1 if following else i
        if following and (last >= len(self._prose) or self._prose.words[last] != following):
            return ()
        return (Found(kind, (i, last), self._remembered(i, self._phrases.starting(last + 1))),)

    def _noun(self, i: int) -> tuple[Found, ...]:
        prose = self._prose
        if i + 1 >= len(prose) or prose.words[i + 1] not in AFTER_NOUN or prose.gaps[i + 1] is not Gap.SPACE or not i:
            return ()
        before = prose.words[i - 1]
        speaker: Span | None = None
        if before in {"his", "her", "their", "its", "my", "our"}:
            speaker = (i - 1, i - 1)
        elif before == "s" and i > 1:
            speaker = self._phrases.ending(i - 2)
        return (Found(Kind.NOUN, (i, i + 1), speaker),)

    def _remembered(self, i: int, speaker: Span | None) -> Span | None:
        if speaker is not None:
            self._last = self._prose.sentence(i), speaker
        return speaker

    def _speaker(self, i: int, verb: Verb) -> Span | None:
        place = self._place(i)
        if place is _Place.BE and verb.form is not Form.ING:
            return self._agent(i)
        if verb.form is Form.ING and place is not _Place.BE:
            return self._carried(i)
        return self._finite(i)

    def _finite(self, i: int) -> Span | None:
        """The subject of a finite verb: after it where a quotation ends before it, else before it."""
        return self._inverted(i) or self._before(i) or self._carried(i)

    def _agent(self, i: int) -> Span | None:
        prose = self._prose
        by = next((at for at in range(i + 1, min(i + 4, len(prose))) if prose.words[at] == "by"), None)
        return None if by is None else self._phrases.starting(by + 1)

    def _carried(self, i: int) -> Span | None:
        if self._last is not None and self._last[0] == self._prose.sentence(i):
            return self._last[1]
        return self._phrases.opening(i)

    def _inverted(self, i: int) -> Span | None:
        prose = self._prose
        comes = prose.closes[i] or prose.gaps[i] is Gap.COMMA or prose.gaps[i] is Gap.END
        if (
            not comes
            or prose.gaps[i + 1] is not Gap.SPACE
            or prose.words[i + 1] in _CLAUSAL - PRONOUNS | {"that", "it"}
        ):
            return None
        span = self._phrases.starting(i + 1)
        if span is None:
            return None
        if not prose.closes[i] and span[1] - span[0] >= _INVERTED:
            return None
        end = span[1] + 1
        return span if prose.gaps[end] >= Gap.COMMA or prose.words[end] in _LATER else None

    def _before(self, i: int) -> Span | None:
        """The phrase before a verb, over adverbs, auxiliaries and what stands between two commas."""
        prose = self._prose
        last = i - 1
        while last > 0 and prose.gaps[last + 1] <= Gap.SPACE and self._light(last):
            last -= 1
        if last < 0 or prose.closes[last + 1] or prose.gaps[last + 1] is Gap.END:
            return None
        if prose.gaps[last + 1] <= Gap.SPACE:
            return self._phrases.ending(last)
        mark, first = prose.gaps[last + 1], self._aside(last)
        while first > 0 and prose.gaps[first] is mark and not prose.closes[first]:
            start = self._aside(first - 1)
            if prose.words[start] not in _ASIDES:
                return self._phrases.ending(first - 1)
            first = start
        return None

    def _aside(self, last: int) -> int:
        """The first word of what ends here and begins after a comma or the like."""
        first = last
        while last - first < _ASIDE and self._prose.gaps[first] < Gap.COMMA:
            first -= 1
        return first

    def _light(self, i: int) -> bool:
        return self._prose.words[i] in AUXILIARIES or is_adverb(self._prose, i)
