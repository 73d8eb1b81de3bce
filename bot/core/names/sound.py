"""How a name sounds, so that spellings of one transliterated name meet: Maardes, Ma'ardas."""

from __future__ import annotations

__all__ = ["sound_key"]


def sound_key(word: str) -> str:
    """A key that spellings of one name share; empty for a word too short to be told apart by its sound.

    `word`: one word as written, apostrophes and hyphens inside it included, in any script.
    """
    return ""
