"""Chinese names as the syllables of Pinyin, also as Wade and Giles spelt them: `Kan-t'ang` and `Gantang` are one name.

What other languages make of a syllable is no matter here: between two Chinese spellings `zhao` is never `zheng`.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import accumulate, combinations
from typing import Final, NamedTuple

from anyascii import anyascii

from bot.core.names.kinds import LAST

__all__ = ["chinese_likeness", "spelling"]


class Syllable(NamedTuple):
    """`zhang`, without its tone."""

    initial: str
    """`zh`; empty for `an`, `yi`, `wei`."""
    final: str
    """`ang`."""


class Spelling(NamedTuple):
    """A name that can be read as Chinese."""

    syllables: tuple[Syllable, ...]
    certain: bool
    """Whether it is hardly anything else: `Gaza` and `Mali` are syllables of Pinyin too."""
    kind: bool
    """Whether the last syllable says what the place is; of two it is part of the name."""
    written: bool = False
    """Whether it is in characters."""


_LONGEST: Final = 60
"""Characters of a name that is cut into syllables."""
_LEAST: Final = 2
"""Syllables of a name; one alone has too many meanings."""
_HALF: Final = 0.5
"""For a syllable that differs in its consonant alone, or in the rest."""
_HETERONYM: Final = 0.1
"""For one that is another reading of the same character."""
_KIND: Final = 0.3
"""For a last one that one name lacks and that says what the place is: village, town, mountain."""

_BARE: Final = (
    "a an ang ao e en er ou wa wai wan wang wei wen weng wo wu ya yan yang yao ye yi yin ying yong you yu yuan yue yun"
)
_FINALS: Final = {
    "b p": "a ai an ang ao ei en eng i ian iao ie in ing o u",
    "m": "a ai an ang ao ei en eng i ian iao ie in ing iu o ou u",
    "f": "a an ang ei en eng o ou u",
    "d t": "a ai an ang ao e eng i ian iao ie ing iu ong ou u uan ui un uo",
    "n l": "a ai an ang ao e ei eng i ian iang iao ie in ing iu ong ou u uan ue un uo",
    "g k h": "a ai an ang ao e ei en eng ong ou u ua uai uan uang ui un uo",
    "j q x": "i ia ian iang iao ie in ing iong iu u uan ue un",
    "zh ch sh": "a ai an ang ao e ei en eng i ong ou u ua uai uan uang ui un uo",
    "r": "an ang ao e en eng i ong ou u ua uan ui un uo",
    "z c s": "a ai an ang ao e en eng i ong ou u uan ui un uo",
}
"""What follows each consonant in Standard Chinese; a few that no syllable has do no harm."""
_PINYIN: Final = {bare: Syllable("", bare) for bare in _BARE.split()} | {
    initial + final: Syllable(initial, final)
    for initials, finals in _FINALS.items()
    for initial in initials.split()
    for final in finals.split()
}

_CONSONANTS: Final = "b=p p=p' d=t t=t' g=k k=k' j=ch q=ch' x=hs zh=ch ch=ch' r=j z=ts c=ts'"
_INITIALS: Final = dict(entry.split("=") for entry in _CONSONANTS.split())
"""Consonants of Pinyin as Wade and Giles spelt them: an apostrophe is a breath, and q, x and j stand before i and ü."""
_SINGLE: Final = (
    "zi=tzu ci=tz'u si=ssu zhi=chih chi=ch'ih shi=shih ri=jih ge=ko ke=k'o he=ho ye=yeh yan=yen you=yu yu=yü yue=yüeh"
    " yuan=yüan yun=yün yong=yung yi=i e=o er=erh gui=kuei kui=k'uei guo=kuo kuo=k'uo huo=huo shuo=shuo"
)
_WHOLE: Final = dict(entry.split("=") for entry in _SINGLE.split())
"""Syllables that no rule makes."""
_ROUNDED: Final = re.compile("(?<=[jqx])u")
_RHYMES: Final = (("ian", "ien"), ("ie", "ieh"), ("ue", "ueh"), ("üe", "üeh"), ("ong", "ung"), ("uo", "o"))
"""What follows the consonant, likewise."""


_ENDINGS: Final = "cun tun zhuang zhen xiang xu jie shi xian qu zhou sheng shan ling he jiang hu hai dao wan kou zhan"
_KINDS: Final = frozenset(_ENDINGS.split())
"""Village, hamlet, farm, town, township, market, street, city, county, district, prefecture, province, mountain, range,
two of rivers, lake, sea, island, bay, mouth, station: where they come last."""

_READINGS: Final = (
    "bao bu pu|wei xu|ju zui|gan qian|sha xia|chang zhang|chong zhong|du dou|da dai tai|le yue|hang xing|liu lu|che ju"
    "|ka qia|bang beng|bo po|bai bo|chen shen|chan dan shan|di zhai|qu ou|hui kuai|jiao xiao"
)
_HETERONYMS: Final = frozenset(
    frozenset(pair)
    for readings in _READINGS.split("|")
    for pair in combinations((_PINYIN[reading] for reading in readings.split()), 2)
)
"""Readings of one character in names of places: of fort, market, spit, dry, mansion, long, heavy, capital, great..."""


def _wade(pinyin: str, syllable: Syllable) -> str:
    """A syllable as Wade and Giles spelt it."""
    if pinyin in _WHOLE or not syllable.initial:
        return _WHOLE.get(pinyin, pinyin)
    final = _ROUNDED.sub("ü", pinyin)[len(syllable.initial) :]
    ending = next((pair for pair in _RHYMES if final.endswith(pair[0])), ("", ""))
    return _INITIALS.get(syllable.initial, syllable.initial) + final.removesuffix(ending[0]) + ending[1]


_ROUND: Final = {_wade(pinyin, syllable): syllable for pinyin, syllable in _PINYIN.items()}
_WADE: Final = {wade.replace("ü", "u"): syllable for wade, syllable in _ROUND.items()} | _ROUND

_CHARACTERS: Final = re.compile("[\u4e00-\u9fff]+")
_READ: Final = re.compile("[A-Z][a-z]*")
_LATIN: Final = re.compile("[a-zü' -]+")
_QUOTES: Final = re.compile("[‘’ʼʻʾʿ`´′‛ˈʹʺ]")
_MARKS: Final = re.compile("[\u0300-\u0307\u0309-\u036f]")
_LONGEST_SYLLABLE: Final = max(map(len, _PINYIN))
_OWN: Final = frozenset(("zh", "q", "x"))
_USUAL: Final = re.compile("[wy]?[aeiou]{1,2}n?")
"""What follows a consonant in half the languages of the world."""


@lru_cache(maxsize=16_384)
def spelling(name: str) -> Spelling | None:
    """The name as Chinese; nothing where it cannot be."""
    name = name[:_LONGEST]
    if _CHARACTERS.fullmatch(name):
        read = [_PINYIN.get(syllable.lower()) for syllable in _READ.findall(anyascii(name))]
        found = tuple(syllable for syllable in read if syllable)
        kind = len(found) > _LEAST and name[-1] in LAST
        return Spelling(found, True, kind, written=True) if len(read) == len(found) >= _LEAST else None
    bare = _MARKS.sub("", unicodedata.normalize("NFD", _QUOTES.sub("'", name.casefold())))
    text = unicodedata.normalize("NFC", bare)
    if not _LATIN.fullmatch(text):
        return None
    return _hyphened(re.split("[ -]+", text)) if "-" in text else _joined(text.split())


def _hyphened(parts: list[str]) -> Spelling | None:
    found = tuple(_WADE[part] for part in parts if part in _WADE)
    return Spelling(found, True, _ends(found)) if len(parts) == len(found) >= _LEAST else None


def _joined(words: list[str]) -> Spelling | None:
    cuts = [_cut(word) for word in words]
    found = tuple(syllable for cut in cuts for syllable in cut)
    if not all(cuts) or len(found) < _LEAST:
        return None
    own = any(syllable.initial in _OWN or not _USUAL.fullmatch(syllable.final) for syllable in found)
    return Spelling(found, own or len(words) == len(found), _ends(found))


def _ends(syllables: tuple[Syllable, ...]) -> bool:
    return len(syllables) > _LEAST and "".join(syllables[-1]) in _KINDS


def _cut(word: str) -> tuple[Syllable, ...]:
    """The syllables of a word of Pinyin, none that is inside it beginning with a vowel but after an apostrophe."""
    ends: dict[int, tuple[Syllable, ...]] = {0: ()}
    for start in range(len(word)):
        if start not in ends or (start and word[start] in "aeou"):
            continue
        begin = start + (word[start] == "'" and start > 0)
        for end in range(begin + 1, min(begin + _LONGEST_SYLLABLE, len(word)) + 1):
            if syllable := _PINYIN.get(word[begin:end]):
                ends[end] = (*ends[start], syllable)
    return ends.get(len(word), ())


def chinese_likeness(one: str, other: str) -> float | None:
    """How like two names are that are Chinese beyond doubt, at least one of them in Latin letters; else nothing."""
    first, second = spelling(one), spelling(other)
    if not first or not second or not (first.certain and second.certain) or (first.written and second.written):
        return None
    size = (len(first.syllables) + len(second.syllables)) / 2
    return max(0.0, 1 - _cost(first, second) / size)


def _cost(one: Spelling, other: Spelling) -> float:
    """The least that turns one name into the other: an edit distance of syllables."""
    losses, gains = _losses(one, other), _losses(other, one)
    row = [0.0, *accumulate(gains)]
    for syllable, lost in zip(one.syllables, losses, strict=True):
        above, row = row, [row[0] + lost]
        for at, (found, gained) in enumerate(zip(other.syllables, gains, strict=True)):
            changed = _apart(syllable, found)
            row.append(min(above[at] + changed, above[at + 1] + lost, row[at] + gained))
    return row[-1]


def _apart(one: Syllable, other: Syllable) -> float:
    if frozenset((one, other)) in _HETERONYMS:
        return _HETERONYM
    return _HALF * ((one.initial != other.initial) + (one.final != other.final))


def _losses(name: Spelling, other: Spelling) -> list[float]:
    """What it costs to lose each syllable: a town may go unsaid, but it is not a village."""
    kind = name.kind and not other.kind
    return [1.0] * (len(name.syllables) - kind) + [_KIND] * kind
