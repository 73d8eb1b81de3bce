"""What Arabic and Hebrew words are without the particles written as one with them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.text.clitics import LEAST, hebrew_stems, stems
from bot.core.text.fold import fold


@pytest.mark.parametrize(
    ("written", "stem"),
    [
        ("بحماة", "حماة"),
        ("وحماة", "حماة"),
        ("فحماة", "حماة"),
        ("لحماة", "حماة"),
        ("كحماة", "حماة"),
        ("وبحماة", "حماة"),
        ("العراق", "عراق"),
        ("والعراق", "العراق"),
        ("بالعراق", "عراق"),
        ("وبالعراق", "العراق"),
        ("للعراق", "العراق"),
        ("وللعراق", "عراق"),
        ("ولبنان", "لبنان"),
        ("بألمانيا", "ألمانيا"),
    ],
)
def test_particles_are_taken_off(written: str, stem: str) -> None:
    assert fold(stem) in stems(fold(written))


@pytest.mark.parametrize(
    "whole", ["لبنان", "وزير", "بلد", "فلسطين", "حماة", "بيروت", "ألمانيا", "Hama", "بزرگتر", "للم"]
)
def test_a_word_that_only_begins_like_a_particle_stays_whole(whole: str) -> None:
    assert stems(fold(whole)) == ()


@pytest.mark.parametrize("written", ["وبيروت", "بلبنان", "بألمانيا"])
def test_a_whole_word_after_a_particle_is_not_cut_again(written: str) -> None:
    assert stems(fold(written)) == (fold(written[1:]),)


@given(st.text(alphabet="اوفبلكحم", max_size=12))
def test_stems_are_ends_of_the_word_but_for_the_article_and_never_short(word: str) -> None:
    for stem in stems(word):
        assert word.endswith(stem.removeprefix("ال"))
        assert len(stem) >= LEAST
        assert stem != word


@pytest.mark.parametrize(
    ("written", "stem"),
    [
        ("הממשלה", "ממשלה"),
        ("בממשלה", "ממשלה"),
        ("ולממשלה", "ממשלה"),
        ("שבממשלה", "ממשלה"),
        ("ומהממשלה", "ממשלה"),
        ("כשהממשלה", "ממשלה"),
    ],
)
def test_hebrew_particles_are_taken_off(written: str, stem: str) -> None:
    assert stem in hebrew_stems(written)


def test_the_least_is_taken_off_first() -> None:
    assert hebrew_stems("ובמשטרה") == ("במשטרה", "משטרה")


@pytest.mark.parametrize("whole", ["שלום", "בית", "צבא", "ארצות", "government", "حكومة", ""])
def test_three_letters_stay_and_nothing_is_taken_off_what_is_no_particle(whole: str) -> None:
    assert all(len(stem) >= LEAST for stem in hebrew_stems(whole))
    assert whole == "שלום" or hebrew_stems(whole) == ()


@given(st.text(alphabet="והשכבלמתר", max_size=12))
def test_hebrew_stems_are_ends_of_the_word_and_never_short(word: str) -> None:
    for stem in hebrew_stems(word):
        assert word.endswith(stem)
        assert LEAST <= len(stem) < len(word)
