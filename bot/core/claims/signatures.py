"""Whose copy an item is: agencies told by datelines, signatures and bylines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from bot.core.claims.wires import agency_forms, agency_key
from bot.core.claims.wordlists import words

__all__ = ["agencies"]

BEGINNING: Final = 300
"""Characters in which a dateline stands, where a text begins with its title."""
ENDING: Final = 300
"""Characters in which a signature stands."""
MIDDLE: Final = 60_000
"""Characters that are looked through for what divides the parts of a report."""
_LINES: Final = 4
_FIRST: Final = 90
"""Characters of a line in which its dateline ends."""
_NAME: Final = 4
"""Words of an agency's name."""

_DASH: Final = re.compile(
    r"\s*(?:--|[-–—−]+)\s+|(?<=\w)[–—](?=\w)|(?<=[)،])\s*[-–—]|\s[-–—](?=\w)|(?<=[^\W\d_])-(?=[^\W\d_])"
)
_BRACKETS: Final = re.compile(r"[(（/【]\s*([^()（）/【】\n]{2,40}(?:/[^()（）/【】\n]{2,20})?)\s*[)）/】]")
_AFTER: Final = re.compile(r"\.?\s*(?:[-–—−:：]|$)")
_PARTS: Final = re.compile(r"[,،;:|/()（）]\s*|\.\s+|\.$")
_BYLINE: Final = re.compile(r"(?:By|BY|Von|Por|Par|Di|بقلم)\s+([^\n]{3,120})")
_LABELLED: Final = re.compile(
    r"(?:.*(?:©|copyright\s)|\W*(?:source|quelle|fuente|fonte|kaynak|источник|джерело|المصدر|مصدر|منبع|źródło)\s*[:：|])"
    r"\s*(?:\(c\)|©)?\s*(?:\d{4},?\s*)?([^\n.:]{2,60})",
    re.IGNORECASE,
)
_VIA: Final = re.compile(r"\bvia\s+((?:the )?[A-Z][\w’'-]*(?: [A-Z][\w’'-]*){0,2})")
_REPORTING: Final = re.compile(r"\((?:Additional )?(?:[Rr]eporting|Writing|Editing) (?:and \w+ )?by [A-Z]")
"""How Reuters signs: (Reporting by Jane Doe; Editing by John Roe)."""
_RULE: Final = re.compile(r"\n_{2,4}\.?\s*\n")
"""What divides the parts of a report of the AP."""
_STANDING: Final = (("10 things to know for today", "agency:ap"), ("ap news in brief", "agency:ap"))
"""Columns that appear under one title every day and carry no dateline."""
_WORD: Final = re.compile(r"\w+")
_SIGNING: Final = frozenset(
    form
    for word in (
        *(_WORD.findall(name)[0] for name in agency_forms()),
        "reporting",
        "editing",
        "writing",
        "things",
        "brief",
    )
    for form in (word, word.upper(), word.lower(), word.title())
) - frozenset(form for word in words("the news agence agencia syrian") for form in (word, word.upper(), word.title()))
"""Words of which one stands in whatever is signed; without one nothing else is looked at."""
_DIVIDED: Final = re.compile(r"\s*(?:,|/|\||;|&|\band\b|\bwith\b|\bund\b|\bet\b|\by\b|[-–—]|\(|\))\s*")


def agencies(title: str, text: str, author: str = "") -> tuple[str, ...]:
    """Keys of the agencies whose words an item has, each once: `agency:reuters`."""
    title, beginning, end, author = title[:BEGINNING], text[:BEGINNING], text[-ENDING:], author[:ENDING]
    keys = [_ruled(text[:MIDDLE])]
    if not _SIGNING.isdisjoint(_WORD.findall(f"{title} {beginning} {end} {author}")):
        keys.extend(_signs(title, beginning, end, author))
    return tuple(dict.fromkeys(key for key in keys if key))


def _ruled(text: str) -> str:
    """Of the AP, by how it divides a report; others do so too, but do not name it."""
    return "agency:ap" if "\n__" in text and _RULE.search(text) and ("AP" in text or "Associated Press" in text) else ""


def _signs(title: str, beginning: str, end: str, author: str) -> Iterator[str]:
    for line in beginning.split("\n")[:_LINES]:
        yield from _dateline(line.strip())
    opening = f"{title}\n{beginning}".casefold()
    yield from (key for column, key in _STANDING if column in opening)
    yield from (_begins(part) for part in _DIVIDED.split(author))
    if _REPORTING.search(end):
        yield "agency:reuters"
    yield from _signature(end)
    for where in (title, end):
        if "via " in where:
            yield from (
                _begins(found.group(1)) for found in _VIA.finditer(where) if not _credits(where[: found.start()])
            )


def _dateline(line: str) -> Iterator[str]:
    """`DAMASCUS (AP) —`, `DAMASCUS, SANA –`, `МОСКВА, 14 ноя - РИА Новости.`, دمشق - سانا, `By Jane Doe, AFP`."""
    for found in _BRACKETS.finditer(line):
        if line[found.start()] == "/" or _AFTER.match(line, found.end()):
            yield from _together(found.group(1))
    if byline := _BYLINE.match(line):
        yield from (_begins(part) for part in _DIVIDED.split(byline.group(1)))
    head = line[:_FIRST]
    dash = _DASH.search(head)
    if dash is not None:
        before, after = head[: dash.start()], head[dash.end() :]
        yield agency_key(_PARTS.split(before)[-1])
        if len(before) <= _FIRST // 2:
            yield agency_key(_DASH.split(after)[0])
            yield agency_key(_PARTS.split(after)[0])


def _signature(end: str) -> Iterator[str]:
    """`© 2024 AFP`, `Source: Xinhua`, `(AFP)` or `- Reuters.` at the very end, or a last line that is only a name."""
    for line in end.split("\n"):
        if labelled := _LABELLED.match(line):
            yield _begins(labelled.group(1))
    last = end.rstrip().rstrip(".").rpartition("\n")[2]
    yield agency_key(last)
    if last.endswith(")"):
        yield from _together(last.rpartition("(")[2].rstrip(")"))
    dash = max(last.rfind(mark) for mark in "-–—")
    if dash >= 0:
        yield agency_key(last[dash + 1 :])


def _credits(before: str) -> bool:
    """Whether what follows stands in brackets behind other words: (Jane Doe/pool via Reuters), a picture's credit."""
    return before.rfind("(") > before.rfind(")") and bool(before[before.rfind("(") + 1 :].strip())


def _together(inside: str) -> tuple[str, ...]:
    """What stands in brackets, `AFP, Reuters`; not what credits a picture: `AP/Jane Doe`."""
    keys = tuple(agency_key(part) for part in _DIVIDED.split(inside))
    return keys if "/" not in inside or all(keys) else ()


def _begins(written: str) -> str:
    """The agency with whose name these words begin; the longest one."""
    named = written.removeprefix("the ").removeprefix("The ").removeprefix("By ").split()[:_NAME]
    keys = (agency_key(" ".join(named[:count])) for count in range(len(named), 0, -1))
    return next((key for key in keys if key), "")
