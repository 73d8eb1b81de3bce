"""What is left of a word when its ending is taken off, by Snowball's rules for its language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Final

import Stemmer

from bot.core.text.clitics import stems
from bot.core.text.fold import fold

__all__ = ["stem"]

_NAMES: Final = {
    "cs": "czech", "da": "danish", "de": "german", "el": "greek", "en": "english", "es": "spanish", "et": "estonian",
    "fa": "persian", "fi": "finnish", "fr": "french", "hi": "hindi", "hu": "hungarian", "id": "indonesian",
    "it": "italian", "nl": "dutch", "no": "norwegian", "pl": "polish", "pt": "portuguese", "ro": "romanian",
    "ru": "russian", "sr": "serbian", "sv": "swedish", "tr": "turkish",
}  # fmt: skip
"""The languages that Snowball has rules for, by their ISO 639-1 codes."""
_BEGINNING: Final = 6
"""Letters of a word of any other language that count: most endings are shorter than what is left."""


def _rules(name: str) -> Callable[[str], str]:
    found: Callable[[str], str] = Stemmer.Stemmer(name).stemWord
    return found


_RULES: Final[Mapping[str, Callable[[str], str]]] = {code: _rules(name) for code, name in _NAMES.items()}


@lru_cache(maxsize=65536)
def stem(word: str, language: str) -> str:
    """The folded stem of a word as it is written: the rules tell `é` from `e`; of a folded one it is a little worse.

    `language`: ISO 639-1, empty where it is not known.
    """
    rules = _RULES.get(language)
    if rules is not None:
        return fold(rules(word.lower()))
    folded = fold(word)
    return min(stems(folded), key=len, default=folded)[:_BEGINNING]
