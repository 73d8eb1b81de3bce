"""The letters of Chinese in one spelling."""

from __future__ import annotations

import pytest
from anyascii import anyascii

from bot.core.text.simplified import SIMPLIFIED
from bot.core.text.tokens import UNSPACED

READ_OTHERWISE = "妳徵籲紮著誰"
"""Have several readings, of which the simplified letter is romanized by another."""


@pytest.mark.parametrize(("traditional", "simplified"), [("國會選舉", "国会选举"), ("國际", "国际"), ("罢工", "罢工")])
def test_traditional_letters_become_simplified_ones(traditional: str, simplified: str) -> None:
    assert traditional.translate(SIMPLIFIED) == simplified


def test_a_simplified_letter_stays() -> None:
    assert [letter for letter in SIMPLIFIED.values() if ord(letter) in SIMPLIFIED] == []


def test_both_letters_are_letters_of_chinese_and_sound_the_same() -> None:
    for code, simplified in SIMPLIFIED.items():
        assert UNSPACED.fullmatch(chr(code)), chr(code)
        assert UNSPACED.fullmatch(simplified), chr(code)
        assert anyascii(chr(code)) == anyascii(simplified) or chr(code) in READ_OTHERWISE, chr(code)
