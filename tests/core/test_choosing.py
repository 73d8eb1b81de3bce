"""What of the catalogue is followed, and how its outlets are found by name."""

from __future__ import annotations

import pytest

from bot.core.catalogue import Catalogue, Chosen
from bot.core.model import Outlet, Pack

SANA = Outlet("sana-en", "SANA English", owner="Syrian government", packs=("syria", "state-media"))
REUTERS = Outlet("reuters", "Reuters", packs=("world",))
JAZEERA = Outlet("aljazeera-ar", "Al Jazeera Arabic", packs=("world", "arabic"))
CATALOGUE = Catalogue(
    (
        (SANA, (("feed", "https://sana.example/feed"), ("telegram", "sana_gov"))),
        (REUTERS, (("feed", "https://reuters.example/feed"),)),
        (JAZEERA, (("telegram", "aljazeera"),)),
    ),
    (Pack("syria", "Syria"), Pack("world", "World"), Pack("arabic", "In Arabic"), Pack("state-media", "State media")),
)


def ids(chosen: Chosen) -> list[str]:
    return [outlet.id for outlet, _ in CATALOGUE.of(chosen)]


def test_an_outlet_is_followed_with_a_pack_or_by_itself() -> None:
    assert ids(Chosen()) == []
    assert ids(Chosen().with_pack("syria").with_outlet("reuters")) == ["sana-en", "reuters"]
    assert ids(Chosen().with_pack("world").with_pack("syria").without_pack("world")) == ["sana-en"]


def test_a_choice_survives_being_written_down() -> None:
    choice = Chosen().with_pack("syria").with_pack("arabic").with_outlet("reuters")
    assert str(choice) == "pack:arabic pack:syria outlet:reuters"
    assert Chosen.read(str(choice)) == choice
    assert Chosen.read("") == Chosen()
    assert Chosen.read("moon pack:syria") == Chosen().with_pack("syria")


def test_what_cannot_be_read_is_left_out() -> None:
    readable = CATALOGUE.readable({"feed"})
    assert [(outlet.id, pairs) for outlet, pairs in readable.outlets] == [
        ("sana-en", (("feed", "https://sana.example/feed"),)),
        ("reuters", (("feed", "https://reuters.example/feed"),)),
    ]
    assert readable.packs == CATALOGUE.packs


@pytest.mark.parametrize(("name", "found"), [("sana english", SANA), ("SANA-EN", SANA), ("sana", None), ("", None)])
def test_a_name_is_an_outlets_only_when_it_is_all_of_it(name: str, found: Outlet | None) -> None:
    assert CATALOGUE.outlet(name) == found


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("sana", (SANA,)),
        ("jazeera al", (JAZEERA,)),
        ("syrian gov", (SANA,)),
        ("reuter", (REUTERS,)),
        ("azeera", ()),
        ("...", ()),
    ],
)
def test_outlets_are_found_by_how_their_words_begin(words: str, found: tuple[Outlet, ...]) -> None:
    assert CATALOGUE.like(words) == found


def test_a_pack_and_an_address_are_found() -> None:
    assert CATALOGUE.pack("Syria") == Pack("syria", "Syria")
    assert CATALOGUE.pack("moon") is None
    assert CATALOGUE.at("telegram", "sana_gov") == SANA
    assert CATALOGUE.at("x", "sana_gov") is None
