"""What stands around a title, and titles that head something new every day."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from bot.core.model import Item
from bot.core.text.fold import fold
from bot.core.text.terms import index_text
from bot.core.text.tokens import Token, tokens

__all__ = ["LEAST_WORDS", "Heading", "heading", "own_words"]

MOST: Final = 400
"""Characters of a title that are read: posts without one have their first lines there."""
LEAST_CHARACTERS: Final = 25
"""Of a title that tells one story from all others; letters of scripts without spaces count twice."""
LEAST_WORDS: Final = 4
MOST_BEHIND: Final = 7
"""Words of a publisher's name or a section behind a title: ` - Frankfurter Allgemeine Zeitung`."""
MOST_BEFORE: Final = 4
"""Words of a topic or label before a title: `Middle East crisis: `."""

SHORT: Final = 8
"""Words of a title that has room for little beside such a heading."""

_BEHIND: Final = re.compile(
    r"\s+(?:[-–—|•·»]{1,2}|//)\s+(?!.*\s(?:[-–—|•·»]{1,2}|//)\s)|\s*(?=[\[(][^\])]{2,30}[\])]$)|(?:\s+#\w+)+$"
)
_BEFORE: Final = re.compile(
    r"(?:[^:|\n]{2,40}?(?::|\s[-–—|])\s+|[\[(][^\])\n]{2,30}[\])]\s*|[A-Z][A-Za-z]{4,14}(?: \d{1,2})?-(?=[A-Z]))"
)
_LABELS: Final = frozenset(
    fold(
        "update updated breaking news watch video videos exclusive just in urgent flash alert developing"
        " photos pictures listen read first on fox opinion analysis commentary factbox explainer report"
        " терміново срочно молния видео эксклюзив обновлено фото"
        " عاجل فيديو شاهد بالفيديو بالصور حصري خاص"
        " pilne wideo film zdjecia tylko u nas eilmeldung eil exklusiv vidéo exclusif ultima hora"
        " urgente exclusiva esclusiva son dakika flaş haber דחוף בלעדי צפו فوری ویدیو"
    ).split()
)
"""Words by which outlets label their titles; they are not of what is told."""
_COLUMNS: Final = frozenset(fold("briefing live liveblog blog ticker newsblog").split())
"""Words by which a topic is that of a column: `Ukraine war briefing`."""

_DAILY: Final = tuple(
    f" {index_text(heading, '')} "
    for heading in (
        "horoscope", "horoscopes", "weather", "weather forecast", "crossword", "sudoku", "wordle", "connections hints",
        "connections answers", "strands hints", "strands answers", "quordle", "lottery", "exchange rate", "the latest",
        "newsletter", "podcast", "puzzle", "quiz", "cartoon", "tv guide", "front pages", "the papers", "news briefing",
        "horoskop", "pogoda", "prognoza pogody", "kurs", "lotto", "program tv", "wetter", "wettervorhersage", "météo",
        "meteo", "oroscopo", "horóscopo", "pronóstico", "el tiempo", "previsiones", "prévisions", "hava durumu",
        "burç yorumları", "гороскоп", "погода", "прогноз погоды", "курс валют", "курс доллара", "сканворд",
        "حظك اليوم", "توقعات الأبراج", "حالة الطقس", "الطقس", "أسعار الذهب", "سعر الدولار", "תחזית", "הורוסקופ",
        "هواشناسی", "فال روز",
    )
)  # fmt: skip
"""How what comes every day or every issue is headed."""


class Heading(NamedTuple):
    """What a title is: its own words are those from `start` up to `end`."""

    start: int
    end: int
    topic: bool
    """Whether what stands before them is of its own making: who speaks, or what it is about."""
    tells: bool
    """Whether it is long enough to tell one story from all others."""
    recurs: bool
    """Whether such a title heads something else every day."""


def _tells(words: Sequence[Token]) -> bool:
    """Whether so many words tell one story from all others."""
    return len(words) >= LEAST_WORDS and sum(max(len(word.text) + 1, 2) for word in words) > LEAST_CHARACTERS


def own_words(item: Item) -> str:
    """A title without what others put around it: a label before, the names of a section and a site behind.

    A topic before it stays, for it says where and of what, or how the title stands to what it says: `Unconfirmed: `.
    """
    title = item.title[:MOST]
    words = tokens(title)
    own = heading(title, words, item.publisher or item.outlet.name)
    start = words[own.start].start if own.start and not own.topic else 0
    return title[start : words[own.end - 1].end if own.end < len(words) else None]


def heading(title: str, words: Sequence[Token], publisher: str) -> Heading:
    """What a title is, whose words these are: cut apart from what stands around it."""
    end = _end(title, words, publisher)
    start, topic = _start(title, words[:end])
    return Heading(start, end, topic, _tells(words), _recurs([word.text for word in words]))


def _recurs(words: Sequence[str]) -> bool:
    """Whether such a title heads something else every day: it begins so, or is short or numbered and says so."""
    title = f" {' '.join(words)} "
    if title.startswith(_DAILY):
        return True
    told = len(words) <= SHORT or any(word[0].isdecimal() for word in words)
    return told and any(heading in title for heading in _DAILY)


def _end(title: str, words: Sequence[Token], publisher: str) -> int:
    """Less the names of site and section behind it, two of them at most."""
    end = len(words)
    for _ in range(2):
        cut = _BEHIND.search(title)
        if cut is None:
            break
        kept = sum(word.end <= cut.start() for word in words)
        behind = title[cut.end() :]
        named = bool(publisher) and index_text(behind, "") == index_text(publisher, "")
        if not named and any(word.text[0].isdecimal() for word in words[kept:end]):
            break
        if end - kept > MOST_BEHIND or not _tells(words[:kept]):
            break
        title, end = title[: cut.start()], kept
    return end


def _start(title: str, words: Sequence[Token]) -> tuple[int, bool]:
    """Less the label or the topic before it, and whether it was a topic."""
    cut = _BEFORE.match(title)
    if cut is None:
        return 0, False
    start = sum(word.start < cut.end() for word in words)
    before = [word.text for word in words[:start]]
    if start > MOST_BEFORE or not _tells(words[start:]):
        return 0, False
    label = all(word in _LABELS or (place and word.isdecimal()) for place, word in enumerate(before))
    label = label or not _COLUMNS.isdisjoint(before)
    if not label and any(word[0].isdecimal() for word in before):
        return 0, False
    return start, not label
