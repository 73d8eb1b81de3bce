"""Noun phrases of English, found without a parser: where one that ends or begins somewhere begins or ends."""

from __future__ import annotations

from typing import Final

from bot.core.claims.found import Span
from bot.core.claims.prose import Gap, Prose
from bot.core.claims.wordlists import words

__all__ = ["AUXILIARIES", "DAYS", "DETERMINERS", "POSSESSIVES", "PRONOUNS", "Phrases", "is_adverb"]

_MOST: Final = 14
"""Words of a phrase; descriptions of people run to a dozen."""

_OPENER: Final = 30
"""Words in which what stands before the subject of a sentence ends with a comma."""

PRONOUNS: Final = frozenset(
    words(
        "he she they it i we you who which that this these those some many others most few both several everyone "
        "everybody someone somebody anyone nobody none all one another"
    )
)
POSSESSIVES: Final = frozenset(words("his her its their our my your whose"))
DETERMINERS: Final = POSSESSIVES | frozenset(
    words(
        "the a an this that these those some any many most several few no every each both all another other two "
        "three four five six seven eight nine ten dozens hundreds thousands"
    )
)
AUXILIARIES: Final = frozenset(
    words(
        "has have had having is are was were be been being will would can could should may might must shall did "
        "does do ve d ll re m t s didn doesn don hasn haven hadn isn aren wasn weren won wouldn couldn shouldn "
        "cannot"
    )
)
_ADVERBS: Final = frozenset(
    words(
        "also later then not never now just still even ever already often again once twice first always soon long "
        "here there instead thus therefore further meanwhile yesterday today earlier only too however though "
        "perhaps maybe either"
    )
)
DAYS: Final = frozenset(
    words(
        "monday tuesday wednesday thursday friday saturday sunday mondays tuesdays wednesdays thursdays fridays "
        "saturdays sundays yesterday today tonight tomorrow morning afternoon evening night last week month year"
    )
)
_LINKS: Final = frozenset(words("of for in at from with on"))
"""Prepositions that hang a description on a noun."""
_STOPS: Final = frozenset(
    words(
        "that as but because when while if which who whom than so or nor and about after before during since "
        "until although though where why how what whether by to into onto over under against between among "
        "through without within via per like despite amid including toward towards around near upon behind beyond "
        "across along"
    )
)
_STOPPING: Final = _STOPS | AUXILIARIES | _LINKS | (PRONOUNS - DETERMINERS)
_PEOPLE: Final = frozenset(
    words("source sources official officials spokesman spokeswoman spokesperson people head members analyst analysts")
)
"""Nouns that are told apart by where they are: a source in the ministry."""
_VERBS: Final = frozenset(
    words(
        "went came took made got gave left won lost met kept held saw ran began fell rose led built sent spent "
        "put hit goes comes takes makes gets gives leaves wins loses meets keeps holds sees runs begins falls "
        "rises dies died killed kills wants wanted"
    )
)
"""Frequent verbs that end the phrase before them."""
_NO_ADVERBS: Final = frozenset(words("family ally italy july assembly reply supply monopoly rally bully belly anomaly"))


def is_adverb(prose: Prose, index: int) -> bool:
    """Whether a word most likely is one."""
    word = prose.words[index]
    return word in _ADVERBS or (word.endswith("ly") and word not in _NO_ADVERBS and not prose.capital(index))


class Phrases:
    """The noun phrases of a text."""

    def __init__(self, prose: Prose) -> None:
        self._prose: Final = prose

    def ending(self, last: int) -> Span | None:
        """The phrase whose last word this is."""
        prose = self._prose
        words, gaps = prose.words, prose.gaps
        while words[last] in DAYS and not gaps[last] >= Gap.COMMA:
            last -= 1
        if words[last] in PRONOUNS:
            return last, last
        if words[last] in _STOPPING:
            return None
        first = last
        while last - first < _MOST and self._belongs(first):
            first -= 1
            if words[first] in DETERMINERS and gaps[first] is not Gap.JOINED and not self._linked(first):
                break
        while first < last and words[first] in DAYS:
            first += 1
        return first, last

    def _linked(self, first: int) -> bool:
        """Whether what stands before a determiner goes on to it: officials at the ministry, all the others."""
        prose = self._prose
        before = prose.words[first - 1]
        return before in {"of", "all"} or (before in _LINKS and first > 1 and prose.words[first - 2] in _PEOPLE)

    def _belongs(self, first: int) -> bool:
        """Whether the word before the first one is of the same phrase."""
        prose = self._prose
        gap, word = prose.gaps[first], prose.words[first - 1]
        if gap > Gap.SPACE or prose.closes[first]:
            return False
        if gap is Gap.JOINED or (word == "s" and prose.gaps[first - 1] is Gap.JOINED):
            return True
        if first < 2 or prose.gaps[first - 1] > Gap.SPACE:  # noqa: PLR2004 - there must be a word before a link
            return word not in _STOPPING and not is_adverb(prose, first - 1)
        if word in _LINKS:
            before = prose.words[first - 2]
            return before not in _STOPPING and before not in DETERMINERS and not before.endswith("ed")
        if word == "and":
            return prose.capital(first - 2) and (prose.capital(first) or prose.words[first] in DETERMINERS)
        return word not in _STOPPING and not is_adverb(prose, first - 1)

    def starting(self, first: int) -> Span | None:
        """The phrase whose first word this is."""
        prose = self._prose
        words = prose.words
        if first >= len(words):
            return None
        if words[first] in PRONOUNS and words[first] not in DETERMINERS:
            return first, first
        if words[first] in _STOPPING:
            return None
        last = first
        while last - first < _MOST and last + 1 < len(words) and self._goes_on(last):
            last += 1
        while last > first and words[last] in (_LINKS | DAYS | DETERMINERS | {"and"}):
            last -= 1
        return first, last

    def _goes_on(self, last: int) -> bool:
        """Whether the word after the last one is of the same phrase."""
        prose = self._prose
        gap, word = prose.gaps[last + 1], prose.words[last + 1]
        if gap > Gap.SPACE or prose.closes[last + 1]:
            return False
        if gap is Gap.JOINED:
            return True
        if word in {"of", "for"}:
            return True
        if word in {"in", "at", "from", "and"}:
            after = last + 2
            return after < len(prose) and (prose.capital(after) or prose.words[after] in DETERMINERS - POSSESSIVES)
        if word in _VERBS or (word in DETERMINERS and prose.words[last] not in _LINKS):
            return False
        return word not in _STOPPING and not is_adverb(prose, last + 1) and word not in DAYS

    def opening(self, index: int) -> Span | None:
        """The subject with which the sentence of a word begins, as far as one can tell."""
        prose = self._prose
        first = prose.sentence(index)
        if prose.quoted[first]:
            return None
        opener = prose.words[first]
        if opener in _STOPS or opener in _LINKS or is_adverb(prose, first) or opener.endswith("ing"):
            after = next(
                (at for at in range(first + 1, min(index, first + _OPENER)) if prose.gaps[at] is Gap.COMMA), None
            )
            if after is None:
                return None
            first = after
        return self.starting(first) if first < index else None
