"""What a word may mean for the facts of an item: the tables of this package as one dictionary per language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from functools import cache
from typing import Any, Final

from bot.core.facts import actors, counted, manners, numerals, opposites, subjects
from bot.core.text.clitics import stems
from bot.core.text.tokens import tokens

__all__ = ["ANYTHING", "LANGUAGES", "NOTHING", "Sense", "Senses", "senses"]

LEAST_STEM: Final = 2
"""Letters of the shortest beginning that the tables know a word by."""


@dataclass(frozen=True, slots=True)
class Sense:
    """All that a word, or a phrase, may mean."""

    number: tuple[float, float] | None = None
    """Between what it lies; both the same where it is exact."""
    scale: int = 0
    bound: str = ""
    victim: str = ""
    sides: str = ""
    who: str | None = None
    unit: str = ""
    month: int = 0
    ordinal: int = 0
    series: bool = False
    time: bool = False
    denies: bool = False
    hedges: bool = False
    negates: bool = False
    negates_before: bool = False
    speaks: bool = False
    wishes: bool = False
    fills: bool = False
    region: bool = False
    since: bool = False
    turns: tuple[tuple[str, bool], ...] = ()
    actor: str = ""
    form: str = ""
    force: bool = False
    action: str = ""
    doer_follows: bool = False
    noun: bool = False
    carries: bool = False
    by: bool = False
    backed: bool = False
    capital: tuple[str, ...] = ()
    joins: bool = False
    subject: str = ""
    leaves: bool = False
    """Whether the number after it is the one that was before: `from 12 to 40`."""
    follows: tuple[tuple[tuple[str, ...], Sense], ...] = ()
    """The words that may follow it in a phrase, and what that means, the longest first."""


LANGUAGES: Final = frozenset((*numerals.ONLY_IN, *manners.NEGATES_IN))
"""Those in which some words mean what they mean in no other."""

ANYTHING: Final = ""
"""What stands in a phrase for any words: `lehnt … ab`."""

NOTHING: Final = Sense()
"""That of most words."""

Entry = tuple[str, dict[str, Any]]
"""How a word stands in a table, and what it means there."""

_JOINS: Final = "and or as while after и или а و und oder et ou y e ve veya та і"
"""Words that join what is told apart."""
_LEAVES: Final = "from с со von vom de من dan den"
"""Words that stand before the number of earlier: `from 12 to 40`."""
_OTHERWISE: Final = (
    "signs_of opens_fire opened_fire open_letter us_open backs_down lower_house death_penalty death_row dead_sea "
    "dead_end "
    "close_to raises_questions raises_alarm raises_concerns cuts_off toll_road toll_free not_only not_just "
    "claims_responsibility claimed_responsibility claiming_responsibility press_release missing_link"
)
"""Phrases whose words mean nothing of what they mean alone."""


class Senses:
    """What words mean; `NOTHING` for a word no table has. Words are folded."""

    def __init__(self, entries: Iterable[Entry], base: Senses | None = None) -> None:
        """`base`: what else is known, and gives way."""
        self.exact: Final[dict[str, Sense]] = dict(base.exact) if base else {}
        self.beginnings: Final[dict[str, Sense]] = dict(base.beginnings) if base else {}
        for written, meaning in entries:
            self._enter(written, meaning)

    def of(self, word: str) -> Sense:
        """By the word itself, then without its particles, then by its beginning, the longest."""
        for form in (word, *stems(word)):
            if form in self.exact:
                return self.exact[form]
        ends = range(len(word), LEAST_STEM, -1)
        return next((self.beginnings[word[:end]] for end in ends if word[:end] in self.beginnings), NOTHING)

    def _enter(self, written: str, meaning: dict[str, Any]) -> None:
        written, star, _ = written.partition("*")
        first, *rest = (token.text for token in tokens(written.replace("_", " ")))
        if "__" in written:
            rest = [ANYTHING, *rest]
        table = self.beginnings if star else self.exact
        known = table.get(first, NOTHING)
        table[first] = _followed(known, tuple(rest), meaning) if rest else _joined(known, meaning)


def _followed(known: Sense, rest: tuple[str, ...], meaning: dict[str, Any]) -> Sense:
    """A sense of a word, and that of a phrase which begins with it."""
    phrases = dict(known.follows)
    phrases[rest] = _joined(phrases.get(rest, NOTHING), meaning)
    return replace(known, follows=tuple(sorted(phrases.items(), key=lambda phrase: -len(phrase[0]))))


@cache
def senses(language: str) -> Senses:
    """What words mean in one of `LANGUAGES`, by its code; in any, where it is empty."""
    if not language:
        return Senses(_entries())
    negates = _plain(manners.NEGATES_IN.get(language, ""), negates=True)
    return Senses([*_numbers(numerals.ONLY_IN.get(language, {})), *negates], senses(""))


def _joined(known: Sense, meaning: dict[str, Any]) -> Sense:
    """A sense, and another; of what it had before the first stays, but opposites add up."""
    both = {"turns": known.turns + meaning["turns"]} if "turns" in meaning else {}
    new = {name: value for name, value in meaning.items() if getattr(known, name) == _UNSET[name]}
    return replace(known, **(new | both))


_UNSET: Final = {field.name: field.default for field in fields(Sense)}


def _entries() -> Iterator[Entry]:
    yield from _plain(_OTHERWISE)
    yield from _plain(" ".join(_barred()))
    yield from _numbers(numerals.NUMBERS)
    yield from _measures()
    yield from _manner()
    yield from _doing()


def _plain(words: str, **meaning: Any) -> Iterator[Entry]:
    return ((word, meaning) for word in words.split())


def _barred() -> Iterator[str]:
    for what in manners.BARRED.split():
        for verb in ("denied", "denies", "deny", "denying"):
            yield from (f"{verb}_{what}", f"{verb}_a_{what}")


def _numbers(table: Mapping[int, str]) -> Iterator[Entry]:
    for value, words in table.items():
        yield from _plain(words, number=(float(value), float(value)))


def _measures() -> Iterator[Entry]:
    for span, words in numerals.VAGUE.items():
        yield from _plain(words, number=(float(span[0]), float(span[1])))
    for scale, words in numerals.SCALES.items():
        yield from _plain(words, scale=scale)
    for bound, words in numerals.BOUNDS.items():
        yield from _plain(words, bound=bound)
    for month, words in enumerate(numerals.MONTHS, 1):
        yield from _plain(words, month=month)
    for ordinal, words in numerals.ORDINALS.items():
        yield from _plain(words, ordinal=ordinal)
    for victim, words in counted.VICTIMS.items():
        for word, mark in _marked(words):
            yield word, {"victim": victim, "sides": mark or "ba"}
    for who, words in counted.WHO.items():
        yield from _plain(words, who=who)
    for unit, words in counted.UNITS.items():
        yield from _plain(words, unit=unit)
    yield from _plain(counted.TIMES, time=True)
    yield from _plain(counted.SERIES, series=True)
    yield from _plain(_JOINS, joins=True)
    yield from _plain(_LEAVES, leaves=True)


def _manner() -> Iterator[Entry]:
    yield from _plain(manners.DENIES, denies=True)
    yield from _plain(manners.HEDGES, hedges=True)
    yield from _plain(manners.NEGATES, negates=True)
    yield from _plain(manners.NEGATES_BEFORE, negates_before=True)
    yield from _plain(manners.SPEECH, speaks=True)
    yield from _plain(manners.WISHES, wishes=True)
    yield from _plain(manners.FILLERS, fills=True)
    yield from _plain(manners.REGIONS, region=True)
    yield from _plain(manners.SINCE, since=True)
    for turn, words in opposites.TURNS.items():
        yield from _plain(words, turns=(turn,))


def _doing() -> Iterator[Entry]:
    for nation, words in actors.NATIONS.items():
        for word, mark in _marked(words):
            yield word, {"actor": nation, "form": mark}
    for group, words in actors.GROUPS.items():
        yield from _plain(words, actor=group)
    yield from _plain(actors.FORCES, force=True)
    for action, words in actors.ACTIONS.items():
        for word, mark in _marked(words):
            yield word, {"action": action, "doer_follows": mark == "p", "noun": mark == "s"}
    yield from _plain(actors.CARRIES, carries=True)
    yield from _plain(actors.BY, by=True)
    yield from _plain(actors.BACKED, backed=True)
    for subject, words in subjects.SUBJECTS.items():
        yield from _plain(words, subject=subject)
    for ids, words in actors.CAPITALS.items():
        yield from _plain(words, capital=tuple(ids.split()))


def _marked(words: str) -> Iterator[tuple[str, str]]:
    """Words of a table, each with its mark."""
    for word in words.split():
        written, _, mark = word.partition("/")
        yield written, mark
