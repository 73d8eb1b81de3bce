"""Words one of which turns what is said into its opposite: those by which facts are denied or negated, and more."""

from __future__ import annotations

from typing import Final

from bot.core.facts.manners import DENIES, NEGATES, NEGATES_BEFORE
from bot.core.text.fold import fold

__all__ = ["NEGATIONS"]

_FURTHER: Final = (
    "no neither nor untrue false fake t "  # the last of `don't`
    "ليسوا ما нельзя неправда ложь немає hayır yok aucun aucune keiner jamás ningún ninguna nessun nessuna "
    "nigdy żaden żadna brak nieprawda zaprzeczyła אל نه نیست نیستند نمی"
)

NEGATIONS: Final = frozenset(
    word for word in fold(f"{DENIES} {NEGATES} {NEGATES_BEFORE} {_FURTHER}").split() if word.isalpha()
)
"""Folded single words."""
