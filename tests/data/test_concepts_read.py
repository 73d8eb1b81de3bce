"""What the shipped lexicon reads in the headlines of its sixteen languages, and in its own words."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

import pytest

from bot.core.text.tokens import tokens
from bot.data.concepts import concepts, lines

PAGE: Final = Path(__file__).parent.parent.parent / "docs" / "concepts.md"
HEADLINES: Final = {
    "en": "Strong earthquake shakes Greece: rescuers search the rubble for survivors, schools closed",
    "es": "Fuerte terremoto sacude Grecia: rescatistas buscan supervivientes entre los escombros, escuelas cerradas",
    "pt": "Forte terremoto abala a Grécia: equipes de resgate procuram sobreviventes nos escombros e escolas fecham",
    "fr": "Fort séisme en Grèce : les secouristes cherchent des survivants sous les décombres, écoles fermées",
    "de": "Starkes Erdbeben erschüttert Griechenland: Retter suchen in den Trümmern Überlebende, Schulen geschlossen",
    "it": "Forte terremoto scuote la Grecia: i soccorritori cercano superstiti tra le macerie, scuole chiuse",
    "nl": "Zware aardbeving schudt Griekenland: reddingswerkers zoeken overlevenden onder het puin, scholen gesloten",
    "pl": "Silne trzęsienie ziemi w Grecji: ratownicy szukają ocalałych pod gruzami, szkoły zamknięte",
    "sl": "Močan potres stresel Grčijo: reševalci iščejo preživele pod ruševinami, šole zaprte",
    "ru": "Сильное землетрясение в Греции: спасатели ищут выживших под завалами, школы закрыты",
    "uk": "Сильний землетрус у Греції: рятувальники шукають вцілілих під завалами, школи закрито",
    "ar": "زلزال قوي يضرب اليونان وفرق الإنقاذ تبحث عن ناجين تحت الأنقاض وإغلاق المدارس",
    "fa": "زلزله شدید یونان را لرزاند؛ امدادگران زیر آوار به دنبال بازماندگان هستند و مدارس تعطیل شد",
    "tr": "Yunanistan'da şiddetli deprem: kurtarma ekipleri enkaz altında hayatta kalanları arıyor, okullar kapatıldı",
    "he": "רעידת אדמה חזקה ביוון: המחלצים מחפשים ניצולים בהריסות ובתי הספר נסגרו",
    "zh": "希臘發生強烈地震，救援人員在廢墟中搜尋倖存者，學校停課",
}
TOLD: Final = {"earthquake", "country:GR", "rescue", "rubble", "survivor", "school"}


class Entry(NamedTuple):
    concept: str
    language: str
    text: str


@cache
def entries() -> tuple[Entry, ...]:
    return tuple(
        Entry(name, language, text)
        for name, called in (line.split(": ", 1) for line in lines() if line and not line.startswith("#"))
        for language, *texts in map(str.split, called.split("|"))
        for text in texts
    )


def read(text: str, language: str) -> list[str]:
    words = [token.text for token in tokens(text)]
    return [reading.concept for reading in concepts().read(words, language)]


@pytest.mark.parametrize("language", HEADLINES)
def test_a_headline_tells_the_same_in_each_language(language: str) -> None:
    assert set(read(HEADLINES[language], language)) >= TOLD


@pytest.mark.parametrize("language", HEADLINES)
def test_a_headline_tells_nearly_as_much_when_its_language_is_not_known(language: str) -> None:
    assert len(TOLD - set(read(HEADLINES[language], ""))) <= 1


def test_each_entry_is_read_as_the_concept_under_which_it_stands() -> None:
    wrong = [entry for entry in entries() if read(re.sub("[*_]", " ", entry.text), entry.language) != [entry.concept]]
    assert wrong == []


def test_the_page_tells_how_large_the_lexicon_is() -> None:
    told = re.search(r"([\d,]+) concepts .* ([\d,]+) words", PAGE.read_text(encoding="utf-8"))
    assert told is not None
    concepts_told, words_told = (int(number.replace(",", "")) for number in told.groups())
    assert round(len({entry.concept for entry in entries()}), -2) == concepts_told
    assert round(len(entries()), -3) == words_told
