"""What changed between two wordings of a filter."""

from __future__ import annotations

import pytest

from bot.core.filters import parse
from bot.core.filters.changes import changes


@pytest.mark.parametrize(
    ("before", "after", "came", "went"),
    [
        ("hama", "hama", (), ()),
        ("hama", "hama OR homs", ("homs",), ()),
        ("hama -football", "homs", ("homs",), ("hama", "-football")),
        ("hama football", "hama -football", ("-football",), ("football",)),
        ('"rebel advance"*', '"rebel advance"', ('"rebel advance"',), ('"rebel advance"*',)),
        ("hama OR (homs -(rain snow))", "(hama OR homs) -(rain snow)", (), ()),
        ('hama "OR"', "hama", (), ('"OR"',)),
        ("hama", "حماة", ("حماة",), ("hama",)),
    ],
)
def test_terms_that_came_and_went_are_told(before: str, after: str, came: tuple[str], went: tuple[str]) -> None:
    assert changes(str(parse(before)), str(parse(after))) == (came, went)


def test_a_wording_of_another_release_is_compared_all_the_same() -> None:
    assert changes("hama ???", 'hama near:"gulf of aden"') == (('near:"gulf', "of", 'aden"'), ())
