from __future__ import annotations

import pyexpat

from bot.sources.expat import expat_warning


def test_an_old_expat_is_warned_of_and_a_new_one_not() -> None:
    assert bool(expat_warning()) == (pyexpat.version_info < (2, 6))
