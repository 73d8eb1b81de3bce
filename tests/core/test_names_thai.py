"""Thai names in Latin letters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.names.likeness import SAME, likeness
from bot.core.names.thai import spelt, voiced


@pytest.mark.parametrize(
    ("thai", "latin", "why"),
    [
        ("กรุงเทพ", "krungthep", "a vowel before the consonant that it follows"),
        ("เชียงใหม่", "chiangmai", "vowels around a consonant, and a silent h"),
        ("ภูเก็ต", "phuket", "signs for tones are left out"),
        ("ขอนแก่น", "khonkaen", "the letter that is o after a consonant"),
        ("อยุธยา", "ayutya", "and silent, or an a, at the beginning"),
        ("บ้านเหนือ", "ban nuea", "what says that it is a village is a word of its own"),
        ("วัดใหม่", "wat mai", "or a temple"),
        ("ลพบุรี", "lopburi", "a vowel that is not written"),
        ("นนท์", "non", "a letter that is silenced"),
        ("พรรค", "phak", "two r that are an a"),
        ("สวรรค์", "swan", "or an"),
        ("บัว", "bua", "a w that is part of a vowel"),
        ("สวน", "suan", "also where nothing says so"),
        ("เขา", "khao", "vowels on both sides"),
        ("เลย", "loei", "and others"),
        ("เกาะ", "ko", "and others"),
        ("เกิด", "koet", "and others"),
        ("ศรีราชา", "siracha", "an r that is not said after s"),
        ("หาดทราย", "hatsai", "two letters that are one s"),
        ("บ้านไทร", "ban sai", "also after a vowel that is written first"),
        ("นิทรา", "nithra", "but not everywhere"),
        ("น\u0e4d\u0e32", "nam", "a vowel in two characters"),
        ("Lampang 5", "Lampang 5", "Latin letters stay"),
    ],
)
def test_thai_is_spelt_as_on_road_signs(thai: str, latin: str, why: str) -> None:
    assert spelt(thai) == latin, why


@pytest.mark.parametrize(
    ("letters", "latin", "why"),
    [
        ("hnxng hin", "nong hin", "a silent h, and an o"),
        ("hwy khanxm", "huai khanom", "w and y are vowels"),
        ("wad klang", "wat klang", "a d at the end is a t"),
        ("hmu dxy", "mu doi", "oy is oi"),
        ("henux", "nuea", "three letters are one vowel"),
        ("khea kwng", "khao kuang", "common words"),
        ("meuxng", "mueang", "also before another letter"),
        ("hnxng haw", "nong hua", "aw is ua"),
        ("wad sri", "wat si", "an r that is not said"),
        ("hnxng thray", "nong say", "nor th"),
        ("ban kea hıy", "ban kao yai", "vowels around a consonant, and one that is written before it"),
        ("hnxng phı", "nong phai", "the same vowel elsewhere"),
        ("khlxng cak", "khlong chak", "a c at the beginning is a ch"),
        ("sri haw cak", "sri haw cak", "where nothing says that it is Thai, nothing changes"),
        ("montreux", "montreux", "French has these letters at the end of words"),
        ("marx", "marx", "other names have an x too"),
        ("oxford", "oxford", "most after a vowel"),
        ("bronx", "bronx", "few after a consonant"),
        ("sao paulo", "sao paulo", "most have none"),
    ],
)
def test_thai_letters_one_by_one_get_their_vowels(letters: str, latin: str, why: str) -> None:
    assert voiced(letters) == latin, why


@pytest.mark.parametrize(
    ("one", "other"),
    [("หนองบัว", "Nong Bua"), ("หนองบัว", "hnxng baw"), ("ห้วยทราย", "hwy thray"), ("เขาใหญ่", "Khao Yai")],
)
def test_all_ways_to_write_a_thai_name_are_alike(one: str, other: str) -> None:
    assert likeness(one, other) >= SAME


def test_names_of_two_thai_villages_are_not_alike() -> None:
    assert likeness("บ้านหนองปลา", "บ้านคลองเสือ") < SAME


@given(st.text("กขคงจชดตนบปพมยรลวสหอะัาิีุูเแโไ์่้ abx", max_size=30))
def test_no_thai_letter_is_left(text: str) -> None:
    assert not any("ก" <= char <= "ฮ" for char in spelt(text))
    assert isinstance(voiced(text), str)
