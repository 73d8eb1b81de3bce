"""How names are declined and prefixed: Russian and Ukrainian cases, Hebrew prefixes, the Arabic article.

All words are folded: й is и, ё is е, ї is і.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

__all__ = ["bare", "forms", "is_cased"]

_CASES: Final = (
    # the ending of the first case; then those of the second to the sixth, the fifth twice
    ("скии", "ского", "скому", "ского", "ским", "ским", "ском"),
    ("цкии", "цкого", "цкому", "цкого", "цким", "цким", "цком"),
    ("ькии", "ького", "ькому", "ького", "ьким", "ьким", "ькому"),
    ("нии", "него", "нему", "нии", "ним", "ним", "нем"),
    ("ыи", "ого", "ому", "ого", "ым", "ым", "ом"),
    ("ои", "ого", "ому", "ого", "ым", "ым", "ом"),
    ("ое", "ого", "ому", "ое", "ым", "ым", "ом"),
    ("ее", "его", "ему", "ее", "им", "им", "ем"),
    ("ая", "ои", "ои", "ую", "ои", "ою", "ои"),
    ("ые", "ых", "ым", "ые", "ыми", "ыми", "ых"),
    ("ие", "их", "им", "ие", "ими", "ими", "их"),
    ("ово", "ова", "ову", "ово", "овом", "овым", "ове"),
    ("ево", "ева", "еву", "ево", "евом", "евым", "еве"),
    ("ино", "ина", "ину", "ино", "ином", "иным", "ине"),
    ("море", "моря", "морю", "море", "морем", "морем", "море"),
    ("ия", "ии", "ии", "ию", "иеи", "иею", "ии"),
    ("ія", "іі", "іі", "ію", "ією", "ією", "іі"),
    ("я", "и", "е", "ю", "еи", "ею", "е"),
    ("га", "ги", "ге", "гу", "гои", "гою", "ге"),
    ("ка", "ки", "ке", "ку", "кои", "кою", "ке"),
    ("ха", "хи", "хе", "ху", "хои", "хою", "хе"),
    ("а", "ы", "е", "у", "ои", "ою", "и"),
    ("ы", "ов", "ам", "ы", "ами", "ами", "ах"),
    ("ль", "ля", "лю", "ль", "лем", "лем", "ле"),
    ("ь", "я", "ю", "ь", "ем", "ью", "и"),
    ("рь", "ря", "рю", "ря", "рем", "рью", "ре"),
    ("ець", "ця", "цю", "ець", "цем", "цем", "ці"),
    ("аів", "аєва", "аєву", "аів", "аєвом", "аєвом", "аєві"),
    ("иів", "иєва", "иєву", "иів", "иєвом", "иєвом", "иєві"),
    ("ів", "ова", "ову", "ів", "овом", "овом", "ові"),
    ("ів", "єва", "єву", "ів", "євом", "євом", "єві"),  # for the way back alone
)
_UKRAINIAN: Final = (
    ("ця", "ці", "ці", "цю", "цею", "цею", "ці"),
    ("жа", "жі", "жі", "жу", "жею", "жею", "жі"),
    ("ша", "ші", "ші", "шу", "шею", "шею", "ші"),
    ("га", "ги", "зі", "гу", "гою", "гою", "зі"),
    ("ка", "ки", "ці", "ку", "кою", "кою", "ці"),
    ("ха", "хи", "сі", "ху", "хою", "хою", "сі"),
    ("а", "и", "і", "у", "ою", "ою", "і"),
    ("ро", "ра", "ру", "ро", "ром", "ром", "рі"),
    ("поль", "поля", "полю", "поль", "полем", "полем", "полі"),
    ("піль", "поля", "полю", "піль", "полем", "полем", "полі"),
    ("не", "ного", "ному", "не", "ним", "ним", "ному"),
    ("жя", "жя", "жю", "жя", "жям", "жям", "жі"),
    ("ми", "м", "мам", "ми", "мами", "мами", "мах"),
    ("ни", "н", "нам", "ни", "нами", "нами", "нах"),
    ("си", "с", "сам", "си", "сами", "сами", "сах"),
    ("ці", "ців", "цям", "ці", "цями", "цями", "цях"),
)
"""Likewise, where Ukrainian differs from what Russian has for the same ending."""
_CONSONANTS: Final = frozenset("бвгґджзклмнпрстфхцчшщ")
_AFTER_CONSONANT: Final = (("а", "у", "а", "ом", "ым", "е"), ("а", "ові", "а", "ем", "им", "і"))
"""Russian and Ukrainian endings of names in a consonant; in the fifth case surnames in -ов and -ин differ."""
_AFTER_I: Final = ("я", "ю", "и", "ем", "ем", "е")
"""Endings of nouns in й, which is и here: Шанхай."""
_UNCHANGED: Final = 3
"""Letters of a Cyrillic word up to which it is not declined: its cases would be other words."""
_STEM: Final = 2
"""Letters that stay of a word whose ending is another case's."""

