"""The beginning of a word by which its forms are known, roughly: `attends`, `attending` and `attend` are one.

For titles whose language is not known; where it is, `bot.core.text.stemming` knows better.
"""

from __future__ import annotations

from functools import lru_cache
from sys import intern
from typing import Final

__all__ = ["truncated"]

_KEPT: Final = 5
"""Letters that are kept: endings are mostly longer words' business."""
_LEAST: Final = 4
"""Letters below which a word has no ending to lose."""
_ENDINGS: Final = ("ing", "ed", "es", "s")
_IRREGULAR: Final = {
    "left": "leave", "lost": "lose", "won": "win", "took": "take", "taken": "take", "held": "hold", "met": "meet",
    "sent": "send", "went": "go", "gone": "go", "fell": "fall", "fallen": "fall", "fled": "flee", "struck": "strike",
    "shot": "shoot", "built": "build", "sold": "sell", "bought": "buy", "broke": "break",
    "gave": "give", "made": "make", "paid": "pay", "said": "say", "told": "tell", "withdrew": "withdraw",
}  # fmt: skip
"""Verbs of English titles whose past is another word."""


@lru_cache(maxsize=16384)
def truncated(word: str) -> str:
    """That of a folded word."""
    word = _IRREGULAR.get(word, word)
    if word.isascii() and len(word) > _LEAST:
        ending = next((each for each in _ENDINGS if word.endswith(each) and len(word) - len(each) >= _LEAST), "")
        word = word.removesuffix(ending).removesuffix("e")
        word = word[:-1] + "i" if word.endswith("y") else word
    return intern(word[:_KEPT])
