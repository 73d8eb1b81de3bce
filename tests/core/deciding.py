"""What the desk's window makes of the pairs of tests/data/pairs.txt: `python -m tests.core.deciding` prints a table.

Each half of the table is the past of the other: 300 items of the days before, by which the window knows which words
are rare. The first item of a pair comes next, in a story of its own, and twenty minutes later the second.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import timedelta
from functools import cache
from typing import Final

from bot.core.model import Item, Outlet, Relation
from bot.core.names import Names
from bot.core.stories import Placement, Window
from bot.core.stories.telling import telling
from bot.data.concepts import concepts
from bot.data.names import lexicon
from tests.core.nouns import NOW
from tests.core.pairing import Likeness, Pair, Told, pairs

STORY: Final = 100_000
"""Of the first item of a pair."""
LONG_AGO: Final = timedelta(hours=44)
PAST: Final = 300
FIRST, SECOND = Outlet("first", "The First"), Outlet("second", "The Second")


def decided(pair: Pair) -> Placement:
    """Where the window puts the second item of a pair."""
    window = past(pairs().index(pair) % 2)
    first, second = both(pair)
    window.add(first, STORY, telling(first))
    return window.decide(second)


def found(placement: Placement) -> Likeness:
    """What that makes of it; another story it is too when it belongs to one of the past."""
    if placement.story != STORY:
        return Likeness.OTHER
    return {
        Relation.COPY: Likeness.COPY,
        Relation.REPEAT: Likeness.SAME,
        Relation.UPDATE: Likeness.UPDATE,
    }[placement.relation]


def is_right(pair: Pair, placement: Placement) -> bool:
    """Whether it is what the table says."""
    return found(placement) is pair.relation


def both(pair: Pair) -> tuple[Item, Item]:
    """Its items, of two outlets, the first of now."""
    return _item(STORY, pair.first, FIRST), _item(STORY + 1, pair.second, SECOND, timedelta(minutes=20))


@cache
def past(half: int) -> Window:
    """A window that remembers items of the pairs which are not of this half.

    The first item of a pair may be added again and again: each takes the place of the one before.
    """
    window = Window(concepts(), names())
    own = {told.title for pair in pairs()[half::2] for told in (pair.first, pair.second)}
    told = [each for pair in pairs()[1 - half :: 2] for each in (pair.first, pair.second) if each.title not in own]
    for number, each in enumerate(told[:PAST], 1):
        item = _item(number, each, Outlet(f"outlet-{number % 40}", f"Outlet {number % 40}"), -LONG_AGO)
        window.add(item, number, telling(item))
    return window


@cache
def names() -> Names:
    """Those that Attribot ships with."""
    return lexicon()


def _item(number: int, told: Told, outlet: Outlet, later: timedelta = timedelta()) -> Item:
    in_title, in_text = names().mentions(told.title, told.text)
    places = dict.fromkeys(place for each in (*in_title, *in_text) for place in (each.place, *each.within))
    return Item(
        id=number,
        outlet=outlet,
        url=f"https://{outlet.id}.example/{number}",
        title=told.title,
        text=told.text,
        author="",
        published=NOW + later,
        seen=NOW + later,
        language=told.language,
        places=tuple(places),
    )


def table(chosen: Iterable[Pair]) -> Iterator[str]:
    """What became of pairs, and then those that are decided wrongly."""
    placements = [(pair, decided(pair)) for pair in chosen]
    counts = Counter((pair.relation, found(placement)) for pair, placement in placements)
    yield f"{'':8}{''.join(f'{as_found:>8}' for as_found in Likeness)}"
    for relation in Likeness:
        yield f"{relation:8}{''.join(f'{counts[relation, as_found]:>8}' for as_found in Likeness)}"
    for pair, placement in placements:
        if not is_right(pair, placement):
            yield f"\n{pair.line} {pair.relation} {pair.reason}, found {found(placement)}: {placement.reason}"
            yield from (f"  {told.language} {told.title}" for told in (pair.first, pair.second))


if __name__ == "__main__":
    print("\n".join(table(pairs())))  # noqa: T201 - it is a command
