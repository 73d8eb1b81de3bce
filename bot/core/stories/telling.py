"""What is known of a story by all who tell it: the same when an item comes as when it is looked for later."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import lru_cache

from bot.core.model import Citation, Evidence, Item, Stance, Telling
from bot.core.naming import slug
from bot.core.origins import origins
from bot.core.stories.stance import stance
from bot.core.text.clean import clean
from bot.core.text.fold import fold

__all__ = ["evidence", "telling"]


def telling(item: Item, copy_of: int | None = None) -> Telling:
    """How an item tells its story; `copy_of`: the item whose words it has."""
    outlet = item.outlet
    return Telling(
        item=item.id,
        outlet=outlet.id,
        family=outlet.owner or outlet.id,
        at=item.published,
        tellers=_tellers((outlet.id, *(carrier.id for carrier in item.carriers))),
        copy_of=copy_of,
        chain=tuple(_passed_on(item)),
        stance=_stance(item),
    )


def evidence(told: Collection[Telling], *, update: bool) -> Evidence:
    """What is known of a story that is told so; at least one telling.

    `update`: whether the item in question changes what was told before.
    """
    known = origins(told)
    return Evidence(
        sources=known.sources,
        origins=max(1, known.number),
        denied=bool(known.denying),
        unconfirmed=bool(known.hedging) and not known.asserting,
        update=update,
    )


@lru_cache(maxsize=4_096)
def _tellers(ids: tuple[str, ...]) -> frozenset[str]:
    """Kept once for all items of an outlet that nobody else carries."""
    return frozenset(ids)


def _stance(item: Item) -> Stance:
    """A denial with a hedge in it is a denial."""
    found = stance(item.title, item.text)
    if found.denies:
        return Stance.DENIES
    return Stance.HEDGES if found.hedges else Stance.ASSERTS


def _passed_on(item: Item) -> Iterator[Citation]:
    """Whose words these are, where a post or an aggregator says that they are another's."""
    name = " ".join(clean(item.reposts or item.publisher).split())
    if name and fold(name) != fold(item.outlet.name):
        yield Citation(name, f"outlet:{slug(name) or fold(name)}", "")
