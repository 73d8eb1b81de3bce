"""JSON of strangers is asked for by path, whatever it really holds."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sources.untyped import inside, items, loaded, text

HOLDER = {"a": {"b": [{"c": "x"}, 7, 0.5, True, None]}, "list": [1, 2]}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner, max_size=3),
    max_leaves=20,
)


def test_a_path_leads_through_names_and_places() -> None:
    assert inside(HOLDER, "a", "b", 0, "c") == "x"
    assert inside(HOLDER) is HOLDER


@pytest.mark.parametrize("path", [("z",), ("a", "z"), ("a", 0), ("a", "b", 9), ("a", "b", "c"), ("a", "b", 0, "c", 0)])
def test_a_path_that_breaks_off_leads_nowhere(path: tuple[str | int, ...]) -> None:
    assert inside(HOLDER, *path) is None
    assert text(HOLDER, *path) == ""
    assert items(HOLDER, *path) == []


def test_numbers_are_text_and_truth_is_not() -> None:
    assert [text(HOLDER, "a", "b", place) for place in range(5)] == ["", "7", "0.5", "", ""]


def test_text_is_clean() -> None:
    assert text({"a": " b\0\u202e\n\n c \ud800"}, "a") == "b\nc"


def test_what_is_no_list_has_no_items() -> None:
    assert items(HOLDER, "list") == [1, 2]
    assert items(HOLDER, "a") == []


@pytest.mark.parametrize("body", [b"", b"{", b"<html>", b"\xff\xfe\xfd", b"[" * 100_000])
def test_what_is_no_json_is_nothing(body: bytes) -> None:
    assert loaded(body) is None


def test_control_characters_within_strings_are_borne() -> None:
    assert loaded(b'{"a": "b\n\tc"}') == {"a": "b\n\tc"}


@given(JSON, st.lists(st.sampled_from("abc") | st.integers(0, 3), max_size=4))
def test_no_path_through_no_document_raises(holder: object, path: list[str | int]) -> None:
    found = loaded(json.dumps(holder).encode())
    assert isinstance(text(found, *path), str)
    assert isinstance(items(found, *path), list)
