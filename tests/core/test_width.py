from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.text.width import runs_backwards, width


@pytest.mark.parametrize(
    ("text", "columns"),
    [("Hama", 4), ("", 0), ("Kobanê", 6), ("Kobane\u0302", 6), ("東京", 4), ("حماة", 4), ("a\u200db", 2), ("ＵＮ", 4)],
)
def test_a_text_has_as_many_columns_as_it_takes(text: str, columns: int) -> None:
    assert width(text) == columns


@given(st.text(st.characters(exclude_categories=["C"])), st.text(st.characters(exclude_categories=["C"])))
def test_widths_add_up(one: str, other: str) -> None:
    assert width(one + other) == width(one) + width(other)


@pytest.mark.parametrize(
    ("text", "backwards"), [("Hama", False), ("حماة", True), ("in חמה now", True), ("東京", False)]
)
def test_arabic_and_hebrew_run_from_right_to_left(text: str, backwards: bool) -> None:  # noqa: FBT001 - an example
    assert runs_backwards(text) is backwards
