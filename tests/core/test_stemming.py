"""What is left of words without their endings."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.text.fold import fold
from bot.core.text.stemming import stem


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("en", "ministers", "minister"),
        ("fr", "négociations", "négociation"),
        ("de", "Wahlen", "Wahl"),
        ("ru", "переговорами", "переговоры"),
        ("tr", "okullar", "okul"),
        ("it", "elezioni", "elezione"),
        ("pl", "wyborów", "wyborach"),
        ("ru", "российской", "Российского"),
    ],
)
def test_forms_of_a_word_have_one_stem(language: str, one: str, other: str) -> None:
    assert stem(one, language) == stem(other, language)


def test_a_language_has_its_own_rules() -> None:
    assert stem("wahlen", "de") != stem("wahlen", "en")


@pytest.mark.parametrize("language", ["uk", ""])
def test_without_rules_the_beginning_of_a_word_is_its_stem(language: str) -> None:
    assert stem("переговорами", language) == stem("переговори", language) == "перего"
    assert stem("мир", language) == "мир"


def test_without_rules_particles_are_no_part_of_the_stem() -> None:
    assert stem("والعراق", "ar") == stem("عراق", "ar")


@pytest.mark.parametrize(("word", "language"), [("Élections", "fr"), ("Wähler", "de"), ("Київ", "uk")])
def test_a_stem_is_folded(word: str, language: str) -> None:
    assert stem(word, language) == fold(stem(word, language)) != ""


@given(st.text(max_size=40), st.sampled_from(["en", "ru", "fa", "ar", "", "xx"]))
def test_any_word_has_a_stem(word: str, language: str) -> None:
    assert isinstance(stem(word, language), str)
