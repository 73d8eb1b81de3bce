"""How far sounds are apart, and what it costs a name to lose one: numbers by reason, not by measurement.

A cost is about 1 for a consonant that has nothing to do with the other, 0 for the same sound.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import product
from typing import Final

__all__ = ["VOWELS", "apart", "loss"]

VOWELS: Final = frozenset("aeiou")

RANK: Final = 0.05
"""For each step down the list of what a unit may be."""

FAR: Final = 1.0
"""Between consonants not named below."""

_NEAR: Final = {
    0.05: "kq GG SS",
    0.1: "tT dD wv wu iy",
    0.15: "bv fv gG xh JZ gq",
    0.2: "ae ou ei TD sz",
    0.25: "pb pf td kg ct cC zD dz",
    0.3: "kx xG xq SC SZ CJ sS zZ cs ye wo",
    0.35: "cz gJ sT ao hG zc yJ fb",
    0.4: "yZ Zr lr ai Jy kC Jd eo eu iu au oi bw",
    0.5: "Tf rG lw gh hg Sx dT tD",
    0.6: "vu mn kh cS gy hk Ct Dv zJ nl Js cT",
}
"""Pairs of sounds by cost. Near are those of one place in the mouth that differ in voice alone, or that change into
each other in the spelling of another language."""

_LOSS: Final = {"-": 0.0, "'": 0.05, "h": 0.35, "y": 0.35, "w": 0.5, "r": 0.8, "n": 0.9} | dict.fromkeys(VOWELS, 0.35)
"""What it costs when a sound stands on one side only; consonants not named cost 1."""

_SOUND: Final = {frozenset(pair): cost for cost, pairs in _NEAR.items() for pair in pairs.split()}


@lru_cache(maxsize=65_536)
def apart(one: str, other: str) -> float:
    """How far two units are apart: the nearest of what they may be; more than losing both where nothing is near."""
    if one == other:
        return 0.0
    heard = (
        RANK * (i + j) + _between(p, q)
        for (i, p), (j, q) in product(enumerate(one), enumerate(other))
        if p not in "-_" and q not in "-_"
    )
    return min(heard, default=2.0)


def _between(one: str, other: str) -> float:
    if one == other:
        return 0.0
    vowels = (one in VOWELS) + (other in VOWELS)
    return _SOUND.get(frozenset(one + other), (FAR, 2.0, 0.5)[vowels])


@lru_cache(maxsize=4_096)
def loss(unit: str) -> float:
    """What it costs to lose a unit."""
    return min(RANK * rank + _LOSS.get(sound, 1.0) for rank, sound in enumerate(unit) if sound != "_")
