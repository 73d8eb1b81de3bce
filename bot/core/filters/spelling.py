"""How words are cut out of what was typed: quotation marks of many languages, and what stands around a word."""

from __future__ import annotations

import re
from typing import Final

from bot.core.text.clean import clean
from bot.core.text.tokens import tokens

__all__ = ["CLOSERS", "COLONS", "DASHES", "HEBREW", "QUOTES", "QUOTE_MARK", "spelled", "value"]

QUOTES: Final = '"“”„‟«»＂״'
CLOSERS: Final = {'"': '"', "＂": "＂", "«": "»«", "»": "«»", "״": "״"} | dict.fromkeys("“”„‟", "“”‟")
"""Which marks close a quotation; German „so“, Swedish ”so”, French «so» and Danish »so« all occur."""

DASHES: Final = "-−–—‐‑"
"""Telephones make a long dash of a hyphen."""

COLONS: Final = ":：∶"

HEBREW: Final = "\u05d0-\u05ea"
QUOTE_MARK: Final = re.compile(rf"(?<![{HEBREW}])[{QUOTES}]|[{QUOTES}](?![{HEBREW}])")
"""A quotation mark between two Hebrew letters belongs to the word: an abbreviation."""

_AROUND: Final = " ,;،؛、，"
"""Punctuation that may stand behind a value in a list, or before it."""


def spelled(raw: str) -> str:
    """The words as typed, without what stands around them, control characters and inner quotation marks."""
    text = _plain(raw)
    words = tokens(text)
    return text[words[0].start : words[-1].end] if words else ""


def value(raw: str) -> str:
    """A name as typed, its signs too: `+972 Magazine`."""
    return _plain(raw).strip(_AROUND).lstrip(_AROUND + DASHES)


def _plain(raw: str) -> str:
    return " ".join(clean(QUOTE_MARK.sub(" ", raw)).split())
