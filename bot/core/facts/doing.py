"""What the title of an item says: who does what, which way things go, where it happens, and what is not so."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from sys import intern
from typing import Final

from bot.core.facts.actors import GENERAL
from bot.core.facts.model import Turn
from bot.core.facts.reading import Reading, Unit, apart
from bot.core.facts.senses import NOTHING
from bot.core.facts.sharing import shared
from bot.core.facts.truncating import truncated

__all__ = ["agents", "scene", "turns", "words"]

_BEFORE: Final = 5
"""Words between who acts and what is done: `Israeli air force jets overnight strike`."""
_BY: Final = 6
"""Words between what is done and `by`."""
_NAMED: Final = 4
"""Words after `by`, and after a word whose doer follows, in which the doer is named."""
_NEGATED: Final = 3
"""Words after `not`, within which it stands for a verb."""
_SPOKEN: Final = 3
"""Words between a nation and its verb of speech: `Russian defence ministry says`."""
_LEAST: Final = 3
"""Letters of a word that is kept."""
_MOST_WORDS: Final = 16
"""Words of a title that are kept."""
_OF_TOLLS: Final = frozenset({"life", "trend"})
"""Opposites that are the business of figures where a toll is told."""
_ENDING: Final = frozenset({"custody", "life", "open"})
"""Opposites of which a title that says both tells the last, `Kidnapped journalist released`; but the first where that
is a verb of now: `Belarus releases journalist jailed last year`."""
_EARLIER: Final = frozenset(
    ["after", "following", "since", "بعد", "после", "після", "nach", "apres", "tras", "depois", "dopo"]
)
"""Words after which stands what was before: `Released after arrest`."""
_LINKS: Final = frozenset(
    (
        *("de", "l", "la", "le", "les", "del", "des", "der", "die", "das", "den", "du", "d", "the", "of"),
        *("have", "has", "had", "did", "will", "to", "haben", "hat", "ont", "a", "han", "ha", "قد"),
    )
)
"""Words between what is done and who does it: `retrait de l'armée`, `rebels have entered`. None of a passive."""
_DECIDES: Final = frozenset({"consent", "sanction", "guilt"})
"""What a government does, which is called by its capital."""
_CITIES_OF_LANDS: Final = {"geo:281133": "admin:PS.GZ"}
"""Cities whose name mostly means the land around them: Gaza."""
_UNDONE: Final = re.compile(r"(?<=..)m(?:adi|edi|ayacak|eyecek|iyor|uyor|az|ez|amis|emis)(?:lar|ler)?$")
"""How folded Turkish verbs end that say that something is not so."""


def agents(reading: Reading) -> tuple[str, ...]:
    """Who does what, as far as the tables know them: `strike:IL`; each once."""
    units = reading.units
    found: dict[str, None] = {}
    for place in reading.meant:
        unit = units[place]
        if unit.sense.action:
            for doer in _exact(_doers(units, place)):
                found[intern(f"{unit.sense.action}:{doer}")] = None
    return shared(found)


def _doers(units: Sequence[Unit], place: int) -> list[str]:
    """Those who stand where who does it stands; before it first."""
    sense = units[place].sense
    before = _row(units, range(place - 1, max(place - 1 - _BEFORE, -1), -1), nouns=not sense.noun)
    if before:
        return before
    after = range(place + 1, min(place + 1 + _NAMED, len(units)))
    if sense.doer_follows and (follow := _row(units, after, nouns=True)):
        return follow
    for by in range(place + 1, min(place + 1 + _BY, len(units))):
        if units[by].sense.by:
            return _row(units, range(by + 1, min(by + 1 + _NAMED, len(units))), nouns=True)
    return []


def _row(units: Sequence[Unit], places: range, *, nouns: bool) -> list[str]:
    """The actors in a row of words that may go with them; `nouns`: whether a nation's own name counts."""
    found: list[str] = []
    shy: list[str] = []
    for place in places:
        unit, sense = units[place], units[place].sense
        near, far = (place, place + 1) if places.step < 0 else (place - 1, place)
        if apart(units[near], units[far]) and not (sense.actor and (found or shy)):
            break
        if sense.actor:
            if _acts(units, place, backwards=places.step < 0):
                (found if nouns or sense.form != "n" else shy).append(sense.actor)
        elif sense.carries:
            nouns = True
        elif not (sense.force or sense.backed or sense.negates or unit.word in _LINKS) or sense.by:
            break
    return [*found, *shy] if found else found  # beside who acts, `Israel` of `US, Israel strike Iran` does too


def _acts(units: Sequence[Unit], place: int, *, backwards: bool) -> bool:
    """Whether an actor of a row may be who acts."""
    unit = units[place]
    if place + 1 < len(units) and units[place + 1].sense.backed:
        return False
    if unit.sense.form == "x" and not unit.capitals:  # US, but not us
        return False
    return not backwards or unit.sense.form != "n" or _begins(units, place)


