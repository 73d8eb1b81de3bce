"""The ways in which two items may contrast: who, where, whether it is denied, which way it goes.

An aspect gives its findings by what they are about: a contrast, or None where both say the same of it. Of what only one
of them speaks there is no finding. Another place or actor speaks for another story; all else is more of the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from bot.core.facts.actors import DEEDS, GENERAL, label
from bot.core.facts.model import Contrast, ContrastKind, Facts, Turn, Verdict
from bot.core.facts.subjects import MAY_BE
from bot.core.model import Stance

__all__ = [
    "DENIAL",
    "Aspect",
    "Finding",
    "actors",
    "are_alike",
    "are_one_thing",
    "denial",
    "negation",
    "outcomes",
    "place",
    "subject",
]

Finding = tuple[str, Contrast | None]
Aspect = Callable[[Facts, Facts], Iterator[Finding]]
"""Takes what was told before, then what is told now."""

DENIAL: Final = "it is denied"
"""The reason of a contrast that is a denial."""
_SHARED: Final = 1 / 3
"""Part of the shorter title's words, a third, that two have in common where one is the other with a thing changed. Of
pairs of headlines half alike (graded 2 of 5 by people) it tells 18 of 318 apart by their places, a half would 10; of
pairs that are one (4 of 5 and more) both wrongly tell 8 of 431 apart."""
_HALF: Final = 0.5
"""From this part on, other people or things make another event."""
_ONE: Final = 2 / 3
"""From this part on, or where all words but one are shared, titles are one but for that in which they differ, and a
place or a number sets them apart however near the rest is: enters Hama, enters Homs. Below, both are more often of one
event: the other place is that of who reports, or where a champion is from, and the other year is in the name of the
games."""


def are_alike(old: Facts, new: Facts) -> bool:
    """Whether their titles share words enough to be one heading with a thing changed."""
    return _in_common(old, new) >= _SHARED


def are_one_thing(old: Facts, new: Facts) -> bool:
    """Whether their titles are one but for a place or a number."""
    return _in_common(old, new) >= _ONE or _differ_in_one(old, new)


def _in_common(old: Facts, new: Facts) -> float:
    """The part of the shorter title's words that both have."""
    mine, yours = frozenset(old.words.split()), frozenset(new.words.split())
    fewer = min(len(mine), len(yours))
    return len(mine & yours) / fewer if fewer else float(old.words == new.words)


def _differ_in_one(old: Facts, new: Facts) -> bool:
    """Whether the shorter title has but one word that the other has not, and one that it has."""
    mine, yours = frozenset(old.words.split()), frozenset(new.words.split())
    common = len(mine & yours)
    return common > 0 and min(len(mine), len(yours)) - common <= 1


def actors(old: Facts, new: Facts) -> Iterator[Finding]:
    """Who does the same thing."""
    if not old.agents or not new.agents:
        return
    for action in dict.fromkeys(each.partition(":")[0] for each in new.agents):
        mine, yours = _doers(old, action), _doers(new, action)
        if any(_may_be(one, other) for one in mine for other in yours):
            yield action, None
        elif mine:
            reason = f"{DEEDS[action]} by {label(yours[0])}, not by {label(mine[0])}"
            yield action, Contrast(ContrastKind.ACTOR, Verdict.OTHER, reason)


def _doers(facts: Facts, action: str) -> list[str]:
    return [each.partition(":")[2] for each in facts.agents if each.startswith(f"{action}:")]


def _may_be(one: str, other: str) -> bool:
    """Whether two actors may be one: an army is any nation's, and rebels are of several groups."""
    return one == other or other in GENERAL.get(one, ()) or one in GENERAL.get(other, ())


def place(old: Facts, new: Facts) -> Iterator[Finding]:
    """Places of the titles: of the same size by themselves, else with all that the items name.

    A country is as often who is spoken of, and so is a team of another country; they count where the titles are alike.
    """
    if not old.scene or not new.scene:
        return
    mine, yours = _small(old.scene), _small(new.scene)
    if not frozenset(mine or old.scene).isdisjoint(yours or new.scene):
        yield "place", None
        return
    abroad = _countries(old).isdisjoint(_countries(new))
    crossed = _are_crossed(mine, yours, old, new) if mine and yours else not abroad
    if not crossed and (not abroad or are_alike(old, new)):
        now, before = (yours or new.scene)[0], (mine or old.scene)[0]
        reason = f"{now} instead of {before}"
        sure = are_one_thing(old, new)
        yield "place", Contrast(ContrastKind.PLACE, Verdict.OTHER, reason, (now, before), sure)


