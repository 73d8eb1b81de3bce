"""What new outlets are called beside those there are."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.core.model import Outlet
from bot.core.naming import LONGEST_NAME, Names, slug
from bot.core.text.fold import fold

URL = "https://www.new.example/feed"


def test_an_outlet_is_called_what_its_document_says() -> None:
    assert Names(()).new("  New\n Times ", URL) == Outlet("new-times", "New Times")


def test_without_a_title_it_is_called_after_its_host() -> None:
    assert Names(()).new("", URL) == Outlet("www-new-example", "www.new.example")


def test_without_either_it_is_called_after_its_locator() -> None:
    assert Names(()).new("", "sana_gov") == Outlet("sana-gov", "sana_gov")


def test_nobody_can_take_the_name_of_another() -> None:
    names = Names([Outlet("sohr", "SÖHR")])
    first, second, third = (names.new("Sohr", URL) for _ in range(3))
    assert [first.id, second.id, third.id] == ["sohr-www-new-example", "sohr-2", "sohr-3"]
    assert [first.name, second.name, third.name] == [
        "Sohr (www.new.example)",
        "Sohr (www.new.example, 2)",
        "Sohr (www.new.example, 3)",
    ]


def test_an_address_that_is_none_breaks_nothing() -> None:
    assert Names(()).new("", "http://[broken").name == "http://[broken"
    assert Names([Outlet("source", "Source")]).new("الوطن", "///").id == "source-2"


def test_an_outlet_is_found_by_its_name_or_its_id() -> None:
    sana = Outlet("sana-en", "SANA English")
    names = Names([sana])
    assert names.find("sana english") is names.find("SANA-EN") is sana
    assert names.find("sana") is None


def test_an_id_is_short_and_has_no_loose_ends() -> None:
    assert slug("A" * 39 + " b") == "a" * 39


@given(st.lists(st.text(max_size=80), max_size=8), st.sampled_from([URL, "handle", "", "https://x.example/a b"]))
def test_names_and_ids_are_never_given_twice(titles: list[str], locator: str) -> None:
    names = Names(())
    made = [names.new(title, locator) for title in titles]
    assert len({outlet.id for outlet in made}) == len({fold(outlet.name) for outlet in made}) == len(made)
    assert all(outlet.id and outlet.id == outlet.id.strip("-") for outlet in made)
    assert all(len(outlet.name) <= LONGEST_NAME + len(locator) + 10 for outlet in made)
