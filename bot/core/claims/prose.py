"""A text as words with what stands between them: where sentences end, and what is in quotation marks."""

from __future__ import annotations

import re
from bisect import bisect_right
from enum import IntEnum
from functools import cached_property, lru_cache
from typing import Final

from bot.core.claims.wordlists import words
from bot.core.text.tokens import tokens

__all__ = ["Gap", "Prose"]


class Gap(IntEnum):
    """What stands between two words, the weakest first."""

    JOINED = 0
    """A hyphen, an apostrophe, nothing."""
    SPACE = 1
    COMMA = 2
    BREAK = 3
    """A dash, a bracket, a colon, a semicolon."""
    END = 4
    """Of a sentence."""


_LONG: Final = 12
"""Characters of a gap that are looked at from either side: more are decoration."""
_ENDING: Final = re.compile(r"[\n\r]|[!?…؟۔।。！？]|\.[.\"'”’»)\]]|^\.(?=\s+[\"'“«(\[])")
_BREAKING: Final = re.compile(r"[:;—–|/()\[\]{}•؛]|(?:^|\s)-+\s|--")
_COMMAS: Final = ",،、，"
_QUOTES: Final = re.compile("[“«„「『]|([”»」』])|(\"|'')")

_ABBREVIATED: Final = frozenset(
    words(
        "mr mrs ms dr sen sens rep reps gov govs gen lt col capt sgt maj adm cmdr st prof rev hon pres supt brig "
        "jan feb mar apr jun jul aug sep sept oct nov dec ala ariz ark calif colo conn del fla ga ill ind kan ky "
        "la md mass mich minn miss mo mont neb nev okla ore pa tenn tex va vt wash wis wyo vs no г им ул"
    )
)
"""Words that are written with a full stop within a sentence."""


class Prose:
    """A text read once: its words, folded, and what stands before each.

    Lists have one entry a word, `gaps` and `closes` one more, for the end of the text.
    """

    def __init__(self, text: str) -> None:
        self.text: Final = text
        found = tokens(text)
        self.words: Final = [word for word, _, _ in found]
        self.starts: Final = [start for _, start, _ in found]
        self.ends: Final = [end for _, _, end in found]
        count = len(found) + 1
        self.gaps: Final = [Gap.SPACE] * count
        self.closes: Final = [False] * count
        """Whether a quotation ends in the gap."""
        self.quoted: Final = [False] * count
        """Whether the word is in quotation marks."""
        self.marked: Final = self._marked()
        """The words before which there is more than a space."""
        self._look()
        self.gaps[0] = self.gaps[-1] = Gap.END
        self._sentences: Final = [at for at in self.marked if self.gaps[at] is Gap.END]

    def __len__(self) -> int:
        return len(self.words)

    @cached_property
    def cased(self) -> bool:
        """Whether the text has capitals: some scripts have none."""
        return any(map(str.isupper, self.text))

    def capital(self, index: int) -> bool:
        """Whether a word begins with a capital."""
        return self.text[self.starts[index]].isupper()

    def written(self, first: int, last: int) -> str:
        """The text from one word to another, both included."""
        return self.text[self.starts[first] : self.ends[last]]

    def sentence(self, index: int) -> int:
        """The first word of the sentence of a word."""
        return self._sentences[bisect_right(self._sentences, index) - 1]

    def _marked(self) -> list[int]:
        text, ends, starts = self.text, self.ends, self.starts
        inner = [at for at in range(1, len(starts)) if text[ends[at - 1] : starts[at]] != " "]
        return [0, *inner, len(starts)] if starts else [0]

    def _look(self) -> None:
        within, since = False, 0
        for index in self.marked:
            before = self.ends[index - 1] if index else 0
            after = self.starts[index] if index < len(self.starts) else len(self.text)
            gap, closes, opens = _read(self.text[before:after][:_LONG], within)
            if gap is Gap.SPACE and index and self.text[before] == "." and not self._abbreviated(index):
                gap = Gap.END
            self.gaps[index], self.closes[index] = gap, closes
            if opens is not within:
                if within:
                    self.quoted[since:index] = [True] * (index - since)
                within, since = opens, index
        if within:
            self.quoted[since:] = [True] * (len(self.quoted) - since)

    def _abbreviated(self, index: int) -> bool:
        """Whether the full stop before a word does not end its sentence."""
        before = self.words[index - 1]
        return before in _ABBREVIATED or len(before) == 1 or (index < len(self.words) and self._small(index))

    def _small(self, index: int) -> bool:
        return self.text[self.starts[index]].islower()


@lru_cache(maxsize=4096)
def _read(gap: str, within: bool) -> tuple[Gap, bool, bool]:  # noqa: FBT001 - a cache wants it plain
    """The kind of gap, whether a quotation ends in it, and whether one is open after it."""
    closes = False
    if "\n" in gap:
        kind, after = Gap.END, False
    else:
        kind, after = _kind(gap), within
    for mark in _QUOTES.finditer(gap):
        closing = bool(mark.group(1)) or (bool(mark.group(2)) and after)
        closes, after = closes or closing, not closing
    return kind, closes, after


def _kind(gap: str) -> Gap:
    if gap in {",", "."}:
        return Gap.JOINED  # 4,000 and U.S.
    if _ENDING.search(gap):
        return Gap.END
    if _BREAKING.search(gap):
        return Gap.BREAK
    if any(comma in gap for comma in _COMMAS):
        return Gap.COMMA
    return Gap.SPACE if any(char.isspace() for char in gap) else Gap.JOINED
