"""A small world of names, made by hand, for what asks a lexicon."""

from __future__ import annotations

from functools import cache

from bot.core.names.gazetteer import Kind
from bot.core.names.lexicon import Lexicon
from bot.data.names.pack import packed
from bot.data.names.place import Entry
from bot.data.names.spelling import fold_words

WORDS = {
    "common": frozenset({"reading", "الخبر"}),
    "ambiguous": frozenset({"nice", "turkey", "china"}),
    "given": frozenset({"mary"}),
    "titles": frozenset({"mr", "coach"}),
    "ways": frozenset({"street"}),
    "bodies": frozenset({"council"}),
    "around": frozenset({"river"}),
    "small": frozenset({"the", "in", "an"}),
    "says": frozenset({"said"}),
    "nowhere": frozenset({"august"}),
}


def country(code: str, number: int, *spellings: str, people: int = 10_000_000, peoples: tuple[str, ...] = ()) -> Entry:
    entry = Entry(f"country:{code}", Kind.COUNTRY, spellings[0], list(spellings), number, code, people=people)
    return _by_hand(entry, peoples)


def state(country: str, code: str, number: int, name: str, *short: str) -> Entry:
    entry = Entry(f"admin:{country}.{code}", Kind.REGION, name, [name], number, country, code, short=list(short))
    return _by_hand(entry)


def city(number: int, country: str, region: str, north: float, east: float, people: int, *spellings: str) -> Entry:
    return Entry(
        f"geo:{number}", Kind.CITY, spellings[0], list(spellings), number, country, region, (north, east), people
    )


def _by_hand(entry: Entry, peoples: tuple[str, ...] = ()) -> Entry:
    entry.chosen, entry.peoples = True, list(peoples)
    entry.picked = {fold_words(text) for text in entry.spellings}
    return entry


def hama() -> Entry:
    return _by_hand(city(170017, "SY", "10", 35.13, 36.76, 460_602, "Hama", "حماة", "Хама", "חמאת", "Hamah"))


def putin() -> Entry:
    return _by_hand(Entry("person:putin", Kind.PERSON, "Vladimir Putin", ["Vladimir Putin", "Putin", "Путин"]))


def hamas() -> Entry:
    return _by_hand(Entry("org:hamas", Kind.BODY, "Hamas", ["Hamas", "حماس"]))


def red_sea() -> Entry:
    return _by_hand(Entry("area:red-sea", Kind.AREA, "Red Sea", ["Red Sea", "Красное море"]))


@cache
def atlas() -> Lexicon:
    """Syria, France, Turkey and the United States with some of their towns, a person, a body and a sea."""
    entries = [
        country("SY", 163843, "Syria", "سوريا", "Сирия", peoples=("Syrian",)),
        country("FR", 3017382, "France", "Франция", peoples=("French",)),
        country("TR", 298795, "Turkey", "Türkiye"),
        country("US", 6252001, "United States", "U.S.", "USA", peoples=("American", "US")),
        state("US", "TX", 4736286, "Texas", "Tex"),
        state("US", "KY", 6254925, "Kentucky", "Ky"),
        state("US", "IL", 4896861, "Illinois", "Ill"),
        hama(),
        city(170063, "SY", "09", 36.2, 37.16, 2_098_210, "Aleppo", "حلب", "Халеб"),
        city(172408, "SY", "09", 36.4, 37.2, 9_000, "Ālanī", "الي"),
        city(2988507, "FR", "11", 48.85, 2.35, 2_138_551, "Paris", "Париж", "Paryż"),
        city(2990440, "FR", "93", 43.7, 7.27, 342_669, "Nice", "Ницца"),
        city(4717560, "US", "TX", 33.66, -95.56, 24_782, "Paris"),
        city(4303602, "US", "KY", 38.2, -84.25, 9_846, "Paris"),
        city(4705086, "US", "TX", 33.6, -95.5, 3_000, "Lamar"),
        city(2639577, "GB", "ENG", 51.45, -0.97, 318_014, "Reading"),
        city(4250542, "US", "IL", 39.8, -89.64, 114_394, "Springfield"),
        city(4409896, "US", "MO", 37.2, -93.3, 169_176, "Springfield"),
        city(4800001, "US", "KY", 37.0, -84.0, 8_000, "London"),
        city(2643743, "GB", "ENG", 51.5, -0.13, 8_961_989, "London", "Лондон"),
        city(5000001, "US", "TX", 33.0, -95.0, 20_000, "August"),
        city(5000002, "US", "TX", 33.1, -95.1, 2_000, "Clarksville"),
        Entry("geo:4297480", Kind.COUNTY, "Laurel County", ["Laurel County"], 4297480, "US", "KY"),
        Entry("geo:4297481", Kind.COUNTY, "Whitley County", ["Whitley County"], 4297481, "US", "KY"),
        Entry("admin:DE.02", Kind.REGION, "Bavaria", ["Bavaria"], 2951839, "DE", "02"),
        Entry("country:LU", Kind.COUNTRY, "Luxembourg", ["Luxembourg"], 2960313, "LU", people=600_000),
        city(2820256, "DE", "01", 48.4, 9.99, 120_714, "Ulm"),
        city(109435, "SA", "06", 26.28, 50.2, 409_549, "Khobar", "الخبر"),
        putin(),
        hamas(),
        red_sea(),
    ]
    return Lexicon(packed(entries, WORDS), WORDS)
