"""What a text begins with, without what stands around everybody's texts: datelines, links, "read more"."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["lead"]

_LINKS: Final = re.compile(r"<[^>]*(?:>|$)|\b(?:https?://|www\.)\S+|\b[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|ly|me)/\S*")
_MARKS: Final = re.compile(r"[</]")
"""What a link or a tag has."""
_ENDS: Final = (
    "submitted by /u/", "submitted by u/", "the post ", "continue reading", "read more", "read on", "read the full ",
    "keep reading", "subscribe to our channel", "this article originally", "this article was originally",
    "this article first", "this article was first", "appeared first on",
    "lire la suite", "weiterlesen", "mehr lesen", "leer más", "leer mas", "seguir leyendo", "lees meer", "lees verder",
    "leggi tutto", "leggi anche", "czytaj dalej", "czytaj więcej", "czytaj też", "czytaj także", "leia mais",
    "devamını oku", "читать далее", "читать также", "читать полностью", "подробнее",
    "اقرأ المزيد", "اقرأ أيضا", "اقرأ أيضًا", "المزيد على", "קרא עוד", "קראו עוד", "続きを読む", "阅读全文",
)  # fmt: skip
"""How feeds end a summary, in the languages of the outlets; what comes after is their own affair."""

_BEFORE: Final = frozenset("([–—-")
_REACH: Final = 100
"""Characters in which a dateline ends."""
_DATELINE: Final = re.compile(
    r"\s*(?:\[[^\]]{2,40}\]"  # [The Conversation Africa]
    r"|[^.!?\n]{0,60}?\((?:[A-Z][\w.]*|\w+)(?:[ /-][\w.]+){0,3}\)\s*(?:-{1,2}|[–—:.])"  # KYIV, Jan 2 (Reuters) –
    r"|\w+(?:,? [\w.]+){0,4}\s[-–—]\s?(?:[A-ZА-Я]{2,}(?: \w+)?|[\u0600-\u06ff]+(?: [\u0600-\u06ff]+)?)\s?[:.]"
    # МОСКВА, 5 янв - РИА Новости.
    r"|[A-ZÀ-ÞА-Я][A-ZÀ-ÞА-Я .,'’/-]{2,40}(?:,[^.!?\n—–]{0,30})?\s?(?:--|[–—]| -)"  # ZURICH —
    r")\s*"
)
"""Where and by whom it was written, as agencies put it before the first word."""

_LAST: Final = re.compile(r"\s\S*$")


def lead(text: str, *, whole: bool) -> str:
    """The beginning of a text; `whole`: whether that is all there is, so that a word cut in two may end it."""
    text = _ended(_LINKS.sub(" ", text) if _MARKS.search(text) else text)
    if not _BEFORE.isdisjoint(text[:_REACH]) and (dateline := _DATELINE.match(text)):
        text = text[dateline.end() :]
    text = text.rstrip()
    return _LAST.sub("", text) if whole and _is_open(text) else text


def _ended(text: str) -> str:
    """The text up to where a feed takes leave of it."""
    small = text.lower()
    if len(small) != len(text):  # İ, which is two characters then
        return text
    return text[: min((at for end in _ENDS if (at := small.find(end)) >= 0), default=len(text))]


def _is_open(text: str) -> bool:
    """Whether a text ends within a sentence: cut, it may be, within a word."""
    return text.endswith(("…", "...")) or text[-1:].isalnum() or text[-1:] in ",;–—-"
