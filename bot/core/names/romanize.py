"""A name of any script in Latin letters, roughly as an English newspaper would spell it."""

from __future__ import annotations

from collections.abc import Iterable

from bot.core.names.reading import Word, read

__all__ = ["plain", "romanize"]


def romanize(name: str) -> str:
    """The name in small Latin letters, `'` and digits, its words divided by spaces: `حماة` is `hmah`, `Хама` `khama`.

    Arabic and Hebrew give the letters that are written, vowels are not guessed. Chinese comes as pinyin without tones.
    Punctuation goes; so does what is beyond the longest name (`reading.LONGEST`).
    """
    return plain(read(name))


def plain(words: Iterable[Word]) -> str:
    """The same of a name that is read already."""
    return " ".join(word.plain for word in words)
