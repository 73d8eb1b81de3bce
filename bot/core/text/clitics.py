"""Particles that Arabic and Hebrew write as one with the word after them: and, in, to, like, the."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from bot.core.text.fold import fold

__all__ = ["hebrew_stems", "stems"]

LEAST: Final = 3
"""Letters that must be left: two are the end of many a word that has no particle."""

_ARABIC: Final = re.compile("[\u0621-\u063a\u0641-\u064a]+")
"""Letters of Arabic alone: Persian and Urdu, which have more, write their particles apart."""

_HEBREW: Final = re.compile("^ו?(?:ש|כש|מש)?[בלמכ]?ה?")
"""Particles in the order in which they stand: and, that or when, in or to or from or like, the."""
_HEBREW_LETTERS: Final = re.compile("[\u05d0-\u05ea]+")

_WHOLE: Final = frozenset(
    fold(
        "لبنان ليبيا لندن لاهور ليماسول بيروت بغداد بابل باريس برلين بولندا بوتين بايدن بلال بنغازي باكستان "
        "بلجيكا بريطانيا بلغاريا بوليفيا بنغلاديش بروكسل بكين بلينكن برلمان بلدية بلدات بلاد بلدة بيان بيانات "
        "بداية بناية بطولة بطاقة بدون بعثة بنيامين بانياس بلعيد واشنطن وارسو وليد وسيم وائل وزير وزراء وزارة "
        "وكالة وكالات وحدة وحدات وسائل وسيلة وسيط وساطة وفاة وفيات وصول وصاية وثيقة وثائق والد والدة والي وقود "
        "وقوع وقوف وقائع وجود وجوه وضوح وضعية وظيفة وظائف واحد واحدة واقع وارد واسع واسعة ولاية ولايات ولادة "
        "ورشة ورقة وطني وطنية وديعة فلسطين فرنسا فيينا فلوريدا فيتنام فنزويلا فنلندا فرنسي فاطمة فصائل فصيل فلول "
        "فريق فترة فوري فورية فعاليات كابل كابول كركوك كوسوفو كندا كييف كوريا كوبا كينيا كشمير كردستان كردي "
        "كتائب كتيبة كمية كميات كبير كبيرة كامل كاملة كارثة كاتب كلمة كلمات كثير كافة كربلاء ليلى لقاء لجنة لجان "
        "لواء لاجئ لاجئين لحظة لعبة لافروف ألمانيا ألبانيا ألعاب ألوية ألغام "
        "الحماس الحماسة الحماة الحمص الجنين القطر"
    ).split()
)
"""Names and common words of news that only begin like a particle: بنان is not in Lebanon, no زير is a minister, and
الحماس is ardour, not Hamas."""


@lru_cache(maxsize=16384)
def stems(word: str) -> tuple[str, ...]:
    """What a folded word may be without its particles, each once, itself not among them; none in other scripts."""
    if len(word) <= LEAST or not _ARABIC.fullmatch(word):
        return ()
    return tuple(stem for stem in dict.fromkeys(_bare(word)) if stem != word and len(stem) >= LEAST)


def _bare(word: str) -> Iterator[str]:
    """The word less `and`, less `in`, `to` or `like`, less `the`, one after the other; a whole word stays whole."""
    if word in _WHOLE:
        return
    yield word
    if word.startswith("ال"):
        yield word[2:]
    elif word.startswith("لل"):  # li- swallows the alif of the article
        yield from ("ال" + word[2:], word[2:])
    elif word.startswith(("و", "ف")):
        yield from _bare(word[1:])
        yield word[1:]
    elif word.startswith(("ب", "ل", "ك")):
        yield word[1:]
        if word.startswith("ال", 1) and word[1:] not in _WHOLE:
            yield word[3:]


@lru_cache(maxsize=16384)
def hebrew_stems(word: str) -> tuple[str, ...]:
    """What a folded Hebrew word may be without its particles, the least taken off first; none in other scripts.

    Many a word only begins like a particle, and no list tells which: it counts only where the whole word is not known.
    """
    if len(word) <= LEAST or not _HEBREW_LETTERS.fullmatch(word):
        return ()
    most = len(word) - max(LEAST, len(_HEBREW.sub("", word, count=1)))
    return tuple(word[end:] for end in range(1, most + 1))
