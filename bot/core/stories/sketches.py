"""By what an item is known to tell of the same event as others: concepts, names, places, numbers and stems of words.

All but the stems are the same whatever language it is written in.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from math import sqrt
from sys import intern
from typing import Final, NamedTuple

from bot.core.concepts import FUNCTION, Concepts
from bot.core.model import Item
from bot.core.names import Mention
from bot.core.names.sound import sound_key
from bot.core.stories.numerals import joined_numbers, value
from bot.core.text.clitics import stems
from bot.core.text.stemming import stem
from bot.core.text.terms import SOUND
from bot.core.text.tokens import tokens

__all__ = ["Sketch", "Sketcher", "place_keys"]

_READ: Final = 300
"""Characters of a text that are read: what it is about stands in its first sentences."""
_UNIT: Final = 1000
"""The length of a sketch, so that its weights are whole numbers and sums of them the same in every order."""
_NUMBER: Final = "#"
_REGION: Final = "admin:"
_OF_TEXT: Final = 0.6
_WEIGHTS: Final = {"stem": 1.2, "concept": 1.0, "word": 0.5, "sound": 0.67, "place": 1.0, "number": 0.46}
"""What a key counts by its kind; those of the text count less. A `word` is the stem of one that says a concept, in
titles alone: two who say it in the same word are nearer."""


class Sketch(NamedTuple):
    """What an item tells of, in brief."""

    keys: tuple[str, ...]
    """`explosion`, `geo:170017`, `~KHM` for how a name sounds, `#12` for a number, `en:fight` for a stem; each once."""
    weights: array[int]
    """Of each; the sum of their squares is about a million."""
    titled: int
    """How many of them, the first ones, are of the title."""
    of_text: float
    """What part of it is of the text alone: 0 to 1, by the squares of the weights."""


def place_keys(mention: Mention, written: str, language: str) -> frozenset[str]:
    """All the keys that an item may have for naming a place: by itself, by what it lies in, by its words and sounds."""
    name = written[mention.start : mention.end]
    words = [name[word.start : word.end] for word in tokens(name)]
    return frozenset((mention.place, *mention.within, *(_stem(word, language) for word in words), *map(_sound, words)))


class Sketcher:
    """Draws sketches of items."""

    def __init__(self, concepts: Concepts) -> None:
        self._concepts: Final = concepts

    def sketch(self, item: Item, title: str, named: Iterable[str]) -> Sketch:
        """That of an item; `title`: its title's own words; `named`: the ids of the places in them."""
        found: dict[str, float] = {}
        for key, weight in self._read(title, item.language, _WEIGHTS["word"]):
            found.setdefault(key, weight)
        for place in named:
            found[place] = _WEIGHTS["place"]
        titled = len(found)
        for key, weight in self._read(item.text[:_READ], item.language):
            found.setdefault(key, weight * _OF_TEXT)
        for place in item.places:
            if not place.startswith(_REGION):  # that is what others lie in
                found.setdefault(place, _WEIGHTS["place"] * _OF_TEXT)
        return _drawn(found, titled)

    def _read(self, written: str, language: str, worded: float = 0.0) -> Iterator[tuple[str, float]]:
        """Its keys with their weights; `worded`: that of the stem of a word which says a concept."""
        text = joined_numbers(written)
        words = tokens(text)
        folded = [word.text for word in words]
        for start, end, concept in self._concepts.read(folded, language):
            if concept:
                if concept != FUNCTION:
                    yield concept, _WEIGHTS["concept"]
                    if worded:
                        yield from ((_stem(text[word.start : word.end], language), worded) for word in words[start:end])
                continue
            word = words[start]
            number = value(word.text)
            if number.isdecimal():
                yield _NUMBER + number, _WEIGHTS["number"]
                continue
            yield _stem(text[word.start : word.end], language), _WEIGHTS["stem"]
            if sound := _sound(text[word.start : word.end]):
                yield sound, _WEIGHTS["sound"]


def _drawn(found: Mapping[str, float], titled: int) -> Sketch:
    squares = [weight * weight for weight in found.values()]
    length = sqrt(sum(squares)) or 1.0
    weights = (round(_UNIT * weight / length) for weight in found.values())
    of_text = sum(squares[titled:]) / length**2
    return Sketch(tuple(map(intern, found)), array("H", weights), titled, of_text)


@lru_cache(maxsize=65536)
def _stem(word: str, language: str) -> str:
    return f"{language[:2] or '--'}:{stem(word, language)}"


@lru_cache(maxsize=65536)
def _sound(written: str) -> str:
    """How a word sounds that may be a name: it has a capital, or its script has none."""
    if written[0].isupper() or written.lower() == written.upper():
        key = sound_key(min(stems(written), key=len, default=written))
        return SOUND + key if key else ""
    return ""
