"""Who speaks by what stands before a colon: `Army: advance stopped`."""

from __future__ import annotations

from typing import Final

from bot.core.claims.found import Found
from bot.core.claims.model import Kind
from bot.core.claims.prose import Gap, Prose
from bot.core.claims.wordlists import words

__all__ = ["headings"]

_SENTENCE: Final = frozenset(words("by against on over under from after at is are was were how what why when where"))
"""English words of what is no name."""
_MOST: Final = 6
"""Words before the colon; more are a sentence that goes on."""
_COLON: Final = (":", "：")

_TOPICS: Final = frozenset(
    words(
        "update updates live breaking urgent watch video photos pictures listen analysis opinion exclusive latest "
        "read more note related correction poll report today now alert news q a contributing map thread explainer "
        "factbox timeline in background statement summary flash important follow subscribe photo via source عاجل "
        "فيديو شاهد صور بالفيديو تحديث مباشر بالصور خبر هام مصدر срочно видео фото молния обновлено внимание "
        "источник главное терміново відео dakika video acil haber urgent vidéo direct exclusif eilmeldung ticker "
        "liveticker última hora vídeo directo ultimora diretta pilne wideo دقیقه فوری ویدئو דחוף מבזק עדכון"
    )
)
"""What stands before a colon and is nobody."""


def headings(prose: Prose) -> list[Found]:
    """Each with the word before the colon as its cue; in a text's first sentence, or before a quotation."""
    return [found for index in prose.marked if (found := _heading(prose, index)) is not None]


def _heading(prose: Prose, index: int) -> Found | None:
    if prose.gaps[index] is not Gap.BREAK or not index:
        return None
    end = prose.ends[index - 1]
    if not prose.text.startswith(_COLON, end) or prose.text[end + 1 : end + 2].isdigit():
        return None
    first = index - 1
    while index - first <= _MOST and prose.gaps[first] < Gap.COMMA:
        first -= 1
    opens = prose.quoted[index] and not prose.quoted[index - 1]
    if prose.gaps[first] < Gap.COMMA or prose.words[index - 1] in _TOPICS or (not opens and not _leads(prose, first)):
        return None
    if not _SENTENCE.isdisjoint(prose.words[first:index]):
        return None
    small = prose.text[prose.starts[first]].islower()
    return None if small else Found(Kind.HEADING, (index - 1, index - 1), (first, index - 1))


def _leads(prose: Prose, first: int) -> bool:
    """Whether a word begins the text, or follows only a mark of what kind of news it is: `Breaking | `."""
    return first == 0 or (prose.gaps[first] is Gap.BREAK and prose.words[first - 1] in _TOPICS)
