"""What sets two items apart, and an item from a story.

Each aspect answers one of three: they contrast, they say the same, or there is nothing to compare; a number that only
one of them has is nothing to compare. Another place, actor or number of a series speaks for another story; all else is
more of the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from enum import Enum
from typing import Final

from bot.core.facts.actors import DEEDS, GENERAL, label
from bot.core.facts.model import Contrast, ContrastKind, Facts, Figure, Turn, Verdict
from bot.core.model import Stance

__all__ = ["against", "contrast"]

_TOLLS: Final = frozenset({"killed", "wounded", "missing", "arrested", "displaced", "infected"})
_LOWERED: Final = (
    *(" revis ", " lower ", " corre ", " reduc ", " снизи ", " уточн ", " تخفيض ", " abais ", " korri ", " rebaj "),
)
"""Beginnings of words of who takes back a toll."""
_SHARED: Final = 3
_EXACT: Final = frozenset({"date", "year"})
_CLOSE: Final = 0.1
"""Part by which two measures may differ and be one: rounded, or told in other units."""
_CLOSE_PERCENT: Final = 0.5
_SHOCKS: Final = 0.5, 1.0
"""Magnitudes that agencies give for one earthquake differ by less than the first; from the second on, it is another."""


class Same(Enum):
    """That two items say the same of something."""

    SAME = "same"


Finding = Contrast | Same | None
Aspect = Callable[[Facts, Facts], Finding]


def contrast(old: Facts, new: Facts) -> Contrast | None:
    """What sets `new` apart from `old`, which was told before; None where nothing does."""
    for aspect in ASPECTS:
        found = aspect(old, new)
        if isinstance(found, Contrast):
            return found
    return None


def against(told: Iterable[Facts], new: Facts) -> Contrast | None:
    """What sets `new` apart from all that a story told so far, the earliest first.

    What one of its members said already is nothing new, and no other story either: a toll that is lower than one told
    is an outlet behind the others, unless it says that it was lowered.
    """
    members = list(told)
    for aspect in ASPECTS:
        findings = [aspect(old, new) for old in members]
        contrasts = [found for found in findings if isinstance(found, Contrast)]
        if contrasts and Same.SAME not in findings:
            return contrasts[-1]
    return None


def _place(old: Facts, new: Facts) -> Finding:
    """Places of the titles: of the same size by themselves, else with all that the items name.

    A country is as often who is spoken of, and so is a team of another country; they count where the titles are alike.
    """
    if not old.scene or not new.scene:
        return None
    mine, yours = _small(old.scene), _small(new.scene)
    if not frozenset(mine or old.scene).isdisjoint(yours or new.scene):
        return Same.SAME
    abroad = _countries(old).isdisjoint(_countries(new))
    crossed = _crossed(mine, yours, old, new) if mine and yours else not abroad
    if crossed or (abroad and not _alike(old, new)):
        return None
    now, before = (yours or new.scene)[0], (mine or old.scene)[0]
    return Contrast(ContrastKind.PLACE, Verdict.OTHER, f"{now} instead of {before}", (now, before))


def _alike(old: Facts, new: Facts) -> bool:
    """Whether their titles share a third of their words: where they do not, it is no heading with one thing changed."""
    mine, yours = frozenset(old.words.split()), frozenset(new.words.split())
    return len(mine & yours) * _SHARED >= min(len(mine), len(yours))


def _small(places: Sequence[str]) -> list[str]:
    """Those that are smaller than a country."""
    return [place for place in places if not place.startswith("country:")]


def _crossed(mine: Sequence[str], yours: Sequence[str], old: Facts, new: Facts) -> bool:
    """Whether small places of one may be those of the other: what lies around them, or both spoken of by both."""
    size = {place.partition(":")[0] for place in mine}, {place.partition(":")[0] for place in yours}
    forth = any(place in old.places for place in yours)
    back = any(place in new.places for place in mine)
    return (forth and back) if size[0] & size[1] else (forth or back)


def _countries(facts: Facts) -> set[str]:
    acting = {f"country:{each.partition(':')[2]}" for each in facts.agents}
    return {place for place in (*facts.places, *facts.scene) if place.startswith("country:")} - acting


def _actor(old: Facts, new: Facts) -> Finding:
    """Who does the same thing."""
    if not old.agents or not new.agents:
        return None
    for action in dict.fromkeys(each.partition(":")[0] for each in new.agents):
        mine = _doers(old, action)
        yours = _doers(new, action)
        if mine and not any(_may_be(one, other) for one in mine for other in yours):
            reason = f"{DEEDS[action]} by {label(yours[0])}, not by {label(mine[0])}"
            return Contrast(ContrastKind.ACTOR, Verdict.OTHER, reason)
    return Same.SAME


def _doers(facts: Facts, action: str) -> list[str]:
    return [doer for each in facts.agents for what, _, doer in (each.partition(":"),) if what == action]


def _may_be(one: str, other: str) -> bool:
    """Whether two actors may be one: an army is any nation's, and rebels are of any group."""
    return one == other or _general(one, other) or _general(other, one)


