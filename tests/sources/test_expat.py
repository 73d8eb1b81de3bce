from __future__ import annotations

from bot.sources.expat import expat_warning


def test_an_old_expat_is_warned_of_and_a_new_one_not() -> None:
    assert "2.5.0" in expat_warning((2, 5, 0))
    assert expat_warning((2, 6, 0)) == ""
