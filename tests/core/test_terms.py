"""What stands for the words of an item in an index."""

from __future__ import annotations

import pytest

from bot.core.filters.document import index_terms, word_terms
from bot.core.model import Outlet
from bot.core.names.sound import sound_key
from bot.core.text.terms import Analyser, edges, index_text
from bot.core.text.tokens import tokens
from tests.core.nouns import MAYADEEN, an_item


def further(chunk: str) -> set[str]:
    return {edge.term for edge in edges(chunk, tokens(chunk)) if not edge.term.startswith("~")}


@pytest.mark.parametrize(
    ("chunk", "term"),
    [
        ("Ma'ardas", "maardas"),
        ("Ma’ardas,", "maardas"),
        ("al-Madiq", "almadiq"),
        ("al-Madiq's", "almadiq"),
        ("Deir-ez-Zor", "deirezzor"),
        ("COVID-19", "covid19"),
        ("(Qal'at)", None),
        ("Hama's", None),
        ("don't", None),
        ("Hama/Homs", None),
        ("Hama--Homs", None),
        ("one-of-a-kind-thing", None),
        ("Hama", None),
    ],
)
def test_words_are_joined_over_an_apostrophe_or_a_hyphen(chunk: str, term: str | None) -> None:
    assert further(chunk) == ({term} if term else set())


def test_names_have_a_sound_where_they_are_written_with_a_capital() -> None:
    key = sound_key("Ma'ardas")
    assert key
    assert f"~{key}" in word_terms("Ma'ardas", "")
    assert f"~{key}" not in word_terms("ma'ardas", "")


def test_words_with_particles_are_known_without_them() -> None:
    assert [*word_terms("بحماة", "")] == ["بحماه", "حماه"]


def test_an_item_is_known_by_its_words_and_by_what_it_has_beside_them() -> None:
    sana = Outlet("sana-en", "SANA English", country="SY", affiliation="Syrian state")
    item = an_item(
        title="Hama",
        text="Homs",
        author="John Doe",
        url="https://example.org/x",
        language="ar-SY",
        kind="telegram",
        outlet=sana,
        carriers=(MAYADEEN,),
        places=("geo:170017",),
    )
    assert {*index_terms(item)} == {
        "~HMS",
        *("hama", "homs", "author:john", "author:doe", "url:https", "url:example", "url:org", "url:x"),
        *("@geo:170017", "lang:ar", "kind:telegram", "country:sy"),
        *("from:syrian", "from:state", "from:syrian state"),
        *("outlet:sana-en", "outlet:sana", "outlet:en", "outlet:sana english", "outlet:english"),
        *("outlet:mayadeen", "outlet:al mayadeen", "outlet:al"),
    }


def test_an_analyser_may_divide_otherwise_and_look_no_further() -> None:
    plain = Analyser(lambda text: tokens(text.replace("ł", "l")), further=False)
    assert plain.read("małe al-Madiq") == (["male", "al", "madiq"], [])
    assert plain.sounds("małe al-Madiq") == []


def test_what_is_kept_in_mind_is_bounded() -> None:
    asked: list[str] = []
    analyser = Analyser(lambda text: asked.append(text) or tokens(text), most=2)
    for chunk in ("al-Ula", "al-Ula", "b", "c", "al-Ula"):
        assert analyser.read(chunk) == ([word.text for word in tokens(chunk)], ["alula"] * (chunk == "al-Ula"))
    assert asked == ["al-Ula", "b", "c", "al-Ula"]


def test_the_exact_words_of_an_item_stand_in_a_row() -> None:
    assert index_text("Hama's ÉLÈVE", "في حَمَاة\n東京") == "hama s eleve في حماه 東 京"


def test_sounds_that_are_kept_in_mind_are_bounded_too() -> None:
    analyser = Analyser(most=1)
    for name in ("Suqaylabiyah", "Khanaser", "Maardes", "Suqaylabiyah"):
        assert analyser.sounds(name) == [f"~{sound_key(name)}"]