def _small(places: Sequence[str]) -> list[str]:
    """Those that are smaller than a country."""
    return [each for each in places if not each.startswith("country:")]


def _are_crossed(mine: Sequence[str], yours: Sequence[str], old: Facts, new: Facts) -> bool:
    """Whether small places of one may be those of the other: what lies around them, or both spoken of by both."""
    forth = any(each in old.places for each in yours)
    back = any(each in new.places for each in mine)
    of_a_size = not _sizes(mine).isdisjoint(_sizes(yours))
    return (forth and back) if of_a_size else (forth or back)


def _sizes(places: Sequence[str]) -> set[str]:
    return {each.partition(":")[0] for each in places}


def _countries(facts: Facts) -> set[str]:
    """Those that it names, or whose places, but for who acts."""
    acting = {f"country:{each.partition(':')[2]}" for each in facts.agents}
    return {each for each in (*facts.places, *facts.scene) if each.startswith("country:")} - acting


def denial(old: Facts, new: Facts) -> Iterator[Finding]:
    """Whether the title denies it."""
    before, now = old.headline is Stance.DENIES, new.headline is Stance.DENIES
    if before == now:
        yield "denial", None
    else:
        reason = DENIAL if now else "it was denied before"
        yield "denial", Contrast(ContrastKind.DENIAL, Verdict.UPDATE, reason)


def outcomes(old: Facts, new: Facts) -> Iterator[Finding]:
    """Which way things go."""
    for mine in old.turns:
        for yours in new.turns:
            if mine.axis == yours.axis and (mine.axis != "hold" or _are_one_side(old, new)):
                yield mine.axis, _turned(mine, yours) if mine.up != yours.up else None


def _are_one_side(old: Facts, new: Facts) -> bool:
    """Whether it is the same side that takes or leaves; what one side loses another takes."""
    mine, yours = (
        {each.partition(":")[2] for each in facts.agents if each.startswith(("take:", "quit:"))} for facts in (old, new)
    )
    return mine == yours or not mine.isdisjoint(yours)


def _turned(mine: Turn, yours: Turn) -> Contrast:
    verdict = Verdict.OTHER if mine.axis == "trend" else Verdict.UPDATE
    if mine.negated != yours.negated:
        word = (mine if mine.negated else yours).word
        return Contrast(ContrastKind.NEGATION, verdict, f"not “{word}” {'now' if yours.negated else 'before'}")
    return Contrast(ContrastKind.OUTCOME, verdict, f"“{mine.word}” before, “{yours.word}” now")


def negation(old: Facts, new: Facts) -> Iterator[Finding]:
    """Whether what one title says is what the other says is not so."""
    if "-" not in old.words and "-" not in new.words:
        return
    if Stance.DENIES in {old.headline, new.headline} or not are_alike(old, new):
        return
    for mine, yours, when in ((old.words, new.words, "before"), (new.words, old.words, "now")):
        for word in mine.split():
            if word.startswith("-") and f" {word} " in yours:
                yield word, None
            elif word.startswith("-") and f" {word[1:]} " in yours:
                yield word, Contrast(ContrastKind.NEGATION, Verdict.UPDATE, f"not “{word[1:]}…” {when}")


def subject(old: Facts, new: Facts) -> Iterator[Finding]:
    """Whom or what titles are about that are one but for that."""
    gone, come = _lacking(old, new), _lacking(new, old)
    if gone and come and _in_common(old, new) >= _HALF:
        reason = f"{come[0]} instead of {gone[0]}"
        yield "subject", Contrast(ContrastKind.SUBJECT, Verdict.OTHER, reason)
    elif len(gone) < len(old.subjects) or len(come) < len(new.subjects):
        yield "subject", None


def _lacking(one: Facts, other: Facts) -> list[str]:
    """What the title of one is about that the other may not speak of, neither in its title nor in its text."""
    spoken = (*other.subjects, *other.beside)
    return [each for each in one.subjects if not any(_may_mean(each, word) for word in spoken)]


def _may_mean(one: str, other: str) -> bool:
    """Whether two words may be of one person or thing: an official may be a minister."""
    return one == other or one in MAY_BE.get(other, ()) or other in MAY_BE.get(one, ())
