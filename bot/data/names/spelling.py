"""Which spellings of a place in a gazetteer are safe to look for as a bare word, and which are not its name at all.

Gazetteers list airport codes, old names and other people's mistakes among the spellings of a place. One in Latin
letters counts when its consonants are those of the place's main name, or of one of its names in another script, which
nobody writes but for its sound: Halab is a name of Aleppo through حلب, Epiphania is none of Hama.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import Final

from bot.core.text.fold import fold
from bot.core.text.tokens import tokens

__all__ = ["CASED", "alike", "fold_words", "safe", "script", "skeleton"]

CASED: Final = frozenset({"LATIN", "CYRILLIC", "GREEK", "ARMENIAN"})
"""Scripts whose names begin with a capital."""

_HEARD: Final = CASED | {"ARABIC", "HEBREW"}
"""Scripts whose consonants are known here."""

_CLASSES: Final = (
    ("P", "b p f v w ب پ ف و ב פ ף б п ф в β π φ բ պ փ ֆ վ"),
    ("T", "d t ت ث د ذ ض ط ד ט ת д т δ θ τ դ տ թ"),
    ("S", "s z j c x س ش ص ز ظ ج چ ژ ז ס צ ץ ש с з ш щ ч ж ц σ ς ζ ξ ս զ շ չ ճ ջ ժ ց ծ ձ"),
    ("K", "k g q h ق ك گ خ غ ح ه ג כ ך ק ח ה к г х ґ һ қ ғ κ γ χ կ գ ք խ հ ղ"),
    ("L", "l ل ל л λ լ"),
    ("R", "r ر ר р ρ ր ռ"),
    ("M", "m م מ ם м μ մ"),
    ("N", "n ن נ ן н ν ն"),
)
_CLASS: Final = {letter: name for name, letters in _CLASSES for letter in letters.split()}
_DIGRAPHS: Final = (
    ("sch", "s"), ("tch", "s"), ("kh", "k"), ("gh", "g"), ("sh", "s"), ("ch", "s"), ("th", "t"), ("dh", "d"),
    ("zh", "s"), ("dž", "s"), ("ts", "s"), ("tz", "s"), ("dj", "s"), ("ph", "f"), ("ck", "k"), ("ng", "n"),
    ("нг", "н"), ("дж", "ж"), ("ca", "k"), ("co", "k"), ("cu", "k"), ("cr", "k"), ("cl", "k"), ("qu", "k"),
    ("μπ", "π"), ("ντ", "τ"), ("γκ", "γ"), ("τσ", "σ"), ("τζ", "σ"),
)  # fmt: skip
_ARTICLES: Final = frozenset({
    "al", "el", "as", "ash", "ad", "adh", "ar", "at", "ath", "az", "ez", "an", "la", "le", "les", "los", "las", "il",
    "the",
})  # fmt: skip
_SILENT: Final = frozenset("wyjوיйј")
"""Letters that are vowels but at the beginning of a word; so is j of Slavic and German spellings."""
_LEAST: Final = {"LATIN": 4}
"""Letters without which a spelling is no safe name; three in other scripts."""
_LEAST_OF_GREAT: Final = {"HAN": 2, "HANGUL": 2}
"""Likewise for places that everybody knows: two letters of others are found in too many words."""
_LONG: Final = 4
"""Letters of what may be a code when all are capitals, or of an Arabic word whose first two may be no article."""
_HEARD_OUT: Final = 3
"""Consonants that a name must have to be known by some of them."""
_MOST_WORDS: Final = 5


def fold_words(text: str) -> str:
    """The words of a spelling, folded, a space between."""
    return " ".join(token.text for token in tokens(text))


def script(text: str) -> str:
    """The script of its first letter, as Unicode calls it: LATIN, ARABIC; HAN and KANA for Chinese and Japanese."""
    for char in text:
        if char.isalpha():
            name = unicodedata.name(char, "?").split()[0]
            return {"CJK": "HAN", "KATAKANA": "KANA", "HIRAGANA": "KANA", "KATAKANA-HIRAGANA": "KANA"}.get(name, name)
    return "?"


def skeleton(text: str) -> str:
    """Its consonants by the place where they are spoken, doubled ones once, articles left out."""
    words = [token.text for token in tokens(text)]
    if len(words) > 1:
        words = [word for word in words if word not in _ARTICLES] or words
    return "".join(map(_consonants, words))


def _consonants(word: str) -> str:
    if word.startswith("ال") and len(word) > _LONG:
        word = word[2:]
    for written, spoken in _DIGRAPHS:
        word = word.replace(written, spoken)
    heard = ""
    for place, letter in enumerate(word):
        kind = _CLASS.get(letter, "")
        if place and (letter in _SILENT or (letter in "hهה" and not _spoken(word, place))):
            kind = ""
        if kind and heard[-1:] != kind:
            heard += kind
    return heard


def _spoken(word: str, place: int) -> bool:
    """Whether the h there begins a syllable."""
    after = word[place + 1 : place + 2]
    return bool(after) and after not in _CLASS


def alike(one: str, other: str) -> bool:
    """Whether two skeletons may be of one name: they begin alike and few consonants differ."""
    if one == other:
        return True
    if one[:1] != other[:1] or min(len(one), len(other)) < _HEARD_OUT:
        return False
    return _distance(one, other) <= 2 * max(len(one), len(other)) // 5


def _distance(one: str, other: str) -> int:
    """Consonants to add, to leave out or to change (Levenshtein)."""
    row = list(range(len(other) + 1))
    for above, left in enumerate(one, 1):
        before, row[0] = row[0], above
        for place, right in enumerate(other, 1):
            before, row[place] = row[place], min(row[place] + 1, row[place - 1] + 1, before + (left != right))
    return row[-1]


def safe(
    name: str, alternates: Iterable[str], native: Iterable[str], known: Iterable[str] = (), *, great: bool = False
) -> list[str]:
    """Those alternates that are safe spellings of the place called `name`: each folded form once.

    `native`: the scripts of its country, in which names are taken as they are. `known`: spellings that somebody has
    chosen: in their scripts no others count. `great`: whether everybody knows the place.
    """
    native, chosen = frozenset(native), {script(text) for text in known}
    others = [text for text in alternates if _is_plain(text) and script(text) not in chosen]
    sounds = {skeleton(text) for text in (name, *known, *(text for text in others if script(text) in native))}
    kept: dict[str, str] = {}
    for text in sorted(others, key=lambda text: (len(text), text)):
        if _is_long(text, great=great) and (script(text) in native - {"LATIN"} or _is_name(text, sounds)):
            kept.setdefault(fold_words(text), text)
    kept.pop(fold_words(name), None)
    return list(kept.values())


def _is_plain(text: str) -> bool:
    odd = any(char.isdigit() or char in "(),/;:[]=?ʿ̄" for char in text)
    return not odd and len(tokens(text)) > 0 and (script(text) in {"HAN", "KANA"} or len(tokens(text)) <= _MOST_WORDS)


def _is_long(text: str, *, great: bool) -> bool:
    least = _LEAST_OF_GREAT if great and script(text) in _LEAST_OF_GREAT else _LEAST
    return sum(map(str.isalpha, fold(text))) >= least.get(script(text), 3)


def _is_name(text: str, sounds: set[str]) -> bool:
    """Whether it is written as a name and sounds like one of the place's; nothing is known of the sound of Han."""
    if script(text) not in _HEARD:
        return True
    if script(text) == "LATIN" and (text == text.lower() or (text.isupper() and len(text) <= _LONG)):
        return False  # a transliteration by machine, or a code
    own = skeleton(text)
    if script(text) == "LATIN":  # there are so many that some are like other names
        return own in sounds
    return any(alike(own, sound) for sound in sounds)
