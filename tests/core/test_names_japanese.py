"""Names in Chinese characters and kana, read as Japanese ones."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.names.japanese import readable, romaji
from bot.core.names.likeness import SAME, likeness


@pytest.mark.parametrize(
    ("name", "other", "why"),
    [
        ("中山", "Nakayama", "the usual readings"),
        ("中山", "Nakazan", "another one, voiced"),
        ("大川", "Ōkawa", "a long vowel is a short one"),
        ("大川", "Okawa", "or none is written"),
        ("池の谷", "Ikenotani", "kana between the characters"),
        ("山下", "Yama no Shita", "a particle that the characters leave out"),
        ("佐々木", "Sasaki", "a character that is repeated"),
        ("西町", "Nishi", "a town may be left out"),
        ("西町", "Nishimati", "another way to write Japanese in Latin letters"),
        ("東浦", "Higasiura", "the same for sh"),
        ("大浦", "Ōura", "u that is drawn into the o before it"),
        ("龘山川", "Toyamagawa", "one of three characters may be unknown"),
        ("zhong shan", "Nakayama", "pinyin stands for characters"),
        ("bei ding", "Kitamachi", "some of it as Japan has it"),
        ("xi chuan", "Нисикава", "the other name may be in any script"),
        ("北町", "キタマチ", "kana among them"),
        ("東チョウ", "Higashichō", "small kana go with the letter before"),
    ],
)
def test_characters_may_be_read_as_a_japanese_name(name: str, other: str, why: str) -> None:
    assert readable(name, other), why


@pytest.mark.parametrize(
    ("name", "other", "why"),
    [
        ("中山", "Nakagawa", "a river is no mountain"),
        ("中山", "Nakayamada", "the name goes on"),
        ("中山", "", "there is no name"),
        ("", "Nakayama", "there are no characters"),
        ("龘山", "Toyama", "of a last mountain alone nothing follows"),
        ("龘龘田", "Tokuda", "most of it is unknown"),
        ("da", "O", "one syllable may be anything"),
        ("zhong stra", "Nakayama", "not all of it is pinyin"),
        ("Nakayama", "Nakayama", "there is nothing to read"),
    ],
)
def test_characters_without_such_a_reading_are_told_apart(name: str, other: str, why: str) -> None:
    assert not readable(name, other), why


def test_a_possible_reading_makes_names_alike_whichever_comes_first() -> None:
    assert likeness("東浦町", "Higashiura-chō") == likeness("Higashiura-chō", "東浦町") >= SAME
    assert likeness("東浦町", "Nishiura-chō") < SAME


@pytest.mark.parametrize(
    ("kana", "latin"),
    [
        ("キョウト", "kyouto"),
        ("ちょうし", "choushi"),
        ("ジャパン", "japan"),
        ("ファイル", "fairu"),
        ("サッポロ", "saporo"),
        ("ローマ", "roma"),
        ("ョ", "yo"),
        ("山ノ上", "山no上"),
        ("Rome", "Rome"),
    ],
)
def test_kana_in_latin_letters(kana: str, latin: str) -> None:
    assert romaji(kana) == latin


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_text_can_be_asked_about(name: str, other: str) -> None:
    assert readable(name, other) in (True, False)


@pytest.mark.parametrize(("name", "other"), [("龘" * 79 + "山", "a" * 100_000), ("shan " * 100_000, "yama" * 100_000)])
def test_hostile_length_takes_no_time(name: str, other: str) -> None:
    began = time.perf_counter()
    readable(name, other)
    assert time.perf_counter() - began < 1
