"""One key for one speaker, whatever he is called and in whichever language."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Final

from anyascii import anyascii

from bot.core.claims.bodies import BODIES
from bot.core.claims.countries import COUNTRIES, capitals
from bot.core.claims.media import MEDIA
from bot.core.claims.offices import apart, office
from bot.core.claims.organs import ORGANS
from bot.core.claims.unnamed import CUTS, FILLERS, PARTICLES, PRONOUNS, TITLES, UNNAMED
from bot.core.claims.wires import AGENCY_ROWS, agency_key
from bot.core.claims.wordlists import Hit, row, words
from bot.core.text.tokens import Token, tokens

__all__ = ["Speakers"]

_KEPT: Final = 8192
"""Speakers whose keys are kept in mind: news repeat them."""
LONGEST: Final = 200
"""Characters of a speaker that are read."""
_MOST: Final = 5
"""Words of a medium's name."""
_ACRONYM: Final = 4
"""Letters up to which a body's name in Latin letters counts only in capitals: the WHO, but not who."""
_CAPITAL: Final = frozenset(words("mit tsk msb mod ysk"))
"""Organs that count only in capitals."""
_ALONE: Final = frozenset(("agency:ap", "agency:afp", "agency:upi", "agency:dpa", "agency:efe"))
"""Agencies of so few letters that are found within other words all the same."""
_LEAST: Final = 4
"""Letters of a medium's name that is found within other words; those of two or three are words of other things."""
_PERSONS: Final = re.compile(
    r"\w*ministers?|\w*ministerin|ministr[aeo]|secretary|وزير|(?:министр|міністр)\w{0,3}|bakani?|שרת?"
)
"""Words that are somebody's office: with a name after them he is meant, without one the office."""
_CYRILLIC: Final = re.compile("[\u0400-\u04ff]")
_SOFT: Final = re.compile(r"(?:iy|ii|yi)\b")
"""How Russian given and family names end that English writes with a y: Dmitry Zelensky."""
_FULL: Final = 2
"""Words of a given name and a family's."""
_GIVEN: Final = frozenset(words("israel jordan georgia chad"))
"""Countries that are given names as well."""
_OFFICES: Final = {
    row(form): organ
    for organ, forms in (
        (
            "prime-minister",
            "prime minister / رئيس الوزراء / премьер / премьер министр / başbakan / primer ministro / premier ministre",
        ),
        ("presidency", "president / الرئيس / президент / cumhurbaşkanı / presidente / präsident / président"),
    )
    for form in forms.split(" / ")
}
"""Offices that speak for organs where nobody is named."""
_ABBREVIATED: Final = frozenset(words("us uk u s k"))


class Speakers:
    """The keys of speakers; built once."""

    def __init__(self, outlets: Mapping[str, str] | None = None) -> None:
        """What outlets are called, and their ids: `{"Enab Baladi": "enabbaladi-en"}`; organs keep their own keys."""
        called = ((name, outlet) for name, outlet in (outlets or {}).items() if not _is_organ(words(name)))
        known = {row(name): f"outlet:{outlet}" for name, outlet in called}
        self._media: Final = dict(known)
        for forms in MEDIA:
            rows = [row(form) for form in forms]
            key = next((known[form] for form in rows if form in known), f"name:{rows[0]}")
            self._media.update((form, key) for form in rows if form not in known)
        self._keys: Final = frozenset(self._media.values())
        self._firsts: Final = frozenset(form.partition(" ")[0] for form in (*self._media, *AGENCY_ROWS))
        self._known: Final = lru_cache(maxsize=_KEPT)(self._look_up)

    def key_of(self, speaker: str, country: str = "") -> str:
        """The key of a speaker as written; empty for one without a name.

        `country` (ISO 3166-1) is whose organs are meant where the words do not say.
        """
        return self._known(speaker[:LONGEST], country)

    def _look_up(self, written: str, country: str) -> str:
        said = tokens(written)
        spoken = [token.text for token in said]
        if not spoken or (len(spoken) == 1 and spoken[0] in PRONOUNS and not written.isupper()):
            return ""
        return (
            agency_key(_bare(written))
            or _body(written, said)
            or self._exact(spoken)
            or self._within(written, said)
            or _organ(written, said, country)
            or _person(written, said, country)
        )

    def is_medium(self, key: str) -> bool:
        """Whether a key is one of an agency or another medium."""
        return key in self._keys or key.startswith(("agency:", "outlet:", "body:state-media"))

    def _exact(self, spoken: Sequence[str]) -> str:
        """Of a medium that is called exactly so, but for an article."""
        return self._media.get(" ".join(spoken), "") or self._media.get(" ".join(spoken[spoken[0] in FILLERS :]), "")

    def _within(self, written: str, said: Sequence[Token]) -> str:
        """Of a medium whose name is among the words: the Lebanese channel Al Mayadeen."""
        for first, token in enumerate(said):
            if token.text not in self._firsts or written[token.start].islower():
                continue
            for last in range(min(first + _MOST, len(said)) - 1, first - 1, -1):
                found = self._called(written[token.start : said[last].end])
                if found:
                    return found
        return ""

    def _called(self, name: str) -> str:
        found = agency_key(name)
        if found and (len(name) >= _LEAST or found in _ALONE):
            return found
        return self._media.get(row(name), "") if len(name) >= _LEAST else ""


def _bare(written: str) -> str:
    """Without an article."""
    first, _, rest = written.partition(" ")
    return rest if first.lower() in FILLERS else written


def _body(written: str, said: Sequence[Token]) -> str:
    hits = BODIES.find([token.text for token in said])
    return next((key for first, end, key in hits if _counts(written, said[first:end], _ACRONYM)), "")


