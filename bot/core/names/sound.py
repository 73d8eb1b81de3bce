"""How a name sounds, so that spellings of one transliterated name meet: Maardes, Ma'ardas. A stand-in."""

from __future__ import annotations

import re

from bot.core.text.fold import fold

__all__ = ["sound_key", "sounds_alike"]


def sound_key(word: str) -> str:
    """A key that spellings of one name share; empty for a word too short to be told apart by its sound.

    `word`: one word as written, apostrophes and hyphens inside it included, in any script.
    """
    key = re.sub(r"(.)\1+", r"\1", re.sub("[^b-df-hj-np-tv-xz]", "", fold(word)))
    return key if len(key) > 3 else ""  # noqa: PLR2004 - consonants


def sounds_alike(known: str, found: str) -> bool:
    """Whether two words of one key are one name."""
    return abs(len(known) - len(found)) <= 2  # noqa: PLR2004 - letters
