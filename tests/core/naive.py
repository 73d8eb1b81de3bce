"""What a query matches, worked out as slowly and plainly as can be: readings of a text as lists of words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, assert_never

from bot.core.filters.query import Age, And, Count, Field, Flag, Label, Near, Node, Not, Or, Place, Regex, Tag, Term
from bot.core.model import Evidence, Item
from bot.core.names import Form, Name
from bot.core.names.sound import sound_key, sounds_alike
from bot.core.text.fold import fold
from bot.core.text.tokens import tokens
from tests.core.gazette import Gazette
from tests.core.nouns import NOW

STEMS = {"بحماه": ("حماه",), "وبحماه": ("بحماه", "حماه")}
"""Of the vocabulary of `tests.core.trees`."""

Reading = tuple[str, str, int, int]
"""A word, how it is written, the place where it begins and the place after its end."""


def readings(text: str, *, loose: bool) -> list[Reading]:
    found: list[Reading] = []
    at = 0
    for chunk in text.split():
        words = [(word.text, chunk[word.start : word.end]) for word in tokens(chunk)]
        found += [(word, written, at + n, at + n + 1) for n, (word, written) in enumerate(words)]
        if loose:
            found += [(s, w, at + n, at + n + 1) for n, (word, w) in enumerate(words) for s in STEMS.get(word, ())]
        if loose and len(words) == 2 and re.fullmatch(r"\w+('\w{3,}|-\w+)\W*", chunk):
            found.append((words[0][0] + words[1][0], chunk.rstrip(".,:"), at, at + 2))
        at += len(words)
    return found


def rows(
    words: Sequence[str], text: str, *, prefix: bool, loose: bool, capital: bool = False
) -> Iterator[tuple[int, int]]:
    known = readings(text, loose=loose)
    ways = [(start, end, written) for word, written, start, end in known if _same(words, 0, word, prefix=prefix)]
    for number in range(1, len(words)):
        ways = [
            (first, end, begin)
            for first, until, begin in ways
            for word, _, start, end in known
            if start == until and _same(words, number, word, prefix=prefix)
        ]
    return ((first, end) for first, end, begin in ways if not capital or _as_name(begin))


def _as_name(written: str) -> bool:
    return written.upper() == written if len(written) <= 2 else not written[0].islower()


def _same(words: Sequence[str], number: int, found: str, *, prefix: bool) -> bool:
    last = prefix and number == len(words) - 1
    return found.startswith(words[number]) if last else found == words[number]


def texts(item: Item, field: Field) -> list[str]:
    named = {"title": item.title, "text": item.text, "author": item.author, "url": item.url}
    return [named[field]] if field else [item.title, item.text]


def spans(term: Term, text: str, *, named: bool = True) -> set[tuple[int, int]]:
    loose = not term.quoted and term.field not in {Field.AUTHOR, Field.URL}
    found = {*rows(term.words, text, prefix=term.prefix, loose=loose)}
    if (
        loose
        and re.search("['-]", term.text)
        and " " not in term.text
        and len(term.words) == 2
        and term.words[1] != "s"
    ):
        found |= {*rows(("".join(term.words),), text, prefix=term.prefix, loose=True)}
    name = Gazette().called(term.words) if named and loose and not term.prefix else None
    return found | (spelled(name, text) if name else set())


def spelled(name: Name, text: str) -> set[tuple[int, int]]:
    found = {span for form in name.forms for span in _formed(form, text)}
    for _, written, start, end in readings(text, loose=True):
        heard = any(map(str.isupper, written)) and sound_key(written) in name.sounds
        if heard and any(sounds_alike(known, written) for known in name.spellings):
            found.add((start, end))
    return found


def _formed(form: Form, text: str) -> Iterator[tuple[int, int]]:
    return rows(form.words, text, prefix=False, loose=True, capital=form.capital)


def matches(node: Node, item: Item, evidence: Evidence) -> bool:  # noqa: C901, PLR0911 - a case a kind of node
    match node:
        case Not(part):
            return not matches(part, item, evidence)
        case Or(parts):
            return any(matches(part, item, evidence) for part in parts)
        case And(parts):
            return all(_rows_of_and(parts, item, evidence))
        case Term():
            return any(spans(node, text) for text in texts(item, node.field))
        case Near(left, right, distance):
            return any(
                max(a[0], b[0]) - min(a[1], b[1]) in range(distance + 1) and (a[1] <= b[0] or b[1] <= a[0])
                for text in texts(item, left.field)
                for a in spans(left, text)
                for b in spans(right, text)
            )
        case Regex(pattern, field):
            return any(re.search(pattern, text, re.IGNORECASE) for text in texts(item, field))
        case Place(_, words):
            name = Gazette().called(words)
            return name is not None and name.id in item.places
        case Tag(label, text):
            return _labelled(label, text, item)
        case Flag(state):
            return bool(getattr(evidence, state.value))
        case Count(what, op, number):
            return op.holds({"sources": evidence.sources, "origins": evidence.origins}[what], number)
        case Age(op, number, unit):
            seconds = (NOW - item.published).total_seconds()
            return op.holds(seconds, number * {"m": 60, "h": 3600}[unit])
        case _:
            assert_never(node)


def _rows_of_and(parts: Sequence[Node], item: Item, evidence: Evidence) -> Iterator[bool]:
    """Whether each part matches; the most bare terms in a row that are a name together count as one part."""
    at = 0
    while at < len(parts):
        row, name = next(found for number in (5, 4, 3, 2, 1) if (found := _name(parts[at : at + number], number)))
        if name is None:
            yield matches(row[0], item, evidence)
        else:
            where = texts(item, row[0].field)
            literally = all(any(spans(term, text, named=False) for text in where) for term in row)
            yield literally or any(spelled(name, text) for text in where)
        at += len(row)


def _name(row: Sequence[Node], number: int) -> tuple[Sequence[Any], Name | None] | None:
    if number == 1:
        return row, None
    terms = [part for part in row if isinstance(part, Term) and part.field in {"", "title", "text"}]
    bare = [term for term in terms if not term.quoted and not term.prefix and term.field is terms[0].field]
    name = Gazette().called([word for term in bare for word in term.words])
    return (bare, name) if name and len(bare) == len(row) == number else None


def _labelled(label: Label, text: str, item: Item) -> bool:
    outlet = item.outlet
    codes = {"country": outlet.country, "lang": item.language[:2], "kind": item.kind}
    if label.value in codes:
        return fold(text) == fold(codes[label.value]) != ""
    names = [outlet.id, outlet.name] if label is Label.OUTLET else [outlet.affiliation or "-no-"]
    words = " ".join(word.text for word in tokens(text))
    inside = words and any(f" {words} " in f" {' '.join(w.text for w in tokens(name))} " for name in names)
    return bool(inside) or fold(text) in map(fold, names)
