"""What posts of social networks need to be read like news."""

from __future__ import annotations

import re
from typing import Final

from bot.core.text.clean import clip

__all__ = ["headline"]

_LONGEST: Final = 120
"""Characters of a headline: what fits into two lines of a telephone."""
_LEAST: Final = 30
"""Characters below which a sentence or a line is taken with the next: `BREAKING` and `Dr.` say nothing."""
_READ: Final = 1_000
"""Characters of a text that are looked at."""
_END: Final = re.compile(r"[.!?…。！？؟۔]+[\"'”’»)\]]*(?=\s|$)|(?<=[。！？])|\n")


def headline(text: str) -> str:
    """The first sentence or line of a post, clipped: stands in for the title it does not have."""
    head = text[:_READ]
    ends = (end.end() for end in _END.finditer(head))
    sentence = head[: next((end for end in ends if end >= _LEAST), len(head))]
    return clip(" ".join(sentence.split()), _LONGEST)
