"""One key for one speaker, whatever he is called."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.claims import Speakers

SPEAKERS = Speakers({"Enab Baladi": "enabbaladi-en", "Al Jazeera": "aljazeera-en", "Bint Jbeil News": "bintjbeil"})


@pytest.mark.parametrize(
    ("key", "spellings"),
    [
        (
            "agency:reuters",
            "Reuters / REUTERS / the Reuters news agency / وكالة رويترز / Рейтер / a Reuters correspondent",
        ),
        ("agency:ap", "AP / the AP / Associated Press / The Associated Press / أسوشيتد برس"),
        ("agency:sana", "SANA / سانا / وكالة سانا / the Syrian Arab News Agency / state news agency SANA / САНА"),
        ("outlet:aljazeera-en", "Al Jazeera / Al-Jazeera / قناة الجزيرة / Аль-Джазира / the Qatari channel Al Jazeera"),
        ("outlet:enabbaladi-en", "Enab Baladi / عنب بلدي / صحيفة عنب بلدي"),
        ("outlet:bintjbeil", "Bint Jbeil News"),
        ("name:al mayadeen", "Al Mayadeen / الميادين / the Lebanese channel Al-Mayadeen / قناة الميادين"),
        ("name:the washington post", "The Washington Post / Washington Post / صحيفة واشنطن بوست"),
        ("body:sohr", "SOHR / the Syrian Observatory for Human Rights / المرصد السوري / للمرصد السوري لحقوق الإنسان"),
        ("body:who", "WHO / the WHO / the World Health Organization / منظمة الصحة العالمية / ВОЗ"),
        ("body:un", "the UN / United Nations / الأمم المتحدة / ООН / UN Secretary-General Jane Doe"),
        (
            "body:army.IL",
            "IDF / the Israeli military / Israel's army / جيش الاحتلال / the Israel Defense Forces / צה\"ל",
        ),
        ("body:hamas", "Hamas / حماس / ХАМАС / a Hamas official"),
        ("body:defence-ministry.SY", "Syrian defence ministry / the Syrian Ministry of Defense / Минобороны Сирии"),
        (
            "body:defence-ministry.SY",
            "وزارة الدفاع السورية / министерство обороны Сирии / a Syrian defence ministry source",
        ),
        ("body:defence-ministry.SY", "ministère syrien de la Défense / the Syrian defence minister"),
        ("body:presidency.RU", "the Kremlin / Кремль / الكرملين / Kremlin spokesman Jane Doe"),
        ("body:presidency.US", "White House / the White House / البيت الأبيض / Белый дом / das Weiße Haus"),
        ("body:defence-ministry.US", "the Pentagon / البنتاغون / Пентагон / the US Defense Department"),
        ("body:foreign-ministry.US", "State Department / the U.S. State Department / Госдеп"),
        ("body:foreign-ministry.RU", "МИД РФ / Russian foreign ministry / وزارة الخارجية الروسية"),
        ("body:health-ministry.PS", "Gaza's health ministry / وزارة الصحة في غزة / the Palestinian health ministry"),
        ("body:state-media.IR", "Iranian state TV / Iran's state media"),
        ("body:police.GB", "UK police / British police / London police"),
        ("body:government.IL", "Israel / the Israeli government / Израиль / إسرائيل"),
        ("body:government.US", "US / the U.S. / the United States"),
        ("body:government.GB", "the UK"),
        ("body:presidency.UA", "el presidente de Ucrania / the Ukrainian president"),
        ("body:government.EG", "Z kolei Egipt"),
        (
            "name:vladimir putin",
            "Vladimir Putin / President Vladimir Putin / Russian President Vladimir Putin / Владимир Путин",
        ),
        (
            "name:dmitry peskov",
            "Dmitry Peskov / Дмитрий Песков / пресс-секретарь президента Дмитрий Песков / Дмитрий Песков в интервью",
        ),
        (
            "name:bashar al assad",
            "Bashar al-Assad / the former Syrian president Bashar al-Assad / Bashar al-Assad’s / Bashar al-Assad de",
        ),
        ("name:israel katz", "Israel Katz / Israeli Defence Minister Israel Katz"),
        ("name:jane doe", "Jane Doe / Dr Jane Doe / Sen. Jane Doe, R-Fla. / Jane Doe of Delaware / Jane Doe (R-Ohio)"),
        ("name:احمد الشرع", "أحمد الشرع / الرئيس السوري أحمد الشرع"),
        ("name:anna popova", "Anna Popova / Анна Попова / глава Роспотребнадзора Анна Попова"),
        ("name:air france", "Air France / the company Air France"),
        ("name:عباس عراقجي", "وزير الخارجية الإيراني عباس عراقجي"),
    ],
)
def test_one_speaker_has_one_key(key: str, spellings: str) -> None:
    assert {spelling: SPEAKERS.key_of(spelling) for spelling in spellings.split(" / ")} == dict.fromkeys(
        spellings.split(" / "), key
    )


@pytest.mark.parametrize(
    ("key", "spellings"),
    [
        (
            "body:defence-ministry.SY",
            "a defence ministry source / a source in the defence ministry / مصدر في وزارة الدفاع",
        ),
        ("body:army.SY", "the army / مصدر عسكري / военные / das Militär / ordu"),
        ("body:police.SY", "police / a police spokesman / police chief Jane Doe / полиция"),
        ("body:presidency.SY", "the presidency / the president / رئاسة الجمهورية"),
        ("body:prime-minister.SY", "the prime minister / the prime minister's office / رئيس الوزراء"),
        ("body:defence-ministry.SY", "Milli Savunma Bakanlığı / Verteidigungsministerium / משרד הביטחון / وزارت دفاع"),
        ("body:defence-ministry.SY", "MSB / министр обороны / Ministerio de Defensa / ministero della Difesa"),
    ],
)
def test_whose_organ_it_is_comes_from_the_item_where_the_words_do_not_say(key: str, spellings: str) -> None:
    for spelling in spellings.split(" / "):
        assert SPEAKERS.key_of(spelling, "SY") == key, spelling
        assert SPEAKERS.key_of(spelling) == key.removesuffix(".SY"), spelling


@pytest.mark.parametrize(
    ("key", "spellings"),
    [
        ("name:governor hama", "the governor of Hama / The governor of Hama province / the governor of Hama, Jane Doe"),
        ("name:hospital hama", "the hospital in Hama / The head of the hospital in Hama"),
        ("name:university hama", "the University of Hama / The University of Hama"),
        ("name:mayor london", "the mayor of London / Mayor of London"),
        ("name:bank england", "the Bank of England"),
        ("name:maire lyon", "le maire de Lyon"),
        ("name:jane doe", "a lawyer for Jane Doe / Jane Doe of the University of Hama"),
        ("body:army.SY", "the head of the Syrian army"),
    ],
)
def test_who_is_told_by_a_place_is_not_the_place(key: str, spellings: str) -> None:
    for spelling in spellings.split(" / "):
        assert SPEAKERS.key_of(spelling) == key, spelling


NOBODY = """
a source|sources|two officials familiar with the talks|US officials|social media|local media|witnesses|reports
Brokers|Two shopkeepers
residents of Hama|people familiar with the matter|a spokesman|the governor|authorities|he|who|they|the|mit| |,.
экономист|источник|очевидцы|СМИ|شهود عيان|مصادر|kaynaklar|des témoins|Augenzeugen|fuentes|מקורות|منابع|źródła
"""


@pytest.mark.parametrize("speaker", NOBODY.strip().replace("\n", "|").split("|"))
def test_who_has_no_name_has_no_key(speaker: str) -> None:
    assert SPEAKERS.key_of(speaker, "SY") == ""


def test_acronyms_count_only_in_capitals() -> None:
    assert SPEAKERS.key_of("who") == ""
    assert SPEAKERS.key_of("mit") == ""
    assert SPEAKERS.key_of("MIT", "TR") == "body:intelligence.TR"
    assert SPEAKERS.key_of("Map") != "agency:map"
    assert SPEAKERS.key_of("PA spokesman Jane Doe") == "name:jane doe"


def test_which_speakers_are_media_is_known() -> None:
    for medium in ("Reuters", "Al Jazeera", "Bint Jbeil News", "Le Monde", "Iranian state TV"):
        assert SPEAKERS.is_medium(SPEAKERS.key_of(medium)), medium
    for other in ("the army", "Jane Doe", "a source"):
        assert not SPEAKERS.is_medium(SPEAKERS.key_of(other)), other


def test_a_ministry_that_is_an_outlet_too_is_the_ministry() -> None:
    speakers = Speakers({"Syrian Ministry of Defence": "sy-defence", "Ministry Watch": "watch"})
    assert speakers.key_of("Syrian Ministry of Defence") == speakers.key_of("Syria's defence ministry")
    assert speakers.key_of("Ministry Watch") == "outlet:watch"


def test_outlets_need_not_be_known() -> None:
    assert Speakers().key_of("Al Jazeera") == "name:al jazeera"


@given(st.text(max_size=400), st.sampled_from(["", "SY"]))
def test_any_speaker_has_a_key_or_none(speaker: str, country: str) -> None:
    key = SPEAKERS.key_of(speaker, country)
    assert not key or key.startswith(("agency:", "outlet:", "body:", "name:"))
    assert not key.endswith(":")
