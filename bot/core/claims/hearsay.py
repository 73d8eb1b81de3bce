"""Whether an item leans on nobody but what is said somewhere: posts, rumours, reports."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.claims.unnamed import HEARSAY
from bot.core.model.tellings import Citation
from bot.core.text.tokens import tokens

__all__ = ["is_hearsay"]


def is_hearsay(chain: Sequence[Citation]) -> bool:
    """Whether all that is cited is such; an official without a name still answers for what he says."""
    return bool(chain) and all(not each.key and _is_heard(each.name) for each in chain)


def _is_heard(name: str) -> bool:
    return bool(HEARSAY.find([word.text for word in tokens(name)]))
