"""Thai in Latin letters, nearly as road signs in Thailand have it (the Royal Thai General System).

GeoNames also has names of Thai places letter by letter: `hnxng xi` for หนองไอ, Nong Ai. `voiced` gives those their
vowels.
"""

from __future__ import annotations

import re
from typing import Final

__all__ = ["spelt", "voiced"]

_INITIALS: Final = (
    "ก=k ข=kh ฃ=kh ค=kh ฅ=kh ฆ=kh ง=ng จ=ch ฉ=ch ช=ch ซ=s ฌ=ch ญ=y ฎ=d ฏ=t ฐ=th ฑ=th ฒ=th ณ=n ด=d ต=t ถ=th ท=th"
    " ธ=th น=n บ=b ป=p ผ=ph ฝ=f พ=ph ฟ=f ภ=ph ม=m ย=y ร=r ล=l ว=w ศ=s ษ=s ส=s ห=h ฬ=l อ= ฮ=h"
)
_INITIAL: Final = dict(entry.split("=") for entry in _INITIALS.split())
"""What consonants are at the beginning of a syllable."""
_FINAL: Final = dict(zip("กขคฆจชซฎฏฐฑฒดตถทธศษสบปพภมนณญรลฬงยว", "k" * 4 + "t" * 16 + "ppppmnnnnnnŋio", strict=True))
"""What consonants become at the end of a syllable."""

_C: Final = "[ก-ฮ]"
_TONES: Final = re.compile("[็-๋ๆฯ]")
_AM: Final = "\N{THAI CHARACTER NIKHAHIT}\N{THAI CHARACTER SARA AA}"
"""A vowel that Unicode's normal form takes apart."""
_SILENCED: Final = re.compile(f"{_C}[ิุ]?์")
_WORDS: Final = re.compile(
    "(บาน|วัด|หวย|หนอง|คลอง|โรงเรียน|สถานี|รถไฟ|ดอย|เขา|เกาะ|แมนำ|ตำบล|อำเภอ|จังหวัด|อาว|แหลม)(?=[ก-ฮเแโใไ])"
)
"""What names of places begin with, without tones: Thai leaves no space between words."""
_LED: Final = re.compile("ห(?=[งญนมยรล]|ว[ะ-ู])|อ(?=ย[าูิ])")
"""Letters that only change the tone of the next."""
_SAID_S: Final = re.compile("[สศ]ร(?=[ะ-ู])|ทร(?=าย|าบ|ุด|ง|ัพ)|(?<=[ไโ])ทร")
"""Two letters that are one s: ศรี is Si, ทราย Sai."""
_VOWELS: Final = tuple(
    (re.compile(pattern), put)
    for pattern, put in (
        (f"เ({_C}[รลว]?)ีย", r"\1ia"),
        (f"เ({_C}[รลว]?)ือ", r"\1uea"),
        (f"เ({_C}[รลว]?)าะ", r"\1o"),
        (f"เ({_C}[รลว]?)า", r"\1ao"),
        (f"เ({_C}[รลว]?)อ", r"\1oe"),
        (f"เ({_C}[รลว]?)ิ", r"\1oe"),
        (f"เ({_C}[รลว]?)ย", r"\1oei"),
        (f"เ({_C}[รล]?)", r"\1e"),
        (f"แ({_C}[รล]?)", r"\1ae"),
        (f"โ({_C}[รล]?)", r"\1o"),
        (f"[ใไ]({_C}[รล]?)ย?", r"\1ai"),
        (f"รร(?={_C})", "a"),
        ("รร", "an"),
        ("ัวะ?", "ua"),
        ("ัย", "ai"),
        (f"({_C})ว(?={_C}(?![ะ-ู]))", r"\1ua"),
        (f"(?<={_C})อ(?![ะ-ูa-z])", "o"),
        (f"อ(?={_C})", "a"),
        ("ำ", "am"),
        ("[ะัา]", "a"),
        ("[ิี]", "i"),
        ("[ึื]อ?", "ue"),
        ("[ุู]", "u"),
        ("ฤ", "rue"),
    )
)
"""Vowels, which Thai writes around the consonants; the longest first."""
_CLOSED: Final = re.compile(f"(?<=[a-z])({_C})(?![a-zร])|({_C})({_C})(?![a-z])")
_ANY: Final = re.compile(_C)
_THAI: Final = re.compile("[\u0e00-\u0e7f]")


_LETTERS: Final = tuple(
    (re.compile(pattern), put)
    for pattern, put in (
        (r"eux(?=ng|[nmykbdp]\b)", "uea"),
        (r"e([^aeiou\W]{1,2})ux\b", r"\1uea"),
        (r"\bh(?=[nmlyr])", ""),
        ("eiy", "ia"),
        (r"(?<=[^aeiour\W])x(?=ng|[nmykbdp]\b)|(?<=[kpt]h)x\b", "o"),
        (r"oy\b", "oi"),
        (r"(?<=[^aeiou\W])wy\b", "uai"),
        (r"(?<=[^aeiou\W])w(?=ng|[nkt])", "ua"),
        (r"\bx(?=[aeiou])", ""),
        (r"\bsr(?=[aeiou])|\bthr(?=ay\b)", "s"),
        (r"\b([^aeiou\W]{1,2})ea\b", r"\1ao"),
        (r"(?<=[^aeiou\W])aw\b", "ua"),
        (r"\bhıy\b", "yai"),
        (r"(?<=[^aeiou\W])ı", "ai"),
        (r"\bc(?=[aeiou])", "ch"),
        (r"\bwad\b", "wat"),
    )
)
"""Thai spelling, one Latin letter for each of its own, and what is said: อ is x, ว is w, ย is y."""
_MARKS: Final = re.compile(
    r"(?:[^aeiour\W]|eu)x(?:ng|[nmykbdp]\b)|[kpt]hx\b|\b(?:wad|hwy|hıy|khea|rongreiyn)\b|e[^aeiou\W]{1,2}ux\b"
)
"""What shows that a name is written so."""


def spelt(text: str) -> str:
    """The text with Thai in Latin letters; what is not Thai stays."""
    if not _THAI.search(text):
        return text
    text = _WORDS.sub(r"\1 ", _SILENCED.sub("", _TONES.sub("", text.replace(_AM, "ำ"))))
    text = _SAID_S.sub("ส", _LED.sub("", text))
    for pattern, put in _VOWELS:
        text = pattern.sub(put, text)
    text = _CLOSED.sub(_syllable, text)
    return _ANY.sub(lambda found: _INITIAL[found.group()], text).replace("ŋ", "ng")


def _syllable(found: re.Match[str]) -> str:
    last, one, two = found.groups()
    return _FINAL.get(last, last) if last else f"{one}o{_FINAL.get(two, two)}"


def voiced(text: str) -> str:
    """Latin letters that stand for Thai ones one by one, with the vowels that these have."""
    if not _MARKS.search(text):
        return text
    for pattern, put in _LETTERS:
        text = pattern.sub(put, text)
    return text
