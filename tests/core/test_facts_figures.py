"""Which numbers of a text count what."""

from __future__ import annotations

import pytest

from bot.core.facts import Figure, facts, reading


def counted(title: str, text: str = "", language: str = "en") -> dict[str, str]:
    """What is told of each kind, as people read it."""
    return {figure.kind: figure.written for figure in facts(title, text, (), (), language).figures}


def the_figure(title: str, language: str = "en") -> Figure:
    (figure,) = facts(title, "", (), (), language).figures
    return figure


@pytest.mark.parametrize(
    ("language", "title", "figures"),
    [
        ("en", "Strike kills 12", {"killed": "12"}),
        ("en", "12 dead in crash", {"killed": "12"}),
        ("en", "Death toll in Hama strike rises to 40", {"killed": "40"}),
        ("en", "Death toll in Hama rises from 12 to 40", {"killed": "40"}),
        ("en", "12 people of one family were killed", {"killed": "12"}),
        ("en", "Bomb kills 12, wounds 20", {"killed": "12", "wounded": "20"}),
        ("en", "12 killed, 20 wounded", {"killed": "12", "wounded": "20"}),
        ("en", "3 killed 12 injured", {"killed": "3", "wounded": "12"}),
        ("en", "Salvo of 12 rockets killed 5", {"killed": "5"}),
        ("en", "Twenty-five die in fire", {"killed": "25"}),
        ("en", "Thirty thousand displaced by floods", {"displaced": "30,000"}),
        ("en", "12 000 displaced by floods", {"displaced": "12,000"}),
        ("en", "Police arrest twelve", {"arrested": "12"}),
        ("en", "7 missing after boat sinks", {"missing": "7"}),
        ("en", "Two soldiers killed", {"killed soldiers": "2"}),
        ("en", "Strike kills 12 people, including 3 children", {"killed": "12", "children": "3"}),
        ("en", "10-12 people killed", {"killed": "10-12"}),
        ("en", "40–50 people killed", {"killed": "40-50"}),
        ("en", "Salvo of 12 rockets killed at least 5", {"killed": "at least 5"}),
        ("ar", "مقتل 12 شخصا وإصابة 20", {"killed": "12", "wounded": "20"}),
        ("ar", "ارتفاع حصيلة القتلى إلى ٤٠", {"killed": "40"}),
        ("ar", "استشهاد ثلاثة فلسطينيين", {"killed": "3"}),
        ("fa", "۱۲ کشته و ۲۰ زخمی", {"killed": "12", "wounded": "20"}),
        ("ru", "Погибли 12 человек, 20 ранены", {"killed": "12", "wounded": "20"}),
        ("ru", "Число погибших выросло до 40", {"killed": "40"}),
        ("ru", "Число погибших выросло с 12 до 40", {"killed": "40"}),
        ("ru", "Задержаны пять человек", {"arrested": "5"}),
        ("uk", "Загинули 12 людей", {"killed": "12"}),
        ("tr", "Saldırıda 12 kişi öldü", {"killed": "12"}),
        ("tr", "Depremde on kişi hayatını kaybetti", {"killed": "10"}),
        ("tr", "Ölü sayısı 40'a yükseldi", {"killed": "40"}),
        ("fr", "Une frappe fait 12 morts et 20 blessés", {"killed": "12", "wounded": "20"}),
        ("fr", "Le bilan passe à 40 morts", {"killed": "40"}),
        ("fr", "Le bilan passe de 12 à 40 morts", {"killed": "40"}),
        ("de", "Zwölf Tote, 20 Verletzte", {"killed": "12", "wounded": "20"}),
        ("de", "Zahl der Toten steigt auf 40", {"killed": "40"}),
        ("de", "Zahl der Toten steigt von 12 auf 40", {"killed": "40"}),
        ("es", "Once muertos y 20 heridos", {"killed": "11", "wounded": "20"}),
        ("es", "Mueren 12 personas", {"killed": "12"}),
        ("he", "12 הרוגים ו-20 פצועים", {"killed": "12", "wounded": "20"}),
        ("it", "Almeno 12 morti", {"killed": "at least 12"}),
        ("pl", "Co najmniej 12 zabitych", {"killed": "at least 12"}),
    ],
)  # fmt: skip
def test_victims_are_counted_in_many_languages(language: str, title: str, figures: dict[str, str]) -> None:
    assert counted(title, language=language) == figures


