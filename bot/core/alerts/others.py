"""Who else tells a story: in the same words, from the same origin, from another, with a hedge, or to deny it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from bot.core.alerts.standing import caller, lowered
from bot.core.alerts.voices import Voice, spoken, voice
from bot.core.alerts.writing import more, named, speaker, tidy
from bot.core.message import Span
from bot.core.model import Item, Telling
from bot.core.origins import Origin, Origins
from bot.core.text.fold import fold

__all__ = ["citing", "others"]

_MOST: Final = 3
"""Outlets named in a line."""
_MOST_CITED: Final = 2
_JOIN: Final = "; "
"""Between outlets: a comma is part of many a name."""
_CITED: Final = 32
"""Names that are cited, and characters of each."""
_SAME, _ALSO, _APART, _HEDGED, _DENIED = "Also, in the same words", "Also", "Independently", "With a hedge", "Denied by"
_ORDER: Final = (_SAME, _ALSO, _APART, _HEDGED, _DENIED)
_OF_UPDATES: Final = {_APART: "The story is told by", _HEDGED: "The story is told with a hedge by"}
"""Heads under what changes a story: who tells the story need not tell the change."""


def citing(telling: Telling, item: Item) -> tuple[str, ...]:
    """Whom an item cites: `citing SANA`, or `citing sources` where nobody has a name.

    But for whose words it passes on, who stands beside its outlet already.
    """
    passed_on = fold(voice(item).publisher)
    chain = [each for each in telling.chain if each.key] or telling.chain
    written = (tidy(lowered(each.name), _CITED) for each in chain if fold(each.name) != passed_on)
    cited: list[str] = []
    for name in filter(None, written):
        if not any(fold(name) in fold(other) for other in cited):  # an official, of an official of the ministry
            cited.append(name)
    return tuple(f"citing {name}" for name in cited[:_MOST_CITED])


def others(items: Sequence[Item], known: Origins, *, update: bool = False) -> list[list[Span]]:
    """Who else tells it, besides the first of these items: a line for each way in which they stand to that.

    `update`: whether the first of them changes the story: the others need not vouch for the change.
    """
    said: dict[str, list[str]] = {}
    for head, words in _sorted(items, known):
        said.setdefault(head, []).append(words)
    called = caller(items, lambda name: tidy(name, _CITED))
    own = _origins_of(known).get(items[0].id)
    ends = {_ALSO: f" — same origin ({called(own[1])})"} if own else {}
    heads = _OF_UPDATES if update else {}
    lines = [
        f"{heads.get(head, head)}: {_JOIN.join(said[head][:_MOST])}{more(len(said[head]) - _MOST)}{ends.get(head, '')}"
        for head in _ORDER
        if head in said
    ]
    return [[Span(line)] for line in lines]


def _sorted(items: Sequence[Item], known: Origins) -> Iterator[tuple[str, str]]:
    """Each other voice with the head of its line; of an origin of its own only the first."""
    origins = _origins_of(known)
    own = origins.get(items[0].id)
    told = {each.item: each for each in known.tellings}
    shown: set[str] = set()
    for each, item in spoken(items)[1:]:
        carries = each.outlet.id != item.outlet.id
        telling, of = told.get(item.id), origins.get(item.id)
        if of is None or telling is None or (of == own and (carries or telling.copy_of is not None)):
            yield _SAME, _written(each, *_fate(item))
        elif of == own:
            yield _ALSO, _written(each, *citing(telling, item), *_fate(item))
        elif of[1].key not in shown:
            shown.add(of[1].key)
            yield of[0], _written(each, *citing(telling, item), *_fate(item))


def _fate(item: Item) -> tuple[str, ...]:
    return ("deleted since",) if item.withdrawn else ()


def _origins_of(known: Origins) -> dict[int, tuple[str, Origin]]:
    """The origin of each item, and how it stands to the story."""
    groups = {_APART: known.asserting, _HEDGED: known.hedging, _DENIED: known.denying}
    return {each.item: (head, origin) for head, found in groups.items() for origin in found for each in origin.tellings}


def _written(voice: Voice, *cited: str) -> str:
    return " · ".join((speaker(voice, named), *cited))
