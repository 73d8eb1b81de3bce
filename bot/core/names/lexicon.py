"""The names that come with the bot, asked for by their words or found in texts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import Final

from bot.core.names.gazetteer import NOWHERE, Gazetteer, Kind, Record, Use
from bot.core.names.inflect import bare, forms, is_cased
from bot.core.names.likeness import likeness
from bot.core.names.model import Form, Mention, Name
from bot.core.names.ranking import Pool, rank
from bot.core.names.resolving import resolve
from bot.core.names.scanning import Scanner, Span
from bot.core.names.sound import sound_key
from bot.core.text.tokens import tokens

__all__ = ["Lexicon"]

_SHORTEST_UNKNOWN, _LONGEST_UNKNOWN = 5, 30
"""Letters of a word that may be a name spelt in a way nobody has listed."""
_LIKE: Final = 0.92
"""From here on it is (`bot.core.names.likeness`): Sarakeb is like Saraqib by .97, Netanyaho like Netanyahu by .99;
common words of news reach .87 (minister, Minnesota), and Syrian is like Souran by .90."""
_REMEMBERED: Final = 4096
"""Names kept in mind, and words that are none: filters ask for the same ones again and again."""
_WELL_KNOWN: Final = 100_000
"""People from which on a city has its spellings listed; so has every person. By their sound, well-known names are found
in other words more than twice as often as in their own (Polish) cases: Tehran in Terrain, Macron in Micron."""
_LEAST_HEARD: Final = 4
"""Consonants by which a town is known: with three, Ghammas would be Games and Sokal Social."""


class Lexicon:
    """Implements `Names`; `words` are lists of English words by which `Scanner` tells places from other names."""

    def __init__(self, gazetteer: Gazetteer, words: Mapping[str, frozenset[str]]) -> None:
        self._gazetteer = gazetteer
        self._scanner = Scanner(gazetteer, words)
        self._called = lru_cache(maxsize=_REMEMBERED)(self._named)
        self._label_of = lru_cache(maxsize=_REMEMBERED)(self._labelled)

    def called(self, words: Sequence[str]) -> Name | None:
        """The name that these folded words most likely mean; None when they mean none."""
        return self._called(tuple(words))

    def mentions(self, title: str, text: str, country: str = "") -> tuple[tuple[Mention, ...], tuple[Mention, ...]]:
        """The places named in a title and in a text, in order; `country` (ISO 3166-1) is that of who speaks."""
        first, second = self._scanner.spans(title), self._scanner.spans(text)
        meant = resolve(self._gazetteer, [*first, *second], self._country(country))
        return self._mentions(first, meant[: len(first)]), self._mentions(second, meant[len(first) :])

    def label(self, place: str) -> str:
        """What a place is called, by its `id`: `Hama`; the id where it is not known."""
        return self._label_of(place)

    def like(self, word: str) -> str:
        """A well-known name of which an unknown word is most likely another spelling; empty when there is none."""
        if not _SHORTEST_UNKNOWN <= len(word) <= _LONGEST_UNKNOWN:
            return ""
        best = next(iter(rank(word, self._pool, 1)), "")
        return best if best and likeness(word, best) >= _LIKE else ""

    def number(self, place: str) -> int:
        """The GeoNames number of a place that `mentions` has found, by its `id`; 0 when it has none."""
        if place.startswith("geo:"):
            return int(place.removeprefix("geo:"))
        return self._gazetteer.numbers[self._listed[place]] if place in self._listed else 0

    def _labelled(self, place: str) -> str:
        entry = self._listed.get(place)
        if entry is None and place.startswith("geo:"):
            entry = self._gazetteer.numbered(int(place.removeprefix("geo:")))
        return place if entry is None else self._gazetteer.record(entry).label

    def _country(self, code: str) -> int:
        return self._listed.get(f"country:{code.upper()}", NOWHERE)

    @cached_property
    def _pool(self) -> Pool:
        """The well-known names of one word, each in its two most usual spellings."""
        records = map(self._gazetteer.record, range(self._gazetteer.chosen))
        usual = (spelling.text for record in records for spelling in record.spellings[:2])
        return Pool(dict.fromkeys(text for text in usual if text[:1].isupper() and " " not in text))

    @cached_property
    def _listed(self) -> dict[str, int]:
        """By `id` the entries of countries, of their regions, and those that were written down by hand."""
        gazetteer = self._gazetteer
        large = (entry for entry, kind in enumerate(gazetteer.kinds) if kind in {Kind.COUNTRY, Kind.REGION})
        return {gazetteer.id(entry): entry for entry in (*range(gazetteer.chosen), *large)}

    def _mentions(self, spans: Sequence[Span], meant: Sequence[int | None]) -> tuple[Mention, ...]:
        name, within = self._gazetteer.id, self._gazetteer.within
        return tuple(
            Mention(span.start, span.end, name(entry), tuple(map(name, within(entry))))
            for span, entry in zip(spans, meant, strict=True)
            if entry is not None
        )

    def _named(self, words: tuple[str, ...]) -> Name | None:
        found = self._meant(words)
        if found is None:
            return None
        entry, use = found
        record = self._gazetteer.record(entry)
        return Name(
            id=record.id,
            label=self._label(entry, record),
            spellings=tuple(spelling.text for spelling in record.spellings),
            forms=tuple(dict.fromkeys(_forms(record))),
            sounds=() if use & Use.CAPITAL else tuple(dict.fromkeys(self._sounds(entry, record))),
        )

    def _meant(self, words: tuple[str, ...]) -> tuple[int, int] | None:
        """The entry that is called so and how its name may be used; of a declined or prefixed word the best known."""
        called = next((each for each in self._gazetteer.find(" ".join(words)) if each.use & Use.CALL), None)
        if called or len(words) != 1:
            return called
        others = (each for basic in bare(words[0])[1:] for each in self._gazetteer.find(basic))
        return next((each for each in others if each.use & Use.CALL and each[0] < self._gazetteer.chosen), None)

    def _label(self, entry: int, record: Record) -> str:
        """`Hama, Syria`; `Springfield, Illinois` where a country has its places by their states."""
        if "(" in record.label or self._gazetteer.kinds[entry] in {Kind.PERSON, Kind.BODY}:
            return record.label
        around = list(self._gazetteer.within(entry))
        name = next((self._gazetteer.record(each).label for each in around[-1:]), "")
        return f"{record.label}, {name}" if name else record.label

    def _sounds(self, entry: int, record: Record) -> Iterator[str]:
        """Keys of the first spellings of a little-known town, which everybody writes by ear."""
        if self._gazetteer.kinds[entry] == Kind.CITY and self._gazetteer.people[entry] < _WELL_KNOWN:
            heard = (each.text for each in record.spellings[:2] if " " not in each.text and not each.capital)
            yield from (key for key in map(sound_key, heard) if len(key) - key.startswith("A") >= _LEAST_HEARD)


def _forms(record: Record) -> Iterator[Form]:
    """The spellings as words, then their other forms; those with endings count only with a capital."""
    written = [(tuple(token.text for token in tokens(each.text)), each.capital) for each in record.spellings]
    for words, capital in written:
        yield Form(words, capital)
    listed = {words for words, _ in written}
    for words, capital in written:
        for other in forms(words):
            if other not in listed:
                yield Form(other, capital or is_cased(other[0]))
