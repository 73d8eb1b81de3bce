"""What is known of a story by all who tell it: the same when an item comes as when it is looked for later."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from functools import cache, lru_cache
from typing import Final

from bot.core.claims import Speakers, agencies, agency_name, chain, is_hearsay
from bot.core.facts.sharing import shared
from bot.core.facts.stance import manner, stance_of
from bot.core.model import Citation, Evidence, Item, Outlet, Stance, Telling
from bot.core.naming import slug
from bot.core.origins import origins
from bot.core.stories.headings import own_words
from bot.core.text.clean import clean
from bot.core.text.fold import fold

__all__ = ["Teller", "evidence", "telling", "unheard"]

_COUNTRY: Final = "country:"
"""What stands before the code of a country in the id of a place."""
_LONGEST: Final = 200
"""Characters of the name of somebody whose words are passed on."""
_KEPT: Final = 4_096
"""Outlets whose keys, and what else they have alike in all their items, are kept once."""


class Teller:
    """Says how items tell their stories, by what is known of those who are cited.

    Who is no outlet of these has the same key all the same, whoever cites him; it is only not known whose he is.
    """

    def __init__(self, outlets: Iterable[Outlet] = ()) -> None:
        """`outlets`: those that may be cited, as the catalogue has them."""
        known = [*outlets]
        self._speakers: Final = Speakers({outlet.name: outlet.id for outlet in known})
        self._known: Final = lru_cache(maxsize=_KEPT)(self._look_up)
        self._families: Final[dict[str, str]] = {}
        for outlet in known:
            self._families.setdefault(self.key(outlet), outlet.owner or outlet.id)

    def telling(self, item: Item, copy_of: int | None = None, stance: Stance | None = None) -> Telling:
        """How an item tells its story.

        `copy_of`: the item whose words it has; `stance`: how it stands to what it tells, where that was read already.
        """
        cited = self._chain(item)
        found = stance or stance_of(manner(own_words(item), item.text, item.language))
        return replace(
            unheard(item),
            copy_of=copy_of,
            chain=cited,
            stance=Stance.HEDGES if found is Stance.ASSERTS and is_hearsay(cited) else found,
            key=self.key(item.outlet),
        )

    def key(self, outlet: Outlet) -> str:
        """That under which others cite an outlet."""
        return self._known(outlet.name, outlet.country, outlet.id)

    def _look_up(self, name: str, country: str, outlet: str) -> str:
        return self._speakers.key_of(name, country) or f"outlet:{outlet}"

    def _chain(self, item: Item) -> tuple[Citation, ...]:
        """Whom it cites, the nearest first, each once: whose words it passes on, who signs them, who speaks in them."""
        outlet = item.outlet
        own = self.key(outlet)
        passed_on = [*self._passed_on(item)]
        known = {own, *(each.key for each in passed_on)}
        spoken = chain(item.title, item.text, item.language, self._speakers, country=_country(item), own=own)
        said = [each for each in spoken if not each.key or each.key not in known]
        known.update(each.key for each in said)
        signed = [Citation(agency_name(key), key, "") for key in agencies(item.title, item.text, item.author)]
        others = [each for each in signed if each.key not in known and not self._is_of(each.key, outlet)]
        cited = (*passed_on, *others, *said)
        return shared(replace(each, family=owner) if (owner := self._family(each)) else each for each in cited)

    def _family(self, cited: Citation) -> str:
        return self._families.get(cited.key, "")

    def _is_of(self, key: str, outlet: Outlet) -> bool:
        """Whether an agency is of one house with an outlet, whose reports it signs."""
        return self._families.get(key) == (outlet.owner or outlet.id)

    def _passed_on(self, item: Item) -> Iterator[Citation]:
        """Whose words these are, where a post or an aggregator says that they are another's."""
        name = " ".join(clean(item.reposts or item.publisher)[:_LONGEST].split())
        if name and fold(name) != fold(item.outlet.name):
            key = self._speakers.key_of(name, item.outlet.country)
            yield Citation(name, key or f"outlet:{slug(name) or fold(name)}", "")


def unheard(item: Item) -> Telling:
    """What is known of how an item tells its story before any of its words is read: who tells it, and when."""
    outlet = item.outlet
    return Telling(
        item=item.id,
        outlet=outlet.id,
        family=outlet.owner or outlet.id,
        at=item.published,
        tellers=_tellers((outlet.id, *(carrier.id for carrier in item.carriers))),
    )


def telling(item: Item, copy_of: int | None = None) -> Telling:
    """The same by what is known without a catalogue: for what no desk has read yet."""
    return _stranger().telling(item, copy_of)


@cache
def _stranger() -> Teller:
    return Teller()


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


def _country(item: Item) -> str:
    """Whose ministries it means where it does not say: the one country it is about, else that of its outlet."""
    about = {place.removeprefix(_COUNTRY) for place in item.places if place.startswith(_COUNTRY)}
    return about.pop() if len(about) == 1 else item.outlet.country


@lru_cache(maxsize=_KEPT)
def _tellers(ids: tuple[str, ...]) -> frozenset[str]:
    """Kept once for all items of an outlet that nobody else carries."""
    return frozenset(ids)
