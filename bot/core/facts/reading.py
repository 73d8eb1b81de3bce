"""Reads a text as units: words with their senses, phrases as one, numbers as one.

It reads chunk by chunk, a chunk being what has no white space in it. News repeat their chunks, so that a table answers
for most of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import chain, pairwise
from typing import Final, NamedTuple

from bot.core.facts.quantities import Quantity, quantity
from bot.core.facts.senses import ANYTHING, LANGUAGES, NOTHING, Sense, Senses, senses
from bot.core.text.tokens import Token, tokens

__all__ = ["Reading", "Unit", "apart", "read"]

MOST: Final = 20_000
"""Chunks kept in mind for a language, about 6 MB; then they are learned anew."""
MOST_UNITS: Final = 4
"""Units of a chunk that is kept: a sentence of Chinese is one chunk, has a unit for each letter, and does not come
again."""

_STOPS: Final = re.compile(r"[,;.!?…—–()|،؛؟。、]")
"""What parts what is said of a number from what is said of another. A hyphen and a colon do not."""
_INITIALS: Final = re.compile(r"(?:[A-Za-z]\.){2,}")
"""U.S., U.K."""
_APOSTROPHES: Final = "'’"
_DIVIDED: Final = 9
"""Words in which a divided verb of German has its other part."""
_LINE: Final = " | "
"""What stands for the end of a line, where words of the next begin something new."""


class Unit(NamedTuple):
    """A word, a phrase, a number or a mark of punctuation that stands alone."""

    word: str
    """Folded; empty for a mark."""
    sense: Sense
    quantity: Quantity | None = None
    opens: bool = False
    """Whether a comma or the like stands before it."""
    ends: bool = False
    """Whether one stands after it."""
    colon: bool = False
    """Whether a colon stands after it."""
    capitals: bool = False
    """Whether all its letters are capitals."""


class Reading(NamedTuple):
    """A text that was read."""

    units: list[Unit]
    numbers: list[int]
    """Places of the units that are numbers, ordinals among them."""
    meant: list[int]
    """Places of the units whose words have a sense."""


def apart(left: Unit, right: Unit) -> bool:
    """Whether a comma or the like stands between two units in a row."""
    return left.ends or right.opens


def read(text: str, language: str = "") -> Reading:
    """The units of a text, by the words of its language (`es`, `es-MX`) where they are known."""
    code = language[:2].lower()
    known = _chunks(code if code in LANGUAGES else "")
    if len(known) > MOST:
        known.clear()
    units = [*chain.from_iterable(map(known.__getitem__, text.replace("\n", _LINE).split()))]
    meant = [place for place, unit in enumerate(units) if unit.sense is not NOTHING]
    if phrases := [*_phrases(units, meant)]:
        units = _joined(units, phrases)
        meant = [place for place, unit in enumerate(units) if unit.sense is not NOTHING]
    numbers = [place for place, unit in enumerate(units) if unit.quantity is not None]
    return Reading(units, numbers, meant)


class _Chunks(dict[str, tuple[Unit, ...]]):
    """The units of chunks, learned when they are first met."""

    def __init__(self, known: Senses) -> None:
        self._known = known

    def __missing__(self, chunk: str) -> tuple[Unit, ...]:
        learned = tuple(_units(chunk, self._known))
        if len(learned) <= MOST_UNITS:
            self[chunk] = learned
        return learned


@cache
def _chunks(language: str) -> _Chunks:
    return _Chunks(senses(language))


def _phrases(units: list[Unit], meant: list[int]) -> Iterator[tuple[int, int, Sense]]:
    """Where phrases begin, where the units after them do, and what they mean."""
    free = 0
    for place in meant:
        if place < free:
            continue
        for rest, sense in units[place].sense.follows:
            end = _end(units, place + 1, rest)
            if end:
                yield place, end, sense
                free = end
                break


def _end(units: list[Unit], start: int, rest: tuple[str, ...]) -> int:
    """Where a phrase ends whose other words are looked for from there; 0 where they are not.

    A divided phrase is its first word alone.
    """
    if rest[0] == ANYTHING:
        return start if any(unit.word == rest[1] for unit in units[start : start + _DIVIDED]) else 0
    end = start + len(rest)
    return end if tuple(unit.word for unit in units[start:end]) == rest else 0


def _joined(units: list[Unit], phrases: list[tuple[int, int, Sense]]) -> list[Unit]:
    """The same units, phrases as one."""
    joined: list[Unit] = []
    done = 0
    for start, end, sense in phrases:
        first, last = units[start], units[end - 1]
        words = " ".join(unit.word for unit in units[start:end])
        joined += units[done:start]
        joined.append(Unit(words, sense, quantity(sense), first.opens, last.ends, last.colon, first.capitals))
        done = end
    return joined + units[done:]


def _units(chunk: str, known: Senses) -> Iterator[Unit]:
    """The units of a chunk."""
    initials = _INITIALS.match(chunk)
    if initials:
        chunk = initials.group().replace(".", "") + chunk[initials.end() :]
    words = tokens(chunk)
    if not words:
        yield from _mark(chunk, known)
    ended = 0
    for word, after in pairwise((*words, Token("", len(chunk), len(chunk)))):
        if word.start < ended or _is_ending(chunk, word):
            continue
        number = quantity(known.of(word.text), chunk, word)
        opens = ended == 0 and _STOPS.search(chunk, 0, word.start) is not None
        ended = max(word.end, number.end if number else 0)
        following = chunk[ended : max(after.start, ended)] if after.text else chunk[ended:]
        yield Unit(
            word.text if number is None or not number.digits else chunk[word.start : ended],
            NOTHING if number and number.digits else known.of(word.text),
            number,
            opens,
            _STOPS.search(following) is not None,
            ":" in following,
            chunk[word.start : word.end].isupper(),
        )


def _mark(chunk: str, known: Senses) -> Iterator[Unit]:
    """A chunk without words: a sign of percent or money has a sense, all else parts."""
    if chunk in {"%", "٪"}:
        yield Unit("%", known.of("percent"))
    elif _STOPS.search(chunk) or chunk == "-":
        yield Unit("", NOTHING, None, opens=True, ends=True)


def _is_ending(chunk: str, word: Token) -> bool:
    """Whether it is the s of `Hama's`."""
    return word.text == "s" and word.start > 0 and chunk[word.start - 1] in _APOSTROPHES
