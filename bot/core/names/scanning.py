"""Which words of a text may name a place: longest names first, with a capital where the script knows them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from bot.core.names.gazetteer import Found, Gazetteer, Kind, Use
from bot.core.names.inflect import bare, is_cased
from bot.core.names.model import INITIALS
from bot.core.text.tokens import tokens

__all__ = ["Scanner", "Span"]

_LONGEST: Final = 6
"""Words of a name."""
_BEGINNING: Final = 2
"""Letters of the first of several Hebrew words: תל אביב."""
_JOINTS: Final = frozenset({"", " ", "-", "'", "’", ".", ". ", "\u00a0", "\u2011"})
"""What may stand between two words of one name."""
_ENDS: Final = frozenset('.!?:;\n"“”«»|•—–')
"""What ends a sentence or a title, or begins a quotation."""
_NO_PLACES: Final = frozenset({Kind.PERSON, Kind.BODY})
_LARGE: Final = frozenset({Kind.AREA, Kind.COUNTRY, Kind.REGION})
_WELL_KNOWN: Final = 500_000
"""People from which on a country or region is more likely named than a person called like it."""
_IN: Final = frozenset({"in", "near", "outside", "downtown"})
"""What stands before names of places only."""
_MOST_COUNTIES: Final = 12
"""Words in which a list of counties ends."""
_LAST_LATIN: Final = "ɏ"
_SHORT: Final = 6
"""Letters of an abbreviation, spaces included."""
_SMALL_WORDS: Final = frozenset({
    "of", "the", "and", "de", "la", "le", "les", "du", "des", "del", "al", "el", "an", "as", "ar", "ad", "sur", "on",
    "upon", "am", "der", "den", "in", "state",
})  # fmt: skip
"""Words that begin small inside names."""


@dataclass(slots=True)
class Span:
    """Words that may name a place; `start` and `end` are offsets in the text, `found` whom they may mean."""

    start: int
    end: int
    words: str
    found: list[int]
    sure: bool = True
    """Whether it counts even where no place beside it says so."""
    inside: list[int] = field(default_factory=list)
    """Those of `found` that lie in what is named behind a comma or in brackets: Paris, Texas."""


class Scanner:
    """Finds spans; `words` has the lists `given`, `titles`, `ways`, `bodies` and `around`, folded."""

    def __init__(self, gazetteer: Gazetteer, words: Mapping[str, frozenset[str]]) -> None:
        self.gazetteer = gazetteer
        self.words = words

    def spans(self, text: str) -> list[Span]:
        """All spans of a text, in order; none overlap."""
        spans = list(_Reading(self, text).spans())
        for span, after in pairwise(spans):
            if text[span.end : after.start] in {", ", " ("}:
                span.inside = self._lies_in(span.found, after.found)
        follows = [False, *(bool(span.inside) for span in spans)]
        return [span for span, follow in zip(spans, follows, strict=False) if span.sure or span.inside or follow]

    def _lies_in(self, entries: list[int], larger: list[int]) -> list[int]:
        """Those entries that lie in one of the larger ones."""
        around = set(larger)
        return [entry for entry in entries if not around.isdisjoint(self.gazetteer.within(entry))]


def _begins_name(char: str) -> bool:
    """Whether a name may begin so: with a capital, or in a script that has none."""
    return char.isupper() or not (is_cased(char) or char.isdigit())


class _Reading:
    """One text, while it is read."""

    def __init__(self, scanner: Scanner, text: str) -> None:
        self._scanner = scanner
        self._text = text
        self._tokens = tokens(text)
        self._heads = [at for at, token in enumerate(self._tokens) if _begins_name(text[token.start])]
        self._counties = any(token.text == "counties" for token in self._tokens)
        self._located = {self._tokens[at].text for at in self._heads if self._before(at) in _IN}
        self._people = set(self._persons())

    def spans(self) -> Iterator[Span]:
        """All that may name places, in order."""
        kinds, behind = self._scanner.gazetteer.kinds, 0
        for at in self._heads:
            if at >= behind:
                behind, found = self._longest(at)
                if found and all(kinds[each.entry] not in _NO_PLACES for each in found):
                    span = self._span(at, behind, found)
                    if span:
                        yield span

    def _persons(self) -> Iterator[str]:
        """Words that are names of persons somewhere in the text: they are no places elsewhere in it."""
        lists = self._scanner.words
        for at in self._heads:
            before = self._before(at)
            if before in lists["given"] or before in lists["titles"] or self._behind(at + 1) in lists["says"]:
                yield self._tokens[at].text

    def _longest(self, at: int) -> tuple[int, list[Found]]:
        """Behind the longest name that begins there, and whom it means."""
        begun, best = [""], (at, list[Found]())
        for after in range(at + 1, min(at + _LONGEST, len(self._tokens)) + 1):
            if after > at + 1 and not self._is_joined(after - 1):
                break
            word = self._tokens[after - 1].text
            forms = bare(word) if after == at + 1 or is_cased(word) else (word,)  # prefixes stand before the first
            read = [f"{words} {form}".lstrip() for words in begun for form in forms]
            found = self._usable(at, after, read)
            if found:
                best = after, found
            begun = list(filter(self._scanner.gazetteer.begins, read if after > at + 1 else bare(word, _BEGINNING)))
            if not begun:
                break
        return best

    def _usable(self, at: int, after: int, forms: Sequence[str]) -> list[Found]:
        """Whom the words mean there; of several forms, the first that is well known counts, else the first known."""
        if self._lists_counties(after) and (counties := self._scanner.gazetteer.find(f"{forms[0]} county")):
            return list(counties)
        first: list[Found] = []
        for form in forms:
            found = [each for each in self._scanner.gazetteer.find(form) if self._is_usable(each, at, after)]
            if found and (len(forms) == 1 or found[0].use & Use.CALL):
                return [each for each in found if each.use & Use.SHORT] or found
            first = first or found
        return first

    def _is_usable(self, found: Found, at: int, after: int) -> bool:
        """Whether it is written as this name would be."""
        first, last = self._tokens[at], self._tokens[after - 1]
        if not is_cased(first.text):
            return bool(found.use & Use.CALL)  # without capitals, a village is too often another word
        if found.use & Use.SHORT:
            return self._is_short(at, after)
        if after == at + 1:
            written = self._text[first.start : first.end]
            return len(written) > INITIALS or (written.isupper() and bool(found.use & (Use.PEOPLE | Use.CALL)))
        return last.text in _SMALL_WORDS or self._text[last.start].isupper()

    def _is_short(self, at: int, after: int) -> bool:
        """Whether a full stop follows, or a comma goes before."""
        start, end = self._tokens[at].start, self._tokens[after - 1].end
        return self._text[end : end + 1] == "." or self._text[max(0, start - 2) : start] == ", "

    def _lists_counties(self, after: int) -> bool:
        """Whether nothing but names stands between here and the word `counties`: Jackson and Barrow counties."""
        if not self._counties:
            return False
        behind = range(after, min(after + _MOST_COUNTIES, len(self._tokens)))
        plain = next((at for at in behind if not self._is_capital(at) and self._tokens[at].text != "and"), after)
        return self._tokens[plain].text == "counties" if plain < len(self._tokens) else False

    def _span(self, at: int, after: int, found: list[Found]) -> Span | None:
        """What the words are; None when those beside them make them the name of something else."""
        start, end = self._tokens[at].start, self._tokens[after - 1].end
        words = " ".join(token.text for token in self._tokens[at:after])
        use, large, clear = found[0].use, self._is_large(found), True
        if use & Use.SHORT or "." in self._text[start:end]:
            end += self._text[end : end + 1] == "." and len(words) <= _SHORT
        if not use & (Use.SHORT | Use.PEOPLE):
            if self._is_other(at, after, large=large):
                return None
            clear = not (use & Use.COMMON or (use & Use.CAPITAL and self._opens(at)))
            clear = clear and (after > at + 1 or not self._is_doubtful(at, large=large))
        return Span(start, end, words, [each.entry for each in found], clear)

    # ---- what stands around

    def _is_other(self, at: int, after: int, *, large: bool) -> bool:
        """Whether the words beside it make it the name of a person, a street, a body."""
        lists = self._scanner.words
        before, behind = self._before(at), self._behind(after)
        if before in lists["titles"] or before in lists["given"] or behind in lists["ways"]:
            return True
        if behind in lists["around"] and self._is_capital(after):
            return True
        return not large and before not in lists["small"] and self._continues(at)

    def _continues(self, at: int) -> bool:
        """Whether a capitalised word in Latin letters, which does not open a sentence, is the beginning of a name."""
        if not self._is_capital(at - 1) or self._gap(at) != " ":
            return False
        return self._tokens[at - 1].text[0] <= _LAST_LATIN and not self._opens(at - 1)

    def _is_doubtful(self, at: int, *, large: bool) -> bool:
        """Whether a word alone is no place unless a larger one behind it says so."""
        lists, word = self._scanner.words, self._tokens[at].text
        if word in lists["nowhere"] or word in lists["around"] or word in lists["bodies"]:
            return True
        if large or word in self._located:
            return False
        return word in self._people or word in lists["given"] or self._behind(at + 1) in lists["says"]

    def _is_large(self, found: list[Found]) -> bool:
        """Whether a country or a region that many live in is called so."""
        gazetteer = self._scanner.gazetteer
        return any(
            gazetteer.kinds[each.entry] in _LARGE and gazetteer.people[each.entry] >= _WELL_KNOWN for each in found
        )

    def _before(self, at: int) -> str:
        """The word before, folded, if but a space or the full stop of an abbreviation is between."""
        if at == 0:
            return ""
        word, gap = self._tokens[at - 1].text, self._gap(at)
        return word if gap == " " or (gap == ". " and len(word) <= _SHORT) else ""

    def _behind(self, after: int) -> str:
        """The word behind, likewise."""
        return self._tokens[after].text if after < len(self._tokens) and self._gap(after) == " " else ""

    def _is_capital(self, at: int) -> bool:
        return 0 <= at < len(self._tokens) and self._text[self._tokens[at].start].isupper()

    def _is_joined(self, at: int) -> bool:
        return self._gap(at) in _JOINTS

    def _opens(self, at: int) -> bool:
        """Whether a sentence or a quotation begins there."""
        return at == 0 or not _ENDS.isdisjoint(self._gap(at))

    def _gap(self, at: int) -> str:
        return self._text[self._tokens[at - 1].end : self._tokens[at].start]
