"""How far sounds are apart, and what it costs a name to lose one: numbers by reason, not by measurement.

A cost is 1 for a consonant that has nothing to do with the other, 0 for the same sound. See `scripts` for the letters.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import product
from typing import Final

__all__ = ["VOWELS", "apart", "fused", "loss"]

VOWELS: Final = frozenset("aeiou")

_RANK: Final = 0.05
"""For each step down the list of what a unit may be."""

_FAR: Final = (1.0, 2.0, 0.5)
"""Between sounds that are not near, by how many of them are vowels: two consonants, one of each, two vowels."""

_NEAR: Final = {
    0.05: "kq",
    0.1: "tT dD wv wu iy",
    0.15: "bv fv gG xh JZ gq",
    0.2: "ae ou ei TD sz",
    0.25: "pb pf td kg ct cC zD dz",
    0.3: "kx xG xq SC SZ CJ sS zZ cs ye wo",
    0.35: "cz gJ sT ao hG zc yJ fb",
    0.4: "yZ Zr lr ai Jy kC Jd eo eu iu au oi bw",
    0.5: "Tf rG lw gh hg Sx dT tD",
    0.6: "mn vu kh cS gy hk Ct Dv zJ nl Js cT",
}
"""Pairs of sounds by cost. Near are those of one place in the mouth that differ in voice alone, or that change into
each other in the spelling of another language."""

_LOSS: Final = {"-": 0.0, "'": 0.05, "h": 0.35, "y": 0.35, "w": 0.5, "r": 0.8, "n": 0.9} | dict.fromkeys(VOWELS, 0.35)
"""What it costs when a sound stands on one side only; consonants not named cost 1."""

_FUSED: Final = {
    "ts": "c", "tz": "c", "tS": "C", "ty": "C", "sC": "S", "sh": "S", "sy": "S", "dZ": "J", "dy": "J", "dz": "c",
    "kh": "x", "ks": "x", "gh": "G", "th": "T", "dh": "D", "zh": "Z", "ph": "f",
}  # fmt: skip
"""Two sounds that another spelling has as one."""

_HEARD: Final = 3
"""How many of what a unit may be are usual enough to fuse with the next."""

_APART: Final = {frozenset(pair): cost for cost, pairs in _NEAR.items() for pair in pairs.split()}


@lru_cache(maxsize=65_536)
def apart(one: str, other: str) -> float:
    """How far two units are apart: the nearest of all that they may be."""
    if one == other:
        return 0.0
    pairs = product(enumerate(one), enumerate(other))
    costs = (_RANK * (i + j) + _between(a, b) for (i, a), (j, b) in pairs if not {a, b} & {"-", "_"})
    return min(costs, default=sum(_FAR))


def _between(one: str, other: str) -> float:
    if one == other:
        return 0.0
    return _APART.get(frozenset((one, other)), _FAR[(one in VOWELS) + (other in VOWELS)])


@lru_cache(maxsize=4_096)
def loss(unit: str) -> float:
    """What it costs to lose a unit."""
    return min(_RANK * rank + _LOSS.get(sound, 1.0) for rank, sound in enumerate(unit) if sound != "_")


@lru_cache(maxsize=65_536)
def fused(one: str, other: str) -> str:
    """The sound that two units in a row may be in another spelling; nothing where there is none."""
    pairs = (a + b for a, b in product(one[:_HEARD], other[:_HEARD]))
    return next((_FUSED[pair] for pair in pairs if pair in _FUSED), "")
