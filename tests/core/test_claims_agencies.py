"""Whose copy an item is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.claims import agencies, agency_name


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("DAMASCUS (AP) — The army", "ap"),
        ("The title of it.\n\nDAMASCUS (AP) — The army", "ap"),
        ("LONDON, Dec 2 (Reuters) - The army", "reuters"),
        ("NEW YORK, Nov. 19 (UPI) — Former", "upi"),
        ("New York (AFP) – The", "afp"),
        ("Москва. 14 ноября. INTERFAX.RU - В столице", "interfax"),
        ("МОСКВА, 14 ноя - РИА Новости. Минобороны", "ria"),
        ("АНКАРА, 5 июня. /ТАСС/. Президент", "tass"),
        ("MOSCOW, November 14. /TASS/. The president", "tass"),
        ("DAMASCUS, SANA – The president", "sana"),
        ("دمشق - سانا\nقال الرئيس", "sana"),
        ("دمشق-سانا: قال الرئيس", "sana"),
        ("بيروت (رويترز) - قال", "reuters"),
        ("القدس المحتلة 14-11 (وفا)- قتل", "wafa"),
        ("طهران - إرنا - قال", "irna"),
        ("Tehran, IRNA – The president", "irna"),
        ("BEIJING, Nov. 14 (Xinhua) -- The", "xinhua"),
        ("ANKARA (AA) - Cumhurbaşkanı", "anadolu"),
        ("İSTANBUL, (DHA)- Vali", "dha"),
        ("Berlin (dpa) - Die Regierung", "dpa"),
        ("Madrid, 14 nov (EFE).- El Gobierno", "efe"),
        ("(ANSA) - ROMA, 14 NOV - Il governo", "ansa"),
        ("SEOUL, Nov. 14 (Yonhap) -- South", "yonhap"),
        ("The army advanced. (AFP)", "afp"),
        ("NEW DELHI: The minister spoke (PTI)", "pti"),
        ("The army advanced.\n\n© 2024 AFP", "afp"),
        ("The army advanced.\nCopyright 2024 The Associated Press. All rights reserved.", "ap"),
        ("The army advanced.\n\nSource: Xinhua", "xinhua"),
        ("تقدم الجيش.\nالمصدر: رويترز", "reuters"),
        ("The army advanced.\n\n- Reuters.", "reuters"),
        ("Die Armee rückte vor.\n\ndpa", "dpa"),
        ("The army advanced.\n\n(Reporting by Jane Doe; Editing by John Roe)", "reuters"),
        ("By Jane Doe, Associated Press\nThe army", "ap"),
        ("The army advanced (via Reuters)", "reuters"),
        ("One part of it, says the AP.\n\n___\n\nAnother part.", "ap"),
        ("10 Things to Know for Today\n\nFirst", "ap"),
    ],
)
def test_an_agency_is_told_by_how_it_signs(text: str, key: str) -> None:
    assert agencies("", text) == (f"agency:{key}",)


@pytest.mark.parametrize(
    "text",
    [
        "The Associated Press (AP) reported that the army advanced.",
        "Reuters: the army advanced",
        "The army advanced, according to the AP.",
        "Associated Press writers Jane Doe and John Roe contributed to this report.",
        "The army (AP Photo/Jane Doe)",
        "The army (AP/Jane Doe)",
        "The army (Jane Doe/pool via REUTERS)",
        "Hama — MAP of the battle",
        "The pipeline (TAP). It ends there.",
        "The army of the country went on to the north of Homs - SANA, others",
        "One part.\n\n___\n\nAnother part.",
        "The army — after a long night in Homs, with rain that did not end before the morning came - Reuters said so",
        "",
    ],
)
def test_an_agency_that_is_only_named_did_not_write_it(text: str) -> None:
    assert agencies("", text) == ()


def test_the_author_and_the_title_may_name_the_agency() -> None:
    assert agencies("", "The army", "Jane Doe, Associated Press") == ("agency:ap",)
    assert agencies("", "The army", "dpa/AFP") == ("agency:dpa", "agency:afp")
    assert agencies("Army advances (via Reuters)", "The army") == ("agency:reuters",)


def test_each_agency_counts_once() -> None:
    assert agencies("", "PARIS (AFP) – The army.\n(AFP)\n© AFP", "AFP") == ("agency:afp",)


def test_an_agency_is_called_as_it_calls_itself() -> None:
    assert agency_name("agency:dpa") == "dpa"
    assert agency_name("outlet:sana-en") == "outlet:sana-en"


@given(st.text(max_size=300), st.text(max_size=900), st.text(max_size=100))
def test_any_item_is_read_without_trouble(title: str, text: str, author: str) -> None:
    assert all(key.startswith("agency:") for key in agencies(title, text, author))
