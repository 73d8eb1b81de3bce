"""Speakers who are told by what they are of: the governor of Hama, the hospital in Homs, the University of Aleppo.

Of one town there are many, and each is somebody else.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile
from typing import Final

from bot.core.claims.unnamed import CUTS, FILLERS, PARTICLES, TITLES
from bot.core.claims.wordlists import words
from bot.core.text.tokens import Token

__all__ = ["apart", "office"]

_OF: Final = CUTS | frozenset(words("de du des da do di del della dello von vom der"))
"""What stands between the two."""
_MOUTHS: Final = frozenset(
    words(
        "spokesman spokeswoman spokesperson representative representatives lawyer lawyers attorney attorneys head "
        "director chief chair chairman chairwoman leader founder member members manager"
    )
)
"""Those that speak for what they are of."""
_HOUSES: Final = frozenset(
    words(
        "academy agency archbishop archdiocese army assembly association authority bank bar bishop board bureau "
        "centre center chamber church city club college commission committee confederation congregation congress "
        "conference consulate council court department diocese directorate embassy faculty federation foundation "
        "front fund government group guild high hospital house institute institution international league library "
        "medical military ministry municipality museum national office order organisation organization palace "
        "parliament party patriarch patriarchate police port province red republic school society state supreme "
        "syndicate teachers town trade union university village workers"
    )
)
"""Words that names of houses begin with: the University of Aleppo is not called University."""
_APART: Final = re.compile("[,(]")
_LONGEST: Final = 3
"""Words of what they are of; where there are more, somebody's name follows: the mayor of Kyiv Vitali Klitschko."""


def apart(written: str, start: int) -> int:
    """Where something else begins to be said of a speaker: at a comma or a bracket from `start` on, or the end."""
    found = _APART.search(written, start)
    return found.start() if found else len(written)


def office(written: str, said: Sequence[Token]) -> str:
    """What a speaker is, and of what, folded: `governor hama`; empty where the words do not begin so.

    `said`: the words of `written`, as `bot.core.text.tokens` divides it.
    """
    said = [token for token in said if token.end <= apart(written, said[0].start)]
    cut = next((at for at, token in enumerate(said) if at and token.text in _OF), 0)
    if not cut:
        return ""
    nouns = [token for token in said[:cut] if token.text not in FILLERS]
    speaking = [token for token in nouns if token.text not in _MOUTHS]
    if nouns and not speaking:
        return office(written, said[cut + 1 :])
    if not speaking or not all(_is_common(written, token) for token in speaking):
        return ""
    of = _capitals(written, said[cut + 1 :])
    return " ".join(token.text for token in (*speaking, *of)) if 0 < len(of) <= _LONGEST else ""


def _is_common(written: str, token: Token) -> bool:
    return written[token.start].islower() or token.text in _HOUSES or token.text in TITLES


def _capitals(written: str, said: Sequence[Token]) -> list[Token]:
    """The words with a capital that come next, those within a name with them."""
    first = next((at for at, token in enumerate(said) if token.text not in FILLERS), len(said))
    named = takewhile(lambda token: written[token.start].isupper() or token.text in PARTICLES, said[first:])
    return [*named]
