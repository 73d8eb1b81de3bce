"""A name of any script in Latin letters, roughly as an English newspaper would spell it."""

from __future__ import annotations

from bot.core.names.reading import read

__all__ = ["romanize"]


def romanize(name: str) -> str:
    """The name in small Latin letters, `'` and digits, its words divided by spaces: `حماة` is `hmah`, `Хама` `khama`.

    Arabic and Hebrew give the letters that are written, vowels are not guessed. Chinese comes as pinyin without tones.
    Punctuation goes; so does what is beyond the longest name (`reading.LONGEST`).
    """
    return " ".join(word.plain for word in read(name))
