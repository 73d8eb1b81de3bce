"""Where words begin and end, in many scripts."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.text.fold import fold
from bot.core.text.tokens import Token, plain_words, tokens


def words(text: str) -> list[str]:
    return [token.text for token in tokens(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        (" .,!? 🔴 — ", []),
        ("Hama's army", ["hama", "s", "army"]),
        ("don’t", ["don", "t"]),
        ("Hama-based COVID-19", ["hama", "based", "covid", "19"]),
        ("Bahamas, Hamas, Yokohama, Hamadan, Mohamad", ["bahamas", "hamas", "yokohama", "hamadan", "mohamad"]),
        ("#Hama_today @SANA", ["hama", "today", "sana"]),
        ("U.S. 6.5%", ["u", "s", "6", "5"]),
        ("Élysée: l’accord", ["elysee", "l", "accord"]),
        ("Straßenschlacht in München", ["strassenschlacht", "in", "munchen"]),
        ("İstanbul’da Iğdır", ["istanbul", "da", "igdir"]),
        ("В Хаме — бои", ["в", "хаме", "бои"]),
        ("الجيش: تقدّم في حَمَاة،", ["الجيش", "تقدم", "في", "حماه"]),
        ("می‌خواهد کابل", ["مي", "خواهد", "كابل"]),
        ("צה״ל בכפר־סבא", ["צה", "ל", "בכפר", "סבא"]),
        ("東京都abc", ["東", "京", "都", "abc"]),
        ("ab東", ["ab", "東"]),
        ("ข่าว", ["ข่", "า", "ว"]),
        ("हिन्दी समाचार", ["हिन्दी", "समाचार"]),
        ("한국 뉴스", ["한국", "뉴스"]),
        ("½ m²", ["1", "2", "m2"]),
        ("Ha\u00adma", ["hama"]),
    ],
)
def test_words_of_many_scripts(text: str, expected: list[str]) -> None:
    assert words(text) == expected


def test_offsets_are_those_of_the_text_as_written() -> None:
    text = "ﬁn: 𝐇𝐚\u0301\u00ad𝐦𝐚!"
    assert tokens(text) == [Token("fin", 0, 2), Token("hama", 4, 10)]
    assert text[4:10] == "𝐇𝐚\u0301\u00ad𝐦𝐚"


def test_a_long_word_is_cut_like_a_short_one() -> None:
    assert words("é" * 40 + "東") == ["e" * 40, "東"]


@given(st.text())
def test_tokens_are_in_order_and_lie_within_the_text(text: str) -> None:
    found = tokens(text)
    assert all(0 <= token.start < token.end <= len(text) and token.text for token in found)
    assert all(one.start <= other.start and one.end <= other.end for one, other in pairwise(found))


@given(st.text())
def test_a_folded_text_has_the_same_words(text: str) -> None:
    assert words(fold(text)) == words(text)


@given(st.text())
def test_words_hold_no_space(text: str) -> None:
    assert " ".join(words(text)).split() == words(text)


@given(st.text(), st.text())
def test_a_space_always_divides(one: str, other: str) -> None:
    assert words(f"{one} {other}") == [*words(one), *words(other)]


@given(st.text(st.sampled_from("abC1_'’-–“ .\n\xa0é")))
def test_plain_words_are_those_that_are_found_with_their_places(text: str) -> None:
    plain = plain_words(text)
    assert plain == (None if "é" in text else [word.text for word in tokens(text)])