def _general(one: str, other: str) -> bool:
    return other in GENERAL.get(one, ())


def _series(old: Facts, new: Facts) -> Finding:
    """Numbers that tell instalments, days and years of one heading apart."""
    found: Finding = None
    for mine, yours in _paired(old, new):
        if mine.kind in _EXACT or mine.kind.startswith("nth"):
            if mine.low != yours.low and _alike(old, new):
                what = mine.kind.removeprefix("nth").strip() or "number"
                return Contrast(ContrastKind.NUMBER, Verdict.OTHER, f"{what} {yours.written}, not {mine.written}")
            found = Same.SAME if mine.low == yours.low else found
    return found


def _denial(old: Facts, new: Facts) -> Finding:
    before, now = old.headline is Stance.DENIES, new.headline is Stance.DENIES
    if before == now:
        return Same.SAME
    reason = "it is denied" if now else "it was denied before"
    return Contrast(ContrastKind.DENIAL, Verdict.UPDATE, reason)


def _outcome(old: Facts, new: Facts) -> Finding:
    """Which way things go."""
    found: Finding = None
    for mine in old.turns:
        for yours in new.turns:
            if mine.axis == yours.axis and (mine.axis != "hold" or _same_side(old, new)):
                if mine.up != yours.up:
                    return _turned(mine, yours)
                found = Same.SAME
    return found


def _same_side(old: Facts, new: Facts) -> bool:
    """Whether it is the same side that takes or leaves; what one side loses another takes."""
    mine = {each.partition(":")[2] for each in old.agents if each.startswith(("take:", "quit:"))}
    yours = {each.partition(":")[2] for each in new.agents if each.startswith(("take:", "quit:"))}
    return mine == yours or not mine.isdisjoint(yours)


def _turned(mine: Turn, yours: Turn) -> Contrast:
    verdict = Verdict.OTHER if mine.axis == "trend" else Verdict.UPDATE
    if mine.negated != yours.negated:
        word = (mine if mine.negated else yours).word
        return Contrast(ContrastKind.NEGATION, verdict, f"not “{word}” {'now' if yours.negated else 'before'}")
    return Contrast(ContrastKind.OUTCOME, verdict, f"“{mine.word}” before, “{yours.word}” now")


def _negation(old: Facts, new: Facts) -> Finding:
    """Whether what one title says is what the other says is not so."""
    if "-" not in old.words and "-" not in new.words:
        return None
    if Stance.DENIES in {old.headline, new.headline} or not _alike(old, new):
        return None
    for mine, yours, when in ((old.words, new.words, "before"), (new.words, old.words, "now")):
        for word in mine.split():
            if word.startswith("-") and f" {word[1:]} " in yours and f" {word} " not in yours:
                return Contrast(ContrastKind.NEGATION, Verdict.UPDATE, f"not “{word[1:]}…” {when}")
    return Same.SAME


def _toll(old: Facts, new: Facts) -> Finding:
    """Victims: a higher number is news, a lower one only where it says that it was lowered."""
    found: Finding = None
    for mine, yours in _paired(old, new):
        what = mine.kind.partition(" ")[0]
        if what not in _TOLLS:
            continue
        lowered = yours.high < mine.low and any(word in new.words for word in _LOWERED)
        if lowered or yours.low > mine.high:
            reason = f"{mine.written} {mine.kind} before, {yours.written} now"
            return Contrast(ContrastKind.TOLL, Verdict.UPDATE, reason)
        found = Same.SAME
    return found


def _number(old: Facts, new: Facts) -> Finding:
    """All that is measured or counted otherwise."""
    found: Finding = None
    for mine, yours in _paired(old, new):
        kind = mine.kind
        if kind in _EXACT or kind == "people" or kind.startswith("nth") or kind.partition(" ")[0] in _TOLLS:
            continue
        if _differ(mine, yours):
            other = kind == "magnitude" and abs(mine.low - yours.low) >= _SHOCKS[1]
            reason = f"{kind} {mine.written} before, {yours.written} now"
            return Contrast(ContrastKind.NUMBER, Verdict.OTHER if other else Verdict.UPDATE, reason)
        found = Same.SAME
    return found


def _differ(mine: Figure, yours: Figure) -> bool:
    """Whether two measures of a kind can't be one."""
    if mine.kind == "score":
        return sorted(mine[1:3]) != sorted(yours[1:3])
    slack = max(mine.high, yours.high) * _CLOSE
    if mine.kind == "percent":
        slack = _CLOSE_PERCENT
    if mine.kind == "magnitude":
        slack = _SHOCKS[0] - 0.01
    return mine.low > yours.high + slack or yours.low > mine.high + slack


def _paired(old: Facts, new: Facts) -> list[tuple[Figure, Figure]]:
    """Figures of one kind, those of the new item in their order."""
    if not old.figures or not new.figures:
        return []
    return [(mine, yours) for yours in new.figures for mine in old.figures if mine.kind == yours.kind]


ASPECTS: Final[tuple[Aspect, ...]] = (_actor, _place, _series, _denial, _outcome, _negation, _toll, _number)
"""In the order in which they are asked: what speaks for another story first."""
