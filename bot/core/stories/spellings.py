"""English as it is spelt on both sides of the Atlantic: editors change the spelling of agency copy, and no word."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["american"]

_RULES: Final = (
    (re.compile(r"(?<=[a-z]{3})our(?=(?:s|ed|ing|ite|ites|able|hood|hoods|er|ers)?$)"), "or"),
    (re.compile(r"(?<=[a-z]{3})is(?=(?:e|es|ed|ing|ation|ations|er|ers)$)"), "iz"),
    (re.compile(r"(?<=[a-z]{3})yse(?=[ds]?$)"), "yze"),
    (re.compile(r"^(cent|theat|fib|calib|spect|(?:kilo|centi|milli)?met|lit)re(?=s?$)"), r"\1er"),
    (re.compile(r"^(defen|offen|licen|preten)ce(?=s?$)"), r"\1se"),
    (re.compile(r"^program(?:me)(?=[ds]?$)"), "program"),
)
"""Endings that the two write differently. That some other word, as `promise`, becomes none does no harm: it does so in
both texts."""


def american(word: str) -> str:
    """A folded word as Americans write it."""
    for written, instead in _RULES:
        word = written.sub(instead, word)
    return word