def _counts(written: str, hit: Sequence[Token], acronym: int) -> bool:
    form = written[hit[0].start : hit[-1].end]
    short = len(hit) == 1 and form.isascii() and (len(form) <= acronym or hit[0].text in _CAPITAL)
    return not short or form.isupper()


def _is_organ(name: Sequence[str]) -> bool:
    """Whether these words name an organ of a state and nothing else: Syrian Ministry of Defence."""
    organs = {at for first, end, _ in ORGANS.find(name) for at in range(first, end)}
    nations = {at for first, end, _ in COUNTRIES.find(name) for at in range(first, end)}
    return bool(organs) and all(at in organs | nations or word in FILLERS for at, word in enumerate(name))


def _organ(written: str, said: Sequence[Token], country: str) -> str:
    """Of an organ of a state; its country's adjective may stand within its name: ministère syrien de la Défense."""
    spoken = [token.text for token in said]
    nations = {at for first, end, _ in COUNTRIES.find(spoken) for at in range(first, end)}
    for read in (said, [token for at, token in enumerate(said) if at not in nations]):
        for first, end, organ in ORGANS.find([token.text for token in read]):
            if _counts(written, read[first:end], 0):
                name = _officer(written, read[first:end], read[end:])
                return f"name:{name}" if name else _key(organ, _country(written, spoken, country, first))
    return ""


def _officer(written: str, office: Sequence[Token], after: Sequence[Token]) -> str:
    """Who holds an office, where he is named: the defence minister Israel Katz."""
    held = any(_PERSONS.fullmatch(token.text) for token in office)
    return _name(written, after, titled=True) if held else ""


def _country(written: str, spoken: Sequence[str], country: str, near: int) -> str:
    """Whose organ it is: the country whose name stands nearest, else the one that is given."""
    hits: list[Hit] = COUNTRIES.find(spoken)
    if hits:
        return min(hits, key=lambda hit: abs(hit[0] - near))[2]
    abbreviated = capitals(written)
    return abbreviated[2] if abbreviated else country


def _key(organ: str, country: str) -> str:
    return f"body:{organ}.{country}" if country else f"body:{organ}"


def _person(written: str, said: Sequence[Token], country: str) -> str:
    """Of somebody with a name; of an office without one; of a country that speaks; empty for anybody else."""
    spoken = [token.text for token in said]
    hits = COUNTRIES.find(spoken)
    rest = [
        word
        for at, word in enumerate(spoken)
        if word not in FILLERS | PARTICLES and not any(h[0] <= at < h[1] for h in hits)
    ]
    nation = hits[0][2] if hits else (found[2] if (found := capitals(written)) else "")
    if nation and not set(rest) - _ABBREVIATED:
        return f"body:government.{nation}"
    if organ := _OFFICES.get(" ".join(rest)):
        return _key(organ, nation or country)
    name, anybody = _name(written, said), bool(UNNAMED.find(spoken))
    if not anybody and (held := office(written, said)):
        return f"name:{held}"
    if name and (not anybody or _is_personal(written, name, said)):
        return f"name:{name}"
    speaks = not name and not anybody and bool(hits) and hits[-1][1] == len(spoken)
    return f"body:government.{nation}" if speaks else ""


def _is_personal(written: str, name: str, said: Sequence[Token]) -> bool:
    """Whether a name that stands with `a source` or the like is that of a person: two capitals and no country."""
    cased = any(char.isupper() for char in written)
    return cased and " " in name and not COUNTRIES.find(name.split()) and said[0].text not in FILLERS


def _name(written: str, said: Sequence[Token], *, titled: bool = False) -> str:
    """The name among words, folded: the last run of capitals before `of` and the like, without titles."""
    if not said or written == written.swapcase():  # a script without capitals
        return " ".join(token.text for token in _untitled(said, titled=titled) if not token.text.isascii())
    run: list[Token] = []
    end = apart(written, said[0].start)
    for token in said:
        if token.start > end:
            break
        if token.text == "s" and token is said[-1]:
            break
        capital = written[token.start].isupper()
        if not capital and token.text in CUTS and run:
            break
        if not capital and not (run and token.text in PARTICLES):
            run.clear()
        else:
            run.append(token)
    return _latin(written, _untitled(run, titled=titled))


def _latin(written: str, name: Sequence[Token]) -> str:
    """A name folded, and in Latin letters if it is in Cyrillic ones: Путин is one with Putin."""
    if not name:
        return ""
    if not _CYRILLIC.search(written[name[0].start : name[-1].end]):
        return " ".join(token.text for token in name)
    full = name[-_FULL:]  # what stands before in the genitive, глава Крыма, has a capital as well
    return _SOFT.sub("y", row(anyascii(written[full[0].start : full[-1].end])))


def _untitled(name: Sequence[Token], *, titled: bool) -> list[Token]:
    """What is left of a name without what stands before it: titles, and countries beside these."""
    kept = list(name)
    while len(kept) > 1:
        first, second = kept[0].text, kept[1].text
        if first in TITLES | FILLERS:
            titled = True
        elif (
            not COUNTRIES.find((first,)) or not (titled or second in TITLES) or (first in _GIVEN and len(kept) == _FULL)
        ):
            break
        kept.pop(0)
    while kept and kept[-1].text in PARTICLES:
        kept.pop()
    return [] if len(kept) == 1 and _is_before(kept[0].text) else kept


def _is_before(word: str) -> bool:
    """Whether a word stands before names and is no part of them."""
    return word in TITLES or word in FILLERS or bool(COUNTRIES.find((word,)))
