"""What social posts have in common: they have no title, so their first words stand in for one."""

from __future__ import annotations

import re
from typing import Final

from bot.core.text.clean import clean, clip
from bot.sources.editing import LONGEST_INVENTED_TITLE

__all__ = ["headline"]

_LEAST: Final = 30
"""Characters below which a sentence or a line is taken with the next: `BREAKING` says nothing."""
_READ: Final = 1_000
"""Characters of a text that are looked at."""
_ADDRESS: Final = re.compile(r"[^\S\n]*\bhttps?://\S+")
_END: Final = re.compile(
    r"(?<![!?…؟۔])(?<!\w{4}\.)(?:\w{4}\.|[!?…؟۔])++[\"'”’»)\]]*+(?=\s)"  # a run of marks is gone through but once
    r"|[。！？]|\n"
)
"""The end of a sentence. A full stop after fewer letters is more often that of an abbreviation: U.S., Gen., No."""


def headline(text: str) -> str:
    """The first sentence or line of a post, clipped: stands in for the title it does not have."""
    head = clean(text[:_READ])
    lines = _ADDRESS.sub("", head).split("\n")
    told = "\n".join(line for line in lines if any(map(str.isalnum, line))) or head
    ends = (end.end() for end in _END.finditer(told))
    sentence = told[: next((end for end in ends if end >= _LEAST), len(told))]
    return clip(" ".join(sentence.split()), LONGEST_INVENTED_TITLE)