_HEBREW: Final = ("ב", "ל", "מ", "ה", "ו")
_HEBREW_MORE: Final = ("ש", "כ", "וב", "ול", "ומ", "וה", "שב", "מה", "לה")
"""Prefixes that make other words of short names; for names of four letters and more."""
_OTHERS: Final = frozenset({"מקום", "במקום", "לקום", "וקום", "הפרו", "מעדן", "לעדן"})
"""Words of the news that only look like a short name with a prefix: `מקום`, a place, is not `from Qom`."""
_ARTICLE: Final = "ال"
_LONG_ENOUGH: Final = 5
"""Letters that an Arabic name must keep without its article; shorter ones are common words."""
_UNDECLINED: Final = 12
"""Basic forms that `bare` offers at most."""


def is_cased(word: str) -> bool:
    """Whether the script of a folded word has capitals that are used; those of Georgian are not."""
    return word[:1].islower() and not "ა" <= word[:1] <= "ჿ"


def forms(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Other forms in which a name of these folded words stands in texts, itself left out; some may come twice."""
    first, last = words[0], words[-1]
    if _is_cyrillic(last):
        yield from _declined(words)
    elif "א" <= first[0] <= "ת":
        yield from _prefixed(words)
    elif len(words) == 1 and first.startswith(_ARTICLE) and len(first) - len(_ARTICLE) >= _LONG_ENOUGH:
        yield (first[len(_ARTICLE) :],)


def bare(word: str, least: int = _UNCHANGED) -> tuple[str, ...]:
    """The basic forms, itself first, of which a folded word in a text may be a declined or prefixed one.

    `least`: letters that a Hebrew word must keep without its prefix; two are enough where more words follow.
    """
    found = {word: None}
    if _is_cyrillic(word):
        found |= dict.fromkeys(_undeclined(word))
    elif "א" <= word[:1] <= "ת" and word not in _OTHERS:
        for prefix in (*_HEBREW, *_HEBREW_MORE):
            if word.startswith(prefix) and len(word) - len(prefix) >= least:
                found[word[len(prefix) :]] = None
    elif "ء" <= word[:1] <= "ۿ":
        found |= dict.fromkeys(_without_particles(word))
    return tuple(found)[:_UNDECLINED]


def _is_cyrillic(word: str) -> bool:
    return "Ѐ" <= word[:1] <= "ԯ"


def _declined(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """The words in each case, those that are not declined as they are; the last alone too: в Тель-Авиве."""
    *first, last = words
    for row in range(2):
        yield from zip(*(_cases(word, row) for word in words), strict=True)
        if first:
            yield from ((*first, case) for case in _cases(last, row))


def _cases(word: str, row: int) -> tuple[str, ...]:
    """The word in the second to the sixth case; `row` chooses between Russian and Ukrainian endings."""
    if len(word) < _UNCHANGED or not _is_cyrillic(word):
        return (word,) * 6
    for ending, *cases in (*_UKRAINIAN, *_CASES) if row else _CASES:
        if word.endswith(ending):
            stem = word[: len(word) - len(ending)]
            return tuple(stem + case for case in cases)
    if word[-1] in _CONSONANTS:
        return tuple(word + case for case in _AFTER_CONSONANT[row])
    if word.endswith(("аи", "еи", "уи")):
        return tuple(word[:-1] + case for case in _AFTER_I)
    return (word,) * 6


def _undeclined(word: str) -> Iterator[str]:
    """Words of which this may be a case: any ending of a case, the ending of the first in its place."""
    for ending, *cases in (*_CASES, *_UKRAINIAN):
        for case in cases:
            if word.endswith(case) and len(word) - len(case) >= _STEM:
                yield word[: len(word) - len(case)] + ending
    for endings in _AFTER_CONSONANT:
        for case in endings:
            if word.endswith(case) and len(word) - len(case) >= _UNCHANGED:
                yield word[: len(word) - len(case)]
    if word.endswith(("ая", "аю", "аем", "ае")):
        yield word[: word.rindex("а") + 1] + "и"


def _prefixed(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    first, *rest = words
    if rest or len(first) >= _UNCHANGED:  # more words are no other word with a prefix: בתל אביב
        for prefix in (*_HEBREW, *_HEBREW_MORE) if rest or len(first) > _UNCHANGED else _HEBREW:
            if rest or prefix + first not in _OTHERS:
                yield (prefix + first, *rest)


def _without_particles(word: str) -> Iterator[str]:
    """Without the Arabic and, in, to, like; with the article that `to` has swallowed."""
    for particle in ("و", "ب", "ل", "ك", "ف"):
        if word.startswith(particle) and len(word) > _UNCHANGED:
            yield word[1:]
            if word[1:2] == "ل" and particle == "ل":
                yield "ا" + word[1:]
            elif particle == "و" and word[1:2] in {"ب", "ل"} and len(word) > _UNCHANGED + 1:
                yield word[2:]
