"""How an item tells its story, and what is known of one by all who do."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.core.model import Citation, Evidence, Outlet, Stance, Telling
from bot.core.stories.telling import evidence, telling
from tests.core.nouns import MAYADEEN, NOW, SANA, an_item


def test_a_telling_is_of_an_outlet_its_owner_and_those_that_carry_it() -> None:
    owned = replace(SANA, owner="Syrian government")
    item = an_item(7, outlet=owned, carriers=(MAYADEEN,), published=NOW)
    assert telling(item, 3) == Telling(
        7, "sana-en", "Syrian government", NOW, frozenset({"sana-en", "mayadeen"}), copy_of=3
    )
    assert telling(an_item(outlet=MAYADEEN)).family == "mayadeen"


@pytest.mark.parametrize(
    ("title", "stance"),
    [
        ("Army enters Hama", Stance.ASSERTS),
        ("Army reportedly enters Hama", Stance.HEDGES),
        ("Army denies it enters Hama", Stance.DENIES),
        ("Army reportedly denies it enters Hama", Stance.DENIES),
    ],
)
def test_its_stance_is_told_by_its_words(title: str, stance: Stance) -> None:
    assert telling(an_item(title=title)).stance is stance


@pytest.mark.parametrize(
    ("named", "chain"),
    [
        ({}, ()),
        ({"publisher": "Thomson  Reuters"}, (Citation("Thomson Reuters", "outlet:thomson-reuters", ""),)),
        ({"reposts": "Lina H.", "publisher": "Reuters"}, (Citation("Lina H.", "outlet:lina-h", ""),)),
        ({"reposts": "قناة الإخبارية"}, (Citation("قناة الإخبارية", "outlet:قناه الاخباريه", ""),)),
        ({"publisher": "sana ENGLISH"}, ()),
    ],
)
def test_whose_words_it_passes_on_is_cited(named: dict[str, Any], chain: tuple[Citation, ...]) -> None:
    assert telling(an_item(**named)).chain == chain


def test_what_an_aggregator_passes_on_goes_back_to_its_publisher() -> None:
    google = Outlet("google", "Google News")
    told = [
        telling(an_item(1, outlet=Outlet("reuters", "Reuters"))),
        telling(an_item(2, outlet=google, publisher="Reuters")),
        telling(an_item(3, outlet=google, publisher="AP")),
    ]
    assert evidence(told, update=True) == Evidence(sources=2, origins=2, update=True)


def test_a_story_that_nobody_vouches_for_has_somebody_who_tells_it() -> None:
    hedged = replace(telling(an_item()), stance=Stance.HEDGES)
    denied = replace(telling(an_item(2, outlet=MAYADEEN)), stance=Stance.DENIES)
    assert evidence([hedged], update=False) == Evidence(unconfirmed=True)
    assert evidence([denied], update=False) == Evidence(denied=True)
    assert evidence([hedged, denied], update=False) == Evidence(sources=2, denied=True, unconfirmed=True)
