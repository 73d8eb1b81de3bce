from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.text.styled import unstyled


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("𝗕𝗥𝗘𝗔𝗞𝗜𝗡𝗚: 𝟯 dead", "BREAKING: 3 dead"),
        ("𝓢𝔂𝓻𝓲𝓪 Ⓢⓨⓡⓘⓐ 🅂🅈🅁🄸🄰 Ｓｙｒｉａ２", "Syria Syria SYRIA Syria2"),
        ("ﻣﺎﺓ ﻻ", "ماة لا"),
        ("𝕏", "X"),
        ("Hama, حماة", "Hama, حماة"),
    ],
)
def test_letters_that_are_dressed_up_are_read_as_letters(written: str, meant: str) -> None:
    assert unstyled(written) == meant


@pytest.mark.parametrize("text", ["10²", "m²", "½", "№ 5", "①", "你好！", "ﷺ", "™", "…", "🅰️", "é"])
def test_what_means_something_by_its_looks_stays(text: str) -> None:
    assert unstyled(text) == text


@given(st.text())
def test_undressing_twice_changes_nothing(text: str) -> None:
    assert unstyled(unstyled(text)) == unstyled(text)
