"""The lexicon of the concepts of news: what a line may say, and that no word means two things."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

import pytest

import bot.data
from bot.core.concepts import FUNCTION
from bot.core.text.fold import fold
from bot.core.text.simplified import SIMPLIFIED
from bot.core.text.tokens import tokens

DIRECTORY: Final = Path(bot.data.__file__).parent / "concepts"
LANGUAGES: Final = ("en", "es", "pt", "fr", "de", "it", "nl", "pl", "sl", "ru", "uk", "ar", "fa", "tr", "he", "zh")
SHORT_SCRIPTS: Final = {"ar", "fa", "he"}  # write few vowels: three letters say as much as four elsewhere
NAME: Final = re.compile(r"(country:[A-Z]{2}|((people|continent):)?[a-z0-9]+(-[a-z0-9]+)*)")
LETTERS: Final = {
    "ru": re.compile("[а-яё0-9]+"),
    "uk": re.compile("[а-щьюяґєії0-9]+"),
    "ar": re.compile("[\u0621-\u064a0-9]+"),
    "fa": re.compile("[\u0621-\u064aپچژکگی]+"),
    "he": re.compile("[\u05d0-\u05ea]+"),
    "zh": re.compile("[\u4e00-\u9fffa-z0-9]+"),
}
LATIN: Final = re.compile("[a-z0-9\u00df-\u017f\u0307]+")
"""With the accents of Europe; U+0307 is what lower case leaves of the dot of the Turkish capital I."""
ASCII: Final = re.compile("[a-z0-9]+")
"""Abbreviations that a language of another script leaves as they are: G7, FBI."""


class Concept(NamedTuple):
    """One line: where it stands, its name and what it is called, by language in the order of the line."""

    where: str
    name: str
    words: tuple[tuple[str, tuple[str, ...]], ...]


class Word(NamedTuple):
    concept: Concept
    language: str
    text: str

    @property
    def bare(self) -> str:
        return self.text.removesuffix("*")

    @property
    def parts(self) -> list[str]:
        """The words of a phrase, without their stars."""
        return [part.removesuffix("*") for part in self.text.split("_")]

    def __str__(self) -> str:
        return f"{self.concept.where} {self.concept.name}: {self.language} {self.text}"


def read(where: str, line: str) -> Concept:
    name, colon, rest = line.partition(": ")
    assert colon, where
    parts = [part.split(" ") for part in rest.split(" | ")]
    return Concept(where, name, tuple((language, tuple(words)) for language, *words in parts))


@cache
def concepts() -> tuple[Concept, ...]:
    return tuple(
        read(f"{path.name}:{number}", line)
        for path in sorted(DIRECTORY.glob("*.txt"))
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if line and not line.startswith("#")
    )


@cache
def words() -> tuple[Word, ...]:
    return tuple(
        Word(concept, language, text) for concept in concepts() for language, texts in concept.words for text in texts
    )


def misspelt(word: Word) -> bool:
    letters = LETTERS.get(word.language, LATIN)
    return not all(letters.fullmatch(part) or ASCII.fullmatch(part) for part in word.parts)


def misread(word: Word) -> bool:
    """Whether a text would hold other words than the line says: an apostrophe or a hyphen in it would divide them."""
    if word.language == "zh":  # has no words to divide
        return False
    return [token.text for token in tokens(" ".join(word.parts))] != list(map(fold, word.parts))


def too_short(word: Word) -> bool:
    if word.language == "zh":
        return len(word.bare) < 2 and word.concept.name != FUNCTION
    least = 3 if word.language in SHORT_SCRIPTS else 4
    return word.text.endswith("*") and len(word.bare.replace("_", "")) < least


def test_there_are_concepts_to_check() -> None:
    assert len(concepts()) >= 500


def test_each_concept_has_a_name_of_its_own() -> None:
    counts = Counter(concept.name for concept in concepts())
    assert [name for name, times in counts.items() if times > 1] == []
    assert [name for name in counts if not NAME.fullmatch(name)] == []


def test_languages_are_known_and_in_order_and_english_comes_first() -> None:
    order = {language: place for place, language in enumerate(LANGUAGES)}
    for concept in concepts():
        places = [order[language] for language, _ in concept.words]
        assert places == sorted(set(places)), concept.where
        assert places[0] == 0, concept.where


def test_a_language_that_is_named_has_words_each_once() -> None:
    for concept in concepts():
        for language, texts in concept.words:
            assert all(texts), (concept.where, language)
            assert len({fold(text.replace("*", "")).translate(SIMPLIFIED) for text in texts}) == len(texts) > 0, (
                concept.where,
                language,
            )


def test_a_concept_is_known_in_most_languages() -> None:
    assert sum(len(concept.words) for concept in concepts()) >= 8 * len(concepts())


@pytest.mark.parametrize("wrong", [misspelt, misread, too_short])
def test_words_are_written_as_texts_hold_them(wrong: Callable[[Word], bool]) -> None:
    assert [str(word) for word in words() if wrong(word)] == []


@pytest.mark.parametrize(
    ("wrong", "language", "text"),
    [
        *((misspelt, "ru", "cуд"), (misspelt, "uk", "мэр"), (misspelt, "ar", "گاز"), (misspelt, "en", "суд")),
        *((misread, "uk", "в'язниця"), (misread, "en", "cease-fire"), (misread, "fa", "آتش\u200cبس")),
        *((too_short, "en", "war*"), (too_short, "he", "אש*"), (too_short, "zh", "战")),
    ],
)
def test_a_word_that_no_text_holds_is_told(wrong: Callable[[Word], bool], language: str, text: str) -> None:
    assert wrong(Word(concepts()[0], language, text))


def test_words_are_lower_case_and_four_at_most() -> None:
    assert [str(word) for word in words() if word.text != word.text.lower()] == []
    assert [str(word) for word in words() if len(word.parts) > 4] == []


def test_a_star_stands_only_at_the_end_of_words_that_have_endings() -> None:
    assert [str(word) for word in words() if not all(word.parts) or "*" in "".join(word.parts)] == []
    assert [str(word) for word in words() if word.language == "zh" and "*" in word.text] == []


def test_no_word_means_two_concepts() -> None:
    """A longer word may stand under another concept, for the longest counts; the same may not, starred or bare."""
    owners: dict[tuple[str, str], Word] = {}
    clashes = []
    for word in words():
        owner = owners.setdefault((word.language, fold("_".join(word.parts)).translate(SIMPLIFIED)), word)
        if owner.concept.name != word.concept.name:
            clashes.append(f"{word} / {owner}")
    assert clashes == []
