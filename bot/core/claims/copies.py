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
_LINES: Final = 4
_FIRST: Final = 90
"""Characters of a line in which its dateline ends."""

_DASH: Final = re.compile(
    r"\s*(?:--|[-–—−]+)\s+|(?<=\w)[–—](?=\w)|(?<=[)،])\s*[-–—]|\s[-–—](?=\w)|(?<=[^\W\d_])-(?=[^\W\d_])"
)
_BRACKETS: Final = re.compile(r"[(（/【]\s*([^()（）/【】\n]{2,40}?)\s*[)）/】]")
_AFTER: Final = re.compile(r"\s*(?:[-–—−:：.]|$)")
_PARTS: Final = re.compile(r"[,،;:|/()（）]\s*|\.\s+|\.$")
_BYLINE: Final = re.compile(r"(?:By|BY|Von|Por|Par|Di|بقلم)\s+([^\n]{3,120})")
_LABELLED: Final = re.compile(
    r"(?:.*(?:©|copyright\s)|\W*(?:source|quelle|fuente|fonte|kaynak|источник|джерело|المصدر|مصدر|منبع|źródło)\s*[:：|])"
    r"\s*(?:\(c\)|©)?\s*(?:\d{4},?\s*)?([^\n.:]{2,60})",
    re.IGNORECASE,
)
_VIA: Final = re.compile(r"\bvia\s+((?:the )?[A-Z][\w’'-]*(?: [A-Z][\w’'-]*){0,2})")
_REPORTING: Final = re.compile(r"\((?:Additional |Additonal )?(?:[Rr]eporting|Writing|Editing) (?:and \w+ )?by [A-Z]")
"""How Reuters signs: (Reporting by Jane Doe; Editing by John Roe)."""
_STANDING: Final = (("10 things to know for today", "agency:ap"), ("ap news in brief", "agency:ap"))
"""Columns that appear under one title every day and carry no dateline."""
_WORD: Final = re.compile(r"\w+")
_SIGNING: Final = frozenset(
    form
    for word in (
        *(_WORD.findall(name)[0] for name in agency_forms()),
        "Reporting",
        "Editing",
        "Writing",
        "Things",
        "Brief",
    )
    for form in (word, word.upper(), word.lower(), word.title())
) - frozenset(words("the The THE news News NEWS agence Agence agencia Agencia syrian Syrian"))
"""Words of which one stands in whatever is signed; without one nothing else is looked at."""
_DIVIDED: Final = re.compile(r"\s*(?:,|/|\||;|&|\band\b|\bwith\b|\bund\b|\bet\b|\by\b|[-–—]|\(|\))\s*")


def agencies(title: str, text: str, author: str = "") -> tuple[str, ...]:
    """Keys of the agencies whose words an item has, each once: `agency:reuters`."""
    beginning, end = text[:BEGINNING], text[-ENDING:]
    if _SIGNING.isdisjoint(_WORD.findall(f"{title[:BEGINNING]} {beginning} {end} {author[:ENDING]}")):
        return ()
    return tuple(dict.fromkeys(key for key in _signs(title, beginning, end, author) if key))


def _signs(title: str, beginning: str, end: str, author: str) -> Iterator[str]:
    for line in beginning.split("\n")[:_LINES]:
        yield from _dateline(line.strip())
    opening = f"{title[:BEGINNING]}\n{beginning}".casefold()
    yield from (key for words, key in _STANDING if words in opening)
    if author:
        yield from (_begins(part) for part in _DIVIDED.split(author[:ENDING]))
    if _REPORTING.search(end):
        yield "agency:reuters"
    yield from _signature(end)
    for where in (title[-ENDING:], end):
        if "via " in where:
            yield from (
                _begins(match.group(1)) for match in _VIA.finditer(where) if not _credits(where[: match.start()])
            )


def _dateline(line: str) -> Iterator[str]:
    """`DAMASCUS (AP) —`, `DAMASCUS, SANA –`, `МОСКВА, 14 ноя - РИА Новости.`, دمشق - سانا, `By Jane Doe, AFP`."""
    for found in _BRACKETS.finditer(line):
        if _AFTER.match(line, found.end()):
            yield from _together(found.group(1))
    byline = _BYLINE.match(line)
    if byline:
        yield from (_begins(part) for part in _DIVIDED.split(byline.group(1)))
    head = line[:_FIRST]
    dash = _DASH.search(head)
    if dash is None:
        return
    before, after = head[: dash.start()], head[dash.end() :]
    yield agency_key(_PARTS.split(before)[-1])
    if len(before) <= _FIRST // 2:
        rest = _DASH.split(after)[0]
        yield from (agency_key(part) for part in (rest, *_PARTS.split(after)[:1]))


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
    inside = before[before.rfind("(") + 1 :] if before.rfind("(") > before.rfind(")") else ""
    return bool(inside.strip())


def _together(inside: str) -> Iterator[str]:
    """What stands in brackets, `AFP, Reuters`; not what credits a picture: `AP/Jane Doe`."""
    keys = [agency_key(part) for part in _DIVIDED.split(inside)]
    yield from keys if "/" not in inside or all(keys) else ()


def _begins(written: str) -> str:
    """The agency with whose name these words begin; the longest one."""
    words = written.removeprefix("the ").removeprefix("The ").removeprefix("By ").split()[:4]
    keys = (agency_key(" ".join(words[:count])) for count in range(len(words), 0, -1))
    return next((key for key in keys if key), "")
