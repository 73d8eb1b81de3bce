"""How an item tells its story, and what is known of one by all who do."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.core.model import Citation, Evidence, Item, Outlet, Stance, Telling
from bot.core.origins import origins
from bot.core.stories import Teller
from bot.core.stories.telling import evidence, telling
from tests.core.nouns import MAYADEEN, NOW, SANA, an_item

STATE = "Syrian government"
SANA_EN = Outlet("sana-en", "SANA", country="SY", owner=STATE)
SANA_AR = Outlet("sana-ar", "SANA Arabic", country="SY", owner=STATE)
MINISTRY = Outlet("sy-defence", "Syrian Ministry of Defence", country="SY", owner=STATE)
REUTERS = Outlet("reuters", "Reuters", country="GB", owner="Thomson Reuters")
SOHR = Outlet("sohr", "Syrian Observatory for Human Rights", country="GB")
IDF = Outlet("idf", "Israel Defense Forces", country="IL", owner="Israeli government")
JAZEERA = Outlet("aljazeera-en", "Al Jazeera", country="QA", owner="Al Jazeera Media Network")
X, Y = Outlet("x", "Daily X", country="FR"), Outlet("y", "Weekly Y", country="DE")
TELLER = Teller((SANA_EN, SANA_AR, MINISTRY, REUTERS, SOHR, IDF, JAZEERA))


def keys(item: Item) -> list[str]:
    return [each.key for each in TELLER.telling(item).chain]


def voices(*items: Item) -> list[str]:
    return [origin.key for origin in origins(map(TELLER.telling, items)).asserting]


def test_a_telling_is_of_an_outlet_its_owner_and_those_that_carry_it() -> None:
    owned = replace(SANA, owner="Syrian government")
    item = an_item(7, outlet=owned, title="Bridge opens in Hama", carriers=(MAYADEEN,), published=NOW)
    assert telling(item, 3) == Telling(
        7,
        "sana-en",
        "Syrian government",
        NOW,
        frozenset({"sana-en", "mayadeen"}),
        copy_of=3,
        key="agency:sana",
    )
    assert telling(an_item(outlet=MAYADEEN)).family == "mayadeen"


@pytest.mark.parametrize(
    ("title", "stance"),
    [
        ("Army enters Hama", Stance.ASSERTS),
        ("Army reportedly enters Hama", Stance.HEDGES),
        ("Army claims advance near Hama", Stance.HEDGES),
        ("Hama fell, according to unconfirmed reports", Stance.HEDGES),
        ("Unconfirmed: a convoy was hit on the road from Hama", Stance.HEDGES),
        ("Army denies it enters Hama", Stance.DENIES),
        ("Kremlin denies: no ship was hit in the port of Tartus", Stance.DENIES),
        ("Army reportedly denies it enters Hama", Stance.DENIES),
    ],
)
def test_its_stance_is_told_by_its_words(title: str, stance: Stance) -> None:
    assert telling(an_item(title=title)).stance is stance


def test_a_stance_that_is_known_already_is_not_read_again() -> None:
    assert TELLER.telling(an_item(title="Army enters Hama"), stance=Stance.DENIES).stance is Stance.DENIES


@pytest.mark.parametrize(
    ("named", "chain"),
    [
        ({}, ()),
        ({"publisher": "Thomson  Reuters"}, (Citation("Thomson Reuters", "agency:reuters", ""),)),
        ({"reposts": "Lina H.", "publisher": "Reuters"}, (Citation("Lina H.", "name:lina h", ""),)),
        ({"reposts": "قناة الإخبارية"}, (Citation("قناة الإخبارية", "name:al ikhbariyah syria", ""),)),
        ({"reposts": "source_x"}, (Citation("source_x", "outlet:source-x", ""),)),
        ({"publisher": "sana ENGLISH"}, ()),
    ],
)
def test_whose_words_it_passes_on_is_cited(named: dict[str, Any], chain: tuple[Citation, ...]) -> None:
    assert telling(an_item(title="Bridge opens in Hama", **named)).chain == chain


def test_who_passes_it_on_who_signs_it_and_who_speaks_in_it_are_cited_in_this_order() -> None:
    text = "DAMASCUS (AFP) - Three rockets were shot down, the Syrian defence ministry said on Monday."
    item = an_item(outlet=X, title="Rockets shot down over Hama", text=text, reposts="Enab Baladi")
    chain = TELLER.telling(item).chain
    assert [(each.name, each.key, each.cue) for each in chain] == [
        ("Enab Baladi", "name:enab baladi", ""),
        ("AFP", "agency:afp", ""),
        ("the Syrian defence ministry", "body:defence-ministry.SY", "said"),
    ]
    assert [each.family for each in chain] == ["", "", STATE]


def test_who_is_said_to_speak_is_not_cited_again_for_signing() -> None:
    text = "Three rockets were shot down, Reuters reported.\n(Reuters)"
    assert keys(an_item(outlet=X, title="Rockets over Hama", text=text)) == ["agency:reuters"]
    passed = an_item(outlet=X, title="Rockets over Hama", text=text, publisher="Reuters")
    assert keys(passed) == ["agency:reuters"]


def test_nobody_cites_himself_nor_the_house_that_he_is_of() -> None:
    text = "Damascus, SANA – Three rockets were shot down over Hama."
    assert keys(an_item(outlet=SANA_EN, title="Rockets over Hama, SANA reports", text=text)) == []
    assert keys(an_item(outlet=SANA_AR, title="صواريخ فوق حماة", text="دمشق-سانا أسقطت الدفاعات الجوية صواريخ")) == []


def test_who_has_no_name_is_cited_without_a_key() -> None:
    nameless = Outlet("z", "")
    for outlet in (X, nameless):
        item = an_item(outlet=outlet, title="Rockets over Hama, sources say")
        assert [(each.name, each.key) for each in TELLER.telling(item).chain] == [("sources", "")]
        assert not evidence([TELLER.telling(item)], update=False).unconfirmed


def test_who_leans_on_posts_alone_vouches_for_nothing() -> None:
    item = an_item(title="Rockets over Hama, social media users say")
    assert evidence([TELLER.telling(item)], update=False).unconfirmed


@pytest.mark.parametrize(
    ("places", "country", "key"),
    [
        (("geo:170017", "country:SY"), "QA", "body:defence-ministry.SY"),
        (("country:SY", "country:IL"), "QA", "body:defence-ministry.QA"),
        ((), "QA", "body:defence-ministry.QA"),
    ],
)
def test_a_ministry_is_that_of_the_one_country_told_of_else_of_the_outlet(
    places: tuple[str, ...], country: str, key: str
) -> None:
    outlet = Outlet("z", "Z", country=country)
    assert keys(an_item(outlet=outlet, title="Rockets shot down, defence ministry says", places=places)) == [key]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (
            an_item(1, outlet=SANA_EN, title="Three rockets shot down over Hama"),
            an_item(2, outlet=X, title="Three rockets shot down over Hama, SANA reports"),
        ),
        (
            an_item(1, outlet=SANA_AR, title="إسقاط ثلاثة صواريخ فوق حماة", language="ar"),
            an_item(2, outlet=X, title="حماة", text="أسقطت ثلاثة صواريخ فوق حماة نقلا عن وكالة سانا", language="ar"),
        ),
        (
            an_item(1, outlet=SOHR, title="Seven killed in strike near Hama"),
            an_item(2, outlet=X, title="Seven killed in strike near Hama, Syrian Observatory says"),
        ),
        (
            an_item(1, outlet=SOHR, title="Seven killed in strike near Hama"),
            an_item(2, outlet=X, title="حماة", text="قال المرصد السوري إن سبعة قتلوا قرب حماة", language="ar"),
        ),
        (
            an_item(1, outlet=IDF, title="Commander killed in strike"),
            an_item(2, outlet=X, title="Commander killed in strike, Israeli army says"),
        ),
        (
            an_item(1, outlet=REUTERS, title="Talks resume in Geneva"),
            an_item(2, outlet=X, title="Talks resume in Geneva", text="GENEVA (Reuters) - Talks resumed on Monday."),
        ),
        (
            an_item(1, outlet=JAZEERA, title="Talks resume in Geneva"),
            an_item(2, outlet=X, title="جنيف", text="استؤنفت المحادثات بحسب قناة الجزيرة", language="ar"),
        ),
    ],
)
def test_who_tells_it_and_who_cites_him_are_one_origin(first: Item, second: Item) -> None:
    assert voices(first, second) == voices(first) == [f"family:{first.outlet.owner or first.outlet.id}"]
    assert len(voices(first, replace(second, title="Rockets", text=""))) == 2


@pytest.mark.parametrize("outlets", [(X, Y), (Outlet("tass-en", "TASS"), Outlet("irna-en", "IRNA"))])
def test_two_that_cite_one_ministry_are_one_origin(outlets: tuple[Outlet, Outlet]) -> None:
    first, second = outlets
    english = an_item(1, outlet=first, title="Rockets shot down, Syrian defence ministry says")
    arabic = an_item(
        2, outlet=second, title="إسقاط صواريخ", text="قالت وزارة الدفاع السورية إنها أسقطت صواريخ", language="ar"
    )
    assert voices(english, arabic) == [f"family:{STATE}"]
    assert [origin.name for origin in origins(map(TELLER.telling, (english, arabic))).asserting] == [
        "Syrian defence ministry"
    ]
    knows_nobody = Teller()
    told = origins(map(knows_nobody.telling, (english, arabic)))
    assert [origin.key for origin in told.asserting] == ["body:defence-ministry.SY"]


def test_who_cites_an_outlet_and_who_cites_another_of_its_owner_have_one_origin() -> None:
    cited = an_item(1, outlet=X, title="Rockets shot down, SANA reports")
    other = an_item(2, outlet=Y, title="Rockets shot down, Syrian Ministry of Defence says")
    assert voices(cited, other) == [f"family:{STATE}"]
    assert voices(cited, an_item(2, outlet=MINISTRY, title="Rockets shot down")) == [f"family:{STATE}"]


def test_whoever_cites_a_house_goes_back_to_whom_its_other_outlet_cites() -> None:
    arabic = an_item(1, outlet=SANA_AR, title="Talks resume, Kremlin says")
    assert voices(arabic, an_item(2, outlet=X, title="Talks resume, SANA reports")) == ["body:presidency.RU"]


def test_an_outlet_of_no_catalogue_is_known_by_its_name_to_those_who_cite_it() -> None:
    told = [an_item(1, outlet=SOHR, title="Seven killed"), an_item(2, outlet=X, title="Seven killed, SOHR says")]
    assert [origin.key for origin in origins(map(Teller().telling, told)).asserting] == ["family:sohr"]


def test_what_an_aggregator_passes_on_goes_back_to_its_publisher() -> None:
    google = Outlet("google", "Google News")
    told = [
        telling(an_item(1, outlet=REUTERS, title="Bridge opens in Hama")),
        telling(an_item(2, outlet=google, title="Bridge opens in Hama", publisher="Reuters")),
        telling(an_item(3, outlet=google, title="Bridge opens in Hama", publisher="AP")),
    ]
    assert evidence(told, update=True) == Evidence(sources=2, origins=2, update=True)


def test_a_story_that_nobody_vouches_for_has_somebody_who_tells_it() -> None:
    hedged = replace(telling(an_item()), stance=Stance.HEDGES)
    denied = replace(telling(an_item(2, outlet=MAYADEEN)), stance=Stance.DENIES)
    assert evidence([hedged], update=False) == Evidence(unconfirmed=True)
    assert evidence([denied], update=False) == Evidence(denied=True)
    assert evidence([hedged, denied], update=False) == Evidence(sources=2, denied=True, unconfirmed=True)
