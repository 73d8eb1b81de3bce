"""Reads curated.yaml and words.yaml, and adds what they say to what public data say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Final

from bot.data.names.place import Entry, Kind
from bot.data.names.spelling import fold_words
from bot.data.plain import plain

__all__ = ["Line", "lines", "merged", "read_line", "word_lists"]

_SECTIONS: Final = {
    "areas": Kind.AREA, "countries": Kind.COUNTRY, "regions": Kind.REGION, "people": Kind.PERSON,
    "organisations": Kind.BODY,
}  # fmt: skip
_MARKS: Final = frozenset("=!+.^")
_PREFIXES: Final = {Kind.AREA: "area", Kind.CITY: "place", Kind.PERSON: "person", Kind.BODY: "org"}


@dataclass(slots=True)
class Line:
    """One line of curated.yaml."""

    label: str
    kind: Kind
    country: str = ""
    number: int = 0
    spellings: list[str] = field(default_factory=list)
    guarded: set[str] = field(default_factory=set)
    refused: set[str] = field(default_factory=set)
    peoples: list[str] = field(default_factory=list)
    short: list[str] = field(default_factory=list)


def lines() -> list[Line]:
    """All lines, in order."""
    document = plain(files(__package__).joinpath("curated.yaml").read_text("utf-8"))
    found = [
        read_line(label, text, Kind.CITY, country)
        for country, places in document["places"].items()
        for label, text in places.items()
    ]
    for section, kind in _SECTIONS.items():
        found += [read_line(label, text, kind) for label, text in document[section].items()]
    return found


def read_line(label: str, text: str, kind: Kind, country: str = "") -> Line:
    """One line; raises ValueError for a part with two marks, which would make a spelling of the second."""
    line = Line(label, kind, country)
    if kind not in {Kind.COUNTRY, Kind.REGION}:
        line.spellings.append(re.sub(r" \(.*\)", "", label))
    for part in filter(None, map(str.strip, text.split(","))):
        if part[0] in _MARKS and part[1:2] in _MARKS:
            raise ValueError(f"{label}: {part} has two marks")
        match part[0]:
            case "=":
                line.number = int(part[1:])
            case "!":
                line.refused.add(fold_words(part[1:]))
            case "+":
                line.peoples.append(part[1:])
            case ".":
                line.short.append(part[1:])
            case "^":
                line.spellings.append(part[1:])
                line.guarded.add(fold_words(part[1:]))
            case _:
                line.spellings.append(part)
    return line


def merged(entries: Iterable[Entry], chosen: Iterable[Line]) -> Iterator[Entry]:
    """The entries with what the lines say of them; lines of which no entry is known are entries of their own."""
    known = {entry.id: entry for entry in entries}
    numbered = {entry.number: entry for entry in known.values() if entry.number}
    for line in chosen:
        match line.kind:
            case Kind.COUNTRY:
                entry = known[f"country:{line.label}"]
            case Kind.REGION:
                entry = known[f"admin:{line.label}"]
            case _:
                entry = numbered.get(line.number) or _new(line)
                known.setdefault(entry.id, entry)
        _add(entry, line)
    return iter(known.values())


def _new(line: Line) -> Entry:
    name = fold_words(line.label).replace(" ", "-")
    prefix = f"geo:{line.number}" if line.number else f"{_PREFIXES[line.kind]}:{name}"
    return Entry(prefix, line.kind, line.label, [], line.number, line.country)


def _add(entry: Entry, line: Line) -> None:
    entry.chosen = True
    entry.picked |= {fold_words(text) for text in line.spellings}
    entry.refused |= line.refused
    entry.guarded |= line.guarded
    entry.peoples += line.peoples
    entry.short += line.short
    if line.kind not in {Kind.COUNTRY, Kind.REGION}:
        entry.label = line.label
    spellings: dict[str, str] = {}
    for text in (*line.spellings, *entry.spellings):
        spellings.setdefault(fold_words(text), text)
    entry.spellings = [text for folded, text in spellings.items() if folded not in entry.refused]
    if line.kind in {Kind.COUNTRY, Kind.REGION}:
        entry.label = entry.spellings[0]


def word_lists() -> Mapping[str, frozenset[str]]:
    """The lists of words.yaml by their titles, each word folded."""
    document: dict[str, str] = plain(files(__package__).joinpath("words.yaml").read_text("utf-8"))
    return {title: frozenset(map(fold_words, text.split())) for title, text in document.items()}
