"""Gathers the facts of an item."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from sys import intern
from typing import Final

from bot.core.facts.counted import VICTIMS
from bot.core.facts.doing import agents, scene, turns, words
from bot.core.facts.figures import Counting, figures
from bot.core.facts.model import Facts, Figure
from bot.core.facts.reading import Reading, read
from bot.core.facts.sharing import shared
from bot.core.facts.stance import LEAD, Manner, shown, stance_of
from bot.core.model import Stance

__all__ = ["facts"]

_MOST_TITLE: Final = 400
"""Characters of a title that are read; posts without a title have their first lines there."""
_OF_TEXTS: Final = frozenset({*VICTIMS, "magnitude"})
"""Kinds of figures that a text is believed for: all others may be of anything it tells beside."""


def facts(title: str, text: str, places: Collection[str], named: Sequence[str], language: str = "") -> Facts:
    """Those of an item.

    `places` are the ids of the places that it names and of what they lie in, `named` of those named in its title.
    """
    first, rest = read(title[:_MOST_TITLE], language), read(text[:LEAD], language)
    told = figures(first)
    doers = agents(first)
    signs, more = shown(first), shown(rest)
    headline = stance_of(signs)
    nations = (f"country:{unit.sense.actor}" for unit in first.units if unit.sense.actor.isupper())
    return Facts(
        places=shared(map(intern, dict.fromkeys((*places, *nations)))),
        scene=scene(first.units, named, places, doers),
        figures=_told(told, figures(rest)),
        stance=stance_of(Manner(signs.denies or more.denies, signs.hedges or more.hedges)),
        headline=headline,
        turns=() if headline is Stance.DENIES else turns(first, told.used),
        agents=doers,
        subjects=_subjects(first),
        beside=_subjects(rest),
        words=words(first, language),
    )


def _subjects(reading: Reading) -> tuple[str, ...]:
    return shared(dict.fromkeys(filter(None, (reading.units[place].sense.subject for place in reading.meant))))


def _told(title: Counting, text: Counting) -> tuple[Figure, ...]:
    """The figures of the title, then what the text adds of tolls."""
    kinds = {figure.kind for figure in title.figures}
    added = (each for each in text.figures if each.kind not in kinds and each.kind.partition(" ")[0] in _OF_TEXTS)
    return shared((*title.figures, *added))
