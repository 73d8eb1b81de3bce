"""What a text begins with, without what stands around everybody's texts: datelines, links, "read more"."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["lead"]

_LINKS: Final = re.compile(r"<[^>]*(?:>|$)|\b(?:https?://|www\.)\S+|\b[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|ly|me)/\S*")
_MARKS: Final = re.compile(r"[</]")
"""What a link or a tag has."""
_ENDS: Final = re.compile(
    r"\|?\s*\bsubmitted by\s+/?u/.*"
    r"|\bThe post\b.{0,300}\bappeared first on\b.*"
    r"|\b(?:continue reading|read (?:more|on|the full (?:story|article))|keep reading|subscribe to our channel"
    r"|this article (?:was )?(?:originally|first) (?:appeared|published)"
    r"|lire la suite|weiterlesen|mehr lesen|leer m[aá]s|seguir leyendo|lees (?:meer|verder)|leggi (?:tutto|anche)"
    r"|czytaj (?:dalej|więcej|też|także)|leia mais|devamını oku|читать (?:далее|также|полностью)|подробнее"
    r"|اقرأ (?:المزيد|أيضا|أيضًا)|المزيد على|קרא עוד|קראו עוד|続きを読む|阅读全文)\b.*",
    re.IGNORECASE | re.DOTALL,
)
"""How feeds end a summary, in the languages of the outlets; what comes after is their own affair."""

_DATELINE: Final = re.compile(
    r"\s*(?:\[[^\]]{2,40}\]"  # [The Conversation Africa]
    r"|[^.!?\n]{0,60}?\((?:[A-Z][\w.]*|\w+)(?:[ /-][\w.]+){0,3}\)\s*(?:-{1,2}|[–—:.])"  # KYIV, Jan 2 (Reuters) –
    r"|[A-ZÀ-ÞА-Я][A-ZÀ-ÞА-Я .,'’/-]{2,40}(?:,[^.!?\n—–]{0,30})?\s?(?:--|[–—]| -)"  # ZURICH —
    r"|\w+(?:,? [\w.]+){0,4}\s[-–—]\s?\w+(?: \w+)?\s?[:.]"  # القاهرة - رويترز:
    r")\s*"
)
"""Where and by whom it was written, as agencies put it before the first word."""

_OPEN: Final = re.compile(r"[\w,;–—-]+(?:…|\.\.\.)?\s*$|(?:…|\.\.\.)\s*$")
_LAST: Final = re.compile(r"\s\S*$")


def lead(text: str, *, whole: bool) -> str:
    """The beginning of a text; `whole`: whether that is all there is, so that a word cut in two may end it."""
    text = _ENDS.sub("", _LINKS.sub(" ", text) if _MARKS.search(text) else text, count=1)
    dateline = _DATELINE.match(text)
    text = text[dateline.end() :] if dateline else text
    return _LAST.sub("", text.rstrip()) if whole and _OPEN.search(text) else text
