"""Letters that are dressed up: 𝗯𝗼𝗹𝗱, Ⓒⓘⓡⓒⓛⓔⓓ, ｗｉｄｅ. People write so where no markup is to be had.

Must not know where a text came from.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Final

__all__ = ["unstyled"]

_LOOKS: Final = ("<font>", "<circle>", "<square>", "<wide>", "<isolated>", "<initial>", "<medial>", "<final>")
"""Compatibility decompositions (Unicode, chapter 5.7.3 of UAX 44) that change the look of a letter alone."""


def unstyled(text: str) -> str:
    """The text in ordinary letters and digits.

    All other compatibility characters stay, whose looks mean something: m², ½, №, the punctuation of Chinese.
    """
    return text if text.isascii() else "".join(map(_undressed, text))


@lru_cache(maxsize=4_096)
def _undressed(character: str) -> str:
    """The character, or the letters or the digit that it stands for."""
    if not unicodedata.decomposition(character).startswith(_LOOKS):
        return character
    letters = unicodedata.normalize("NFKC", character)
    return letters if letters.isalpha() or (letters.isdecimal() and character.isdecimal()) else character
