"""Which spellings are one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.text.fold import fold


@pytest.mark.parametrize(
    "spellings",
    [
        ("Hama", "HAMA", "hama", "Ｈａｍａ", "𝐇𝐚𝐦𝐚", "𝓗𝓪𝓶𝓪", "Hāma", "Ha\u00adma", "H\u200bama"),
        ("İstanbul", "ISTANBUL", "istanbul", "Istanbul", "ıstanbul"),
        ("Iğdır", "IĞDIR", "ığdır", "igdir"),
        ("Kobanê", "Kobane", "KOBANE\u0302"),
        ("straße", "STRASSE", "Strasse"),
        ("café", "cafe\u0301", "CAFÉ"),
        ("oﬃce", "office"),
        ("حماة", "حَمَاةُ", "حمـــاة", "حماه"),
        ("أحمد", "احمد", "إحمد", "آحمد", "ٱحمد"),
        ("مصطفى", "مصطفي", "مصطفی"),
        ("کربلا", "كربلا"),
        ("لؤلؤة", "لولوه"),
        ("שָׁלוֹם", "שלום"),
        ("Ёлка", "елка"),
        ("Йемен", "иемен"),
        ("ΣΊΣΥΦΟΣ", "σίσυφος", "σισυφοσ"),
        ("한국", "\u1112\u1161\u11ab\u1100\u116e\u11a8"),
        ("½", "1⁄2"),
        ("Dvořák", "dvorak"),
        ("Łódź", "ŁÓDŹ", "Lodz"),
        ("œuvre", "ŒUVRE", "oeuvre"),
        ("Øresund", "oresund"),
    ],
)
def test_spellings_of_one_word_are_equal(spellings: tuple[str, ...]) -> None:
    assert len({fold(spelling) for spelling in spellings}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("か", "が"),  # the voice of a kana is no accent
        ("कम", "कुम"),  # nor is a vowel of Hindi
        ("มา", "ม่า"),  # nor a tone of Thai
        ("حماة", "حماس"),
        ("כן", "כו"),
    ],
)
def test_different_words_stay_different(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(), st.text())
def test_a_space_keeps_words_apart(one: str, other: str) -> None:
    assert fold(f"{one} Hāma {other}") == f"{fold(f'{one} ')}hama{fold(f' {other}')}"


def test_a_heap_of_marks_is_folded_in_pieces() -> None:
    assert fold("a" + "\u0316\u0301" * 50_000) == "a"
