"""The words of an item as they are kept to be compared: packed, without what others put around them.

A word takes four bytes: a fingerprint, and what matters when another stands in its place.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator, Sequence
from functools import lru_cache
from hashlib import blake2b
from typing import Final

from bot.core.model import Item, Outlet
from bot.core.stories.headings import Heading, heading
from bot.core.stories.negations import NEGATIONS
from bot.core.stories.numerals import joined_numbers, value
from bot.core.stories.series import is_series
from bot.core.stories.spellings import american
from bot.core.stories.trimming import lead
from bot.core.text.tokens import Token, tokens

__all__ = ["LEAST_LEAD", "Mark", "Wording", "wording"]

MOST_TITLE: Final = 40
"""Words of a title that are read: some who repost write the summary behind it."""
MOST_LEAD: Final = 40
"""Words of a text that are read: the summaries of feeds are cut after so many."""
LEAST_LEAD: Final = 8
"""Words below which a text says nothing by itself: `Read the full story`."""

_READ: Final = 500
"""Characters in which these words are found, whatever their language."""
_QUOTED: Final = re.compile(r"[“„«\"][^”“»\"]{12,}[”“»\"]|(?<!\w)[‘'].{12,300}?[’'](?!\w)")
"""What somebody is quoted with; an apostrophe stands within a word."""
_AROUND: Final = " \"'“”„«»‘’([{-–—"
"""What stands between the end of a sentence and the first word of the next."""
_DIGEST: Final = 8
"""Bytes of the fingerprint of all there is: chance makes no copies among a million items."""
_KNOWN: Final = 4
"""Bytes before that: words of the title, where the title proper begins and ends, and what is known of it."""
_SERIES, _RECURS, _TELLS, _REPOSTS, _TOPIC = 1, 2, 4, 8, 16
_FLAGS: Final = 4
_START: Final = 6
_HASH: Final = 22
"""Bits of a packed word: what it is, how it begins, and the rest of its identity."""


class Mark:
    """What a word is, beside itself."""

    NUMBER: Final = 1
    NEGATION: Final = 2
    NAME: Final = 4
    """It may be a name: it has a capital within a sentence, or its script has none."""
    QUOTED: Final = 8


class Wording:
    """The words of one item; what is known of its title stands before them in the same bytes."""

    __slots__ = ("_data", "item", "outlet", "seen")

    def __init__(self, item: Item, title: Sequence[int], text: Sequence[int], heading: Heading) -> None:
        self.item: Final = item.id
        self.outlet: Final[Outlet] = item.outlet
        self.seen: Final = item.seen.timestamp()
        flags = _SERIES * is_series(item) | _REPOSTS * bool(item.reposts)
        flags |= _RECURS * heading.recurs | _TELLS * heading.tells | _TOPIC * heading.topic
        known = bytes((len(title), heading.start, heading.end, flags))
        self._data: Final = known + _whole(item) + array("I", (*title, *text)).tobytes()

    @property
    def order(self) -> tuple[float, int]:
        """Its place in time; by arrival where times are equal."""
        return self.seen, self.item

    @property
    def title(self) -> int:
        """How many of its words are its title."""
        return self._data[0]

    @property
    def series(self) -> bool:
        """Whether it is an instalment of a live blog."""
        return bool(self._data[3] & _SERIES)

    @property
    def recurs(self) -> bool:
        """Whether such a title heads something else every day."""
        return bool(self._data[3] & _RECURS)

    @property
    def tells(self) -> bool:
        """Whether its title is long enough to tell one story from all others."""
        return bool(self._data[3] & _TELLS)

    @property
    def reposts(self) -> bool:
        """Whether it passes on what another has said."""
        return bool(self._data[3] & _REPOSTS)

    @property
    def whole(self) -> bytes:
        """A fingerprint of everything it says."""
        return self._data[_KNOWN : _KNOWN + _DIGEST]

    @property
    def words(self) -> array[int]:
        """Title and text, packed."""
        return array("I", self._data[_KNOWN + _DIGEST :])

    def titles(self) -> Iterator[tuple[array[int], bool]]:
        """Its title with less and less of what others put around it; whether a speaker or topic was left out."""
        title = array("I", (word & IDENTITY for word in self.words[: self.title]))
        _, start, end, flags = self._data[:_KNOWN]
        yield title, False
        if end < self.title:
            yield title[:end], False
        if start:
            yield title[start:end], bool(flags & _TOPIC)


IDENTITY: Final = 0xFFFF_FFF3
"""Bits of a word that are the same wherever and however it is written: all but those of names and quotations."""
BEGINNING: Final = 0x3F0
"""Bits that say how it begins."""


def wording(item: Item) -> Wording:
    """The words of an item."""
    written = joined_numbers(item.title[:_READ])
    title = tokens(written)[:MOST_TITLE]
    packed = _packed(written, title)
    text = joined_numbers(lead(item.text[:_READ], whole=len(item.text) <= _READ))
    found = _packed(text, tokens(text)[: MOST_LEAD + MOST_TITLE])
    return Wording(item, packed, _less(found, packed)[:MOST_LEAD], heading(written, title, item.publisher))


def _less(text: list[int], title: list[int]) -> list[int]:
    """A text without the title, where it begins with that: so do those whose title is taken from it."""
    known = [word & IDENTITY for word in title]
    starts = [word & IDENTITY for word in text[: len(title)]] == known
    return text[len(title) :] if starts else text


def _packed(written: str, words: Sequence[Token]) -> list[int]:
    """Words with what they are."""
    quoted = [found.span() for found in _QUOTED.finditer(written)]
    packed = [_known(word.text) for word in words]
    for place, (_, start, _) in enumerate(words):
        if not written[start].islower() and _may_be_name(written, start):
            packed[place] |= Mark.NAME
        if quoted and any(first <= start < last for first, last in quoted):
            packed[place] |= Mark.QUOTED
    return packed


@lru_cache(maxsize=32_768)
def _known(word: str) -> int:
    """A folded word, packed: the same in every process."""
    word = american(value(word))
    digest = int.from_bytes(blake2b(word.encode("utf-8", "replace"), digest_size=4).digest(), "big") >> (32 - _HASH)
    begins = blake2b(word[:3].encode("utf-8", "replace"), digest_size=1).digest()[0] & ((1 << _START) - 1)
    mark = Mark.NUMBER * word[0].isdecimal() | Mark.NEGATION * (word in NEGATIONS)
    return int(digest << (_START + _FLAGS) | begins << _FLAGS | mark)


def _may_be_name(written: str, start: int) -> bool:
    """Whether a word that no small letter begins may be a name, by what stands before it."""
    first = written[start]
    if not first.isupper():
        return first.isalpha()
    before = written[max(start - 4, 0) : start].rstrip(_AROUND)
    return bool(before) and before[-1] not in ".!?:…\n"


def _whole(item: Item) -> bytes:
    everything = "\0".join((" ".join(item.title.split()), " ".join(item.text.split()))).casefold()
    return blake2b(everything.encode("utf-8", "replace"), digest_size=_DIGEST).digest()