@pytest.mark.parametrize(
    ("title", "figures"),
    [
        ("5.8-magnitude quake hits Izmir", {"magnitude": "5.8"}),
        ("Quake of magnitude 6,1 strikes", {"magnitude": "6.1"}),
        ("Magnitude of the quake was 5.25", {"magnitude": "5.25"}),
        ("Army advances 5 km", {"km": "5"}),
        ("Convoy 5km long", {"km": "5"}),
        ("Fire front 10 miles wide", {"km": "10 miles"}),
        ("Oil up 2.5% to $80", {"percent": "2.5", "usd": "80"}),
        ("Rate cut by 3 %", {"percent": "3"}),
        ("%12 more", {"percent": "12"}),
        ("Inflation at 12 percent", {"percent": "12"}),
        ("Bank fined $1.5bn", {"usd": "1,500,000,000"}),
        ("Bank fined 1.5bn euros", {"eur": "1,500,000,000"}),
        ("Bank fined 30 € on Monday", {}),
        ("Bank fined 30€", {"eur": "30"}),
        ("Bank fined $5 million", {"usd": "5,000,000"}),
        ("Arsenal win 3-1", {"score": "3-1"}),
        ("Bayern gewinnt 3:1", {"score": "3-1"}),
        ("US sends 2,000 troops", {"soldiers": "2,000"}),
        ("Hotel with 300 people inside", {"people": "300"}),
        ("Hamas frees 3 hostages", {"freed hostages": "3"}),
        ("War, day 12: what we know", {"nth day": "12"}),
        ("12th package of sanctions", {"nth packa": "12"}),
        ("12-й пакет санкций", {"nth пакет": "12"}),
        ("Second round of talks", {"nth round": "2"}),
        ("Bundesliga: 5. Spieltag", {"nth spiel": "5"}),
        ("Briefing #12", {"nth brief": "12"}),
        ("#12", {"nth": "12"}),
        ("COP29 opens", {"nth cop": "29"}),
        ("Weather for 5 June", {"date": "5.6."}),
        ("Weather for June 5", {"date": "5.6."}),
        ("Budget 2025 explained", {"year": "2025"}),
    ],
)
def test_measures_scores_and_numbers_of_series_are_told_apart(title: str, figures: dict[str, str]) -> None:
    assert counted(title) == figures


@pytest.mark.parametrize(
    "title",
    [
        "12-year-old boy killed",
        "Man, 25 years old, killed",
        "Meeting at 12:30 on the dead",
        "Report of 05.06.2024 on the killed",
        "F-16 shot down, pilot killed",
        "7x faster",
        "Driest since 2011",
        "Elections by 2030",
        "Commander killed in strike on 3 villages",
        "Quake magnitude map shows 300 villages",
        "Magnitude unknown, depth 5",
        "Crew of F-16 dead",
        "Season 2024-2025 opens",
        "999,999,999,999,999,999,999 killed",
        "More than 40,000 killed since the war began",
        "12",
        "It was the 12th",
        "m² and ½",
        "Score of 2024-23",
        "Tower of 1/2 size",
        "five",
    ],
)
def test_other_numbers_count_nothing(title: str) -> None:
    assert counted(title) == {}


@pytest.mark.parametrize(
    ("title", "low", "high", "written"),
    [
        ("12 killed", 12, 12, "12"),
        ("At least 12 killed", 12, 12, "at least 12"),
        ("More than 100 killed", 100, 125, "more than 100"),
        ("Nearly 100 killed", 90, 100, "nearly 100"),
        ("About 100 killed", 90, 110, "about 100"),
        ("Up to 100 killed", 0, 100, "up to 100"),
        ("Another 12 killed", 12, 12, "12"),
        ("At least another 12 killed", 12, 12, "at least 12"),
        ("At least some 100 killed", 90, 110, "about 100"),
        ("Dozens killed", 20, 99, "dozens"),
        ("Several killed", 3, 9, "several"),
        ("Tens of thousands killed", 20_000, 99_999, "tens of thousands"),
        ("A dozen killed", 12, 12, "12"),
    ],
)
def test_bounds_and_vague_words_say_between_what_a_number_lies(
    title: str, low: float, high: float, written: str
) -> None:
    figure = the_figure(title)
    assert figure.low == pytest.approx(low)
    assert figure.high == pytest.approx(high)
    assert figure.written == written


def test_words_of_one_language_are_no_numbers_in_another() -> None:
    assert counted("on kişi öldü", language="tr") == {"killed": "10"}
    assert counted("on dead ground", language="en") == {}
    assert counted("Once muertos", language="es") == {"killed": "11"}
    assert counted("Once muertos", language="es-MX") == {"killed": "11"}
    assert counted("Once dead", language="en") == {}
    assert counted("Kirk killed", language="en") == {}
    assert counted("Kırk kişi öldü", language="tr") == {"killed": "40"}


def test_the_title_comes_before_the_text_and_the_first_before_the_rest() -> None:
    assert counted("12 killed", "Then 40 killed, 7 missing.") == {"killed": "12", "missing": "7"}
    assert counted("12 killed, then 40 killed") == {"killed": "12"}


def test_a_text_is_believed_for_tolls_alone() -> None:
    assert counted("Strike on Hama", "It cost $5 million and killed 12.") == {"killed": "12"}


def test_only_the_beginning_of_a_text_is_read() -> None:
    assert counted("Strike on Hama", "word " * 80 + "12 killed") == {}


def test_lines_and_commas_part_what_is_counted() -> None:
    assert counted("Toll\n12 killed") == {"killed": "12"}
    assert counted("Houses: 30 - killed: 5") == {"killed": "5"}
    assert counted("Thirty, five killed") == {"killed": "5"}
    assert counted("One hundred and twenty houses") == {}


def test_however_many_words_were_read_the_next_are_read_and_few_are_kept() -> None:
    for start in range(0, 24_000, 50):
        facts(" ".join(f"w{number}" for number in range(start, start + 50)), "", (), (), "es")
    assert counted("Once muertos", language="es") == {"killed": "11"}
    assert len(reading._chunks("es")) <= reading.MOST


def test_a_sentence_without_spaces_is_not_kept() -> None:
    sentence = "地震造成十二人死亡"
    before = reading.read(sentence, "zh")
    assert sentence not in reading._chunks("")
    assert reading.read(sentence, "zh") == before
