"""What people mean by a filter, in nine languages: see meanings.txt."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from bot.core.filters import Bound, Document, bind, parse
from bot.core.model import Evidence
from bot.core.names import Names
from bot.data.names import lexicon
from tests.core.nouns import NOW, an_item


class Meaning(NamedTuple):
    language: str
    query: str
    text: str
    matches: bool


def meanings() -> list[Meaning]:
    found: list[Meaning] = []
    language = query = ""
    for line in (Path(__file__).parent / "meanings.txt").read_text("utf-8").splitlines():
        if line.startswith("["):
            language = line.strip("[]")
        elif line.startswith("  "):
            found.append(Meaning(language, query, line[4:], line[2] == "+"))
        elif line and not line.startswith("#"):
            query = line
    return found


@cache
def names() -> Names:
    return lexicon()


@cache
def bound(query: str) -> Bound:
    return bind(parse(query), names())


@pytest.mark.parametrize("meaning", meanings(), ids=lambda meaning: f"{meaning.query}-{meaning.text}")
def test_a_filter_means_what_people_mean(meaning: Meaning) -> None:
    places = {mention.place for found in names().mentions(meaning.text, "") for mention in found}
    around = {place for found in names().mentions(meaning.text, "") for mention in found for place in mention.within}
    item = an_item(title=meaning.text, text="", language=meaning.language, places=tuple(sorted(places | around)))
    assert bound(meaning.query).holds(Document(item, Evidence(), NOW)) is meaning.matches


def test_the_table_is_large_enough_to_trust() -> None:
    table = meanings()
    assert sum(meaning.matches for meaning in table) >= 150
    assert sum(not meaning.matches for meaning in table) >= 150
    assert {meaning.language for meaning in table} == {"en", "ar", "ru", "he", "tr", "fa", "de", "fr", "uk"}
