"""Where a run of words stands in an item's title and text."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.core.text.tokens import Token, tokens

__all__ = ["Passage", "Searchable", "index_text"]


@dataclass(frozen=True, slots=True)
class Passage:
    """A title or a text, its words counted once for all queries."""

    name: str
    """`title` or `text`."""
    written: str
    words: Sequence[Token]
    places: Mapping[str, Sequence[int]]
    """Where each distinct word stands, the first place first."""
    alphabet: Sequence[str]
    """The distinct words, sorted, for prefixes."""

    @classmethod
    def of(cls, name: str, written: str) -> Passage:
        """The passage with its words."""
        words = tokens(written)
        places: dict[str, list[int]] = {}
        for place, word in enumerate(words):
            places.setdefault(word.text, []).append(place)
        return cls(name, written, words, places, sorted(places))

    def find(self, sought: Sequence[str], *, prefix: bool) -> str | None:
        """The first run of these words, as written; with `prefix`, the last of them may go on."""
        first = sought[0]
        starts = self._starting(first) if prefix and len(sought) == 1 else self.places.get(first, ())
        for start in starts:
            if self._runs(start, sought, prefix=prefix):
                return self.written[self.words[start].start : self.words[start + len(sought) - 1].end]
        return None

    def _starting(self, prefix: str) -> Sequence[int]:
        """The first place of a word that starts so, if there is one."""
        places: list[int] = []
        for at in range(bisect_left(self.alphabet, prefix), len(self.alphabet)):
            if not self.alphabet[at].startswith(prefix):
                break
            places.append(self.places[self.alphabet[at]][0])
        return (min(places),) if places else ()

    def _runs(self, start: int, sought: Sequence[str], *, prefix: bool) -> bool:
        if start + len(sought) > len(self.words):
            return False
        found = [word.text for word in self.words[start : start + len(sought)]]
        if prefix:
            return found[:-1] == [*sought[:-1]] and found[-1].startswith(sought[-1])
        return found == [*sought]


@dataclass(frozen=True, slots=True)
class Searchable:
    """An item's words, folded and counted once for all queries."""

    title: Passage
    text: Passage

    @classmethod
    def of(cls, title: str, text: str) -> Searchable:
        """The words of an item with this title and this text."""
        return cls(Passage.of("title", title), Passage.of("text", text))

    def find(self, sought: Sequence[str], *, prefix: bool) -> tuple[str, str] | None:
        """The field in which the words stand in a row, the title first, and the words as written there."""
        for passage in (self.title, self.text):
            found = passage.find(sought, prefix=prefix)
            if found is not None:
                return passage.name, found
        return None


def index_text(title: str, text: str) -> str:
    """What full text search keeps of an item: its folded words, a space between."""
    return " ".join(word.text for word in (*tokens(title), *tokens(text)))