def _begins(units: Sequence[Unit], place: int) -> bool:
    """Whether a word may be what a sentence is about: no preposition stands before it, as in `on Lebanon kills two`."""
    if place == 0 or apart(units[place - 1], units[place]) or units[place - 1].colon:
        return True
    before = units[place - 1].sense
    return before.joins or before.speaks or before.force or bool(before.actor) or bool(before.capital)


def _exact(doers: Sequence[str]) -> list[str]:
    """Of `Syrian rebels` the rebels, of `Syrian army` Syria."""
    groups = [doer for doer in doers if not doer.isupper()]
    exact = [doer for doer in groups if doer not in GENERAL]
    rebels = [doer for doer in groups if doer in {"rebels", "militants"}]
    nations = [doer for doer in doers if doer.isupper()]
    return exact or rebels or nations or groups


def turns(reading: Reading, used: Collection[int]) -> tuple[Turn, ...]:
    """Which way it goes, by axis; `used`: places of units that a toll has."""
    units, meant = reading.units, reading.meant
    turning = [place for place in meant if units[place].sense.turns]
    if not turning or any(units[place].sense.wishes for place in meant):
        return ()
    undone = _undone(units, meant, _NEGATED)
    tolled = any(units[place].sense.victim for place in used)
    found: dict[str, Turn] = {}
    torn: set[str] = set()
    for place in turning:
        for axis, up in units[place].sense.turns:
            if tolled and axis in _OF_TOLLS:
                continue
            negated = place in undone
            turn = _turn(axis, up != negated, units[place].word, negated)
            if found.setdefault(axis, turn).up == turn.up:
                continue
            if axis not in _ENDING:
                torn.add(axis)
            elif not found[axis].word.endswith("s") and not any(unit.word in _EARLIER for unit in units[:place]):
                found[axis] = turn
    return shared(turn for turn in found.values() if turn.axis not in torn)


@lru_cache(maxsize=4096)
def _turn(axis: str, up: bool, word: str, negated: bool) -> Turn:  # noqa: FBT001 - a table's row
    """One that is kept once for all items that tell it."""
    return Turn(axis, up, word, negated)


def _undone(units: Sequence[Unit], meant: Sequence[int], back: int) -> frozenset[int]:
    """Places of the words that a `not` stands for: the next one with a sense of its own, or the `back` ones before."""
    found: set[int] = set()
    for place in meant:
        sense = units[place].sense
        if sense.negates:
            for after in range(place + 1, min(place + 1 + _NEGATED, len(units))):
                found.add(after)
                if not units[after].sense.fills:
                    break
        if sense.negates_before:
            found.update(range(max(place - back, 0), place))
    return frozenset(found)


def words(reading: Reading, language: str) -> str:
    """The beginnings of the words of a title, a space around each; `-` before what is not so."""
    units = reading.units
    undone = _undone(units, reading.meant, 1)
    kept: list[str] = []
    for place, unit in enumerate(units):
        sense, word = unit.sense, unit.word
        if unit.quantity or len(word) < _LEAST or (sense is not NOTHING and (sense.fills or sense.negates)):
            continue
        ending = _UNDONE.search(word) if language[:2].lower() == "tr" else None
        if ending:
            kept.append("-" + truncated(word[: ending.start()]))
        else:
            kept.append("-" + truncated(word) if place in undone else truncated(word))
    return f" {' '.join(kept[:_MOST_WORDS])} " if kept else ""


def scene(
    units: Sequence[Unit], named: Sequence[str], places: Collection[str], doers: Sequence[str]
) -> tuple[str, ...]:
    """Where it happens: the places of the title but for nations that act or speak there."""
    if not named:
        return ()
    gone = {f"country:{doer.partition(':')[2]}" for doer in doers}
    gone.update(_speakers(units))
    kept = [_CITIES_OF_LANDS.get(place, place) for place in dict.fromkeys(named) if place not in gone]
    if any(unit.sense.region for unit in units):
        kept = _lands(kept, places)
    return shared(map(intern, kept))


def _lands(kept: list[str], places: Collection[str]) -> list[str]:
    """The land around the city where one city and one land are named: `Hama countryside`."""
    lands = [place for place in places if place.startswith("admin:")]
    cities = [place for place in kept if place.startswith("geo:")]
    return [*lands, *(place for place in kept if place not in cities)] if len(lands) == len(cities) == 1 else kept


def _speakers(units: Sequence[Unit]) -> Iterator[str]:
    """Ids of nations and capitals that speak."""
    speaks = False
    for place in range(len(units) - 1, -1, -1):
        sense = units[place].sense
        if sense.capital:
            last = min(place + 3, len(units))
            decides = any(_decides(units[after]) for after in range(place + 1, last))
            if speaks := speaks or decides or units[place].colon:
                yield from sense.capital
        elif sense.actor:
            if any(unit.sense.speaks for unit in units[place + 1 : place + 1 + _SPOKEN]):
                yield f"country:{sense.actor}"
        elif not sense.joins:
            speaks = False


def _decides(unit: Unit) -> bool:
    return unit.sense.speaks or any(axis in _DECIDES for axis, _ in unit.sense.turns)
